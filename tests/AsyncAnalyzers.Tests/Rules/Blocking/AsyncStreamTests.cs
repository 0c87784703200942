using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.CpuBound;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Blocking in functions that return an asynchronous stream, as an iterator or not: whoever enumerates it waits.</summary>
public class AsyncStreamTests
{
    private const string Source = "async IAsyncEnumerable<int> S() { yield return 1; await Task.Yield(); } async IAsyncEnumerator<int> E() { yield return 1; await Task.Yield(); } ";

    [Theory]
    [InlineData("IAsyncEnumerable<int> M() { [|Thread.Sleep(100)|]; return S(); }")]
    [InlineData("IAsyncEnumerator<int> M() { [|Thread.Sleep(100)|]; return E(); }")]
    [InlineData("IAsyncEnumerable<T> M<T>(IAsyncEnumerable<T> s) { [|Thread.Sleep(100)|]; return s; }")]
    [InlineData("System.Collections.Generic.IAsyncEnumerable<int>? M() { [|Thread.Sleep(100)|]; return null; }")]
    [InlineData("IAsyncEnumerable<int> M() { return F(); IAsyncEnumerable<int> F() { [|Thread.Sleep(3)|]; return S(); } }")]
    [InlineData("IAsyncEnumerable<int> M { get { [|Thread.Sleep(3)|]; return S(); } }")]
    [InlineData("Func<IAsyncEnumerable<int>> M() => () => { [|Thread.Sleep(3)|]; return S(); };")]
    [InlineData("class T : IAsyncEnumerable<int> { public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken c) { [|Thread.Sleep(4)|]; return null!; } }")]
    public Task Streams_of_others(string member) => Verify.ReportsAsync("class C { " + Source + member + " }");

    [Theory]
    [InlineData("async IAsyncEnumerable<int> M() { [|Thread.Sleep(100)|]; yield return 1; await Task.Yield(); }", "async IAsyncEnumerable<int> M() { await Task.Delay(100); yield return 1; await Task.Yield(); }")]
    [InlineData("async IAsyncEnumerator<int> M() { [|Thread.Sleep(100)|]; yield return 1; await Task.Yield(); }", "async IAsyncEnumerator<int> M() { await Task.Delay(100); yield return 1; await Task.Yield(); }")]
    public Task Iterators(string member, string repaired) => Verify.FixesAsync("class C { " + member + " }", "class C { " + repaired + " }");

    [Theory]
    [InlineData("IEnumerable<int> M() { Thread.Sleep(3); yield return 1; }")]
    [InlineData("IObservable<int>? M() { Thread.Sleep(3); return null; }")]
    [InlineData("List<IAsyncEnumerable<int>> M() { Thread.Sleep(3); return new(); }")]
    [InlineData("Task M() => Task.Run(() => { Thread.Sleep(3); return S(); });")]
    [InlineData("IAsyncEnumerable<int> M() { new Thread(() => Thread.Sleep(3)).Start(); return S(); }")]
    [InlineData("IAsyncEnumerable<int> M(bool async) { if (!async) Thread.Sleep(3); return S(); }")]
    public Task Silent(string member) => Verify.SilentAsync("class C { " + Source + member + " }");

    [Fact]
    public Task Says_that_such_a_function_is_not_async() => Verify.ReportsAsync(
        "class C { " + Source + "IAsyncEnumerable<int> M() { {|#0:Thread.Sleep(100)|}; return S(); } }",
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC1001ThreadSleepInAsyncAnalyzer.Id, DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'Thread.Sleep' blocks the thread of 'M'; "
            + "make it an async iterator, then use 'await Task.Delay'")));

    [Fact]
    public async Task Other_rules()
    {
        await Flagged<ASYNC1002BlockingOnTaskAnalyzer>("IAsyncEnumerable<int> M(Task<int> t) { var n = [|t.Result|]; return S(); }");
        await Flagged<ASYNC1002BlockingOnTaskAnalyzer>("async IAsyncEnumerable<int> M(Task<int> t) { yield return [|t.Result|]; await Task.Yield(); }");
        await Flagged<ASYNC1002BlockingOnTaskAnalyzer>("IAsyncEnumerable<int> M() { var t = Task.CompletedTask; t.Wait(); return S(); }");
        await Flagged<ASYNC1003SyncOverAsyncAnalyzer>("IAsyncEnumerable<int> M(Task<int> t) { var n = t.Result; return S(); }");
        await Flagged<ASYNC1004SynchronousCallInAsyncAnalyzer>("IAsyncEnumerable<int> M(string p) { var n = [|File.ReadAllText(p)|]; return S(); }");
        await Flagged<ASYNC1004SynchronousCallInAsyncAnalyzer>("async IAsyncEnumerable<int> M(string p) { foreach (var l in [|File.ReadAllLines(p)|]) yield return l.Length; await Task.Yield(); }");
        await Flagged<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>("IAsyncEnumerable<int> M(SemaphoreSlim s) { [|s.Wait()|]; return S(); }");
        await Flagged<ASYNC1006BlockingThroughCallsAnalyzer>("IAsyncEnumerable<int> M() { [|Go|](); return S(); } void Go() => Thread.Sleep(3);");
        await Flagged<ASYNC4001CpuBoundLoopInAsyncAnalyzer>("IAsyncEnumerable<int> M() { long n = 0; [|for (int i = 0; i < 2000000000; i++)|] { n += i * i; } Console.WriteLine(n); return S(); }");
        await Flagged<ASYNC4001CpuBoundLoopInAsyncAnalyzer>("async IAsyncEnumerable<int> M() { int n = 0; [|for (int i = 0; i < 2000000000; i++)|] { n += i * i; } await Task.Yield(); yield return n; }");
    }

    private static async Task Flagged<TAnalyzer>(string member)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = "class C { " + Source + member + " }" };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
