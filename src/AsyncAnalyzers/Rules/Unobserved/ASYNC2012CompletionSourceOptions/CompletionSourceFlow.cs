using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Follows the source: not yet completed, not completed because of a catch, or completed.</summary>
/// <remarks>A may-analysis: a bit is set where the state is possible on some path.</remarks>
internal sealed class CompletionSourceFlow(
    List<InvocationExpressionSyntax> completions,
    List<MemberAccessExpressionSyntax> handedOut,
    Dictionary<ControlFlowRegion, CatchClauseSyntax> handlers,
    CatchClauseSyntax[] catches)
    : ForwardFlow<ulong>
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

    public override bool FollowsExceptionsOut => false;

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong state)
    {
        switch (operation)
        {
            case IInvocationOperation when completions.Contains(operation.Syntax):
                return Completed;
            case IPropertyReferenceOperation when handedOut.Contains(operation.Syntax):
                _states[operation.Syntax] = StateAt(operation.Syntax) | state;
                return state;
            default:
                return state;
        }
    }

    /// <summary>A completion throws only where the source is complete already.</summary>
    public override ulong OnThrow(IOperation operation, ulong before, ulong after)
        => operation is IInvocationOperation && completions.Contains(operation.Syntax) ? after : before | after;

    public override ulong EnterHandler(ControlFlowRegion handler, ulong state)
        => (state & ~Completed) != 0 && handlers.TryGetValue(handler, out CatchClauseSyntax @catch)
            ? (state & Completed) | Swallowed(Array.IndexOf(catches, @catch))
            : state;
}
