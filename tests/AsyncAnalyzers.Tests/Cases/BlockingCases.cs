namespace AsyncAnalyzers.Tests.Cases;

/// <summary>Code that blocks the thread it runs on: inputs after public bug reports.</summary>
public class BlockingCases
{
    /// <summary>The synchronous branch of an async flag stands where the asynchronous one belongs (npgsql/npgsql#2153).</summary>
    [Fact]
    public Task Swapped_branches() => Case.HoldsAsync("""
        class Buf
        {
            private readonly Stream _s;
            public Buf(Stream s) => _s = s;
            public async Task Ensure(byte[] b, bool async)
            {
                if ({|ASYNC1011:async|}) _s.ReadExactly(b);
                else await _s.ReadExactlyAsync(b);
            }
            public async Task EnsureRight(byte[] b, bool async)
            {
                if (async) await _s.ReadExactlyAsync(b);
                else _s.ReadExactly(b);
            }
            public async Task Ternary(byte[] b, bool async)
            {
                int n = async ? await _s.ReadAsync(b) : _s.Read(b);
                Console.WriteLine(n);
            }
        }
        """);

    /// <summary>Another type has an asynchronous form of the same name (SonarSource/sonar-dotnet#9803).</summary>
    [Fact]
    public Task A_counterpart_of_another_type() => Case.HoldsAsync("""
        class ServerConnection { public int ExecuteNonQuery(string sql) => sql.Length; }
        class SqlCommandLike { public int ExecuteNonQuery() => 1; public Task<int> ExecuteNonQueryAsync() => Task.FromResult(1); }
        class Runner
        {
            public async Task Run(string script)
            {
                await Task.Delay(1);
                new ServerConnection().ExecuteNonQuery(script);
            }
        }
        """);

    /// <summary>A wait on a thread of its own is meant; in code of the pool it is not (StackExchange/StackExchange.Redis#2326).</summary>
    [Fact]
    public Task Waits_on_own_threads() => Case.HoldsAsync("""
        class Bridge
        {
            private readonly AutoResetEvent _signal = new(false);
            private volatile bool _stop;
            public void Start() { var t = new Thread(s => ((Bridge)s).Drain()) { IsBackground = true }; t.Start(this); }
            private void Drain() { while (!_stop) { _signal.WaitOne(5000); Console.WriteLine("drained"); } }
            public void Start2() { new Thread(() => _ = DrainAsync()).Start(); }
            private async Task DrainAsync() { while (!_stop) { {|ASYNC1005:_signal.WaitOne(5000)|}; await Task.Yield(); } }
            public async Task Drain3Async() { while (!_stop) { {|ASYNC1005:_signal.WaitOne(5000)|}; await Console.Out.WriteLineAsync("x"); } }
        }
        interface IDatabase { string StringGet(string k); Task<string> StringGetAsync(string k); }
        class Cache
        {
            private readonly IDatabase _db;
            public Cache(IDatabase db) => _db = db;
            public async Task<string> Get(string k) { await Task.Delay(1); return {|ASYNC1004:_db.StringGet(k)|}; }
        }
        """);

    /// <summary>A wait between the awaits of a program (dotnet/sdk#50143).</summary>
    [Fact]
    public Task Top_level_statements() => Case.HoldsAsync("""
        using System.Net.Http;

        var client = new HttpClient();
        var a = await client.GetAsync("http://localhost/");
        {|ASYNC1002:Task.Delay(20000).Wait()|};
        var b = await client.GetAsync("http://localhost/");
        Console.WriteLine(a.StatusCode + " " + b.StatusCode);
        """, outputKind: OutputKind.ConsoleApplication);

    /// <summary>A dataflow block that posts to itself; an exception filter (dotnet/roslynator#584, #587).</summary>
    [Fact]
    public Task Blocks_and_filters() => Case.HoldsAsync("""
        using System.Threading.Tasks.Dataflow;

        class Flow
        {
            public TransformBlock<TimeSpan, int> Make(Func<int> action, CancellationToken ct)
            {
                TransformBlock<TimeSpan, int> block = null;
                block = new TransformBlock<TimeSpan, int>(async d => { await Task.Delay(d, ct).ConfigureAwait(false); block.Post(d); return action(); });
                return block;
            }
            public ActionBlock<int> Act() => new ActionBlock<int>(async n => { await Task.Delay(n); });
            public async Task Filter(Func<Task<int?>> find)
            {
                try { await find(); }
                catch (InvalidOperationException) when ({|ASYNC1002:find().Result|} == null) { }
                catch (IOException) { if (await find() != null) throw; }
            }
        }
        """);

    /// <summary>Async methods, task-returning methods, async and plain iterators (microsoft/vs-threading#671, #633).</summary>
    [Fact]
    public Task Streams_and_iterators() => Case.HoldsAsync("""
        class R
        {
            public async Task A(Stream f, byte[] b) { {|ASYNC1004:f.Read(b, 0, 10)|}; await Task.Yield(); }
            public Task B(Stream f, byte[] b) { {|ASYNC1004:f.Read(b, 0, 10)|}; return Task.CompletedTask; }
            public async IAsyncEnumerable<int> C() { await Task.Delay(5); foreach (var i in new[] { 1, 2 }) { {|ASYNC1002:Task.Delay(5).Wait()|}; yield return i; } }
            public IEnumerable<int> D() { foreach (var i in new[] { 1, 2 }) { {|ASYNC1003:Task.Delay(5).Wait()|}; yield return i; } }
            public IAsyncEnumerator<int> E2() => Inner();
            private async IAsyncEnumerator<int> Inner() { await Task.Delay(1); {|ASYNC1001:Thread.Sleep(5)|}; yield return 1; }
        }
        """);

    /// <summary>AsyncLocal and culture (dotnet/corefx#8681, xunit/xunit#1891).</summary>
    [Fact]
    public Task What_a_method_sets_for_its_caller() => Case.HoldsAsync("""
        using System.Globalization;

        static class Scope
        {
            public static readonly AsyncLocal<string> Current = new();
            private static Task LoadAsync() => File.ReadAllTextAsync("x");
            public static void Begin(string id) { Current.Value = id; {|ASYNC1003:LoadAsync().Wait()|}; }
            public static Task Begin2Async(string id) { Current.Value = id; {|ASYNC1001:Thread.Sleep(5)|}; return Task.CompletedTask; }
            public static Task Begin3Async(string id) { Current.Value = id; {|ASYNC1002:LoadAsync().Wait()|}; return Task.CompletedTask; }
            public static void Begin4(string id) { Current.Value = id; {|ASYNC2001:LoadAsync()|}; }
            public static Task Begin5Async(string p) { Current.Value = p; using var f = File.OpenRead(p); return {|ASYNC2004:f.CopyToAsync(Stream.Null)|}; }
            public static Task Begin6Async(string p) { Current.Value = p; var s = {|ASYNC1004:File.ReadAllText(p)|}; return File.WriteAllTextAsync(p, s); }
            public static void Culture(string c) { CultureInfo.CurrentCulture = new CultureInfo(c); {|ASYNC1003:LoadAsync().Wait()|}; }
            public static Task Culture2(string c) { Thread.CurrentThread.CurrentCulture = new CultureInfo(c); {|ASYNC1001:Thread.Sleep(1)|}; return Task.CompletedTask; }
            private static void Push(string id) { Current.Value = id; }
            public static void Begin7(string id) { Push(id); {|ASYNC1003:LoadAsync().Wait()|}; }
        }
        """);

    /// <summary>Thread statics, thread locals, thread affinity (MindscapeHQ/raygun4net#371).</summary>
    [Fact]
    public Task State_of_the_thread() => Case.HoldsAsync("""
        static class Depth
        {
            [ThreadStatic] private static int _depth;
            private static readonly ThreadLocal<int> Nest = new();
            private static Task LoadAsync() => File.ReadAllTextAsync("x");
            public static void Enter() { _depth++; {|ASYNC1003:LoadAsync().Wait()|}; _depth--; }
            public static async Task EnterAsync() { _depth++; {|ASYNC1001:Thread.Sleep(5)|}; _depth--; await Task.Yield(); }
            public static async Task Enter2Async() { Nest.Value++; {|ASYNC1002:LoadAsync().Wait()|}; Nest.Value--; await Task.Yield(); }
            public static void Ctx(SynchronizationContext c)
            {
                var old = SynchronizationContext.Current;
                SynchronizationContext.SetSynchronizationContext(null);
                try { {|ASYNC1003:LoadAsync().Wait()|}; }
                finally { SynchronizationContext.SetSynchronizationContext(old); }
            }
            public static void Impersonate(Func<Task> f)
            {
                Thread.BeginThreadAffinity();
                {|ASYNC1003:f().Wait()|};
                Thread.EndThreadAffinity();
            }
        }
        """);

    /// <summary>Transactions, suppressed flow and locks that must end on the thread that began them.</summary>
    [Fact]
    public Task Scopes_of_one_thread() => Case.HoldsAsync("""
        using System.Transactions;

        class Orders
        {
            private static Task SaveAsync() => File.WriteAllTextAsync("x", "y");
            public void Tx() { using (var tx = new TransactionScope()) { {|ASYNC1003:SaveAsync().Wait()|}; tx.Complete(); } }
            public Task TxTask() { using var tx = new TransactionScope(); {|ASYNC1002:SaveAsync().Wait()|}; tx.Complete(); return Task.CompletedTask; }
            public async Task TxAsync() { using (var tx = new TransactionScope(TransactionScopeOption.Required)) { {|ASYNC1002:SaveAsync().Wait()|}; tx.Complete(); } await Task.Yield(); }
            public async Task TxFlow() { using (var tx = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { {|ASYNC1002:SaveAsync().Wait()|}; tx.Complete(); } await Task.Yield(); }
            public async Task TxAwaits() { using (var tx = new TransactionScope()) { {|ASYNC1010:await|} SaveAsync(); tx.Complete(); } }
            public async Task Suppress() { using (ExecutionContext.SuppressFlow()) { {|ASYNC1002:SaveAsync().Wait()|}; } await Task.Yield(); }
            private SpinLock _spin; private int _n;
            public void Spin() { bool taken = false; try { _spin.Enter(ref taken); {|ASYNC1003:SaveAsync().{|ASYNC3010:Wait|}()|}; _n++; } finally { if (taken) _spin.Exit(); } }
            private readonly Lock _l = new();
            public void L() { _l.Enter(); try { {|ASYNC1003:SaveAsync().{|ASYNC3010:Wait|}()|}; _n++; } finally { _l.Exit(); } }
            public async Task L2() { using (_l.EnterScope()) { {|ASYNC1002:SaveAsync().Wait()|}; } await Task.Yield(); }
            public void Ent() { if (Monitor.TryEnter(_l)) { try { {|ASYNC1003:SaveAsync().Wait()|}; } finally { Monitor.Exit(_l); } } }
            public Task Drop() { using var tx = new TransactionScope(); {|ASYNC2001:SaveAsync()|}; tx.Complete(); return Task.CompletedTask; }
            public Task SleepTx() { using var tx = new TransactionScope(); {|ASYNC1001:Thread.Sleep(5)|}; tx.Complete(); return Task.CompletedTask; }
            public Task IoTx(string p) { using var tx = new TransactionScope(); var s = {|ASYNC1004:File.ReadAllText(p)|}; tx.Complete(); return File.WriteAllTextAsync(p, s); }
        }
        """);

    /// <summary>A call in an expression tree is data (HangfireIO/Hangfire#526, dotnet/roslyn#33573).</summary>
    [Fact]
    public Task Expression_trees() => Case.HoldsAsync("""
        using System.Linq.Expressions;

        static class BackgroundJob { public static string Enqueue(Expression<Action> e) => ""; public static string Enqueue(Expression<Func<Task>> e) => ""; public static string Enqueue<T>(Expression<Func<T, Task>> e) => ""; public static string Once(Expression<Action> e) => ""; }
        class Jobs
        {
            public async Task SendAsync(int n) { await Task.Delay(n); }
            public void A() { BackgroundJob.Enqueue(() => SendAsync(1)); }
            public void C() { BackgroundJob.Enqueue<Jobs>(j => j.SendAsync(2)); }
            public async void {|ASYNC2002:VoidJob|}() { await File.WriteAllTextAsync("a", "b"); }
            public void E() { BackgroundJob.Once(() => VoidJob()); }
        }
        """);

    /// <summary>WaitAll behind an await, and a completion source under a lock (dotnet/runtime#64051, #43438).</summary>
    [Fact]
    public Task Wait_after_an_await() => Case.HoldsAsync("""
        class Stopper
        {
            private readonly object _m = new(); private CancellationTokenSource _cts = new(); private TaskCompletionSource _done = {|ASYNC2012:new()|};
            public async Task StopAsync() { await Task.Yield(); _cts.Cancel(); }
            public async Task Wait(Task[] all) { try { await Task.Delay(-1, _cts.Token); } catch (OperationCanceledException) { } {|ASYNC1002:Task.WaitAll(all)|}; }
        }
        """);

    /// <summary>BlockingCollection in several shapes.</summary>
    [Fact]
    public Task Consuming_loops() => Case.HoldsAsync("""
        using System.Collections.Concurrent;

        class QueueA { private readonly BlockingCollection<int> _q = new(10); public void Put(int n) => _q.Add(n); public async Task RunAsync(CancellationToken ct) { foreach (var n in {|ASYNC1005:_q.GetConsumingEnumerable(ct)|}) { await {|ASYNC5002:Task.Delay(n)|}; } } }
        class QueueB { private readonly BlockingCollection<int> _q = new(); public void Put(int n) => _q.Add(n); public void Stop() { _q.CompleteAdding(); } public async Task RunAsync() { foreach (var n in {|ASYNC1005:_q.GetConsumingEnumerable()|}) { await Task.Delay(n); } } }
        class QueueC : IDisposable { private readonly BlockingCollection<int> _q = new(); public bool Put(int n) => _q.TryAdd(n); public int Left => _q.Count; public void Dispose() => _q.Dispose(); public async Task RunAsync() { while (!_q.IsCompleted) { var n = {|ASYNC1005:_q.Take()|}; await Task.Delay(n); } } }
        class QueueD { private readonly BlockingCollection<int> _q = new(new ConcurrentStack<int>()); public void Put(int n) => _q.Add(n); public async Task RunAsync() { foreach (var n in {|ASYNC1005:_q.GetConsumingEnumerable()|}) { await Task.Delay(n); } } }
        class QueueE { private readonly BlockingCollection<int> _q = new(); public void Put(int n) => _q.Add(n); public async Task RunAsync() { await Task.Yield(); if ({|ASYNC1005:_q.TryTake(out var n, 1000)|}) Console.WriteLine(n); } }
        class QueueF { private readonly BlockingCollection<int> _q = new(); public void Put(int n) { lock (_q) _q.Add(n); } public async Task RunAsync() { foreach (var n in {|ASYNC1005:_q.GetConsumingEnumerable()|}) { await Task.Delay(n); } } public int[] Snapshot() => _q.ToArray(); }
        class QueueG { private readonly BlockingCollection<int> _q = new(); public void Put(int n) { _q.Add(n); } public async Task RunAsync() { foreach (var n in {|ASYNC1005:_q.GetConsumingEnumerable()|}) { try { await Task.Delay(n); } catch (Exception) { break; } } } public Task Other() { foreach (var n in {|ASYNC1005:_q.GetConsumingEnumerable()|}) Console.WriteLine(n); return Task.CompletedTask; } }
        """);

    /// <summary>Local functions, lambdas, and every form of a returned task (dotnet/roslyn#19437, #27140).</summary>
    [Fact]
    public Task Positions() => Case.HoldsAsync("""
        class Positions
        {
            private Task Inner() => Task.Delay(1); private Task<int> InnerInt() => Task.FromResult(1); private Task {|ASYNC2008:_t|}; private void Sink(Task t) { }
            public void Outer() { Task In() { {|ASYNC1001:Thread.Sleep(5)|}; return Task.CompletedTask; } {|ASYNC1003:In().Wait()|}; }
            public Func<Task> Anon() => delegate { {|ASYNC1001:Thread.Sleep(5)|}; return Task.CompletedTask; };
            public Func<Task<int>> Anon2() => delegate () { int n = {|ASYNC1002:InnerInt().Result|}; return Task.FromResult(n); };
            public Task<int> Expr() => Task.FromResult({|ASYNC1002:InnerInt().Result|} + 1);
            public Task Keep() { Task t = Inner(); Sink(Inner()); _t = Inner(); {|ASYNC1001:Thread.Sleep(1)|}; return t; }
            public ValueTask<int> Vt() { {|ASYNC1001:Thread.Sleep(1)|}; return new ValueTask<int>(InnerInt()); }
            public ValueTask Vt2() { {|ASYNC1001:Thread.Sleep(1)|}; return default; }
            public Task<Task> Nested() { {|ASYNC1001:Thread.Sleep(1)|}; return Task.FromResult(Inner()); }
            public Task Cond(bool b) { {|ASYNC1001:Thread.Sleep(1)|}; return b ? Inner() : InnerInt(); }
            public Task Sw(int n) { {|ASYNC1001:Thread.Sleep(1)|}; return n switch { 0 => Inner(), 1 => Task.CompletedTask, _ => throw new InvalidOperationException() }; }
            public Task<object> Boxed() { {|ASYNC1001:Thread.Sleep(1)|}; return Task.FromResult<object>(5); }
            public Task Fail() { {|ASYNC1001:Thread.Sleep(1)|}; return Task.FromException(new InvalidOperationException()); }
            public Task<int> Canc(CancellationToken ct) { {|ASYNC1001:Thread.Sleep(1)|}; if (ct.IsCancellationRequested) return Task.FromCanceled<int>(ct); return Task.FromResult(1); }
            public Task Out(out int n) { n = 1; {|ASYNC1001:Thread.Sleep(1)|}; return Task.CompletedTask; }
            public Task Lam() { Func<int, Task> f = x => { {|ASYNC1001:Thread.Sleep(x)|}; return Inner(); }; return {|ASYNC1006:f|}(1); }
            public Task<int> Throw() => throw new NotImplementedException();
            public Task Tern(bool b) => b ? Task.Run(() => {|ASYNC1003:Inner().Wait()|}) : Task.CompletedTask;
            public Task As() { {|ASYNC1001:Thread.Sleep(1)|}; return Inner().ContinueWith(t => { }, TaskScheduler.Default); }
            public Task<IList<int>> Cov() { {|ASYNC1001:Thread.Sleep(1)|}; IList<int> l = new List<int>(); return Task.FromResult(l); }
            public Task<long> Widen() { {|ASYNC1001:Thread.Sleep(1)|}; return Task.FromResult((long)1); }
            public Task<(int A, int B)> Tup() { {|ASYNC1001:Thread.Sleep(1)|}; return Task.FromResult((1, 2)); }
            public Task Loc() { {|ASYNC1001:Thread.Sleep(1)|}; var t = Inner(); t = t.ContinueWith(_ => { }); return t; }
        }
        """);

    /// <summary>The catch clause waits for what the await would throw (dotnet/runtime#83382).</summary>
    [Fact]
    public Task A_catch_for_cancellation() => Case.HoldsAsync("""
        class Waits
        {
            public async Task C(CancellationToken ct) { while (!ct.IsCancellationRequested) { try { await Task.Delay(10, ct); } catch (OperationCanceledException) { break; } catch (Exception) { await Task.Delay(5, ct); } } }
            public async Task D(CancellationToken ct) { try { {|ASYNC1002:Task.Delay(10, ct).Wait()|}; } catch (OperationCanceledException) { } await Task.Yield(); }
        }
        """);
}
