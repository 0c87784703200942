using System.Threading.Tasks.Sources;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2011ValueTaskConsumedTwiceDemo : Demo
{
    private const int Customers = 100;

    public override string Intro =>
        "A bank answers each request with a ValueTask, and uses the object behind it again for the next request, as sockets, channels and timers do. A teller "
        + "awaits the balance once to print it and once more to check it: the second time it is another customer's, or the bank refuses.";

    /// <summary>Answers requests one after the other.</summary>
    internal interface IBank
    {
        ValueTask<int> BalanceAsync(int customer);

        /// <summary>Meanwhile somebody else asks.</summary>
        void ServeTheNext();
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.AskAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.AskAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("customers asked", "", Customers, Customers, Bound.Exactly(Customers), Bound.Exactly(Customers)),
                new("answered with another customer's balance", "", flawed.Wrong, repaired.Wrong, Bound.AtLeast(1), Bound.Exactly(0)),
                new("refused with an InvalidOperationException", "", flawed.Refused, repaired.Refused, Bound.AtLeast(1), Bound.Exactly(0)),
                new("answered rightly both times", "", flawed.Right, repaired.Right, Bound.Exactly(0), Bound.Exactly(Customers)),
            },
            $"Awaited twice, {flawed.Wrong} of {Customers} customers saw somebody else's balance and {flawed.Refused} were refused. Awaited once, all {repaired.Right} were right.");
    }

    private static Outcome Observe(Func<IBank, int, Task<(int Printed, int Checked)>> askAsync)
        => EventLoop.Run(async _ =>
        {
            int right = 0;
            int wrong = 0;
            int refused = 0;
            for (int customer = 1; customer <= Customers; customer++)
            {
                // In every second case nobody else has asked meanwhile.
                var bank = new Bank(hasOthers: customer % 2 == 0);
                try
                {
                    (int printed, int @checked) = await askAsync(bank, customer);
                    bool isRight = printed == Bank.BalanceOf(customer) && @checked == printed;
                    right += isRight ? 1 : 0;
                    wrong += isRight ? 0 : 1;
                }
                catch (InvalidOperationException)
                {
                    refused++;
                }
            }

            return new Outcome(right, wrong, refused);
        }).Value;

    private sealed record Outcome(int Right, int Wrong, int Refused);

    /// <summary>One object serves all requests. It is free again as soon as its result was read, and does not look at who reads.</summary>
    private sealed class Bank : IBank, IValueTaskSource<int>
    {
        private readonly bool _hasOthers;
        private int _balance;
        private bool _isAsked;

        public Bank(bool hasOthers) => _hasOthers = hasOthers;

        public static int BalanceOf(int customer) => customer * 1000;

        public ValueTask<int> BalanceAsync(int customer)
        {
            _isAsked = true;
            _balance = BalanceOf(customer);
            return new ValueTask<int>(this, token: 0);
        }

        public void ServeTheNext()
        {
            if (_hasOthers)
            {
                _ = BalanceAsync(-1);
            }
        }

        public int GetResult(short token)
        {
            if (!_isAsked)
            {
                throw new InvalidOperationException("Nobody has asked.");
            }

            _isAsked = false;
            return _balance;
        }

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Succeeded;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => continuation(state);
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<(int Printed, int Checked)> AskAsync(IBank bank, int customer)
        {
            ValueTask<int> balance = bank.BalanceAsync(customer);
            int printed = await balance;
            bank.ServeTheNext();
            return (printed, await balance);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<(int Printed, int Checked)> AskAsync(IBank bank, int customer)
        {
            ValueTask<int> balance = bank.BalanceAsync(customer);
            int printed = await balance;
            bank.ServeTheNext();
            return (printed, printed);
        }
        // </good>
    }
}
