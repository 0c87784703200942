namespace AsyncAnalyzers.Semantics;

/// <summary>Code that asks on which thread it runs: what it does is for that thread, whatever locks others take.</summary>
internal static class ThreadChecks
{
    private static readonly string[] Verbs = { "Verify", "Assert", "Check", "Ensure", "Throw", "Require", "Is", "Validate", "Demand" };

    /// <summary>
    /// By name: <c>VerifyAccess()</c>, <c>ThrowIfNotOnUIThread()</c>, <c>Debug.Assert(IsMainThread)</c>,
    /// <c>Thread.CurrentThread == _thread</c> in the function's own code.
    /// </summary>
    public static bool AreIn(SyntaxNode function)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node is IdentifierNameSyntax identifier && IsCheckAt(identifier))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The condition asks so: <c>!dispatcher.CheckAccess()</c>, <c>HasThreadAccess || n == 0</c>.</summary>
    public static bool AreAskedBy(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(static node => node is IdentifierNameSyntax identifier && IsCheckAt(identifier));

    /// <summary>
    /// With this outcome of the condition the code is on the thread that it asks for (true), or on another one (false); null where neither
    /// is certain.
    /// </summary>
    public static bool? Tells(ExpressionSyntax condition, bool holds)
    {
        switch (CallSyntax.WalkDownParentheses(condition))
        {
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                return Tells(negation.Operand, !holds);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                return both.IsKind(SyntaxKind.LogicalAndExpression) == holds
                    ? Tells(both.Left, holds) ?? Tells(both.Right, holds)
                    : null;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                bool isEqual = comparison.IsKind(SyntaxKind.EqualsExpression) == holds;
                return comparison.Right.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression
                    ? Tells(comparison.Left, isEqual == comparison.Right.IsKind(SyntaxKind.TrueLiteralExpression))
                    : AreAskedBy(comparison) ? isEqual : null;
            case var plain:
                return !AreAskedBy(plain) ? null : holds != NamesOf(plain).Contains("InvokeRequired");
        }
    }

    private static IEnumerable<string> NamesOf(ExpressionSyntax asked)
        => asked.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText);

    private static bool IsCheckAt(IdentifierNameSyntax identifier)
        => identifier.Identifier.ValueText is var name
            && (IsCheck(name) || (name is "CurrentThread" or "CurrentManagedThreadId" && IsCompared(identifier)));

    private static bool IsCompared(IdentifierNameSyntax thread)
        => thread.Ancestors().TakeWhile(static around => around is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
            .Any(static around => around.IsKind(SyntaxKind.EqualsExpression) || around.IsKind(SyntaxKind.NotEqualsExpression)
                || (around is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Equals" or "ReferenceEquals"));

    private static bool IsCheck(string name)
        => name is "VerifyAccess" or "CheckAccess" or "InvokeRequired"
            || name.StartsWith("HasThreadAccess", StringComparison.Ordinal)
            || (name.IndexOf("Thread", StringComparison.Ordinal) > 0
                && Array.Exists(Verbs, verb => name.StartsWith(verb, StringComparison.Ordinal))
                && !name.StartsWith("IsThreadPool", StringComparison.Ordinal)
                && !name.StartsWith("IsThreadSafe", StringComparison.Ordinal));
}
