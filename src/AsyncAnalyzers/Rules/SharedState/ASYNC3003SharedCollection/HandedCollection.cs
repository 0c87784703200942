namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A collection that a parallel loop hands to the function that changes it: <c>url => LoadAsync(url, results)</c>, where
/// <c>results</c> is the same for all runs.
/// </summary>
internal static class HandedCollection
{
    /// <summary>What the started function gives for the parameter that is changed; null for all else, and for what is its own.</summary>
    /// <param name="changed">What is changed.</param>
    /// <param name="body">The code that changes it.</param>
    public static ExpressionSyntax? GivenFor(ExpressionSyntax changed, ConcurrentBody body)
    {
        if (body.CalledAt is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments }
            || changed is not IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            return null;
        }

        SeparatedSyntaxList<ParameterSyntax> parameters = body.Function switch
        {
            MethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
            _ => default,
        };
        int ordinal = parameters.IndexOf(parameter => parameter.Identifier.ValueText == name);
        return ordinal >= 0 && !parameters[ordinal].Modifiers.Any()
            && !LocalAssignmentsIn(body).Contains(name)
            && GivenArgument.For(name, ordinal, arguments) is { } given
            && CallSyntax.LeftmostOf(given) is ThisExpressionSyntax or IdentifierNameSyntax
            && !(CallSyntax.LeftmostOf(given) is IdentifierNameSyntax root && NamesOfStarted(body).Contains(root.Identifier.ValueText))
                ? given
                : null;
    }

    private static HashSet<string> NamesOfStarted(ConcurrentBody body)
        => new ConcurrentBody(body.Started, FunctionSyntax.Body(body.Started) ?? body.Started, body.Started, null).OwnNames();

    /// <summary>What the function sets to something else: <c>results = new();</c></summary>
    private static IEnumerable<string> LocalAssignmentsIn(ConcurrentBody body)
        => FunctionSyntax.OwnNodes(body.Body).OfType<AssignmentExpressionSyntax>().Select(static one => one.Left)
            .OfType<IdentifierNameSyntax>().Select(static one => one.Identifier.ValueText);
}
