using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Puts the test that stands before a lock into the lock too.</summary>
internal static class SecondTest
{
    /// <summary>
    /// The same <c>return</c> first in the lock, or what stands in the lock in an <c>if</c>. A <c>return</c> at its end stays behind that.
    /// </summary>
    public static SyntaxNode? Add(SyntaxNode root, PublicationFault fault, SourceText text)
    {
        if (fault.Later is not LockStatementSyntax { Statement: BlockSyntax { Statements.Count: > 0 } block } || fault.Use is not { } use
            || block.ContainsDirectives)
        {
            return null;
        }

        bool isOneLine = text.Lines.IndexOf(block.OpenBraceToken.SpanStart) == text.Lines.IndexOf(block.Statements[0].SpanStart);
        Indentation layout = Indentation.Of(block.Statements[0], text);
        SyntaxTriviaList lineEnd = isOneLine ? TriviaList(Space) : TriviaList(EndOfLine(layout.NewLine));
        SyntaxTriviaList margin = isOneLine ? TriviaList() : TriviaList(Whitespace(layout.Line));
        if (use.IsBehindReturn)
        {
            StatementSyntax test = use.If.WithoutTrivia();
            if (!isOneLine && text.Lines.IndexOf(use.If.SpanStart) != text.Lines.IndexOf(use.If.Span.End))
            {
                test = Indented(test, Indentation.Of(use.If, text).Line, layout.Line);
            }

            StatementSyntax first = block.Statements[0];
            StatementSyntax apart = isOneLine ? first
                : first.WithLeadingTrivia(TriviaList(EndOfLine(layout.NewLine)).AddRange(first.GetLeadingTrivia()));
            return root.ReplaceNode(block, block.WithStatements(List(block.Statements.Skip(1).Prepend(apart)
                .Prepend(test.WithLeadingTrivia(margin).WithTrailingTrivia(lineEnd)))));
        }

        StatementSyntax[] tail = block.Statements.SkipWhile(static one => one is not ReturnStatementSyntax).ToArray();
        StatementSyntax[] inner = block.Statements.Take(block.Statements.Count - tail.Length).ToArray();
        if (inner.Length == 0 || inner.Any(static one => one is LocalFunctionStatementSyntax or LabeledStatementSyntax))
        {
            return null;
        }

        BlockSyntax branch = Block(
            Token(margin, SyntaxKind.OpenBraceToken, lineEnd),
            List(inner.Select(one => isOneLine ? one : layout.Deepen(one))),
            Token(margin, SyntaxKind.CloseBraceToken, lineEnd));
        IfStatementSyntax again = IfStatement(
            default,
            Token(margin, SyntaxKind.IfKeyword, TriviaList(Space)),
            Token(SyntaxKind.OpenParenToken),
            use.If.Condition.WithoutTrivia(),
            Token(default, SyntaxKind.CloseParenToken, lineEnd),
            branch,
            null);
        return root.ReplaceNode(block, block.WithStatements(List(tail.Prepend(ElasticTrivia.RemovedFrom(again)))));
    }

    private static StatementSyntax Indented(StatementSyntax statement, string from, string to)
        => statement.ReplaceTrivia(
            statement.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)
                && trivia.Token.LeadingTrivia.Contains(trivia) && trivia.ToString().StartsWith(from, StringComparison.Ordinal)),
            (trivia, _) => Whitespace(to + trivia.ToString().Substring(from.Length)));
}
