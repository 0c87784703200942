namespace AsyncAnalyzers.Semantics;

/// <summary>Whether the content of an answer has arrived when it is read.</summary>
internal static class ResponseContent
{
    /// <summary>How many lambdas and methods may stand around the request.</summary>
    private const int MaximumDepth = 2;

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
        => CallSyntax.WithoutCasts(value) is AwaitExpressionSyntax { Expression: var awaited }
            ? IsBufferedAnswer(awaited, MaximumDepth, model)
            : null;

    private static bool? IsBufferedAnswer(ExpressionSyntax task, int depth, CodeModel model)
    {
        if (CallSyntax.WithoutConfiguration(task) is not InvocationExpressionSyntax request)
        {
            return null;
        }

        if (CallSyntax.CalledName(request) is "GetAsync" or "PostAsync" or "PutAsync" or "DeleteAsync" or "PatchAsync"
            or "SendAsync" or "PostAsJsonAsync" or "PutAsJsonAsync" or "PatchAsJsonAsync")
        {
            IMethodSymbol? method = CallSyntax.MethodOf(request, model);
            if (method is null)
            {
                // A client of a library that is not there.
                return IsNamedClient(request) && !Names(request, "ResponseHeadersRead") ? true : null;
            }

            if ((method.ReducedFrom ?? method).ContainingType.Name is "HttpClient" or "HttpClientJsonExtensions")
            {
                return Names(request, "ResponseHeadersRead") ? false
                    : Names(request, "ResponseContentRead")
                        || !method.Parameters.Any(static parameter => parameter.Type.Name == "HttpCompletionOption") ? true
                    : null;
            }
        }

        return depth == 0 ? null : IsBufferedBehind(request, depth - 1, model);
    }

    /// <summary>
    /// <c>pipeline.ExecuteAsync(async t => await client.SendAsync(request, t))</c>, or a method of one's own: it hands on the answer that
    /// the lambda or the method returns.
    /// </summary>
    private static bool? IsBufferedBehind(InvocationExpressionSyntax request, int depth, CodeModel model)
    {
        AnonymousFunctionExpressionSyntax[] work = request.ArgumentList.Arguments.Select(static argument => argument.Expression)
            .OfType<AnonymousFunctionExpressionSyntax>().ToArray();
        if (work.Length == 1)
        {
            return AreBuffered(work[0], work[0].Body, depth, model);
        }

        return work.Length == 0 && CallSyntax.MethodOf(request, model) is { } method && CalledSource.OfOnly(method, model) is { } called
            ? AreBuffered(called.Function, called.Body, depth, model.With(called.Model))
            : null;
    }

    /// <summary>All answers that the function returns are alike.</summary>
    private static bool? AreBuffered(SyntaxNode function, SyntaxNode body, int depth, CodeModel model)
    {
        bool? are = null;
        bool isAsync = FunctionSyntax.IsAsync(function);
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
        {
            ExpressionSyntax? task = !isAsync ? returned
                : CallSyntax.WithoutCasts(returned) is AwaitExpressionSyntax { Expression: var awaited } ? awaited
                : null;
            if (task is null || IsBufferedAnswer(task, depth, model) is not { } one || (are is not null && are != one))
            {
                return null;
            }

            are = one;
        }

        return are;
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
