using System.Runtime.CompilerServices;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>What runs, where it waits, and what it has ended with.</summary>
internal sealed class Introspect : LabProgram
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.15);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    public override int Order => 12;

    public override string Story =>
        "Coroutines, a thread and a process are asked for their state: before their start, while they wait, and at "
        + "their end.";

    public override string Claim =>
        "A task tells whether it waits, what it has returned, how it failed or that it was cancelled, and its coroutine "
        + "where it waits. A thread tells that it waits and that it has ended, but not with what.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("coroutines", Coroutines),
        new("a thread", OfAThread),
        new("a process", OfAProcess),
    };

    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        Console.WriteLine("waits");
        Console.In.ReadLine();
        return 3;
    }

    private static void Coroutines(Trial trial)
    {
        (Coroutine[] all, int[] waiting) = EventLoop.Run(async _ =>
        {
            using var cancellation = new CancellationTokenSource();
            var reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var all = new Coroutine[]
            {
                new("download", async here => await here.At(reply.Task)),
                new("clock", async here => await here.At(Forever(cancellation.Token))),
                new("upload", async here =>
                {
                    await here.At(FillTheDisk());
                    throw new IOException("the disk is full");
                }),
            };
            Tell(trial, all);
            int[] waiting = all.Select(coroutine => coroutine.AtLine).ToArray();
            reply.SetResult("a page");
            await cancellation.CancelAsync();
            foreach (Coroutine coroutine in all)
            {
                await ((Task)coroutine.Task).ConfigureAwait(
                    ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            }

            Tell(trial, all);
            return (all, waiting);
        }).Value;
        int places = waiting.Where(line => line > 0).Distinct().Count();
        int ends = all.Select(coroutine => coroutine.Task.Status).Distinct().Count();
        trial.Measure("coroutines that tell where they wait", "", places, Bound.Exactly(all.Length));
        trial.Measure("different ends told", "", ends, Bound.Exactly(3));
    }

    private static async Task<string> Forever(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return "";
    }

    private static async Task<string> FillTheDisk()
    {
        await Task.Delay(Moment);
        return "full";
    }

    private static void Tell(Trial trial, Coroutine[] all)
    {
        foreach (Coroutine coroutine in all)
        {
            trial.Say(coroutine.Tell());
        }
    }

    private static void OfAThread(Trial trial)
    {
        using var end = new ManualResetEventSlim();
        var thread = new Thread(() => end.Wait()) { Name = "download", IsBackground = true };
        var states = new List<ThreadState> { Without(thread) };
        thread.Start();

        // It takes the thread a moment to come to its wait.
        SpinWait.SpinUntil(() => Without(thread) == ThreadState.WaitSleepJoin, EndsWithin);
        states.Add(Without(thread));
        end.Set();
        thread.Join();
        states.Add(Without(thread));
        states.ForEach(state => trial.Say($"thread '{thread.Name}': {state}"));
        ThreadState[] expected = { ThreadState.Unstarted, ThreadState.WaitSleepJoin, ThreadState.Stopped };
        int asExpected = states.Zip(expected).Count(pair => pair.First == pair.Second);
        trial.Measure("states as they should be", "", asExpected, Bound.Exactly(expected.Length));
    }

    /// <summary>The state of a thread, without the bit that says that it is in the background.</summary>
    private static ThreadState Without(Thread thread) => thread.ThreadState & ~ThreadState.Background;

    private void OfAProcess(Trial trial)
    {
        using ChildProgram child = StartChild();
        child.ReadLine();
        bool ran = !child.Process.HasExited;
        if (ran)
        {
            trial.Say($"process {child.Process.Id}: runs, {child.Process.Threads.Count} threads");
        }

        child.Send("go on");
        bool ended = child.Ends(EndsWithin);
        if (ended)
        {
            trial.Say($"process {child.Process.Id}: has ended with {child.Process.ExitCode}");
        }

        trial.Measure("states as they should be", "", (ran ? 1 : 0) + (ended ? 1 : 0), Bound.Exactly(2));
        trial.Measure("exit code", "", ended ? child.Process.ExitCode : -1, Bound.Exactly(3));
    }

    /// <summary>A coroutine that keeps a note of the await that it stands at.</summary>
    private sealed class Coroutine
    {
        private readonly string _name;
        private string _waitsFor = "";

        public Coroutine(string name, Func<Coroutine, Task<string>> body)
        {
            _name = name;
            Task = body(this);
        }

        public Task<string> Task { get; }

        /// <summary>The line of the await; 0 before the first one.</summary>
        public int AtLine { get; private set; }

        /// <summary>Notes where the coroutine waits, and hands the task on to its await.</summary>
        public Task<string> At(
            Task<string> task, [CallerArgumentExpression(nameof(task))] string waitsFor = "", [CallerLineNumber] int line = 0)
        {
            _waitsFor = waitsFor;
            AtLine = line;
            return task;
        }

        public Line Tell()
        {
            switch (Task.Status)
            {
                case TaskStatus.RanToCompletion:
                    return $"task '{_name}': {Task.Status}, result '{Task.Result}'";
                case TaskStatus.Faulted:
                    return $"task '{_name}': {Task.Status}, failure '{Task.Exception!.InnerException!.Message}'";
                case TaskStatus.Canceled:
                    return $"task '{_name}': {Task.Status}, at line {AtLine}";
                default:
                    return $"task '{_name}': {Task.Status}, waits for {_waitsFor.Split('(')[0]} at line {AtLine}";
            }
        }
    }
}
