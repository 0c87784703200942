namespace AsyncAnalyzers.Showcase.Running;

/// <summary>Runs demos and programs, each on a thread of its own. Not on one of the pool: they may starve it.</summary>
internal static class OwnThread
{
    /// <summary>What takes longer than this hangs.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>Runs something, and waits for its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time, and goes on.</exception>
    public static Task RunAsync(Action work, CancellationToken cancellationToken)
        => RunAsync(
            () =>
            {
                work();
                return true;
            },
            cancellationToken);

    /// <summary>Runs something that has a result, and waits for it.</summary>
    /// <exception cref="TimeoutException">It did not end in time, and goes on.</exception>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
        => Task.Factory
            .StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(TimeLimit, cancellationToken);

    /// <summary>Whether running something has failed with this; else the whole run was cancelled.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken)
        => exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    /// <summary>Why it did not come to its end, in words.</summary>
    /// <param name="exception">What running it has thrown.</param>
    public static string Describe(Exception exception) => exception is TimeoutException
        ? "it did not end in time: " + exception.Message
        : $"it failed: {exception.GetType().Name}: {exception.Message}";
}
