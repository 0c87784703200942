using Reporting = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3004LockNotReleasedAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3004LockNotReleasedAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3004LockNotReleasedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A lock that some path does not release, or releases without having taken it.</summary>
public class ASYNC3004LockNotReleasedTests
{
    [Theory]
    [InlineData("try { await [|_gate.WaitAsync(ct)|]; await Work(); } finally { _gate.Release(); }",
        "await _gate.WaitAsync(ct); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("try { await [|_gate.WaitAsync(ct)|].ConfigureAwait(false); await Work(); } finally { _gate.Release(); }",
        "await _gate.WaitAsync(ct).ConfigureAwait(false); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("try { [|_gate.Wait(ct)|]; await Work(); } finally { this._gate.Release(); }",
        "_gate.Wait(ct); try { await Work(); } finally { this._gate.Release(); }")]
    [InlineData("try { await [|_ten.WaitAsync(ct)|]; await Work(); } finally { _ten.Release(); }",
        "await _ten.WaitAsync(ct); try { await Work(); } finally { _ten.Release(); }")]
    [InlineData("try { await [|given.WaitAsync(ct)|]; await Work(); } finally { given.Release(); }",
        "await given.WaitAsync(ct); try { await Work(); } finally { given.Release(); }")]
    [InlineData("try { if (!await [|_gate.WaitAsync(5, ct)|]) { return; } await Work(); } finally { _gate.Release(); }",
        "if (!await _gate.WaitAsync(5, ct)) { return; } try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("try { if (!await [|_gate.WaitAsync(5)|]) return; await Work(); } finally { _gate.Release(); }",
        "if (!await _gate.WaitAsync(5)) return; try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("try { int n = _n; await [|_gate.WaitAsync(ct)|]; _n = n; } finally { _gate.Release(); }",
        "int n = _n; await _gate.WaitAsync(ct); try { _n = n; } finally { _gate.Release(); }")]
    [InlineData("try { await Work(); await [|_gate.WaitAsync()|]; _n = 1; } finally { _gate.Release(); }",
        "await Work(); await _gate.WaitAsync(); try { _n = 1; } finally { _gate.Release(); }")]
    [InlineData("try { if (_n > 1) { return; } await [|_gate.WaitAsync()|]; await Work(); } finally { _gate.Release(); }",
        "if (_n > 1) { return; } await _gate.WaitAsync(); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("try { await [|_gate.WaitAsync(ct)|]; await Work(); } finally { _ = _gate.Release(); }",
        "await _gate.WaitAsync(ct); try { await Work(); } finally { _ = _gate.Release(); }")]
    public Task The_wait_moves_before_the_try(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Theory]
    [InlineData("try { await [|_gate.WaitAsync(ct)|]; await Work(); } catch (Exception) { _n = 1; } finally { _gate.Release(); }")]
    [InlineData("try { await [|_gate.WaitAsync(ct)|]; await Work(); } finally { _gate.Release(); _n = 0; }")]
    [InlineData("try { await [|_gate.WaitAsync(ct)|]; } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { _gate.Release(); await [|_gate.WaitAsync(ct)|]; await Work(); } finally { _gate.Release(); }")]
    public Task No_fix_where_more_would_change(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("try { await {|#0:_gate.WaitAsync(ct)|}; await Work(); } finally { _gate.Release(); }", "wait before the 'try'")]
    [InlineData("try { await {|#0:_gate.WaitAsync(ct)|}; await Work(); } finally { _gate.Release(); _n = 0; }", "release it only if it was taken")]
    public Task The_advice_keeps_what_else_the_finally_does(string body, string advice) => Reporting.ReportsAsync(
        Member(body), configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC3004", DiagnosticSeverity.Warning).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            test.DiagnosticVerifier = (diagnostic, _, _) => Assert.EndsWith("; " + advice, diagnostic.GetMessage(null), StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("await [|_gate.WaitAsync(500)|]; try { await Work(); } finally { _gate.Release(); }",
        "if (!await _gate.WaitAsync(500)) { throw new TimeoutException(); } try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("try { await [|_gate.WaitAsync(TimeSpan.FromSeconds(1))|]; await Work(); } finally { _gate.Release(); }",
        "if (!await _gate.WaitAsync(TimeSpan.FromSeconds(1))) { throw new TimeoutException(); } try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("_ = await [|_gate.WaitAsync(500)|]; try { await Work(); } finally { _gate.Release(); }",
        "if (!await _gate.WaitAsync(500)) { throw new TimeoutException(); } try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("[|Monitor.TryEnter(_o, 500)|]; try { _n++; } finally { Monitor.Exit(_o); }",
        "if (!Monitor.TryEnter(_o, 500)) { throw new TimeoutException(); } try { _n++; } finally { Monitor.Exit(_o); }")]
    [InlineData("[|_rw.TryEnterReadLock(1)|]; try { _n++; } finally { _rw.ExitReadLock(); }",
        "if (!_rw.TryEnterReadLock(1)) { throw new TimeoutException(); } try { _n++; } finally { _rw.ExitReadLock(); }")]
    [InlineData("[|_rw.TryEnterWriteLock(500)|]; try { _n++; } finally { _rw.ExitWriteLock(); }",
        "if (!_rw.TryEnterWriteLock(500)) { throw new TimeoutException(); } try { _n++; } finally { _rw.ExitWriteLock(); }")]
    [InlineData("[|_mutex.WaitOne(500)|]; try { _n++; } finally { _mutex.ReleaseMutex(); }",
        "if (!_mutex.WaitOne(500)) { throw new TimeoutException(); } try { _n++; } finally { _mutex.ReleaseMutex(); }")]
    public Task The_answer_is_tested(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Theory]
    [InlineData("await [|_gate.WaitAsync()|]; await Work(); _gate.Release();",
        "await _gate.WaitAsync(); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("await [|_gate.WaitAsync()|]; await Work(); _ = _gate.Release();",
        "await _gate.WaitAsync(); try { await Work(); } finally { _ = _gate.Release(); }")]
    [InlineData("await [|_gate.WaitAsync(ct)|]; _n = 1; await Work(); _n = 2; _gate.Release(); _n = 3;",
        "await _gate.WaitAsync(ct); try { _n = 1; await Work(); _n = 2; } finally { _gate.Release(); } _n = 3;")]
    [InlineData("await [|_gate.WaitAsync()|]; if (_n > 1) { return; } _n = 1; _gate.Release();",
        "await _gate.WaitAsync(); try { if (_n > 1) { return; } _n = 1; } finally { _gate.Release(); }")]
    [InlineData("[|_gate.Wait()|]; run(); _gate.Release();",
        "_gate.Wait(); try { run(); } finally { _gate.Release(); }")]
    [InlineData("[|Monitor.Enter(_o)|]; run(); Monitor.Exit(_o);",
        "Monitor.Enter(_o); try { run(); } finally { Monitor.Exit(_o); }")]
    [InlineData("[|_rw.EnterReadLock()|]; if (_n > 1) { return; } _n = 2; _rw.ExitReadLock();",
        "_rw.EnterReadLock(); try { if (_n > 1) { return; } _n = 2; } finally { _rw.ExitReadLock(); }")]
    [InlineData("[|_rw.EnterReadLock()|]; File.Delete(\"a\"); _rw.ExitReadLock();",
        "_rw.EnterReadLock(); try { File.Delete(\"a\"); } finally { _rw.ExitReadLock(); }")]
    [InlineData("[|_rw.EnterReadLock()|]; if (_n > 1) { throw new InvalidOperationException(); } _n = 2; _rw.ExitReadLock();",
        "_rw.EnterReadLock(); try { if (_n > 1) { throw new InvalidOperationException(); } _n = 2; } finally { _rw.ExitReadLock(); }")]
    [InlineData("[|Monitor.Enter(_o)|]; switch (_n) { case 1: throw new ArgumentException(\"n\"); default: _n = 2; break; } Monitor.Exit(_o);",
        "Monitor.Enter(_o); try { switch (_n) { case 1: throw new ArgumentException(\"n\"); default: _n = 2; break; } } finally { Monitor.Exit(_o); }")]
    [InlineData("[|_gate.Wait()|]; for (int i = 0; i < 9; i++) { if (i == _n) throw new InvalidOperationException(); } _gate.Release();",
        "_gate.Wait(); try { for (int i = 0; i < 9; i++) { if (i == _n) throw new InvalidOperationException(); } } finally { _gate.Release(); }")]
    public Task The_release_moves_into_a_finally(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Theory]
    [InlineData("await [|_gate.WaitAsync()|]; int n = await Number(); _gate.Release(); _n = n;")]
    [InlineData("await [|_gate.WaitAsync()|]; using var s = new MemoryStream(); await Work(); _gate.Release();")]
    [InlineData("await [|_gate.WaitAsync()|]; if (_n > 1) { _gate.Release(); return; } await Work(); _gate.Release();")]
    [InlineData("await [|_gate.WaitAsync()|]; if (_n > 1) { this._gate.Release(); return; } await Work(); _gate.Release();")]
    public Task No_fix_where_a_scope_or_another_release_is_in_the_way(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("_rw.EnterWriteLock(); try { _n++; } finally { [|_rw.ExitReadLock()|]; }",
        "_rw.EnterWriteLock(); try { _n++; } finally { _rw.ExitWriteLock(); }")]
    [InlineData("_rw.EnterUpgradeableReadLock(); try { _n++; } finally { [|_rw.ExitReadLock()|]; }",
        "_rw.EnterUpgradeableReadLock(); try { _n++; } finally { _rw.ExitUpgradeableReadLock(); }")]
    public Task The_right_side_is_released(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Theory]
    // Released on each path.
    [InlineData("_rw.EnterReadLock(); if (_n > 1) { _rw.ExitReadLock(); throw new InvalidOperationException(); } _n = 2; _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); try { if (_n > 1) { throw new InvalidOperationException(); } } catch (InvalidOperationException) { _n = 1; } _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); try { if (_n > 1) { throw new InvalidOperationException(); } _n = 2; } finally { _rw.ExitReadLock(); }")]
    [InlineData("if (_n > 1) { throw new InvalidOperationException(); } _gate.Wait(); _n = 2; _gate.Release(); if (_n > 2) { throw new InvalidOperationException(); }")]
    [InlineData("Monitor.Enter(_o); Action fail = () => throw new InvalidOperationException(); _n = 2; Monitor.Exit(_o); fail();")]
    [InlineData("await _gate.WaitAsync(ct); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { if (_n > 1) { return; } await Work(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Work(); } catch { _n = 1; } _gate.Release();")]
    [InlineData("await _gate.WaitAsync(); try { await Work(); } catch { _gate.Release(); throw; } _gate.Release();")]
    [InlineData("await _gate.WaitAsync(); _n = 1; _gate.Release();")]
    [InlineData("await _gate.WaitAsync(); if (_n > 1) { _gate.Release(); return; } _n = 1; _gate.Release();")]
    [InlineData("try { await _gate.WaitAsync(); _n++; } finally { _gate.Release(); }")]
    [InlineData("try { await _gate.WaitAsync(CancellationToken.None); _n++; } finally { _gate.Release(); }")]
    [InlineData("try { await _gate.WaitAsync(); await Work(); } finally { _gate.Release(); }")]
    [InlineData("Monitor.Enter(_o); try { run(); } finally { Monitor.Exit(_o); }")]
    // A flag or the answer tells.
    [InlineData("bool taken = false; try { await _gate.WaitAsync(ct); taken = true; await Work(); } finally { if (taken) { _gate.Release(); } }")]
    [InlineData("bool taken = false; try { taken = await _gate.WaitAsync(5, ct); if (taken) { await Work(); } } finally { if (taken) _gate.Release(); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(_o, ref taken); run(); } finally { if (taken) Monitor.Exit(_o); }")]
    [InlineData("bool taken = false; try { Monitor.TryEnter(_o, 5, ref taken); run(); } finally { if (taken) Monitor.Exit(_o); }")]
    [InlineData("if (await _gate.WaitAsync(5)) { try { await Work(); } finally { _gate.Release(); } }")]
    [InlineData("if (!await _gate.WaitAsync(5)) { return; } try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("if (!await _gate.WaitAsync(5)) { throw new TimeoutException(); } try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("bool got = await _gate.WaitAsync(5); if (!got) return; try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(Timeout.Infinite, ct); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(-1); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(Timeout.InfiniteTimeSpan, ct); try { await Work(); } finally { _gate.Release(); }")]
    [InlineData("_rw.TryEnterWriteLock(-1); try { _n++; } finally { _rw.ExitWriteLock(); }")]
    [InlineData("_rw.TryEnterReadLock(Timeout.Infinite); try { _n++; } finally { _rw.ExitReadLock(); }")]
    [InlineData("_rw.TryEnterUpgradeableReadLock(Timeout.InfiniteTimeSpan); try { _n++; } finally { _rw.ExitUpgradeableReadLock(); }")]
    [InlineData("Monitor.TryEnter(_o, TimeSpan.FromMilliseconds(-1)); try { run(); } finally { Monitor.Exit(_o); }")]
    [InlineData("const int NoLimit = -1; Monitor.TryEnter(_o, NoLimit); try { run(); } finally { Monitor.Exit(_o); }")]
    // Conditions that belong together are not followed.
    [InlineData("bool locks = _n > 1; try { if (locks) { await _gate.WaitAsync(ct); } await Work(); } finally { if (locks) { _gate.Release(); } }")]
    // Others release, or it is a signal.
    [InlineData("await _gate.WaitAsync(ct); _ = Task.Run(async () => { try { await Work(); } finally { _gate.Release(); } });")]
    [InlineData("await _gate.WaitAsync(ct); await Work();")]
    [InlineData("_gate.Release(); await Work(); await _gate.WaitAsync(ct);")]
    [InlineData("_gate.Wait(0); _gate.Release();")]
    [InlineData("await _gate.WaitAsync(TimeSpan.Zero); _gate.Release();")]
    [InlineData("await _gate.WaitAsync(ct); await Work(); _gate.Release(2);")]
    [InlineData("try { await _gate.WaitAsync(ct); await Work(); } finally { _other.Release(); }")]
    [InlineData("Task wait = _gate.WaitAsync(ct); try { await wait; await Work(); } finally { _gate.Release(); }")]
    // No lock.
    [InlineData("Task t = Work(); try { t.Wait(ct); } finally { fake.Release(); }")]
    [InlineData("try { await fake.WaitAsync(ct); await Work(); } finally { fake.Release(); }")]
    [InlineData("_event.WaitOne(500); await Work(); _event.Set();")]
    // Both sides of a reader/writer lock.
    [InlineData("_rw.EnterUpgradeableReadLock(); try { _rw.EnterWriteLock(); try { _n++; } finally { _rw.ExitWriteLock(); } } finally { _rw.ExitUpgradeableReadLock(); }")]
    [InlineData("if (_n > 1) { _rw.EnterReadLock(); } else { _rw.EnterWriteLock(); } try { _n++; } finally { if (_n > 1) { _rw.ExitReadLock(); } else { _rw.ExitWriteLock(); } }")]
    [InlineData("_rw.EnterReadLock(); var end = new System.Net.IPEndPoint(0, 1); if (end.Equals(_o)) { _rw.ExitReadLock(); return; } _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); var end = System.Net.IPAddress.Any; _n = end.GetHashCode() + end.ToString().Length + end.MapToIPv6().ScopeId.GetHashCode(); _rw.ExitReadLock();")]
    // The release asks first.
    [InlineData("try { _rw.EnterWriteLock(); if (_n > 1) { return; } _n = 2; _rw.ExitWriteLock(); await Work(); } finally { if (_rw.IsWriteLockHeld) { _rw.ExitWriteLock(); } }")]
    [InlineData("try { Monitor.Enter(_o); if (_n > 1) { return; } _n = 2; } finally { if (Monitor.IsEntered(_o)) Monitor.Exit(_o); }")]
    public Task Silent(string body) => Verify.SilentAsync(Member(body));

    [Theory]
    [InlineData("while (_n < 9) { [|_gate.Wait()|]; if (_n == 5) { continue; } _n++; _gate.Release(); }")]
    [InlineData("while (_n < 9) { [|_gate.Wait()|]; if (_n == 5) continue; _n++; _gate.Release(); }")]
    [InlineData("for (;;) { await [|_gate.WaitAsync()|]; if (_n > 5) { _n = 0; break; } _n++; _gate.Release(); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { [|Monitor.Enter(_o)|]; if (i > _n) { continue; } _n = i; Monitor.Exit(_o); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { [|_rw.EnterWriteLock()|]; if (i == _n && _n > 1) break; _n = i; _rw.ExitWriteLock(); }")]
    [InlineData("do { [|_gate.Wait()|]; if (_n == 5) { _gate.Release(); return; } if (_n == 6) { continue; } _n++; _gate.Release(); } while (_n < 9);")]
    [InlineData("while (_n < 9) { [|_gate.Wait()|]; switch (_n) { case 1: _n = 2; break; } if (_n == 5) { continue; } _n++; _gate.Release(); }")]
    public Task Jumps_out_of_a_section(string body) => Verify.SilentAsync(Member(body));

    [Fact]
    public Task A_continue_is_caught_by_the_finally() => Verify.FixesAsync(
        Member("while (_n < 9) { [|_gate.Wait()|]; if (_n == 5) { continue; } _n++; _gate.Release(); }"),
        Member("while (_n < 9) { _gate.Wait(); try { if (_n == 5) { continue; } _n++; } finally { _gate.Release(); } }"));

    [Theory]
    [InlineData("while (_n < 9) { _gate.Wait(); if (_n == 5) { _gate.Release(); continue; } _n++; _gate.Release(); }")]
    [InlineData("while (_n < 9) { _gate.Wait(); try { if (_n == 5) { continue; } _n++; } finally { _gate.Release(); } }")]
    [InlineData("while (_n < 9) { if (!_gate.Wait(0)) { continue; } _n++; _gate.Release(); }")]
    [InlineData("while (_n < 9) { if (!await _gate.WaitAsync(50)) continue; try { _n++; } finally { _gate.Release(); } }")]
    [InlineData("_gate.Wait(); while (_n < 9) { if (_n == 5) { break; } if (_n == 4) { continue; } _n++; } _gate.Release();")]
    [InlineData("_gate.Wait(); switch (_n) { case 1: if (_n > 0) { break; } _n = 2; break; } _gate.Release();")]
    [InlineData("for (;;) { _gate.Wait(); if (_n > 5) { break; } _n++; _gate.Release(); } _n = 0; _gate.Release();")]
    [InlineData("for (;;) { _gate.Wait(); if (_n > 5) { _n = 1; _gate.Release(); break; } _gate.Release(); _n++; if (_n == 3) { continue; } }")]
    [InlineData("bool taken = false; while (_n < 9) { Monitor.TryEnter(_o, 5, ref taken); if (!taken) { continue; } _n++; Monitor.Exit(_o); taken = false; }")]
    [InlineData("while (_n < 9) { _gate.Wait(); foreach (int i in new[] { 1 }) { if (i == _n) { continue; } if (i > 5) break; } _n++; _gate.Release(); }")]
    public Task Jumps_that_release_or_stay(string body) => Verify.SilentAsync(Member(body));

    /// <summary>No fix: a <c>try</c> around all of it would release the lock in a <c>finally</c> that tests the condition.</summary>
    [Theory]
    [InlineData("bool all = _n > 1; if (all) { await [|_gate.WaitAsync(ct)|]; } await Work(); if (all) { _gate.Release(); }")]
    [InlineData("bool all = _n > 1; if (all) await [|_gate.WaitAsync(ct)|]; await Work(); if (all) _gate.Release();")]
    [InlineData("bool all = _n > 1; if (all && _o is not null) { [|Monitor.Enter(_o)|]; } if (_n > 5) { return; } _n++; if (all && _o is not null) { Monitor.Exit(_o); }")]
    [InlineData("int? all = _n; while (_n < 9) { if (all is not null) { [|_gate.Wait()|]; } await Work(); if (all is not null) { _n++; _gate.Release(); } }")]
    [InlineData("bool all = _n > 1; if (all) { await [|_gate.WaitAsync(ct)|]; await Work(); } _n++; if (all) { _gate.Release(); }")]
    public Task Taken_and_released_under_one_condition(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("bool all = _n > 1; if (all) { await _gate.WaitAsync(ct); } try { await Work(); } finally { if (all) { _gate.Release(); } }")]
    [InlineData("bool all = _n > 1; if (all) { await _gate.WaitAsync(ct); } _n++; if (all) { _gate.Release(); }")]
    [InlineData("bool all = _n > 1; if (all) { await _gate.WaitAsync(ct); } all = _n > 2; await Work(); if (all) { _gate.Release(); }")]
    [InlineData("bool all = _n > 1; if (all) { await _gate.WaitAsync(ct); } if (!all) { return; } _n++; if (all) { _gate.Release(); }")]
    [InlineData("bool all = _n > 1; if (all) { await _gate.WaitAsync(ct); } if (!all) { await Work(); } if (all) { _gate.Release(); }")]
    [InlineData("bool all = _n > 1, no = _n > 2; if (all) { await _gate.WaitAsync(ct); } await Work(); if (no) { _gate.Release(); }")]
    [InlineData("if (_n > 1) { await _gate.WaitAsync(ct); } await Work(); if (_n > 1) { _gate.Release(); }")]
    [InlineData("bool all = _n > 1; if (all) { _gate.Wait(); } try { await Work(); } catch { if (all) { _gate.Release(); } throw; } if (all) { _gate.Release(); }")]
    [InlineData("bool all = _n > 1; if (all) { _gate.Release(); } await Work(); if (all) { _gate.Wait(); }")]
    [InlineData("bool all = _n > 1; if (all) { _gate.Wait(); } else { _n = 2; } await Work(); if (all) { _n = 3; } else { _gate.Release(); }")]
    public Task Other_conditions(string body) => Verify.SilentAsync(Member(body));

    /// <summary>A test that throws has failed.</summary>
    [Fact]
    public Task A_gate_of_a_test() => Verify.SilentAsync("""
        namespace Xunit { public class FactAttribute : Attribute { } }

        class HostTests
        {
            static readonly SemaphoreSlim _gate = new(1);

            [Xunit.Fact]
            public async Task Starts_when_the_gate_opens()
            {
                var gate = new SemaphoreSlim(1);
                await gate.WaitAsync();
                Task start = Task.Run(async () => { await gate.WaitAsync(); gate.Release(); });
                await Task.Delay(20);
                if (start.IsCompleted) throw new InvalidOperationException();
                gate.Release();
                await start;
            }

            public static async Task Write(TextWriter writer)
            {
                _gate.Wait();
                await writer.WriteAsync("a");
                _gate.Release();
            }
        }
        """);

    [Fact]
    public Task A_lock_that_is_handed_to_the_caller() => Verify.SilentAsync("""
        class Turn : IDisposable
        {
            readonly object _lock = new();
            readonly SemaphoreSlim _gate = new(1);
            bool _open;

            public IDisposable Enter()
            {
                Monitor.Enter(_lock);
                if (_open)
                    return this;

                Monitor.Exit(_lock);
                throw new OperationCanceledException();
            }

            public async Task<IDisposable> EnterAsync()
            {
                await _gate.WaitAsync();
                if (_open) { return new Releaser(_gate); }
                _gate.Release();
                return null;
            }

            public void Dispose() => Monitor.Exit(this._lock);

            class Releaser : IDisposable
            {
                readonly SemaphoreSlim _taken;
                public Releaser(SemaphoreSlim taken) => _taken = taken;
                public void Dispose() => _taken.Release();
            }
        }
        """);

    [Fact]
    public Task A_lock_that_the_caller_does_not_get() => Verify.FixesAsync("""
        class Turn : IDisposable
        {
            readonly object _lock = new();
            bool _open;

            public IDisposable Enter()
            {
                [|Monitor.Enter(_lock)|];
                if (_open)
                    return this;

                Monitor.Exit(_lock);
                return new Turn();
            }

            public void Dispose() { }
        }
        """, """
        class Turn : IDisposable
        {
            readonly object _lock = new();
            bool _open;

            public IDisposable Enter()
            {
                Monitor.Enter(_lock);
                try
                {
                    if (_open)
                        return this;
                }
                finally
                {
                    Monitor.Exit(_lock);
                }
                return new Turn();
            }

            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Layout_and_comments_stay() => Verify.FixesAsync(
        """
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);

            public async Task A(CancellationToken ct)
            {
                // One at a time.
                try
                {
                    // Wait.
                    await [|_gate.WaitAsync(ct)|];

                    // Work.
                    await Task.Yield();
                }
                finally
                {
                    _gate.Release();
                }
            }

            public async Task<int> B()
            {
                // Above.
                await [|_gate.WaitAsync()|];

                // Work.
                await Task.Yield();
                if (_gate.CurrentCount > 1)
                {
                    return 1;
                }

                // Done.
                _gate.Release();

                return 2;
            }

            public async Task D()
            {
                // Above.
                await [|_gate.WaitAsync(500)|]; // half a second
                try
                {
                    await Task.Yield();
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        """,
        """
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);

            public async Task A(CancellationToken ct)
            {
                // One at a time.
                // Wait.
                await _gate.WaitAsync(ct);
                try
                {
                    // Work.
                    await Task.Yield();
                }
                finally
                {
                    _gate.Release();
                }
            }

            public async Task<int> B()
            {
                // Above.
                await _gate.WaitAsync();
                try
                {
                    // Work.
                    await Task.Yield();
                    if (_gate.CurrentCount > 1)
                    {
                        return 1;
                    }
                }
                finally
                {
                    // Done.
                    _gate.Release();
                }

                return 2;
            }

            public async Task D()
            {
                // Above.
                if (!await _gate.WaitAsync(500))
                {
                    throw new TimeoutException();
                } // half a second
                try
                {
                    await Task.Yield();
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        """);

    [Fact]
    public Task Lambdas_local_functions_and_top_level_statements() => Verify.FixesAsync(
        """
        SemaphoreSlim gate = new(1, 1);
        Func<CancellationToken, Task> f = async ct => { try { await [|gate.WaitAsync(ct)|]; await Task.Yield(); } finally { gate.Release(); } };
        await f(default);
        await G(default);
        await [|gate.WaitAsync(100)|];
        gate.Release();
        async Task G(CancellationToken ct) { try { await [|gate.WaitAsync(ct)|]; await Task.Yield(); } finally { gate.Release(); } }
        """,
        """
        SemaphoreSlim gate = new(1, 1);
        Func<CancellationToken, Task> f = async ct => { await gate.WaitAsync(ct); try { await Task.Yield(); } finally { gate.Release(); } };
        await f(default);
        await G(default);
        await [|gate.WaitAsync(100)|];
        gate.Release();
        async Task G(CancellationToken ct) { await gate.WaitAsync(ct); try { await Task.Yield(); } finally { gate.Release(); } }
        """,
        outputKind: OutputKind.ConsoleApplication);

    /// <summary>The function takes the lock for its callers, which release it.</summary>
    [Fact]
    public Task Taken_for_the_caller() => Verify.SilentAsync("""
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private bool _busy;
            public async Task M(CancellationToken ct)
            {
                await AcquireAsync(ct);
                try { await Task.Delay(1); } finally { _busy = false; _gate.Release(); }
            }
            private async Task AcquireAsync(CancellationToken ct)
            {
                while (true)
                {
                    await _gate.WaitAsync(ct);
                    if (!_busy) { _busy = true; return; }
                    _gate.Release();
                    await Task.Delay(100, ct);
                }
            }
        }
        """);

    [Theory]
    [InlineData("await GetAsync(ct); await Task.Delay(1);")]
    [InlineData("await GetAsync(ct); try { await Task.Delay(1); } finally { _other.Release(); }")]
    public Task Not_taken_for_the_caller(string body) => Reporting.ReportsAsync($$"""
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1), _other = new(1, 1);
            private bool _busy;
            public async Task M(CancellationToken ct) { {{body}} }
            private async Task GetAsync(CancellationToken ct)
            {
                await [|_gate.WaitAsync(ct)|];
                if (!_busy) { return; }
                _gate.Release();
            }
        }
        """);

    private static string Member(string body) => $$"""
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly SemaphoreSlim _ten = new(10);
            private readonly SemaphoreSlim _other = new(1, 1);
            private readonly object _o = new();
            private readonly ReaderWriterLockSlim _rw = new();
            private readonly Mutex _mutex = new();
            private readonly AutoResetEvent _event = new(true);
            private int _n;
            async Task M(CancellationToken ct, SemaphoreSlim given, Fake fake, Action run)
            {
                {{body}}
                await Work();
            }
            Task Work() => Task.Delay(_n);
            Task<int> Number() => Task.FromResult(_n);
        }
        class Fake { public Task WaitAsync(CancellationToken ct) => Task.CompletedTask; public void Release() { } }
        """;

    private static string Paused(string resume, string field = "new(1, 1)") => $$"""
        class Paused
        {
            private readonly SemaphoreSlim _gate = {{field}}, _other = new(1, 1);
            private readonly object _o = new();
            private int _n;
            public async Task StepAsync() { await _gate.WaitAsync(); try { _n++; } finally { _gate.Release(); } }
            {{resume}}
        }
        """;

    /// <summary>The count is zero while another function has the lock too.</summary>
    [Theory]
    [InlineData("public void Resume() { if (_gate.CurrentCount == 0) [|_gate.Release()|]; }")]
    [InlineData("public void Resume() { if (_gate.CurrentCount < 1 && _n > 0) { _n = 0; [|this._gate.Release()|]; } }")]
    [InlineData("public void Resume() { if (this._gate.CurrentCount > 0) return; [|_gate.Release()|]; }")]
    public Task Released_because_of_its_count(string resume) => Verify.ReportsAsync(Paused(resume));

    [Theory]
    [InlineData("public void Resume() { lock (_o) { if (_gate.CurrentCount == 0) _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); if (_gate.CurrentCount == 0) _gate.Release(); }")]
    [InlineData("public void Resume() { if (_other.CurrentCount == 0) _other.Release(); }")]
    [InlineData("public void Resume() { if (_gate.CurrentCount == 0) Console.WriteLine(); }")]
    [InlineData("public bool IsBusy => _gate.CurrentCount == 0;")]
    public Task Other_uses_of_the_count(string member) => Verify.SilentAsync(Paused(member));

    /// <summary>A signal is set by one and waited for by another: nobody holds it.</summary>
    [Fact]
    public Task Count_of_a_signal() => Verify.SilentAsync("""
        class Signal
        {
            private readonly SemaphoreSlim _signal = new(0, 1);
            public void Set() { if (_signal.CurrentCount == 0) _signal.Release(); }
            public Task WaitAsync() => _signal.WaitAsync();
        }
        """);
}
