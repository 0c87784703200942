using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3008UpdateAcrossAwaitDemo : Demo
{
    private const int Items = 100;

    public override string Intro =>
        "A till asks for the prices of 100 items, one euro each, all at once. '+=' reads the total before the await and writes it after: all "
        + "have read the same total by the time the first price arrives.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Add(Flawed.TotalAsync));
        int repaired = Stage.Repaired(() => Add(Repaired.TotalAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"total of {Items} prices", "EUR", flawed, repaired, Bound.Exactly(1), Bound.Exactly(Items)),
                new("updates lost", "", Items - flawed, Items - repaired, Bound.Exactly(Items - 1), Bound.Exactly(0)),
            },
            $"{Items - flawed} of {Items} prices were lost, whatever the number of threads; with the await before the read {Items - repaired}.");
    }

    /// <summary>Adds the prices; they arrive when the last one has been asked for.</summary>
    private static int Add(Func<string[], Func<string, Task<int>>, Task<int>> total)
    {
        int asked = 0;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return total(Enumerable.Repeat("tea", Items).ToArray(), async _ =>
        {
            if (Interlocked.Increment(ref asked) == Items)
            {
                arrived.SetResult();
            }

            await arrived.Task;
            return 1;
        }).GetAwaiter().GetResult();
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> TotalAsync(string[] items, Func<string, Task<int>> priceOf)
        {
            int total = 0;
            var adding = new List<Task>();
            foreach (string item in items)
            {
                adding.Add(AddAsync(item));
            }

            await Task.WhenAll(adding);
            return total;

            async Task AddAsync(string item)
            {
                total += await priceOf(item);
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> TotalAsync(string[] items, Func<string, Task<int>> priceOf)
        {
            int total = 0;
            var adding = new List<Task>();
            foreach (string item in items)
            {
                adding.Add(AddAsync(item));
            }

            await Task.WhenAll(adding);
            return total;

            async Task AddAsync(string item)
            {
                Interlocked.Add(ref total, await priceOf(item));
            }
        }
        // </good>
    }
}
