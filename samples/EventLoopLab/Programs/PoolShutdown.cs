using System.Collections.Concurrent;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Work on a pool of threads when its program ends.</summary>
internal sealed class PoolShutdown : LabProgram
{
    private const string Done = "done ";
    private const string Over = "main is over";
    private const int Jobs = 12;
    private const int PoolThreads = 2;
    private const int JobTime = 60;

    public override int Order => 13;

    public override string Story => $"A program hands {Jobs} jobs to a pool of threads and ends.";

    public override string Claim =>
        "With the default pool left running, the process ends before its work; when the pool is shut down and drained, "
        + "or its tasks are awaited, no work is lost.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("left running", trial => Run(trial, "left-running", Bound.AtLeast(1)))
        {
            Pitfall = "The threads of the default pool are background threads: nobody waits for what they were given.",
            Rule = "ASYNC2001",
        },
        new("awaited", trial => Run(trial, "awaited", Bound.Exactly(0))),
        new("a pool of one's own, drained", trial => Run(trial, "drained", Bound.Exactly(0))),
    };

    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        switch (arguments[0])
        {
            case "left-running":
                EventLoop.Run(async _ =>
                {
                    Flawed.HandOut();
                    return await Task.FromResult(true);
                });
                break;
            case "awaited":
                EventLoop.Run(async _ =>
                {
                    await Repaired.HandOut();
                    return true;
                });
                break;
            case "drained":
                using (var pool = new Pool(PoolThreads))
                {
                    for (int i = 1; i <= Jobs; i++)
                    {
                        int job = i;
                        pool.Add(() => Do(job));
                    }
                }

                break;
        }

        Console.WriteLine(Over);
        return 0;
    }

    private void Run(Trial trial, string mode, Bound lost)
    {
        using ChildProgram program = StartChild(mode);
        foreach (string line in program.ReadToEnd())
        {
            trial.Say(line);
        }

        int done = trial.Lines.Count(line => line.StartsWith(Done));
        trial.Measure($"jobs lost, of {Jobs}", "", Jobs - done, lost, Better.Lower);
        trial.Measure("main came to its end", "", trial.Lines.Count(line => line == Over), Bound.Exactly(1));
    }

    private static Task RunAsync(int job) => Task.Run(() => Do(job));

    private static void Do(int job)
    {
        Thread.Sleep(JobTime);
        Console.WriteLine(Done + job);
    }

    private static class Flawed
    {
        // <bad>
        public static void HandOut()
        {
            for (int i = 1; i <= Jobs; i++)
            {
                RunAsync(job: i);
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task HandOut()
        {
            for (int i = 1; i <= Jobs; i++)
            {
                await RunAsync(job: i);
            }
        }
        // </good>
    }

    /// <summary>Threads that take jobs from a queue until the pool is shut down and the queue is empty.</summary>
    private sealed class Pool : IDisposable
    {
        private readonly BlockingCollection<Action> _jobs = new();
        private readonly Thread[] _threads;

        public Pool(int threads)
        {
            _threads = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToArray();
            Array.ForEach(_threads, thread => thread.Start());
        }

        public void Add(Action job) => _jobs.Add(job);

        /// <summary>Takes no more jobs, does those that it has, and ends its threads.</summary>
        public void Dispose()
        {
            _jobs.CompleteAdding();
            Array.ForEach(_threads, thread => thread.Join());
            _jobs.Dispose();
        }

        private void Work()
        {
            foreach (Action job in _jobs.GetConsumingEnumerable())
            {
                job();
            }
        }
    }
}
