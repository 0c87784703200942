using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3017ConcurrentUseDemo : Demo
{
    private const int Orders = 20;

    public override string Intro =>
        "A log gets two lines for each of 20 orders, written at once to its StreamWriter. A writer serves one call at a time: the second "
        + "call comes while the first is still under way.";

    public override DemoResult Measure()
    {
        (int failedBad, int linesBad) = Stage.Flawed(() => Log(Flawed.LogAsync));
        (int failedGood, int linesGood) = Stage.Repaired(() => Log(Repaired.LogAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("orders that throw", "", failedBad, failedGood, Bound.Exactly(Orders), Bound.Exactly(0)),
                new("lines in the log", "", linesBad, linesGood, Bound.Exactly(Orders), Bound.Exactly(2 * Orders)),
            },
            $"{failedBad} of {Orders} orders threw and their second lines are lost; awaited one after the other {failedGood}.");
    }

    /// <summary>Logs each order to a writer of its own, and counts the failures and the lines that have arrived.</summary>
    private static (int Failed, int Lines) Log(Func<StreamWriter, string, string, Task> log)
    {
        int failed = 0;
        int lines = 0;
        for (int order = 0; order < Orders; order++)
        {
            var disk = new SlowDisk();
            var writer = new StreamWriter(disk) { AutoFlush = true };
            try
            {
                log(writer, $"order {order}", "paid").GetAwaiter().GetResult();
            }
            catch (InvalidOperationException)
            {
                failed++;
            }

            disk.Written.GetAwaiter().GetResult();
            lines += disk.Lines;
        }

        return (failed, lines);
    }

    private static class Flawed
    {
        // <bad>
        public static async Task LogAsync(StreamWriter log, string order, string state)
        {
            await Task.WhenAll(log.WriteLineAsync(order), log.WriteLineAsync(state));
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task LogAsync(StreamWriter log, string order, string state)
        {
            await log.WriteLineAsync(order);
            await log.WriteLineAsync(state);
        }
        // </good>
    }

    /// <summary>A stream whose writes take a moment, as those of a disk do.</summary>
    private sealed class SlowDisk : MemoryStream
    {
        public int Lines => System.Text.Encoding.UTF8.GetString(ToArray()).Split('\n').Length - 1;

        /// <summary>The last write that was begun.</summary>
        public Task Written { get; private set; } = Task.CompletedTask;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Written = written.Task;
            await Task.Delay(5, cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
            written.SetResult();
        }
    }
}
