using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>What becomes of a value that a local is given.</summary>
/// <param name="IsRead">Some path, an exceptional one included, leads to a place that reads it.</param>
/// <param name="OverwrittenBy">The declarators and assignments that set the local again on a path that has not read the value, exceptions
/// left aside.</param>
internal readonly record struct ValueFate(bool IsRead, ImmutableArray<SyntaxNode> OverwrittenBy);

/// <summary>
/// Follows the values of locals through the control-flow graph of one function: from where a local is set to where it is read or set again.
/// Locals that other functions touch, or that a ref leads to, are not for this analysis.
/// </summary>
internal sealed class LocalValueFlow
{
    private static readonly ModelCache<LocalValueFlow?> Functions = new();

    private readonly ControlFlowGraph _graph;
    private readonly Dictionary<CaptureId, ILocalSymbol> _targets = new();
    private readonly Dictionary<ISymbol, Dictionary<int, List<Event>>> _events = new(SymbolEqualityComparer.Default);

    private LocalValueFlow(ControlFlowGraph graph)
    {
        _graph = graph;
        List<(BasicBlock Block, IOperation Operation)> operations = graph.Blocks
            .SelectMany(block => (block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations).Select(operation
                => (block, operation))).ToList();
        CollectTargets(operations.Select(place => place.Operation));
        foreach ((BasicBlock block, IOperation operation) in operations)
        {
            Visit(operation, block.Ordinal);
        }
    }

    /// <summary>The flow in a function; null where no graph of it can be made.</summary>
    public static LocalValueFlow? Of(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
        => Functions.GetOrAdd(model, function, node
            => FunctionGraph.Of(node, model, cancellationToken) is { } graph ? new LocalValueFlow(graph) : null);

    /// <summary>
    /// What becomes of the value that the declarator or assignment gives to the local; null where it is not in the graph: it never runs.
    /// </summary>
    public ValueFate? FateOf(SyntaxNode write, ILocalSymbol local)
    {
        if (!_events.TryGetValue(local, out Dictionary<int, List<Event>> events))
        {
            return null;
        }

        foreach (KeyValuePair<int, List<Event>> block in events)
        {
            int index = block.Value.FindIndex(found => found.IsWrite && found.Syntax == write);
            if (index >= 0)
            {
                var overwritten = ImmutableArray.CreateBuilder<SyntaxNode>();
                bool isRead = Follow(events, block.Key, index + 1, withExceptions: false, overwritten)
                    || Follow(events, block.Key, index + 1, withExceptions: true, ImmutableArray.CreateBuilder<SyntaxNode>());
                return new ValueFate(isRead, overwritten.Distinct().ToImmutableArray());
            }
        }

        return null;
    }

    /// <summary>Follows all paths from a place in a block until they read or set the local; true where one reads it.</summary>
    private bool Follow(
        Dictionary<int, List<Event>> events, int start, int startIndex, bool withExceptions, ImmutableArray<SyntaxNode>.Builder overwritten)
    {
        var seen = new HashSet<int>();
        var work = new Stack<(int Block, int Index)>();
        work.Push((start, startIndex));
        bool isRead = false;
        while (work.Count > 0)
        {
            (int number, int index) = work.Pop();
            BasicBlock block = _graph.Blocks[number];
            if (withExceptions)
            {
                foreach (int handler in HandlersOf(block))
                {
                    Enter(handler);
                }
            }

            if (events.TryGetValue(number, out List<Event> own) && index < own.Count)
            {
                isRead |= !own[index].IsWrite;
                if (own[index].IsWrite)
                {
                    overwritten.Add(own[index].Syntax);
                }

                continue;
            }

            Go(block.FallThroughSuccessor);
            Go(block.ConditionalSuccessor);
        }

        return isRead;

        void Go(ControlFlowBranch? branch)
        {
            if (branch is null)
            {
                return;
            }

            foreach (ControlFlowRegion @finally in branch.FinallyRegions)
            {
                if (Enumerable.Range(@finally.FirstBlockOrdinal, @finally.LastBlockOrdinal - @finally.FirstBlockOrdinal + 1)
                    .Any(number => events.TryGetValue(number, out List<Event> inside) && inside.Any(found => !found.IsWrite)))
                {
                    isRead = true;
                    return;
                }
            }

            if (branch.Destination is { } destination)
            {
                Enter(destination.Ordinal);
            }
        }

        void Enter(int number)
        {
            if (seen.Add(number))
            {
                work.Push((number, 0));
            }
        }
    }

    private static IEnumerable<int> HandlersOf(BasicBlock block)
    {
        for (ControlFlowRegion? region =
            block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } @try })
            {
                foreach (ControlFlowRegion handler in @try.NestedRegions)
                {
                    if (handler != region)
                    {
                        yield return handler.FirstBlockOrdinal;
                    }
                }
            }
        }
    }

    /// <summary>A local that is set from an expression with branches in it is captured as a target first: that reads nothing.</summary>
    private void CollectTargets(IEnumerable<IOperation> operations)
    {
        var captures = new Dictionary<CaptureId, ILocalSymbol>();
        foreach (IOperation operation in operations)
        {
            if (operation is IFlowCaptureOperation { Value: ILocalReferenceOperation { Local: { } local } } capture)
            {
                captures[capture.Id] = local;
            }

            foreach (ISimpleAssignmentOperation assignment in operation.DescendantsAndSelf().OfType<ISimpleAssignmentOperation>())
            {
                if (assignment.Target is IFlowCaptureReferenceOperation target
                    && captures.TryGetValue(target.Id, out ILocalSymbol captured))
                {
                    _targets[target.Id] = captured;
                }
            }
        }
    }

    /// <summary>Notes what an operation does with locals in the order in which it is done: children first.</summary>
    private void Visit(IOperation operation, int block)
    {
        switch (operation)
        {
            case IFlowCaptureOperation { Value: ILocalReferenceOperation } capture when _targets.ContainsKey(capture.Id):
                return;
            case ISimpleAssignmentOperation assignment when LocalOf(assignment.Target) is { } written && !written.IsRef:
                Visit(assignment.Value, block);
                Add(written, block, new Event(IsWrite: true, assignment.Syntax));
                return;
            case ILocalReferenceOperation or IFlowCaptureReferenceOperation when LocalOf(operation) is { } read:
                Add(read, block, new Event(IsWrite: false, operation.Syntax));
                return;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            Visit(child, block);
        }
    }

    private ILocalSymbol? LocalOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IFlowCaptureReferenceOperation capture => _targets.TryGetValue(capture.Id, out ILocalSymbol local) ? local : null,
        _ => null,
    };

    private void Add(ILocalSymbol local, int block, Event found)
    {
        if (!_events.TryGetValue(local, out Dictionary<int, List<Event>> blocks))
        {
            _events.Add(local, blocks = new Dictionary<int, List<Event>>());
        }

        if (!blocks.TryGetValue(block, out List<Event> events))
        {
            blocks.Add(block, events = new List<Event>());
        }

        events.Add(found);
    }

    private readonly record struct Event(bool IsWrite, SyntaxNode Syntax);
}
