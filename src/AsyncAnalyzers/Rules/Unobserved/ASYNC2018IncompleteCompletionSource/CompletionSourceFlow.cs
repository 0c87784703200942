using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Follows the source: not yet completed, not completed because of a catch, or completed.</summary>
/// <remarks>A may-analysis: a bit is set where the state is possible on some path.</remarks>
internal sealed class CompletionSourceFlow(
    VariableDeclaratorSyntax declarator,
    List<InvocationExpressionSyntax> completions,
    List<MemberAccessExpressionSyntax> handedOut,
    Dictionary<ControlFlowRegion, CatchClauseSyntax> handlers,
    CatchClauseSyntax[] catches)
    : ForwardFlow<ulong>
{
    public const ulong Uncompleted = 1;
    private const ulong Completed = 1UL << 63;

    private readonly Dictionary<SyntaxNode, ulong> _states = new();

    /// <summary>States from which a path leads to a completion.</summary>
    public ulong CompletedLater { get; private set; }

    public static ulong Swallowed(int @catch) => 1UL << (@catch + 1);

    public ulong StateAt(SyntaxNode task) => _states.TryGetValue(task, out ulong state) ? state : 0;

    /// <summary>
    /// The catch clause of each handler of the graph, which knows regions and no syntax: the regions around an operation are those of the
    /// statements around its syntax. Null where they do not match.
    /// </summary>
    public static Dictionary<ControlFlowRegion, CatchClauseSyntax>? HandlersOf(ControlFlowGraph graph, SyntaxNode body)
    {
        var handlers = new Dictionary<ControlFlowRegion, CatchClauseSyntax>();
        foreach (BasicBlock block in graph.Blocks)
        {
            if ((block.Operations.FirstOrDefault() ?? block.BranchValue)?.Syntax is not { } syntax)
            {
                continue;
            }

            using IEnumerator<TryStatementSyntax> tries = syntax.Ancestors().TakeWhile(ancestor => ancestor != body.Parent)
                .OfType<TryStatementSyntax>().Where(@try => @try.Catches.Count > 0 && @try.Block.Span.Contains(syntax.Span))
                .GetEnumerator();
            foreach (ControlFlowRegion tried in TriesAround(block))
            {
                if (!tries.MoveNext() || tries.Current.Catches.Count != tried.NestedRegions.Length - 1)
                {
                    return null;
                }

                // The first nested region is the block that is tried.
                for (int i = 1; i < tried.NestedRegions.Length; i++)
                {
                    handlers[tried.NestedRegions[i]] = tries.Current.Catches[i - 1];
                }
            }

            if (tries.MoveNext())
            {
                return null;
            }
        }

        return handlers;
    }

    public override bool FollowsExceptionsOut => false;

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong state)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation when operation.Syntax == declarator:
                return Uncompleted;
            case IInvocationOperation when completions.Contains(operation.Syntax):
                CompletedLater |= state;
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

    private static IEnumerable<ControlFlowRegion> TriesAround(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root };
            region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { Kind: ControlFlowRegionKind.TryAndCatch } tried })
            {
                yield return tried;
            }
        }
    }
}
