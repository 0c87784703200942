using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>The rules and code fixes there are, found by reflection.</summary>
internal static class RuleCatalog
{
    private static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = FindAnalyzers();

    private static ImmutableArray<CodeFixProvider> CodeFixes { get; } = InstancesOf<CodeFixProvider>(Assembly.Load("AsyncAnalyzers.CodeFixes"));

    /// <summary>The analyzer of a rule, or null.</summary>
    public static DiagnosticAnalyzer? Analyzer(string id) => Analyzers.FirstOrDefault(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));

    /// <summary>The title of a rule; empty where there is none.</summary>
    public static string Title(string id)
        => Analyzer(id)?.SupportedDiagnostics.First(rule => rule.Id == id).Title.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>The code fix of a rule, or null.</summary>
    public static CodeFixProvider? CodeFix(string id) => CodeFixes.FirstOrDefault(fix => fix.FixableDiagnosticIds.Contains(id));

    private static ImmutableArray<DiagnosticAnalyzer> FindAnalyzers()
    {
        // The sources are inspected by an old Roslyn; what rules leave to it is shown as they say it on the newest.
        CompilerWarnings.IncludeAsyncWithoutAwait = false;
        return InstancesOf<DiagnosticAnalyzer>(typeof(AsyncRuleAnalyzer).Assembly);
    }

    private static ImmutableArray<T> InstancesOf<T>(Assembly assembly)
        => assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type))
            .Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!)
            .ToImmutableArray();
}
