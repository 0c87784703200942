namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What an expression may be, whatever branch is taken, by syntax alone and in source order: through parentheses, casts, <c>!</c>,
/// <c>?:</c>, <c>??</c> and arms of a switch.
/// </summary>
internal static class PossibleValues
{
    public static IEnumerable<ExpressionSyntax> Of(ExpressionSyntax expression) => Of(expression, forNull: false);

    /// <summary>Those that may make it null: through <c>as</c> too, and without the left sides of <c>??</c>.</summary>
    public static IEnumerable<ExpressionSyntax> ThatMayGiveNull(ExpressionSyntax expression) => Of(expression, forNull: true);

    private static IEnumerable<ExpressionSyntax> Of(ExpressionSyntax expression, bool forNull) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Of(parenthesized.Expression, forNull),
        CastExpressionSyntax cast => Of(cast.Expression, forNull),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
            => Of(suppressed.Operand, forNull),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } @as when forNull => Of(@as.Left, forNull),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => forNull
            ? Of(coalesce.Right, forNull)
            : Of(coalesce.Left, forNull).Concat(Of(coalesce.Right, forNull)),
        ConditionalExpressionSyntax choice => Of(choice.WhenTrue, forNull).Concat(Of(choice.WhenFalse, forNull)),
        SwitchExpressionSyntax @switch => @switch.Arms.SelectMany(arm => Of(arm.Expression, forNull)),
        _ => new[] { expression },
    };
}
