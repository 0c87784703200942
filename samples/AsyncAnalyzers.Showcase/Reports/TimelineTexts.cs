using System.Globalization;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>What is said in and about a timeline.</summary>
internal static class TimelineTexts
{
    public const string Running = "running";
    public const string Waiting = "waiting, free";
    public const string Blocked = "blocked";
    public const string Bar = "{0} for {1}, from {2} to {3}";
    public const string StoodStill = "stood still for {0}";
    public const string Pause = "longest pause {0}";
    public const string Beats = "{0} heartbeats";
    public const string MoreThreads = "and {0} more threads";
    public const string Summary = "{0} took {1}.";
    public const string LaneSummary = "{0}: {1} running, {2} blocked.";
    public const string PauseSummary = "The longest pause of the event loop was {0}.";
    public const string Nothing = "Nothing was recorded: it was over before a thread could be seen at work.";

    private static readonly Dictionary<MarkKind, (string One, string Many)> Marks = new()
    {
        [MarkKind.Heartbeat] = ("heartbeat", Beats),
        [MarkKind.Await] = ("await", "{0} awaits"),
        [MarkKind.Posted] = ("continuation posted", "{0} continuations posted"),
        [MarkKind.LockTaken] = ("lock taken", "locks taken {0} times"),
        [MarkKind.LockReleased] = ("lock released", "locks released {0} times"),
        [MarkKind.Cancellation] = ("cancellation", "{0} cancellations"),
    };

    /// <summary>All of them, to be translated.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Running, Waiting, Blocked, Bar, StoodStill, Pause, MoreThreads, Summary, LaneSummary, PauseSummary, Nothing,
        .. Marks.Values.SelectMany(mark => new[] { mark.One, mark.Many }),
    ];

    /// <summary>The word for what a thread does.</summary>
    public static string Of(LaneState state) => state switch
    {
        LaneState.Running => Running,
        LaneState.Blocked => Blocked,
        _ => Waiting,
    };

    /// <summary>The word for a mark.</summary>
    public static string Of(MarkKind mark) => Marks[mark].One;

    /// <summary>Marks that stand close together.</summary>
    public static string Of(MarkKind mark, int count, Texts texts)
        => count == 1 ? texts[Marks[mark].One] : texts.Format(Marks[mark].Many, count.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>A time with its unit.</summary>
    public static string Time(double milliseconds)
        => milliseconds.ToString(milliseconds < 9.95 ? "0.0" : "#,0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>A panel in words, for who does not see it.</summary>
    public static string Describe(Panel panel, Texts texts)
    {
        if (panel.Lanes.Count == 0)
        {
            return texts[panel.Name] + ": " + texts[Nothing];
        }

        var sentences = new List<string> { texts.Format(Summary, texts[panel.Name], Time(panel.Length)) };
        double pause = panel.Lanes.Max(lane => lane.LongestPause is { } longest ? longest.End - longest.Start : 0);
        if (pause > 0)
        {
            sentences.Add(texts.Format(PauseSummary, Time(pause)));
        }

        sentences.AddRange(panel.Lanes.Select(lane =>
            texts.Format(LaneSummary, texts[lane.Name], Time(lane.TimeIn(LaneState.Running)), Time(lane.TimeIn(LaneState.Blocked)))));
        return string.Join(' ', sentences);
    }
}
