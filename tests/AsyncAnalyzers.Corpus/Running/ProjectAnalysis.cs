using System.Collections.Concurrent;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Corpus.Running;

/// <summary>What the compiler and the rules say about one project.</summary>
/// <param name="Reports">The unsuppressed reports of the rules.</param>
/// <param name="Failures">Rules that threw.</param>
/// <param name="Files">The source files that people wrote.</param>
/// <param name="BrokenFiles">Those of them with compile errors.</param>
internal sealed record ProjectAnalysis(
    ImmutableArray<Diagnostic> Reports, ImmutableArray<string> Failures, ImmutableArray<string> Files, ImmutableArray<string> BrokenFiles)
{
    /// <summary>Runs the rules.</summary>
    public static async Task<ProjectAnalysis> RunAsync(Project project, OwnRules rules, bool concurrent, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        Compilation compilation = rules.Configure((await project.GetCompilationAsync(cancellationToken))!);
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            (exception, analyzer, _) => failures.TryAdd($"{analyzer.GetType().Name}: {exception}", 0),
            concurrentAnalysis: concurrent,
            logAnalyzerExecutionTime: false);
        CompilationWithAnalyzers analysis = new(compilation, rules.Analyzers, options);
        ImmutableArray<Diagnostic> all = await analysis.GetAllDiagnosticsAsync(cancellationToken);
        foreach (Diagnostic crash in all.Where(diagnostic => diagnostic.Id == "AD0001"))
        {
            failures.TryAdd(crash.GetMessage(), 0);
        }

        return new ProjectAnalysis(
            [.. all.Where(diagnostic => rules.Rules.ContainsKey(diagnostic.Id) && !diagnostic.IsSuppressed)],
            [.. failures.Keys.Order(StringComparer.Ordinal)],
            [.. project.Documents.Select(document => document.FilePath!).Where(path => !CorpusProject.IsWrittenByBuild(path))],
            [
                .. all.Where(CompilerMessages.IsError).Select(diagnostic => diagnostic.Location.SourceTree?.FilePath)
                    .OfType<string>().Where(path => !CorpusProject.IsWrittenByBuild(path) && File.Exists(path)).Distinct(StringComparer.Ordinal),
            ]);
    }

    /// <summary>A report as a line of the record.</summary>
    public static Report ToReport(Diagnostic diagnostic, CorpusInput input)
    {
        FileLinePositionSpan position = diagnostic.Location.GetMappedLineSpan();
        LinePosition start = position.StartLinePosition;
        string severity = diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            DiagnosticSeverity.Info => "suggestion",
            _ => "silent",
        };
        return position.IsValid
            ? new Report(
                diagnostic.Id,
                severity,
                input.Relative(position.Path),
                start.Line + 1,
                Report.Cell(diagnostic.GetMessage()),
                new ReportSpan(start.Character + 1, position.EndLinePosition.Line + 1, position.EndLinePosition.Character + 1))
            : new Report(diagnostic.Id, severity, "", 0, Report.Cell(diagnostic.GetMessage()));
    }
}
