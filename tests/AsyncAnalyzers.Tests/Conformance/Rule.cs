using System.Collections.Immutable;
using System.Reflection;
using AsyncAnalyzers.Editing;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>A rule: found by reflection, so that a new one is held to all of these tests at once.</summary>
internal sealed class Rule
{
    private Rule(Type type)
    {
        Type = type;
        Analyzer = (AsyncRuleAnalyzer)Activator.CreateInstance(type)!;
        Descriptor = Analyzer.SupportedDiagnostics[0];
    }

    public static ImmutableArray<Rule> All { get; } = typeof(AsyncRuleAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(AsyncRuleAnalyzer)))
        .Select(type => new Rule(type))
        .OrderBy(rule => rule.Id, StringComparer.Ordinal)
        .ToImmutableArray();

    public static ImmutableArray<DiagnosticAnalyzer> AllAnalyzers { get; } = [.. All.Select(rule => rule.Analyzer)];

    public static ImmutableArray<CodeFixProvider> AllFixes { get; } = typeof(AsyncCodeFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)
        .ToImmutableArray();

    /// <summary>The ids of all rules, for theories.</summary>
    public static TheoryData<string> Ids => [.. All.Select(rule => rule.Id)];

    /// <summary>The ids of the rules that come with a fix and a demo: all but those about the analyzers' own options.</summary>
    public static TheoryData<string> RepairableIds => [.. All.Where(rule => !rule.IsConfiguration).Select(rule => rule.Id)];

    public Type Type { get; }

    public AsyncRuleAnalyzer Analyzer { get; }

    public DiagnosticDescriptor Descriptor { get; }

    public string Id => Descriptor.Id;

    public string Category => Descriptor.Category;

    public bool IsConfiguration => Category == RuleCategory.Configuration;

    /// <summary>What all files of the rule begin with: id and name.</summary>
    public string Stem => Type.Name[..^"Analyzer".Length];

    public string AnalyzerFile => $"src/AsyncAnalyzers/Rules/{Category}/{Stem}Analyzer.cs";

    public string FixFile => $"src/AsyncAnalyzers.CodeFixes/Rules/{Category}/{Stem}CodeFix.cs";

    public string TestFile => $"tests/AsyncAnalyzers.Tests/Rules/{Category}/{Stem}Tests.cs";

    public string Page => $"docs/rules/{Id}.md";

    public string DemoFile => $"samples/AsyncAnalyzers.Demos/Rules/{Category}/{Stem}Demo.cs";

    public IEnumerable<CodeFixProvider> Fixes => AllFixes.Where(fix => fix.FixableDiagnosticIds.Contains(Id));

    public static Rule Of(string id) => All.Single(rule => rule.Id == id);
}
