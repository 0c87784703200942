using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Demos.Sources;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Plain ASCII text without escapes: for pipes, files, CI logs and dumb terminals.</summary>
internal sealed class PlainOutput(TextWriter writer) : IDemoOutput
{
    private const int Width = 100;

    public void List(IReadOnlyList<Demo> demos)
    {
        int name = demos.Max(demo => demo.Name.Length);
        int category = demos.Max(demo => demo.Category.Length);
        foreach (Demo demo in demos)
        {
            writer.WriteLine($"{demo.Id}  {demo.Name.PadRight(name)}  {demo.Category.PadRight(category)}  {RuleCatalog.Title(demo.Id)}".TrimEnd());
        }
    }

    public void Begin(Demo demo)
    {
        writer.WriteLine();
        writer.WriteLine($"== {demo.Id} {demo.Name} ".PadRight(Width, '='));
        writer.WriteLine();
        writer.WriteWrapped(demo.Intro, Width);
    }

    public void Show(Inspection inspection)
    {
        writer.WriteLine();
        writer.WriteLine("The rule says:");
        writer.WriteLine();
        int margin = (inspection.FirstLine + inspection.Flawed.Count).ToString().Length;
        for (int i = 0; i < inspection.Flawed.Count; i++)
        {
            int line = inspection.FirstLine + i;
            writer.WriteLine($"  {line.ToString().PadLeft(margin)} | {inspection.Flawed[i]}".TrimEnd());
            foreach (Message message in inspection.Messages.Where(message => message.Line == line))
            {
                writer.WriteLine($"  {new string(' ', margin)} | {inspection.CaretsUnder(message)}");
                writer.WriteLine(inspection.Print(message));
            }
        }

        writer.WriteLine();
        writer.WriteLine(inspection.FixTitle is null ? "No code fix is offered." : $"The code fix \"{inspection.FixTitle}\" writes:");
        writer.WriteLine();
        foreach (DiffLine line in inspection.Diff)
        {
            writer.WriteLine($"  {line.Kind} {line.Text}".TrimEnd());
        }
    }

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

        int[] widths = Enumerable.Range(0, header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (string[] row in rows)
        {
            writer.WriteLine($"  {row[0].PadRight(widths[0])}  {row[1].PadLeft(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3].PadRight(widths[3])}  {row[4]}".TrimEnd());
        }

        if (result.IsEvident)
        {
            writer.WriteLine();
            writer.WriteWrapped(result.Verdict, Width);
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
        writer.WriteLine();
        writer.WriteLine(new string('=', Width));
        foreach (DemoReport report in reports)
        {
            writer.WriteLine($"{(report.Problems.Count > 0 ? "FAILED" : "ok    ")}  {report.Demo.Id} {report.Demo.Name}");
        }

        writer.WriteLine();
        writer.WriteLine(DemoSummary.Of(reports, elapsed));
    }
}
