using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Delegates = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Methods = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Values = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Steps of a page that only wait for time and animations: ASYNC2002 suggests, since nothing fails there that fails nowhere else.</summary>
public class PageAnimationTests
{
    private const string Page = """

        namespace Microsoft.UI.Xaml { public class UIElement { public double Opacity { get; set; } public Task StartAnimation(int n) => Task.Delay(n); } public class Page : UIElement { } }
        """;

    [Theory]
    [InlineData("class Home : Microsoft.UI.Xaml.Page { async void {|#0:Hide|}() { Opacity = 0.5; await Task.Delay(200); Opacity = 0; } }")]
    [InlineData("class Home : Microsoft.UI.Xaml.Page { async void {|#0:Hide|}() { await StartAnimation(200); await Task.Delay(1).ConfigureAwait(true); Opacity = 0; } }")]
    [InlineData("static class X { static async void {|#0:Hide|}(this Microsoft.UI.Xaml.UIElement e) { e.Opacity = 0; await Task.Delay(1); } }")]
    [InlineData("class Home : Microsoft.UI.Xaml.Page { void M() { Later(); async void {|#0:Later|}() { await Task.Delay(1); Opacity = 0; } } }")]
    public Task Suggested(string type) => ReportsAsync(type, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("class Home : Microsoft.UI.Xaml.Page { async void {|#0:Hide|}() { await File.WriteAllTextAsync(\"a\", \"b\"); await Task.Delay(200); Opacity = 0; } }")]
    [InlineData("class Home : Microsoft.UI.Xaml.Page { async void {|#0:Hide|}(CancellationToken c) { await Task.Delay(200, c); Opacity = 0; } }")]
    [InlineData("class Home { async void {|#0:Hide|}() { await Task.Delay(200); File.Delete(\"a\"); } }")]
    public Task Warned(string type) => ReportsAsync(type, DiagnosticSeverity.Warning);

    [Fact]
    public Task A_value_of_a_table_of_delegates_cannot_return_a_task() => Methods.ReportsAsync("""
        class C
        {
            readonly Dictionary<string, TimerCallback> _all;
            C() => _all = new() { { "a", Poll } };
            protected async void {|#0:Poll|}(object? state) => await File.WriteAllTextAsync("a", "b");
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2002", DiagnosticSeverity.Warning)
            .WithLocation(0).WithMessage("An exception in the async void method 'Poll' ends the process; catch exceptions in it")));

    [Theory]
    [InlineData("ThreadPool.QueueUserWorkItem({|#0:async|} _ => await File.WriteAllTextAsync(\"a\", \"b\"));", DiagnosticSeverity.Info)]
    [InlineData("ThreadPool.QueueUserWorkItem({|#0:async|} _ => { await File.WriteAllTextAsync(\"a\", \"b\"); Assert.True(false); });", DiagnosticSeverity.Warning)]
    public Task Work_of_a_test_on_the_pool(string statement, DiagnosticSeverity severity) => Delegates.ReportsAsync(
        "class C { void M() { " + statement + " } } static class Assert { public static void True(bool b) { } } "
            + "namespace Xunit { class FactAttribute : Attribute { } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2003", severity).WithLocation(0)));

    [Fact]
    public Task A_value_task_is_never_null() => Values.ReportsAsync("""
        #pragma warning disable CS8073
        class C
        {
            bool M(ISvc svc) { return [|svc.GetAsync()|] != null; }
        }
        interface ISvc { ValueTask<string> GetAsync(); }
        """);

    private static Task ReportsAsync(string type, DiagnosticSeverity severity) => Methods.ReportsAsync(
        type + Page, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2002", severity).WithLocation(0)));
}
