using AsyncAnalyzers.Showcase.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Reports;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.ReportTests;

/// <summary>A report of one program whose times are made up: a loop that stands still above one that does not, and a pool thread.</summary>
internal static class SampleReport
{
    public const string Story = "It says <script>alert('&amp;')</script> & \"goes on\".";

    public static Timeline Timeline { get; } = new(
    [
        new Panel("Flawed", 1000, [Loop([new(LaneState.Running, 0, 40), new(LaneState.Blocked, 40, 960), new(LaneState.Running, 960, 1000)], 1000)], 0),
        new Panel(
            "Repaired",
            1010,
            [
                Loop([new(LaneState.Running, 0, 40), new(LaneState.Waiting, 40, 970), new(LaneState.Running, 970, 1010)], 20),
                new Lane("pool thread", IsLoop: false, [new(LaneState.Running, 100, 400), new(LaneState.Blocked, 400, 800)], [new(MarkKind.LockTaken, 800)]),
            ],
            3),
    ]);

    public static string Html { get; } = ReportRenderer.Render(Page);

    public static ReportPage Page => new("A report", "For tests.", "1 of 1 passed.", [Item], Texts.English);

    private static ReportItem Item => new()
    {
        Anchor = "sample",
        Heading = "sample",
        Title = "What the index says",
        Story = Story,
        Claim = "Nothing is claimed.",
        HasPassed = true,
        Problems = [],
        Codes =
        [
            new CodeView(
                "",
                "The rule says",
                "Sample.cs",
                [
                    new CodeLine(1, [new("List<int> ", IsFlagged: false), new("a = b && c", IsFlagged: true)], [new("warning", "ASYNC1001", "'<T>' & co", "x")]),
                ],
                "The code fix writes",
                [new DiffView("removed", "-", "if (a < b)"), new DiffView("added", "+", "if (a > b)")]),
        ],
        Timeline = Timeline,
        Figures = new ResultTable(
            ["Measured", "Flawed", "Repaired", "Better", ""],
            [new ResultRow(["longest heartbeat gap", "1,000 ms", "20 ms", "lower", "ok"], Holds: true, Better.Lower)],
            [1, 2],
            3),
    };

    private static Lane Loop(IReadOnlyList<Interval> intervals, double gap)
        => new(
            "event loop",
            IsLoop: true,
            intervals,
            [
                .. Enumerable.Range(0, (int)(1000 / gap) + 1).Select(beat => new Mark(MarkKind.Heartbeat, beat * gap)),
                new(MarkKind.Await, 40), new(MarkKind.Posted, 960), new(MarkKind.Cancellation, 990),
            ])
        {
            LongestPause = (0, gap),
        };
}
