using AsyncAnalyzers.Rules.Threads;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6005ResultReadTooEarlyAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6005ResultReadTooEarlyAnalyzer, AsyncAnalyzers.Rules.Threads.ASYNC6005ResultReadTooEarlyCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Threads;

public class ASYNC6005ResultReadTooEarlyTests
{
    [Theory]
    [InlineData(
        "int M() { int r = 0; var t = new Thread(() => r = F()); t.Start(); return [|r|]; }",
        "int M() { int r = 0; var t = new Thread(() => r = F()); t.Start(); t.Join(); return r; }")]
    [InlineData(
        "int M() { int r = 0; Thread t = new(() => { Use(1); r = F(); }); t.IsBackground = true; t.Start(); Use(2); return [|r|] + 1; }",
        "int M() { int r = 0; Thread t = new(() => { Use(1); r = F(); }); t.IsBackground = true; t.Start(); Use(2); t.Join(); return r + 1; }")]
    [InlineData(
        "async Task<int> M() { await Task.Yield(); int r = 0; _ = Task.Run(() => { r = F(); }); return [|r|]; }",
        "async Task<int> M() { await Task.Yield(); int r = 0; await Task.Run(() => { r = F(); }); return r; }")]
    [InlineData(
        "async Task<int> M() { await Task.Yield(); int r = 0; Task t = Task.Run(() => { r = F(); }); Use([|r|]); await t; return r; }",
        "async Task<int> M() { await Task.Yield(); int r = 0; Task t = Task.Run(() => { r = F(); }); await t; Use(r); await t; return r; }")]
    [InlineData(
        "async Task<string> M() { await Task.Yield(); string r = \"\"; var t = Task.Factory.StartNew(() => { r = \"a\"; }); return [|r|]; }",
        "async Task<string> M() { await Task.Yield(); string r = \"\"; var t = Task.Factory.StartNew(() => { r = \"a\"; }); await t; return r; }")]
    [InlineData(
        "void M() { int[] r = new int[0]; var t = new Thread(delegate () { r = new[] { F() }; }); t.Start(); Use([|r|]); }",
        "void M() { int[] r = new int[0]; var t = new Thread(delegate () { r = new[] { F() }; }); t.Start(); t.Join(); Use(r); }")]
    [InlineData(
        "void M() { Action a = () => { int r = 0; var t = new Thread(() => r = F()); t.Start(); Use([|r|]); }; a(); }",
        "void M() { Action a = () => { int r = 0; var t = new Thread(() => r = F()); t.Start(); t.Join(); Use(r); }; a(); }")]
    public Task The_wait_comes_first(string member, string repaired) => Verify.FixesAsync(Type(member), Type(repaired));

    [Theory]
    [InlineData("int M() { int r = 0; ThreadPool.QueueUserWorkItem(_ => { r = F(); }); return [|r|]; }")]
    [InlineData("int M() { int r = 0; new Thread(() => { r = F(); }).Start(); return [|r|]; }")]
    [InlineData("int M() { int r = 0; Task.Run(() => { r = F(); }); return [|r|]; }")]
    [InlineData("int M() { int r = -1; Task.Run(() => { try { r = F(); } catch (Exception) { } }); return [|r|]; }")]
    [InlineData("string M() { string r = null!; Task.Run(() => { r = \"a\"; }); return [|r|]; }")]
    [InlineData("string M() { var r = string.Empty; Task.Run(() => { r = \"a\"; }); return [|r|]; }")]
    [InlineData("object M() { var r = new List<int>(); Task.Run(() => { r = new List<int> { 1 }; }); return [|r|]; }")]
    [InlineData("int M() { int r = 0; var t = new Thread(() => r = F()); t.Start(); if ([|r|] > 0) { return 1; } t.Join(); return r; }")]
    public Task Reported(string member) => Report.ReportsAsync(Type(member));

    [Theory]
    // Somebody has waited.
    [InlineData("int M() { int r = 0; var t = new Thread(() => r = F()); t.Start(); t.Join(); return r; }")]
    [InlineData("int M() { int r = 0; var t = new Thread(() => r = F()); t.Start(); if (!t.Join(1000)) { return -1; } return r; }")]
    [InlineData("async Task<int> M() { int r = 0; await Task.Run(() => { r = F(); }); return r; }")]
    [InlineData("async Task<int> M() { int r = 0; var t = Task.Run(() => { r = F(); }); await t; return r; }")]
    [InlineData("int M() { int r = 0; var t = Task.Run(() => { r = F(); }); t.Wait(); return r; }")]
    [InlineData("int M() { int r = 0; Task.WaitAll(Task.Run(() => { r = F(); })); return r; }")]
    [InlineData("async Task<int> M() { int r = 0; var ts = new List<Task>(); ts.Add(Task.Run(() => { r = F(); })); await Task.WhenAll(ts); return r; }")]
    [InlineData("int M() { int r = 0; using var done = new ManualResetEventSlim(); ThreadPool.QueueUserWorkItem(_ => { r = F(); done.Set(); }); done.Wait(); return r; }")]
    [InlineData("int M() { int r = 0; var t = Task.Run(() => { r = F(); }); Finish(t); return r; } void Finish(Task t) => t.Wait();")]
    [InlineData("int M() { int r = 0; new Thread(() => r = F()).Start(); Thread.Sleep(1000); return r; }")]
    [InlineData("async Task<int> M() { int r = 0; _ = Task.Run(() => { r = F(); }); await Task.Delay(1000); return r; }")]
    [InlineData("async Task<int> M() { int r = 0; _ = Task.Run(() => { r = F(); }); await G(); return r; } Task G() => Task.CompletedTask;")]
    [InlineData("int M(bool b) { int r = 0; var t = new Thread(() => r = F()); t.Start(); if (b) { t.Join(); } return r; }")]
    // Not started yet, or not the same variable.
    [InlineData("int M() { int r = 0; var t = new Thread(() => r = F()); Use(r); t.Start(); t.Join(); return r; }")]
    [InlineData("int M() { int r = 0; Task.Run(() => { int r2 = F(); Use(r2); }); return r; }")]
    [InlineData("int M() { int r = 0; Task.Run(() => { Use(r); }); return r; }")]
    [InlineData("int M() { int r = 0; Task.Run(() => { r = F(); }); r = 2; return 1; }")]
    [InlineData("string M() { int r = 0; Task.Run(() => { r = F(); }); return nameof(r); }")]
    [InlineData("int M() { Use(() => { int r = 0; Task.Run(() => { r = F(); }); }); int r = 1; return r; }")]
    [InlineData("int M() { int r = 0; Action a = () => r = F(); a(); return r; }")]
    [InlineData("int M() { int r = 0; Run(() => { r = F(); }); return r; } void Run(Action a) => a();")]
    // What it holds before is a value too, or it is set only in some case.
    [InlineData("int M() { int r = F(); Task.Run(() => { r = F() + 1; }); return r; }")]
    [InlineData("string M() { string r = nameof(M) + F(); Task.Run(() => { r = \"b\"; }); return r; }")]
    [InlineData("int M(bool b) { int r = 0; Task.Run(() => { if (b) { r = F(); } }); return r; }")]
    [InlineData("int M() { int r = 0; Task.Run(() => { try { F(); } catch (Exception) { r = -1; } }); return r; }")]
    [InlineData("int M() { int r = 0; Task.Run(() => { try { F(); } finally { for (int i = 0; i < 9; i++) { r = i; } } }); return r; }")]
    // A flag, progress, a snapshot.
    [InlineData("bool M() { bool late = false; Task.Run(() => { F(); late = true; }); return late; }")]
    [InlineData("void M() { int percent = 0; Task.Run(() => { percent = F(); }); while (percent < 100) { Use(percent); } }")]
    [InlineData("int M() { int r = 0; object gate = new(); Task.Run(() => { lock (gate) { r = F(); } }); lock (gate) { return r; } }")]
    [InlineData("int M() { int r = 0; Task.Run(() => { r = F(); }); return Volatile.Read(ref r); }")]
    [InlineData("Action M() { int r = 0; Task.Run(() => { r = F(); }); return () => Use(r); }")]
    public Task Silent(string member) => Report.SilentAsync(Type(member));

    [Theory]
    [InlineData("int M() { int r = 0; Task.Run(() => { missing = F(); }); return missing; }")]
    [InlineData("int M() { Task.Run(() => { r = F(); }); return r; }")]
    public Task Broken_code(string member) => Report.SilentAsync(
        Type(member), configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task Messages() => Report.ReportsAsync(
        Type("int M() { int r = 0; new {|#1:Thread|}(() => r = F()).Start(); return {|#0:r|}; }"),
        configure: static test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC6005", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'r' is set by 'new Thread' (Test0.cs:4), which may not have ended here; call 'Join' first")));

    private static string Type(string member) => $$"""
        class C
        {
            static void Use(object o) { } static int F() => 1;
            {{member}}
        }
        """;
}
