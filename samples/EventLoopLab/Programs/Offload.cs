using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>A function that blocks, called on the loop and handed to other threads.</summary>
internal sealed class Offload : LabProgram
{
    private static readonly TimeSpan BlockingTime = TimeSpan.FromSeconds(1);

    /// <summary>A loop at rest pauses for a few milliseconds; a busy machine adds to that.</summary>
    private static readonly TimeSpan Calm = BlockingTime / 2;

    public override int Order => 4;

    public override string Story => "A coroutine needs the result of a function that blocks its thread for 1 s.";

    public override string Claim =>
        "Called on the loop it stops everything for 1 s. Handed to another thread and awaited, the loop goes on; so it does "
        + "where nothing blocks.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("called on the loop", trial => Run(trial, Flawed.CallAsync, Bound.AtLeast(BlockingTime.TotalMilliseconds * 0.9)))
        {
            Pitfall = "The coroutine calls a method that sleeps, on the thread of the loop.",
            Rule = "ASYNC1006",
        },
        new("awaited all the way", trial => Run(trial, Repaired.CallAsync, Bound.AtMost(Calm.TotalMilliseconds))),
        new("Task.Run", trial => Run(trial, OnThePoolAsync, Bound.AtMost(Calm.TotalMilliseconds))),
        new("a dedicated thread", trial => Run(trial, OnAThreadAsync, Bound.AtMost(Calm.TotalMilliseconds))),
    };

    private static void Run(Trial trial, Func<Task<string>> main, Bound pause)
    {
        LoopRun<string> run = EventLoop.Run(_ => main());
        trial.Say($"the result: {run.Value}; the heart of the loop beat {run.Beats} times meanwhile");
        trial.Measure("longest pause of the loop", "ms", run.GapInMilliseconds, pause, Better.Lower);
        trial.Measure("heartbeats", "", run.Beats, Bound.None, Better.Higher);
    }

    private static async Task<string> OnThePoolAsync() => await Task.Run(ReadSlowly);

    private static async Task<string> OnAThreadAsync()
        => await Task.Factory.StartNew(ReadSlowly, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string ReadSlowly()
    {
        Thread.Sleep(BlockingTime);
        return "read";
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<string> CallAsync()
        {
            await Task.Yield();
            return ReadSlowly();
        }

        private static string ReadSlowly()
        {
            Thread.Sleep(BlockingTime);
            return "read";
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string> CallAsync()
        {
            await Task.Yield();
            return await ReadSlowly();
        }

        private static async Task<string> ReadSlowly()
        {
            await Task.Delay(BlockingTime);
            return "read";
        }
        // </good>
    }
}
