using AsyncAnalyzers.Rules.Threads;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6004WaitWithoutLoopAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6004WaitWithoutLoopAnalyzer, AsyncAnalyzers.Rules.Threads.ASYNC6004WaitWithoutLoopCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Threads;

public class ASYNC6004WaitWithoutLoopTests
{
    [Theory]
    [InlineData("lock (_gate) { [|if|] (_items.Count == 0) Monitor.Wait(_gate); return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { [|if|] (_items.Count == 0) { Monitor.Wait(_gate); } int item = _items.Dequeue(); return item; }")]
    [InlineData("lock (_gate) { [|if|] (_count == 0) Monitor.Wait(_gate); _count--; return 1; }")]
    [InlineData("lock (_gate) { [|if|] (!_free) Monitor.Wait(_gate); _free = false; return 1; }")]
    [InlineData("lock (_gate) { [|if|] (this._items.Count == 0) System.Threading.Monitor.Wait(_gate); return this._items.Dequeue(); }")]
    [InlineData("lock (_gate) { try { [|if|] (_list.Count == 0 || _closed) Monitor.Wait(_gate); _list.RemoveAt(0); return 1; } finally { _n++; } }")]
    [InlineData("lock (_gate) { [|if|] (_count < 1) /* why */ Monitor.Wait(_gate); // wait\n _count -= 1; return 1; }")]
    [InlineData("lock (_gate) { [|if|] (_list.Count < 2) Monitor.Wait(_gate); --_count; _list.RemoveAt(0); return 1; }")]
    [InlineData("while (true) { lock (_gate) { [|if|] (_items.Count == 0) Monitor.Wait(_gate); Use(_items.Dequeue()); } }")]
    public Task The_test_becomes_a_loop(string body) => Verify.FixesAsync(
        Type(body.Replace("\\n", "\n")), Type(body.Replace("\\n", "\n").Replace("[|if|]", "while")));

    [Theory]
    [InlineData("lock (_gate) { [|if|] (_items.Count == 0) { Use(1); Monitor.Wait(_gate); } return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { [|if|] (_items is { Count: 0 } empty) Monitor.Wait(_gate); return _items.Dequeue(); }")]
    public Task No_fix_where_more_would_be_repeated(string body) => Verify.ReportsAsync(Type(body));

    [Theory]
    // It is tested again.
    [InlineData("lock (_gate) { while (_items.Count == 0) Monitor.Wait(_gate); return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); if (_items.Count == 0) return -1; return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); return _items.Count > 0 ? _items.Dequeue() : -1; }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); while (_items.Count > 0) Use(_items.Dequeue()); return 1; }")]
    [InlineData("lock (_gate) { while (true) { if (_items.Count == 0) Monitor.Wait(_gate); else return _items.Dequeue(); } }")]
    [InlineData("lock (_gate) { for (;;) { if (_items.Count == 0) { Monitor.Wait(_gate); continue; } return _items.Dequeue(); } }")]
    [InlineData("lock (_gate) { do { if (_items.Count == 0) Monitor.Wait(_gate); } while (_items.Count == 0); return _items.Dequeue(); }")]
    // Nobody takes what was waited for.
    [InlineData("lock (_gate) { if (!_closed) Monitor.Wait(_gate); return _count; }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); return _items.Count; }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); } return 1;")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); } lock (_gate) { return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_closed) Monitor.Wait(_gate); return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); var all = _items; _items = new(); return all.Count; }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); _items.TryDequeue(out int i); return i; }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); _items.Clear(); _count = 0; return 1; }")]
    [InlineData("lock (_gate) { if (_list.Count == 0) Monitor.Wait(_gate); return _list.Take(3).Count(); }")]
    [InlineData("lock (_gate) { if (!_free) Monitor.Wait(_gate); _free = true; return 1; }")]
    [InlineData("lock (_gate) { if (_count > 0) Monitor.Wait(_gate); _count--; return 1; }")]
    // It is tested again in another way.
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); bool any = _items.Count > 0 && _items.Dequeue() > 0; return any ? 1 : 0; }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); return _items.Count switch { 0 => -1, _ => _items.Dequeue() }; }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); int n = _items.Count; if (n == 0) return -1; return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); if (IsEmpty) return -1; return _items.Dequeue(); } } bool IsEmpty => _items.Count == 0; int N() { return 1;")]
    // Another lock.
    [InlineData("lock (_list) { if (_items.Count == 0) Monitor.Wait(_list); return _items.Dequeue(); }")]
    // One alone may take.
    [InlineData("return Loop(); } int Loop() { while (true) { lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); Use(_items.Dequeue()); } }")]
    [InlineData("new Thread(() => { lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); Use(_items.Dequeue()); } }).Start(); return 1;")]
    [InlineData("return F(); int F() { lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); return _items.Dequeue(); } }")]
    // Another wait.
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate, 1000); return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0 && !Monitor.Wait(_gate, 1000)) return -1; return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); else Use(1); return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { Monitor.Wait(_gate); return _items.Dequeue(); }")]
    [InlineData("if (_items.Count == 0) Monitor.Wait(_gate); return _items.Dequeue();")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Other.Monitor.Wait(_gate); return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Wait(); return _items.Dequeue(); } void Wait() { }")]
    [InlineData("var items = new Queue<int>(); lock (_gate) { if (items.Count == 0) Monitor.Wait(_gate); return items.Dequeue(); }")]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(_gate); Action a = () => _items.Dequeue(); a(); return nameof(_items).Length; }")]
    public Task Silent(string body) => Report.SilentAsync(Type(body));

    [Fact]
    public Task Nobody_pulses() => Report.SilentAsync(
        "class C { readonly object _gate = new(); int _n; public void M() { lock (_gate) { if (_n == 0) Monitor.Wait(_gate); _n--; } } }");

    [Theory]
    [InlineData("lock (_gate) { if (_items.Count == 0) Monitor.Wait(); return _items.Dequeue(); }")]
    [InlineData("lock (_gate) { if () Monitor.Wait(_gate); return _missing.Dequeue(); }")]
    public Task Broken_code(string body) => Report.SilentAsync(
        Type(body), configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task Messages() => Report.ReportsAsync(
        Type("lock (_gate) { {|#0:if|} (_items.Count == 0) Monitor.Wait(_gate); return {|#1:_items|}.Dequeue(); }"),
        configure: static test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC6004", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'_items' may have changed again when 'Monitor.Wait' returns, before it is used (Test0.cs:6); use 'while' instead of 'if'")));

    private static string Type(string body) => $$"""
        namespace Other { static class Monitor { public static void Wait(object o) { } } }
        class C
        {
            readonly object _gate = new(); Queue<int> _items = new(); readonly List<int> _list = new(); int _count, _n; bool _free, _closed;
            void Add(int i) { lock (_gate) { _items.Enqueue(i); _count++; _free = _closed = true; Monitor.PulseAll(_gate); } } void Use(int i) { }
            public int M() { {{body}} }
        }
        """;
}
