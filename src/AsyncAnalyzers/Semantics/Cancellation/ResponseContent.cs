namespace AsyncAnalyzers.Semantics;

/// <summary>Whether the content of an answer has arrived when it is read.</summary>
internal static class ResponseContent
{
    /// <summary>
    /// <c>var r = await client.PostAsync(…); await r.Content.ReadAsStringAsync();</c> The first call has waited for all of the content,
    /// unless it was told to wait for the headers only: then false. Null where the request is not in sight.
    /// </summary>
    /// <param name="content">What is read: <c>r.Content</c>.</param>
    /// <param name="model">The model of its tree.</param>
    public static bool? IsBuffered(ExpressionSyntax? content, CodeModel model)
    {
        if (content is IdentifierNameSyntax kept && model.SymbolOf(kept) is ILocalSymbol variable)
        {
            content = LocalAssignments.OnlyValueOf(variable, model);
        }

        if (content is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content", Expression: var response })
        {
            return null;
        }

        response = CallSyntax.WithoutCasts(response);
        if (response is AwaitExpressionSyntax)
        {
            return IsBufferedBy(response, model);
        }

        if (response is not IdentifierNameSyntax name || FunctionSyntax.Enclosing(name) is not { } function
            || model.SymbolOf(name) is not ILocalSymbol local)
        {
            return null;
        }

        bool? isBuffered = null;
        foreach (ExpressionSyntax value in ValuesOf(local.Name, function))
        {
            if (IsBufferedBy(value, model) is not { } one || (isBuffered is not null && isBuffered != one))
            {
                return null;
            }

            isBuffered = one;
        }

        return isBuffered;
    }

    /// <summary>All that a function sets the local to, by its name; not null, which nobody reads.</summary>
    private static IEnumerable<ExpressionSyntax> ValuesOf(string local, SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function).Descendants().Select(node => node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } variable when variable.Identifier.ValueText == local => value,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment when name.Identifier.ValueText == local
                => assignment.Right,
            _ => null,
        }).OfType<ExpressionSyntax>()
            .Where(static value => !CallSyntax.WithoutCasts(value).IsKind(SyntaxKind.NullLiteralExpression));

    private static bool? IsBufferedBy(ExpressionSyntax value, CodeModel model)
    {
        if (CallSyntax.WithoutCasts(value) is not AwaitExpressionSyntax awaited
            || CallSyntax.WithoutConfiguration(awaited.Expression) is not InvocationExpressionSyntax request
            || CallSyntax.CalledName(request) is not ("GetAsync" or "PostAsync" or "PutAsync" or "DeleteAsync" or "PatchAsync"
                or "SendAsync" or "PostAsJsonAsync" or "PutAsJsonAsync" or "PatchAsJsonAsync"))
        {
            return null;
        }

        if (CallSyntax.MethodOf(request, model) is not { } method)
        {
            // A client of a library that is not there.
            return IsNamedClient(request) && !Names(request, "ResponseHeadersRead") ? true : null;
        }

        if ((method.ReducedFrom ?? method).ContainingType.Name is not ("HttpClient" or "HttpClientJsonExtensions"))
        {
            return null;
        }

        return Names(request, "ResponseHeadersRead") ? false
            : Names(request, "ResponseContentRead")
                || !method.Parameters.Any(static parameter => parameter.Type.Name == "HttpCompletionOption") ? true
            : null;
    }

    private static bool IsNamedClient(InvocationExpressionSyntax request)
        => (request.Expression as MemberAccessExpressionSyntax)?.Expression switch
        {
            IdentifierNameSyntax name => IsNamedClient(name),
            MemberAccessExpressionSyntax { Name: var name } => IsNamedClient(name),
            _ => false,
        };

    private static bool IsNamedClient(SimpleNameSyntax name)
        => name.Identifier.ValueText.EndsWith("HttpClient", StringComparison.OrdinalIgnoreCase);

    private static bool Names(InvocationExpressionSyntax request, string option)
        => request.ArgumentList.Descendants().Any(node => node is SimpleNameSyntax name && name.Identifier.ValueText == option);
}
