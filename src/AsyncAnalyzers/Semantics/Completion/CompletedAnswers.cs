namespace AsyncAnalyzers.Semantics;

/// <summary>Functions of the compilation whose every answer is a task that is complete when it is handed out.</summary>
internal static class CompletedAnswers
{
    private static readonly ModelCache<bool> Known = new();

    /// <summary>
    /// <c>Task&lt;int&gt; CountAsync() =&gt; Task.FromResult(_count);</c>, or an async function that awaits nothing; none that something may
    /// override.
    /// </summary>
    public static bool AreAllOf(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } method
            && method.ReturnType.IsTaskOrValueTask(model.Types)
            && CalledSource.OfOnly(method, model) is { } source
            && Known.GetOrAdd(model, source.Function, _ => AreAllOf(method, source, model));

    private static bool AreAllOf(IMethodSymbol method, CalledSource source, CodeModel model)
    {
        if (method.IsAsync)
        {
            return !FunctionSyntax.OwnNodes(source.Body).Any(FunctionSyntax.IsAwait)
                && !FunctionSyntax.IsAwait(source.Body);
        }

        bool isAny = false;
        foreach (ExpressionSyntax answer in AnswersOf(source.Body))
        {
            if (source.Model.GetOperation(answer, model.CancellationToken) is not { } operation
                || !CompletionFacts.IsCompleteByItself(CompletionFacts.Strip(operation, model.Types), model.Types))
            {
                return false;
            }

            isAny = true;
        }

        return isAny;
    }

    private static IEnumerable<ExpressionSyntax> AnswersOf(SyntaxNode body)
        => body is ExpressionSyntax expression ? new[] { expression }
            : FunctionSyntax.OwnNodes(body).OfType<ReturnStatementSyntax>().Select(static answer => answer.Expression).OfType<ExpressionSyntax>();
}
