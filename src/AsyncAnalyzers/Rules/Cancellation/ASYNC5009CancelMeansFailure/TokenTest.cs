namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Questions whether a token is cancelled, by syntax.</summary>
internal static class TokenTest
{
    /// <summary>What is asked by <c>token.IsCancellationRequested</c>, also where it is compared with <c>true</c>; else null.</summary>
    public static ExpressionSyntax? Asked(ExpressionSyntax condition) => CallSyntax.WalkDownParentheses(condition) switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested", Expression: var token } => token,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } equals
            => Asked(equals.Left),
        _ => null,
    };

    /// <summary>What is asked by <c>!token.IsCancellationRequested</c>, also where it is compared with <c>false</c>; else null.</summary>
    public static ExpressionSyntax? AskedNegated(ExpressionSyntax condition) => CallSyntax.WalkDownParentheses(condition) switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Asked(not.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } equals
            => Asked(equals.Left),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } } test
            => Asked(test.Expression),
        _ => null,
    };
}
