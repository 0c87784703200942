using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5001SwallowedCancellationAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5001SwallowedCancellationCodeFix>;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5001SwallowedCancellationAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5001SwallowedCancellationTests
{
    private const string Svc = """

        interface IMail { Task SendAsync(string to, CancellationToken token); Task<int> CountAsync(CancellationToken token); Task CloseAsync(CancellationToken token); }
        interface ILog { void LogError(Exception e, string s); void LogWarning(string s); void Info(string s); }
        """;

    // ---- a loop that goes on: reported ----

    [Theory]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token).ConfigureAwait(false); } [|catch (Exception)|] { } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch|] { log.LogWarning(to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (System.Exception e)|] { log.LogError(e, to); continue; } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (OperationCanceledException)|] { log.LogWarning(to); } }")]
    [InlineData("foreach (string to in all) try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { log.LogError(e, to); }")]
    [InlineData("for (int i = 0; i < all.Count; i++) { try { await mail.SendAsync(all[i], token); } [|catch (Exception e)|] { log.LogError(e, all[i]); } }")]
    [InlineData("while (true) { try { await mail.CountAsync(token); } [|catch (Exception e)|] { log.LogError(e, \"\"); } }")]
    [InlineData("for (;;) { try { await mail.CountAsync(token); } [|catch (Exception e)|] { log.LogError(e, \"\"); await Task.Delay(100); } }")]
    [InlineData("do { try { await mail.CountAsync(token); return; } [|catch (Exception)|] { } } while (true);")]
    [InlineData("bool done = false; while (!done) { try { await mail.CountAsync(token); done = true; } [|catch (Exception)|] { } }")]
    [InlineData("int left = 3; while (left > 0) { try { await mail.CountAsync(token); return; } [|catch (Exception)|] { left--; } }")]
    [InlineData("for (int i = 0; i < 3; i++) { try { await mail.CountAsync(token); return; } [|catch (Exception e)|] { if (i == 2) throw; log.LogError(e, \"\"); } }")]
    [InlineData("for (int i = 0; ; i++) { try { await mail.CountAsync(token); return; } [|catch (Exception)|] when (i < 3) { } }")]
    [InlineData("for (int i = 0; ; i++) { try { await mail.CountAsync(token); break; } [|catch (Exception)|] when (i < 3 && all.Count > 0) { } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (IOException) { throw; } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { using var s = new MemoryStream(); try { await s.WriteAsync(new byte[1], token); } [|catch (Exception)|] { } finally { log.Info(to); } }")]
    [InlineData("foreach (string to in all) { if (to == \"\") continue; if (to == \"x\") break; try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { log.LogError(e, to); } log.Info(to); }")]
    [InlineData("var q = new Queue<string>(all); while (q.TryDequeue(out var to)) { try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("while (true) { log.Info(\"\"); try { await Task.Delay(1000, token); } [|catch (OperationCanceledException)|] { } }")]
    [InlineData("while (true) { log.Info(\"\"); try { await Task.Delay(1000, token); } [|catch (TaskCanceledException)|] { } }")]
    [InlineData("foreach (string to in all) { try { token.ThrowIfCancellationRequested(); log.Info(to); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await Task.WhenAll(mail.SendAsync(to, token), mail.CountAsync(token)); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { log.LogError(e, to); } try { await mail.CountAsync(token); } [|catch|] { } }")]
    [InlineData("foreach (string to in all) { try { await foreach (int x in Read(token)) { } } [|catch (Exception e)|] { log.LogError(e, to); } } async IAsyncEnumerable<int> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken t) { await Task.Delay(1, t); yield return 1; }")]
    [InlineData("foreach (string to in all) { try { await One(to, token); } [|catch (Exception e)|] { log.LogError(e, to); } } async Task One(string to, CancellationToken t) { await mail.SendAsync(to, t); }")]
    [InlineData("foreach (string to in all) { try { if (to != \"\") { lock (all) { } await mail.SendAsync(to, token); } } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("await Task.Run(async () => { foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { log.LogError(e, to); } } });")]
    [InlineData("using var cts = new CancellationTokenSource(5000); foreach (string to in all) { try { await mail.SendAsync(to, cts.Token); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var ct = cts.Token; foreach (string to in all) { try { await mail.SendAsync(to, ct); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { mail.SendAsync(to, token).GetAwaiter().GetResult(); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("using var gate = new SemaphoreSlim(1); foreach (string to in all) { try { gate.Wait(token); } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("var errors = new List<Exception>(); foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { errors.Add(e); } } throw new AggregateException(errors);")]
    [InlineData("foreach (string to in all) { try { try { await mail.SendAsync(to, token); } finally { log.Info(to); } } [|catch (Exception e)|] { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception e)|] { Tell(e); } } void Tell(Exception e) { log.LogError(e, \"\"); }")]
    public Task The_loop_goes_on(string body) => Report.ReportsAsync(Method(body));

    // ---- silent ----

    [Theory]
    // the clause thinks of it
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (OperationCanceledException) { throw; } catch (Exception e) { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { break; } catch (Exception e) { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) when (!token.IsCancellationRequested) { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { if (e is OperationCanceledException) throw; log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { log.LogError(e, to); throw; } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { log.LogError(e, to); break; } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { log.LogError(e, to); return; } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (IOException e) { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) when (e is IOException) { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) when (Transient(e)) { } } bool Transient(Exception e) => e is IOException;")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { if (Fatal(e)) throw; } } bool Fatal(Exception e) => e is IOException;")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { Fail(e); } } void Fail(Exception e) { throw new IOException(\"\", e); }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e).Throw(); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception) { Environment.Exit(1); } }")]
    [InlineData("Action<Exception> tell = e => throw e; foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { tell(e); } }")]
    [InlineData("var tcs = new TaskCompletionSource<int>(); foreach (string to in all) { try { tcs.TrySetResult(await mail.CountAsync(token)); } catch (Exception e) { tcs.TrySetException(e); } }")]
    // the loop ends
    [InlineData("foreach (string to in all) { token.ThrowIfCancellationRequested(); try { await mail.SendAsync(to, token); } catch (Exception e) { log.LogWarning(e.Message); } }")]
    [InlineData("foreach (string to in all) { if (token.IsCancellationRequested) break; try { await mail.SendAsync(to, token); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { try { if (token.IsCancellationRequested) break; await mail.SendAsync(to, token); } catch (Exception) { } }")]
    [InlineData("while (!token.IsCancellationRequested) { try { await mail.CountAsync(token); } catch (Exception) { log.LogWarning(\"\"); } }")]
    [InlineData("while (!token.IsCancellationRequested) { try { await mail.CountAsync(token); } catch (OperationCanceledException e) { log.LogError(e, \"\"); } }")]
    [InlineData("while (true) { try { await mail.CountAsync(token); } catch (Exception) { } await Task.Delay(100, token); }")]
    [InlineData("while (true) { try { await mail.CountAsync(token); } catch (Exception) { await Task.Delay(100, token); } }")]
    [InlineData("while (true) { await Task.Delay(100, token); try { await mail.CountAsync(token); } catch (Exception) { } }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(token)) { try { await mail.CountAsync(token); } catch (Exception) { } }")]
    [InlineData("while (true) { try { await mail.CountAsync(token); } catch (Exception) { } if (token.WaitHandle.WaitOne(100)) break; }")]
    [InlineData("bool failed = false; while (!failed) { try { await mail.CountAsync(token); } catch (Exception) { failed = true; } }")]
    [InlineData("foreach (string to in all) { bool ok = false; try { await mail.SendAsync(to, token); ok = true; } catch (Exception) { } if (!ok) break; }")]
    [InlineData("while (true) { int? n = null; try { n = await mail.CountAsync(token); } catch (Exception) { } if (n is null) return; }")]
    [InlineData("while (true) { try { await mail.CountAsync(token); } catch (Exception) { log.LogWarning(\"\"); } break; }")]
    [InlineData("do { try { await mail.CountAsync(token); } catch (Exception) { } } while (false);")]
    [InlineData("while (running) { try { await mail.CountAsync(token); } catch (Exception) { } }")]
    [InlineData("while (true) { if (!running) return; try { await mail.CountAsync(token); } catch (Exception) { } }")]
    [InlineData("while (More()) { try { await mail.CountAsync(token); } catch (Exception) { } } bool More() => running;")]
    // the token is of the turn, or never cancelled
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, default); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, CancellationToken.None); } catch (Exception) { } }")]
    [InlineData("var none = CancellationToken.None; foreach (string to in all) { try { await mail.SendAsync(to, none); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { using var cts = new CancellationTokenSource(1000); try { await mail.SendAsync(to, cts.Token); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await mail.SendAsync(to, cts.Token); } catch (OperationCanceledException) { } }")]
    [InlineData("foreach (string to in all) { var ct = new CancellationTokenSource(1000).Token; try { await mail.SendAsync(to, ct); } catch (Exception) { } }")]
    [InlineData("var cts = new CancellationTokenSource(); foreach (string to in all) { try { await mail.SendAsync(to, cts.Token); } catch (Exception) { cts = new CancellationTokenSource(); } }")]
    [InlineData("using var cts = new CancellationTokenSource(); foreach (string to in all) { try { await mail.SendAsync(to, cts.Token); } catch (Exception) { } }")]
    [InlineData("await Inner(default); async Task Inner(CancellationToken ct) { foreach (string to in all) { try { await mail.SendAsync(to, ct); } catch (Exception) { } } }")]
    // nothing throws
    [InlineData("foreach (string to in all) { try { Poll(to, token); } catch (Exception) { } } void Poll(string to, CancellationToken t) { if (t.IsCancellationRequested) return; }")]
    [InlineData("foreach (string to in all) { try { await One(to, token); } catch (Exception) { } } async Task One(string to, CancellationToken t) { try { await mail.SendAsync(to, t); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { try { token.Register(() => { }); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { try { _ = mail.SendAsync(to, token); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { try { Func<Task> f = () => mail.SendAsync(to, token); } catch (Exception) { } }")]
    // what is to end ends though it is cancelled
    [InlineData("foreach (string to in all) { try { await mail.CloseAsync(token); } catch (Exception e) { log.LogError(e, to); } }")]
    [InlineData("await StopAll(token); async Task StopAll(CancellationToken ct) { foreach (string to in all) { try { await mail.SendAsync(to, ct); } catch (Exception e) { log.LogError(e, to); } } }")]
    // no loop, and nothing made of it
    [InlineData("try { await mail.CountAsync(token); } catch (Exception e) { log.LogError(e, \"\"); }")]
    [InlineData("try { foreach (string to in all) { await mail.SendAsync(to, token); } } catch (Exception e) { log.LogError(e, \"\"); }")]
    [InlineData("try { await mail.CountAsync(token); } catch (Exception e) { throw; }")]
    [InlineData("try { await mail.CountAsync(token); } catch (Exception e) { throw new OperationCanceledException(\"\", e); }")]
    [InlineData("try { await mail.CountAsync(token); } catch (OperationCanceledException e) { throw new TimeoutException(\"\", e); }")]
    public Task Silent(string body) => Report.SilentAsync(Method(body));

    private static string Method(string body) => $$"""
        class C
        {
            private bool running = true;
            public void Stop() => running = false;
            public async Task Send(IMail mail, ILog log, List<string> all, CancellationToken token)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """ + Svc;
}
