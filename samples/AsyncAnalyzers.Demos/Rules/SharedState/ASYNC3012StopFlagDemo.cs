using System.Runtime.CompilerServices;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3012StopFlagDemo : Demo
{
    /// <summary>Where the loop ends that never sees the flag, so that the demo ends too.</summary>
    private const long Limit = 2_000_000_000;

    public override string Intro =>
        "A thread counts until a flag stops it. Another thread sets the flag after 50 ms. The code is optimized, as in a release build.";

    public override DemoResult Measure()
    {
        long flawed = Stage.Flawed(static () =>
        {
            var counter = new Flawed();
            return Count(counter.Start, counter.Stop, () => counter.Turns, counter.Started, counter.Ended);
        });
        long repaired = Stage.Repaired(static () =>
        {
            var counter = new Repaired();
            return Count(counter.Start, counter.Stop, () => counter.Turns, counter.Started, counter.Ended);
        });
        return new DemoResult(
            new Measurement[]
            {
                new("loops that saw the flag", "", Seen(flawed), Seen(repaired), Bound.Exactly(0), Bound.Exactly(1)),
            },
            $"The loop that had read the flag once went on through all {Limit / 1_000_000:N0} million turns that it was allowed; the one "
            + $"with the volatile flag ended after {repaired / 1_000_000:N0} million.");
    }

    private static int Seen(long turns) => turns < Limit ? 1 : 0;

    private static long Count(Action start, Action stop, Func<long> turns, WaitHandle started, WaitHandle ended)
    {
        start();
        started.WaitOne();
        Thread.Sleep(50);
        stop();
        ended.WaitOne();
        return turns();
    }

    private sealed class Flawed
    {
        public ManualResetEvent Started { get; } = new(false);

        public ManualResetEvent Ended { get; } = new(false);

        public long Turns { get; private set; }

        // <bad>
        private bool _stopped;

        public void Start() => new Thread(Run) { IsBackground = true }.Start();

        public void Stop() => _stopped = true;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Run()
        {
            Started.Set();
            long turns = 0;
            while (!_stopped && turns < Limit)
            {
                turns++;
            }

            Turns = turns;
            Ended.Set();
        }
        // </bad>
    }

    private sealed class Repaired
    {
        public ManualResetEvent Started { get; } = new(false);

        public ManualResetEvent Ended { get; } = new(false);

        public long Turns { get; private set; }

        // <good>
        private volatile bool _stopped;

        public void Start() => new Thread(Run) { IsBackground = true }.Start();

        public void Stop() => _stopped = true;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Run()
        {
            Started.Set();
            long turns = 0;
            while (!_stopped && turns < Limit)
            {
                turns++;
            }

            Turns = turns;
            Ended.Set();
        }
        // </good>
    }
}
