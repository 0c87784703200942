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
            if (node is IdentifierNameSyntax { Identifier.ValueText: var name } identifier
                && (IsCheck(name) || (name is "CurrentThread" or "CurrentManagedThreadId" && IsCompared(identifier))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCompared(IdentifierNameSyntax thread)
        => thread.Ancestors().TakeWhile(static around => around is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
            .Any(static around => around.IsKind(SyntaxKind.EqualsExpression) || around.IsKind(SyntaxKind.NotEqualsExpression)
                || (around is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Equals" or "ReferenceEquals"));

    private static bool IsCheck(string name)
        => name is "VerifyAccess" or "CheckAccess" or "InvokeRequired" or "HasThreadAccess"
            || (name.IndexOf("Thread", StringComparison.Ordinal) > 0
                && Array.Exists(Verbs, verb => name.StartsWith(verb, StringComparison.Ordinal))
                && !name.StartsWith("IsThreadPool", StringComparison.Ordinal)
                && !name.StartsWith("IsThreadSafe", StringComparison.Ordinal));
}
