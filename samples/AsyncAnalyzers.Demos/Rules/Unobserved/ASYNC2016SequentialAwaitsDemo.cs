using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2016SequentialAwaitsDemo : Demo
{
    private const int MostRuns = 5;

    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(550);

    public override string Intro =>
        "An order page asks for the customer, which takes 0.2 s, and for the history, which takes 0.4 s. Neither needs the other, and still the page "
        + "waits for one after the other: 0.6 s, where the slower of both would do.";

    public override DemoResult Measure()
    {
        TimeSpan flawed = Stage.Flawed(() => Observe(Flawed.ShowAsync));
        TimeSpan repaired = Stage.Repaired(() => Observe(Repaired.ShowAsync));
        for (int run = 1; run < MostRuns && repaired > Together; run++)
        {
            // A busy machine can only make it longer.
            repaired = Stage.Repaired(() => Observe(Repaired.ShowAsync));
        }

        return new DemoResult(
            new Measurement[]
            {
                new("time until the page is there", "ms", flawed.TotalMilliseconds, repaired.TotalMilliseconds, Bound.AtLeast(590), Bound.AtMost(Together.TotalMilliseconds)),
            },
            $"The same two answers took {Measurement.Format(flawed.TotalMilliseconds, "ms")} one after the other and {Measurement.Format(repaired.TotalMilliseconds, "ms")} together.");
    }

    private static TimeSpan Observe(Func<Store, int, Task<string>> showAsync)
        => EventLoop.Run(async _ =>
        {
            var clock = Stopwatch.StartNew();
            await showAsync(new Store(), 7);
            return clock.Elapsed;
        }).Value;

    /// <summary>A store behind a network.</summary>
    private sealed class Store
    {
        public async Task<string> CustomerAsync(int id)
        {
            await Task.Delay(200);
            return "customer " + id;
        }

        public async Task<int> OrdersAsync(int id)
        {
            await Task.Delay(400);
            return id * 3;
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<string> ShowAsync(Store store, int id)
        {
            string customer = await store.CustomerAsync(id);
            int orders = await store.OrdersAsync(id);
            return $"{customer}, {orders} orders";
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string> ShowAsync(Store store, int id)
        {
            Task<string> customerTask = store.CustomerAsync(id);
            Task<int> ordersTask = store.OrdersAsync(id);
            await Task.WhenAll(customerTask, ordersTask);
            string customer = await customerTask;
            int orders = await ordersTask;
            return $"{customer}, {orders} orders";
        }
        // </good>
    }
}
