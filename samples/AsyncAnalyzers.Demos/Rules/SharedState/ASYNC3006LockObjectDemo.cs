using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3006LockObjectDemo : Demo
{
    private const int Orders = 50;

    public override string Intro =>
        "Two shops add their orders to one total, each under a lock. The total is static and the lock is not: each shop locks an object of "
        + "its own, and both are in the section at once. '+=' reads the total, asks for the price and writes.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Sell(new Flawed().Add, new Flawed().Add, () => Flawed.Total));
        int repaired = Stage.Repaired(() => Sell(new Repaired().Add, new Repaired().Add, () => Repaired.Total));
        const int All = 2 * Orders;
        return new DemoResult(
            new Measurement[]
            {
                new($"total of {All} orders", "EUR", flawed, repaired, Bound.AtMost(All - 10), Bound.Exactly(All)),
                new("updates lost", "", All - flawed, All - repaired, Bound.AtLeast(10), Bound.Exactly(0)),
            },
            $"{All - flawed} of {All} orders were lost although each was added under a lock; with one lock for all instances "
            + $"{All - repaired}.");
    }

    /// <summary>Two instances, each on a thread of its own; asking for a price takes a moment.</summary>
    private static int Sell(Action<Func<int>> first, Action<Func<int>> second, Func<int> total)
    {
        int before = total();
        using var start = new Barrier(participantCount: 2);
        Thread[] shops = new[] { first, second }.Select(add => new Thread(() =>
        {
            start.SignalAndWait();
            for (int order = 0; order < Orders; order++)
            {
                add(static () =>
                {
                    Thread.Sleep(1);
                    return 1;
                });
            }
        })).ToArray();
        Array.ForEach(shops, static shop => shop.Start());
        Array.ForEach(shops, static shop => shop.Join());
        return total() - before;
    }

    private sealed class Flawed
    {
        // <bad>
        private static int s_total;
        private readonly object _gate = new();

        public static int Total => s_total;

        public void Add(Func<int> price)
        {
            lock (_gate)
            {
                s_total += price();
            }
        }
        // </bad>
    }

    private sealed class Repaired
    {
        // <good>
        private static int s_total;
        private static readonly object _gate = new();

        public static int Total => s_total;

        public void Add(Func<int> price)
        {
            lock (_gate)
            {
                s_total += price();
            }
        }
        // </good>
    }
}
