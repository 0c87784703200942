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
}
