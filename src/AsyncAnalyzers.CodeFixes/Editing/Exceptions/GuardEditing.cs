using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Puts the body of a function into <c>try</c> and <c>catch (Exception exception)</c>, with what tells of the exception in the catch.
/// </summary>
internal sealed class GuardEditing
{
    private readonly SyntaxNode _function;
    private readonly SyntaxNode _body;
    private readonly RepairRequest _request;
    private readonly ExceptionReport _report;
    private readonly Indentation _indentation;
    private readonly bool _braceEndsLine;
    private readonly string _variable;

    private GuardEditing(SyntaxNode function, SyntaxNode body, RepairRequest request, ExceptionReport report, SourceText text)
    {
        _function = function;
        _body = body;
        _request = request;
        _report = report;
        _indentation = Indentation.InBody(function, text);
        _braceEndsLine = IsOnSeveralLines
            && !body.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            && !body.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        HashSet<string> taken = FreeNames.UsedIn(function);
        _variable = new[] { "exception", "ex", "error" }.Concat(Enumerable.Range(2, int.MaxValue - 2).Select(number
            => "exception" + number))
            .First(name => !taken.Contains(name)
                && !request.Model.LookupSymbols(body.SpanStart, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol));
    }

    private bool IsOnSeveralLines => _body is BlockSyntax block && block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>What becomes of the exceptions, for a title.</summary>
    public Phrase Destination => _report.Destination;

    /// <summary>Null where the function has no body, or directives stand where it would have to be written anew.</summary>
    public static GuardEditing? TryCreate(SyntaxNode function, RepairRequest request, SourceText text, CancellationToken cancellationToken)
        => FunctionSyntax.Body(function) is { } body && request.Types.Exception is not null
            && !body.GetFirstToken().LeadingTrivia.Any(trivia => trivia.IsDirective)
            && (body is BlockSyntax block ? block.Statements.Count > 0 : AsyncEdit.IsWithoutDirectives(body))
            && ExceptionReport.Find(function, request, cancellationToken) is { } report
                ? new GuardEditing(function, body, request, report, text)
                : null;

    /// <summary>The function with its body in the guard.</summary>
    public SyntaxNode Apply()
    {
        if (_body is BlockSyntax { Statements: { Count: 1 } statements }
            && statements[0] is TryStatementSyntax @try
            && WithOneCatchMore(@try) is { } complete)
        {
            return _function.ReplaceNode(@try, complete);
        }

        TryStatementSyntax guard = Guard(MovedStatements());
        if (IsOnSeveralLines)
        {
            var block = (BlockSyntax)_body;
            return _function.ReplaceNode(block, block
                .WithStatements(SingletonList<StatementSyntax>(guard.WithLeadingTrivia(Whitespace(_indentation.Line))))
                .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(Whitespace(OuterLine))));
        }

        return WithFreshBlock(guard);
    }

    private string OuterLine => _indentation.Line.Substring(0, Math.Max(0, _indentation.Line.Length - _indentation.Unit.Length));

    private TryStatementSyntax Guard(IEnumerable<StatementSyntax> statements)
    {
        string open = OpenBrace, newLine = _indentation.NewLine, line = _indentation.Line;
        var skeleton = (TryStatementSyntax)ParseStatement(
            $"try{open}{line}}}{(_braceEndsLine ? " " : newLine + line)}catch (Exception {_variable}){open}{line}}}{newLine}",
                options: _function.SyntaxTree.Options);
        SyntaxTriviaList beforeEnd = _body is BlockSyntax block
            && IsOnSeveralLines
            && block.CloseBraceToken.LeadingTrivia.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            ? TriviaList(_indentation.Deepen(block.CloseBraceToken.LeadingTrivia, beginsLine: true))
            : TriviaList(Whitespace(line));
        return skeleton
            .WithBlock(skeleton.Block.WithStatements(List(statements))
                .WithCloseBraceToken(skeleton.Block.CloseBraceToken.WithLeadingTrivia(beforeEnd)))
            .WithCatches(SingletonList(Reporting(skeleton.Catches[0])));
    }

    private string OpenBrace => (_braceEndsLine ? " " : _indentation.NewLine + _indentation.Line) + "{" + _indentation.NewLine;

    private CatchClauseSyntax Reporting(CatchClauseSyntax @catch)
        => @catch
            .WithDeclaration(
                @catch.Declaration!.WithType(AsyncEdit.TypeName(_request, _request.Types.Exception!).WithTrailingTrivia(Space)))
            .WithBlock(@catch.Block.WithStatements(SingletonList<StatementSyntax>(
                ExpressionStatement(_report.Write(_variable)).WithLeadingTrivia(Whitespace(_indentation.Line + _indentation.Unit))
                    .WithTrailingTrivia(EndOfLine(_indentation.NewLine)))));

    /// <summary>A body that is one try statement gets one catch more, unless one of those that it has throws.</summary>
    private TryStatementSyntax? WithOneCatchMore(TryStatementSyntax @try)
    {
        SyntaxToken end = @try.Catches.LastOrDefault()?.GetLastToken() ?? @try.Block.CloseBraceToken;
        if (_braceEndsLine
            || !end.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            || @try.Catches.Any(@catch => ExceptionGuard.IsGeneral(@catch) || ExceptionGuard.Throws(@catch)))
        {
            return null;
        }

        string line = _indentation.Line;
        var skeleton = (TryStatementSyntax)ParseStatement(
            $"try{{}}{_indentation.NewLine}{line}catch (Exception {_variable}){OpenBrace}{line}}}{_indentation.NewLine}",
                options: _function.SyntaxTree.Options);
        return @try.AddCatches(Reporting(skeleton.Catches[0]));
    }

    private IEnumerable<StatementSyntax> MovedStatements()
    {
        if (_body is not BlockSyntax block)
        {
            var expression = (ExpressionSyntax)_body;
            SyntaxTriviaList comments = TriviaList(expression.GetLeadingTrivia().Where(trivia
                => trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)).SelectMany(trivia => new[] { trivia, Space }));
            yield return OnOwnLine(ExpressionStatement(expression.WithoutTrivia()), comments);
            yield break;
        }

        foreach (StatementSyntax statement in block.Statements)
        {
            if (!IsOnSeveralLines)
            {
                yield return OnOwnLine(statement, TriviaList(statement.GetLeadingTrivia().SkipWhile(trivia
                    => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
            }
            else if (statement.GetFirstToken(includeZeroWidth: true)
                .GetPreviousToken(includeZeroWidth: true).TrailingTrivia
                .Any(SyntaxKind.EndOfLineTrivia))
            {
                yield return _indentation.Deepen(statement);
            }
            else
            {
                yield return statement;
            }
        }
    }

    private StatementSyntax OnOwnLine(StatementSyntax statement, SyntaxTriviaList comments)
    {
        statement = _indentation.Deepen(statement.WithLeadingTrivia(comments.Insert(0, Whitespace(_indentation.Line))));
        return statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? statement
            : statement.WithTrailingTrivia(statement.GetTrailingTrivia().Where(trivia
                => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Append(EndOfLine(_indentation.NewLine)));
    }

    /// <summary>Braces on lines of their own, where the body was one line.</summary>
    private SyntaxNode WithFreshBlock(TryStatementSyntax guard)
    {
        SyntaxToken last = _function.GetLastToken();
        BlockSyntax block = Block(
            Token(TriviaList(EndOfLine(_indentation.NewLine), Whitespace(OuterLine)), SyntaxKind.OpenBraceToken,
                TriviaList(EndOfLine(_indentation.NewLine))),
            SingletonList<StatementSyntax>(guard.WithLeadingTrivia(Whitespace(_indentation.Line))),
            Token(TriviaList(Whitespace(OuterLine)), SyntaxKind.CloseBraceToken, last.TrailingTrivia));
        bool staysOnOneLine = OneLine.Holds(_function);
        block = staysOnOneLine ? OneLine.Flatten(block).WithTrailingTrivia(last.TrailingTrivia) : block;
        SyntaxNode changed = _function switch
        {
            MethodDeclarationSyntax method => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
            LocalFunctionStatementSyntax local => local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
            AnonymousMethodExpressionSyntax anonymous => anonymous.WithBlock(block),
            LambdaExpressionSyntax lambda => lambda.WithBody(block),
            _ => _function,
        };
        if (staysOnOneLine)
        {
            return changed;
        }

        SyntaxToken before = ((SyntaxNode)FunctionSyntax.Body(changed)!).GetFirstToken().GetPreviousToken();
        return changed.ReplaceToken(before, before.WithTrailingTrivia(before.TrailingTrivia.Reverse().SkipWhile(trivia
            => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse()));
    }
}
