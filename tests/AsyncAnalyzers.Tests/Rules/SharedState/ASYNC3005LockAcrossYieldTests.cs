using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3005LockAcrossYieldAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3005LockAcrossYieldCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>An iterator holds a lock of its thread at <c>yield return</c>, while its caller runs.</summary>
public class ASYNC3005LockAcrossYieldTests
{
    [Theory]
    [InlineData("lock (_gate) { foreach (int x in _list) { [|yield|] return x; } }",
        "var items = new List<int>(); lock (_gate) { foreach (int x in _list) { items.Add(x); } } foreach (var item in items) { yield return item; }")]
    [InlineData("lock (_gate) foreach (int x in _list) [|yield|] return x;",
        "var items = new List<int>(); lock (_gate) foreach (int x in _list) items.Add(x); foreach (var item in items) { yield return item; }")]
    [InlineData("lock (_gate) { [|yield|] return _n; yield return _n + 1; } yield return 3;",
        "var items = new List<int>(); lock (_gate) { items.Add(_n); items.Add(_n + 1); } foreach (var item in items) { yield return item; } yield return 3;")]
    [InlineData("lock (_gate) { for (int i = 0; i < _list.Count; i++) { if (_list[i] > _n) { int y = _list[i]; [|yield|] return y; } } }",
        "var items = new List<int>(); lock (_gate) { for (int i = 0; i < _list.Count; i++) { if (_list[i] > _n) { int y = _list[i]; items.Add(y); } } } foreach (var item in items) { yield return item; }")]
    [InlineData("int items = 1; lock (_gate) { foreach (int item in _list) { [|yield|] return item + items; } }",
        "int items = 1; var items2 = new List<int>(); lock (_gate) { foreach (int item in _list) { items2.Add(item + items); } } foreach (var item2 in items2) { yield return item2; }")]
    [InlineData("Monitor.Enter(_gate); try { foreach (int x in _list) { [|yield|] return x; } } finally { Monitor.Exit(_gate); }",
        "var items = new List<int>(); Monitor.Enter(_gate); try { foreach (int x in _list) { items.Add(x); } } finally { Monitor.Exit(_gate); } foreach (var item in items) { yield return item; }")]
    [InlineData("_rw.EnterReadLock(); try { foreach (int x in _list) { [|yield|] return x; } } finally { _rw.ExitReadLock(); }",
        "var items = new List<int>(); _rw.EnterReadLock(); try { foreach (int x in _list) { items.Add(x); } } finally { _rw.ExitReadLock(); } foreach (var item in items) { yield return item; }")]
    [InlineData("_mutex.WaitOne(); try { [|yield|] return _n; } finally { _mutex.ReleaseMutex(); }",
        "var items = new List<int>(); _mutex.WaitOne(); try { items.Add(_n); } finally { _mutex.ReleaseMutex(); } foreach (var item in items) { yield return item; }")]
    public Task The_items_are_copied(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Theory]
    [InlineData("lock (_gate) { while (_list.Count > 0) { [|yield|] return _list[0]; } }")]
    [InlineData("lock (_gate) { for (;;) { [|yield|] return _queue.Dequeue(); } }")]
    [InlineData("lock (_gate) { foreach (int x in _list) { if (x == 0) { yield break; } [|yield|] return x; } }")]
    [InlineData("lock (_gate) { foreach (int x in _list) { [|yield|] return x; _n = x; } }")]
    [InlineData("lock (_gate) { foreach (int x in _list) { [|yield|] return _n++; } }")]
    [InlineData("lock (_gate) { foreach (int x in _list) { Console.WriteLine(x); [|yield|] return x; } }")]
    [InlineData("if (_n > 0) lock (_gate) { [|yield|] return _n; }")]
    [InlineData("lock (_gate) { try { [|yield|] return _n; } finally { _n = 2; } }")]
    [InlineData("Monitor.Enter(_gate); [|yield|] return _n; Monitor.Exit(_gate);")]
    [InlineData("_rw.EnterReadLock(); try { [|yield|] return _n; } finally { _n = 0; _rw.ExitReadLock(); }")]
    [InlineData("using (_rw.Read()) { [|yield|] return _n; }")]
    [InlineData("using var read = _rw.Read(); [|yield|] return _n;")]
    [InlineData("if (!Monitor.TryEnter(_gate, 5)) { yield break; } try { [|yield|] return _n; } finally { Monitor.Exit(_gate); _n = 1; }")]
    public Task Reported_without_a_fix(string body) => Verify.ReportsAsync(Member(body));

    [Theory]
    [InlineData("lock (_gate) { _n++; } yield return _n;")]
    [InlineData("int[] copy; lock (_gate) { copy = _list.ToArray(); } foreach (int x in copy) { yield return x; }")]
    [InlineData("Monitor.Enter(_gate); try { _n++; } finally { Monitor.Exit(_gate); } yield return _n;")]
    [InlineData("lock (_gate) { Use(Inner()); IEnumerable<int> Inner() { yield return 1; } } yield return 2;")]
    [InlineData("using (var s = new System.IO.MemoryStream()) { yield return s.ReadByte(); }")]
    [InlineData("_semaphore.Wait(); try { yield return 1; } finally { _semaphore.Release(); }")]
    [InlineData("if (!Monitor.TryEnter(_gate)) { yield return 0; yield break; } Monitor.Exit(_gate);")]
    [InlineData("foreach (int x in Private().ToList()) { yield return x; }")]
    [InlineData("using (Fake.EnterReadLock()) { yield return 1; }")]
    public Task Silent(string body) => Verify.SilentAsync(Member(body));

    [Theory]
    [InlineData("public class C { readonly object _o = new(); int[] _a = new int[2]; public IEnumerable<int> Items() { lock (_o) { foreach (int x in _a) { {|#0:yield|} return x; } } } }",
        DiagnosticSeverity.Info,
        "'_o' is held (Test0.cs:1) as long as the caller iterates, whatever the caller does in between; copy the items under the lock")]
    [InlineData("public class C { readonly object _o = new(); int[] _a = new int[2]; public IEnumerable<int> Items() { lock (this._o) { foreach (int x in _a) { {|#0:yield|} return x; } } }\npublic async Task F() { foreach (int x in Items()) { await Task.Delay(x); } } }",
        DiagnosticSeverity.Warning,
        "'_o' belongs to the thread that took it (Test0.cs:1), and a caller (Test0.cs:2) awaits in between; copy the items under the lock")]
    [InlineData("public class C { readonly object _o = new(); int[] _a = new int[2]; public IEnumerable<int> All { get { lock (_o) { foreach (int x in _a) { {|#0:yield|} return x; } } } }\npublic async Task F() { foreach (int x in All) { await Task.Delay(x); } } }",
        DiagnosticSeverity.Warning,
        "'_o' belongs to the thread that took it (Test0.cs:1), and a caller (Test0.cs:2) awaits in between; copy the items under the lock")]
    [InlineData("public class C { readonly object _o = new(); int[] _a = new int[2]; public IEnumerator<int> GetEnumerator() { lock (_o) { foreach (int x in _a) { {|#0:yield|} return x; } } }\npublic async Task F() { foreach (int x in this) { await Task.Delay(x); } } }",
        DiagnosticSeverity.Warning,
        "'_o' belongs to the thread that took it (Test0.cs:1), and a caller (Test0.cs:2) awaits in between; copy the items under the lock")]
    [InlineData("public class C { readonly object _o = new(); int[] _a = new int[2]; public async IAsyncEnumerable<int> Items() { await Task.Yield(); Monitor.Enter(_o); try { foreach (int x in _a) { {|#0:yield|} return x; } } finally { Monitor.Exit(_o); } } }",
        DiagnosticSeverity.Warning,
        "'_o' belongs to the thread that took it (Test0.cs:1), and this iterator may go on with another one; copy the items under the lock")]
    public Task Messages(string source, DiagnosticSeverity severity, string message) => Verify.SilentAsync(
        source,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC3005", severity).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithMessage(message)));

    /// <summary>Held at an await too: ASYNC1010 tells that.</summary>
    [Fact]
    public Task An_await_is_another_rules() => Verify.SilentAsync("""
        class C
        {
            readonly object _o = new();
            async IAsyncEnumerable<int> Items() { Monitor.Enter(_o); try { await Task.Yield(); yield return 1; } finally { Monitor.Exit(_o); } }
        }
        """);

    [Fact]
    public Task Layout_and_comments_stay() => Verify.FixesAsync(
        """
        public class C<T>
        {
            private readonly object _gate = new();
            private readonly List<T?> _list = new();

            public IEnumerator<T?> GetEnumerator()
            {
                // One at a time.
                lock (_gate)
                {
                    // All of them.
                    foreach (T? one in _list)
                    {
                        [|yield|] return one; // this one
                    }
                } // done
            }
        }
        """,
        """
        public class C<T>
        {
            private readonly object _gate = new();
            private readonly List<T?> _list = new();

            public IEnumerator<T?> GetEnumerator()
            {
                // One at a time.
                var items = new List<T?>();
                lock (_gate)
                {
                    // All of them.
                    foreach (T? one in _list)
                    {
                        items.Add(one); // this one
                    }
                } // done

                foreach (var item in items)
                {
                    yield return item;
                }
            }
        }
        """);

    private static string Member(string body) => $$"""
        class C
        {
            private readonly object _gate = new();
            private readonly ReaderWriterLockSlim _rw = new();
            private readonly Mutex _mutex = new();
            private readonly SemaphoreSlim _semaphore = new(1, 1);
            private readonly List<int> _list = new();
            private readonly Queue<int> _queue = new();
            private int _n;
            public IEnumerable<int> Items() { {{body}} }
            private IEnumerable<int> Private() { lock (_gate) { foreach (int x in _list) { yield return x; } } }
            private void Use(IEnumerable<int> xs) => Console.WriteLine(xs.Count() + Private().Count());
        }
        static class Rw { public static IDisposable Read(this ReaderWriterLockSlim l) { l.EnterReadLock(); return new Freed(l.ExitReadLock); } }
        sealed class Freed : IDisposable { private readonly Action _end; public Freed(Action end) => _end = end; public void Dispose() => _end(); }
        static class Fake { public static IDisposable EnterReadLock() => null!; }
        """;
}
