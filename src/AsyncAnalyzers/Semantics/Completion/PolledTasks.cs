namespace AsyncAnalyzers.Semantics;

/// <summary>Tasks that a loop before has asked until they were complete.</summary>
internal static class PolledTasks
{
    /// <summary>
    /// <c>while (!t.IsCompleted &amp;&amp; !token.IsCancellationRequested) {…} token.ThrowIfCancellationRequested();</c>: behind them, in the same
    /// block, the task is complete, since whatever else ends the loop leaves the function.
    /// </summary>
    public static bool Contain(ExpressionSyntax task)
    {
        ExpressionSyntax asked = CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(task));
        if (asked is not (IdentifierNameSyntax or MemberAccessExpressionSyntax))
        {
            return false;
        }

        for (StatementSyntax? statement = task.FirstAncestorOrSelf<StatementSyntax>(); statement?.Parent is BlockSyntax block;
            statement = block)
        {
            bool isLeft = false;
            for (int index = block.Statements.IndexOf(statement) - 1; index >= 0; index--)
            {
                StatementSyntax before = block.Statements[index];
                if (Condition(before) is { } condition && PassingWait.SaysIncomplete(condition, true, asked))
                {
                    return isLeft;
                }

                isLeft |= Leaves(before);
            }
        }

        return false;
    }

    private static ExpressionSyntax? Condition(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax @while => @while.Condition,
        DoStatementSyntax @do => @do.Condition,
        ForStatementSyntax @for => @for.Condition,
        _ => null,
    };

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
            => CallSyntax.CalledName(call) == "ThrowIfCancellationRequested",
        IfStatementSyntax { Else: null, Statement: var then }
            => (then is BlockSyntax { Statements: { Count: > 0 } inside } ? inside.Last() : then)
                is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax,
        _ => false,
    };
}
