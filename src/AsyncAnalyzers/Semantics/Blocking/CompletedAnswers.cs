namespace AsyncAnalyzers.Semantics;

/// <summary>Functions of the compilation whose every answer is a task that is complete when it is handed out.</summary>
internal static class CompletedAnswers
{
    private static readonly ModelCache<bool> Known = new();

    /// <summary>
    /// <c>Task&lt;int&gt; CountAsync() =&gt; Task.FromResult(_count);</c>, or an async function that awaits nothing; none that something
    /// may override.
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
            // One that blocks itself is to await some day.
            return !FunctionSyntax.OwnNodes(source.Body).Prepend(source.Body).Any(static node
                => FunctionSyntax.IsAwait(node)
                    || (node is SimpleNameSyntax { Identifier.ValueText: var name } && BlockingWait.Names.Contains(name)));
        }

        bool isAny = false;
        foreach (ExpressionSyntax answer in AnswersOf(source.Body))
        {
            // Nothing is known of what stands in for an answer: null, default.
            if (source.Model.GetOperation(answer, model.CancellationToken) is not { } operation
                || CompletionFacts.Strip(operation, model.Types) is not
                    { Kind: not (OperationKind.DefaultValue or OperationKind.Literal) } made
                || !CompletionFacts.IsCompleteByItself(made, model.Types))
            {
                return false;
            }

            isAny = true;
        }

        return isAny;
    }

    private static IEnumerable<ExpressionSyntax> AnswersOf(SyntaxNode body)
        => body is ExpressionSyntax expression ? new[] { expression }
            : FunctionSyntax.OwnNodes(body).OfType<ReturnStatementSyntax>().Select(static answer => answer.Expression)
                .OfType<ExpressionSyntax>();
}
