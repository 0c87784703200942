using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Follows the source: not yet completed, not completed because of a catch, or completed.</summary>
internal sealed class CompletionSourceFlow(
    ControlFlowGraph graph,
    List<InvocationExpressionSyntax> completions,
    List<MemberAccessExpressionSyntax> handedOut,
    Dictionary<ControlFlowRegion, CatchClauseSyntax> handlers,
    CatchClauseSyntax[] catches,
    CancellationToken cancellationToken)
    : BitFlow(graph, cancellationToken)
{
    public const ulong Uncompleted = 1;
    private const ulong Completed = 1UL << 63;

    private readonly Dictionary<SyntaxNode, ulong> _states = new();

    public static ulong Swallowed(int @catch) => 1UL << (@catch + 1);

    public ulong StateAt(SyntaxNode task) => _states.TryGetValue(task, out ulong state) ? state : 0;

    /// <summary>
    /// The catch clause of each handler of the graph, which knows regions and no syntax: both are in source order. Null where they do not
    /// match.
    /// </summary>
    public static Dictionary<ControlFlowRegion, CatchClauseSyntax>? HandlersOf(ControlFlowGraph graph, SyntaxNode body)
    {
        TryStatementSyntax[] tries = FunctionSyntax.OwnNodes(body).OfType<TryStatementSyntax>().Where(@try
            => @try.Catches.Count > 0).ToArray();
        var regions = new List<ControlFlowRegion>();
        Collect(graph.Root);
        if (regions.Count != tries.Length)
        {
            return null;
        }

        var handlers = new Dictionary<ControlFlowRegion, CatchClauseSyntax>();
        for (int i = 0; i < tries.Length; i++)
        {
            // The first nested region is the block that is tried.
            if (regions[i].NestedRegions.Length != tries[i].Catches.Count + 1)
            {
                return null;
            }

            for (int k = 0; k < tries[i].Catches.Count; k++)
            {
                handlers.Add(regions[i].NestedRegions[k + 1], tries[i].Catches[k]);
            }
        }

        return handlers;

        void Collect(ControlFlowRegion region)
        {
            if (region.Kind == ControlFlowRegionKind.TryAndCatch)
            {
                regions.Add(region);
            }

            foreach (ControlFlowRegion nested in region.NestedRegions)
            {
                Collect(nested);
            }
        }
    }

    protected override ulong Visit(IOperation operation, ulong state)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            state = Visit(child, state);
        }

        switch (operation)
        {
            case IInvocationOperation when state != 0 && completions.Contains(operation.Syntax):
                return Completed;
            case IPropertyReferenceOperation when handedOut.Contains(operation.Syntax):
                _states[operation.Syntax] = StateAt(operation.Syntax) | state;
                return state;
            default:
                return state;
        }
    }

    /// <summary>A completion whose arguments cannot fail: it throws only where the source is complete already.</summary>
    protected override bool FailsOnlyAfterwards(IOperation operation)
        => operation is IExpressionStatementOperation { Operation: IInvocationOperation completion }
            && completions.Contains(completion.Syntax)
            && completion.Arguments.All(argument => argument.Value.DescendantsAndSelf().All(
                part => part is ILocalReferenceOperation or IParameterReferenceOperation or ILiteralOperation or IDefaultValueOperation
                    or IFlowCaptureReferenceOperation
                    or IFieldReferenceOperation or IInstanceReferenceOperation or IConversionOperation { IsImplicit: true }));

    protected override ulong EnterHandler(ControlFlowRegion handler, ulong state)
        => (state & ~Completed) != 0 && handlers.TryGetValue(handler, out CatchClauseSyntax @catch)
            ? (state & Completed) | Swallowed(Array.IndexOf(catches, @catch))
            : state;
}
