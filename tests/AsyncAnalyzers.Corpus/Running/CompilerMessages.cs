namespace AsyncAnalyzers.Corpus.Running;

/// <summary>Errors and warnings of the compiler, told apart from what a project makes of them.</summary>
internal static class CompilerMessages
{
    /// <summary>An error of the language; a warning that a project raises is none.</summary>
    public static bool IsError(Diagnostic diagnostic)
        => diagnostic.DefaultSeverity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);

    /// <summary>A warning of the compiler that is shown.</summary>
    public static bool IsWarning(Diagnostic diagnostic)
        => diagnostic.DefaultSeverity == DiagnosticSeverity.Warning
            && diagnostic.Severity >= DiagnosticSeverity.Warning
            && !diagnostic.IsSuppressed
            && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);
}
