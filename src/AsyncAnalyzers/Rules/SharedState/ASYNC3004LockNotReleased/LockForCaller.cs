namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A function that takes a lock for its caller: <c>await AcquireAsync(); try { … } finally { _lock.Release(); }</c></summary>
internal static class LockForCaller
{
    /// <summary>All callers of the private function release the lock in a <c>finally</c>.</summary>
    /// <param name="function">The function that takes the lock.</param>
    /// <param name="lock">The lock as it is written.</param>
    /// <param name="model">The model of its tree.</param>
    public static bool IsTakenBy(SyntaxNode function, string @lock, CodeModel model)
        => function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            && FunctionSyntax.SymbolOf(function, model) is { } symbol
            && CallersOf.Find(symbol, function, model) is { Count: > 0 } callers
            && callers.All(caller => FunctionSyntax.Enclosing(caller) is { } around && around != function
                && FunctionSyntax.OwnNodes(FunctionSyntax.Body(around) ?? around).Any(node => IsRelease(node, caller, @lock)));

    private static bool IsRelease(SyntaxNode node, SyntaxNode caller, string @lock)
        => node is InvocationExpressionSyntax call && call.SpanStart > caller.Span.End
            && CallSyntax.CalledNameSyntax(call) is { } name && LockCalls.Releases(name.Identifier.ValueText)
            && (CallSyntax.Receiver(name) is { } receiver && OwnMember.TextOf(receiver) == @lock
                || call.ArgumentList.Arguments.Any(argument => OwnMember.TextOf(argument.Expression) == @lock))
            && call.FirstAncestorOrSelf<FinallyClauseSyntax>() is not null;
}
