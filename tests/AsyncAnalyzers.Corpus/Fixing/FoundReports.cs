using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.Corpus.Fixing;

/// <summary>Hands the reports of one rule to fix-all.</summary>
internal sealed class FoundReports(ILookup<DocumentId, Diagnostic> byDocument) : FixAllContext.DiagnosticProvider
{
    /// <inheritdoc/>
    public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        => Task.FromResult(byDocument[document.Id]);

    /// <inheritdoc/>
    public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        => Task.FromResult<IEnumerable<Diagnostic>>([]);

    /// <inheritdoc/>
    public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        => Task.FromResult(project.DocumentIds.SelectMany(id => byDocument[id]));
}
