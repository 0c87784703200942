namespace AsyncAnalyzers.Showcase.Timelines;

/// <summary>A part of a lane that is drawn as one bar.</summary>
/// <param name="State">What the thread mostly did.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Time">For how long of that the thread did so.</param>
internal readonly record struct MergedInterval(LaneState State, double Start, double End, double Time)
{
    /// <summary>A short piece of work is worth more ink than a short rest.</summary>
    private const double WeightOfWork = 3;

    /// <summary>Joins neighbours that are too short to be seen apart.</summary>
    /// <param name="intervals">The intervals, in order of time.</param>
    /// <param name="shortest">What is shorter than this is joined with what is short beside it.</param>
    public static IReadOnlyList<MergedInterval> Merge(IReadOnlyList<Interval> intervals, double shortest)
    {
        var merged = new List<MergedInterval>();
        var group = new List<Interval>();
        foreach (Interval interval in intervals)
        {
            bool isApart = group.Count > 0 && interval.Start - group[^1].End > shortest;
            if (group.Count > 0 && (isApart || interval.Length >= shortest || group[^1].End - group[0].Start >= shortest))
            {
                Close(merged, group);
            }

            group.Add(interval);
            if (interval.Length >= shortest)
            {
                Close(merged, group);
            }
        }

        Close(merged, group);
        return merged;
    }

    private static void Close(List<MergedInterval> merged, List<Interval> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        LaneState state = group.GroupBy(interval => interval.State)
            .MaxBy(same => same.Sum(interval => interval.Length) * (same.Key == LaneState.Waiting ? 1 : WeightOfWork))!.Key;
        var next = new MergedInterval(state, group[0].Start, group[^1].End, group.Where(interval => interval.State == state).Sum(interval => interval.Length));
        group.Clear();
        if (merged.Count > 0 && merged[^1].State == state && merged[^1].End >= next.Start)
        {
            merged[^1] = merged[^1] with { End = next.End, Time = merged[^1].Time + next.Time };
        }
        else
        {
            merged.Add(next);
        }
    }
}
