namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Gives a private method a parameter for the token: its callers pass theirs, and its waits are given it.</summary>
internal static class AddedParameter
{
    /// <summary>
    /// The tree with the parameter; null where the method is looked up by its name, its documentation lists its parameters, or the call
    /// cannot be given the token.
    /// </summary>
    public static async Task<SyntaxNode?> ToAsync(TokenlessMethod method, RepairRequest request, CancellationToken cancellationToken)
    {
        MethodDeclarationSyntax declaration = method.Declaration;
        if (request.Model.GetDeclaredSymbol(declaration, cancellationToken) is not { } symbol
            || declaration.GetLeadingTrivia().ToString().Contains("<param ")
            || !await NamesInStrings.AreFreeAsync(request.Document.Project.Solution, new[] { symbol }, cancellationToken)
                .ConfigureAwait(false))
        {
            return null;
        }

        string token = FreeNames.Numbered("cancellationToken", FreeNames.UsedIn(declaration).Contains);
        var passings = new Dictionary<SyntaxNode, (TokenPassing Passing, string Token)>();
        foreach (InvocationExpressionSyntax call in FunctionSyntax.OwnNodes(declaration).OfType<InvocationExpressionSyntax>())
        {
            if (OmittedToken.Find(call, request.ModelFor(cancellationToken)) is { Below: not null } omitted
                && TokenPassing.Of(call, omitted.Parameter, request.ModelFor(cancellationToken)) is { } passing)
            {
                passings.Add(call, (passing, token));
            }
        }

        if (!passings.ContainsKey(request.Node))
        {
            return null;
        }

        foreach ((InvocationExpressionSyntax call, TokenAtHand? own) in method.Callers)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
            bool isByPlace = arguments.Count == symbol.Parameters.Length && arguments.All(static argument => argument.NameColon is null);
            passings[call] = (new TokenPassing(arguments.Count, isByPlace ? null : token), own?.Expression ?? token);
        }

        ParameterSyntax added = Parameter(Identifier(token))
            .WithType(AsyncEdit.TypeName(request, request.Types.CancellationToken!).WithTrailingTrivia(Space));
        if (symbol.Parameters.Any(static parameter => parameter.IsOptional))
        {
            added = added.WithDefault(EqualsValueClause(
                Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)),
                LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        }

        ParameterListSyntax list = declaration.ParameterList;
        return request.Root.ReplaceNodes(
            passings.Keys.Append(list),
            (original, rewritten) => original == list
                ? list.WithParameters(ListItem.Insert(list.Parameters, list.Parameters.Count, added))
                : passings[original].Passing.Apply((InvocationExpressionSyntax)rewritten, passings[original].Token));
    }
}
