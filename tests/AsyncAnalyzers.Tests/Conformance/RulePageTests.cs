using AsyncAnalyzers.Rules.Configuration;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The pages say what the rules are and do, in a form that is the same for all.</summary>
public class RulePageTests
{
    private const int LongestLine = 140;
    private const int MostWordsBeforeOptions = 400;

    public static TheoryData<string> Ids => Rule.Ids;

    /// <summary>The rules whose examples are code: those about options show an .editorconfig or a list instead.</summary>
    public static TheoryData<string> CodeIds => Rule.RepairableIds;

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_title_and_the_facts_equal_the_descriptor(string id)
    {
        Rule rule = Rule.Of(id);
        RulePage page = RulePage.Of(rule);
        Assert.StartsWith($"# {id}: {rule.Descriptor.Title}\n", page.Text);
        string[][] table = page.Section("Suppress").Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        Dictionary<string, string> facts = table[0].Zip(table[2]).Where(fact => fact.First != "").ToDictionary();
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
    [MemberData(nameof(Ids))]
    public void The_headings_stand_in_order(string id)
    {
        string[] headings = [.. RulePage.Of(Rule.Of(id)).Headings];
        Assert.Equal(RulePage.AllHeadings.Where(heading => heading != RulePage.DetailHeading || headings.Contains(heading)), headings);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void One_sentence_comes_first(string id)
        => Assert.Matches(@"\A[^\n](?:(?![.!?]\s|\n\n)[\s\S])*\.\z", RulePage.Of(Rule.Of(id)).Introduction);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_way_to_the_options_is_short(string id)
        => Assert.InRange(RulePage.Of(Rule.Of(id)).WordsBefore("Options"), 1, MostWordsBeforeOptions);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_lines_are_short(string id)
        => Assert.DoesNotContain(RulePage.Of(Rule.Of(id)).Text.Split('\n').Skip(1), line => line.Length > LongestLine);

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_suppresses_the_rule_can_be_pasted(string id)
    {
        Rule rule = Rule.Of(id);
        string section = RulePage.Of(rule).Section("Suppress");
        Assert.Contains($"\ndotnet_diagnostic.{id}.severity = {(rule.Descriptor.IsEnabledByDefault ? "none" : "warning")}", section);
        if (!rule.IsConfiguration)
        {
            Assert.Contains($"\n#pragma warning disable {id} //", section);
            Assert.Contains($"\n#pragma warning restore {id}\n", section);
            Assert.Contains($"\n[System.Diagnostics.CodeAnalysis.SuppressMessage(\"{rule.Category}\", \"{id}\", ", section);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_examples_are_short_and_the_bad_one_marks_its_line(string id)
    {
        Rule rule = Rule.Of(id);
        RulePage page = RulePage.Of(rule);
        Assert.Matches($"(//|#) {id}(\n|$)", page.VisibleCode("Bad"));
        Assert.DoesNotContain(id, page.VisibleCode("Good"));
        foreach (string heading in (string[])["Bad", "Good"])
        {
            Assert.InRange(page.VisibleCode(heading).Split('\n').Length, rule.IsConfiguration ? 1 : 3, 8);
        }
    }

    [Theory]
    [MemberData(nameof(CodeIds))]
    public async Task The_bad_example_is_flagged_on_the_lines_that_carry_the_id(string id)
    {
        TestedCode code = await ExampleAsync(Rule.Of(id), "Bad");
        string[] lines = (await code.TextAsync()).Split('\n');
        Assert.Equal(
            Enumerable.Range(0, lines.Length).Where(line => lines[line].Contains($"// {id}", StringComparison.Ordinal)),
            (await code.ReportsAsync()).Where(report => report.Id == id).Select(report => report.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Theory]
    [MemberData(nameof(CodeIds))]
    public async Task The_good_example_is_silent_under_all_rules(string id)
    {
        TestedCode code = await ExampleAsync(Rule.Of(id), "Good");
        // What an opt-in rule would have better is no fault of the other rules' examples.
        Assert.DoesNotContain(await code.ReportsAsync(), report => report.Id == id || Rule.Of(report.Id).Descriptor.IsEnabledByDefault);
    }

    [Theory]
    [InlineData("Bad")]
    [InlineData("Good")]
    public Task The_options_are_flagged_where_they_carry_the_id(string heading)
        => FileExampleAsync<ASYNC0001InvalidOptionAnalyzer>("/.editorconfig", heading);

    [Theory]
    [InlineData("Bad")]
    [InlineData("Good")]
    public Task The_lines_of_a_list_are_flagged_where_they_carry_the_id(string heading)
        => FileExampleAsync<ASYNC0002UnreadableListEntryAnalyzer>("/AsyncAnalyzers.BlockingApis.txt", heading);

    [Theory]
    [InlineData("Bad")]
    [InlineData("Good")]
    public Task The_entries_of_a_list_are_flagged_where_they_carry_the_id(string heading)
        => FileExampleAsync<ASYNC0003UnmatchedListEntryAnalyzer>("/AsyncAnalyzers.BlockingApis.txt", heading);

    private static Task FileExampleAsync<TAnalyzer>(string path, string heading)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        Rule rule = Rule.All.Single(rule => rule.Type == typeof(TAnalyzer));
        string file = RulePage.Of(rule).VisibleCode(heading);
        string[] lines = file.Split('\n');
        return Verify<TAnalyzer, EmptyCodeFixProvider>.SilentAsync(
            "namespace Contoso { class Database { void Load() { } void Save() { } } }",
            editorConfig: path.EndsWith("config", StringComparison.Ordinal) ? file : null,
            configure: test =>
            {
                test.TestState.AdditionalFiles.Add((path, file));
                test.TestState.ExpectedDiagnostics.AddRange(Enumerable.Range(0, lines.Length)
                    .Where(line => lines[line].Contains($"# {rule.Id}", StringComparison.Ordinal))
                    .Select(line => new DiagnosticResult(rule.Id, rule.Descriptor.DefaultSeverity).WithLocation(path, line + 1, 1)));
            });
    }

    private static async Task<TestedCode> ExampleAsync(Rule rule, string heading)
    {
        TestedCode code = TestedCode.Create(RulePage.Of(rule).WholeCode(heading));
        var errors = await code.ErrorsAsync();
        Assert.True(errors.IsEmpty, $"The code under '## {heading}' of {rule.Page} does not compile: {errors.FirstOrDefault()}");
        return code;
    }
}
