using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3009LockOrderAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3009LockOrderCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>Two locks that are taken in opposite orders.</summary>
public class ASYNC3009LockOrderTests
{
    /// <summary>Elsewhere <c>_b</c> is taken before <c>_a</c>, and <c>T</c> before <c>S</c>; and <c>_low</c> before <c>_high</c> under <c>_outer</c>.</summary>
    private static string Type(string members) =>
        $$"""
        #pragma warning disable CS0649, CS0169, CS0414, CS8618, CS1998, CS8321
        class Base { protected readonly object Gate = new(); protected void UnderGate() { lock (Gate) { } } }
        class C : Base
        {
            readonly object _a = new(), _b = new(), _c = new(), _low = new(), _high = new(), _outer = new(); object _set = new(); int _n;
            static readonly object S = new(), T = new(); readonly SemaphoreSlim _one = new(1, 1), _two = new(2); readonly Lock _lock = new();
            readonly ReaderWriterLockSlim _rw = new(), _rw2 = new(); readonly C _next;
            void BThenA() { lock (_b) { _n++; lock (_a) { _n++; } } }
            static void TThenS() { lock (T) { Run(() => { }); lock (S) { } } }
            void Low() { lock (_outer) { lock (_low) { _n++; lock (_high) { } } } }
            void SetThenC() { lock (_set) { lock (_c) { } } } void Reset() => _set = new();
            async Task OneThenC() { await _one.WaitAsync(); try { lock (_c) { } } finally { _one.Release(); } }
            async Task TwoThenC() { await _two.WaitAsync(); try { lock (_c) { } } finally { _two.Release(); } }
            void Readers() { _rw.EnterReadLock(); try { _rw2.EnterReadLock(); _rw2.ExitReadLock(); } finally { _rw.ExitReadLock(); } }
            void GateThenC() { lock (_c) { UnderGate(); } }
            void LockThenC() { using (_lock.EnterScope()) { lock (_c) { } } }
            void A() { lock (_a) { _n++; } } void B() { lock (_b) { _n++; } } void ThroughB() => B(); virtual internal void V() { lock (_b) { } }
            static void Run(Action a) { }
        {{members}}
        }
        """;

    /// <summary>Two semaphores under one lock: one that is free is not waited for.</summary>
    [Theory]
    [InlineData("lock (_c) { if (_one.CurrentCount == 1) { _one.Wait(); } }")]
    public Task A_semaphore_that_is_free(string body) => Verify.SilentAsync(Member(body));

    private static string Member(string body) => Type("public void Test() { " + body + " }");

    [Theory]
    [InlineData("lock (_a) { lock ([|_b|]) { _n++; } }", "lock (_b) { lock (_a) { _n++; } }")]
    [InlineData("lock (_a) lock ([|_b|]) _n++;", "lock (_b) lock (_a) _n++;")]
    [InlineData("lock (this._a) { lock ([|this._b|]) { } }", "lock (this._b) { lock (this._a) { } }")]
    [InlineData("lock (S) { lock ([|C.T|]) { } }", "lock (C.T) { lock (S) { } }")]
    [InlineData("lock (_high) { lock ([|_low|]) { } }", "lock (_low) { lock (_high) { } }")]
    public Task Swapped(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    private static string Two(string members) => $$"""
        class Shop
        {
            private readonly object _stock = new();
            private readonly object _orders = new();
            private int _inStock, _ordered; private readonly object _third = new(); private event Action Sold; public void Tell() => Sold?.Invoke();
        {{members}}
        }
        """;

    private static string Merged(string members) => Two(members).Replace("    private readonly object _orders = new();\n", "");

    [Fact]
    public Task One_lock_for_both() => Verify.FixesAsync(
        Two("""
                public void Sell() { lock (_stock) { lock (_orders) { _inStock--; _ordered++; } } }
                public void TakeBack()
                {
                    lock (_orders)
                    {
                        lock ([|this._stock|])
                        {
                            _ordered--;

                            // Back on the shelf.
                            _inStock++;
                        }
                    }
                }

                public void Both() { lock (_orders) lock ([|_stock|]) _ordered++; }
                public int Ordered() { lock (_orders) { return _ordered + Math.Max(1, 2); } }
                public int More() { lock (_stock) { _inStock++; lock (_orders) { return _ordered; } } }
                public void Empty() { lock (_stock) { lock (_orders) { } } }
            """.Replace("\r", "")),
        Merged("""
                public void Sell() { lock (_stock) { _inStock--; _ordered++; } }
                public void TakeBack()
                {
                    lock (_stock)
                    {
                        _ordered--;

                        // Back on the shelf.
                        _inStock++;
                    }
                }

                public void Both() { lock (_stock) _ordered++; }
                public int Ordered() { lock (_stock) { return _ordered + Math.Max(1, 2); } }
                public int More() { lock (_stock) { _inStock++; lock (_stock) { return _ordered; } } }
                public void Empty() { lock (_stock) { } }
            """.Replace("\r", "")),
        codeActionIndex: 1,
        configure: static test => { test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck; test.NumberOfIncrementalIterations = 1; });

    /// <summary>Where something else is locked or waited for under one of them, one lock for both may wait for itself.</summary>
    [Theory]
    [InlineData("public void More() { lock (_orders) { lock (_third) { } } }")]
    [InlineData("public void More() { lock (_orders) { Other(); } } private void Other() { lock (_third) { } }")]
    [InlineData("public void More(Task t) { lock (_orders) { t.Wait(); } }")]
    [InlineData("public void More(Task<int> t) { lock (_orders) { _ordered = t.Result; } }")]
    [InlineData("public void More() { lock (_orders) { Monitor.PulseAll(_orders); } }")]
    [InlineData("public void More() { Monitor.Enter(_orders); Monitor.Exit(_orders); }")]
    [InlineData("public void More() { lock (_orders) { Sold(); } }")]
    [InlineData("public void More(Action a) { lock (_orders) { a(); } }")]
    [InlineData("public void More(Shop other) { lock (other._orders) { } }")]
    [InlineData("public int Others { get { lock (_third) { return 1; } } } public void More() { lock (_orders) { _ordered = Others; } }")]
    [InlineData("public object More() => _orders;")]
    public Task No_one_lock(string more) => Verify.ReportsAsync(
        Two("public void Sell() { lock (_stock) { _inStock--; lock (_orders) { } } } public void TakeBack() { lock (_orders) { _ordered--; lock ([|_stock|]) { } } } " + more));

    [Theory]
    // Something stands between, or it is no statement.
    [InlineData("lock (_a) { _n++; lock ([|_b|]) { } }")]
    [InlineData("lock (_a) { lock ([|_b|]) { } _n++; }")]
    [InlineData("lock (_a) { if (_n > 1) { lock ([|_b|]) { } } }")]
    [InlineData("lock (_a) { [|B()|]; }")]
    [InlineData("lock (_a) { [|this.ThroughB()|]; }")]
    [InlineData("lock (_a) { [|Monitor.Enter(_b)|]; Monitor.Exit(_b); }")]
    [InlineData("Monitor.Enter(_a); try { lock ([|_b|]) { } } finally { Monitor.Exit(_a); }")]
    [InlineData("var a = _a; lock (a) { _n++; lock ([|_b|]) { } }")]
    [InlineData("Run(() => { lock (_a) { _n++; lock ([|_b|]) { } } });")]
    [InlineData("if (Monitor.TryEnter(_a, 5)) { lock ([|_b|]) { } Monitor.Exit(_a); }")]
    [InlineData("lock (_next._a) { _n++; lock ([|_next._b|]) { } }")]
    // Other kinds of locks.
    [InlineData("lock (_c) { [|_one.Wait()|]; _one.Release(); }")]
    [InlineData("lock (_c) { using ([|_lock.EnterScope()|]) { } }")]
    [InlineData("lock (Gate) { _n++; lock ([|_c|]) { } }")]
    [InlineData("_rw2.EnterReadLock(); [|_rw.EnterWriteLock()|]; _rw.ExitWriteLock(); _rw2.ExitReadLock(); W(); void W() { _rw.EnterWriteLock(); _rw2.EnterWriteLock(); _rw2.ExitWriteLock(); _rw.ExitWriteLock(); }")]
    public Task Reported_without_a_fix(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("lock (_b) { lock (_a) { } }")]
    [InlineData("lock (_a) { } lock (_b) { }")]
    [InlineData("lock (_a) { lock (_c) { } }")]
    [InlineData("lock (_a) { lock (_a) { } }")]
    [InlineData("lock (_b) { lock (_a) { lock (_b) { } } }")]
    [InlineData("lock (_a) { if (Monitor.TryEnter(_b, 100)) { Monitor.Exit(_b); } }")]
    [InlineData("lock (_a) { Monitor.Exit(_a); lock (_b) { } Monitor.Enter(_a); }")]
    [InlineData("lock (_a) { Run(() => { lock (_b) { } }); Run(B); Task.Run(B); new Thread(B).Start(); }")]
    [InlineData("lock (_a) { V(); }")]
    // A third lock is around both.
    [InlineData("lock (_outer) { lock (_high) { lock (_low) { } } }")]
    [InlineData("lock (_outer) { Helper(); } void Helper() { lock (_high) { lock (_low) { } } }")]
    // Another object, or nobody knows which.
    [InlineData("lock (_c) { lock (_set) { } }")]
    [InlineData("lock (_next._a) { lock (_b) { } }")]
    [InlineData("object a = new(), b = new(); lock (a) { lock (b) { } } lock (b) { lock (a) { } }")]
    // Several may enter, or readers only.
    [InlineData("lock (_c) { _two.Wait(); _two.Release(); }")]
    [InlineData("_rw2.EnterReadLock(); _rw.EnterReadLock(); _rw.ExitReadLock(); _rw2.ExitReadLock();")]
    public Task Silent(string body) => Verify.SilentAsync(Member(body));

    [Fact]
    public Task A_constructor_is_alone_with_its_object()
        => Verify.SilentAsync(Type("public C() { lock (_a) { lock (_b) { } } }"));

    /// <summary>An editor knows the types of other projects as source, whose trees are not of this compilation.</summary>
    [Fact]
    public Task Locks_of_another_project() => Verify.SilentAsync(
        """
        class C : Locks
        {
            void Both() { lock (B) { lock (A) { } } lock (Low) { lock (High) { } } }
            void Reversed() { lock (A) { Take(); } }
        }
        """,
        configure: static test =>
        {
            test.TestState.AdditionalProjects["Other"].Sources.Add("""
                public class Locks
                {
                    public static readonly object A = new object(), B = new object();
                    protected readonly object Low = new object(), High = new object();
                    public static void M() { lock (A) { lock (B) { } } }
                    public static void Take() { lock (B) { } }
                    protected void N() { lock (High) { lock (Low) { } } }
                }
                """);
            test.TestState.AdditionalProjectReferences.Add("Other");
        });

    [Fact]
    public Task The_order_that_fewer_functions_have_is_reported() => Verify.FixesAsync(
        """
        class C
        {
            private readonly object _a = new(), _b = new(); private int _n;
            public void First() { lock (_a) { lock ([|_b|]) { _n++; } } }
            public void Second() { lock (_b) { lock (_a) { _n++; } } }
            public void Third() { lock (_b) { _n++; lock (_a) { _n++; } } }
        }
        """,
        """
        class C
        {
            private readonly object _a = new(), _b = new(); private int _n;
            public void First() { lock (_b) { lock (_a) { _n++; } } }
            public void Second() { lock (_b) { lock (_a) { _n++; } } }
            public void Third() { lock (_b) { _n++; lock (_a) { _n++; } } }
        }
        """);

    [Fact]
    public Task Objects_that_know_each_other() => Verify.ReportsAsync(
        """
        class Parent
        {
            private readonly object _gate = new(); private readonly Child _child; private int _n;
            public Parent() => _child = new Child(this);
            public void Add() { lock (_gate) { _n++; _child.Add(); } }
            public void Count() { lock (_gate) { _n++; } }
        }
        class Child
        {
            private readonly object _lock = new(); private readonly Parent _parent; private int _n;
            public Child(Parent parent) => _parent = parent;
            public void Add() { lock (_lock) { _n++; } }
            public void Tell() { lock (_lock) { _n++; [|_parent.Count()|]; } }
        }
        """);

    [Fact]
    public Task Objects_that_may_know_each_other_are_a_suggestion() => Verify.ReportsAsync(
        """
        class Parent
        {
            private readonly object _gate = new(); private readonly Child _child; private int _n;
            public Parent(Child child) => _child = child;
            public void Add() { lock (_gate) { _n++; _child.Add(); } }
            public void Count() { lock (_gate) { _n++; } }
        }
        class Child
        {
            private readonly object _lock = new(); private readonly Parent _parent; private int _n;
            public Child(Parent parent) => _parent = parent;
            public void Add() { lock (_lock) { _n++; } }
            public void Tell() { lock (_lock) { _n++; {|#0:_parent.Count()|}; } }
        }
        """,
        configure: static test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3009", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task A_static_lock_and_one_of_an_object() => Verify.ReportsAsync(
        """
        static class Registry
        {
            private static readonly object All = new(); private static int s_n;
            public static void Add(Entry entry) { lock (All) { s_n++; } }
            public static void Count() { lock (All) { s_n++; } }
        }
        class Entry
        {
            private readonly object _lock = new(); private int _n; private static readonly object Static = new();
            public void Change() { lock (_lock) { _n++; Registry.Count(); Under(); } }
            private static void Under() { lock (Static) { } }
            public void Both() { lock (Static) { _n++; lock ([|_lock|]) { } } }
        }
        """);

    /// <summary>Of all queues one is used under the static lock; that it is used without it too is not known.</summary>
    [Fact]
    public Task A_static_lock_and_one_known_object() => Verify.ReportsAsync(
        """
        static class Log
        {
            private static readonly object Gate = new(); private static readonly Queue Lines = new(); private static int s_n;
            public static void Write() { lock (Gate) { s_n++; Lines.Put(); } }
            public static void Warn() { lock (Gate) { s_n++; } }
        }
        class Queue
        {
            private readonly object _lock = new(); private int _n;
            public void Put() { lock (_lock) { _n++; {|#0:Full()|}; } }
            private void Full() { if (_n > 100) Log.Warn(); }
        }
        """,
        configure: static test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3009", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Theory]
    [InlineData("Move(x, y); Move(y, x);", true)]
    [InlineData("Parallel.Invoke(() => Move(x, y), () => Move(from: y, to: x));", true)]
    [InlineData("Move(x, y); Move(x, z); Move(y, z);", false)]
    public Task Two_objects_of_one_type(string calls, bool isSwapped) => Verify.ReportsAsync(
        $$"""
        class Account
        {
            private readonly object _gate = new(); private int _n;
            public static void Move(Account from, Account to) { lock (from._gate) { lock ({|#0:to._gate|}) { from._n--; to._n++; } } }
            public static void Use(Account x, Account y, Account z) { {{calls}} }
        }
        """,
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3009", isSwapped ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info)
                .WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task This_and_a_parameter() => Verify.ReportsAsync(
        """
        class Account
        {
            private int _n;
            public void MoveTo(Account other) { lock (this) { _n--; lock (other) { other._n++; } } }
            public void Give(Account other) { lock (_gate) { _n--; lock ([|other._gate|]) { other._n++; } } }
            private readonly object _gate = new();
            public static void Use(Account x, Account y) { x.Give(y); y.Give(x); }
        }
        """);

    [Theory]
    [InlineData("if (from.Id < to.Id) { lock (from._gate) { lock (to._gate) { } } } else { lock (to._gate) { lock (from._gate) { } } }")]
    [InlineData("if (from.Id.CompareTo(to.Id) > 0) { var t = from; from = to; to = t; } lock (from._gate) { lock (to._gate) { } }")]
    [InlineData("var first = from.Id < to.Id ? from : to; var second = first == from ? to : from; lock (first._gate) { lock (second._gate) { } }")]
    [InlineData("lock (from._gate) { lock (from._next._gate) { } }")]
    [InlineData("lock (from._gate) { lock (to._other) { } }")]
    public Task Ordered_or_of_other_locks(string body) => Verify.SilentAsync(
        $$"""
        #pragma warning disable CS8618, CS0649
        class Account
        {
            private readonly object _gate = new(), _other = new(); public int Id; private readonly Account _next;
            public static void Move(Account from, Account to) { {{body}} }
            public static void Use(Account x, Account y) { Move(x, y); Move(y, x); }
        }
        """);

    [Fact]
    public Task Through_two_files() => Verify.ReportsAsync(
        """
        static class A { public static readonly object Gate = new(); public static void Take() { lock (Gate) { B.Use(); } } public static void Use() { lock (Gate) { } } }
        """,
        configure: static test =>
        {
            const string Second = """
                static class B { public static readonly object Lock = new(); public static void Take() { lock (Lock) { [|A.Use()|]; } } public static void Use() { lock (Lock) { } } }
                """;
            test.TestState.Sources.Add(Second);
            test.FixedState.Sources.Add(Second);
        });

    private static string Sockets(string raise, string client) => $$"""
        #pragma warning disable CS8618, CS0649, CS0067
        class Socket
        {
            private readonly object _connect = new(); private int _n; public event EventHandler Connected; public event Action Closed;
            public void Open() { {{raise}} }
            protected virtual void OnConnected() => Connected?.Invoke(this, EventArgs.Empty);
            public void Release() { lock (_connect) { _n++; } }
        }
        class Client
        {
            private readonly object _lock = new(); private readonly Socket _socket = new(), _second = new(); private int _m;
            {{client}}
        }
        """;

    private const string Reverse = "public void Close() { lock (_lock) { _socket.Release(); } }";

    /// <summary>A handler runs in the raise, with the lock of the object that raises.</summary>
    [Theory]
    [InlineData("lock (_connect) { [|Connected?.Invoke(this, EventArgs.Empty)|]; }", "public Client() { _socket.Connected += (_, _) => { lock (_lock) { _m++; } }; } " + Reverse)]
    [InlineData("lock (_connect) { [|Connected(this, EventArgs.Empty)|]; }", "public Client() { _socket.Connected += OnConnected; } void OnConnected(object s, EventArgs e) { Count(); } void Count() { lock (_lock) { _m++; } } " + Reverse)]
    [InlineData("lock (_connect) { [|OnConnected()|]; }", "public void Start() { _socket.Connected += OnConnected; } void OnConnected(object s, EventArgs e) { lock (_lock) { _m++; } } " + Reverse)]
    [InlineData("lock (_connect) { [|Connected.Invoke(this, EventArgs.Empty)|]; }", "private readonly Socket _given; public Client(Socket given) { _given = given; given.Connected += new EventHandler(On); } void On(object s, EventArgs e) { lock (_lock) { _m++; } } public void Close() { lock (_lock) { _given.Release(); } }")]
    public Task Through_an_event(string raise, string client) => Verify.ReportsAsync(Sockets(raise, client));

    [Theory]
    // Raised behind the lock, another event, no lock in the handler, no way back, another object, later.
    [InlineData("lock (_connect) { _n++; } Connected?.Invoke(this, EventArgs.Empty);", "public Client() { _socket.Connected += (_, _) => { lock (_lock) { _m++; } }; } " + Reverse)]
    [InlineData("lock (_connect) { Closed?.Invoke(); }", "public Client() { _socket.Connected += (_, _) => { lock (_lock) { _m++; } }; } " + Reverse)]
    [InlineData("lock (_connect) { Connected?.Invoke(this, EventArgs.Empty); }", "public Client() { _socket.Connected += (_, _) => { _m++; }; } " + Reverse)]
    [InlineData("lock (_connect) { Connected?.Invoke(this, EventArgs.Empty); }", "public Client() { _socket.Connected += (_, _) => { lock (_lock) { _m++; } }; }")]
    [InlineData("lock (_connect) { Connected?.Invoke(this, EventArgs.Empty); }", "public Client() { _second.Connected += (_, _) => { lock (_lock) { _m++; } }; } " + Reverse)]
    [InlineData("lock (_connect) { Connected?.Invoke(this, EventArgs.Empty); }", "public Client() { _socket.Connected += (_, _) => Task.Run(() => { lock (_lock) { _m++; } }); } " + Reverse)]
    [InlineData("lock (_connect) { Connected?.Invoke(this, EventArgs.Empty); }", "public Client() { _socket.Connected += (_, _) => { lock (_lock) { _m++; } }; } public void Close() { lock (_lock) { _m++; } _socket.Release(); }")]
    public Task Events_without_a_circle(string raise, string client) => Verify.SilentAsync(Sockets(raise, client));

    [Fact]
    public Task Message_of_an_event() => Verify.SilentAsync(
        Sockets("lock (_connect) { {|#0:Connected?.Invoke(this, EventArgs.Empty)|}; }", "public Client() { _socket.Connected += (_, _) => { lock (_lock) { _m++; } }; }\n" + Reverse),
        configure: static test => test.TestState.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult("ASYNC3009", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0)
                .WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations)
                .WithMessage("Handlers take '_lock' (Test0.cs:12) under '_connect', elsewhere in reverse (Test0.cs:13), and can deadlock; call them after the lock")));
}
