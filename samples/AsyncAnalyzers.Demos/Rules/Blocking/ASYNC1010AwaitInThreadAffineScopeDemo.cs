using System.Transactions;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1010AwaitInThreadAffineScopeDemo : Demo
{
    private const int Orders = 20;

    public override string Intro =>
        "A shop books each order in a TransactionScope and awaits the warehouse in it. Without TransactionScopeAsyncFlowOption.Enabled the "
        + "scope belongs to the thread that opened it; the code after the await runs on another one, and the end of the scope throws there.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.BookAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.BookAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("orders placed", "", Orders, Orders, Bound.Exactly(Orders), Bound.Exactly(Orders)),
                new("failed by InvalidOperationException", "", flawed.Failed, repaired.Failed, Bound.Exactly(Orders), Bound.Exactly(0)),
                new("saw no transaction after the await", "", flawed.Lost, repaired.Lost, Bound.Exactly(Orders), Bound.Exactly(0)),
                new("booked", "", flawed.Booked, repaired.Booked, Bound.Exactly(0), Bound.Exactly(Orders)),
            },
            $"Without the option, {flawed.Failed} of {Orders} orders failed when their scope was disposed on another thread. "
            + $"With it, all {repaired.Booked} were booked.");
    }

    /// <summary>Each order is begun by a thread of its own, which no continuation can come back to.</summary>
    private static Outcome Observe(Func<Warehouse, Task> bookAsync)
    {
        var outcome = new Outcome();
        for (int order = 0; order < Orders; order++)
        {
            var warehouse = new Warehouse();
            Task? booking = null;
            var thread = new Thread(() => booking = bookAsync(warehouse)) { IsBackground = true };
            thread.Start();
            thread.Join();
            try
            {
                booking!.GetAwaiter().GetResult();
                outcome.Booked++;
            }
            catch (InvalidOperationException)
            {
                outcome.Failed++;
            }

            outcome.Lost += warehouse.HasTransaction ? 0 : 1;
        }

        return outcome;
    }

    private sealed class Outcome
    {
        public int Booked { get; set; }

        public int Failed { get; set; }

        public int Lost { get; set; }
    }

    /// <summary>Answers after a while, and takes note of the transaction that its caller is in.</summary>
    internal sealed class Warehouse
    {
        public bool HasTransaction { get; private set; }

        public Task ReserveAsync() => Task.Delay(10);

        public void TakeNote() => HasTransaction = Transaction.Current is not null;
    }

    private static class Flawed
    {
        // <bad>
        public static async Task BookAsync(Warehouse warehouse)
        {
            // All or nothing.
            using (var scope = new TransactionScope())
            {
                await warehouse.ReserveAsync();
                warehouse.TakeNote();
                scope.Complete();
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task BookAsync(Warehouse warehouse)
        {
            // All or nothing.
            using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
            {
                await warehouse.ReserveAsync();
                warehouse.TakeNote();
                scope.Complete();
            }
        }
        // </good>
    }
}
