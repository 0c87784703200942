using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Reports;
using AsyncAnalyzers.Showcase.Sources;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Writes a page with pictures besides: when all demos are over, whether they have passed or not.</summary>
internal sealed class ReportOutput(IDemoOutput inner, Recorder recorder, FileInfo file, bool isJson) : IDemoOutput
{
    private const string Title = "AsyncAnalyzers: the demos";
    private const string Intro =
        "Each rule with the code that it flags, the repair that its code fix writes, and what both did when they ran. "
        + "The timelines are drawn from the events that the programs and the runtime wrote while they ran; both halves share one time axis.";

    public void List(IReadOnlyList<Demo> demos) => inner.List(demos);

    public void Begin(Demo demo, int number, int count) => inner.Begin(demo, number, count);

    public Task<T> WhileAsync<T>(Func<Task<T>> work) => inner.WhileAsync(work);

    public void Show(Inspection inspection) => inner.Show(inspection);

    public void Show(DemoResult result) => inner.Show(result);

    public void End(DemoReport report) => inner.End(report);

    public void Finish(IReadOnlyList<DemoReport> reports, TimeSpan elapsed)
    {
        inner.Finish(reports, elapsed);
        Record record = recorder.Stop();
        IEnumerable<ReportItem> items = reports.Select(report => ItemOf(report, record));
        ReportFile.Write(file, new ReportPage(Title, Intro, DemoSummary.Of(reports, elapsed), [.. items], Texts.English), isJson);
    }

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
