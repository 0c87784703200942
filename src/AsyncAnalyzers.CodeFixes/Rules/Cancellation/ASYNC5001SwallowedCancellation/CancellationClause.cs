using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Writes the filter or the clause that lets a cancellation past.</summary>
internal static class CancellationClause
{
    /// <summary>The clause with <c>when (!token.IsCancellationRequested)</c>, or with that behind the filter that it has.</summary>
    public static CatchClauseSyntax WithFilter(CatchClauseSyntax clause, LoopToken token)
    {
        string test = $"!{token.Asked}.IsCancellationRequested";
        if (clause.Filter is { } filter)
        {
            ExpressionSyntax condition = filter.FilterExpression.WithoutTrivia();
            string before = condition is BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression
            }
                or ConditionalExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax
                    ? $"({condition})"
                    : condition.ToString();
            return clause.WithFilter(filter.WithFilterExpression(
                ParseExpression($"{before} && {test}").WithTriviaFrom(filter.FilterExpression)));
        }

        CatchFilterClauseSyntax added = ParsedClause($"catch when ({test}) {{ }}").Filter!.WithoutTrivia();
        return clause.Declaration is { } declaration
            ? clause.WithDeclaration(declaration.WithTrailingTrivia(Space))
                .WithFilter(added.WithTrailingTrivia(declaration.GetTrailingTrivia()))
            : clause.WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(Space))
                .WithFilter(added.WithTrailingTrivia(clause.CatchKeyword.TrailingTrivia));
    }

    /// <summary>
    /// The clause, and before it one for cancellations that leaves by <c>throw;</c> or <c>break;</c>; laid out as the clause is.
    /// </summary>
    public static CatchClauseSyntax[] Before(
        RepairRequest request, CatchClauseSyntax clause, LoopToken token, string leave, CancellationToken cancellationToken)
    {
        SourceText text = clause.SyntaxTree.GetText(cancellationToken);
        string line = LineStart(clause.SpanStart, text);
        string newLine = MemberInsertion.NewLineOf(text);
        string unit = line.Contains('\t') ? "\t" : "    ";
        string head = $"catch (OperationCanceledException) when ({token.Asked}.IsCancellationRequested)";
        bool isOneLine = text.Lines.IndexOf(clause.SpanStart) == text.Lines.IndexOf(clause.Span.End);
        bool opensOnOwnLine = text.Lines.IndexOf(clause.CatchKeyword.SpanStart) != text.Lines.IndexOf(clause.Block.SpanStart);
        string code = isOneLine ? $"{head} {{ {leave}; }}"
            : head + (opensOnOwnLine ? newLine + line : " ") + "{" + newLine + line + unit + leave + ";" + newLine + line + "}";
        bool beginsLine = line.Length == clause.SpanStart - text.Lines.GetLineFromPosition(clause.SpanStart).Start;
        CatchClauseSyntax added = ParsedClause(code);
        added = added.ReplaceNode(
            added.Declaration!.Type, AsyncEdit.TypeName(request, request.Types.OperationCanceledException!).WithoutTrivia());
        return new[]
        {
            added.WithLeadingTrivia(beginsLine ? TriviaList(Whitespace(line)) : default)
                .WithTrailingTrivia(beginsLine ? EndOfLine(newLine) : Space),
            clause,
        };
    }

    private static CatchClauseSyntax ParsedClause(string code)
        => ((TryStatementSyntax)ParseStatement("try { } " + code)).Catches[0];

    private static string LineStart(int position, SourceText text)
    {
        string line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }
}
