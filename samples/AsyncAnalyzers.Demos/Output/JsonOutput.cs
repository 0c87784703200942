using System.Text.Json;
using System.Text.Json.Serialization;
using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Demos.Sources;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>One JSON document, written when all demos are over.</summary>
internal sealed class JsonOutput(TextWriter writer) : IDemoOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void List(IReadOnlyList<Demo> demos)
        => Write(demos.Select(demo => new { demo.Id, demo.Name, demo.Category, Title = RuleCatalog.Title(demo.Id), demo.Intro }));

    public void Begin(Demo demo)
    {
    }

    public void Show(Inspection inspection)
    {
    }

    public void Show(DemoResult result)
    {
    }

    public void End(DemoReport report)
    {
    }

    public void Finish(IReadOnlyList<DemoReport> reports, TimeSpan elapsed)
        => Write(new
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
        Fix = report.Inspection.FixTitle is null
            ? null
            : new
            {
                Title = report.Inspection.FixTitle,
                Diff = report.Inspection.Diff.Select(line => $"{line.Kind}{line.Text}"),
            },
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

    private void Write(object value) => writer.WriteLine(JsonSerializer.Serialize(value, Options));
}
