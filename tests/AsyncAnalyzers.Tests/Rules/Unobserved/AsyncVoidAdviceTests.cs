using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>What is advised where a delegate cannot return a task, and functions whose authors say why they are async void.</summary>
public class AsyncVoidAdviceTests
{
    private const string Guarded = "catch exceptions in it";
    private const string Periodic = "await a 'PeriodicTimer' in a loop, or catch exceptions";
    private const string Passed = "pass it as a 'Func<Task>', or catch exceptions";
    private const string Returned = "return a task";

    [Theory]
    [InlineData("Start({|#0:async|} _ => await F());", Periodic)]
    [InlineData("Start(new TimerCallback({|#0:async|} _ => await F()));", Periodic)]
    [InlineData("TimerCallback t = {|#0:async|} _ => await F();", Periodic)]
    [InlineData("Keep({|#0:async|} _ => await F());", Guarded)]
    [InlineData("Run({|#0:async|} () => await F());", "let 'Run' take a 'Func<Task>', or catch exceptions")]
    [InlineData("Own({|#0:async|} () => await F());", "let 'Own' take a 'Func<Task>', or catch exceptions")]
    [InlineData("Action a = {|#0:async|} () => await F();", Passed)]
    [InlineData("Either(\"\", {|#0:async|} () => await F());", Passed)]
    [InlineData("System.Runtime.InteropServices.PosixSignalRegistration.Create(default, {|#0:async|} _ => await F());", Guarded)]
    public Task Of_a_lambda(string code, string advice) => ReportsAsync<ASYNC2003AsyncVoidDelegateAnalyzer>(
        Source($"void M() {{ {code} }}"), "ASYNC2003", DiagnosticSeverity.Warning, advice);

    [Theory]
    [InlineData("protected virtual async void {|#0:Poll|}(object? state) => await F(); void M() { Start(Poll); }", Guarded)]
    [InlineData("protected async void {|#0:Poll|}(object? state) => await F(); void M() { Start(this.Poll); }", Guarded)]
    [InlineData("public async void {|#0:Poll|}(object? state) => await F(); readonly TimerCallback tick; C() { tick = Poll; }", Guarded)]
    [InlineData("async void {|#0:Poll|}() => await F(); void M() { Start(_ => Poll()); }", Guarded)]
    [InlineData("async void {|#0:Poll|}() => await F(); void M() { Start(s => { ((C)s!).Poll(); }); }", Guarded)]
    [InlineData("public async void {|#0:Poll|}() => await F(); void M() { Run(Poll); }", Guarded)]
    [InlineData("async void {|#0:Poll|}() => await F(); void M() { Own(Poll); Poll(); }", Guarded)]
    [InlineData("public async void {|#0:Poll|}() => await F(); Action? kept; void M() { kept = Poll; }", Guarded)]
    [InlineData("public async void {|#0:Poll|}() => await F(); Action[] M() => new Action[] { Poll };", Guarded)]
    [InlineData("public async void {|#0:Poll|}() => await F(); Action M() { var made = new Action(Poll); return made; }", Guarded)]
    [InlineData("public async void {|#0:Poll|}() => await F(); void M() { Either(\"\", Poll); }", Returned)]
    [InlineData("public async void {|#0:Poll|}() => await F(); void M() { Action a = () => Poll(); }", Returned)]
    [InlineData("public async void {|#0:Poll|}(object? o) => await F(); void M(CancellationToken t) { t.Register(Poll, null); }", Guarded)]
    [InlineData("public async void {|#0:Poll|}(int n) => await F(); void M(List<int> all) { all.ForEach(Poll); }", Guarded)]
    [InlineData("public async void {|#0:Poll|}() => await F(); void M() { Own(() => Poll()); }", Guarded)]
    [InlineData("async void {|#0:Poll|}() => await F(); void M() { Poll(); }", Returned)]
    public Task Of_a_method(string members, string advice) => ReportsAsync<ASYNC2002AsyncVoidMethodAnalyzer>(
        Source(members), "ASYNC2002", DiagnosticSeverity.Warning, advice);

    [Theory]
    [InlineData("all.ForEach(n => {|#0:G()|});", "catch them in an async lambda, or discard the task with '_ ='")]
    [InlineData("Run(() => {|#0:G()|});", "catch them in an async lambda, or discard the task with '_ ='")]
    [InlineData("Either(1, () => {|#0:G()|});", "pass a 'Func<Task>', or discard the task with '_ ='")]
    [InlineData("Func<Task> f = () => { {|#0:G()|}; return Task.CompletedTask; };", "await it, or discard it with '_ ='")]
    public Task Of_a_dropped_task(string code, string advice) => ReportsAsync<ASYNC2001UnawaitedTaskAnalyzer>(
        Source($"Task G() => F(); void M(List<int> all) {{ {code} }}"), "ASYNC2001", DiagnosticSeverity.Warning, advice);

    [Theory]
    [InlineData("Console.CancelKeyPress += End; AppDomain.CurrentDomain.ProcessExit += End;", DiagnosticSeverity.Info)]
    [InlineData("Console.CancelKeyPress += End; AppDomain.CurrentDomain.AssemblyLoad += End;", DiagnosticSeverity.Warning)]
    [InlineData("AppDomain.CurrentDomain.AssemblyLoad += End;", DiagnosticSeverity.Warning)]
    public Task Of_an_event_by_which_the_process_ends(string subscriptions, DiagnosticSeverity severity)
        => ReportsAsync<ASYNC2002AsyncVoidMethodAnalyzer>(
            Source($"void M() {{ {subscriptions} }}\nasync void {{|#0:End|}}(object? o, EventArgs e) => await F();"), "ASYNC2002", severity, Guarded);

    [Theory]
    [InlineData("Console.CancelKeyPress += {|#0:async|} (o, e) => await F();", DiagnosticSeverity.Info)]
    [InlineData("Console.CancelKeyPress += {|#0:async|} (o, e) => { e.Cancel = true; await F(); };", DiagnosticSeverity.Warning)]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += {|#0:async|} (o, e) => await F();", DiagnosticSeverity.Info)]
    [InlineData("AppDomain.CurrentDomain.AssemblyLoad += {|#0:async|} (o, e) => await F();", DiagnosticSeverity.Warning)]
    public Task Of_a_lambda_for_such_an_event(string code, DiagnosticSeverity severity)
        => ReportsAsync<ASYNC2003AsyncVoidDelegateAnalyzer>(Source($"void M() {{ {code} }}"), "ASYNC2003", severity, Guarded);

    [Theory]
    [InlineData("// The handler has no other signature, so async void it is.", DiagnosticSeverity.Info)]
    [InlineData("/* async void: the framework gives us no choice */", DiagnosticSeverity.Info)]
    [InlineData("/// <summary>Async void, because the SDK wants it so.</summary>", DiagnosticSeverity.Info)]
    [InlineData("// TODO: no async void", DiagnosticSeverity.Warning)]
    [InlineData("// This should be no async void method", DiagnosticSeverity.Warning)]
    [InlineData("// private async void Poll() { }", DiagnosticSeverity.Warning)]
    [InlineData("// Polls once in a while", DiagnosticSeverity.Warning)]
    public async Task With_a_comment(string comment, DiagnosticSeverity severity)
    {
        await ReportsAsync<ASYNC2002AsyncVoidMethodAnalyzer>(
            Source($"void M() => Poll();\n{comment}\nasync void {{|#0:Poll|}}() => await F();"), "ASYNC2002", severity, Returned);
        await ReportsAsync<ASYNC2003AsyncVoidDelegateAnalyzer>(
            Source($"void M() => Start({{|#0:Poll|}});\n{comment}\nasync void Poll(object? o) => await F();"), "ASYNC2003", severity, Periodic);
    }

    private static string Source(string members) => $$"""
        delegate void Handler();
        class C
        {
            async Task F() { await Task.Delay(1); throw new Exception(); }
            Timer? timer;
            void Start(TimerCallback callback) => timer = new Timer(callback);
            void Keep(WaitCallback callback) { }
            void Run(Action action) { }
            void Own(Handler handler) { }
            void Either(object name, Action action) { }
            Task Either(int name, Func<int, Task> action) => action(name);
            {{members}}
        }
        """;

    private static Task ReportsAsync<TAnalyzer>(string source, string id, DiagnosticSeverity severity, string advice)
        where TAnalyzer : DiagnosticAnalyzer, new()
        => Verification.Verify<TAnalyzer, EmptyCodeFixProvider>.ReportsAsync(source, configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult(id, severity).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            test.DiagnosticVerifier = (diagnostic, _, _) => Assert.EndsWith("; " + advice, diagnostic.GetMessage(null), StringComparison.Ordinal);
        });
}
