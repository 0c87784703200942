using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>Moves statements into <c>await Task.Run(() => { … })</c>.</summary>
internal sealed class TaskRunEditing
{
    private const string TaskName = "__task__";
    private const string BodyName = "__body__";

    private readonly RepairRequest _request;
    private readonly Indentation _indentation;
    private readonly bool _isOnOneLine;

    public TaskRunEditing(RepairRequest request, StatementSyntax statement, SourceText text)
    {
        _request = request;
        _indentation = Indentation.Of(statement, text);
        _isOnOneLine = OneLine.Holds(statement);
    }

    /// <summary><c>Task.Run(() => expression)</c>.</summary>
    public static ExpressionSyntax Run(RepairRequest request, ExpressionSyntax expression)
        => AsyncEdit.StaticCall(
            request,
            request.Types.Task!,
            "Run",
            SyntaxFactory.Argument(SyntaxFactory.ParenthesizedLambdaExpression(expression.WithoutTrivia())
                .WithParameterList(SyntaxFactory.ParameterList())
                .WithArrowToken(SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.Space), SyntaxKind.EqualsGreaterThanToken,
                    SyntaxFactory.TriviaList(SyntaxFactory.Space)))));

    /// <summary>
    /// One statement that runs the given ones on the thread pool. It keeps the leading trivia of the first and the line end of the last.
    /// </summary>
    /// <param name="statements">What is moved.</param>
    /// <param name="before">What stands before the await: empty, <c>return </c>, or <c>int total = </c>.</param>
    /// <param name="last">A statement added at the end of the lambda, or empty.</param>
    public StatementSyntax Move(IReadOnlyList<StatementSyntax> statements, string before, string last)
    {
        string line = _indentation.Line, inner = line + _indentation.Unit, newLine = _indentation.NewLine;
        string configureAwait = ConfigureAwaitHabit.IsFalse(_request.Root) ? ".ConfigureAwait(false)" : "";
        string end = last.Length == 0 ? "" : inner + last + newLine;
        var skeleton = (StatementSyntax)SyntaxFactory.ParseStatement(
            $"{before}await {TaskName}.Run(() =>{newLine}{line}{{{newLine}{BodyName}();{newLine}{end}{line}}}){configureAwait};",
            options: _request.Root.SyntaxTree.Options);

        SyntaxTriviaList leading = statements[0].GetLeadingTrivia();
        SyntaxTriviaList trailing = statements[statements.Count - 1].GetTrailingTrivia();
        SyntaxTrivia endOfLine = SyntaxFactory.EndOfLine(newLine);
        StatementSyntax[] moved = statements.Select((statement, index) => index == 0
            ? _indentation.Deepen(statement.WithLeadingTrivia(SyntaxFactory.Whitespace(line)))
            : _indentation.Deepen(statement)).ToArray();
        for (int index = 0; index < moved.Length; index++)
        {
            if (!moved[index].GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
            {
                moved[index] = moved[index].WithTrailingTrivia(moved[index].GetTrailingTrivia().Where(trivia
                    => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Append(endOfLine));
            }
        }

        StatementSyntax body = skeleton.DescendantNodes().OfType<ExpressionStatementSyntax>()
            .First(statement => statement.Expression
                is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: BodyName } });
        skeleton = skeleton.ReplaceNode(body, moved);
        skeleton = skeleton.ReplaceNode(
            skeleton.DescendantNodes().OfType<IdentifierNameSyntax>().First(name => name.Identifier.ValueText == TaskName),
            TypeNaming.ExpressionOf(_request, _request.Types.Task!));
        skeleton = _isOnOneLine ? OneLine.Flatten(skeleton) : skeleton;
        return skeleton.WithLeadingTrivia(leading).WithTrailingTrivia(trailing.Any(SyntaxKind.EndOfLineTrivia)
            ? SyntaxFactory.TriviaList(endOfLine)
            : trailing);
    }
}
