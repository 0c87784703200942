using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Running;
using Spectre.Console;

namespace EventLoopLab.Output;

/// <summary>Colours and tables for a terminal, and what goes on at its last line.</summary>
internal sealed class TerminalOutput(IAnsiConsole console, Texts texts) : ILabOutput
{
    private (string Program, int Number, int Count) _at;
    private string _variant = "";

    public void List(IReadOnlyList<LabProgram> programs)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "", "");
        foreach (LabProgram program in programs)
        {
            table.AddRow($"[bold]{program.Name}[/]", Markup.Escape(LabTexts.Variants(program, texts)), Markup.Escape(texts[program.Claim]));
        }

        console.Write(table);
    }

    public void Begin(LabProgram program, int number, int count)
    {
        _at = (program.Name, number, count);
        console.WriteLine();
        console.Write(new Rule($"{number}/{count} [bold]{program.Name}[/]").LeftJustified());
        console.WriteLine();
        console.WriteLine(texts[program.Story]);
        console.WriteLine(texts.Format(LabTexts.Claim, texts[program.Claim]), new Style(decoration: Decoration.Bold));
    }

    public void Begin(Variant variant)
    {
        _variant = texts[variant.Name];
        console.WriteLine();
        console.MarkupLine($"[bold underline{(variant.Pitfall is null ? "" : " yellow")}]{Markup.Escape(LabTexts.Heading(variant, texts))}[/]");
        if (variant.Pitfall is not null)
        {
            console.WriteLine(texts[variant.Pitfall]);
        }
    }

    public Task<T> WhileAsync<T>(Func<Task<T>> work)
        => console.WhileAsync(texts.Format(LabTexts.Progress, _at.Number, _at.Count, _at.Program, _variant), work);

    public void Show(Inspection inspection)
    {
        console.WriteInspection(inspection, texts);
        console.WriteLine();
    }

    public void End(VariantReport report)
    {
        foreach (string line in report.Trial.Lines)
        {
            console.MarkupLine($"  [grey]|[/] {Markup.Escape(line)}");
        }

        foreach (string failure in LabTexts.Failures(report, texts))
        {
            console.MarkupLine($"[red bold]{Markup.Escape(failure)}[/]");
        }
    }

    public void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed)
    {
        FigureTable.Of(reports, texts).Write(console);
        console.MarkupLine($"[bold]{Markup.Escape(LabTexts.Summarize(reports, elapsed, texts))}[/]");
    }
}
