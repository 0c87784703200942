using System.Runtime.Serialization.Json;
using System.Xml;
using System.Xml.Linq;

namespace AsyncAnalyzers.Tasks;

/// <summary>What the rules reported in a compilation, as the compiler's log in the format SARIF 2.1 has it.</summary>
internal static class CompilerLog
{
    /// <summary>The reports of our rules that are not suppressed in the code, with their level: error, warning or note.</summary>
    public static IEnumerable<(string? Path, string Id, string Level)> Read(string file)
    {
        XElement root;
        byte[] json = WithoutMark(File.ReadAllBytes(file));
        using (XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(json, XmlDictionaryReaderQuotas.Max))
        {
            root = XElement.Load(reader);
        }

        foreach (XElement result in Items(root.Element("runs")).SelectMany(run => Items(run.Element("results"))))
        {
            string id = result.Element("ruleId")?.Value ?? "";
            if (id.StartsWith("ASYNC", StringComparison.Ordinal) && !Items(result.Element("suppressions")).Any())
            {
                string? uri = Items(result.Element("locations")).FirstOrDefault()
                    ?.Element("physicalLocation")?.Element("artifactLocation")?.Element("uri")?.Value;
                yield return (
                    uri is not null && Uri.TryCreate(uri, UriKind.Absolute, out Uri? place) ? Path.GetFullPath(place.LocalPath) : null,
                    id,
                    result.Element("level")?.Value ?? "warning");
            }
        }
    }

    private static IEnumerable<XElement> Items(XElement? array) => array?.Elements("item") ?? [];

    private static byte[] WithoutMark(byte[] utf8)
        => utf8.Length > 3 && utf8[0] == 0xEF && utf8[1] == 0xBB && utf8[2] == 0xBF ? utf8.Skip(3).ToArray() : utf8;
}
