using System.Diagnostics;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Threads and coroutines that add to one number.</summary>
internal sealed class SharedCounter : LabProgram
{
    private const int Threads = 4;
    private const int AdditionsOfAThread = 500_000;
    private const int Coroutines = 100;
    private const int AdditionsOfACoroutine = 100;

    /// <summary>A busy machine may run the threads one after the other for a while: so long it is tried again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>One processor runs one thread at a time, and may lose nothing.</summary>
    private static readonly Bound SomeLost = Environment.ProcessorCount > 1 ? Bound.AtLeast(1) : Bound.None;

    public override int Order => 5;

    public override string Story => "Four threads, or a hundred coroutines of one loop, add 1 to a number that they share, over and over.";

    public override string Claim =>
        "Threads without a lock lose additions; with a lock or an interlocked addition none is lost. "
        + "Coroutines of one loop need no lock between two awaits, and one across an await.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("threads without a lock", trial => OfThreads(trial, Flawed.Count, SomeLost))
        {
            Pitfall = "'counter++' reads, adds and writes; two threads that read the same number write the same sum.",
            Rule = "ASYNC3001",
            Mark = "threads",
        },
        new("threads with a lock", trial => OfThreads(trial, WithALock, Bound.Exactly(0))),
        new("threads, Interlocked", trial => OfThreads(trial, Repaired.Count, Bound.Exactly(0))),
        new("coroutines, between awaits", trial => OfCoroutines(trial, BetweenAwaitsAsync, Bound.Exactly(0))),
        new("coroutines, across an await", trial => OfCoroutines(trial, Flawed.CountAsync, Bound.AtLeast(Coroutines)))
        {
            Pitfall = "Between the read and the write each coroutine lets the others run.",
            Rule = "ASYNC3001",
            Mark = "coroutines",
        },
        new("coroutines, a lock that is awaited", trial => OfCoroutines(trial, Repaired.CountAsync, Bound.Exactly(0))),
    };

    private static void OfThreads(Trial trial, Func<int> count, Bound lost)
    {
        // Threads that never run at the same time lose nothing.
        var clock = Stopwatch.StartNew();
        int counted;
        do
        {
            counted = count();
        }
        while (!lost.Holds((Threads * AdditionsOfAThread) - counted) && clock.Elapsed < Patience);

        Report(trial, Threads * AdditionsOfAThread, counted, lost);
    }

    private static void OfCoroutines(Trial trial, Func<Task<int>> count, Bound lost)
        => Report(trial, Coroutines * AdditionsOfACoroutine, EventLoop.Run(_ => count()).Value, lost);

    private static void Report(Trial trial, int expected, int counted, Bound lost)
    {
        trial.Say($"{counted:#,0} of {expected:#,0}");
        trial.Measure("additions lost", "", expected - counted, lost, Better.Lower);
    }

    private static int WithALock()
    {
        int counter = 0;
        var gate = new Lock();
        var threads = new List<Thread>();
        for (int t = 0; t < Threads; t++)
        {
            var thread = new Thread(() =>
            {
                for (int i = 0; i < AdditionsOfAThread; i++)
                {
                    lock (gate)
                    {
                        counter++;
                    }
                }
            });
            thread.Start();
            threads.Add(thread);
        }

        threads.ForEach(thread => thread.Join());
        return counter;
    }

    private static async Task<int> BetweenAwaitsAsync()
    {
        int counter = 0;
        await Task.WhenAll(Enumerable.Range(0, Coroutines).Select(async _ =>
        {
            for (int i = 0; i < AdditionsOfACoroutine; i++)
            {
                await Task.Yield();
#pragma warning disable ASYNC3001 // The rule cannot know that one thread runs them all.
                counter++;
#pragma warning restore ASYNC3001
            }
        }));
        return counter;
    }

    private static class Flawed
    {
        // <bad threads>
        public static int Count()
        {
            using var start = new Barrier(Threads);
            int counter = 0;
            var threads = new List<Thread>();
            for (int t = 0; t < Threads; t++)
            {
                var thread = new Thread(() =>
                {
                    start.SignalAndWait();
                    for (int i = 0; i < AdditionsOfAThread; i++)
                    {
                        counter++;
                    }
                });
                thread.Start();
                threads.Add(thread);
            }

            threads.ForEach(thread => thread.Join());
            return counter;
        }
        // </bad threads>

        // <bad coroutines>
        public static async Task<int> CountAsync()
        {
            int counter = 0;
            await Task.WhenAll(Enumerable.Range(0, Coroutines).Select(async _ =>
            {
                for (int i = 0; i < AdditionsOfACoroutine; i++)
                {
                    int read = counter;
                    await Task.Yield();
                    counter = read + 1;
                }
            }));
            return counter;
        }
        // </bad coroutines>
    }

    private static class Repaired
    {
        // <good threads>
        public static int Count()
        {
            using var start = new Barrier(Threads);
            int counter = 0;
            var threads = new List<Thread>();
            for (int t = 0; t < Threads; t++)
            {
                var thread = new Thread(() =>
                {
                    start.SignalAndWait();
                    for (int i = 0; i < AdditionsOfAThread; i++)
                    {
                        Interlocked.Increment(ref counter);
                    }
                });
                thread.Start();
                threads.Add(thread);
            }

            threads.ForEach(thread => thread.Join());
            return counter;
        }
        // </good threads>

        // <good coroutines>
        public static async Task<int> CountAsync()
        {
            int counter = 0;
            using var gate = new SemaphoreSlim(1, 1);
            await Task.WhenAll(Enumerable.Range(0, Coroutines).Select(async _ =>
            {
                for (int i = 0; i < AdditionsOfACoroutine; i++)
                {
                    await gate.WaitAsync();
                    try
                    {
                        int read = counter;
                        await Task.Yield();
                        counter = read + 1;
                    }
                    finally
                    {
                        gate.Release();
                    }
                }
            }));
            return counter;
        }
        // </good coroutines>
    }
}
