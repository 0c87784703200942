using AsyncAnalyzers.Showcase.Recording;

namespace AsyncAnalyzers.Showcase.Timelines;

/// <summary>All that was recorded.</summary>
internal sealed class Record
{
    private readonly IReadOnlyList<Span> _spans;
    private readonly IReadOnlyList<IReadOnlyList<RecordedEvent>> _threads;
    private readonly long[] _restarts;

    /// <param name="events">The events, in any order.</param>
    /// <param name="spans">The stages, in the order in which they ended.</param>
    public Record(IEnumerable<RecordedEvent> events, IEnumerable<Span> spans)
    {
        _spans = [.. spans];
        Dropped = events.Where(recorded => recorded.Kind == EventKind.Dropped).Sum(recorded => recorded.Number);
        events = events.Where(recorded => recorded.Kind != EventKind.Dropped);
        RecordedEvent[] all = [.. events.Select(Rerouted(events)).SelectMany(Released(events)).OrderBy(recorded => recorded.At)];
        _threads = [.. all.GroupBy(recorded => (recorded.Process, recorded.Thread)).Select(thread => thread.ToArray())];
        _restarts = [.. all.Where(recorded => recorded.Kind == EventKind.RunsAgain).Select(recorded => recorded.At)];
    }

    /// <summary>How many events were too many to be recorded.</summary>
    public long Dropped { get; }

    /// <summary>The timeline of a demo or a program. A stage that ran more than once is drawn as it ran last.</summary>
    public Timeline TimelineOf(string owner)
    {
        var panels = new List<Panel>();
        foreach (IGrouping<string, Span> stage in _spans.Where(span => span.Owner == owner).GroupBy(span => span.Name))
        {
            Span last = stage.Last();
            panels.Add(PanelOf(stage.Key, last));
        }

        return new Timeline(panels);
    }

    /// <summary>Of the runs within a stage the calmest: with the shortest of the longest pauses.</summary>
    private Panel PanelOf(string name, Span span)
    {
        long[] cuts = [span.Start, .. _restarts.Where(at => at > span.Start && at < span.End), span.End];
        return cuts.Zip(cuts.Skip(1), (start, end) => PanelBuilder.Build(name, _threads, start, end)).MinBy(LongestPause)!;
    }

    private static double LongestPause(Panel panel)
        => panel.Lanes.Select(lane => lane.LongestPause is { } pause ? pause.End - pause.Start : 0).DefaultIfEmpty().Max();

    /// <summary>What is posted to a loop is marked on the lane of the loop.</summary>
    private static Func<RecordedEvent, RecordedEvent> Rerouted(IEnumerable<RecordedEvent> events)
    {
        var loops = new Dictionary<(int Process, long Number), long>();
        foreach (RecordedEvent loop in events.Where(recorded => recorded.Kind == EventKind.LoopBegins))
        {
            loops[(loop.Process, loop.Number)] = loop.Thread;
        }

        return recorded => recorded.Kind == EventKind.Posts && loops.TryGetValue((recorded.Process, recorded.Number), out long thread)
            ? recorded with { Thread = thread }
            : recorded;
    }

    /// <summary>When a thread has got the lock that it waited for, the one that had it has released it.</summary>
    private static Func<RecordedEvent, IEnumerable<RecordedEvent>> Released(IEnumerable<RecordedEvent> events)
    {
        var owners = new Dictionary<(int Process, long Thread), long>();
        return recorded =>
        {
            if (recorded.Kind == EventKind.LockWaitBegins)
            {
                owners[(recorded.Process, recorded.Thread)] = recorded.Number;
            }

            return recorded.Kind == EventKind.LockWaitEnds && owners.Remove((recorded.Process, recorded.Thread), out long owner) && owner != 0
                ? [recorded, recorded with { Thread = owner, Kind = EventKind.LockReleased }]
                : [recorded];
        };
    }
}
