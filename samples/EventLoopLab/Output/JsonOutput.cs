using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>One JSON document, written when all programs are over.</summary>
internal sealed class JsonOutput(TextWriter writer, Texts texts) : ILabOutput
{
    public void List(IReadOnlyList<LabProgram> programs)
        => writer.WriteJson(programs.Select(program => new
        {
            program.Name,
            Story = texts[program.Story],
            Claim = texts[program.Claim],
            Variants = program.Variants.Select(variant => new
            {
                Name = texts[variant.Name],
                Pitfall = Translated(variant.Pitfall),
                variant.Rule,
                NoRule = Translated(variant.NoRule),
            }),
        }));

    public void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed)
        => writer.WriteJson(new
        {
            Passed = reports.All(report => report.Holds),
            Seconds = Math.Round(elapsed.TotalSeconds, 1),
            Programs = reports.GroupBy(report => report.Program).Select(program => new
            {
                program.Key.Name,
                Story = texts[program.Key.Story],
                Claim = texts[program.Key.Claim],
                Variants = program.Select(Describe),
            }),
        });

    private object Describe(VariantReport report) => new
    {
        Name = texts[report.Variant.Name],
        Pitfall = Translated(report.Variant.Pitfall),
        report.Variant.Rule,
        NoRule = Translated(report.Variant.NoRule),
        Inspection = report.Inspection is null ? null : Describe(report.Inspection),
        report.Holds,
        report.Attempts,
        report.Failure,
        report.Problems,
        Lines = LabTexts.Lines(report.Trial, texts),
        Figures = report.Trial.Figures.Select(figure => new
        {
            Quantity = texts[figure.Quantity],
            figure.Unit,
            Value = Math.Round(figure.Value, 3),
            figure.Better,
            Bound = figure.Bound.Describe(figure.Unit, english => texts[english]),
            figure.Holds,
        }),
    };

    private object Describe(Inspection inspection) => new
    {
        File = inspection.Path,
        inspection.FirstLine,
        Code = inspection.Flawed,
        inspection.Messages,
        Fix = JsonText.Fix(inspection),
        NoFix = Translated(inspection.Specimen.NoFix),
        ByHand = inspection.FixTitle is null ? JsonText.Diff(inspection) : null,
    };

    private string? Translated(string? english) => english is null ? null : texts[english];
}
