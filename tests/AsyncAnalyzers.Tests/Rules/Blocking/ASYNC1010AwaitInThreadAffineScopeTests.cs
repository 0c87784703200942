using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1010AwaitInThreadAffineScopeAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1010AwaitInThreadAffineScopeCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1010AwaitInThreadAffineScopeTests
{
    // ---- transaction scopes ----

    [Fact]
    public Task Using_statement() => Verify.FixesAsync(
        """
        using System.Transactions;

        class Orders
        {
            public async Task BookAsync()
            {
                // all or nothing
                using (var scope = new TransactionScope() /* default */)
                {
                    // the report
                    [|await|] SaveAsync();
                    await SaveAsync(); // once a scope
                    scope.Complete();
                }
            }

            private Task SaveAsync() => Task.Delay(1);
        }
        """,
        """
        using System.Transactions;

        class Orders
        {
            public async Task BookAsync()
            {
                // all or nothing
                using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled) /* default */)
                {
                    // the report
                    await SaveAsync();
                    await SaveAsync(); // once a scope
                    scope.Complete();
                }
            }

            private Task SaveAsync() => Task.Delay(1);
        }
        """);

    [Theory]
    [InlineData("using var s = new TransactionScope(); [|await|] Save();", "using var s = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); await Save();")]
    [InlineData(
        "using var s = new TransactionScope(TransactionScopeOption.Required); [|await|] Save();",
        "using var s = new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled); await Save();")]
    [InlineData(
        "using var s = new TransactionScope(TransactionScopeOption.Required, TimeSpan.FromSeconds(1)); [|await|] Save();",
        "using var s = new TransactionScope(TransactionScopeOption.Required, TimeSpan.FromSeconds(1), TransactionScopeAsyncFlowOption.Enabled); await Save();")]
    [InlineData(
        "using var s = new TransactionScope(scopeOption: TransactionScopeOption.Required); [|await|] Save();",
        "using var s = new TransactionScope(scopeOption: TransactionScopeOption.Required, asyncFlowOption: TransactionScopeAsyncFlowOption.Enabled); await Save();")]
    [InlineData(
        "using var s = new TransactionScope(TransactionScopeAsyncFlowOption.Suppress); [|await|] Save();",
        "using var s = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); await Save();")]
    [InlineData(
        "using TransactionScope s = new(); [|await|] Save();",
        "using TransactionScope s = new(TransactionScopeAsyncFlowOption.Enabled); await Save();")]
    [InlineData(
        "using (new TransactionScope { }) { if (b) { [|await|] Save(); } }",
        "using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled) { }) { if (b) { await Save(); } }")]
    [InlineData(
        "var s = new TransactionScope(); try { [|await|] Save(); s.Complete(); } finally { s.Dispose(); }",
        "var s = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); try { await Save(); s.Complete(); } finally { s.Dispose(); }")]
    [InlineData(
        "var s = new TransactionScope(); using (s) { [|await|] Save(); }",
        "var s = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); using (s) { await Save(); }")]
    [InlineData(
        "using (new TransactionScope()) { [|await|] foreach (int n in All()) { } }",
        "using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { await foreach (int n in All()) { } }")]
    [InlineData(
        "using (new TransactionScope()) { [|await|] using var x = Open(); }",
        "using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { await using var x = Open(); }")]
    [InlineData(
        "using (new TransactionScope()) { int n = 1 + [|await|] Load().ConfigureAwait(false); }",
        "using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { int n = 1 + await Load().ConfigureAwait(false); }")]
    public Task Transaction_scope(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Fact]
    public Task Opened_by_a_method_that_is_called() => Verify.FixesAsync(
        Member("using var s = Begin(); [|await|] Save();", "static TransactionScope Begin() => Open2(); static TransactionScope Open2() { return new TransactionScope(TransactionScopeOption.Required); }"),
        Member("using var s = Begin(); await Save();", "static TransactionScope Begin() => Open2(); static TransactionScope Open2() { return new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled); }"));

    [Fact]
    public Task Opened_in_another_file() => Verify.FixesAsync(
        Member("using var s = Scopes.Begin(); [|await|] Save();"),
        Member("using var s = Scopes.Begin(); await Save();"),
        configure: test =>
        {
            test.TestState.Sources.Add("static class Scopes { public static System.Transactions.TransactionScope Begin() => new System.Transactions.TransactionScope(); }");
            test.FixedState.Sources.Add(
                "static class Scopes { public static System.Transactions.TransactionScope Begin() => new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled); }");
        });

    [Fact]
    public Task In_a_lambda() => Verify.FixesAsync(
        Member("Run(async () => { using var s = new TransactionScope(); [|await|] Save(); }); await Save();"),
        Member("Run(async () => { using var s = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); await Save(); }); await Save();"));

    [Fact]
    public Task A_unit_of_work_that_opens_it() => Verify.FixesAsync(
        Member("using (var u = new Unit()) { [|await|] Save(); }", Unit("new TransactionScope()")),
        Member("using (var u = new Unit()) { await Save(); }", Unit("new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)")));

    [Theory]
    [InlineData("using (var s = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { await Save(); }")]
    [InlineData("using (var s = new TransactionScope(TransactionScopeOption.Required, new TransactionOptions(), TransactionScopeAsyncFlowOption.Enabled)) { await Save(); }")]
    [InlineData("const TransactionScopeAsyncFlowOption flow = TransactionScopeAsyncFlowOption.Enabled; using (var s = new TransactionScope(flow)) { await Save(); }")]
    [InlineData("using (var s = new TransactionScope(b ? TransactionScopeAsyncFlowOption.Enabled : default)) { await Save(); }")]
    [InlineData("using (var s = new TransactionScope()) { s.Complete(); } await Save();")]
    [InlineData("await Save(); using (var s = new TransactionScope()) { s.Complete(); }")]
    [InlineData("using (var s = new TransactionScope()) { Run(async () => await Save()); s.Complete(); } await Save();")]
    [InlineData("using (var s = new TransactionScope()) { Run(Later); async Task Later() => await Save(); s.Complete(); } await Save();")]
    [InlineData("var s = new TransactionScope(); s.Complete(); s.Dispose(); await Save();")]
    [InlineData("using (var s = new TransactionScope()) { await Task.CompletedTask; }")]
    [InlineData("if (b) { using var s = new TransactionScope(); s.Complete(); } await Save();")]
    [InlineData("Transaction t = Transaction.Current!; await Save();")]
    public Task Silent_about_transactions(string body) => Verify.SilentAsync(Member(body));

    [Fact]
    public Task Silent_where_a_called_method_lets_it_flow() => Verify.SilentAsync(Member(
        "using var s = Begin(); await Save();",
        "static TransactionScope Begin() => new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled);"));

    [Fact]
    public Task Silent_where_a_called_method_is_given_the_option() => Verify.SilentAsync(Member(
        "using var s = Begin(TransactionScopeAsyncFlowOption.Enabled); await Save();",
        "static TransactionScope Begin(TransactionScopeAsyncFlowOption flow) => new TransactionScope(TransactionScopeOption.Required, flow);"));

    [Fact]
    public Task No_fix_where_no_constructor_takes_the_option() => Verify.ReportsAsync(Member(
        "using (new TransactionScope(TransactionScopeOption.Required, new TransactionOptions(), EnterpriseServicesInteropOption.Full)) { [|await|] Save(); }"));

    // ---- the flow of the execution context ----

    [Fact]
    public Task Suppressed_flow() => Verify.FixesAsync(
        """
        class Pump
        {
            public async Task StartAsync()
            {
                await Task.Yield();

                // nothing of the caller is to be seen
                using (ExecutionContext.SuppressFlow())
                {
                    Prepare();

                    // the report
                    [|await|] RunAsync().ConfigureAwait(false); // at last
                }

                Prepare();
            }

            private void Prepare() { }

            private Task RunAsync() => Task.Delay(1);
        }
        """,
        """
        class Pump
        {
            public async Task StartAsync()
            {
                await Task.Yield();

                // nothing of the caller is to be seen
                Task task;
                using (ExecutionContext.SuppressFlow())
                {
                    Prepare();

                    // the report
                    task = RunAsync(); // at last
                }

                await task.ConfigureAwait(false);

                Prepare();
            }

            private void Prepare() { }

            private Task RunAsync() => Task.Delay(1);
        }
        """);

    [Theory]
    [InlineData("Enter(); using (ExecutionContext.SuppressFlow()) { [|await|] Save(); }", "Enter(); Task task; using (ExecutionContext.SuppressFlow()) { task = Save(); } await task;")]
    [InlineData("Enter(); using (ExecutionContext.SuppressFlow()) { return [|await|] Load(); }", "Enter(); Task<int> task; using (ExecutionContext.SuppressFlow()) { task = Load(); } return await task;")]
    [InlineData(
        "var f = ExecutionContext.SuppressFlow(); try { [|await|] Save(); } finally { f.Undo(); }",
        "var f = ExecutionContext.SuppressFlow(); Task task; try { task = Save(); } finally { f.Undo(); } await task;")]
    [InlineData(
        "int task = 1; using (ExecutionContext.SuppressFlow()) { [|await|] Save(); }",
        "int task = 1; Task started; using (ExecutionContext.SuppressFlow()) { started = Save(); } await started;")]
    public Task The_await_moves_behind_the_scope(string body, string repaired) => Verify.FixesAsync(Member(body, result: "<int>"), Member(repaired, result: "<int>"));

    [Theory]
    [InlineData("using (ExecutionContext.SuppressFlow()) { int n = [|await|] Load(); Console.WriteLine(n); }")]
    [InlineData("using (ExecutionContext.SuppressFlow()) { [|await|] Save(); await Save(); }")]
    [InlineData("using (ExecutionContext.SuppressFlow()) { if (b) { [|await|] Save(); } }")]
    [InlineData("using var f = ExecutionContext.SuppressFlow(); [|await|] Save();")]
    [InlineData("ExecutionContext.SuppressFlow(); [|await|] Save(); ExecutionContext.RestoreFlow();")]
    [InlineData("var f = ExecutionContext.SuppressFlow(); try { [|await|] Save(); } catch (InvalidOperationException) { } finally { f.Undo(); }")]
    public Task Suppressed_flow_without_a_fix(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("Task t; using (ExecutionContext.SuppressFlow()) { t = Save(); } await t;")]
    [InlineData("using (ExecutionContext.SuppressFlow()) { Run(async () => await Save()); } await Save();")]
    [InlineData("var f = ExecutionContext.SuppressFlow(); f.Undo(); await Save();")]
    [InlineData("ExecutionContext.SuppressFlow(); Run(Save); ExecutionContext.RestoreFlow(); await Save();")]
    [InlineData("if (b) { using (ExecutionContext.SuppressFlow()) { Run(Save); } } else { await Save(); }")]
    public Task Silent_about_the_flow(string body) => Verify.SilentAsync(Member(body));

    // ---- locks ----

    [Theory]
    [InlineData("Monitor.Enter(_o); [|await|] Save(); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); try { Run(Save); [|await|] Save(); await Save(); } finally { Monitor.Exit(_o); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(_o, ref taken); [|await|] Save(); } finally { if (taken) Monitor.Exit(_o); }")]
    [InlineData("if (Monitor.TryEnter(_o)) { try { [|await|] Save(); } finally { Monitor.Exit(_o); } } else { await Save(); }")]
    [InlineData("if (!Monitor.TryEnter(_o, 5)) { await Save(); return; } try { [|await|] Save(); } finally { Monitor.Exit(_o); }")]
    [InlineData("_rw.EnterReadLock(); try { [|await|] Save(); } finally { _rw.ExitReadLock(); }")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); _rw.ExitWriteLock(); [|await|] Save(); _rw.ExitUpgradeableReadLock();")]
    [InlineData("_mutex.WaitOne(); [|await|] Save(); _mutex.ReleaseMutex();")]
    [InlineData("_mutex.WaitOne(); try { [|await|] Save(); } finally { this._mutex.ReleaseMutex(); }")]
    [InlineData("_lock.Enter(); try { [|await|] Save(); } finally { _lock.Exit(); }")]
    [InlineData("bool t = false; _spin.Enter(ref t); [|await|] Save(); _spin.Exit();")]
    [InlineData("using var m = new Mutex(true, \"x\", out bool first); if (!first) { return; } [|await|] Save(); m.ReleaseMutex();")]
    [InlineData("Enter(); try { Monitor.Enter(_o); [|await|] Save(); } finally { Monitor.Exit(_o); }")]
    [InlineData("while (b) { Monitor.Enter(_o); if (b) { Monitor.Exit(_o); break; } [|await|] Save(); Monitor.Exit(_o); } await Save();")]
    public Task A_lock_is_held(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("private readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); } finally { Monitor.Exit(_o); } } void N() { lock (_o) { _n++; } }",
        "private readonly SemaphoreSlim _o = new(1, 1); async Task M() { await _o.WaitAsync(); try { await Save(); } finally { _o.Release(); } } void N() { _o.Wait(); try { _n++; } finally { _o.Release(); } }")]
    [InlineData("private readonly object _o = new object(); async Task M() { Monitor.Enter(this._o); try { [|await|] Save().ConfigureAwait(false); } finally { Monitor.Exit(this._o); } }",
        "private readonly SemaphoreSlim _o = new SemaphoreSlim(1, 1); async Task M() { await this._o.WaitAsync().ConfigureAwait(false); try { await Save().ConfigureAwait(false); } finally { this._o.Release(); } }")]
    [InlineData("private readonly Lock _o = new(); async Task M() { _o.Enter(); try { [|await|] Save(); } finally { _o.Exit(); } } void N() { _o.Enter(); try { _n++; } finally { _o.Exit(); } }",
        "private readonly SemaphoreSlim _o = new(1, 1); async Task M() { await _o.WaitAsync(); try { await Save(); } finally { _o.Release(); } } void N() { _o.Wait(); try { _n++; } finally { _o.Release(); } }")]
    [InlineData("private static readonly Mutex _o = new(); static async Task M() { _o.WaitOne(); try { [|await|] Task.Delay(1); } finally { _o.ReleaseMutex(); } }",
        "private static readonly SemaphoreSlim _o = new(1, 1); static async Task M() { await _o.WaitAsync(); try { await Task.Delay(1); } finally { _o.Release(); } }")]
    [InlineData("private readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); } finally { Monitor.Exit(_o); } } async Task N() { lock (_o) { _n++; } await Save(); }",
        "private readonly SemaphoreSlim _o = new(1, 1); async Task M() { await _o.WaitAsync(); try { await Save(); } finally { _o.Release(); } } async Task N() { await _o.WaitAsync(); try { _n++; } finally { _o.Release(); } await Save(); }")]
    public Task A_lock_becomes_a_semaphore(string members, string repaired) => Verify.FixesAsync(Locking(members), Locking(repaired));

    [Theory]
    // It may be taken again by who holds it.
    [InlineData("private readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); N(); } finally { Monitor.Exit(_o); } } void N() { lock (_o) { _n++; } }")]
    [InlineData("private readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); P(); } finally { Monitor.Exit(_o); } } void P() => N(); void N() { lock (_o) { _n++; } }")]
    [InlineData("private readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); lock (_o) { _n++; } } finally { Monitor.Exit(_o); } }")]
    [InlineData("private readonly object _o = new(); async Task M(Action done) { Monitor.Enter(_o); try { [|await|] Save(); done(); } finally { Monitor.Exit(_o); } }")]
    [InlineData("private readonly object _o = new(); async Task M(int n) { Monitor.Enter(_o); try { [|await|] Save(); if (n > 0) { await M(n - 1); } } finally { Monitor.Exit(_o); } }")]
    // It is more than a lock, or others have it.
    [InlineData("private readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); Monitor.PulseAll(_o); } finally { Monitor.Exit(_o); } }")]
    [InlineData("private readonly object _o = new(); object P => _o; async Task M() { Monitor.Enter(_o); try { [|await|] Save(); } finally { Monitor.Exit(_o); } }")]
    [InlineData("internal readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); } finally { Monitor.Exit(_o); } }")]
    [InlineData("private readonly object _o; C(object o) { _o = o; } async Task M() { Monitor.Enter(_o); try { [|await|] Save(); } finally { Monitor.Exit(_o); } }")]
    [InlineData("private readonly Mutex _o = new(false, \"name\"); async Task M() { _o.WaitOne(); try { [|await|] Save(); } finally { _o.ReleaseMutex(); } }")]
    [InlineData("private readonly object _o = new(); async Task M() { Monitor.Enter(_o); try { [|await|] Save(); } finally { Monitor.Exit(_o); } } void N() { if (Monitor.TryEnter(_o)) { Monitor.Exit(_o); } }")]
    public Task A_lock_stays_what_it_is(string members) => Verify.ReportsAsync(Locking(members));

    private static string Locking(string members)
        => $$"""class C { private int _n; private static Task Save() => Task.CompletedTask; {{members}} }""";

    [Theory]
    [InlineData("using (_rw.Read()) { [|await|] Save(); }")]
    [InlineData("using var held = _rw.Read(); [|await|] Save();")]
    [InlineData("using (new Held(_o)) { [|await|] Save(); }")]
    [InlineData("using (Locks.Take(_o)) { [|await|] Save(); }")]
    [InlineData("using (Locks.Twice(_o)) { [|await|] Save(); }")]
    [InlineData("using (Here) { [|await|] Save(); }")]
    [InlineData("using (this.Here) { [|await|] Save(); }")]
    [InlineData("using (IDisposable d = (IDisposable)_rw.Read()) { [|await|] Save(); }")]
    [InlineData("using (_rw?.Read()) { [|await|] Save(); }")]
    public Task A_lock_behind_a_wrapper(string body) => Verify.ReportsAsync(Member(body, Wrappers));

    [Theory]
    [InlineData("_rw.EnterReadLock(); _rw.ExitReadLock(); await Save();")]
    [InlineData("while (!Monitor.TryEnter(_o)) { await Task.Delay(1); } try { } finally { Monitor.Exit(_o); }")]
    [InlineData("do { await Task.Delay(1); } while (!Monitor.TryEnter(_o)); Monitor.Exit(_o);")]
    [InlineData("if (!Monitor.TryEnter(_o)) { await Save(); return; } Monitor.Exit(_o);")]
    [InlineData("bool got = Monitor.TryEnter(_o); if (!got) { await Save(); } else { Monitor.Exit(_o); }")]
    [InlineData("bool got = false; Monitor.TryEnter(_o, ref got); if (got) { Monitor.Exit(_o); } else { await Save(); }")]
    [InlineData("if (b) { Monitor.Enter(_o); Monitor.Exit(_o); return; } await Save();")]
    [InlineData("Monitor.Enter(_o); if (b) { Monitor.Exit(_o); await Save(); } else { Monitor.Exit(_o); }")]
    [InlineData("while (true) { Monitor.Enter(_o); if (b) { Monitor.Exit(_o); break; } Monitor.Exit(_o); } await Save();")]
    [InlineData("if (!_mutex.WaitOne(0)) { return; } await Save();")]
    [InlineData("using var m = new Mutex(true, \"x\", out bool first); if (!first) { return; } await Save();")]
    [InlineData("_event.WaitOne(); await Save(); _event.Set();")]
    [InlineData("await _semaphore.WaitAsync(); try { await Save(); } finally { _semaphore.Release(); }")]
    [InlineData("_semaphore.Wait(); await Save(); _semaphore.Release();")]
    [InlineData("Monitor.Enter(_o); Monitor.Exit(_o); await Save(); Monitor.Enter(_o); Monitor.Exit(_o);")]
    [InlineData("lock (_o) { Run(async () => await Save()); } await Save();")]
    public Task Silent_about_locks(string body) => Verify.SilentAsync(Member(body));

    [Theory]
    [InlineData("using (await Gate.LockAsync()) { await Save(); }")]
    [InlineData("await using (Gate.Async()) { await Save(); }")]
    [InlineData("using (Gate.Semaphore(_semaphore)) { await Save(); }")]
    [InlineData("using (Gate.Enter()) { await Save(); }")]
    [InlineData("using (Gate.Short(_o)) { await Save(); }")]
    [InlineData("using (_rw) { await Save(); }")]
    [InlineData("using (_rw.Read()) { } await Save();")]
    public Task Silent_about_other_wrappers(string body) => Verify.SilentAsync(Member(body, Wrappers + """
        static class Gate
        {
            public static Task<IDisposable> LockAsync() => Task.FromResult<IDisposable>(new Freed(() => { }));
            public static AsyncFreed Async() => new AsyncFreed();
            public static Freed Semaphore(SemaphoreSlim s) { s.Wait(); return new Freed(() => s.Release()); }
            public static Freed Enter() => new Freed(() => { });
            public static Freed Short(object o) { Monitor.Enter(o); try { return new Freed(() => { }); } finally { Monitor.Exit(o); } }
        }

        class AsyncFreed : IAsyncDisposable { public ValueTask DisposeAsync() => default; }
        """));

    [Fact]
    public Task A_look_alike_of_another_library() => Verify.SilentAsync(Member("using (_gate.ReadLock()) { await Save(); }", """
        AsyncReaderWriterLock _gate = new();
        class AsyncReaderWriterLock { public IDisposable ReadLock() => null!; }
        """));

    [Fact]
    public Task Synchronous_functions_are_not_asked_about() => Verify.SilentAsync(
        "class C { void M(object o) { Monitor.Enter(o); Task.Run(async () => await Task.Delay(1)); Monitor.Exit(o); } }");

    [Fact]
    public Task Top_level_statements() => Verify.ReportsAsync(
        "var mutex = new Mutex(); mutex.WaitOne(); [|await|] Task.Delay(1); mutex.ReleaseMutex(); class C { void M(Mutex mutex) { mutex.ReleaseMutex(); } }",
        outputKind: Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    // ---- state of the thread ----

    [Theory]
    [InlineData("Thread.CurrentThread.Priority = ThreadPriority.Lowest; try { [|await|] Save(); } finally { Thread.CurrentThread.Priority = ThreadPriority.Normal; }")]
    [InlineData("Thread.BeginThreadAffinity(); [|await|] Save(); Thread.EndThreadAffinity();")]
    [InlineData("Thread.BeginCriticalRegion(); try { [|await|] Save(); } finally { Thread.EndCriticalRegion(); }")]
    public Task State_of_the_thread(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("t_depth++; t_depth--; await Save();")]
    [InlineData("t_user = \"a\"; await Save(); t_user = \"b\"; Console.WriteLine(t_user);")]
    [InlineData("t_user = \"a\"; Console.WriteLine(t_user); await Save();")]
    [InlineData("if (b) { t_user = \"a\"; Console.WriteLine(t_user); return; } await Save(); Console.WriteLine(t_user);")]
    [InlineData("string? user = t_user; await Save(); Console.WriteLine(user);")]
    [InlineData("Console.WriteLine(t_user); await Save(); Console.WriteLine(t_user);")]
    [InlineData("s_random.Value!.Next(); await Save(); s_random.Value!.Next();")]
    [InlineData("s_flow.Value = 1; await Save(); Console.WriteLine(s_flow.Value);")]
    [InlineData("s_plain = 1; await Save(); Console.WriteLine(s_plain);")]
    [InlineData("System.Globalization.CultureInfo.CurrentCulture = new(\"de\"); await Save(); Console.WriteLine(1.5);")]
    [InlineData("Thread.BeginThreadAffinity(); Thread.EndThreadAffinity(); await Save();")]
    [InlineData("var old = SynchronizationContext.Current; SynchronizationContext.SetSynchronizationContext(null); try { await Save(); } finally { SynchronizationContext.SetSynchronizationContext(old); }")]
    public Task Silent_about_state(string body) => Verify.SilentAsync(Member(body));

    private const string Wrappers = """
        Held Here => new Held(_o);

        readonly struct Freed : IDisposable { private readonly Action _free; public Freed(Action free) => _free = free; public void Dispose() => _free(); }

        sealed class Held : IDisposable { private readonly object _o; public Held(object o) { _o = o; Monitor.Enter(o); } public void Dispose() => Monitor.Exit(_o); }

        static class Locks { public static Held Take(object o) { return new Held(o); } public static Held Twice(object o) => Take(o); }
        } static class RwExtensions { public static IDisposable Read(this ReaderWriterLockSlim l) { l.EnterReadLock(); return new Undo(l.ExitReadLock); }
        sealed class Undo : IDisposable { private readonly Action _undo; public Undo(Action undo) => _undo = undo; public void Dispose() => _undo(); }
        } partial class C {
        """;

    private static string Unit(string creation) => $$"""
        sealed class Unit : IDisposable { private readonly TransactionScope _s; public Unit() { _s = {{creation}}; } public void Dispose() => _s.Dispose(); }
        """;

    private static string Member(string body, string members = "", string result = "")
        => $$"""
            using System.Transactions;
            partial class C
            {
                private readonly object _o = new(); private readonly ReaderWriterLockSlim _rw = new(); private readonly Mutex _mutex = new(); private readonly SemaphoreSlim _semaphore = new(1);
                private readonly Lock _lock = new(); private SpinLock _spin; private readonly AutoResetEvent _event = new(false);
                [ThreadStatic] private static int t_depth; [ThreadStatic] private static string? t_user; private static int s_plain;
                private static readonly ThreadLocal<int> s_nest = new(); private static readonly ThreadLocal<Random> s_random = new(() => new Random()); private static readonly AsyncLocal<int> s_flow = new();
                private Task Save() => Task.Delay(1); private Task<int> Load() => Task.FromResult(1); private void Run(Func<Task> f) { } private void Enter() { }
                private async IAsyncEnumerable<int> All() { await Task.Yield(); yield return 1; } private System.IO.MemoryStream Open() => new();

                async Task{{result}} M(bool b)
                {
                    {{body}}{{(result.Length > 0 && !body.Contains("return") ? " return 1;" : "")}}
                }
                {{members}}
            }
            """;
}
