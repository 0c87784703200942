using System.Globalization;
using AsyncAnalyzers.Corpus.Output;

namespace AsyncAnalyzers.Corpus.Comparing;

/// <summary>What became of reports between two records of the same code.</summary>
internal enum Fate
{
    /// <summary>Only in the old record.</summary>
    Went,

    /// <summary>Only in the new record.</summary>
    Came,

    /// <summary>Another message or severity.</summary>
    Changed,

    /// <summary>Only the line is another one.</summary>
    Moved,
}

/// <summary>One difference; <paramref name="Old"/> or <paramref name="New"/> is null where there is none.</summary>
internal sealed record Difference(Fate Fate, Report? Old, Report? New)
{
    /// <summary>The report as it is, or was.</summary>
    public Report Report => New ?? Old!;
}

/// <summary>Compares two records of reports.</summary>
internal static class Comparison
{
    /// <summary>The differences, by rule and place.</summary>
    public static ImmutableArray<Difference> Of(IEnumerable<Report> before, IEnumerable<Report> after)
    {
        var found = new List<Difference>();
        List<Report> old = [.. before.Order()];
        List<Report> now = [.. after.Order()];
        Pair(report => report with { Span = default }, null);
        Pair(report => (report.Id, report.Severity, report.File, report.Message), Fate.Moved);
        Pair(report => (report.Id, report.File, report.Line), Fate.Changed);
        Pair(report => (report.Id, report.File, report.Message), Fate.Changed);
        found.AddRange(old.Select(report => new Difference(Fate.Went, report, null)));
        found.AddRange(now.Select(report => new Difference(Fate.Came, null, report)));
        return [.. found.OrderBy(difference => difference.Report).ThenBy(difference => difference.Fate)];

        // Takes those with the same key out of both lists, the first with the first; without a fate nothing became of them.
        void Pair<TKey>(Func<Report, TKey> keyOf, Fate? fate)
            where TKey : notnull
        {
            Dictionary<TKey, Queue<Report>> waiting = now.GroupBy(keyOf)
                .ToDictionary(group => group.Key, group => new Queue<Report>(group));
            var left = new List<Report>();
            foreach (Report report in old)
            {
                if (!waiting.TryGetValue(keyOf(report), out Queue<Report>? queue) || !queue.TryDequeue(out Report? other))
                {
                    left.Add(report);
                }
                else if (fate is { } known)
                {
                    found.Add(new Difference(known, report, other));
                }
            }

            old = left;
            now = [.. waiting.Values.SelectMany(queue => queue).Order()];
        }
    }

    /// <summary>Lines of the old record begin with -, of the new one with +; what changed has both.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Difference> differences, bool moved)
        => differences.Where(difference => moved || difference.Fate != Fate.Moved).SelectMany(difference => (string[])
        [
            .. difference.Old is { } old ? ["-\t" + old.ToTsv()] : Array.Empty<string>(),
            .. difference.New is { } now ? ["+\t" + now.ToTsv()] : Array.Empty<string>(),
        ]);

    /// <summary>The figures by rule.</summary>
    public static Table Summary(
        IReadOnlyCollection<Report> before, IReadOnlyCollection<Report> after, ImmutableArray<Difference> differences)
    {
        Table table = new("Differences", "rule", "old", "new", "went", "came", "changed", "moved");
        foreach (string? id in before.Concat(after).Select(report => report.Id).Distinct().Order(StringComparer.Ordinal).Append(null))
        {
            int Count(Fate fate) => differences.Count(difference => difference.Fate == fate && (id is null || difference.Report.Id == id));
            table.Add(
                id ?? "all",
                Number(before.Count(report => id is null || report.Id == id)),
                Number(after.Count(report => id is null || report.Id == id)),
                Number(Count(Fate.Went)),
                Number(Count(Fate.Came)),
                Number(Count(Fate.Changed)),
                Number(Count(Fate.Moved)));
        }

        return table;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
