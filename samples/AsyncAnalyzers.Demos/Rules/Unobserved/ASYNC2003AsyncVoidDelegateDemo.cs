using System.Globalization;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2003AsyncVoidDelegateDemo : Demo
{
    private const int Orders = 10;
    private const int FullAt = 3;
    private const string Died = "died";
    private const string Caught = "caught";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public override string Intro =>
        $"A shop saves {Orders} orders with List.ForEach and an async lambda. For the list the lambda is an Action: it is called {Orders} times, and nobody waits. "
        + "When an order cannot be saved, there is no task to hold the exception, and the process ends.";

    /// <summary>Where orders are kept.</summary>
    internal interface IOrderStore
    {
        Task OpenAsync();

        Task SaveAsync(int order);
    }

    public override DemoResult Measure()
    {
        Half flawed = Stage.Flawed(() => RunHalf("flawed"));
        Half repaired = Stage.Repaired(() => RunHalf("repaired"));
        return new DemoResult(
            new Measurement[]
            {
                new($"orders of {Orders} saved when all were said to be", "", flawed.Saved, repaired.Saved, Bound.Exactly(0), Bound.Exactly(Orders)),
                new("failures caught by the caller", "", flawed.Caught, repaired.Caught, Bound.Exactly(0), Bound.Exactly(1)),
                new("processes that died", "", flawed.Died, repaired.Died, Bound.Exactly(1), Bound.Exactly(0)),
            },
            $"The list was done with {flawed.Saved} of {Orders} orders saved, and one that could not be saved ended the process. "
            + $"The loop that awaits saved all {repaired.Saved}, and its caller caught the exception.");
    }

    public override int RunInChild(string half)
    {
        // Nobody can catch the exception any more. The runtime would print it and abort; this only tells of it first.
        AppDomain.CurrentDomain.UnhandledException += (_, _) =>
        {
            Console.WriteLine(Died);
            Environment.Exit(1);
        };
        Console.WriteLine(ChildProcess.Started);
        SellAsync(half == "flawed" ? Flawed.SaveAllAsync : Repaired.SaveAllAsync).Wait();
        return 0;
    }

    private static async Task SellAsync(Func<IOrderStore, List<int>, Task> saveAllAsync)
    {
        List<int> orders = Enumerable.Range(1, Orders).ToList();
        var store = new Store(0);
        await saveAllAsync(store, orders);
        Console.WriteLine(store.Saved.ToString(CultureInfo.InvariantCulture));

        try
        {
            await saveAllAsync(new Store(FullAt), orders);
            await Task.Delay(1000);
        }
        catch (IOException)
        {
            Console.WriteLine(Caught);
        }
    }

    private Half RunHalf(string half)
    {
        IReadOnlyList<string> lines = ChildProcess.Run(this, half, Limit).Lines;
        return lines.Count > 0 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out int saved)
            ? new Half(saved, lines.Count(line => line == Caught), lines.Count(line => line == Died))
            : throw new InvalidOperationException($"The {half} half did not say what it saved.");
    }

    private sealed record Half(int Saved, int Caught, int Died);

    private sealed class Store : IOrderStore
    {
        private readonly int _fullAt;
        private int _saved;

        public Store(int fullAt) => _fullAt = fullAt;

        public int Saved => Volatile.Read(ref _saved);

        public Task OpenAsync() => Task.Delay(1);

        public async Task SaveAsync(int order)
        {
            await Task.Delay(20);
            if (order == _fullAt)
            {
                throw new IOException("The disk is full.");
            }

            Interlocked.Increment(ref _saved);
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task SaveAllAsync(IOrderStore store, List<int> orders)
        {
            await store.OpenAsync();
            orders.ForEach(async order => await store.SaveAsync(order));
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task SaveAllAsync(IOrderStore store, List<int> orders)
        {
            await store.OpenAsync();
            foreach (var order in orders)
            {
                await store.SaveAsync(order);
            }
        }
        // </good>
    }
}
