using System.Collections.Concurrent;
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
            return Run(shop.WithOrders, shop.Sell, shop.TakeBack, shop.Locks);
        });
        (int Ended, string Waits) repaired = Stage.Repaired(() =>
        {
            var shop = new Repaired();
            return Run(shop.WithOrders, shop.Sell, shop.TakeBack, shop.Locks);
        });
        return new DemoResult(
            new Measurement[]
            {
                new("calls that came back", "", flawed.Ended, repaired.Ended, Bound.Exactly(0), Bound.Exactly(2)),
            },
            $"After {Patience.TotalMilliseconds:0} ms {flawed.Ended} of 2 calls had come back. Interrupted, the two told where they were: {flawed.Waits}. "
            + $"Each has what the other waits for. In one order both came back each time{repaired.Waits}.");
    }

    /// <summary>How many of the two calls come back, and which lock those have, and wait for, that do not.</summary>
    private static (int Ended, string Waits) Run(Action<Action> withOrders, Action sell, Action takeBack, Func<(string Name, object Gate)[]> locks)
    {
        for (int round = 0; round < Rounds; round++)
        {
            var watchdog = new Watchdog(locks());
            Thread first = watchdog.ThreadOf(takeBack), second = watchdog.ThreadOf(sell);
            withOrders(() =>
            {
                StartAndWait(first);
                StartAndWait(second);
            });
            Thread[] stuck = new[] { second, first }.Where(static thread => !thread.Join(Patience)).ToArray();
            if (stuck.Length > 0)
            {
                return (2 - stuck.Length, watchdog.Ask(stuck));
            }
        }

        return (2, string.Empty);
    }

    /// <summary>Until the thread waits for a lock.</summary>
    private static void StartAndWait(Thread thread)
    {
        thread.Start();
        if (!SpinWait.SpinUntil(() => (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0, Limit))
        {
            throw new TimeoutException($"The thread did not wait within {Limit.TotalSeconds} s.");
        }
    }

    /// <summary>
    /// Interrupts threads that are stuck. What a filter of the exception asks, it asks before the locks are released: which of them the thread
    /// holds, which others are taken, and by which methods it got there.
    /// </summary>
    private sealed class Watchdog
    {
        private readonly ConcurrentDictionary<Thread, string> _told = new();
        private readonly (string Name, object Gate)[] _locks;
        private CountdownEvent? _all;

        public Watchdog((string Name, object Gate)[] locks) => _locks = locks;

        public Thread ThreadOf(Action call) => new(() =>
        {
            try
            {
                call();
            }
            catch (ThreadInterruptedException exception) when (Tell(exception))
            {
            }
        })
        {
            IsBackground = true,
        };

        public string Ask(Thread[] stuck)
        {
            _all = new CountdownEvent(stuck.Length);
            foreach (Thread thread in stuck)
            {
                thread.Interrupt();
            }

            foreach (Thread thread in stuck)
            {
                thread.Join(Limit);
            }

            return string.Join("; ", stuck.Select(thread => _told.TryGetValue(thread, out string? told) ? told : "a thread did not answer"));
        }

        private bool Tell(ThreadInterruptedException exception)
        {
            string[] held = _locks.Where(static one => Monitor.IsEntered(one.Gate)).Select(static one => one.Name).ToArray();
            string[] awaited = _locks.Where(static one => !Monitor.IsEntered(one.Gate) && IsTaken(one.Gate)).Select(static one => one.Name).ToArray();
            string[] stack = new System.Diagnostics.StackTrace(exception).GetFrames().Select(static frame => frame.GetMethod()!)
                .Where(static method => method.DeclaringType == typeof(Flawed) || method.DeclaringType == typeof(Repaired))
                .Select(static method => method.Name).ToArray();
            _told[Thread.CurrentThread] = $"{string.Join(" < ", stack)} holds {string.Join(", ", held)} and waits for {string.Join(", ", awaited)}";

            // Each of them tells what it holds before one lets go.
            _all!.Signal();
            return _all.Wait(Limit);
        }

        private static bool IsTaken(object gate)
        {
            if (!Monitor.TryEnter(gate))
            {
                return true;
            }

            Monitor.Exit(gate);
            return false;
        }
    }

    private sealed class Flawed
    {
        private readonly object _stock = new();
        private readonly object _orders = new();
        private int _inStock = 100;
        private int _ordered;

        public (string Name, object Gate)[] Locks() => new[] { ("stock", _stock), ("orders", _orders) };

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

        public (string Name, object Gate)[] Locks() => new[] { ("stock", _stock), ("orders", _orders) };

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
