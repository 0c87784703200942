namespace AsyncAnalyzers.Semantics;

/// <summary><c>await x?.FAsync()</c>.</summary>
internal static class NullConditionalAwait
{
    /// <summary>The await of exactly this expression, with or without <c>ConfigureAwait</c> behind parentheses; null where something stands in between.</summary>
    public static AwaitExpressionSyntax? AwaitOf(ConditionalAccessExpressionSyntax conditional)
    {
        SyntaxNode operand = WithParentheses(conditional);
        if (operand != conditional && operand.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } access && access.Expression == operand)
        {
            operand = WithParentheses(configured);
        }

        return operand.Parent as AwaitExpressionSyntax;
    }

    /// <summary>The <c>ConfigureAwait</c> call around the expression; null where there is none.</summary>
    public static InvocationExpressionSyntax? ConfigurationOf(ConditionalAccessExpressionSyntax conditional)
        => WithParentheses(conditional).Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } ? configured : null;

    /// <summary>An <c>if</c> or <c>?:</c> around the await has tested the receiver: there the <c>?.</c> is merely one too many.</summary>
    public static bool IsTestedBefore(ConditionalAccessExpressionSyntax conditional)
    {
        ExpressionSyntax receiver = conditional.Expression;
        SyntaxNode child = conditional;
        for (SyntaxNode? current = conditional.Parent; current is not null && !FunctionSyntax.IsFunction(current) && current is not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            ExpressionSyntax? condition = current switch
            {
                IfStatementSyntax @if when child == @if.Statement => @if.Condition,
                WhileStatementSyntax @while when child == @while.Statement => @while.Condition,
                ConditionalExpressionSyntax ternary when child == ternary.WhenTrue => ternary.Condition,
                _ => null,
            };
            if (condition is not null && Tests(condition, receiver))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same was awaited in the same way before: that is why the compiler takes the receiver not to be null, as the first await would have thrown.</summary>
    public static bool IsAwaitedBefore(ConditionalAccessExpressionSyntax conditional)
        => FunctionSyntax.Enclosing(conditional) is { } function
            && function.DescendantNodes().TakeWhile(node => node.SpanStart < conditional.SpanStart).OfType<ConditionalAccessExpressionSyntax>()
                .Any(earlier => AwaitOf(earlier) is not null && IsSame(earlier.Expression, conditional.Expression));

    /// <summary><c>x != null</c>, <c>x is not null</c>, <c>x?.IsOpen == true</c>, joined by <c>&amp;&amp;</c>.</summary>
    private static bool Tests(ExpressionSyntax condition, ExpressionSyntax receiver) => CallSyntax.WalkDownParentheses(condition) switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => Tests(and.Left, receiver) || Tests(and.Right, receiver),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } unequal
            => (unequal.Right.IsKind(SyntaxKind.NullLiteralExpression) && IsSame(unequal.Left, receiver)) || (unequal.Left.IsKind(SyntaxKind.NullLiteralExpression) && IsSame(unequal.Right, receiver)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression, Left: ConditionalAccessExpressionSyntax access } => IsSame(access.Expression, receiver),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } or RecursivePatternSyntax } pattern => IsSame(pattern.Expression, receiver),
        _ => false,
    };

    private static bool IsSame(ExpressionSyntax one, ExpressionSyntax other) => SyntaxFactory.AreEquivalent(CallSyntax.WalkDownParentheses(one), CallSyntax.WalkDownParentheses(other));

    private static SyntaxNode WithParentheses(SyntaxNode node)
    {
        while (node.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            node = node.Parent;
        }

        return node;
    }
}
