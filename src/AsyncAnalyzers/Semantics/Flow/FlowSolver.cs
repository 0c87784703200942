using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Solves a <see cref="ForwardFlow{T}"/> on one graph. An exception of an operation leads into the handlers around it, as far as one that
/// catches everything; a filter passes on what it refuses. A <c>finally</c> is followed for each state that enters it, as a function from
/// that state to the one at its end: paths that enter it by different ways leave it by their own.
/// </summary>
internal sealed partial class FlowSolver<T>(ForwardFlow<T> flow, ControlFlowGraph graph, CancellationToken cancellationToken)
    where T : IEquatable<T>
{
    private readonly ForwardFlow<T> _flow = flow;
    private readonly ControlFlowGraph _graph = graph;
    private readonly CancellationToken _cancellationToken = cancellationToken;
    private readonly T?[] _blocks = new T?[graph.Blocks.Length];
    private Dictionary<(int FirstBlock, T Entry), Pass>? _finallies;
    private FlowCaptures? _captures;

    public FlowResult<T> Solve(T entry)
    {
        var whole = new Pass(this, within: null, _blocks);
        whole.Run(first: 0, entry);
        return new FlowResult<T>(_flow, _graph, _blocks, _blocks[_blocks.Length - 1], whole.Thrown);
    }

    /// <summary>
    /// Begins in the middle. Where that is in a <c>finally</c>, nothing is known of how it was entered: it is left by all its ways.
    /// </summary>
    public FlowResult<T> SolveFrom(BasicBlock block, int operation, T state)
    {
        ControlFlowRegion? within = ExceptionRegions.FinallyAround(block.EnclosingRegion);
        Pass pass = PassIn(within);
        pass.RunFrom(block, operation, state);
        while (within is not null)
        {
            Keep(within, pass);
            ControlFlowRegion left = within;
            (T? end, T? thrown) = (pass.End, pass.Thrown);
            within = ExceptionRegions.FinallyAround(left.EnclosingRegion);
            pass = PassIn(within);
            pass.RunAfter(left, end, thrown);
        }

        return new FlowResult<T>(_flow, _graph, _blocks, _blocks[_blocks.Length - 1], pass.Thrown);
    }

    /// <summary>
    /// A variable that is given the value of an expression with branches is captured first: the assignment throws no more than others.
    /// </summary>
    private bool MayThrow(IOperation operation)
        => _flow.MayThrow(operation)
            && !(operation is ISimpleAssignmentOperation { Target: IFlowCaptureReferenceOperation target }
                && ThrowingOperations.IsVariable((_captures ??= FlowCaptures.Of(_graph)).Resolve(target)));

    private static bool IsReached(T? state) => ForwardFlow<T>.IsReached(state);

    /// <summary>The pass through a <c>finally</c> from one state.</summary>
    private Pass Through(ControlFlowRegion @finally, T entry)
    {
        _finallies ??= new Dictionary<(int, T), Pass>();
        (int First, T) key = (@finally.FirstBlockOrdinal, entry);
        if (!_finallies.TryGetValue(key, out Pass pass))
        {
            _finallies.Add(key, pass = PassIn(@finally));
            pass.Run(key.First, entry);
            Keep(@finally, pass);
        }

        return pass;
    }

    private Pass PassIn(ControlFlowRegion? @finally)
        => new(this, @finally, @finally is null ? _blocks : new T?[@finally.LastBlockOrdinal - @finally.FirstBlockOrdinal + 1]);

    private void Keep(ControlFlowRegion @finally, Pass pass)
    {
        for (int i = 0; i < pass.States.Length; i++)
        {
            ref T? known = ref _blocks[@finally.FirstBlockOrdinal + i];
            known = _flow.JoinReached(known, pass.States[i]);
        }
    }
}
