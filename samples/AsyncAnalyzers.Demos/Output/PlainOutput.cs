using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Plain ASCII text without escapes: for pipes, files, CI logs and dumb terminals.</summary>
internal sealed class PlainOutput(TextWriter writer) : IDemoOutput
{
    public void List(IReadOnlyList<Demo> demos)
    {
        int name = demos.Max(demo => demo.Name.Length);
        int category = demos.Max(demo => demo.Category.Length);
        foreach (Demo demo in demos)
        {
            writer.WriteLine($"{demo.Id}  {demo.Name.PadRight(name)}  {demo.Category.PadRight(category)}  {RuleCatalog.Title(demo.Id)}".TrimEnd());
        }
    }

    public void Begin(Demo demo, int number, int count)
    {
        writer.WriteHeading($"{number}/{count} {demo.Id} {demo.Name}");
        writer.WriteWrapped(demo.Intro);
        writer.Flush();
    }

    public void Show(Inspection inspection) => writer.WriteInspection(inspection, Texts.English);

    public void Show(DemoResult result)
    {
        writer.WriteLine();
        writer.WriteLine("Running both halves measured:");
        writer.WriteLine();
        string[] header = ["", "flawed", "repaired", "harm evident if", "repair evident if"];
        var rows = new List<string[]> { header };
        foreach (Measurement m in result.Measurements)
        {
            rows.Add([
                m.Quantity,
                Measurement.Format(m.Flawed, m.Unit),
                Measurement.Format(m.Repaired, m.Unit),
                m.Harm.Describe(m.Unit) + (m.IsHarmShown ? "" : " MISSED"),
                m.Repair.Describe(m.Unit) + (m.IsRepairShown ? "" : " MISSED"),
            ]);
        }

        writer.WriteTable(rows, right: [1, 2], indent: "  ");

        if (result.IsEvident)
        {
            writer.WriteLine();
            writer.WriteWrapped(result.Verdict);
        }
    }

    public void End(DemoReport report)
    {
        foreach (string problem in report.Problems)
        {
            writer.WriteLine();
            writer.WriteLine($"FAILED {report.Demo.Id}: {problem}");
        }
    }

    public void Finish(IReadOnlyList<DemoReport> reports, TimeSpan elapsed)
    {
        MeasurementTable.Of(reports).Write(writer);
        writer.WriteLine(DemoSummary.Of(reports, elapsed));
    }
}
