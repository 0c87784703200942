using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.CpuBound;

internal sealed class ASYNC4001CpuBoundLoopInAsyncDemo : Demo
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(1200);

    public override string Intro =>
        "A game counts the pairs of players that stand close to each other. The method is async, but its nested loops await nothing: "
        + "while they count, the event loop draws no frame and answers no key.";

    public override DemoResult Measure()
    {
        // More and more players, until this machine is busy for long enough to notice, however fast it is.
        int[] positions;
        LoopRun<int> flawed;
        int count = 4_000;
        do
        {
            positions = Positions(count);
            flawed = EventLoop.Run(_ => Flawed.CountClosePairsAsync(() => Task.FromResult(positions)));
            count += count / 2;
        }
        while (flawed.LongestGap < LongEnough);

        TimeSpan calm = flawed.LongestGap / 2;
        LoopRun<int> repaired = EventLoop.RunUntilCalm(calm, _ => Repaired.CountClosePairsAsync(() => Task.FromResult(positions)));
        return new DemoResult(
            new Measurement[]
            {
                new("longest heartbeat gap", "ms", flawed.GapInMilliseconds, repaired.GapInMilliseconds, Bound.AtLeast(800), Bound.AtMost(calm.TotalMilliseconds)),
                new("heartbeats meanwhile", "", flawed.Beats, repaired.Beats, Bound.AtMost(2), Bound.AtLeast(3)),
                new("close pairs found", "", flawed.Value, repaired.Value, Bound.None, Bound.Exactly(flawed.Value)),
            },
            $"Both count {flawed.Value:#,0} pairs among {positions.Length:#,0} players. On the loop that stopped everything for {Measurement.Format(flawed.GapInMilliseconds, "ms")}; on a pool thread the loop never paused longer than {Measurement.Format(repaired.GapInMilliseconds, "ms")}.");
    }

    private static int[] Positions(int count)
    {
        var random = new Random(4001);
        return Enumerable.Range(0, count).Select(_ => random.Next(10_000_000)).ToArray();
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> CountClosePairsAsync(Func<Task<int[]>> loadAsync)
        {
            int[] positions = await loadAsync();
            int pairs = 0;
            for (int i = 0; i < positions.Length; i++)
            {
                for (int j = i + 1; j < positions.Length; j++)
                {
                    if (Math.Abs(positions[i] - positions[j]) < 100)
                    {
                        pairs++;
                    }
                }
            }

            return pairs;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> CountClosePairsAsync(Func<Task<int[]>> loadAsync)
        {
            int[] positions = await loadAsync();
            int pairs = 0;
            pairs = await Task.Run(() =>
            {
                for (int i = 0; i < positions.Length; i++)
                {
                    for (int j = i + 1; j < positions.Length; j++)
                    {
                        if (Math.Abs(positions[i] - positions[j]) < 100)
                        {
                            pairs++;
                        }
                    }
                }

                return pairs;
            });

            return pairs;
        }
        // </good>
    }
}
