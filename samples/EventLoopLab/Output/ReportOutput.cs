using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Reports;
using AsyncAnalyzers.Showcase.Timelines;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>Writes a page with pictures besides.</summary>
internal sealed class ReportOutput(ILabOutput inner, Recorder recorder, FileInfo file, bool isJson, Texts texts)
    : ReportingOutput<ILabOutput, LabProgram, VariantReport>(inner, recorder, file, isJson), ILabOutput
{
    private const string Title = "The event-loop lab";
    private const string Intro =
        "Small programs that teach concurrency, in several variants each, and what is measured of them. "
        + "The timelines are drawn from the events that the programs and the runtime wrote while they ran; all variants share one time axis.";

    /// <summary>What is said in it, to be translated.</summary>
    public static IReadOnlyList<string> All { get; } = [Title, Intro];

    public void Begin(Variant variant) => Inner.Begin(variant);

    protected override ReportPage PageOf(IReadOnlyList<VariantReport> reports, TimeSpan elapsed, Record record)
    {
        IEnumerable<ReportItem> items = reports.GroupBy(report => report.Program)
            .Select(program => ItemOf(program.Key, [.. program], record));
        return new ReportPage(texts[Title], texts[Intro], LabTexts.Summarize(reports, elapsed, texts), [.. items], texts);
    }

    private ReportItem ItemOf(LabProgram program, VariantReport[] reports, Record record) => new()
    {
        Anchor = program.Name,
        Heading = program.Name,
        Title = texts[program.Claim],
        Story = texts[program.Story],
        Claim = texts.Format(LabTexts.Claim, texts[program.Claim]),
        HasPassed = reports.All(report => report.Holds),
        Problems = [.. reports.SelectMany(report => LabTexts.Failures(report, texts))],
        Codes = [.. reports.Where(report => report.Inspection is not null).Select(report => CodeView.Of(report.Inspection!, texts[report.Variant.Name], texts))],
        Timeline = TimelineOf(program, reports, record),
        Figures = FigureTable.Of(reports, texts).Without(1),
    };

    private Timeline TimelineOf(LabProgram program, VariantReport[] reports, Record record)
    {
        IReadOnlyList<Panel> panels = record.TimelineOf(program.Name).Panels;
        return new Timeline(
        [
            .. panels.Select(panel => panel with { Name = LabTexts.Heading(reports.First(report => report.Variant.Name == panel.Name).Variant, texts) }),
        ]);
    }
}
