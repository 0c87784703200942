namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>What a polling loop should be instead: the end of the message.</summary>
internal static class PollingRemedy
{
    public static string Of(PollingLoop polling, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (!EventLoopContext.Of(polling.Loop, model, types, cancellationToken).IsOnLoop
            && !FunctionSyntax.IsAsync(FunctionSyntax.Enclosing(polling.Loop)!))
        {
            return "use " + Synchronous(polling.State);
        }

        string remedy = Asynchronous(polling);
        return AwaitPlacement.ObstacleAt(polling.Loop, model, types, cancellationToken).Remedy("use " + remedy, "then use " + remedy);
    }

    private static string Asynchronous(PollingLoop polling) => polling.State.Kind switch
    {
        PolledKind.Task => "'await'",
        PolledKind.Thread => "a 'TaskCompletionSource' that the thread completes at its end",
        PolledKind.Process => "'await WaitForExitAsync'",
        PolledKind.Channel when polling.Shape.Work is not null => "'await foreach' over 'ReadAllAsync'",
        PolledKind.Channel => "'await ReadAsync' or 'await WaitToReadAsync'",
        PolledKind.Queue => "a 'Channel' and await its reader",
        _ => "a 'TaskCompletionSource' and await its task",
    };

    private static string Synchronous(PolledState state) => state.Kind switch
    {
        PolledKind.Task => "'Wait', or make this code async and await the task",
        PolledKind.Thread => "'Join'",
        PolledKind.Process => "'WaitForExit'",
        PolledKind.Channel => "'await' in async code",
        PolledKind.Queue => "a 'BlockingCollection', or a 'Channel' in async code",
        _ => "a 'ManualResetEventSlim', or a 'TaskCompletionSource' in async code",
    };
}
