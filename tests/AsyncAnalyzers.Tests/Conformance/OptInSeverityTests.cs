using System.Collections.Immutable;
using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>
/// What switches a rule on that is off by default. Hosts before Roslyn 4.8 let a configuration file do it, but not what a ruleset or
/// <c>WarningsAsErrors</c> says, where the project has any configuration file: and every SDK-style project has a generated one.
/// </summary>
public class OptInSeverityTests
{
    private const string Id = ASYNC2015DiscardedTaskAnalyzer.Id;

    private const string Source =
        "class C { async Task M() { await Task.Yield(); throw new InvalidOperationException(); } void N() { _ = M(); } }";

    private static readonly Version Host = typeof(CSharpCompilation).Assembly.GetName().Version!;

    private static bool HeedsCompilationOptions => Host >= new Version(4, 8);

    public static TheoryData<ReportDiagnostic> RulesetOrWarningsAsErrors
        => [ReportDiagnostic.Info, ReportDiagnostic.Warn, ReportDiagnostic.Error];

    [Fact]
    public async Task Nothing() => Assert.Null(await SeverityAsync(null, ReportDiagnostic.Default));

    [Theory]
    [InlineData("/.globalconfig", "is_global = true\n")]
    [InlineData("/.editorconfig", "root = true\n[*.cs]\n")]
    public async Task A_configuration_file(string path, string head)
        => Assert.Equal(
            DiagnosticSeverity.Warning,
            await SeverityAsync((path, $"{head}dotnet_diagnostic.{Id}.severity = warning"), ReportDiagnostic.Default));

    [Theory]
    [MemberData(nameof(RulesetOrWarningsAsErrors))]
    public async Task A_ruleset_or_WarningsAsErrors_without_a_configuration_file(ReportDiagnostic severity)
        => Assert.Equal(SeverityOf(severity), await SeverityAsync(null, severity));

    [Theory]
    [MemberData(nameof(RulesetOrWarningsAsErrors))]
    public async Task A_ruleset_or_WarningsAsErrors_beside_a_configuration_file(ReportDiagnostic severity)
        => Assert.Equal(
            HeedsCompilationOptions ? SeverityOf(severity) : null,
            await SeverityAsync(("/.editorconfig", "root = true\n"), severity));

    [Theory]
    [MemberData(nameof(RulesetOrWarningsAsErrors))]
    public async Task A_ruleset_or_WarningsAsErrors_beside_a_file_that_switches_the_rule_on(ReportDiagnostic severity)
        => Assert.Equal(
            SeverityOf(severity),
            await SeverityAsync(("/.globalconfig", $"is_global = true\ndotnet_diagnostic.{Id}.severity = suggestion"), severity));

    private static DiagnosticSeverity SeverityOf(ReportDiagnostic severity) => severity switch
    {
        ReportDiagnostic.Error => DiagnosticSeverity.Error,
        ReportDiagnostic.Warn => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };

    /// <summary>The severity of the report; null where there is none.</summary>
    private static async Task<DiagnosticSeverity?> SeverityAsync((string Path, string Text)? configuration, ReportDiagnostic option)
    {
        Project project = TestedCode.Create(Source).Document.Project;
        if (option != ReportDiagnostic.Default)
        {
            project = project.WithCompilationOptions(
                project.CompilationOptions!.WithSpecificDiagnosticOptions([KeyValuePair.Create(Id, option)]));
        }

        if (configuration is { } file)
        {
            project = project
                .AddAnalyzerConfigDocument(Path.GetFileName(file.Path), SourceText.From(file.Text), filePath: file.Path).Project;
        }

        Compilation compilation = (await project.GetCompilationAsync())!;
        // The compiler has the options of trees only where it is given a configuration file.
        compilation = configuration is not null ? compilation
            : compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(null));
        ImmutableArray<Diagnostic> reports = await compilation
            .WithAnalyzers([new ASYNC2015DiscardedTaskAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        return reports.SingleOrDefault()?.Severity;
    }
}
