namespace AsyncAnalyzers.Semantics;

/// <summary>The calls whose answer an expression may be.</summary>
internal static class PossibleCalls
{
    /// <summary>By syntax alone: the calls among <see cref="PossibleValues"/>, in source order, and those behind <c>?.</c></summary>
    /// <param name="expression">What may be the answer of a call.</param>
    /// <param name="unwrap">What an expression merely wraps, so that the calls in that are meant; null where it wraps nothing.</param>
    public static IEnumerable<InvocationExpressionSyntax> In(ExpressionSyntax expression, Func<ExpressionSyntax, ExpressionSyntax?> unwrap)
        => PossibleValues.Of(expression).SelectMany(value => unwrap(value) is { } wrapped
            ? In(wrapped, unwrap)
            : value switch
            {
                InvocationExpressionSyntax call => new[] { call },
                ConditionalAccessExpressionSyntax access => In(access.WhenNotNull, unwrap),
                _ => Enumerable.Empty<InvocationExpressionSyntax>(),
            });
}
