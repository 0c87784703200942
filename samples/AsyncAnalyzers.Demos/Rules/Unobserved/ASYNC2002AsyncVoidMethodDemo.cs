using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2002AsyncVoidMethodDemo : Demo
{
    private const int Orders = 10;
    private const int FullAt = 3;
    private const string Died = "died";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public override string Intro =>
        $"A shop takes {Orders} orders and is ready for a disk that is full: it catches the exception and tells the customer. But the method that saves is async void. "
        + $"When order {FullAt} cannot be saved, the exception passes every catch by and ends the process.";

    /// <summary>Where orders are kept, and how customers hear of them.</summary>
    internal interface IShop
    {
        Task SaveAsync(int order);

        Task AnswerAsync(int order, string answer);
    }

    public override DemoResult Measure()
    {
        Half flawed = Stage.Flawed(() => RunHalf("flawed"));
        Half repaired = Stage.Repaired(() => RunHalf("repaired"));
        return new DemoResult(
            new Measurement[]
            {
                new($"customers of {Orders} who got an answer", "", flawed.Answered, repaired.Answered, Bound.AtMost(Orders / 2), Bound.Exactly(Orders)),
                new("failures caught by the caller", "", flawed.Refused, repaired.Refused, Bound.Exactly(0), Bound.Exactly(1)),
                new("processes that died", "", flawed.Died, repaired.Died, Bound.Exactly(1), Bound.Exactly(0)),
            },
            $"One order that could not be saved ended the process after {flawed.Answered} of {Orders} answers, past a catch that was meant for it. "
            + $"With a task the catch saw the exception, and all {repaired.Answered} customers were answered.");
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
        SellAsync(half == "flawed" ? Flawed.CheckOutAsync : Repaired.CheckOutAsync).Wait();
        return 0;
    }

    private static async Task SellAsync(Func<IShop, int, Task> checkOutAsync)
    {
        var shop = new Shop();
        for (int order = 1; order <= Orders; order++)
        {
            await checkOutAsync(shop, order);
        }
    }

    private Half RunHalf(string half)
    {
        IReadOnlyList<string> lines = ChildProcess.Run(this, half, Limit).Lines;
        return new Half(lines.Count(line => line != Died), lines.Count(line => line.EndsWith("refused", StringComparison.Ordinal)), lines.Count(line => line == Died));
    }

    private sealed record Half(int Answered, int Refused, int Died);

    private sealed class Shop : IShop
    {
        public async Task SaveAsync(int order)
        {
            await Task.Delay(5);
            if (order == FullAt)
            {
                throw new IOException("The disk is full.");
            }
        }

        public async Task AnswerAsync(int order, string answer)
        {
            await Task.Delay(50);
            Console.WriteLine($"{order} {answer}");
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task CheckOutAsync(IShop shop, int order)
        {
            try
            {
                Save(shop, order);
                await shop.AnswerAsync(order, "confirmed");
            }
            catch (IOException)
            {
                await shop.AnswerAsync(order, "refused");
            }
        }

        private static async void Save(IShop shop, int order)
        {
            await shop.SaveAsync(order);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task CheckOutAsync(IShop shop, int order)
        {
            try
            {
                await Save(shop, order);
                await shop.AnswerAsync(order, "confirmed");
            }
            catch (IOException)
            {
                await shop.AnswerAsync(order, "refused");
            }
        }

        private static async Task Save(IShop shop, int order)
        {
            await shop.SaveAsync(order);
        }
        // </good>
    }
}
