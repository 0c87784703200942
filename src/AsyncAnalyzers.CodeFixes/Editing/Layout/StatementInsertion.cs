using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>Puts a new statement into a block, laid out as the statements around it are.</summary>
internal static class StatementInsertion
{
    /// <summary>
    /// Before a statement of a block or of a section of a switch: what is said above it is said above the new one. Null where it is in
    /// neither.
    /// </summary>
    public static SyntaxNode? Before(SyntaxNode root, StatementSyntax statement, StatementSyntax added, SourceText text)
    {
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            return null;
        }

        Indentation indentation = Indentation.Of(statement, text);
        bool beginsLine = BeginsLine(statement.SpanStart, text);
        added = added.WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(beginsLine ? SyntaxFactory.EndOfLine(indentation.NewLine) : SyntaxFactory.Space);
        StatementSyntax moved = statement.WithLeadingTrivia(beginsLine
            ? SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(indentation.Line))
            : default);
        return root.ReplaceNode(statement, new[] { added, moved });
    }

    /// <summary>The block with the statement at its end; before the last statement where that leaves the block.</summary>
    public static BlockSyntax AtEnd(BlockSyntax block, StatementSyntax added, SourceText text)
    {
        if (block.Statements.LastOrDefault() is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
            or GotoStatementSyntax)
        {
            StatementSyntax last = block.Statements.Last();
            return (BlockSyntax)Before(block, last, added, text)!;
        }

        if (!BeginsLine(block.CloseBraceToken.SpanStart, text))
        {
            SyntaxToken open = block.OpenBraceToken;
            bool isOpen = block.Statements.Count > 0 || open.TrailingTrivia.Count > 0;
            return block
                .WithOpenBraceToken(isOpen ? open : open.WithTrailingTrivia(SyntaxFactory.Space))
                .AddStatements(added.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space));
        }

        SyntaxTriviaList before = block.CloseBraceToken.LeadingTrivia;
        int lineEnd = before.ToList().FindLastIndex(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsDirective);
        string outer = LineStart(block.CloseBraceToken.SpanStart, text);
        Indentation? around = block.Statements.Count > 0 ? Indentation.Of(block.Statements.Last(), text) : null;
        string inner = around is not null
            && BeginsLine(block.Statements.Last().SpanStart, text) ? around.Line : outer + (outer.Contains('\t') ? "\t" : "    ");
        return block
            .WithStatements(block.Statements.Add(added
                .WithLeadingTrivia(before.Take(lineEnd + 1).Append(SyntaxFactory.Whitespace(inner)))
                .WithTrailingTrivia(SyntaxFactory.EndOfLine(MemberInsertion.NewLineOf(text)))))
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(before.Skip(lineEnd + 1)));
    }

    /// <summary>Behind the statement of the given index, after an empty line where that ends with a block.</summary>
    /// <param name="block">The block as it is to be changed: statements may have been rewritten, but none added.</param>
    /// <param name="index">The index of the statement before.</param>
    /// <param name="added">What is added; its outer trivia are replaced.</param>
    /// <param name="layout">The layout of the statement before, in the text as it was.</param>
    public static BlockSyntax After(BlockSyntax block, int index, StatementSyntax added, Indentation layout)
    {
        StatementSyntax before = block.Statements[index];
        SyntaxTrivia indentation = SyntaxFactory.Whitespace(layout.Line);
        SyntaxTriviaList leading = before.GetLastToken().IsKind(SyntaxKind.CloseBraceToken)
            ? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(layout.NewLine), indentation)
            : SyntaxFactory.TriviaList(indentation);
        return block.WithStatements(block.Statements.Insert(
            index + 1,
            before.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
                ? added.WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.EndOfLine(layout.NewLine))
                : added.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.Space)));
    }

    /// <summary>
    /// The index of the last statement of the block after which one more still runs whenever the one at <paramref name="start"/> has:
    /// a final <c>return</c> or <c>throw</c> is left behind it. Null where the block is left in between.
    /// </summary>
    public static int? EndOf(BlockSyntax block, int start)
    {
        int end = block.Statements.Count - 1;
        if (end > start
            && block.Statements[end] is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax)
        {
            end--;
        }

        return block.Statements.Skip(start).Take(end - start + 1).Any(MayLeave) ? null : end;
    }

    private static bool MayLeave(StatementSyntax statement)
        => FunctionSyntax.OwnNodes(statement).Any(node => node switch
        {
            ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement } => true,
            BreakStatementSyntax => !IsWithin(node, statement, orSwitch: true),
            ContinueStatementSyntax => !IsWithin(node, statement, orSwitch: false),
            _ => false,
        });

    /// <summary>A loop, or a switch, inside of the statement is what is left.</summary>
    private static bool IsWithin(SyntaxNode leave, StatementSyntax statement, bool orSwitch)
        => leave.Ancestors().TakeWhile(ancestor => ancestor != statement.Parent)
            .Any(ancestor => ancestor is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                || (orSwitch && ancestor is SwitchStatementSyntax));

    private static bool BeginsLine(int position, SourceText text)
        => LineStart(position, text).Length == position - text.Lines.GetLineFromPosition(position).Start;

    private static string LineStart(int position, SourceText text)
    {
        string line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }
}
