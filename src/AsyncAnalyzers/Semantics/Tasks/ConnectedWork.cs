namespace AsyncAnalyzers.Semantics;

/// <summary>Work that goes on as long as a connection does: whoever awaited its task would wait for the end of all.</summary>
internal static class ConnectedWork
{
    private static readonly string[] Endings = { "Stop", "Close", "Dispose", "Shutdown", "Disconnect", "Abort" };

    /// <summary>
    /// <c>client.ConnectAsync(); …; client.Disconnect();</c> The function closes later what it has connected, and looks at it between.
    /// </summary>
    public static bool IsClosedLater(InvocationExpressionSyntax maker, SyntaxNode function)
        => CallSyntax.CalledName(maker) is { } name
            && NameWords.Of(name).FirstOrDefault() is "Connect" or "Run" or "Listen" or "Serve" or "Accept"
            && maker.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var connected } }
            && FunctionSyntax.Body(function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Expression: IdentifierNameSyntax { Identifier.ValueText: var closed }, Name.Identifier.ValueText: var ending
                }
            } && closed == connected && node.SpanStart > maker.Span.End
                && Array.Exists(Endings, verb => ending.StartsWith(verb, StringComparison.Ordinal)));

    /// <summary>
    /// The method ends with a loop over what arrives, in another function: <c>await Task.WhenAll(ReadLoop(), …)</c>, or the task of that.
    /// </summary>
    public static bool EndsWithLoop(IMethodSymbol method, CodeModel model)
    {
        if (CalledSource.OfOnly(method, model) is not { } source
            || (method.IsAsync ? LastAwaited(source.Body) : OnlyReturned(source.Body)) is not InvocationExpressionSyntax last)
        {
            return false;
        }

        CodeModel there = CodeModel.Of(source.Model, model.CancellationToken);
        return CallSyntax.CalledName(last) is "WhenAll" or "WhenAny"
            ? last.ArgumentList.Arguments.Any(argument => argument.Expression is InvocationExpressionSyntax part && Receives(part, there))
            : Receives(last, there);
    }

    private static ExpressionSyntax? OnlyReturned(SyntaxNode body)
        => FunctionSyntax.ReturnedBy(body).Take(2).ToArray() is { Length: 1 } returned
            ? CallSyntax.WithoutConfiguration(returned[0])
            : null;

    private static ExpressionSyntax? LastAwaited(SyntaxNode body) => (body as BlockSyntax)?.Statements.LastOrDefault() switch
    {
        ExpressionStatementSyntax { Expression: AwaitExpressionSyntax await } => CallSyntax.WithoutConfiguration(await.Expression),
        ReturnStatementSyntax { Expression: AwaitExpressionSyntax await } => CallSyntax.WithoutConfiguration(await.Expression),
        _ => null,
    };

    private static bool Receives(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } method && CalledSource.OfOnly(method, model) is { } source
            && FunctionSyntax.OwnNodes(source.Body).Any(static node => node switch
            {
                WhileStatementSyntax loop => AwaitsArrival(loop),
                DoStatementSyntax loop => AwaitsArrival(loop),
                ForStatementSyntax { Condition: null } loop => AwaitsArrival(loop),
                CommonForEachStatementSyntax loop => FunctionSyntax.IsAwait(loop),
                _ => false,
            });

    private static bool AwaitsArrival(StatementSyntax loop)
        => FunctionSyntax.OwnNodes(loop).Any(static node => node is AwaitExpressionSyntax await
            && CallSyntax.WithoutConfiguration(await.Expression) is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { } name
            && NameWords.Of(name).FirstOrDefault() is "Read" or "Receive" or "Accept" or "Wait" or "Dequeue");
}
