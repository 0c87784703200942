using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2008TaskNeverObservedDemo : Demo
{
    private const int Orders = 10;

    public override string Intro =>
        "An import saves its orders side by side and keeps the tasks in a list that nothing reads. It reports the number of orders before one of them is "
        + "saved, the program may end first, and when saving fails, only the garbage collector comes across the exceptions.";

    /// <summary>Where orders are kept. Saving takes several turns of the event loop.</summary>
    internal interface IOrderStore
    {
        Task OpenAsync();

        Task SaveAsync(int order);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.ImportAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.ImportAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("orders reported as imported", "", flawed.Imported, repaired.Imported, Bound.Exactly(Orders), Bound.Exactly(Orders)),
                new("of them saved when the program ended", "", flawed.Saved, repaired.Saved, Bound.Exactly(0), Bound.Exactly(Orders)),
                new("full disks that the caller heard of", "", flawed.FailuresSeen, repaired.FailuresSeen, Bound.Exactly(0), Bound.Exactly(1)),
                new("exceptions found by the garbage collector only", "", flawed.FailuresUnobserved, repaired.FailuresUnobserved, Bound.AtLeast(1), Bound.Exactly(0)),
            },
            $"Of {flawed.Imported} orders that were imported, {flawed.Saved} were saved, and nobody heard of the full disk. Awaited, {repaired.Saved} are saved and the caller hears of it.");
    }

    private static Outcome Observe(Func<IOrderStore, IReadOnlyList<int>, Task<int>> importAsync)
    {
        var store = new Store();
        int imported = EventLoop.Run(_ => importAsync(store, Numbers())).Value;

        (int seen, int unobserved) = UnobservedFailures.Of<int, DiskFullException>(() => RunFailing(importAsync), lostBy: seen => seen == 0 ? Orders : 0);
        return new Outcome(imported, store.Saved, seen, unobserved);
    }

    private static int RunFailing(Func<IOrderStore, IReadOnlyList<int>, Task<int>> importAsync)
        => EventLoop.Run(async _ =>
        {
            var store = new Store { IsDiskFull = true };
            int seen = 0;
            try
            {
                await importAsync(store, Numbers());
            }
            catch (DiskFullException)
            {
                seen++;
            }

            while (store.Failed < Orders)
            {
                await Task.Yield();
            }

            return seen;
        }).Value;

    private static IReadOnlyList<int> Numbers() => Enumerable.Range(1, Orders).ToList();

    private sealed record Outcome(int Imported, int Saved, int FailuresSeen, int FailuresUnobserved);

    private sealed class DiskFullException : IOException
    {
    }

    private sealed class Store : IOrderStore
    {
        public bool IsDiskFull { get; init; }

        public int Saved { get; private set; }

        public int Failed { get; private set; }

        public Task OpenAsync() => Task.CompletedTask;

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
        public static async Task<int> ImportAsync(IOrderStore store, IReadOnlyList<int> orders)
        {
            await store.OpenAsync();
            var saves = new List<Task>();
            foreach (int order in orders)
            {
                saves.Add(store.SaveAsync(order));
            }

            return saves.Count;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> ImportAsync(IOrderStore store, IReadOnlyList<int> orders)
        {
            await store.OpenAsync();
            var saves = new List<Task>();
            foreach (int order in orders)
            {
                saves.Add(store.SaveAsync(order));
            }

            await Task.WhenAll(saves);

            return saves.Count;
        }
        // </good>
    }
}
