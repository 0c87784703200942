using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3001UnsynchronizedUpdateDemo : Demo
{
    private const int Items = 100;
    private static readonly TimeSpan MeetingLimit = TimeSpan.FromSeconds(10);

    public override string Intro =>
        "Two threads add up the prices of a cart, one euro each. '+=' reads, adds and writes: when both threads read before either "
        + "has written, one of the two prices is lost. Here the threads meet between reading and writing, so luck has no say in it.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Add(Flawed.Total));
        int repaired = Stage.Repaired(() => Add(Repaired.Total));
        int byChance = Flawed.Total(Enumerable.Repeat("tea", 1_000_000).ToArray(), _ => 1);
        return new DemoResult(
            new Measurement[]
            {
                new($"total of {Items} prices", "EUR", flawed, repaired, Bound.AtMost(Items / 2), Bound.Exactly(Items)),
                new("updates lost", "", Items - flawed, Items - repaired, Bound.AtLeast(Items / 2), Bound.Exactly(0)),
            },
            $"{Items - flawed} of {Items} updates were lost; with Interlocked {Items - repaired}, although the threads meet just the same. Left to chance, the flawed code lost {1_000_000 - byChance:#,0} of 1,000,000 this time; the next run loses another number, or none.");
    }

    /// <summary>Adds the prices while the two threads meet at every price: after '+=' has read, before it writes.</summary>
    private static int Add(Func<string[], Func<string, int>, int> total)
    {
        using var meeting = new Barrier(participantCount: 2);
        return total(Enumerable.Repeat("tea", Items).ToArray(), _ =>
        {
            if (!meeting.SignalAndWait(MeetingLimit))
            {
                throw new TimeoutException($"The second thread did not come within {MeetingLimit.TotalSeconds} s.");
            }

            return 1;
        });
    }

    private static class Flawed
    {
        // <bad>
        public static int Total(string[] items, Func<string, int> priceOf)
        {
            var twoThreads = new ParallelOptions { MaxDegreeOfParallelism = 2 };
            int total = 0;
            Parallel.ForEach(items, twoThreads, item =>
            {
                total += priceOf(item);
            });
            return total;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static int Total(string[] items, Func<string, int> priceOf)
        {
            var twoThreads = new ParallelOptions { MaxDegreeOfParallelism = 2 };
            int total = 0;
            Parallel.ForEach(items, twoThreads, item =>
            {
                Interlocked.Add(ref total, priceOf(item));
            });
            return total;
        }
        // </good>
    }
}
