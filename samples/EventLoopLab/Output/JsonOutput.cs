using AsyncAnalyzers.Showcase.Output;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>One JSON document, written when all programs are over.</summary>
internal sealed class JsonOutput(TextWriter writer) : ILabOutput
{
    public void List(IReadOnlyList<LabProgram> programs)
        => writer.WriteJson(programs.Select(program => new
        {
            program.Name,
            program.Story,
            program.Claim,
            Variants = program.Variants.Select(variant => new { variant.Name, variant.Pitfall, variant.Rule }),
        }));

    public void Begin(LabProgram program, int number, int count)
    {
    }

    public void Begin(Variant variant)
    {
    }

    public void End(VariantReport report)
    {
    }

    public void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed)
        => writer.WriteJson(new
        {
            Passed = reports.All(report => report.Holds),
            Seconds = Math.Round(elapsed.TotalSeconds, 1),
            Programs = reports.GroupBy(report => report.Program).Select(program => new
            {
                program.Key.Name,
                program.Key.Story,
                program.Key.Claim,
                Variants = program.Select(Describe),
            }),
        });

    private static object Describe(VariantReport report) => new
    {
        report.Variant.Name,
        report.Variant.Pitfall,
        report.Variant.Rule,
        report.Holds,
        report.Attempts,
        report.Failure,
        report.Trial.Lines,
        Figures = report.Trial.Figures.Select(figure => new
        {
            figure.Quantity,
            figure.Unit,
            Value = Math.Round(figure.Value, 3),
            figure.Better,
            Bound = figure.Bound.Describe(figure.Unit),
            figure.Holds,
        }),
    };
}
