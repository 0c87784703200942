using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Which locks are held at the place <c>P()</c>: by name, <c>?</c> for one that nobody knows, <c>-</c> for none.</summary>
public class LockSetTests
{
    private const string Members = """
        #pragma warning disable CS0649, CS0169, CS8618, CS8602, CS1998, CS0414, CS8321
        class Base { protected readonly object Gate = new(); }
        class Other { public readonly object Gate = new(); public object Shown => Gate; public Other? Next; }
        static class Cache<T> { public static readonly object Gate = new(); }
        class C : Base
        {
            readonly object _a = new(), _b = new(); static readonly object S = new(); readonly Other _other = new(); readonly object[] _many = { new(), new() };
            readonly SemaphoreSlim _one = new(1, 1), _unset, _two = new(2), _signal = new(0), _some = new(Environment.ProcessorCount);
            readonly ReaderWriterLockSlim _rw = new(); readonly ReaderWriterLock _old = new(); readonly Mutex _mutex = new(); SpinLock _spin; readonly Lock _lock = new();
            readonly AutoResetEvent _event = new(true); readonly List<object> _list = new(); int _busy; object _set = new();
            object Alias => _a; object Auto { get; } = new(); object Body { get { return _b; } }
            static void P() { } bool B() => true; void F() { } object Make() => new(); IDisposable EnterScope() => null!; void Run(Action a) => a();

        """;

    private static Task CheckAsync(string source, string expected, bool isWhole = false)
        => AssertHeldAsync(isWhole ? source : Members + source + "\n}\n", expected);

    /// <summary>The code calls <c>P()</c> once, with the locks held.</summary>
    internal static async Task AssertHeldAsync(string text, string expected)
    {
        TestedCode code = TestedCode.Create(text);
        Assert.Empty((await code.ErrorsAsync()).Select(error => error.ToString()));
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        SyntaxNode place = (await code.Document.GetSyntaxRootAsync())!.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Single(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "P" });
        Assert.Equal(expected, LockSets.At(place, CodeModel.Of(model, CancellationToken.None)).ToString());
    }

    [Theory]
    // Statements
    [InlineData("P();", "-")]
    [InlineData("lock (_a) { P(); }", "this._a")]
    [InlineData("lock (_a) P();", "this._a")]
    [InlineData("lock (_a) { } P();", "-")]
    [InlineData("lock (_a) { lock (_b) { P(); } }", "this._a, this._b")]
    [InlineData("lock (_a) { lock (_b) { } P(); }", "this._a")]
    [InlineData("lock (_a) { lock (_a) { } P(); }", "this._a")]
    [InlineData("lock (this) { P(); }", "this")]
    [InlineData("lock (typeof(C)) { P(); }", "typeof(C)")]
    [InlineData("lock (\"text\") { P(); }", "\"text\"")]
    [InlineData("const string name = \"n\"; lock (name) { P(); }", "\"n\"")]
    [InlineData("lock (S) { P(); }", "C.S")]
    [InlineData("lock (C.S) { P(); }", "C.S")]
    [InlineData("lock (Gate) { P(); }", "this.Gate")]
    [InlineData("lock (base.Gate) { P(); }", "this.Gate")]
    [InlineData("lock (_other.Gate) { P(); }", "this._other.Gate")]
    [InlineData("lock (_other.Next.Gate) { P(); }", "this._other.Next.Gate")]
    [InlineData("lock (_other.Shown) { P(); }", "this._other.Gate")]
    [InlineData("lock (Alias) { P(); }", "this._a")]
    [InlineData("lock (Body) { P(); }", "this._b")]
    [InlineData("lock (Auto) { P(); }", "this.Auto")]
    [InlineData("lock (((object)_a)!) { P(); }", "this._a")]
    [InlineData("lock (_many[0]) { P(); }", "this._many[0]")]
    [InlineData("int i = 0; lock (_many[i]) { P(); }", "?")]
    [InlineData("lock (((System.Collections.ICollection)_list).SyncRoot) { P(); }", "?")]
    [InlineData("lock (Make()) { P(); }", "?")]
    [InlineData("lock (new object()) { P(); }", "-")]
    [InlineData("lock ((object)_busy) { P(); }", "-")]
    [InlineData("lock (Cache<int>.Gate) { P(); }", "Cache.Gate")]
    [InlineData("foreach (var o in _many) { lock (o) { P(); } }", "o")]
    [InlineData("lock (_a) { for (;;) { if (B()) break; P(); } }", "this._a")]
    [InlineData("for (;;) { lock (_a) { if (B()) continue; } P(); }", "-")]
    [InlineData("lock (_a) { Monitor.Exit(_a); P(); Monitor.Enter(_a); }", "-")]
    [InlineData("lock (_a) { Monitor.Wait(_a); P(); }", "this._a")]
    [InlineData("lock (_a) { Monitor.Pulse(_a); P(); }", "this._a")]
    // Aliases
    [InlineData("var g = _a; lock (g) { P(); }", "this._a")]
    [InlineData("object g = _a, h = g; lock (h) { P(); }", "this._a")]
    [InlineData("var g = new object(); lock (g) { P(); }", "g")]
    [InlineData("var g = _a; if (B()) g = _b; lock (g) { P(); }", "?")]
    [InlineData("object g; g = new object(); lock (g) { P(); }", "g")]
    [InlineData("var other = _other; lock (other.Gate) { P(); }", "this._other.Gate")]
    [InlineData("var self = this; lock (self._a) { P(); }", "this._a")]
    [InlineData("var g = Make(); lock (g) { P(); }", "g")]
    // Monitor
    [InlineData("Monitor.Enter(_a); P(); Monitor.Exit(_a);", "this._a")]
    [InlineData("Monitor.Enter(_a); Monitor.Exit(_a); P();", "-")]
    [InlineData("Monitor.Enter(_a); Monitor.Enter(_a); Monitor.Exit(_a); P();", "this._a")]
    [InlineData("Monitor.Enter(_a); Monitor.Exit(_b); P();", "this._a")]
    [InlineData("Monitor.Enter(_a); try { P(); } finally { Monitor.Exit(_a); }", "this._a")]
    [InlineData("Monitor.Enter(_a); try { F(); } finally { Monitor.Exit(_a); } P();", "-")]
    [InlineData("bool taken = false; try { Monitor.Enter(_a, ref taken); P(); } finally { if (taken) Monitor.Exit(_a); }", "this._a")]
    [InlineData("bool taken = false; try { Monitor.Enter(_a, ref taken); F(); } finally { if (taken) Monitor.Exit(_a); } P();", "-")]
    [InlineData("Monitor.Enter(_a); if (B()) { Monitor.Exit(_a); return; } P();", "this._a")]
    [InlineData("Monitor.Enter(_a); if (B()) { Monitor.Exit(_a); } P();", "?")]
    [InlineData("if (B()) Monitor.Enter(_a); P();", "?")]
    [InlineData("Monitor.Enter(_a); if (B()) { Monitor.Exit(_a); throw new Exception(); } else { P(); }", "this._a")]
    [InlineData("while (B()) { Monitor.Enter(_a); F(); Monitor.Exit(_a); } P();", "-")]
    [InlineData("while (B()) { P(); Monitor.Enter(_a); F(); Monitor.Exit(_a); }", "-")]
    [InlineData("while (true) { Monitor.Enter(_a); if (B()) break; Monitor.Exit(_a); } P();", "this._a")]
    [InlineData("try { Monitor.Enter(_a); F(); Monitor.Exit(_a); } catch { P(); }", "?")]
    [InlineData("try { F(); } finally { Monitor.Enter(_a); } P();", "this._a")]
    [InlineData("if (Monitor.TryEnter(_a)) { P(); }", "this._a")]
    [InlineData("if (!Monitor.TryEnter(_a)) return; P();", "this._a")]
    [InlineData("if (!Monitor.TryEnter(_a)) { P(); }", "-")]
    [InlineData("if (Monitor.TryEnter(_a, 100) == false) { return; } P();", "this._a")]
    [InlineData("if (B() && Monitor.TryEnter(_a)) { P(); }", "this._a")]
    [InlineData("if (B() || Monitor.TryEnter(_a)) { P(); }", "?")]
    [InlineData("if (Monitor.TryEnter(_a) is true) { P(); }", "this._a")]
    [InlineData("Monitor.TryEnter(_a); P();", "?")]
    [InlineData("bool ok = Monitor.TryEnter(_a); if (ok) { P(); }", "this._a")]
    [InlineData("bool ok = Monitor.TryEnter(_a); if (!ok) { return; } P();", "this._a")]
    [InlineData("bool ok = Monitor.TryEnter(_a); try { F(); } finally { if (ok) Monitor.Exit(_a); } P();", "-")]
    [InlineData("bool ok = false; Monitor.TryEnter(_a, 9, ref ok); if (ok) P();", "this._a")]
    [InlineData("bool ok = Monitor.TryEnter(_a); ok = B(); if (ok) P();", "?")]
    [InlineData("while (!Monitor.TryEnter(_a)) { } P();", "this._a")]
    [InlineData("Monitor.Enter(Make()); P();", "?")]
    [InlineData("Monitor.Enter(new object()); P();", "-")]
    // Lock, spin locks, mutexes, events
    [InlineData("using (_lock.EnterScope()) { P(); }", "this._lock")]
    [InlineData("using var scope = _lock.EnterScope(); P();", "this._lock")]
    [InlineData("{ using var scope = _lock.EnterScope(); } P();", "-")]
    [InlineData("_lock.Enter(); try { P(); } finally { _lock.Exit(); }", "this._lock")]
    [InlineData("if (_lock.TryEnter()) P();", "this._lock")]
    [InlineData("var scope = _lock.EnterScope(); try { P(); } finally { scope.Dispose(); }", "this._lock")]
    [InlineData("var scope = _lock.EnterScope(); try { F(); } finally { scope.Dispose(); } P();", "-")]
    [InlineData("bool taken = false; _spin.Enter(ref taken); P(); _spin.Exit();", "this._spin")]
    [InlineData("_mutex.WaitOne(); P(); _mutex.ReleaseMutex();", "this._mutex")]
    [InlineData("if (_mutex.WaitOne(9)) P();", "this._mutex")]
    [InlineData("_mutex.WaitOne(9); P();", "?")]
    [InlineData("_mutex.WaitOne(-1); P();", "this._mutex")]
    [InlineData("_event.WaitOne(); P(); _event.Set();", "?")]
    [InlineData("_event.WaitOne(); _event.Set(); P();", "-")]
    // Semaphores
    [InlineData("_one.Wait(); P(); _one.Release();", "this._one")]
    [InlineData("_one.Wait(); _one.Release(); P();", "-")]
    [InlineData("_unset.Wait(); P();", "this._unset")]
    [InlineData("_two.Wait(); P();", "-")]
    [InlineData("_signal.Wait(); P();", "?")]
    [InlineData("_some.Wait(); P();", "?")]
    [InlineData("_one?.Wait(); P();", "?")]
    [InlineData("if (_one.Wait(0)) { P(); }", "this._one")]
    [InlineData("_one.Wait(100); P();", "?")]
    [InlineData("_one.Wait(Timeout.Infinite); P();", "this._one")]
    [InlineData("var s = new SemaphoreSlim(1); s.Wait(); P();", "s")]
    [InlineData("var s = new SemaphoreSlim(4); s.Wait(); P();", "-")]
    [InlineData("var s = new SemaphoreSlim(maxCount: 4, initialCount: 1); s.Wait(); P();", "s")]
    // Sides of reader-writer locks
    [InlineData("_rw.EnterReadLock(); P(); _rw.ExitReadLock();", "this._rw:read")]
    [InlineData("_rw.EnterWriteLock(); try { P(); } finally { _rw.ExitWriteLock(); }", "this._rw")]
    [InlineData("_rw.EnterUpgradeableReadLock(); P();", "this._rw:upgradeable")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); P();", "this._rw, this._rw:upgradeable")]
    [InlineData("_rw.EnterReadLock(); _rw.ExitReadLock(); P();", "-")]
    [InlineData("_rw.EnterReadLock(); _rw.ExitWriteLock(); P();", "this._rw:read")]
    [InlineData("if (_rw.TryEnterWriteLock(9)) P();", "this._rw")]
    [InlineData("_old.AcquireReaderLock(9); P();", "this._old:read")]
    [InlineData("_old.AcquireWriterLock(9); P();", "this._old")]
    [InlineData("_old.AcquireWriterLock(9); _old.ReleaseLock(); P();", "-")]
    // Flags, scopes by name
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) == 0) { P(); }", "?")]
    [InlineData("lock (_a) { if (Interlocked.Exchange(ref _busy, 1) == 0) { P(); } }", "this._a, ?")]
    [InlineData("using (new MemoryStream()) { P(); }", "-")]
    // Inner functions
    [InlineData("lock (_a) { Task.Run(() => P()); }", "-")]
    [InlineData("lock (_a) { Task.Run(() => { lock (_b) P(); }); }", "this._b")]
    [InlineData("lock (_a) { _list.ForEach(_ => P()); }", "this._a")]
    [InlineData("lock (_a) { ((Action)(() => P()))(); }", "this._a")]
    [InlineData("lock (_a) { Run(() => P()); }", "?")]
    [InlineData("lock (_a) { Action later = () => P(); later(); }", "-")]
    [InlineData("lock (_a) { L(); } void L() { P(); }", "this._a")]
    [InlineData("lock (_a) { L(); } L(); void L() { P(); }", "-")]
    [InlineData("lock (_a) { L(); } lock (_b) { L(); } void L() { P(); }", "?")]
    [InlineData("lock (_a) { Task.Run(L); } void L() { P(); }", "-")]
    [InlineData("lock (_a) { Parallel.For(0, 9, i => P()); }", "-")]
    public Task In_a_method(string statements, string expected) => CheckAsync($"void M() {{ {statements} }}", expected);

    [Theory]
    [InlineData("await _one.WaitAsync(); P(); _one.Release();", "this._one")]
    [InlineData("await _one.WaitAsync().ConfigureAwait(false); try { P(); } finally { _one.Release(); }", "this._one")]
    [InlineData("await _one.WaitAsync(); try { F(); } finally { _one.Release(); } P();", "-")]
    [InlineData("if (await _one.WaitAsync(100)) { P(); }", "this._one")]
    [InlineData("if (!await _one.WaitAsync(100).ConfigureAwait(false)) return; P();", "this._one")]
    [InlineData("await _one.WaitAsync(100); P();", "?")]
    [InlineData("bool got = await _one.WaitAsync(TimeSpan.FromSeconds(3)); if (!got) return; P();", "this._one")]
    [InlineData("_one.WaitAsync().Wait(); P();", "this._one")]
    [InlineData("var t = _one.WaitAsync(); P(); await t;", "?")]
    [InlineData("await _one.WaitAsync(CancellationToken.None); P();", "this._one")]
    [InlineData("bool taken = false; try { await _one.WaitAsync(); taken = true; P(); } finally { if (taken) _one.Release(); }", "this._one")]
    [InlineData("bool taken = false; try { await _one.WaitAsync(); taken = true; F(); } finally { if (taken) _one.Release(); } P();", "-")]
    [InlineData("try { await _one.WaitAsync(); } catch { return; } P();", "this._one")]
    [InlineData("await _one.WaitAsync(); await Task.Yield(); P();", "this._one")]
    public Task In_an_asynchronous_method(string statements, string expected) => CheckAsync($"async Task M() {{ {statements} }}", expected);

    [Theory]
    // Callers
    [InlineData("public void M() { lock (_a) { Q(); } } private void Q() { P(); }", "this._a")]
    [InlineData("public void M() { lock (_a) { Q(); } } public void N() { lock (_a) { lock (_b) { this.Q(); } } } private void Q() { P(); }", "this._a")]
    [InlineData("public void M() { lock (_a) { Q(); } } public void N() { Q(); } private void Q() { P(); }", "-")]
    [InlineData("public void M() { lock (_a) { Q(); } } public void N() { lock (_b) { Q(); } } private void Q() { P(); }", "?")]
    [InlineData("public void M() { lock (_a) { Q(); } } internal void Q() { P(); }", "-")]
    [InlineData("public void M() { lock (_a) { Q(); } Task.Run(Q); } private void Q() { P(); }", "-")]
    [InlineData("public void M() { lock (_a) { Q(); } Task.Run(() => Q()); } private void Q() { P(); }", "-")]
    [InlineData("public void M() { lock (_a) { Q(); } _ = nameof(Q); } private void Q() { P(); }", "this._a")]
    [InlineData("public void M() { lock (_a) { Q(); } } C() { Q(); } private void Q() { P(); }", "this._a")]
    [InlineData("public void M() { lock (_a) { Q(); } } private void Q() { R(); } private void R() { P(); }", "this._a")]
    [InlineData("public void M() { lock (_a) { Q(3); } } private void Q(int n) { if (n > 0) Q(n - 1); P(); }", "this._a")]
    [InlineData("public void M() { lock (_a) { Q(3); } } private void Q(int n) { R(n); } private void R(int n) { Q(n); P(); }", "this._a")]
    [InlineData("public void M() { lock (_a) { Q(); } } private void Q() { lock (_b) { P(); } }", "this._a, this._b")]
    [InlineData("public void M() { lock (_a) { _ = V; } } private int V { get { P(); return 1; } }", "this._a")]
    [InlineData("public void M() { lock (_a) { _ = V; } } public void N() => V.ToString(); private int V { get { P(); return 1; } }", "-")]
    [InlineData("public void M(C other) { lock (other._a) { other.Q(); } } private void Q() { P(); }", "this._a")]
    [InlineData("public void M(C other) { lock (_a) { other.Q(); } } private void Q() { P(); }", "?")]
    [InlineData("public void M() { var g = new object(); lock (g) { Q(); } } private void Q() { P(); }", "?")]
    [InlineData("public void M() { lock (S) { Q(); } } private static void Q() { P(); }", "C.S")]
    [InlineData("private void Q() { P(); }", "-")]
    [InlineData("public virtual void M() { lock (_a) { Q(); } } protected virtual void Q() { P(); }", "-")]
    [InlineData("public void M() { lock (_a) { Task.Run(() => { Q(); }); } } private void Q() { P(); }", "-")]
    [InlineData("public void M() { Monitor.Enter(_a); Q(); Monitor.Exit(_a); } private void Q() { Monitor.Exit(_a); P(); Monitor.Enter(_a); }", "-")]
    // Synchronized
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] void M() { P(); }", "this")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] static void M() { P(); }", "typeof(C)")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] void M() { P(); }", "-")]
    [InlineData("[Obsolete(\"Synchronized\")] void M() { P(); }", "-")]
    [InlineData("int V { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] get { P(); return 1; } }", "this")]
    // Functions that take a lock for their caller
    [InlineData("void Take() => Monitor.Enter(_a); void Leave() => Monitor.Exit(_a); void M() { Take(); P(); Leave(); }", "this._a")]
    [InlineData("void Take() => Monitor.Enter(_a); void Leave() => Monitor.Exit(_a); void M() { Take(); Leave(); P(); }", "-")]
    [InlineData("bool Take() => Monitor.TryEnter(_a); void M() { if (Take()) { P(); } }", "this._a")]
    [InlineData("Task TakeAsync() => _one.WaitAsync(); async Task M() { await TakeAsync(); P(); }", "?")]
    [InlineData("async Task TakeAsync() { await _one.WaitAsync(); } async Task M() { await TakeAsync(); P(); }", "this._one")]
    [InlineData("void Both() { lock (_a) { Monitor.Enter(_b); Monitor.Exit(_b); } } void M() { Both(); P(); }", "-")]
    // Parameters and captured ones
    [InlineData("void M(object gate) { lock (gate) { P(); } }", "gate")]
    [InlineData("void M(object gate) { gate = _a; lock (gate) { P(); } }", "?")]
    [InlineData("void M(Other other) { lock (other.Gate) { P(); } }", "other.Gate")]
    [InlineData("void M(ref SpinLock spin) { bool taken = false; spin.Enter(ref taken); P(); }", "spin")]
    [InlineData("void M() { lock (_set) { P(); } } void N() { _set = new object(); }", "this._set")]
    public Task With_other_members(string members, string expected) => CheckAsync(members, expected);

    [Theory]
    [InlineData("class C<T> { static readonly object S = new(); static void P() { } void M() { lock (S) { P(); } } }", "C.S")]
    [InlineData("class C { static void P() { } class D { readonly object _a = new(); void M() { lock (_a) { P(); } } } }", "this._a")]
    [InlineData("class C { static readonly object S = new(); static readonly int N = F(); static int F() { lock (S) { P(); } return 1; } static void P() { } }", "C.S")]
    [InlineData("object gate = new(); lock (gate) { P(); } static void P() { }", "gate")]
    [InlineData("var gate = new SemaphoreSlim(1); await gate.WaitAsync(); P(); gate.Release(); static void P() { }", "gate")]
    [InlineData("object gate = new(); Monitor.Enter(gate); Monitor.Exit(gate); P(); static void P() { }", "-")]
    [InlineData("object gate = new(); lock (gate) { L(); } void L() { P(); } static void P() { }", "gate")]
    public Task Whole_programs(string source, string expected) => CheckAsync(source, expected, isWhole: true);

    [FactSinceCSharp(12)]
    public Task A_parameter_of_a_primary_constructor()
        => CheckAsync("class C(object gate) { static void P() { } void M() { lock (gate) { P(); } } }", "this.gate", isWhole: true);

    [FactSinceCSharp(13)]
    public Task The_lock_type_in_a_lock_statement() => CheckAsync("void M() { lock (_lock) { P(); } }", "this._lock");

    [Theory]
    [InlineData("lock (_a) { P(); }", "lock (_a) { Q(); }", true)]
    [InlineData("lock (_a) { P(); }", "lock (_b) { Q(); }", false)]
    [InlineData("lock (_a) { P(); }", "Q();", false)]
    [InlineData("lock (_a) { P(); }", "lock (Make()) { Q(); }", true)]
    [InlineData("lock (_a) { P(); }", "lock (this) { Q(); }", false)]
    [InlineData("lock (_a) { P(); }", "lock (_injected) { Q(); }", true)]
    [InlineData("lock (_injected) { P(); }", "lock (_other.Gate) { Q(); }", true)]
    [InlineData("lock (_other.Gate) { P(); }", "lock (_other.Next.Gate) { Q(); }", true)]
    [InlineData("lock (this) { P(); }", "lock (typeof(C)) { Q(); }", false)]
    [InlineData("lock (\"a\") { P(); }", "lock (\"b\") { Q(); }", false)]
    [InlineData("lock (Cache<int>.Gate) { P(); }", "lock (Cache<string>.Gate) { Q(); }", true)]
    [InlineData("lock (_one) { P(); }", "_one.Wait(); Q();", false)]
    [InlineData("lock (_a) { P(); }", "lock (_a) { lock (_b) { Q(); } }", true)]
    [InlineData("_rw.EnterReadLock(); P();", "_rw.EnterReadLock(); Q();", false)]
    [InlineData("_rw.EnterReadLock(); P();", "_rw.EnterWriteLock(); Q();", true)]
    [InlineData("_rw.EnterUpgradeableReadLock(); P();", "_rw.EnterUpgradeableReadLock(); Q();", true)]
    [InlineData("_rw.EnterUpgradeableReadLock(); P();", "_rw.EnterReadLock(); Q();", false)]
    [InlineData("lock (S) { P(); }", "lock (_a) { Q(); }", false)]
    [InlineData("lock (_shared) { P(); }", "lock (_a) { Q(); }", true)]
    public async Task Exclusion(string first, string second, bool expected)
    {
        TestedCode code = TestedCode.Create(
            Members + "readonly object _injected; public object _shared = new(); C(object gate) { _injected = gate; } static void Q() { } "
            + $"void M() {{ {first} }} void N() {{ {second} }} }}");
        Assert.Empty((await code.ErrorsAsync()).Select(error => error.ToString()));
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        LockSet[] sets = [.. (await code.Document.GetSyntaxRootAsync())!.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "P" or "Q" })
            .Select(call => LockSets.At(call, CodeModel.Of(model, CancellationToken.None)))];
        Assert.Equal(expected, sets[0].MayExclude(sets[1]));
        Assert.Equal(expected, sets[1].MayExclude(sets[0]));
    }
}
