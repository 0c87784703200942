namespace AsyncAnalyzers.Tests.Cases;

/// <summary>Code that is right: inputs after public bug reports.</summary>
public class QuietCases
{
    /// <summary>Nothing to report (bitfaster/BitFaster.Caching#400, dotnet/roslynator#584).</summary>
    [Fact]
    public Task Right_code() => Case.HoldsAsync("""
        using Xunit;

        public class Quiet
        {
            [Fact] public void Tcs() { var tcs = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); tcs.SetResult(1); Assert.Equal(1, tcs.Task.Result); }
            public async Task Tcs2() { var tcs = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); tcs.SetResult(1); Console.WriteLine(tcs.Task.Result); await Task.Yield(); }
            public async Task Zero(SemaphoreSlim s, WaitHandle h, System.Diagnostics.Process p, ManualResetEventSlim m) { if (s.Wait(0) && h.WaitOne(0) && p.WaitForExit(0) && m.Wait(0)) await Task.Yield(); }
            public async Task<string> Mem(byte[] b) { Stream s = new MemoryStream(b); using var r = new StreamReader(s); await Task.Yield(); return r.ReadToEnd(); }
            public async Task Sb() { using var w = new StringWriter(); w.Write("x"); w.Flush(); await Task.Yield(); }
            public int Fast(ValueTask<int> v) => v.IsCompletedSuccessfully ? v.Result : v.AsTask().ContinueWith(t => t.Result).Id;
            public async Task Gate() { var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); var w = Task.Run(() => gate.SetResult()); await gate.Task; await w; }
            public void Fire() { _ = Task.Run(async () => { while (true) { try { await Task.Delay(10); } catch (Exception e) { Console.WriteLine(e); } } }); }
            public async Task Any(Task a, CancellationToken ct) { var done = await Task.WhenAny(a, Task.Delay(-1, ct)); if (done == a) await a; }
            public async Task Race(int[] xs) { int n = 0; await Parallel.ForEachAsync(xs, async (x, ct) => { await Task.Yield(); Interlocked.Add(ref n, x); }); Console.WriteLine(n); }
            public async Task Seq(int[] xs) { int n = 0; foreach (var x in xs) { await Task.Run(() => n += x); } Console.WriteLine(n); }
            public async Task Ui(IEnumerable<int> xs) { var list = new List<int>(); foreach (var x in xs) { await Task.Delay(1); list.Add(x); } }
            public Task<int> Cached() => _c ??= Task.Run(() => 1); private Task<int> _c;
            public IAsyncEnumerable<int> Pass() => Gen(); private async IAsyncEnumerable<int> Gen() { await Task.Yield(); yield return 1; }
            public async Task Ev() { EventHandler h = null; h += (s, e) => Console.WriteLine(); h(this, EventArgs.Empty); await Task.Yield(); }
            public async ValueTask DisposeAsync() { _t?.Dispose(); if (_t != null) await _t.DisposeAsync(); } private Timer _t;
            public static async Task Main() { var t = Task.Run(() => 1); await t; Console.WriteLine(t.Result); }
            public async Task Lk() { lock (this) { if (_c is { IsCompleted: true }) Console.WriteLine(_c.Status); } await Task.Yield(); }
            public bool Try(Task<int> t, out int r) { if (t.Wait(0)) { r = t.Result; return true; } r = 0; return false; }
            public async Task Log(Action<string> log) { var t = Task.Delay(1); log("started"); await t; }
            public async Task Conf() { await using var f = File.Create("x"); await f.WriteAsync(new byte[1]); f.SetLength(0); f.Seek(0, SeekOrigin.Begin); }
            public async Task Rent(SemaphoreSlim s) { await s.WaitAsync(); try { var r = await File.ReadAllTextAsync("x"); Console.WriteLine(r); } finally { s.Release(); } }
            public Task Throws() { if (_t == null) throw new InvalidOperationException(); return Task.CompletedTask; }
            public async Task<int> Cond(bool sync, Stream s, byte[] b) => sync ? s.Read(b) : await s.ReadAsync(b);
            public void Await(Task t) { t.GetAwaiter().OnCompleted(() => Console.WriteLine("done")); }
        }
        """, libraries: [Library.Xunit]);
}
