namespace AsyncAnalyzers.Editing;

/// <summary>Code whose author gives no line to each statement: what a fix adds to it stays on the line.</summary>
internal static class OneLine
{
    /// <summary>The node ends where it begins, on a line on which a block or type around it has been opened.</summary>
    public static bool Holds(SyntaxNode node)
    {
        int line = LineOf(node.SpanStart);
        return LineOf(node.Span.End) == line && node.Ancestors().Any(ancestor
            => OpenBraceOf(ancestor) is { RawKind: (int)SyntaxKind.OpenBraceToken } brace && LineOf(brace.SpanStart) == line);

        int LineOf(int position) => node.SyntaxTree.GetText().Lines.IndexOf(position);
    }

    /// <summary>The node with a space for each line end and what stands behind that.</summary>
    public static T Flatten<T>(T node)
        where T : SyntaxNode
        => node.ReplaceTokens(node.DescendantTokens(), (_, token) => token
            .WithLeadingTrivia(token.LeadingTrivia.Where(IsText))
            .WithTrailingTrivia(token.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
                ? token.TrailingTrivia.Where(IsText).Append(SyntaxFactory.Space)
                : token.TrailingTrivia));

    private static bool IsText(SyntaxTrivia trivia)
        => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    private static SyntaxToken OpenBraceOf(SyntaxNode node) => node switch
    {
        BlockSyntax block => block.OpenBraceToken,
        BaseTypeDeclarationSyntax type => type.OpenBraceToken,
        AccessorListSyntax accessors => accessors.OpenBraceToken,
        _ => default,
    };
}
