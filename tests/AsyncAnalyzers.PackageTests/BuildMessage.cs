using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.PackageTests;

/// <summary>A warning or error that a build printed.</summary>
/// <param name="File">The file's name without its folder; empty for messages without a place.</param>
/// <param name="Line">1-based; 0 for messages without a place.</param>
/// <param name="Severity">"warning" or "error".</param>
/// <param name="Id">Empty for messages without one.</param>
/// <param name="Text">The message with its help link.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Framework">The target framework, where the project has several; else empty.</param>
internal sealed partial record BuildMessage(string File, int Line, string Severity, string Id, string Text, string Project, string Framework)
{
    public static IReadOnlyList<BuildMessage> Parse(string output)
        => output.Split('\n')
            .Select(line => Pattern().Match(line.TrimEnd()))
            .Where(match => match.Success)
            .Select(match => new BuildMessage(
                Path.GetFileName(match.Groups["file"].Value.Trim()),
                match.Groups["line"].Success ? int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture) : 0,
                match.Groups["severity"].Value,
                match.Groups["id"].Value,
                match.Groups["text"].Value,
                Path.GetFileNameWithoutExtension(match.Groups["project"].Value),
                match.Groups["framework"].Value))
            .Distinct()
            .ToList();

    [GeneratedRegex(@"^\s*(?<file>[^(]*?)(\((?<line>\d+),\d+\))?\s*: (?<severity>warning|error) (?<id>[A-Z]+\d+)?\s*: (?<text>.*?) \[(?<project>[^\]]+?)(::TargetFramework=(?<framework>[^\]]+))?\]$")]
    private static partial Regex Pattern();
}
