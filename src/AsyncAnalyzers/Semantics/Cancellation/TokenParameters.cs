namespace AsyncAnalyzers.Semantics;

/// <summary>The parameters by which callers hand a function their token.</summary>
internal static class TokenParameters
{
    /// <summary>
    /// The code of the function uses the parameter, be it only in a branch of conditional compilation that is left out here. <c>nameof</c>
    /// does not use it, nor does a nested function that has a parameter of the same name. By syntax alone; true for what is not in source.
    /// </summary>
    public static bool IsMentioned(IParameterSymbol parameter, CancellationToken cancellationToken)
        => parameter.FirstSyntax(cancellationToken) is not ParameterSyntax declaration
            || IsMentioned(declaration);

    /// <inheritdoc cref="IsMentioned(IParameterSymbol, CancellationToken)"/>
    public static bool IsMentioned(ParameterSyntax parameter)
    {
        string name = parameter.Identifier.ValueText;
        if (FunctionOf(parameter) is not { } function || function is RecordDeclarationSyntax)
        {
            return true;
        }

        foreach (SyntaxNode node in function.Descendants(node => node == function || !Hides(node, name)))
        {
            if (node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name && IsVariable(mention)
                && !CallSyntax.IsInNameOf(mention))
            {
                return true;
            }
        }

        return function.ContainsDirectives && function.DescendantTrivia().Any(trivia
            => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().Contains(name));
    }

    /// <summary>
    /// What declares the parameter: a method, local function, lambda, constructor, or a type by its primary constructor; null for
    /// delegates.
    /// </summary>
    public static SyntaxNode? FunctionOf(ParameterSyntax parameter)
        => (parameter.Parent is BaseParameterListSyntax list ? list.Parent : parameter.Parent) switch
        {
            DelegateDeclarationSyntax or FunctionPointerTypeSyntax => null,
            var function => function,
        };

    /// <summary>The parameters that a method, local function or lambda declares, of whatever type.</summary>
    public static SeparatedSyntaxList<ParameterSyntax> Of(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
        LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
        SimpleLambdaExpressionSyntax lambda => SyntaxFactory.SingletonSeparatedList(lambda.Parameter),
        AnonymousMethodExpressionSyntax { ParameterList: { } list } => list.Parameters,
        _ => default,
    };

    private static bool Hides(SyntaxNode node, string name) => node switch
    {
        SimpleLambdaExpressionSyntax lambda => lambda.Parameter.Identifier.ValueText == name,
        ParenthesizedLambdaExpressionSyntax lambda => Declares(lambda.ParameterList, name),
        AnonymousMethodExpressionSyntax method => Declares(method.ParameterList, name),
        LocalFunctionStatementSyntax local => Declares(local.ParameterList, name),
        _ => false,
    };

    private static bool Declares(ParameterListSyntax? list, string name)
        => list is not null && list.Parameters.Any(parameter => parameter.Identifier.ValueText == name);

    private static bool IsVariable(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        _ => true,
    };
}
