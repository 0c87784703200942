namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Tasks that are known to be complete where they are read: reading their result does not block. Flow-sensitive on the
/// control-flow graph of the member: by access paths, which end where something on the path may have been written.
/// </summary>
internal sealed class CompletedTasks
{
    private static readonly ModelCache<CompletedTasks> Members = new();

    private readonly HashSet<SyntaxNode> _complete = new();
    private readonly Dictionary<SyntaxNode, ISymbol> _startedAgain = new();

    private CompletedTasks()
    {
    }

    /// <summary>
    /// The expression, a task or value task, is complete on every path that leads to it. In members too long to follow (<see
    /// cref="FunctionGraph.LongestMember"/>) every task counts as complete.
    /// </summary>
    public static bool Contains(ExpressionSyntax task, CodeModel model)
    {
        ExpressionSyntax expression = PlaceOf(task);
        if (model.GetOperation(expression) is { } operation
            && CompletionFacts.IsCompleteByItself(CompletionFacts.Strip(operation, model.Types), model.Types))
        {
            return true;
        }

        return MemberAround(expression) is { } member
            && (member.Span.Length > FunctionGraph.LongestMember
                || Of(member, model)._complete.Contains(expression));
    }

    /// <summary>
    /// The local that holds a lazy query, whose tasks have been waited for, and which has started this task anew when it was enumerated
    /// once
    /// more; null where the task is none of those.
    /// </summary>
    public static ISymbol? QueryStartedAgain(ExpressionSyntax task, CodeModel model)
    {
        ExpressionSyntax expression = PlaceOf(task);
        return MemberAround(expression) is { } member && member.Span.Length <= FunctionGraph.LongestMember
            && Of(member, model)._startedAgain.TryGetValue(expression, out ISymbol query) ? query : null;
    }

    /// <summary>
    /// The expression without parentheses and <c>!</c>: compilers differ in which of them the operation of <c>t!</c> stands for.
    /// </summary>
    public static ExpressionSyntax PlaceOf(ExpressionSyntax task) => CallSyntax.WithoutSuppression(task);

    private static SyntaxNode? MemberAround(ExpressionSyntax expression)
        => FunctionSyntax.Enclosing(expression) is { } function ? FunctionSyntax.OutermostEnclosing(function) : null;

    private static CompletedTasks Of(SyntaxNode member, CodeModel model)
        => Members.GetOrAdd(model, member, root => Analyze(root, model));

    private static CompletedTasks Analyze(SyntaxNode member, CodeModel model)
    {
        var result = new CompletedTasks();
        if (FunctionGraph.OfMember(member, model) is { } graph)
        {
            var context = new CompletionContext(graph.OriginalOperation, model);
            new CompletionFlow(member, context, result._complete, result._startedAgain).Analyze(graph);
        }

        return result;
    }
}
