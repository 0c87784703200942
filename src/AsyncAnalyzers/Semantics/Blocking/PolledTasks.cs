namespace AsyncAnalyzers.Semantics;

/// <summary>Tasks that a loop before has asked until they were complete.</summary>
internal static class PolledTasks
{
    /// <summary>
    /// <c>while (!t.IsCompleted &amp;&amp; !token.IsCancellationRequested) {…} token.ThrowIfCancellationRequested();</c>: behind them, in
    /// the same block, the task is complete, since whatever else ends the loop leaves the function.
    /// </summary>
    public static bool Contain(ExpressionSyntax task)
    {
        ExpressionSyntax asked = CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(task));
        if (asked is not (IdentifierNameSyntax or MemberAccessExpressionSyntax))
        {
            return false;
        }

        for (StatementSyntax? statement = task.FirstAncestorOrSelf<StatementSyntax>(); statement is not null;
            statement = statement.Parent as StatementSyntax)
        {
            if (statement.Parent is not BlockSyntax block)
            {
                continue;
            }

            bool isLeft = false;
            for (int index = block.Statements.IndexOf(statement) - 1; index >= 0; index--)
            {
                StatementSyntax before = block.Statements[index];
                if (Condition(before) is { } condition && SayIncomplete(condition, true, asked))
                {
                    return isLeft;
                }

                isLeft |= Leaves(before);
            }
        }

        return false;
    }

    /// <summary>The condition has that value only where the task is not complete.</summary>
    public static bool SayIncomplete(ExpressionSyntax condition, bool value, ExpressionSyntax task)
        => CallSyntax.WalkDownParentheses(condition) switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => SayIncomplete(not.Operand, !value, task),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when value
                => SayIncomplete(both.Left, true, task) || SayIncomplete(both.Right, true, task),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when !value
                => SayIncomplete(either.Left, false, task) || SayIncomplete(either.Right, false, task),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" } asked
                => !value && SyntaxFactory.AreEquivalent(asked.Expression, task),
            _ => false,
        };

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
