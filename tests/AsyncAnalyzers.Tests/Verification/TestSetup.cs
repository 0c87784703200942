using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Verification;

/// <summary>What all tests of rules have in common, written against the API of Microsoft.CodeAnalysis.Testing alone.</summary>
internal static class TestSetup
{
    private const string GlobalUsingsFile = "/0/GlobalUsings.cs";

    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>What tests refer to unless they say otherwise.</summary>
    public static ReferenceAssemblies References => ReferenceAssemblies.Net.Net100;

    private static readonly int NewestMajor = typeof(CSharpSyntaxTree).Assembly.GetName().Version!.Major;

    /// <summary>The newest C# that the Roslyn of this run knows: on older ones with its previews, so that more of today's code parses.</summary>
    public static LanguageVersion NewestLanguageVersion => NewestMajor >= 5 ? LanguageVersion.Latest : LanguageVersion.Preview;

    public static void Apply(
        AnalyzerTest<DefaultVerifier> test,
        LanguageVersion? languageVersion,
        ReferenceAssemblies? references,
        string? editorConfig,
        OutputKind outputKind,
        bool globalUsings,
        DiagnosticAnalyzer? analyzer = null)
    {
        LanguageVersion version = languageVersion ?? NewestLanguageVersion;
        bool hasNullable = version.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8;
        test.ReferenceAssemblies = references ?? References;
        test.DiagnosticVerifier = MessageForm.Verify;
        test.TestState.OutputKind = outputKind;
        test.SolutionTransforms.Add((solution, projectId) =>
        {
            Project project = solution.GetProject(projectId)!;
            var options = (CSharpCompilationOptions)project.CompilationOptions!;
            return project
                .WithParseOptions(((CSharpParseOptions)project.ParseOptions!).WithLanguageVersion(version))
                .WithCompilationOptions(hasNullable ? options.WithNullableContextOptions(NullableContextOptions.Enable) : options)
                .Solution;
        });
        test.MarkupOptions = MarkupOptions.TreatPositionIndicatorsAsCode;
        if (analyzer is not null && OptInConfiguration(analyzer) is { } optIn)
        {
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", SourceText.From(optIn)));
        }

        if (editorConfig is not null)
        {
            string text = editorConfig.Contains('[') || editorConfig.Contains("is_global") ? editorConfig : "root = true\n[*.cs]\n" + editorConfig;
            test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", SourceText.From(text)));
        }

        if (globalUsings && version.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp10)
        {
            test.TestState.Sources.Add((GlobalUsingsFile, SourceText.From(GlobalUsings)));
        }
    }

    /// <summary>
    /// Switches the rules on that are off by default: by a configuration, since old Roslyns do not heed what the options of the compilation
    /// say of such rules. Null where there are none.
    /// </summary>
    private static string? OptInConfiguration(DiagnosticAnalyzer analyzer)
    {
        string[] lines = [.. analyzer.SupportedDiagnostics.Where(rule => !rule.IsEnabledByDefault)
            .Select(rule => (rule.Id, Severity: rule.DefaultSeverity == DiagnosticSeverity.Info ? "suggestion" : "warning"))
            .Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {rule.Severity}")];
        return lines.Length == 0 ? null : "is_global = true\n" + string.Join("\n", lines) + "\n";
    }

    /// <summary>A state with sources of its own gets the file of global usings too.</summary>
    public static void AddFilesOfTheTestState(SolutionState state, SolutionState testState)
    {
        if (state.Sources.Count > 0)
        {
            state.Sources.AddRange(testState.Sources.Where(file => file.filename == GlobalUsingsFile));
        }
    }
}
