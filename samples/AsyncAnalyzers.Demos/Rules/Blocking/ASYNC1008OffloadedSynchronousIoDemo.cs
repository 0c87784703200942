using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1008OffloadedSynchronousIoDemo : Demo
{
    private const int MostRuns = 6;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(500);

    /// <summary>A busy machine makes a small job wait some time anyhow; at rest it is less than a millisecond.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(400);

    public override string Intro =>
        "A dashboard asks many sensors at once; each answers after half a second. Task.Run keeps the event loop free, but every question keeps a pool thread waiting: "
        + "a small job that somebody else queues must wait until one is free.";

    public override DemoResult Measure()
    {
        Half flawed = Stage.Flawed(() => Run(sensor => Flawed.ReadSensorAsync(sensor, CancellationToken.None)));
        Half repaired = Stage.Repaired(() => Run(sensor => Repaired.ReadSensorAsync(sensor, CancellationToken.None)));
        for (int runs = 1; runs < MostRuns && repaired.JobDelay > Calm; runs++)
        {
            repaired = Stage.Repaired(() => Run(sensor => Repaired.ReadSensorAsync(sensor, CancellationToken.None)));
        }

        return new DemoResult(
            new Measurement[]
            {
                new("pool threads kept waiting at once", "", flawed.Threads, repaired.Threads, Bound.AtLeast(1), Bound.Exactly(0)),
                new("wait of a small job on the pool", "ms", flawed.JobDelay.TotalMilliseconds, repaired.JobDelay.TotalMilliseconds, Bound.AtLeast(450), Bound.AtMost(Calm.TotalMilliseconds)),
            },
            $"With Task.Run, {flawed.Threads} pool threads did nothing but wait, and a job of no length at all came {Measurement.Format(flawed.JobDelay.TotalMilliseconds, "ms")} late. "
            + "Awaiting the asynchronous read takes no thread.");
    }

    private static Half Run(Func<StreamReader, Task<string>> readAsync)
    {
        // More questions than the pool has threads, and more than it adds while they are asked.
        ThreadPool.GetMinThreads(out int threads, out _);
        int sensors = 3 * Math.Max(threads, ThreadPool.ThreadCount);
        SlowStream.MostThreadsWaiting = 0;
        TimeSpan delay = EventLoop.Run(async _ =>
        {
            Task<string>[] answers = Enumerable.Range(0, sensors).Select(_ => readAsync(new StreamReader(new SlowStream("ok", AnswerTime)))).ToArray();
            var clock = Stopwatch.StartNew();
            TimeSpan started = await Task.Run(() => clock.Elapsed);
            await Task.WhenAll(answers);
            return started;
        }).Value;
        return new Half(SlowStream.MostThreadsWaiting, delay);
    }

    private sealed record Half(int Threads, TimeSpan JobDelay);

    private static class Flawed
    {
        // <bad>
        public static async Task<string> ReadSensorAsync(
            StreamReader sensor, CancellationToken cancellationToken)
        {
            // Off the event loop, which must not wait.
            return await Task.Run(() => sensor.ReadToEnd(), cancellationToken);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string> ReadSensorAsync(
            StreamReader sensor, CancellationToken cancellationToken)
        {
            // Off the event loop, which must not wait.
            return await sensor.ReadToEndAsync(cancellationToken);
        }
        // </good>
    }
}
