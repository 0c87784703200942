using System.Reflection;

namespace AsyncAnalyzers;

/// <summary>Makes the descriptors of all rules, so that each carries a help link, a description and the same tags.</summary>
internal static class RuleDescriptor
{
    /// <summary>The build sets it: a fork has its pages elsewhere.</summary>
    private static readonly string DocumentationUrl = typeof(RuleDescriptor).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == nameof(DocumentationUrl)).Value!;

    /// <summary>The page of a rule. The path holds the id only, so that it stays valid when a rule is renamed.</summary>
    public static string HelpLink(string id) => $"{DocumentationUrl}/docs/rules/{id}.md";

    /// <summary>The same rule with another message, for another case that it reports.</summary>
    public static DiagnosticDescriptor Variant(DiagnosticDescriptor rule, string message)
        => new(
            rule.Id,
            rule.Title,
            new TranslatedText(message),
            rule.Category,
            rule.DefaultSeverity,
            rule.IsEnabledByDefault,
            rule.Description,
            rule.HelpLinkUri);

    /// <param name="id">ASYNCnnnn, in the range of <paramref name="category"/>.</param>
    /// <param name="title">A short imperative.</param>
    /// <param name="message">What happens, and behind a semicolon what to do.</param>
    /// <param name="category">One of <see cref="RuleCategory"/>.</param>
    /// <param name="severity">The default severity.</param>
    /// <param name="description">One true sentence about the harm.</param>
    /// <param name="isEnabledByDefault">False for opt-in rules.</param>
    public static DiagnosticDescriptor Create(
        string id,
        string title,
        string message,
        string category,
        DiagnosticSeverity severity,
        string description,
        bool isEnabledByDefault = true)
        => new(
            id,
            new TranslatedText(title),
            new TranslatedText(message),
            category,
            severity,
            isEnabledByDefault,
            new TranslatedText(description),
            HelpLink(id));
}
