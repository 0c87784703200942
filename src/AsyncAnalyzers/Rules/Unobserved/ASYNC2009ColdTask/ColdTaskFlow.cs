using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Follows a task in a local from its creation: not started on any path, or maybe started, by somebody out of sight too.</summary>
internal sealed class ColdTaskFlow : ForwardFlow<ulong>
{
    private const ulong Cold = 1;
    private const ulong MayRun = 2;

    private readonly VariableDeclaratorSyntax _local;
    private readonly HashSet<SyntaxNode> _begins;
    private readonly List<SyntaxNode> _captured;

    private ColdTaskFlow(VariableDeclaratorSyntax local, HashSet<SyntaxNode> begins, List<SyntaxNode> captured)
        => (_local, _begins, _captured) = (local, begins, captured);

    public override bool FollowsExceptionsOut => false;

    /// <summary>One of the waits comes before the task is started, on whatever path it is reached.</summary>
    /// <param name="local">The local, which nothing else is assigned to.</param>
    /// <param name="waits">Its mentions that wait for the task.</param>
    /// <param name="begins">Its mentions from which on it may run.</param>
    /// <param name="captured">Its mentions in other functions: from where those are made, they may start it.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool IsAwaitedBefore(
        VariableDeclaratorSyntax local,
        IEnumerable<SyntaxNode> waits,
        IEnumerable<SyntaxNode> begins,
        IEnumerable<SyntaxNode> captured,
        CodeModel model)
    {
        List<SyntaxNode> inFunctions = captured.ToList();
        if (FunctionSyntax.Enclosing(local) is not { } function
            || inFunctions.Any(mention => FunctionSyntax.Enclosing(mention) is LocalFunctionStatementSyntax)
            || FunctionGraph.Of(function, model) is not { } graph)
        {
            return false;
        }

        var flow = new ColdTaskFlow(local, new HashSet<SyntaxNode>(begins), inFunctions);
        FlowResult<ulong> result = flow.Solve(graph, Cold, model.CancellationToken);
        return waits.Any(wait => result.At(wait) == Cold);
    }

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong before) => operation switch
    {
        // Made anew, in a loop.
        ISimpleAssignmentOperation when operation.Syntax == _local => Cold,
        ILocalReferenceOperation when _begins.Contains(operation.Syntax) => MayRun,
        IFlowAnonymousFunctionOperation when _captured.Exists(mention => operation.Syntax.Span.Contains(mention.Span)) => MayRun,
        _ => before,
    };
}
