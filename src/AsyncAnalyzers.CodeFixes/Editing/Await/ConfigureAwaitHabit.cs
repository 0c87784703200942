namespace AsyncAnalyzers.Editing;

/// <summary>Whether the awaits of a file use <c>ConfigureAwait(false)</c>: an await that a fix adds follows suit.</summary>
internal static class ConfigureAwaitHabit
{
    /// <summary>True where more awaits of the file have <c>ConfigureAwait(false)</c> than have not.</summary>
    public static bool IsFalse(SyntaxNode root)
    {
        int balance = 0;
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            if (node is AwaitExpressionSyntax { Expression: var awaited } && !IsYield(awaited))
            {
                balance += IsConfiguredFalse(awaited) ? 1 : -1;
            }
        }

        return balance > 0;
    }

    private static bool IsConfiguredFalse(ExpressionSyntax awaited)
        => awaited is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } invocation
            && CallSyntax.CalledName(invocation) == "ConfigureAwait"
            && arguments[0].Expression.IsKind(SyntaxKind.FalseLiteralExpression);

    private static bool IsYield(ExpressionSyntax awaited)
        => awaited is InvocationExpressionSyntax invocation && CallSyntax.CalledName(invocation) == "Yield";
}
