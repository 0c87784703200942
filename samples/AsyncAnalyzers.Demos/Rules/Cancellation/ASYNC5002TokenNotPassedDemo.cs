using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5002TokenNotPassedDemo : Demo
{
    /// <summary>The repaired worker ends in a few milliseconds; a machine with dozens of busy processes for each core adds some hundred.</summary>
    private const double Prompt = 750;

    public override string Intro =>
        "A worker looks for new mail and pauses 1.5 seconds in between. Its loop asks whether it is to stop, but the pause is not given the "
        + "token: whoever stops the worker waits until the pause is over. Given the token, the pause ends when the stop is asked for.";

    public override DemoResult Measure()
    {
        double flawed = Stage.Flawed(() => MillisecondsToStop(Flawed.WatchMailAsync));
        double repaired = Stage.Repaired(() => MillisecondsToStop(Repaired.WatchMailAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("time to stop the worker", "ms", flawed, repaired, Bound.AtLeast(1000), Bound.AtMost(Prompt)),
            },
            $"The stop took {Measurement.Format(flawed, "ms")}, as long as the rest of the pause. "
            + $"With the token passed it took {Measurement.Format(repaired, "ms")}.");
    }

    /// <summary>Stops the worker in the middle of its first pause.</summary>
    private static double MillisecondsToStop(Func<Func<Task>, CancellationToken, Task> watchAsync)
        => EventLoop.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task worker = watchAsync(
                () =>
                {
                    looked.TrySetResult();
                    return Task.CompletedTask;
                },
                stop.Token);
            await looked.Task;
            var clock = Stopwatch.StartNew();
            stop.Cancel();
            try
            {
                await worker;
            }
            catch (OperationCanceledException)
            {
                // That is how a worker says that it was stopped.
            }

            return clock.Elapsed.TotalMilliseconds;
        }).Value;

    private static class Flawed
    {
        // <bad>
        public static async Task WatchMailAsync(Func<Task> fetchMailAsync, CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await fetchMailAsync();
                await Task.Delay(1500);
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task WatchMailAsync(Func<Task> fetchMailAsync, CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await fetchMailAsync();
                await Task.Delay(1500, stoppingToken);
            }
        }
        // </good>
    }
}
