using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3006LockObjectAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3006LockObjectCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>An object is locked that keeps nobody out, or that others can lock too.</summary>
public class ASYNC3006LockObjectTests
{
    [Theory]
    [InlineData("CA2002")]
    [InlineData("RCS1059")]
    public Task Accepted_for_other_tools(string code) => Verify.SilentAsync($$"""
        public class C
        {
            int _n;
            void M()
            {
        #pragma warning disable {{code}} // nobody else touches it
                lock (this) { _n++; }
        #pragma warning restore {{code}}
            }
        }
        """);

    [Theory]
    // A new object each time.
    [InlineData("lock ([|new object()|]) { _n++; }")]
    [InlineData("lock ([|(new object())|]) { _n++; }")]
    [InlineData("lock ([|new List<int>()|]) { _n++; }")]
    [InlineData("Monitor.Enter([|new object()|]); _n++;")]
    [InlineData("lock ([|$\"order-{_n}\"|]) { _n++; }")]
    [InlineData("lock ([|\"order-\" + _n|]) { _n++; }")]
    [InlineData("lock ([|string.Format(\"{0}\", _n)|]) { _n++; }")]
    [InlineData("lock ([|_n.ToString()|]) { _n++; }")]
    [InlineData("lock ([|_list.ToArray()|]) { _n++; }")]
    [InlineData("lock ([|New|]) { _n++; }")]
    [InlineData("lock ([|NewOfGetter|]) { _n++; }")]
    // A value is boxed.
    [InlineData("lock ([|(object)_n|]) { _n++; }")]
    [InlineData("Monitor.Enter([|_n|]);")]
    [InlineData("bool taken = false; Monitor.Enter([|_n|], ref taken);")]
    [InlineData("Monitor.TryEnter([|given|], 5);")]
    // A local of the call.
    [InlineData("var gate = new object(); lock ([|gate|]) { _n++; }")]
    [InlineData("object gate = new(); _n = 1; lock ([|gate|]) { _n++; }")]
    [InlineData("var gate = new object(); Monitor.Enter([|gate|]); try { _n++; } finally { Monitor.Exit(gate); }")]
    // Another one on each thread.
    [InlineData("lock ([|Thread.CurrentThread|]) { _n++; }")]
    // Replaced while it is held.
    [InlineData("lock ([|_list|]) { _list = new List<int>(); }")]
    [InlineData("lock ([|_list|]) { _list = new List<int>(_list) { 1 }; }")]
    [InlineData("lock ([|this._list|]) { if (_n > 1) { this._list = new(); } }")]
    [InlineData("lock ([|_plain|]) { _plain = new object(); }")]
    [InlineData("lock ([|_frozen|]) { _frozen = _frozen.Add(1); }")]
    [InlineData("lock ([|Items|]) { Items = new(); }")]
    // One for each instance, and the state is of all of them.
    [InlineData("lock ([|_gate|]) { s_count++; }")]
    [InlineData("lock ([|_gate|]) { s_count += 2; }")]
    [InlineData("lock ([|_gate|]) { s_count = s_count + 1; }")]
    [InlineData("lock ([|_gate|]) { C.s_count++; }")]
    [InlineData("lock ([|this._gate|]) { s_all.Add(1); }")]
    [InlineData("lock ([|_gate|]) { if (_n > 0) { s_map[1] = 2; } }")]
    [InlineData("lock ([|this|]) { s_all.Remove(1); }")]
    public Task Warnings(string body) => Reported(Member(body), DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("lock ([|this|]) { _n++; }")]
    [InlineData("lock ([|typeof(C)|]) { _n++; }")]
    [InlineData("lock ([|typeof(string)|]) { _n++; }")]
    [InlineData("lock ([|GetType()|]) { _n++; }")]
    [InlineData("Type t = typeof(C); lock ([|t|]) { _n++; }")]
    [InlineData("lock ([|\"gate\"|]) { _n++; }")]
    [InlineData("lock ([|Text|]) { _n++; }")]
    [InlineData("lock ([|_readOnlyText|]) { _n++; }")]
    [InlineData("lock ([|name|]) { _n++; }")]
    [InlineData("lock ([|string.Intern(name)|]) { _n++; }")]
    [InlineData("lock ([|_thread|]) { _n++; }")]
    [InlineData("lock ([|PublicList|]) { _n++; }")]
    [InlineData("lock ([|_handedOut|]) { _n++; }")]
    [InlineData("lock ([|_replaced|]) { _n++; }")]
    [InlineData("Monitor.Enter([|this|]); try { _n++; } finally { Monitor.Exit(this); }")]
    [InlineData("lock ([|this|]) { s_text = \"\"; }")]
    public Task Suggestions(string body) => Reported(Member(body), DiagnosticSeverity.Info);

    /// <summary>The property is wrong once, however often it is locked.</summary>
    [Theory]
    [InlineData("lock ([|New|]) { _n++; } lock (New) { _n--; } void F() { lock (this.New) { _n++; } }")]
    [InlineData("Monitor.Enter([|NewOfGetter|]); lock (NewOfGetter) { _n--; }")]
    public Task A_property_that_makes_a_new_object_is_told_once(string body) => Reported(Member(body), DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("lock (_gate) { _n++; }")]
    [InlineData("lock (_lock) { _n++; }")]
    [InlineData("lock (s_gate) { s_count++; }")]
    [InlineData("lock (_gate) { lock (s_gate) { s_count++; } }")]
    // A lock that is public is there for others.
    [InlineData("lock (PublicGate) { _n++; }")]
    [InlineData("lock (s_gate) { lock (_gate) { s_count++; } }")]
    [InlineData("lock (_gate) { Interlocked.Increment(ref s_count); }")]
    [InlineData("lock (_gate) { s_bag.Add(1); t_own++; }")]
    [InlineData("lock (_gate) { _n = s_count; }")]
    [InlineData("lock (_gate) { run(() => s_count++); }")]
    [InlineData("lock (_shared) { s_count++; }")]
    [InlineData("lock (_plain) { _n++; }")]
    [InlineData("lock (_plain) { _plain = null; }")]
    [InlineData("lock (_gate) { lock (_list) { _list = new(); } }")]
    [InlineData("lock (_list) { _list.Add(1); }")]
    [InlineData("lock (SyncRoot) { _n++; }")]
    [InlineData("lock (other._gate) { _n++; }")]
    [InlineData("lock (((System.Collections.ICollection)_list).SyncRoot) { _n++; }")]
    [InlineData("lock (Gate) { _n++; }")]
    [InlineData("lock (GetGate()) { _n++; }")]
    [InlineData("lock (_internal) { _n++; }")]
    // A local that other code has too.
    [InlineData("var gate = new object(); run(() => { lock (gate) { _n++; } }); lock (gate) { _n++; }")]
    [InlineData("var gate = new object(); keep(gate); lock (gate) { _n++; }")]
    [InlineData("var list = new List<int>(); lock (list) { list.Add(1); }")]
    [InlineData("var gate = _gate; lock (gate) { _n++; }")]
    [InlineData("var gate = new object(); void F() { lock (gate) { _n++; } } run(F);")]
    [InlineData("var gate = new object(); gate = _gate; lock (gate) { _n++; }")]
    // Look-alikes, and what the compiler says.
    [InlineData("Fake.Monitor.Enter(new object());")]
    [InlineData("Fake.Enter(_n);")]
    [InlineData("object o = keep(this); lock (o) { _n++; }")]
    [InlineData("Monitor.Enter(_gate); try { _n++; } finally { Monitor.Exit(_gate); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(_gate, ref taken); _n++; } finally { if (taken) Monitor.Exit(_gate); }")]
    [InlineData("Monitor.Exit(_gate); Monitor.PulseAll(_gate); Console.WriteLine(Monitor.IsEntered(this));")]
    [InlineData("using (_lock.EnterScope()) { s_count++; }")]
    [InlineData("lock (_gate) { s_map.TryGetValue(1, out int found); _n = found; }")]
    [InlineData("lock (_gate) { _n = s_all.Count; }")]
    [InlineData("lock (_gate) { int s_count = 1; s_count++; _n = s_count; }")]
    [InlineData("lock (_gate) { other._n++; _list = new(); }")]
    [InlineData("lock (other) { _n++; }")]
    [InlineData("lock (other._list) { _list = new(); }")]
    [InlineData("lock (run) { _n++; }")]
    [InlineData("object gate; gate = new object(); keep(gate); lock (gate) { _n++; }")]
    [InlineData("var gates = new object[] { _gate, s_gate }; lock (gates[0]) { _n++; }")]
    [InlineData("lock (_n > 1 ? _gate : s_gate) { _n++; }")]
    [InlineData("lock (_frozen) { _n++; }")]
    [InlineData("lock (s_gate) { s_text = \"\"; s_all.Clear(); }")]
    [InlineData("void F() { lock (_gate) { _n++; } } run(F);")]
    [InlineData("_n.ToString(); new object().ToString(); _list.ToArray();")]
    public Task Silent(string body) => Verify.SilentAsync(Member(body));

    [Theory]
    [InlineData("public class C { int _n; void F() { lock ([|this|]) { _n++; } } void G() { lock (this) { _n--; } } }",
        "public class C { private readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } void G() { lock (_gate) { _n--; } } }")]
    [InlineData("public class C { int n; void F() { lock ([|this|]) { n++; } } }",
        "public class C { private readonly Lock gate = new(); int n; void F() { lock (gate) { n++; } } }")]
    [InlineData("public class C { int _gate; void F() { lock ([|this|]) { _gate++; } } }",
        "public class C { private readonly Lock _gate2 = new(); int _gate; void F() { lock (_gate2) { _gate++; } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|this|]) { Monitor.PulseAll(this); } } void G() { lock (this) { while (_n == 0) Monitor.Wait(this); } } }",
        "public class C { private readonly object _gate = new(); int _n; void F() { lock (_gate) { Monitor.PulseAll(_gate); } } void G() { lock (_gate) { while (_n == 0) Monitor.Wait(_gate); } } }")]
    [InlineData("public class C { int _n; void F() { Monitor.Enter([|this|]); try { _n++; } finally { Monitor.Exit(this); } } }",
        "public class C { private readonly object _gate = new(); int _n; void F() { Monitor.Enter(_gate); try { _n++; } finally { Monitor.Exit(_gate); } } }")]
    [InlineData("public static class C { static int s_n; static void F() { lock ([|typeof(C)|]) { s_n++; } } }",
        "public static class C { private static readonly Lock s_gate = new(); static int s_n; static void F() { lock (s_gate) { s_n++; } } }")]
    [InlineData("public class C { static int _n; void F() { lock ([|\"lock\"|]) { _n++; } } void G() { lock (\"lock\") { _n++; } } }",
        "public class C { private static readonly Lock _gate = new(); static int _n; void F() { lock (_gate) { _n++; } } void G() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C { const string Key = \"x\"; int _n; void F() { lock ([|Key|]) { _n++; } } }",
        "public class C { const string Key = \"x\"; private static readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|new object()|]) { _n++; } } void G() { lock ([|new object()|]) { _n++; } } }",
        "public class C { private readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } void G() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C { static int _n; static void F() { lock ([|new object()|]) { _n++; } } }",
        "public class C { private static readonly Lock _gate = new(); static int _n; static void F() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C { int _n; void F() { var gate = new object(); lock ([|gate|]) { _n++; } } }",
        "public class C { private readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|(object)_n|]) { _n++; } } }",
        "public class C { private readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C { int _n; void F() { Monitor.Enter([|_n|]); try { _n++; } finally { Monitor.Exit(_n); } } }",
        "public class C { private readonly object _gate = new(); int _n; void F() { Monitor.Enter(_gate); try { _n++; } finally { Monitor.Exit(_gate); } } }")]
    [InlineData("public class C { List<int> _list = new(); void F() { lock ([|_list|]) { _list = new(); } } void G() { lock (_list) { _list.Add(1); } } }",
        "public class C { private readonly Lock _gate = new(); List<int> _list = new(); void F() { lock (_gate) { _list = new(); } } void G() { lock (_gate) { _list.Add(1); } } }")]
    [InlineData("public class C { readonly List<int> _list = new(); public List<int> All => _list; void G() { lock ([|_list|]) { _list.Add(1); } } }",
        "public class C { private readonly Lock _gate = new(); readonly List<int> _list = new(); public List<int> All => _list; void G() { lock (_gate) { _list.Add(1); } } }")]
    [InlineData("public class C { private static int s_n; private readonly object _gate = new(); void F() { lock ([|_gate|]) { s_n++; } } void G() { lock (this._gate) { } } }",
        "public class C { private static int s_n; private static readonly object _gate = new(); void F() { lock (_gate) { s_n++; } } void G() { lock (_gate) { } } }")]
    [InlineData("public class C { private static int s_n; readonly object _gate = new(); void F() { lock ([|_gate|]) { s_n++; } } }",
        "public class C { private static int s_n; static readonly object _gate = new(); void F() { lock (_gate) { s_n++; } } }")]
    [InlineData("public class C { private static int s_n; void F() { lock ([|this|]) { s_n++; } } }",
        "public class C { private static readonly Lock s_gate = new(); private static int s_n; void F() { lock (s_gate) { s_n++; } } }")]
    [InlineData("public class C { int _n; [[|MethodImpl(MethodImplOptions.Synchronized)|]] void F() { _n++; } void G() { lock ([|this|]) { _n++; } } }",
        "public class C { private readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } void G() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C { static int _n; [[|MethodImpl(MethodImplOptions.Synchronized | MethodImplOptions.NoInlining)|]] static void F() { _n++; } }",
        "public class C { private static readonly Lock _gate = new(); static int _n; [MethodImpl(MethodImplOptions.NoInlining)] static void F() { lock (_gate) { _n++; } } }")]
    [InlineData("public partial class C { int _n; void F() { lock ([|this|]) { _n++; } } } partial class C { void G() { lock (this) { _n--; } } }",
        "public partial class C { private readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } } partial class C { void G() { lock (_gate) { _n--; } } }")]
    [InlineData("public class B { } public class C : B { int _n; void F() { lock ([|this|]) { _n++; } } }",
        "public class B { } public class C : B { private readonly Lock _gate = new(); int _n; void F() { lock (_gate) { _n++; } } }")]
    [InlineData("public class C<T> { T _n; void F(T n) { lock ([|this|]) { _n = n; } } }",
        "public class C<T> { private readonly Lock _gate = new(); T _n; void F(T n) { lock (_gate) { _n = n; } } }")]
    [InlineData("public class C { int _n; Action F() => () => { lock ([|this|]) { _n++; } }; int P { get { lock (this) { return _n; } } }  }",
        "public class C { private readonly Lock _gate = new(); int _n; Action F() => () => { lock (_gate) { _n++; } }; int P { get { lock (_gate) { return _n; } } }  }")]
    public Task All_locks_of_the_object_move(string source, string repaired) => Verify.FixesAsync(Usings + source, Usings + repaired);

    [Theory]
    // Others lock it too.
    [InlineData("public class C { int _n; void F() { lock ([|this|]) { _n++; } } } class D { void G(C c) { lock (c) { } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|this|]) { _n++; } } } public class D : C { void G() { lock ([|this|]) { } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|this|]) { _n++; } } } public class D : C { [[|MethodImpl(MethodImplOptions.Synchronized)|]] void G() { } }")]
    [InlineData("public class B { protected void H() { lock ([|this|]) { } } } public class C : B { int _n; void F() { lock ([|this|]) { _n++; } } }")]
    [InlineData("public class C { int _n; void F(C other) { lock ([|this|]) { lock (other) { _n++; } } } }")]
    [InlineData("public class C { int _n; void F(object other) { lock ([|this|]) { lock (other) { _n++; } } } }")]
    [InlineData("public interface I { } public class C : I { int _n; void F() { lock ([|this|]) { _n++; } } } class D { void G(I c) { lock (c) { } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|typeof(C)|]) { _n++; } } } class D { void G() { lock ([|typeof(C)|]) { } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|\"a\"|]) { _n++; } } } class D { void G() { lock ([|\"a\"|]) { } } }")]
    [InlineData("public class C { public readonly List<int> All = new(); void F() { lock ([|All|]) { } } } class D { void G(C c) { lock (c.All) { } } }")]
    [InlineData("public class C { int _n; class N { void G(C c) { lock (c) { } } } void F() { lock ([|this|]) { _n++; } } }")]
    // A base class of the framework may.
    [InlineData("public class C : System.ComponentModel.Component { int _n; void F() { lock ([|this|]) { _n++; } } }")]
    // A copy or a deserialized object would have no gate, or share it.
    [InlineData("public record C { int _n; void F() { lock ([|this|]) { _n++; } } }")]
    [InlineData("[Serializable] public class C { int _n; void F() { lock ([|this|]) { _n++; } } }")]
    [InlineData("public class C { int _n; object F() { lock ([|this|]) { return MemberwiseClone(); } } }")]
    // The lock itself is handed out.
    [InlineData("public class C { public readonly object Door = new(); void F() { lock ([|Door|]) { } } }")]
    [InlineData("public class C { object _gate = new(); void F() { lock ([|_gate|]) { _gate = new(); } } }")]
    // No object stands for all of them.
    [InlineData("public class C { int _n; void F(string key) { lock ([|key|]) { _n++; } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|$\"{_n}\"|]) { _n++; } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|GetType()|]) { _n++; } } }")]
    [InlineData("public class C { int _n; void F() { lock ([|typeof(string)|]) { _n++; } } }")]
    [InlineData("public class C { int _n; object Gate => new(); void F() { lock ([|Gate|]) { _n++; } } }")]
    [InlineData("public interface I { void F() { lock ([|this|]) { } } }")]
    // Signals go to the threads of one instance; the field is used otherwise.
    [InlineData("public class C { private static int s_n; readonly object _gate = new(); void F() { lock ([|_gate|]) { s_n++; Monitor.PulseAll(_gate); } } }")]
    [InlineData("public class C { private static int s_n; readonly object _gate = new(); void F(C c) { lock ([|_gate|]) { s_n++; } lock (c._gate) { } } }")]
    [InlineData("public class C { private static int s_n; readonly object _gate = new(); object G() => _gate; void F() { lock ([|_gate|]) { s_n++; } } }")]
    [InlineData("public class C { int _n; [[|MethodImpl(MethodImplOptions.Synchronized)|]] IEnumerable<int> F() { yield return _n; } }")]
    public Task No_fix(string source) => Verify.ReportsAsync(Usings + source);

    [Theory]
    [InlineData("class C { class N { int _n; void F() { lock (this) { _n++; } } } }")]
    [InlineData("sealed class C { int _n; void F() { lock (this) { _n++; } } }")]
    // The assembly itself sees all that can lock it; the code of a user interface runs on one thread.
    [InlineData("internal class C { int _n; protected void F() { lock (this) { _n++; } } } internal class D : C { }")]
    [InlineData("class C { public readonly List<int> All = new(); void F() { lock (All) { } } }")]
    [InlineData("class C { readonly List<int> _all = new(); public List<int> All => _all; void F() { lock (_all) { } } }")]
    [InlineData("public class Context { public object SubscriptionsLock { get; private set; } = new(); void F() { lock (SubscriptionsLock) { } } }")]
    [InlineData("public class PageViewModel { int _n; public int Next() { lock (this) { return _n++; } } }")]
    [InlineData("public abstract class Base : System.ComponentModel.INotifyPropertyChanged { public abstract event System.ComponentModel.PropertyChangedEventHandler PropertyChanged; int _n; public int Next() { lock (this) { return _n++; } } }")]
    // Replaced by what prepares the object, or where it has none before.
    [InlineData("public class Builder { private List<int> _entries = new(); public void Add(int x) { lock (_entries) { _entries.Add(x); } } public void Build() { Sort(); } private void Sort() { _entries = _entries.OrderBy(x => x).ToList(); } }")]
    [InlineData("public class Pack { private List<int> _zip; public void Mount(bool b) { if (b) _zip = new(); else _zip = new(5); } public void Get() { lock (_zip) { } } }")]
    [InlineData("class C { class N { [MethodImpl(MethodImplOptions.Synchronized)] void F() { } void G() { lock (typeof(N)) { } } } }")]
    [InlineData("public class C { [MethodImpl(MethodImplOptions.NoInlining)] void F() { } }")]
    // There is one instance.
    [InlineData("public class C { static int s_n; readonly object _gate = new(); public static readonly C Instance = new(); C() { } void F() { lock (_gate) { s_n++; } } }")]
    [InlineData("public class C { static int s_n; readonly object _gate = new(); static readonly Lazy<C> s_one = new(() => new C()); void F() { lock (_gate) { s_n++; } } }")]
    // Another type's state.
    [InlineData("public class C { readonly object _gate = new(); void F() { lock (_gate) { D.N++; } } } static class D { public static int N; }")]
    // What is created when it is first used, or before others see it.
    [InlineData("public class C { List<int> _list; public C() { _list = new(); } void F() { lock (_list) { _list.Add(1); } } }")]
    [InlineData("public class C { List<int> _list; void Init() { _list = new(); } void F() { lock (_list) { _list.Add(1); } } }")]
    [InlineData("public class C { object _gate; void F() { if (_gate == null) { Interlocked.CompareExchange(ref _gate, new object(), null); } lock (_gate) { } } }")]
    [InlineData("public class C { object _gate; void F() { _gate ??= new object(); lock (_gate) { } } }")]
    [InlineData("public class C { object _gate; void Attach() { _gate = new object(); } void F() { lock (_gate) { } } }")]
    [InlineData("public class C { void F() { lock ({|CS0103:x|}) { } } }")]
    public Task Silent_types(string source) => Verify.SilentAsync(Usings + source);

    [Fact]
    public Task Layout_and_comments_stay() => Verify.FixesAsync(
        """
        using System.Runtime.CompilerServices;

        /// <summary>A store.</summary>
        public class Store
        {
            private const int Most = 5;

            /// <summary>How many there are.</summary>
            private int _count;

            /// <summary>Adds one.</summary>
            [[|MethodImpl(MethodImplOptions.Synchronized)|]]
            public int Add()
            {
                // One more.
                _count++;
                if (_count > Most)
                {
                    _count = 0;
                }

                return _count; // done
            }

            public void Remove()
            {
                // One less.
                lock ([|this|]) // of this store
                {
                    _count--;
                }
            }
        }
        """,
        """
        using System.Runtime.CompilerServices;

        /// <summary>A store.</summary>
        public class Store
        {
            private const int Most = 5;

            private readonly Lock _gate = new();

            /// <summary>How many there are.</summary>
            private int _count;

            /// <summary>Adds one.</summary>
            public int Add()
            {
                lock (_gate)
                {
                    // One more.
                    _count++;
                    if (_count > Most)
                    {
                        _count = 0;
                    }

                    return _count; // done
                }
            }

            public void Remove()
            {
                // One less.
                lock (_gate) // of this store
                {
                    _count--;
                }
            }
        }
        """);

    [Fact]
    public Task Older_languages_get_an_object() => Verify.FixesAsync(
        "using System.Threading;\npublic class C { int _n; void F() { lock ([|this|]) { _n++; } } }",
        "using System.Threading;\npublic class C { private readonly object _gate = new object(); int _n; void F() { lock (_gate) { _n++; } } }",
        languageVersion: LanguageVersion.CSharp8,
        globalUsings: false);

    [Fact]
    public Task Parts_in_two_files() => Verify.FixesAsync(
        "public partial class C\n{\n    int _n;\n\n    void F()\n    {\n        lock ([|this|]) { _n++; }\n    }\n}\n",
        "public partial class C\n{\n    private readonly Lock _gate = new();\n    int _n;\n\n    void F()\n    {\n        lock (_gate) { _n++; }\n    }\n}\n",
        configure: static test =>
        {
            test.TestState.Sources.Add("public partial class C { void G() { lock (this) { _n--; } } }");
            test.FixedState.Sources.Add("public partial class C { void G() { lock (_gate) { _n--; } } }");
        });

    [Theory]
    [InlineData("lock ([|new object()|]) { _n++; }",
        "'new object()' is a new object each time, so the lock excludes no other thread; lock a private readonly field")]
    [InlineData("lock ([|$\"order-{_n}\"|]) { _n++; }",
        "'$\"order-{_n}\"' is a new object each time, so the lock excludes no other thread; lock a private readonly field")]
    [InlineData("Monitor.Enter([|_n|]);",
        "'_n' is boxed into a new object each time, so the lock excludes no other thread; lock a private readonly field")]
    [InlineData("var gate = new object(); lock ([|gate|]) { _n++; }",
        "'gate' is made by each call for itself (Test0.cs:37), so the lock excludes no other thread; lock a private readonly field")]
    [InlineData("lock ([|_list|]) { _list = new List<int>(); }",
        "'_list' is replaced (Test0.cs:37) while it is locked, and the next caller locks the new object; lock a private readonly field")]
    [InlineData("lock ([|_gate|]) { s_count++; }",
        "'_gate' is another object in each instance, but 's_count' (Test0.cs:37) is shared by all of them; lock a static field")]
    [InlineData("lock ([|Thread.CurrentThread|]) { _n++; }",
        "'Thread.CurrentThread' is another object on each thread, so the lock excludes no other thread; lock a private readonly field")]
    public Task Messages_of_warnings(string body, string message) => Reported(Member(body), DiagnosticSeverity.Warning, message);

    [Theory]
    [InlineData("lock ([|this|]) { _n++; }",
        "Any code can lock 'this' too and then waits for this code, or deadlocks with it; lock a private field")]
    [InlineData("lock ([|\"gate\"|]) { _n++; }",
        "'\"gate\"' is one object with each equal literal of the process, which any code can lock; lock a private field")]
    [InlineData("lock ([|name|]) { _n++; }",
        "'name' is a string, and equal strings may be different objects, or be locked by any code; lock an object made for that")]
    [InlineData("lock ([|_handedOut|]) { _n++; }",
        "'_handedOut' is handed out (Test0.cs:32), so any code can lock it too and deadlock with this code; lock a private field")]
    [InlineData("lock ([|_replaced|]) { _n++; }",
        "'_replaced' is replaced (Test0.cs:34), so two callers may lock different objects; lock a private readonly field")]
    public Task Messages_of_suggestions(string body, string message) => Reported(Member(body), DiagnosticSeverity.Info, message);

    /// <summary>The serializer, which runs no initializer, makes the lock before others have the object.</summary>
    [Theory]
    [InlineData("[System.Runtime.Serialization.OnDeserialized] internal void After(System.Runtime.Serialization.StreamingContext context) { _gate = new object(); }", false)]
    [InlineData("internal void After() { _gate = new object(); }", true)]
    public Task Made_by_a_serializer(string method, bool isReported) => isReported
        ? Reported("public class C { private object _gate = new(); int _n; " + method + " public void M() { lock ([|_gate|]) { _n++; } } }", DiagnosticSeverity.Info)
        : Verify.SilentAsync("public class C { private object _gate = new(); int _n; " + method + " public void M() { lock (_gate) { _n++; } } }");

    private const string Usings = "using System.Runtime.CompilerServices;\n";

    private static Task Reported(string source, DiagnosticSeverity severity, string? message = null)
        => Verify.SilentAsync(
            source.Replace("[|", "{|#0:").Replace("|]", "|}"),
            configure: test =>
            {
                DiagnosticResult result = new DiagnosticResult("ASYNC3006", severity).WithLocation(0)
                    .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);
                test.TestState.ExpectedDiagnostics.Add(message is null ? result : result.WithMessage(message));
            });

    private static string Member(string body) => $$"""
        using System.Collections.Concurrent;
        using System.Collections.Immutable;
        public class C
        {
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            private static readonly object s_gate = new();
            private readonly object _shared = s_gate;
            private object _plain = new();
            private int _n;
            private static int s_count;
            private static string s_text;
            [ThreadStatic] private static int t_own;
            private static readonly List<int> s_all = new();
            private static readonly Dictionary<int, int> s_map = new();
            private static readonly ConcurrentBag<int> s_bag = new();
            private List<int> _list = new();
            private ImmutableList<int> _frozen = ImmutableList<int>.Empty;
            private List<int> Items { get; set; } = new();
            private object New => new();
            private object NewOfGetter { get { return new object(); } }
            private object Gate => _gate;
            private object GetGate() => _gate;
            private const string Text = "text";
            private readonly string _readOnlyText = "text";
            private readonly Thread _thread = new(() => { });
            public readonly object PublicGate = new();
            public object SyncRoot { get; } = new();
            public List<int> PublicList { get; } = new();
            internal readonly object _internal = new();
            private readonly List<int> _handedOut = new();
            public IReadOnlyList<int> HandedOut => _handedOut;
            private List<int> _replaced = new();
            public void Replace(List<int> list) => _replaced = list;
            void M(Action<Action> run, Func<object, object> keep, C other, string name, int given)
            {
                {{body}}
            }
        }
        static class Fake { public static void Enter(object o) { } public static class Monitor { public static void Enter(object o) { } } }
        """;

    private static string Writer(string members) => $$"""
        #pragma warning disable CS8618
        public sealed class Writer { private int _n; {{members}} }
        """;

    /// <summary>The object is the caller's, or is there later: no other one takes its place.</summary>
    [Theory]
    [InlineData("public List<int> Target { get; } public Writer(List<int> target) { Target = target ?? throw new ArgumentNullException(); } public void M() { lock (Target) { Target.Add(1); } }")]
    [InlineData("public readonly List<int> Target; public Writer(List<int> target) { Target = target; } public void M() { lock (Target) { Target.Add(1); } }")]
    [InlineData("private List<int> _all = null!; public void Mount() { _all = new(); } public void M() { lock (_all) { _n++; } }")]
    [InlineData("private List<int> _all = default!; public void Mount() { if (_n > 0) { _all = new(); } else { _all = new() { 1 }; } } public void M() { lock (_all) { _n++; } }")]
    public Task Objects_of_others_and_objects_that_come_later(string members) => Verify.SilentAsync(Writer(members));

    [Theory]
    [InlineData("public List<int> Target { get; } = new(); public void M() { lock ([|Target|]) { Target.Add(1); } }")]
    [InlineData("public List<int> Target { get; } public Writer() { Target = new(); } public Writer(List<int> target) { Target = target; } public void M() { lock ([|Target|]) { Target.Add(1); } }")]
    [InlineData("public List<int> Target { get; set; } public Writer(List<int> target) { Target = target; } public void M() { lock ([|Target|]) { Target.Add(1); } }")]
    [InlineData("private List<int> _all = new(); public void Mount() { _all = new(); } public void M() { lock ([|_all|]) { _n++; } }")]
    public Task Objects_that_are_its_own(string members) => Reported(Writer(members), DiagnosticSeverity.Info);
}
