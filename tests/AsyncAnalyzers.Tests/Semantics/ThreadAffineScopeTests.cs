using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncCodeFix>;
using VerifyChain = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsCodeFix>;
using VerifyDropped = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer, AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;
using VerifyIo = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;
using VerifyOutlived = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer, AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeCodeFix>;
using VerifySync = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>No fix puts an await into a region that must end on the thread that began it.</summary>
public class ThreadAffineScopeTests
{
    [Theory]
    [InlineData("using (new TransactionScope()) { [|Thread.Sleep(5)|]; }")]
    [InlineData("using var s = new TransactionScope(TransactionScopeOption.Required); [|Thread.Sleep(5)|];")]
    [InlineData("using TransactionScope s = new(); [|Thread.Sleep(5)|];")]
    [InlineData("using var s = new TransactionScope(flow); [|Thread.Sleep(5)|];")]
    [InlineData("using var s = Begin(); [|Thread.Sleep(5)|];")]
    [InlineData("var s = new TransactionScope(); try { [|Thread.Sleep(5)|]; } finally { s.Dispose(); }")]
    [InlineData("_scope = new TransactionScope(); [|Thread.Sleep(5)|];")]
    [InlineData("using (ExecutionContext.SuppressFlow()) { [|Thread.Sleep(5)|]; }")]
    [InlineData("var f = ExecutionContext.SuppressFlow(); try { [|Thread.Sleep(5)|]; } finally { f.Undo(); }")]
    [InlineData("ExecutionContext.SuppressFlow(); [|Thread.Sleep(5)|]; ExecutionContext.RestoreFlow();")]
    [InlineData("Thread.BeginCriticalRegion(); [|Thread.Sleep(5)|]; Thread.EndCriticalRegion();")]
    [InlineData("Thread.BeginThreadAffinity(); try { [|Thread.Sleep(5)|]; } finally { Thread.EndThreadAffinity(); }")]
    [InlineData("Monitor.Enter(_o); [|Thread.Sleep(5)|]; Monitor.Exit(_o);")]
    [InlineData("_mutex.WaitOne(); [|Thread.Sleep(5)|];")]
    [InlineData("using (new Held(_o)) { [|Thread.Sleep(5)|]; }")]
    [InlineData("var h = new Held(_o); try { [|Thread.Sleep(5)|]; } finally { h.Dispose(); }")]
    [InlineData("EnterIt(); try { [|Thread.Sleep(5)|]; } finally { ExitIt(); }")]
    [InlineData("t_depth++; [|Thread.Sleep(5)|]; t_depth--;")]
    [InlineData("t_depth += 1; try { [|Thread.Sleep(5)|]; } finally { t_depth -= 1; }")]
    [InlineData("Console.WriteLine(t_depth); [|Thread.Sleep(5)|]; Console.WriteLine(C.t_depth);")]
    [InlineData("for (int i = 0; i < 3; i++) { t_depth++; [|Thread.Sleep(5)|]; }")]
    [InlineData("s_nest.Value++; [|Thread.Sleep(5)|]; s_nest.Value--;")]
    [InlineData("Thread.CurrentThread.Priority = ThreadPriority.Lowest; [|Thread.Sleep(5)|]; Thread.CurrentThread.Priority = ThreadPriority.Normal;")]
    [InlineData("SynchronizationContext.SetSynchronizationContext(null); try { [|Thread.Sleep(5)|]; } finally { SynchronizationContext.SetSynchronizationContext(null); }")]
    [InlineData("using (new Depth()) { [|Thread.Sleep(5)|]; }")]
    public Task No_await_in_the_region(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { [|Thread.Sleep(5)|]; }")]
    [InlineData("using var s = Flowing(); [|Thread.Sleep(5)|];")]
    [InlineData("using var s = new TransactionScope(flow); await Task.Yield(); [|Thread.Sleep(5)|];")]
    [InlineData("using (new TransactionScope()) { } [|Thread.Sleep(5)|];")]
    [InlineData("var s = new TransactionScope(); s.Dispose(); [|Thread.Sleep(5)|];")]
    [InlineData("var f = ExecutionContext.SuppressFlow(); f.Undo(); [|Thread.Sleep(5)|];")]
    [InlineData("EnterIt(); ExitIt(); [|Thread.Sleep(5)|];")]
    [InlineData("while (!Monitor.TryEnter(_o)) { [|Thread.Sleep(5)|]; } Monitor.Exit(_o);")]
    [InlineData("t_depth++; t_depth--; [|Thread.Sleep(5)|];")]
    [InlineData("s_random.Value!.Next(); [|Thread.Sleep(5)|]; s_random.Value!.Next();")]
    [InlineData("Console.WriteLine(Thread.CurrentThread.Name); [|Thread.Sleep(5)|]; Console.WriteLine(Thread.CurrentThread.Name);")]
    [InlineData("_semaphore.Wait(); try { [|Thread.Sleep(5)|]; } finally { _semaphore.Release(); }")]
    public Task An_await_beside_the_region(string body)
        => Verify.FixesAsync(Member(body), Member(body.Replace("[|Thread.Sleep(5)|]", "await Task.Delay(5)")));

    [Theory]
    [InlineData("using (_rw.Read()) { Load(); }")]
    [InlineData("using var held = _rw.Read(); Load();")]
    [InlineData("using (new Held(_o)) { if (_o is not null) { Load(); } }")]
    [InlineData("using (Here) { Load(); }")]
    public Task Chains_are_not_reported_under_a_wrapped_lock(string body) => VerifyChain.SilentAsync(Chain(body));

    [Theory]
    [InlineData("using (_rw.Read()) { } [|Load|]();")]
    [InlineData("using (new Freed(() => { })) { [|Load|](); }")]
    [InlineData("using (_rw.Read()) { Action later = () => { }; } [|Load|]();")]
    public Task Chains_are_reported_beside_a_wrapped_lock(string body)
        => VerifyChain.FixesAsync(
            Chain(body), Chain(body.Replace("[|Load|]()", "await Load()")).Replace("void Load() => Thread.Sleep(5);", "async Task Load() => await Task.Delay(5);"));

    [Fact]
    public Task A_synchronous_call_under_a_wrapped_lock() => VerifyIo.SilentAsync(Chain("using (_rw.Read()) { System.IO.File.ReadAllText(\"x\"); }"));

    [Fact]
    public Task A_caller_in_a_transaction_keeps_the_callee_synchronous() => VerifySync.ReportsAsync("""
        using System.Transactions;
        class C
        {
            void Save() { [|Task.Delay(1).Wait()|]; }
            void Book() { using var s = new TransactionScope(); Save(); s.Complete(); }
        }
        """);

    [Fact]
    public Task A_dropped_task_in_a_transaction_is_discarded_at_most() => VerifyDropped.FixesAsync(
        "using System.Transactions; class C { void M() { using var s = new TransactionScope(); [|Save()|]; s.Complete(); } Task Save() => Task.Delay(1); }",
        "using System.Transactions; class C { void M() { using var s = new TransactionScope(); _ = Save(); s.Complete(); } Task Save() => Task.Delay(1); }");

    [Fact]
    public Task A_task_that_leaves_a_using_in_a_transaction() => VerifyOutlived.ReportsAsync("""
        using System.IO; using System.Transactions;
        class C
        {
            Task M(string p) { using var s = new TransactionScope(); using var f = File.OpenRead(p); return [|f.CopyToAsync(Stream.Null)|]; }
        }
        """);

    private static string Member(string body) => $$"""
        using System.Transactions;
        class C
        {
            private readonly object _o = new(); private readonly Mutex _mutex = new(); private readonly SemaphoreSlim _semaphore = new(1); private TransactionScope? _scope;
            [ThreadStatic] private static int t_depth; private static readonly ThreadLocal<int> s_nest = new(); private static readonly ThreadLocal<Random> s_random = new(() => new());
            private static TransactionScope Begin() => new TransactionScope();
            private static TransactionScope Flowing() => new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled);
            private void EnterIt() => Monitor.Enter(_o); private void ExitIt() => Monitor.Exit(_o);
            private sealed class Held : IDisposable { private readonly object _o; public Held(object o) { _o = o; Monitor.Enter(o); } public void Dispose() => Monitor.Exit(_o); }
            private sealed class Depth : IDisposable { public Depth() { t_depth++; } public void Dispose() { t_depth--; } }

            async Task M(TransactionScopeAsyncFlowOption flow) { {{body}} }
        }
        """;

    private static string Chain(string body) => $$"""
        static class Extensions { public static Freed Read(this ReaderWriterLockSlim l) { l.EnterReadLock(); return new Freed(l.ExitReadLock); } }
        readonly struct Freed : IDisposable { private readonly Action _free; public Freed(Action free) => _free = free; public void Dispose() => _free(); }
        sealed class Held : IDisposable { private readonly object _o; public Held(object o) { _o = o; Monitor.Enter(o); } public void Dispose() => Monitor.Exit(_o); }
        class C
        {
            private readonly ReaderWriterLockSlim _rw = new(); private readonly object _o = new(); private Held Here => new Held(_o);
            private void Load() => Thread.Sleep(5);
            async Task M() { {{body}} await Task.Yield(); }
        }
        """;
}
