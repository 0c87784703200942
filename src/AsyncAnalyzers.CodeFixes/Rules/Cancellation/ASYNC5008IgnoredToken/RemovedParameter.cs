namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A parameter that nothing needs, taken out of its function and of all calls.</summary>
internal static class RemovedParameter
{
    /// <summary>
    /// The file without it; null where others may call the function, where it is used as a delegate or named in documentation, or where
    /// a call gives for it what has an effect.
    /// </summary>
    public static SyntaxNode? From(IgnoredToken token, RepairRequest request, CancellationToken cancellationToken)
    {
        if (token.IsSignatureGiven
            || ScopeOf(token) is not { } scope
            || scope.DescendantNodes(descendIntoTrivia: true).Any(node
                => node is NameMemberCrefSyntax or XmlNameAttributeSyntax && node.ToString() is var text
                    && (text.Contains(token.Method.Name) || text.Contains('"' + token.Parameter.Identifier.ValueText + '"')))
            || (token.Parameter.Parent is BaseParameterListSyntax list && list.ContainsDirectives)
            || CallsIn(scope, token, request.ModelFor(cancellationToken)) is not { } arguments)
        {
            return null;
        }

        IEnumerable<SyntaxNode> removed = arguments.Append<SyntaxNode>(token.Parameter);
        return request.Root.RemoveNodes(removed, SyntaxRemoveOptions.KeepNoTrivia);
    }

    /// <summary>All code that can call the function.</summary>
    private static SyntaxNode? ScopeOf(IgnoredToken token) => token.Function switch
    {
        LocalFunctionStatementSyntax local => local.Parent is GlobalStatementSyntax global ? global.Parent : local.Parent,
        MethodDeclarationSyntax method
            when token.Method is
            {
                DeclaredAccessibility: Accessibility.Private,
                PartialDefinitionPart: null,
                PartialImplementationPart: null
            }
                && token.Method.GetAttributes().IsEmpty
                && method.Parent is TypeDeclarationSyntax type && !type.Modifiers.Any(SyntaxKind.PartialKeyword) => type,
        _ => null,
    };

    /// <summary>What the calls give for the parameter; null where the function is used in another way.</summary>
    private static List<ArgumentSyntax>? CallsIn(SyntaxNode scope, IgnoredToken token, CodeModel model)
    {
        var arguments = new List<ArgumentSyntax>();
        foreach (SimpleNameSyntax mention in NameMentions.In(scope, model)[token.Method.Name])
        {
            if (!model.GetSymbolInfo(mention).AllSymbols().Any(symbol
                => symbol is IMethodSymbol method
                    && SymbolEqualityComparer.Default.Equals((method.ReducedFrom ?? method).OriginalDefinition, token.Method)))
            {
                continue;
            }

            if (CallSyntax.InvocationOf(mention) is not { } call
                || CallSyntax.MethodOf(call, model) is not { ReducedFrom: null } called
                || called.Parameters.FirstOrDefault(parameter
                    => parameter.Name == token.Parameter.Identifier.ValueText) is not { } parameter)
            {
                return null;
            }

            if (GivenArgument.For(parameter, call) is { } given)
            {
                if (!IsWithoutEffect(given) || given.Parent is not ArgumentSyntax argument || call.ArgumentList.ContainsDirectives)
                {
                    return null;
                }

                arguments.Add(argument);
            }
        }

        return arguments;
    }

    private static IEnumerable<ISymbol> AllSymbols(this SymbolInfo info)
        => info.Symbol is { } symbol ? new[] { symbol } : info.CandidateSymbols;

    private static bool IsWithoutEffect(ExpressionSyntax given)
        => !given.DescendantsAndSelf().Any(static node
            => node is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or ThrowExpressionSyntax
                or DeclarationExpressionSyntax);
}
