using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Cases;

/// <summary>
/// All rules that are on by default, at once, over code as people write it. What is marked is reported, all else is silent. CS4014 of the
/// compiler counts as a report: ASYNC2001 leaves those calls to it.
/// </summary>
internal static class Case
{
    public static async Task HoldsAsync(
        string source, bool globalUsings = true, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary, Lazy<Task<MetadataReference>>[]? libraries = null)
    {
        var test = new AllRulesTest { TestCode = source };
        TestSetup.Apply(test, languageVersion: null, references: null, editorConfig: null, outputKind, globalUsings);
        foreach (Lazy<Task<MetadataReference>> library in libraries ?? [])
        {
            MetadataReference reference = await library.Value;
            test.SolutionTransforms.Add((solution, project) => solution.AddMetadataReference(project, reference));
        }

        // As in most of the code that such reports are about.
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectCompilationOptions(project,
            ((CSharpCompilationOptions)solution.GetProject(project)!.CompilationOptions!).WithNullableContextOptions(NullableContextOptions.Disable)));
        await test.RunAsync();
    }

    private sealed class AllRulesTest : CSharpAnalyzerTest<EmptyDiagnosticAnalyzer, DefaultVerifier>
    {
        // Newer compilers run rules that are off by default as well, since the harness switches all on.
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers()
            => Rule.AllAnalyzers.Where(static analyzer => analyzer.SupportedDiagnostics.Any(static rule => rule.IsEnabledByDefault));

        protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics)
            => diagnostic.Id == "CS4014" || base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics);
    }
}
