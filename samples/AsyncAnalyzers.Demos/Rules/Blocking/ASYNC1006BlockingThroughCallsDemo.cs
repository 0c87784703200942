using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1006BlockingThroughCallsDemo : Demo
{
    private const int Attempts = 6;

    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(400);

    public override string Intro =>
        "A checkout saves an order; the store is busy and takes six attempts, 100 ms apart. The pause is three calls down from the async code: "
        + "nothing in sight there blocks, and still the loop stands still.";

    public override DemoResult Measure()
    {
        LoopRun<int> flawed = Stage.Flawed(() => EventLoop.Run(_ => Flawed.CheckoutAsync(Task.FromResult("order"), new BusyStore())));
        LoopRun<int> repaired = Stage.Repaired(() => EventLoop.RunUntilCalm(Calm, _ => Repaired.CheckoutAsync(Task.FromResult("order"), new BusyStore())));
        return new DemoResult(
            new Measurement[]
            {
                new("longest heartbeat gap", "ms", flawed.GapInMilliseconds, repaired.GapInMilliseconds, Bound.AtLeast(450), Bound.AtMost(Calm.TotalMilliseconds)),
                new("heartbeats meanwhile", "", flawed.Beats, repaired.Beats, Bound.AtMost(2), Bound.AtLeast(3)),
            },
            $"Both saved the order at the {Attempts}th attempt. Blocked three calls down, the loop served nobody for {Measurement.Format(flawed.GapInMilliseconds, "ms")}; "
            + $"with the chain asynchronous, never longer than {Measurement.Format(repaired.GapInMilliseconds, "ms")}.");
    }

    private sealed class BusyStore
    {
        private int _attempts;

        public bool TryWrite(string order) => order.Length > 0 && ++_attempts > Attempts - 1;
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> CheckoutAsync(Task<string> order, BusyStore store)
        {
            string text = await order;
            return Save(text, store);
        }

        private static int Save(string order, BusyStore store) => Flush(order, store);

        private static int Flush(string order, BusyStore store)
        {
            int attempts = 1;
            while (!store.TryWrite(order))
            {
                Pause();
                attempts++;
            }

            return attempts;
        }

        private static void Pause()
        {
            Thread.Sleep(100);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> CheckoutAsync(Task<string> order, BusyStore store)
        {
            string text = await order;
            return await Save(text, store);
        }

        private static async Task<int> Save(string order, BusyStore store) => await Flush(order, store);

        private static async Task<int> Flush(string order, BusyStore store)
        {
            int attempts = 1;
            while (!store.TryWrite(order))
            {
                await Pause();
                attempts++;
            }

            return attempts;
        }

        private static async Task Pause()
        {
            await Task.Delay(100);
        }
        // </good>
    }
}
