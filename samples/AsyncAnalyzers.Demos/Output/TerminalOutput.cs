using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;
using Spectre.Console;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Colours, tables and bars for a terminal, and what goes on at its last line.</summary>
internal sealed class TerminalOutput(IAnsiConsole console) : IDemoOutput
{
    private const int WidestBar = 24;
    private const int NarrowestBar = 5;

    /// <summary>The columns that a row of measurements takes besides the bar and the bound: borders, 22 for the quantity, the half, the value.</summary>
    private const int MeasurementColumns = 16 + 22 + 8 + 9;

    private string _progress = "";

    public void List(IReadOnlyList<Demo> demos)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Rule", "Name", "Category", "Title");
        foreach (Demo demo in demos)
        {
            table.AddRow($"[bold]{demo.Id}[/]", demo.Name, demo.Category, Markup.Escape(RuleCatalog.Title(demo.Id)));
        }

        console.Write(table);
    }

    public void Begin(Demo demo, int number, int count)
    {
        console.WriteLine();
        console.Write(new Rule($"{number}/{count} [bold]{demo.Id}[/] {demo.Name}").LeftJustified());
        console.WriteLine();
        console.WriteLine(demo.Intro);
        _progress = $"{number} of {count}: {demo.Id} {demo.Name}";
    }

    public Task<T> WhileAsync<T>(Func<Task<T>> work) => console.WhileAsync(_progress, work);

    public void Show(Inspection inspection) => console.WriteInspection(inspection, Texts.English);

    public void Show(DemoResult result)
    {
        console.WriteHeading("Running both halves measured");
        int taken = MeasurementColumns + result.Measurements.Max(m => Math.Max(m.Harm.Describe(m.Unit).Length, m.Repair.Describe(m.Unit).Length));
        int barWidth = Math.Clamp(console.Profile.Width - taken, NarrowestBar, WidestBar);
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (string column in new[] { "", "Measured", "", "Evident if" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (Measurement m in result.Measurements)
        {
            double most = Math.Max(Math.Abs(m.Flawed), Math.Abs(m.Repaired));
            AddRow(table, m.Quantity, "flawed", "red", m.Flawed, most, barWidth, m.Unit, m.Harm, m.IsHarmShown);
            AddRow(table, "", "repaired", "green", m.Repaired, most, barWidth, m.Unit, m.Repair, m.IsRepairShown);
        }

        console.Write(table);
        if (result.IsEvident)
        {
            console.MarkupLine($"[bold]{Markup.Escape(result.Verdict)}[/]");
        }
    }

    public void End(DemoReport report)
    {
        foreach (string problem in report.Problems)
        {
            console.MarkupLine($"[red bold]FAILED {report.Demo.Id}:[/] {Markup.Escape(problem)}");
        }
    }

    public void Finish(IReadOnlyList<DemoReport> reports, TimeSpan elapsed)
    {
        MeasurementTable.Of(reports).Write(console);
        console.MarkupLine($"[bold]{Markup.Escape(DemoSummary.Of(reports, elapsed))}[/]");
    }

    private void AddRow(Table table, string quantity, string half, string colour, double value, double most, int barWidth, string unit, Bound bound, bool isShown)
    {
        char block = console.Profile.Capabilities.Unicode ? '█' : '#';
        int width = most == 0 ? 0 : (int)Math.Ceiling(barWidth * Math.Abs(value) / most);
        table.AddRow(
            Markup.Escape(quantity),
            half,
            $"[{colour}]{Measurement.Format(value, unit).PadLeft(9)}[/]",
            $"[{colour}]{new string(block, width).PadRight(barWidth)}[/]",
            Markup.Escape(bound.Describe(unit)) + (isShown ? "" : " [red bold]MISSED[/]"));
    }
}
