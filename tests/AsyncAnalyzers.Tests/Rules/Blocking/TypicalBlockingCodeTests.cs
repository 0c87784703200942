using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.CpuBound;
using Microsoft.CodeAnalysis.Testing;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Code as it stands in servers, user interfaces, libraries and protocol clients.</summary>
public class TypicalBlockingCodeTests
{
    [Theory]
    [InlineData("void Pump() { while (!stop) { Thread.Sleep(16); } }  Task RunAsync() => Task.Factory.StartNew(Pump, TaskCreationOptions.LongRunning);")]
    [InlineData("Task StartAsync() { var t = new Thread(() => { while (!stop) { Thread.Sleep(16); } }) { IsBackground = true }; t.Start(); return Task.CompletedTask; }")]
    [InlineData("async Task M() { await Task.Run(() => { Thread.Sleep(50); }); }")]
    [InlineData("Timer Start() => new Timer(_ => Thread.Sleep(5), null, 0, 10);")]
    public Task ASYNC1001_silent(string members) => Silent<ASYNC1001ThreadSleepInAsyncAnalyzer>(members);

    [Theory]
    [InlineData("async Task M() { for (int i = 0; i < 5; i++) { try { await WorkAsync(); return; } catch (IOException) when (i < 4) { [|Thread.Sleep(1000 * i)|]; } } }")]
    [InlineData("async void Clicked(object sender, EventArgs e) { [|Thread.Sleep(200)|]; await WorkAsync(); }")]
    [InlineData("async IAsyncEnumerable<int> Items() { yield return 1; [|Thread.Sleep(10)|]; await WorkAsync(); yield return 2; }")]
    [InlineData("async Task M() { await using var d = new MemoryStream(); try { await WorkAsync(); } finally { [|Thread.Sleep(TimeSpan.FromSeconds(1))|]; } }")]
    [InlineData("ValueTask<int> M() { [|Thread.Sleep(5)|]; return new(1); }")]
    public Task ASYNC1001_reported(string members) => Reported<ASYNC1001ThreadSleepInAsyncAnalyzer>(members);

    [Theory]
    [InlineData("async Task<int> M() { Task<int> a = ReadAsync(), b = ReadAsync(); await Task.WhenAll(a, b); return a.Result + b.Result; }")]
    [InlineData("async Task<int> M(CancellationToken t) { var read = ReadAsync(); if (await Task.WhenAny(read, Task.Delay(100, t)) == read) { return read.Result; } return 0; }")]
    [InlineData("Task<int>? cached; ValueTask<int> M() { var c = cached; return c is { IsCompletedSuccessfully: true } ? new ValueTask<int>(c.Result) : new ValueTask<int>(c ??= ReadAsync()); }")]
    [InlineData("async Task<int[]> M(int[] ids) { var ts = ids.Select(_ => ReadAsync()).ToList(); await Task.WhenAll(ts); return ts.Select(t => t.Result).ToArray(); }")]
    [InlineData("async Task M() { var d = new Dictionary<int, Task<int>> { [1] = ReadAsync() }; await Task.WhenAll(d.Values); foreach (var p in d) { Console.WriteLine(p.Value.Result); } }")]
    [InlineData("ValueTask<int> M(ValueTask<int> t) { if (!t.IsCompletedSuccessfully) return Slow(t); return new(t.Result + 1); async ValueTask<int> Slow(ValueTask<int> s) => await s + 1; }")]
    public Task ASYNC1002_silent(string members) => Silent<ASYNC1002BlockingOnTaskAnalyzer>(members);

    [Theory]
    [InlineData("async Task<int> M(int[] ids) { int sum = 0; foreach (int i in ids) { sum += [|ReadAsync().Result|]; } await WorkAsync(); return sum; }")]
    [InlineData("async Task M() { var ts = new[] { ReadAsync(), ReadAsync() }; [|Task.WaitAll(ts)|]; await WorkAsync(); }")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(); [|WorkAsync().Wait(cts.Token)|]; await WorkAsync(); }")]
    [InlineData("async Task<int> M() { var t = ReadAsync(); await Task.Delay(5); return [|t.GetAwaiter().GetResult()|]; }")]
    public Task ASYNC1002_reported(string members) => Reported<ASYNC1002BlockingOnTaskAnalyzer>(members);

    [Theory]
    [InlineData("int M(Task<int> t) { if (t.IsCompletedSuccessfully) { return t.Result; } return 0; }")]
    [InlineData("void M() => ReadAsync().ContinueWith(t => Console.WriteLine(t.Result));")]
    [InlineData("static void Main() { RunAsync().GetAwaiter().GetResult(); } static Task RunAsync() => Task.CompletedTask;", OutputKind.ConsoleApplication)]
    [InlineData("void M() { new Thread(() => WorkAsync().Wait()).Start(); }")]
    [InlineData("int M() { var tcs = new TaskCompletionSource<int>(); tcs.SetResult(1); return tcs.Task.Result; }")]
    public Task ASYNC1003_silent(string members, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        => Silent<ASYNC1003SyncOverAsyncAnalyzer>(members, kind);

    [Theory]
    [InlineData("int Value => [|ReadAsync().Result|];")]
    [InlineData("public C() { [|WorkAsync().GetAwaiter().GetResult()|]; }")]
    [InlineData("public void Dispose() { [|WorkAsync().Wait(TimeSpan.FromSeconds(5))|]; }")]
    [InlineData("Lazy<int> lazy; public C() { lazy = new Lazy<int>(() => [|ReadAsync().Result|]); }")]
    [InlineData("string M() { try { return [|ReadAsync().Result|].ToString(); } catch (AggregateException e) { return e.InnerException!.Message; } }")]
    public Task ASYNC1003_reported(string members) => Reported<ASYNC1003SyncOverAsyncAnalyzer>(members);

    [Theory]
    [InlineData("async Task<string> M() { await WorkAsync(); using var w = new StringWriter(); w.Write(1); w.WriteLine(\"a\"); w.Flush(); return w.ToString(); }")]
    [InlineData("async Task M() { await WorkAsync(); Console.Out.WriteLine(1); Console.Error.Write(2); Console.Out.Flush(); }")]
    [InlineData("async Task<byte[]> M() { using var m = new MemoryStream(); using (var z = new System.IO.Compression.ZipArchive(m, System.IO.Compression.ZipArchiveMode.Create, true)) { using var w = new StreamWriter(z.CreateEntry(\"a\").Open()); await w.WriteAsync(\"b\"); } return m.ToArray(); }")]
    [InlineData("async Task M(List<int> xs) { await WorkAsync(); int n = xs.Count(); bool any = xs.Any(); var ys = xs.ToList(); }")]
    [InlineData("async Task<int> M(string json) { await WorkAsync(); return System.Text.Json.JsonSerializer.Deserialize<int>(json); }")]
    [InlineData("async Task M(CancellationTokenSource cts) { await WorkAsync(); cts.Cancel(); }")]
    [InlineData("async Task M(TextWriter w) { await WorkAsync(); w.WriteLine(1); w.Flush(); }")]
    [InlineData("async Task M() { await WorkAsync(); using var r = new BinaryReader(new MemoryStream(new byte[4])); int n = r.ReadInt32(); }")]
    public Task ASYNC1004_silent(string members) => Silent<ASYNC1004SynchronousCallInAsyncAnalyzer>(members);

    [Theory]
    [InlineData("async Task M(string path) { await WorkAsync(); using var w = new StreamWriter(path); foreach (int i in new[] { 1, 2 }) { [|w.WriteLine(\"a\")|]; } }")]
    [InlineData("async Task<string> M(System.Net.Http.HttpClient http) { await WorkAsync(); var a = [|http.Send(new())|]; using var r = new StreamReader(a.Content.ReadAsStream()); return [|r.ReadToEnd()|]; }")]
    [InlineData("async Task M(Stream a, Stream b) { await WorkAsync(); [|a.CopyTo(b)|]; }")]
    [InlineData("async Task M(System.Data.Common.DbCommand c) { await WorkAsync(); [|c.ExecuteNonQuery()|]; using var r = [|c.ExecuteReader()|]; while ([|r.Read()|]) { } }")]
    [InlineData("async Task M(System.IO.Pipes.NamedPipeServerStream p) { await WorkAsync(); [|p.WaitForConnection()|]; }")]
    public Task ASYNC1004_reported(string members) => Reported<ASYNC1004SynchronousCallInAsyncAnalyzer>(members);

    [Theory]
    [InlineData("readonly SemaphoreSlim gate = new(1); async Task M() { if (!gate.Wait(0)) { return; } try { await WorkAsync(); } finally { gate.Release(); } }")]
    [InlineData("async Task M(System.Diagnostics.Process p) { await p.WaitForExitAsync(); p.WaitForExit(); }")]
    [InlineData("Task M(System.Collections.Concurrent.BlockingCollection<int> q) => Task.Run(() => { foreach (int i in q.GetConsumingEnumerable()) { } });")]
    [InlineData("async Task M(List<int> xs) { await WorkAsync(); xs.Add(1); int n = xs.Take(3).Count(); string s = string.Join(',', xs); }")]
    [InlineData("async Task M(System.Collections.Concurrent.BlockingCollection<int> q) { await WorkAsync(); if (q.TryTake(out int n)) { q.Add(n); } }")]
    public Task ASYNC1005_silent(string members) => Silent<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(members);

    [Theory]
    [InlineData("readonly SemaphoreSlim gate = new(1); async Task M() { [|gate.Wait()|]; try { await WorkAsync(); } finally { gate.Release(); } }")]
    [InlineData("readonly ManualResetEventSlim ready = new(); async Task M() { await WorkAsync(); [|ready.Wait(TimeSpan.FromSeconds(5))|]; }")]
    [InlineData("async Task M(CancellationToken t) { await WorkAsync(); [|t.WaitHandle.WaitOne()|]; }")]
    [InlineData("async Task M() { var p = System.Diagnostics.Process.Start(\"git\"); [|p.WaitForExit()|]; await WorkAsync(); }")]
    [InlineData("async Task M(Thread worker) { await WorkAsync(); [|worker.Join()|]; }")]
    public Task ASYNC1005_reported(string members) => Reported<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(members);

    [Theory]
    [InlineData("async Task M() { await WorkAsync(); Log(\"a\"); } readonly object gate = new(); void Log(string s) { lock (gate) { Console.WriteLine(s); } }")]
    [InlineData("async Task M() { await WorkAsync(); string s = Settings.Value; } static readonly Lazy<string> Settings = new(() => File.ReadAllText(\"a\"));")]
    [InlineData("async Task M() { await WorkAsync(); bool b = Has(\"a\"); } bool Has(string p) => File.Exists(p) && new FileInfo(p).Length > 0 && Directory.GetFiles(p).Length > 0;")]
    [InlineData("async Task M() { await WorkAsync(); Enqueue(1); } readonly System.Collections.Concurrent.BlockingCollection<int> q = new(); void Enqueue(int n) => q.Add(n);")]
    [InlineData("async Task M() { await WorkAsync(); Raise(); } event EventHandler? Changed; void Raise() => Changed?.Invoke(this, EventArgs.Empty); void OnChanged() => Thread.Sleep(5);")]
    [InlineData("async Task M() { await Task.Run(() => Load()); } string Load() => File.ReadAllText(\"a\");")]
    [InlineData("async Task M() { await WorkAsync(); Stop(); } Thread? t; void Stop() { t?.Interrupt(); }")]
    public Task ASYNC1006_silent(string members) => Silent<ASYNC1006BlockingThroughCallsAnalyzer>(members);

    [Theory]
    [InlineData("async Task M(string[] paths) { await WorkAsync(); foreach (string p in paths) { [|Copy|](p); } } void Copy(string p) { using var a = File.OpenRead(p); using var b = File.Create(p + \"2\"); a.CopyTo(b); }")]
    [InlineData("async Task M() { await WorkAsync(); int n = [|Total|]; } int Total { get { return ReadAsync().GetAwaiter().GetResult(); } }")]
    [InlineData("async Task M() { await WorkAsync(); [|Run|](\"git\"); } string Run(string f) { using var p = System.Diagnostics.Process.Start(f)!; p.WaitForExit(); return \"\"; }")]
    [InlineData("async Task M() { await WorkAsync(); [|Retry|](() => { }); } void Retry(Action a) { for (int i = 0; i < 3; i++) { a(); Thread.Sleep(100); } }")]
    [InlineData("async Task M() { await WorkAsync(); var h = [|Resolve|](\"a\"); } object Resolve(string h) => System.Net.Dns.GetHostEntry(h);")]
    public Task ASYNC1006_reported(string members)
        => Reported<ASYNC1006BlockingThroughCallsAnalyzer>(members);

    [Theory]
    [InlineData("async Task M() { using var m = new MemoryStream(); await m.WriteAsync(new byte[1]); }")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(5); await Task.Delay(1, cts.Token); }")]
    [InlineData("async Task M(System.Net.Http.HttpClient http) { using var r = await http.GetAsync(\"a\"); using var q = new System.Net.Http.HttpRequestMessage(); }")]
    [InlineData("async Task M() { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); await timer.WaitForNextTickAsync(); }")]
    [InlineData("async Task M() { using var gate = new SemaphoreSlim(1); await gate.WaitAsync(); }")]
    public Task ASYNC1007_silent(string members) => Silent<ASYNC1007SynchronousDisposalAnalyzer>(members);

    [Theory]
    [InlineData("async Task M() { await Task.Run(() => { int n = 0; for (int i = 0; i < 1000000; i++) { n += i; } }); }")]
    [InlineData("async Task M(string p) { await Task.Run(() => Directory.Delete(p, true)); }")]
    [InlineData("async Task M(string p) { var lines = await Task.Run(() => File.ReadAllLines(p).Where(l => l.Length > 3).OrderBy(l => l).ToList()); }")]
    [InlineData("async Task M(Stream s) { await Task.Run(() => Parse(s)); } static void Parse(Stream s) { }")]
    [InlineData("async Task M(byte[] b) { await Task.Run(() => System.Security.Cryptography.SHA256.HashData(b)); }")]
    public Task ASYNC1008_silent(string members) => Silent<ASYNC1008OffloadedSynchronousIoAnalyzer>(members);

    [Theory]
    [InlineData("async Task M(CancellationToken t) { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(t)) { await WorkAsync(); } }")]
    [InlineData("async Task M() { while (!File.Exists(\"a\")) { await Task.Delay(100); } }")]
    [InlineData("async Task M(Func<Task<bool>> isUp) { for (int i = 0; i < 10 && !await isUp(); i++) { await Task.Delay(100); } }")]
    [InlineData("async Task M() { int delay = 100; while (!await TryAsync()) { await Task.Delay(delay); delay *= 2; } } Task<bool> TryAsync() => Task.FromResult(false);")]
    [InlineData("async Task M(CancellationToken t) { while (!t.IsCancellationRequested) { try { await WorkAsync(); return; } catch (IOException) { await Task.Delay(5000, t); } } }")]
    public Task ASYNC1009_silent(string members) => Silent<ASYNC1009PollingLoopAnalyzer>(members);

    [Theory]
    [InlineData("readonly SemaphoreSlim gate = new(1); async Task M() { await gate.WaitAsync(); try { await WorkAsync(); } finally { gate.Release(); } }")]
    [InlineData("readonly ReaderWriterLockSlim gate = new(); async Task M() { gate.EnterReadLock(); try { field++; } finally { gate.ExitReadLock(); } await WorkAsync(); } int field;")]
    [InlineData("async Task M() { Monitor.Enter(this); try { field++; } finally { Monitor.Exit(this); } await WorkAsync(); } int field;")]
    [InlineData("async Task M() { var m = new Mutex(false, \"a\"); if (!m.WaitOne(0)) { return; } m.ReleaseMutex(); await WorkAsync(); }")]
    [InlineData("async Task M() { if (Monitor.TryEnter(this)) { try { field++; } finally { Monitor.Exit(this); } } await WorkAsync(); } int field;")]
    public Task ASYNC1010_silent(string members) => Silent<ASYNC1010AwaitInThreadAffineScopeAnalyzer>(members);

    [Theory]
    [InlineData("async Task M(Stream s, bool async) { if (async) { await s.FlushAsync(); } else { s.Flush(); } }")]
    [InlineData("async ValueTask<int> M(Stream s, byte[] b, bool async) => async ? await s.ReadAsync(b) : s.Read(b);")]
    [InlineData("async Task M(Stream s, bool async) { if (!async) { s.Flush(); return; } await s.FlushAsync(); }")]
    [InlineData("async Task M(Stream s, bool isAsync, byte[] b) { if (isAsync) { int n = b.Length; await s.WriteAsync(b); } else { s.Write(b); } }")]
    [InlineData("async Task M(Stream s, bool async) { if (async) { Log(); } await s.FlushAsync(); } void Log() { }")]
    public Task ASYNC1011_silent(string members) => Silent<ASYNC1011SwappedAsyncBranchesAnalyzer>(members);

    [Theory]
    [InlineData("async Task M(List<int> xs) { await WorkAsync(); int sum = 0; foreach (int x in xs) { sum += x; } Console.WriteLine(sum); }")]
    [InlineData("async Task M(int[][] grid) { await WorkAsync(); for (int i = 0; i < 9; i++) { for (int j = 0; j < 9; j++) { grid[i][j] = 0; } } }")]
    [InlineData("async Task M(List<List<int>> xs) { foreach (var row in xs) { foreach (int x in row) { await WorkAsync(); } } }")]
    [InlineData("async Task M(Dictionary<int, List<string>> d) { await WorkAsync(); foreach (var p in d) { foreach (string s in p.Value) { Console.WriteLine(s); } } }")]
    [InlineData("async Task M(byte[] b) { await WorkAsync(); for (int i = 0; i < b.Length; i++) { b[i] ^= 0x5a; } }")]
    public Task ASYNC4001_silent(string members) => Silent<ASYNC4001CpuBoundLoopInAsyncAnalyzer>(members);

    private static string Class(string members) => $$"""
        class C
        {
            volatile bool stop;
            async Task WorkAsync() => await Task.Delay(1);
            async Task<int> ReadAsync() { await Task.Delay(1); return 1; }
            {{members}}
        }
        """;

    private static Task Silent<TAnalyzer>(string members, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
        => Verification.Verify<TAnalyzer, EmptyCodeFixProvider>.SilentAsync(Class(members), outputKind: kind);

    private static Task Reported<TAnalyzer>(string members)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
        => Verification.Verify<TAnalyzer, EmptyCodeFixProvider>.ReportsAsync(Class(members));
}
