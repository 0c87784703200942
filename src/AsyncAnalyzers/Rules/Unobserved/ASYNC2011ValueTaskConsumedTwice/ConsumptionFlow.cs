namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Follows one variable: fresh, harmless, or consumed at one of its mentions.</summary>
/// <remarks>A may-analysis: a bit is set where the state is possible on some path.</remarks>
internal sealed class ConsumptionFlow(ISymbol variable, Dictionary<SyntaxNode, int> consumptions, KnownTypes types) : ForwardFlow<ulong>
{
    public const ulong Fresh = 1UL << 63;
    public const ulong Unassigned = 1UL << 62;
    private const ulong Harmless = 1UL << 61;

    private readonly ulong[] _before = new ulong[consumptions.Count];

    public static ulong ConsumedAt(int number) => 1UL << number;

    public ulong StateAt(int number) => _before[number];

    public override bool FollowsExceptionsOut => false;

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong state)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation assignment when IsVariable(assignment.Target):
                return RepeatedConsumption.IsHarmless(assignment.Value, types) ? Harmless : Fresh;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out } argument when IsVariable(argument.Value):
            case IDeclarationPatternOperation pattern when SymbolEqualityComparer.Default.Equals(pattern.DeclaredSymbol, variable):
                return Fresh;
            case IDeconstructionAssignmentOperation deconstruction when deconstruction.Target.DescendantsAndSelf().Any(IsVariable):
                return Fresh;
            case ILocalReferenceOperation or IParameterReferenceOperation when consumptions.TryGetValue(operation.Syntax, out int number)
                && IsVariable(operation):
                _before[number] |= state;
                return (state & Harmless) | ((state & ~Harmless) != 0 ? ConsumedAt(number) : 0);
            default:
                return state;
        }
    }

    private bool IsVariable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, variable),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, variable),
        IDeclarationExpressionOperation { Expression: { } declared } => IsVariable(declared),
        _ => false,
    };
}
