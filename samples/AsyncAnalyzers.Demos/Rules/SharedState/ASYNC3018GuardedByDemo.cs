using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3018GuardedByDemo : Demo
{
    private const int Transfers = 40;

    public override string Intro =>
        $"Money moves {Transfers} times between two accounts that a lock guards; a report adds them up after each first half.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(static () => CountWrongSums(static pause =>
        {
            var bank = new Flawed(pause);
            return (bank.Transfer, bank.Total);
        }));
        int repaired = Stage.Repaired(static () => CountWrongSums(static pause =>
        {
            var bank = new Repaired(pause);
            return (bank.Transfer, bank.Total);
        }));
        return new DemoResult(
            new Measurement[]
            {
                new("reports with a wrong sum", "", flawed, repaired, Bound.Exactly(Transfers), Bound.Exactly(0)),
            },
            $"{flawed} of {Transfers} reports missed the money that was on its way; the report that holds the lock was right each time.");
    }

    /// <summary>The report begins when a transfer is half done; the transfer goes on when the report is over, or after a while.</summary>
    private static int CountWrongSums(Func<Action, (Action Transfer, Func<int> Total)> open)
    {
        using var half = new AutoResetEvent(false);
        using var over = new AutoResetEvent(false);
        (Action transfer, Func<int> total) = open(() =>
        {
            half.Set();
            over.WaitOne(10);
        });
        int wrong = 0;
        for (int number = 0; number < Transfers; number++)
        {
            over.Reset();
            var thread = new Thread(() => transfer()) { IsBackground = true };
            thread.Start();
            half.WaitOne();
            wrong += total() == Bank.Money ? 0 : 1;
            over.Set();
            thread.Join();
        }

        return wrong;
    }

    private static class Bank
    {
        public const int Money = 1000;
    }

    [AttributeUsage(AttributeTargets.Field)]
    private sealed class GuardedByAttribute : Attribute
    {
        public GuardedByAttribute(string gate) => Gate = gate;

        public string Gate { get; }
    }

    private sealed class Flawed
    {
        private readonly Action _pause;

        public Flawed(Action pause) => _pause = pause;

        // <bad>
        private readonly object _gate = new();

        [GuardedBy(nameof(_gate))]
        private int _savings = Bank.Money;

        [GuardedBy(nameof(_gate))]
        private int _current;

        public void Transfer()
        {
            lock (_gate)
            {
                _savings -= 1;
                _pause();
                _current += 1;
            }
        }

        public int Total()
        {
            return _savings + _current;
        }
        // </bad>
    }

    private sealed class Repaired
    {
        private readonly Action _pause;

        public Repaired(Action pause) => _pause = pause;

        // <good>
        private readonly object _gate = new();

        [GuardedBy(nameof(_gate))]
        private int _savings = Bank.Money;

        [GuardedBy(nameof(_gate))]
        private int _current;

        public void Transfer()
        {
            lock (_gate)
            {
                _savings -= 1;
                _pause();
                _current += 1;
            }
        }

        public int Total()
        {
            lock (_gate)
            {
                return _savings + _current;
            }
        }
        // </good>
    }
}
