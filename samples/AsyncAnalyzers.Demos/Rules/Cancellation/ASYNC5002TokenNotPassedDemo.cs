using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5002TokenNotPassedDemo : Demo
{
    /// <summary>The repaired wait ends in a few milliseconds; a machine with dozens of busy processes for each core adds some hundred.</summary>
    private const double Prompt = 750;

    public override string Intro =>
        "A shop asks its payment provider until the payment is through, and pauses 1.5 seconds in between. The customer presses Cancel, but "
        + "the pause is not given the token: the cancellation waits until the pause is over. Given the token, the pause ends at once.";

    public override DemoResult Measure()
    {
        double flawed = Stage.Flawed(() => MillisecondsToStop(Flawed.WaitForPaymentAsync));
        double repaired = Stage.Repaired(() => MillisecondsToStop(Repaired.WaitForPaymentAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("from Cancel to the end", "ms", flawed, repaired, Bound.AtLeast(1000), Bound.AtMost(Prompt)),
            },
            $"The cancellation took {Measurement.Format(flawed, "ms")}, the rest of the pause. "
            + $"With the token passed it took {Measurement.Format(repaired, "ms")}.");
    }

    /// <summary>Cancels at the beginning of the first pause.</summary>
    private static double MillisecondsToStop(Func<Func<Task<string>>, CancellationToken, Task<string>> waitAsync)
        => EventLoop.Run(async _ =>
        {
            using var cancel = new CancellationTokenSource();
            int questions = 0;
            Task<string> payment = waitAsync(() => Task.FromResult(questions++ == 0 ? "pending" : "paid"), cancel.Token);
            var clock = Stopwatch.StartNew();
            await cancel.CancelAsync();
            try
            {
                await payment;
            }
            catch (OperationCanceledException)
            {
                // That is how the wait says that it was cancelled.
            }

            return clock.Elapsed.TotalMilliseconds;
        }).Value;

    private static class Flawed
    {
        // <bad>
        public static async Task<string> WaitForPaymentAsync(
            Func<Task<string>> askProviderAsync, CancellationToken cancellationToken)
        {
            string state = await askProviderAsync();
            while (state == "pending")
            {
                // The provider wants a second and a half between two questions.
                await Task.Delay(1500);
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
                // The provider wants a second and a half between two questions.
                await Task.Delay(1500, cancellationToken);
                state = await askProviderAsync();
            }

            return state;
        }
        // </good>
    }
}
