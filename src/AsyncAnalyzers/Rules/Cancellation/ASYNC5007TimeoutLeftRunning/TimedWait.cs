namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary><c>LoadAsync().WaitAsync(timeout)</c>: the work goes on when the time is up.</summary>
internal sealed record TimedWait(InvocationExpressionSyntax Call, AbandonedWork Work)
{
    public static TimedWait? Of(SimpleNameSyntax waitAsync, CodeModel model)
        => CallSyntax.InvocationOf(waitAsync) is { ArgumentList.Arguments: { Count: > 0 } arguments } call
            && CallSyntax.Receiver(waitAsync) is { } task
            && MayBeStarted(task)
            && CallSyntax.MethodOf(call, model) is { Parameters: { Length: > 0 } parameters } method
            && (method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.TaskOfT))
            && parameters[0].Type.Is(model.Types.TimeSpan)
            && Durations.Milliseconds(arguments[0].Expression, model) is not (0 or double.PositiveInfinity)
            && AbandonedWork.In(call, task, model) is { } work
            ? new TimedWait(call, work)
            : null;

    /// <summary>A call, or a local that is set to one.</summary>
    private static bool MayBeStarted(ExpressionSyntax task) => CallSyntax.WithoutConfiguration(task) switch
    {
        InvocationExpressionSyntax => true,
        IdentifierNameSyntax name => AbandonedWork.StartIn(UnobservedRace.LocalOf(name)?.Initializer?.Value) is not null,
        _ => false,
    };
}
