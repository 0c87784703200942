using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Everything of a rule stands under one name, in the place where people look for it.</summary>
public partial class RuleFilesTests
{
    private const int FewestCases = 30;

    public static TheoryData<string> Ids => Rule.Ids;

    [Fact]
    public void Every_id_belongs_to_one_rule()
        => Assert.Equal(Rule.All.Select(rule => rule.Id).Distinct(), Rule.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Id_name_and_namespace_fit_the_category(string id)
    {
        Rule rule = Rule.Of(id);
        Assert.Matches("^ASYNC[0-9]{4}$", id);
        Assert.StartsWith(id, rule.Type.Name);
        Assert.EndsWith("Analyzer", rule.Type.Name);
        Assert.Equal("AsyncAnalyzers.Rules." + rule.Category, rule.Type.Namespace);
        Assert.True(rule.Type.IsSealed);
        string range = Repository.Read("src/AsyncAnalyzers/DiagnosticCategoryAndIdRanges.txt").Split('\n').Single(line => line.StartsWith(rule.Category + ":", StringComparison.Ordinal));
        Match bounds = Range().Match(range);
        Assert.InRange(Number(id), Number(bounds.Groups["first"].Value), Number(bounds.Groups["last"].Value));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Five_files_and_no_more_carry_the_id(string id)
    {
        Rule rule = Rule.Of(id);
        string[] expected = rule.IsConfiguration
            ? [rule.AnalyzerFile, rule.TestFile, rule.Page]
            : [rule.AnalyzerFile, rule.FixFile, rule.TestFile, rule.Page, rule.DemoFile];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Repository.Files("", id + "*").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_release_notes_list_the_rule(string id)
    {
        Rule rule = Rule.Of(id);
        string notes = Repository.Read("src/AsyncAnalyzers/AnalyzerReleases.Shipped.md") + Repository.Read("src/AsyncAnalyzers/AnalyzerReleases.Unshipped.md");
        Assert.Contains($"{id} | {rule.Category} |", notes);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_tests_are_many_and_a_third_of_them_stay_silent(string id)
    {
        Rule rule = Rule.Of(id);
        Assert.True(Repository.Has(rule.TestFile), $"{rule.TestFile} is missing.");
        SyntaxNode root = CSharpSyntaxTree.ParseText(Repository.Read(rule.TestFile)).GetRoot();
        int cases = 0;
        int silent = 0;
        foreach (MethodDeclarationSyntax method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            List<string> attributes = method.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => attribute.Name.ToString()).ToList();
            int count = attributes.Contains("Theory") ? attributes.Count(name => name is "InlineData" or "MemberData") : attributes.Count(name => name.StartsWith("Fact", StringComparison.Ordinal));
            cases += count;
            if (method.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == "SilentAsync"))
            {
                silent += count;
            }
        }

        int fewest = rule.IsConfiguration ? 1 : FewestCases;
        Assert.True(cases >= fewest, $"{rule.TestFile} has {cases} test cases; {fewest} are wanted.");
        Assert.True(silent * 3 >= cases, $"{rule.TestFile} has {cases} test cases, of which only {silent} hold code on which the rule stays silent.");
    }

    private static int Number(string id) => int.Parse(id.AsSpan("ASYNC".Length), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<first>ASYNC\d{4})-(?<last>ASYNC\d{4})")]
    private static partial Regex Range();
}
