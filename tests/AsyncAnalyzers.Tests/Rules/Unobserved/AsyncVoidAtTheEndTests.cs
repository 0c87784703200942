using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>An exception out of the handler of an unhandled exception ends a process that ends anyway.</summary>
public class AsyncVoidAtTheEndTests
{
    [Theory]
    [InlineData("async void OnCrash(object sender, UnhandledExceptionEventArgs e) { await Task.Delay(10); throw new Exception(); }")]
    [InlineData("async void OnCrash(object sender, System.UnhandledExceptionEventArgs e) { await Task.Delay(10); throw new Exception(); }")]
    [InlineData("async void OnLost(object? sender, UnobservedTaskExceptionEventArgs e) { await Task.Delay(10); throw new Exception(); }")]
    public Task Silent(string member) => Found.SilentAsync($"class C {{ {member} }}");

    [Theory]
    [InlineData("async void [|OnEnd|](object sender, EventArgs e) { await Task.Delay(10); throw new Exception(); }")]
    [InlineData("async void [|OnKey|](object sender, ConsoleCancelEventArgs e) { await Task.Delay(10); throw new Exception(); }")]
    public Task Reported(string member) => Found.ReportsAsync($"class C {{ {member} }}");

    [Theory]
    [InlineData("await Task.Delay(10); throw new Exception();", DiagnosticSeverity.Info)]
    [InlineData("e.Cancel = false; await Task.Delay(10); throw new Exception();", DiagnosticSeverity.Info)]
    [InlineData("e.Cancel = true; await Task.Delay(10); throw new Exception();", DiagnosticSeverity.Warning)]
    public Task Handler_that_calls_the_end_off_ends_the_process(string body, DiagnosticSeverity severity) => Found.ReportsAsync(
        "class C { void M() { Console.CancelKeyPress += OnKey; } "
            + "async void {|#0:OnKey|}(object? sender, ConsoleCancelEventArgs e) { " + body + " } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2002", severity).WithLocation(0)));
}
