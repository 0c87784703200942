using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Reporting = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3015PublishedTooEarlyAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3015PublishedTooEarlyAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3015PublishedTooEarlyCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>An object that other threads see before it is filled, or make a second time.</summary>
public class ASYNC3015PublishedTooEarlyTests
{
    private const string Types = """

        class Thing
        {
            public int Size { get; set; }
            public List<int> Items { get; } = new();
            public event Action? Changed;
            public void Initialize() { Changed?.Invoke(); }
            public void Start() { }
        }

        static class Source
        {
            public static string[] Names() => new[] { "a", "b" };
            public static Thing Make() => new();
            public static void Fill(Dictionary<string, int> map) { map["x"] = 1; }
            public static void Log(string text) { }
        }
        """;

    private const string Start = """
        class C
        {
            readonly object _gate = new();
            readonly SemaphoreSlim _turn = new(1);
            readonly List<string> _log = new();
            Dictionary<string, int>? _map;
            Thing? _thing;
            int[]? _table;
            volatile List<string>? _list;
            bool _initialized;
            bool _started;
            bool _dirty;
            static readonly object s_gate = new();
            static Dictionary<string, int>? s_map;

        """;

    /// <summary>Whoever has a source of tokens early misses nothing of what is registered with it later.</summary>
    [Theory]
    [InlineData("CancellationTokenSource? _stop; public CancellationToken Stop() { if (_stop != null) return _stop.Token; lock (_gate) { if (_stop != null) return _stop.Token; _stop = new CancellationTokenSource(); Console.CancelKeyPress += (s, e) => _stop.Cancel(); _stop.Token.Register(() => _log.Clear()); return _stop.Token; } }")]
    [InlineData("static CancellationTokenSource? s_stop; public static CancellationTokenSource Stop() { if (s_stop == null) { lock (s_gate) { if (s_stop == null) { s_stop = new(); s_stop.Token.Register(() => Console.Beep()); } } } return s_stop; }")]
    public Task Silent_for_what_is_registered_with_a_token(string member) => Reporting.SilentAsync(Start + member + "\n}" + Types);

    /// <summary>Who disposes a second time finds nothing to dispose of.</summary>
    [Theory]
    [InlineData("bool _disposed; public void Dispose() { if (_disposed) return; lock (_gate) { _disposed = true; _log.Clear(); } }")]
    [InlineData("bool _disposed; public async ValueTask DisposeAsync() { if (_disposed) return; lock (_gate) { _disposed = true; _log.Clear(); } await Task.Yield(); }")]
    public Task Silent_in_disposal(string member) => Reporting.SilentAsync(Start + member + "\n}" + Types);

    [Theory]
    [InlineData("""public int A(string k) { if (_map == null) { lock (_gate) { if (_map == null) { [|_map = new Dictionary<string, int>()|]; foreach (var n in Source.Names()) _map.Add(n, n.Length); } } } return _map[k]; }""",
        """public int A(string k) { if (_map == null) { lock (_gate) { if (_map == null) { var map = new Dictionary<string, int>(); foreach (var n in Source.Names()) map.Add(n, n.Length); _map = map; } } } return _map[k]; }""")]
    [InlineData("""public int B(string k) { if (_map is null) { lock (_gate) { if (_map is null) { [|_map = new()|]; _map["a"] = 1; } } } return _map[k]; }""",
        """public int B(string k) { if (_map is null) { lock (_gate) { if (_map is null) { Dictionary<string, int> map = new(); map["a"] = 1; _map = map; } } } return _map[k]; }""")]
    [InlineData("""public Dictionary<string, int> D() { if (_map != null) return _map; lock (_gate) { if (_map != null) return _map; [|_map = new Dictionary<string, int>()|]; Source.Fill(_map); return _map; } }""",
        """public Dictionary<string, int> D() { if (_map != null) return _map; lock (_gate) { if (_map != null) return _map; var map = new Dictionary<string, int>(); Source.Fill(map); _map = map; return _map; } }""")]
    [InlineData("""public Thing E() { if (null == _thing) { lock (_gate) { if (_thing == null) { [|_thing = new Thing()|]; _thing.Size = 3; _thing.Items.Add(1); } } } return _thing; }""",
        """public Thing E() { if (null == _thing) { lock (_gate) { if (_thing == null) { var thing = new Thing(); thing.Size = 3; thing.Items.Add(1); _thing = thing; } } } return _thing; }""")]
    [InlineData("""public Thing F() { if (_thing == null) { lock (_gate) { if (_thing == null) { [|_thing = Source.Make()|]; _thing.Initialize(); } } } return _thing; }""",
        """public Thing F() { if (_thing == null) { lock (_gate) { if (_thing == null) { var thing = Source.Make(); thing.Initialize(); _thing = thing; } } } return _thing; }""")]
    [InlineData("""public int[] G() { if (_table == null) { lock (_gate) { if (_table == null) { [|_table = new int[10]|]; for (int i = 0; i < 10; i++) _table[i] = i * i; } } } return _table; }""",
        """public int[] G() { if (_table == null) { lock (_gate) { if (_table == null) { var table = new int[10]; for (int i = 0; i < 10; i++) table[i] = i * i; _table = table; } } } return _table; }""")]
    [InlineData("""public List<string> H() { if (_list is not { }) { } if (_list == null) { lock (_gate) { if (_list == null) { [|this._list = new List<string>()|]; this._list.AddRange(Source.Names()); } } } return _list; }""",
        """public List<string> H() { if (_list is not { }) { } if (_list == null) { lock (_gate) { if (_list == null) { var list = new List<string>(); list.AddRange(Source.Names()); this._list = list; } } } return _list; }""")]
    [InlineData("""public static int I(string k) { if (s_map == null) { lock (s_gate) { if (s_map == null) { [|C.s_map = new Dictionary<string, int>()|]; s_map.Add("a", 1); } } } return s_map[k]; }""",
        """public static int I(string k) { if (s_map == null) { lock (s_gate) { if (s_map == null) { var map = new Dictionary<string, int>(); map.Add("a", 1); C.s_map = map; } } } return s_map[k]; }""")]
    [InlineData("""public async Task<int> J(string k) { if (_map == null) { await _turn.WaitAsync(); try { if (_map == null) { [|_map = new Dictionary<string, int>()|]; await Task.Yield(); _map.Add("a", 1); } } finally { _turn.Release(); } } return _map[k]; }""",
        """public async Task<int> J(string k) { if (_map == null) { await _turn.WaitAsync(); try { if (_map == null) { var map = new Dictionary<string, int>(); await Task.Yield(); map.Add("a", 1); _map = map; } } finally { _turn.Release(); } } return _map[k]; }""")]
    [InlineData("""public Dictionary<string, int> K { get { if (_map == null) { lock (_gate) { if (_map == null) { [|_map = new Dictionary<string, int>()|]; _map.Add("a", 1); } } } return _map; } }""",
        """public Dictionary<string, int> K { get { if (_map == null) { lock (_gate) { if (_map == null) { var map = new Dictionary<string, int>(); map.Add("a", 1); _map = map; } } } return _map; } }""")]
    [InlineData("""public int L(string k) { if (_map == null) lock (_gate) if (_map == null) { var map = new Dictionary<string, int>(); [|_map = map|]; map.Add("a", 1); } return _map[k]; }""",
        """public int L(string k) { if (_map == null) lock (_gate) if (_map == null) { var map = new Dictionary<string, int>(); map.Add("a", 1); _map = map; } return _map[k]; }""")]
    [InlineData("""public Dictionary<string, int> M => _map ?? Load(); Dictionary<string, int> Load() { lock (_gate) { if (_map == null) { [|_map = new Dictionary<string, int>()|]; _map.Add("a", 1); } return _map; } }""",
        """public Dictionary<string, int> M => _map ?? Load(); Dictionary<string, int> Load() { lock (_gate) { if (_map == null) { var map = new Dictionary<string, int>(); map.Add("a", 1); _map = map; } return _map; } }""")]
    [InlineData("""public int N(string k) { if (_map == null) { Make(); } return _map![k]; } void Make() { lock (_gate) { if (_map != null) return; [|_map = new Dictionary<string, int>()|]; _map.Add("a", 1); } }""",
        """public int N(string k) { if (_map == null) { Make(); } return _map![k]; } void Make() { lock (_gate) { if (_map != null) return; var map = new Dictionary<string, int>(); map.Add("a", 1); _map = map; } }""")]
    [InlineData("""public int O(string k) { if (Volatile.Read(ref _map) == null) { Monitor.Enter(_gate); try { if (_map == null) { [|_map = new Dictionary<string, int>()|]; _map.TryAdd("a", 1); } } finally { Monitor.Exit(_gate); } } return _map![k]; }""",
        """public int O(string k) { if (Volatile.Read(ref _map) == null) { Monitor.Enter(_gate); try { if (_map == null) { var map = new Dictionary<string, int>(); map.TryAdd("a", 1); _map = map; } } finally { Monitor.Exit(_gate); } } return _map![k]; }""")]
    public Task Seen_before_it_is_filled(string member, string repaired)
        => Verify.FixesAsync(Start + member + "}" + Types, Start + repaired + "}" + Types);

    [Theory]
    [InlineData("""public void A() { if (!_initialized) { lock (_gate) { if (!_initialized) { [|_initialized = true|]; Load(); } } } } void Load() => _log.Add("x");""",
        """public void A() { if (!_initialized) { lock (_gate) { if (!_initialized) { Load(); _initialized = true; } } } } void Load() => _log.Add("x");""")]
    [InlineData("""public int B() { if (!_started) { lock (_gate) { if (!_started) { [|_started = true|]; _table = new int[3]; } } } return _table!.Length; }""",
        """public int B() { if (!_started) { lock (_gate) { if (!_started) { _table = new int[3]; _started = true; } } } return _table!.Length; }""")]
    [InlineData("""public void D() { if (_initialized) return; lock (_gate) { if (_initialized) return; [|_initialized = true|]; foreach (var n in Source.Names()) { _log.Add(n); } } }""",
        """public void D() { if (_initialized) return; lock (_gate) { if (_initialized) return; foreach (var n in Source.Names()) { _log.Add(n); } _initialized = true; } }""")]
    [InlineData("""public async Task E() { if (_initialized == false) { await _turn.WaitAsync(); try { if (_initialized == false) { [|_initialized = true|]; await LoadAsync(); } } finally { _turn.Release(); } } } async Task LoadAsync() => await Task.Yield();""",
        """public async Task E() { if (_initialized == false) { await _turn.WaitAsync(); try { if (_initialized == false) { await LoadAsync(); _initialized = true; } } finally { _turn.Release(); } } } async Task LoadAsync() => await Task.Yield();""")]
    [InlineData("""public int F() { if (!_started) { lock (_gate) { if (!_started) { [|_started = true|]; Load(); } } } return _table!.Length; } void Load() { _table = new int[4]; }""",
        """public int F() { if (!_started) { lock (_gate) { if (!_started) { Load(); _started = true; } } } return _table!.Length; } void Load() { _table = new int[4]; }""")]
    public Task Set_before_the_work_is_done(string member, string repaired)
        => Verify.FixesAsync(Start + member + "}" + Types, Start + repaired + "}" + Types);

    [Theory]
    [InlineData("""public List<string> A() { if (_list == null) { lock (_gate) { [|_list = new List<string>()|]; } } return _list; } void Put(string s) { A(); _list!.Add(s); }""",
        """public List<string> A() { if (_list == null) { lock (_gate) { if (_list == null) { _list = new List<string>(); } } } return _list; } void Put(string s) { A(); _list!.Add(s); }""")]
    [InlineData("""public Thing B() { if (_thing is null) { lock (_gate) { var made = Source.Make(); [|_thing = made|]; } } return _thing; }""",
        """public Thing B() { if (_thing is null) { lock (_gate) { if (_thing is null) { var made = Source.Make(); _thing = made; } } } return _thing; }""")]
    [InlineData("""public Thing D() { if (_thing != null) return _thing; lock (_gate) { [|_thing = Source.Make()|]; return _thing; } }""",
        """public Thing D() { if (_thing != null) return _thing; lock (_gate) { if (_thing != null) return _thing; _thing = Source.Make(); return _thing; } }""")]
    [InlineData("""public void E() { if (!_initialized) { lock (_gate) { _log.Add("x"); [|_initialized = true|]; } } }""",
        """public void E() { if (!_initialized) { lock (_gate) { if (!_initialized) { _log.Add("x"); _initialized = true; } } } }""")]
    [InlineData("""public Thing F() { if (_thing is null) { lock (_gate) { [|_thing = Source.Make()|]; return _thing; } } return _thing; }""",
        """public Thing F() { if (_thing is null) { lock (_gate) { if (_thing is null) { _thing = Source.Make(); } return _thing; } } return _thing; }""")]
    public Task Not_tested_again(string member, string repaired)
        => Verify.FixesAsync(Start + member + "}" + Types, Start + repaired + "}" + Types);

    [Theory]
    [InlineData("""public Thing A() { return LazyInitializer.EnsureInitialized(ref _thing, () => [|_thing = new Thing()|]); }""",
        """public Thing A() { return LazyInitializer.EnsureInitialized(ref _thing, () => new Thing()); }""")]
    [InlineData("""public Thing B() => LazyInitializer.EnsureInitialized(ref _thing, () => { [|_thing = new Thing()|]; _thing.Size = 1; return _thing; });""",
        """public Thing B() => LazyInitializer.EnsureInitialized(ref _thing, () => { var thing = new Thing(); thing.Size = 1; return thing; });""")]
    [InlineData("""public Thing D() => LazyInitializer.EnsureInitialized<Thing>(ref _thing, () => { return [|_thing = Source.Make()|]; });""",
        """public Thing D() => LazyInitializer.EnsureInitialized<Thing>(ref _thing, () => { return Source.Make(); });""")]
    public Task Set_by_its_factory(string member, string repaired)
        => Verify.FixesAsync(Start + member + "}" + Types, Start + repaired + "}" + Types);

    [Theory]
    [InlineData("""public int A(string k) { if (s_map == null) { [|s_map = new Dictionary<string, int>()|]; s_map.Add("a", 1); } return s_map[k]; }""",
        """public int A(string k) { if (s_map == null) { var map = new Dictionary<string, int>(); map.Add("a", 1); s_map = map; } return s_map[k]; }""")]
    [InlineData("""public Dictionary<string, int> B() { if (s_map != null) { return s_map; } [|s_map = new Dictionary<string, int>()|]; foreach (var n in Source.Names()) { s_map[n] = 1; } return s_map; }""",
        """public Dictionary<string, int> B() { if (s_map != null) { return s_map; } var map = new Dictionary<string, int>(); foreach (var n in Source.Names()) { map[n] = 1; } s_map = map; return s_map; }""")]
    [InlineData("""public int D(string k) { if (_map == null) { [|_map = new Dictionary<string, int>()|]; _map.Add("a", 1); } return _map[k]; } void Drop() { lock (_gate) { _map = null; } }""",
        """public int D(string k) { if (_map == null) { var map = new Dictionary<string, int>(); map.Add("a", 1); _map = map; } return _map[k]; } void Drop() { lock (_gate) { _map = null; } }""")]
    public Task Without_a_lock(string member, string repaired)
        => Verify.FixesAsync(Start + member + "}" + Types, Start + repaired + "}" + Types);

    [Theory]
    [InlineData("""public int A(string k) { if (_map == null) { lock (_gate) { if (_map == null) { var map = new Dictionary<string, int>(); map.Add("a", 1); _map = map; } } } return _map[k]; }""")]
    [InlineData("""public int B(string k) { if (_map == null) { lock (_gate) { if (_map == null) _map = new Dictionary<string, int> { ["a"] = 1 }; } } return _map[k]; }""")]
    [InlineData("""public int D(string k) { lock (_gate) { if (_map == null) { _map = new Dictionary<string, int>(); _map.Add("a", 1); } return _map[k]; } }""")]
    [InlineData("""public void E(string k) { lock (_gate) { if (_map == null) { _map = new Dictionary<string, int>(); } _map[k] = 1; } }""")]
    [InlineData("""public void F(string k) { if (_map == null) { lock (_gate) { if (_map == null) _map = new Dictionary<string, int>(); _map[k] = 1; } } }""")]
    [InlineData("""public int G(string k) { if (_map == null) { _map = new Dictionary<string, int>(); _map.Add("a", 1); } return _map[k]; }""")]
    [InlineData("""public int H(string k) { if (!_initialized) { lock (_gate) { if (!_initialized) { _map = new Dictionary<string, int>(); _map.Add("a", 1); _initialized = true; } } } return _map![k]; }""")]
    [InlineData("""public void I() { if (!_started) { lock (_gate) { if (!_started) { _started = true; _log.Clear(); } } } }""")]
    [InlineData("""public void J() { if (_dirty) { lock (_gate) { if (_dirty) { _dirty = false; _log.Clear(); } } } }""")]
    [InlineData("""public void K() { if (!_initialized) { lock (_gate) { if (!_initialized) { _initialized = true; Source.Log("x"); } } } }""")]
    [InlineData("""public Thing L() { if (_thing == null) { lock (_gate) { _thing ??= Source.Make(); } } return _thing; }""")]
    [InlineData("""public Thing M() { if (_thing == null) { lock (_gate) { _thing = _thing ?? Source.Make(); } } return _thing; }""")]
    [InlineData("""public Thing N(bool again) { if (_thing == null || again) { lock (_gate) { _thing = Source.Make(); } } return _thing; }""")]
    [InlineData("""public Thing O() { if (_thing == null) { lock (_gate) { if (!_initialized) { _thing = Source.Make(); _initialized = true; } } } return _thing!; }""")]
    [InlineData("""public C() { if (_map == null) { lock (_gate) { if (_map == null) { _map = new Dictionary<string, int>(); _map.Add("a", 1); } } } }""")]
    [InlineData("""static C() { Fill(); } static void Fill() { if (s_map == null) { s_map = new Dictionary<string, int>(); s_map.Add("a", 1); } }""")]
    [InlineData("""public void P() { lock (_gate) { Q(); } } void Q() { if (_map == null) { _map = new Dictionary<string, int>(); _map.Add("a", 1); } }""")]
    [InlineData("""public int R(string k) { Load(); return _map![k]; } void Load() { lock (_gate) { if (_map == null) { _map = new Dictionary<string, int>(); _map.Add("a", 1); } } }""")]
    [InlineData("""public int S(string k) { Dictionary<string, int>? map = null; if (map == null) { lock (_gate) { map = new Dictionary<string, int>(); map.Add("a", 1); } } return map[k]; }""")]
    [InlineData("""public Thing T() { if (_thing == null) { lock (_gate) { if (_thing == null) { _thing = new Thing(); _thing.Changed += () => { }; _thing.Start(); } } } return _thing; }""")]
    [InlineData("""static Thing? s_thing; public static Thing U() { if (s_thing == null) { s_thing = new Thing(); } return s_thing; }""")]
    [InlineData("""[ThreadStatic] static Dictionary<string, int>? t_map; public static int V(string k) { if (t_map == null) { t_map = new Dictionary<string, int>(); t_map.Add("a", 1); } return t_map[k]; }""")]
    [InlineData("""public Thing W() => LazyInitializer.EnsureInitialized(ref _thing, () => new Thing { Size = 1 });""")]
    [InlineData("""object? _lock; public Thing X() => LazyInitializer.EnsureInitialized(ref _thing, ref _initialized, ref _lock, () => _thing = new Thing());""")]
    [InlineData("""public int Y(string k) { if (_map == null) { using (var scope = System.Threading.Tasks.Task.CompletedTask) { lock (_gate) { if (_map == null) { var map = new Dictionary<string, int>(); Source.Fill(map); _map = map; Source.Log("filled"); } } } } return _map[k]; }""")]
    [InlineData("""public int Z(string k) { if (_map == null) { lock (_gate) { if (_map == null) { if (_dirty) { _map = new Dictionary<string, int>(); return 0; } var map = new Dictionary<string, int>(); map.Add(k, 1); _map = map; } } } return _map[k]; }""")]
    [InlineData("""System.Timers.Timer? _timer; public void AA() { if (_timer != null) return; lock (_gate) { if (_timer != null) return; _timer = new System.Timers.Timer(); _timer.Interval = 5; _timer.Start(); } } public void End() { _timer?.Stop(); }""")]
    [InlineData("""public void AB() { if (!_initialized) { lock (_gate) { if (!_initialized) { Load(); _initialized = true; _list = null; } } } } void Load() => _log.Add("x");""")]
    public Task Nothing_to_be_seen_too_early(string member) => Verify.SilentAsync(Start + member + "}" + Types);

    [Theory]
    [InlineData("""public int A(string k) { if (_map == null) { lock (_gate) { if (_map == null) { [|_map = new Dictionary<string, int>()|]; Load(); } } } return _map[k]; } void Load() { _map!.Add("a", 1); }""")]
    [InlineData("""public int B(string k) { if (_map == null) { lock (_gate) { if (_map == null) { [|_map = new Dictionary<string, int>()|]; Task.Run(() => _map.Count); _map.Add("a", 1); } } } return _map[k]; }""")]
    [InlineData("""public void D() { if (!_initialized) { lock (_gate) { if (!_initialized) { [|_initialized = true|]; Load(); } } } } void Load() { D(); _log.Add("x"); }""")]
    [InlineData("""public int E(string k) { if (_map == null) { lock (_gate) { if (_map == null) { [|_map = new Dictionary<string, int>()|]; if (k == "") return 0; _map.Add("a", 1); } } } return _map[k]; }""")]
    public Task No_fix_where_the_rest_needs_it_set(string member) => Verify.ReportsAsync(Start + member + "}" + Types);

    [Fact]
    public Task The_severity_tells_how_sure_it_is() => Verify.SilentAsync("""
        class C
        {
            static readonly object s_gate = new();
            static List<string>? s_names;
            static List<string>? s_kinds;

            static List<string> A()
            {
                if (s_names == null)
                {
                    lock (s_gate)
                    {
                        {|#0:s_names = new List<string>()|};
                    }
                }

                return s_names;
            }

            static void Add(string name) => A().Add(name);
            static void AddOther(string name) { s_kinds!.Add(name); }

            static List<string> B()
            {
                if (s_kinds == null)
                {
                    lock (s_gate)
                    {
                        {|#1:s_kinds = new List<string>()|};
                    }
                }

                return s_kinds;
            }
        }

        class D
        {
            static List<string>? s_loose;

            static Task F() => Task.CompletedTask;

            static List<string> E()
            {
                if (s_loose == null)
                {
                    {|#2:s_loose = new List<string>()|};
                    s_loose.Add("a");
                }

                return s_loose;
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.AddRange(new[]
        {
            Expect(DiagnosticSeverity.Info, 0, "Two threads can pass the test (Test0.cs:9) and both do this, one after the other; "
                + "test 's_names' again inside the lock"),
            Expect(DiagnosticSeverity.Warning, 1, "Two threads can pass the test (Test0.cs:25) and both do this, one after the other; "
                + "test 's_kinds' again inside the lock"),
            Expect(DiagnosticSeverity.Info, 2, "Another thread can pass the test (Test0.cs:45) before 's_loose' is filled (Test0.cs:48); "
                + "fill a local and assign it last"),
        }));

    /// <summary>Who passes the test gets what was made before the flag was set: what follows may need the flag itself.</summary>
    [Theory]
    [InlineData("if (_built) { return _thing!; } lock (_gate) { if (_built) { return _thing!; } _thing = new Thing(); {|#0:_built = true|}; Start(); return _thing; }", DiagnosticSeverity.Info)]
    [InlineData("if (this._built) return this._thing!; lock (_gate) { if (this._built) return this._thing!; this._thing = new Thing(); {|#0:this._built = true|}; this.Start(); return this._thing; }", DiagnosticSeverity.Info)]
    [InlineData("if (_built) { return _thing!; } lock (_gate) { if (_built) { return _thing!; } {|#0:_built = true|}; _thing = new Thing(); return _thing; }", DiagnosticSeverity.Warning)]
    public Task What_is_answered_is_made_before_the_flag(string body, DiagnosticSeverity severity) => Verify.SilentAsync(
        $"class Thing {{ }} class C {{ readonly object _gate = new(); bool _built; Thing? _thing; readonly List<string> _log = new(); public Thing Build() {{ {body} }} void Start() => _log.Add(\"x\"); }}",
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3015", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>Nothing in the type speaks of threads, and no server is around: most programs without a lock have one thread.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("static void F() => Console.WriteLine(E().Count);")]
    [InlineData("int _n; void F() { _n++; E().Clear(); }")]
    public Task Statics_of_types_without_threads(string members) => Verify.SilentAsync(Loose(members, "s_loose = new List<string>()"));

    [Theory]
    [InlineData("static Task F() => Task.CompletedTask;")]
    [InlineData("static async ValueTask F() { await Task.Yield(); E(); }")]
    [InlineData("static readonly object s_gate = new(); static void F() { lock (s_gate) { Console.WriteLine(); } }")]
    [InlineData("static volatile bool s_on;")]
    [InlineData("static Thread? s_thread;")]
    [InlineData("static int s_n; static void F() => Interlocked.Increment(ref s_n);")]
    [InlineData("static readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> s_map = new();")]
    public Task Statics_of_types_with_threads(string members) => Reporting.ReportsAsync(Loose(members, "[|s_loose = new List<string>()|]"));

    /// <summary>A flag that keeps others away from work that goes on has to be set before it.</summary>
    [Theory]
    [InlineData("_preparing", "")]
    [InlineData("_isBusy", "")]
    [InlineData("_open", "_open = false;")]
    [InlineData("_open", "if (n > 0) { _open = false; }", true)]
    [InlineData("_open", "try { Console.WriteLine(); } catch { _open = false; }", true)]
    [InlineData("_open", "", true)]
    [InlineData("_loaded", "", true)]
    public Task Flags_of_work_that_goes_on(string flag, string behind, bool isReported = false)
    {
        string source = $"class C {{ readonly object _gate = new(); bool {flag}; List<int>? _list; public int M(int n) {{ if (!{flag}) {{ lock (_gate) {{ if (!{flag}) {{ [|{flag} = true|]; "
            + $"_list = Make(n); {behind} }} }} }} return _list!.Count; }} List<int> Make(int n) => new() {{ n }}; }}";
        return isReported ? Reporting.ReportsAsync(source) : Reporting.SilentAsync(source.Replace("[|", "").Replace("|]", ""));
    }

    /// <summary>Work that goes on when the function has ended: behind it the flag would say no more.</summary>
    [Theory]
    [InlineData("_ = Task.Run(() => FillAsync());", false)]
    [InlineData("_ = FillAsync();", false)]
    [InlineData("Fill();", true)]
    [InlineData("_ = Fill();", true)]
    [InlineData("FillAsync().Wait();", true)]
    public Task Work_that_is_left_alone(string work, bool isReported)
    {
        string source = $$"""
            class C
            {
                readonly object _gate = new(); bool _isInitialized; int _n;
                public void M() { if (_isInitialized) return; lock (_gate) { if (_isInitialized) return; [|_isInitialized = true|]; {{work}} } }
                async Task FillAsync() { await Task.Yield(); _n = 3; }
                int Fill() => _n = 3;
            }
            """;
        return isReported
            ? Reporting.ReportsAsync(source)
            : Reporting.SilentAsync(source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    private static string Loose(string members, string assignment) => $$"""
        #pragma warning disable CS0169, CS0414
        class D
        {
            static List<string>? s_loose;
            {{members}}
            static List<string> E() { if (s_loose == null) { {{assignment}}; s_loose.Add("a"); } return s_loose; }
        }
        """;

    /// <summary>The lock of another object is held for what is done with that.</summary>
    [Theory]
    [InlineData("object gate = device.Gate; lock (gate) { _thing = new Thing(device); }")]
    [InlineData("lock (device.Gate) { _thing = new Thing(device); }")]
    [InlineData("lock (device) { _thing = new Thing(device); }")]
    public Task Made_under_the_lock_of_another(string section) => Verify.SilentAsync($$"""
        class Device { public readonly object Gate = new(); }
        class Thing { public Thing(Device device) { } }
        class D
        {
            Thing? _thing;
            public Thing Get(Device device) { if (_thing == null) { {{section}} } return _thing; }
        }
        """);

    private static DiagnosticResult Expect(DiagnosticSeverity severity, int place, string message)
        => new DiagnosticResult("ASYNC3015", severity).WithLocation(place).WithMessage(message)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);

    /// <summary>What paints itself runs on the thread of the user interface, whether its base type binds or not.</summary>
    [Theory]
    [InlineData("protected override void OnPaint(PaintEventArgs e) { }", false)]
    [InlineData("protected override void OnMouseMove(System.Windows.Forms.MouseEventArgs e) { }", false)]
    [InlineData("protected override void OnStart(string[] e) { }", true)]
    public Task Of_a_base_type_that_does_not_bind(string member, bool isTold) => Reporting.SilentAsync($$"""
        class Strip : StripBase
        {
            static List<int> s_all; static Task s_work; {{member}}
            static List<int> All { get { if (s_all == null) { {{(isTold ? "[|s_all = new List<int>()|]" : "s_all = new List<int>()")}}; s_all.Add(1); s_all.Add(2); } return s_all; } }
        }
        """, configure: static test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task The_layout_stays() => Verify.FixesAsync("""
        class C
        {
            private readonly object _gate = new();
            private Dictionary<string, int>? _map;
            private bool _initialized;
            private List<string>? _list;

            public int Get(string key)
            {
                if (_map == null)
                {
                    lock (_gate)
                    {
                        if (_map == null)
                        {
                            // one entry for each name
                            [|_map = new Dictionary<string, int>()|]; // empty
                            foreach (string name in new[] { "a", "b" })
                            {
                                _map.Add(name, name.Length);
                            }
                        }
                    }
                }

                return _map[key];
            }

            public void Initialize()
            {
                if (_initialized)
                {
                    return;
                }

                lock (_gate)
                {
                    if (_initialized)
                    {
                        return;
                    }

                    // done
                    [|_initialized = true|];

                    // the work
                    Load();
                }
            }

            public List<string> List()
            {
                // fast
                if (_list == null)
                {
                    lock (_gate)
                    {
                        // the list
                        [|_list = new List<string>()|]; // empty
                    }
                }

                return _list;
            }

            private void Load() => Console.WriteLine();
            private void Put(string text) { List(); _list!.Add(text); }
        }
        """, """
        class C
        {
            private readonly object _gate = new();
            private Dictionary<string, int>? _map;
            private bool _initialized;
            private List<string>? _list;

            public int Get(string key)
            {
                if (_map == null)
                {
                    lock (_gate)
                    {
                        if (_map == null)
                        {
                            // one entry for each name
                            var map = new Dictionary<string, int>(); // empty
                            foreach (string name in new[] { "a", "b" })
                            {
                                map.Add(name, name.Length);
                            }

                            _map = map;
                        }
                    }
                }

                return _map[key];
            }

            public void Initialize()
            {
                if (_initialized)
                {
                    return;
                }

                lock (_gate)
                {
                    if (_initialized)
                    {
                        return;
                    }

                    // the work
                    Load();

                    // done
                    _initialized = true;
                }
            }

            public List<string> List()
            {
                // fast
                if (_list == null)
                {
                    lock (_gate)
                    {
                        if (_list == null)
                        {
                            // the list
                            _list = new List<string>(); // empty
                        }
                    }
                }

                return _list;
            }

            private void Load() => Console.WriteLine();
            private void Put(string text) { List(); _list!.Add(text); }
        }
        """);

    [Fact]
    public Task Older_language() => Verify.FixesAsync("""
        using System.Collections.Generic;
        class C
        {
            static readonly object Gate = new object();
            static Dictionary<string, int> Map;
            static int Get(string key)
            {
                if (Map == null)
                {
                    lock (Gate)
                    {
                        if (Map == null)
                        {
                            [|Map = new Dictionary<string, int>()|];
                            Map.Add("a", 1);
                        }
                    }
                }

                return Map[key];
            }
        }
        """, """
        using System.Collections.Generic;
        class C
        {
            static readonly object Gate = new object();
            static Dictionary<string, int> Map;
            static int Get(string key)
            {
                if (Map == null)
                {
                    lock (Gate)
                    {
                        if (Map == null)
                        {
                            var map = new Dictionary<string, int>();
                            map.Add("a", 1);
                            Map = map;
                        }
                    }
                }

                return Map[key];
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3, globalUsings: false);
}
