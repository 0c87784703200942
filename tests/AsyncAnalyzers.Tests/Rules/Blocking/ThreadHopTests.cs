using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Waits for what another thread does: who is on that thread already does not wait.</summary>
public class ThreadHopTests
{
    private const string Off = "Start(f); return done.Task;";

    [Theory]
    [InlineData("if (ui.HasThreadAccess) { return Task.FromResult(f()); } " + Off)]
    [InlineData("if (HasThreadAccessSafe()) return Task.FromResult(f()); " + Off)]
    [InlineData("if (ui == null || ui.CheckAccess()) return Task.FromResult(f()); " + Off)]
    [InlineData("if (!ui.InvokeRequired) return Task.FromResult(f()); " + Off)]
    [InlineData("if (ui.InvokeRequired) { " + Off + " } return Task.FromResult(f());")]
    [InlineData("if (ui.InvokeRequired == false) return Task.FromResult(f()); " + Off)]
    [InlineData("if (Thread.CurrentThread == ui.Thread) return Task.FromResult(f()); Start(f); return done.Task;")]
    [InlineData("return ui.CheckAccess() ? Task.FromResult(f()) : Other(f);")]
    public Task Complete_on_its_thread(string body) => BothAsync($"Task<int> Run(Func<int> f) {{ {body} }}", DiagnosticSeverity.Info);

    [Theory]
    [InlineData("async Task<int> Run(Func<int> f) { if (ui.CheckAccess()) { return f(); } return await Other(f); }")]
    [InlineData("Task<int> Run(Func<int> f) => ui.InvokeRequired ? Other(f) : Task.FromResult(f());")]
    public Task Complete_on_its_thread_in_other_forms(string run) => BothAsync(run, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("return Other(f);")]
    [InlineData("if (f == null) return Task.FromResult(0); return Other(f);")]
    [InlineData("if (!ui.CheckAccess()) throw new Exception(); return Other(f);")]
    [InlineData("if (ui.CheckAccess()) { Start(f); } return Other(f);")]
    [InlineData("if (ui.InvokeRequired) return Task.FromResult(0); return Other(f);")]
    public Task Waits_on_its_thread(string body) => BothAsync($"Task<int> Run(Func<int> f) {{ {body} }}", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("async Task<int> Run(Func<int> f) { if (ui.CheckAccess()) { return await Other(f); } return 1; }")]
    [InlineData("async Task<int> Run(Func<int> f) { await Task.Yield(); return await Other(f); }")]
    public Task Waits_on_its_thread_in_other_forms(string run) => BothAsync(run, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("if (ui.CheckAccess()) { n = f(); return; } {0};", DiagnosticSeverity.Info)]
    [InlineData("if (ui.InvokeRequired) { {0}; } else { n = f(); }", DiagnosticSeverity.Info)]
    [InlineData("if (!ui.CheckAccess()) throw new Exception(); {0};", DiagnosticSeverity.Warning)]
    [InlineData("if (ui.CheckAccess()) { {0}; }", DiagnosticSeverity.Warning)]
    [InlineData("if (ui.InvokeRequired) return; {0};", DiagnosticSeverity.Warning)]
    [InlineData("if (ui.CheckAccess() && n > 0) return; {0};", DiagnosticSeverity.Warning)]
    public Task The_wait_itself_is_off_the_thread(string body, DiagnosticSeverity severity)
        => ReportAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
            $$"""void Make(Func<int> f) { {{body.Replace("{0}", "n = Other(f).Result")}} } async Task M() { await Task.Yield(); {|#0:Make|}(() => 1); }""", severity);

    private static async Task BothAsync(string run, DiagnosticSeverity severity)
    {
        await ReportAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
            run + " int Make() => Run(() => 1).Result; async Task M() { await Task.Yield(); {|#0:Make|}(); }", severity);
        await ReportAsync<ASYNC1002BlockingOnTaskAnalyzer>(
            run + " async Task M() { await Task.Yield(); int x = {|#0:Run(() => 1).Result|}; }", severity);
    }

    private static async Task ReportAsync<TRule>(string members, DiagnosticSeverity severity)
        where TRule : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TRule, DefaultVerifier>
        {
            TestCode = $$"""
                class Ui { public bool HasThreadAccess, InvokeRequired; public Thread Thread = null!; public bool CheckAccess() => true; }
                class C
                {
                    Ui ui = new(); int n; TaskCompletionSource<int> done = new();
                    bool HasThreadAccessSafe() => ui.HasThreadAccess;
                    void Start(Func<int> f) => ThreadPool.QueueUserWorkItem(_ => done.SetResult(f()));
                    Task<int> Other(Func<int> f) => Task.Run(f);
                    {{members}}
                }
                """,
        };
        test.ExpectedDiagnostics.Add(new DiagnosticResult(new TRule().SupportedDiagnostics[0].Id, severity).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
