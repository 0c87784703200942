namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// An <c>async void</c> handler of an event by which the process ends: the runtime does not wait for what comes behind its first await.
/// </summary>
/// <param name="Await">The first await that gives the thread away.</param>
/// <param name="Event">The event, as it is called.</param>
internal readonly record struct ProcessEnd(SyntaxNode Await, string Event)
{
    /// <summary>The handler of a process that ends; null for all else.</summary>
    public static ProcessEnd? Of(SyntaxNode function, CodeModel model)
    {
        if (FunctionSyntax.Body(function) is not { } body || !FunctionSyntax.OwnNodes(body).Any(FunctionSyntax.IsAwait)
            || EventOf(function, model) is not { } raised
            || FunctionSyntax.SymbolOf(function, model) is not { IsAsync: true, ReturnsVoid: true }
            || FunctionSyntax.OwnNodes(body).FirstOrDefault(node => FunctionSyntax.IsAwait(node) && !CompletedAwait.Is(node, model))
                is not { } await
            || HandlerContext.CallsOff(body))
        {
            return null;
        }

        return new ProcessEnd(await, raised);
    }

    private static string? EventOf(SyntaxNode function, CodeModel model)
        => function is AnonymousFunctionExpressionSyntax lambda ? HandlerContext.ProcessEndOf(lambda, model)
            : FunctionSyntax.SymbolOf(function, model) is { } method && EventSubscriptions.MaySubscribe(method.Name, model)
                ? HandlerContext.ProcessEndOf(method, model)
                : null;
}
