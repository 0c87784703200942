using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>What is run and measured at once: a package, one analyzer of it, an analyzer that does nothing, or nothing.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Analyzers">The analyzers; empty for the compiler alone.</param>
/// <param name="Package">The package they are from; null for the two yardsticks.</param>
internal sealed record AnalyzerSet(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, AnalyzerPackage? Package)
{
    /// <summary>The compiler with no analyzer: what everything is compared with.</summary>
    public static AnalyzerSet CompilerAlone { get; } = new("(compiler alone)", [], null);

    /// <summary>What the compiler spends as soon as there is any analyzer, whatever it does.</summary>
    public static AnalyzerSet EmptyAnalyzer { get; } = new("(an empty analyzer)", [new EmptyAnalyzer()], null);

    /// <summary>Switches on the rules that take part, also those that are off by default, and all others off.</summary>
    public Compilation Configure(Compilation compilation)
        => Package is null
            ? compilation
            : compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
                Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Distinct().Select(
                    id => KeyValuePair.Create(id, Package.Includes(id) ? ReportDiagnostic.Warn : ReportDiagnostic.Suppress))));
}
