using System.Runtime.CompilerServices;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Threads;

internal sealed class ASYNC6002CollectedTimerDemo : Demo
{
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(300);

    public override string Intro =>
        "An object starts a timer that fires every 20 ms. Then the garbage collector runs, and the ticks of the next 300 ms are counted. The "
        + "object is there all the time; the timer is only where the object refers to it.";

    /// <summary>Something that a timer wakes again and again.</summary>
    internal interface IPoller
    {
        int Ticks { get; }

        void Start();
    }

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Observe(new Flawed()));
        int repaired = Stage.Repaired(() => Observe(new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("ticks in 300 ms", "", flawed, repaired, Bound.AtMost(1), Bound.AtLeast(3)),
            },
            $"After a garbage collection the timer in a local fired {flawed} times in 300 ms, the one in a field {repaired} times.");
    }

    private static int Observe(IPoller poller)
    {
        Begin(poller);
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        int before = poller.Ticks;
        Thread.Sleep(Watched);
        int ticks = poller.Ticks - before;
        GC.KeepAlive(poller);
        return ticks;
    }

    /// <summary>In a frame of its own, so that nothing on the stack refers to the timer afterwards.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Begin(IPoller poller) => poller.Start();

    private sealed class Flawed : IPoller
    {
        // <bad>
        private const int Period = 20;
        private int _ticks;

        public int Ticks => Volatile.Read(ref _ticks);

        public void Start()
        {
            var timer = new Timer(_ => Interlocked.Increment(ref _ticks), null, Period, Period);
        }
        // </bad>
    }

    private sealed class Repaired : IPoller
    {
        // <good>
        private const int Period = 20;
        private Timer? _timer;
        private int _ticks;

        public int Ticks => Volatile.Read(ref _ticks);

        public void Start()
        {
            _timer = new Timer(_ => Interlocked.Increment(ref _ticks), null, Period, Period);
        }
        // </good>
    }
}
