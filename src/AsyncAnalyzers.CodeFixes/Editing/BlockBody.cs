namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Gives an expression-bodied function a block instead.</summary>
internal static class BlockBody
{
    public static SyntaxNode Of(SyntaxNode function, params StatementSyntax[] statements)
    {
        BlockSyntax block = Block(statements).WithAdditionalAnnotations(Formatter.Annotation);
        return function switch
        {
            MethodDeclarationSyntax { ExpressionBody: { } arrow } method => method
                .WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(block.WithLeadingTrivia(Comments(arrow)).WithTrailingTrivia(method.SemicolonToken.TrailingTrivia)),
            LocalFunctionStatementSyntax { ExpressionBody: { } arrow } local => local
                .WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(block.WithLeadingTrivia(Comments(arrow)).WithTrailingTrivia(local.SemicolonToken.TrailingTrivia)),
            LambdaExpressionSyntax lambda => lambda.WithBody(block.WithTriviaFrom(lambda.Body)),
            _ => function,
        };
    }

    /// <summary>What was said before the expression is said before the block.</summary>
    private static SyntaxTriviaList Comments(ArrowExpressionClauseSyntax arrow)
        => arrow.ArrowToken.TrailingTrivia.Concat(arrow.Expression.GetLeadingTrivia())
            .Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            ? TriviaList(arrow.ArrowToken.TrailingTrivia.AddRange(arrow.Expression.GetLeadingTrivia()).Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
            : default;
}
