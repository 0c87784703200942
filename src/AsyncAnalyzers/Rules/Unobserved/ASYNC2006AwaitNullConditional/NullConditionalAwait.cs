namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary><c>await x?.FAsync()</c>.</summary>
internal static class NullConditionalAwait
{
    /// <summary>
    /// The await of exactly this expression, with or without <c>ConfigureAwait</c> behind parentheses; null where something stands in
    /// between.
    /// </summary>
    public static AwaitExpressionSyntax? AwaitOf(ConditionalAccessExpressionSyntax conditional)
    {
        SyntaxNode operand = WithParentheses(conditional);
        if (operand != conditional
            && operand.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait",
                Parent: InvocationExpressionSyntax configured
            } access
            && access.Expression == operand)
        {
            operand = WithParentheses(configured);
        }

        return operand.Parent as AwaitExpressionSyntax;
    }

    /// <summary>The <c>ConfigureAwait</c> call around the expression; null where there is none.</summary>
    public static InvocationExpressionSyntax? ConfigurationOf(ConditionalAccessExpressionSyntax conditional)
        => WithParentheses(conditional).Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ConfigureAwait",
            Parent: InvocationExpressionSyntax configured
        }
            ? configured
            : null;

    /// <summary>
    /// A test has shown that the receiver is not null, and nothing behind it in the chain may be: the <c>?.</c> is one too many.
    /// </summary>
    public static bool IsSuperfluous(ConditionalAccessExpressionSyntax conditional, CodeModel model)
        => !conditional.WhenNotNull.DescendantsAndSelf().OfType<ConditionalAccessExpressionSyntax>().Any()
            && NullTests.Of(conditional.Expression, conditional, model) == NullKnowledge.NotNull;

    /// <summary>
    /// The same was awaited in the same way before: that is why the compiler takes the receiver not to be null, as the first await would
    /// have thrown.
    /// </summary>
    public static bool IsAwaitedBefore(ConditionalAccessExpressionSyntax conditional)
        => FunctionSyntax.Enclosing(conditional) is { } function
            && function.Descendants().TakeWhile(node
                => node.SpanStart < conditional.SpanStart).OfType<ConditionalAccessExpressionSyntax>()
                .Any(earlier => AwaitOf(earlier) is not null && IsSame(earlier.Expression, conditional.Expression));

    /// <summary>
    /// The function uses the member elsewhere as if it could not be null, or a callback its parameter: it is not, as far as its author
    /// knows. Of other parameters the callers know better, and a local may be what was not found.
    /// </summary>
    public static bool IsTrustedBeside(ConditionalAccessExpressionSyntax conditional, CodeModel model)
    {
        ExpressionSyntax receiver = CallSyntax.WalkDownParentheses(conditional.Expression);
        return OwnMember.NameOf(receiver) is not null
            && FunctionSyntax.Enclosing(conditional) is { } function && FunctionSyntax.Body(function) is { } body
            && model.SymbolOf(receiver) is IFieldSymbol or IPropertySymbol
                or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } }
            && FunctionSyntax.OwnNodes(body).Any(node => node is MemberAccessExpressionSyntax { Expression: var used }
                && IsSame(used, receiver) && NullTests.Of(used, used, model) == NullKnowledge.None);
    }

    /// <summary>An item of what a loop goes through, in code without annotations: collections seldom hold null.</summary>
    public static bool IsItem(ConditionalAccessExpressionSyntax conditional, CodeModel model)
        => CallSyntax.WalkDownParentheses(conditional.Expression) is IdentifierNameSyntax receiver
            && model.SymbolOf(receiver) is ILocalSymbol local && model.SyntaxOf(local) is ForEachStatementSyntax
            && !NullState.AreAnnotationsOn(conditional.SpanStart, model);

    private static bool IsSame(ExpressionSyntax one, ExpressionSyntax other)
        => SyntaxFactory.AreEquivalent(CallSyntax.WalkDownParentheses(one), CallSyntax.WalkDownParentheses(other));

    private static SyntaxNode WithParentheses(SyntaxNode node)
    {
        while (node.Parent is ParenthesizedExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            node = node.Parent;
        }

        return node;
    }
}
