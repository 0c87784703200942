using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Follows one variable: fresh, harmless, or consumed at one of its mentions.</summary>
internal sealed class ConsumptionFlow(
    ControlFlowGraph graph, ISymbol variable, Dictionary<SyntaxNode, int> consumptions, KnownTypes types,
    CancellationToken cancellationToken)
    : BitFlow(graph, cancellationToken)
{
    public const ulong Fresh = 1UL << 63;
    public const ulong Unassigned = 1UL << 62;
    private const ulong Harmless = 1UL << 61;

    private readonly ulong[] _before = new ulong[consumptions.Count];

    public static ulong ConsumedAt(int number) => 1UL << number;

    public ulong StateAt(int number) => _before[number];

    protected override ulong Visit(IOperation operation, ulong state)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            state = Visit(child, state);
        }

        if (state == 0)
        {
            return 0;
        }

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
