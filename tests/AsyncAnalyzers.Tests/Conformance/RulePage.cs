using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The page of a rule, taken apart.</summary>
internal sealed partial class RulePage
{
    /// <summary>The headings of a page, in their order. One may be left out.</summary>
    public static readonly string[] AllHeadings = ["Bad", "Good", "Why", "The fix", "Limits", "Suppress", "Options", DetailHeading, "Related"];

    /// <summary>For what is too long for the sections before it.</summary>
    public const string DetailHeading = "In detail";

    /// <summary>What stands in the place of the visible code in <see cref="Frame"/>.</summary>
    private const string CodeMark = "/* code */";

    private readonly Rule _rule;

    private RulePage(Rule rule, string text)
    {
        _rule = rule;
        Text = text;
    }

    public string Text { get; }

    public IEnumerable<string> Headings => Heading().Matches(Text).Select(match => match.Groups["name"].Value);

    /// <summary>What stands between the title and the first heading.</summary>
    public string Introduction => Text[Text.IndexOf('\n', StringComparison.Ordinal)..Heading().Match(Text).Index].Trim();

    public static RulePage Of(Rule rule)
    {
        Assert.True(Repository.Has(rule.Page), $"{rule.Page} is missing.");
        return new RulePage(rule, Repository.Read(rule.Page));
    }

    /// <summary>What stands under the heading.</summary>
    public string Section(string heading)
    {
        Match start = Heading().Matches(Text).SingleOrDefault(match => match.Groups["name"].Value == heading) ?? Match.Empty;
        Assert.True(start.Success, $"{_rule.Page} has no heading '## {heading}'.");
        Match next = start.NextMatch();
        return Text[(start.Index + start.Length)..(next.Success ? next.Index : Text.Length)];
    }

    /// <summary>The first block of code in the section, as the reader sees it.</summary>
    public string VisibleCode(string heading)
    {
        Match block = CodeBlock().Match(Section(heading));
        Assert.True(block.Success, $"{_rule.Page} has no block of code under '## {heading}'.");
        return block.Groups["code"].Value;
    }

    /// <summary>The visible code in its file.</summary>
    public string WholeCode(string heading)
    {
        string frame = Frame(heading) ?? Frame("Bad") ?? $"class Example\n{{\n{CodeMark}\n}}";
        Assert.True(frame.Split(CodeMark).Length == 2, $"{_rule.Page} has to hold {CodeMark} once in the file around the code.");
        return frame.Replace(CodeMark, VisibleCode(heading), StringComparison.Ordinal);
    }

    /// <summary>The words that a reader meets before the heading, without code and what is the same on all pages.</summary>
    public int WordsBefore(string heading)
    {
        string before = Text[..Heading().Matches(Text).Single(match => match.Groups["name"].Value == heading).Index];
        return Word().Count(NoProse().Replace(before, ""));
    }

    /// <summary>What a comment in the section, which no reader sees, puts around the code: the rest of the file.</summary>
    private string? Frame(string heading) => HiddenFile().Match(Section(heading)) is { Success: true } match ? match.Groups["file"].Value : null;

    [GeneratedRegex(@"^## (?<name>.+)\n", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```[a-z]+\n(?<code>(?s:.*?))\n```$", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^<!-- file:\n(?<file>(?s:.*?))\n-->$", RegexOptions.Multiline)]
    private static partial Regex HiddenFile();

    [GeneratedRegex(@"(?s:<!-- generated:begin -->.*?<!-- generated:end -->|^<!--.*?-->$|^```.*?^```$)", RegexOptions.Multiline)]
    private static partial Regex NoProse();

    [GeneratedRegex(@"\S*\w\S*")]
    private static partial Regex Word();
}
