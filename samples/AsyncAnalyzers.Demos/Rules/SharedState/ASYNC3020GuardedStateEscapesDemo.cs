using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3020GuardedStateEscapesDemo : Demo
{
    private const int Rounds = 10;

    private interface IJournal
    {
        void Add(int amount);

        IReadOnlyList<int> Amounts();

        IEnumerable<int> Large();
    }

    public override string Intro =>
        "A journal takes its lock in every place, also where it answers its list. The lock is released when the method returns, and only then its "
        + "caller goes through the list: while another thread adds to it.";

    public override DemoResult Measure()
    {
        (int List, int Query) flawed = Stage.Flawed(static () => (Run(new Flawed(), true), Run(new Flawed(), false)));
        (int List, int Query) repaired = Stage.Repaired(static () => (Run(new Repaired(), true), Run(new Repaired(), false)));
        return new DemoResult(
            new Measurement[]
            {
                new($"sums of {Rounds} lists that throw", "", flawed.List, repaired.List, Bound.AtLeast(Rounds), Bound.Exactly(0)),
                new($"sums of {Rounds} queries that throw", "", flawed.Query, repaired.Query, Bound.AtLeast(Rounds), Bound.Exactly(0)),
            },
            $"Of {Rounds} sums over the live list {flawed.List} end with an exception, and {flawed.Query} of {Rounds} over the query; over snapshots "
            + $"{repaired.List} and {repaired.Query}.");
    }

    /// <summary>In each round another thread adds an amount while the first one is half way through.</summary>
    private static int Run(IJournal journal, bool isList)
    {
        int broken = 0;
        journal.Add(200);
        journal.Add(300);
        for (int round = 0; round < Rounds; round++)
        {
            try
            {
                int sum = 0;
                if (isList)
                {
                    foreach (int amount in journal.Amounts())
                    {
                        sum += Meet(amount);
                    }
                }
                else
                {
                    foreach (int amount in journal.Large())
                    {
                        sum += Meet(amount);
                    }
                }
            }
            catch (InvalidOperationException)
            {
                broken++;
            }
        }

        return broken;

        int Meet(int amount)
        {
            if (amount == 200)
            {
                var other = new Thread(() => journal.Add(1));
                other.Start();
                other.Join();
            }

            return amount;
        }
    }

    private sealed class Flawed : IJournal
    {
        // <bad>
        private readonly object _gate = new();
        private readonly List<int> _amounts = new();

        public void Add(int amount)
        {
            lock (_gate)
            {
                _amounts.Add(amount);
            }
        }

        public IReadOnlyList<int> Amounts()
        {
            lock (_gate)
            {
                return _amounts;
            }
        }

        public IEnumerable<int> Large()
        {
            lock (_gate)
            {
                return _amounts.Where(static amount => amount >= 100);
            }
        }
        // </bad>
    }

    private sealed class Repaired : IJournal
    {
        // <good>
        private readonly object _gate = new();
        private readonly List<int> _amounts = new();

        public void Add(int amount)
        {
            lock (_gate)
            {
                _amounts.Add(amount);
            }
        }

        public IReadOnlyList<int> Amounts()
        {
            lock (_gate)
            {
                return _amounts.ToArray();
            }
        }

        public IEnumerable<int> Large()
        {
            lock (_gate)
            {
                return _amounts.Where(static amount => amount >= 100).ToArray();
            }
        }
        // </good>
    }
}
