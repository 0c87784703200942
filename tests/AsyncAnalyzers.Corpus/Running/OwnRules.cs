using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Corpus.Running;

/// <summary>The rules and fixes of this repository that take part.</summary>
internal sealed class OwnRules
{
    /// <param name="ids">The rules; empty for every one.</param>
    /// <param name="all">All are on, whatever the code base configures; else those that are on by default or that it configures.</param>
    /// <exception cref="Loading.BadInputException">There is no such rule.</exception>
    public OwnRules(IReadOnlyCollection<string> ids, bool all)
    {
        IsAllOn = all;
        ImmutableArray<DiagnosticAnalyzer> analyzers = [.. Instances<DiagnosticAnalyzer>(typeof(AsyncRuleAnalyzer).Assembly)];
        ImmutableArray<DiagnosticDescriptor> known =
            [.. analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id)];
        if (ids.FirstOrDefault(id => known.All(rule => rule.Id != id)) is { } unknown)
        {
            throw new Loading.BadInputException($"There is no rule {unknown}.");
        }

        Rules = known.Where(rule => ids.Count == 0 || ids.Contains(rule.Id)).ToImmutableDictionary(rule => rule.Id);
        Analyzers = [.. analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => Rules.ContainsKey(rule.Id)))];
        Fixes =
        [
            .. Instances<CodeFixProvider>(typeof(Editing.AsyncCodeFix).Assembly).Where(fix => fix.FixableDiagnosticIds.Any(Rules.ContainsKey)),
        ];
    }

    /// <summary>The rules by id.</summary>
    public ImmutableDictionary<string, DiagnosticDescriptor> Rules { get; }

    /// <summary>The analyzers that report them.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    /// <summary>The fixes of their reports.</summary>
    public ImmutableArray<CodeFixProvider> Fixes { get; }

    /// <summary>Rules that are off by default are on as well.</summary>
    public bool IsAllOn { get; }

    /// <summary>The rules in order.</summary>
    public IEnumerable<DiagnosticDescriptor> InOrder => Rules.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The compilation with the severities that these rules are to have.</summary>
    public Compilation Configure(Compilation compilation)
        => compilation.WithOptions(compilation.Options
            .WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.Where(pair => !Rules.ContainsKey(pair.Key)))
            .WithSyntaxTreeOptionsProvider(new RuleSeverities(this, compilation.Options.SyntaxTreeOptionsProvider)));

    private static IEnumerable<T> Instances<T>(System.Reflection.Assembly assembly)
        => assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!);
}
