using AsyncAnalyzers.Rules.CpuBound;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncAnalyzer, AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.CpuBound;

/// <summary>Asynchronous code calls a helper that holds the loops.</summary>
public class CostlyCallTests
{
    [Theory]
    [InlineData("var s = [|Score(v)|];", "var s = await Task.Run(() => Score(v));")]
    [InlineData("var s = [|Big()|];", "var s = await Task.Run(() => Big());")]
    [InlineData("var s = [|this.Split()|];", "var s = await Task.Run(() => this.Split());")]
    [InlineData("var s = [|Via()|];", "var s = await Task.Run(() => Via());")]
    [InlineData("[|Generic(3)|];", "await Task.Run(() => Generic(3));")]
    [InlineData("var s = [|v.Extended()|];", "var s = await Task.Run(() => v.Extended());")]
    [InlineData("var s = [|Work.Extended(v)|];", "var s = await Task.Run(() => Work.Extended(v));")]
    [InlineData("if ([|Score(v)|] > 3) return;", "if (await Task.Run(() => Score(v)) > 3) return;")]
    [InlineData("Console.WriteLine([|Score(v)|]);", "Console.WriteLine(await Task.Run(() => Score(v)));")]
    [InlineData("foreach (var x in v) { await Task.Yield(); var s = [|Score(v)|]; }", "foreach (var x in v) { await Task.Yield(); var s = await Task.Run(() => Score(v)); }")]
    [InlineData("Func<Task> f = async () => { await Task.Yield(); [|Score(v)|]; }; await f();", "Func<Task> f = async () => { await Task.Yield(); await Task.Run(() => Score(v)); }; await f();")]
    [InlineData("var s = [|L()|]; long L() { long n = 0; for (int i = 0; i < 50000000; i++) n += i; return n; }", "var s = await Task.Run(() => L()); long L() { long n = 0; for (int i = 0; i < 50000000; i++) n += i; return n; }")]
    [InlineData("var s = [|new C().Split()|];", "var s = await Task.Run(() => new C().Split());")]
    [InlineData("var s = [|Score(Load())|];", "var s = await Task.Run(() => Score(Load()));")]
    public Task In_helpers(string statement, string repaired) => Verify.FixesAsync(Class("async Task M(C? c) { await Task.Yield(); " + statement + " }"), Class("async Task M(C? c) { await Task.Yield(); " + repaired + " }"));

    [Theory]
    [InlineData("async Task M(C? c) { await Task.Yield(); var s = c?[|.Split()|]; }")]
    [InlineData("async Task M() { await Task.Yield(); [|Filled(out int n)|]; }")]
    public Task Without_a_fix(string member) => Verify.ReportsAsync(Class(member));

    [Fact]
    public Task In_a_function_that_returns_a_task() => Verify.FixesAsync(
        Class("Task<double> M() => Task.FromResult([|Score(v)|]);"),
        Class("async Task<double> M() => await Task.Run(() => Score(v));"));

    [Theory]
    [InlineData("async Task M() { await Task.Yield(); Small(); }")]
    [InlineData("async Task M() { await Task.Run(() => Score(v)); }")]
    [InlineData("async Task M() { await Task.Yield(); Logs(); }")]
    [InlineData("void M() { Score(v); }")]
    [InlineData("async Task M() { await Task.Yield(); Virtual(); }")]
    [InlineData("async Task M() { await Task.Yield(); Inner(3); }")]
    [InlineData("async Task M() { await Task.Yield(); Lazy(); }")]
    [InlineData("async Task M() { await Task.Yield(); Func<double[][], double> f = Score; await Task.Run(() => f(v)); }")]
    [InlineData("async Task M() { await Task.Yield(); Console.WriteLine(nameof(Score)); }")]
    [InlineData("async Task M() { await BigAsync(); } async Task BigAsync() { await Task.Yield(); }")]
    [InlineData("async Task M() { await Task.Yield(); Parts(Load()); } static double Parts(double[][] a) { double s = 0; foreach (var x in a) foreach (var y in x) s += y; return s; }")]
    public Task Silent(string member) => Verify.SilentAsync(Class(member));

    /// <summary>The loop around the call, or a call around it, says it once.</summary>
    [Theory]
    [InlineData("async Task M() { await Task.Yield(); double s = 0; [|foreach (var x in v)|] s += Inner(3); Console.WriteLine(s); }")]
    [InlineData("async Task M() { await Task.Yield(); double s = 0; [|for (int i = 0; i < 9; i++)|] { s += Big(); } Console.WriteLine(s); }")]
    [InlineData("async Task M() { await Task.Yield(); Console.WriteLine([|Twice(Big())|]); } static long Twice(long n) { for (int i = 0; i < 50000000; i++) n += i; return n; }")]
    public async Task Once(string member)
    {
        var test = new CSharpAnalyzerTest<ASYNC4001CpuBoundLoopInAsyncAnalyzer, DefaultVerifier> { TestCode = Class(member) };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("{|#0:Score(v)|}", DiagnosticSeverity.Info, "'M' runs 3 nested loops over 'a', 'a' and 'a[i]' in 'Score' on the event loop; use 'await Task.Run'")]
    [InlineData("{|#0:Big()|}", DiagnosticSeverity.Warning, "'M' runs a loop of 50,000,000 iterations in 'Big' on the event loop; use 'await Task.Run'")]
    public Task Is_sure_where_the_bounds_are_constant(string call, DiagnosticSeverity severity, string message) => Verify.FixesAsync(
        Class("async Task M() { await Task.Yield(); var s = " + call + "; }"),
        Class("async Task M() { await Task.Yield(); var s = await Task.Run(() => " + call.Replace("{|#0:", "").Replace("|}", "") + "); }"),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC4001CpuBoundLoopInAsyncAnalyzer.Id, severity).WithLocation(0).WithMessage(message)));

    private static string Class(string member) =>
        $$"""
        static class Work { public static double Extended(this double[][] a) { double s = 0; foreach (var x in a) foreach (var y in a) foreach (var z in y) s += z; return s; } }
        class C
        {
            double[][] v = null!;
            static double[][] Load() => new double[3][];
            static double Score(double[][] a) { double best = 0; for (int i = 0; i < a.Length; i++) for (int j = 0; j < a.Length; j++) for (int k = 0; k < a[i].Length; k++) best += a[i][k] * a[j][k]; return best; }
            static long Big() { long n = 0; for (int i = 0; i < 50_000_000; i++) n += i * 3; return n; }
            static long Small() { long n = 0; for (int i = 0; i < 500; i++) n += i * 3; return n; }
            static long Via() => Big() + 1;
            static long Logs() { long n = 0; for (int i = 0; i < 50_000_000; i++) Console.WriteLine(i); return n; }
            static IEnumerable<int> Lazy() { for (int i = 0; i < 50_000_000; i++) yield return i; }
            static void Filled(out int n) { n = 0; for (int i = 0; i < 50_000_000; i++) n += i; }
            double Inner(int i) { double s = 0; for (int j = 0; j < v.Length; j++) for (int k = 0; k < v.Length; k++) s += v[j][k] * i; return s; }
            public double Split() { double s = 0; for (int i = 0; i < v.Length; i++) s += Inner(i); return s; }
            T Generic<T>(T x) { long n = 0; for (int i = 0; i < 50_000_000; i++) n += i; return x; }
            protected virtual long Virtual() { long n = 0; for (int i = 0; i < 50_000_000; i++) n += i; return n; }
            {{member}}
        }
        """;
}
