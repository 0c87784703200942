using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>One method serves synchronous and asynchronous callers: its synchronous side blocks on purpose, for all rules about blocking.</summary>
public class SynchronousFlagTests
{
    private const string Members = """

            readonly Context _context = new(); readonly Reader _reader = new(); readonly Stream _stream = null!; readonly SemaphoreSlim _gate = new(1);
            bool m_isAsync; bool IsAsync { get; set; } IoMode _mode;
            static void Deep() => Thread.Sleep(5);
            static async Task<int> LoadAsync() { await Task.Yield(); return 1; }
        }

        class Context { public bool IsSynchronous; public bool? Async { get; set; } }
        enum IoMode { Sync, Async }
        enum Three { Sync, Async, Auto }
        class Reader
        {
            public int Fill() { Thread.Sleep(1); return 1; }
            public async Task<int> FillAsync() { await Task.Delay(1); return 1; }
        }
        class Both : IDisposable, IAsyncDisposable
        {
            public void Dispose() => Thread.Sleep(1);
            public async ValueTask DisposeAsync() => await Task.Delay(1);
        }
        """;

    [Theory]
    [InlineData("if (async) await Task.Delay(50); else Thread.Sleep(50);")]
    [InlineData("if (async) await t; else t.GetAwaiter().GetResult();")]
    [InlineData("bool got = async ? await _gate.WaitAsync(9) : _gate.Wait(9);")]
    [InlineData("int n = async ? await _stream.ReadAsync(b) : _stream.Read(b);")]
    [InlineData("if (other) await t; else if (async) await t; else t.Wait();")]
    [InlineData("if (!async) { Thread.Sleep(1); t.Wait(); _gate.Wait(); Deep(); _stream.Flush(); return; } await t;")]
    [InlineData("if (async) { await t; return; } Thread.Sleep(1); t.Wait(); _gate.Wait(); Deep(); _stream.Flush();")]
    [InlineData("if (async == false) Thread.Sleep(1); await t;")]
    [InlineData("if (async != true) Thread.Sleep(1); await t;")]
    [InlineData("if (async is true) { await t; } else { t.Wait(); }")]
    [InlineData("if (async is not true) { t.Wait(); } else { await t; }")]
    [InlineData("if (!async && other) { Thread.Sleep(1); } await t;")]
    [InlineData("if (async || other) { await t; } else { Thread.Sleep(1); }")]
    [InlineData("if (!async && _gate.Wait(5)) { } await t;")]
    [InlineData("if (async || _gate.Wait(5)) { } await t;")]
    [InlineData("while (async ? await _gate.WaitAsync(1) : _gate.Wait(1)) { }")]
    [InlineData("while (!async) { Thread.Sleep(1); } await t;")]
    [InlineData("for (; sync; ) { Thread.Sleep(1); } await t;")]
    [InlineData("bool go = async; if (!go) t.Wait(); else await t;")]
    [InlineData("bool blocks = !async || sync; if (blocks && sync) { t.Wait(); } await t;")]
    [InlineData("if (m_isAsync) await t; else { t.Wait(); }")]
    [InlineData("if (!this.IsAsync) Thread.Sleep(1); await t;")]
    [InlineData("if (_context.IsSynchronous) { Thread.Sleep(1); } await t;")]
    [InlineData("if (_context.Async == false) Thread.Sleep(1); await t;")]
    [InlineData("if (!(_context?.Async ?? true)) Thread.Sleep(1); await t;")]
    [InlineData("if (_context is { Async: false }) Thread.Sleep(1); await t;")]
    [InlineData("if (_mode == IoMode.Sync) t.Wait(); await t;")]
    [InlineData("if (_mode != IoMode.Async) t.Wait(); await t;")]
    [InlineData("switch (_mode) { case IoMode.Sync: Thread.Sleep(1); break; case IoMode.Async: await t; break; }")]
    [InlineData("switch (async) { case true: await t; break; case false: Thread.Sleep(1); break; }")]
    [InlineData("switch (async) { case true: await t; break; default: Thread.Sleep(1); break; }")]
    [InlineData("switch (b) { case { Length: 1 } when !async: Thread.Sleep(1); break; default: await t; break; }")]
    [InlineData("int n = async switch { true => await LoadAsync(), _ => LoadAsync().Result };")]
    [InlineData("int n = b switch { { Length: 1 } when sync => LoadAsync().Result, _ => await LoadAsync() };")]
    [InlineData("if (!async) { Action a = () => Thread.Sleep(1); a(); } else await t;")]
    [InlineData("if (async) { await t; } else { Local(); } void Local() { Thread.Sleep(1); }")]
    [InlineData("if (async) { await t; } else { await Local(); } Task Local() { Thread.Sleep(1); return Task.CompletedTask; }")]
    [InlineData("Func<Task> f = async () => { if (async) await Task.Delay(1); else Thread.Sleep(1); }; await f();")]
    [InlineData("try { await t; } catch (IOException) when (!async) { Thread.Sleep(1); }")]
    [InlineData("try { await t; } catch (IOException) when (async) { await t; } catch (IOException) { Thread.Sleep(1); }")]
    [InlineData("try { await t; } finally { if (!async) Thread.Sleep(1); }")]
    [InlineData("foreach (byte one in b) { if (sync) { Thread.Sleep(one); continue; } await Task.Delay(one); }")]
    [InlineData("if (async) { await using var d = new Both(); await t; } else { using var d = new Both(); t.Wait(); }")]
    [InlineData("if (!async) { while (!t.IsCompleted) { Thread.Sleep(1); } } else await t;")]
    [InlineData("if (async) await Parallel.ForEachAsync(b, (x, c) => default); else Parallel.ForEach(b, x => { });")]
    [InlineData("if (!async) { using var f = new FileStream(\"\", FileMode.Open); while (await f.ReadAsync(b) > 0) { } }")]
    [InlineData("if (sync) { lock (_gate) { foreach (byte one in b) Deep(); } } else await t;")]
    [InlineData("LoadWith(async: false).GetAwaiter().GetResult(); LoadSync(sync: true).Wait(); await t; async Task LoadWith(bool async) { if (async) await t; } async Task LoadSync(bool sync) { if (!sync) await t; }")]
    public Task Silent_in_all_rules(string statements) => SilentInAllAsync(
        $$"""class C { async Task M(bool async, bool sync, bool other, Task t, byte[] b) { {{statements}} } {{Members}}""");

    [Theory]
    [InlineData("Task M(bool async) { if (!async) { Task.Delay(1).GetAwaiter().GetResult(); return Task.CompletedTask; } return Task.Delay(1); }")]
    [InlineData("ValueTask<int> M(bool async) { return async ? Slow() : new(_reader.Fill()); } async ValueTask<int> Slow() => await _reader.FillAsync();")]
    [InlineData("ValueTask<int> M(bool buffered) { return buffered ? new(_reader.Fill()) : Slow(); } async ValueTask<int> Slow() => await _reader.FillAsync();")]
    [InlineData("bool _async; ValueTask DisposeAsync() { if (_async) return Core(); _reader.Fill(); return default; } async ValueTask Core() => await _reader.FillAsync();")]
    [InlineData("Task M(bool async) { if (async) return _stream.FlushAsync(); return Synchronously(); } Task Synchronously() { _stream.Flush(); return Task.CompletedTask; }")]
    [InlineData("void M(bool async, Task t) { if (!async) t.Wait(); }")]
    [InlineData("void M(bool async, Task t) { if (async) return; t.Wait(); }")]
    [InlineData("async Task M(bool async) { Prepare(async); await Task.Yield(); } void Prepare(bool async) { if (!async) File.ReadAllText(\"\"); }")]
    [InlineData("async Task M(bool async) { Prepare(async); await Task.Yield(); } void Prepare(bool isAsync) { if (isAsync) return; Deep(); }")]
    [InlineData("async Task M(bool async) { if (!async) Deep(); await Task.Yield(); }")]
    [InlineData("async IAsyncEnumerable<int> M(bool async) { if (async) await Task.Delay(1); else Thread.Sleep(1); yield return 1; }")]
    public Task Silent_in_other_functions(string members) => SilentInAllAsync($$"""class C { {{members}} {{Members}}""");

    [Theory]
    [InlineData("if (quick) t.Wait(); else await t;")]
    [InlineData("if (quick) { t.GetAwaiter().GetResult(); return; } await t.ConfigureAwait(false);")]
    [InlineData("int n = quick ? LoadAsync().Result : await LoadAsync();")]
    [InlineData("if (quick) _gate.Wait(); else await _gate.WaitAsync();")]
    [InlineData("if (quick) Thread.Sleep(4); else await Task.Delay(4);")]
    [InlineData("if (quick) _reader.Fill(); else { var fill = _reader.FillAsync(); await fill; }")]
    [InlineData("if (quick) { foreach (int n in Numbers()) { } } else { await foreach (int n in NumbersAsync()) { } } IEnumerable<int> Numbers() { Deep(); yield return 1; } async IAsyncEnumerable<int> NumbersAsync() { await t; yield return 1; }")]
    [InlineData("if (quick) { using var d = new Both(); await t; } else { await using var d = new Both(); await t; }")]
    public Task Any_flag_whose_other_side_awaits_the_same(string statements) => SilentInAllAsync(
        $$"""class C { async Task M(bool quick, Task t) { {{statements}} } {{Members}}""");

    [Theory]
    [InlineData("if (verbose) [|Thread.Sleep(5)|]; await t;")]
    [InlineData("if (verbose) { [|Thread.Sleep(5)|]; } else { await SaveAsync(); }")]
    [InlineData("if (verbose) { _ = Task.Delay(5); } else { [|Thread.Sleep(5)|]; } await t;")]
    [InlineData("if (async) { [|Thread.Sleep(5)|]; await t; }")]
    [InlineData("if (!async) return; [|Thread.Sleep(5)|]; await t;")]
    [InlineData("if (!async) { Func<Task> f = async () => { [|Thread.Sleep(1)|]; await t; }; f().Wait(); }")]
    [InlineData("if (!async || verbose) { [|Thread.Sleep(5)|]; } await t;")]
    [InlineData("if (async && verbose) { await t; } else { [|Thread.Sleep(5)|]; }")]
    [InlineData("if (!async) { } [|Thread.Sleep(5)|]; await t;")]
    [InlineData("if (async) { await t; } [|Thread.Sleep(5)|];")]
    [InlineData("if (autoSync) [|Thread.Sleep(5)|]; await t;")]
    [InlineData("if (_needsSync) [|Thread.Sleep(5)|]; await t;")]
    [InlineData("bool go = async; if (t.IsFaulted) go = false; if (!go) [|Thread.Sleep(1)|]; await t;")]
    [InlineData("if (_three != Three.Async) [|Thread.Sleep(1)|]; await t;")]
    [InlineData("try { await t; } catch (IOException) when (async) { await t; } catch (Exception) { [|Thread.Sleep(1)|]; }")]
    [InlineData("if (async) { await t; } Local(); if (!async) { Local(); } Task Local() { [|Thread.Sleep(1)|]; return t; }")]
    public Task Still_reported(string statements) => MarkedAsync<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>(
        $$"""class C { Three _three; bool _needsSync; Task SaveAsync() => null!; async Task M(bool async, bool verbose, bool autoSync, Task t) { {{statements}} } {{Members}}""");

    [Fact]
    public Task A_text_that_is_called_async_is_no_flag() => MarkedAsync<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>(
        """class C { async Task M(string async, Task t) { if (async == "no") [|Thread.Sleep(1)|]; await t; } }""");

    [Theory]
    [InlineData("if (first) [|t.Wait()|]; else await other;")]
    [InlineData("if (first) { [|t.Wait()|]; } await t;")]
    [InlineData("if (first) { _ = t; } else { [|t.Wait()|]; }")]
    public Task Another_task_is_not_the_same(string statements) => MarkedAsync<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>(
        $$"""class C { async Task M(bool first, Task t, Task other) { {{statements}} await Task.Yield(); } }""");

    [Fact]
    public Task The_chain_is_reported_where_the_other_side_only_starts_the_work() => MarkedAsync<ASYNC1006BlockingThroughCallsAnalyzer, ASYNC1006BlockingThroughCallsCodeFix>(
        """
        class C
        {
            async Task M(bool b) { [|Flush|](b); await Task.Yield(); }
            void Flush(bool wait) { if (wait) LoadAsync().Wait(); else Keep(LoadAsync()); }
            void Keep(Task t) { }
            Task LoadAsync() => Task.Delay(1);
        }
        """);

    [Fact]
    public Task A_method_that_is_called_on_both_sides_is_reported() => MarkedAsync<ASYNC1004SynchronousCallInAsyncAnalyzer, ASYNC1004SynchronousCallInAsyncCodeFix>(
        """
        class C
        {
            Stream _s = null!;
            Task M(bool async) { if (async) return _s.FlushAsync(); return Both(); }
            Task N() => Both();
            private Task Both() { [|_s.Flush()|]; return Task.CompletedTask; }
        }
        """);

    [Theory]
    [InlineData("async", nameof(FlagSide.Asynchronous))]
    [InlineData("_async", nameof(FlagSide.Asynchronous))]
    [InlineData("m_isAsync", nameof(FlagSide.Asynchronous))]
    [InlineData("useAsync", nameof(FlagSide.Asynchronous))]
    [InlineData("runAsync", nameof(FlagSide.Asynchronous))]
    [InlineData("AsyncMode", nameof(FlagSide.Asynchronous))]
    [InlineData("IsAsynchronous", nameof(FlagSide.Asynchronous))]
    [InlineData("notSync", nameof(FlagSide.Asynchronous))]
    [InlineData("sync", nameof(FlagSide.Synchronous))]
    [InlineData("isSync", nameof(FlagSide.Synchronous))]
    [InlineData("synchronous", nameof(FlagSide.Synchronous))]
    [InlineData("IsSynchronous", nameof(FlagSide.Synchronous))]
    [InlineData("AllowSynchronousIO", nameof(FlagSide.Synchronous))]
    [InlineData("runSynchronously", nameof(FlagSide.Synchronous))]
    [InlineData("noAsync", nameof(FlagSide.Synchronous))]
    [InlineData("disableAsync", nameof(FlagSide.Synchronous))]
    [InlineData("needsSync", nameof(FlagSide.Unknown))]
    [InlineData("autoSync", nameof(FlagSide.Unknown))]
    [InlineData("syncFolders", nameof(FlagSide.Unknown))]
    [InlineData("isSynchronized", nameof(FlagSide.Unknown))]
    [InlineData("vsync", nameof(FlagSide.Unknown))]
    [InlineData("hasAsyncDisposables", nameof(FlagSide.Unknown))]
    [InlineData("retry", nameof(FlagSide.Unknown))]
    public void Names(string name, string side) => Assert.Equal(side, AsyncFlag.SideOfName(name).ToString());

    [Fact]
    public Task In_old_language_versions() => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>.SilentAsync(
        """
        using System.Threading; using System.Threading.Tasks;
        class C { async Task M(bool async) { if (async) await Task.Delay(1); else Thread.Sleep(1); if (!async) { Thread.Sleep(1); return; } await Task.Delay(1); } }
        """,
        LanguageVersion.CSharp7_3,
        globalUsings: false);

    [Fact]
    public Task No_fix_makes_the_synchronous_side_await() => Verify<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>.ReportsAsync(
        """
        class C
        {
            // The synchronous side of Core would have to await it.
            public void Save() => [|SaveAsync().Wait()|];
            Task SaveAsync() => Task.Delay(1);
            async Task Core(bool async) { if (async) await SaveAsync(); else Save(); }
        }
        """);

    [Fact]
    public Task What_blocks_for_synchronous_callers_stays_when_the_function_becomes_async() => Verify<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>.FixesAsync(
        """
        class C
        {
            Task M(bool async, Task t, Task u)
            {
                // first
                [|u.Wait()|];
                if (!async) { t.Wait(); return Task.CompletedTask; }
                return t;
            }
        }
        """,
        """
        class C
        {
            async Task M(bool async, Task t, Task u)
            {
                // first
                await u;
                if (!async) { t.Wait(); return; }
                await t;
            }
        }
        """);

    private static async Task SilentInAllAsync(string source)
    {
        await MarkedAsync<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>(source);
        await MarkedAsync<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>(source);
        await MarkedAsync<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>(source);
        await MarkedAsync<ASYNC1004SynchronousCallInAsyncAnalyzer, ASYNC1004SynchronousCallInAsyncCodeFix>(source);
        await MarkedAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer, ASYNC1005BlockingPrimitiveInAsyncCodeFix>(source);
        await MarkedAsync<ASYNC1006BlockingThroughCallsAnalyzer, ASYNC1006BlockingThroughCallsCodeFix>(source);
        await MarkedAsync<ASYNC1007SynchronousDisposalAnalyzer, ASYNC1007SynchronousDisposalCodeFix>(source);
        await MarkedAsync<ASYNC1009PollingLoopAnalyzer, ASYNC1009PollingLoopCodeFix>(source);
        await MarkedAsync<ASYNC1011SwappedAsyncBranchesAnalyzer, ASYNC1011SwappedAsyncBranchesCodeFix>(source);
    }

    /// <summary>The rule reports what is marked, whatever its fixes are.</summary>
    private static Task MarkedAsync<TAnalyzer, TCodeFix>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
        => Verify<TAnalyzer, TCodeFix>.SilentAsync(source);
}
