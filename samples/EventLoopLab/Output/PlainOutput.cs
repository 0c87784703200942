using AsyncAnalyzers.Demos.Output;
using EventLoopLab.Lab;

namespace EventLoopLab.Output;

/// <summary>Plain text without escapes: for pipes, files, CI logs and dumb terminals.</summary>
internal sealed class PlainOutput(TextWriter writer) : ILabOutput
{
    private const int Width = 100;

    public void List(IReadOnlyList<LabProgram> programs)
    {
        int name = programs.Max(program => program.Name.Length);
        foreach (LabProgram program in programs)
        {
            writer.WriteLine($"{program.Name.PadRight(name)}  {FigureTable.Variants(program)}");
        }
    }

    public void Begin(LabProgram program, int number, int count)
    {
        writer.WriteLine();
        writer.WriteLine($"== {number}/{count} {program.Name} ".PadRight(Width, '='));
        writer.WriteLine();
        writer.WriteWrapped(program.Story, Width);
        writer.WriteWrapped("Claim: " + program.Claim, Width);
        writer.Flush();
    }

    public void Begin(Variant variant)
    {
        writer.WriteLine();
        writer.WriteLine($"-- {variant.Name}{(variant.Rule is null ? "" : $" (flawed: {variant.Rule})")}");
        if (variant.Pitfall is not null)
        {
            writer.WriteWrapped(variant.Pitfall, Width);
        }

        writer.Flush();
    }

    public void End(VariantReport report)
    {
        foreach (string line in report.Trial.Lines)
        {
            writer.WriteLine("   | " + line);
        }

        if (!report.Holds)
        {
            writer.WriteLine($"FAILED {report.Program.Name}, {report.Variant.Name}: {report.Failure ?? ILabOutput.Missed}");
        }

        writer.Flush();
    }

    public void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed)
    {
        var rows = new List<IReadOnlyList<string>> { FigureTable.Columns };
        rows.AddRange(FigureTable.Rows(reports));
        int[] widths = [.. Enumerable.Range(0, FigureTable.Columns.Count).Select(column => rows.Max(row => row[column].Length))];
        writer.WriteLine();
        writer.WriteLine(new string('=', Width));
        foreach (IReadOnlyList<string> row in rows)
        {
            // The values stand to the right, so that their digits are below each other.
            IEnumerable<string> cells = row.Select((cell, i) => i == 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            writer.WriteLine(string.Join("  ", cells).TrimEnd());
        }

        writer.WriteLine();
        writer.WriteLine(FigureTable.Summary(reports, elapsed));
    }
}
