using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>An awaiter that is kept in a local, and asked for its result.</summary>
public class StoredAwaiterTests
{
    [Theory]
    [InlineData("var a = t.GetAwaiter(); [|a.GetResult()|];")]
    [InlineData("var a = G().GetAwaiter(); var x = [|a.GetResult()|];")]
    [InlineData("var a = G().ConfigureAwait(false).GetAwaiter(); var x = [|a.GetResult()|];")]
    [InlineData("TaskAwaiter<int> a = G().GetAwaiter(); Use([|a.GetResult()|]);")]
    [InlineData("TaskAwaiter<int> a; a = G().GetAwaiter(); Use([|a.GetResult()|]);")]
    [InlineData("var a = V().GetAwaiter(); var x = [|a.GetResult()|];")]
    [InlineData("var a = V().ConfigureAwait(false).GetAwaiter(); var x = [|a.GetResult()|];")]
    [InlineData("TaskAwaiter a = Task.Delay(5).GetAwaiter(); [|a.GetResult()|];")]
    [InlineData("var t2 = G(); var a = t2.GetAwaiter(); var b = a; var x = [|b.GetResult()|];")]
    [InlineData("if (G().GetAwaiter() is var a) Use([|a.GetResult()|]);")]
    // known on one path only, or of another task
    [InlineData("var a = G().GetAwaiter(); if (a.IsCompleted) return; [|a.GetResult()|];")]
    [InlineData("var a = G().GetAwaiter(); if (!a.IsCompleted) Use(1); [|a.GetResult()|];")]
    [InlineData("var a = G().GetAwaiter(); if (a.IsCompleted) a = G().GetAwaiter(); [|a.GetResult()|];")]
    [InlineData("var a = G().GetAwaiter(); var b = G().GetAwaiter(); if (b.IsCompleted) Use([|a.GetResult()|]);")]
    [InlineData("var a = V().GetAwaiter(); if (_f.IsCompleted) Use([|a.GetResult()|]);")]
    public async Task Blocks(string statements)
    {
        await Flagged<ASYNC1002BlockingOnTaskAnalyzer>("async Task M(Task<int> t) { await Task.Yield(); " + statements + " }");
        await Flagged<ASYNC1003SyncOverAsyncAnalyzer>("void M(Task<int> t) { " + statements + " }");
    }

    [Theory]
    [InlineData("var a = G().GetAwaiter(); if (a.IsCompleted) a.GetResult();")]
    [InlineData("var a = G().GetAwaiter(); if (!a.IsCompleted) return; a.GetResult();")]
    [InlineData("var a = V().GetAwaiter(); int x = a.IsCompleted ? a.GetResult() : 0;")]
    [InlineData("var a = G().ConfigureAwait(false).GetAwaiter(); if (a.IsCompleted && a.GetResult() > 1) Use(1);")]
    [InlineData("var a = G().GetAwaiter(); bool done = a.IsCompleted; if (done) a.GetResult();")]
    [InlineData("var a = t.GetAwaiter(); if (t.IsCompleted) a.GetResult();")]
    [InlineData("var a = t.GetAwaiter(); if (a.IsCompleted) Use(t.Result);")]
    [InlineData("if (G().GetAwaiter() is { IsCompleted: true } a) a.GetResult();")]
    [InlineData("var a = Task.FromResult(3).GetAwaiter(); a.GetResult();")]
    [InlineData("var a = new ValueTask<int>(3).GetAwaiter(); a.GetResult();")]
    // what is run when it is complete
    [InlineData("var a = G().GetAwaiter(); a.OnCompleted(() => Use(a.GetResult()));")]
    [InlineData("var a = G().ConfigureAwait(false).GetAwaiter(); a.UnsafeOnCompleted(() => a.GetResult());")]
    [InlineData("var a = t.GetAwaiter(); a.OnCompleted(() => Use(t.Result));")]
    [InlineData("var a = G().GetAwaiter(); if (a.IsCompleted) Use(a.GetResult()); else a.UnsafeOnCompleted(() => Use(a.GetResult()));")]
    [InlineData("var a = G().GetAwaiter(); void Done() { Use(a.GetResult()); } a.OnCompleted(Done);")]
    [InlineData("var a = G().GetAwaiter(); Action done = () => Use(a.GetResult()); a.OnCompleted(done);")]
    [InlineData("var a = G().GetAwaiter(); if (!a.IsCompleted) { a.OnCompleted(() => Use(a.GetResult())); return; } Use(a.GetResult());")]
    [InlineData("var a = G().GetAwaiter(); a.OnCompleted(() => Use(1)); Use(a.GetResult());")]
    // awaiters of others, and of others' making
    [InlineData("var a = Task.Yield().GetAwaiter(); a.GetResult();")]
    [InlineData("var a = new Own(); a.GetResult();")]
    [InlineData("Use(_f.GetResult());")]
    [InlineData("void Take(TaskAwaiter<int> a) => a.GetResult();")]
    [InlineData("var a = G().GetAwaiter(); _ = nameof(a.GetResult);")]
    public async Task Silent(string statements)
    {
        await Flagged<ASYNC1002BlockingOnTaskAnalyzer>("async Task M(Task<int> t) { await Task.Yield(); " + statements + " }");
        await Flagged<ASYNC1003SyncOverAsyncAnalyzer>("void M(Task<int> t) { " + statements + " }");
    }

    [Theory]
    [InlineData("var a = t.GetAwaiter(); await t; a.GetResult();")]
    [InlineData("var a = G().GetAwaiter(); while (!a.IsCompleted) await Task.Yield(); a.GetResult();")]
    [InlineData("var u = G(); var a = u.GetAwaiter(); await Task.WhenAll(u, t); a.GetResult();")]
    public Task Awaited_before(string statements) => Flagged<ASYNC1002BlockingOnTaskAnalyzer>("async Task M(Task<int> t) { await Task.Yield(); " + statements + " }");

    [Theory]
    [InlineData("async Task M() { await Task.Yield(); [|Wait|](); } void Wait() { var a = G().GetAwaiter(); a.GetResult(); }")]
    [InlineData("async Task M() { await Task.Yield(); [|Wait|](); } void Wait() { TaskAwaiter<int> a = G().GetAwaiter(); a.GetResult(); }")]
    [InlineData("async Task M(Task<int> t) { await Task.Yield(); Wait(t); } void Wait(Task<int> t) { var a = t.GetAwaiter(); a.GetResult(); }")]
    [InlineData("async Task M() { await Task.Yield(); Wait(); } void Wait() { var a = G().GetAwaiter(); if (a.IsCompleted) a.GetResult(); }")]
    public Task Through_calls(string members) => Flagged<ASYNC1006BlockingThroughCallsAnalyzer>(members);

    [Theory]
    [InlineData("var a = G().GetAwaiter(); Use([|a.GetResult()|]);", "var a = G(); Use(await a);")]
    [InlineData("var a = G().ConfigureAwait(false).GetAwaiter(); int n = [|a.GetResult()|] + 1;", "var a = G().ConfigureAwait(false); int n = await a + 1;")]
    [InlineData("var a = V().GetAwaiter(); Use(1); string s = [|a.GetResult()|].ToString();", "var a = V(); Use(1); string s = (await a).ToString();")]
    [InlineData("var a = Task.Delay(3).GetAwaiter(); [|a.GetResult()|];", "var a = Task.Delay(3); await a;")]
    public Task Keeps_the_task(string statements, string repaired) => Verify.FixesAsync(Class(InAsync(statements)), Class(InAsync(repaired)));

    [Theory]
    [InlineData("TaskAwaiter<int> a = G().GetAwaiter(); Use([|a.GetResult()|]);")]
    [InlineData("TaskAwaiter<int> a; a = G().GetAwaiter(); Use([|a.GetResult()|]);")]
    [InlineData("var a = G().GetAwaiter(); if (a.IsCompleted) return; Use([|a.GetResult()|]);")]
    [InlineData("var a = G().GetAwaiter(); lock (this) Use([|a.GetResult()|]);")]
    [InlineData("var a = G().GetAwaiter(); try { Use([|a.GetResult()|]); } catch (AggregateException) { }")]
    public Task Keeps_the_awaiter(string statements) => Verify.ReportsAsync(Class(InAsync(statements)));

    [Fact]
    public Task Says_what_to_keep() => Verify.FixesAsync(
        Class(InAsync("var a = G().GetAwaiter(); Use({|#0:a.GetResult()|});")),
        Class(InAsync("var a = G(); Use(await a);")),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC1002BlockingOnTaskAnalyzer.Id, DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'GetResult()' blocks 'M' until the task completes and can deadlock; store the task, not its awaiter, then use 'await'")));

    private static string InAsync(string statements) => "async Task M() { await Task.Yield(); " + statements + " }";

    private static string Class(string members)
        => "using System.Runtime.CompilerServices; struct Own { public int GetResult() => 1; } class C { static Task<int> G() => Task.Run(() => 3); static ValueTask<int> V() => new(G()); "
            + "TaskAwaiter<int> _f = G().GetAwaiter(); static void Use(int x) { } " + members + " }";

    private static async Task Flagged<TAnalyzer>(string members)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
        {
            TestCode = Class(members),
        };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
