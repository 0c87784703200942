using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3004LockNotReleasedDemo : Demo
{
    private const int Waiting = 4;
    private const int Callers = 5;

    public override string Intro =>
        "One caller holds the lock while four others wait for it and give up. Each of them releases the lock on its way out, and none of them "
        + "had taken it. Then five more come.";

    public override DemoResult Measure()
    {
        (int Most, int Free) flawed = Stage.Flawed(() => Run(Flawed.UseAsync));
        (int Most, int Free) repaired = Stage.Repaired(() => Run(Repaired.UseAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("most callers in the section at once", "", flawed.Most, repaired.Most, Bound.AtLeast(2), Bound.Exactly(1)),
                new("free places in a lock for one", "", flawed.Free, repaired.Free, Bound.AtLeast(2), Bound.Exactly(1)),
            },
            $"After {Waiting} cancelled waits the lock for one had {flawed.Free} free places and let {flawed.Most} callers in at once; with the wait "
            + $"before the 'try' it let in {repaired.Most}.");
    }

    /// <summary>Waits that are cancelled while the lock is held, and then callers that count how many of them are in the section.</summary>
    private static (int Most, int Free) Run(Func<SemaphoreSlim, Func<Task>, CancellationToken, Task> useAsync)
    {
        using var gate = new SemaphoreSlim(1);
        gate.Wait();
        using (var stop = new CancellationTokenSource())
        {
            Task[] waits = Enumerable.Range(0, Waiting).Select(_ => useAsync(gate, () => Task.CompletedTask, stop.Token)).ToArray();
            stop.Cancel();
            foreach (Task wait in waits)
            {
                ((IAsyncResult)wait).AsyncWaitHandle.WaitOne();
            }
        }

        gate.Release();
        int free = gate.CurrentCount, inside = 0, most = 0;
        Task[] callers = Enumerable.Range(0, Callers).Select(_ => useAsync(gate, CountAsync, CancellationToken.None)).ToArray();
        Task.WhenAll(callers).GetAwaiter().GetResult();
        return (most, free);

        async Task CountAsync()
        {
            int now = Interlocked.Increment(ref inside);
            lock (gate)
            {
                most = Math.Max(most, now);
            }

            await Task.Delay(20);
            Interlocked.Decrement(ref inside);
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task UseAsync(SemaphoreSlim gate, Func<Task> section, CancellationToken token)
        {
            try
            {
                await gate.WaitAsync(token);
                await section();
            }
            finally
            {
                gate.Release();
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task UseAsync(SemaphoreSlim gate, Func<Task> section, CancellationToken token)
        {
            await gate.WaitAsync(token);
            try
            {
                await section();
            }
            finally
            {
                gate.Release();
            }
        }
        // </good>
    }
}
