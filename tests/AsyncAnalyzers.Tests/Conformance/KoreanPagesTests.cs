using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>A Korean page has the structure of the English one, so that what is changed in one is missed in the other.</summary>
public partial class KoreanPagesTests
{
    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string> { { "README.md", "README.ko.md" } };
            foreach (string korean in Repository.Files("docs/ko", "*.md"))
            {
                pages.Add("docs/" + Path.GetFileName(korean), korean);
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_links_to_the_other(string english, string korean)
    {
        Assert.Contains(LinkTo(korean, english), Repository.Read(english));
        Assert.Contains(LinkTo(english, korean), Repository.Read(korean));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Headings_and_what_stands_below_them_correspond(string english, string korean)
    {
        string[] expected = SectionsOf(english);
        string[] actual = SectionsOf(korean);
        Assert.True(expected.Length > 4, $"{english} has hardly a heading.");
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_is_the_same_but_for_its_comments(string english, string korean)
        => Assert.Equal(CodeOf(english), CodeOf(korean));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Korean_pages_are_in_Korean(string english, string korean)
    {
        // Proportion of Hangul among the letters outside of code and links: names of APIs and rules remain.
        string prose = Code().Replace(Repository.Read(korean), "");
        int hangul = prose.Count(c => c is >= '가' and <= '힣');
        Assert.True(hangul * 2 > prose.Count(char.IsLetter), $"{korean}, the Korean form of {english}, has {hangul} Korean letters.");
    }

    private static string LinkTo(string target, string page)
        => $"]({Path.GetRelativePath(Path.GetDirectoryName("/" + page)!, "/" + target).Replace('\\', '/')})";

    /// <summary>For each heading its level, the rules that are named under it, the languages of the blocks, and the numbers of rows and of items.</summary>
    private static string[] SectionsOf(string page)
    {
        // A line that begins with a number sign inside of a block is no heading.
        string text = FencedBlock().Replace(Repository.Read(page), block => "```" + block.Groups["language"].Value);
        return [.. Heading().Split(text)[1..].Chunk(2).Select(section =>
        {
            string[] lines = section[1].Split('\n');
            IEnumerable<string> rules = RuleId().Matches(section[1]).Select(id => id.Value).Distinct().Order(StringComparer.Ordinal);
            IEnumerable<string> blocks = lines.Where(line => line.StartsWith("```", StringComparison.Ordinal));
            int rows = lines.Count(line => line.StartsWith('|'));
            int items = lines.Count(line => Item().IsMatch(line));
            return $"{section[0]} {string.Join(' ', rules)}; blocks: {string.Join(' ', blocks)}; {rows} rows, {items} items";
        })];
    }

    private static string CodeOf(string page)
        => string.Join("\n\n", FencedBlock().Matches(Repository.Read(page))
            .Where(block => block.Groups["language"].Value is "csharp" or "python" or "sh" or "diff")
            .Select(block => Comment().Replace(block.Groups["code"].Value, "")));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlock();

    [GeneratedRegex(@"^(#+) .+$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"ASYNC\d{4}")]
    private static partial Regex RuleId();

    [GeneratedRegex(@"^(-|\d+\.) ")]
    private static partial Regex Item();

    [GeneratedRegex(@" *(//|# ).*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^```.*?^```$|`[^`\n]+`|\]\([^)]+\)|ASYNC\w{4}|\*[^*\n]+\*", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
