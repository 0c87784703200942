using System.Globalization;

namespace AsyncAnalyzers.Showcase.Recording;

/// <summary>What happened on a thread.</summary>
internal enum EventKind
{
    /// <summary>A stage begins or ends on it.</summary>
    StageBegins,
    StageEnds,

    /// <summary>It is the first thread of a child process.</summary>
    ProcessBegins,

    /// <summary>It is an event loop from here on, or no longer.</summary>
    LoopBegins,
    LoopEnds,

    /// <summary>The heartbeat of the loop.</summary>
    Heartbeat,

    /// <summary>It is a loop and begins or ends an item.</summary>
    ItemBegins,
    ItemEnds,

    /// <summary>It begins or ends a task.</summary>
    TaskBegins,
    TaskEnds,

    /// <summary>It says something.</summary>
    Speaks,

    /// <summary>It is a thread of the pool and takes or has nothing more to do.</summary>
    PoolWorks,
    PoolRests,

    /// <summary>It begins to wait for something, and goes on.</summary>
    WaitBegins,
    WaitEnds,

    /// <summary>It wants a lock that another thread (the number) has, and has got it.</summary>
    LockWaitBegins,
    LockWaitEnds,

    /// <summary>It releases a lock that another thread waits for.</summary>
    LockReleased,

    /// <summary>It awaits a task that is not complete.</summary>
    Awaits,

    /// <summary>It posts something to a loop.</summary>
    Posts,

    /// <summary>A cancellation is thrown on it.</summary>
    Cancelled,

    /// <summary>The same is run once more.</summary>
    RunsAgain,

    /// <summary>It is a new thread.</summary>
    ThreadBegins,

    /// <summary>The operating system has seen it asleep, awake, or gone.</summary>
    Asleep,
    Awake,
    Gone,

    /// <summary>Of no thread: so many events (the number) were too many and are lost.</summary>
    Dropped,
}

/// <summary>An event of a thread.</summary>
/// <param name="At">When; ticks of UTC.</param>
/// <param name="Process">The process.</param>
/// <param name="Thread">The number that the operating system gives the thread.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Number">What the kind says of it.</param>
/// <param name="Text">The name of the stage, or of the thread.</param>
internal readonly record struct RecordedEvent(long At, int Process, long Thread, EventKind Kind, long Number = 0, string? Text = null)
{
    private const char Separator = '\t';

    /// <summary>Tells that events of this process were dropped.</summary>
    public static RecordedEvent OfDropped(long count) => new(DateTime.UtcNow.Ticks, Environment.ProcessId, 0, EventKind.Dropped, count);

    /// <summary>The event as a line of text.</summary>
    public string ToLine()
        => string.Create(CultureInfo.InvariantCulture, $"{At}\t{Process}\t{Thread}\t{(int)Kind}\t{Number}\t{Text?.Replace(Separator, ' ').ReplaceLineEndings(" ")}");

    /// <summary>The event that a line of text stands for; null where it is cut off, as by a process that was killed.</summary>
    public static RecordedEvent? Parse(string line)
    {
        string[] parts = line.Split(Separator);
        return parts.Length == 6
            && long.TryParse(parts[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out long at)
            && int.TryParse(parts[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out int process)
            && long.TryParse(parts[2], NumberStyles.Integer, CultureInfo.InvariantCulture, out long thread)
            && int.TryParse(parts[3], NumberStyles.Integer, CultureInfo.InvariantCulture, out int kind)
            && long.TryParse(parts[4], NumberStyles.Integer, CultureInfo.InvariantCulture, out long number)
            ? new RecordedEvent(at, process, thread, (EventKind)kind, number, parts[5].Length == 0 ? null : parts[5])
            : null;
    }
}
