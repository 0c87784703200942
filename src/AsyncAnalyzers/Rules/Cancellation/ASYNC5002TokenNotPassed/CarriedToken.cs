namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Whether a call has the token already: in its receiver, in an argument, or in what one of them was made with.</summary>
internal static class CarriedToken
{
    public static bool IsIn(ExpressionSyntax call, SyntaxNode function, TokenAtHand token, CodeModel model)
        => token.Origin is TokenOrigin.Context or TokenOrigin.Request
            ? HasContext(call, function, token.Root, model)
            : HasToken(call, function, token.Root, model);

    private static bool HasToken(ExpressionSyntax call, SyntaxNode function, string token, CodeModel model)
    {
        foreach (SyntaxNode node in call.DescendantsAndSelf(static node => node is not AwaitExpressionSyntax))
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: var name }
                && (name == token
                    || (name.Length > 0 && char.IsLower(name[0]) && LocalValues.In(function, model).IsMadeWith(name, token))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The object itself is handed over, or asked to do the work: it has its token. What is read from it, such as an id, has not, nor has a
    /// service that it only gives access to.
    /// </summary>
    private static bool HasContext(ExpressionSyntax call, SyntaxNode function, string context, CodeModel model)
    {
        if (HandsOver(call, context) || (IsPartOf(CallSyntax.LeftmostOf(call), context) && !IsLookUp(call)))
        {
            return true;
        }

        LocalValues? locals = null;
        foreach (SyntaxNode node in call.DescendantsAndSelf(static node => node is not AwaitExpressionSyntax))
        {
            if (node is not IdentifierNameSyntax { Identifier.ValueText: { Length: > 0 } name } || !char.IsLower(name[0]))
            {
                continue;
            }

            bool isReceiver = CallSyntax.LeftmostOf(call) == node;
            foreach (ExpressionSyntax value in (locals ??= LocalValues.In(function, model)).Of(name))
            {
                if (HandsOver(value, context) || (isReceiver && IsPartOf(CallSyntax.LeftmostOf(Task(value)), context) && !IsLookUp(value)))
                {
                    return true;
                }
            }
        }

        return false;

        static ExpressionSyntax Task(ExpressionSyntax value) => value is AwaitExpressionSyntax await ? await.Expression : value;
    }

    /// <summary>The bare context, or its token, is an argument.</summary>
    private static bool HandsOver(ExpressionSyntax code, string context)
        => code.DescendantsAndSelf(static node => node is not AwaitExpressionSyntax).Any(node
            => node is IdentifierNameSyntax name && name.Identifier.ValueText == context
                && (CallSyntax.WithCasts(name).Parent is ArgumentSyntax or AssignmentExpressionSyntax or EqualsValueClauseSyntax
                    || (name.Parent is MemberAccessExpressionSyntax access && access.Expression == name && access.Parent is ArgumentSyntax
                        && access.Name.Identifier.ValueText is var member
                        && (member.EndsWith("Token", StringComparison.Ordinal) || member.EndsWith("Aborted", StringComparison.Ordinal)))));

    private static bool IsPartOf(ExpressionSyntax root, string context)
        => root is IdentifierNameSyntax name
            && (name.Identifier.ValueText == context || (context == "HttpContext" && name.Identifier.ValueText is "Request" or "Response"));

    /// <summary><c>context.RequestServices.GetRequiredService&lt;IStore&gt;()</c>.</summary>
    private static bool IsLookUp(ExpressionSyntax code)
        => code.DescendantsAndSelf().Any(static node => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
            && (name.StartsWith("Resolve", StringComparison.Ordinal)
                || (name.StartsWith("Get", StringComparison.Ordinal) && name.EndsWith("Service", StringComparison.Ordinal))));
}
