using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncCodeFix>;
using VerifyIo = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>The token in scope is not passed where it is cancelled, or must not count.</summary>
public class CancelledTokenTests
{
    [Theory]
    [InlineData("if (ct.IsCancellationRequested || b) { [|Thread.Sleep(5)|]; }")]
    [InlineData("if (ct.IsCancellationRequested) [|Thread.Sleep(5)|];")]
    [InlineData("if (!ct.IsCancellationRequested) { } else { [|Thread.Sleep(5)|]; }")]
    [InlineData("if (ct.IsCancellationRequested == false) { return; } [|Thread.Sleep(5)|];")]
    [InlineData("if (!ct.IsCancellationRequested && b) { return; } [|Thread.Sleep(5)|];")]
    [InlineData("bool cancelled = ct.IsCancellationRequested; if (cancelled) { [|Thread.Sleep(5)|]; }")]
    [InlineData("while (!ct.IsCancellationRequested) { await Task.Yield(); } [|Thread.Sleep(5)|];")]
    [InlineData("do { await Task.Yield(); } while (!ct.IsCancellationRequested); [|Thread.Sleep(5)|];")]
    [InlineData("for (int i = 0; i < 9 && !ct.IsCancellationRequested; i++) { await Task.Yield(); } [|Thread.Sleep(5)|];")]
    [InlineData("while (true) { if (ct.IsCancellationRequested) { break; } await Task.Yield(); } [|Thread.Sleep(5)|];")]
    [InlineData("if (b) { while (!ct.IsCancellationRequested) { await Task.Yield(); } if (b) { [|Thread.Sleep(5)|]; } }")]
    [InlineData("try { await Task.Delay(1, ct); } catch (OperationCanceledException) { [|Thread.Sleep(5)|]; }")]
    [InlineData("try { await Task.Delay(1, ct); } catch (OperationCanceledException) { } [|Thread.Sleep(5)|];")]
    [InlineData("try { await Task.Delay(1, ct); } catch (TaskCanceledException) { Console.WriteLine(); } [|Thread.Sleep(5)|];")]
    [InlineData("try { await Task.Delay(1, ct); } catch { [|Thread.Sleep(5)|]; throw; }")]
    [InlineData("try { await Task.Delay(1, ct); } finally { [|Thread.Sleep(5)|]; }")]
    [InlineData("try { await Task.Delay(1, ct); } finally { await Retry(async () => { await Task.Yield(); [|Thread.Sleep(5)|]; }); }")]
    [InlineData("ct.Register(async () => { await Task.Yield(); [|Thread.Sleep(5)|]; });")]
    [InlineData("ct.Register(Stop); async void Stop() { await Task.Yield(); [|Thread.Sleep(5)|]; }")]
    [InlineData("ct.WaitHandle.WaitOne(); [|Thread.Sleep(5)|];")]
    [InlineData("if (b) { } while (ct.IsCancellationRequested) { [|Thread.Sleep(5)|]; break; }")]
    public Task Not_passed(string body) => Verify.FixesAsync(Member(body), Member(body.Replace("[|Thread.Sleep(5)|]", "await Task.Delay(5)")));

    [Theory]
    [InlineData("[|Thread.Sleep(5)|];")]
    [InlineData("if (ct.IsCancellationRequested) { return; } [|Thread.Sleep(5)|];")]
    [InlineData("if (!ct.IsCancellationRequested) { [|Thread.Sleep(5)|]; }")]
    [InlineData("while (!ct.IsCancellationRequested) { [|Thread.Sleep(5)|]; }")]
    [InlineData("[|Thread.Sleep(5)|]; while (!ct.IsCancellationRequested) { await Task.Yield(); }")]
    [InlineData("while (true) { if (ct.IsCancellationRequested) { break; } [|Thread.Sleep(5)|]; }")]
    [InlineData("try { await Task.Delay(1, ct); } catch (OperationCanceledException) { throw; } [|Thread.Sleep(5)|];")]
    [InlineData("try { await Task.Delay(1, ct); } catch (InvalidOperationException) { } [|Thread.Sleep(5)|];")]
    [InlineData("try { [|Thread.Sleep(5)|]; } finally { Console.WriteLine(); }")]
    [InlineData("ct.ThrowIfCancellationRequested(); [|Thread.Sleep(5)|];")]
    [InlineData("await Retry(async () => { await Task.Yield(); [|Thread.Sleep(5)|]; });")]
    [InlineData("ct.Register(() => { }); [|Thread.Sleep(5)|];")]
    [InlineData("if (other.IsCancellationRequested) { [|Thread.Sleep(5)|]; }")]
    public Task Passed(string body) => Verify.FixesAsync(Member(body), Member(body.Replace("[|Thread.Sleep(5)|]", "await Task.Delay(5, ct)")));

    [Theory]
    [InlineData("cts.Cancel(); [|Thread.Sleep(5)|];", "")]
    [InlineData("if (cts.IsCancellationRequested) { [|Thread.Sleep(5)|]; }", "")]
    [InlineData("[|Thread.Sleep(5)|]; cts.Cancel();", ", token")]
    [InlineData("other.Cancel(); [|Thread.Sleep(5)|];", ", token")]
    public Task The_token_of_a_source(string body, string passed)
        => Verify.FixesAsync(Source(body), Source(body.Replace("[|Thread.Sleep(5)|]", $"await Task.Delay(5{passed})")));

    [Fact]
    public Task What_takes_back_is_not_cancelled() => VerifyIo.FixesAsync(
        Transaction("if (b) { [|t.Rollback()|]; return; } [|t.Commit()|];"),
        Transaction("if (b) { await t.RollbackAsync(); return; } await t.CommitAsync(ct);"));

    private static string Member(string body)
        => "class C { CancellationTokenSource other = new(); Task Retry(Func<Task> f) => f(); async Task M(CancellationToken ct, bool b) { await Task.Yield(); " + body + " } }";

    private static string Source(string body)
        => "class C { async Task M(CancellationTokenSource cts, CancellationTokenSource other) { var token = cts.Token; await Task.Yield(); " + body + " } }";

    private static string Transaction(string body)
        => "using System.Data.Common; class C { async Task M(DbTransaction t, CancellationToken ct, bool b) { await Task.Yield(); " + body + " } }";
}
