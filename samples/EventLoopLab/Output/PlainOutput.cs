using AsyncAnalyzers.Showcase.Output;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>Plain text without escapes: for pipes, files, CI logs and dumb terminals.</summary>
internal sealed class PlainOutput(TextWriter writer) : ILabOutput
{
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
        writer.WriteHeading($"{number}/{count} {program.Name}");
        writer.WriteWrapped(program.Story);
        writer.WriteWrapped("Claim: " + program.Claim);
        writer.Flush();
    }

    public void Begin(Variant variant)
    {
        writer.WriteLine();
        writer.WriteLine($"-- {variant.Name}{(variant.Rule is null ? "" : $" (flawed: {variant.Rule})")}");
        if (variant.Pitfall is not null)
        {
            writer.WriteWrapped(variant.Pitfall);
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
        writer.WriteLine();
        writer.WriteLine(new string('=', PlainText.Width));
        writer.WriteTable(rows, right: [3]);

        writer.WriteLine();
        writer.WriteLine(FigureTable.Summary(reports, elapsed));
    }
}
