namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Tasks that are known to be complete where they are read: reading their result does not block. Flow-sensitive on the
/// control-flow graph of the member: by access paths, which end where something on the path may have been written.
/// </summary>
internal sealed class CompletedTasks
{
    private static readonly ModelCache<CompletedTasks> Members = new();

    private readonly HashSet<SyntaxNode> _complete = new();

    private CompletedTasks()
    {
    }

    /// <summary>The expression, a task or value task, is complete on every path that leads to it. In members too long to follow (<see cref="FunctionGraph.LongestMember"/>) every task counts as complete.</summary>
    public static bool Contains(ExpressionSyntax task, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        ExpressionSyntax expression = CallSyntax.WalkDownParentheses(task);
        if (model.GetOperation(expression, cancellationToken) is { } operation && CompletionFacts.IsCompleteByItself(CompletionFacts.Strip(operation, types), types))
        {
            return true;
        }

        if (FunctionSyntax.Enclosing(expression) is not { } function || FunctionSyntax.OutermostEnclosing(function) is not { } member)
        {
            return false;
        }

        if (member.Span.Length > FunctionGraph.LongestMember)
        {
            return true;
        }

        CompletedTasks analysis = Members.GetOrAdd(model, member, root => Analyze(root, model, types, cancellationToken));
        return analysis._complete.Contains(expression);
    }

    private static CompletedTasks Analyze(SyntaxNode member, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        var result = new CompletedTasks();
        if (FunctionGraph.OfMember(member, model, cancellationToken) is { } graph)
        {
            var context = new CompletionContext(graph.OriginalOperation, model, types, cancellationToken);
            new CompletionFlow(member, context, result._complete).Analyze(graph);
        }

        return result;
    }
}
