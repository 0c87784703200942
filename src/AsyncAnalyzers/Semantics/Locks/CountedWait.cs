namespace AsyncAnalyzers.Semantics;

/// <summary>
/// <c>lock (x) { if (gate.CurrentCount == 1) gate.Wait(); }</c>: the wait finds what the test has seen, as long as all takes of the
/// semaphore are under that lock. Over-approximates: that they are is not looked up.
/// </summary>
internal static class CountedWait
{
    /// <summary>By syntax, the call waits for a semaphore that is free.</summary>
    public static bool Is(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is "Wait" or "WaitAsync"
            && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } semaphore
            && call.Ancestors().TakeWhile(static node => !FunctionSyntax.IsFunction(node)).Any(static node => node is LockStatementSyntax)
            && ControllingCondition.Of(call).Any(condition => condition.Holds && condition.Pattern is null
                && CallSyntax.Operands(condition.Tested, SyntaxKind.LogicalAndExpression).Any(test => IsFree(test, semaphore)));

    private static bool IsFree(ExpressionSyntax test, ExpressionSyntax semaphore)
        => CallSyntax.WalkDownParentheses(test) is BinaryExpressionSyntax
        {
            Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CurrentCount", Expression: var asked },
            Right: LiteralExpressionSyntax { Token.ValueText: var bound },
        } comparison
            && SyntaxFactory.AreEquivalent(OwnMember.WithoutThis(asked), OwnMember.WithoutThis(semaphore))
            && comparison.Kind() switch
            {
                SyntaxKind.EqualsExpression or SyntaxKind.GreaterThanOrEqualExpression => bound != "0",
                SyntaxKind.NotEqualsExpression => bound == "0",
                SyntaxKind.GreaterThanExpression => true,
                _ => false,
            };
}
