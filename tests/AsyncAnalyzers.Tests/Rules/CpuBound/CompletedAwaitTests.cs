using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncAnalyzer, AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.CpuBound;

/// <summary>Loops whose awaits are of completed tasks: they never give the thread to others.</summary>
public class CompletedAwaitTests
{
    [Theory]
    [InlineData("[|while (!t.IsCancellationRequested)|] { if (q.Count > 0) Console.WriteLine(q.Dequeue()); await Task.CompletedTask; }", "while (!t.IsCancellationRequested) { if (q.Count > 0) Console.WriteLine(q.Dequeue()); await Task.Yield(); }")]
    [InlineData("[|while (true)|] { n++; await Task.CompletedTask; }", "while (true) { n++; await Task.Yield(); }")]
    [InlineData("[|for (;;)|] { n++; await Task.FromResult(3); }", "for (;;) { n++; await Task.Yield(); }")]
    [InlineData("[|for (;;)|] { n++; await Task.Delay(0); }", "for (;;) { n++; await Task.Yield(); }")]
    [InlineData("[|do|] { n++; await Task.CompletedTask.ConfigureAwait(false); } while (true);", "do { n++; await Task.Yield(); } while (true);")]
    [InlineData("[|while (true)|] { n++; await ValueTask.CompletedTask; }", "while (true) { n++; await Task.Yield(); }")]
    [InlineData("[|while (true)|] { n++; await new ValueTask<int>(3); }", "while (true) { n++; await Task.Yield(); }")]
    [InlineData("[|while (true)|] { n++; await default(ValueTask); }", "while (true) { n++; await Task.Yield(); }")]
    [InlineData("[|while (true)|] { foreach (var x in q) { await Task.CompletedTask; } }", "while (true) { foreach (var x in q) { await Task.Yield(); } }")]
    [InlineData("[|while (t.IsCancellationRequested == false && true)|] { await Task.Delay(TimeSpan.Zero, t); }", "while (t.IsCancellationRequested == false && true) { await Task.Yield(); }")]
    [InlineData("[|while (t.IsCancellationRequested is false)|] { while (q.Count > 0) { if (q.Dequeue() == 3) break; } await Task.CompletedTask; }", "while (t.IsCancellationRequested is false) { while (q.Count > 0) { if (q.Dequeue() == 3) break; } await Task.Yield(); }")]
    public Task Endless(string loop, string repaired) => Verify.FixesAsync(Class(loop), Class(repaired));

    [Theory]
    // The value is used, or so many turns would take long.
    [InlineData("[|while (true)|] { n += await Task.FromResult(3); }")]
    [InlineData("long s = 0; [|for (int i = 0; i < 50_000_000; i++)|] { s += i * i; await Task.CompletedTask; }")]
    [InlineData("long s = 0; [|for (int i = 0; i < 50_000_000; i++)|] { s += await Task.FromResult(i * i); }")]
    [InlineData("long s = 0; foreach (var x in q) { await Task.Yield(); [|for (int i = 0; i < 50_000_000; i++)|] { s += i; await Task.CompletedTask; } }")]
    public Task Without_a_fix(string loop) => Verify.ReportsAsync(Class(loop));

    [Theory]
    [InlineData("while (true) { n++; await Task.Delay(1); }")]
    [InlineData("while (true) { n++; await Task.CompletedTask; await Task.Yield(); }")]
    [InlineData("while (true) { if (n++ > 3) break; await Task.CompletedTask; }")]
    [InlineData("while (true) { if (n++ > 3) return; await Task.CompletedTask; }")]
    [InlineData("while (true) { if (n++ > 3) throw new Exception(); await Task.CompletedTask; }")]
    [InlineData("while (q.Count > 0) { q.Dequeue(); await Task.CompletedTask; }")]
    [InlineData("while (!stop) { n++; await Task.CompletedTask; }")]
    [InlineData("while (true) { n++; await Other(); await Task.CompletedTask; }")]
    [InlineData("while (true) { n++; await Task.FromResult(Other()).Unwrap(); }")]
    [InlineData("foreach (var x in new[] { 1, 2 }) { n++; await Task.CompletedTask; }")]
    [InlineData("while (true) { await using var d = new MemoryStream(); await Task.CompletedTask; }")]
    [InlineData("while (true) { await foreach (var x in Numbers()) n++; await Task.CompletedTask; }")]
    [InlineData("await Task.Run(async () => { while (true) { n++; await Task.CompletedTask; } });")]
    [InlineData("long s = 0; for (int i = 0; i < 500; i++) { s += i * i; await Task.CompletedTask; }")]
    [InlineData("await Task.Yield();")]
    public Task Silent(string loop) => Verify.SilentAsync(Class(loop));

    [Fact]
    public Task An_iterator_gives_its_thread_back() => Verify.SilentAsync(
        "class C { int n; async IAsyncEnumerable<int> M() { while (true) { yield return n++; await Task.CompletedTask; } } }");

    [Fact]
    public Task Says_what_the_loop_does() => Verify.FixesAsync(
        Class("{|#0:while (true)|} { n++; await Task.CompletedTask; }"),
        Class("while (true) { n++; await Task.Yield(); }"),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC4001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'M' runs an endless loop that awaits only completed tasks on the event loop; "
            + "await 'Task.Yield' or 'Task.Delay' in it")));

    private static string Class(string loop) =>
        $$"""
        class C
        {
            Queue<int> q = new();
            volatile bool stop;
            int n;
            Task Other() => Task.Delay(3);
            async IAsyncEnumerable<int> Numbers() { yield return 1; await Task.Yield(); }
            async Task M(CancellationToken t)
            {
                {{loop}}
            }
        }
        """;
}
