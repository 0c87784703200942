using AsyncAnalyzers.Rules.SharedState;
using AsyncAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Reporting = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3002InconsistentLockAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3002InconsistentLockAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3002InconsistentLockCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>State that a lock guards in most places is used without that lock.</summary>
public class ASYNC3002InconsistentLockTests
{
    /// <summary>A list that <c>Add</c> changes under the lock, a number that two functions update under it, and more state.</summary>
    private static string Store(string members) => $$"""
        #pragma warning disable CS0649, CS0169, CS8618, CS0414, CS1998
        using System.Collections.Immutable;
        using System.Text;
        partial class Store { private readonly object _gate = new(), _other = new(); private readonly List<int> _items = new(); private int _count; public void Add(int x) { lock (_gate) { _items.Add(x); _count++; } } public void Remove(int x) { lock (_gate) { _items.Remove(x); _count--; } } public bool Has(int x) { lock (_gate) { return _count > 0 && _items.Contains(x); } } {{members}} }
        """;

    [Theory]
    [InlineData("public void M(int x) { [|_items|].Add(x); }", "public void M(int x) { lock (_gate) { _items.Add(x); } }")]
    [InlineData("public void M(int x) => [|_items|].Add(x);", "public void M(int x) { lock (_gate) { _items.Add(x); } }")]
    [InlineData("public int M() => [|_items|][0];", "public int M() { lock (_gate) { return _items[0]; } }")]
    [InlineData("public int M() { return [|_items|][0]; }", "public int M() { lock (_gate) { return _items[0]; } }")]
    [InlineData("public int[] M() => [|_items|].ToArray();", "public int[] M() { lock (_gate) { return _items.ToArray(); } }")]
    [InlineData("public void M(int x) { if (x > 0) [|_items|].Add(x); }", "public void M(int x) { if (x > 0) lock (_gate) { _items.Add(x); } }")]
    [InlineData("public int M() { int x = [|_items|][0]; return x + 1; }",
        "public int M() { int x; lock (_gate) { x = _items[0]; } return x + 1; }")]
    [InlineData("public int M() { var x = [|_items|].First(); return x + 1; }",
        "public int M() { int x; lock (_gate) { x = _items.First(); } return x + 1; }")]
    [InlineData("public void M(int x) { if (![|_items|].Contains(x)) { _items.Add(x); } }",
        "public void M(int x) { lock (_gate) { if (!_items.Contains(x)) { _items.Add(x); } } }")]
    [InlineData("public int M() { int sum = 0; foreach (int x in [|_items|]) { sum += x; } return sum; }",
        "public int M() { int sum = 0; lock (_gate) { foreach (int x in _items) { sum += x; } } return sum; }")]
    [InlineData("public void M() { [|this._items|].Clear(); }", "public void M() { lock (_gate) { this._items.Clear(); } }")]
    [InlineData("public int M(int[] o) { int sum = 0; foreach (int x in [|_items|]) { int y = x + 1; sum += y; } foreach (int z in o) { int y = z; sum += y; } return sum; }",
        "public int M(int[] o) { int sum = 0; lock (_gate) { foreach (int x in _items) { int y = x + 1; sum += y; } } foreach (int z in o) { int y = z; sum += y; } return sum; }")]
    [InlineData("public int M(int k) { if (![|_items|].Contains(k)) { int n = k + 1; _items.Add(n); } Func<int, int> f = n => n; return f(k); }",
        "public int M(int k) { lock (_gate) { if (!_items.Contains(k)) { int n = k + 1; _items.Add(n); } } Func<int, int> f = n => n; return f(k); }")]
    [InlineData("public int M() { [|_items|].Sort(); int n = _items[0]; _items.Clear(); int k = 2; return n + k; }",
        "public int M() { lock (_gate) { _items.Sort(); int n = _items[0]; _items.Clear(); int k = 2; return n + k; } }")]
    [InlineData("public void M() { [|_items|].Sort(); _items.Clear(); }", "public void M() { lock (_gate) { _items.Sort(); _items.Clear(); } }")]
    [InlineData("public string M() => string.Join(\", \", [|_items|]);", "public string M() { lock (_gate) { return string.Join(\", \", _items); } }")]
    [InlineData("public List<int> M() => new(collection: [|_items|]);", "public List<int> M() { lock (_gate) { return new(collection: _items); } }")]
    [InlineData("public int M() => [|_items|].Where(x => x > 1).Sum();", "public int M() { lock (_gate) { return _items.Where(x => x > 1).Sum(); } }")]
    [InlineData("public void M() { [|_items|]?.Clear(); }", "public void M() { lock (_gate) { _items?.Clear(); } }")]
    [InlineData("public void M(int i) { [|_items|][i] = 1; }", "public void M(int i) { lock (_gate) { _items[i] = 1; } }")]
    [InlineData("public void M(int i) { [|_items|][i]++; }", "public void M(int i) { lock (_gate) { _items[i]++; } }")]
    [InlineData("public void M() { lock (_gate) { } [|_items|].Clear(); }", "public void M() { lock (_gate) { } lock (_gate) { _items.Clear(); } }")]
    [InlineData("public void M() { [|_count|] += 2; }", "public void M() { lock (_gate) { _count += 2; } }")]
    [InlineData("public void M() { [|_count|]++; }", "public void M() { lock (_gate) { _count++; } }")]
    [InlineData("public void M() { [|_count|] = 0; }", "public void M() { lock (_gate) { _count = 0; } }")]
    [InlineData("public int M { get { return [|_items|][0]; } }", "public int M { get { lock (_gate) { return _items[0]; } } }")]
    [InlineData("public int this[int i] { get { return [|_items|][i]; } }", "public int this[int i] { get { lock (_gate) { return _items[i]; } } }")]
    [InlineData("public void M() { _ = Task.Run(() => [|_items|].Clear()); }",
        "public void M() { _ = Task.Run(() => { lock (_gate) { _items.Clear(); } }); }")]
    [InlineData("public void M() { Reset(); void Reset() { [|_items|].Clear(); } }",
        "public void M() { Reset(); void Reset() { lock (_gate) { _items.Clear(); } } }")]
    [InlineData("public async Task M() { await Task.Yield(); [|_items|].Clear(); }",
        "public async Task M() { await Task.Yield(); lock (_gate) { _items.Clear(); } }")]
    [InlineData("private void OnTick(object? state) { [|_items|].Clear(); } public Timer M() => new(OnTick);",
        "private void OnTick(object? state) { lock (_gate) { _items.Clear(); } } public Timer M() => new(OnTick);")]
    public Task The_lock_is_held(string member, string repaired) => Verify.FixesAsync(Store(member), Store(repaired));

    [Theory]
    // The run would hold an await, a delegate, a loop of its own.
    [InlineData("public async Task M() { foreach (int x in [|_items|]) { await Task.Delay(x); } }")]
    [InlineData("public void M(Action<int> show) { foreach (int x in [|_items|]) { show(x); } }")]
    [InlineData("public void M(System.Reflection.MethodInfo show) { foreach (int x in [|_items|]) { show.Invoke(null, new object[] { x }); } }")]
    [InlineData("public void M(Delegate show) { foreach (int x in [|_items|]) { show.DynamicInvoke(x); } }")]
    [InlineData("public IEnumerable<int> M() { foreach (int x in [|_items|]) { yield return x; } }")]
    [InlineData("public void M() { while ([|_items|].Remove(1)) { } }")]
    [InlineData("public void M(object _gate) { [|_items|].Clear(); }")]
    public Task No_fix_where_more_would_get_under_the_lock(string member) => Verify.ReportsAsync(Store(member));

    [Theory]
    // Held here, or by all callers.
    [InlineData("public void M(int x) { lock (_gate) { _items.Add(x); } }")]
    [InlineData("public void M(int x) { lock (_gate) { N(x); } } private void N(int x) { _items.Add(x); }")]
    [InlineData("public void M(int x) { lock (_gate) { N(x); } } public void O(int x) { lock (_gate) { N(x); } } private void N(int x) => P(x); private void P(int x) => _items.Add(x);")]
    [InlineData("public void M(int x) { Monitor.Enter(_gate); try { _items.Add(x); } finally { Monitor.Exit(_gate); } }")]
    [InlineData("public void M(int x) { lock (_gate) { Do(); void Do() { _items.Add(x); } } }")]
    [InlineData("public void M(List<int> xs) { lock (_gate) { xs.ForEach(x => _items.Add(x)); } }")]
    [InlineData("public void M(Caller c) { lock (_gate) { c.Do(x => _items.Add(x)); } } public class Caller { public void Do(Action<int> a) => a(1); }")]
    [InlineData("public void M(int x) { if (Monitor.IsEntered(_gate)) { _items.Add(x); } }")]
    [InlineData("public void M(int x) { System.Diagnostics.Debug.Assert(Monitor.IsEntered(_gate)); _items.Add(x); }")]
    [InlineData("private object Gate => _gate; public void M(int x) { lock (Gate) { _items.Add(x); } }")]
    // Before others know of the object, or when it is over.
    [InlineData("public Store() { _items.Add(1); _count = 1; }")]
    [InlineData("public Store(int x) { Fill(x); } private void Fill(int x) { _items.Add(x); _count++; }")]
    [InlineData("public Store(int[] xs) { foreach (int x in xs) Fill(x); } private void Fill(int x) => More(x); private void More(int x) => _items.Add(x);")]
    [InlineData("public int Start { init { _items.Add(value); } }")]
    [InlineData("public static Store M() { var s = new Store(); s._items.Add(1); s._count = 1; return s; }")]
    [InlineData("public static Store M() { var s = new Store(); s.Fill(); return s; } private void Fill() { _items.Add(1); }")]
    [InlineData("public static Store M() => new() { _count = 1 };")]
    [InlineData("public void Dispose() { _items.Clear(); _count = 0; }")]
    [InlineData("protected virtual void Dispose(bool disposing) { _items.Clear(); }")]
    [InlineData("~Store() { _items.Clear(); }")]
    [InlineData("public void Dispose() => Free(); private void Free() { _items.Clear(); }")]
    [InlineData("public void Initialize() { _items.Add(1); _count = 1; }")]
    [InlineData("public void OnAttach(int n) { _items.Add(n); _count = n; }")]
    [InlineData("public void CompleteAttach(int n) { _count = n; }")]
    [InlineData("public void OnOpen() { _items.Clear(); }")]
    [InlineData("private void Never() { _items.Clear(); }")]
    [InlineData("public void Initialize() => Fill(); private void Fill() { _items.Add(1); }")]
    // One thread alone writes, and reads what it has written.
    [InlineData("private readonly Dictionary<int, int> _map = new(); public Thread M() => new(Run); private void Run() { if (!_map.ContainsKey(1)) { lock (_gate) { _map[1] = 1; } } } public int N() { lock (_gate) { return _map[1]; } }")]
    // Only looked at, or for people.
    [InlineData("public int Count => _items.Count;")]
    [InlineData("public bool IsEmpty => _items.Count == 0 || !_items.Any();")]
    [InlineData("public int M() => _count;")]
    [InlineData("public bool M() { return _count > 3; }")]
    [InlineData("public bool M() => _items != null && _items is not null;")]
    [InlineData("public override string ToString() => string.Join(\",\", _items);")]
    [InlineData("private string DebuggerDisplay => _items[0].ToString(); public string M() => DebuggerDisplay;")]
    [InlineData("public string M() => nameof(_items) + nameof(_items.Count);")]
    [InlineData("public object M() { lock (_items) { return this; } }")]
    // It is said that this is meant.
    [InlineData("public void AddUnlocked(int x) { _items.Add(x); }")]
    [InlineData("public void AddNoLock(int x) { _items.Add(x); }")]
    [InlineData("/// <summary>The caller holds the lock.</summary>\n public void M(int x) { _items.Add(x); }")]
    [InlineData("\n // Called by one thread.\n public void M(int x) { _items.Add(x); }")]
    [InlineData("public void M(int x) { _items.Add(x); // no lock needed here\n }")]
    [InlineData("public void M(int x) {\n // benign race\n _items.Add(x); }")]
    [InlineData("protected virtual void OnAdd(int x) { _items.Add(x); }")]
    [InlineData("public void A(int x) { lock (_gate) { Put(x); } }\n // Called by one thread.\n public void M(int x) { Via(x); } private void Via(int x) { Put(x); } private void Put(int x) { _items.Add(x); }")]
    [InlineData("public void A(int x) { lock (_gate) { Put(x); } } public void MUnlocked(int x) => Via(x); private void Via(int x) => Via2(x); private void Via2(int x) => Put(x); private void Put(int x) { _items.Add(x); }")]
    // The rest of the assembly sees it, and the type calls it under the lock.
    [InlineData("public class Public { private readonly object _gate = new(); private readonly List<int> _items = new(); public void Add(int x) { lock (_gate) { _items.Add(x); } } public void Remove(int x) { lock (_gate) { RemoveAll(x); _items.Remove(x); } } internal void RemoveAll(int x) { _items.Clear(); } }")]
    // Under the lock by the way: one long section calls what uses it.
    [InlineData("private string? _page; public void Draw() { lock (_gate) { Header(); Body(); } } private void Header() { if (_page == null) { _page = \"a\"; } } private void Body() { if (_page == \"a\") { _page = \"b\"; } } public void Go(string p) { Console.WriteLine(); _page = p + p; }")]
    [InlineData("private Guid _id; public void Draw() { lock (_gate) { Header(); Body(); } } private void Header() { _id = Guid.NewGuid(); } private void Body() { _id = default; } public void Go() { Task.Run(() => { _id = Guid.NewGuid(); }); }")]
    [InlineData("private Guid _id; public void Draw() { Monitor.Enter(_gate); try { Header(() => Body()); } finally { Monitor.Exit(_gate); } } private void Header(Action a) { _id = Guid.NewGuid(); a(); } private void Body() { _id = default; } public void Go() { _id = Guid.NewGuid(); }")]
    // One function alone uses it: under the lock it takes over what others have left.
    [InlineData("private readonly List<int> _live = new(); public void Tick() { lock (_gate) { _live.AddRange(_items); _items.Clear(); } foreach (int e in _live) Console.WriteLine(e); }")]
    // More is done without the lock than with it: it guards something else.
    [InlineData("public void A() { _items.Clear(); } public void B() { _items.Sort(); } public void C() { _items.Add(1); } public void D() { _items.Add(1); }")]
    [InlineData("public void A() { _count++; } public void B() { _count++; } public void C() { _count++; }")]
    // Interlocked, volatile.
    [InlineData("private int _n; public void A() { lock (_gate) { _n++; } } public void B() { lock (_gate) { _n--; } } public void C() { Interlocked.Increment(ref _n); } public void D() { _n++; }")]
    [InlineData("private volatile int _n; public void A() { lock (_gate) { _n++; } } public void B() { lock (_gate) { _n--; } } public void C() { _n++; }")]
    [InlineData("private int _n; public void A() { lock (_gate) { _n++; } } public void B() { lock (_gate) { _n--; } } public void C() { Volatile.Write(ref _n, 0); } public void D() { _n = 0; }")]
    [InlineData("[ThreadStatic] private static int t_n; public void A() { lock (_gate) { t_n++; } } public void B() { lock (_gate) { t_n--; } } public void C() { t_n++; }")]
    // Exchanged as a whole: who has got it keeps it.
    [InlineData("private List<int> _all = new(); public void A(int x) { lock (_gate) { var all = new List<int>(_all) { x }; _all = all; } } public void B() { lock (_gate) { _all = new(); } } public int C() { int sum = 0; foreach (int x in _all) sum += x; return sum; }")]
    [InlineData("private ImmutableList<int> _all = ImmutableList<int>.Empty; public void A(int x) { lock (_gate) { _all = _all.Add(x); } } public void B() { lock (_gate) { _all = _all.Clear(); } } public int C() => _all.Sum();")]
    // Collections that take locks of their own.
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentQueue<int> _all = new(); public void A(int x) { lock (_gate) { _all.Enqueue(x); } } public void B() { lock (_gate) { _all.Clear(); } } public int C() => _all.Sum();")]
    [InlineData("private readonly System.Collections.Hashtable _all = new(); public void A(int x) { lock (_gate) { _all.Add(x, x); } } public void B() { lock (_gate) { _all.Clear(); } } public bool C(int x) => _all.ContainsKey(x);")]
    // A semaphore that others release is a signal, and one for two keeps nobody out.
    [InlineData("private readonly SemaphoreSlim _signal = new(0); private readonly List<int> _all = new(); public async Task A() { await _signal.WaitAsync(); _all.Clear(); } public void B(int x) { _all.Add(x); _signal.Release(); }")]
    [InlineData("private SemaphoreSlim _signal; public void S() => _signal = null!; private readonly List<int> _all = new(); public async Task A() { await _signal.WaitAsync(); _all.Clear(); } public void B(int x) { _all.Add(x); _signal.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _two = new(2); private readonly List<int> _all = new(); public void A(int x) { _two.Wait(); try { _all.Add(x); } finally { _two.Release(); } } public void B() { _all.Clear(); }")]
    // State that only constructors write, that is written nowhere, or under no lock.
    [InlineData("private readonly string _name = \"\"; public string A() { lock (_gate) { return _name; } } public string B() => _name;")]
    [InlineData("private string _name = \"\"; public string A() { lock (_gate) { return _name; } } public string B() => _name;")]
    [InlineData("private string _name = \"\"; public string A() { lock (_gate) { return _name; } } public string A2() { lock (_gate) { return _name; } } public void B() => _name = \"b\";")]
    // A struct of which only one step is read.
    [InlineData("private DateTime? _at; public void A() { lock (_gate) { _at = DateTime.Now; } } public void B() { lock (_gate) { _at = null; } } public bool C() => _at.HasValue || _at == null;")]
    [InlineData("private DateTime _at; public void A() { lock (_gate) { _at = DateTime.Now; } } public void B() { lock (_gate) { _at = default; } } public DateTime C() => _at;")]
    [InlineData("private (int, int) _at; public void A() { lock (_gate) { _at = (1, 1); } } public void B() { lock (_gate) { _at = default; } } public (int, int) C() => _at;")]
    // What is made once is made before it is read.
    [InlineData("private DateTime? _at; private bool _made; private void Make() { if (_made) return; lock (_gate) { if (_made) { return; } _at = DateTime.Now; _made = true; } } public DateTime? A() { Make(); return _at; }")]
    [InlineData("private DateTime? _at; private bool _made; private void Make() { if (!_made) { lock (_gate) { if (!_made) { _at = DateTime.Now; _made = true; } } } } public DateTime? A(bool b) { this.Make(); if (b) { return _at; } return null; }")]
    [InlineData("private Dictionary<string, int>? _map; private void Make() { lock (_gate) { if (_map == null) { _map = new(); _map.Add(\"a\", 1); } } } public int A() { Make(); return _map![\"a\"]; }")]
    // Another object's state, and a local of the same name.
    [InlineData("public void M(Store s) { lock (s._gate) { s._items.Clear(); } s._count++; }")]
    [InlineData("public void M() { var _items = new List<int>(); _items.Add(1); int _count = 0; _count++; }")]
    [InlineData("private (Task? Task, object? Item) _now; public void A() { lock (_gate) { _now = (null, this); } } public bool C() => _now.Task != null && this._now.Item == null;")]
    public Task Nothing_is_said(string member) => Verify.SilentAsync(Store(member));

    [Theory]
    [InlineData("private DateTime? _at; private void Make() { lock (_gate) { _at = DateTime.Now; } } public DateTime? A() { Make(); return [|_at|]; }")]
    [InlineData("private DateTime? _at; private bool _made; private void Make() { lock (_gate) { if (!_made) { _at = DateTime.Now; _made = true; } } } public DateTime? A() { Make(); return [|_at|]; } public void Forget() { lock (_gate) { _at = null; } }")]
    [InlineData("private DateTime? _at; private bool _made; private void Make() { lock (_gate) { if (!_made) { _at = DateTime.Now; _made = true; } } } public DateTime? A() { var at = [|_at|]; Make(); return at; }")]
    public Task What_is_made_again_or_read_before(string member) => Reporting.ReportsAsync(Store(member));

    /// <summary>What runs under the lock all the same: called back, called through an interface, by its own type.</summary>
    [Theory]
    // Through an interface or a base class of this compilation.
    [InlineData("class Store : IStore { public void Clear() { _items.Clear(); }", "interface IStore { void Clear(); } class Owner { readonly object _o = new(); public void M(IStore s) { lock (_o) { s.Clear(); } } }")]
    [InlineData("class Store : IStore<int> { public void Clear() { _items.Clear(); }", "interface IStore<T> { void Clear(); } class Owner<T> { readonly object _o = new(); public void M(IStore<T> s) { lock (_o) { s.Clear(); } } }")]
    [InlineData("class Store : Base { public override void Clear() { _items.Clear(); }", "abstract class Base { public abstract void Clear(); } class Owner { readonly object _o = new(); public void M(List<Base> all) { lock (_o) { foreach (var one in all) one.Clear(); } } }")]
    // The object itself, as an interface, is given to what runs under the lock.
    [InlineData("class Store : IComparer<int> { public void Sort() { lock (_gate) { _items.Sort(this); } } public int Compare(int x, int y) => _items[x].CompareTo(_items[y]);", "")]
    [InlineData("class Store : IComparer<int> { public void Sort() { lock (_gate) { var g = new List<IComparer<int>>(); g.Add(this); _items.Sort(g[0]); } } public int Compare(int x, int y) => At(x).CompareTo(At(y)); private int At(int x) { return _items[x]; }", "")]
    [InlineData("class Store : IComparer<int> { public void Sort() { lock (_gate) { _items.Sort(this); } } int IComparer<int>.Compare(int x, int y) => _items[x].CompareTo(_items[y]);", "")]
    // A delegate of the function is.
    [InlineData("class Store { private readonly Action<int> _onItem; public Store() { _onItem = OnItem; } public void Each(Run r) { lock (_gate) { r(_onItem); } } private void OnItem(int x) { _items.Remove(x); }", "delegate void Run(Action<int> a);")]
    [InlineData("class Store { private readonly Action<int> _onItem; public Store() { _onItem = new Action<int>(OnItem); } public void Each() { lock (_gate) { _onItem(1); } } private void OnItem(int x) { _items.Remove(x); }", "")]
    [InlineData("class Store { public void Each(Run r) { lock (_gate) { r(OnItem); } } private void OnItem(int x) { _items.Remove(x); }", "delegate void Run(Action<int> a);")]
    // The type calls it under the lock; nobody else is seen to.
    [InlineData("class Store { public void Each() { lock (_gate) { foreach (int x in _items.ToArray()) Check(x); } } public void Check(int x) { if (_items.Contains(x)) _items.Remove(x); }", "")]
    // It takes care of its thread itself.
    [InlineData("class Store { public void M(int x) { VerifyAccess(); _items.Add(x); } void VerifyAccess() { }", "")]
    [InlineData("class Store { public void M(int x) { ThrowIfNotOnUIThread(); _items.Add(x); } static void ThrowIfNotOnUIThread() { }", "")]
    [InlineData("class Store { public void M(int x) { System.Diagnostics.Debug.Assert(IsOnMainThread); _items.Add(x); } bool IsOnMainThread => true;", "")]
    [InlineData("class Store { public void A(int x) { lock (_gate) { Put(x); } } public void M(int x) { Put(x); } private void Put(int x) { VerifyAccess(); _items.Add(x); } void VerifyAccess() { }", "")]
    [InlineData("class Store { readonly Thread _thread = new(() => { }); public void M(int x) { if (Thread.CurrentThread != _thread) throw new InvalidOperationException(); _items.Add(x); }", "")]
    [InlineData("class Store { readonly int _id = Environment.CurrentManagedThreadId; public void M(int x) { System.Diagnostics.Debug.Assert(_id.Equals(Environment.CurrentManagedThreadId)); _items.Add(x); }", "")]
    [InlineData("class Store { public void AddForTesting(int x) { _items.Add(x); }", "")]
    // It expects to meet others.
    [InlineData("class Store { public bool M(int x) { try { return _items.Contains(x); } catch { return false; } }", "")]
    [InlineData("class Store { public bool M(int x) { try { return _items.Contains(x); } catch (Exception) { return false; } }", "")]
    // Started and gathered by one function.
    [InlineData("class Store { readonly HashSet<int> _found = new(); public int M(int[] xs) { Parallel.ForEach(xs, x => { lock (_found) { _found.Add(x); } }); int n = 0; foreach (int x in _found) n += x; return n; }", "")]
    // A flag, and a value that the lock's owner reads only after it has written it.
    [InlineData("class Store { bool _on; public void A() { lock (_gate) { if (!_on) { _on = true; } } } public void B() { lock (_gate) { if (_on) { _on = false; } } } public void M() { _on = false; }", "")]
    [InlineData("class Store { string _name; public string Name { get { return _name; } set { lock (_gate) { _name = value; Show(_name.Length); } } } public void A() { lock (_gate) { Show(_name.Length); } } void Show(int n) { } public void M(string[] all) { foreach (var s in all) { _name = s + s; } }", "")]
    [InlineData("class Store { bool _on; public void A() { lock (_gate) { if (!_on) { _on = true; } } } public void B() { lock (_gate) { if (_on) { _on = false; } } } public bool On { set { _on = value; } }", "")]
    // The lock is around a whole job, in whose course others are called.
    [InlineData("class Store { readonly object _one = new(); readonly Queue<int> _queue = new(); public void Run(Action<int> act) { lock (_one) { Pass(act); Again(act); } } private void Pass(Action<int> act) { while (_queue.TryDequeue(out int x)) act(x); } private void Again(Action<int> act) { while (_queue.Count > 0) act(_queue.Dequeue()); } public void Enqueue(int x) => _queue.Enqueue(x);", "")]
    public Task What_runs_under_the_lock_all_the_same(string members, string others) => Verify.SilentAsync(Of(members, others));

    [Theory]
    // The object is given to others for other reasons; the delegate is kept for later.
    [InlineData("class Store : IComparer<int> { public void Sort(List<IComparer<int>> all) { lock (_gate) { _items.Sort(); } all.Add(this); } public int Compare(int x, int y) => [|_items|][x].CompareTo(y);", "")]
    [InlineData("class Store : IComparer<int> { public void Sort() { lock (_gate) { _items.Sort(this); } } public int Compare(int x, int y) => x.CompareTo(y); public void M(int x) { [|_items|].Add(x); }", "")]
    [InlineData("class Store { private Action<int> _onItem; public Store() { _onItem = OnItem; } public void Each() { lock (_gate) { } _onItem(1); } private void OnItem(int x) { [|_items|].Remove(x); }", "")]
    [InlineData("class Store { public event Action<int> E; public Store(Store other) { other.E += OnItem; } private void OnItem(int x) { [|_items|].Remove(x); }", "")]
    [InlineData("class Store { private readonly Action<int> _onItem; public Store() { _onItem = OnItem; } public void Each(Loop l) { lock (_gate) { l.Post(_onItem); } } private void OnItem(int x) { [|_items|].Remove(x); }", "class Loop { public void Post(Action<int> a) { } }")]
    [InlineData("class Store { public void Each() { lock (_gate) { Task.Run(OnItem); } } private void OnItem() { [|_items|].Clear(); }", "")]
    [InlineData("class Store { Timer _t; public void Each() { lock (_gate) { _t = new Timer(OnItem); } } private void OnItem(object s) { [|_items|].Clear(); }", "")]
    // The interface's member is called under no lock, or another member is.
    [InlineData("class Store : IStore { public void Clear() { [|_items|].Clear(); }", "interface IStore { void Clear(); } class Owner { public void M(IStore s) { s.Clear(); } }")]
    [InlineData("class Store : IStore { public void Clear() { [|_items|].Clear(); }", "interface IStore { void Clear(); } interface IOther { void Clear(); } class Owner { readonly object _o = new(); public void M(IOther s) { lock (_o) { s.Clear(); } } }")]
    [InlineData("class Store { public bool M(int x) { try { return [|_items|].Contains(x); } catch (InvalidCastException) { return false; } }", "")]
    [InlineData("class Store { readonly HashSet<int> _found = new(); public int M(int[] xs) { Parallel.ForEach(xs, x => { lock (_found) { _found.Add(x); } }); return 1; } public int N() { int n = 0; foreach (int x in [|_found|]) n += x; return n; }", "")]
    [InlineData("class Store { string _name; public void A() { lock (_gate) { if (_name.Length > 3) { _name = \"\"; } } } public void B() { lock (_gate) { if (_name.Length > 4) { _name = \"b\"; } } } public void M(string[] all) { foreach (var s in all) { [|_name|] = s + s; } }", "")]
    // Two callers hold the lock for it: that is meant.
    [InlineData("class Store { readonly object _one = new(); readonly Queue<int> _queue = new(); public void Run() { lock (_one) { Pass(); } } public int Next() { lock (_one) { return Take(); } } private void Pass() { while (_queue.TryDequeue(out int x)) { } } private int Take() => _queue.Dequeue(); public void Enqueue(int x) => [|_queue|].Enqueue(x);", "")]
    public Task What_does_not(string members, string others) => Reporting.ReportsAsync(Of(members, others));

    private static string Of(string members, string others) => $$"""
        #pragma warning disable CS0649, CS0169, CS8618, CS0414, CS1998, CS0067
        {{members}} private readonly object _gate = new(); private readonly List<int> _items = new(); public void Add(int x) { lock (_gate) { _items.Add(x); } } public void Remove(int x) { lock (_gate) { _items.Remove(x); } } }
        {{others}}
        """;

    /// <summary>Guards that a function or a constructor of the compilation makes are the lock itself.</summary>
    [Theory]
    [InlineData("public int M() { using var _ = _rw.ReadGuard(); return _map.Keys.First(); }")]
    [InlineData("public int M() { using (_rw.ReadGuard()) { return _map.Keys.First(); } }")]
    [InlineData("public int M() { using (new ReadGuard(_rw)) { return _map.Keys.First(); } }")]
    [InlineData("public int M() { using (Reading()) { return _map.Keys.First(); } }")]
    [InlineData("public int M() { using (new KeptGuard(_rw)) { return _map.Keys.First(); } }")]
    [InlineData("public int M() { var guard = _rw.ReadGuard(); using (guard) { return _map.Keys.First(); } }")]
    [InlineData("public void M() { using (_rw.WriteGuard()) { _map.Clear(); } }")]
    [InlineData("public void M() { using (new WriteGuard(_rw)) { _map.Clear(); } }")]
    [InlineData("public void M() { [|_map|].Clear(); }")]
    [InlineData("public void M() { using (_rw.Nothing()) { [|_map|].Clear(); } }")]
    [InlineData("public int M() { using (_rw.ReadGuard()) { } return [|_map|].Keys.First(); }")]
    public Task Guards_of_readers_and_writers(string member) => Reporting.ReportsAsync($$"""
        readonly struct ReadGuard : IDisposable { readonly ReaderWriterLockSlim _l; public ReadGuard(ReaderWriterLockSlim l) { l.EnterReadLock(); _l = l; } public void Dispose() => _l.ExitReadLock(); }
        sealed class KeptGuard : IDisposable { readonly ReaderWriterLockSlim _l; public KeptGuard(ReaderWriterLockSlim l) { _l = l; _l.EnterReadLock(); } public void Dispose() => _l.ExitReadLock(); }
        readonly struct WriteGuard : IDisposable { readonly ReaderWriterLockSlim _l; public WriteGuard(ReaderWriterLockSlim l) { l.EnterWriteLock(); _l = l; } public void Dispose() => _l.ExitWriteLock(); }
        readonly struct Exit : IDisposable { readonly ReaderWriterLockSlim _l; readonly bool _w; public Exit(ReaderWriterLockSlim l, bool w) { _l = l; _w = w; } public void Dispose() { if (_w) _l.ExitWriteLock(); else _l.ExitReadLock(); } }
        static class Guards { public static Exit ReadGuard(this ReaderWriterLockSlim l) { l.EnterReadLock(); return new Exit(l, false); } public static Exit WriteGuard(this ReaderWriterLockSlim l) { l.EnterWriteLock(); return new Exit(l, true); } public static Exit Nothing(this ReaderWriterLockSlim l) => default; }
        class Log
        {
            private readonly ReaderWriterLockSlim _rw = new();
            private readonly Dictionary<int, int> _map = new();
            public void Put(int x) { _rw.EnterWriteLock(); try { _map[x] = x; } finally { _rw.ExitWriteLock(); } }
            public bool Has(int x) { _rw.EnterReadLock(); try { return _map.ContainsKey(x); } finally { _rw.ExitReadLock(); } }
            private ReadGuard Reading() => new(_rw);
            {{member}}
        }
        """);

    [Theory]
    // Set to a constant: whoever comes first, the same is written.
    [InlineData("public void M() { {|#0:_count|} = 0; }", DiagnosticSeverity.Info)]
    [InlineData("private const int None = -1; public void M() { {|#0:_count|} = None; }", DiagnosticSeverity.Info)]
    [InlineData("private DayOfWeek _day; public void A() { lock (_gate) { if (_day == 0) _day++; } } public void B() { lock (_gate) { _day++; } } public void M() { {|#0:_day|} = DayOfWeek.Friday; }", DiagnosticSeverity.Info)]
    // Handed in: the object is being set up.
    [InlineData("public int Count { set => {|#0:_count|} = value; }", DiagnosticSeverity.Info)]
    [InlineData("private Dictionary<int, int>? _table; public void Fill() { lock (_gate) { _table = new(); _table.Add(1, 1); } } public bool Has() => _table != null && {|#0:_table|}.ContainsKey(1);", DiagnosticSeverity.Info)]
    [InlineData("private Dictionary<int, int>? _table; public void Fill() { lock (_gate) { _table = new(); _table.Add(1, 1); } } public bool Has() => null != _table && {|#0:_table|}.ContainsKey(1);", DiagnosticSeverity.Info)]
    [InlineData("private readonly List<int> _found = new(); public void Add() { lock (_gate) { _found.Add(1); } } public void Go() { {|#0:_found|}.Clear(); Task.Run(Add); }", DiagnosticSeverity.Info)]
    [InlineData("private readonly List<int> _found = new(); public void Add() { lock (_gate) { _found.Add(1); } } public void Go() { Task.Run(Add); {|#0:_found|}.Clear(); }", DiagnosticSeverity.Warning)]
    [InlineData("public int Count { get { return 0; } set { {|#0:_count|} = value; } }", DiagnosticSeverity.Info)]
    [InlineData("public void Take(int count) => {|#0:_count|} = count;", DiagnosticSeverity.Info)]
    [InlineData("public void Take(int count) { {|#0:_count|} = count; }", DiagnosticSeverity.Info)]
    [InlineData("private StringBuilder? Echo { get; set; } public void Show(string s) { lock (_gate) { Echo?.Append(s); } } public void EchoTo(StringBuilder to) => {|#0:Echo|} = to;", DiagnosticSeverity.Info)]
    // In a function that ends its use, or written once.
    [InlineData("public void Shutdown() { {|#0:_items|}.Clear(); }", DiagnosticSeverity.Info)]
    [InlineData("public void OnDestroy() { {|#0:_items|}.Clear(); }", DiagnosticSeverity.Info)]
    [InlineData("private Guid _id; private bool _loaded; public void Fill() { if (_loaded) return; lock (_gate) { if (_loaded) return; _id = Guid.NewGuid(); _loaded = true; } } public Guid M() => {|#0:_id|};", DiagnosticSeverity.Info)]
    [InlineData("private readonly List<int> _ids = new(); private bool _loaded; public void Fill() { lock (_gate) { if (!_loaded) { _ids.Add(1); _loaded = true; } } } public int M() => {|#0:_ids|}[0];", DiagnosticSeverity.Info)]
    // The type calls it under the lock, and others may call it too.
    [InlineData("public class Public { private readonly object _gate = new(); private readonly List<int> _items = new(); public void Add(int x) { lock (_gate) { _items.Add(x); } } public void Remove(int x) { lock (_gate) { RemoveAll(x); _items.Remove(x); } } public void RemoveAll(int x) { {|#0:_items|}.Clear(); } }", DiagnosticSeverity.Info)]
    [InlineData("private readonly List<string> _names = new(); public void Draw() { lock (_gate) { Row(1); } } private void Row(int x) { if (_names.Contains(\"a\")) _names.Add(\"b\"); } public void Clear() { {|#0:_names|}.Clear(); }", DiagnosticSeverity.Info)]
    [InlineData("private readonly List<string> _names = new(); public void Draw() { lock (_gate) { Row(1); } } public void Again() { lock (_gate) { Row(2); } } private void Row(int x) { if (_names.Contains(\"a\")) _names.Add(\"b\"); } public void Clear() { {|#0:_names|}.Clear(); }", DiagnosticSeverity.Warning)]
    [InlineData("private readonly List<string> _names = new(); public void Draw() { lock (_gate) { _names.Add(\"b\"); } } public void Clear() { {|#0:_names|}.Clear(); }", DiagnosticSeverity.Warning)]
    // Under another lock nobody thinks that the others have ended.
    [InlineData("public int M() { lock (_other) { return {|#0:_items|}[0]; } }", DiagnosticSeverity.Warning)]
    [InlineData("public int M() { return {|#0:_items|}[0]; }", DiagnosticSeverity.Info)]
    // A comment of the type speaks of one thread.
    [InlineData("public class P { private readonly object _gate = new(); private readonly List<int> _items = new(); public void Add(int x) { lock (_gate) { _items.Add(x); } } public void Remove(int x) { lock (_gate) { _items.Remove(x); } } public int First() => {|#0:_items|}[0];\n // Must only be called from a single thread.\n public void Tick() { } }", DiagnosticSeverity.Info)]
    [InlineData("public class P { private readonly object _gate = new(); private readonly List<int> _items = new(); public void Add(int x) { lock (_gate) { _items.Add(x); } } public void Remove(int x) { lock (_gate) { _items.Remove(x); } } public int First() => {|#0:_items|}[0];\n // Ticks.\n public void Tick() { } }", DiagnosticSeverity.Warning)]
    [InlineData("public class P { private readonly object _gate = new(); private readonly List<int> _items = new(); public void Add(int x) { lock (_gate) { _items.Add(x); } } public void Remove(int x) { lock (_gate) { _items.Remove(x); } } public void Clear() => {|#0:_items|}.Clear();\n // Must only be called from a single thread.\n public void Tick() { } }", DiagnosticSeverity.Warning)]
    // What is written is worked out here, or something else is done too.
    [InlineData("public void M(int n) { {|#0:_count|} = n + 1; }", DiagnosticSeverity.Warning)]
    [InlineData("public int Count { set => {|#0:_count|} = value * 2; }", DiagnosticSeverity.Warning)]
    [InlineData("public void M(int n) { Console.WriteLine(); {|#0:_count|} = n; }", DiagnosticSeverity.Warning)]
    [InlineData("public int Count { set => {|#0:_count|} += value; }", DiagnosticSeverity.Warning)]
    [InlineData("public void M() { {|#0:_count|}++; }", DiagnosticSeverity.Warning)]
    [InlineData("public void M(int x) { {|#0:_items|}.Add(x); }", DiagnosticSeverity.Warning)]
    [InlineData("private List<int> _all = new(); public void A(int x) { lock (_gate) { _all.Add(x); } } public void C() { {|#0:_all|} = new List<int>(); }", DiagnosticSeverity.Warning)]
    public Task How_sure_it_is(string members, DiagnosticSeverity severity)
        => Reporting.ReportsAsync(Store(members), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3002", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>One turn of a loop changes the state under the lock, and reads it without it; others only read.</summary>
    [Theory]
    [InlineData("public void Tick() { Spawn(); MoveAll(); } private void MoveAll() { foreach (int x in _all) Console.WriteLine(x); }")]
    [InlineData("public void Tick() { Spawn(); Step(); } private void Step() { MoveAll(); } private void MoveAll() { int n = _all.Sum(x => x); Console.WriteLine(n); }")]
    [InlineData("public void Tick() { Spawn(); foreach (int x in _all) Console.WriteLine(x); }")]
    [InlineData("protected void OnTick() { Spawn(); MoveAll(); Drop(); } private void MoveAll() { foreach (int x in _all) Console.WriteLine(x); } private void Drop() { lock (_gate) { _all.Clear(); } }")]
    // Another caller changes it, a lambda does, or nobody says that it is one turn.
    [InlineData("public void Tick() { Spawn(); MoveAll(); } private void MoveAll() { foreach (int x in [|_all|]) Console.WriteLine(x); } public void Clear() { lock (_gate) { _all.Clear(); } }")]
    [InlineData("public void Tick() { Task.Run(() => Spawn()); MoveAll(); } private void MoveAll() { foreach (int x in [|_all|]) Console.WriteLine(x); }")]
    [InlineData("public void Tick() { Spawn(); } public void MoveAll() { foreach (int x in [|_all|]) Console.WriteLine(x); }")]
    [InlineData("public void Process() { Spawn(); MoveAll(); } private void MoveAll() { foreach (int x in [|_all|]) Console.WriteLine(x); }")]
    [InlineData("public void Tick() { Spawn(); MoveAll(); } private void MoveAll() { [|_all|].Clear(); }")]
    public Task The_turn_of_a_loop(string members) => Reporting.ReportsAsync(Store(
        "private readonly List<int> _all = new(); private void Spawn() { lock (_gate) { _all.Add(1); } } public List<int> All() { lock (_gate) { return _all.ToList(); } } " + members));

    /// <summary>What is filled before others know of it may be filled by threads of its own, under locks of their own.</summary>
    [Theory]
    [InlineData("public void Initialize(int[] xs) { Parallel.ForEach(xs, x => { lock (_items) { _items.Add(x); } }); }")]
    [InlineData("public void Init() { lock (_other) { _items.Add(1); } }")]
    [InlineData("public async Task InitializeAsync() { await Task.Yield(); lock (_other) { _items.Add(1); } }")]
    [InlineData("public void Preload() { lock (_other) { Load(); } void Load() => _items.Add(1); }")]
    [InlineData("public void Register(int x) { lock (_other) { [|_items|].Add(x); } }")]
    [InlineData("public void Reset() { lock (_other) { [|_items|].Clear(); } }")]
    [InlineData("public void Refill(int[] xs) { Parallel.ForEach(xs, x => { lock (_items) { [|_items|].Add(x); } }); }")]
    public Task Under_another_lock_before_others_come(string member) => Reporting.ReportsAsync(Store(member));

    /// <summary>Nothing is added when the object is complete; whether it is, the caller knows.</summary>
    [Theory]
    [InlineData("private int _total; public bool Complete => _parts.Count == _total; public void Put(int x) { lock (_gate) { if (!Complete && _parts.All(y => y != x)) { _parts.Add(x); } } } public void Join() { {|#0:_parts|}.Sort(); }", DiagnosticSeverity.Info)]
    [InlineData("private bool _completed; public void Put(int x) { lock (_gate) { if (_completed) return; _parts.Add(x); } } public void Join() { {|#0:_parts|}.Sort(); }", DiagnosticSeverity.Info)]
    [InlineData("public bool IsFull => _parts.Count == 3; public void Put(int x) { lock (_gate) { if (IsFull || x < 0) throw new InvalidOperationException(); _parts.Add(x); } } public void Join() { {|#0:_parts|}.Sort(); }", DiagnosticSeverity.Info)]
    [InlineData("private bool _closed; public void Put(int x) { lock (_gate) { if (!_closed) { _parts.Add(x); } } } public void Join() { {|#0:_parts|}.Sort(); }", DiagnosticSeverity.Warning)]
    [InlineData("private bool _completed; public void Put(int x) { lock (_gate) { if (_completed) { _parts.Add(x); } } } public void Join() { {|#0:_parts|}.Sort(); }", DiagnosticSeverity.Warning)]
    [InlineData("private bool _completed; public void Put(int x) { lock (_gate) { if (!_completed) { _parts.Add(x); } } } public void Drop() { lock (_gate) { _parts.Clear(); } } public void Join() { {|#0:_parts|}.Sort(); }", DiagnosticSeverity.Warning)]
    public Task Behind_completion(string members, DiagnosticSeverity severity)
        => How_sure_it_is("private readonly List<int> _parts = new(); " + members, severity);

    /// <summary>A value that nobody reads and writes in one section is as good before as after.</summary>
    [Theory]
    [InlineData("private string? _name; public void A(string s) { lock (_gate) { _name = s; } } public string? B() { lock (_gate) { return _name; } } public void M(string s) { Console.WriteLine(); _name = s + s; }")]
    [InlineData("private bool _on; public void A() { lock (_gate) { _on = true; } } public bool B() { lock (_gate) { return _on; } } public void M() { _on = false; }")]
    public Task Values_that_are_only_written_and_read(string members) => Verify.SilentAsync(Store(members));

    [Theory]
    [InlineData("public void M() { lock (_other) { [|_items|].Clear(); } }")]
    [InlineData("public void M() { lock (_other) { N(); } } private void N() { [|_items|].Clear(); }")]
    [InlineData("private static readonly object S = new(); public void M() { lock (S) { [|_count|]++; } }")]
    [InlineData("public void M() { Monitor.Enter(_other); [|_items|].Clear(); Monitor.Exit(_other); }")]
    public Task Another_lock_keeps_nobody_out(string member) => Verify.ReportsAsync(Store(member));

    [Theory]
    [InlineData("public void A(int x) { lock (_gate) { Put(x); } } public void M(int x) { [|Put|](x); } private void Put(int x) { _items.Add(x); }",
        "public void A(int x) { lock (_gate) { Put(x); } } public void M(int x) { lock (_gate) { Put(x); } } private void Put(int x) { _items.Add(x); }")]
    [InlineData("public void A(int x) { lock (_gate) { Put(x); } } public void M(int x) => [|Put|](x); private void Put(int x) => _items.Add(x);",
        "public void A(int x) { lock (_gate) { Put(x); } } public void M(int x) { lock (_gate) { Put(x); } } private void Put(int x) => _items.Add(x);")]
    [InlineData("public void A(int x) { lock (_gate) { PutNoLock(x); } } public void M(int x) { [|PutNoLock|](x); } private void PutNoLock(int x) { _items.Add(x); }",
        "public void A(int x) { lock (_gate) { PutNoLock(x); } } public void M(int x) { lock (_gate) { PutNoLock(x); } } private void PutNoLock(int x) { _items.Add(x); }")]
    [InlineData("public void A(int x) { lock (_gate) { Put(x); } } public void M(int x) { [|Via|](x); } private void Via(int x) { Put(x); } private void Put(int x) { _items.Add(x); }",
        "public void A(int x) { lock (_gate) { Put(x); } } public void M(int x) { lock (_gate) { Via(x); } } private void Via(int x) { Put(x); } private void Put(int x) { _items.Add(x); }")]
    [InlineData("public int A() { lock (_gate) { return First(); } } public int M() { int one = [|First|](); return one + 1; } private int First() => _items[0];",
        "public int A() { lock (_gate) { return First(); } } public int M() { int one; lock (_gate) { one = First(); } return one + 1; } private int First() => _items[0];")]
    public Task The_caller_that_does_not_hold_it_is_told(string members, string repaired) => Verify.FixesAsync(Store(members), Store(repaired));

    [Fact]
    public Task What_one_lock_guards_goes_under_it_together() => Verify.FixesAsync("""
        public class Subscription
        {
            private readonly object _lock = new();
            private long _next;
            private long _last;

            public void Push(long count)
            {
                lock (_lock) { _next += count; _last += count; }
            }

            public long Behind()
            {
                lock (_lock) { return _next - _last; }
            }

            public void Skip(long count)
            {
                Console.WriteLine(count);
                [|_next|] += count;
                [|_last|] += count;
                Console.WriteLine();
            }
        }
        """, """
        public class Subscription
        {
            private readonly object _lock = new();
            private long _next;
            private long _last;

            public void Push(long count)
            {
                lock (_lock) { _next += count; _last += count; }
            }

            public long Behind()
            {
                lock (_lock) { return _next - _last; }
            }

            public void Skip(long count)
            {
                Console.WriteLine(count);
                lock (_lock)
                {
                    _next += count;
                    _last += count;
                }
                Console.WriteLine();
            }
        }
        """);

    /// <summary>A call that does not bind is a call all the same: its arguments are of types that are generated later.</summary>
    [Theory]
    [InlineData("private readonly Dictionary<int, int> _map = new(); public void A(Generated g) { lock (_gate) { Put(g, 1); _map.Clear(); } } public void B() { lock (_gate) { _map.Remove(1); } } private void Put(string s, int n) { _map[n] = 1; }")]
    [InlineData("private readonly Dictionary<int, int> _map = new(); public void A() { var g = new Generated(); lock (_gate) { this.Put(g.Name, 1); _map.Clear(); } } public void B() { lock (_gate) { _map.Remove(1); } } private void Put(string s, int n) { _map[n] = 1; }")]
    [InlineData("private readonly Dictionary<int, int> _map = new(); public Store() { Put(Generated.Name, 1); } public void A() { lock (_gate) { _map.Clear(); } } public void B() { lock (_gate) { _map.Remove(1); } } private void Put(string s, int n) { _map[n] = 1; }")]
    public Task Calls_that_do_not_bind(string members) => Verify.SilentAsync(
        "public class Store { private readonly object _gate = new(); " + members + " }", configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task Calls_that_do_not_bind_outside_of_the_lock() => Verify.ReportsAsync(
        "public class Store { private readonly object _gate = new(); private readonly Dictionary<int, int> _map = new(); "
            + "public void A(Generated g) { [|Put|](g, 1); } public void B() { lock (_gate) { _map.Remove(1); } } public void D() { lock (_gate) { _map.Clear(); Put(\"\", 2); } } "
            + "private void Put(string s, int n) { _map[n] = 1; } }",
        configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("private DateTime? _at; public void A() { lock (_gate) { _at = DateTime.Now; } } public void B() { lock (_gate) { _at = null; } } public DateTime? C() => [|_at|];")]
    [InlineData("private Guid _at; public void A() { lock (_gate) { _at = Guid.NewGuid(); } } public Guid C() => [|_at|];")]
    [InlineData("private (decimal Sum, int Count) _at; public void A() { lock (_gate) { _at = (1, 2); } } public decimal C() => [|_at|].Sum;")]
    [InlineData("private decimal _at; public void A() { lock (_gate) { _at += 1; } } public decimal C() => [|_at|];")]
    [InlineData("private (int, object) _at; public void A() { lock (_gate) { _at = (1, this); } } public (int, object) C() => [|_at|];")]
    [InlineData("private DateTimeOffset At { get; set; } public void A() { lock (_gate) { At = DateTimeOffset.Now; } } public DateTimeOffset C() => [|At|];")]
    [InlineData("private struct P { public long X, Y; } private P _at; public void A() { lock (_gate) { _at.X = 1; _at.Y = 1; } } public long C() { var p = [|_at|]; return p.X + p.Y; }")]
    // The state is of each kind that a type can have.
    [InlineData("private static int s_n; private static readonly object S = new(); public void A() { lock (S) { s_n++; } } public void B() { lock (S) { s_n--; } } public void C() { [|s_n|]++; }")]
    [InlineData("public int N { get; private set; } public void A() { lock (_gate) { N++; } } public void B() { lock (_gate) { N--; } } public void C() { [|N|]++; }")]
    [InlineData("private StringBuilder _text = new(); public void A() { lock (_gate) { _text.Append(1); } } public string C() => [|_text|].ToString() + ToString();")]
    [InlineData("private readonly IDictionary<int, int> _map = new Dictionary<int, int>(); public void A() { lock (_gate) { _map[1] = 1; } } public int C() => [|_map|][1];")]
    [InlineData("private readonly Dictionary<int, int> _map = new(); public void A() { lock (_gate) { _map[1] = 1; } } public int[] C() => [|_map|].Keys.ToArray();")]
    [InlineData("private readonly Dictionary<int, int> _map = new(); public void A() { lock (_map) { _map[1] = 1; } } public bool C() => [|_map|].TryGetValue(1, out _);")]
    [InlineData("private readonly System.Collections.Hashtable _map = new(); public void A() { lock (_gate) { _map.Add(1, 1); } } public void C() => [|_map|].Clear();")]
    [InlineData("private List<int> _all = new(); public void A(int x) { lock (_gate) { _all.Add(x); } } public void C() { [|_all|] = new List<int>(); }")]
    [InlineData("private ImmutableList<int> _all = ImmutableList<int>.Empty; public void A(int x) { lock (_gate) { _all = _all.Add(x); } } public void B() { lock (_gate) { _all = _all.Clear(); } } public void C() { [|_all|] = _all.Add(1); }")]
    // Double-checked, and the first look goes into a dictionary that another thread changes.
    [InlineData("private readonly Dictionary<int, int> _map = new(); public int A(int x) { if ([|_map|].TryGetValue(x, out int y)) { return y; } lock (_gate) { if (!_map.TryGetValue(x, out y)) { _map[x] = y = x; } } return y; }")]
    // Other locks.
    [InlineData("private readonly SemaphoreSlim _one = new(1, 1); private readonly List<int> _all = new(); public async Task A(int x) { await _one.WaitAsync(); try { _all.Add(x); } finally { _one.Release(); } } public void B() { [|_all|].Clear(); }")]
    [InlineData("private readonly SemaphoreSlim @lock = new(1, 1); private readonly List<int> _all = new(); public async Task A(int x) { await @lock.WaitAsync(); try { _all.Add(x); } finally { @lock.Release(); } } public void B() { [|_all|].Clear(); }")]
    [InlineData("private readonly SemaphoreSlim @lock = new(1, 1); private readonly List<int> _all = new(); public async Task A(int x) { await this.@lock.WaitAsync(); try { _all.Add(x); } finally { this.@lock.Release(); } } public void B() { [|_all|].Clear(); }")]
    [InlineData("private readonly SemaphoreSlim _one = new(1, 1); private readonly List<int> _all = new(); public async Task A(int x) { await this._one!.WaitAsync(); try { _all.Add(x); } finally { _one.Release(); } } public void B() { [|_all|].Clear(); }")]
    [InlineData("private readonly ReaderWriterLockSlim _rw = new(); private readonly List<int> _all = new(); public void A(int x) { _rw.EnterWriteLock(); try { _all.Add(x); } finally { _rw.ExitWriteLock(); } } public int C() { _rw.EnterReadLock(); try { return _all[0]; } finally { _rw.ExitReadLock(); } } public void B() { [|_all|].Clear(); }")]
    [InlineData("private readonly List<int> _all = new(); [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] public void A(int x) { _all.Add(x); } public void B() { [|_all|].Clear(); } public void C() { lock (this) { _all.Clear(); } }")]
    public Task Each_kind_of_state_and_lock(string members)
    {
        var test = new CSharpAnalyzerTest<ASYNC3002InconsistentLockAnalyzer, DefaultVerifier> { TestCode = Store(members) };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true, new ASYNC3002InconsistentLockAnalyzer());
        return test.RunAsync();
    }

    private static string Scan(string members) => $$"""
        class Scan
        {
            private readonly object _gate = new();
            private readonly List<int> _found = new();
            {{members}}
        }
        """;

    /// <summary>Only the bodies of a loop take the lock, and the function waits for the loop.</summary>
    [Theory]
    [InlineData("public int Run(int[] xs) { _found.Clear(); Parallel.ForEach(xs, x => { lock (_gate) { _found.Add(x); } }); return _found.Sum(); }")]
    [InlineData("public int Run(int[] xs) { Work(xs); foreach (int x in _found) { Console.WriteLine(x); } _found.Clear(); return 1; } private void Work(int[] xs) => Parallel.For(0, xs.Length, Step); private void Step(int i) => Put(i); private void Put(int i) { lock (_gate) { if (!_found.Contains(i)) { _found.Add(i); } } }")]
    [InlineData("public int Run(int[] xs) { Prepare(); Parallel.For(0, xs.Length, i => { lock (_gate) { _found.Add(i); } }); return Sum(); } private void Prepare() => _found.Clear(); private int Sum() => _found.Sum();")]
    [InlineData("public int Run() { Parallel.Invoke(Left, Right); return _found.Max(); } private void Left() { lock (_gate) { _found.Add(1); } } private void Right() { lock (_gate) { _found.Add(2); } }")]
    [InlineData("public async Task<int> Run(int[] xs) { await Parallel.ForEachAsync(xs, async (x, _) => { await Task.Yield(); lock (_gate) { _found.Add(x); } }); return _found.Sum(); }")]
    public Task Before_and_behind_the_loop_that_locks(string members) => Verify.SilentAsync(Scan(members));

    /// <summary>Others may be there while the loop runs.</summary>
    [Theory]
    [InlineData("public void Run(int[] xs) { Parallel.ForEach(xs, x => { lock (_gate) { _found.Add(x); } }); } public int Total() => [|_found|].Sum();")]
    [InlineData("public int Run(int[] xs) { Parallel.ForEach(xs, x => { lock (_gate) { _found.Add(x); } }); return [|_found|].Sum(); } public void Add(int x) { lock (_gate) { _found.Add(x); } }")]
    [InlineData("public int Run(int[] xs) { var all = Parallel.ForEachAsync(xs, Step); return [|_found|].Sum(); } private ValueTask Step(int x, CancellationToken token) { lock (_gate) { _found.Add(x); } return default; }")]
    [InlineData("public int Run(int[] xs) { _ = Task.Run(() => Parallel.ForEach(xs, Step)); return [|_found|].Sum(); } private void Step(int x) { lock (_gate) { _found.Add(x); } }")]
    [InlineData("public void Run(int[] xs) { Parallel.ForEach(xs, x => { lock (_gate) { _found.Add(x); } }); Show(); } public void Show() { foreach (int x in [|_found|]) { Console.WriteLine(x); } }")]
    public Task Beside_the_loop_that_locks(string members) => Reporting.ReportsAsync(Scan(members));

    /// <summary>A cache that is filled under its lock, looked into without it, and what makes objects of it.</summary>
    private static string Cache(string user, string place = "[|_items|]", string more = "") => $$"""
        #pragma warning disable CS0649, CS0169
        internal sealed class Cache
        {
            private readonly List<int> _items = new();
            internal Cache(int first) { _items.Add(first); }
            internal int Get(int i) { if (i >= _items.Count) { Build(i); } return {{place}}[i]; }
            private void Build(int i) { lock (_items) { while (_items.Count <= i) { _items.Add(_items[_items.Count - 1] * 2); } } }
            {{more}}
        }
        internal static class User { {{user}} }
        """;

    [Theory]
    [InlineData("static int M() { var cache = new Cache(1); return cache.Get(3); }")]
    [InlineData("static int M() { Cache cache = new(1); int sum = 0; for (int i = 0; i < 9; i++) { sum += N(i, cache); } return sum; } static int N(int i, Cache cache) => cache.Get(i);")]
    [InlineData("static int M() => N(new Cache(1), 2); static int N(Cache given, int i) => i == 0 || given == null ? 0 : N(given, i - 1) + given.Get(i);")]
    [InlineData("static async Task<int> M() { var cache = new Cache(1); await Task.Yield(); return cache.Get(3); }")]
    public Task Objects_that_stay_with_their_call(string user) => Verify.SilentAsync(Cache(user, "_items"));

    [Theory]
    [InlineData("static readonly Cache s_cache = new(1); static int M() => s_cache.Get(1);")]
    [InlineData("static Cache M() => new Cache(1);")]
    [InlineData("static object M() { var cache = new Cache(1); return cache; }")]
    [InlineData("static void M() { var cache = new Cache(1); Task.Run(() => cache.Get(1)); }")]
    [InlineData("static void M() { var cache = new Cache(1); Parallel.For(0, 9, i => cache.Get(i)); }")]
    [InlineData("static void M() { var cache = new Cache(1); Func<int, int> f = cache.Get; f(1); }")]
    [InlineData("static void M() { var cache = new Cache(1); _ = N(cache); _ = N(cache); } static async Task N(Cache cache) { await Task.Yield(); cache.Get(1); }")]
    [InlineData("static object? s_kept; static void M() { var cache = new Cache(1); N(cache); } static void N(Cache cache) { s_kept = cache; }")]
    [InlineData("static void M() { var all = new List<object>(); all.Add(new Cache(1)); }")]
    [InlineData("static void M() { var all = new[] { new Cache(1) }; all[0].Get(1); }")]
    [InlineData("static void M() { object cache = new Cache(1); Console.WriteLine(cache); }")]
    [InlineData("static object? M() => Activator.CreateInstance(typeof(Cache), 1);")]
    public Task Objects_that_others_get(string user) => Reporting.ReportsAsync(Cache(user));

    [Theory]
    [InlineData("internal void Start() => Task.Run(() => Get(1));")]
    [InlineData("internal object Self() => this;")]
    [InlineData("internal Timer Start() => new(Tick); private void Tick(object? state) => Get(1);")]
    public Task Objects_that_hand_themselves_out(string more)
        => Reporting.ReportsAsync(Cache("static int M() { var cache = new Cache(1); return cache.Get(3); }", more: more));
}
