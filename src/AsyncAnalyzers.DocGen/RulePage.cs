using System.Text;

namespace AsyncAnalyzers.DocGen;

/// <summary>The head of docs/rules/ID.md: the title line and the fact table. Everything below them is written by hand.</summary>
internal static class RulePage
{
    /// <summary>The page with its head brought up to date; a stub with all section headings where there is no page yet.</summary>
    public static string Update(string? page, Rule rule)
    {
        string body = page is null ? Stub(rule) : BodyOf(page);
        return $"{Head(rule)}\n{body.TrimStart('\n')}";
    }

    private static string Head(Rule rule) =>
        $"""
        # {rule.Id}: {rule.Title}

        | Property | Value |
        | --- | --- |
        | Id | {rule.Id} |
        | Category | {rule.Descriptor.Category} |
        | Default severity | {rule.Severity} |
        | Enabled by default | {YesOrNo(rule.Descriptor.IsEnabledByDefault)} |
        | Fix | {YesOrNo(rule.HasFix)} |

        """.ReplaceLineEndings("\n");

    /// <summary>What follows the title and the first table, if they stand at the top.</summary>
    private static string BodyOf(string page)
    {
        string[] lines = page.Split('\n');
        int next = 0;
        Skip(line => line.Length == 0);
        Skip(line => line.StartsWith("# ", StringComparison.Ordinal));
        Skip(line => line.Length == 0);
        Skip(line => line.StartsWith('|'));
        return string.Join('\n', lines[next..]);

        void Skip(Func<string, bool> part)
        {
            while (next < lines.Length && part(lines[next]))
            {
                next++;
            }
        }
    }

    private static string Stub(Rule rule)
    {
        var stub = new StringBuilder();
        foreach (string section in (string[])["What it flags", "Why", "Bad", "Good", "The fix", "When to suppress", "Options", "Related"])
        {
            stub.Append("## ").Append(section).Append("\n\n");
            if (section == "Why")
            {
                stub.Append(rule.Descriptor.Description).Append("\n\n");
            }
        }

        return stub.ToString().TrimEnd('\n') + "\n";
    }

    private static string YesOrNo(bool value) => value ? "Yes" : "No";
}
