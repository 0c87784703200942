using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5005UnstoppableLoopDemo : Demo
{
    /// <summary>The shutdown time-out of the host, which is 30 s by default.</summary>
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(1);

    /// <summary>A machine with dozens of busy processes for each core adds some; at rest it is a few ms.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(500);

    public override string Intro =>
        "A host stops while its worker waits for the next minute. It cancels the token, and gives the worker one second before it ends the "
        + "process: the default is 30 s. The worker that looks at its token is gone at once.";

    public override DemoResult Measure()
    {
        double flawed = Stage.Flawed(() => Stop(new Flawed().ExecuteAsync));
        double repaired = Stage.Repaired(() => Stop(new Repaired().ExecuteAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("from the cancellation to the end of the host", "ms", flawed, repaired,
                    Bound.AtLeast(TimeOut.TotalMilliseconds - 100), Bound.AtMost(Prompt.TotalMilliseconds)),
            },
            $"The host waited {Measurement.Format(flawed, "ms")} for a loop that never looks at its token, "
            + $"and {Measurement.Format(repaired, "ms")} for one that does.");
    }

    /// <summary>The milliseconds that a host waits for its worker when it stops.</summary>
    private static double Stop(Func<CancellationToken, Task> executeAsync) => EventLoop.Run(async _ =>
    {
        using var stopping = new CancellationTokenSource();
        Task worker = executeAsync(stopping.Token);
        await Task.Delay(50);
        var clock = Stopwatch.StartNew();
        await stopping.CancelAsync();
        await Task.WhenAny(worker, Task.Delay(TimeOut));
        return clock.Elapsed.TotalMilliseconds;
    }).Value;

    private sealed class Flawed
    {
        private int _rounds;

        private TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

        // <bad>
        public async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            // as long as the host runs
            while (true)
            {
                _rounds++;
                await Task.Delay(Interval);
            }
        }
        // </bad>
    }

    private sealed class Repaired
    {
        private int _rounds;

        private TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

        // <good>
        public async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            // as long as the host runs
            while (!stoppingToken.IsCancellationRequested)
            {
                _rounds++;
                await Task.Delay(Interval, stoppingToken);
            }
        }
        // </good>
    }
}
