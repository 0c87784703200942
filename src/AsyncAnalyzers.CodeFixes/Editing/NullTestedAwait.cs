namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Awaits a call that stands behind <c>?.</c>: <c>x?.F();</c> becomes <c>if (x is not null) { await x.F(); }</c>.</summary>
internal static class NullTestedAwait
{
    /// <summary>Testing the receiver reads it twice: only what has no effect and cannot change in between is tested.</summary>
    public static bool IsPossible(ExpressionStatementSyntax statement, SemanticModel model, CancellationToken cancellationToken)
        // An if under an if would take its else.
        => statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax
            && CallSyntax.WalkDownParentheses(statement.Expression) is ConditionalAccessExpressionSyntax conditional
            && !conditional.WhenNotNull.DescendantNodesAndSelf().OfType<ConditionalAccessExpressionSyntax>().Any()
            && model.GetSymbolInfo(conditional.Expression, cancellationToken).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { IsReadOnly: true }
            && model.GetTypeInfo(conditional.Expression, cancellationToken).Type is { IsReferenceType: true };

    public static StatementSyntax InPlaceOf(ExpressionStatementSyntax statement, bool configureAwaitFalse, ParseOptions? options)
    {
        var conditional = (ConditionalAccessExpressionSyntax)CallSyntax.WalkDownParentheses(statement.Expression);
        ExpressionSyntax receiver = conditional.Expression.WithoutTrivia();
        ExpressionSyntax test = options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 }
            ? IsPatternExpression(
                receiver.WithTrailingTrivia(Space),
                Token(SyntaxKind.IsKeyword).WithTrailingTrivia(Space),
                UnaryPattern(Token(SyntaxKind.NotKeyword).WithTrailingTrivia(Space), ConstantPattern(LiteralExpression(SyntaxKind.NullLiteralExpression))))
            : BinaryExpression(
                SyntaxKind.NotEqualsExpression,
                receiver.WithTrailingTrivia(Space),
                Token(SyntaxKind.ExclamationEqualsToken).WithTrailingTrivia(Space),
                LiteralExpression(SyntaxKind.NullLiteralExpression));
        ExpressionSyntax call = new ReceiverInserter(receiver).Insert(conditional.WhenNotNull);
        ExpressionSyntax awaited = AwaitSyntax.InPlaceOf(call.WithoutTrivia(), parent: null, call.WithoutTrivia(), configureAwaitFalse);
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
