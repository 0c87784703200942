using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Reports;
using AsyncAnalyzers.Showcase.Sources;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Writes a page with pictures besides.</summary>
internal sealed class ReportOutput(IDemoOutput inner, Recorder recorder, FileInfo file, bool isJson)
    : ReportingOutput<IDemoOutput, Demo, DemoReport>(inner, recorder, file, isJson), IDemoOutput
{
    private const string Title = "AsyncAnalyzers: the demos";
    private const string Intro =
        "Each rule with the code that it flags, the repair that its code fix writes, and what both did when they ran. "
        + "The timelines are drawn from the events that the programs and the runtime wrote while they ran; both halves share one time axis.";

    public void Show(DemoResult result) => Inner.Show(result);

    protected override ReportPage PageOf(IReadOnlyList<DemoReport> reports, TimeSpan elapsed, Record record)
        => new(Title, Intro, DemoSummary.Of(reports, elapsed), [.. reports.Select(report => ItemOf(report, record))], Texts.English);

    private static ReportItem ItemOf(DemoReport report, Record record)
    {
        bool wasRun = report.Result is not null;
        return new ReportItem
        {
            Anchor = report.Demo.Id,
            Heading = $"{report.Demo.Id} {report.Demo.Name}",
            Title = RuleCatalog.Title(report.Demo.Id),
            Story = report.Demo.Intro,
            Claim = report.Result is { IsEvident: true } result ? result.Verdict : "",
            HasPassed = report.Problems.Count == 0,
            Problems = report.Problems,
            Codes = [CodeView.Of(report.Inspection, "", Texts.English)],
            Timeline = record.TimelineOf(report.Demo.Id) is { Panels.Count: > 0 } timeline ? Titled(timeline) : null,
            Figures = wasRun ? MeasurementTable.Of([report]).Without(2) : null,
        };
    }

    private static Timeline Titled(Timeline timeline)
        => new([.. timeline.Panels.Select(panel => panel with { Name = panel.Name == Stage.FlawedHalf ? "Flawed" : "Repaired" })]);
}
