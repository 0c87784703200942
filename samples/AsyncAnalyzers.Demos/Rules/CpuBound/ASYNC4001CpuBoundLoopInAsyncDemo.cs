using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.CpuBound;

internal sealed class ASYNC4001CpuBoundLoopInAsyncDemo : Demo
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(1200);

    public override string Intro =>
        "A warehouse counts in how many ways three parcels fill a van. The method is async, but its three nested loops await nothing: "
        + "while they count, the event loop answers nobody.";

    public override DemoResult Measure()
    {
        // More and more parcels, until this machine is busy for long enough to notice, however fast it is.
        int[] weights;
        LoopRun<int> flawed;
        int count = 400;
        do
        {
            weights = Weights(count);
            flawed = Stage.Flawed(() => EventLoop.Run(_ => Flawed.CountVanLoadsAsync(() => Task.FromResult(weights))));
            count += count / 4;
        }
        while (flawed.LongestGap < LongEnough);

        // A machine with dozens of busy processes for each core adds half a second at times; at rest it is 10 ms.
        TimeSpan calm = flawed.LongestGap * 0.75;
        LoopRun<int> repaired = Stage.Repaired(() => EventLoop.RunUntilCalm(calm, _ => Repaired.CountVanLoadsAsync(() => Task.FromResult(weights))));
        return new DemoResult(
            new Measurement[]
            {
                new("longest heartbeat gap", "ms", flawed.GapInMilliseconds, repaired.GapInMilliseconds, Bound.AtLeast(1000), Bound.AtMost(calm.TotalMilliseconds)),
                new("heartbeats meanwhile", "", flawed.Beats, repaired.Beats, Bound.AtMost(2), Bound.AtLeast(3)),
                new("van loads found", "", flawed.Value, repaired.Value, Bound.None, Bound.Exactly(flawed.Value)),
            },
            $"Both count {flawed.Value:#,0} van loads of {weights.Length:#,0} parcels. On the loop that stopped everything for {Measurement.Format(flawed.GapInMilliseconds, "ms")}; on a pool thread the loop never paused longer than {Measurement.Format(repaired.GapInMilliseconds, "ms")}.");
    }

    private static int[] Weights(int count)
    {
        var random = new Random(4001);
        return Enumerable.Range(0, count).Select(_ => random.Next(10_000)).ToArray();
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> CountVanLoadsAsync(Func<Task<int[]>> loadWeightsAsync)
        {
            int[] weights = await loadWeightsAsync();
            int vanLoads = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                for (int j = i + 1; j < weights.Length; j++)
                {
                    for (int k = j + 1; k < weights.Length; k++)
                    {
                        if (weights[i] + weights[j] + weights[k] == 15_000)
                        {
                            vanLoads++;
                        }
                    }
                }
            }

            return vanLoads;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> CountVanLoadsAsync(Func<Task<int[]>> loadWeightsAsync)
        {
            int[] weights = await loadWeightsAsync();
            int vanLoads = await Task.Run(() =>
            {
                int vanLoads = 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    for (int j = i + 1; j < weights.Length; j++)
                    {
                        for (int k = j + 1; k < weights.Length; k++)
                        {
                            if (weights[i] + weights[j] + weights[k] == 15_000)
                            {
                                vanLoads++;
                            }
                        }
                    }
                }
                return vanLoads;
            });

            return vanLoads;
        }
        // </good>
    }
}
