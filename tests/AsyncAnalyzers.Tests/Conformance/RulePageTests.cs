using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The pages say what the rules are and do.</summary>
public partial class RulePageTests
{
    public static TheoryData<string> Ids => Rule.Ids;

    /// <summary>The rules whose examples are code: those about options show an .editorconfig instead.</summary>
    public static TheoryData<string> CodeIds => Rule.RepairableIds;

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_head_equals_the_descriptor(string id)
    {
        Rule rule = Rule.Of(id);
        string page = PageOf(rule);
        Assert.StartsWith($"# {id}: {rule.Descriptor.Title}\n", page);
        var facts = page.Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')).ToDictionary(cells => cells[1].Trim(), cells => cells[2].Trim());
        Assert.Equal(id, facts["Id"]);
        Assert.Equal(rule.Category, facts["Category"]);
        Assert.Equal(
            rule.Descriptor.DefaultSeverity switch
            {
                DiagnosticSeverity.Error => "error",
                DiagnosticSeverity.Warning => "warning",
                DiagnosticSeverity.Info => "suggestion",
                _ => "silent",
            },
            facts["Default severity"]);
        Assert.Equal(rule.Descriptor.IsEnabledByDefault ? "Yes" : "No", facts["Enabled by default"]);
        Assert.Equal(rule.Fixes.Any() ? "Yes" : "No", facts["Fix"]);
    }

    [Theory]
    [MemberData(nameof(CodeIds))]
    public async Task The_bad_example_is_flagged(string id)
    {
        TestedCode code = await ExampleAsync(Rule.Of(id), "Bad");
        Assert.Contains(await code.ReportsAsync(), report => report.Id == id);
    }

    [Theory]
    [MemberData(nameof(CodeIds))]
    public async Task The_good_example_is_silent_under_all_rules(string id)
    {
        TestedCode code = await ExampleAsync(Rule.Of(id), "Good");
        // What an opt-in rule would have better is no fault of the other rules' examples.
        Assert.DoesNotContain(await code.ReportsAsync(), report => report.Id == id || Rule.Of(report.Id).Descriptor.IsEnabledByDefault);
    }

    /// <summary>The first C# block of the section: a whole file, or members of a class.</summary>
    private static async Task<TestedCode> ExampleAsync(Rule rule, string section)
    {
        Match match = Regex.Match(PageOf(rule), $@"^## {section}\n(?:(?!^## ).*\n)*?```csharp\n(?<code>(?s:.*?))\n```", RegexOptions.Multiline);
        Assert.True(match.Success, $"{rule.Page} has no C# block under '## {section}'.");
        string source = match.Groups["code"].Value;
        var errors = ImmutableArray<Diagnostic>.Empty;
        foreach (string candidate in (string[])[source, $"class Example\n{{\n{source}\n}}"])
        {
            TestedCode code = TestedCode.Create(candidate);
            errors = await code.ErrorsAsync();
            if (errors.IsEmpty)
            {
                return code;
            }
        }

        Assert.Fail($"The C# block under '## {section}' of {rule.Page} compiles neither as a file nor in a class: {errors[0]}");
        return null!;
    }

    private static string PageOf(Rule rule)
    {
        Assert.True(Repository.Has(rule.Page), $"{rule.Page} is missing.");
        return Repository.Read(rule.Page);
    }
}
