using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5006EnumeratorCancellationDemo : Demo
{
    private const int Readings = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(600);

    public override string Intro =>
        "A sensor sends a reading every 600 ms, and its iterator takes a token. The loop over it has a token too, but does not pass it: "
        + "after a stop it waits for all the readings that are still to come, with the connection open.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.WatchAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.WatchAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("from the stop to the end of the loop", "ms", flawed.Milliseconds, repaired.Milliseconds, Bound.AtLeast(900), Bound.AtMost(500)),
                new("readings after the stop", "", flawed.Late, repaired.Late, Bound.Exactly(Readings), Bound.Exactly(0)),
                new("connections open right after the stop", "", flawed.Open, repaired.Open, Bound.Exactly(1), Bound.Exactly(0)),
            },
            $"Without the token the loop went on for {Measurement.Format(flawed.Milliseconds, "ms")} and took {flawed.Late} more readings. "
            + $"With it the loop ended after {Measurement.Format(repaired.Milliseconds, "ms")}.");
    }

    private static Outcome Observe(Func<Sensor, CancellationToken, Task<int>> watchAsync)
        => EventLoop.Run(async _ =>
        {
            var sensor = new Sensor();
            using var source = new CancellationTokenSource();
            Task<int> watching = watchAsync(sensor, source.Token);
            var watch = Stopwatch.StartNew();
            source.Cancel();
            await Task.WhenAny(watching, Task.Delay(Interval / 2));
            int open = sensor.Connections;
            await Task.WhenAny(watching);
            return new Outcome(watch.Elapsed.TotalMilliseconds, sensor.Sent, open);
        }).Value;

    private sealed record Outcome(double Milliseconds, int Late, int Open);

    /// <summary>Sends its readings one by one.</summary>
    internal sealed class Sensor
    {
        public int Sent { get; private set; }

        public int Connections { get; private set; }

        public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Connections++;
            try
            {
                for (int i = 0; i < Readings; i++)
                {
                    await Task.Delay(Interval, cancellationToken);
                    yield return 20 + Sent++;
                }
            }
            finally
            {
                Connections--;
            }
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> WatchAsync(Sensor sensor, CancellationToken stop)
        {
            int highest = 0;

            // A reading every 600 ms.
            await foreach (int reading in sensor.ReadAsync())
            {
                highest = Math.Max(highest, reading);
            }

            return highest;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> WatchAsync(Sensor sensor, CancellationToken stop)
        {
            int highest = 0;

            // A reading every 600 ms.
            await foreach (int reading in sensor.ReadAsync(stop))
            {
                highest = Math.Max(highest, reading);
            }

            return highest;
        }
        // </good>
    }
}
