using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5008IgnoredTokenDemo : Demo
{
    private const int Files = 20;

    private const int MostRuns = 5;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    public override string Intro =>
        "An import of 20 files is stopped after 0.1 s. Its method takes the token and never uses it: the import goes on through all files, "
        + "and whoever pressed the button waits for a second. With the token passed on, it stops in the file that it is at.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.ImportAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.ImportAsync));
        for (int run = 1; run < MostRuns && repaired.Stopped > Soon; run++)
        {
            // A busy machine can only make it longer.
            repaired = Stage.Repaired(() => Observe(Repaired.ImportAsync));
        }

        return new DemoResult(
            new Measurement[]
            {
                new("time from the cancellation to the end", "ms", flawed.Stopped.TotalMilliseconds, repaired.Stopped.TotalMilliseconds,
                    Bound.AtLeast(700), Bound.AtMost(Soon.TotalMilliseconds)),
                new("files imported all the same", "", flawed.Imported, repaired.Imported, Bound.Exactly(Files), Bound.AtMost(Files / 2)),
            },
            $"Cancelled after 0.1 s, the import went on for {Measurement.Format(flawed.Stopped.TotalMilliseconds, "ms")}. "
            + $"With the token passed on it ended after {Measurement.Format(repaired.Stopped.TotalMilliseconds, "ms")}.");
    }

    private static Outcome Observe(Func<int, Action, CancellationToken, Task> importAsync)
        => EventLoop.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            int imported = 0;
            Task import = importAsync(Files, () => imported++, source.Token);
            await Task.Delay(100);
            var clock = Stopwatch.StartNew();
            source.Cancel();
            try
            {
                await import;
            }
            catch (OperationCanceledException)
            {
                // What the repaired half ends with.
            }

            return new Outcome(clock.Elapsed, imported);
        }).Value;

    private sealed record Outcome(TimeSpan Stopped, int Imported);

    private static class Flawed
    {
        // <bad>
        public static async Task ImportAsync(int files, Action imported, CancellationToken cancellationToken)
        {
            for (int file = 0; file < files; file++)
            {
                // The archive takes its time for each file.
                await Task.Delay(50);
                imported();
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task ImportAsync(int files, Action imported, CancellationToken cancellationToken)
        {
            for (int file = 0; file < files; file++)
            {
                // The archive takes its time for each file.
                await Task.Delay(50, cancellationToken);
                imported();
            }
        }
        // </good>
    }
}
