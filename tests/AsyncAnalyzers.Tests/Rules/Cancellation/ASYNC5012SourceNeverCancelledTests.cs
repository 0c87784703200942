using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5012SourceNeverCancelledAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5012SourceNeverCancelledAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5012SourceNeverCancelledCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5012SourceNeverCancelledTests
{
    private const string Work = """

        static class Work
        {
            public static void Do() { }
            public static Task DoAsync(CancellationToken token) => Task.Delay(1, token);
            public static void Take(CancellationTokenSource source) { }
            public static void SafeCancel(this CancellationTokenSource source) => source.Cancel();
        }
        """;

    [Fact]
    public Task Message_and_fix() => Verify.FixesAsync("""
        class C : IDisposable
        {
            private readonly CancellationTokenSource _stop = new CancellationTokenSource();

            void Start() => _ = Task.Run(async () =>
            {
                {|#1:while|} (!_stop.IsCancellationRequested)
                {
                    await Task.Delay(1000);
                }
            });

            public void Dispose()
            {
                // the end
                {|#0:_stop|}.Dispose();
            }
        }
        """, """
        class C : IDisposable
        {
            private readonly CancellationTokenSource _stop = new CancellationTokenSource();

            void Start() => _ = Task.Run(async () =>
            {
                while (!_stop.IsCancellationRequested)
                {
                    await Task.Delay(1000);
                }
            });

            public void Dispose()
            {
                // the end
                _stop.Cancel();
                _stop.Dispose();
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5012", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'_stop' is disposed but never cancelled, so the loop that asks it (Test0.cs:7) goes on; call 'Cancel' before 'Dispose'")));

    /// <summary>How the loop gets to know.</summary>
    [Theory]
    [InlineData("Task F() => Task.Run(() => { while (!_s.IsCancellationRequested) Work.Do(); });")]
    [InlineData("void F() { while (!_s.Token.IsCancellationRequested) Work.Do(); }")]
    [InlineData("async Task F() { var token = _s.Token; while (!token.IsCancellationRequested) await Task.Delay(9, token); }")]
    [InlineData("async Task F() { while (true) await Work.DoAsync(_s.Token); }")]
    [InlineData("async Task F() { for (;;) { await Task.Delay(9, _s.Token); Work.Do(); } }")]
    [InlineData("Task F() => G(_s.Token); async Task G(CancellationToken t) { while (!t.IsCancellationRequested) await Task.Delay(9, t); }")]
    [InlineData("Task F() => G(1, token: _s.Token); static async Task G(int i, CancellationToken token) { while (true) { await Task.Delay(9, token); } }")]
    [InlineData("Task F() => Task.Run(() => G(_s.Token), _s.Token); void G(CancellationToken t) { do { Work.Do(); } while (!t.IsCancellationRequested); }")]
    [InlineData("void F() { while (!this._s.IsCancellationRequested) Work.Do(); }")]
    [InlineData("void F() { while (_s.IsCancellationRequested == false) { if (_s.IsCancellationRequested) break; Work.Do(); } }")]
    [InlineData("async Task F() { while (!_s.IsCancellationRequested) { try { await Task.Delay(9, _s.Token); } catch (OperationCanceledException) { return; } } }")]
    public Task The_loop(string members) => Report.ReportsAsync(InField(members, "[|_s|]"), severity: DiagnosticSeverity.Warning);

    /// <summary>Something may cancel it, or something else ends the loop.</summary>
    [Theory]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } void Stop() => _s.Cancel();")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } void Stop() => _s?.Cancel();")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } Task Stop() => _s.CancelAsync();")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } void Stop() => _s.CancelAfter(9);")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } void Stop() => _s.SafeCancel();")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } void Stop() => Work.Take(_s);")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } Action Stop() => _s.Cancel;")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } CancellationTokenSource Stop() => _s;")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } void Stop() { var s = _s; s.Cancel(); }")]
    [InlineData("void F() { while (!_s.IsCancellationRequested) Work.Do(); } class Inner { void Stop(C c) => c._s.Cancel(); }")]
    [InlineData("void F(bool b) { while (!_s.IsCancellationRequested) { if (b) break; Work.Do(); } }")]
    [InlineData("void F(bool b) { while (!_s.IsCancellationRequested) { if (b) return; Work.Do(); } }")]
    [InlineData("void F(bool b) { while (!_s.IsCancellationRequested && b) { Work.Do(); } }")]
    [InlineData("Task F() => Work.DoAsync(_s.Token);")]
    [InlineData("void F() { if (_s.IsCancellationRequested) Work.Do(); }")]
    [InlineData("void F(CancellationToken other) { while (!other.IsCancellationRequested) Work.Do(); _ = _s.Token; }")]
    public Task Cancelled_or_ended_otherwise(string members) => Report.SilentAsync(InField(members, "_s"));

    [Theory]
    [InlineData("private readonly CancellationTokenSource _s = new CancellationTokenSource(1000); void F() { while (!_s.IsCancellationRequested) Work.Do(); } void D() => _s.Dispose();")]
    [InlineData("private readonly CancellationTokenSource _s = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None); void F() { while (!_s.IsCancellationRequested) Work.Do(); } void D() => _s.Dispose();")]
    [InlineData("internal readonly CancellationTokenSource _s = new CancellationTokenSource(); void F() { while (!_s.IsCancellationRequested) Work.Do(); } void D() => _s.Dispose();")]
    [InlineData("private CancellationTokenSource _s = new(); void F(CancellationTokenSource s) { _s = s; while (!_s.IsCancellationRequested) Work.Do(); } void D() => _s.Dispose();")]
    [InlineData("private CancellationTokenSource _s = new(); void F() { _s = new CancellationTokenSource(9); while (!_s.IsCancellationRequested) Work.Do(); } void D() => _s.Dispose();")]
    public Task Other_sources(string members) => Report.SilentAsync("class C { " + members + " }" + Work);

    [Theory]
    [InlineData("private CancellationTokenSource _s; void F() { _s = new CancellationTokenSource(); while (!_s.IsCancellationRequested) Work.Do(); } void D() { [|_s|]?.Dispose(); _s = null; }")]
    [InlineData("private CancellationTokenSource _s = new(); void F() { _s = new(); while (!_s.IsCancellationRequested) Work.Do(); } void D() { [|_s|].Dispose(); }")]
    [InlineData("private static readonly CancellationTokenSource S = new(); static void F() { while (!S.IsCancellationRequested) Work.Do(); } static void D() => [|S|].Dispose();")]
    [InlineData("void F() { using var s = [|new CancellationTokenSource()|]; Task.Run(() => { while (!s.IsCancellationRequested) Work.Do(); }); }")]
    [InlineData("void F() { using (var s = [|new CancellationTokenSource()|]) { var t = s.Token; new Thread(() => { while (!t.IsCancellationRequested) Work.Do(); }).Start(); } }")]
    [InlineData("void F() { var s = new CancellationTokenSource(); Task.Run(() => { while (!s.IsCancellationRequested) Work.Do(); }); [|s|].Dispose(); }")]
    public Task Holders(string members)
        => Report.ReportsAsync("class C { " + members + " }" + Work, severity: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("private readonly CancellationTokenSource _s = [|new()|]; void F() { while (!_s.IsCancellationRequested) Work.Do(); }")]
    [InlineData("void F() { var s = [|new CancellationTokenSource()|]; Task.Run(() => { while (!s.IsCancellationRequested) Work.Do(); }); }")]
    [InlineData("void F() { using var s = [|new CancellationTokenSource()|]; while (!s.IsCancellationRequested) Work.Do(); }")]
    public Task Not_disposed_while_the_loop_runs(string members)
        => Verify.ReportsAsync("class C { " + members + " }" + Work, severity: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("void D() { [|_s|].Dispose(); }", "void D() { _s.Cancel(); _s.Dispose(); }")]
    [InlineData("void D() { [|_s|]?.Dispose(); }", "void D() { _s?.Cancel(); _s?.Dispose(); }")]
    [InlineData("void D() => [|_s|].Dispose();", "void D() { _s.Cancel(); _s.Dispose(); }")]
    public Task Cancelled_before(string before, string after) => Verify.FixesAsync(
        "class C { private CancellationTokenSource _s = new(); void F() { while (!_s.IsCancellationRequested) Work.Do(); } " + before + " }" + Work,
        "class C { private CancellationTokenSource _s = new(); void F() { while (!_s.IsCancellationRequested) Work.Do(); } " + after + " }" + Work);

    [Theory]
    [InlineData("void D() { lock (this) { [|_s|].Dispose(); } }")]
    [InlineData("void D(bool b) { if (b) [|_s|].Dispose(); }")]
    public Task Not_repaired(string member) => Verify.ReportsAsync(
        "class C { private CancellationTokenSource _s = new(); void F() { while (!_s.IsCancellationRequested) Work.Do(); } " + member + " }" + Work);

    [Fact]
    public Task Partial_types() => Report.ReportsAsync("""
        partial class C { private readonly CancellationTokenSource _s = new(); void D() => [|_s|].Dispose(); }
        partial class C { async Task F() { while (!_s.IsCancellationRequested) await Task.Delay(9); } }
        """);

    private static string InField(string members, string disposed)
        => "class C { private readonly CancellationTokenSource _s = new CancellationTokenSource(); " + members + " void D() => " + disposed
            + ".Dispose(); }" + Work;
}
