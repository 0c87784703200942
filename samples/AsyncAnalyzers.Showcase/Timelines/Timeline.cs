namespace AsyncAnalyzers.Showcase.Timelines;

/// <summary>What a thread does.</summary>
internal enum LaneState
{
    /// <summary>It has nothing to do, and is free for whatever comes.</summary>
    Waiting,

    /// <summary>It runs code.</summary>
    Running,

    /// <summary>It is kept by code that sleeps or waits, and can do nothing else.</summary>
    Blocked,
}

/// <summary>What is marked on a lane.</summary>
internal enum MarkKind
{
    Heartbeat,
    Await,
    Posted,
    LockTaken,
    LockReleased,
    Cancellation,
}

/// <summary>A part of a lane. Times are milliseconds from the beginning of the panel.</summary>
internal readonly record struct Interval(LaneState State, double Start, double End)
{
    public double Length => End - Start;
}

/// <summary>A mark on a lane.</summary>
internal readonly record struct Mark(MarkKind Kind, double At);

/// <summary>A thread.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsLoop">Whether it is an event loop.</param>
/// <param name="Intervals">What it did, in order of time, without overlaps.</param>
/// <param name="Marks">The marks, in order of time.</param>
internal sealed record Lane(string Name, bool IsLoop, IReadOnlyList<Interval> Intervals, IReadOnlyList<Mark> Marks)
{
    /// <summary>The longest time between two heartbeats; null where there are none.</summary>
    public (double Start, double End)? LongestPause { get; init; }

    /// <summary>
    /// The longest pause is one that a person notices, a tenth of a second, and code kept the thread for most of it. A loop that
    /// was free meanwhile had to wait for the machine.
    /// </summary>
    public bool StoodStill
        => LongestPause is { } pause && pause.End - pause.Start >= 100
            && Intervals.Where(interval => interval.State != LaneState.Waiting)
                .Sum(interval => Math.Max(0, Math.Min(interval.End, pause.End) - Math.Max(interval.Start, pause.Start)))
                >= (pause.End - pause.Start) / 2;

    /// <summary>How long it did that.</summary>
    public double TimeIn(LaneState state) => Intervals.Where(interval => interval.State == state).Sum(interval => interval.Length);
}

/// <summary>A stage: a half of a demo, a variant of a program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">How long it took, in milliseconds.</param>
/// <param name="Lanes">Its threads, the event loops first.</param>
/// <param name="MoreThreads">How many threads there were besides.</param>
internal sealed record Panel(string Name, double Length, IReadOnlyList<Lane> Lanes, int MoreThreads);

/// <summary>Stages that share a time axis.</summary>
internal sealed record Timeline(IReadOnlyList<Panel> Panels)
{
    /// <summary>How long the longest stage took, in milliseconds.</summary>
    public double Length => Panels.Count == 0 ? 0 : Panels.Max(panel => panel.Length);

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Panels.All(panel => panel.Lanes.Count == 0);
}
