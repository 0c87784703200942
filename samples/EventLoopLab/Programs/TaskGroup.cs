using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Workers as single tasks and in a group, when some of them fail.</summary>
internal sealed class TaskGroup : LabProgram
{
    private static readonly TimeSpan WorkTime = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan FailureTime = TimeSpan.FromSeconds(0.1);

    public override int Order => 11;

    public override string Story => "Two workers need 0.8 s. Two others fail after 0.1 s.";

    public override string Claim =>
        "A group waits for all of its tasks, cancels the rest when one fails, and reports every failure: no task is "
        + "left running. One by one, tasks are left running and failures are lost.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("one by one", trial => Run(trial, Flawed.RunAsync, Bound.AtLeast(1), Bound.Exactly(1)))
        {
            Pitfall = "The first await that fails leaves the method, and the tasks behind it to themselves.",
            NoRule = "every task is awaited; that an earlier await may leave the method first is not looked at",
        },
        new("a group", trial => Run(trial, Repaired.RunAsync, Bound.Exactly(0), Bound.Exactly(2))),
        new("a group in which nobody fails", Calm),
    };

    private static void Run(Trial trial, Func<Func<string, bool, CancellationToken, Task>, Task> main, Bound left, Bound reported)
    {
        int running = 0;
        int failures = 0;
        int leftRunning = EventLoop.Run(async _ =>
        {
            try
            {
                await main(async (name, fails, cancellationToken) =>
                {
                    Interlocked.Increment(ref running);
                    try
                    {
                        await WorkAsync(trial, name, fails, cancellationToken);
                    }
                    finally
                    {
                        Interlocked.Decrement(ref running);
                    }
                });
            }
            catch (AggregateException exception)
            {
                failures = exception.InnerExceptions.Count;
            }
            catch (InvalidOperationException)
            {
                failures = 1;
            }

            return Volatile.Read(ref running);
        }).Value;
        trial.Say($"{failures} failures reported, {leftRunning} tasks still run");
        trial.Measure("tasks left running", "", leftRunning, left, Better.Lower);
        trial.Measure("failures reported, of 2", "", failures, reported, Better.Higher);
    }

    private static void Calm(Trial trial)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        EventLoop.Run(async _ =>
        {
            await Group.RunAsync(group =>
            {
                group.Start(cancellationToken => WorkAsync(trial, "first", fails: false, cancellationToken));
                group.Start(cancellationToken => WorkAsync(trial, "second", fails: false, cancellationToken));
            });
            return true;
        });
        var time = Bound.Between(WorkTime.TotalSeconds * 0.95, WorkTime.TotalSeconds * 1.8);
        trial.Measure("time until the group is over", "s", clock.Elapsed.TotalSeconds, time, Better.Lower);
        trial.Measure("workers done", "", trial.Lines.Count(line => line.EndsWith("done")), Bound.Exactly(2));
    }

    private static async Task WorkAsync(Trial trial, string name, bool fails, CancellationToken cancellationToken)
    {
        try
        {
            // A failure is not held up by a cancellation that comes first.
            await (fails ? Task.Delay(FailureTime, CancellationToken.None) : Task.Delay(WorkTime, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            trial.Say($"{name}: cancelled");
            throw;
        }

        trial.Say($"{name}: {(fails ? "failed" : "done")}");
        if (fails)
        {
            throw new InvalidOperationException(name);
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task RunAsync(Func<string, bool, CancellationToken, Task> workAsync)
        {
            Task first = workAsync("first", true, CancellationToken.None);
            Task second = workAsync("second", true, CancellationToken.None);
            Task third = workAsync("third", false, CancellationToken.None);
            Task fourth = workAsync("fourth", false, CancellationToken.None);
            await first;
            await second;
            await third;
            await fourth;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task RunAsync(Func<string, bool, CancellationToken, Task> workAsync)
        {
            await Group.RunAsync(group =>
            {
                group.Start(cancellationToken => workAsync("first", true, cancellationToken));
                group.Start(cancellationToken => workAsync("second", true, cancellationToken));
                group.Start(cancellationToken => workAsync("third", false, cancellationToken));
                group.Start(cancellationToken => workAsync("fourth", false, cancellationToken));
            });
        }
        // </good>
    }

    /// <summary>Tasks that end together.</summary>
    private sealed class Group
    {
        private readonly CancellationTokenSource _cancellation = new();
        private readonly List<Task> _tasks = new();

        private Group()
        {
        }

        /// <summary>Runs a group to its end.</summary>
        /// <exception cref="AggregateException">Every failure of its tasks; that others were cancelled for it is none.</exception>
        public static async Task RunAsync(Action<Group> start)
        {
            var group = new Group();
            start(group);
            Task all = Task.WhenAll(group._tasks);
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            group._cancellation.Dispose();
            if (all.Exception is { } failures)
            {
                throw failures;
            }
        }

        /// <summary>Starts a task of the group.</summary>
        public void Start(Func<CancellationToken, Task> work) => _tasks.Add(WatchAsync(work));

        private async Task WatchAsync(Func<CancellationToken, Task> work)
        {
            try
            {
                await work(_cancellation.Token);
            }
            catch
            {
                // Not on this stack: what the cancellation resumes may add failures of its own.
                await _cancellation.CancelAsync();
                throw;
            }
        }
    }
}
