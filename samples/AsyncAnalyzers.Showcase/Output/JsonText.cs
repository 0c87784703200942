using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>What demos and lab write as JSON alike.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a document.</summary>
    public static void WriteJson(this TextWriter writer, object value) => writer.WriteLine(JsonSerializer.Serialize(value, Options));

    /// <summary>The code fix of an inspection, or null.</summary>
    public static object? Fix(Inspection inspection) => inspection.FixTitle is null ? null : new { Title = inspection.FixTitle, Diff = Diff(inspection) };

    /// <summary>The lines of the diff, each with its sign.</summary>
    public static IEnumerable<string> Diff(Inspection inspection) => inspection.Diff.Select(line => $"{line.Kind}{line.Text}");
}
