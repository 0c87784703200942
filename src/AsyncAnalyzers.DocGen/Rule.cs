using System.Globalization;
using AsyncAnalyzers.Editing;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.DocGen;

/// <summary>A rule as its descriptor states it, and whether a fix is exported for it.</summary>
internal sealed record Rule(DiagnosticDescriptor Descriptor, bool HasFix)
{
    public string Id => Descriptor.Id;

    public string Title => Descriptor.Title.ToString(CultureInfo.InvariantCulture);

    /// <summary>The severity as an .editorconfig spells it.</summary>
    public string Severity => Spell(Descriptor.DefaultSeverity);

    /// <summary>All rules of the analyzers' assembly, by id.</summary>
    public static IReadOnlyList<Rule> FindAll()
    {
        HashSet<string> fixable = Instances<AsyncCodeFix>().SelectMany(fix => fix.FixableDiagnosticIds).ToHashSet();
        return Instances<AsyncRuleAnalyzer>()
            .SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .DistinctBy(descriptor => descriptor.Id)
            .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)
            .Select(descriptor => new Rule(descriptor, fixable.Contains(descriptor.Id)))
            .ToList();
    }

    /// <summary>One of each concrete subclass of <typeparamref name="T"/> in the assembly that declares it.</summary>
    private static IEnumerable<T> Instances<T>()
        => typeof(T).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)))
            .Select(type => (T)Activator.CreateInstance(type)!);

    private static string Spell(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => "silent",
    };
}
