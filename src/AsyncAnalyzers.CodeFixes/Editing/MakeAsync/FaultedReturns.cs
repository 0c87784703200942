namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Keeps the exceptions of a function that is no longer async in the task that it returns: its body goes into <c>try</c>/<c>catch</c>.
/// </summary>
/// <param name="task">The name of <c>Task</c> or <c>ValueTask</c>.</param>
/// <param name="result">The type of the result; null for a task without one.</param>
/// <param name="exception">The name of System.Exception.</param>
/// <param name="cancelled">The name of System.OperationCanceledException.</param>
/// <param name="token">The parameter by which the body may be cancelled; null where there is none.</param>
/// <param name="variable">A name that is free in the body.</param>
internal sealed class FaultedReturns(
    TypeSyntax task, TypeSyntax? result, TypeSyntax exception, TypeSyntax cancelled, string? token, string variable)
{
    /// <summary>
    /// The block with all of its statements in <c>try</c>. Without a <paramref name="layout"/>, which only lines of their own have, the
    /// formatter lays them out.
    /// </summary>
    public BlockSyntax Around(BlockSyntax body, Indentation? layout)
    {
        (string line, string unit, string newLine) = layout is null ? ("", "", "\n") : (layout.Line, layout.Unit, layout.NewLine);
        string cancelledClause = token is null
            ? ""
            : $"{line}catch (cancelled) when ({token}.IsCancellationRequested){newLine}"
                + $"{line}{{{newLine}{line}{unit}return task;{newLine}{line}}}{newLine}";
        var @try = (TryStatementSyntax)ParseStatement(
            $"{line}try{newLine}{line}{{{newLine}{line}}}{newLine}{cancelledClause}{line}catch (exception {variable}){newLine}"
            + $"{line}{{{newLine}{line}{unit}return task;{newLine}{line}}}{newLine}");
        CatchClauseSyntax last = @try.Catches[@try.Catches.Count - 1];
        SyntaxList<CatchClauseSyntax> catches = SingletonList(Filled(last, exception, "FromException", variable));
        if (token is not null)
        {
            catches = catches.Insert(0, Filled(@try.Catches[0], cancelled, "FromCanceled", token));
        }

        // What is said before the closing brace is said before that of the try block.
        SyntaxTriviaList before = body.CloseBraceToken.LeadingTrivia;
        SyntaxTriviaList brace = TriviaList(before.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        SyntaxTriviaList comments = layout is null
            ? default
            : TriviaList(before.Take(before.Count - brace.Count).SelectMany(trivia => Deepened(trivia, unit)));
        BlockSyntax block = @try.Block
            .WithStatements(layout is null
                ? List(body.Statements.Select(statement => statement.WithTrailingTrivia(LineFeed)))
                : List(body.Statements.Select(layout.Deepen)))
            .WithCloseBraceToken(@try.Block.CloseBraceToken.WithLeadingTrivia(comments.AddRange(@try.Block.CloseBraceToken.LeadingTrivia)));
        StatementSyntax whole = @try.WithBlock(block).WithCatches(catches);
        return layout is null
            ? Block(whole).WithTriviaFrom(body).WithAdditionalAnnotations(Formatter.Annotation)
            : body.WithStatements(SingletonList(whole)).WithCloseBraceToken(body.CloseBraceToken.WithLeadingTrivia(brace));
    }

    private static IEnumerable<SyntaxTrivia> Deepened(SyntaxTrivia trivia, string unit)
        => trivia.IsKind(SyntaxKind.WhitespaceTrivia) ? new[] { trivia, Whitespace(unit) } : new[] { trivia };

    private CatchClauseSyntax Filled(CatchClauseSyntax clause, TypeSyntax type, string factory, string argument)
    {
        var placeholder = (ReturnStatementSyntax)clause.Block.Statements[0];
        SimpleNameSyntax name = result is null
            ? IdentifierName(factory)
            : GenericName(Identifier(factory), TypeArgumentList(SingletonSeparatedList(result.WithoutTrivia())));
        ExpressionSyntax value = InvocationExpression(
            TypeNaming.Member(task.WithoutTrivia(), name),
            ArgumentList(SingletonSeparatedList(Argument(IdentifierName(argument)))));
        CatchClauseSyntax returning = clause.ReplaceNode(placeholder, placeholder.WithExpression(value));
        return returning.WithDeclaration(returning.Declaration!.WithType(type.WithTriviaFrom(returning.Declaration.Type)));
    }
}
