namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>What a polling loop should be instead: the end of the message.</summary>
internal static class PollingRemedy
{
    public static Phrase Of(PollingLoop polling, CodeModel model)
        => EventLoopContext.Of(polling.Loop, model).IsOnLoop
            || FunctionSyntax.IsAsync(FunctionSyntax.Enclosing(polling.Loop)!)
            ? AwaitPlacement.ObstacleAt(polling.Loop, model).Remedy(Asynchronous(polling))
            : Synchronous(polling.State);

    private static Phrase Asynchronous(PollingLoop polling) => polling.State.Kind switch
    {
        PolledKind.Task => "use 'await'",
        PolledKind.Thread => "use a 'TaskCompletionSource' that the thread completes at its end",
        PolledKind.Process => "use 'await WaitForExitAsync'",
        PolledKind.Channel when polling.Shape.Work is not null => "use 'await foreach' over 'ReadAllAsync'",
        PolledKind.Channel => "use 'await ReadAsync' or 'await WaitToReadAsync'",
        PolledKind.Queue => "use a 'Channel' and await its reader",
        _ => "use a 'TaskCompletionSource' and await its task",
    };

    private static Phrase Synchronous(PolledState state) => state.Kind switch
    {
        PolledKind.Task => "use 'Wait', or make this code async and await the task",
        PolledKind.Thread => "use 'Join'",
        PolledKind.Process => "use 'WaitForExit'",
        PolledKind.Channel => "use 'await' in async code",
        PolledKind.Queue => "use a 'BlockingCollection', or a 'Channel' in async code",
        _ => "use a 'ManualResetEventSlim', or a 'TaskCompletionSource' in async code",
    };
}
