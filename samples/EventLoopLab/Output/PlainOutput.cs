using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>Plain text without escapes: for pipes, files, CI logs and dumb terminals.</summary>
internal sealed class PlainOutput(TextWriter writer, Texts texts) : ILabOutput
{
    public void List(IReadOnlyList<LabProgram> programs)
    {
        int name = programs.Max(program => program.Name.Length);
        foreach (LabProgram program in programs)
        {
            writer.WriteLine($"{program.Name.PadRight(name)}  {LabTexts.Variants(program, texts)}");
        }
    }

    public void Begin(LabProgram program, int number, int count)
    {
        writer.WriteHeading($"{number}/{count} {program.Name}");
        writer.WriteWrapped(texts[program.Story]);
        writer.WriteWrapped(texts.Format(LabTexts.Claim, texts[program.Claim]));
        writer.Flush();
    }

    public void Begin(Variant variant)
    {
        writer.WriteLine();
        writer.WriteLine("-- " + LabTexts.Heading(variant, texts));
        if (variant.Pitfall is not null)
        {
            writer.WriteWrapped(texts[variant.Pitfall]);
        }

        writer.Flush();
    }

    public void Show(Inspection inspection)
    {
        writer.WriteInspection(inspection, texts);
        writer.WriteLine();
        writer.Flush();
    }

    public void End(VariantReport report)
    {
        foreach (string line in report.Trial.Lines)
        {
            writer.WriteLine("   | " + line);
        }

        foreach (string failure in LabTexts.Failures(report, texts))
        {
            writer.WriteLine(failure);
        }

        writer.Flush();
    }

    public void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed)
    {
        FigureTable.Of(reports, texts).Write(writer);
        writer.WriteLine(LabTexts.Summarize(reports, elapsed, texts));
    }
}
