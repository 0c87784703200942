namespace AsyncAnalyzers.Semantics;

/// <summary>A condition that asks whether something is null, and nothing else.</summary>
/// <param name="Tested">What it asks of, without parentheses.</param>
/// <param name="IsNull">It holds where that is null; otherwise it holds where that is not null.</param>
/// <param name="Designation">What else names the value where it is not null: <c>y</c> of <c>x is { } y</c>.</param>
internal readonly record struct NullTest(ExpressionSyntax Tested, bool IsNull, VariableDesignationSyntax? Designation = null)
{
    private NullTest Opposite => this with { IsNull = !IsNull };

    /// <summary>
    /// By syntax: <c>x == null</c>, <c>null != x</c>, <c>x is not null</c>, <c>x is { }</c>, <c>x is object</c>,
    /// <c>ReferenceEquals(x, null)</c>, also behind <c>!</c>. <c>x == default</c> is none: x may be a value, as tokens are.
    /// </summary>
    public static NullTest? Of(SyntaxNode? condition) => condition switch
    {
        ParenthesizedExpressionSyntax parenthesized => Of(parenthesized.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Of(not.Operand)?.Opposite,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal => OfEqual(equal.Left, equal.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } unequal => OfEqual(unequal.Left, unequal.Right)?.Opposite,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: var type } @is when IsObject(type)
            => new NullTest(CallSyntax.WalkDownParentheses(@is.Left), false),
        IsPatternExpressionSyntax match => Of(match.Expression, match.Pattern),
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } call
            when CallSyntax.CalledName(call) == "ReferenceEquals" => OfEqual(arguments[0].Expression, arguments[1].Expression),
        _ => null,
    };

    /// <summary>The same of a value and a pattern that it is to match.</summary>
    public static NullTest? Of(ExpressionSyntax value, PatternSyntax pattern) => pattern switch
    {
        ParenthesizedPatternSyntax parenthesized => Of(value, parenthesized.Pattern),
        UnaryPatternSyntax not => Of(value, not.Pattern)?.Opposite,
        ConstantPatternSyntax constant when IsNullLiteral(constant.Expression)
            => new NullTest(CallSyntax.WalkDownParentheses(value), true),
        TypePatternSyntax { Type: var type } when IsObject(type) => new NullTest(CallSyntax.WalkDownParentheses(value), false),
        RecursivePatternSyntax
        {
            Type: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0, Designation: var designation
        } => new NullTest(CallSyntax.WalkDownParentheses(value), false, designation),
        _ => null,
    };

    private static NullTest? OfEqual(ExpressionSyntax left, ExpressionSyntax right)
        => IsNullLiteral(right) ? new NullTest(CallSyntax.WalkDownParentheses(left), true)
            : IsNullLiteral(left) ? new NullTest(CallSyntax.WalkDownParentheses(right), true)
            : null;

    private static bool IsNullLiteral(ExpressionSyntax value)
        => CallSyntax.WithoutCasts(value).IsKind(SyntaxKind.NullLiteralExpression);

    private static bool IsObject(ExpressionSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ObjectKeyword };
}
