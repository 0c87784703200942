using System.Text;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.DocGen;

/// <summary>The presets of the package, one .globalconfig for each value of AsyncAnalyzersMode.</summary>
/// <remarks>
/// A line for a rule beats a user's line for a whole category, whatever its level. So a preset holds only lines that
/// differ from the built-in severity, and the default one holds none.
/// </remarks>
internal static class Presets
{
    /// <summary>The name of each preset's file and its content.</summary>
    public static IEnumerable<(string FileName, string Content)> Render(IReadOnlyList<Rule> rules)
    {
        yield return Preset("None", "every rule is off", rules, _ => "none");
        yield return Preset("Default", "every rule has its built-in severity", rules, _ => null);
        yield return Preset("Recommended", "every rule that is on by default is at least a warning", rules, rule
            => rule.Descriptor.IsEnabledByDefault ? AtLeastWarning(rule) : null);
        yield return Preset("Strict", "every rule is at least a warning, the opt-in ones too", rules, AtLeastWarning);
    }

    private static string? AtLeastWarning(Rule rule)
        => rule.Descriptor.IsEnabledByDefault && rule.Descriptor.DefaultSeverity >= DiagnosticSeverity.Warning ? null
            : rule.Descriptor.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning";

    private static (string FileName, string Content) Preset(
        string mode, string meaning, IEnumerable<Rule> rules, Func<Rule, string?> severityOf)
    {
        var content = new StringBuilder();
        content.Append($"# Written by AsyncAnalyzers.DocGen. AsyncAnalyzersMode {mode}: {meaning}.\n");
        content.Append("# The level is below that of a project's own files: a line there always wins.\n");
        content.Append("is_global = true\nglobal_level = -1\n");
        foreach (Rule rule in rules)
        {
            if (severityOf(rule) is { } severity)
            {
                content.Append($"\n# {rule.Title}\ndotnet_diagnostic.{rule.Id}.severity = {severity}\n");
            }
        }

        return ($"AsyncAnalyzers.{mode}.globalconfig", content.ToString());
    }
}
