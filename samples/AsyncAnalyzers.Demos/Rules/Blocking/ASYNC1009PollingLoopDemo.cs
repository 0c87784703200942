using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1009PollingLoopDemo : Demo
{
    private const int MostRuns = 6;

    /// <summary>How long after the first look the gate opens, so that the second look is still far away.</summary>
    private static readonly TimeSpan OpensAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>A machine with dozens of busy processes for each core adds some; at rest it is 1 ms.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(400);

    public override string Intro =>
        "A train waits at a closed gate and looks every 800 ms whether it has opened. It opens right after the first look. "
        + "A shorter delay would find out sooner, and wake up more often for nothing.";

    public override DemoResult Measure()
    {
        var flawedGate = new Flawed();
        double flawed = Stage.Flawed(() => Latency(flawedGate.PassAsync, flawedGate.Open));
        double repaired = double.MaxValue;
        for (int runs = 0; runs < MostRuns && repaired > Prompt.TotalMilliseconds; runs++)
        {
            var gate = new Repaired();
            repaired = Math.Min(repaired, Stage.Repaired(() => Latency(gate.PassAsync, gate.Open)));
        }

        return new DemoResult(
            new Measurement[] { new("from the signal to the reaction", "ms", flawed, repaired, Bound.AtLeast(500), Bound.AtMost(Prompt.TotalMilliseconds)) },
            $"Polling, the train stood at an open gate for {Measurement.Format(flawed, "ms")}; told by a TaskCompletionSource, for {Measurement.Format(repaired, "ms")}.");
    }

    /// <summary>The milliseconds from opening the gate to having passed it.</summary>
    private static double Latency(Func<Task> passAsync, Action open) => EventLoop.Run(async _ =>
    {
        Task passing = passAsync();
        await Task.Delay(OpensAfter);
        var clock = Stopwatch.StartNew();
        open();
        await passing;
        return clock.Elapsed.TotalMilliseconds;
    }).Value;

    private sealed class Flawed
    {
        // <bad>
        private bool _isOpen;

        public void Open() => _isOpen = true;

        public async Task PassAsync()
        {
            // The gate opens when the road is clear.
            while (!_isOpen)
            {
                await Task.Delay(800);
            }
        }
        // </bad>
    }

    private sealed class Repaired
    {
        // <good>
        private readonly TaskCompletionSource _isOpen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _isOpen.TrySetResult();

        public async Task PassAsync()
        {
            // The gate opens when the road is clear.
            await _isOpen.Task;
        }
        // </good>
    }
}
