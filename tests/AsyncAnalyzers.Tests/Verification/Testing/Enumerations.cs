namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which of the compiler's own diagnostics must be expected by the test.</summary>
public enum CompilerDiagnostics
{
    None,
    Errors,
    Warnings,
    Suggestions,
    All,
}

/// <summary>Which marks of a state are diagnostics that it expects.</summary>
public enum MarkupMode
{
    None,
    Ignore,

    /// <summary>All but those that the fixes of the test are for.</summary>
    IgnoreFixable,
    Allow,
}

[Flags]
public enum MarkupOptions
{
    None = 0,

    /// <summary><c>$$</c> is a part of the source.</summary>
    TreatPositionIndicatorsAsCode = 2,
}

[Flags]
public enum TestBehaviors
{
    None = 0,
    SkipGeneratedCodeCheck = 1,
    SkipSuppressionCheck = 2,
    SkipGeneratedSourcesCheck = 4,
}

[Flags]
public enum CodeFixTestBehaviors
{
    None = 0,
    SkipFixAllInDocumentCheck = 1,
    SkipFixAllInProjectCheck = 2,
    SkipFixAllInSolutionCheck = 4,
    FixOne = 8,
    SkipLocalDiagnosticCheck = 16,
    SkipFixAllCheck = SkipFixAllInDocumentCheck | SkipFixAllInProjectCheck | SkipFixAllInSolutionCheck,
}

[Flags]
public enum DiagnosticOptions
{
    None = 0,
    IgnoreAdditionalLocations = 1,
    IgnoreSeverity = 2,
}

[Flags]
public enum DiagnosticLocationOptions
{
    None = 0,
    IgnoreLength = 1,
    InterpretAsMarkupKey = 2,
}
