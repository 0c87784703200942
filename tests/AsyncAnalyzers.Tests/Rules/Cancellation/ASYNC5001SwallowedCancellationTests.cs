using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5001SwallowedCancellationAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5001SwallowedCancellationAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5001SwallowedCancellationCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5001SwallowedCancellationTests
{
    private const string Svc = """

        interface IMail { Task SendAsync(string to, CancellationToken token); Task<int> CountAsync(CancellationToken token); Task CloseAsync(CancellationToken token); }
        interface IOwn { Task TellAsync(CancellationToken token) => Task.Delay(1, token); }
        interface ILog { void LogError(Exception e, string s); void LogWarning(string s); void Info(string s); }
        """;

    /// <summary>With a filter, what the handler closes would stay open.</summary>
    [Fact]
    public Task Handler_that_cleans_up_is_not_passed_by()
    {
        string source = """
            class C
            {
                async Task<Stream> M(string[] all, Func<string, CancellationToken, Task> connect, CancellationToken token)
                {
                    for (int i = 0; i < 9; i++)
                    {
                        Stream stream = new MemoryStream();
                        try { await connect(all[i], token); await stream.FlushAsync(token); return stream; }
                        [|catch|] { stream?.Dispose(); if (i == 8) { throw; } }
                    }

                    return Stream.Null;
                }
            }
            """;
        return Verify.FixesAsync(source, source);
    }

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
    [InlineData("foreach (string to in all) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(9); try { await mail.SendAsync(to, cts.Token); } [|catch (OperationCanceledException)|] { log.LogWarning(to); } }")]
    [InlineData("foreach (string to in all) { try { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token, default); await mail.SendAsync(to, cts.Token); } [|catch (Exception)|] { } }")]
    [InlineData("foreach (string to in all) { try { Work(to, token); } [|catch (Exception)|] { } } void Work(string to, CancellationToken t) { t.ThrowIfCancellationRequested(); }")]
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
    [InlineData("bool stop = false; Console.CancelKeyPress += (_, _) => stop = true; while (!stop) { try { await mail.CountAsync(token); } catch (Exception) { } }")]
    // the token is of the turn, or never cancelled
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, default); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, CancellationToken.None); } catch (Exception) { } }")]
    [InlineData("var none = CancellationToken.None; foreach (string to in all) { try { await mail.SendAsync(to, none); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { using var cts = new CancellationTokenSource(1000); try { await mail.SendAsync(to, cts.Token); } catch (Exception) { } }")]
    [InlineData("foreach (string to in all) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await mail.SendAsync(to, cts.Token); } catch (OperationCanceledException) when (!token.IsCancellationRequested) { } }")]
    [InlineData("foreach (string to in all) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await mail.SendAsync(to, cts.Token); } catch (OperationCanceledException) { if (cts.IsCancellationRequested) break; } }")]
    [InlineData("foreach (string to in all) { try { Poll(to, token); } catch (Exception) { } } void Poll(string to, CancellationToken t) { mail.SendAsync(to, t).ContinueWith(_ => { }); }")]
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
    // another function is left to tell what it was
    [InlineData("while (true) { try { await mail.CountAsync(token); } catch (Exception e) { await OnErrorAsync(e, token); } } Task OnErrorAsync(Exception e, CancellationToken t) => Task.CompletedTask;")]
    [InlineData("while (!token.IsCancellationRequested) { try { await mail.CountAsync(token); } catch (Exception e) { log.LogError(e, \"\"); await OnErrorAsync(e, token); } } Task OnErrorAsync(Exception e, CancellationToken t) => Task.CompletedTask;")]
    [InlineData("Func<Exception, CancellationToken, Task> failed = (_, _) => Task.CompletedTask; await Load(token); async Task<string?> Load(CancellationToken ct) { try { await mail.CountAsync(ct); return \"\"; } catch (Exception e) { log.LogError(e, \"\"); await failed(e, ct); return null; } }")]
    [InlineData("Func<Tuple<Exception, CancellationToken>, Task> failed = _ => Task.CompletedTask; try { await mail.CountAsync(token); } catch (Exception e) { await failed(new Tuple<Exception, CancellationToken>(e, token)); throw new IOException(); }")]
    // as applications write it
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) when (e is IOException or TimeoutException) { log.LogError(e, to); } }")]
    [InlineData("for (int i = 0; ; i++) { try { await mail.CountAsync(token); return; } catch (Exception e) when (i < 3 && e is not OperationCanceledException) { await Task.Delay(100, token); } }")]
    [InlineData("for (int i = 0; i < 3; i++) { try { await mail.CountAsync(token); break; } catch (Exception e) { log.LogWarning(e.Message); await Task.Delay(100, token); } }")]
    [InlineData("foreach (string to in all) { using var own = new CancellationTokenSource(TimeSpan.FromSeconds(5)); try { await mail.SendAsync(to, own.Token); } catch (OperationCanceledException) { log.LogWarning(to); } }")]
    [InlineData("while (running) { try { await mail.CountAsync(token); } catch (Exception e) { log.LogError(e, \"\"); if (!await RetryAsync(e)) return; } } Task<bool> RetryAsync(Exception e) => Task.FromResult(e is not OperationCanceledException);")]
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

    // ---- a suggestion ----

    [Theory]
    // the loop ends, and logs an error first
    [InlineData("while (!token.IsCancellationRequested) { try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }",
        "The cancellation of 'token' in 'CountAsync' (Test0.cs:10) is logged as an error; catch 'OperationCanceledException' before")]
    [InlineData("while (true) { try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } await Task.Delay(100, token); }",
        "The cancellation of 'token' in 'CountAsync' (Test0.cs:10) is logged as an error; catch 'OperationCanceledException' before")]
    [InlineData("foreach (string to in all) { if (token.IsCancellationRequested) break; try { await mail.SendAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } }",
        "The cancellation of 'token' in 'SendAsync' (Test0.cs:10) is logged as an error; catch 'OperationCanceledException' before")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(token)) { try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }",
        "The cancellation of 'token' in 'CountAsync' (Test0.cs:10) is logged as an error; catch 'OperationCanceledException' before")]
    [InlineData("foreach (string to in all) { source.Token.ThrowIfCancellationRequested(); try { await mail.SendAsync(to, source.Token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } }",
        "The cancellation of 'source.Token' in 'SendAsync' (Test0.cs:10) is logged as an error; catch 'OperationCanceledException' before")]
    // a few turns, and no more
    [InlineData("foreach (string to in new[] { \"a\", \"b\" }) { try { await mail.SendAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } }",
        "The loop goes on after 'token' is cancelled, and 'SendAsync' (Test0.cs:10) fails in each iteration; add 'when (!token.IsCancellationRequested)'")]
    // the outcomes differ
    [InlineData("await Load(token); async Task<int> Load(CancellationToken ct) { try { return await mail.CountAsync(ct); } {|#0:catch (TaskCanceledException e)|} { log.LogError(e, \"\"); return 0; } catch (Exception e) { log.LogError(e, \"\"); return -1; } }",
        "'CountAsync' (Test0.cs:10) may also throw OperationCanceledException, which is logged as an error below; catch 'OperationCanceledException'")]
    // another exception, a result
    [InlineData("var text = await Load(token); log.Info(text!); await Load(token); async Task<string?> Load(CancellationToken ct) { try { await mail.CountAsync(ct); return \"\"; } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); return null; } }",
        "The cancellation of 'ct' in 'CountAsync' (Test0.cs:10) is logged as an error and becomes a result; add 'when (!ct.IsCancellationRequested)'")]
    [InlineData("try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { throw new IOException(\"\", e); }",
        "The cancellation of 'token' in 'CountAsync' (Test0.cs:10) leaves this 'catch' as another exception; add 'when (!token.IsCancellationRequested)'")]
    [InlineData("log.Info((await Load(token))!); async Task<string?> Load(CancellationToken ct) { try { await mail.CountAsync(ct); return \"\"; } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); return null; } }",
        "The cancellation of 'ct' in 'CountAsync' (Test0.cs:10) is logged as an error and becomes a result; add 'when (!ct.IsCancellationRequested)'")]
    [InlineData("try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { await LogAsync(e, token); throw new IOException(\"\", e); } Task LogAsync(Exception e, CancellationToken t) => Task.CompletedTask;",
        "The cancellation of 'token' in 'CountAsync' (Test0.cs:10) leaves this 'catch' as another exception; add 'when (!token.IsCancellationRequested)'")]
    // the derived type
    [InlineData("try { await mail.CountAsync(token); } {|#0:catch (TaskCanceledException)|} { } catch (Exception e) { log.LogError(e, \"\"); }",
        "'CountAsync' (Test0.cs:10) may also throw OperationCanceledException, which is logged as an error below; catch 'OperationCanceledException'")]
    // a loop that may be right
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } {|#0:catch (TaskCanceledException)|} { } }",
        "The loop goes on after 'token' is cancelled, and 'SendAsync' (Test0.cs:10) fails in each iteration; add 'when (!token.IsCancellationRequested)'")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, source.Token); } {|#0:catch (Exception)|} { } }",
        "The loop goes on after 'source.Token' is cancelled, and 'SendAsync' (Test0.cs:10) fails in each iteration; add 'when (!source.IsCancellationRequested)'")]
    [InlineData("using var cts = new CancellationTokenSource(9); foreach (string to in all) { try { await mail.SendAsync(to, token); await mail.CountAsync(cts.Token); } {|#0:catch (TaskCanceledException)|} { } }",
        "The loop goes on after 'token' is cancelled, and 'SendAsync' (Test0.cs:10) fails in each iteration; catch 'OperationCanceledException' before")]
    // each of them is told, whatever it makes of the token
    [InlineData("foreach (IOwn one in new IOwn[9]) { try { await one.TellAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }",
        "The loop goes on after 'token' is cancelled, and 'TellAsync' (Test0.cs:10) fails in each iteration; add 'when (!token.IsCancellationRequested)'")]
    [InlineData("foreach (IMail one in new IMail[] { mail, mail }) { try { await one.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }",
        "The loop goes on after 'token' is cancelled, and 'CountAsync' (Test0.cs:10) fails in each iteration; add 'when (!token.IsCancellationRequested)'")]
    [InlineData("foreach (var (_, one) in new Dictionary<string, IOwn>()) { try { await one.TellAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }",
        "The loop goes on after 'token' is cancelled, and 'TellAsync' (Test0.cs:10) fails in each iteration; add 'when (!token.IsCancellationRequested)'")]
    [InlineData("foreach ((string to, IMail one) in new[] { (\"\", mail) }) { try { await one.SendAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }",
        "The loop goes on after 'token' is cancelled, and 'SendAsync' (Test0.cs:10) fails in each iteration; add 'when (!token.IsCancellationRequested)'")]
    public Task Suggested(string body, string message) => Report.ReportsAsync(Method(body), configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithMessage(message)));

    [Theory]
    [InlineData("try { await mail.CountAsync(token); } catch (TaskCanceledException) { } catch (OperationCanceledException) { } catch (Exception e) { log.LogError(e, \"\"); }")]
    [InlineData("try { await Task.Delay(1, token); } catch (TaskCanceledException) { } catch (Exception e) { log.LogError(e, \"\"); }")]
    [InlineData("try { await mail.CountAsync(token); } catch (TaskCanceledException) { } catch (Exception) { throw; }")]
    [InlineData("await TryLoad(token); async Task<bool> TryLoad(CancellationToken ct) { try { await mail.CountAsync(ct); return true; } catch (Exception e) { log.LogError(e, \"\"); return false; } }")]
    [InlineData("await Load(token); async Task<bool> Load(CancellationToken ct) { try { await mail.CountAsync(ct); return true; } catch (Exception) { return false; } }")]
    [InlineData("try { await mail.CountAsync(token); } catch (OperationCanceledException) { throw; } catch (Exception e) { throw new IOException(\"\", e); }")]
    [InlineData("try { await mail.CountAsync(source.Token); } catch (Exception e) { throw new IOException(\"\", e); }")]
    // one line in the log: the next turn throws
    [InlineData("foreach (string to in all) { token.ThrowIfCancellationRequested(); try { await mail.SendAsync(to, token); } catch (Exception e) { log.LogError(e, to); } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { log.LogError(e, to); } await mail.CountAsync(token); }")]
    [InlineData("var rows = new StringReader(\"\"); while (await rows.ReadLineAsync(token) != null) { await mail.CountAsync(token); } while (await MoveAsync(token)) { try { await mail.CountAsync(token); } catch (Exception e) { log.LogError(e, \"\"); } } Task<bool> MoveAsync(CancellationToken t) => Task.Run(() => true, t);")]
    // what is left in a queue, and nobody reads of it
    [InlineData("var q = new Queue<string>(all); while (q.TryDequeue(out var to)) { try { await mail.SendAsync(to, token); } catch (Exception e) { Debug(e.Message); } } void Debug(string text) { }")]
    // all are told, and what each throws is handed on
    [InlineData("var errors = new List<Exception>(); foreach (IOwn one in new IOwn[9]) { try { await one.TellAsync(token); } catch (Exception e) { errors.Add(e); } } throw new AggregateException(errors);")]
    // whatever comes, a caller sees the same
    [InlineData("await Load(token); async Task<int> Load(CancellationToken ct) { try { return await mail.CountAsync(ct); } catch (TaskCanceledException e) { log.LogError(e, \"\"); return -1; } catch (Exception e) { log.LogError(e, \"\"); return -1; } }")]
    // nobody looks at the result
    [InlineData("await Load(token); _ = await Load(token).ConfigureAwait(false); async Task<string?> Load(CancellationToken ct) { try { await mail.CountAsync(ct); return \"\"; } catch (Exception e) { log.LogError(e, \"\"); return null; } }")]
    public Task Not_suggested(string body) => Report.SilentAsync(Method(body));

    /// <summary>The turn that has failed comes to an end of the loop, or the next item is waited for with the token.</summary>
    [Theory]
    [InlineData("string? line; var reader = new StringReader(\"\"); while ((line = reader.ReadLine()) != null) { if (line.Length > 0) { try { await mail.SendAsync(line, token); } catch { log.LogWarning(line); } break; } }")]
    [InlineData("foreach (string to in all) { if (to.Length > 3) { try { await mail.SendAsync(to, token); } catch (Exception) { log.LogWarning(to); } return; } }")]
    [InlineData("foreach (string to in all) { if (to.Length > 3) { log.Info(to); } else if (to.Length > 2) { try { await mail.SendAsync(to, token); } catch (Exception) { log.LogWarning(to); } log.Info(to); break; } }")]
    [InlineData("foreach (string to in all) { switch (to.Length) { case 3: try { await mail.SendAsync(to, token); } catch (Exception) { log.LogWarning(to); } return; } }")]
    [InlineData("var items = System.Threading.Channels.Channel.CreateUnbounded<string>().Reader.ReadAllAsync(token); await foreach (string to in items) { try { await mail.SendAsync(to, token); } catch (Exception) { log.LogWarning(to); } }")]
    [InlineData("var items = System.Threading.Channels.Channel.CreateUnbounded<string>().Reader.ReadAllAsync(token).ConfigureAwait(false); await foreach (var to in items) { try { await mail.SendAsync(to, token); } catch (Exception) { log.LogWarning(to); } }")]
    [InlineData("var items = System.Threading.Channels.Channel.CreateUnbounded<string>().Reader.ReadAllAsync(token); await foreach (string to in items.ConfigureAwait(false)) { try { await mail.SendAsync(to, token); } catch (Exception) { log.LogWarning(to); } }")]
    public Task Turn_that_ends_the_loop(string body) => Report.SilentAsync(Method(body));

    [Theory]
    [InlineData("foreach (string to in all) { if (to.Length > 3) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { log.LogWarning(to); } } else { break; } }")]
    [InlineData("foreach (string to in all) { if (to.Length > 3) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { log.LogWarning(to); } if (to.Length > 9) { break; } } }")]
    [InlineData("foreach (string to in all) { if (to.Length > 3) { try { await mail.SendAsync(to, token); break; } [|catch (Exception)|] { log.LogWarning(to); } } }")]
    [InlineData("var items = System.Threading.Channels.Channel.CreateUnbounded<string>().Reader.ReadAllAsync(); await foreach (string to in items) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { log.LogWarning(to); } }")]
    public Task Turn_that_does_not_end_the_loop(string body) => Report.ReportsAsync(Method(body));

    /// <summary>What was to be settled or set right and is not is an error, whatever keeps it from that.</summary>
    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { try { await Run(t => mail.CloseAsync(t), token); } catch (Exception e) { log.LogError(e, \"\"); } }")]
    [InlineData("while (!token.IsCancellationRequested) { try { await Run(async _ => await CompleteAsync(), token); } catch (Exception e) { log.LogError(e, \"\"); } } async Task CompleteAsync() => await Task.Yield();")]
    [InlineData("while (!token.IsCancellationRequested) { try { await mail.CountAsync(token); } catch (IOException) { try { await mail.CountAsync(token); } catch (Exception e) { log.LogError(e, \"\"); } } }")]
    public Task Work_that_ends_work(string body) => Report.SilentAsync(Method(body + " static Task Run(Func<CancellationToken, Task> work, CancellationToken token) => work(token);"));

    /// <summary>The value that is returned behind the loop would say that all is done.</summary>
    [Theory]
    [InlineData("async Task<bool>")]
    [InlineData("async ValueTask<bool>")]
    public Task Fix_that_would_make_a_success(string type)
    {
        string source = $$"""
            class C
            {
                public {{type}} Send(IMail mail, ILog log, List<string> all, CancellationToken token)
                {
                    bool success = true;
                    foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { success = false; } }
                    return success;
                }
            }
            """ + Svc;
        return Verify.FixesAsync(source, source.Replace("[|catch (Exception)|]", "catch (Exception) when (!token.IsCancellationRequested)", StringComparison.Ordinal));
    }

    /// <summary>The failures are collected for the caller, who sees the cancellations among them.</summary>
    [Theory]
    [InlineData("var failed = new List<Exception>(); foreach (string to in all) { try { await mail.SendAsync(to, token); } {|#0:catch (Exception e)|} { failed.Add(e); } } if (failed.Any()) { throw new AggregateException(failed); }")]
    [InlineData("var failed = new Queue<Exception>(); foreach (string to in all) { try { await mail.SendAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); failed.Enqueue(e); } }")]
    [InlineData("var failed = new List<string>(); foreach (string to in all) { try { await mail.SendAsync(to, token); return; } {|#0:catch (Exception e)|} { failed.Add(e.Message); } } throw new InvalidOperationException(string.Join(\",\", failed));")]
    [InlineData("var failed = new List<(string, string)>(); foreach (string to in all) { try { await mail.SendAsync(to, token); } {|#0:catch (Exception e)|} { failed.Add((to, e.ToString())); } }")]
    public Task Failures_are_collected(string body) => Report.ReportsAsync(Method(body), configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5001", DiagnosticSeverity.Info).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>All bodies that the call may run are in sight, and none looks at the token: it does not fail.</summary>
    [Theory]
    [InlineData("interface IPlugin { Task RunAsync(int n, CancellationToken token); } class A : IPlugin { public Task RunAsync(int n, CancellationToken token) => Task.Delay(n); }")]
    [InlineData("abstract class IPlugin { public abstract Task RunAsync(int n, CancellationToken token); } class A : IPlugin { public override async Task RunAsync(int n, CancellationToken t) { await Task.Yield(); } }")]
    [InlineData("class IPlugin { public virtual Task RunAsync(int n, CancellationToken token) => Task.CompletedTask; } class A : IPlugin { public override Task RunAsync(int n, CancellationToken t) => Task.Delay(n); }")]
    public Task Nobody_looks_at_the_token(string plugin) => Report.SilentAsync(Plugins(plugin, "catch (Exception e) { Console.WriteLine(e); }"));

    [Theory]
    [InlineData("interface IPlugin { Task RunAsync(int n, CancellationToken token); }", DiagnosticSeverity.Warning)]
    [InlineData("interface IPlugin { Task RunAsync(int n, CancellationToken token); } class A : IPlugin { public Task RunAsync(int n, CancellationToken token) => Task.Delay(n, token); }", DiagnosticSeverity.Warning)]
    [InlineData("abstract class IPlugin { public abstract Task RunAsync(int n, CancellationToken token); } class A : IPlugin { public override Task RunAsync(int n, CancellationToken t) => Task.Delay(n); } class B : IPlugin { public override Task RunAsync(int n, CancellationToken t) => Task.Delay(n, t); }", DiagnosticSeverity.Info)]
    [InlineData("class IPlugin { public virtual Task RunAsync(int n, CancellationToken token) => Task.Delay(n, token); } class A : IPlugin { public override Task RunAsync(int n, CancellationToken t) => Task.Delay(n); }", DiagnosticSeverity.Info)]
    [InlineData("class IPlugin { public virtual Task RunAsync(int n, CancellationToken token) => Task.Delay(n); } class A : IPlugin { public override Task RunAsync(int n, CancellationToken t) => Task.Delay(n, t); }", DiagnosticSeverity.Info)]
    [InlineData("class IPlugin { public async Task RunAsync(int n, CancellationToken token) { await StepAsync(token); } Task StepAsync(CancellationToken t) => Task.Delay(9, t); }", DiagnosticSeverity.Warning)]
    [InlineData("class IPlugin { public async Task RunAsync(int n, CancellationToken token) { using var both = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.Delay(9, both.Token); } }", DiagnosticSeverity.Warning)]
    [InlineData("class IPlugin { public async Task RunAsync(int n, CancellationToken token) { await StepAsync(token); } Task StepAsync(CancellationToken t) => Task.Delay(9); }", DiagnosticSeverity.Info)]
    [InlineData("class IPlugin { public async Task RunAsync(int n, CancellationToken token) { await StepAsync(new EventInfo(token)); } Task StepAsync(EventInfo e) => Task.Delay(9); } record EventInfo(CancellationToken Token);", DiagnosticSeverity.Info)]
    [InlineData("class IPlugin { public Task RunAsync(int n, CancellationToken token) => StepAsync(token); async Task StepAsync(CancellationToken t) { using var both = CancellationTokenSource.CreateLinkedTokenSource(t); try { await Task.Delay(9, both.Token); } catch (OperationCanceledException) { if (t.IsCancellationRequested) { } else { throw; } } } }", DiagnosticSeverity.Info)]
    public Task Somebody_may_look_at_it(string plugin, DiagnosticSeverity severity) => Report.ReportsAsync(
        Plugins(plugin, "[|catch (Exception e)|] { Console.WriteLine(e); }"), severity: severity);

    private static string Plugins(string plugin, string handler) => $$"""
        {{plugin}}
        class C
        {
            public async Task RunAsync(IPlugin plugin, CancellationToken token)
            {
                for (int i = 0; i < 9; i++)
                {
                    try { await plugin.RunAsync(i, token); } {{handler}}
                }
            }
        }
        """;

    /// <summary>Each of them is told, also under another name; or the cancellation comes to light behind the loop.</summary>
    [Theory]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } } token.ThrowIfCancellationRequested();")]
    [InlineData("for (int i = 0; i < 99; i++) { try { await mail.SendAsync(all[i], token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } } log.Info(\"\"); token.ThrowIfCancellationRequested();")]
    [InlineData("foreach (IMail one in new IMail[9]) { try { await one.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }")]
    [InlineData("foreach (object one in new object[9]) { if (one is not IMail other) continue; try { await other.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }")]
    [InlineData("foreach (object one in new object[9]) { if (one is IMail other) { try { await other.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } } }")]
    [InlineData("foreach (object one in new object[9]) { var other = (IMail)one; try { await other.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }")]
    public Task Little_is_lost(string body) => Report.ReportsAsync(Method(body),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5001", DiagnosticSeverity.Info).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>The loop ends its function, and those that call it ask the token then.</summary>
    [Theory]
    [InlineData("async Task RunAsync(CancellationToken t) { await AllAsync(new string[9], t); Work(); t.ThrowIfCancellationRequested(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task RunAsync(CancellationToken t) { await AllAsync(token: t, all: new string[9]).ConfigureAwait(false); t.ThrowIfCancellationRequested(); }", DiagnosticSeverity.Info)]
    [InlineData("CancellationToken _t; async Task RunAsync() { await AllAsync(new string[9], this._t); _t.ThrowIfCancellationRequested(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task RunAsync(CancellationToken t) { await AllAsync(new string[9], t); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task RunAsync(CancellationToken t, CancellationToken u) { await AllAsync(new string[9], t); u.ThrowIfCancellationRequested(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task RunAsync(CancellationToken t) { await AllAsync(new string[9], t); return; t.ThrowIfCancellationRequested(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task RunAsync(CancellationToken t) { t.ThrowIfCancellationRequested(); await AllAsync(new string[9], t); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task RunAsync(CancellationToken t) { await AllAsync(new string[9], t); t.ThrowIfCancellationRequested(); } Task OtherAsync(CancellationToken t) => AllAsync(new string[9], t);", DiagnosticSeverity.Warning)]
    [InlineData("async Task RunAsync(CancellationToken t) { Task all = AllAsync(new string[9], t); t.ThrowIfCancellationRequested(); await all; }", DiagnosticSeverity.Warning)]
    public Task Callers_ask_the_token(string callers, DiagnosticSeverity severity) => Report.ReportsAsync(
        $$"""
        class C
        {
            {{callers}}
            void Work() { }
            private async Task AllAsync(string[] all, CancellationToken token)
            {
                foreach (string to in all) { try { await Task.Delay(9, token); Console.Write(to); } [|catch (Exception e)|] { Console.WriteLine(e); } }
            }
        }
        """,
        configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None, severity: severity);

    /// <summary>The clause waits with the same token: its cancellation leaves before the other exception is thrown.</summary>
    [Theory]
    [InlineData("Console.WriteLine(e); await Task.Delay(9, token); throw new InvalidOperationException();", false)]
    [InlineData("await using (var s = new MemoryStream()) { await s.FlushAsync(token).ConfigureAwait(false); } throw new InvalidOperationException();", false)]
    [InlineData("int n = await LoadAsync(token); throw new InvalidOperationException(n.ToString());", false)]
    [InlineData("token.ThrowIfCancellationRequested(); throw new InvalidOperationException();", false)]
    [InlineData("await Task.Delay(9); throw new InvalidOperationException();", true)]
    [InlineData("if (e is IOException) { await Task.Delay(9, token); } throw new InvalidOperationException();", true)]
    [InlineData("try { await Task.Delay(9, token); } catch { } throw new InvalidOperationException();", true)]
    [InlineData("_ = Task.Delay(9, token); throw new InvalidOperationException();", true)]
    [InlineData("await Task.Delay(9, default); throw new InvalidOperationException();", true)]
    [InlineData("Func<Task> later = () => Task.Delay(9, token); throw new InvalidOperationException();", true)]
    public Task Clause_that_waits_with_the_token(string body, bool isReported) => Report.ReportsAsync(
        $$"""
        class C
        {
            async Task SaveAsync(CancellationToken token)
            {
                try { await Task.Delay(9, token); } {{(isReported ? "[|catch (Exception e)|]" : "catch (Exception e)")}} { {{body}} }
            }
            Task<int> LoadAsync(CancellationToken token) => Task.Run(() => 1, token);
        }
        """,
        severity: DiagnosticSeverity.Info);

    /// <summary>What is called is no element of the loop, or its body is known.</summary>
    [Theory]
    [InlineData("foreach (IMail one in new IMail[9]) { try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }")]
    [InlineData("foreach (Job job in new Job[9]) { try { await job.RunAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }")]
    [InlineData("IMail one = mail; for (int i = 0; i < 9; i++) { try { await one.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }")]
    public Task Sure_in_a_loop(string body) => Report.ReportsAsync(Method(body) + " class Job { public Task RunAsync(CancellationToken token) => Task.Delay(9, token); }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5001", DiagnosticSeverity.Warning).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>What has the names, and is something else.</summary>
    [Fact]
    public Task Look_alikes_are_silent() => Report.SilentAsync("""
        namespace Own { class Exception : System.Exception { } struct CancellationToken { public bool IsCancellationRequested => false; } }
        class C
        {
            async Task M(Func<Own.CancellationToken, Task> f, Own.CancellationToken token)
            {
                while (true) { try { await f(token); } catch (Exception) { } }
            }
            async Task N(Func<CancellationToken, Task> f, CancellationToken token)
            {
                while (true) { try { await f(token); } catch (Own.Exception) { } }
            }
        }
        """);

    [FactSinceCSharp(12)]
    public Task Tokens_of_primary_constructors() => Report.ReportsAsync("""
        class C(CancellationToken stopping, Func<CancellationToken, Task> f)
        {
            async Task Primary() { while (true) { try { await f(stopping); } [|catch (Exception)|] { } } }
        }
        """);

    [Fact]
    public Task Tokens_of_fields_and_properties() => Report.ReportsAsync("""
        class Request { public CancellationToken RequestAborted { get; } }
        class C
        {
            private readonly Func<CancellationToken, Task> f = _ => Task.CompletedTask;
            private readonly CancellationTokenSource _source = new();
            private readonly CancellationToken _token;
            private CancellationToken Token => _source.Token;
            public C(CancellationToken token) => _token = token;
            async Task Field() { while (true) { try { await f(_token); } [|catch (Exception)|] { } } }
            async Task Source() { while (true) { try { await f(_source.Token); } [|catch (Exception)|] { } } }
            async Task This() { while (true) { try { await f(this._source.Token); } [|catch (Exception)|] { } } }
            async Task Property() { while (true) { try { await f(Token); } [|catch (Exception)|] { } } }
            async Task Path(Request request) { while (true) { try { await f(request.RequestAborted); } [|catch (Exception)|] { } } }
            async Task Any(CancellationToken t) { while (true) { try { await f(t); } [|catch (Exception)|] { } } }
            Func<CancellationToken, Task> Lambda() => async t => { while (true) { try { await f(t); } [|catch (Exception)|] { } } };
            void Sync(CancellationToken ct) { while (true) { try { Task.Delay(1).Wait(ct); } [|catch (Exception)|] { } } }
            async Task Helper() { while (true) { try { await f(_token); } catch (Exception) { } Check(); } }
            private void Check() => _token.ThrowIfCancellationRequested();
            async Task Woken() { while (true) { try { await Task.Delay(9, _source.Token); } catch (OperationCanceledException) { } } }
            async ValueTask Items(IAsyncEnumerable<int> items, CancellationToken ct)
            {
                await foreach (int item in items.WithCancellation(ct)) { try { await f(ct); } catch (Exception) { } }
                await foreach (int item in items) { try { await f(ct); } [|catch (Exception)|] { } }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        using var source = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => source.Cancel();
        while (true)
        {
            try
            {
                await Task.Delay(100, source.Token);
            }
            // whatever it is
            [|catch (Exception e)|]
            {
                Console.WriteLine(e);
            }
        }
        """, """
        using var source = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => source.Cancel();
        while (true)
        {
            try
            {
                await Task.Delay(100, source.Token);
            }
            catch (OperationCanceledException) when (source.IsCancellationRequested)
            {
                break;
            }
            // whatever it is
            catch (Exception e)
            {
                Console.WriteLine(e);
            }
        }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Broken_code_is_silent() => Report.SilentAsync("""
        class C
        {
            async Task M(CancellationToken token)
            {
                while (true) { try { await {|CS0103:F|}(token); } catch (Exception) { } }
            }
        }
        """);

    // ---- the fix ----

    [Fact]
    public Task By_a_filter() => Verify.FixesAsync(Method("""
        foreach (string to in all)
                {
                    try
                    {
                        await mail.SendAsync(to, token);
                    }
                    // the others follow
                    [|catch (Exception e)|] // whatever
                    {
                        log.LogError(e, to);
                    }
                }
        """), Method("""
        foreach (string to in all)
                {
                    try
                    {
                        await mail.SendAsync(to, token);
                    }
                    // the others follow
                    catch (Exception e) when (!token.IsCancellationRequested) // whatever
                    {
                        log.LogError(e, to);
                    }
                }
        """));

    [Theory]
    [InlineData("while (true) { try { await mail.CountAsync(token); } [|catch|] { } }",
        "while (true) { try { await mail.CountAsync(token); } catch when (!token.IsCancellationRequested) { } }")]
    [InlineData("for (int i = 0; ; i++) { try { await mail.CountAsync(token); return; } [|catch (Exception)|] when (i < 3) { } }",
        "for (int i = 0; ; i++) { try { await mail.CountAsync(token); return; } catch (Exception) when (i < 3 && !token.IsCancellationRequested) { } }")]
    [InlineData("for (int i = 0; ; i++) { try { await mail.CountAsync(token); return; } [|catch (Exception)|] when (i < 3 || all.Count > i) { } }",
        "for (int i = 0; ; i++) { try { await mail.CountAsync(token); return; } catch (Exception) when ((i < 3 || all.Count > i) && !token.IsCancellationRequested) { } }")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (OperationCanceledException)|] { } }",
        "foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (OperationCanceledException) when (!token.IsCancellationRequested) { } }")]
    // another clause would take it
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (OperationCanceledException)|] { } catch (Exception e) { log.LogError(e, to); } }",
        "foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { throw; } catch (OperationCanceledException) { } catch (Exception e) { log.LogError(e, to); } }")]
    public Task Fixed(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired));

    [Theory]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { } }",
        "foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { break; } catch (Exception) { } }")]
    [InlineData("foreach (string a in all) { token.ThrowIfCancellationRequested(); foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { } } }",
        "foreach (string a in all) { token.ThrowIfCancellationRequested(); foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { break; } catch (Exception) { } } }")]
    public Task Leaves_the_loop(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired), codeActionIndex: 1);

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }",
        "while (!token.IsCancellationRequested) { try { await mail.CountAsync(token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { break; } catch (Exception e) { log.LogError(e, \"\"); } }")]
    [InlineData("while (true) { try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } await Task.Delay(100, token); }",
        "while (true) { try { await mail.CountAsync(token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { throw; } catch (Exception e) { log.LogError(e, \"\"); } await Task.Delay(100, token); }")]
    [InlineData("try { await mail.CountAsync(token); } {|#0:catch (Exception e)|} { throw new IOException(\"\", e); }",
        "try { await mail.CountAsync(token); } catch (Exception e) when (!token.IsCancellationRequested) { throw new IOException(\"\", e); }")]
    [InlineData("try { await mail.CountAsync(token); } {|#0:catch (TaskCanceledException)|} { } catch (Exception e) { log.LogError(e, \"\"); }",
        "try { await mail.CountAsync(token); } catch (OperationCanceledException) { } catch (Exception e) { log.LogError(e, \"\"); }")]
    public Task A_suggestion_is_fixed(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired), configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>Several tokens; a try around that would take it; a switch, which a break leaves.</summary>
    [Theory]
    [InlineData("using var cts = new CancellationTokenSource(9); foreach (string to in all) { try { await mail.SendAsync(to, token); await mail.CountAsync(cts.Token); } [|catch (Exception)|] { } }")]
    [InlineData("foreach (string to in all) { switch (to) { case \"\": try { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { } } catch (Exception) { } break; } }")]
    public Task Not_fixed(string body) => Verify.ReportsAsync(Method(body));

    /// <summary>A break would go on with the outer loop, end a function without its result, or leave a local without a value.</summary>
    [Theory]
    [InlineData("foreach (string a in all) { foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { } } }")]
    [InlineData("await Count(token); async Task<int> Count(CancellationToken ct) { while (true) { try { return await mail.CountAsync(ct); } [|catch (Exception)|] { } } }")]
    [InlineData("int count; while (true) { try { count = await mail.CountAsync(token); break; } [|catch (Exception)|] { } } log.Info(count.ToString());")]
    public Task Does_not_leave_the_loop(string body) => Verify.FixesAsync(
        Method(body),
        Method(body.Replace("[|catch (Exception)|]", $"catch (Exception) when (!{(body.Contains("ct)", StringComparison.Ordinal) ? "ct" : "token")}.IsCancellationRequested)", StringComparison.Ordinal)),
        configure: static test => test.CodeActionVerifier += static (action, _) => Assert.False(
            action.EquivalenceKey!.Contains("break", StringComparison.Ordinal), action.EquivalenceKey));

    /// <summary>Where the reader of the base type's members would not compile.</summary>
    [Fact]
    public Task What_only_the_derived_type_has() => Verify.ReportsAsync(
        Method("try { await mail.CountAsync(token); } {|#0:catch (TaskCanceledException e)|} { log.Info(e.Task?.ToString() ?? \"\"); } catch (Exception e) { log.LogError(e, \"\"); }"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>Who starts an async void method cannot catch what leaves it.</summary>
    [Fact]
    public Task An_async_void_method_leaves_the_loop() => Verify.FixesAsync("""
        class C
        {
            async void Poll(Func<CancellationToken, Task> f, CancellationToken token)
            {
                while (true) {
                    try {
                        await f(token);
                    } [|catch (Exception e)|] {
                        Console.WriteLine(e);
                    }
                }
            }
        }
        """, """
        class C
        {
            async void Poll(Func<CancellationToken, Task> f, CancellationToken token)
            {
                while (true) {
                    try {
                        await f(token);
                    } catch (OperationCanceledException) when (token.IsCancellationRequested) {
                        break;
                    } catch (Exception e) {
                        Console.WriteLine(e);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Without_a_using_directive() => Verify.FixesAsync("""
        class C
        {
            async void Poll(System.Func<System.Threading.CancellationToken, System.Threading.Tasks.Task> f, System.Threading.CancellationToken token)
            {
                while (true)
                {
                    try
                    {
                        await f(token);
                    }
                    [|catch (System.Exception)|]
                    {
                    }
                }
            }
        }
        """, """
        using System;

        class C
        {
            async void Poll(System.Func<System.Threading.CancellationToken, System.Threading.Tasks.Task> f, System.Threading.CancellationToken token)
            {
                while (true)
                {
                    try
                    {
                        await f(token);
                    }
                    catch (OperationCanceledException) when (token.IsCancellationRequested)
                    {
                        break;
                    }
                    catch (System.Exception)
                    {
                    }
                }
            }
        }
        """, globalUsings: false);

    /// <summary>Filters came with C# 6.</summary>
    [Fact]
    public Task In_an_old_language() => Verify.ReportsAsync("""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            async Task Poll(Func<CancellationToken, Task> f, CancellationToken token)
            {
                while (true) { try { await f(token); } [|catch (Exception)|] { } }
            }
        }
        """, LanguageVersion.CSharp5, globalUsings: false);

    [Fact]
    public Task In_a_language_with_filters() => Verify.FixesAsync("""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            async Task Poll(Func<CancellationToken, Task> f, CancellationToken token)
            {
                while (true) { try { await f(token); } [|catch (Exception)|] { } }
            }
        }
        """, """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            async Task Poll(Func<CancellationToken, Task> f, CancellationToken token)
            {
                while (true) { try { await f(token); } catch (Exception) when (!token.IsCancellationRequested) { } }
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3, globalUsings: false);

    /// <summary>Nothing cancels a token that all callers leave out, be it handed to a constructor.</summary>
    [Theory]
    [InlineData("internal async Task M(CancellationToken token = default) { BODY } public Task A() => M(); public Task B() => M(CancellationToken.None);")]
    [InlineData("readonly CancellationToken token; private C(CancellationToken u = default) { token = u; } public static C Make() => new C(); public async Task M() { BODY }")]
    [InlineData("readonly CancellationToken token; private C(CancellationToken u) { token = u; } public static C Make() => new(default); public async Task M() { BODY }")]
    public Task Token_that_nobody_cancels(string members) => Verify.SilentAsync(Sending(members, "catch (Exception)"));

    [Theory]
    [InlineData("internal async Task M(CancellationToken token = default) { BODY } public Task A() => M(); public Task B(CancellationToken u) => M(u);")]
    [InlineData("readonly CancellationToken token; internal C(CancellationToken u = default) { token = u; } public static C Make(CancellationToken u) => new(u); public async Task M() { BODY }")]
    [InlineData("readonly CancellationToken token; public C(CancellationToken u = default) { token = u; } public static C Make() => new C(); public async Task M() { BODY }")]
    public Task Token_that_somebody_may_cancel(string members)
        => Verify.FixesAsync(Sending(members, "[|catch (Exception)|]"), Sending(members, "catch (Exception) when (!token.IsCancellationRequested)"));

    /// <summary>What has failed is kept for another try: a filter would lose it.</summary>
    [Theory]
    [InlineData("var failed = new List<string>(); foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception e) { log.LogError(e, to); failed.Add(to); } } return failed;")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch (Exception) { _again.Enqueue(to); } } return all;")]
    [InlineData("foreach (string to in all) { try { await mail.SendAsync(to, token); } catch { given.Add(to); } } return all;")]
    public Task Kept_for_later(string body) => Verify.SilentAsync(Keeping(body));

    [Theory]
    [InlineData("var failed = new List<string>(); foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { failed.Add(to); } } Console.WriteLine(failed.Count); return all;")]
    [InlineData("var failed = new List<string>(); foreach (string to in all) { try { await mail.SendAsync(to, token); } [|catch (Exception)|] { failed.Add(\"down\"); } } return failed;")]
    public Task Told_but_not_kept(string body) => Report.ReportsAsync(Keeping(body));

    private static string Keeping(string body) => $$"""
        class C
        {
            private readonly Queue<string> _again = new();
            public async Task<List<string>> Send(IMail mail, ILog log, List<string> all, List<string> given, CancellationToken token)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """ + Svc;

    /// <summary>Each is to be closed, removed or told: the rest rather get no token than be left.</summary>
    [Theory]
    [InlineData("foreach (string to in all) { try { await DeleteAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } }", DiagnosticSeverity.Info)]
    [InlineData("for (int i = 0; i < 9; i++) { try { await SessionClosingAsync(all[i], token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }", DiagnosticSeverity.Info)]
    [InlineData("foreach (string to in all) { try { await NotifyAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } }", DiagnosticSeverity.Info)]
    [InlineData("foreach (string to in all) { try { await RestoreAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } }", DiagnosticSeverity.Warning)]
    [InlineData("foreach (string to in all) { try { await LoadPendingAsync(to, token); } {|#0:catch (Exception e)|} { log.LogError(e, to); } }", DiagnosticSeverity.Warning)]
    [InlineData("while (true) { try { await DeleteAsync(\"\", token); } {|#0:catch (Exception e)|} { log.LogError(e, \"\"); } }", DiagnosticSeverity.Warning)]
    public Task Rounds_of_clean_up(string body, DiagnosticSeverity severity) => Report.ReportsAsync(
        Method(body).Replace("public void Stop()", "Task DeleteAsync(string s, CancellationToken t) => Task.Delay(9, t); Task SessionClosingAsync(string s, CancellationToken t) => Task.Delay(9, t); "
            + "Task NotifyAsync(string s, CancellationToken t) => Task.Delay(9, t); Task RestoreAsync(string s, CancellationToken t) => Task.Delay(9, t); "
            + "Task LoadPendingAsync(string s, CancellationToken t) => Task.Delay(9, t); public void Stop()"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5001", severity).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>The enumerator has the token, or may have it: the loop ends there.</summary>
    [Theory]
    [InlineData("await using var e = Items().GetAsyncEnumerator(token); while (await e.MoveNextAsync()) { try { await mail.SendAsync(\"\", token); } catch (Exception) { } }")]
    [InlineData("await Go(Items().GetAsyncEnumerator(token)); async Task Go(IAsyncEnumerator<int> e) { bool any = true; while (any) { try { await mail.SendAsync(\"\", token); } catch (Exception) { } any = await e.MoveNextAsync(); } }")]
    public Task Ends_at_the_enumerator(string body) => Verify.SilentAsync(Method(body).Replace("public void Stop()", "IAsyncEnumerable<int> Items() => null!; public void Stop()"));

    [Theory]
    [InlineData("await using var e = Items().GetAsyncEnumerator(); while (await e.MoveNextAsync()) { try { await mail.SendAsync(\"\", token); } [|catch (Exception)|] { } }")]
    public Task Goes_on_with_the_enumerator(string body) => Report.ReportsAsync(Method(body).Replace("public void Stop()", "IAsyncEnumerable<int> Items() => null!; public void Stop()"));

    private static string Sending(string members, string handler) => $$"""
        public class C
        {
            {{members.Replace("BODY", "while (true) { try { await Task.Delay(9, token); } " + handler + " { } }")}}
        }
        """;

    private static string Method(string body) => $$"""
        class C
        {
            private bool running = true;
            private CancellationTokenSource source = new CancellationTokenSource();
            public void Restart() => source = new CancellationTokenSource();
            public void Stop() => running = false;
            public async Task Send(IMail mail, ILog log, List<string> all, CancellationToken token)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """ + Svc;
}
