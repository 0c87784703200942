using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3018GuardedByAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3018GuardedByCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A member is used without the lock that its attribute names.</summary>
public class ASYNC3018GuardedByTests
{
    private const string Types = """

        namespace Contracts
        {
            class GuardedByAttribute : Attribute { public GuardedByAttribute(string gate) { } }
            class ThreadSafeAttribute : Attribute { }
        }
        """;

    private const string Start = """
        using Contracts;
        class C
        {
            readonly object _gate = new();
            readonly object _other = new();
            static readonly object s_gate = new();
            readonly SemaphoreSlim _turn = new(1);
            readonly ReaderWriterLockSlim _rw = new();
            [GuardedBy("_gate")] int _count;
            [GuardedBy(nameof(_gate))] readonly List<int> _items = new();
            [GuardedBy("s_gate")] static int s_count;
            [GuardedBy("_turn")] int _slow;
            [GuardedBy("_rw")] int _shared;
            [GuardedBy("this")] int _own;
            [GuardedBy("_nothing")] int _unknown;
            [GuardedBy("_gate")] int Size { get; set; }
            [GuardedBy("_gate")] void Locked() { _count++; }
            static void Use(int n) { }

        """;

    [Theory]
    [InlineData("""void A() { [|_count|]++; }""", """
        void A()
        {
            lock (_gate)
            {
                _count++;
            }
        }
        """)]
    [InlineData("""int B() { return [|this._count|]; }""", """
        int B()
        {
            lock (_gate)
            {
                return this._count;
            }
        }
        """)]
    [InlineData("""void D() { Use(1); [|_items|].Add(1); [|_count|]++; Use(2); }""", """
        void D()
        {
            Use(1);
            lock (_gate)
            {
                _items.Add(1);
                _count++;
            }
            Use(2);
        }
        """)]
    [InlineData("""void E() { foreach (var i in [|_items|]) { Use(i); } }""", """
        void E()
        {
            lock (_gate)
            {
                foreach (var i in _items) { Use(i); }
            }
        }
        """)]
    [InlineData("""void F() { if ([|_count|] > 3) Use(1); }""", """
        void F()
        {
            lock (_gate)
            {
                if (_count > 3) Use(1);
            }
        }
        """)]
    [InlineData("""void G() { int n = [|_count|]; Use(n); }""", """
        void G()
        {
            int n;
            lock (_gate)
            {
                n = _count;
            }
            Use(n);
        }
        """)]
    [InlineData("""static void H() { [|s_count|]++; }""", """
        static void H()
        {
            lock (s_gate)
            {
                s_count++;
            }
        }
        """)]
    [InlineData("""void I() { [|_own|] = 1; }""", """
        void I()
        {
            lock (this)
            {
                _own = 1;
            }
        }
        """)]
    [InlineData("""void J() { lock (_other) { [|_count|] = 1; } }""", """void J() { lock (_other) { lock (_gate) { _count = 1; } } }""")]
    [InlineData("""void K() { [|Locked|](); [|Size|] = 2; }""", """
        void K()
        {
            lock (_gate)
            {
                Locked();
                Size = 2;
            }
        }
        """)]
    [InlineData("""void L(C other) { [|other._count|] = 1; }""", """
        void L(C other)
        {
            lock (other._gate)
            {
                other._count = 1;
            }
        }
        """)]
    [InlineData("""void P() { lock (_gate) { Q(); } Q(); } void Q() { lock (_gate) { _count++; } [|_count|]--; }""", """
        void P() { lock (_gate) { Q(); } Q(); } void Q()
        {
            lock (_gate) { _count++; }
            lock (_gate)
            {
                _count--;
            }
        }
        """)]
    [InlineData("""void M() { Task.Run(() => [|_count|]); }""", """void M() { Task.Run(() => { lock (_gate) { return _count; } }); }""")]
    public Task Used_without_its_lock(string member, string repaired)
        => Verify.FixesAsync(Start + member + "}" + Types, Start + repaired + "}" + Types);

    [Theory]
    [InlineData("""async Task A() { [|_count|] = await Task.FromResult(1); }""")]
    [InlineData("""void B() { while ([|_count|] > 3) { Use(1); } }""")]
    [InlineData("""void D() { [|_slow|]++; }""")]
    [InlineData("""void E() { _rw.EnterReadLock(); try { [|_shared|] = 1; } finally { _rw.ExitReadLock(); } }""")]
    [InlineData("""IEnumerable<int> F() { yield return [|_count|]; }""")]
    public Task No_fix(string member) => Verify.ReportsAsync(Start + member + "}" + Types);

    [Theory]
    [InlineData("""void A() { lock (_gate) { _count++; _items.Add(_count); Locked(); Size++; } }""")]
    [InlineData("""public C() { _count = 1; _items.Add(1); Size = 2; }""")]
    [InlineData("""int _more = s_count;""")]
    [InlineData("""void B() { lock (this._gate) { D(); } } void D() { _count++; }""")]
    [InlineData("""static void E() { lock (C.s_gate) { s_count++; } }""")]
    [InlineData("""async Task F() { await _turn.WaitAsync(); try { _slow++; } finally { _turn.Release(); } }""")]
    [InlineData("""void G() { _rw.EnterReadLock(); try { Use(_shared); } finally { _rw.ExitReadLock(); } }""")]
    [InlineData("""void H() { _rw.EnterWriteLock(); try { _shared = 1; } finally { _rw.ExitWriteLock(); } }""")]
    [InlineData("""void I() { lock (this) { _own++; } }""")]
    [InlineData("""void J() { _unknown++; }""")]
    [InlineData("""void K(C other) { lock (other._gate) { other._count = 1; } }""")]
    [InlineData("""C L() { var made = new C { _count = 1 }; made._count = 2; return made; }""")]
    [InlineData("""string M() => nameof(_count);""")]
    [InlineData("""void N() { Monitor.Enter(_gate); try { _count++; } finally { Monitor.Exit(_gate); } }""")]
    [InlineData("""void O() { var gate = _gate; lock (gate) { _count++; } }""")]
    [InlineData("""~C() { _count = 0; }""")]
    [InlineData("""void P() { int _count = 0; _count++; }""")]
    public Task The_lock_is_held(string member) => Verify.SilentAsync(Start + member + "}" + Types);

    [Fact]
    public Task The_message_names_the_lock_and_the_attribute() => Verify.SilentAsync("""
        using Contracts;

        class C
        {
            readonly object _gate = new();

            [GuardedBy("_gate")]
            int _count;

            void M() { {|#0:_count|}++; }
        }

        [ThreadSafe]
        class D
        {
            readonly object _gate = new();
            int _count;
            int _total;
            volatile bool _stopped;
            readonly int _size;

            public D() { _count = 1; _size = 2; }
            void M() { lock (_gate) { _count++; } Interlocked.Increment(ref _total); _stopped = true; }
            void N() { {|#1:_count|} = _size; }
        }
        """ + Types, configure: test => test.TestState.ExpectedDiagnostics.AddRange(new[]
        {
            Expect(DiagnosticSeverity.Warning, 0, "'_count' is used without lock '_gate', which guards it by its attribute (Test0.cs:7); hold that lock"),
            Expect(DiagnosticSeverity.Info, 1,
                "'_count' is written without a lock, although the attribute of its type (Test0.cs:13) says that it is thread-safe; hold a lock"),
        }));

    [Fact]
    public Task Parts_in_other_files_are_held_to_it() => Verify.FixesAsync("""
        partial class C
        {
            public int Get()
            {
                // now
                return [|_count|]; // last
            }

            public int Value => [|_count|];

            // sets it
            public void Set(int value) => [|_count|] = value; // done
        }
        """, """
        partial class C
        {
            public int Get()
            {
                // now
                lock (_gate)
                {
                    return _count; // last
                }
            }

            public int Value
            {
                get
                {
                    lock (_gate)
                    {
                        return _count;
                    }
                }
            }

            // sets it
            public void Set(int value)
            {
                lock (_gate)
                {
                    _count = value;
                }
            } // done
        }
        """, configure: test =>
        {
            const string Other = """
                class GuardedByAttribute : System.Attribute { public GuardedByAttribute(string gate) { } }
                partial class C
                {
                    readonly object _gate = new();

                    [GuardedBy("_gate")]
                    int _count;
                }
                """;
            test.TestState.Sources.Add(Other);
            test.FixedState.Sources.Add(Other);
        });

    private static DiagnosticResult Expect(DiagnosticSeverity severity, int place, string message)
        => new DiagnosticResult("ASYNC3018", severity).WithLocation(place).WithMessage(message)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);
}
