using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A solution with what the compiler and the analyzers say about it.</summary>
internal sealed class AnalyzedSolution
{
    private readonly HashSet<Diagnostic> _reportedAtTheEnd;

    private AnalyzedSolution(
        Solution solution,
        ImmutableArray<(Project Project, Diagnostic Diagnostic)> diagnostics,
        ImmutableArray<Diagnostic> errors,
        HashSet<Diagnostic> reportedAtTheEnd)
    {
        _reportedAtTheEnd = reportedAtTheEnd;
        Solution = solution;
        Diagnostics = diagnostics;
        Errors = errors;
    }

    public Solution Solution { get; }

    /// <summary>Unsuppressed, those of the compiler only as far as the test includes them; ordered by file and position.</summary>
    public ImmutableArray<(Project Project, Diagnostic Diagnostic)> Diagnostics { get; }

    /// <summary>All errors of the compiler.</summary>
    public ImmutableArray<Diagnostic> Errors { get; }

    /// <summary>An analyzer reported it when all of the compilation was done: editors know of it only then.</summary>
    public bool IsReportedAtTheEnd(Diagnostic diagnostic) => _reportedAtTheEnd.Contains(diagnostic);

    /// <exception cref="InvalidOperationException">An analyzer threw.</exception>
    public static async Task<AnalyzedSolution> AnalyzeAsync(
        Solution solution,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        Func<Diagnostic, bool> includeCompilerDiagnostic,
        bool compile,
        CancellationToken cancellationToken)
    {
        var found = new List<(Project, Diagnostic)>();
        var atTheEnd = new HashSet<Diagnostic>(ReferenceEqualityComparer.Instance);
        ImmutableArray<Diagnostic>.Builder errors = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (ProjectId id in solution.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellationToken))
        {
            Project project = solution.GetProject(id)!;
            Compilation compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
            if (compile)
            {
                foreach (Diagnostic diagnostic in compilation.GetDiagnostics(cancellationToken))
                {
                    if (diagnostic.Severity == DiagnosticSeverity.Error)
                    {
                        errors.Add(diagnostic);
                    }

                    if (!diagnostic.IsSuppressed && includeCompilerDiagnostic(diagnostic))
                    {
                        found.Add((project, diagnostic));
                    }
                }
            }

            if (analyzers.IsEmpty)
            {
                continue;
            }

            Exception? thrown = null;
            var options = new CompilationWithAnalyzersOptions(
                project.AnalyzerOptions,
                (exception, analyzer, _) => thrown ??= new InvalidOperationException($"{analyzer.GetType().Name} threw: {exception}", exception),
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false);
            AnalysisResult result = await new CompilationWithAnalyzers(compilation, analyzers, options)
                .GetAnalysisResultAsync(cancellationToken).ConfigureAwait(false);
            atTheEnd.UnionWith(result.CompilationDiagnostics.Values.SelectMany(diagnostics => diagnostics));
            if (thrown is not null)
            {
                throw thrown;
            }

            foreach (Diagnostic diagnostic in result.GetAllDiagnostics())
            {
                if (diagnostic.Id == "AD0001")
                {
                    throw new InvalidOperationException("An analyzer threw: " + diagnostic.GetMessage());
                }

                if (!diagnostic.IsSuppressed)
                {
                    found.Add((project, diagnostic));
                }
            }
        }

        ImmutableArray<(Project, Diagnostic)> ordered = found
            .OrderBy(pair => pair.Item2.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(pair => pair.Item2.Location.SourceSpan.Start)
            .ThenBy(pair => pair.Item2.Location.SourceSpan.End)
            .ThenBy(pair => pair.Item2.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        return new AnalyzedSolution(solution, ordered, errors.ToImmutable(), atTheEnd);
    }

    /// <summary>Project, path and text of every file.</summary>
    public static async Task<SortedDictionary<string, string>> TextsAsync(Solution solution, CancellationToken cancellationToken)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Project project in solution.Projects)
        {
            foreach (TextDocument document in project.Documents.Cast<TextDocument>().Concat(project.AdditionalDocuments).Concat(project.AnalyzerConfigDocuments))
            {
                SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
                texts[project.Name + ":" + document.FilePath] = text.ToString();
            }
        }

        return texts;
    }
}
