using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>What one of the project's frameworks lacks is advised as a suggestion at most.</summary>
public class OlderFrameworkTests
{
    private const string ReadFile = "byte[] b = {|#0:File.ReadAllBytes(\"a\")|};";
    private const string Flush = "using var s = File.Create(\"a\"); {|#0:s.Flush()|};";

    [Theory]
    [InlineData("net472,net8.0", ReadFile, DiagnosticSeverity.Info)]
    [InlineData("net48, net9.0", ReadFile, DiagnosticSeverity.Info)]
    [InlineData("netstandard2.0,net8.0", ReadFile, DiagnosticSeverity.Info)]
    [InlineData("netstandard2.0", ReadFile, DiagnosticSeverity.Info)]
    [InlineData("net8.0,net10.0", ReadFile, DiagnosticSeverity.Warning)]
    [InlineData("netstandard2.1,net8.0-windows", ReadFile, DiagnosticSeverity.Warning)]
    [InlineData("", ReadFile, DiagnosticSeverity.Warning)]
    [InlineData(null, ReadFile, DiagnosticSeverity.Warning)]
    [InlineData("net472,net8.0", "{|#0:transaction.Commit()|};", DiagnosticSeverity.Info)]
    [InlineData("netcoreapp3.1,net8.0", "byte[] h = {|#0:System.Security.Cryptography.SHA256.Create().ComputeHash(File.OpenRead(\"a\"))|};", DiagnosticSeverity.Info)]
    [InlineData("net8.0,net10.0", "{|#0:transaction.Commit()|};", DiagnosticSeverity.Warning)]
    [InlineData("netcoreapp2.1,net10.0", "{|#0:transaction.Commit()|};", DiagnosticSeverity.Info)]
    [InlineData("netcoreapp1.1", ReadFile, DiagnosticSeverity.Info)]
    [InlineData("netstandard1.6", ReadFile, DiagnosticSeverity.Info)]
    [InlineData("netstandard2.1", "{|#0:transaction.Commit()|};", DiagnosticSeverity.Warning)]
    [InlineData("uap10.0,net8.0", ReadFile, DiagnosticSeverity.Warning)]
    // What they have.
    [InlineData("net472,net8.0", Flush, DiagnosticSeverity.Warning)]
    [InlineData("net472,net8.0", "{|#0:command.ExecuteNonQuery()|};", DiagnosticSeverity.Warning)]
    public Task Called_directly(string? frameworks, string body, DiagnosticSeverity severity)
        => ReportAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(frameworks, body, severity);

    [Theory]
    [InlineData("net8.0,net9.0,net10.0", DiagnosticSeverity.Info)]
    [InlineData("net9.0-windows,net10.0", DiagnosticSeverity.Info)]
    [InlineData("net10.0", DiagnosticSeverity.Warning)]
    [InlineData("net11.0;net10.0", DiagnosticSeverity.Warning)]
    [InlineData(null, DiagnosticSeverity.Warning)]
    public Task Archives(string? frameworks, DiagnosticSeverity severity) => ReportAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
        frameworks, "{|#0:System.IO.Compression.ZipFile.ExtractToDirectory(\"a\", \"b\")|};", severity);

    [Theory]
    [InlineData("System.IO.Compression.ZipFile.OpenRead(\"a\")")]
    [InlineData("System.IO.Compression.ZipFile.Open(\"a\", System.IO.Compression.ZipArchiveMode.Create)")]
    public Task An_archive_is_opened_without_its_entries(string call) => ReportAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
        "net10.0", "using IDisposable a = {|#0:" + call + "|};", DiagnosticSeverity.Info);

    [Theory]
    [InlineData("net472,net8.0", DiagnosticSeverity.Info)]
    [InlineData("net8.0", DiagnosticSeverity.Warning)]
    public Task Called_further_down(string frameworks, DiagnosticSeverity severity) => ReportAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        frameworks, "foreach (string f in Directory.GetFiles(\"a\")) { {|#0:Load|}(f); }", severity);

    private static async Task ReportAsync<TRule>(string? frameworks, string body, DiagnosticSeverity severity)
        where TRule : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TRule, DefaultVerifier>
        {
            TestCode = $$"""
                class C
                {
                    System.Data.Common.DbTransaction transaction = null!; System.Data.Common.DbCommand command = null!;
                    byte[] Load(string file) => File.ReadAllBytes(file);
                    async Task M() { await Task.Yield(); {{body}} }
                }
                """,
        };
        if (frameworks is not null)
        {
            test.TestState.AnalyzerConfigFiles.Add(
                ("/.globalconfig", $"is_global = true\nbuild_property._AsyncAnalyzersTargetFrameworks = {frameworks}\n"));
        }

        test.ExpectedDiagnostics.Add(new DiagnosticResult(new TRule().SupportedDiagnostics[0].Id, severity).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
