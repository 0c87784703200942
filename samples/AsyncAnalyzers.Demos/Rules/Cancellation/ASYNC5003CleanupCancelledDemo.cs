using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5003CleanupCancelledDemo : Demo
{
    private const int Transfers = 10;
    private const int Amount = 100;

    public override string Intro =>
        "Ten transfers have taken their amount from one account and wait for the other bank, when the service is stopped. Each rolls back. "
        + "The roll-back is given the token that has stopped the transfer: it throws before it puts anything back, and the money is gone.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.TransferAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.TransferAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("transfers that were stopped", "", flawed.Stopped, repaired.Stopped, Bound.Exactly(Transfers),
                    Bound.Exactly(Transfers)),
                new("roll-backs that were done", "", flawed.RolledBack, repaired.RolledBack, Bound.Exactly(0), Bound.Exactly(Transfers)),
                new("money that is missing", "", flawed.Missing, repaired.Missing, Bound.Exactly(Transfers * Amount), Bound.Exactly(0)),
            },
            $"{flawed.Stopped} transfers were stopped and {flawed.RolledBack} of them rolled back: {flawed.Missing} are missing. "
            + $"Without the token all {repaired.RolledBack} roll-backs are done.");
    }

    private static Outcome Observe(Func<Transfer, CancellationToken, Task> transferAsync)
        => EventLoop.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            Transfer[] transfers = Enumerable.Range(0, Transfers).Select(_ => new Transfer()).ToArray();
            Task[] running = transfers.Select(transfer => transferAsync(transfer, stop.Token)).ToArray();
            await Task.Delay(50);
            await stop.CancelAsync();
            int stopped = 0;
            foreach (Task one in running)
            {
                try
                {
                    await one;
                }
                catch (OperationCanceledException)
                {
                    stopped++;
                }
            }

            return new Outcome(stopped, transfers.Count(transfer => transfer.Taken == 0), transfers.Sum(transfer => transfer.Taken));
        }).Value;

    /// <summary>An amount that is taken from one account, to be put on another.</summary>
    internal sealed class Transfer
    {
        /// <summary>What is on neither account.</summary>
        public int Taken { get; private set; }

        public void Debit() => Taken += Amount;

        public async Task CreditAsync(CancellationToken token)
        {
            await Task.Delay(Timeout.Infinite, token);
            Taken = 0;
        }

        public async Task RollbackAsync(CancellationToken token)
        {
            await Task.Delay(1, token);
            Taken = 0;
        }
    }

    private sealed record Outcome(int Stopped, int RolledBack, int Missing);

    private static class Flawed
    {
        // <bad>
        public static async Task TransferAsync(Transfer transfer, CancellationToken token)
        {
            transfer.Debit();
            try
            {
                await transfer.CreditAsync(token);
            }
            catch (OperationCanceledException)
            {
                await transfer.RollbackAsync(token);
                throw;
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task TransferAsync(Transfer transfer, CancellationToken token)
        {
            transfer.Debit();
            try
            {
                await transfer.CreditAsync(token);
            }
            catch (OperationCanceledException)
            {
                await transfer.RollbackAsync(CancellationToken.None);
                throw;
            }
        }
        // </good>
    }
}
