using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2015DiscardedTaskDemo : Demo
{
    private const int Saves = 10;

    public override string Intro =>
        "An editor saves its document every time that something changes, and discards the task on purpose: '_ =' keeps the compiler quiet. Then the disk is full. The editor "
        + "goes on as if everything were saved, and no log has a line about it.";

    /// <summary>Where documents are saved.</summary>
    internal interface IDisk
    {
        Task SaveAsync(string document);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.ChangeAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.ChangeAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("saves that failed", "", flawed.Failed, repaired.Failed, Bound.Exactly(Saves), Bound.Exactly(Saves)),
                new("of them told to the editor", "", flawed.Seen, repaired.Seen, Bound.Exactly(0), Bound.Exactly(Saves)),
                new("changes that were called saved", "", flawed.Confirmed, repaired.Confirmed, Bound.Exactly(Saves), Bound.Exactly(0)),
                new("exceptions found by the garbage collector only", "", flawed.Unobserved, repaired.Unobserved, Bound.AtLeast(1), Bound.Exactly(0)),
            },
            $"Of {flawed.Failed} failures the editor saw {flawed.Seen}: {flawed.Confirmed} changes were called saved and were not. Awaited, all {repaired.Seen} failures reach it.");
    }

    private static Outcome Observe(Func<IDisk, string, Task> changeAsync)
    {
        ((int failed, int seen), int unobserved) = UnobservedFailures.Of<(int Failed, int Seen), FullException>(() => Edit(changeAsync), lostBy: outcome => outcome.Failed - outcome.Seen);
        return new Outcome(failed, seen, Saves - seen, unobserved);
    }

    private static (int Failed, int Seen) Edit(Func<IDisk, string, Task> changeAsync)
        => EventLoop.Run(async _ =>
        {
            var disk = new FullDisk();
            int seen = 0;
            for (int i = 0; i < Saves; i++)
            {
                try
                {
                    await changeAsync(disk, "version " + i);
                }
                catch (FullException)
                {
                    seen++;
                }
            }

            while (disk.Failures < Saves)
            {
                await Task.Yield();
            }

            return (disk.Failures, seen);
        }).Value;

    private sealed record Outcome(int Failed, int Seen, int Confirmed, int Unobserved);

    private sealed class FullException : IOException
    {
    }

    private sealed class FullDisk : IDisk
    {
        public int Failures { get; private set; }

        public async Task SaveAsync(string document)
        {
            await Task.Yield();
            Failures++;
            throw new FullException();
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task ChangeAsync(IDisk disk, string document)
        {
            await Task.Yield();
            _ = disk.SaveAsync(document);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task ChangeAsync(IDisk disk, string document)
        {
            await Task.Yield();
            await disk.SaveAsync(document);
        }
        // </good>
    }
}
