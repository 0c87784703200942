using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Reporting = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3013MixedInterlockedAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3013MixedInterlockedAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3013MixedInterlockedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A field that Interlocked updates here and plain code there, and results of Interlocked that are read from the field again.</summary>
public class ASYNC3013MixedInterlockedTests
{
    private const string Fields =
        "private int _n; private long _l; private static int s_n; private object _gate = new(); private bool _b; private double _d; "
        + "private readonly int[] _a = new int[9]; public struct S { public int N; } private S _s; public event Action? E; ";

    /// <summary>A base class calls both, and knows which of them run together.</summary>
    [Theory]
    [InlineData("protected override", "protected override", DiagnosticSeverity.Info)]
    [InlineData("public override", "protected override", DiagnosticSeverity.Warning)]
    [InlineData("protected override", "public override", DiagnosticSeverity.Warning)]
    public Task Calls_by_a_base_class(string one, string other, DiagnosticSeverity severity) => Reporting.ReportsAsync(
        "abstract class B { " + one.Replace("override", "abstract") + " void A(); " + other.Replace("override", "abstract") + " void M(); } "
            + "class C : B { private int _n; " + one + " void A() => Interlocked.Increment(ref _n); " + other + " void M() { {|#0:_n++|}; } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3013", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>What a test asserts and sets back for its next part, nobody counts with.</summary>
    [Theory]
    [InlineData("public void M() { Assert.AreEqual(1, _n); _n = 0; }")]
    [InlineData("public void M() { NUnit.ClassicAssert.AreEqual(1, C._n); C._n = 0; }")]
    [InlineData("public void M() { _n.ShouldBe(1); _n = 0; }")]
    [InlineData("[Fact] public void M() { int n = _n; _n = 0; Console.WriteLine(n); }")]
    [InlineData("public void M() { int n = _n; [|_n|] = 0; Console.WriteLine(n); }")]
    [InlineData("public void M() { Use(_n); [|_n|] = 0; } static void Use(int n) { }")]
    public Task Asserted_and_set_back(string member) => Reporting.ReportsAsync(
        "class Assert { public static void AreEqual(int a, int b) { } } namespace NUnit { class ClassicAssert : Assert { } } class FactAttribute : Attribute { } "
            + "static class Should { public static void ShouldBe(this int a, int b) { } } "
            + "class C { static int _n; void A() => Interlocked.Increment(ref _n); " + member.Replace("[|_n|] = 0", "[|_n = 0|]") + " }");

    // ---- A test before the call ----

    [Theory]
    [InlineData("public void Leave() { if (_n > 0) { [|Interlocked.Decrement(ref _n)|]; } }")]
    [InlineData("public void Leave() { if (_n > 0) [|Interlocked.Decrement(ref _n)|]; }")]
    [InlineData("internal void Leave() { if (this._n != 0) _ = [|Interlocked.Decrement(ref _n)|]; }")]
    [InlineData("public void Leave(bool last) { if (last && 0 < _n) { [|Interlocked.Decrement(ref _n)|]; } }")]
    [InlineData("public void Leave() { if (Volatile.Read(ref _n) > 0) { [|Interlocked.Decrement(ref _n)|]; } }")]
    [InlineData("public bool Enter() { if (_n >= 3) return false; [|Interlocked.Increment(ref _n)|]; return true; }")]
    [InlineData("public bool Enter(int max) { if (_n < max) { [|Interlocked.Increment(ref _n)|]; return true; } return false; }")]
    [InlineData("public void Take(int k) { if (_n >= k) { [|Interlocked.Add(ref _n, -k)|]; } }")]
    [InlineData("public void Use() { if (s_n == 0) throw new InvalidOperationException(); [|Interlocked.Increment(ref s_n)|]; }")]
    [InlineData("void A() { if (_n > 0) [|Interlocked.Decrement(ref _n)|]; } void B() { if (_n > 0) [|Interlocked.Decrement(ref _n)|]; }")]
    [InlineData("public void Leave() { if (_n <= 0) { Console.WriteLine(); } else { [|Interlocked.Decrement(ref _n)|]; } }")]
    public Task Two_pass_the_test_of_what_they_then_count(string members)
        => Reporting.ReportsAsync($"class C {{ {Fields} {members} }}");

    [Theory]
    [InlineData("public void Leave() { lock (_gate) { if (_n > 0) { Interlocked.Decrement(ref _n); } } }")]
    [InlineData("private readonly SemaphoreSlim _turn = new(1, 1); public async Task Leave() { await _turn.WaitAsync(); try { if (_n > 0) Interlocked.Decrement(ref _n); } finally { _turn.Release(); } }")]
    [InlineData("public void M() { lock (_gate) Leave(); } private void Leave() { if (_n > 0) Interlocked.Decrement(ref _n); }")]
    [InlineData("public void Leave() { if (_n > 0 && Interlocked.Decrement(ref _n) < 0) { Interlocked.Increment(ref _n); } }")]
    [InlineData("public bool Enter() { if (_n >= 3) return false; if (Interlocked.Increment(ref _n) > 3) { Interlocked.Decrement(ref _n); return false; } return true; }")]
    [InlineData("public bool Enter() { if (_n >= 3) return false; return Interlocked.Increment(ref _n) <= 3; }")]
    [InlineData("public void Leave() { int n; do { n = _n; if (n <= 0) return; } while (Interlocked.CompareExchange(ref _n, n - 1, n) != n); }")]
    [InlineData("public void Fail() { if (_n < 10) { Interlocked.Increment(ref _n); Console.WriteLine(); } }")]
    [InlineData("public void M(int k) { if (k > 0) { Interlocked.Decrement(ref _n); } }")]
    [InlineData("public void M() { if (_l > 0) { Interlocked.Decrement(ref _n); } }")]
    [InlineData("public C() { if (_n > 0) { Interlocked.Decrement(ref _n); } }")]
    [InlineData("public void Add() => Interlocked.Increment(ref _n); private void Consume() { if (_n > 0) Interlocked.Decrement(ref _n); }")]
    [InlineData("public void M(C other) { if (other._n > 0) { Interlocked.Decrement(ref _n); } }")]
    public Task The_result_is_tested_or_a_lock_is_held(string members)
        => Reporting.ReportsAsync($"class C {{ {Fields} {members} }}");

    // ---- Plain updates ----

    [Theory]
    [InlineData("[|_n++|];", "Interlocked.Increment(ref _n);")]
    [InlineData("[|++_n|];", "Interlocked.Increment(ref _n);")]
    [InlineData("[|_n--|];", "Interlocked.Decrement(ref _n);")]
    [InlineData("[|this._n--|];", "Interlocked.Decrement(ref this._n);")]
    [InlineData("[|_n += k|];", "Interlocked.Add(ref _n, k);")]
    [InlineData("[|_n -= k|];", "Interlocked.Add(ref _n, -k);")]
    [InlineData("[|_n = _n + k|];", "Interlocked.Add(ref _n, k);")]
    [InlineData("[|_n |= 4|];", "Interlocked.Or(ref _n, 4);")]
    [InlineData("[|_n &= 4|];", "Interlocked.And(ref _n, 4);")]
    [InlineData("var id = [|_n++|]; Console.WriteLine(id);", "var id = Interlocked.Increment(ref _n) - 1; Console.WriteLine(id);")]
    [InlineData("Action a = () => [|_n++|]; a();", "Action a = () => Interlocked.Increment(ref _n); a();")]
    [InlineData("void Local() => [|_n--|]; Local();", "void Local() => Interlocked.Decrement(ref _n); Local();")]
    [InlineData("for (; k < 3; [|_n++|]) k++;", "for (; k < 3; Interlocked.Increment(ref _n)) k++;")]
    [InlineData("try { Console.WriteLine(); } finally { [|_n--|]; }", "try { Console.WriteLine(); } finally { Interlocked.Decrement(ref _n); }")]
    [InlineData("Task.Run(() => { [|_n--|]; });", "Task.Run(() => { Interlocked.Decrement(ref _n); });")]
    public Task A_plain_update_becomes_atomic(string before, string after)
        => Verify.FixesAsync(
            $"class C {{ {Fields} void Up() => Interlocked.Increment(ref _n); void M(int k) {{ {before} }} public void X() => M(1); }}",
            $"class C {{ {Fields} void Up() => Interlocked.Increment(ref _n); void M(int k) {{ {after} }} public void X() => M(1); }}");

    [Theory]
    [InlineData("public void A() => Interlocked.Increment(ref s_n); public C() { [|s_n++|]; }",
        "public void A() => Interlocked.Increment(ref s_n); public C() { Interlocked.Increment(ref s_n); }")]
    [InlineData("public C() { Interlocked.Increment(ref s_n); } public void Dispose() { [|s_n--|]; }",
        "public C() { Interlocked.Increment(ref s_n); } public void Dispose() { Interlocked.Decrement(ref s_n); }")]
    [InlineData("public async Task A() { Interlocked.Increment(ref _n); try { await Task.Yield(); } finally { [|_n--|]; } }",
        "public async Task A() { Interlocked.Increment(ref _n); try { await Task.Yield(); } finally { Interlocked.Decrement(ref _n); } }")]
    [InlineData("public void A() => System.Threading.Interlocked.Add(ref _l, 3); public int P { get { [|_l++|]; return 0; } }",
        "public void A() => System.Threading.Interlocked.Add(ref _l, 3); public int P { get { Interlocked.Increment(ref _l); return 0; } }")]
    [InlineData("public void A() => Interlocked.Increment(ref _s.N); public void B() { [|_s.N++|]; }",
        "public void A() => Interlocked.Increment(ref _s.N); public void B() { Interlocked.Increment(ref _s.N); }")]
    [InlineData("public void A() => Interlocked.Exchange(ref _n, 0); public void B() { [|_n++|]; }",
        "public void A() => Interlocked.Exchange(ref _n, 0); public void B() { Interlocked.Increment(ref _n); }")]
    [InlineData("public class N { public void A() => Interlocked.Increment(ref s_n); } public void B() { [|s_n--|]; }",
        "public class N { public void A() => Interlocked.Increment(ref s_n); } public void B() { Interlocked.Decrement(ref s_n); }")]
    [InlineData("public void A() { lock (_gate) Interlocked.Increment(ref _n); } public void B() { [|_n--|]; }",
        "public void A() { lock (_gate) Interlocked.Increment(ref _n); } public void B() { Interlocked.Decrement(ref _n); }")]
    [InlineData("public void A() => Interlocked.Increment(ref _n); public void B() { lock (_gate) { [|_n--|]; } }",
        "public void A() => Interlocked.Increment(ref _n); public void B() { lock (_gate) { Interlocked.Decrement(ref _n); } }")]
    [InlineData("public void Run() { new Thread(Loop).Start(); } void Loop() { while (true) { [|_n--|]; } } public void Post() => Interlocked.Increment(ref _n);",
        "public void Run() { new Thread(Loop).Start(); } void Loop() { while (true) { Interlocked.Decrement(ref _n); } } public void Post() => Interlocked.Increment(ref _n);")]
    [InlineData("public void Run() => Parallel.For(0, 9, i => [|_n++|]); public void Post() => Interlocked.Increment(ref _n);",
        "public void Run() => Parallel.For(0, 9, i => Interlocked.Increment(ref _n)); public void Post() => Interlocked.Increment(ref _n);")]
    public Task Wherever_it_is(string before, string after)
        => Verify.FixesAsync($"class C {{ {Fields} {before} }}", $"class C {{ {Fields} {after} }}");

    [Theory]
    [InlineData("public void A() => Interlocked.Increment(ref _n); public void B() { [|_n *= 2|]; }")]
    [InlineData("public void A() => Interlocked.Increment(ref _n); public void B() { [|_n = Math.Max(_n, 5)|]; }")]
    [InlineData("public void A() => Interlocked.Increment(ref _n); public void B() { if (_n < 5) [|_n++|]; }")]
    [InlineData("public void A() => Interlocked.Increment(ref _n); public void B() { checked { [|_n++|]; } }")]
    [InlineData("public void A() => Interlocked.Increment(ref _n); public void B() { var old = _n; [|_n = old + 1|]; }")]
    [InlineData("public void A(double d) => Interlocked.Exchange(ref _d, d); public void B() { [|_d += 2|]; }")]
    [InlineData("ImmutableList<int> _i = ImmutableList<int>.Empty; public void A() { var o = _i; Interlocked.CompareExchange(ref _i, o.Add(1), o); } public void B() { [|_i = _i.Add(3)|]; }")]
    [InlineData("public class Node { public Node? Next; } Node? _head; public void A(Node n) { n.Next = _head; Interlocked.CompareExchange(ref _head, n, n.Next); } public void B() { [|_head = _head!.Next|]; }")]
    [InlineData("Action? _h; public void A(Action a) { var o = _h; Interlocked.CompareExchange(ref _h, o + a, o); } public void B(Action a) { [|_h += a|]; }")]
    public Task No_fix_where_Interlocked_has_no_equivalent(string members)
        => Verify.ReportsAsync($"using System.Collections.Immutable; class C {{ {Fields} {members} }}");

    [Theory]
    [InlineData("public int Take() { var n = _n; [|_n = 0|]; return n; }", "public int Take() { var n = Interlocked.Exchange(ref _n, 0); return n; }")]
    [InlineData("public int Take() { int n; n = _n; [|_n = 0|]; return n; }", "public int Take() { int n; n = Interlocked.Exchange(ref _n, 0); return n; }")]
    [InlineData("public int Take() { long n = this._n; [|this._n = 0|]; return (int)n; }", "public int Take() { long n = Interlocked.Exchange(ref this._n, 0); return (int)n; }")]
    public Task Read_and_reset_becomes_an_exchange(string before, string after)
        => Verify.FixesAsync(
            $"class C {{ {Fields} public void Up() => Interlocked.Increment(ref _n); {before} }}",
            $"class C {{ {Fields} public void Up() => Interlocked.Increment(ref _n); {after} }}");

    [Theory]
    [InlineData("public void Take(Action<int> to) { to(_n); [|_n = 0|]; }")]
    [InlineData("public int Take() { var n = _n; Console.WriteLine(); [|_n = 0|]; return n; }")]
    public Task Read_and_reset_further_apart(string member)
        => Verify.ReportsAsync($"class C {{ {Fields} public void Up() => Interlocked.Add(ref _n, 5); {member} }}");

    [Theory]
    [InlineData("public void B() { _n = 0; }")] // as good as Exchange
    [InlineData("public void B() { _n = 7; }")]
    [InlineData("public int B() { return _n; }")]
    [InlineData("public int B() => _n;")]
    [InlineData("public int B() { if (_n > 3) { _n = 0; Console.WriteLine(); } return 0; }")]
    [InlineData("public int B() => Volatile.Read(ref _n);")]
    [InlineData("public void B() => Volatile.Write(ref _n, 3);")]
    [InlineData("public C() { _n++; }")]
    [InlineData("public C() { Init(); } void Init() { _n++; }")]
    [InlineData("public void Stop() { var n = _n; _n = 0; Console.WriteLine(n); }")]
    [InlineData("public void B() { Console.WriteLine(_n); _n = 0; }")]
    [InlineData("public void B() { int _n = 3; _n++; }")]
    [InlineData("public static C B() { var c = new C(); c._n++; return c; }")]
    [InlineData("public void B(C other) { other._n++; }")] // perhaps another object
    [InlineData("public static C B() => new C { _n = 3 };")]
    [InlineData("public void B() { _l++; }")]
    [InlineData("public void B() { _a[0]++; }")]
    [InlineData("public int P { get; set; } public void B() { P++; }")]
    [InlineData("public string B() => nameof(_n);")]
    [InlineData("int _busy; public void B() { if (Interlocked.CompareExchange(ref _busy, 1, 0) == 0) { _n++; Volatile.Write(ref _busy, 0); } }")]
    public Task Nothing_is_lost(string member)
        => Verify.SilentAsync($"class C {{ {Fields} public void Up() => Interlocked.Increment(ref _n); {member} }}");

    [Theory]
    [InlineData("public void A() { lock (_gate) Interlocked.Increment(ref _n); } public void B() { lock (_gate) _n++; }")]
    [InlineData("public void A() { lock (_gate) Up(); } void Up() => Interlocked.Increment(ref _n); public void B() { lock (_gate) _n++; }")]
    [InlineData("readonly ReaderWriterLockSlim _rw = new(); public void A() { _rw.EnterReadLock(); try { Interlocked.Increment(ref _n); } finally { _rw.ExitReadLock(); } } public void B() { _rw.EnterWriteLock(); try { _n++; } finally { _rw.ExitWriteLock(); } }")]
    [InlineData("public void A() { Parallel.For(0, 9, i => Interlocked.Increment(ref _n)); _n++; }")]
    [InlineData("public void A() => Interlocked.CompareExchange(ref _n, 0, 0); public void B() { _n++; }")]
    [InlineData("public long A() => Interlocked.Read(ref _l); public void B() { _l++; }")]
    [InlineData("public void A() => Interlocked.Add(ref _n, 0); public void B() { _n++; }")]
    [InlineData("public C() { Interlocked.Increment(ref _n); } public void B() { _n++; }")]
    [InlineData("[ThreadStatic] static int t_n; public void A() => Interlocked.Increment(ref t_n); public void B() { t_n++; }")]
    [InlineData("public void A() { int n = 0; Parallel.For(0, 9, i => Interlocked.Increment(ref n)); n++; }")]
    [InlineData("object? _o; public void A() => Interlocked.Exchange(ref _o, null); public void B() { _o = new object(); }")]
    [InlineData("object? _o; public void A() => Interlocked.CompareExchange(ref _o, new object(), null); public object B() => _o ??= new object();")]
    [InlineData("C? _o; public void A() => Interlocked.Exchange(ref _o, null); public void B() { if (_o == null) _o = new C(); }")]
    [InlineData("public void A() => Interlocked.Increment(ref _s.N); S _t; public void B() { _t.N++; }")]
    [InlineData("public struct Word { long _w; public void Take(long o) => Interlocked.CompareExchange(ref _w, 1, o); public void Mark() => _w |= 4; }")] // may be a copy
    [InlineData("static class Interlocked { public static int Increment(ref int n) => n++; } public void A() => Interlocked.Increment(ref _n); public void B() { _n++; }")]
    [InlineData("static void Increment(ref int n) => n++; public void A() => Increment(ref _n); public void B() { _n++; }")]
    [InlineData("public void A() { Interlocked.Increment(ref _n); } public void M(System.Linq.Expressions.Expression<Func<int>> e) { } public void B() => M(() => _n + 1);")]
    public Task Locks_phases_and_look_alikes(string members) => Verify.SilentAsync($"class C {{ {Fields} {members} }}");

    // ---- Results that are read again ----

    [Theory]
    [InlineData("Interlocked.Decrement(ref _n); if ([|_n|] == 0) Done();", "if (Interlocked.Decrement(ref _n) == 0) Done();")]
    [InlineData("Interlocked.Decrement(ref this._n); if ([|_n|] == 0) Done();", "if (Interlocked.Decrement(ref this._n) == 0) Done();")]
    [InlineData("Interlocked.Decrement(ref _n); if (0 == [|_n|]) Done();", "if (0 == Interlocked.Decrement(ref _n)) Done();")]
    [InlineData("Interlocked.Decrement(ref _n); if ([|_n|] <= 0) Done();", "if (Interlocked.Decrement(ref _n) <= 0) Done();")]
    [InlineData("Interlocked.Decrement(ref _n); if ([|_n|] is 0) Done();", "if (Interlocked.Decrement(ref _n) is 0) Done();")]
    [InlineData("Interlocked.Increment(ref _n); if ([|_n|] != 1) return; Done();", "if (Interlocked.Increment(ref _n) != 1) return; Done();")]
    [InlineData("Interlocked.Increment(ref _n); if ([|_n|] % 100 == 0) Done();", "if (Interlocked.Increment(ref _n) % 100 == 0) Done();")]
    [InlineData("_ = Interlocked.Add(ref _n, -2); if ([|_n|] == 0 && k > 2) Done();", "if (Interlocked.Add(ref _n, -2) == 0 && k > 2) Done();")]
    [InlineData("Interlocked.Decrement(ref _n); if (k > 2 && [|_n|] == 0) Done();", "var n = Interlocked.Decrement(ref _n); if (k > 2 && n == 0) Done();")]
    [InlineData("Interlocked.Decrement(ref _n); if ([|_n|] == 0 || _n == 5) Done();", "var n = Interlocked.Decrement(ref _n); if (n == 0 || n == 5) Done();")]
    [InlineData("Interlocked.Decrement(ref _n); Console.WriteLine(); if ([|_n|] == 0) Done();", "var n = Interlocked.Decrement(ref _n); Console.WriteLine(); if (n == 0) Done();")]
    [InlineData("Interlocked.Increment(ref _n); var id = [|_n|]; Use(id);", "var id = Interlocked.Increment(ref _n); Use(id);")]
    [InlineData("Interlocked.Increment(ref _n); k = [|_n|]; Use(k);", "k = Interlocked.Increment(ref _n); Use(k);")]
    [InlineData("Interlocked.Increment(ref _n); _a[[|_n|] & 7] = k;", "var n = Interlocked.Increment(ref _n); _a[n & 7] = k;")]
    [InlineData("Interlocked.Increment(ref s_n); switch ([|s_n|]) { case 3: Done(); break; }", "switch (Interlocked.Increment(ref s_n)) { case 3: Done(); break; }")]
    [InlineData("Interlocked.Increment(ref _a[k]); if ([|_a[k]|] == 1) Done();", "if (Interlocked.Increment(ref _a[k]) == 1) Done();")]
    [InlineData("int c = 3; Parallel.For(0, 3, i => { Interlocked.Decrement(ref c); if ([|c|] == 0) Done(); });", "int c = 3; Parallel.For(0, 3, i => { if (Interlocked.Decrement(ref c) == 0) Done(); });")]
    [InlineData("switch (k) { case 1: Interlocked.Decrement(ref _n); if ([|_n|] == 0) Done(); break; }", "switch (k) { case 1: if (Interlocked.Decrement(ref _n) == 0) Done(); break; }")]
    [InlineData("Interlocked.Decrement(ref _n); var x = [|_n|] == 0 ? 1 : 2; Use(x);", "var x = Interlocked.Decrement(ref _n) == 0 ? 1 : 2; Use(x);")]
    public Task The_result_is_used(string before, string after)
        => Verify.FixesAsync(
            $"class C {{ {Fields} void Done() {{ }} void Use(int k) {{ }} void M(int k) {{ {before} }} }}",
            $"class C {{ {Fields} void Done() {{ }} void Use(int k) {{ }} void M(int k) {{ {after} }} }}");

    [Theory]
    [InlineData("int Next() { Interlocked.Increment(ref _n); return [|_n|]; }", "int Next() { return Interlocked.Increment(ref _n); }")]
    [InlineData("bool Next() { Interlocked.Decrement(ref _n); return [|_n|] == 0; }", "bool Next() { return Interlocked.Decrement(ref _n) == 0; }")]
    [InlineData("bool Next(ref int count) { Interlocked.Decrement(ref count); return [|count|] == 0; }", "bool Next(ref int count) { return Interlocked.Decrement(ref count) == 0; }")]
    public Task A_number_that_is_returned(string before, string after)
        => Verify.FixesAsync($"class C {{ {Fields} {before} }}", $"class C {{ {Fields} {after} }}");

    [Theory]
    [InlineData("public void A() => Interlocked.Exchange(ref _n, 0); public void B() { {|#0:_n++|}; }", DiagnosticSeverity.Info)]
    [InlineData("public void A(long l) { Interlocked.Exchange(ref _l, l); } public void B(long l) { {|#0:_l = Math.Max(_l, l)|}; }", DiagnosticSeverity.Info)]
    [InlineData("public void A() { _ = Interlocked.Exchange(ref _n, 0); } public void B() { {|#0:_n--|}; }", DiagnosticSeverity.Info)]
    [InlineData("public int A() => Interlocked.Exchange(ref _n, 0) + 1; public void B() { {|#0:_n++|}; }", DiagnosticSeverity.Warning)]
    [InlineData("public void A() { Interlocked.Exchange(ref _n, 0); } public void Up() => Interlocked.Increment(ref _n); public void B() { {|#0:_n++|}; }", DiagnosticSeverity.Warning)]
    [InlineData("public void A() { if (Interlocked.Exchange(ref _n, 0) > 1) { } } public void B() { {|#0:_n += 2|}; }", DiagnosticSeverity.Warning)]
    [InlineData("public void A() => Interlocked.Increment(ref _n); public void B() { {|#0:_n++|}; }", DiagnosticSeverity.Warning)]
    [InlineData("Func<int> A() { int n = 0; return () => { Interlocked.Increment(ref n); return {|#0:n|}; }; }", DiagnosticSeverity.Info)]
    [InlineData("int A() { Interlocked.Increment(ref _n); return {|#0:_n|}; }", DiagnosticSeverity.Warning)]
    [InlineData("string A() { Interlocked.Increment(ref _n); return \"id\" + {|#0:_n|}; }", DiagnosticSeverity.Warning)]
    [InlineData("long A() { long n = {|#0:_l|} + 1; Interlocked.Increment(ref _l); return n; }", DiagnosticSeverity.Info)]
    [InlineData("long A() { long n; n = {|#0:_l|} - 1; Interlocked.Decrement(ref _l); return n; }", DiagnosticSeverity.Info)]
    [InlineData("long A(int by) { long n = {|#0:this._l|} + by; Interlocked.Add(ref _l, by); return n; }", DiagnosticSeverity.Info)]
    public Task How_sure_it_is(string members, DiagnosticSeverity severity)
        => Reporting.ReportsAsync($"class C {{ {Fields} {members} }}", configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3013", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Theory]
    [InlineData("public void A() { int n = 0; Func<int> f = () => { Interlocked.Increment(ref n); return n; }; f(); }")]
    [InlineData("public void A() { int n = 0; Action f = () => { Interlocked.Increment(ref n); if (n == 2) Console.WriteLine(); }; f(); }")]
    public Task Locals_in_projects_of_tests(string members)
        => Verify.SilentAsync($"namespace Xunit {{ public class FactAttribute : Attribute {{ }} }} class C {{ {members} }}");

    [Theory]
    [InlineData("void M() { Interlocked.Increment(ref _n); if (_n > 3) Done(); }", "_n > 3")]
    [InlineData("void M() { Interlocked.Increment(ref _n); if (3 <= _n) Done(); }", "3 <= _n")]
    public async Task A_limit_on_the_way_up_is_a_suggestion(string member, string condition)
    {
        string source = $"class C {{ {Fields} void Done() {{ }} {member} }}";
        int column = source.IndexOf(condition, StringComparison.Ordinal) + condition.IndexOf("_n", StringComparison.Ordinal) + 1;
        await Verify.SilentAsync(source, configure: test => test.ExpectedDiagnostics.Add(
            DiagnosticResult.CompilerWarning("ASYNC3013").WithSeverity(DiagnosticSeverity.Info).WithSpan(1, column, 1, column + 2)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));
    }

    [Theory]
    [InlineData("void M() { Interlocked.Increment(ref _n); Console.WriteLine(_n); }")]
    [InlineData("void M(IProgress<int> p) { Interlocked.Increment(ref _n); p.Report(_n); }")]
    [InlineData("void M() { Interlocked.Increment(ref _n); Console.WriteLine($\"{_n}\"); }")]
    [InlineData("void M() { if (Interlocked.Decrement(ref _n) == 0) Done(); }")]
    [InlineData("void M() { Interlocked.Decrement(ref _n); while (_n > 0) Thread.Sleep(1); }")]
    [InlineData("void M() { Interlocked.Increment(ref _n); Done(); Interlocked.Decrement(ref _n); Done(); }")]
    [InlineData("async Task M() { Interlocked.Increment(ref _n); await Task.Yield(); if (_n == 0) Done(); }")]
    [InlineData("void M() { Interlocked.Increment(ref _n); if (_l == 0) Done(); }")]
    [InlineData("void M() { lock (_gate) { Interlocked.Decrement(ref _n); if (_n == 0) Done(); } }")]
    [InlineData("void M() { Interlocked.Decrement(ref _n); if (Volatile.Read(ref _n) == 0) Done(); }")]
    [InlineData("void M() { int n = 3; Interlocked.Decrement(ref n); if (n == 0) Done(); }")]
    [InlineData("public C() { Interlocked.Increment(ref _n); if (_n == 1) Done(); }")]
    [InlineData("void M() { Interlocked.Exchange(ref _n, 3); if (_n == 3) Done(); }")]
    [InlineData("void M(int[] all) { foreach (int x in all) { Interlocked.Decrement(ref _n); if (_n == 0) break; } }")] // nothing is done for it
    [InlineData("void M() { Interlocked.Decrement(ref _n); Done(); if (_n == 0) Done(); }")] // what was called may have changed it
    [InlineData("void M() { Interlocked.Decrement(ref _n); Action a = () => { if (_n == 0) Done(); }; a(); }")]
    [InlineData("void M() { Interlocked.Decrement(ref _n); if (nameof(_n) == \"x\") Done(); }")]
    [InlineData("void M() { var k = Interlocked.Decrement(ref _n); if (_n == 0) Done(); }")]
    [InlineData("bool M() { int _n = 3; Interlocked.Increment(ref this._n); bool isOver = _n > 3; return isOver; }")] // a local of that name
    [InlineData("long M() { long n = _l + 1; Interlocked.Decrement(ref _l); return n; }")]
    [InlineData("long M() { long n = _l + 2; Interlocked.Increment(ref _l); return n; }")]
    [InlineData("long M() { lock (_gate) { long n = _l + 1; Interlocked.Increment(ref _l); return n; } }")]
    [InlineData("long M(long l) { long n = l + 1; Interlocked.Increment(ref _l); return n; }")]
    [InlineData("static class Interlocked { public static int Decrement(ref int n) => n--; } void M() { Interlocked.Decrement(ref _n); if (_n == 0) Done(); }")]
    public Task The_field_is_not_read_for_the_result(string member) => Verify.SilentAsync($"class C {{ {Fields} void Done() {{ }} {member} }}");

    // ---- Messages ----

    [Theory]
    [InlineData("public void A() => Interlocked.Increment(ref _n);\npublic void B() { {|#0:_n++|}; }",
        "This update of '_n' can lose that of 'Interlocked.Increment' (Test0.cs:3); use 'Interlocked.Increment'")]
    [InlineData("public void A() => Interlocked.Add(ref _n, 2);\npublic void B() { {|#0:_n *= 2|}; }",
        "This update of '_n' can lose that of 'Interlocked.Add' (Test0.cs:3); use 'Interlocked.CompareExchange' in a loop, or a lock for both")]
    [InlineData("public void A() => Interlocked.Increment(ref _n);\npublic void B() { lock (_gate) {|#0:_n--|}; }",
        "Lock '_gate' does not keep 'Interlocked.Increment' (Test0.cs:3) out of this update of '_n'; use 'Interlocked.Decrement'")]
    [InlineData("public void A() => Interlocked.Increment(ref _n);\npublic int B() { var n = _n; {|#0:_n = 0|}; return n; }",
        "What 'Interlocked.Increment' (Test0.cs:3) adds between the read of '_n' and this write is lost; use 'Interlocked.Exchange'")]
    [InlineData("public void A() { Interlocked.Decrement(ref _n);\nif ({|#0:_n|} == 0) B(); } void B() { }",
        "Another thread may change '_n' between 'Interlocked.Decrement' (Test0.cs:3) and this read; use the result of the call")]
    public Task The_message_names_the_other_place(string members, string message)
        => Verify.SilentAsync($"class C {{\n{Fields}\n{members} public void All() {{ }} }}", configure: test
            => test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("ASYNC3013").WithLocation(0).WithMessage(message)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    // ---- Layout, files, versions ----

    [Fact]
    public Task The_layout_stays() => Verify.FixesAsync(
        """
        class C
        {
            private int _open, _total;

            // enter
            public void Enter() { Interlocked.Increment(ref _open); Interlocked.Increment(ref _total); }

            public void Leave()
            {
                // one less
                Interlocked.Decrement(ref _open); // done

                // the last one
                if ([|_open|] == 0) // none
                {
                    Console.WriteLine("closed");
                }

                // so many
                [|_total++|]; // counted
            }

            public int Take()
            {
                var n = _total; // what there is

                // begin again
                [|_total = 0|];
                return n;
            }
        }
        """,
        """
        class C
        {
            private int _open, _total;

            // enter
            public void Enter() { Interlocked.Increment(ref _open); Interlocked.Increment(ref _total); }

            public void Leave()
            {
                // one less
                // done

                // the last one
                if (Interlocked.Decrement(ref _open) == 0) // none
                {
                    Console.WriteLine("closed");
                }

                // so many
                Interlocked.Increment(ref _total); // counted
            }

            public int Take()
            {
                var n = Interlocked.Exchange(ref _total, 0); // what there is

                // begin again
                return n;
            }
        }
        """);

    /// <summary>The calls run only in a parallel loop whose end is waited for; the update runs before or behind it.</summary>
    [Theory]
    [InlineData("public async Task M() { await Before(); await Parallel.ForEachAsync(new int[9], async (i, t) => { await Task.Yield(); Interlocked.Increment(ref _n); }); } private async Task Before() { foreach (int i in new int[9]) { await Task.Yield(); _n++; } }")]
    [InlineData("public void M() { Parallel.For(0, 9, i => One(i)); After(); } private void One(int i) => Interlocked.Increment(ref _n); private void After() { _n++; }")]
    [InlineData("public async Task M() { await Parallel.ForEachAsync(new int[9], Body); Before(); async ValueTask Body(int i, CancellationToken t) { await Task.Yield(); Interlocked.Increment(ref _n); } } protected virtual void Before() { _n++; }")]
    public Task Beside_a_loop_that_is_waited_for(string members) => Reporting.SilentAsync("class C { private int _n; " + members + " }");

    [Theory]
    [InlineData("public void M() { Parallel.For(0, 9, i => One(i)); } private void One(int i) { Interlocked.Increment(ref _n); Two(); } private void Two() { [|_n++|]; }")]
    [InlineData("public void M() { Parallel.For(0, 9, i => One(i)); } public void X() => One(1); private void One(int i) { Interlocked.Increment(ref _n); } private void Two() { [|_n++|]; } public void Y() => Two();")]
    [InlineData("public Task M() { return Parallel.ForEachAsync(new int[9], async (i, t) => { await Task.Yield(); Interlocked.Increment(ref _n); }); } private void Two() { [|_n++|]; } public void Y() => Two();")]
    [InlineData("public void M() { Parallel.For(0, 9, i => One(i)); } private void One(int i) { Interlocked.Increment(ref _n); } private void Two() { [|_n++|]; } public void Y() => new Timer(_ => Two(), null, 1, 1);")]
    public Task Beside_a_loop_that_may_run(string members) => Reporting.ReportsAsync("class C { private int _n; " + members + " }");

    /// <summary>Of a count that is asked only whether it is zero, a lost increment is no loss.</summary>
    [Theory]
    [InlineData("public bool P => _n > 0; public void R() { _n = 0; }", DiagnosticSeverity.Info)]
    [InlineData("public bool P => _n != 0;", DiagnosticSeverity.Info)]
    [InlineData("public bool P => _n > 1;", DiagnosticSeverity.Warning)]
    [InlineData("public int P => _n;", DiagnosticSeverity.Warning)]
    [InlineData("public bool P => _n > 0; public void R() => Interlocked.Decrement(ref _n);", DiagnosticSeverity.Warning)]
    public Task Asked_whether_it_is_zero(string members, DiagnosticSeverity severity) => Reporting.ReportsAsync(
        "class C { private int _n; public void A() { Interlocked.Increment(ref _n); } public void B() { {|#0:_n++|}; } " + members + " }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3013", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task The_other_part_of_a_type() => Verify.FixesAsync(
        "partial class C { int _n, _o; public void A() { [|_n++|]; Interlocked.Increment(ref _o); } }",
        "partial class C { int _n, _o; public void A() { Interlocked.Increment(ref _n); Interlocked.Increment(ref _o); } }",
        configure: test =>
        {
            test.TestState.Sources.Add("partial class C { public void B() => Interlocked.Increment(ref _n); }");
            test.FixedState.Sources.Add("partial class C { public void B() => Interlocked.Increment(ref _n); }");
        });

    [Fact]
    public Task Old_language_version() => Verify.FixesAsync(
        "using System.Threading; class C { int _n; public void A() { Interlocked.Increment(ref _n); } public void B() { [|_n--|]; } public bool D() { Interlocked.Decrement(ref _n); return [|_n|] == 0; } }",
        "using System.Threading; class C { int _n; public void A() { Interlocked.Increment(ref _n); } public void B() { Interlocked.Decrement(ref _n); } public bool D() { return Interlocked.Decrement(ref _n) == 0; } }",
        languageVersion: LanguageVersion.CSharp5, globalUsings: false);

    [Fact]
    public Task Names_that_are_taken() => Verify.FixesAsync(
        "class C { int _n; void Done() { } void M(int n, bool k) { Interlocked.Decrement(ref _n); if (k && [|_n|] == 0) Done(); } }",
        "class C { int _n; void Done() { } void M(int n, bool k) { var n2 = Interlocked.Decrement(ref _n); if (k && n2 == 0) Done(); } }");

    [Fact]
    public Task Static_using() => Verify.FixesAsync(
        "using static System.Threading.Interlocked; class C { int _n; void A() { Increment(ref _n); } public void B() { [|_n--|]; } public void X() => A(); }",
        "using static System.Threading.Interlocked; class C { int _n; void A() { Increment(ref _n); } public void B() { Interlocked.Decrement(ref _n); } public void X() => A(); }");

    [Theory]
    [InlineData("class C { int _n; void A() => Interlocked.Increment(ref _n; void B() { _n++ } }")]
    [InlineData("class C { void A() => Interlocked.Increment(ref _missing); void B() { _missing++; } }")]
    [InlineData("class C { int _n; void A() { Interlocked.Decrement(ref _n); if ( } }")]
    public Task Broken_code(string source) => Verify.SilentAsync(source, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(
        "int left = 3;\nParallel.For(0, 3, i =>\n{\n    Interlocked.Decrement(ref left);\n    if ([|left|] == 0) Console.WriteLine();\n});\n",
        "int left = 3;\nParallel.For(0, 3, i =>\n{\n    if (Interlocked.Decrement(ref left) == 0) Console.WriteLine();\n});\n",
        outputKind: OutputKind.ConsoleApplication);
}
