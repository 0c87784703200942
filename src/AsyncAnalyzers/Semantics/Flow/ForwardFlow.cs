using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A forward dataflow analysis: a join-semilattice of states, and what operations and edges do to them. <see cref="FlowSolver{T}"/> does
/// the rest. The state <c>default(T)</c> (null, 0) is the bottom of the lattice: not reached.
/// </summary>
/// <typeparam name="T">The state. Equal states have equal hash codes; chains of joins are finite.</typeparam>
internal abstract class ForwardFlow<T>
    where T : IEquatable<T>
{
    /// <summary>
    /// Branches that <see cref="Assume"/> finds impossible are followed where nothing else leads to their destination, and handlers of what
    /// does not throw are entered with the state before it: code that never runs is analysed too.
    /// </summary>
    public virtual bool EntersDeadCode => false;

    /// <summary>False where no exception counts: those of operations are not followed, and <c>throw</c> ends its path.</summary>
    public virtual bool FollowsExceptions => true;

    /// <summary>False where nobody asks for the state at the exceptional exit: exceptions outside of <c>try</c> cost nothing then.</summary>
    public virtual bool FollowsExceptionsOut => true;

    public static bool IsReached(T? state) => !EqualityComparer<T?>.Default.Equals(state, default);

    /// <summary>The state where two paths meet: union for what may be, intersection for what must be. Both are reached.</summary>
    public abstract T Join(T left, T right);

    /// <summary>The state behind an operation whose operands are evaluated; <c>default</c> where nothing runs after it.</summary>
    public abstract T? Visit(IOperation operation, T before);

    /// <summary>The state where a condition, which is no constant, holds or does not; <c>default</c> where that cannot be.</summary>
    public virtual T? Assume(IOperation condition, bool holds, T state) => state;

    /// <summary>The operation itself, its operands left aside, may throw.</summary>
    public virtual bool MayThrow(IOperation operation) => ThrowingOperations.Contains(operation);

    /// <summary>The state that an exception of the operation leaves with: its work may be done or not.</summary>
    public virtual T? OnThrow(IOperation operation, T before, T? after) => JoinReached(before, after);

    /// <summary>The state at the beginning of a filter or handler, given that of the exception.</summary>
    public virtual T EnterHandler(ControlFlowRegion handler, T thrown) => thrown;

    /// <summary>Analyses one graph; functions in it are operations without effect.</summary>
    public FlowResult<T> Solve(ControlFlowGraph graph, T entry, CancellationToken cancellationToken)
        => new FlowSolver<T>(this, graph, cancellationToken).Solve(entry);

    /// <summary>Analyses what follows an operation of a graph, or the operation and what follows it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="block">The block of the first operation to be evaluated.</param>
    /// <param name="operation">Its index in the block; the branch value follows the last operation.</param>
    /// <param name="state">The state before it.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    public FlowResult<T> SolveFrom(ControlFlowGraph graph, int block, int operation, T state, CancellationToken cancellationToken)
        => new FlowSolver<T>(this, graph, cancellationToken).SolveFrom(graph.Blocks[block], operation, state);

    /// <summary>The join of what may be unreached.</summary>
    internal T? JoinReached(T? left, T? right)
        => !IsReached(left) ? right : !IsReached(right) ? left : Join(left!, right!);
}
