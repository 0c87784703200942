using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1004SynchronousCallInAsyncDemo : Demo
{
    /// <summary>A machine with dozens of busy processes for each core adds half a second at times; at rest it is 10 ms.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(750);

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    public override string Intro =>
        "A weather station answers after a second. ReadLine makes the event loop wait for it; ReadLineAsync lets it do something else until the line is there.";

    public override DemoResult Measure()
    {
        LoopRun<string> flawed = Stage.Flawed(() => EventLoop.Run(_ => Flawed.ReadTemperatureAsync(Station(), Task.CompletedTask, CancellationToken.None)));
        LoopRun<string> repaired = Stage.Repaired(() => EventLoop.RunUntilCalm(Calm, _ => Repaired.ReadTemperatureAsync(Station(), Task.CompletedTask, CancellationToken.None)));
        return new DemoResult(
            new Measurement[]
            {
                new("longest heartbeat gap", "ms", flawed.GapInMilliseconds, repaired.GapInMilliseconds, Bound.AtLeast(950), Bound.AtMost(Calm.TotalMilliseconds)),
                new("heartbeats meanwhile", "", flawed.Beats, repaired.Beats, Bound.AtMost(2), Bound.AtLeast(3)),
            },
            $"Both wait a second for the station. Reading synchronously, the loop served nobody for {Measurement.Format(flawed.GapInMilliseconds, "ms")}; "
            + $"reading asynchronously, never longer than {Measurement.Format(repaired.GapInMilliseconds, "ms")}.");
    }

    private static StreamReader Station() => new(new SlowStream("21.5\n", AnswerTime));

    private static class Flawed
    {
        // <bad>
        public static async Task<string> ReadTemperatureAsync(
            StreamReader station, Task connected, CancellationToken cancellationToken)
        {
            await connected;
            // The station measures when it is asked.
            return station.ReadLine() ?? "unknown";
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string> ReadTemperatureAsync(
            StreamReader station, Task connected, CancellationToken cancellationToken)
        {
            await connected;
            // The station measures when it is asked.
            return await station.ReadLineAsync(cancellationToken) ?? "unknown";
        }
        // </good>
    }
}
