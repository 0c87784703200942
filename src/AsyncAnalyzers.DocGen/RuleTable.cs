using System.Text;

namespace AsyncAnalyzers.DocGen;

/// <summary>The table of all rules in README.md, between its two markers.</summary>
internal static class RuleTable
{
    private const string Begin = "<!-- rules:begin -->";
    private const string End = "<!-- rules:end -->";

    /// <exception cref="InvalidDataException">A marker is missing.</exception>
    public static string Update(string readme, IEnumerable<Rule> rules)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"README.md has to hold {Begin} and, after it, {End}.");
        }

        return readme[..(begin + Begin.Length)] + "\n" + Render(rules) + readme[end..];
    }

    private static string Render(IEnumerable<Rule> rules)
    {
        var table = new StringBuilder("| Rule | What it asks for | Category | Severity | Fix |\n| --- | --- | --- | --- | --- |\n");
        foreach (Rule rule in rules)
        {
            string severity = rule.Descriptor.IsEnabledByDefault ? rule.Severity : $"{rule.Severity} (opt-in)";
            table.Append($"| [{rule.Id}](docs/rules/{rule.Id}.md) | {rule.Title} | {rule.Descriptor.Category} | {severity} | {(rule.HasFix ? "yes" : "no")} |\n");
        }

        return table.ToString();
    }
}
