using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Where a file stands: what many use by its concept, what one rule uses beside that rule.</summary>
public partial class LayoutTests
{
    private const int MostFiles = 20;

    private const int LongestLine = 140;

    /// <summary>What is shared has a folder for each concept.</summary>
    private static readonly string[] ByConcept = ["src/AsyncAnalyzers/Semantics", "src/AsyncAnalyzers.CodeFixes/Editing"];

    private static readonly string[] Shared =
    [
        "src/AsyncAnalyzers/Infrastructure", "src/AsyncAnalyzers.CodeFixes/Infrastructure", .. ByConcept,
    ];

    /// <summary>The files of the rules and what stands beside them, with the stem of the rule's name. The oldest compiler cannot parse all of it.</summary>
    private static readonly Lazy<(string Path, string Rule, string Code)[]> RuleFiles = new(() =>
    [
        .. new[] { "src/AsyncAnalyzers/Rules", "src/AsyncAnalyzers.CodeFixes/Rules" }
            .SelectMany(folder => Repository.Files(folder, "*.cs"))
            .Select(path => (path, Stem().Match(path).Groups["stem"].Value, CodeOf(path))),
    ]);

    public static TheoryData<string> Folders
        => [.. Shared.SelectMany(folder => Repository.Files(folder, "*.cs")).Select(FolderOf).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_can_be_read_at_a_glance(string folder)
    {
        Assert.InRange(Repository.Files(folder, "*.cs").Count(path => FolderOf(path) == folder), 1, MostFiles);
        Assert.False(ByConcept.Contains(folder), $"{folder} has folders by concept.");
    }

    /// <summary>What a folder uses is below it: whoever reads it needs to know that, and nothing that uses it.</summary>
    [Theory]
    [InlineData("src/AsyncAnalyzers/Semantics")]
    [InlineData("src/AsyncAnalyzers.CodeFixes/Editing")]
    public void Concepts_have_no_circle(string root)
    {
        (string Folder, string Code)[] files =
            [.. Repository.Files(root, "*.cs").Select(path => (FolderOf(path), CodeOf(path)))];
        Dictionary<string, string> owners = files
            .SelectMany(file => DeclaredType().Matches(file.Code).Select(match => (match.Groups["name"].Value, file.Folder)))
            .Distinct().ToDictionary();
        List<(string From, string To)> uses =
        [
            .. from file in files
               from name in FreeName().Matches(file.Code).Select(match => match.Value)
               where owners.TryGetValue(name, out string? owner) && owner != file.Folder
               select (file.Folder, owners[name]),
        ];
        Assert.True(uses.Count > files.Length);
        while (uses.RemoveAll(use => !uses.Exists(other => other.From == use.To)) > 0)
        {
        }

        AssertNone(uses.Distinct().Select(use => $"{use.From} -> {use.To}"));
    }

    [Fact]
    public void What_rules_share_knows_no_rule()
        => AssertNone(
            from path in Shared.SelectMany(folder => Repository.Files(folder, "*.cs"))
            from Match match in NameOfRule().Matches(CodeOf(path))
            select $"{path}: {match.Value}");

    [Fact]
    public void Everything_among_the_rules_belongs_to_one_rule()
        => AssertNone(RuleFiles.Value.Where(file => file.Rule.Length == 0).Select(file => file.Path));

    [Fact]
    public void A_rule_uses_nothing_of_another()
    {
        Dictionary<string, string> owners = RuleFiles.Value
            .SelectMany(file => DeclaredType().Matches(file.Code).Select(match => (match.Groups["name"].Value, file.Rule)))
            .Distinct().ToDictionary();
        Assert.True(owners.Count > RuleFiles.Value.Length / 2);
        AssertNone(
            from file in RuleFiles.Value
            from name in FreeName().Matches(file.Code).Select(match => match.Value).Distinct()
            where owners.TryGetValue(name, out string? owner) && owner != file.Rule
            select $"{file.Path}: {name}");
    }

    /// <summary>Two files side by side fit on a screen, and a difference shows which part of an expression has changed.</summary>
    [Fact]
    public void No_line_is_too_long_to_be_read()
    {
        (string Path, string[] Lines)[] files =
            [.. Repository.Files("src", "*.cs").Select(path => (path, Repository.Read(path).Split('\n')))];
        Assert.True(files.Length > RuleFiles.Value.Length);
        AssertNone(
            from file in files
            from number in Enumerable.Range(1, file.Lines.Length)
            where file.Lines[number - 1].Length > LongestLine
            select $"{file.Path}:{number}");
    }

    private static void AssertNone(IEnumerable<string> found)
    {
        string all = string.Join('\n', found);
        Assert.True(all.Length == 0, all);
    }

    private static string CodeOf(string path) => Comment().Replace(Repository.Read(path), "");

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    [GeneratedRegex(@"/Rules/\w+/(?<stem>ASYNC\d{4}[A-Za-z]+?)(/|Analyzer\.cs|CodeFix\.cs)")]
    private static partial Regex Stem();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"ASYNC\d{4}\w+|using AsyncAnalyzers\.Rules\b")]
    private static partial Regex NameOfRule();

    [GeneratedRegex(@"^((public|internal|static|sealed|abstract|partial|readonly) )*(class|struct|record struct|record|enum|interface) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredType();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*")]
    private static partial Regex FreeName();
}
