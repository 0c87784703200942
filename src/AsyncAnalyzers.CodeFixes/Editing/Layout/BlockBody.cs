namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Gives an expression-bodied function a block instead.</summary>
internal static class BlockBody
{
    public static SyntaxNode Of(SyntaxNode function, params StatementSyntax[] statements)
        => With(function, Block(statements).WithAdditionalAnnotations(Formatter.Annotation));

    /// <summary>The same for one statement, which stays on the line of the function where that has no line of its own.</summary>
    public static SyntaxNode Of(SyntaxNode function, StatementSyntax statement, bool isOnOneLine)
        => isOnOneLine
            ? With(function, Block(Token(default, SyntaxKind.OpenBraceToken, TriviaList(Space)),
                SingletonList(statement.WithTrailingTrivia(Space)), Token(default, SyntaxKind.CloseBraceToken, default)))
            : Of(function, statement);

    private static SyntaxNode With(SyntaxNode function, BlockSyntax block)
        => function switch
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

    /// <summary>What was said before the expression is said before the block.</summary>
    private static SyntaxTriviaList Comments(ArrowExpressionClauseSyntax arrow)
        => arrow.ArrowToken.TrailingTrivia.Concat(arrow.Expression.GetLeadingTrivia())
            .Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            ? TriviaList(arrow.ArrowToken.TrailingTrivia.AddRange(arrow.Expression.GetLeadingTrivia()).Where(trivia
                => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
            : default;
}
