using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>The temporaries of control-flow graphs: what an expression with branches in it has been evaluated to before.</summary>
internal sealed class FlowCaptures
{
    private readonly Dictionary<CaptureId, List<IOperation>> _values = new();
    private readonly HashSet<CaptureId> _targets = new();

    public static FlowCaptures Of(ControlFlowGraph graph)
    {
        var captures = new FlowCaptures();
        captures.Add(graph);
        return captures;
    }

    /// <summary>Notes those of a graph; ids are unique in a member, with all functions in it.</summary>
    public void Add(ControlFlowGraph graph)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                Add(operation);
            }

            if (block.BranchValue is { } value)
            {
                Add(value);
            }
        }
    }

    /// <summary>The values that a temporary is given, each on a path of its own.</summary>
    public IReadOnlyList<IOperation> ValuesOf(CaptureId capture)
        => _values.TryGetValue(capture, out List<IOperation> values) ? values : Array.Empty<IOperation>();

    /// <summary>What the operation stands for: the value of a temporary that has one, else itself.</summary>
    public IOperation Resolve(IOperation operation)
    {
        while (operation is IFlowCaptureReferenceOperation capture && ValuesOf(capture.Id) is { Count: 1 } values)
        {
            operation = values[0];
        }

        return operation;
    }

    /// <summary>The temporary names a place that is assigned to: nothing is read when it is made.</summary>
    public bool IsTarget(CaptureId capture) => _targets.Contains(capture);

    private void Add(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            Add(child);
        }

        switch (operation)
        {
            case IFlowCaptureOperation capture:
                if (!_values.TryGetValue(capture.Id, out List<IOperation> values))
                {
                    _values.Add(capture.Id, values = new List<IOperation>());
                }

                values.Add(capture.Value);
                break;
            case ISimpleAssignmentOperation { Target: IFlowCaptureReferenceOperation target }:
                _targets.Add(target.Id);
                break;
        }
    }
}
