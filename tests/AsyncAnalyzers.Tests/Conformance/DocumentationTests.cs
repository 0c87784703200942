using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>What the pages claim can be checked: their code compiles, their links lead somewhere, what they quote is what the rules say.</summary>
/// <remarks>The bad and good examples of a rule's own page are <see cref="RulePageTests"/>'.</remarks>
public partial class DocumentationTests
{
    private const string GlobalUsings = TestedCode.GlobalUsings + " global using System.Net.Http;";

    private static readonly string[] s_pages =
    [
        .. Repository.Files("docs", "*.md"),
        .. new[] { "README.md", "README.ko.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "src/AsyncAnalyzers.Package/README.md" }
            .Where(Repository.Has),
    ];

    private static readonly string[] s_stories = [.. s_pages.Where(page => !page.StartsWith("docs/rules/", StringComparison.Ordinal))];

    public static TheoryData<string> RuleIds => Rule.Ids;

    public static TheoryData<string> Pages => [.. s_pages];

    /// <summary>All but the rules' own pages, which break the lines of what they quote.</summary>
    public static TheoryData<string> Stories => [.. s_stories];

    /// <summary>Pages with C# in them, and the number of the block.</summary>
    public static TheoryData<string, int> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, int>();
            foreach (string page in s_stories)
            {
                for (int index = 0; index < BlocksOf(page).Count; index++)
                {
                    blocks.Add(page, index);
                }
            }

            return blocks;
        }
    }

    [Fact]
    public void The_readme_can_be_read_at_a_glance()
        => Assert.InRange(Repository.Read("README.md").TrimEnd().Split('\n').Length, 40, 120);

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Index_and_readmes_lead_to_every_rule(string id)
    {
        Assert.Contains($"](rules/{id}.md)", Repository.Read("docs/README.md"));
        Assert.Contains($"]({id}.md)", Repository.Read("docs/rules/README.md"));
        Assert.Contains($"](docs/rules/{id}.md)", Repository.Read("README.md"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        string text = InlineCode().Replace(FencedBlock().Replace(Repository.Read(page), ""), "`");
        foreach (Match link in Link().Matches(text))
        {
            string target = Uri.UnescapeDataString(link.Groups["target"].Value);
            if (target.StartsWith("http", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = target.Split('#', 2);
            string path = parts[0].Length == 0 ? page : Relative(page, parts[0]);
            Assert.True(Repository.Has(path) || Directory.Exists(Path.Combine(Repository.Root, path)), $"{page} links to {target}: {path} is not there.");
            if (parts.Length == 2)
            {
                Assert.True(AnchorsOf(path).Contains(parts[1]), $"{page} links to {target}: {path} has no such heading.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Code_compiles_and_the_rules_say_of_it_what_the_page_says(string page, int index)
    {
        Match block = BlocksOf(page)[index];
        string source = block.Groups["code"].Value;
        TestedCode code = TestedCode.Create(source, surroundings: [("/0/GlobalUsings.cs", GlobalUsings)]);
        ImmutableArray<Diagnostic> errors = await code.ErrorsAsync();
        Assert.True(errors.IsEmpty, $"Block {index} of {page} does not compile: {string.Join('\n', errors)}");

        IEnumerable<string> reported = (await code.ReportsAsync())
            .Where(report => Rule.Of(report.Id).Descriptor.IsEnabledByDefault)
            .Select(report => $"{report.Location.GetLineSpan().StartLinePosition.Line + 1}: {report.Id}");
        Assert.Equal(ExpectedReports(source, Repository.Read(page)[(block.Index + block.Length)..]), reported.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void Quoted_messages_are_what_the_rules_say(string page)
    {
        foreach (Match quoted in QuotedMessage().Matches(Repository.Read(page)))
        {
            Rule rule = Rule.Of(quoted.Groups["id"].Value);
            Assert.Contains(rule.Analyzer.SupportedDiagnostics, descriptor => Regex.IsMatch(
                quoted.Groups["text"].Value,
                $"^{PlaceHolder().Replace(Regex.Escape(descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture)), ".+")}( \\(.*\\))?$"));
        }
    }

    [Fact]
    public async Task The_readme_shows_what_the_fixes_write()
    {
        string source = BlocksOf("README.md")[0].Groups["code"].Value;
        TestedCode code = TestedCode.Create(source, surroundings: [("/0/GlobalUsings.cs", GlobalUsings)]);
        while ((await code.ReportsAsync()).FirstOrDefault() is { } report)
        {
            await code.ApplyAsync((await code.OfferedAsync(report))[0]);
        }

        string[] before = source.Split('\n');
        string[] after = (await code.TextAsync()).Split('\n');
        string diff = FencedBlock().Matches(Repository.Read("README.md")).Single(block => block.Value.StartsWith("```diff", StringComparison.Ordinal)).Value;
        Assert.Equal(before.Except(after).Select(line => "-" + line), diff.Split('\n').Where(line => line.StartsWith('-')));
        Assert.Equal(after.Except(before).Select(line => "+" + line), diff.Split('\n').Where(line => line.StartsWith('+')));
    }

    /// <summary>What a comment <c>// ASYNC1001</c> in the block names, and the output of a build that follows it.</summary>
    private static IEnumerable<string> ExpectedReports(string source, string following)
    {
        var expected = new List<string>();
        string[] lines = source.Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            expected.AddRange(NamedInComment().Match(lines[line]).Groups["id"].Captures.Select(id => $"{line + 1}: {id.Value}"));
        }

        string next = FencedBlock().Match(following).Value;
        expected.AddRange(BuildOutput().Matches(next).Select(output => $"{output.Groups["line"].Value}: {output.Groups["id"].Value}"));
        return expected.Order(StringComparer.Ordinal);
    }

    private static MatchCollection BlocksOf(string page) => CSharpBlock().Matches(Repository.Read(page));

    private static string Relative(string page, string target)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        return Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, target))).Replace('\\', '/');
    }

    /// <summary>The anchors that a Markdown host makes of the headings: lower case, words joined by hyphens, other signs left out.</summary>
    private static HashSet<string> AnchorsOf(string path)
        => [.. Heading().Matches(FencedBlock().Replace(Repository.Read(path), ""))
            .Select(heading => NoAnchor().Replace(heading.Groups["text"].Value.Trim(), "").Replace(' ', '-').ToLowerInvariant())];

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^ *```.*?^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlock();

    [GeneratedRegex(@"(`+)(?!`).*?(?<!`)\1(?!`)")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@": (warning|info) (?<id>ASYNC\d{4}): (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex QuotedMessage();

    [GeneratedRegex(@"\\\{\d}")]
    private static partial Regex PlaceHolder();

    [GeneratedRegex(@"//.*?((?<id>ASYNC\d{4})\W*)+")]
    private static partial Regex NamedInComment();

    [GeneratedRegex(@"\.cs\((?<line>\d+),\d+\): (warning|info) (?<id>ASYNC\d{4})")]
    private static partial Regex BuildOutput();
}
