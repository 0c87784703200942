using System.Diagnostics;
using System.Globalization;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1005BlockingPrimitiveInAsyncDemo : Demo
{
    private const string Done = "done ";
    private const string Latency = "latency ";
    private const string Busy = "busy ";

    private static readonly int PoolThreads = Math.Max(4, Environment.ProcessorCount);
    private static readonly int Requests = PoolThreads + 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public override string Intro =>
        $"{Requests} requests share one connection and a pool of {PoolThreads} threads; each uses the connection for 20 ms. "
        + "With SemaphoreSlim.Wait, those that queue for it keep every thread, and the one that has it finds none to go on.";

    public override DemoResult Measure()
    {
        Half flawed = Stage.Flawed(() => RunHalf("flawed"));
        Half repaired = Stage.Repaired(() => RunHalf("repaired"));
        return new DemoResult(
            new Measurement[]
            {
                new("requests done", "", flawed.Done, repaired.Done, Bound.AtMost(Requests / 2), Bound.Exactly(Requests)),
                new("longest wait of other work for a thread", "ms", flawed.Latency, repaired.Latency, Bound.AtLeast(800), Bound.AtMost(600)),
                new("pool threads busy at the end", "", flawed.Busy, repaired.Busy, Bound.AtLeast(PoolThreads), Bound.AtMost(PoolThreads / 2)),
            },
            $"Waiting with Wait, all {PoolThreads} threads stood in the queue and nothing moved any more: unrelated work did not even begin. "
            + $"With WaitAsync the queue holds no thread, and all {Requests} requests were served.");
    }

    public override int RunInChild(string half)
    {
        ThreadPool.SetMinThreads(PoolThreads, PoolThreads);
        ThreadPool.SetMaxThreads(PoolThreads, PoolThreads);
        Func<SemaphoreSlim, Task> handle = half == "flawed" ? Flawed.HandleAsync : Repaired.HandleAsync;
        var connection = new SemaphoreSlim(1);
        int done = 0;
        Console.WriteLine(ChildProcess.Started);
        var clock = Stopwatch.StartNew();
        for (int request = 0; request < Requests; request++)
        {
            ThreadPool.QueueUserWorkItem(_ => handle(connection).ContinueWith(_ => Interlocked.Increment(ref done), TaskContinuationOptions.ExecuteSynchronously));
        }

        // Work that has nothing to do with the connection is queued again and again from a thread outside of the pool.
        double latency = 0;
        while (Volatile.Read(ref done) < Requests && (half != "flawed" || clock.Elapsed < Patience))
        {
            double queued = clock.Elapsed.TotalMilliseconds;
            var began = new ManualResetEventSlim();
            ThreadPool.QueueUserWorkItem(_ => began.Set());
            began.Wait(Patience);
            latency = Math.Max(latency, clock.Elapsed.TotalMilliseconds - queued);
            Thread.Sleep(5);
        }

        ThreadPool.GetAvailableThreads(out int available, out _);
        Console.WriteLine(Done + Volatile.Read(ref done));
        Console.WriteLine(Latency + (int)latency);
        Console.WriteLine(Busy + (PoolThreads - available));
        return 0;
    }

    private Half RunHalf(string half)
    {
        (bool ended, IReadOnlyList<string> lines) = ChildProcess.Run(this, half, Limit);
        return ended
            ? new Half(Number(Done), Number(Latency), Number(Busy))
            : throw new TimeoutException($"The {half} half did not end within {Limit.TotalSeconds} s.");

        int Number(string name)
            => int.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
    }

    private static Task UseConnectionAsync() => Task.Delay(20);

    private sealed record Half(int Done, int Latency, int Busy);

    private static class Flawed
    {
        // <bad>
        public static async Task HandleAsync(SemaphoreSlim connection)
        {
            connection.Wait();
            try
            {
                await UseConnectionAsync();
            }
            finally
            {
                connection.Release();
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task HandleAsync(SemaphoreSlim connection)
        {
            await connection.WaitAsync();
            try
            {
                await UseConnectionAsync();
            }
            finally
            {
                connection.Release();
            }
        }
        // </good>
    }
}
