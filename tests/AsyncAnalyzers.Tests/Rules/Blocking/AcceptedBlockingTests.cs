using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>What another tool was told to accept at its place is a suggestion for whoever calls it.</summary>
public class AcceptedBlockingTests
{
    [Theory]
    [InlineData("F().Wait();", "VSTHRD002", DiagnosticSeverity.Info)]
    [InlineData("int x = F().GetAwaiter().GetResult();", "VSTHRD002, S4462", DiagnosticSeverity.Info)]
    [InlineData("int x = F().Result;", "AsyncFixer02", DiagnosticSeverity.Info)]
    [InlineData("Thread.Sleep(10);", "CA1849", DiagnosticSeverity.Info)]
    [InlineData("semaphore.WaitOne();", "MA0042", DiagnosticSeverity.Info)]
    // Of something else.
    [InlineData("F().Wait();", "CS0618", DiagnosticSeverity.Warning)]
    [InlineData("Thread.Sleep(10);", "VSTHRD002", DiagnosticSeverity.Warning)]
    public Task Where_the_chain_ends(string wait, string code, DiagnosticSeverity severity) => ReportAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        severity, $"#pragma warning disable {code}\n{wait}\n#pragma warning restore {code}", "{|#0:Block|}();");

    [Theory]
    [InlineData("VSTHRD103", DiagnosticSeverity.Info)]
    [InlineData("VSTHRD100", DiagnosticSeverity.Warning)]
    public Task Where_it_begins(string code, DiagnosticSeverity severity) => ReportAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        severity, "F().Wait();", $"#pragma warning disable {code}\n{{|#0:Block|}}();\n#pragma warning restore {code}");

    [Fact]
    public Task It_ends_with_the_place() => ReportAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        DiagnosticSeverity.Warning,
        "#pragma warning disable VSTHRD002\nint y = n;\n#pragma warning restore VSTHRD002\nF().Wait();",
        "{|#0:Block|}();");

    [Fact]
    public Task A_primitive() => ReportAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(
        DiagnosticSeverity.Info, "", "#pragma warning disable MA0042\n{|#0:semaphore.WaitOne()|};\n#pragma warning restore MA0042");

    [Fact]
    public Task A_sleep() => ReportAsync<ASYNC1001ThreadSleepInAsyncAnalyzer>(
        DiagnosticSeverity.Info, "", "#pragma warning disable VSTHRD103\n{|#0:Thread.Sleep(5)|};\n#pragma warning restore VSTHRD103");

    private static Task ReportAsync<TRule>(DiagnosticSeverity severity, string blocking, string call)
        where TRule : DiagnosticAnalyzer, new()
        => Verification.Verify<TRule, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>.ReportsAsync(
            $$"""
            class C
            {
                int n; Semaphore semaphore = null!;
                Task<int> F() => Task.Run(() => n);
                void Block()
                {
            {{blocking}}
                }
                async Task M()
                {
                    await Task.Yield();
            {{call}}
                }
            }
            """,
            configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult(new TRule().SupportedDiagnostics[0].Id, severity)
                .WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));
}
