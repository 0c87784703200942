namespace AsyncAnalyzers.Semantics;

/// <summary>The awaiter of a task that is kept in a local: <c>var awaiter = task.GetAwaiter(); …; awaiter.GetResult()</c>.</summary>
internal static class StoredAwaiter
{
    /// <summary>
    /// The local is declared in the function that asks it for its result. Not where a continuation is registered with it: that code
    /// knows how an awaiter is used, and waits for the continuation first.
    /// </summary>
    public static bool IsWaitedOn(IdentifierNameSyntax awaiter, CodeModel model)
        => FunctionSyntax.Enclosing(awaiter) is { } function
            && LocalOf(awaiter, model) is { } local
            && model.SyntaxOf(local) is { } declaration
            && FunctionSyntax.Enclosing(declaration) == function
            && !function.Descendants().OfType<InvocationExpressionSyntax>().Any(call
                => CallSyntax.CalledNameSyntax(call) is { Identifier.ValueText: "OnCompleted" or "UnsafeOnCompleted" } name
                    && CallSyntax.Receiver(name) is IdentifierNameSyntax { Identifier.ValueText: var registered }
                    && registered == local.Name);

    /// <summary>
    /// The task whose awaiter the local holds, with <c>ConfigureAwait</c>; null where it is set elsewhere than in its declaration.
    /// </summary>
    public static ExpressionSyntax? TaskOf(IdentifierNameSyntax awaiter, CodeModel model)
        => LocalOf(awaiter, model) is { } local
            && model.SyntaxOf(local) is VariableDeclaratorSyntax declarator
            && declarator.Initializer?.Value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            && access.Name.Identifier.ValueText == "GetAwaiter" && call.ArgumentList.Arguments.Count == 0
            && !LocalAssignments.Of(declarator, model).Any()
                ? access.Expression
                : null;

    private static ILocalSymbol? LocalOf(IdentifierNameSyntax awaiter, CodeModel model)
        => model.SymbolOf(awaiter) as ILocalSymbol;
}
