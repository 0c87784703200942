using System.Text.Json;
using System.Text.Json.Serialization;
using EventLoopLab.Lab;

namespace EventLoopLab.Output;

/// <summary>One JSON document, written when all programs are over.</summary>
internal sealed class JsonOutput(TextWriter writer) : ILabOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void List(IReadOnlyList<LabProgram> programs)
        => Write(programs.Select(program => new
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
        => Write(new
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

    private void Write(object value) => writer.WriteLine(JsonSerializer.Serialize(value, Options));
}
