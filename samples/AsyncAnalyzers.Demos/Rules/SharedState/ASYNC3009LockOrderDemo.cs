using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3009LockOrderDemo : Demo
{
    private const int Rounds = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    public override string Intro =>
        "One call sells: it takes the lock of the stock and then that of the orders. Another takes back: the orders, and then the stock. "
        + "Both begin while a third has the orders for a moment; that is tried up to twenty times.";

    public override DemoResult Measure()
    {
        (int Ended, string Waits) flawed = Stage.Flawed(() =>
        {
            var shop = new Flawed();
            return Run(shop.WithOrders, shop.Sell, shop.TakeBack, "TakeBack: orders → stock");
        });
        (int Ended, string Waits) repaired = Stage.Repaired(() =>
        {
            var shop = new Repaired();
            return Run(shop.WithOrders, shop.Sell, shop.TakeBack, "TakeBack: stock → orders");
        });
        return new DemoResult(
            new Measurement[]
            {
                new("calls that came back", "", flawed.Ended, repaired.Ended, Bound.Exactly(0), Bound.Exactly(2)),
            },
            $"After {Patience.TotalMilliseconds:0} ms {flawed.Ended} of 2 calls had come back ({flawed.Waits}): each has what the other "
            + $"waits for. In one order both came back each time{repaired.Waits}.");
    }

    /// <summary>How many of the two calls come back, and in which order those take the locks that do not.</summary>
    private static (int Ended, string Waits) Run(Action<Action> withOrders, Action sell, Action takeBack, string wayBack)
    {
        for (int round = 0; round < Rounds; round++)
        {
            Thread first = ThreadOf(takeBack), second = ThreadOf(sell);
            withOrders(() =>
            {
                StartAndWait(first);
                StartAndWait(second);
            });
            var calls = new[] { (Thread: second, Way: "Sell: stock → orders"), (Thread: first, Way: wayBack) };
            string[] waits = calls.Where(call => !call.Thread.Join(Patience)).Select(call => call.Way).ToArray();
            if (waits.Length > 0)
            {
                return (calls.Length - waits.Length, string.Join("; ", waits));
            }
        }

        return (2, string.Empty);
    }

    private static Thread ThreadOf(Action call) => new(() => call()) { IsBackground = true };

    /// <summary>Until the thread waits for a lock.</summary>
    private static void StartAndWait(Thread thread)
    {
        thread.Start();
        if (!SpinWait.SpinUntil(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, Limit))
        {
            throw new TimeoutException($"The thread did not wait within {Limit.TotalSeconds} s.");
        }
    }

    private sealed class Flawed
    {
        private readonly object _stock = new();
        private readonly object _orders = new();
        private int _inStock = 100;
        private int _ordered;

        public void WithOrders(Action action)
        {
            lock (_orders)
            {
                action();
            }
        }

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

        public void WithOrders(Action action)
        {
            lock (_orders)
            {
                action();
            }
        }

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
