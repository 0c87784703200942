using System.Text.RegularExpressions;
using AsyncAnalyzers.Rules.Threads;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6001UncompletedQueueAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6001UncompletedQueueAnalyzer, AsyncAnalyzers.Rules.Threads.ASYNC6001UncompletedQueueCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Threads;

public class ASYNC6001UncompletedQueueTests
{
    private const string New = "var q = new BlockingCollection<int>(); ";
    private const string Chan = "var c = Channel.CreateUnbounded<int>(); ";
    private const string Eat = "foreach (int i in [|q.GetConsumingEnumerable()|]) Use(i);";
    private const string EatAsync = "await foreach (int i in [|c.Reader.ReadAllAsync()|]) Use(i);";

    /// <summary>The queue is a local: what is written before the wait is all.</summary>
    [Theory]
    [InlineData(New + "var t = Task.Run(() => { " + Eat + " }); q.Add(1); @q.CompleteAdding(); @t.Wait();")]
    [InlineData(New + "Task t = Task.Run(() => { " + Eat + " }); for (int n = 0; n < 9; n++) { q.Add(n); } @q.CompleteAdding(); @await t;")]
    [InlineData(New + "Task t = Task.Factory.StartNew(() => { " + Eat + " }, TaskCreationOptions.LongRunning); q.TryAdd(1); @q.CompleteAdding(); @await t.ConfigureAwait(false);")]
    [InlineData(New + "var t = new Thread(() => { " + Eat + " }); t.Start(); q.Add(1); @q.CompleteAdding(); @t.Join();")]
    [InlineData(New + "Thread t = new(() => { " + Eat + " }) { IsBackground = true }; t.Start(); q.Add(1); @q.CompleteAdding(); @t.Join();")]
    [InlineData(New + "var t = Task.Run(Eat); q.Add(1); @q.CompleteAdding(); @t.GetAwaiter().GetResult(); void Eat() { " + Eat + " }")]
    [InlineData(New + "Task t; t = Task.Run(() => Eat()); q.Add(1); @q.CompleteAdding(); @await Task.WhenAll(t); void Eat() { " + Eat + " }")]
    [InlineData(New + "var ts = new List<Task>(); for (int n = 0; n < 4; n++) { ts.Add(Task.Run(() => { " + Eat + " })); } q.Add(1); @q.CompleteAdding(); @await Task.WhenAll(ts);")]
    [InlineData(New + "Task[] ts = Enumerable.Range(0, 4).Select(_ => Task.Run(() => { " + Eat + " })).ToArray(); q.Add(1); @q.CompleteAdding(); @Task.WaitAll(ts);")]
    [InlineData(New + "var ts = new List<Thread>(); ts.Add(new Thread(() => { " + Eat + " })); ts[0].Start(); q.Add(1); @q.CompleteAdding(); @foreach (var t in ts) t.Join();")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); await c.Writer.WriteAsync(1); @c.Writer.Complete(); @await t;")]
    [InlineData(Chan + "var t = Eat(); c.Writer.TryWrite(1); @c.Writer.Complete(); @await t; async Task Eat() { " + EatAsync + " }")]
    [InlineData(Chan + "var w = c.Writer; var t = Task.Run(async () => { " + EatAsync + " }); await w.WriteAsync(1); @c.Writer.Complete(); @await t;")]
    [InlineData("var c = Channel.CreateBounded<int>(new BoundedChannelOptions(9)); var r = c.Reader; var t = Task.Run(async () => { await foreach (int i in [|r.ReadAllAsync()|].ConfigureAwait(false)) Use(i); }); await c.Writer.WriteAsync(1); @c.Writer.Complete(); @await t;")]
    [InlineData(Chan + "var t = Task.Run(async () => { while (await [|c.Reader.WaitToReadAsync()|]) { while (c.Reader.TryRead(out int i)) { if (i < 0) break; Use(i); } } }); c.Writer.TryWrite(1); @c.Writer.Complete(); @await t;")]
    [InlineData("using var q = new BlockingCollection<int>(9); var t = Task.Run(() => { " + Eat + " }); q.Add(1); Console.WriteLine(q.Count + nameof(q)); @q.CompleteAdding(); @await t;")]
    public Task A_local_queue_is_completed_before_the_wait(string body) => Verify.FixesAsync(
        Member(Regex.Replace(body, "@[^@]*@", "")), Member(Regex.Replace(body, "@|\\[\\||\\|\\]", "")));

    /// <summary>The wait is in the member that ends the object.</summary>
    [Theory]
    [InlineData("readonly BlockingCollection<int> _q = new(); readonly Task _t; C() { _t = Task.Run(Run); } void Run() { foreach (int i in [|_q.GetConsumingEnumerable()|]) Use(i); } public void Post(int i) => _q.Add(i); public void Dispose() { @_q.CompleteAdding(); @_t.Wait(); }")]
    [InlineData("BlockingCollection<int> _q; Thread _t; void Start() { _q = new BlockingCollection<int>(); _t = new Thread(this.Run); _t.Start(); } void Run() { foreach (int i in [|this._q.GetConsumingEnumerable()|]) Use(i); } public void Stop() { @this._q?.CompleteAdding(); @_t?.Join(); }")]
    [InlineData("readonly Channel<int> _c = Channel.CreateUnbounded<int>(); Task _t; void Start() => _t = RunAsync(); async Task RunAsync() { await foreach (int i in [|_c.Reader.ReadAllAsync()|]) Use(i); } public bool Post(int i) => _c.Writer.TryWrite(i); public async ValueTask DisposeAsync() { @_c.Writer.TryComplete(); @await _t; }")]
    [InlineData("readonly Channel<int> _c = Channel.CreateUnbounded<int>(); Task _t; void Start() { _t = Task.Run(async () => await RunAsync()); } async Task RunAsync() { while (await [|_c.Reader.WaitToReadAsync()|]) { Use(1); } } public async Task StopAsync(CancellationToken token) { @_c.Writer.TryComplete(); @await Task.WhenAll(_t); }")]
    public Task A_queue_of_the_object_is_completed_when_it_ends(string members) => Verify.FixesAsync(
        Type(Regex.Replace(members, "@[^@]*@", "")), Type(Regex.Replace(members, "@|\\[\\||\\|\\]", "")));

    [Theory]
    [InlineData(New + "var t = Task.Run(() => { " + Eat + " }); var p = Task.Run(() => { q.Add(1); }); await Task.WhenAll(p, t);")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); if (_n > 0) { c.Writer.TryWrite(1); } var p = Fill(); if (_n > 0) await t; async Task Fill() { await c.Writer.WriteAsync(1); }")]
    [InlineData(Chan + "c.Writer.TryWrite(1); " + EatAsync + " Use(2);")]
    [InlineData(Chan + "_ = Task.Run(() => c.Writer.TryWrite(1)); try { " + EatAsync + " } finally { _n++; } await Task.Yield();")]
    public Task No_fix_where_items_may_come_later(string body) => Report.ReportsAsync(Member(body));

    [Theory]
    // It is completed, or disposed, somewhere.
    [InlineData(New + "var t = Task.Run(() => { " + Eat + " }); q.Add(1); q.CompleteAdding(); t.Wait();")]
    [InlineData(New + "var t = Task.Run(() => { " + Eat + " }); q.Add(1); q.Dispose(); t.Wait();")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); c.Writer.TryWrite(1); c.Writer.TryComplete(); await t;")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); var w = c.Writer; w.TryWrite(1); w.Complete(); await t;")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); var p = Task.Run(() => { c.Writer.TryWrite(1); c.Writer.Complete(new Exception()); }); await t;")]
    // Somebody else has it.
    [InlineData(New + "var t = Task.Run(() => { " + Eat + " }); q.Add(1); Other(q); t.Wait();")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); c.Writer.TryWrite(1); Other(c.Writer); await t;")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); c.Writer.TryWrite(1); var d = c; d.Writer.Complete(); await t;")]
    [InlineData(Chan + "var t = Task.Run(async () => { " + EatAsync + " }); c.Writer.TryWrite(1); Action end = () => _ = c.Writer.TryComplete(); end(); await t;")]
    [InlineData("var q = _shared; var t = Task.Run(() => { " + Eat + " }); q.Add(1); t.Wait();")]
    [InlineData("var c = Make(); var t = Task.Run(async () => { " + EatAsync + " }); c.Writer.TryWrite(1); await t; Channel<int> Make() => null;")]
    // Another end.
    [InlineData(New + "var t = Task.Run(() => { foreach (int i in q.GetConsumingEnumerable(_token)) Use(i); }); q.Add(1); t.Wait();")]
    [InlineData(Chan + "var t = Task.Run(async () => { await foreach (int i in c.Reader.ReadAllAsync().WithCancellation(_token)) Use(i); }); c.Writer.TryWrite(1); await t;")]
    [InlineData(New + "var t = Task.Run(() => { foreach (int i in q.GetConsumingEnumerable()) { if (i < 0) break; Use(i); } }); q.Add(-1); t.Wait();")]
    [InlineData(New + "var t = Task.Run(() => { foreach (int i in q.GetConsumingEnumerable()) { if (i < 0) return; Use(i); } }); q.Add(-1); t.Wait();")]
    [InlineData(New + "var t = Task.Run(() => { foreach (int i in q.GetConsumingEnumerable()) { _token.ThrowIfCancellationRequested(); Use(i); } }); q.Add(1); t.Wait();")]
    // Nobody waits for it, or not for long.
    [InlineData(New + "var t = Task.Run(() => { foreach (int i in q.GetConsumingEnumerable()) Use(i); }); q.Add(1); t.Wait(1000);")]
    [InlineData(New + "var t = new Thread(() => { foreach (int i in q.GetConsumingEnumerable()) Use(i); }); t.Start(); q.Add(1); t.Join(1000);")]
    [InlineData(Chan + "var t = Task.Run(async () => { await foreach (int i in c.Reader.ReadAllAsync()) Use(i); }); c.Writer.TryWrite(1); await t.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData(Chan + "var t = Task.Run(async () => { await foreach (int i in c.Reader.ReadAllAsync()) Use(i); }); c.Writer.TryWrite(1); await Task.WhenAny(t, Task.Delay(1));")]
    [InlineData(New + "_ = Task.Run(() => { foreach (int i in q.GetConsumingEnumerable()) Use(i); }); q.Add(1);")]
    // It serves as long as the process runs.
    [InlineData(Chan + "var t = Task.Run(async () => { await foreach (int i in c.Reader.ReadAllAsync()) Use(i); }); while (true) { c.Writer.TryWrite(1); if (_n > 9) break; } await t;")]
    [InlineData(Chan + "await foreach (int i in c.Reader.ReadAllAsync()) Use(i);")]
    [InlineData(Chan + "c.Writer.TryWrite(1); await foreach (int i in c.Reader.ReadAllAsync()) Use(i); Console.WriteLine(1);")]
    [InlineData("var q = new Mine(); var t = Task.Run(() => { foreach (int i in q.GetConsumingEnumerable()) Use(i); }); q.Add(1); t.Wait();")]
    public Task Another_end_or_another_owner(string body) => Report.SilentAsync(Member(body.Replace("[|", "").Replace("|]", "")));

    [Theory]
    [InlineData("readonly BlockingCollection<int> _q = new(); readonly Task _t; C() { _t = Task.Run(Run); } void Run() { foreach (int i in _q.GetConsumingEnumerable()) Use(i); } public void Dispose() { _q.CompleteAdding(); _t.Wait(); }")]
    [InlineData("readonly BlockingCollection<int> _q = new(); Thread _t; void Start() { _t = new Thread(Run); _t.Start(); } void Run() { foreach (int i in _q.GetConsumingEnumerable()) Use(i); } public void Dispose() { _t.Interrupt(); _t.Join(); }")]
    [InlineData("internal readonly BlockingCollection<int> _q = new(); readonly Task _t; C() { _t = Task.Run(Run); } void Run() { foreach (int i in _q.GetConsumingEnumerable()) Use(i); } public void Dispose() { _t.Wait(); }")]
    [InlineData("readonly BlockingCollection<int> _q; readonly Task _t; C(BlockingCollection<int> q) { _q = q; _t = Task.Run(Run); } void Run() { foreach (int i in _q.GetConsumingEnumerable()) Use(i); } public void Dispose() { _t.Wait(); }")]
    [InlineData("readonly Channel<int> _c = Channel.CreateUnbounded<int>(); Task _t; public ChannelWriter<int> Writer => _c.Writer; void Start() => _t = RunAsync(); async Task RunAsync() { await foreach (int i in _c.Reader.ReadAllAsync()) Use(i); } public async ValueTask DisposeAsync() { await _t; }")]
    [InlineData("readonly Channel<int> _c = Channel.CreateUnbounded<int>(); async Task RunAsync() { await foreach (int i in _c.Reader.ReadAllAsync()) Use(i); } public async Task ServeAsync() { var t = RunAsync(); await t; }")]
    [InlineData("readonly Channel<int> _c = Channel.CreateUnbounded<int>(); Task _t; void Start() => _t = RunAsync(); async Task RunAsync() { await foreach (int i in _c.Reader.ReadAllAsync()) Use(i); } public async ValueTask DisposeAsync() { await Task.WhenAny(_t, Task.Delay(100)); }")]
    [InlineData("readonly Channel<int> _c = Channel.CreateUnbounded<int>(); Task _t; void Start() => _t = RunAsync(); async Task RunAsync() { await foreach (int i in _c.Reader.ReadAllAsync()) Use(i); } static void End(C other) => other._c.Writer.Complete(); public async ValueTask DisposeAsync() { await _t; }")]
    [InlineData("readonly Missing<int> _c = Missing.Create<int>(); Task _t; void Start() => _t = RunAsync(); async Task RunAsync() { await foreach (int i in _c.Reader.ReadAllAsync()) Use(i); } public async ValueTask DisposeAsync() { await _t; }")]
    public Task An_object_that_ends_it_or_serves(string members) => Report.SilentAsync(
        Type(members), configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task Messages() => Report.ReportsAsync(Member(New + "var t = Task.Run(() => { foreach (int i in {|#0:q.GetConsumingEnumerable()|}) Use(i); }); q.Add(1); {|#1:t.Wait()|};"), configure: static test
        => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC6001", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "Nobody completes 'q', so this loop never ends, and 'Wait' (Test0.cs:6) never returns; call 'q.CompleteAdding' before it")));

    private static string Member(string body) => Type("async Task M() { await Task.Yield(); " + body + " }");

    private static string Type(string members) => $$"""
        #nullable disable
        using System.Collections.Concurrent; using System.Threading.Channels;
        class Mine { public IEnumerable<int> GetConsumingEnumerable() => null; public void Add(int i) { } }
        class C
        {
            {{members}}
            int _n; CancellationToken _token; static BlockingCollection<int> _shared = new();
            void Use(int i) { } void Other(object o) { }
        }
        """;
}
