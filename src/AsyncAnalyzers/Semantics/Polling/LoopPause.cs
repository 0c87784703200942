namespace AsyncAnalyzers.Semantics;

/// <summary>How a loop lets time pass, from the worst to the best.</summary>
internal enum PauseKind
{
    /// <summary>Not at all, or by giving way for a moment: the loop keeps a core busy.</summary>
    Spin,

    /// <summary><c>SpinWait.SpinOnce</c>: spins at first, sleeps later.</summary>
    BackOff,

    /// <summary>The thread sleeps.</summary>
    Sleep,

    /// <summary><c>await Task.Delay</c></summary>
    Delay,
}

/// <summary>Statements that do nothing but let time pass.</summary>
internal static class LoopPause
{
    /// <summary>The syntax allows for a pause: the cheap half of <see cref="KindOf"/>.</summary>
    public static bool MayBe(StatementSyntax statement) => statement is EmptyStatementSyntax || CallIn(statement) is { } call
        && CallSyntax.CalledName(call) is "Sleep" or "Delay" or "Yield" or "SpinWait" or "SpinOnce" or "Wait";

    /// <summary>The kind of pause that the statement is; null where it does something else.</summary>
    public static PauseKind? KindOf(StatementSyntax statement, CodeModel model)
    {
        if (statement is EmptyStatementSyntax)
        {
            return PauseKind.Spin;
        }

        if (!MayBe(statement) || CallIn(statement) is not { } call || CallSyntax.MethodOf(call, model) is not { } method)
        {
            return null;
        }

        switch (method.Name)
        {
            case "Sleep" when method.IsDeclaredIn(model.Types.Thread):
                return Lasts(call) ? PauseKind.Sleep : PauseKind.Spin;
            case "Delay" when method.IsDeclaredIn(model.Types.Task) && IsAwaited(statement):
                return Lasts(call) ? PauseKind.Delay : PauseKind.Spin;
            case "Yield" when method.IsDeclaredIn(model.Types.Thread) || method.IsDeclaredIn(model.Types.Task) && IsAwaited(statement):
            case "SpinWait" when method.IsDeclaredIn(model.Types.Thread):
                return PauseKind.Spin;
            case "SpinOnce" when method.IsDeclaredIn(model.Types.SpinWait):
                return PauseKind.BackOff;
            case "Wait" when method.IsDeclaredIn(model.Types.Task)
                && call.Expression is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax inner }
                && CallSyntax.CalledName(inner) == "Delay"
                && CallSyntax.MethodOf(inner, model) is { } delay
                && delay.IsDeclaredIn(model.Types.Task):
                return PauseKind.Sleep;
            default:
                return null;
        }

        bool Lasts(InvocationExpressionSyntax pause)
            => pause.ArgumentList.Arguments.Count > 0
                && !Durations.IsZero(pause.ArgumentList.Arguments[0].Expression, model);
    }

    /// <summary>The call that a statement consists of, below <c>await</c>, <c>ConfigureAwait</c> and a discard.</summary>
    public static InvocationExpressionSyntax? CallIn(StatementSyntax statement)
    {
        ExpressionSyntax? expression = (statement as ExpressionStatementSyntax)?.Expression;
        if (expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard)
        {
            expression = discard.Right;
        }

        if (expression is AwaitExpressionSyntax awaited)
        {
            expression = CallSyntax.WithoutConfiguration(awaited.Expression);
        }

        return expression as InvocationExpressionSyntax;
    }

    private static bool IsAwaited(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax };
}
