using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1007SynchronousDisposalDemo : Demo
{
    /// <summary>A machine with dozens of busy processes for each core adds half a second at times; at rest it is 10 ms.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(600);

    public override string Intro =>
        "A journal keeps entries in memory and sends them to a slow disk when it is disposed. "
        + "A plain 'using' sends them synchronously, at its closing brace: nothing in the code there looks like I/O.";

    public override DemoResult Measure()
    {
        LoopRun<int> flawed = Stage.Flawed(() => EventLoop.Run(_ => Flawed.BookAsync(new[] { "rent", "food" })));
        LoopRun<int> repaired = Stage.Repaired(() => EventLoop.RunUntilCalm(Calm, _ => Repaired.BookAsync(new[] { "rent", "food" })));
        return new DemoResult(
            new Measurement[]
            {
                new("longest heartbeat gap", "ms", flawed.GapInMilliseconds, repaired.GapInMilliseconds, Bound.AtLeast(750), Bound.AtMost(Calm.TotalMilliseconds)),
                new("heartbeats meanwhile", "", flawed.Beats, repaired.Beats, Bound.None, Bound.None),
            },
            $"Both flush for 800 ms. Disposed synchronously, the loop stood still for {Measurement.Format(flawed.GapInMilliseconds, "ms")}; awaited, never longer than {Measurement.Format(repaired.GapInMilliseconds, "ms")}.");
    }

    private sealed class Journal : IDisposable, IAsyncDisposable
    {
        private static readonly TimeSpan DiskLatency = TimeSpan.FromMilliseconds(400);

        private readonly List<string> _entries = new();

        public void Add(string entry) => _entries.Add(entry);

        public void Dispose()
        {
            foreach (string _ in _entries)
            {
                Thread.Sleep(DiskLatency);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (string _ in _entries)
            {
                await Task.Delay(DiskLatency);
            }
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> BookAsync(string[] entries)
        {
            await Task.Yield();

            // Entries reach the disk at the end of this method.
            using var journal = new Journal();
            foreach (string entry in entries)
            {
                journal.Add(entry);
            }

            return entries.Length;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> BookAsync(string[] entries)
        {
            await Task.Yield();

            // Entries reach the disk at the end of this method.
            await using var journal = new Journal();
            foreach (string entry in entries)
            {
                journal.Add(entry);
            }

            return entries.Length;
        }
        // </good>
    }
}
