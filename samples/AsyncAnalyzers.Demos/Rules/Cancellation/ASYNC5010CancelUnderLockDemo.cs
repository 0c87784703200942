using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5010CancelUnderLockDemo : Demo
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    public override string Intro =>
        "A worker is stopped: its source is cancelled under the lock of its state. A callback on the token waits until the worker has "
        + "ended, and the worker needs the lock to end. Each waits for the other; only the time-out of the callback ends it.";

    /// <summary>What both halves are.</summary>
    internal interface IWorker
    {
        /// <summary>Whether the worker had ended when the callback came back; null before.</summary>
        bool? EndedInTime { get; }

        void Start();

        void Stop();
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(new Flawed()));
        Outcome repaired = Stage.Repaired(() => Observe(new Repaired()));
        double patience = Patience.TotalMilliseconds;
        return new DemoResult(
            new Measurement[]
            {
                new("workers that had ended when Stop returned", "", flawed.Ended, repaired.Ended, Bound.Exactly(0), Bound.Exactly(1)),
                new("Stop took", "ms", flawed.Milliseconds, repaired.Milliseconds, Bound.AtLeast(patience - 50),
                    Bound.AtMost(patience - 100)),
            },
            $"Stop and the worker waited for each other for {flawed.Milliseconds:0} ms, and would have waited forever without the time-out"
            + $". With the cancellation behind the lock the worker ended, and Stop took {repaired.Milliseconds:0} ms.");
    }

    private static Outcome Observe(IWorker worker)
    {
        worker.Start();
        long start = Stopwatch.GetTimestamp();
        worker.Stop();
        return new Outcome(worker.EndedInTime == true ? 1 : 0, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private sealed record Outcome(int Ended, double Milliseconds);

    private sealed class Flawed : IWorker
    {
        // <bad>
        private readonly object _gate = new();
        private readonly ManualResetEventSlim _ended = new();
        private CancellationTokenSource? _source = new();

        public bool? EndedInTime { get; private set; }

        public void Start()
        {
            CancellationToken token = _source!.Token;
            token.Register(() => EndedInTime = _ended.Wait(Patience));
            new Thread(() => Run(token)).Start();
        }

        public void Stop()
        {
            lock (_gate)
            {
                _source?.Cancel();
                _source = null;
            }
        }

        private void Run(CancellationToken token)
        {
            token.WaitHandle.WaitOne();
            lock (_gate)
            {
                _ended.Set();
            }
        }
        // </bad>
    }

    private sealed class Repaired : IWorker
    {
        // <good>
        private readonly object _gate = new();
        private readonly ManualResetEventSlim _ended = new();
        private CancellationTokenSource? _source = new();

        public bool? EndedInTime { get; private set; }

        public void Start()
        {
            CancellationToken token = _source!.Token;
            token.Register(() => EndedInTime = _ended.Wait(Patience));
            new Thread(() => Run(token)).Start();
        }

        public void Stop()
        {
            CancellationTokenSource? toCancel;
            lock (_gate)
            {
                toCancel = _source;
                _source = null;
            }

            toCancel?.Cancel();
        }

        private void Run(CancellationToken token)
        {
            token.WaitHandle.WaitOne();
            lock (_gate)
            {
                _ended.Set();
            }
        }
        // </good>
    }
}
