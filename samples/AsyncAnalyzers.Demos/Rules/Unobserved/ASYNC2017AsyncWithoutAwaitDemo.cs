using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2017AsyncWithoutAwaitDemo : Demo
{
    private const int Calls = 20;
    private const int Rounds = 15;
    private const int CallsInRound = 20_000;

    private static readonly int[] Prices = { 1, 2, 3 };

    public override string Intro =>
        "A method that totals prices is async and awaits nothing. Its callers believe that they start work and go on; in truth each call keeps the "
        + "event loop until the total is there, and every call sets up a state machine that never waits. The repaired signature hides nothing.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.TotalAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.TotalAsync));
        for (int round = 0; round < Rounds; round++)
        {
            flawed.Nanoseconds = Math.Min(flawed.Nanoseconds, Time(Flawed.TotalAsync));
            repaired.Nanoseconds = Math.Min(repaired.Nanoseconds, Time(Repaired.TotalAsync));
        }

        return new DemoResult(
            new Measurement[]
            {
                new($"of {Calls} calls, those that came back with the work done", "", flawed.Complete, repaired.Complete, Bound.Exactly(Calls), Bound.Exactly(Calls)),
                new("turns that the event loop got meanwhile", "", flawed.Turns, repaired.Turns, Bound.Exactly(0), Bound.Exactly(0)),
                new("methods compiled into a state machine", "", StateMachinesIn(typeof(Flawed)), StateMachinesIn(typeof(Repaired)), Bound.Exactly(1), Bound.Exactly(0)),
                new("time of a call", "ns", flawed.Nanoseconds, repaired.Nanoseconds, Bound.None, Bound.AtMost(flawed.Nanoseconds * 0.95)),
                new($"of {Calls} failures, kept in the task", "", flawed.Failures, repaired.Failures, Bound.Exactly(Calls), Bound.Exactly(Calls)),
            },
            $"All {Calls} calls had done their work before they came back, and the loop got no turn: async was in name only. Without it the same work takes "
            + $"{Measurement.Format(repaired.Nanoseconds, "ns")} a call instead of {Measurement.Format(flawed.Nanoseconds, "ns")}, and its failures still come in the task.");
    }

    private static Outcome Observe(Func<int[], Task<int>> totalAsync)
        => EventLoop.Run(async loop =>
        {
            var outcome = new Outcome();
            loop.Post(_ => outcome.Turns++, null);
            for (int call = 0; call < Calls; call++)
            {
                Task<int> total = totalAsync(Prices);
                outcome.Complete += total.IsCompletedSuccessfully ? 1 : 0;
                await total;
            }

            int turns = outcome.Turns;
            for (int call = 0; call < Calls; call++)
            {
                Task<int> overflow = totalAsync(new[] { int.MaxValue, 1 });
                outcome.Failures += overflow.Exception is null ? 0 : 1;
                await Task.Yield();
            }

            outcome.Turns = turns;
            return outcome;
        }).Value;

    /// <summary>Nanoseconds for a call, the best of a round.</summary>
    private static double Time(Func<int[], Task<int>> totalAsync)
    {
        var clock = Stopwatch.StartNew();
        for (int call = 0; call < CallsInRound; call++)
        {
            _ = totalAsync(Prices);
        }

        return clock.Elapsed.TotalNanoseconds / CallsInRound;
    }

    private static int StateMachinesIn(Type half)
        => half.GetMethods().Count(method => method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false));

    private sealed class Outcome
    {
        public int Complete { get; set; }

        public int Turns { get; set; }

        public int Failures { get; set; }

        public double Nanoseconds { get; set; } = double.MaxValue;
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> TotalAsync(int[] prices)
        {
            int total = 0;
            foreach (int price in prices)
            {
                total = checked(total + price);
            }

            return total;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static Task<int> TotalAsync(int[] prices)
        {
            try
            {
                int total = 0;
                foreach (int price in prices)
                {
                    total = checked(total + price);
                }

                return Task.FromResult(total);
            }
            catch (Exception exception)
            {
                return Task.FromException<int>(exception);
            }
        }
        // </good>
    }
}
