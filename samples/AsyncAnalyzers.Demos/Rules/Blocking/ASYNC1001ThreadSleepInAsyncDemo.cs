using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1001ThreadSleepInAsyncDemo : Demo
{
    /// <summary>A machine with dozens of busy processes for each core adds half a second at times; at rest it is 10 ms.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(750);

    public override string Intro =>
        "A shop asks its payment provider until the payment is through, and pauses a second in between. "
        + "While Thread.Sleep pauses, the event loop stands still: no other customer is served.";

    public override DemoResult Measure()
    {
        LoopRun<string> flawed = Stage.Flawed(() => EventLoop.Run(_ => Flawed.WaitForPaymentAsync(SecondTimeLucky(), CancellationToken.None)));
        LoopRun<string> repaired = Stage.Repaired(() => EventLoop.RunUntilCalm(Calm, _ => Repaired.WaitForPaymentAsync(SecondTimeLucky(), CancellationToken.None)));
        return new DemoResult(
            new Measurement[]
            {
                new("longest heartbeat gap", "ms", flawed.GapInMilliseconds, repaired.GapInMilliseconds, Bound.AtLeast(950), Bound.AtMost(Calm.TotalMilliseconds)),
                new("heartbeats meanwhile", "", flawed.Beats, repaired.Beats, Bound.AtMost(2), Bound.AtLeast(3)),
            },
            $"Both wait a second. Asleep, the loop served nobody for {Measurement.Format(flawed.GapInMilliseconds, "ms")}; awaiting, never longer than {Measurement.Format(repaired.GapInMilliseconds, "ms")}.");
    }

    /// <summary>A provider that says "pending" once and "paid" from then on.</summary>
    private static Func<Task<string>> SecondTimeLucky()
    {
        int calls = 0;
        return () => Task.FromResult(calls++ == 0 ? "pending" : "paid");
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<string> WaitForPaymentAsync(
            Func<Task<string>> askProviderAsync, CancellationToken cancellationToken)
        {
            string state = await askProviderAsync();
            while (state == "pending")
            {
                // The provider wants a second between two questions.
                Thread.Sleep(1000);
                state = await askProviderAsync();
            }

            return state;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string> WaitForPaymentAsync(
            Func<Task<string>> askProviderAsync, CancellationToken cancellationToken)
        {
            string state = await askProviderAsync();
            while (state == "pending")
            {
                // The provider wants a second between two questions.
                await Task.Delay(1000, cancellationToken);
                state = await askProviderAsync();
            }

            return state;
        }
        // </good>
    }
}
