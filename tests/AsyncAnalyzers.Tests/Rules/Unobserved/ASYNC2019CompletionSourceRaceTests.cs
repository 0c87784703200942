using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2019CompletionSourceRaceAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2019CompletionSourceRaceAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2019CompletionSourceRaceCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2019CompletionSourceRaceTests
{
    private const string Connection = """

        class Connection
        {
            public event Action<int> Received;
            public event Action Closed;
            public void On(string name, Action<int> handler) { }
            public Task SendAsync() => Task.CompletedTask;
            public Task<int> AskAsync() => Task.FromResult(1);
        }
        """;

    [Fact]
    public Task Message_and_evidence_of_a_race() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(Connection c, CancellationToken token)
            {
                var s = new TaskCompletionSource<int>();
                token.Register(() => s.{|#1:TrySetCanceled|}());
                c.Received += v => s.{|#0:SetResult|}(v);
                return s.Task;
            }
        }
        """ + Connection, """
        class C
        {
            Task<int> M(Connection c, CancellationToken token)
            {
                var s = new TaskCompletionSource<int>();
                token.Register(() => s.TrySetCanceled());
                c.Received += v => s.TrySetResult(v);
                return s.Task;
            }
        }
        """ + Connection, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2019", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'s' may have been completed by 'TrySetCanceled' (Test0.cs:6), and then 'SetResult' throws; use 'TrySetResult'")));

    /// <summary>A time-out or a cancellation, and something else.</summary>
    [Theory]
    [InlineData("c.Received += v => s.[|SetResult|](v); token.Register(() => s.TrySetCanceled()); return s.Task;")]
    [InlineData("token.Register(o => ((TaskCompletionSource<int>)o).TrySetCanceled(), s); c.On(\"x\", v => s.[|SetResult|](v)); return s.Task;")]
    [InlineData("token.UnsafeRegister(static (o, t) => ((TaskCompletionSource<int>)o).TrySetCanceled(t), s); c.On(\"x\", v => s.[|SetResult|](v)); return s.Task;")]
    [InlineData("token.Register(static o => { if (o is TaskCompletionSource<int> x) x.TrySetCanceled(); }, s); c.On(\"x\", v => s.[|SetResult|](v)); return s.Task;")]
    [InlineData("token.Register(static o => { var x = (TaskCompletionSource<int>)o; x.TrySetCanceled(); }, s); c.On(\"x\", v => s?.[|SetResult|](v)); return s.Task;")]
    [InlineData("var t = new Timer(_ => s.TrySetException(new TimeoutException()), null, 100, -1); c.Received += v => s.[|SetResult|](v); return s.Task;")]
    [InlineData("var t = new System.Timers.Timer(100); t.Elapsed += (_, _) => s.TrySetCanceled(); c.Received += v => s.[|SetResult|](v); return s.Task;")]
    [InlineData("Task.Delay(100).ContinueWith(_ => s.TrySetCanceled()); c.Received += v => { s.[|SetResult|](v); }; return s.Task;")]
    [InlineData("void Cancel() => s.TrySetCanceled(); token.Register(Cancel); c.Received += v => s.[|SetResult|](v); return s.Task;")]
    [InlineData("void Done(int v) => s.[|SetResult|](v); c.Received += Done; token.Register(() => s.TrySetCanceled()); return s.Task;")]
    [InlineData("token.Register(() => s.[|SetCanceled|]()); c.Received += v => s.TrySetResult(v); return s.Task;")]
    [InlineData("token.Register(() => s.[|SetCanceled|]()); c.Received += v => s.[|SetResult|](v); return s.Task;")]
    [InlineData("token.Register(() => { Console.WriteLine(); s.TrySetCanceled(); }); Task.Run(() => s.[|SetResult|](1)); return s.Task;")]
    [InlineData("var r = token.Register(() => s.TrySetCanceled()); c.Received += v => { r.Dispose(); s.[|SetResult|](v); }; return s.Task;")]
    [InlineData("token.Register(() => s.TrySetCanceled()); c.Received += v => { if (!s.Task.IsCompleted) s.[|SetResult|](v); }; return s.Task;")]
    [InlineData("token.Register(() => s.TrySetCanceled()); new Thread(() => { try { s.[|SetResult|](1); } catch (IOException e) { s.[|SetException|](e); } }).Start(); return s.Task;")]
    public Task Beside_a_timeout(string body) => FixesAsync(InMethod(body));

    [Theory]
    [InlineData("token.Register(() => s.TrySetCanceled()); try { s.[|SetResult|](await c.AskAsync()); } catch (Exception e) { s.[|SetException|](e); } return await s.Task;")]
    [InlineData("using (token.Register(() => s.TrySetCanceled())) { await c.SendAsync(); s.[|SetResult|](1); } return await s.Task;")]
    [InlineData("c.On(\"x\", v => s.[|SetResult|](v)); if (await Task.WhenAny(s.Task, Task.Delay(5)) != s.Task) s.TrySetCanceled(); return await s.Task;")]
    [InlineData("c.On(\"x\", v => s.TrySetResult(v)); if (await Task.WhenAny(s.Task, Task.Delay(5)) != s.Task) s.[|SetException|](new TimeoutException()); return await s.Task;")]
    [InlineData("c.On(\"x\", v => s.[|SetResult|](v)); try { return await s.Task.WaitAsync(token); } catch (TimeoutException) { s.TrySetCanceled(); throw; }")]
    [InlineData("_ = Task.Run(() => s.[|SetResult|](1)); if (!s.Task.Wait(100)) s.TrySetCanceled(); return await s.Task;")]
    [InlineData("c.Received += v => s.[|SetResult|](v); try { await c.SendAsync(); } catch (Exception e) { s.TrySetException(e); } return await s.Task;")]
    public Task Beside_the_function_that_stops_waiting(string body) => FixesAsync(InMethod(body, isAsync: true));

    /// <summary>Callbacks of different things.</summary>
    [Theory]
    [InlineData("c.Received += v => s.[|SetResult|](v); d.Received += v => s.[|SetResult|](v); return s.Task;")]
    [InlineData("c.Received += v => s.[|SetResult|](v); d.Closed += () => s.TrySetCanceled(); return s.Task;")]
    [InlineData("c.Received += v => s.[|SetResult|](v); Task.Run(() => s.[|SetResult|](2)); return s.Task;")]
    [InlineData("Task.Run(() => s.[|SetResult|](1)); Task.Run(() => s.[|SetResult|](2)); return s.Task;")]
    [InlineData("new Thread(() => s.[|SetResult|](1)).Start(); ThreadPool.QueueUserWorkItem(_ => s.[|SetResult|](2)); return s.Task;")]
    [InlineData("Task one = c.SendAsync(), two = d.SendAsync(); one.ContinueWith(_ => s.[|SetResult|](1)); two.ContinueWith(_ => s.[|SetResult|](2)); return s.Task;")]
    [InlineData("token.Register(() => s.[|SetCanceled|]()); new CancellationTokenSource(5).Token.Register(() => s.[|SetException|](new TimeoutException())); return s.Task;")]
    [InlineData("void One(int v) => s.[|SetResult|](v); c.Received += One; d.Received += v => { s.[|SetResult|](v); }; return s.Task;")]
    [InlineData("Task.Factory.StartNew(() => s.[|SetResult|](1)); Task.Run(() => s.TrySetResult(2)); return s.Task;")]
    [InlineData("_ = Task.WhenAny(Task.Run(() => s.[|SetResult|](1)), Task.Run(() => s.[|SetResult|](2))); return s.Task;")]
    public Task Beside_another_callback(string body) => FixesAsync(InMethod(body));

    [Fact]
    public Task Events_of_one_object_are_a_suggestion() => Report.ReportsAsync(
        InMethod("c.Received += v => s.{|#0:SetResult|}(v); c.Closed += () => s.{|#1:TrySetCanceled|}(); return s.Task;"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2019", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
                "'s' may have been completed by 'TrySetCanceled' (Test0.cs:6), and then 'SetResult' throws; use 'TrySetResult'")));

    /// <summary>The callback takes the source out of where it is found, and is ended before the other one.</summary>
    [Fact]
    public Task A_callback_that_was_cut_off_is_a_suggestion() => Report.ReportsAsync(
        InMethod("var all = new HashSet<int> { 1 }; var r = token.Register(() => { s.{|#1:TrySetCanceled|}(); all.Remove(1); }); "
            + "c.Received += v => { if (all.Contains(1)) { r.Dispose(); s.{|#0:SetResult|}(v); } }; return s.Task;"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2019", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)));

    [Theory]
    [InlineData("var all = new HashSet<int> { 1 }; var r = token.Register(() => { s.TrySetCanceled(); all.Remove(1); }); "
        + "c.Received += v => { s.[|SetResult|](v); r.Dispose(); }; return s.Task;")]
    [InlineData("var all = new HashSet<int> { 1 }; var r = token.Register(() => { s.TrySetCanceled(); all.Add(1); }); "
        + "c.Received += v => { r.Dispose(); s.[|SetResult|](v); }; return s.Task;")]
    public Task A_callback_that_was_not(string body) => FixesAsync(InMethod(body));

    /// <summary>Fields, properties and collections.</summary>
    [Theory]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) => _s.[|SetResult|](v); public void Close() => _s.TrySetCanceled();")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) { _s.[|SetResult|](v); _s = null; } public async Task FinishCloseAsync() { await Task.Yield(); _s?.TrySetResult(0); }")]
    [InlineData("TaskCompletionSource<int> S { get; } = new(); public void OnData(int v) => S.[|SetResult|](v); public void Dispose() { S.TrySetCanceled(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) => this._s.TrySetResult(v); public void Dispose() { this._s.[|SetCanceled|](); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public C(CancellationToken t) => t.Register(Cancelled); void Cancelled() => _s.TrySetCanceled(); public void OnData(int v) => _s.[|SetResult|](v);")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void Start() { _ = new Timer(OnTimer, null, 5, -1); } void OnTimer(object o) => Fail(); void Fail() => _s.TrySetCanceled(); public void OnData(int v) => _s.[|SetResult|](v);")]
    [InlineData("""
        ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new();
        public Task<int> AskAsync(int id, CancellationToken t) { var s = new TaskCompletionSource<int>(); _all[id] = s; t.Register(() => s.TrySetCanceled()); return s.Task; }
        public void OnData(int id, int v) { if (_all.TryRemove(id, out var s)) s.[|SetResult|](v); }
        """)]
    [InlineData("""
        ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new();
        public Task<int> AskAsync(int id, CancellationToken t) { var s = new TaskCompletionSource<int>(); _all.TryAdd(id, s); t.Register(o => ((TaskCompletionSource<int>)o).TrySetCanceled(), s); return s.Task; }
        public void OnData(int id, int v) { if (!_all.TryGetValue(id, out TaskCompletionSource<int> s)) return; s.[|SetResult|](v); }
        """)]
    [InlineData("""
        ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new();
        public void OnData(int id, int v) { if (_all.TryRemove(id, out var s)) { s.[|SetResult|](v); } }
        public void Close() { foreach (var s in _all.Values) { s.TrySetCanceled(); } _all.Clear(); }
        """)]
    [InlineData("""
        ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new();
        public void OnData(int id, int v) { if (_all.TryRemove(id, out var s)) { s.[|SetResult|](v); } }
        public void Close() => Fail();
        void Fail() { foreach (KeyValuePair<int, TaskCompletionSource<int>> pair in _all.ToArray()) { pair.Value.TrySetCanceled(); } }
        """)]
    [InlineData("""
        internal TaskCompletionSource<int> S;
        public void OnData(int v) { S.[|SetResult|](v); S = null; }
        class Other { Task<int> StartAsync(C c, CancellationToken t) { var s = new TaskCompletionSource<int>(); t.Register(() => s.TrySetCanceled(t)); c.S = s; return s.Task; } }
        """)]
    [InlineData("""
        readonly TaskCompletionSource _s = new();
        internal bool Cancel() => _s.TrySetCanceled();
        public void Answer() { if (_s.Task.IsCanceled) { throw new InvalidOperationException(); } Console.WriteLine(); _s.[|SetResult|](); }
        static void Use(C c, CancellationToken t) => t.Register(() => c.Cancel());
        """)]
    public Task Beside_what_ends_the_object(string members) => FixesAsync(InClass(members));

    [Fact]
    public Task Fix_leaves_lambdas_whose_type_is_not_given() => Verify.FixesAsync(
        InMethod("Action f = () => s.[|SetResult|](1); var g = () => s.[|SetResult|](2); token.Register(() => s.TrySetCanceled()); c.On(\"x\", _ => { f(); g(); }); return s.Task;"),
        InMethod("Action f = () => s.TrySetResult(1); var g = () => s.[|SetResult|](2); token.Register(() => s.TrySetCanceled()); c.On(\"x\", _ => { f(); g(); }); return s.Task;"));

    [Theory]
    [InlineData("if (s.TrySetCanceled(token)) { s.[|TrySetException|](new TimeoutException()); } return s.Task;")]
    [InlineData("if (s.TrySetCanceled(token)) s.[|SetException|](new TimeoutException()); return s.Task;")]
    [InlineData("if (!s.TrySetCanceled(token)) { return s.Task; } s.[|TrySetException|](new TimeoutException()); return s.Task;")]
    [InlineData("if (!s.TrySetResult(1)) { Console.WriteLine(); s.[|TrySetException|](new TimeoutException()); } return s.Task;")]
    [InlineData("if (s.TrySetResult(1)) { } else { s.[|TrySetCanceled|](); } return s.Task;")]
    [InlineData("s.SetResult(1); s.[|SetResult|](2); return s.Task;")]
    [InlineData("s.TrySetResult(1); Console.WriteLine(); s.[|TrySetResult|](2); return s.Task;")]
    [InlineData("s.SetResult(1); if (token.IsCancellationRequested) { s.[|TrySetCanceled|](); } return s.Task;")]
    [InlineData("bool first = s.TrySetResult(1); if (first) { s.[|SetResult|](2); } return s.Task;")]
    [InlineData("_ = s.TrySetResult(1) && s.[|TrySetResult|](2); return s.Task;")]
    [InlineData("switch (token.CanBeCanceled) { case true: s.SetCanceled(); s.[|SetResult|](1); break; } return s.Task;")]
    [InlineData("token.Register(() => { if (s.TrySetCanceled()) { s.[|TrySetException|](new TimeoutException()); } }); return s.Task;")]
    public Task Second_completion_of_one_flow(string body) => Report.ReportsAsync(InMethod(body));

    [Fact]
    public Task Message_of_a_second_completion_that_never_takes_effect() => Report.ReportsAsync(
        InMethod("if (s.{|#1:TrySetCanceled|}(token)) { s.{|#0:TrySetException|}(new TimeoutException()); } return s.Task;"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2019", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'s' has been completed by 'TrySetCanceled' (Test0.cs:6), so this 'TrySetException' never takes effect; remove one of the two")));

    [Fact]
    public Task Second_completion_of_a_field() => Report.ReportsAsync(InClass("""
        readonly TaskCompletionSource<int> _tcs = new();
        void M(object state) { var tcs = (TaskCompletionSource<int>)state; if (tcs.TrySetCanceled()) { tcs.[|TrySetException|](Error()); } }
        void N() { if (_tcs.TrySetCanceled()) { _tcs.[|TrySetException|](Error()); Error(); _tcs.TrySetException(Error()); } }
        Exception Error() => new TimeoutException();
        """));

    [Theory]
    [InlineData("if (b) { s.SetResult(1); } else { s.SetResult(2); } return s.Task;")]
    [InlineData("if (b) { s.SetResult(1); return s.Task; } s.SetResult(2); return s.Task;")]
    [InlineData("try { s.SetResult(int.Parse(\"1\")); } catch (FormatException e) { s.TrySetException(e); } return s.Task;")]
    [InlineData("try { s.SetResult(int.Parse(\"1\")); } catch (FormatException e) { s.SetException(e); } finally { s.TrySetCanceled(); } return s.Task;")]
    [InlineData("s.SetResult(1); s = new(); s.SetResult(2); return s.Task;")]
    [InlineData("s.SetResult(1); var u = new TaskCompletionSource<int>(); u.SetResult(2); return s.Task;")]
    [InlineData("Action f = () => s = new(); s.SetResult(1); f(); s.SetResult(2); return s.Task;")]
    [InlineData("if (b && s.TrySetResult(1)) { return s.Task; } s.SetResult(2); return s.Task;")]
    [InlineData("switch (b) { case true: s.SetResult(1); break; default: s.SetResult(2); break; } return s.Task;")]
    [InlineData("var all = new[] { s, new() }; all[0].SetResult(1); all[1].SetResult(2); return s.Task;")]
    [InlineData("foreach (var x in new[] { s }) { x.SetResult(1); } return s.Task;")]
    public Task Completions_of_one_flow(string body) => Verify.SilentAsync(InMethod(body));

    /// <summary>Next to each is a variant that is reported.</summary>
    [Theory]
    [InlineData("token.Register(() => s.TrySetCanceled()); c.Received += v => s.TrySetResult(v); return s.Task;")]
    [InlineData("token.Register(() => s.SetCanceled()); return s.Task;")]
    [InlineData("c.Received += v => s.SetResult(v); return s.Task;")]
    [InlineData("if (b) { s.SetException(new NotSupportedException()); return s.Task; } token.Register(() => s.TrySetCanceled()); return s.Task;")]
    [InlineData("s.SetResult(1); token.Register(() => s.TrySetCanceled()); return s.Task;")]
    [InlineData("if (b) { token.Register(() => s.TrySetCanceled()); } else { s.SetResult(1); } return s.Task;")]
    [InlineData("object g = new(); token.Register(() => { lock (g) s.TrySetCanceled(); }); c.Received += v => { lock (g) { if (!s.Task.IsCompleted) s.SetResult(v); } }; return s.Task;")]
    [InlineData("int n = 0; token.Register(() => { if (Interlocked.Exchange(ref n, 1) == 0) s.SetCanceled(); }); c.Received += v => { if (Interlocked.Exchange(ref n, 1) == 0) s.SetResult(v); }; return s.Task;")]
    [InlineData("int n = 0; token.Register(() => { if (Interlocked.CompareExchange(ref n, 1, 0) != 0) return; s.SetCanceled(); }); c.Received += v => { if (Interlocked.CompareExchange(ref n, 1, 0) != 0) return; s.SetResult(v); }; return s.Task;")]
    [InlineData("bool done = false; token.Register(() => { if (!done) { done = true; s.SetCanceled(); } }); c.Received += v => { if (!done) { done = true; s.SetResult(v); } }; return s.Task;")]
    [InlineData("Action<int> h = null; h = v => { c.Received -= h; s.SetResult(v); }; c.Received += h; d.Closed += () => s.TrySetCanceled(); return s.Task;")]
    [InlineData("c.Received += v => s.SetResult(v); c.Closed += () => s.SetCanceled(); return s.Task;")]
    [InlineData("if (b) Task.Run(() => s.SetResult(1)); else Task.Run(() => s.SetResult(2)); return s.Task;")]
    [InlineData("c.On(\"ok\", v => s.SetResult(v)); c.On(\"failed\", _ => s.SetCanceled()); return s.Task;")]
    [InlineData("var t = c.AskAsync(); t.ContinueWith(x => s.SetResult(1), TaskContinuationOptions.OnlyOnRanToCompletion); t.ContinueWith(x => s.SetCanceled(), TaskContinuationOptions.OnlyOnFaulted); return s.Task;")]
    [InlineData("c.AskAsync().ContinueWith(t => { if (t.IsFaulted) s.SetException(t.Exception); else if (t.IsCanceled) s.SetCanceled(); else s.SetResult(t.Result); }); return s.Task;")]
    [InlineData("try { c.AskAsync().ContinueWith(t => s.SetResult(1)); } catch (Exception e) { s.TrySetException(e); } return s.Task;")]
    [InlineData("try { Task.Run(() => s.SetResult(1)).Wait(); } catch (Exception e) { s.TrySetException(e); } return s.Task;")]
    [InlineData("new[] { 1 }.ToList().ForEach(v => s.SetResult(v)); s.TrySetCanceled(); return s.Task;")]
    [InlineData("Use(s); token.Register(() => s.TrySetCanceled()); return s.Task; void Use(TaskCompletionSource<int> x) { }")]
    [InlineData("token.Register(() => s.TrySetCanceled()); var other = new TaskCompletionSource<int>(); c.Received += v => other.SetResult(v); return s.Task;")]
    public Task Agreed_or_apart(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("using (token.Register(() => s.TrySetCanceled())) { await c.SendAsync(); } s.SetResult(1); return await s.Task;")]
    [InlineData("await Task.Run(() => s.SetResult(1)); s.TrySetCanceled(); return await s.Task;")]
    [InlineData("c.On(\"x\", v => s.SetResult(v)); await c.SendAsync(); s.TrySetCanceled(); return await s.Task;")]
    [InlineData("c.Received += Done; await Task.WhenAny(s.Task, Task.Delay(5)); c.Received -= Done; s.TrySetCanceled(); return await s.Task; void Done(int v) => s.SetResult(v);")]
    [InlineData("await Task.Run(() => s.SetResult(1)); await Task.Run(() => s.TrySetResult(2)); return await s.Task;")]
    [InlineData("c.On(\"x\", v => s.SetResult(v)); int r = await s.Task; s.TrySetCanceled(); return r;")]
    public Task In_turn(string body) => Verify.SilentAsync(InMethod(body, isAsync: true));

    [Theory]
    [InlineData("TaskCompletionSource<int> _s = new(); public C() { _s.SetResult(1); } public void Close() => _s.TrySetCanceled();")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) => _s.SetResult(v); public void OnError(Exception e) => _s.TrySetException(e);")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) => _s.SetResult(v); public void Close() { _s.TrySetCanceled(); _s = new(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) { var s = Interlocked.Exchange(ref _s, null); s?.SetResult(v); } public void Close() { _s?.TrySetCanceled(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) { _s = new(); _s.SetResult(v); } public void Close() { _s?.TrySetCanceled(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) { if (!_s.Task.IsCompleted) _s.SetResult(v); } public void Close() { _s?.TrySetCanceled(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); bool _closed; public void OnData(int v) { if (_closed) return; _s.SetResult(v); } public void Close() { _closed = true; _s?.TrySetCanceled(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); object _g = new(); public void OnData(int v) { lock (_g) { _s.SetResult(v); } } public void Close() { lock (_g) _s?.TrySetCanceled(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnData(int v) => _s.TrySetResult(v); public void HandleBasicCancel() => _s.SetResult(0); void Cancelled() => _s.SetResult(1);")]
    [InlineData("TaskCompletionSource<int> _s = new(); public void OnOk() => _s.SetResult(1); public void OnCancel() { _s.SetResult(0); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public Task StopAsync() { _s.SetResult(1); return _s.Task; } public void Dispose() { _s.TrySetCanceled(); }")]
    [InlineData("TaskCompletionSource<int> _s = new(); Connection c; public void OnData(int v) => _s.SetResult(v); public void Dispose() { c.Received -= OnData; _s.TrySetCanceled(); }")]
    [InlineData("""
        ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new();
        public Task<int> AskAsync(int id, CancellationToken t) { var s = new TaskCompletionSource<int>(); _all[id] = s; t.Register(() => { if (_all.TryRemove(id, out var x)) x.TrySetCanceled(); }); return s.Task; }
        public void OnData(int id, int v) { if (_all.TryRemove(id, out var s)) s.SetResult(v); }
        """)]
    [InlineData("""
        ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new();
        public Task<int> AskAsync(int id, CancellationToken t) { var s = new TaskCompletionSource<int>(); _all[id] = s; t.Register(() => { if (_all.TryRemove(id, out _)) s.TrySetCanceled(); }); return s.Task; }
        public void OnData(int id, int v) { if (!_all.TryRemove(id, out var s)) { return; } s.SetResult(v); }
        """)]
    [InlineData("""
        Dictionary<int, TaskCompletionSource<int>> _all = new();
        public void OnData(int id, int v) { if (_all.Remove(id, out var s)) { s.SetResult(v); } }
        public void Close() { foreach (var s in _all.Values) { s.TrySetCanceled(); } _all.Clear(); }
        """)]
    [InlineData("""
        record Item(TaskCompletionSource<int> Source); System.Threading.Channels.Channel<Item> _all;
        public void OnData() { if (_all.Reader.TryRead(out var item)) item.Source.TrySetCanceled(); }
        public async Task CloseAsync() { await foreach (var item in _all.Reader.ReadAllAsync()) { item.Source.SetCanceled(); } }
        """)]
    [InlineData("System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore<int> _s; public void OnData(int v) => _s.SetResult(v); public void Close() => _s.SetException(new IOException());")]
    [InlineData("class Own { public void SetResult(int v) { } public bool TrySetCanceled() => true; } Own _s = new(); public void OnData(int v) => _s.SetResult(v); public void Close() => _s.TrySetCanceled();")]
    public Task Members_that_agree_or_are_apart(string members) => Verify.SilentAsync(InClass(members));

    private static Task FixesAsync(string source)
        => Verify.FixesAsync(source, Regex.Replace(source, @"\[\|(\w+)\|\]", "Try$1"));

    private static string InMethod(string body, bool isAsync = false) => $$"""
        class C
        {
            {{(isAsync ? "async " : "")}}Task<int> M(Connection c, Connection d, bool b, CancellationToken token)
            {
                var s = new TaskCompletionSource<int>();
                {{body}}
            }
        }
        """ + Connection;

    private static string InClass(string members) => $$"""
        using System.Collections.Concurrent;
        class C
        {
            {{members}}
        }
        """ + Connection;
}
