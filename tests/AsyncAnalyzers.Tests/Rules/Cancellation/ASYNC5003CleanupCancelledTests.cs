using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Reporting = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5003CleanupCancelledAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5003CleanupCancelledAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5003CleanupCancelledCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5003CleanupCancelledTests
{
    private const string Library = """
        interface ITransaction : IAsyncDisposable
        {
            Task RollbackAsync(CancellationToken token = default);
            Task CommitAsync(CancellationToken token = default);
            ValueTask ReleaseAsync(string name, CancellationToken token);
        }
        interface IJobs
        {
            Task<int> WorkAsync(CancellationToken token);
            Task<int> GetAsync(int id, CancellationToken token);
            Task SaveAsync(int id, CancellationToken token = default);
            Task<bool> DeleteAsync(int id, CancellationToken token = default);
            Task SendAsync(string text, CancellationToken token = default);
            Task LogAsync(string text, CancellationToken token = default);
            Task ReconnectAsync(CancellationToken token);
        }
        """;

    [Fact]
    public Task Rollback_in_a_catch_of_the_cancellation() => Verify.FixesAsync($$"""
        {{Library}}
        class C
        {
            async Task M(ITransaction transaction, IJobs jobs, CancellationToken token)
            {
                try
                {
                    await jobs.WorkAsync(token);
                }
                catch (OperationCanceledException)
                {
                    // takes back what was done
                    await transaction.RollbackAsync([|token|]); // now
                    throw;
                }
            }
        }
        """, $$"""
        {{Library}}
        class C
        {
            async Task M(ITransaction transaction, IJobs jobs, CancellationToken token)
            {
                try
                {
                    await jobs.WorkAsync(token);
                }
                catch (OperationCanceledException)
                {
                    // takes back what was done
                    await transaction.RollbackAsync(CancellationToken.None); // now
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task Source_of_its_own_with_a_time_out() => Verify.FixesAsync($$"""
        {{Library}}
        class C
        {
            async Task M(ITransaction transaction, IJobs jobs, CancellationToken token)
            {
                try
                {
                    await jobs.WorkAsync(token);
                }
                finally
                {
                    // takes back what was done
                    await transaction.ReleaseAsync("a", [|token|]).ConfigureAwait(false); // now
                }
            }
        }
        """, $$"""
        {{Library}}
        class C
        {
            async Task M(ITransaction transaction, IJobs jobs, CancellationToken token)
            {
                try
                {
                    await jobs.WorkAsync(token);
                }
                finally
                {
                    // takes back what was done
                    using var cleanup = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    await transaction.ReleaseAsync("a", cleanup.Token).ConfigureAwait(false); // now
                }
            }
        }
        """, codeActionIndex: 1);

    [Fact]
    public Task Imports_are_added() => Verify.FixesAsync("""
        namespace N
        {
            interface ITransaction { System.Threading.Tasks.Task RollbackAsync(System.Threading.CancellationToken token); }
            class C
            {
                async System.Threading.Tasks.Task M(ITransaction transaction, System.Threading.CancellationToken token)
                {
                    try { await System.Threading.Tasks.Task.Delay(1, token); }
                    catch (System.Exception) { await transaction.RollbackAsync([|token|]); throw; }
                }
            }
        }
        """, """
        using System.Threading;

        namespace N
        {
            interface ITransaction { System.Threading.Tasks.Task RollbackAsync(System.Threading.CancellationToken token); }
            class C
            {
                async System.Threading.Tasks.Task M(ITransaction transaction, System.Threading.CancellationToken token)
                {
                    try { await System.Threading.Tasks.Task.Delay(1, token); }
                    catch (System.Exception) { await transaction.RollbackAsync(CancellationToken.None); throw; }
                }
            }
        }
        """, globalUsings: false);

    [Fact]
    public Task Message_and_evidence() => Verify.FixesAsync($$"""
        {{Library}}
        class C
        {
            CancellationTokenSource _stop = new();
            async Task M(ITransaction transaction, IJobs jobs)
            {
                try { await jobs.WorkAsync({|#1:_stop.Token|}); }
                catch { await transaction.RollbackAsync({|#0:_stop.Token|}); throw; }
            }
            async Task N(ITransaction transaction)
            {
                _stop.{|#3:Cancel|}();
                await transaction.RollbackAsync({|#2:_stop.Token|});
            }
        }
        """, $$"""
        {{Library}}
        class C
        {
            CancellationTokenSource _stop = new();
            async Task M(ITransaction transaction, IJobs jobs)
            {
                try { await jobs.WorkAsync({|#1:_stop.Token|}); }
                catch { await transaction.RollbackAsync(CancellationToken.None); throw; }
            }
            async Task N(ITransaction transaction)
            {
                _stop.{|#3:Cancel|}();
                await transaction.RollbackAsync(CancellationToken.None);
            }
        }
        """, configure: test => test.ExpectedDiagnostics.AddRange(
        [
            new DiagnosticResult("ASYNC5003", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'RollbackAsync' throws at once when '_stop.Token' has cancelled the work (Test0.cs:22); pass 'CancellationToken.None'"),
            new DiagnosticResult("ASYNC5003", DiagnosticSeverity.Warning).WithLocation(2).WithLocation(3).WithMessage(
                "'RollbackAsync' throws at once because '_stop.Token' is cancelled here (Test0.cs:27); pass 'CancellationToken.None'"),
        ]));

    [Theory]
    // who runs when the work is cancelled
    [InlineData("try { await j.WorkAsync(ct); } catch (TaskCanceledException) { await t.RollbackAsync([|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) when (ct.IsCancellationRequested) { await j.SendAsync(\"stopped\", [|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException e) when (e.CancellationToken == ct && Ready) { await j.SaveAsync(1, [|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) when (ct.IsCancellationRequested) { await j.SaveAsync(1, [|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) when (e is OperationCanceledException) { await j.SaveAsync(1, [|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) when (e is OperationCanceledException or TimeoutException) { await t.RollbackAsync([|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch { await t.RollbackAsync([|ct|]); throw; }")]
    [InlineData("foreach (int i in new[] { 1 }) { try { await j.WorkAsync(ct); } catch { await j.SaveAsync(i, [|ct|]); throw; } }")]
    [InlineData("foreach (int i in new[] { 1 }) { try { await j.WorkAsync(ct); } catch (Exception) { await t.RollbackAsync([|ct|]); } }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { await t.RollbackAsync([|ct|]); throw; }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { Console.WriteLine(e); await j.SaveAsync(1, [|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (IOException) { } catch (Exception) { await t.RollbackAsync([|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await t.ReleaseAsync(\"a\", [|ct|]); }")]
    [InlineData("try { ct.ThrowIfCancellationRequested(); } finally { await t.ReleaseAsync(\"a\", [|ct|]); }")]
    [InlineData("try { await foreach (int i in Items().WithCancellation(ct)) { } } finally { await j.SaveAsync(1, [|ct|]); }")]
    [InlineData("try { await Parallel.ForEachAsync(new[] { 1 }, ct, async (i, own) => await j.SaveAsync(i, own)); } finally { await j.SaveAsync(1, [|ct|]); }")]
    [InlineData("try { await Run(() => j.WorkAsync(ct)); } finally { await j.DeleteAsync(1, [|ct|]); }")]
    // what is called
    [InlineData("try { await j.WorkAsync(ct); } finally { if (await j.DeleteAsync(1, [|ct|])) { } }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await j.DeleteAsync(token: [|ct|], id: 1); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { _ = j.DeleteAsync(1, [|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await Task.WhenAll(j.DeleteAsync(1, [|ct|]), j.DeleteAsync(2, [|ct|])); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { if (t != null) { await t!.RollbackAsync([|ct|]); } }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { try { await j.DeleteAsync(1, [|ct|]); } catch { } }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { int id = await j.GetAsync(1, [|ct|]); await j.DeleteAsync(id, [|ct|]); await j.LogAsync(\"done\", ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) { await CleanUpAsync([|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) { await StopAll(j, [|ct|]); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) { await j.TryDeleteAsync([|ct|]); }")]
    // flags
    [InlineData("bool made = false; try { made = true; await j.WorkAsync(ct); } finally { if (made) { await j.DeleteAsync(1, [|ct|]); } }")]
    [InlineData("bool done = false; try { await j.WorkAsync(ct); done = true; } finally { if (!done) { await t.RollbackAsync([|ct|]); } }")]
    // other tokens
    [InlineData("try { await j.WorkAsync(_token); } finally { await j.DeleteAsync(1, [|this._token|]); }")]
    [InlineData("try { await j.WorkAsync(this._stop.Token); } finally { await j.DeleteAsync(1, [|_stop.Token|]); }")]
    [InlineData("try { await j.WorkAsync(Request.Aborted); } finally { await j.DeleteAsync(1, [|Request.Aborted|]); }")]
    [InlineData("using var own = CancellationTokenSource.CreateLinkedTokenSource(ct); try { await j.WorkAsync(own.Token); } finally { await j.DeleteAsync(1, [|own.Token|]); }")]
    [InlineData("using var own = new CancellationTokenSource(); Keep(own); var x = own.Token; try { await j.WorkAsync(x); } finally { await j.DeleteAsync(1, [|x|]); }")]
    [InlineData("using var own = new CancellationTokenSource(); Console.CancelKeyPress += (_, _) => own.Cancel(); try { await j.WorkAsync(own.Token); } finally { await j.DeleteAsync(1, [|own.Token|]); }")]
    // the token is cancelled for certain
    [InlineData("if (ct.IsCancellationRequested) { await j.SaveAsync(1, [|ct|]); }")]
    [InlineData("if (Ready && ct.IsCancellationRequested) await j.SaveAsync(1, [|ct|]);")]
    [InlineData("while (!ct.IsCancellationRequested) { await j.WorkAsync(ct); } await j.SaveAsync(1, [|ct|]);")]
    [InlineData("do { foreach (int i in new int[2]) { break; } } while (!ct.IsCancellationRequested); await j.SaveAsync(1, [|ct|]);")]
    [InlineData("_stop.Cancel(); await j.SaveAsync(1, [|_stop.Token|]);")]
    [InlineData("await _stop.CancelAsync(); Console.WriteLine(); await j.SaveAsync(1, [|_stop.Token|]);")]
    [InlineData("_stop?.Cancel(); await j.SendAsync(\"bye\", [|_stop!.Token|]);")]
    public Task Clean_up_that_does_not_happen(string body) => Verify.FixesAsync(
        InMethod(body),
        System.Text.RegularExpressions.Regex.Replace(InMethod(body), @"\[\|[^|]*\|\]", "CancellationToken.None"));

    [Theory]
    // not clean-up
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { await Task.Delay(100, ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { await j.LogAsync(\"failed\", ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { await j.ReconnectAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { await j.SendAsync(\"failed\", ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await j.SendAsync(\"end\", ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) { await Task.FromCanceled(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException e) { throw new OperationCanceledException(\"x\", e, ct); }")]
    // again, or in another way
    [InlineData("try { await j.SaveAsync(1, ct); } catch (Exception) { await j.SaveAsync(1, ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { int i = await j.GetAsync(1, ct); await j.SaveAsync(i, ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (TaskCanceledException) { await j.SendAsync(\"time-out\", ct); }")]
    [InlineData("using var own = new CancellationTokenSource(9); try { await j.WorkAsync(ct); await j.WorkAsync(own.Token); } catch (OperationCanceledException) { await j.SendAsync(\"time-out\", ct); }")]
    // the catch is not entered by the cancellation
    [InlineData("try { await j.WorkAsync(ct); } catch (IOException) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) { throw; } catch (Exception) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) when (e is OperationCanceledException) { throw; } catch (Exception) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) when (e is not OperationCanceledException) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) when (!(e is OperationCanceledException)) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) when (!ct.IsCancellationRequested) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) when (!ct.IsCancellationRequested) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) when (_stop.IsCancellationRequested) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) when (Ready) { await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (e is OperationCanceledException) throw; await t.RollbackAsync(ct); }")]
    // it asks
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { if (!ct.IsCancellationRequested) await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { ct.ThrowIfCancellationRequested(); await t.RollbackAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { if (ct.IsCancellationRequested) { Console.WriteLine(); } else { await j.SaveAsync(1, ct); } }")]
    // the work had not the token, or not only that
    [InlineData("try { await j.WorkAsync(default); } finally { await j.DeleteAsync(1, ct); }")]
    [InlineData("try { await j.WorkAsync(_stop.Token); } finally { await j.DeleteAsync(1, ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await j.DeleteAsync(1, CancellationToken.None); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await j.DeleteAsync(1, default); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await j.DeleteAsync(1); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { using var own = new CancellationTokenSource(9); await j.DeleteAsync(1, own.Token); }")]
    [InlineData("try { try { await j.WorkAsync(ct); } catch (Exception) { } } catch (Exception) { await t.RollbackAsync(ct); }")]
    [InlineData("bool done = false; try { await j.WorkAsync(ct); done = true; } finally { if (done) { await t.CommitAsync(ct); } }")]
    // nothing cancels the token
    [InlineData("var none = CancellationToken.None; try { await j.WorkAsync(none); } finally { await j.DeleteAsync(1, none); }")]
    [InlineData("using var own = new CancellationTokenSource(); try { await j.WorkAsync(own.Token); } finally { await j.DeleteAsync(1, own.Token); }")]
    [InlineData("using var own = new CancellationTokenSource(); var x = own.Token; try { await j.WorkAsync(x); } finally { await j.DeleteAsync(1, x); }")]
    // another token by then
    [InlineData("try { await j.WorkAsync(ct); } finally { ct = default; await j.DeleteAsync(1, ct); }")]
    [InlineData("_stop.Cancel(); _stop = new(); await j.SaveAsync(1, _stop.Token);")]
    // the callee leaves the token alone
    [InlineData("try { await j.WorkAsync(ct); } finally { await DeleteIgnoring(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await DeleteTwice(1, ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await DeleteAsking(ct); }")]
    // not cancelled for certain
    [InlineData("if (!ct.IsCancellationRequested) { await j.SaveAsync(1, ct); }")]
    [InlineData("if (Ready || ct.IsCancellationRequested) { await j.SaveAsync(1, ct); }")]
    [InlineData("while (!ct.IsCancellationRequested) { if (Ready) break; } await j.SaveAsync(1, ct);")]
    [InlineData("while (!ct.IsCancellationRequested && Ready) { } await j.SaveAsync(1, ct);")]
    [InlineData("while (!ct.IsCancellationRequested) { await j.SaveAsync(1, ct); }")]
    [InlineData("if (Ready) { _stop.Cancel(); } await j.SaveAsync(1, _stop.Token);")]
    [InlineData("_stop.Cancel(); await j.SaveAsync(1, ct);")]
    [InlineData("_stop.Cancel(); Keep(async () => await j.SaveAsync(1, _stop.Token));")]
    [InlineData("foreach (int i in new[] { 1 }) { try { await j.WorkAsync(ct); } catch (Exception) { await j.SaveAsync(i, ct); } }")]
    [InlineData("for (int i = 0; i < 9; i++) { try { await j.WorkAsync(ct); } catch { await j.SaveAsync(i, ct); } }")]
    [InlineData("try { await j.WorkAsync(ct); } finally { await StopAsync(ct); }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) { await StopAsync(ct); }")]
    public Task Clean_up_that_happens(string body) => Verify.SilentAsync(InMethod(body));

    [Fact]
    public Task In_lambdas_local_functions_and_iterators() => Verify.FixesAsync($$"""
        {{Library}}
        class C
        {
            IJobs jobs = null!;
            Func<CancellationToken, Task> Lambda => async token =>
            {
                try { await jobs.WorkAsync(token); } finally { await jobs.DeleteAsync(1, [|token|]); }
            };
            async Task Captured(CancellationToken token)
            {
                await Local();
                async ValueTask Local() { try { await jobs.WorkAsync(token); } catch { await jobs.DeleteAsync(1, [|token|]); throw; } }
            }
            async IAsyncEnumerable<int> Items([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
            {
                try { yield return await jobs.WorkAsync(token); } finally { await jobs.DeleteAsync(1, [|token|]); }
            }
            Task<bool> Returned(CancellationToken token)
            {
                try { return jobs.WorkAsync(token).ContinueWith(_ => true); } catch (Exception) { return jobs.DeleteAsync(1, [|token|]); }
            }
        }
        """, $$"""
        {{Library}}
        class C
        {
            IJobs jobs = null!;
            Func<CancellationToken, Task> Lambda => async token =>
            {
                try { await jobs.WorkAsync(token); } finally { await jobs.DeleteAsync(1, CancellationToken.None); }
            };
            async Task Captured(CancellationToken token)
            {
                await Local();
                async ValueTask Local() { try { await jobs.WorkAsync(token); } catch { await jobs.DeleteAsync(1, CancellationToken.None); throw; } }
            }
            async IAsyncEnumerable<int> Items([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
            {
                try { yield return await jobs.WorkAsync(token); } finally { await jobs.DeleteAsync(1, CancellationToken.None); }
            }
            Task<bool> Returned(CancellationToken token)
            {
                try { return jobs.WorkAsync(token).ContinueWith(_ => true); } catch (Exception) { return jobs.DeleteAsync(1, CancellationToken.None); }
            }
        }
        """);

    [FactSinceCSharp(12)]
    public Task Parameter_of_a_primary_constructor() => Verify.FixesAsync($$"""
        {{Library}}
        class C(IJobs jobs, CancellationToken stop)
        {
            async Task M() { try { await jobs.WorkAsync(stop); } finally { await jobs.DeleteAsync(1, [|stop|]); } }
        }
        """, $$"""
        {{Library}}
        class C(IJobs jobs, CancellationToken stop)
        {
            async Task M() { try { await jobs.WorkAsync(stop); } finally { await jobs.DeleteAsync(1, CancellationToken.None); } }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => stop.Cancel();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(1);
        }

        await File.WriteAllTextAsync("a", "b", [|stop.Token|]);
        """, """
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => stop.Cancel();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(1);
        }

        await File.WriteAllTextAsync("a", "b", CancellationToken.None);
        """, outputKind: OutputKind.ConsoleApplication);

    /// <summary>The token of a clean-up function bounds the clean-up.</summary>
    /// <summary>What runs does not look at the token, though another class may.</summary>
    [Theory]
    [InlineData("ILocks locks", "class Locks : ILocks { public Task ReleaseAsync(string name, CancellationToken token) { Console.WriteLine(name); return Task.CompletedTask; } }")]
    [InlineData("ILocks locks", "class A : ILocks { public Task ReleaseAsync(string name, CancellationToken token) => Task.CompletedTask; } class B : ILocks { public async Task ReleaseAsync(string name, CancellationToken token) => await Task.Yield(); }")]
    [InlineData("Locks locks", "class Locks { public virtual Task ReleaseAsync(string name, CancellationToken token) => CloseAsync(token); protected virtual async Task CloseAsync(CancellationToken token) => await Task.Yield(); }")]
    [InlineData("Locks locks", "class Locks { ILocks _inner = null!; public virtual async Task ReleaseAsync(string name, CancellationToken token) => await _inner.ReleaseAsync(name, token); } class A : ILocks { public Task ReleaseAsync(string name, CancellationToken token) => Task.CompletedTask; }")]
    public Task What_runs_does_not_heed_the_token(string parameter, string type) => Verify.SilentAsync(Releasing(parameter, type, "token"));

    [Theory]
    [InlineData("ILocks locks", "")]
    [InlineData("ILocks locks", "class A : ILocks { public Task ReleaseAsync(string name, CancellationToken token) => Task.CompletedTask; } class B : ILocks { public async Task ReleaseAsync(string name, CancellationToken token) => await Task.Delay(1, token); }")]
    [InlineData("Locks locks", "class Locks { public virtual Task ReleaseAsync(string name, CancellationToken token) => Task.Delay(1, token); }")]
    [InlineData("Locks locks", "abstract class Locks { public abstract Task ReleaseAsync(string name, CancellationToken token); }")]
    public Task What_runs_heeds_the_token(string parameter, string type)
        => Verify.FixesAsync(Releasing(parameter, type, "[|token|]"), Releasing(parameter, type, "CancellationToken.None"));

    /// <summary>An object keeps the token, or one of several ignores it: nobody sees that the call throws.</summary>
    [Theory]
    [InlineData("ILocks locks", "class A : ILocks { public Task ReleaseAsync(string name, CancellationToken token) => Task.CompletedTask; } class B : ILocks { public async Task ReleaseAsync(string name, CancellationToken token) => await Task.Delay(1, token); }", DiagnosticSeverity.Info)]
    [InlineData("Locks locks", "class Locks { public Task ReleaseAsync(string name, CancellationToken token) => EndAsync(new Reason(token)); Task EndAsync(Reason r) => Task.Delay(1); } class Reason { public Reason(CancellationToken t) { Console.WriteLine(t); } }", DiagnosticSeverity.Info)]
    [InlineData("Locks locks", "class Locks { public async Task ReleaseAsync(string name, CancellationToken token) { await WaitAsync(token); } async Task WaitAsync(CancellationToken t) { using var both = CancellationTokenSource.CreateLinkedTokenSource(t); try { await Task.Delay(1, both.Token); } catch (OperationCanceledException) { if (t.IsCancellationRequested) { } else { throw; } } } }", DiagnosticSeverity.Info)]
    [InlineData("Locks locks", "class Locks { public async Task ReleaseAsync(string name, CancellationToken token) { using var both = CancellationTokenSource.CreateLinkedTokenSource(token); both.CancelAfter(9); await Task.Delay(1, both.Token); } }", DiagnosticSeverity.Warning)]
    [InlineData("Locks locks", "class Locks { public Task ReleaseAsync(string name, CancellationToken token) => Task.Delay(1, token); }", DiagnosticSeverity.Warning)]
    [InlineData("Locks locks", "class Locks { public async Task ReleaseAsync(string name, CancellationToken token) { try { await Task.Delay(1, token); } catch (IOException) { } } }", DiagnosticSeverity.Warning)]
    [InlineData("ILocks locks", "", DiagnosticSeverity.Warning)]
    public Task How_sure_it_is_that_the_call_throws(string parameter, string type, DiagnosticSeverity severity) => Verify.FixesAsync(
        Releasing(parameter, type, "[|token|]"), Releasing(parameter, type, "CancellationToken.None"), severity: severity);

    private static string Releasing(string parameter, string type, string token) => $$"""
        {{Library}}
        interface ILocks { Task ReleaseAsync(string name, CancellationToken token); }
        {{type}}
        class C
        {
            async Task M({{parameter}}, IJobs jobs, CancellationToken token)
            {
                try { await jobs.WorkAsync(token); }
                finally { await locks.ReleaseAsync("a", {{token}}); }
            }
        }
        """;

    /// <summary>What the token stops in the callee is the polite part; the clean-up comes behind it in any case.</summary>
    [Theory]
    [InlineData("try { await SendAsync(token); } catch (Exception) { } finally { _resource.Dispose(); }")]
    [InlineData("try { await SendAsync(token); } finally { _resource.Dispose(); }")]
    [InlineData("try { await SendAsync(token); } catch (OperationCanceledException) { } _resource.Dispose();")]
    [InlineData("try { await QuitAsync(token); } catch { } finally { await CloseSocketAsync(token); }")]
    [InlineData("if (!token.IsCancellationRequested) { Console.WriteLine(); } await Task.Yield();")]
    [InlineData("try { token.ThrowIfCancellationRequested(); } finally { _resource.Dispose(); }")]
    [InlineData("await InnerAsync(token);")]
    public Task Callee_cleans_up_even_so(string body) => Verify.SilentAsync(Closing(body, "token"));

    [Theory]
    [InlineData("await SendAsync(token); _resource.Dispose();")]
    [InlineData("try { await DeleteAsync(token); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { await DeleteAsync(token); } finally { _resource.Dispose(); }")]
    [InlineData("try { await ReleaseAsync(token); } finally { _resource.Dispose(); }")]
    [InlineData("try { await SendAsync(token); } catch (OperationCanceledException) { } Console.WriteLine();")]
    [InlineData("try { await SendAsync(token); } catch (IOException) { } _resource.Dispose();")]
    [InlineData("try { Console.WriteLine(); } finally { await SendAsync(token); _resource.Dispose(); }")]
    public Task Callee_is_stopped_before_it_cleans_up(string body)
        => Verify.FixesAsync(Closing(body, "[|token|]"), Closing(body, "CancellationToken.None"));

    private static string Closing(string body, string token) => $$"""
        {{Library}}
        interface IClient { Task CloseAsync(CancellationToken token); }
        class Client : IClient
        {
            IDisposable _resource = null!;
            async Task IClient.CloseAsync(CancellationToken token) { {{body}} }
            async Task InnerAsync(CancellationToken token) { try { await SendAsync(token); } finally { _resource.Dispose(); } }
            async Task CloseSocketAsync(CancellationToken token) { _resource.Dispose(); await Task.Yield(); }
            static Task SendAsync(CancellationToken token) => Task.Delay(1, token);
            static Task QuitAsync(CancellationToken token) => Task.Delay(1, token);
            static Task DeleteAsync(CancellationToken token) => Task.Delay(1, token);
            static Task ReleaseAsync(CancellationToken token) => Task.Delay(1, token);
        }
        class C
        {
            public async Task M(IClient client, IJobs jobs, CancellationToken token)
            {
                try { await jobs.WorkAsync(token); }
                finally { await client.CloseAsync({{token}}); }
            }
        }
        """;

    /// <summary>To remove is work as any other; only what closes, stops or takes back is bounded by its token.</summary>
    [Fact]
    public Task Work_that_removes() => Verify.FixesAsync($$"""
        {{Library}}
        class C
        {
            public async Task DeleteOrderAsync(ITransaction transaction, IJobs jobs, CancellationToken token)
            {
                try { await jobs.DeleteAsync(1, token); await transaction.CommitAsync(token); }
                catch (Exception) { await transaction.RollbackAsync([|token|]); throw; }
            }
        }
        """, $$"""
        {{Library}}
        class C
        {
            public async Task DeleteOrderAsync(ITransaction transaction, IJobs jobs, CancellationToken token)
            {
                try { await jobs.DeleteAsync(1, token); await transaction.CommitAsync(token); }
                catch (Exception) { await transaction.RollbackAsync(CancellationToken.None); throw; }
            }
        }
        """);

    [Fact]
    public Task What_is_left_in_a_buffer_is_a_suggestion() => Verify.FixesAsync("""
        class C
        {
            public async Task M(Stream stream, byte[] data, CancellationToken token)
            {
                try { await stream.WriteAsync(data, 0, 1, token); }
                finally { await stream.FlushAsync({|#0:token|}); }
            }
        }
        """, """
        class C
        {
            public async Task M(Stream stream, byte[] data, CancellationToken token)
            {
                try { await stream.WriteAsync(data, 0, 1, token); }
                finally { await stream.FlushAsync(CancellationToken.None); }
            }
        }
        """, configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5003", DiagnosticSeverity.Info).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>Nothing cancels a token that all callers leave out.</summary>
    [Theory]
    [InlineData("private async Task M(IJobs j, CancellationToken t = default) { {0} } public Task A(IJobs j) => M(j); public Task B(IJobs j) => M(j, CancellationToken.None);")]
    [InlineData("internal async Task M(IJobs j, CancellationToken t = default) { {0} } public Task A(IJobs j) => M(j);")]
    [InlineData("private async Task M(IJobs j, CancellationToken t) { {0} } private Task A(IJobs j, CancellationToken u) => M(j, u); public Task B(IJobs j) => A(j, default);")]
    [InlineData("readonly CancellationToken t; private C(CancellationToken u) { t = u; } public static C Make() => new C(default); public async Task M(IJobs j) { {0} }")]
    [InlineData("CancellationToken t { get; } = CancellationToken.None; public async Task M(IJobs j) { {0} }")]
    public Task Token_that_nobody_cancels(string members) => Verify.SilentAsync(WithMembers(members, "t"));

    [Theory]
    [InlineData("public async Task M(IJobs j, CancellationToken t = default) { {0} } public Task A(IJobs j) => M(j);")]
    [InlineData("private async Task M(IJobs j, CancellationToken t = default) { {0} } public Task A(IJobs j) => M(j); public Task B(IJobs j, CancellationToken u) => M(j, u);")]
    [InlineData("internal async Task M(IJobs j, CancellationToken t = default) { {0} } public Task A(IJobs j) => M(j); public Func<IJobs, CancellationToken, Task> B => M;")]
    [InlineData("internal async Task M(IJobs j, CancellationToken t = default) { {0} }")]
    [InlineData("readonly CancellationToken t; public C(CancellationToken u) { t = u; } public static C Make() => new C(default); public async Task M(IJobs j) { {0} }")]
    [InlineData("CancellationToken t = default; public void Set(CancellationToken u) => t = u; public async Task M(IJobs j) { {0} }")]
    public Task Token_that_somebody_may_cancel(string members)
        => Verify.FixesAsync(WithMembers(members, "[|t|]"), WithMembers(members, "CancellationToken.None"));

    private static string WithMembers(string members, string token) => $$"""
        {{Library}}
        public class C
        {
            {{members.Replace("{0}", "try { await j.WorkAsync(t); } finally { await j.DeleteAsync(1, " + token + "); }")}}
        }
        """.Replace("interface I", "public interface I");

    [Fact]
    public Task In_clean_up_functions() => Verify.SilentAsync($$"""
        {{Library}}
        class C
        {
            IJobs jobs = null!;
            async Task StopAsync(CancellationToken token)
            {
                try { await jobs.WorkAsync(token); } finally { await jobs.DeleteAsync(1, token); }
            }
            async Task CloseConnectionAsync(CancellationToken token)
            {
                try { await jobs.WorkAsync(token); } catch { await jobs.DeleteAsync(1, token); throw; }
            }
        }
        """);

    [Fact]
    public Task Look_alike_types() => Verify.SilentAsync("""
        struct CancellationToken { public bool IsCancellationRequested => false; }
        class C
        {
            static Task DeleteAsync(CancellationToken token) => Task.CompletedTask;
            static async Task M(CancellationToken token)
            {
                try { await DeleteAsync(token); } finally { await DeleteAsync(token); }
                if (token.IsCancellationRequested) { await DeleteAsync(token); }
            }
        }
        """);

    [Fact]
    public Task Code_that_does_not_compile() => Verify.SilentAsync("""
        class C
        {
            static async Task M(CancellationToken token)
            {
                try { await {|CS0103:Work|}(token); } finally { await {|CS0103:DeleteAsync|}(token); {|CS0103:CloseAsync|}({|CS0103:missing|}); }
            }
        }
        """);

    /// <summary>Old C# has no using declarations, a switch section no place for them, and what is not awaited outlives them.</summary>
    [Theory]
    [InlineData("finally { await j.DeleteAsync(1, [|ct|]); }", LanguageVersion.CSharp7_3)]
    [InlineData("finally { if (Ready) await j.DeleteAsync(1, [|ct|]); }", LanguageVersion.CSharp10)]
    [InlineData("finally { switch (1) { default: await j.DeleteAsync(1, [|ct|]); break; } }", LanguageVersion.CSharp10)]
    [InlineData("finally { _ = j.DeleteAsync(1, [|ct|]); }", LanguageVersion.CSharp10)]
    public async Task No_time_out(string end, LanguageVersion version)
    {
        string source = $$"""
            using System.Threading;
            using System.Threading.Tasks;
            interface IJobs { Task<bool> DeleteAsync(int id, CancellationToken token); }
            class C
            {
                bool Ready = true;
                async Task M(IJobs j, CancellationToken ct) { try { await Task.Delay(1, ct); } {{end}} }
            }
            """;
        await Verify.FixesAsync(source, source, 1, version, globalUsings: false);
    }

    [Fact]
    public Task Two_time_outs_in_one_block() => Verify.FixesAsync($$"""
        {{Library}}
        class C
        {
            async Task M(IJobs jobs, CancellationToken token)
            {
                try
                {
                    await jobs.WorkAsync(token);
                }
                finally
                {
                    await jobs.DeleteAsync(1, [|token|]);
                    await jobs.SaveAsync(2, [|token|]);
                }
            }
        }
        """, $$"""
        {{Library}}
        class C
        {
            async Task M(IJobs jobs, CancellationToken token)
            {
                try
                {
                    await jobs.WorkAsync(token);
                }
                finally
                {
                    using var cleanup = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    await jobs.DeleteAsync(1, cleanup.Token);
                    using var cleanup2 = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    await jobs.SaveAsync(2, cleanup2.Token);
                }
            }
        }
        """, codeActionIndex: 1);

    /// <summary>The next item has its turn: that a stop is not recorded as the failure of this one is no loss.</summary>
    [Theory]
    [InlineData("await Parallel.ForEachAsync(new int[9], ct, async (i, u) => { try { await j.WorkAsync(u); } catch (Exception) { await j.SaveAsync(i, u); } });")]
    [InlineData("await Task.WhenAll(new int[9].Select(async i => { try { await j.WorkAsync(ct); } catch (Exception e) { Keep(e); await j.SaveAsync(i, ct); } }));")]
    [InlineData("foreach (int i in new int[9]) { await One(i); } async Task One(int i) { try { await j.WorkAsync(ct); } catch (Exception) { await j.SaveAsync(i, ct); } }")]
    [InlineData("await Task.WhenAll(new int[9].Select(i => One(i))); async Task One(int i) { try { await j.WorkAsync(ct); } catch { await j.SaveAsync(i, ct); } }")]
    [InlineData("while (await j.NextAsync(ct)) { try { await j.WorkAsync(ct); } catch (Exception e) { Keep(e); await j.SaveAsync(1, ct); continue; } }")]
    [InlineData("await foreach (int i in Items().WithCancellation(ct)) { if (i > 0) { try { await j.WorkAsync(ct); } catch (Exception) { await j.SaveAsync(i, ct); } } }")]
    public Task One_item_of_many(string body) => Verify.SilentAsync(InMethod(body)
        .Replace("Task<int> WorkAsync(", "Task<bool> NextAsync(CancellationToken token); Task<int> WorkAsync("));

    [Fact]
    public Task One_item_by_a_method_that_a_loop_calls() => Verify.SilentAsync($$"""
        {{Library}}
        class C
        {
            public async Task M(IJobs jobs, CancellationToken token) { foreach (int i in new int[9]) await OneAsync(jobs, i, token); }
            private async Task OneAsync(IJobs jobs, int item, CancellationToken token)
            {
                try { await jobs.WorkAsync(token); }
                catch (Exception) { await jobs.SaveAsync(item, token); }
            }
        }
        """);

    [Theory]
    [InlineData("await Parallel.ForEachAsync(new int[9], ct, async (i, u) => { try { await j.WorkAsync(u); } catch (Exception) { await t.RollbackAsync([|u|]); } });")]
    [InlineData("await Task.WhenAll(new int[9].Select(async i => { try { await j.WorkAsync(ct); } catch (Exception) { await j.SaveAsync(i, [|ct|]); throw; } }));")]
    [InlineData("await One(1); async Task One(int i) { try { await j.WorkAsync(ct); } catch (Exception) { await j.SaveAsync(i, [|ct|]); } }")]
    [InlineData("await Run(async () => { try { await j.WorkAsync(ct); } catch (Exception) { await j.SaveAsync(1, [|ct|]); } });")]
    [InlineData("try { foreach (int i in new int[9]) { await j.WorkAsync(ct); } } catch (Exception) { await j.SaveAsync(1, [|ct|]); }")]
    public Task More_than_one_item(string body) => Verify.SilentAsync(InMethod(body));

    /// <summary>What is saved is no clean-up of something held.</summary>
    [Theory]
    [InlineData("try { await j.WorkAsync(ct); } finally { await j.SaveAsync(1, [|ct|]); }", DiagnosticSeverity.Info)]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception) { await j.SaveAsync(1, [|ct|]); throw; }", DiagnosticSeverity.Info)]
    [InlineData("try { await j.WorkAsync(ct); } catch (OperationCanceledException) { await j.SaveAsync(1, [|ct|]); throw; }", DiagnosticSeverity.Warning)]
    [InlineData("if (ct.IsCancellationRequested) { await j.SaveAsync(1, [|ct|]); }", DiagnosticSeverity.Warning)]
    [InlineData("try { await j.WorkAsync(ct); } finally { await j.DeleteAsync(1, [|ct|]); }", DiagnosticSeverity.Warning)]
    [InlineData("try { await j.WorkAsync(ct); } catch { await t.RollbackAsync([|ct|]); throw; }", DiagnosticSeverity.Warning)]
    [InlineData("await using ITransaction x = t; try { await j.WorkAsync(ct); } catch { await x.RollbackAsync([|ct|]); throw; }", DiagnosticSeverity.Info)]
    [InlineData("await using (ITransaction x = t) { try { await j.WorkAsync(ct); } catch { await x.RollbackAsync([|ct|]); throw; } }", DiagnosticSeverity.Info)]
    [InlineData("ITransaction x = t; try { await j.WorkAsync(ct); } catch { await x.RollbackAsync([|ct|]); throw; }", DiagnosticSeverity.Warning)]
    public Task How_much_is_missed(string body, DiagnosticSeverity severity) => Verify.FixesAsync(
        InMethod(body),
        System.Text.RegularExpressions.Regex.Replace(InMethod(body), @"\[\|[^|]*\|\]", "CancellationToken.None"),
        severity: severity);

    /// <summary>The same call stood before, and what it said was looked at.</summary>
    [Theory]
    [InlineData("bool ok = await j.DeleteAsync(1, ct); if (!ok) { try { await j.WorkAsync(ct); } catch (Exception) { ok = await j.DeleteAsync(1, ct); if (!ok) throw; } }")]
    [InlineData("if (!await j.DeleteAsync(1, ct).ConfigureAwait(false)) { try { await j.WorkAsync(ct); } catch (Exception) { if (!await j.DeleteAsync(1, ct).ConfigureAwait(false)) throw; } }")]
    // no cancellation comes there
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (e is InvalidOperationException) { await j.DeleteAsync(1, ct); } throw; }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (ReferenceEquals(e, j) && Ready) { await j.DeleteAsync(1, ct); } throw; }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (e.Equals(j)) { await j.DeleteAsync(1, ct); } throw; }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (e is IOException io && Ready) { Keep(io); await j.DeleteAsync(1, ct); } throw; }")]
    [InlineData("bool made = false; try { if (Ready) { made = true; return; } await j.WorkAsync(ct); } finally { if (made) { await j.DeleteAsync(1, ct); } }")]
    public Task Tried_again_or_not_reached(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("await j.DeleteAsync(1, ct); try { await j.WorkAsync(ct); } catch (Exception) { await j.DeleteAsync(1, [|ct|]); throw; }")]
    [InlineData("bool ok = await j.DeleteAsync(2, ct); try { await j.WorkAsync(ct); } catch (Exception) { ok = await j.DeleteAsync(1, [|ct|]); throw; }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (ReferenceEquals(j, null)) { await j!.DeleteAsync(1, [|ct|]); } Keep(e); throw; }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (!ReferenceEquals(e, j)) { await j.DeleteAsync(1, [|ct|]); } throw; }")]
    [InlineData("try { await j.WorkAsync(ct); } catch (Exception e) { if (e is Exception) { await j.DeleteAsync(1, [|ct|]); } throw; }")]
    [InlineData("bool made = false; try { made = true; await j.WorkAsync(ct); } finally { if (made) { await j.DeleteAsync(1, [|ct|]); } }")]
    [InlineData("bool made = false; try { if (Ready) { made = true; } await j.WorkAsync(ct); } finally { if (made) { await j.DeleteAsync(1, [|ct|]); } }")]
    public Task Still_cleaned_up(string body) => Reporting.ReportsAsync(InMethod(body));

    /// <summary>A lock that is given back for a while, and taken again with a token: who releases it in the end does not hold it.</summary>
    [Theory]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "_s.Release(); try { await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]).ConfigureAwait(false); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.WorkAsync(ct); } catch (OperationCanceledException) { await _s.WaitAsync([|ct|]); throw; }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { this._s.Release(); await j.LogAsync(null!); } catch (IOException) { await _s.WaitAsync([|ct|]); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.LogAsync(null!); } finally { _s.Wait([|ct|]); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "_s.Release(); try { await j.LogAsync(null!); } finally { await _s.WaitAsync([|_stop.Token|]); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } catch (Exception) { _s.Release(); throw; }", "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]); }")]
    [InlineData("foreach (int i in new int[9]) { try { {0} } finally { _s.Release(); } }", "foreach (int k in new int[9]) { try { if (k > i) _s.Release(); await j.LogAsync(null!); } finally { if (k > i) await _s.WaitAsync([|ct|]); } }")]
    [InlineData("var s = new SemaphoreSlim(4); await s.WaitAsync(ct); try { {0} } finally { s.Release(); }", "s.Release(); try { await j.LogAsync(null!); } finally { await s.WaitAsync([|ct|]); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { if (_s.CurrentCount == 0) { _s.Release(); } }", "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]); }")]
    // Its callers have taken it.
    [InlineData("{0} } async Task A(IJobs j, CancellationToken ct) { await _s.WaitAsync(ct); try { await M(j, ct); } finally { _s.Release(); }", "_s.Release(); try { await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]); }")]
    [InlineData("if (j is null) { {0} } } async Task A(IJobs j, CancellationToken ct) { await _s.WaitAsync(ct); try { await M(j, ct); } catch { _s.Release(); throw; }", "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]); }")]
    public Task Lock_taken_again(string around, string body) => Verify.FixesAsync(
        Locking(around, body), Locking(around, Regex.Replace(body, @"\[\|[\w.]+\|\]", "CancellationToken.None")));

    [Theory]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync(); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync(CancellationToken.None); }")]
    // Another lock, or one that is taken for the clean-up alone.
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.LogAsync(null!); } finally { await _t.WaitAsync(ct); }")]
    [InlineData("{0}", "try { await _s.WaitAsync(ct); try { Keep(j); } finally { _s.Release(); } } finally { await _s.WaitAsync(ct); try { Keep(j); } finally { _s.Release(); } }")]
    [InlineData("try { {0} } finally { _s.Release(); }", "try { await j.LogAsync(null!); } finally { await _s.WaitAsync(ct); }")]
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.LogAsync(null!); await _s.WaitAsync(); } finally { await _t.WaitAsync(ct); }")]
    // A flag, or the answer, tells whether it is held.
    [InlineData("bool held = true; await _s.WaitAsync(ct); try { {0} } finally { if (held) { _s.Release(); } }", "held = false; _s.Release(); try { await j.LogAsync(null!); } finally { await _s.WaitAsync(ct); held = true; }")]
    [InlineData("bool held = true; await _s.WaitAsync(ct); try { {0} } finally { if (held) { _s.Release(); } }", "try { _s.Release(); await j.LogAsync(null!); } finally { held = await _s.WaitAsync(99, ct); }")]
    // Taken without the token then.
    [InlineData("await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }", "try { _s.Release(); await j.LogAsync(null!); } finally { try { await _s.WaitAsync(ct); } catch (OperationCanceledException) { await _s.WaitAsync(); throw; } }")]
    // Nothing releases it after an exception.
    [InlineData("await _s.WaitAsync(ct); {0} _s.Release();", "_s.Release(); try { await j.LogAsync(null!); } finally { await _s.WaitAsync(ct); }")]
    [InlineData("{0} } async Task A(IJobs j, CancellationToken ct) { await _s.WaitAsync(ct); await M(j, ct); _s.Release();", "_s.Release(); try { await j.LogAsync(null!); } finally { await _s.WaitAsync(ct); }")]
    // It has no such lock.
    [InlineData("Keep(j);", "{0}")]
    public Task Lock_that_is_held_in_the_end(string around, string body) => Verify.SilentAsync(Locking(around, body));

    [Theory]
    [InlineData("await M(j, ct);", DiagnosticSeverity.Warning)]
    [InlineData("await j.LogAsync(null!);", DiagnosticSeverity.Info)]
    public Task Lock_that_a_caller_releases(string call, DiagnosticSeverity severity) => Reporting.ReportsAsync(
        Locking(
            "{0} } async Task A(IJobs j, CancellationToken ct) { await _s.WaitAsync(ct); try { " + call + " } finally { _s.Release(); }",
            "_s.Release(); try { await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]); }"),
        severity: severity);

    [Fact]
    public Task Lock_taken_again_is_given_no_time_out()
    {
        string source = Locking(
            "await _s.WaitAsync(ct); try { {0} } finally { _s.Release(); }",
            "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync([|ct|]); }");
        return Verify.FixesAsync(source, source, 1);
    }

    [Fact]
    public Task Message_for_a_lock_taken_again() => Verify.FixesAsync(
        Locking(
            "await _s.WaitAsync(ct); try { {0} } finally { {|#1:_s.Release()|}; }",
            "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync({|#0:ct|}); }"),
        Locking(
            "await _s.WaitAsync(ct); try { {0} } finally { {|#1:_s.Release()|}; }",
            "try { _s.Release(); await j.LogAsync(null!); } finally { await _s.WaitAsync(CancellationToken.None); }"),
        configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5003", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'WaitAsync' throws when 'ct' is cancelled, and what is released in the end (Test0.cs:25) is not held; "
                    + "pass 'CancellationToken.None'")));

    private static string Locking(string around, string body) => $$"""
        {{Library}}
        class C
        {
            readonly SemaphoreSlim _s = new(1, 1);
            readonly SemaphoreSlim _t = new(1, 1);
            readonly CancellationTokenSource _stop = new();
            public void Stop() => _stop.Cancel();
            public async Task M(IJobs j, CancellationToken ct)
            {
                {{around.Replace("{0}", body)}}
            }
            static void Keep(object o) { }
        }
        """;

    private static string InMethod(string body) => $$"""
        {{Library}}
        class Call { public CancellationToken Aborted { get; } }
        static class Extensions { public static Task TryDeleteAsync(this IJobs jobs, CancellationToken token) => jobs.SaveAsync(1, token); }
        class C
        {
            CancellationTokenSource _stop = new();
            CancellationToken _token;
            bool Ready { get; set; }
            Call Request { get; } = new();
            async Task M(ITransaction t, IJobs j, CancellationToken ct)
            {
                {{body}}
            }
            static async Task CleanUpAsync(CancellationToken token) => await StopAll("", token);
            static async Task StopAll<T>(T item, CancellationToken token) { token.ThrowIfCancellationRequested(); await Task.Yield(); }
            static async Task DeleteIgnoring(CancellationToken token) => await Task.Yield();
            static Task DeleteTwice(int id, CancellationToken token) => DeleteIgnoring(token);
            static async Task DeleteAsking(CancellationToken token) { while (!token.IsCancellationRequested) await Task.Yield(); }
            static async Task StopAsync(CancellationToken token) => await Task.Delay(1, token);
            static Task Run(Func<Task> work) => work();
            static async IAsyncEnumerable<int> Items() { await Task.Yield(); yield return 1; }
            static void Keep(object o) { }
        }
        """;

    /// <summary>The token of a test, which the clean-up cancels when all is over.</summary>
    [Theory]
    [InlineData("protected CancellationTokenSource source = new(); [TestCleanup] public void TearDownAll() { source.Cancel(); }", true)]
    [InlineData("protected CancellationTokenSource source = new(); public async Task TestCleanup() { source.Cancel(); await Task.Yield(); }", true)]
    [InlineData("protected CancellationTokenSource source = new(); public void Dispose() => source.Cancel();", true)]
    [InlineData("protected CancellationTokenSource source = new(); public void Stop() => source.Cancel();", false)]
    [InlineData("protected CancellationTokenSource source = new(); public void Limit() => source.CancelAfter(9);", false)]
    public Task Token_of_a_test(string members, bool isSilent)
    {
        string source = $$"""
            {{Library}}
            class TestCleanupAttribute : Attribute { }
            namespace Xunit { class FactAttribute : Attribute { } }
            class Base { {{members}} }
            class DatabaseTests : Base
            {
                async Task M(IJobs jobs)
                {
                    try { await jobs.WorkAsync(source.Token); }
                    finally { await jobs.DeleteAsync(1, {{(isSilent ? "source.Token" : "[|source.Token|]")}}); }
                }
            }
            """;
        return isSilent ? Verify.SilentAsync(source) : Reporting.ReportsAsync(source);
    }
}
