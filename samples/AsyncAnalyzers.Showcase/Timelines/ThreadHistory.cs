using AsyncAnalyzers.Showcase.Recording;

namespace AsyncAnalyzers.Showcase.Timelines;

/// <summary>What the events of one thread say of it, for the time of a stage.</summary>
internal sealed class ThreadHistory
{
    /// <summary>Who looks every few milliseconds whether a thread sleeps says nothing about work that is shorter.</summary>
    private static readonly long LeastSampled = TimeSpan.FromMilliseconds(12).Ticks;

    private readonly long _start;
    private readonly long _end;
    private readonly List<(long Start, long End)> _lives = [];
    private readonly List<(long Start, long End)> _loops = [];
    private readonly List<(long Start, long End)> _work = [];
    private readonly List<(long Start, long End)> _waits = [];
    private readonly List<(long Start, long End)> _sleeps = [];
    private readonly List<(long At, MarkKind Kind)> _marks = [];
    private long? _born;
    private long? _loop;
    private long? _working;
    private long? _waiting;
    private long? _asleep;

    /// <param name="events">The events of the thread, in order of time; those before the stage too.</param>
    /// <param name="start">Where the stage begins.</param>
    /// <param name="end">Where it ends.</param>
    public ThreadHistory(IEnumerable<RecordedEvent> events, long start, long end)
    {
        _start = start;
        _end = end;
        foreach (RecordedEvent recorded in events.TakeWhile(recorded => recorded.At <= end))
        {
            Process = recorded.Process;
            Read(recorded);
        }

        Close(ref _asleep, _sleeps, end);
        Close(ref _waiting, _waits, end);
        Close(ref _working, _work, end);
        Close(ref _loop, _loops, end);
        Close(ref _born, _lives, end);
    }

    public int Process { get; private set; }

    /// <summary>The name that the operating system knows.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether it had a part in the stage.</summary>
    public bool TakesPart { get; private set; }

    /// <summary>Whether it has told of itself in the stage, not only the runtime of its birth.</summary>
    public bool HasSpoken { get; private set; }

    public bool IsPool { get; private set; }

    /// <summary>Whether the stage, or a child process, began on it.</summary>
    public bool IsMain { get; private set; }

    public bool IsLoop => _loops.Count > 0;

    /// <summary>The number of the loop that it is.</summary>
    public long Loop { get; private set; }

    public IEnumerable<(long At, MarkKind Kind)> Marks => _marks;

    /// <summary>What the thread did, in order of time.</summary>
    public IEnumerable<(LaneState State, long Start, long End)> States()
    {
        List<(long Start, long End)> work = IsLoop || IsPool ? Clip(_work) : Clip(_lives);
        List<(long Start, long End)> alive = IsLoop ? Clip(_loops) : IsPool && work.Count > 0 ? [(work[0].Start, _end)] : work;
        work = Ranges.Intersect(work, alive);
        List<(long Start, long End)> longWork = [.. work.Where(range => range.End - range.Start >= LeastSampled)];
        List<(long Start, long End)> blocked = Ranges.Union(
            Ranges.Intersect(work, Ranges.Union(_waits)).Concat(Ranges.Intersect(longWork, Ranges.Union(_sleeps))));
        return blocked.Select(range => (LaneState.Blocked, range.Start, range.End))
            .Concat(Ranges.Subtract(work, blocked).Select(range => (LaneState.Running, range.Start, range.End)))
            .Concat(Ranges.Subtract(alive, work).Select(range => (LaneState.Waiting, range.Start, range.End)))
            .OrderBy(part => part.Start);
    }

    /// <summary>The longest time between two heartbeats of the loop.</summary>
    public (long Start, long End)? LongestPause()
    {
        (long Start, long End)? longest = null;
        foreach ((long start, long end) in Clip(_loops))
        {
            long last = start;
            foreach (long beat in _marks.Where(mark => mark.Kind == MarkKind.Heartbeat && mark.At >= start && mark.At <= end).Select(mark => mark.At).Append(end))
            {
                longest = longest is { } known && known.End - known.Start >= beat - last ? known : (last, beat);
                last = beat;
            }
        }

        return longest;
    }

    private void Read(RecordedEvent recorded)
    {
        long at = recorded.At;
        bool inStage = at >= _start;
        switch (recorded.Kind)
        {
            case EventKind.StageBegins or EventKind.ProcessBegins:
                IsMain = inStage;
                TakesPart |= inStage;
                _born = at;
                break;
            case EventKind.StageEnds:
                Close(ref _born, _lives, at);
                break;
            case EventKind.ThreadBegins:
                TakesPart |= inStage;
                Reborn(at);
                break;
            case EventKind.LoopBegins:
                TakesPart |= inStage;
                Loop = recorded.Number;
                _loop ??= at;
                break;
            case EventKind.LoopEnds:
                Close(ref _working, _work, at);
                Close(ref _loop, _loops, at);
                break;
            case EventKind.ItemBegins:
                _working ??= at;
                break;
            case EventKind.ItemEnds:
                Close(ref _working, _work, at);
                break;
            case EventKind.TaskBegins or EventKind.TaskEnds or EventKind.Speaks:
                TakesPart |= inStage;
                HasSpoken |= inStage;
                break;
            case EventKind.PoolWorks:
                TakesPart |= inStage;
                IsPool = true;
                _working ??= at;
                break;
            case EventKind.PoolRests:
                IsPool = true;
                _waiting = null;
                Close(ref _working, _work, at);
                break;
            case EventKind.WaitBegins or EventKind.LockWaitBegins:
                _waiting ??= at;
                break;
            case EventKind.WaitEnds:
                Close(ref _waiting, _waits, at);
                break;
            case EventKind.LockWaitEnds:
                Close(ref _waiting, _waits, at);
                Add(at, MarkKind.LockTaken);
                break;
            case EventKind.Asleep or EventKind.Awake or EventKind.Gone:
                Name = recorded.Text ?? Name;
                Close(ref _asleep, _sleeps, at);
                _asleep = recorded.Kind == EventKind.Asleep ? at : null;
                if (recorded.Kind == EventKind.Gone)
                {
                    Close(ref _born, _lives, at);
                }

                break;
            case EventKind.Heartbeat:
                Add(at, MarkKind.Heartbeat);
                break;
            case EventKind.Awaits:
                TakesPart |= inStage;
                Add(at, MarkKind.Await);
                break;
            case EventKind.Posts:
                Add(at, MarkKind.Posted);
                break;
            case EventKind.LockReleased:
                Add(at, MarkKind.LockReleased);
                break;
            case EventKind.Cancelled:
                Add(at, MarkKind.Cancellation);
                break;
        }
    }

    /// <summary>The operating system may give the number of a thread to another one.</summary>
    private void Reborn(long at)
    {
        _lives.Clear();
        (_born, _loop, _working, _waiting) = (at, null, null, null);
        (IsPool, IsMain) = (false, false);
    }

    private void Add(long at, MarkKind kind)
    {
        if (at >= _start)
        {
            _marks.Add((at, kind));
        }
    }

    private void Close(ref long? begun, List<(long Start, long End)> ranges, long at)
    {
        if (begun is { } start && at > _start)
        {
            ranges.Add((Math.Max(start, _start), at));
        }

        begun = null;
    }

    private List<(long Start, long End)> Clip(IEnumerable<(long Start, long End)> ranges)
        => Ranges.Intersect(Ranges.Union(ranges), [(_start, _end)]);
}
