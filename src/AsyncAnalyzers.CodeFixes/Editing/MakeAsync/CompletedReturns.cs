namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// A function that must return a task but has nothing to await: what it returned goes into <c>Task.FromResult</c>, and
/// its end becomes <c>Task.CompletedTask</c>.
/// </summary>
/// <param name="function">The function as it is.</param>
/// <param name="task">The name of <c>Task</c> or <c>ValueTask</c>.</param>
/// <param name="returnsVoid">Nothing is returned yet.</param>
/// <param name="returnType">What is returned, without a task around it.</param>
/// <param name="writtenType">The same as it is written where the function is async already; else it is what the function returns.</param>
internal sealed class CompletedReturns(
    PlannedFunction function, TypeSyntax task, bool returnsVoid, ITypeSymbol returnType, TypeSyntax? writtenType = null)
{
    /// <summary>What takes the place of each of its returns; the nodes are those of its own body.</summary>
    public IEnumerable<(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Rewrite)> Edits(CancellationToken cancellationToken)
    {
        SyntaxNode body = FunctionSyntax.Body(function.Node)!;
        if (body is ExpressionSyntax expression)
        {
            yield return (function.Node, rewritten => WithExpression(rewritten, expression, cancellationToken));
            yield break;
        }

        foreach (ReturnStatementSyntax @return in FunctionSyntax.OwnNodes(body).OfType<ReturnStatementSyntax>())
        {
            yield return (@return, rewritten => ReturnOf((ReturnStatementSyntax)rewritten, @return, cancellationToken));
        }

        // The block of a lambda is no statement to the compiler's analysis; what is in it is.
        if (returnsVoid && body is BlockSyntax block
            && (block.Statements.Count == 0
                || function.Model.AnalyzeControlFlow(
                    block.Statements[0], block.Statements[block.Statements.Count - 1]) is { Succeeded: true, EndPointIsReachable: true }))
        {
            yield return (block, rewritten => WithEnd((BlockSyntax)rewritten, block));
        }
    }

    private ReturnStatementSyntax ReturnOf(
        ReturnStatementSyntax rewritten, ReturnStatementSyntax original, CancellationToken cancellationToken)
        => rewritten.Expression is null
            ? rewritten.WithReturnKeyword(rewritten.ReturnKeyword.WithTrailingTrivia(Space)).WithExpression(CompletedTask())
            : rewritten.WithExpression(FromResult(rewritten.Expression, original.Expression!, cancellationToken));

    private SyntaxNode WithExpression(SyntaxNode rewritten, ExpressionSyntax original, CancellationToken cancellationToken)
    {
        var expression = (ExpressionSyntax)FunctionSyntax.Body(rewritten)!;
        if (original is ThrowExpressionSyntax)
        {
            return rewritten;
        }

        return returnsVoid
            ? BlockBody.Of(rewritten, ExpressionStatement(expression.WithoutTrivia()), ReturnStatement(
                Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), CompletedTask(), Token(SyntaxKind.SemicolonToken)))
            : rewritten.ReplaceNode(expression, FromResult(expression, original, cancellationToken));
    }

    private BlockSyntax WithEnd(BlockSyntax rewritten, BlockSyntax original)
    {
        ReturnStatementSyntax end = ReturnStatement(
            Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), CompletedTask(), Token(SyntaxKind.SemicolonToken));
        if (original.SyntaxTree.GetLineSpan(original.Span) is { StartLinePosition.Line: var first, EndLinePosition.Line: var last }
            && first == last)
        {
            // On one line: { F(); return Task.CompletedTask; }
            bool isSpaced = rewritten.CloseBraceToken.LeadingTrivia.Count > 0
                || rewritten.Statements.LastOrDefault()?.GetTrailingTrivia().Count > 0
                || rewritten.OpenBraceToken.TrailingTrivia.Count > 0;
            return isSpaced
                ? rewritten.AddStatements(end.WithTrailingTrivia(Space))
                : rewritten.AddStatements(end.WithLeadingTrivia(Space).WithTrailingTrivia(Space));
        }

        SyntaxTrivia lineEnd = LineEnd(original);
        // Comments before the closing brace stay in front of the new end.
        SyntaxTriviaList before = rewritten.CloseBraceToken.LeadingTrivia;
        SyntaxTriviaList brace = TriviaList(before.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        SyntaxTriviaList comments = TriviaList(before.Take(before.Count - brace.Count));
        string indentation = rewritten.Statements.LastOrDefault()?.GetLeadingTrivia().LastOrDefault(trivia
            => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString() is { Length: > 0 } sameAsBefore
            ? sameAsBefore
            : brace + "    ";
        return rewritten
            .WithCloseBraceToken(rewritten.CloseBraceToken.WithLeadingTrivia(brace))
            .AddStatements(
                ElasticTrivia.RemovedFrom(end).WithLeadingTrivia(comments.Add(Whitespace(indentation))).WithTrailingTrivia(lineEnd));
    }

    private TypeSyntax WrittenReturnType()
        => (writtenType ?? (FunctionSyntax.IsAsync(function.Node) ? null : FunctionSyntax.ReturnType(function.Node)))?.WithoutTrivia()
            ?? AsyncEdit.TypeName(function.Document, function.Model, function.Node.SpanStart, returnType);

    private static SyntaxTrivia LineEnd(SyntaxNode node)
        => node.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(trivia
            => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found : LineFeed;

    private ExpressionSyntax CompletedTask()
        => TypeNaming.Member(task.WithoutTrivia(), "CompletedTask");

    private ExpressionSyntax FromResult(ExpressionSyntax rewritten, ExpressionSyntax original, CancellationToken cancellationToken)
    {
        if (CallSyntax.WalkDownParentheses(original) is ThrowExpressionSyntax)
        {
            return rewritten;
        }

        // Inference would take the type of the expression; what is wanted is the type of the function.
        TypeInfo type = function.Model.GetTypeInfo(original, cancellationToken);
        bool infers = SymbolEqualityComparer.IncludeNullability.Equals(type.Type, returnType);
        SimpleNameSyntax name = infers
            ? IdentifierName("FromResult")
            : GenericName(Identifier("FromResult"), TypeArgumentList(SingletonSeparatedList(WrittenReturnType())));
        return InvocationExpression(
                TypeNaming.Member(task.WithoutTrivia(), name),
                ArgumentList(SingletonSeparatedList(Argument(rewritten.WithoutTrivia()))))
            .WithTriviaFrom(rewritten);
    }
}
