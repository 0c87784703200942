using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>A lambda that runs while asynchronous code waits for it blocks that code: ASYNC1002, and not ASYNC1003.</summary>
public class SpotLambdaTests
{
    [Theory]
    [InlineData("xs.Select(async x => await LoadAsync(x)).Select(t => {|ASYNC1002:t.Result|}).ToArray();")]
    [InlineData("xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|}).ToArray();")]
    [InlineData("xs.Select(x => { int n = {|ASYNC1002:LoadAsync(x).Result|}; return n; }).ToArray();")]
    [InlineData("var r = xs.Where(x => {|ASYNC1002:LoadAsync(x).GetAwaiter().GetResult()|} > 1).OrderBy(x => x).ToList();")]
    [InlineData("var r = xs.Sum(x => {|ASYNC1002:LoadAsync(x).Result|});")]
    [InlineData("var r = (xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|})).First();")]
    [InlineData("foreach (var r in xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|})) Console.WriteLine(r);")]
    [InlineData("xs.ForEach(x => {|ASYNC1002:LoadAsync(x).Wait()|});")]
    [InlineData("xs.ForEach(x => { {|ASYNC1002:LoadAsync(x).Wait()|}; });")]
    [InlineData("xs.RemoveAll(x => {|ASYNC1002:LoadAsync(x).Result|} > 1);")]
    [InlineData("string.Join(\",\", xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|}));")]
    [InlineData("new HashSet<int>(xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|}));")]
    [InlineData("xs.AddRange(xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|}));")]
    [InlineData("xs.Concat(xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|})).ToList();")]
    [InlineData("var q = xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|}); foreach (var y in q) Console.WriteLine(y);")]
    [InlineData("var q = xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|}); Console.WriteLine(q.Count());")]
    [InlineData("xs.Select(x => xs.Sum(y => {|ASYNC1002:LoadAsync(y).Result|})).ToArray();")]
    // another time, another place
    [InlineData("IEnumerable<int> q = xs.Select(x => {|ASYNC1003:LoadAsync(x).Result|});")]
    [InlineData("_lazy = xs.Select(x => {|ASYNC1003:LoadAsync(x).Result|});")]
    [InlineData("Func<int, int> f = x => {|ASYNC1003:LoadAsync(x).Result|}; xs.Select(f).ToList();")]
    [InlineData("Take(x => {|ASYNC1003:LoadAsync(x).Result|});")]
    [InlineData("void Local() => xs.Select(x => {|ASYNC1003:LoadAsync(x).Result|}).ToArray();")]
    [InlineData("await Task.Run(() => xs.Select(x => {|ASYNC1003:LoadAsync(x).Result|}).ToArray());")]
    // complete
    [InlineData("var ts = xs.Select(x => LoadAsync(x)).ToArray(); await Task.WhenAll(ts); ts.Select(t => t.Result).ToArray();")]
    public async Task In_async_code(string statement)
    {
        var test = new Waits { TestCode = Class("async Task M(List<int> xs) { await Task.Yield(); " + statement + " }") };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("Task<int[]> M(List<int> xs) => Task.FromResult(xs.Select(x => {|ASYNC1002:LoadAsync(x).Result|}).ToArray());")]
    [InlineData("int[] M(List<int> xs) => xs.Select(x => {|ASYNC1003:LoadAsync(x).Result|}).ToArray();")]
    public async Task In_other_code(string member)
    {
        var test = new Waits { TestCode = Class(member) };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    [Fact]
    public Task Says_what_to_do_and_puts_no_await_into_the_lambda() => Verify.ReportsAsync(
        Class("async Task<int[]> M(List<int> xs) { await Task.Yield(); return xs.Select(x => {|#0:LoadAsync(x).Result|}).ToArray(); }"),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC1002BlockingOnTaskAnalyzer.Id, DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'Result' blocks 'M' until the task completes and can deadlock; await the tasks first, with 'Task.WhenAll' or in a loop")));

    private static string Class(string member) => $$"""
        class C
        {
            IEnumerable<int>? _lazy;
            {{member}}
            static Task<int> LoadAsync(int x) => Task.Delay(x).ContinueWith(_ => x);
            static void Take(Func<int, int> f) { }
        }
        """;

    private sealed class Waits : CSharpAnalyzerTest<ASYNC1002BlockingOnTaskAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => new DiagnosticAnalyzer[] { new ASYNC1002BlockingOnTaskAnalyzer(), new ASYNC1003SyncOverAsyncAnalyzer() };
    }
}
