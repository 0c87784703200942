using System.Globalization;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2010TaskAsValueDemo : Demo
{
    private const int Orders = 10;

    public override string Intro =>
        "A shop prints the total of each order on its receipt. The await is missing, which everything that makes a text accepts: the customer reads the name of a type, "
        + "and when a total cannot be computed, a receipt is printed all the same.";

    /// <summary>What is known of an order.</summary>
    internal interface IShop
    {
        Task<string> CustomerAsync(int order);

        Task<int> TotalAsync(int order);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.PrintAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.PrintAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Orders} receipts, with their total", "", flawed.WithTotal, repaired.WithTotal, Bound.Exactly(0), Bound.Exactly(Orders)),
                new($"of {Orders} totals that could not be computed, on a receipt all the same", "", flawed.PrintedAnyway, repaired.PrintedAnyway, Bound.Exactly(Orders), Bound.Exactly(0)),
            },
            $"A receipt reads '{flawed.Sample}'. Awaited, it reads '{repaired.Sample}'.");
    }

    private static Outcome Observe(Func<IShop, int, Task<string>> printAsync)
        => EventLoop.Run(async _ =>
        {
            int withTotal = 0;
            int printedAnyway = 0;
            string sample = "";
            var shop = new Shop();
            var brokenShop = new Shop { IsBroken = true };
            for (int order = 1; order <= Orders; order++)
            {
                sample = await printAsync(shop, order);
                withTotal += sample.EndsWith(": " + Shop.TotalOf(order).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) ? 1 : 0;
                try
                {
                    printedAnyway += (await printAsync(brokenShop, order)).Length > 0 ? 1 : 0;
                }
                catch (InvalidDataException)
                {
                    // No receipt without a total.
                }
            }

            return new Outcome(withTotal, printedAnyway, sample);
        }).Value;

    private sealed record Outcome(int WithTotal, int PrintedAnyway, string Sample);

    private sealed class Shop : IShop
    {
        public bool IsBroken { get; init; }

        public static int TotalOf(int order) => 100 * order;

        public async Task<string> CustomerAsync(int order)
        {
            await Task.Yield();
            return "customer " + order;
        }

        public async Task<int> TotalAsync(int order)
        {
            await Task.Yield();
            return IsBroken ? throw new InvalidDataException("An item has no price.") : TotalOf(order);
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<string> PrintAsync(IShop shop, int order)
        {
            string customer = await shop.CustomerAsync(order);
            return $"{customer}: {shop.TotalAsync(order)}";
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string> PrintAsync(IShop shop, int order)
        {
            string customer = await shop.CustomerAsync(order);
            return $"{customer}: {await shop.TotalAsync(order)}";
        }
        // </good>
    }
}
