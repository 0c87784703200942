using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>A statement in a <c>try</c> whose <c>catch</c> ends something and throws again, laid out as the code around it.</summary>
internal static class CatchAround
{
    /// <summary>The <c>try</c> in place of a statement that has its lines for itself; null for others.</summary>
    public static TryStatementSyntax? Statement(StatementSyntax statement, TypeSyntax caught, string end, SourceText text)
    {
        if (statement.Parent is not BlockSyntax block || statement.ContainsDirectives
            || !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            || !string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(
                text.Lines.GetLineFromPosition(statement.SpanStart).Start, statement.SpanStart))))
        {
            return null;
        }

        return Try(statement, caught, end, Indentation.Of(statement, text), BraceEndsLine(block))
            .WithLeadingTrivia(statement.GetLeadingTrivia());
    }

    /// <summary>The brace of the block stands at the end of a line.</summary>
    public static bool BraceEndsLine(BlockSyntax block)
        => block.OpenBraceToken.GetPreviousToken() is var before
            && !before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            && !block.OpenBraceToken.LeadingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>What stands above the statement is left to the caller.</summary>
    public static TryStatementSyntax Try(
        StatementSyntax statement, TypeSyntax caught, string end, Indentation layout, bool braceEndsLine)
    {
        string newLine = layout.NewLine, line = layout.Line, inner = layout.Line + layout.Unit;
        string open = (braceEndsLine ? " " : newLine + line) + "{" + newLine;
        var skeleton = (TryStatementSyntax)ParseStatement(
            $"try{open}{line}}}{(braceEndsLine ? " " : newLine + line)}catch (Exception){open}"
            + $"{inner}{end}{newLine}{inner}throw;{newLine}{line}}}{newLine}");
        CatchClauseSyntax @catch = skeleton.Catches[0];
        return skeleton
            .WithBlock(skeleton.Block
                .WithStatements(SingletonList(layout.Deepen(statement.WithLeadingTrivia(Whitespace(line)))))
                .WithCloseBraceToken(skeleton.Block.CloseBraceToken.WithLeadingTrivia(Whitespace(line))))
            .WithCatches(SingletonList(@catch.WithDeclaration(@catch.Declaration!.WithType(caught))));
    }
}
