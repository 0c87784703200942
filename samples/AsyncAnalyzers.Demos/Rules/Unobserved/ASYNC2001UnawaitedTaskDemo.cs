using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2001UnawaitedTaskDemo : Demo
{
    private const int Orders = 10;

    public override string Intro =>
        "A shop saves each order and tells the customer that it is confirmed. The task that saves is dropped: the confirmation goes out "
        + "before anything is saved, the program may end first, and when saving fails, nobody is told.";

    /// <summary>Where orders are kept. Saving takes several turns of the event loop.</summary>
    internal interface IOrderStore
    {
        Task<int> NextNumberAsync();

        Task SaveAsync(int order);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.CheckOutAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.CheckOutAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("orders confirmed", "", flawed.Confirmed, repaired.Confirmed, Bound.Exactly(Orders), Bound.Exactly(Orders)),
                new("of them saved when the program ended", "", flawed.Saved, repaired.Saved, Bound.Exactly(0), Bound.Exactly(Orders)),
                new($"of {Orders} failures, seen by the caller", "", flawed.FailuresSeen, repaired.FailuresSeen, Bound.Exactly(0), Bound.Exactly(Orders)),
                new("exceptions found by the garbage collector only", "", flawed.FailuresUnobserved, repaired.FailuresUnobserved, Bound.AtLeast(1), Bound.Exactly(0)),
            },
            $"Of {flawed.Confirmed} orders that were confirmed, {flawed.Saved} were saved, and {Orders - flawed.FailuresSeen} of {Orders} failures went unnoticed. Awaited, {repaired.Saved} are saved and {repaired.FailuresSeen} of {Orders} failures reach the caller.");
    }

    private static Outcome Observe(Func<IOrderStore, Task<string>> checkOutAsync)
    {
        var store = new Store();
        int confirmed = EventLoop.Run(_ => CheckOutAllAsync(store, checkOutAsync)).Value.Confirmed;

        (int seen, int unobserved) = UnobservedFailures.Of<int, DiskFullException>(() => RunFailing(checkOutAsync), lostBy: seen => Orders - seen);
        return new Outcome(confirmed, store.Saved, seen, unobserved);
    }

    private static int RunFailing(Func<IOrderStore, Task<string>> checkOutAsync)
        => EventLoop.Run(async _ =>
        {
            var store = new Store { IsDiskFull = true };
            int seen = (await CheckOutAllAsync(store, checkOutAsync)).Refused;
            while (store.Failed < Orders)
            {
                await Task.Yield();
            }

            return seen;
        }).Value;

    private static async Task<(int Confirmed, int Refused)> CheckOutAllAsync(IOrderStore store, Func<IOrderStore, Task<string>> checkOutAsync)
    {
        int confirmed = 0;
        int refused = 0;
        for (int i = 0; i < Orders; i++)
        {
            try
            {
                confirmed += await checkOutAsync(store) == "confirmed" ? 1 : 0;
            }
            catch (DiskFullException)
            {
                refused++;
            }
        }

        return (confirmed, refused);
    }

    private sealed record Outcome(int Confirmed, int Saved, int FailuresSeen, int FailuresUnobserved);

    private sealed class DiskFullException : IOException
    {
    }

    private sealed class Store : IOrderStore
    {
        private int _lastNumber;

        public bool IsDiskFull { get; init; }

        public int Saved { get; private set; }

        public int Failed { get; private set; }

        public Task<int> NextNumberAsync() => Task.FromResult(++_lastNumber);

        public async Task SaveAsync(int order)
        {
            // One turn of the loop: long enough for a caller that does not wait to be gone.
            await Task.Yield();
            if (IsDiskFull)
            {
                Failed++;
                throw new DiskFullException();
            }

            Saved++;
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<string> CheckOutAsync(IOrderStore store)
        {
            int order = await store.NextNumberAsync();
            Save(store, order);
            return "confirmed";
        }

        private static void Save(IOrderStore store, int order)
        {
            store.SaveAsync(order);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string> CheckOutAsync(IOrderStore store)
        {
            int order = await store.NextNumberAsync();
            await Save(store, order);
            return "confirmed";
        }

        private static async Task Save(IOrderStore store, int order)
        {
            await store.SaveAsync(order);
        }
        // </good>
    }
}
