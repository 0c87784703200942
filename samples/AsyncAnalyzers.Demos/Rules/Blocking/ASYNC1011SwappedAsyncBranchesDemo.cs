using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1011SwappedAsyncBranchesDemo : Demo
{
    /// <summary>A machine with dozens of busy processes for each core adds half a second at times; at rest it is 10 ms.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(750);

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    public override string Intro =>
        "One method serves synchronous and asynchronous callers of a weather station, and a flag says which. With its branches swapped, "
        + "it blocks the event loop of those who ask for asynchronous work.";

    public override DemoResult Measure()
    {
        LoopRun<string?> flawed = Stage.Flawed(() => EventLoop.Run(_ => Flawed.ReadAsync(Station(), async: true)));
        LoopRun<string?> repaired = Stage.Repaired(() => EventLoop.RunUntilCalm(Calm, _ => Repaired.ReadAsync(Station(), async: true)));
        return new DemoResult(
            new Measurement[]
            {
                new("longest heartbeat gap", "ms", flawed.GapInMilliseconds, repaired.GapInMilliseconds, Bound.AtLeast(950), Bound.AtMost(Calm.TotalMilliseconds)),
                new("heartbeats meanwhile", "", flawed.Beats, repaired.Beats, Bound.AtMost(2), Bound.AtLeast(3)),
            },
            $"Both are called with 'async: true' and wait a second for the station. With swapped branches, the loop served nobody for "
            + $"{Measurement.Format(flawed.GapInMilliseconds, "ms")}; with the right ones, never longer than {Measurement.Format(repaired.GapInMilliseconds, "ms")}.");
    }

    private static StreamReader Station() => new(new SlowStream("21.5\n", AnswerTime));

    private static class Flawed
    {
        // <bad>
        public static async Task<string?> ReadAsync(StreamReader station, bool async)
        {
            // The station measures when it is asked.
            if (async)
            {
                return station.ReadLine();
            }
            else
            {
                return await station.ReadLineAsync();
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string?> ReadAsync(StreamReader station, bool async)
        {
            // The station measures when it is asked.
            if (async)
            {
                return await station.ReadLineAsync();
            }
            else
            {
                return station.ReadLine();
            }
        }
        // </good>
    }
}
