namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Turns <c>while (!reader.EndOfStream) { var line = await reader.ReadLineAsync(); … }</c> into
/// <c>while (await reader.ReadLineAsync() is { } line) { … }</c>: both end where nothing is left to read.
/// </summary>
internal static class EndOfStreamEditing
{
    /// <summary>The loop, and how it is rewritten; null where the loop is of another shape.</summary>
    public static (WhileStatementSyntax Loop, Func<SyntaxNode, SyntaxNode> Rewrite)? TryFind(
        RepairRequest request, BlockingCall call, CancellationToken cancellationToken)
    {
        if (call.Expression is not MemberAccessExpressionSyntax
            {
                Expression: var reader,
                Parent: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } condition
            }
            || condition.Parent is not WhileStatementSyntax { Statement: BlockSyntax block } loop || loop.Condition != condition
            || block.Statements.FirstOrDefault() is not LocalDeclarationStatementSyntax
            {
                IsConst: false, UsingKeyword.RawKind: 0,
                Declaration.Variables: { Count: 1 } variables
            }
            || variables[0].Initializer?.Value is not { } value
            || ReadIn(value) is not { } read || !AreEquivalent(((MemberAccessExpressionSyntax)read.Expression).Expression, reader)
            || request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 })
        {
            return null;
        }

        string? token = read.ArgumentList.Arguments.Count == 0 && TakesToken(read, request, cancellationToken)
            ? CancellationTokensInScope.Only(read, request.ModelFor(cancellationToken))
            : null;
        bool isAwaited = WithoutSuppression(value) is AwaitExpressionSyntax;
        bool configureAwaitFalse = isAwaited
            ? value.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == "ConfigureAwait")
            : ConfigureAwaitHabit.IsFalse(request.Root);
        return (loop, rewritten => Rewrite((WhileStatementSyntax)rewritten, token, configureAwaitFalse));
    }

    private static SyntaxNode Rewrite(WhileStatementSyntax loop, string? token, bool configureAwaitFalse)
    {
        var block = (BlockSyntax)loop.Statement;
        var declaration = (LocalDeclarationStatementSyntax)block.Statements[0];
        VariableDeclaratorSyntax variable = declaration.Declaration.Variables[0];
        InvocationExpressionSyntax read = ReadIn(variable.Initializer!.Value)!;
        var called = (MemberAccessExpressionSyntax)read.Expression;
        read = read.WithExpression(called.WithName(IdentifierName("ReadLineAsync"))).WithoutTrivia();
        if (token is not null)
        {
            read = read.WithArgumentList(ArgumentList(SingletonSeparatedList(Argument(IdentifierName(token)))));
        }

        ExpressionSyntax line = AwaitExpression(
            Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)),
            configureAwaitFalse ? AwaitSyntax.ConfigureAwaitFalse(read) : read);
        ExpressionSyntax condition = IsPatternExpression(
            line.WithTrailingTrivia(Space),
            Token(SyntaxKind.IsKeyword).WithTrailingTrivia(Space),
            RecursivePattern(
                null,
                null,
                PropertyPatternClause(Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(Space), default, Token(SyntaxKind.CloseBraceToken)
                    .WithTrailingTrivia(Space)),
                SingleVariableDesignation(variable.Identifier.WithoutTrivia())));

        SyntaxTriviaList comments = TriviaList(declaration.GetLeadingTrivia().Concat(declaration.GetTrailingTrivia()));
        bool hasComments = comments.Any(trivia
            => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective);
        SyntaxList<StatementSyntax> rest = block.Statements.RemoveAt(0);
        if (rest.Count > 0)
        {
            // The blank line that set the declaration apart goes with it.
            StatementSyntax first = rest[0];
            SyntaxTriviaList leading = TriviaList(first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
            rest = rest.Replace(first, first.WithLeadingTrivia(hasComments ? comments.AddRange(leading) : leading));
        }

        return loop.WithCondition(condition.WithTriviaFrom(loop.Condition)).WithStatement(block.WithStatements(rest));
    }

    /// <summary>
    /// The call of <c>ReadLine</c> or <c>ReadLineAsync</c> in <c>await r.ReadLineAsync().ConfigureAwait(false)</c> and its like.
    /// </summary>
    private static InvocationExpressionSyntax? ReadIn(ExpressionSyntax value)
    {
        ExpressionSyntax current = WithoutSuppression(value);
        current = current is AwaitExpressionSyntax await ? CallSyntax.WalkDownParentheses(await.Expression) : current;
        if (current is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ConfigureAwait",
                    Expression: InvocationExpressionSyntax configured
                }
            })
        {
            current = configured;
        }

        return current is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ReadLine"
            or "ReadLineAsync"
            }
        } read
            ? read
            : null;
    }

    /// <summary>The value without <c>!</c>, and without what parentheses it needs.</summary>
    private static ExpressionSyntax WithoutSuppression(ExpressionSyntax value)
        => CallSyntax.WalkDownParentheses(
            value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
            ? suppressed.Operand
            : value);

    private static bool TakesToken(InvocationExpressionSyntax read, RepairRequest request, CancellationToken cancellationToken)
        => request.Model.GetSymbolInfo(read, cancellationToken).Symbol is IMethodSymbol method
            && method.ContainingType.GetMembers("ReadLineAsync").OfType<IMethodSymbol>()
                .Any(candidate => candidate.Parameters.Length == 1 && candidate.Parameters[0].Type.Is(request.Types.CancellationToken));
}
