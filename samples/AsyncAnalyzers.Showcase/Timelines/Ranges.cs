namespace AsyncAnalyzers.Showcase.Timelines;

/// <summary>Sets of times: ranges in order, that neither touch nor overlap.</summary>
internal static class Ranges
{
    /// <summary>All times that are in any of the ranges, which may be in any order.</summary>
    public static List<(long Start, long End)> Union(IEnumerable<(long Start, long End)> ranges)
    {
        var union = new List<(long Start, long End)>();
        foreach ((long start, long end) in ranges.Where(range => range.End > range.Start).OrderBy(range => range.Start))
        {
            if (union.Count > 0 && start <= union[^1].End)
            {
                union[^1] = (union[^1].Start, Math.Max(union[^1].End, end));
            }
            else
            {
                union.Add((start, end));
            }
        }

        return union;
    }

    /// <summary>The times that are in both sets.</summary>
    public static List<(long Start, long End)> Intersect(IReadOnlyList<(long Start, long End)> left, IReadOnlyList<(long Start, long End)> right)
    {
        var both = new List<(long Start, long End)>();
        for (int l = 0, r = 0; l < left.Count && r < right.Count;)
        {
            (long start, long end) = (Math.Max(left[l].Start, right[r].Start), Math.Min(left[l].End, right[r].End));
            if (end > start)
            {
                both.Add((start, end));
            }

            if (left[l].End < right[r].End)
            {
                l++;
            }
            else
            {
                r++;
            }
        }

        return both;
    }

    /// <summary>The times that are in the first set and not in the second.</summary>
    public static List<(long Start, long End)> Subtract(IReadOnlyList<(long Start, long End)> from, IReadOnlyList<(long Start, long End)> what)
    {
        var gaps = new List<(long Start, long End)>();
        long last = long.MinValue;
        foreach ((long start, long end) in what)
        {
            gaps.Add((last, start));
            last = end;
        }

        gaps.Add((last, long.MaxValue));
        return Intersect(from, gaps);
    }
}
