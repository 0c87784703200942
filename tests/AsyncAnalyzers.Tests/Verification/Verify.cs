using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Verification;

/// <summary>
/// One call per test. Sources carry marks: <c>[|…|]</c> where the rule reports, <c>{|CS0103:…|}</c> for what the compiler says.
/// They see .NET 10, nullable annotations and the usual global usings, in the newest C# that the Roslyn of this run knows.
/// </summary>
internal static class Verify<TAnalyzer, TCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    /// <summary>The rule says nothing.</summary>
    public static Task SilentAsync(
        string source,
        LanguageVersion? languageVersion = null,
        ReferenceAssemblies? references = null,
        string? editorConfig = null,
        OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary,
        bool globalUsings = true,
        Action<CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>>? configure = null)
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = source };
        configure?.Invoke(test);
        TestSetup.Apply(test, languageVersion, references, editorConfig, outputKind, globalUsings, new TAnalyzer());
        return test.RunAsync();
    }

    /// <summary>
    /// The rule reports what is marked, and no fix is offered for any of it. Marks say nothing about the severity: where that matters,
    /// <paramref name="severity"/> is what all of the reports have.
    /// </summary>
    public static Task ReportsAsync(
        string source,
        LanguageVersion? languageVersion = null,
        ReferenceAssemblies? references = null,
        string? editorConfig = null,
        OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary,
        bool globalUsings = true,
        Action<CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>>? configure = null,
        DiagnosticSeverity? severity = null)
        => FixesAsync(source, source, 0, languageVersion, references, editorConfig, outputKind, globalUsings, configure, severity);

    /// <summary>
    /// The rule reports what is marked in <paramref name="source"/>, and its fixes lead to <paramref name="fixedSource"/>; reports
    /// that remain there, because no fix is offered for them, are marked in it.
    /// </summary>
    public static Task FixesAsync(
        string source,
        string fixedSource,
        int codeActionIndex = 0,
        LanguageVersion? languageVersion = null,
        ReferenceAssemblies? references = null,
        string? editorConfig = null,
        OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary,
        bool globalUsings = true,
        Action<CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>>? configure = null,
        DiagnosticSeverity? severity = null)
    {
        bool servesCompiler = NewestCompiler.OwnWarningOfAsyncWithoutAwait
            && new TCodeFix().FixableDiagnosticIds.Contains(CompilerWarnings.AsyncWithoutAwait);
        var test = new CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
        {
            TestCode = servesCompiler ? NewestCompiler.WithOwnWarning(source) : source,
            FixedCode = servesCompiler ? NewestCompiler.WithOwnWarning(fixedSource) : fixedSource,
            CodeActionIndex = codeActionIndex,
            // What remains is marked in the fixed source as well.
            FixedState = { MarkupHandling = MarkupMode.Allow },
            BatchFixedState = { MarkupHandling = MarkupMode.Allow },
        };
        configure?.Invoke(test);
        test.CodeActionVerifier += MessageForm.Verify;

        // Last, so that the unnamed files of the test are Test0.cs, Test1.cs, … without a gap.
        TestSetup.Apply(test, languageVersion, references, editorConfig, outputKind, globalUsings, new TAnalyzer());
        if (severity is { } wanted)
        {
            test.DiagnosticVerifier += (diagnostic, _, verifier) =>
            {
                if (diagnostic.Id.StartsWith("ASYNC", StringComparison.Ordinal) && diagnostic.Severity != wanted)
                {
                    verifier.Fail($"{diagnostic.Severity} instead of {wanted}: {diagnostic.Id}: {diagnostic.GetMessage()}");
                }
            };
        }

        TestSetup.AddFilesOfTheTestState(test.FixedState, test.TestState);
        TestSetup.AddFilesOfTheTestState(test.BatchFixedState, test.TestState);
        return test.RunAsync();
    }
}
