using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>The layout of the code around a statement, so that code that a fix writes or moves follows it.</summary>
internal sealed class Indentation
{
    private Indentation(string line, string unit, string newLine)
    {
        Line = line;
        Unit = unit;
        NewLine = newLine;
    }

    /// <summary>What the line of the statement begins with.</summary>
    public string Line { get; }

    /// <summary>One level: a tab or some spaces.</summary>
    public string Unit { get; }

    public string NewLine { get; }

    public static Indentation Of(StatementSyntax statement, SourceText text)
    {
        string line = LineStart(statement.SpanStart, text);
        SyntaxNode? around = statement.Parent is BlockSyntax block ? block : statement.Parent;
        string outer = around is null or CompilationUnitSyntax or GlobalStatementSyntax ? line : LineStart(around.SpanStart, text);
        string unit = line.Contains('\t') ? "\t"
            : line.Length > outer.Length && line.StartsWith(outer, StringComparison.Ordinal) ? line.Substring(outer.Length)
            : "    ";
        TextLine firstLine = text.Lines.GetLineFromPosition(statement.SpanStart);
        string newLine = text.ToString(TextSpan.FromBounds(firstLine.End, firstLine.EndIncludingLineBreak));
        return new Indentation(line, unit, newLine.Length == 0 ? "\n" : newLine);
    }

    /// <summary>
    /// The layout of the statements in a function's body: that of the first one that begins a line, else one level in from the function.
    /// </summary>
    public static Indentation InBody(SyntaxNode function, SourceText text)
    {
        if (FunctionSyntax.Body(function) is BlockSyntax block
            && block.Statements.FirstOrDefault(statement
                => text.Lines.IndexOf(statement.SpanStart) != text.Lines.IndexOf(block.SpanStart)) is { } first)
        {
            return Of(first, text);
        }

        string line = LineStart(function.SpanStart, text);
        string outer = function.Parent is null or CompilationUnitSyntax or GlobalStatementSyntax
            ? line
            : LineStart(function.Parent.SpanStart, text);
        string unit = line.Contains('\t') ? "\t"
            : line.Length > outer.Length
                && line.StartsWith(outer, StringComparison.Ordinal)
                && line.Length - outer.Length <= 8 ? line.Substring(outer.Length)
            : "    ";
        TextLine firstLine = text.Lines.GetLineFromPosition(function.SpanStart);
        string newLine = text.ToString(TextSpan.FromBounds(firstLine.End, firstLine.EndIncludingLineBreak));
        return new Indentation(line + unit, unit, newLine.Length == 0 ? "\n" : newLine);
    }

    /// <summary>The statement one level further in. Its first token is taken to begin a line.</summary>
    public StatementSyntax Deepen(StatementSyntax statement)
    {
        SyntaxToken first = statement.GetFirstToken(includeZeroWidth: true);
        return statement.ReplaceTokens(
            statement.DescendantTokens(),
            (original, rewritten)
                => rewritten.WithLeadingTrivia(Deepen(rewritten.LeadingTrivia, original == first || BeginsLine(original))));
    }

    /// <summary>Trivia one level further in.</summary>
    public IEnumerable<SyntaxTrivia> Deepen(SyntaxTriviaList trivia, bool beginsLine)
    {
        foreach (SyntaxTrivia item in trivia)
        {
            if (beginsLine && !item.IsKind(SyntaxKind.EndOfLineTrivia) && !item.IsDirective && !item.IsKind(SyntaxKind.DisabledTextTrivia))
            {
                yield return SyntaxFactory.Whitespace(Unit);
            }

            beginsLine = item.IsKind(SyntaxKind.EndOfLineTrivia) || item.HasStructure || item.IsKind(SyntaxKind.DisabledTextTrivia);
            yield return item;
        }

        if (beginsLine)
        {
            yield return SyntaxFactory.Whitespace(Unit);
        }
    }

    private static bool BeginsLine(SyntaxToken token)
        => token.GetPreviousToken(includeZeroWidth: true) is var previous
            && previous.TrailingTrivia.LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    private static string LineStart(int position, SourceText text)
    {
        string line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }
}
