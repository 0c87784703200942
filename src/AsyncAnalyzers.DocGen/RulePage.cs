using System.Text;

namespace AsyncAnalyzers.DocGen;

/// <summary>
/// Two parts of docs/rules/ID.md: the title line, and between two markers the facts of the rule and how to suppress it. All else is
/// written by hand.
/// </summary>
internal static class RulePage
{
    private const string Begin = "<!-- generated:begin -->";
    private const string End = "<!-- generated:end -->";

    private static readonly string[] Sections = ["Bad", "Good", "Why", "The fix", "Limits", "Suppress", "Options", "In detail", "Related"];

    /// <summary>The page with both parts brought up to date; a stub with all section headings where there is no page yet.</summary>
    /// <exception cref="InvalidDataException">A marker is missing.</exception>
    public static string Update(string? page, Rule rule)
    {
        page ??= Stub(rule);
        int body = page.IndexOf('\n', StringComparison.Ordinal) + 1;
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < body || end < begin)
        {
            throw new InvalidDataException($"The page of {rule.Id} has to hold {Begin} and, after it, {End}.");
        }

        return $"{Title(rule)}\n{page[body..begin]}{Begin}\n\n{Facts(rule)}\n{Suppression(rule)}\n{page[end..]}";
    }

    private static string Title(Rule rule) => $"# {rule.Id}: {rule.Title}";

    private static string Facts(Rule rule) =>
        $"""
        | Id | Category | Default severity | Enabled by default | Fix |
        | --- | --- | --- | --- | --- |
        | {rule.Id} | {rule.Descriptor.Category} | {rule.Severity} | {YesOrNo(rule.Descriptor.IsEnabledByDefault)} | {YesOrNo(
            rule.HasFix)} |

        """.ReplaceLineEndings("\n");

    /// <summary>
    /// What to paste. The rules on configuration report nothing in code, so no section of an .editorconfig is about them.
    /// </summary>
    private static string Suppression(Rule rule)
    {
        if (rule.Descriptor.Category == "Configuration")
        {
            return Block("ini", "# .globalconfig", "is_global = true", $"dotnet_diagnostic.{rule.Id}.severity = none");
        }

        string severity = rule.Descriptor.IsEnabledByDefault ? "none" : "warning # on; 'none' switches it off again";
        return Block("csharp", $"#pragma warning disable {rule.Id} // the reason", "// the line", $"#pragma warning restore {rule.Id}")
            + "\n"
            + Block("ini", "# .editorconfig", "[*.cs]", $"dotnet_diagnostic.{rule.Id}.severity = {severity}")
            + "\n"
            + Block(
                "csharp",
                "// on a member or a type",
                $"[System.Diagnostics.CodeAnalysis.SuppressMessage(\"{rule.Descriptor.Category}\", \"{rule.Id}\", "
                    + "Justification = \"the reason\")]");
    }

    private static string Block(string language, params string[] lines) => $"```{language}\n{string.Join('\n', lines)}\n```\n";

    private static string Stub(Rule rule)
    {
        var stub = new StringBuilder($"{Title(rule)}\n\n");
        foreach (string section in Sections)
        {
            string content = section switch
            {
                "Why" => $"{rule.Descriptor.Description}\n\n",
                "Suppress" => $"{Begin}\n{End}\n\n",
                _ => "",
            };
            stub.Append("## ").Append(section).Append("\n\n").Append(content);
        }

        return stub.ToString().TrimEnd('\n') + "\n";
    }

    private static string YesOrNo(bool value) => value ? "Yes" : "No";
}
