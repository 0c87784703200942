using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Dropped calls with which nothing is lost: their work catches all, is over, or was there before.</summary>
public class HarmlessDropTests
{
    [Theory]
    [InlineData("public virtual Task F() { var t = Task.Factory.StartNew(() => { try { Work(); } catch (Exception e) { Log(e); } return 1; }); return t; }")]
    [InlineData("public virtual Task F() => Task.Run(() => { try { Work(); } catch (Exception e) { Log(e); } });")]
    [InlineData("Task F() { return Task.Run(() => { try { Work(); } catch (Exception e) { Log(e); } return 1; }); }")]
    [InlineData("static readonly Task Done = Task.FromResult(1); public virtual Task F() { Work(); return Done; }")]
    [InlineData("static readonly Task Done = Task.FromResult(1); public virtual Task F() => G(); public virtual Task G() { Work(); return Done; }")]
    [InlineData("Task F() { Work(); return G(1); } protected virtual async Task G(int n) { try { await Task.Delay(n); } catch (Exception e) { Log(e); } }")]
    [InlineData("Task F() => G(); Task G() => H(); public virtual async Task H() { try { await Task.Delay(1); } catch { } }")]
    [InlineData("Task F() => G(); public virtual async Task G() { try { await Task.Delay(1); } catch { } } class D : C { public override async Task G() { try { Work(); await Task.Delay(1); } catch { } } }")]
    public Task Suggested(string members) => ReportsAsync("{|#0:F()|};", members, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("public virtual Task F() { var t = Task.Factory.StartNew(() => { Work(); return 1; }); return t; }")]
    [InlineData("public virtual Task F() { var t = Task.Factory.StartNew(() => { try { Work(); } catch (ArgumentException e) { Log(e); } return 1; }); return t; }")]
    [InlineData("static readonly Task Done = Task.Run(() => { }); public virtual Task F() => G(); public virtual Task G() { Work(); return Task.Run(Work); }")]
    [InlineData("public virtual Task F() => Task.Run(() => { try { Work(); } catch (Exception e) { Log(e); } }); class D : C { public override Task F() => Task.Run(Work); }")]
    [InlineData("Task F() { Work(); return G(1); } protected virtual async Task G(int n) { try { await Task.Delay(n); } catch (ArgumentException e) { Log(e); } }")]
    [InlineData("Task F() => G(); public virtual async Task G() { try { await Task.Delay(1); } catch { } } class D : C { public override async Task G() { Work(); await Task.Delay(1); } }")]
    [InlineData("Task F() => this.G(); abstract class B { public abstract Task G(); } Task G() => Task.Run(Work);")]
    public Task Warned(string members) => ReportsAsync("{|#0:F()|};", members, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("void N(Task t) { t.Look(); }")]
    [InlineData("void N(Task t) { X.Look(t); }")]
    public Task A_task_that_is_handed_back_is_not_dropped(string member) => Verify.SilentAsync("class C { " + member + " } " + Extensions);

    [Theory]
    [InlineData("void N(Func<Task> t) { [|t().Look()|]; }")]
    [InlineData("void N(Task t) { [|t.Other()|]; }")]
    public Task A_task_that_is_made_for_it_is_dropped(string member) => Verify.ReportsAsync("class C { " + member + " } " + Extensions);

    [Fact]
    public Task A_delay_has_no_effect() => Verify.ReportsAsync(
        "class C { void M() { {|#0:Task.Delay(100)|}; } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Warning)
            .WithLocation(0).WithMessage("'Task.Delay(100)' has no effect without an 'await'; await the task, or delete the call")));

    private const string Extensions = """
        static class X
        {
            public static Task Look(this Task t) { if (t.IsFaulted) { Console.WriteLine(t.Exception); } return t; }
            public static Task Other(this Task t) { t = Task.Run(() => { }); return t; }
        }
        """;

    private static Task ReportsAsync(string statement, string members, DiagnosticSeverity severity) => Verify.ReportsAsync(
        "class C { void M() { " + statement + " } void Work() { } void Log(Exception e) { } " + members + " }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", severity).WithLocation(0)));
}
