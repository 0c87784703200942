using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>The states that an analysis has found in a graph.</summary>
/// <remarks>May be kept and read by several rules at once where the analysis has no state of its own.</remarks>
internal sealed class FlowResult<T>(ForwardFlow<T> flow, ControlFlowGraph graph, T?[] blocks, T? exit, T? exceptionalExit)
    where T : IEquatable<T>
{
    private Places? _places;

    /// <summary>The state where the function returns; <c>default</c> where it never does.</summary>
    public T? AtNormalExit { get; } = exit;

    /// <summary>The state of exceptions that leave the function; <c>default</c> where none does, or none is followed.</summary>
    public T? AtExceptionalExit { get; } = exceptionalExit;

    /// <summary>The state at the beginning of a block, on all paths together.</summary>
    public T? AtBlock(int ordinal) => blocks[ordinal];

    /// <summary>
    /// The state in which the operation of this syntax takes effect: its operands are evaluated, its own work is not done. Of a statement,
    /// the state in which it begins. <c>default</c> where no path leads there, and where nothing is evaluated.
    /// </summary>
    public T? At(SyntaxNode place)
    {
        Places places = _places ??= Collect();
        if (places.States.TryGetValue(place, out T state))
        {
            return state;
        }

        SyntaxNode? first = places.InOrder.Find(inner => place.Span.Contains(inner.Span));
        return first is null ? default : places.States[first];
    }

    /// <summary>Evaluates each block that is reached once more: for analyses that note something when all states are final.</summary>
    public void Replay() => Replay(places: null);

    private Places Collect()
    {
        var places = new Places();
        Replay(places);
        return places;
    }

    private void Replay(Places? places)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            T? state = blocks[block.Ordinal];
            foreach (IOperation operation in block.Operations)
            {
                state = Evaluate(operation, state, places);
            }

            if (block.BranchValue is { } value)
            {
                Evaluate(value, state, places);
            }
        }
    }

    private T? Evaluate(IOperation operation, T? state, Places? places)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            state = Evaluate(child, state, places);
        }

        if (!ForwardFlow<T>.IsReached(state))
        {
            return state;
        }

        // A temporary has the syntax of its value; an expression statement and its expression end together.
        if (places is not null && !operation.IsImplicit && operation is not IExpressionStatementOperation)
        {
            if (places.States.TryGetValue(operation.Syntax, out T found))
            {
                places.States[operation.Syntax] = flow.Join(found, state!);
            }
            else
            {
                places.States.Add(operation.Syntax, state!);
                places.InOrder.Add(operation.Syntax);
            }
        }

        return flow.Visit(operation, state!);
    }

    /// <summary>The state at each operation, by its syntax, and the order in which they are evaluated.</summary>
    private sealed class Places
    {
        public Dictionary<SyntaxNode, T> States { get; } = new();

        public List<SyntaxNode> InOrder { get; } = new();
    }
}
