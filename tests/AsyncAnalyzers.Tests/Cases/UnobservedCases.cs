namespace AsyncAnalyzers.Tests.Cases;

/// <summary>Tasks that are lost, and async functions whose failure nobody sees: inputs after public bug reports.</summary>
public class UnobservedCases
{
    /// <summary>A Lazy of a task, and one that blocks (StephenCleary/AsyncEx#41).</summary>
    [Fact]
    public Task Lazy_tasks() => Case.HoldsAsync("""
        class Discovery
        {
            private readonly Lazy<Task<string>> _doc = new(() => FetchAsync());
            private static async Task<string> FetchAsync() { await Task.Delay(1); return ""; }
            public Task<string> GetAsync() => _doc.Value;
            private readonly Lazy<string> _sync = new(() => {|ASYNC1003:FetchAsync().Result|});
            public string Get() => _sync.Value;
        }
        """);

    /// <summary>Async void methods as the callback of a timer (SonarSource/sonar-dotnet#5432).</summary>
    [Fact]
    public Task Timer_callbacks() => Case.HoldsAsync("""
        class Cleaner
        {
            private Timer _timer2;
            public void Start2() => _timer2 = new Timer({|ASYNC2003:CleanAsync|}, null, 0, 1000);
            private async void CleanAsync(object _) { await Task.Delay(10); await File.WriteAllTextAsync("x", "y"); }
            private Timer _timer3;
            public void Start3() => _timer3 = new Timer(CleanGuarded, null, 0, 1000);
            private async void CleanGuarded(object _) { try { await File.WriteAllTextAsync("x", "y"); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """);

    /// <summary>By name an event handler, by contract a step, guarded or not (SonarSource/sonar-dotnet#9682, dotnet/maui#35991).</summary>
    [Fact]
    public Task Async_void_methods() => Case.HoldsAsync("""
        class Shop
        {
            public async void {|ASYNC2002:OnOrderPlaced|}(int order) => await File.AppendAllTextAsync("orders", order.ToString());
        }
        interface IStep { void Run(); }
        class Step : IStep
        {
            public async void {|ASYNC2002:Run|}() { await Task.Delay(100); await File.WriteAllTextAsync("a", "b"); }
            async void {|ASYNC2002:Hidden|}() { await File.WriteAllTextAsync("a", "b"); }
        }
        class Form1
        {
            private async void {|ASYNC2002:button1_Click|}(object sender, EventArgs e) { await File.WriteAllTextAsync("a", "b"); }
            private async void button2_Click(object sender, EventArgs e)
            {
                try { await File.WriteAllTextAsync("a", "b"); } catch (Exception x) { Console.WriteLine(x.Message); }
            }
            private async void GoToCategory()
            {
                try { await File.WriteAllTextAsync("a", "b"); }
                catch (Exception ex) { System.Diagnostics.Debug.WriteLine(ex.ToString()); }
            }
        }
        """);

    /// <summary>Task.Run has no overload for them (dotnet/roslyn-analyzers#4290).</summary>
    [Fact]
    public Task Value_tasks_in_Task_Run() => Case.HoldsAsync("""
        class V
        {
            public async ValueTask<int> CountAsync() { await Task.Delay(1); return 1; }
            public async ValueTask SaveAsync() { await Task.Delay(1); }
            public async Task A() { await Task.{|ASYNC2007:Run|}(() => SaveAsync()); }
            public async Task B() { await Task.{|ASYNC2007:Run|}(() => CountAsync()); }
            public Task C() => Task.{|ASYNC2007:Run|}(SaveAsync);
            public async Task D() { int n = await await Task.Run(() => CountAsync()); Console.WriteLine(n); }
            public async Task E() { int n = await Task.Run(async () => await CountAsync()); Console.WriteLine(n); }
            public async Task F() { var vt = await Task.Run(() => CountAsync()); Console.WriteLine(await vt); }
            public void G() { {|ASYNC2001:Task.Run(() => SaveAsync())|}; }
            public async Task H() { await Task.Factory.{|ASYNC2007:StartNew|}(() => SaveAsync()); }
        }
        """);

    /// <summary>Options and paths of a TaskCompletionSource (aspnet/SignalR#1950, dotnet/docs#53005).</summary>
    [Fact]
    public Task Completion_sources() => Case.HoldsAsync("""
        class Rpc
        {
            private TaskCompletionSource<string> _pending;
            public Task<string> AskAsync() { _pending = {|ASYNC2012:new TaskCompletionSource<string>()|}; return _pending.Task; }
            public void OnAnswer(string s) => _pending.TrySetResult(s);
            public Task<int> RunAsync(Func<int> work)
            {
                var tcs = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    try { tcs.SetResult(work()); }
                    {|ASYNC2018:catch|} (Exception e) { Console.WriteLine(e); }
                });
                return tcs.Task;
            }
            public Task<int> RunRightAsync(Func<int> work)
            {
                var tcs = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    try { tcs.SetResult(work()); }
                    catch (Exception e) { tcs.SetException(e); }
                });
                return tcs.Task;
            }
            public Task<int> NoCatchAsync(Func<int> work)
            {
                var tcs = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                new Thread(() => tcs.SetResult(work())).Start();
                return tcs.Task;
            }
        }
        """);

    /// <summary>The task of a request is returned out of its using (matteobortolazzo/couchdb-net#112).</summary>
    [Fact]
    public Task Disposed_requests() => Case.HoldsAsync("""
        using System.Net.Http;

        class Api
        {
            private readonly HttpClient _http = new();
            public Task<HttpResponseMessage> PostAsync(string url, string body)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body) };
                return {|ASYNC2004:_http.SendAsync(request)|};
            }
            public Task<string> ScanAsync(Stream file)
            {
                using (var multi = new MultipartFormDataContent())
                {
                    multi.Add(new StreamContent(file));
                    return {|ASYNC2004:SendAsync(multi)|};
                }
            }
            private async Task<string> SendAsync(HttpContent c) { var r = await _http.PostAsync("x", c); return await r.Content.ReadAsStringAsync(); }
            public async Task<string> Right(HttpRequestMessage m)
            {
                using (var response = await _http.SendAsync(m)) { return await response.Content.ReadAsStringAsync(); }
            }
            public async Task<bool> Nested(Uri url)
            {
                using (var client = new HttpClient())
                using (var req = new HttpRequestMessage())
                {
                    req.RequestUri = url;
                    using (var response = await client.SendAsync(req)) { if (response.IsSuccessStatusCode) return true; }
                }
                return false;
            }
        }
        """);

    /// <summary>Async lambdas in Parallel.ForEach (dotnet/corefx#35793, #34233).</summary>
    [Fact]
    public Task Parallel_loops() => Case.HoldsAsync("""
        class Peers
        {
            public void Print(List<char> letters)
            {
                Parallel.ForEach(letters, {|ASYNC2003:async|} item => { await Task.Delay(100); Console.WriteLine(item); });
            }
            public async Task ConnectAsync(List<string> peers)
            {
                {|ASYNC1005:Parallel.ForEach(peers, {|ASYNC2003:async|} p => await DialAsync(p))|};
                await Task.Yield();
            }
            private Task DialAsync(string p) => File.WriteAllTextAsync(p, p);
            public async Task RunAllAsync(List<string> sims)
            {
                await Task.Run(() => Parallel.ForEach(sims, s => { {|ASYNC1003:DialAsync(s).GetAwaiter().GetResult()|}; }));
            }
            public Task RunInTransactionAsync(Action<Stream> work) => Task.Run(() => work(Stream.Null));
            public async Task UpdateAsync() { await RunInTransactionAsync({|ASYNC2003:async|} s => await s.WriteAsync(new byte[1])); }
            public async Task WrappedAsync(List<string> p) { await Task.Run(() => Parallel.ForEachAsync(p, async (x, ct) => await DialAsync(x))); }
            public void SyncForEach(List<string> p) { {|ASYNC2001:Parallel.ForEachAsync(p, async (x, ct) => await DialAsync(x))|}; }
            public void SyncWait(List<string> p) { {|ASYNC1003:Parallel.ForEachAsync(p, async (x, ct) => await DialAsync(x)).Wait()|}; }
        }
        """);

    /// <summary>A linked source is the right one (dotnet/orleans#929).</summary>
    [Fact]
    public Task Time_outs() => Case.HoldsAsync("""
        static class Timeouts
        {
            public static async Task<T> WithCancellation<T>(this Task<T> task, CancellationToken ct)
            {
                await Task.WhenAny({|ASYNC5007:Task.Delay(-1, ct)|}, task);
                ct.ThrowIfCancellationRequested();
                return await task;
            }
            public static async Task<T> WithTimeout<T>(Func<Task<T>> start, TimeSpan t)
            {
                var work = start();
                if (await Task.WhenAny(work, {|ASYNC5007:Task.Delay(t)|}) != work) throw new TimeoutException();
                return await work;
            }
            public static async Task<T> WithTimeoutRight<T>(Func<CancellationToken, Task<T>> start, TimeSpan t, CancellationToken ct)
            {
                using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct);
                cts.CancelAfter(t);
                return await start(cts.Token);
            }
            public static async Task Linked(CancellationToken ct, Func<CancellationToken, Task> f)
            {
                var cts = {|ASYNC5004:CancellationTokenSource.CreateLinkedTokenSource(ct)|};
                cts.CancelAfter(1000);
                await f(cts.Token);
            }
        }
        """);

    /// <summary>UniTask: dropped, forgotten on purpose, kept, blocked on (Cysharp/UniTask#315, #456).</summary>
    [Fact]
    public Task Custom_awaitables() => Case.HoldsAsync("""
        using Cysharp.Threading.Tasks;
        using UnityEngine;

        interface ILoader { UniTask LoadAsync(); }
        class Hero : MonoBehaviour
        {
            private ILoader _loader;
            private void Awake() { {|ASYNC2001:_loader.LoadAsync()|}; }
            private void Begin() { _loader.LoadAsync().Forget(); }
            private async void {|ASYNC2002:Start|}() { await _loader.LoadAsync(); }
            private async UniTaskVoid StartVoid() { await _loader.LoadAsync(); }
            private void Go() { StartVoid().Forget(); }
            private void Go2() { {|ASYNC1003:_loader.LoadAsync().AsTask().Wait()|}; }
            private async UniTask Sleepy() { {|ASYNC1001:Thread.Sleep(100)|}; await UniTask.NextFrame(); }
            private void Lambda(List<int> xs) { xs.ForEach({|ASYNC2003:async|} x => await UniTask.Delay(x)); }
            private async UniTask Both() { var a = {|ASYNC2008:_loader.LoadAsync()|}; await UniTask.Delay(5); }
            private async UniTask Caught() { try { await _loader.LoadAsync(); } catch (Exception e) { Debug.LogException(e); } }
        }
        static class MyTasks { public static void FireAndForget(this Task task) { } }
        """, libraries: [Library.UniTask]);

    /// <summary>Calls that the compiler warns of, and those it does not (dotnet/sdk#21430).</summary>
    [Fact]
    public Task Dropped_calls() => Case.HoldsAsync("""
        using System.Net.Http;

        class Client
        {
            private Task HandleErrorAsync(HttpResponseMessage r) => r.IsSuccessStatusCode ? Task.CompletedTask : Task.FromException(new HttpRequestException());
            public async Task<string> GetAsync(HttpClient c, string u)
            {
                var r = await c.GetAsync(u);
                {|CS4014:HandleErrorAsync(r)|};
                return await r.Content.ReadAsStringAsync();
            }
            private void Fail(long key) { {|CS4014:SendFailAsync(key)|}; }
            private async Task SendFailAsync(long key) => await Task.Delay((int)key);
            public Task Ret() { var t = SendFailAsync(1); return t; }
            public Task Ret2(bool b) { var t = SendFailAsync(1); if (b) return t; Console.WriteLine(t.Status); return Task.CompletedTask; }
            public async Task Launch()
            {
                while (true)
                {
                    {|CS4014:Task.Run(async () => await SendFailAsync(1))|};
                    await Task.Delay(100);
                }
            }
            public async Task CatchAsync() { try { await SendFailAsync(1); } catch { {|CS4014:SendFailAsync(2)|}; } }
            public void Sub(IObservable<int> o) { o.Subscribe(new Obs({|ASYNC2003:async|} x => await SendFailAsync(x))); }
            private class Obs : IObserver<int> { private readonly Action<int> _a; public Obs(Action<int> a) { _a = a; } public void OnCompleted() { } public void OnError(Exception e) { } public void OnNext(int v) => _a(v); }
        }
        """);

    /// <summary>Tasks as keys, queries that nothing enumerates, or twice (Vannevelj/SharpSource#121).</summary>
    [Fact]
    public Task Queries() => Case.HoldsAsync("""
        class L
        {
            private async Task<int> KeyAsync(int x) { await Task.Delay(1); return -x; }
            private Task<bool> IsOkAsync(int x) => Task.FromResult(x > 0);
            public class Thing { public int Do() => 1; public Task<int> DoAsync() => Task.Delay(1).ContinueWith(_ => 1); }
            public List<int> Sort(List<int> xs) => xs.{|ASYNC2010:OrderBy|}(async x => await KeyAsync(x)).ToList();
            public List<int> Sort2(List<int> xs) => xs.{|ASYNC2010:OrderBy|}(x => KeyAsync(x)).ToList();
            public int Groups(List<int> xs) => xs.{|ASYNC2010:GroupBy|}(x => KeyAsync(x)).Count();
            public object Biggest(List<int> xs) => xs.{|ASYNC2010:MaxBy|}(x => KeyAsync(x));
            public int Distinct(List<int> xs) => xs.{|ASYNC2010:DistinctBy|}(x => KeyAsync(x)).Count();
            public async Task<object> Sel(List<Thing> data) { await Task.Yield(); return data.Select(r => r.Do()).ToList(); }
            public void Lost(int[] ids) { var q = {|ASYNC2008:from id in ids select KeyAsync(id)|}; }
            public async Task Once(int[] ids) { foreach (var t in ids.Select(async i => await KeyAsync(i))) await t; }
            public async Task Twice(int[] ids) { var q = {|ASYNC2008:ids.Select(async i => await KeyAsync(i))|}; await Task.WhenAll(q); foreach (var t in q) Console.WriteLine({|ASYNC1002:t.Result|}); }
            public async Task Twice2(int[] ids) { var q = {|ASYNC2008:ids.Select(i => KeyAsync(i))|}; await Task.WhenAll(q); Console.WriteLine(q.Sum(t => {|ASYNC1002:t.Result|})); }
            public async Task TwiceOk(int[] ids) { var q = ids.Select(i => KeyAsync(i)).ToArray(); await Task.WhenAll(q); Console.WriteLine(q.Sum(t => t.Result)); }
            public int SumTasks(List<int> xs) => xs.Sum(x => {|ASYNC1003:KeyAsync(x).Result|});
            public Dictionary<int, Task<int>> Dict(List<int> xs) => xs.ToDictionary(x => x, x => KeyAsync(x));
        }
        """);

    /// <summary>An await of a task of a task (dotnet/roslyn#33126).</summary>
    [Fact]
    public Task Nested_tasks() => Case.HoldsAsync("""
        class TT
        {
            public static Task<Task> Outer() => Task.FromResult(Task.Delay(5));
            public static async Task<Task> Outer2() { await Task.Delay(1); return Task.Delay(5); }
            public async Task A() { await {|ASYNC2007:Outer|}(); }
            public async Task B() { await {|ASYNC2007:Outer2|}(); }
            public async Task C() { await await Outer(); }
            public async Task D() { await Outer2().Unwrap(); }
            public void E() { {|ASYNC1003:{|ASYNC2007:Outer|}().Wait()|}; }
            public async Task F() { await Task.WhenAny(Task.Delay(1), Task.Delay(2)); }
        }
        """);

    /// <summary>Async lambdas where an Action is wanted (CommunityToolkit/dotnet#22, xamarin/Xamarin.Forms#1857).</summary>
    [Fact]
    public Task Commands_and_dispatchers() => Case.HoldsAsync("""
        using System.Windows.Input;

        class RelayCommand : ICommand { private readonly Action _a; public RelayCommand(Action a) => _a = a; public bool CanExecute(object p) => true; public void Execute(object p) => _a(); public event EventHandler CanExecuteChanged { add { } remove { } } }
        class AsyncRelayCommand : ICommand { private readonly Func<Task> _a; public AsyncRelayCommand(Func<Task> a) => _a = a; public bool CanExecute(object p) => true; public async void Execute(object p) { try { await _a(); } catch (Exception e) { Console.WriteLine(e); } } public event EventHandler CanExecuteChanged { add { } remove { } } }
        class Dispatcher { public void Invoke(Action a) => a(); public T Invoke<T>(Func<T> f) => f(); public Task InvokeAsync(Action a) => Task.Run(a); public Task<T> InvokeAsync<T>(Func<T> f) => Task.Run(f); public void BeginInvoke(Delegate d) { } }
        class Vm
        {
            private readonly Dispatcher _d = new();
            public ICommand Save { get; }
            private Task SaveAsync() => File.WriteAllTextAsync("a", "b");
            public Vm() { Save = new RelayCommand({|ASYNC2003:async|} () => await SaveAsync()); }
            public ICommand Load => new AsyncRelayCommand(async () => await SaveAsync());
            public void A() { {|ASYNC2001:_d.Invoke(async () => await SaveAsync())|}; }
            public async Task B() { await _d.{|ASYNC2007:InvokeAsync|}(async () => await SaveAsync()); }
            public void C() { _d.BeginInvoke(new Action({|ASYNC2003:async|} () => await SaveAsync())); }
            public void D() { _d.Invoke(() => {|ASYNC1003:SaveAsync().Wait()|}); }
            private Task Create(Task t) => t;
            public async Task F() { await {|ASYNC2009:new Task|}(() => {|ASYNC2001:SaveAsync()|}); }
            private async Task Command() { throw new NotImplementedException(); await Task.Delay(100); }
            private bool _b; public bool B1 { get => _b; set { _b = value; {|ASYNC2001:SaveAsync()|}; } }
            public string Text { get => {|ASYNC1003:LoadAsync().Result|}; }
            private Task<string> LoadAsync() => File.ReadAllTextAsync("x");
        }
        """);

    /// <summary>The task of a lock as the resource of a using (neosmart/AsyncLock#18).</summary>
    [Fact]
    public Task Asynchronous_locks() => Case.HoldsAsync("""
        class Store
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private async Task FlushAsync() { await _gate.WaitAsync(); try { await Task.Delay(1); } finally { _gate.Release(); } }
        }
        class AsyncLock { public Task<IDisposable> LockAsync() => Task.FromResult<IDisposable>(null); }
        class User
        {
            private readonly AsyncLock _l = new();
            public async Task A() { using (await _l.LockAsync()) { await Task.Delay(1); } }
            public async Task B() { using ({|ASYNC2010:_l.LockAsync()|}) { await Task.Delay(1); } }
        }
        """);

    /// <summary>A synchronous policy that is given an async lambda (App-vNext/Polly#255, #192).</summary>
    [Fact]
    public Task Retry_policies() => Case.HoldsAsync("""
        using Polly;

        class Retry
        {
            private Task SaveAsync() => File.WriteAllTextAsync("a", "b");
            private async Task<bool> TryAsync() { await Task.Delay(1); return true; }
            private readonly RetryPolicy _sync = Policy.Handle<IOException>().Retry(3);
            private readonly AsyncRetryPolicy _async = Policy.Handle<IOException>().RetryAsync(3);
            private readonly ResiliencePipeline _pipe = new();
            public void A() { {|ASYNC2001:_sync.Execute(() => SaveAsync())|}; }
            public async Task C() { await _async.ExecuteAsync(async () => await TryAsync()); }
            public async Task D() { await Policy.Handle<IOException>().RetryAsync(2, {|ASYNC2003:async|} (e, n) => await SaveAsync()).ExecuteAsync(() => SaveAsync()); }
            public void E() { _sync.Execute(() => {|ASYNC1003:SaveAsync().Wait()|}); }
            public async Task F() { await Task.Yield(); {|CS4014:_pipe.Execute(() => SaveAsync())|}; }
            public async Task G() { await _pipe.ExecuteAsync(async ct => await SaveAsync()); }
            public void H() { var t = {|ASYNC2008:_sync.Execute(() => SaveAsync())|}; }
        }
        """, libraries: [Library.Polly]);

    /// <summary>StartNew with an async lambda (davidfowl/AspNetCoreDiagnosticScenarios#32, dotnet/MQTTnet#242).</summary>
    [Fact]
    public Task Long_running_work() => Case.HoldsAsync("""
        class Stressed
        {
            private Task _output; private readonly CancellationTokenSource _cts = new(); private readonly SemaphoreSlim _g = new(1);
            private async Task ProcessQueue(object s) { while (!_cts.IsCancellationRequested) await Task.Delay(10); }
            private async Task Once() { await Task.Delay(10); await File.WriteAllTextAsync("a", "b"); }
            public void Start() { _output = Task.Factory.{|ASYNC2007:StartNew|}<Task>(ProcessQueue, null, TaskCreationOptions.LongRunning); }
            public void Stop() { _cts.Cancel(); {|ASYNC1003:_output.Wait(1000)|}; }
            public async Task Stress()
            {
                var tasks = Enumerable.Range(0, 100).Select(i => Task.Factory.StartNew(async () => { while (true) { await _g.WaitAsync(); _g.Release(); } }, TaskCreationOptions.LongRunning)).ToArray();
                await Task.{|ASYNC2007:WhenAll|}(tasks);
            }
            public async Task A() { await Task.Factory.{|ASYNC2007:StartNew|}(async () => await Once(), TaskCreationOptions.LongRunning); }
            public void B() { {|ASYNC2001:Task.Factory.StartNew(async () => await Once(), _cts.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)|}; }
            public void C() { Task.Factory.StartNew(() => { {|ASYNC5005:while|} (true) Thread.Sleep(10); }, TaskCreationOptions.LongRunning); }
            public async Task D() { await Task.Factory.StartNew(async () => await Once(), TaskCreationOptions.LongRunning).Unwrap(); }
        }
        """);

    /// <summary>What an await throws is no AggregateException (dotnet/runtime#49995, dotnet/docs#8621).</summary>
    [Fact]
    public Task Aggregate_exceptions() => Case.HoldsAsync("""
        class Joined
        {
            public async Task A(Task[] ts) { try { await Task.WhenAll(ts); } catch ({|ASYNC2014:AggregateException|} e) { Console.WriteLine(e.InnerExceptions.Count); } }
            public async Task B(Task[] ts) { var all = Task.WhenAll(ts); try { await all; } catch { Console.WriteLine(all.Exception); } }
            public void C(Task[] ts) { try { {|ASYNC1003:Task.WaitAll(ts)|}; } catch (AggregateException e) { Console.WriteLine(e); } }
            public async Task D(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is {|ASYNC2014:AggregateException|}) { Console.WriteLine(e); } }
            public async Task E(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { if (e is {|ASYNC2014:AggregateException|} ae) foreach (var x in ae.InnerExceptions) Console.WriteLine(x); } }
            public async Task G(Task[] ts) { var all = Task.WhenAll(ts); try { await all; } catch { throw all.Exception; } }
            public void H(Task t) { try { {|ASYNC1003:t.Wait()|}; } catch (AggregateException e) { throw {|ASYNC2014:e.InnerException|}; } }
        }
        """);

    /// <summary>One await each, on every path (dotnet/corefx#42330, microsoft/vs-threading#753).</summary>
    [Fact]
    public Task Value_tasks_used_twice() => Case.HoldsAsync("""
        class Values
        {
            private async ValueTask<int> ParseAsync() { await Task.Delay(1); return 1; }
            public Task<int> A() { var vt = ParseAsync(); if (vt.IsCompletedSuccessfully && vt.Result == 0) return Task.FromResult(0); return {|ASYNC2011:vt.AsTask()|}; }
            public async Task B() { var t = ParseAsync(); await t; {|ASYNC2011:await t|}; }
            public async Task C(IAsyncEnumerator<int> e)
            {
                bool more = true;
                while (more)
                {
                    ValueTask<bool> next = e.MoveNextAsync();
                    if (next.IsCompletedSuccessfully && next.Result) { Task<bool> again = {|ASYNC2011:next.AsTask()|}; more = await again; }
                    else more = await next;
                }
            }
            public async Task<int> D(ValueTask<int> execution, int n) { int r = 0; for (int i = 0; i < n; i++) r = {|ASYNC2011:await execution|}; return r; }
            public void F(IAsyncDisposable d) { var r = d.DisposeAsync(); if (r.IsCompletedSuccessfully) { r.GetAwaiter().GetResult(); return; } r.AsTask().ContinueWith(_ => { }); }
            public async Task G() { var t = ParseAsync().AsTask(); await Task.WhenAll(t, t); }
            public async Task H(bool b) { var t = ParseAsync(); if (b) { await t; return; } await t; }
            public async Task I() { var t = ParseAsync(); try { await t; } catch (Exception) { {|ASYNC2011:await t|}; } }
            public async Task J() { var t = ParseAsync().Preserve(); await t; await t; }
        }
        """);
}
