namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>void Subscribe(Handler handler, CancellationToken token) { …; token.Register(() => _handlers.Remove(handler)); }</c> The token is
/// how the caller ends the subscription: the registration lives as long as that, and no longer.
/// </summary>
internal static class TokenSubscription
{
    /// <summary>By the name of a function that waits for nothing, and by what the callback takes back.</summary>
    public static bool Is(InvocationExpressionSyntax register, SyntaxNode function)
        => function is MethodDeclarationSyntax { Identifier.ValueText: var name, ParameterList.Parameters: var parameters }
            && !FunctionSyntax.IsAsync(function)
            && register.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var token } }
            && parameters.Any(parameter => parameter.Identifier.ValueText == token)
            && NameWords.Of(name).Exists(static word => word is "Subscribe" or "Watch" or "Observe" or "Listen" or "Attach" or "Hook")
            && register.ArgumentList.Descendants().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: var called } named
                && (CallSyntax.InvocationOf(named) is not null || node.Parent is ArgumentSyntax)
                && (WorkNames.KindsOf(called) & (WorkKinds.Undo | WorkKinds.Removal)) != 0);
}
