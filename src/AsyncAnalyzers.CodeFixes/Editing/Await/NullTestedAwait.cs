namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Awaits a call that stands behind <c>?.</c>: <c>x?.F();</c> becomes <c>if (x is not null) { await x.F(); }</c>.</summary>
internal static class NullTestedAwait
{
    /// <summary>Testing the receiver reads it twice: only what has no effect and cannot change in between is tested.</summary>
    public static bool IsPossible(ExpressionStatementSyntax statement, CodeModel model)
        // An if under an if would take its else.
        => statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax
            && ConditionalIn(statement) is { } conditional
            && !conditional.WhenNotNull.DescendantNodesAndSelf().OfType<ConditionalAccessExpressionSyntax>().Any()
            && model.SymbolOf(conditional.Expression) is ILocalSymbol or IParameterSymbol
                or IFieldSymbol { IsReadOnly: true }
            && model.TypeOf(conditional.Expression) is { IsReferenceType: true };

    public static StatementSyntax InPlaceOf(ExpressionStatementSyntax statement, bool configureAwaitFalse, ParseOptions? options)
    {
        ExpressionSyntax receiver = ConditionalIn(statement)!.Expression.WithoutTrivia();
        ExpressionSyntax test = options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 }
            ? IsPatternExpression(
                receiver.WithTrailingTrivia(Space),
                Token(SyntaxKind.IsKeyword).WithTrailingTrivia(Space),
                UnaryPattern(Token(SyntaxKind.NotKeyword).WithTrailingTrivia(Space),
                    ConstantPattern(LiteralExpression(SyntaxKind.NullLiteralExpression))))
            : BinaryExpression(
                SyntaxKind.NotEqualsExpression,
                receiver.WithTrailingTrivia(Space),
                Token(SyntaxKind.ExclamationEqualsToken).WithTrailingTrivia(Space),
                LiteralExpression(SyntaxKind.NullLiteralExpression));
        return InPlaceOf(statement, test, receiver, configureAwaitFalse);
    }

    /// <summary><c>if (receiver is { } variable) { await variable.F(); }</c>: the receiver is read once.</summary>
    public static StatementSyntax InPlaceOf(ExpressionStatementSyntax statement, string variable, bool configureAwaitFalse)
    {
        ExpressionSyntax test = IsPatternExpression(
            ConditionalIn(statement)!.Expression.WithoutTrivia().WithTrailingTrivia(Space),
            Token(default, SyntaxKind.IsKeyword, TriviaList(Space)),
            // No trivia that the formatter may stretch: it would give the braces a line each.
            RecursivePattern(
                null,
                null,
                PropertyPatternClause(Token(default, SyntaxKind.OpenBraceToken, TriviaList(Space)), default,
                    Token(default, SyntaxKind.CloseBraceToken, TriviaList(Space))),
                SingleVariableDesignation(Identifier(default, variable, default))));
        return InPlaceOf(statement, test, IdentifierName(variable), configureAwaitFalse);
    }

    /// <summary>The <c>?.</c> expression that the statement consists of, awaited or not, with or without <c>ConfigureAwait</c>.</summary>
    public static ConditionalAccessExpressionSyntax? ConditionalIn(ExpressionStatementSyntax statement)
    {
        ExpressionSyntax expression = CallSyntax.WithoutSuppression(statement.Expression);
        if (expression is AwaitExpressionSyntax awaited)
        {
            expression = CallSyntax.WithoutSuppression(awaited.Expression);
            expression = expression is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var configured }
            }
                ? CallSyntax.WithoutSuppression(configured)
                : expression;
        }

        return expression as ConditionalAccessExpressionSyntax;
    }

    /// <summary>What stands behind <c>?.</c>, called on the receiver instead.</summary>
    public static ExpressionSyntax CallOn(ExpressionSyntax receiver, ConditionalAccessExpressionSyntax conditional)
        => new ReceiverInserter(receiver).Insert(conditional.WhenNotNull).WithoutTrivia();

    private static StatementSyntax InPlaceOf(
        ExpressionStatementSyntax statement, ExpressionSyntax test, ExpressionSyntax receiver, bool configureAwaitFalse)
    {
        ExpressionSyntax call = CallOn(receiver, ConditionalIn(statement)!);
        ExpressionSyntax awaited = AwaitSyntax.InPlaceOf(call, parent: null, call, configureAwaitFalse);
        return IfStatement(test, Block(ExpressionStatement(awaited)))
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(statement.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Turns <c>.F()</c> behind <c>?.</c> into <c>receiver.F()</c>.</summary>
    private sealed class ReceiverInserter(ExpressionSyntax receiver) : CSharpSyntaxRewriter
    {
        private bool _done;

        public ExpressionSyntax Insert(ExpressionSyntax whenNotNull) => (ExpressionSyntax)Visit(whenNotNull);

        public override SyntaxNode? VisitMemberBindingExpression(MemberBindingExpressionSyntax node) => Once(
            node, () => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, node.OperatorToken, node.Name));

        public override SyntaxNode? VisitElementBindingExpression(ElementBindingExpressionSyntax node) => Once(
            node, () => ElementAccessExpression(receiver, node.ArgumentList));

        public override SyntaxNode? VisitArgumentList(ArgumentListSyntax node) => node;

        private SyntaxNode Once(SyntaxNode node, Func<SyntaxNode> replacement)
        {
            if (_done)
            {
                return node;
            }

            _done = true;
            return replacement();
        }
    }
}
