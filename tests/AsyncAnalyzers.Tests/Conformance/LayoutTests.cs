using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Where a file stands: what many use by its concept, what one rule uses beside that rule.</summary>
public partial class LayoutTests
{
    private const int MostFiles = 20;

    private static readonly string[] Shared =
    [
        "src/AsyncAnalyzers/Infrastructure", "src/AsyncAnalyzers/Semantics", "src/AsyncAnalyzers.CodeFixes/Editing",
    ];

    /// <summary>The files of the rules and what stands beside them, with the stem of the rule's name.</summary>
    private static readonly Lazy<(string Path, string Rule, SyntaxNode Root)[]> RuleFiles = new(() =>
    [
        .. new[] { "src/AsyncAnalyzers/Rules", "src/AsyncAnalyzers.CodeFixes/Rules" }
            .SelectMany(folder => Repository.Files(folder, "*.cs"))
            .Select(path => (path, Stem().Match(path).Groups["stem"].Value, CSharpSyntaxTree.ParseText(Repository.Read(path)).GetRoot())),
    ]);

    public static TheoryData<string> Folders
        => [.. Shared.SelectMany(folder => Repository.Files(folder, "*.cs")).Select(FolderOf).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_can_be_read_at_a_glance(string folder)
    {
        Assert.InRange(Repository.Files(folder, "*.cs").Count(path => FolderOf(path) == folder), 1, MostFiles);
        Assert.True(folder.EndsWith("/Infrastructure", StringComparison.Ordinal) || !Shared.Contains(folder), $"{folder} has folders by concept.");
    }

    [Fact]
    public void What_rules_share_knows_no_rule()
        => Assert.Empty(
            from path in Shared.SelectMany(folder => Repository.Files(folder, "*.cs"))
            let root = CSharpSyntaxTree.ParseText(Repository.Read(path)).GetRoot()
            from name in root.DescendantNodes().OfType<SimpleNameSyntax>()
            where name.Identifier.ValueText.StartsWith("ASYNC", StringComparison.Ordinal)
                || (name.Identifier.ValueText == "Rules" && name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
            select $"{path}: {name}");

    [Fact]
    public void Everything_among_the_rules_belongs_to_one_rule()
        => Assert.Empty(RuleFiles.Value.Where(file => file.Rule.Length == 0).Select(file => file.Path));

    [Fact]
    public void A_rule_uses_nothing_of_another()
    {
        Dictionary<string, string> owners = RuleFiles.Value
            .SelectMany(file => file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
                .Where(type => type.Parent is not TypeDeclarationSyntax)
                .Select(type => (type.Identifier.ValueText, file.Rule)))
            .Distinct().ToDictionary();
        string foreign = string.Join('\n',
            from file in RuleFiles.Value
            from name in file.Root.DescendantNodes().OfType<SimpleNameSyntax>()
            where owners.TryGetValue(name.Identifier.ValueText, out string? owner) && owner != file.Rule
                && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            select $"{file.Path}: {name}");
        Assert.True(foreign.Length == 0, foreign);
    }

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    [GeneratedRegex(@"/Rules/\w+/(?<stem>ASYNC\d{4}[A-Za-z]+?)(/|Analyzer\.cs|CodeFix\.cs)")]
    private static partial Regex Stem();
}
