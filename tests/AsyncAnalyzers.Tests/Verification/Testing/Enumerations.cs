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

public enum MarkupMode
{
    None,
    Ignore,
    IgnoreFixable,
    Allow,
}

[Flags]
public enum TestBehaviors
{
    None = 0,
    SkipSuppressionCheck = 1,
    SkipGeneratedCodeCheck = 2,
    SkipGeneratedSourcesCheck = 4,
}

[Flags]
public enum CodeFixTestBehaviors
{
    None = 0,
    FixOne = 1,
    SkipLocalDiagnosticCheck = 2,
    SkipFixAllInDocumentCheck = 4,
    SkipFixAllInProjectCheck = 8,
    SkipFixAllInSolutionCheck = 16,
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
