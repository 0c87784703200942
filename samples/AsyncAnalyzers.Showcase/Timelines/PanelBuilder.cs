using AsyncAnalyzers.Showcase.Recording;

namespace AsyncAnalyzers.Showcase.Timelines;

/// <summary>Makes the panel of a stage of what its threads have recorded.</summary>
internal static class PanelBuilder
{
    private const int MostLanes = 8;

    /// <summary>A thread that works for less than this part of the stage is left out.</summary>
    private const double LeastWork = 0.003;

    private const string PoolThread = ".NET TP Worker";

    /// <summary>Threads of tasks that take long are unnamed otherwise; the operating system cuts their name off.</summary>
    private const string LongTask = ".NET Long Runni";

    public static Panel Build(string name, IReadOnlyList<IReadOnlyList<RecordedEvent>> threads, long start, long end)
    {
        ThreadHistory[] histories =
        [
            .. threads.Where(events => events[0].At <= end && events[^1].At >= start)
                .Select(events => new ThreadHistory(events, start, end))
                .Where(thread => thread.TakesPart && (thread.IsLoop || !IsOfTheRuntime(thread))),
        ];
        Draft[] drafts =
        [
            .. WithoutThoseThatWaitForALoop(histories)
                .Select(thread => new Draft(thread, [.. thread.States()]))
                .Where(draft => draft.Thread.IsLoop || draft.Work >= (end - start) * LeastWork),
        ];
        if (drafts.Length == 0)
        {
            return new Panel(name, TimeSpan.FromTicks(end - start).TotalMilliseconds, [], 0);
        }

        long first = drafts.Min(draft => draft.Start);
        long last = drafts.Max(draft => draft.End);
        List<Lane> loops = Merge(Named(drafts.Where(draft => draft.Thread.IsLoop), first));
        Draft[] busiest = [.. drafts.Where(draft => !draft.Thread.IsLoop).OrderByDescending(draft => draft.Work).Take(Math.Max(0, MostLanes - loops.Count))];
        List<Lane> lanes = [.. loops, .. Named(busiest, first)];
        int more = drafts.Count(draft => !draft.Thread.IsLoop) - busiest.Length;
        return new Panel(name, TimeSpan.FromTicks(last - first).TotalMilliseconds, lanes, more);
    }

    /// <summary>Whether the runtime or the recorder has started it for its own purposes; of one that ended at once the name is not known.</summary>
    private static bool IsOfTheRuntime(ThreadHistory thread) => thread.Name switch
    {
        "" => !thread.HasSpoken && !thread.IsMain && !thread.IsPool,
        PoolThread or LongTask => false,
        var name => name == "sampler" || name.StartsWith(".NET ", StringComparison.Ordinal),
    };

    /// <summary>Whoever starts a loop waits for its end, in the same process or in the parent: that is nothing to see.</summary>
    private static IEnumerable<ThreadHistory> WithoutThoseThatWaitForALoop(ThreadHistory[] threads)
    {
        HashSet<int> withLoop = [.. threads.Where(thread => thread.IsLoop).Select(thread => thread.Process)];
        bool inChildren = withLoop.Count > 0 && !withLoop.Contains(Environment.ProcessId);
        return threads.Where(thread => thread.IsLoop || !(withLoop.Contains(thread.Process) ? thread.IsMain : inChildren));
    }

    /// <summary>Lanes in the order in which they begin to work, each with a name of its own.</summary>
    private static IEnumerable<Lane> Named(IEnumerable<Draft> drafts, long zero)
    {
        Draft[] ordered = [.. drafts.OrderBy(draft => !draft.Thread.IsMain).ThenBy(draft => draft.Start)];
        int[] children = [.. ordered.Select(draft => draft.Thread.Process).Where(process => process != Environment.ProcessId).Distinct()];
        var counts = new Dictionary<(string Kind, string Process), int>();
        (string Kind, string Process)[] names = [.. ordered.Select(draft => (KindOf(draft.Thread), ProcessOf(draft.Thread, children)))];
        foreach ((Draft draft, (string Kind, string Process) name) in ordered.Zip(names))
        {
            int number = counts[name] = counts.GetValueOrDefault(name) + 1;
            bool isAlone = draft.Thread.IsLoop || draft.Thread.IsMain || names.Count(other => other == name) == 1;
            yield return LaneOf(draft, name.Kind + (isAlone ? "" : $" {number}") + name.Process, zero);
        }
    }

    private static string KindOf(ThreadHistory thread) => thread switch
    {
        { IsLoop: true } => "event loop",
        { IsMain: true } => "main thread",
        { IsPool: true } => "pool thread",
        { Name: "" or LongTask or "event loop" } => "thread",
        _ when thread.Name.StartsWith("AsyncAnalyzers", StringComparison.Ordinal) || thread.Name is "EventLoopLab" or "dotnet" => "thread",
        _ => thread.Name.TrimEnd(' ', ','),
    };

    private static string ProcessOf(ThreadHistory thread, int[] children)
    {
        int number = Array.IndexOf(children, thread.Process) + 1;
        return number == 0 ? "" : children.Length == 1 ? ", child" : $", child {number}";
    }

    /// <summary>Loops that ran one after the other share a lane.</summary>
    private static List<Lane> Merge(IEnumerable<Lane> loops)
    {
        var merged = new List<Lane>();
        foreach (Lane loop in loops)
        {
            int before = merged.FindIndex(lane => lane.Name == loop.Name && lane.Intervals[^1].End <= loop.Intervals[0].Start);
            if (before < 0)
            {
                merged.Add(loop);
                continue;
            }

            Lane other = merged[before];
            merged[before] = other with
            {
                Intervals = [.. other.Intervals, .. loop.Intervals],
                Marks = [.. other.Marks, .. loop.Marks],
                LongestPause = new[] { other.LongestPause, loop.LongestPause }.MaxBy(pause => pause is { } p ? p.End - p.Start : 0),
            };
        }

        return merged;
    }

    private static Lane LaneOf(Draft draft, string name, long zero)
    {
        double Milliseconds(long at) => TimeSpan.FromTicks(at - zero).TotalMilliseconds;
        return new Lane(
            name,
            draft.Thread.IsLoop,
            [.. draft.States.Select(part => new Interval(part.State, Milliseconds(part.Start), Milliseconds(part.End)))],
            [.. draft.Thread.Marks.Where(mark => mark.At >= draft.Start && mark.At <= draft.End).Select(mark => new Mark(mark.Kind, Milliseconds(mark.At)))])
        {
            LongestPause = draft.Thread.LongestPause() is { } pause ? (Milliseconds(pause.Start), Milliseconds(pause.End)) : null,
        };
    }

    private sealed record Draft(ThreadHistory Thread, IReadOnlyList<(LaneState State, long Start, long End)> States)
    {
        public long Start => States.Count == 0 ? long.MaxValue : States[0].Start;

        public long End => States.Count == 0 ? long.MinValue : States[^1].End;

        public long Work => States.Where(part => part.State != LaneState.Waiting).Sum(part => part.End - part.Start);
    }
}
