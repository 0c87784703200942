using AsyncAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3020GuardedStateEscapesAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3020GuardedStateEscapesCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A collection that a lock guards is handed out as it is.</summary>
public class ASYNC3020GuardedStateEscapesTests
{
    private const string Map =
        "private readonly Dictionary<string, int> _map = new(); public void Set(string k) { lock (_gate) { _map[k] = 1; } } ";

    private const string Array =
        "private readonly int[] _array = new int[4]; public void Set(int i) { lock (_gate) { _array[i] = 1; } } ";

    /// <summary>A list that two functions change under the lock.</summary>
    private static string Store(string members) => $$"""
        #pragma warning disable CS0649, CS0169, CS8618, CS0414, CS1998
        using System.Collections;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        public partial class Store { private readonly object _gate = new(), _other = new(); private readonly List<int> _items = new(); private int _count; public void Add(int x) { lock (_gate) { _items.Add(x); _count++; } } public void Remove(int x) { lock (_gate) { _items.Remove(x); _count--; } } {{members}} }
        """;

    /// <summary>A static list of an internal type, which other types of the assembly go through.</summary>
    [Theory]
    [InlineData("internal static class Registry { private static readonly object s_gate = new(); private static readonly List<int> s_items = new(); internal static void Add(int x) { lock (s_gate) { s_items.Add(x); } } internal static List<int> Items { get { lock (s_gate) { return [|s_items|]; } } } } class User { void M() { foreach (int x in Registry.Items) Console.WriteLine(x); } }")]
    [InlineData("internal static class Registry { private static readonly object s_gate = new(); private static readonly List<int> s_items = new(); internal static void Add(int x) { lock (s_gate) { s_items.Add(x); } } internal static void Remove(int x) { lock (s_gate) { s_items.Remove(x); } } internal static IReadOnlyList<int> Items => [|s_items|]; } class User { void M() { foreach (int x in Registry.Items) Console.WriteLine(x); } }")]
    [InlineData("internal static class Registry { private static readonly object s_gate = new(); private static readonly List<int> s_items = new(); internal static void Add(int x) { lock (s_gate) { s_items.Add(x); } } internal static List<int> GetAll() { lock (s_gate) return [|s_items|]; } } class User { int M() { return Registry.GetAll().Sum(); } }")]
    [InlineData("internal class Registry { static readonly List<int> s_items = new(); public static void Add(int x) { lock (s_items) { s_items.Add(x); } } public static List<int> All() { lock (s_items) { return [|s_items|]; } } } class User { void M() { var all = Registry.All(); foreach (int x in all) Console.WriteLine(x); } }")]
    [InlineData("internal static class Registry { static readonly List<int> s_items = new(); public static void Add(int x) { lock (s_items) { s_items.Add(x); } } public static IEnumerable<int> All { get { lock (s_items) { return [|s_items|].Where(x => x > 0); } } } } class User { void M() { foreach (int x in Registry.All) Console.WriteLine(x); } }")]
    [InlineData("internal static class Registry { static readonly List<int> s_items = new(); public static void Add(int x) { lock (s_items) { s_items.Add(x); } } public static List<int> All() { lock (s_items) { return [|s_items|]; } } } class User { readonly List<int> _mine = Registry.All(); void M() { foreach (int x in _mine) Console.WriteLine(x); } }")]
    [InlineData("internal static class Registry { static readonly List<int> s_items = new(); public static void Add(int x) { lock (s_items) { s_items.Add(x); } } public static List<int> All() { lock (s_items) { return [|s_items|]; } } } class User { void M() { Show(Registry.All()); } void Show(List<int> all) { foreach (int x in all) Console.WriteLine(x); } }")]
    [InlineData("internal static class Registry { static readonly List<int> s_items = new(); public static void Add(int x) { lock (s_items) { s_items.Add(x); } } public static List<int> All() { lock (s_items) { return [|s_items|]; } } } class User { void M() { Registry.All().ForEach(x => Console.WriteLine(x)); } }")]
    [InlineData("internal static class Registry { static readonly List<int> s_items = new(); public static void Add(int x) { lock (s_items) { s_items.Add(x); } } public static List<int> All() { lock (s_items) { return s_items; } } } class User { void M() { Console.WriteLine(Registry.All().Count); } }")]
    public Task A_static_list_of_the_assembly(string source) => Verify.SilentAsync("#pragma warning disable CS0169\n" + source);

    [Theory]
    [InlineData("public List<int> M() { lock (_gate) { return [|_items|]; } }", "public List<int> M() { lock (_gate) { return _items.ToList(); } }")]
    [InlineData("public IReadOnlyList<int> M() { lock (_gate) { return [|_items|]; } }",
        "public IReadOnlyList<int> M() { lock (_gate) { return _items.ToArray(); } }")]
    [InlineData("public IEnumerable<int> M() { lock (_gate) return [|_items|]; }",
        "public IEnumerable<int> M() { lock (_gate) return _items.ToArray(); }")]
    [InlineData("public IEnumerable M() { lock (_gate) return [|_items|]; }", "public IEnumerable M() { lock (_gate) return _items.ToArray(); }")]
    [InlineData("public IList<int> M() { lock (_gate) return [|_items|]; }", "public IList<int> M() { lock (_gate) return _items.ToList(); }")]
    [InlineData("public ICollection<int> M { get { lock (_gate) { return [|this._items|]; } } }",
        "public ICollection<int> M { get { lock (_gate) { return this._items.ToList(); } } }")]
    [InlineData("public IReadOnlyCollection<int> M { get { lock (_gate) return [|_items|].AsReadOnly(); } }",
        "public IReadOnlyCollection<int> M { get { lock (_gate) return _items.ToList().AsReadOnly(); } }")]
    [InlineData("public ReadOnlyCollection<int> M() { lock (_gate) return new ReadOnlyCollection<int>([|_items|]); }",
        "public ReadOnlyCollection<int> M() { lock (_gate) return new ReadOnlyCollection<int>(_items.ToList()); }")]
    [InlineData("public IEnumerable<int> M() { lock (_gate) { return [|_items|].Where(x => x > 1); } }",
        "public IEnumerable<int> M() { lock (_gate) { return _items.Where(x => x > 1).ToArray(); } }")]
    [InlineData("public IEnumerable<string> M() { lock (_gate) { return [|_items|].OrderBy(x => x).Select(x => x.ToString()); } }",
        "public IEnumerable<string> M() { lock (_gate) { return _items.OrderBy(x => x).Select(x => x.ToString()).ToArray(); } }")]
    [InlineData("public IEnumerable<int> M() { lock (_gate) { return from x in [|_items|] where x > 1 select x; } }",
        "public IEnumerable<int> M() { lock (_gate) { return (from x in _items where x > 1 select x).ToArray(); } }")]
    [InlineData("public IEnumerator<int> M() { lock (_gate) { return [|_items|].GetEnumerator(); } }",
        "public IEnumerator<int> M() { lock (_gate) { return _items.ToList().GetEnumerator(); } }")]
    [InlineData("public Task<IEnumerable<int>> M() { lock (_gate) { return Task.FromResult([|_items|].AsEnumerable()); } }",
        "public Task<IEnumerable<int>> M() { lock (_gate) { return Task.FromResult(_items.ToArray().AsEnumerable()); } }")]
    [InlineData("public Task<IReadOnlyList<int>> M() { lock (_gate) { return Task.FromResult<IReadOnlyList<int>>([|_items|]); } }",
        "public Task<IReadOnlyList<int>> M() { lock (_gate) { return Task.FromResult<IReadOnlyList<int>>(_items.ToArray()); } }")]
    [InlineData("public async Task<IReadOnlyList<int>> M() { await Task.Yield(); lock (_gate) { return [|_items|]; } }",
        "public async Task<IReadOnlyList<int>> M() { await Task.Yield(); lock (_gate) { return _items.ToArray(); } }")]
    [InlineData("public IReadOnlyList<int> M(bool b) { lock (_gate) { return b ? [|_items|] : new List<int>(); } }",
        "public IReadOnlyList<int> M(bool b) { lock (_gate) { return b ? _items.ToList() : new List<int>(); } }")]
    [InlineData("public IReadOnlyList<int> M() { Monitor.Enter(_gate); try { return [|_items|]; } finally { Monitor.Exit(_gate); } }",
        "public IReadOnlyList<int> M() { Monitor.Enter(_gate); try { return _items.ToArray(); } finally { Monitor.Exit(_gate); } }")]
    [InlineData(Map + "public IEnumerable<int> M() { lock (_gate) { return [|_map|].Values; } }",
        Map + "public IEnumerable<int> M() { lock (_gate) { return _map.Values.ToArray(); } }")]
    [InlineData(Map + "public ICollection<string> M() { lock (_gate) { return [|_map|].Keys; } }",
        Map + "public ICollection<string> M() { lock (_gate) { return _map.Keys.ToList(); } }")]
    [InlineData(Map + "public IReadOnlyDictionary<string, int> M() { lock (_gate) { return [|_map|]; } }",
        Map + "public IReadOnlyDictionary<string, int> M() { lock (_gate) { return new Dictionary<string, int>(_map); } }")]
    [InlineData("private readonly HashSet<string> _set = new(StringComparer.Ordinal); public void Set(string k) { lock (_gate) { _set.Add(k); } } public HashSet<string> M() { lock (_gate) { return [|_set|]; } }",
        "private readonly HashSet<string> _set = new(StringComparer.Ordinal); public void Set(string k) { lock (_gate) { _set.Add(k); } } public HashSet<string> M() { lock (_gate) { return new HashSet<string>(_set, _set.Comparer); } }")]
    [InlineData("private readonly Queue<int> _queue = new(); public void Put(int k) { lock (_gate) { _queue.Enqueue(k); } } public IEnumerable<int> M() { lock (_gate) { return [|_queue|]; } }",
        "private readonly Queue<int> _queue = new(); public void Put(int k) { lock (_gate) { _queue.Enqueue(k); } } public IEnumerable<int> M() { lock (_gate) { return _queue.ToArray(); } }")]
    // The lock of a base class, of a struct, of its own library, of readers and writers.
    [InlineData("private readonly ReaderWriterLockSlim _rw = new(); private readonly List<int> _all = new(); public void Put(int x) { _rw.EnterWriteLock(); try { _all.Add(x); } finally { _rw.ExitWriteLock(); } } public IReadOnlyList<int> M() { _rw.EnterReadLock(); try { return [|_all|]; } finally { _rw.ExitReadLock(); } }",
        "private readonly ReaderWriterLockSlim _rw = new(); private readonly List<int> _all = new(); public void Put(int x) { _rw.EnterWriteLock(); try { _all.Add(x); } finally { _rw.ExitWriteLock(); } } public IReadOnlyList<int> M() { _rw.EnterReadLock(); try { return _all.ToArray(); } finally { _rw.ExitReadLock(); } }")]
    [InlineData("private readonly SemaphoreSlim _one = new(1, 1); private readonly List<int> _all = new(); public async Task Put(int x) { await _one.WaitAsync(); try { _all.Add(x); } finally { _one.Release(); } } public async Task<IReadOnlyList<int>> M() { await _one.WaitAsync(); try { return [|_all|]; } finally { _one.Release(); } }",
        "private readonly SemaphoreSlim _one = new(1, 1); private readonly List<int> _all = new(); public async Task Put(int x) { await _one.WaitAsync(); try { _all.Add(x); } finally { _one.Release(); } } public async Task<IReadOnlyList<int>> M() { await _one.WaitAsync(); try { return _all.ToArray(); } finally { _one.Release(); } }")]
    public Task A_snapshot_is_handed_out(string members, string repaired) => Verify.FixesAsync(Store(members), Store(repaired));

    [Theory]
    // A local that outlives the lock.
    [InlineData("public int M() { List<int> items; lock (_gate) { items = [|_items|]; } int sum = 0; foreach (int x in items) { sum += x; } return sum; }",
        "public int M() { List<int> items; lock (_gate) { items = _items.ToList(); } int sum = 0; foreach (int x in items) { sum += x; } return sum; }")]
    [InlineData("public int M() { IEnumerable<int> items; lock (_gate) { items = [|_items|].Where(x => x > 1); } return items.Sum(); }",
        "public int M() { IEnumerable<int> items; lock (_gate) { items = _items.Where(x => x > 1).ToArray(); } return items.Sum(); }")]
    [InlineData("public IReadOnlyList<int> M() { lock (_gate) { var items = [|_items|]; return items; } } public int N() => M().Sum();",
        "public IReadOnlyList<int> M() { lock (_gate) { var items = _items.ToList(); return items; } } public int N() => M().Sum();")]
    // A private function, and who uses it without the lock.
    [InlineData("public int Sum() { int sum = 0; foreach (int x in M()) { sum += x; } return sum; } private IReadOnlyList<int> M() { lock (_gate) { return [|_items|]; } }",
        "public int Sum() { int sum = 0; foreach (int x in M()) { sum += x; } return sum; } private IReadOnlyList<int> M() { lock (_gate) { return _items.ToArray(); } }")]
    [InlineData("public int Sum() { var all = M; return all.Sum(); } private List<int> M { get { lock (_gate) { return [|_items|]; } } }",
        "public int Sum() { var all = M; return all.Sum(); } private List<int> M { get { lock (_gate) { return _items.ToList(); } } }")]
    [InlineData("public int Sum() { return M().Sum(); List<int> M() { lock (_gate) { return [|_items|]; } } }",
        "public int Sum() { return M().Sum(); List<int> M() { lock (_gate) { return _items.ToList(); } } }")]
    [InlineData("public int Sum() { return N().Sum(); } private List<int> N() => M(); private List<int> M() { lock (_gate) { return [|_items|]; } }",
        "public int Sum() { return N().Sum(); } private List<int> N() => M(); private List<int> M() { lock (_gate) { return _items.ToList(); } }")]
    public Task Where_it_is_used_without_the_lock(string members, string repaired) => Verify.FixesAsync(Store(members), Store(repaired));

    [Theory]
    // By an out parameter.
    [InlineData("public void M(out List<int> items) { lock (_gate) { items = [|_items|]; } } public int N() { M(out var all); return all.Sum(); }",
        "public void M(out List<int> items) { lock (_gate) { items = _items.ToList(); } } public int N() { M(out var all); return all.Sum(); }")]
    [InlineData("public bool Try(out IReadOnlyList<int> items) { lock (_gate) { items = [|_items|]; return true; } } public int N() { int n = 0; if (Try(out IReadOnlyList<int> all)) { foreach (int x in all) { n += x; } } return n; }",
        "public bool Try(out IReadOnlyList<int> items) { lock (_gate) { items = _items.ToArray(); return true; } } public int N() { int n = 0; if (Try(out IReadOnlyList<int> all)) { foreach (int x in all) { n += x; } } return n; }")]
    [InlineData("public int N() { M(out var all); return all.Sum(); void M(out IEnumerable<int> items) { lock (_gate) { items = [|_items|]; } } }",
        "public int N() { M(out var all); return all.Sum(); void M(out IEnumerable<int> items) { lock (_gate) { items = _items.ToArray(); } } }")]
    [InlineData("private void M(out IEnumerable<int> items) { lock (_gate) { items = [|_items|].Where(x => x > 1); } } public int N() { M(out var all); return all.Sum(); }",
        "private void M(out IEnumerable<int> items) { lock (_gate) { items = _items.Where(x => x > 1).ToArray(); } } public int N() { M(out var all); return all.Sum(); }")]
    public Task By_an_out_parameter(string members, string repaired) => Verify.FixesAsync(Store(members), Store(repaired));

    [Theory]
    [InlineData("private void M(out List<int> items) { lock (_gate) { items = _items; } } public int N() { lock (_gate) { M(out var all); return all.Sum(); } }")]
    [InlineData("private void M(out List<int> items) { lock (_gate) { items = _items; } } public void N() { M(out _); }")]
    [InlineData("private void M(out List<int> items) { lock (_gate) { items = _items; } } public int N() { M(out var all); return all.Count; }")]
    [InlineData("private void M(out List<int> items) { lock (_gate) { items = _items.ToList(); } } public int N() { M(out var all); return all.Sum(); }")]
    [InlineData("private void M(out List<int> items) { lock (_gate) { items = _items; } } public int N(List<int> other) { { M(out var all); } { var all = other; return all.Count; } }")]
    // The called code takes the lock, asks for the number, or nobody sees it.
    [InlineData("public void M() { Show(_items); } private void Show(List<int> items) { lock (_gate) { foreach (int x in items) { } } }")]
    [InlineData("public void M() { Show(_items); } private static void Show(List<int> items) { Console.WriteLine(items.Count); }")]
    [InlineData("public void M() { Console.WriteLine(_items); }")]
    [InlineData("public void M() { lock (_gate) { Show(_items); } } private static void Show(List<int> items) { foreach (int x in items) { } }")]
    [InlineData("public void M() { ReferenceEquals(_items, null); }")]
    public Task Handed_over_without_harm(string members) => Verify.SilentAsync(Store(members));

    [Theory]
    [InlineData("public void M(Action<List<int>> show) { show({|#0:_items|}); }")]
    [InlineData("public event Action<List<int>> Changed; public void M() { Changed?.Invoke({|#0:_items|}); }")]
    [InlineData("public void M() { Show({|#0:_items|}); } private static void Show(List<int> items) { foreach (int x in items) { } }")]
    [InlineData("public void M() { Show(1, items: {|#0:_items|}); } private static int Show(int n, IEnumerable<int> items) => items.Sum();")]
    [InlineData("public void M(out List<int> items) { lock (_gate) { items = {|#0:_items|}; } }")]
    public Task Handed_to_called_code(string members) => SeverityAsync(Store(members), DiagnosticSeverity.Info);

    [Theory]
    // The lock itself is missing too.
    [InlineData("public IReadOnlyList<int> M() => [|_items|];", "public IReadOnlyList<int> M() { lock (_gate) { return _items.ToArray(); } }")]
    [InlineData("public List<int> M() { return [|_items|]; }", "public List<int> M() { lock (_gate) { return _items.ToList(); } }")]
    [InlineData("public IEnumerable<int> M { get { return [|_items|].Where(x => x > 1); } }",
        "public IEnumerable<int> M { get { lock (_gate) { return _items.Where(x => x > 1).ToArray(); } } }")]
    [InlineData("public IReadOnlyList<int> M { get => [|_items|]; }", "public IReadOnlyList<int> M { get { lock (_gate) { return _items.ToArray(); } } }")]
    public Task The_lock_comes_with_the_snapshot(string members, string repaired) => Verify.FixesAsync(Store(members), Store(repaired));

    [Theory]
    // Whoever gets it changes it, or no copy has the type.
    [InlineData("public void Sum() { M().Add(1); } private List<int> M() { lock (_gate) { return [|_items|]; } }")]
    [InlineData(Map + "public Dictionary<string, int>.ValueCollection M() { lock (_gate) { return [|_map|].Values; } }")]
    [InlineData("public IOrderedEnumerable<int> M() { lock (_gate) { return [|_items|].OrderBy(x => x); } }")]
    [InlineData("private List<int>? _all; public void Put(int x) { lock (_gate) { _all ??= new(); _all.Add(x); } } public IReadOnlyList<int> M() { lock (_gate) { return [|_all|] ?? new List<int>(); } }")]
    [InlineData("private List<int>? _all; public void Put(int x) { lock (_gate) { _all ??= new(); _all.Add(x); } } public IReadOnlyList<int>? M() { lock (_gate) { return [|_all|]; } }")]
    [InlineData("private readonly Stack<int> _stack = new(); public void Put(int x) { lock (_gate) { _stack.Push(x); } } public Stack<int> M() { lock (_gate) { return [|_stack|]; } }")]
    [InlineData("public object M() { lock (_gate) { return [|_items|]; } }")]
    public Task No_fix_where_a_copy_would_not_do(string members) => Verify.ReportsAsync(Store(members));

    [Theory]
    // A snapshot already.
    [InlineData("public List<int> M() { lock (_gate) { return _items.ToList(); } }")]
    [InlineData("public int[] M() { lock (_gate) { return _items.ToArray(); } }")]
    [InlineData("public List<int> M() { lock (_gate) { return new List<int>(_items); } }")]
    [InlineData("public List<int> M() { lock (_gate) { return new(_items); } }")]
    [InlineData("public ImmutableArray<int> M() { lock (_gate) { return _items.ToImmutableArray(); } }")]
    [InlineData("public ImmutableList<int> M() { lock (_gate) { return ImmutableList.CreateRange(_items); } }")]
    [InlineData("public IReadOnlyList<int> M() { lock (_gate) { return _items.Where(x => x > 1).ToArray(); } }")]
    [InlineData("public IReadOnlyList<int> M() { lock (_gate) { return new ReadOnlyCollection<int>(_items.ToArray()); } }")]
    [InlineData("public IReadOnlyList<int> M() { lock (_gate) { return _items.ToList().AsReadOnly(); } }")]
    [InlineData("public int M() { lock (_gate) { return _items.Where(x => x > 1).Sum(); } }")]
    [InlineData("public int M() { lock (_gate) { return _items[0]; } }")]
    [InlineData("public string M() { lock (_gate) { return string.Join(\",\", _items); } }")]
    [InlineData(Map + "public List<string> M() { lock (_gate) { return _map.Keys.ToList(); } }")]
    [InlineData(Map + "public int M(string k) { lock (_gate) { return _map[k]; } }")]
    [InlineData("public IReadOnlyList<int> M() { int[] copy; lock (_gate) { copy = _items.ToArray(); } return copy; }")]
    // Taken out and replaced.
    [InlineData("private List<int> _all = new(); public void Put(int x) { lock (_gate) { _all.Add(x); } } public List<int> M() { lock (_gate) { var old = _all; _all = new(); return old; } }")]
    [InlineData("private List<int> _all = new(); public void Put(int x) { lock (_gate) { _all.Add(x); } } public List<int> M() { lock (_gate) { try { return _all; } finally { _all = new(); } } }")]
    [InlineData("private List<int> _all = new(); public void Put(int x) { lock (_gate) { _all.Add(x); } } public List<int> M() => Interlocked.Exchange(ref _all, new());")]
    [InlineData("private List<int> _all = new(); public void Put(int x) { lock (_gate) { _all.Add(x); } } public List<int> M() { lock (_gate) { var old = _all; Reset(); return old; } } private void Reset() { _all = new(); }")]
    // Copied, changed, published: never changed in place.
    [InlineData("private List<int> _all = new(); public void Put(int x) { lock (_gate) { _all = new List<int>(_all) { x }; } } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("private List<int> _all = new(); public void Put(int x) { lock (_gate) { _all = new(); _all.Add(x); } } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("private ImmutableList<int> _all = ImmutableList<int>.Empty; public void Put(int x) { lock (_gate) { _all = _all.Add(x); } } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentQueue<int> _all = new(); public void Put(int x) { lock (_gate) { _all.Enqueue(x); } } public IEnumerable<int> M() { lock (_gate) { return _all; } }")]
    // Changed by constructors alone.
    [InlineData("private readonly List<int> _all = new(); public Store() { _all.Add(1); } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("private readonly List<int> _all = new(); public Store() { Fill(); } private void Fill() { lock (_gate) { _all.Add(1); } } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("private readonly List<int> _all = new(); public void Initialize() { lock (_gate) { _all.Add(1); } } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("private List<int> M() { lock (_gate) { return _items; } } public Store() { foreach (int x in M()) { } }")]
    [InlineData("private List<int> M() { lock (_gate) { return _items; } } public void Dispose() { foreach (int x in M()) { } }")]
    // Helpers whose callers hold the lock.
    [InlineData("private List<int> M() => _items; public int N() { lock (_gate) { return M().Sum(); } }")]
    [InlineData("private List<int> M() { lock (_gate) { return _items; } } public int N() { lock (_gate) { return M().Sum(); } }")]
    [InlineData("private IEnumerable<int> M() => _items.Where(x => x > 1); public int N() { lock (_gate) { return M().Sum(); } }")]
    [InlineData("private List<int> M() { lock (_gate) { return _items; } } public int N() => M().Count;")]
    [InlineData("internal IReadOnlyList<int> M() { lock (_gate) { return _items; } } internal int N() => M().Count;")]
    [InlineData("public int M() { lock (_gate) { var items = _items; return items.Sum(); } }")]
    [InlineData("public int M() { lock (_gate) { var items = _items.Where(x => x > 1); return items.Sum(); } }")]
    // Given to code that runs under the lock.
    [InlineData("public void M(Action<List<int>> show) { lock (_gate) { show(_items); } }")]
    [InlineData("public void M() { lock (_gate) { Show(_items); } } private static void Show(List<int> items) { }")]
    // Not always under a lock.
    [InlineData("private readonly List<int> _all = new(); public void Put(int x) { _all.Add(x); } public void Put2(int x) { lock (_gate) { _all.Add(x); } } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("private readonly List<int> _all = new(); public void Put(int x) { lock (_other) { _all.Add(x); } } public void Put2(int x) { lock (_gate) { _all.Add(x); } } public IReadOnlyList<int> M() { lock (_gate) { return _all; } }")]
    // Who gets it takes the lock, or a name or comment says that the collection itself is meant.
    [InlineData("public object SyncRoot => _gate; internal IReadOnlyList<int> M() { lock (_gate) { return _items; } } public static int N(Store s) { lock (s.SyncRoot) { return s.M().Sum(); } }")]
    [InlineData("public readonly object Gate = new(); private readonly List<int> _all = new(); public void Put(int x) { lock (Gate) { _all.Add(x); } } public IReadOnlyList<int> M() { lock (Gate) { return _all; } }")]
    [InlineData("public List<int> GetItemsUnsafe() { lock (_gate) { return _items; } }")]
    [InlineData("/// <summary>The caller has to lock.</summary>\n public List<int> M() { lock (_gate) { return _items; } }")]
    [InlineData("public List<int> M() { lock (_gate) {\n // a live view, on purpose\n return _items; } }")]
    [InlineData("public List<int> M() { return _items; // read by the main thread only\n }")]
    // Arrays whose elements nobody reads outside.
    [InlineData(Array + "public int[] M() { lock (_gate) { return _array; } }")]
    [InlineData("public IEnumerable<int> M() { foreach (int x in _items) { yield return x; } }")]
    // Other objects, other things of that name.
    [InlineData("public List<int> M(Store s) { lock (s._gate) { return s._items; } }")]
    [InlineData("public List<int> M() { var _items = new List<int>(); lock (_gate) { return _items; } }")]
    [InlineData("public string M() { lock (_gate) { return nameof(_items); } }")]
    [InlineData("public int Count { get { lock (_gate) { return _items.Count; } } }")]
    [InlineData("private class List2<T> : IEnumerable<T> { public void Add(T x) { } public IEnumerator<T> GetEnumerator() => null!; IEnumerator IEnumerable.GetEnumerator() => null!; } private readonly List2<int> _all = new(); public void Put(int x) { lock (_gate) { _all.Add(x); } } public IEnumerable<int> M() { lock (_gate) { return _all; } }")]
    [InlineData("public List<int> M() { lock (_gate) { return {|CS0103:_missing|}; } }")]
    public Task Nothing_is_said(string members) => Verify.SilentAsync(Store(members));

    [Theory]
    [InlineData("foreach (int x in store.M()) { }", DiagnosticSeverity.Warning)]
    [InlineData("_ = store.M().ToArray();", DiagnosticSeverity.Warning)]
    [InlineData("var all = store.M(); foreach (int x in all) { }", DiagnosticSeverity.Warning)]
    [InlineData("_ = new List<int>(store.M());", DiagnosticSeverity.Warning)]
    [InlineData("Task.Run(() => store.M().Where(x => x > 1).ToList());", DiagnosticSeverity.Warning)]
    [InlineData("_ = store.M()[0];", DiagnosticSeverity.Info)]
    [InlineData("_ = store.M().Count;", DiagnosticSeverity.Info)]
    [InlineData("Console.WriteLine(store.M());", DiagnosticSeverity.Info)]
    [InlineData("", DiagnosticSeverity.Info)]
    public Task Certain_where_somebody_is_seen_to_use_it(string use, DiagnosticSeverity severity)
        => SeverityAsync(Store("public IReadOnlyList<int> M() { lock (_gate) { return {|#0:_items|}; } }")
            + $$"""
             class User { public void Use(Store store) { {{use}} } }
            """, severity);

    [Theory]
    [InlineData("public IEnumerable<int> M() { lock (_gate) { return {|#0:_items|}.Where(x => x > 1); } }", DiagnosticSeverity.Warning)]
    [InlineData("public IEnumerator<int> M() { lock (_gate) { return {|#0:_items|}.GetEnumerator(); } }", DiagnosticSeverity.Warning)]
    [InlineData("public int M() { List<int> all; lock (_gate) { all = {|#0:_items|}; } return all.Max(); }", DiagnosticSeverity.Warning)]
    [InlineData("public IReadOnlyList<int> M() => {|#0:_items|};", DiagnosticSeverity.Info)]
    [InlineData("public IReadOnlyList<int> M() => {|#0:_items|}; public int N() => M().Max();", DiagnosticSeverity.Info)]
    [InlineData(Array + "public int N() => M().Max(); private int[] M() { lock (_gate) { return {|#0:_array|}; } }", DiagnosticSeverity.Info)]
    public Task As_certain_as_it_is_seen(string members, DiagnosticSeverity severity) => SeverityAsync(Store(members), severity);

    /// <summary>Of a private type, nobody may enumerate an object.</summary>
    [Theory]
    [InlineData("private", DiagnosticSeverity.Info)]
    [InlineData("public", DiagnosticSeverity.Warning)]
    public Task Enumerator_of_a_type(string access, DiagnosticSeverity severity) => SeverityAsync(
        $$"""
        using System.Collections;
        public class Outer
        {
            {{access}} sealed class Items : IEnumerable<int>
            {
                private readonly object _gate = new();
                private readonly HashSet<int> _items = new();
                public void Add(int x) { lock (_gate) { _items.Add(x); } }
                public IEnumerator<int> GetEnumerator() { lock (_gate) { return {|#0:_items|}.GetEnumerator(); } }
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }
        }
        """,
        severity);

    [Fact]
    public Task The_interface_that_is_called() => SeverityAsync(
        """
        interface IStore { IReadOnlyList<int> All { get; } }
        class Store : IStore
        {
            private readonly object _gate = new();
            private readonly List<int> _items = new();
            public void Add(int x) { lock (_gate) { _items.Add(x); } }
            public IReadOnlyList<int> All { get { lock (_gate) { return {|#0:_items|}; } } }
        }
        class User { public int Sum(IStore store) => store.All.Sum(); }
        """,
        DiagnosticSeverity.Warning);

    [Fact]
    public Task The_import_comes_with_it() => Verify.FixesAsync(
        """
        using System.Collections.Generic;

        class Store
        {
            private readonly object _gate = new object();
            private readonly HashSet<int> _items = new HashSet<int>();

            public void Add(int x)
            {
                lock (_gate)
                {
                    _items.Add(x);
                }
            }

            public int Sum()
            {
                int sum = 0;
                foreach (int x in All())
                {
                    sum += x;
                }

                return sum;
            }

            private IEnumerable<int> All()
            {
                lock (_gate)
                {
                    // all of them
                    return [|_items|];
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;

        class Store
        {
            private readonly object _gate = new object();
            private readonly HashSet<int> _items = new HashSet<int>();

            public void Add(int x)
            {
                lock (_gate)
                {
                    _items.Add(x);
                }
            }

            public int Sum()
            {
                int sum = 0;
                foreach (int x in All())
                {
                    sum += x;
                }

                return sum;
            }

            private IEnumerable<int> All()
            {
                lock (_gate)
                {
                    // all of them
                    return _items.ToArray();
                }
            }
        }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        globalUsings: false);

    [Fact]
    public Task A_partial_class_is_one() => SeverityAsync(
        """
        partial class Store { private readonly object _gate = new(); private readonly List<int> _items = new(); public void Add(int x) { lock (_gate) { _items.Add(x); } } }
        partial class Store { private IReadOnlyList<int> All { get { lock (_gate) { return {|#0:_items|}; } } } public int Sum() => All.Sum(); }
        """,
        DiagnosticSeverity.Warning);

    private static Task SeverityAsync(string source, DiagnosticSeverity severity)
    {
        var test = new CSharpAnalyzerTest<ASYNC3020GuardedStateEscapesAnalyzer, DefaultVerifier> { TestCode = source };
        test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC3020GuardedStateEscapesAnalyzer.Id, severity)
            .WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true, new ASYNC3020GuardedStateEscapesAnalyzer());
        return test.RunAsync();
    }

    /// <summary>Where no lock is held, a copy alone would change nothing: the message asks for the lock.</summary>
    [Theory]
    [InlineData("public int M() => Sum([|{|#0:_items|}|].Select(x => x + 1)); private static int Sum(IEnumerable<int> xs) { int n = 0; foreach (int x in xs) n += x; return n; }",
        "'_items' is enumerated without '_gate' (Test0.cs:5), under which 'Add' (Test0.cs:5) changes it; copy it under the lock")]
    [InlineData("public IEnumerable<int> M() => {|#0:_items|}.Where(x => x > 1);",
        "The query reads '_items' without lock '_gate', under which 'Add' (Test0.cs:5) changes it; hold it until the query has ended")]
    [InlineData("public IEnumerable<int> M() { lock (_gate) { return {|#0:_items|}.Where(x => x > 1); } }",
        "The query reads '_items' when lock '_gate' is released, while 'Add' (Test0.cs:5) may change it; end it with 'ToArray'")]
    public Task What_the_query_needs(string members, string message) => Verify.SilentAsync(
        Store(members.Replace("[|", "").Replace("|]", "")), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3020", members.Contains("lock (") ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info)
                .WithLocation(0).WithMessage(message).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));
}
