using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5009CancelMeansFailureDemo : Demo
{
    private const int Accounts = 5;

    private static readonly int[] Amounts = { 100, 20, 3, 40, 500 };

    public override string Intro =>
        "The totals of 5 accounts are written to a ledger. Each time the work is cancelled after two amounts. The loop ends by break, and the "
        + "sum so far comes back like any other: the ledger gets it. ThrowIfCancellationRequested tells the caller instead.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.TotalAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.TotalAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("partial sums in the ledger", "", flawed.WrongEntries, repaired.WrongEntries, Bound.Exactly(Accounts), Bound.Exactly(0)),
                new("cancellations that the caller saw", "", flawed.Cancellations, repaired.Cancellations, Bound.Exactly(0), Bound.Exactly(Accounts)),
            },
            $"{flawed.WrongEntries} of {Accounts} entries were the sum of two amounts where there are {Amounts.Length}. "
            + $"With ThrowIfCancellationRequested the caller saw {repaired.Cancellations} cancellations and wrote none.");
    }

    private static Outcome Observe(Func<int[], Func<int, Task<int>>, CancellationToken, Task<int>> totalAsync)
        => EventLoop.Run(async _ =>
        {
            var ledger = new List<int>();
            int cancellations = 0;
            for (int account = 0; account < Accounts; account++)
            {
                using var source = new CancellationTokenSource();
                int asked = 0;
                try
                {
                    ledger.Add(await totalAsync(Amounts, AskAsync, source.Token));
                }
                catch (OperationCanceledException)
                {
                    cancellations++;
                }

                async Task<int> AskAsync(int amount)
                {
                    await Task.Yield();
                    if (++asked == 2)
                    {
                        source.Cancel();
                    }

                    return amount;
                }
            }

            return new Outcome(ledger.Count(entry => entry != Amounts.Sum()), cancellations);
        }).Value;

    private sealed record Outcome(int WrongEntries, int Cancellations);

    private static class Flawed
    {
        // <bad>
        public static async Task<int> TotalAsync(
            int[] amounts, Func<int, Task<int>> convertAsync, CancellationToken cancellationToken)
        {
            int total = 0;
            foreach (int amount in amounts)
            {
                // Each amount is converted by the bank.
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                total += await convertAsync(amount);
            }

            return total;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> TotalAsync(
            int[] amounts, Func<int, Task<int>> convertAsync, CancellationToken cancellationToken)
        {
            int total = 0;
            foreach (int amount in amounts)
            {
                // Each amount is converted by the bank.
                cancellationToken.ThrowIfCancellationRequested();

                total += await convertAsync(amount);
            }

            return total;
        }
        // </good>
    }
}
