using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5014DisposedSourceTokenAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5014DisposedSourceTokenAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5014DisposedSourceTokenCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5014DisposedSourceTokenTests
{
    private const string Disposal = "_stop.Cancel(); _stop.Dispose();";

    [Theory]
    [InlineData(
        "async Task Run() { while (![|_stop.Token.IsCancellationRequested|]) { await Task.Delay(20); } }",
        "async Task Run() { while (!_stop.IsCancellationRequested) { await Task.Delay(20); } }")]
    [InlineData(
        "async Task Run() { do { await Task.Delay(20); } while (!([|this._stop.Token.IsCancellationRequested|])); }",
        "async Task Run() { do { await Task.Delay(20); } while (!(this._stop.IsCancellationRequested)); }")]
    [InlineData(
        "async Task Run() { for (;;) { await Task.Delay(20); if ([|_stop.Token.IsCancellationRequested|]) { return; } } }",
        "async Task Run() { for (;;) { await Task.Delay(20); if (_stop.IsCancellationRequested) { return; } } }")]
    [InlineData(
        "async Task Run() { try { await Task.Delay(20, _token); } catch (OperationCanceledException) when ([|_stop.Token.IsCancellationRequested|]) { } }",
        "async Task Run() { try { await Task.Delay(20, _token); } catch (OperationCanceledException) when (_stop.IsCancellationRequested) { } }")]
    [InlineData(
        "void Start() => new Thread(() => { while (![|_stop.Token.IsCancellationRequested|] /* why */) { Thread.Sleep(20); } }).Start();",
        "void Start() => new Thread(() => { while (!_stop.IsCancellationRequested /* why */) { Thread.Sleep(20); } }).Start();")]
    [InlineData(
        "void Start() => _ = Task.Run(async () => { while (![|_stop.Token.IsCancellationRequested|]) { await Task.Delay(20); } });",
        "void Start() => _ = Task.Run(async () => { while (!_stop.IsCancellationRequested) { await Task.Delay(20); } });")]
    public Task The_source_is_asked(string worker, string repaired)
        => Verify.FixesAsync(Class(Disposal, worker), Class(Disposal, repaired));

    [Fact]
    public Task The_message_names_both_places() => Report.ReportsAsync(
        """
        class C : IDisposable
        {
            private readonly CancellationTokenSource _stop = new();

            async Task Run()
            {
                while (!{|#0:_stop.Token.IsCancellationRequested|})
                {
                    await Task.Delay(20);
                }
            }

            public void Dispose()
            {
                _stop.Cancel();
                {|#1:_stop|}.Dispose();
            }
        }
        """,
        configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5014", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
                "'_stop.Token' throws once '_stop' is disposed (Test0.cs:16), so this fails instead of ending; use '_stop.IsCancellationRequested'")));

    [Theory]
    [InlineData("_stop?.Cancel(); _stop?.Dispose();")]
    [InlineData("if (_token.CanBeCanceled) { _stop.Cancel(); } Console.WriteLine(); _stop.Dispose(); GC.SuppressFinalize(this);")]
    [InlineData("try { _stop.Cancel(); } finally { _stop.Dispose(); }")]
    [InlineData("new TaskCompletionSource<int>().TrySetResult(1); _stop.Cancel(); _stop.Dispose();")]
    [InlineData("lock (_worker) { _stop.Cancel(); _stop.Dispose(); }")]
    [InlineData("if (!_stop.IsCancellationRequested) { _stop.Cancel(); } _stop.Dispose();")]
    public Task Disposed_in_other_ways(string disposal) => Verify.FixesAsync(
        Class(disposal, "async Task Run() { while (![|_stop.Token.IsCancellationRequested|]) { await Task.Delay(20); } }"),
        Class(disposal, "async Task Run() { while (!_stop.IsCancellationRequested) { await Task.Delay(20); } }"));

    [Theory]
    [InlineData("_stop.Cancel(); _worker.Wait(); _stop.Dispose();")]
    [InlineData("_stop.Cancel(); _worker.GetAwaiter().GetResult(); _stop.Dispose();")]
    [InlineData("Stop(); _stop.Cancel(); _stop.Dispose();")]
    [InlineData("_stop.Cancel();")]
    [InlineData("_stop.Dispose();")]
    [InlineData("_stop.Dispose(); _stop = new(); _stop.Cancel();")]
    [InlineData("_stop.Cancel(); _stop.Dispose(); _stop = new();")]
    [InlineData("_stop.Cancel(); Task.WaitAll(_worker); _stop.Dispose();")]
    [InlineData("_stop.Cancel(); _ = ((Task<int>)_worker).Result; _stop.Dispose();")]
    [InlineData("_stop.Cancel(); Run().ContinueWith(_ => _stop.Dispose());")]
    public Task Nothing_is_asked_after_it(string disposal)
        => Verify.SilentAsync(Class(disposal, "async Task Run() { while (!_stop.Token.IsCancellationRequested) { await Task.Delay(20); } }"));

    [Theory]
    [InlineData("async Task Run() { while (!_stop.IsCancellationRequested) { await Task.Delay(20); } }")]
    [InlineData("async Task Run() { while (!_token.IsCancellationRequested) { await Task.Delay(20); } }")]
    [InlineData("async Task Run() { var token = _stop.Token; while (!token.IsCancellationRequested) { await Task.Delay(20); } }")]
    [InlineData("async Task Run() { while (nameof(_stop.Token.IsCancellationRequested) == \"\") { await Task.Delay(20); } }")]
    [InlineData("async Task Run() { if (!_stop.Token.IsCancellationRequested) { await Task.Delay(20); } }")]
    [InlineData("void Run() { while (!_stop.Token.IsCancellationRequested) { Thread.Sleep(20); } }")]
    [InlineData("async Task Run(C other) { while (!other._stop.Token.IsCancellationRequested) { await Task.Delay(20); } }")]
    [InlineData("async Task Run() { using var stop = new CancellationTokenSource(9); while (!stop.Token.IsCancellationRequested) { await Task.Delay(20); } }")]
    [InlineData("async Task Run() { while (!_stop.Token.IsCancellationRequested) { await Task.Delay(20); } _stop.Cancel(); _stop.Dispose(); }", "")]
    public Task Other_questions(string worker, string disposal = Disposal) => Verify.SilentAsync(Class(disposal, worker));

    private static string Class(string disposal, string worker) => $$"""
        class C : IDisposable
        {
            private CancellationTokenSource _stop = new();
            private readonly CancellationToken _token;
            private readonly Task _worker = Task.CompletedTask;

            {{worker}}

            public void Stop() => _worker.Wait();

            public void Dispose()
            {
                {{disposal}}
            }
        }
        """;
}
