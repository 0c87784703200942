using System.Text;

namespace AsyncAnalyzers.DocGen;

/// <summary>The table of all rules in docs/rules/README.md, and the one of their families in README.md, each between its two markers.</summary>
internal static class RuleTable
{
    /// <summary>The families in the order of their ids, and what their rules guard against.</summary>
    private static readonly (string Category, string GuardsAgainst)[] s_families =
    [
        ("Blocking", "code that keeps the thread of an event loop waiting"),
        ("Unobserved", "tasks and failures that nobody sees, and work that outlives what it needs"),
        ("SharedState", "updates that get lost between threads"),
        ("CpuBound", "computations that keep an event loop busy"),
        ("Configuration", "options and lists of these analyzers that have no effect"),
    ];

    /// <exception cref="InvalidDataException">A marker is missing.</exception>
    public static string Update(string page, IEnumerable<Rule> rules) => Replace(page, "rules", Render(rules));

    /// <exception cref="InvalidDataException">A marker is missing, or a rule's category is no family.</exception>
    public static string UpdateFamilies(string readme, IReadOnlyList<Rule> rules) => Replace(readme, "families", RenderFamilies(rules));

    private static string Replace(string page, string name, string table)
    {
        string begin = $"<!-- {name}:begin -->";
        string end = $"<!-- {name}:end -->";
        int first = page.IndexOf(begin, StringComparison.Ordinal);
        int last = page.IndexOf(end, StringComparison.Ordinal);
        if (first < 0 || last < first)
        {
            throw new InvalidDataException($"The page has to hold {begin} and, after it, {end}.");
        }

        return page[..(first + begin.Length)] + "\n" + table + page[last..];
    }

    private static string Render(IEnumerable<Rule> rules)
    {
        var table = new StringBuilder("| Rule | What it asks for | Category | Severity | Fix |\n| --- | --- | --- | --- | --- |\n");
        foreach (Rule rule in rules)
        {
            string severity = rule.Descriptor.IsEnabledByDefault ? rule.Severity : $"{rule.Severity} (opt-in)";
            string fix = rule.HasFix ? "yes" : "no";
            table.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.Descriptor.Category} | {severity} | {fix} |\n");
        }

        return table.ToString();
    }

    private static string RenderFamilies(IReadOnlyList<Rule> rules)
    {
        var table = new StringBuilder("| Family | Guards against | Rules |\n| --- | --- | --- |\n");
        foreach ((string category, string guardsAgainst) in s_families)
        {
            IEnumerable<string> links = rules.Where(rule => rule.Descriptor.Category == category)
                .Select(rule => $"[{rule.Id}](docs/rules/{rule.Id}.md)");
            table.Append($"| {category} | {guardsAgainst} | {string.Join(' ', links)} |\n");
        }

        if (rules.FirstOrDefault(rule => !s_families.Any(family => family.Category == rule.Descriptor.Category)) is { } stray)
        {
            throw new InvalidDataException($"{stray.Descriptor.Category}, the category of {stray.Id}, is none of the families.");
        }

        return table.ToString();
    }
}
