using System.Text;

namespace AsyncAnalyzers.DocGen;

/// <summary>
/// The table of all rules in docs/rules/README.md, and the one of their families in README.md and its Korean form, each between its two
/// markers.
/// </summary>
internal static class RuleTable
{
    /// <summary>The families in the order of their ids, and what their rules guard against.</summary>
    private static readonly (string Category, string GuardsAgainst, string Korean)[] s_families =
    [
        ("Blocking", "code that keeps the thread of an event loop waiting", "이벤트 루프의 스레드를 기다리게 하는 코드"),
        ("Unobserved", "tasks and failures that nobody sees, and work that outlives what it needs",
            "아무도 보지 않는 태스크와 실패, 필요한 것보다 오래 사는 일"),
        ("SharedState", "updates that get lost between threads", "스레드 사이에서 사라지는 갱신"),
        ("CpuBound", "computations that keep an event loop busy, and loops without a pause", "이벤트 루프를 붙잡는 계산과 쉬지 않는 루프"),
        ("Cancellation", "work that does not stop when it is asked to, and stops that are taken for failures",
            "멈추라고 해도 멈추지 않는 일, 실패로 여겨지는 멈춤"),
        ("Threads", "threads, timers and queues that do not end, or end too early", "끝나지 않거나 너무 일찍 끝나는 스레드, 타이머와 큐"),
        ("Configuration", "options and lists of these analyzers that have no effect", "효과가 없는 이 분석기의 옵션과 목록"),
    ];

    /// <exception cref="InvalidDataException">A marker is missing.</exception>
    public static string Update(string page, IEnumerable<Rule> rules) => Replace(page, "rules", Render(rules));

    /// <exception cref="InvalidDataException">A marker is missing, or a rule's category is no family.</exception>
    public static string UpdateFamilies(string readme, IReadOnlyList<Rule> rules, bool korean = false)
        => Replace(readme, "families", RenderFamilies(rules, korean));

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

    private static string RenderFamilies(IReadOnlyList<Rule> rules, bool korean)
    {
        var table = new StringBuilder(korean ? "| 분류 | 막는 것 | 규칙 |\n" : "| Family | Guards against | Rules |\n");
        table.Append("| --- | --- | --- |\n");
        foreach ((string category, string guardsAgainst, string inKorean) in s_families)
        {
            string[] links = rules.Where(rule => rule.Descriptor.Category == category)
                .Select(rule => $"[{rule.Id}](docs/rules/{rule.Id}.md)")
                .ToArray();
            if (links.Length == 0)
            {
                continue;
            }

            table.Append($"| {category} | {(korean ? inKorean : guardsAgainst)} | {string.Join(' ', links)} |\n");
        }

        if (rules.FirstOrDefault(rule => !s_families.Any(family => family.Category == rule.Descriptor.Category)) is { } stray)
        {
            throw new InvalidDataException($"{stray.Descriptor.Category}, the category of {stray.Id}, is none of the families.");
        }

        return table.ToString();
    }
}
