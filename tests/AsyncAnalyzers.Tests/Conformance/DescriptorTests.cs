using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>What people read of a rule in the error list.</summary>
public partial class DescriptorTests
{
    private static readonly string[] Imperatives =
    [
        "Answer", "Avoid", "Await", "Call", "Cancel", "Catch", "Complete", "Consume", "Copy", "Create", "Dispose", "Do", "Fix", "Keep", "Let", "Move",
        "Observe", "Pass", "Read", "Release", "Remove", "Run", "Start", "Swap", "Synchronize", "Unwrap", "Use", "Wait",
    ];

    public static TheoryData<string> Ids => Rule.Ids;

    /// <summary>A rule may have several messages; all else is the same.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_rule_reports_one_id(string id)
    {
        Assert.All(Rule.Of(id).Analyzer.SupportedDiagnostics, variant =>
        {
            DiagnosticDescriptor rule = Rule.Of(id).Descriptor;
            Assert.Equal(
                (id, rule.Title.ToString(), rule.Description.ToString(), rule.DefaultSeverity, rule.IsEnabledByDefault, rule.HelpLinkUri),
                (variant.Id, variant.Title.ToString(), variant.Description.ToString(), variant.DefaultSeverity, variant.IsEnabledByDefault,
                    variant.HelpLinkUri));
        });
        Assert.Distinct(Rule.Of(id).Analyzer.SupportedDiagnostics.Select(variant => variant.MessageFormat.ToString()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void All_messages_are_supported(string id)
    {
        IEnumerable<DiagnosticDescriptor> fields = Rule.Of(id).Type
            .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!);
        Assert.Equal(fields.Select(Format).Order(), Rule.Of(id).Analyzer.SupportedDiagnostics.Select(Format).Order());

        static string Format(DiagnosticDescriptor variant) => variant.MessageFormat.ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_title_is_a_short_imperative(string id)
    {
        string title = Rule.Of(id).Descriptor.Title.ToString(CultureInfo.InvariantCulture);
        Assert.InRange(title.Length, 5, 65);
        Assert.Null(MessageForm.FaultOfTitle(title, isInMenu: false));
        Assert.Contains(title.Split(' ')[0], Imperatives);
        Assert.DoesNotContain("{", title);
    }

    /// <summary>What is filled in is tested with each report; here, what the format says by itself.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_messages_say_what_happens_and_what_to_do(string id)
    {
        foreach (DiagnosticDescriptor variant in Rule.Of(id).Analyzer.SupportedDiagnostics)
        {
            string format = variant.MessageFormat.ToString(CultureInfo.InvariantCulture);
            string[] clauses = format.Split(';');
            Assert.Equal(2, clauses.Length);
            Assert.True(Word().Count(Hole().Replace(clauses[0], "")) >= 2, $"'{format}' says nothing where it is listed.");

            // A remedy that is filled in is held to its form where it is reported.
            string whole = Remedy().Replace(Subject().Replace(format, "'{0}'"), "; use 'await'");
            Assert.True(MessageForm.FaultOfMessage(whole) is null, $"{MessageForm.FaultOfMessage(whole)}: {format}");
        }
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

    [GeneratedRegex(@"'?\{\d\}'?")]
    private static partial Regex Hole();

    [GeneratedRegex("^\\{0\\}")]
    private static partial Regex Subject();

    [GeneratedRegex(@"; \{\d\}$")]
    private static partial Regex Remedy();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();
}
