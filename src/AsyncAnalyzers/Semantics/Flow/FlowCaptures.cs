using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>The temporaries of control-flow graphs: what an expression with branches in it has been evaluated to before.</summary>
internal sealed class FlowCaptures
{
    private readonly Dictionary<CaptureId, List<IOperation>> _values = new();
    private readonly List<ControlFlowGraph> _graphs = new();
    private HashSet<CaptureId>? _targets;

    public static FlowCaptures Of(ControlFlowGraph graph)
    {
        var captures = new FlowCaptures();
        captures.Add(graph);
        return captures;
    }

    /// <summary>Notes those of a graph; ids are unique in a member, with all functions in it.</summary>
    public void Add(ControlFlowGraph graph)
    {
        _graphs.Add(graph);
        _targets = null;
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                if (operation is IFlowCaptureOperation capture)
                {
                    if (!_values.TryGetValue(capture.Id, out List<IOperation> values))
                    {
                        _values.Add(capture.Id, values = new List<IOperation>());
                    }

                    values.Add(capture.Value);
                }
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
    public bool IsTarget(CaptureId capture) => (_targets ??= CollectTargets()).Contains(capture);

    private HashSet<CaptureId> CollectTargets()
    {
        var targets = new HashSet<CaptureId>();
        foreach (BasicBlock block in _graphs.SelectMany(static graph => graph.Blocks))
        {
            foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                targets.UnionWith(operation.DescendantsAndSelf().OfType<ISimpleAssignmentOperation>()
                    .Select(static assignment => assignment.Target).OfType<IFlowCaptureReferenceOperation>()
                    .Select(static target => target.Id));
            }
        }

        return targets;
    }
}
