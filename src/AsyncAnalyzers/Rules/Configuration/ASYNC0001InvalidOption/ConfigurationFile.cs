using System.IO;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Configuration;

/// <summary>An <c>.editorconfig</c> or <c>.globalconfig</c> that a project also gives as an additional file.</summary>
internal static class ConfigurationFile
{
    /// <summary>Its <c>key = value</c> lines, as the compiler reads them; none of another file.</summary>
    public static IEnumerable<Line> LinesOf(AdditionalText file, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(file.Path).ToLowerInvariant() is not (".editorconfig" or ".globalconfig")
            || file.GetText(cancellationToken) is not { } text)
        {
            yield break;
        }

        foreach (TextLine line in text.Lines)
        {
            string written = line.ToString();
            int end = written.IndexOfAny(new[] { '#', ';' });
            string content = (end < 0 ? written : written.Substring(0, end)).Trim();
            int separator = content.IndexOfAny(new[] { '=', ':' });
            if (separator > 0)
            {
                var place = new TextSpan(line.Start + written.IndexOf(content, StringComparison.Ordinal), content.Length);
                yield return new Line(
                    content.Substring(0, separator).Trim(),
                    content.Substring(separator + 1).Trim(),
                    Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place)));
            }
        }
    }

    public readonly record struct Line(string Key, string Value, Location Location);
}
