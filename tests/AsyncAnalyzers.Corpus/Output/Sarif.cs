using System.Text.Json;

namespace AsyncAnalyzers.Corpus.Output;

/// <summary>Reports as SARIF 2.1.0, for viewers.</summary>
internal static class Sarif
{
    /// <summary>Writes a log with one run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="root">The folder that the reports' files are relative to.</param>
    /// <param name="rules">The rules that ran.</param>
    /// <param name="reports">The reports in order.</param>
    public static void Write(string path, string root, IEnumerable<DiagnosticDescriptor> rules, IEnumerable<Report> reports)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "AsyncAnalyzers");
        json.WriteStartArray("rules");
        foreach (DiagnosticDescriptor rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title.ToString());
            json.WriteString("helpUri", rule.HelpLinkUri);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject("ROOT");
        json.WriteString("uri", new Uri(Path.TrimEndingDirectorySeparator(root) + "/").AbsoluteUri);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (Report report in reports)
        {
            WriteResult(json, report);
        }

        json.WriteEndArray();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Report report)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", report.Id);
        json.WriteString("level", report.Severity switch { "suggestion" => "note", "silent" => "none", var severity => severity });
        WriteText(json, "message", report.Message);
        json.WriteStartArray("locations");
        if (report.File.Length > 0)
        {
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", string.Join('/', report.File.Split('/').Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", "ROOT");
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", report.Line);
            json.WriteNumber("startColumn", report.Span.StartColumn);
            json.WriteNumber("endLine", report.Span.EndLine);
            json.WriteNumber("endColumn", report.Span.EndColumn);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
