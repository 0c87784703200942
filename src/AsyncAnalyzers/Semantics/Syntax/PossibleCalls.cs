namespace AsyncAnalyzers.Semantics;

/// <summary>The calls whose answer an expression may be.</summary>
internal static class PossibleCalls
{
    /// <summary>
    /// By syntax alone: the calls in source order, whatever branch is taken, through parentheses, casts, <c>!</c>, <c>?:</c>, <c>??</c>,
    /// switches and <c>?.</c>
    /// </summary>
    /// <param name="expression">What may be the answer of a call.</param>
    /// <param name="unwrap">What an expression merely wraps, so that the calls in that are meant; null where it wraps nothing.</param>
    public static IEnumerable<InvocationExpressionSyntax> In(ExpressionSyntax expression, Func<ExpressionSyntax, ExpressionSyntax?> unwrap)
        => unwrap(expression) is { } wrapped
            ? In(wrapped, unwrap)
            : expression switch
            {
                InvocationExpressionSyntax call => new[] { call },
                ParenthesizedExpressionSyntax parenthesized => In(parenthesized.Expression, unwrap),
                CastExpressionSyntax cast => In(cast.Expression, unwrap),
                PostfixUnaryExpressionSyntax postfix => In(postfix.Operand, unwrap),
                ConditionalAccessExpressionSyntax access => In(access.WhenNotNull, unwrap),
                ConditionalExpressionSyntax conditional => In(conditional.WhenTrue, unwrap).Concat(In(conditional.WhenFalse, unwrap)),
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce
                    => In(coalesce.Left, unwrap).Concat(In(coalesce.Right, unwrap)),
                SwitchExpressionSyntax @switch => @switch.Arms.SelectMany(arm => In(arm.Expression, unwrap)),
                _ => Enumerable.Empty<InvocationExpressionSyntax>(),
            };
}
