using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3010WorkUnderLockDemo : Demo
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    public override string Intro =>
        "A counter raises its event under its lock. A handler has another thread read the counter, and waits for the answer. That thread "
        + "waits for the lock, and the lock for the handler. Only the time-out of the handler ends it.";

    /// <summary>What both halves are.</summary>
    internal interface ICounter
    {
        event EventHandler? Changed;

        int Count { get; }

        void Add();
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(new Flawed()));
        Outcome repaired = Stage.Repaired(() => Observe(new Repaired()));
        double patience = Patience.TotalMilliseconds;
        return new DemoResult(
            new Measurement[]
            {
                new("handlers that got the count", "", flawed.Read, repaired.Read, Bound.Exactly(0), Bound.Exactly(1)),
                new("Add took", "ms", flawed.Milliseconds, repaired.Milliseconds, Bound.AtLeast(patience - 50),
                    Bound.AtMost(patience - 100)),
            },
            $"The handler and the reader waited for each other for {flawed.Milliseconds:0} ms, and would have waited forever without the "
            + $"time-out. With the event raised after the lock, Add took {repaired.Milliseconds:0} ms.");
    }

    private static Outcome Observe(ICounter counter)
    {
        int read = 0;
        counter.Changed += (_, _) =>
        {
            var reader = new Thread(() => _ = counter.Count);
            reader.Start();
            read += reader.Join(Patience) ? 1 : 0;
        };
        long start = Stopwatch.GetTimestamp();
        counter.Add();
        return new Outcome(read, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private sealed record Outcome(int Read, double Milliseconds);

    private sealed class Flawed : ICounter
    {
        // <bad>
        private readonly object _gate = new();
        private int _count;

        public event EventHandler? Changed;

        public int Count
        {
            get
            {
                lock (_gate)
                {
                    return _count;
                }
            }
        }

        public void Add()
        {
            lock (_gate)
            {
                _count++;
                Changed?.Invoke(this, EventArgs.Empty);
            }
        }
        // </bad>
    }

    private sealed class Repaired : ICounter
    {
        // <good>
        private readonly object _gate = new();
        private int _count;

        public event EventHandler? Changed;

        public int Count
        {
            get
            {
                lock (_gate)
                {
                    return _count;
                }
            }
        }

        public void Add()
        {
            EventHandler? toRaise;
            lock (_gate)
            {
                _count++;
                toRaise = Changed;
            }

            toRaise?.Invoke(this, EventArgs.Empty);
        }
        // </good>
    }
}
