namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>What people read of a rule in the error list.</summary>
public class DescriptorTests
{
    public static TheoryData<string> Ids => Rule.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_rule_reports_one_id(string id) => Assert.Single(Rule.Of(id).Analyzer.SupportedDiagnostics);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_title_is_a_short_imperative(string id)
    {
        string title = Rule.Of(id).Descriptor.Title.ToString();
        Assert.InRange(title.Length, 5, 80);
        Assert.False(title.EndsWith('.'), title);
        Assert.True(char.IsUpper(title[0]), title);
        Assert.DoesNotContain("{", title);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_message_names_what_is_flagged_and_ends_with_the_remedy(string id)
    {
        Rule rule = Rule.Of(id);
        string message = rule.Descriptor.MessageFormat.ToString();
        Assert.False(message.EndsWith('.'), message);
        Assert.True(message.Contains('{'), $"'{message}' names nothing.");

        // "what happens; the remedy", and where it is about an option "what happens: what would be right".
        string[] parts = message.Split(rule.IsConfiguration ? ':' : ';');
        Assert.True(parts.Length >= 2 && parts[^1].Trim().Length > 2, $"'{message}' has no remedy at its end.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_description_is_one_sentence_about_the_harm(string id)
    {
        string description = Rule.Of(id).Descriptor.Description.ToString();
        Assert.True(description.Length > 20, $"'{description}' is too short.");
        Assert.EndsWith(".", description);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_help_link_leads_to_the_page(string id)
        => Assert.EndsWith($"docs/rules/{id}.md", Rule.Of(id).Descriptor.HelpLinkUri);
}
