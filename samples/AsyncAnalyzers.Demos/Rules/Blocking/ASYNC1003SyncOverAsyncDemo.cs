using System.Diagnostics;
using System.Globalization;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1003SyncOverAsyncDemo : Demo
{
    private const int CardMilliseconds = 150;
    private const int RequestsPerThread = 4;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly int Threads = Environment.ProcessorCount;
    private static readonly int Requests = Threads * RequestsPerThread;

    public override string Intro =>
        $"{Requests} customers check out at once, on a thread pool of {Threads}. Three synchronous methods down, the card is charged in {CardMilliseconds} ms, with .Result: "
        + "every pool thread waits for a continuation that needs a pool thread. The pool is starved until it is given more threads.";

    public override DemoResult Measure()
    {
        Half flawed = Stage.Flawed(() => RunHalf("flawed"));
        Half repaired = Stage.Repaired(() => RunHalf("repaired"));
        return new DemoResult(
            new Measurement[]
            {
                new($"requests of {Requests} answered within {Window.TotalSeconds:0.0} s", "", flawed.Answered, repaired.Answered, Bound.AtMost(Requests / 2), Bound.Exactly(Requests)),
                new("slowest request", "ms", flawed.Slowest, repaired.Slowest, Bound.AtLeast(Window.TotalMilliseconds), Bound.AtMost(Window.TotalMilliseconds)),
                new("pool threads that it took", "", flawed.Threads, repaired.Threads, Bound.AtLeast(Threads + 1), Bound.AtMost(Threads)),
            },
            $"Waiting three calls down, {Threads} requests took all {Threads} threads of the pool, and {flawed.Answered} of {Requests} were answered before it got more. "
            + "Awaiting, the same threads served all of them in about the time of one.");
    }

    public override int RunInChild(string half)
    {
        ThreadPool.SetMaxThreads(Threads, Threads);
        using var open = new CountdownEvent(Requests);
        long slowest = 0;
        Console.WriteLine(ChildProcess.Started);
        long start = Stopwatch.GetTimestamp();
        for (int request = 0; request < Requests; request++)
        {
            int order = request;
            _ = Task.Run(async () =>
            {
                _ = half == "flawed" ? Flawed.Checkout(order) : await Repaired.Checkout(order);
                InterlockedMax(ref slowest, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                open.Signal();
            });
        }

        open.Wait(Window);
        int answered = Requests - open.CurrentCount;

        // What a watchful administrator would do: the requests that are stuck get through after all.
        ThreadPool.SetMaxThreads(2 * Requests, 2 * Requests);
        open.Wait();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answered} {slowest} {ThreadPool.ThreadCount}"));
        return 0;
    }

    private static void InterlockedMax(ref long place, long value)
    {
        for (long seen = Volatile.Read(ref place); value > seen;)
        {
            long found = Interlocked.CompareExchange(ref place, value, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    private Half RunHalf(string half)
    {
        (bool ended, IReadOnlyList<string> lines) = ChildProcess.Run(this, half, Limit);
        return ended && lines.Count > 0 && lines[^1].Split(' ') is [var answered, var slowest, var threads]
            ? new Half(Parse(answered), Parse(slowest), Parse(threads))
            : throw new InvalidOperationException($"The {half} half did not say what it measured.");

        static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);
    }

    private sealed record Half(int Answered, int Slowest, int Threads);

    private static class Flawed
    {
        // <bad>
        public static int Checkout(int order) => Pay(order);

        private static int Pay(int order)
        {
            int price = 10 + order;
            return price - Charge(price);
        }

        private static int Charge(int amount) => ChargeCardAsync(amount).Result;

        private static async Task<int> ChargeCardAsync(int amount)
        {
            await Task.Delay(CardMilliseconds);
            return amount;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> Checkout(int order) => await Pay(order);

        private static async Task<int> Pay(int order)
        {
            int price = 10 + order;
            return price - await Charge(price);
        }

        private static async Task<int> Charge(int amount) => await ChargeCardAsync(amount);

        private static async Task<int> ChargeCardAsync(int amount)
        {
            await Task.Delay(CardMilliseconds);
            return amount;
        }
        // </good>
    }
}
