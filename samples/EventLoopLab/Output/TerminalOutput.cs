using EventLoopLab.Lab;
using EventLoopLab.Running;
using Spectre.Console;

namespace EventLoopLab.Output;

/// <summary>Colours and tables for a terminal. Static renderables only: nothing is drawn over.</summary>
internal sealed class TerminalOutput(IAnsiConsole console) : ILabOutput
{
    public void List(IReadOnlyList<LabProgram> programs)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Program", "Variants", "Claim");
        foreach (LabProgram program in programs)
        {
            table.AddRow(
                $"[bold]{program.Name}[/]",
                Markup.Escape(FigureTable.Variants(program)),
                Markup.Escape(program.Claim));
        }

        console.Write(table);
    }

    public void Begin(LabProgram program, int number, int count)
    {
        console.WriteLine();
        console.Write(new Rule($"{number}/{count} [bold]{program.Name}[/]").LeftJustified());
        console.WriteLine();
        console.WriteLine(program.Story);
        console.MarkupLine($"[bold]Claim:[/] {Markup.Escape(program.Claim)}");
    }

    public void Begin(Variant variant)
    {
        string rule = variant.Rule is null ? "" : $" [yellow]flawed: {variant.Rule}[/]";
        console.WriteLine();
        console.MarkupLine($"[bold underline]{Markup.Escape(variant.Name)}[/]{rule}");
        if (variant.Pitfall is not null)
        {
            console.WriteLine(variant.Pitfall);
        }
    }

    public void End(VariantReport report)
    {
        foreach (string line in report.Trial.Lines)
        {
            console.MarkupLine($"  [grey]|[/] {Markup.Escape(line)}");
        }

        if (!report.Holds)
        {
            console.MarkupLine($"[red bold]FAILED[/] {Markup.Escape(report.Failure ?? ILabOutput.Missed)}");
        }
    }

    public void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        for (int i = 0; i < FigureTable.Columns.Count; i++)
        {
            TableColumn column = new TableColumn(FigureTable.Columns[i]).NoWrap();
            table.AddColumn(i == 3 ? column.RightAligned() : i is 1 or 2 or 5 ? new TableColumn(FigureTable.Columns[i]) : column);
        }

        foreach (IReadOnlyList<string> row in FigureTable.Rows(reports))
        {
            table.AddRow([.. row.SkipLast(1).Select(Markup.Escape), $"[{(row[^1].StartsWith(FigureTable.Ok) ? "green" : "red bold")}]{row[^1]}[/]"]);
        }

        console.WriteLine();
        console.Write(table);
        console.MarkupLine($"[bold]{Markup.Escape(FigureTable.Summary(reports, elapsed))}[/]");
    }
}
