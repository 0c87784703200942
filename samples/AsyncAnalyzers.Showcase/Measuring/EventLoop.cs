using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>
/// An event loop as user interfaces, games and actor systems have it: one thread runs what is posted to it, one item
/// after the other. Between items its heartbeat ticks; a long gap between two ticks is time in which nothing else could run.
/// </summary>
internal sealed class EventLoop : SynchronizationContext
{
    private const int MostRuns = 8;

    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(15);

    private static int Count;

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _number = Interlocked.Increment(ref Count);
    private TimeSpan _lastBeat;
    private TimeSpan _longestGap;
    private int _beats;

    private EventLoop()
    {
    }

    /// <summary>How many continuations wait for their turn.</summary>
    public int Pending => _queue.Count;

    /// <summary>How often the heartbeat has ticked.</summary>
    public int Beats => Volatile.Read(ref _beats);

    /// <summary>Runs <paramref name="main"/> on a new loop until its task is complete. What is still queued then never runs.</summary>
    /// <exception cref="TimeoutException">The loop did not come to an end.</exception>
    public static LoopRun<T> Run<T>(Func<EventLoop, Task<T>> main)
    {
        var loop = new EventLoop();
        Task<T>? task = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                task = loop.Pump(main);
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        {
            IsBackground = true,
            Name = "event loop",
        };
        thread.Start();
        if (!thread.Join(RunLimit))
        {
            throw new TimeoutException($"The event loop did not come to an end within {RunLimit.TotalSeconds} s.");
        }

        failure?.Throw();
        return new LoopRun<T>(task!.GetAwaiter().GetResult(), loop._longestGap, loop._beats);
    }

    /// <summary>
    /// Repeats <see cref="Run"/> until the longest gap is no longer than <paramref name="gap"/>, a few times at most, and gives the
    /// calmest run. A busy machine can only make a gap longer, so the shortest is the one that the code itself answers for.
    /// </summary>
    public static LoopRun<T> RunUntilCalm<T>(TimeSpan gap, Func<EventLoop, Task<T>> main)
    {
        LoopRun<T> calmest = Run(main);
        for (int runs = 1; runs < MostRuns && calmest.LongestGap > gap; runs++)
        {
            ShowcaseEvents.Log.RunsAgain();
            LoopRun<T> next = Run(main);
            calmest = next.LongestGap < calmest.LongestGap ? next : calmest;
        }

        return calmest;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        ShowcaseEvents.Log.Posted(_number);
        _queue.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    public override SynchronizationContext CreateCopy() => this;

    private Task<T> Pump<T>(Func<EventLoop, Task<T>> main)
    {
        SetSynchronizationContext(this);
        _lastBeat = _clock.Elapsed;
        ShowcaseEvents.Log.LoopBegins(_number);
        ShowcaseEvents.Log.ItemBegins();
        Task<T> task = main(this);
        ShowcaseEvents.Log.ItemEnds();
        Beat();
        while (!task.IsCompleted)
        {
            if (_queue.TryTake(out (SendOrPostCallback Callback, object? State) item, HeartbeatInterval))
            {
                ShowcaseEvents.Log.ItemBegins();
                item.Callback(item.State);
                ShowcaseEvents.Log.ItemEnds();
            }

            if (_clock.Elapsed - _lastBeat >= HeartbeatInterval)
            {
                Beat();
            }
        }

        Beat();
        ShowcaseEvents.Log.LoopEnds();
        return task;
    }

    private void Beat()
    {
        TimeSpan now = _clock.Elapsed;
        TimeSpan gap = now - _lastBeat;
        _longestGap = gap > _longestGap ? gap : _longestGap;
        _lastBeat = now;
        ShowcaseEvents.Log.Heartbeat();
        Volatile.Write(ref _beats, _beats + 1);
    }
}
