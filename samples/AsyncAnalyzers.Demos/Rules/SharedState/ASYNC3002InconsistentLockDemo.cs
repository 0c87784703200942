using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3002InconsistentLockDemo : Demo
{
    private const int Rounds = 10;

    private interface ICart
    {
        int Total { get; }

        void Add(string item);

        void Waive(string item);

        int Dearest();
    }

    public override string Intro =>
        "A cart takes its lock where items are added and removed. Where a price is waived, and where the dearest item is looked for, somebody forgot "
        + "it. While one thread does that, another adds an item: it takes the lock, which nobody holds.";

    public override DemoResult Measure()
    {
        (int Lost, int Broken) flawed = Stage.Flawed(() => Run(static prices => new Flawed(prices)));
        (int Lost, int Broken) repaired = Stage.Repaired(() => Run(static prices => new Repaired(prices)));
        return new DemoResult(
            new Measurement[]
            {
                new($"updates lost in {Rounds} meetings", "", flawed.Lost, repaired.Lost, Bound.AtLeast(Rounds / 2), Bound.Exactly(0)),
                new($"enumerations of {Rounds} that throw", "", flawed.Broken, repaired.Broken, Bound.AtLeast(Rounds / 2), Bound.Exactly(0)),
            },
            $"{flawed.Lost} of {Rounds} items were sold for nothing, and {flawed.Broken} of {Rounds} searches ended with an exception; with the lock in all "
            + $"places {repaired.Lost} and {repaired.Broken}.");
    }

    /// <summary>Each round one thread is half way through when another adds an item, as soon as the lock lets it.</summary>
    private static (int Lost, int Broken) Run(Func<Prices, ICart> create)
    {
        var prices = new Prices();
        ICart cart = create(prices);
        int added = 0, broken = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Meet(() => cart.Waive("cup"));
            added--;
        }

        int lost = added - cart.Total;
        cart.Add("cup");
        for (int round = 0; round < Rounds; round++)
        {
            Meet(() =>
            {
                try
                {
                    _ = cart.Dearest();
                }
                catch (InvalidOperationException)
                {
                    broken++;
                }
            });
        }

        return (lost, broken);

        void Meet(Action first)
        {
            prices.Reset();
            var second = new Thread(() =>
            {
                prices.WaitUntilAsked();
                cart.Add("tea");
                prices.GoOn();
            });
            second.Start();
            first();
            second.Join();
            added++;
        }
    }

    /// <summary>The price of a cup takes until the other thread has added its item, or cannot.</summary>
    private sealed class Prices
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(30);

        private readonly ManualResetEventSlim _asked = new(), _goOn = new(initialState: true);

        public int Of(string item)
        {
            if (item == "cup")
            {
                _asked.Set();
                _goOn.Wait(Patience);
            }

            return 1;
        }

        public void Reset()
        {
            _asked.Reset();
            _goOn.Reset();
        }

        public void WaitUntilAsked() => _asked.Wait();

        public void GoOn() => _goOn.Set();
    }

    private sealed class Flawed : ICart
    {
        private readonly Prices _prices;

        public Flawed(Prices prices) => _prices = prices;

        // <bad>
        private readonly object _gate = new();
        private readonly List<string> _items = new();
        private int _total;

        public int Total
        {
            get
            {
                lock (_gate)
                {
                    return _total;
                }
            }
        }

        public void Add(string item)
        {
            lock (_gate)
            {
                _items.Add(item);
                _total += _prices.Of(item);
            }
        }

        public void Waive(string item)
        {
            _total -= _prices.Of(item);
        }

        public int Dearest()
        {
            int dearest = 0;
            foreach (string item in _items)
            {
                dearest = Math.Max(dearest, _prices.Of(item));
            }

            return dearest;
        }
        // </bad>
    }

    private sealed class Repaired : ICart
    {
        private readonly Prices _prices;

        public Repaired(Prices prices) => _prices = prices;

        // <good>
        private readonly object _gate = new();
        private readonly List<string> _items = new();
        private int _total;

        public int Total
        {
            get
            {
                lock (_gate)
                {
                    return _total;
                }
            }
        }

        public void Add(string item)
        {
            lock (_gate)
            {
                _items.Add(item);
                _total += _prices.Of(item);
            }
        }

        public void Waive(string item)
        {
            lock (_gate)
            {
                _total -= _prices.Of(item);
            }
        }

        public int Dearest()
        {
            int dearest = 0;
            lock (_gate)
            {
                foreach (string item in _items)
                {
                    dearest = Math.Max(dearest, _prices.Of(item));
                }
            }

            return dearest;
        }
        // </good>
    }
}
