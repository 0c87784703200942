using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>One JSON document, written when all demos are over.</summary>
internal sealed class JsonOutput(TextWriter writer) : IDemoOutput
{
    public void List(IReadOnlyList<Demo> demos)
        => writer.WriteJson(demos.Select(demo => new { demo.Id, demo.Name, demo.Category, Title = RuleCatalog.Title(demo.Id), demo.Intro }));

    public void Finish(IReadOnlyList<DemoReport> reports, TimeSpan elapsed)
        => writer.WriteJson(new
        {
            Passed = reports.All(report => report.Problems.Count == 0),
            Seconds = Math.Round(elapsed.TotalSeconds, 1),
            Demos = reports.Select(Describe),
        });

    private static object Describe(DemoReport report) => new
    {
        report.Demo.Id,
        report.Demo.Name,
        report.Demo.Category,
        File = report.Inspection.Path,
        report.Demo.Intro,
        report.Inspection.Messages,
        Fix = JsonText.Fix(report.Inspection),
        Measurements = report.Result?.Measurements.Select(m => new
        {
            m.Quantity,
            m.Unit,
            Flawed = Math.Round(m.Flawed, 3),
            Repaired = Math.Round(m.Repaired, 3),
            HarmBound = m.Harm.Describe(m.Unit),
            m.IsHarmShown,
            RepairBound = m.Repair.Describe(m.Unit),
            m.IsRepairShown,
        }),
        Verdict = report.Result is { IsEvident: true } result ? result.Verdict : null,
        report.Problems,
    };
}
