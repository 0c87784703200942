using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3009LockOrderDemo : Demo
{
    private const int Calls = 50_000;
    private static readonly TimeSpan Stuck = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public override string Intro =>
        "Two threads sell and take back at the same shop. One takes the lock of the stock and then that of the orders, the other the "
        + "orders and then the stock. Sooner or later each has one and wants the other.";

    public override DemoResult Measure()
    {
        (int Ended, string Waits) flawed = Stage.Flawed(() =>
        {
            var shop = new Flawed();
            return Run(shop.Sell, shop.TakeBack, "Sell: stock → orders", "TakeBack: orders → stock");
        });
        (int Ended, string Waits) repaired = Stage.Repaired(() =>
        {
            var shop = new Repaired();
            return Run(shop.Sell, shop.TakeBack, "Sell: stock → orders", "TakeBack: stock → orders");
        });
        return new DemoResult(
            new Measurement[]
            {
                new($"threads that ended their {Calls:#,0} calls", "", flawed.Ended, repaired.Ended, Bound.Exactly(0), Bound.Exactly(2)),
            },
            $"Both threads stood still, each within one call ({flawed.Waits}). In one order both ended{repaired.Waits}.");
    }

    /// <summary>How many of two threads come to their end, and which calls the others are in when nothing has moved for a while.</summary>
    private static (int Ended, string Waits) Run(Action sell, Action takeBack, string firstWay, string secondWay)
    {
        var done = new int[2];
        Thread first = Start(0, sell), second = Start(1, takeBack);
        var clock = Stopwatch.StartNew();
        long last = -1;
        var still = Stopwatch.StartNew();
        while ((first.IsAlive || second.IsAlive) && still.Elapsed < Stuck && clock.Elapsed < Limit)
        {
            Thread.Sleep(10);
            long now = (long)Volatile.Read(ref done[0]) + Volatile.Read(ref done[1]);
            if (now != last)
            {
                last = now;
                still.Restart();
            }
        }

        string[] waits = new[] { first.IsAlive ? firstWay : null, second.IsAlive ? secondWay : null }.OfType<string>().ToArray();
        return (2 - waits.Length, string.Join("; ", waits));

        Thread Start(int index, Action call)
        {
            var thread = new Thread(() =>
            {
                for (int i = 0; i < Calls; i++)
                {
                    call();
                    Volatile.Write(ref done[index], i + 1);
                }
            })
            { IsBackground = true };
            thread.Start();
            return thread;
        }
    }

    private sealed class Flawed
    {
        private readonly object _stock = new();
        private readonly object _orders = new();
        private int _inStock = 100;
        private int _ordered;

        // <bad>
        public void Sell()
        {
            lock (_stock)
            {
                lock (_orders)
                {
                    _inStock--;
                    _ordered++;
                }
            }
        }

        public void TakeBack()
        {
            lock (_orders)
            {
                lock (_stock)
                {
                    _ordered--;
                    _inStock++;
                }
            }
        }
        // </bad>
    }

    private sealed class Repaired
    {
        private readonly object _stock = new();
        private readonly object _orders = new();
        private int _inStock = 100;
        private int _ordered;

        // <good>
        public void Sell()
        {
            lock (_stock)
            {
                lock (_orders)
                {
                    _inStock--;
                    _ordered++;
                }
            }
        }

        public void TakeBack()
        {
            lock (_stock)
            {
                lock (_orders)
                {
                    _ordered--;
                    _inStock++;
                }
            }
        }
        // </good>
    }
}
