using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Chains that a program which is in use does not take, or that its author has explained.</summary>
public class RareChainTests
{
    // ---- objects that were just made ----

    [Theory]
    [InlineData("new Core().Update();")]
    [InlineData("var core = new Core(); core.Update();")]
    [InlineData("var core = new Core(); core.Size = 3; core.Update();")]
    [InlineData("var core = new Core { Size = 3 }; n++; if (n > 0) { core.Update(); }")]
    [InlineData("while (n > 0) { Core core = new(); core.Update(); }")]
    public Task Nobody_else_knows_it(string body) => ReportsAsync(Made(body, "Make"), null);

    [Theory]
    [InlineData("var core = new Core(); shared = core; core.Update();")]
    [InlineData("var core = new Core(); Task.Run(() => core.Update()); core.Update();")]
    [InlineData("var core = new Core(); _ = core.UpdateAsync(); core.Update();")]
    [InlineData("var core = new Core(); while (n > 0) { core.Update(); shared = core; }")]
    [InlineData("var core = new Core(); if (n > 0) core = shared!; core.Update();")]
    [InlineData("Core core = shared!; core.Update();")]
    [InlineData("shared!.Update();")]
    [InlineData("var core = new Core(shared!); core.Other!.Update();")]
    public Task Others_may_know_it(string body) => ReportsAsync(Made(body, "{|#0:Make|}"), DiagnosticSeverity.Warning);

    // ---- adapters ----

    [Fact]
    public Task Inverse_adapters_are_not_put_around_each_other() => ReportsAsync(Adapters(
        "class Sync : IStore { readonly IAsyncStore store; public Sync(IAsyncStore store) => this.store = store; public int Get() => store.GetAsync().Result; }",
        "class Async : IAsyncStore { readonly IStore store; public Async(IStore store) => this.store = store; public async Task<int> GetAsync() { await Task.Yield(); return store.Get(); } }"), null);

    [Theory]
    [InlineData("class Sync : IStore { readonly IAsyncStore store; public Sync(IAsyncStore store) => this.store = store; public int Get() => store.GetAsync().Result; }",
        "class User { readonly IStore store; public User(IStore store) => this.store = store; public async Task<int> M() { await Task.Yield(); return store.{|#0:Get|}(); } }")]
    [InlineData("class Sync : IStore { public int Get() => Task.Run(() => 1).Result; }",
        "class Async : IAsyncStore { readonly IStore store; public Async(IStore store) => this.store = store; public async Task<int> GetAsync() { await Task.Yield(); return store.{|#0:Get|}(); } }")]
    [InlineData("class Sync : IStore { readonly IAsyncStore store; public Sync(IAsyncStore store) => this.store = store; public int Get() => store.GetAsync().Result; }",
        "class Async : IAsyncStore { readonly Sync store; public Async(Sync store) => this.store = store; public async Task<int> GetAsync() { await Task.Yield(); return store.{|#0:Get|}(); } }")]
    public Task Other_types(string blocking, string calling) => ReportsAsync(Adapters(blocking, calling), DiagnosticSeverity.Warning);

    // ---- builds for debugging ----

    [Theory]
    [InlineData("#if DEBUG", "#endif", DiagnosticSeverity.Info)]
    [InlineData("#if DEBUG && !NONE", "#endif", DiagnosticSeverity.Info)]
    [InlineData("#if NONE\n#elif DEBUG", "#endif", DiagnosticSeverity.Info)]
    [InlineData("#if DEBUG\n#if TRACE", "#endif\n#endif", DiagnosticSeverity.Info)]
    [InlineData("#if TRACE", "#endif", DiagnosticSeverity.Warning)]
    [InlineData("#if DEBUG || TRACE", "#endif", DiagnosticSeverity.Warning)]
    [InlineData("#if !NONE", "#endif", DiagnosticSeverity.Warning)]
    [InlineData("#if DEBUG\n#endif", "", DiagnosticSeverity.Warning)]
    public Task In_debug_builds(string begin, string end, DiagnosticSeverity severity) => ReportsAsync($$"""
        #define DEBUG
        #define TRACE
        class C
        {
            void Make()
            {
        {{begin}}
                Thread.Sleep(1000);
        {{end}}
            }
            async Task M() { await Task.Yield(); {|#0:Make|}(); }
        }
        """, severity);

    // ---- failures ----

    [Theory]
    [InlineData("{|#0:Make|}(); throw new IOException();", DiagnosticSeverity.Info)]
    [InlineData("if (n > 0) { var all = {|#0:Make|}(); throw new IOException(all); } n++;", DiagnosticSeverity.Info)]
    [InlineData("switch (n) { case 1: n++; break; default: var all = {|#0:Make|}(); throw new IOException(all); }", DiagnosticSeverity.Info)]
    [InlineData("{|#0:Make|}(); n++; throw new IOException();", DiagnosticSeverity.Warning)]
    [InlineData("if (n > 0) { {|#0:Make|}(); } throw new IOException();", DiagnosticSeverity.Warning)]
    public Task Right_before_a_throw(string body, DiagnosticSeverity severity) => ReportsAsync(
        "class C { int n; string Make() { Task.Run(() => { }).Wait(); return \"\"; } async Task M() { await Task.Yield(); " + body + " } }",
        severity);

    // ---- comments ----

    [Theory]
    [InlineData("// Safe as Memory Files are non-blocking", DiagnosticSeverity.Info)]
    [InlineData("// won't block: the page is in memory", DiagnosticSeverity.Info)]
    [InlineData("// TODO should be non-blocking, does not block yet", DiagnosticSeverity.Warning)]
    [InlineData("// this blocks", DiagnosticSeverity.Warning)]
    [InlineData("// non-blocking saves", DiagnosticSeverity.Warning)]
    public Task Said_by_a_comment(string comment, DiagnosticSeverity severity) => ReportsAsync($$"""
        class C
        {
            Task F() => Task.Run(() => { });
            void Make()
            {
                F().Wait(); {{comment}}
            }
            async Task M() { await Task.Yield(); {|#0:Make|}(); }
        }
        """, severity);

    private static string Made(string body, string call) => $$"""
        class Core
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            public Core() { }
            public Core(Core other) => Other = other;
            public Core? Other;
            public int Size { get; set; }
            public void Update() { _gate.Wait(); Size++; _gate.Release(); }
            public async Task UpdateAsync() { await _gate.WaitAsync(); await Task.Delay(1); _gate.Release(); }
        }
        class C
        {
            int n; Core? shared;
            void Make() { {{body}} }
            async Task M() { await Task.Yield(); {{call}}(); }
        }
        """;

    private static string Adapters(string blocking, string calling)
        => $"interface IStore {{ int Get(); }} interface IAsyncStore {{ Task<int> GetAsync(); }} {blocking} {calling}";

    private static async Task ReportsAsync(string code, DiagnosticSeverity? severity)
    {
        var test = new CSharpAnalyzerTest<ASYNC1006BlockingThroughCallsAnalyzer, DefaultVerifier> { TestCode = code };
        if (severity is { } reported)
        {
            test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC1006BlockingThroughCallsAnalyzer.Id, reported).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        }

        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
