using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>What becomes of a value that a local is given.</summary>
/// <param name="IsRead">Some path, an exceptional one included, leads to a place that reads it.</param>
/// <param name="OverwrittenBy">The declarators and assignments that set the local again on a path that has not read the value, exceptions
/// left aside.</param>
internal readonly record struct ValueFate(bool IsRead, ImmutableArray<SyntaxNode> OverwrittenBy);

/// <summary>
/// Follows a value of a local through the control-flow graph of one function: from where the local is set to where it is read or set again.
/// Locals that other functions touch, or that a ref leads to, are not for this analysis.
/// </summary>
internal sealed class LocalValueFlow : PathSearch
{
    private readonly ILocalSymbol _local;
    private readonly FlowCaptures _captures;
    private readonly List<SyntaxNode> _overwritten = new();
    private bool _isRead;

    private LocalValueFlow(ILocalSymbol local, FlowCaptures captures, bool withExceptions)
        : base(withExceptions) => (_local, _captures) = (local, captures);

    public override bool FollowsExceptionsOut => false;

    /// <summary>
    /// What becomes of the value that the declarator or assignment gives to the local; null where no graph of the function can be made, or
    /// where the write is not in it: it never runs.
    /// </summary>
    public static ValueFate? FateOf(SyntaxNode write, ILocalSymbol local, SyntaxNode function, CodeModel model)
    {
        if (FunctionGraph.Of(function, model) is not { } graph)
        {
            return null;
        }

        FlowCaptures captures = FlowCaptures.Of(graph);
        var plain = new LocalValueFlow(local, captures, withExceptions: false);
        if (plain.Follow(graph, write, model.CancellationToken) is null)
        {
            return null;
        }

        bool isRead = plain._isRead;
        if (!isRead)
        {
            var exceptional = new LocalValueFlow(local, captures, withExceptions: true);
            exceptional.Follow(graph, write, model.CancellationToken);
            isRead = exceptional._isRead;
        }

        return new ValueFate(isRead, plain._overwritten.Distinct().ToImmutableArray());
    }

    protected override bool Passes(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: var target } when IsLocal(_captures.Resolve(target)):
                _overwritten.Add(operation.Syntax);
                return false;
            case ILocalReferenceOperation when IsLocal(operation) && !IsTarget(operation):
                _isRead = true;
                return false;
            default:
                return true;
        }
    }

    private bool IsLocal(IOperation operation)
        => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, _local);

    /// <summary>
    /// The local is assigned to. One that is set from an expression with branches in it is captured as a target first: that reads nothing.
    /// </summary>
    private bool IsTarget(IOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target == reference,
        IFlowCaptureOperation capture => _captures.IsTarget(capture.Id),
        _ => false,
    };
}
