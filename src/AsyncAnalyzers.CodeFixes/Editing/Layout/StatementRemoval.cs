namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Takes a statement away. Comments above and beside it stay.</summary>
internal static class StatementRemoval
{
    public static SyntaxNode From(SyntaxNode root, StatementSyntax statement)
    {
        SyntaxNode? removed = statement.Parent switch
        {
            BlockSyntax or SwitchSectionSyntax { Statements.Count: > 1 } => statement,
            GlobalStatementSyntax global => global,
            _ => null,
        };
        if (removed is null)
        {
            // The body of an if or a loop has to be something.
            BlockSyntax empty = Block(Token(default, SyntaxKind.OpenBraceToken, TriviaList(Space)), default,
                Token(default, SyntaxKind.CloseBraceToken, default));
            return root.ReplaceNode(statement, empty.WithTriviaFrom(statement));
        }

        SyntaxNode tracked = root.TrackNodes(removed);
        SyntaxToken next = tracked.GetCurrentNode(removed)!.GetLastToken().GetNextToken(includeZeroWidth: true);
        tracked = tracked.ReplaceToken(next, next.WithLeadingTrivia(KeptOf(removed).Concat(next.LeadingTrivia)));
        return tracked.RemoveNode(tracked.GetCurrentNode(removed)!, SyntaxRemoveOptions.KeepNoTrivia) ?? root;
    }

    private static IEnumerable<SyntaxTrivia> KeptOf(SyntaxNode removed)
    {
        SyntaxTriviaList leading = removed.GetLeadingTrivia();
        SyntaxTriviaList trailing = removed.GetTrailingTrivia();
        if (trailing.Any(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)
            || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)))
        {
            return leading.Concat(trailing.SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        }

        // The line is gone with its indentation, unless more stands in it.
        return trailing.Any(SyntaxKind.EndOfLineTrivia)
            && leading.LastOrDefault().IsKind(SyntaxKind.WhitespaceTrivia) ? leading.RemoveAt(leading.Count - 1) : leading;
    }
}
