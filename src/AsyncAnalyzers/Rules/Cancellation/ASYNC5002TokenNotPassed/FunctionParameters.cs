namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The parameters of a function as they are written.</summary>
internal static class FunctionParameters
{
    public static SeparatedSyntaxList<ParameterSyntax> Of(SyntaxNode function) => function switch
    {
        SimpleLambdaExpressionSyntax lambda => SyntaxFactory.SingletonSeparatedList(lambda.Parameter),
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
        AnonymousMethodExpressionSyntax { ParameterList: { } list } => list.Parameters,
        LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
        BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
        _ => default,
    };
}
