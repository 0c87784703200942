using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Follows all paths from behind an operation until something ends them: over the edges of <see cref="FlowSolver{T}"/>, exceptions and
/// <c>finally</c> included.
/// </summary>
/// <param name="withExceptions">Exceptions are paths too.</param>
internal abstract class PathSearch(bool withExceptions) : ForwardFlow<ulong>
{
    /// <summary>The start lies ahead, in the same statement.</summary>
    private const ulong Ahead = 1;

    /// <summary>A path has come here.</summary>
    private const ulong Open = 2;

    private IOperation? _start;

    public sealed override bool FollowsExceptions => withExceptions;

    public sealed override ulong Join(ulong left, ulong right) => left | right;

    public sealed override ulong Visit(IOperation operation, ulong before)
    {
        ulong after = (before & Open) != 0 && Passes(operation) ? Open : 0;
        return (before & Ahead) == 0 ? after : after | (operation == _start ? Open : Ahead);
    }

    /// <summary>An exception of the start comes before it, and one of what ends the path behind it.</summary>
    public sealed override ulong OnThrow(IOperation operation, ulong before, ulong after) => before & after & Open;

    /// <summary>Follows the paths; null where the start is not in the graph: it never runs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="start">The syntax of the assignment that the paths begin behind.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public FlowResult<ulong>? Follow(ControlFlowGraph graph, SyntaxNode start, CancellationToken cancellationToken)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            for (int i = 0; i <= block.Operations.Length; i++)
            {
                IOperation? operation = i < block.Operations.Length ? block.Operations[i] : block.BranchValue;
                if (operation?.Syntax.Span.IntersectsWith(start.Span) == true
                    && operation.DescendantsAndSelf().FirstOrDefault(inner
                        => inner is ISimpleAssignmentOperation && inner.Syntax == start) is { } found)
                {
                    _start = found;
                    return SolveFrom(graph, block.Ordinal, i, Ahead, cancellationToken);
                }
            }
        }

        return null;
    }

    /// <summary>A path has come to the operation; false where it ends there.</summary>
    protected abstract bool Passes(IOperation operation);
}
