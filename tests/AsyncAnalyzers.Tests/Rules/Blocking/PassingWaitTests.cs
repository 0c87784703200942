using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Chains that end at a wait which hardly ever comes to pass, or lasts as long as a lock.</summary>
public class PassingWaitTests
{
    // ---- a lock that spins ----

    [Theory]
    [InlineData("while (Interlocked.CompareExchange(ref gate, 1, 0) != 0) Thread.Sleep(1);")]
    [InlineData("while (Interlocked.CompareExchange(ref gate, 1, 0) != 0) Thread.Sleep(TimeSpan.FromMilliseconds(1));")]
    [InlineData("if (n < 10) Thread.SpinWait(20 * n); else if (n < 15) Thread.Sleep(0); else Thread.Sleep(1);")]
    [InlineData("var spin = new SpinWait(); while (gate != 0) { if (spin.NextSpinWillYield) Thread.Sleep(1); else spin.SpinOnce(); }")]
    public Task A_spin_gives_up_its_slice(string body) => Silent("int gate, n;", body);

    [Theory]
    [InlineData("while (gate != 0) Thread.Sleep(1);")]
    [InlineData("while (Interlocked.CompareExchange(ref gate, 1, 0) != 0) Thread.Sleep(50);")]
    [InlineData("while (Interlocked.CompareExchange(ref gate, 1, 0) != 0) Thread.Sleep(n);")]
    [InlineData("Interlocked.Increment(ref gate); Thread.Sleep(1);")]
    public Task A_pause_is_none(string body) => Reported("int gate, n;", body);

    // ---- a value task that was asked first ----

    [Theory]
    [InlineData("var t = writer.WriteAsync(1); if (!t.IsCompletedSuccessfully) t.AsTask().Wait();")]
    [InlineData("var t = writer.WriteAsync(1); if (!t.IsCompleted) { Log(); t.AsTask().GetAwaiter().GetResult(); }")]
    [InlineData("ValueTask t = writer.WriteAsync(1); if (t.IsCompletedSuccessfully) { t.GetAwaiter().GetResult(); } else { t.AsTask().Wait(); }")]
    [InlineData("var t = writer.WriteAsync(1); if (t.IsCompletedSuccessfully) return; t.AsTask().Wait();")]
    [InlineData("var t = reader.ReadAsync(); n = t.IsCompletedSuccessfully ? t.Result : t.AsTask().Result;")]
    [InlineData("var t = writer.WriteAsync(1); if (n > 0 && !t.IsCompleted) t.AsTask().Wait();")]
    [InlineData("var t = writer.WriteAsync(1); if (n > 0 || t.IsCompleted) return; t.AsTask().Wait();")]
    [InlineData("pending = writer.WriteAsync(1); if (!pending.IsCompletedSuccessfully) { pending.AsTask().GetAwaiter().GetResult(); }")]
    public Task Asked_before(string body) => Silent(Channels, body);

    [Theory]
    [InlineData("writer.WriteAsync(1).AsTask().Wait();")]
    [InlineData("var t = writer.WriteAsync(1); t.AsTask().Wait();")]
    [InlineData("var t = writer.WriteAsync(1); if (n > 0 && t.IsCompleted) return; t.AsTask().Wait();")]
    [InlineData("var t = writer.WriteAsync(1); if (!pending.IsCompleted) t.AsTask().Wait();")]
    [InlineData("var t = writer.WriteAsync(1); if (!t.IsCompleted || n > 0) t.AsTask().Wait();")]
    [InlineData("Task t = SaveAsync(); if (!t.IsCompleted) t.Wait();")]
    public Task Not_asked_before(string body) => Reported(Channels, body);

    // ---- a semaphore that is a lock ----

    [Theory]
    [InlineData("private readonly SemaphoreSlim gate = new SemaphoreSlim(1, 1);", "gate.Wait(); try { n++; } finally { gate.Release(); }")]
    [InlineData("private readonly SemaphoreSlim gate = new(1);", "this.gate.Wait(); n++; this.gate.Release();")]
    [InlineData("private static readonly SemaphoreSlim gate = new(1, 1);", "gate.Wait(); n++; gate.Release();")]
    [InlineData("private readonly SemaphoreSlim gate; public C() { gate = new SemaphoreSlim(3); }", "gate.Wait(); n++; gate.Release();")]
    public Task Held_for_a_moment(string field, string body) => Silent("int n; " + field, body);

    [Theory]
    [InlineData("private readonly SemaphoreSlim gate = new(0);", "gate.Wait();")]
    [InlineData("private readonly SemaphoreSlim gate = new(1); async Task Other() { await gate.WaitAsync(); await Task.Delay(1); gate.Release(); }", "gate.Wait(); n++; gate.Release();")]
    [InlineData("private readonly SemaphoreSlim gate; public C(int most) { gate = new SemaphoreSlim(most); }", "gate.Wait(); n++; gate.Release();")]
    [InlineData("private readonly SemaphoreSlim gate = new(1); public C(SemaphoreSlim other) { gate = other; }", "gate.Wait(); n++; gate.Release();")]
    [InlineData("public readonly SemaphoreSlim gate = new(1);", "gate.Wait(); n++; gate.Release();")]
    [InlineData("private readonly SemaphoreSlim gate = new(1);", "gate.Wait(); Thread.Sleep(10); gate.Release();")]
    [InlineData("private readonly SemaphoreSlim gate = new(1);", "gate.Wait(); File.WriteAllBytes(\"a\", new byte[n]); gate.Release();")]
    [InlineData("private readonly ManualResetEventSlim gate = new();", "gate.Wait();")]
    public Task Held_for_longer(string field, string body) => Reported("int n; " + field, body);

    [Theory]
    [InlineData("public Scope() { Change(1); } public Scope(int n) { }", "new Scope()")]
    [InlineData("public Scope() => this.Change(1);", "new Scope()")]
    [InlineData("public Scope() : this(1) { } Scope(int n) { gate.Wait(); this.n = n; gate.Release(); }", "new Scope()")]
    public Task Nobody_else_knows_the_new_object(string constructors, string call)
        => Find.SilentAsync(Scope(constructors) + $$"""class C { async Task<object> M() { await Task.Yield(); return {{call}}; } }""");

    [Theory]
    [InlineData("public Scope(Scope other) { other.Change(1); }", "[|new Scope(null!)|]")]
    [InlineData("public static Scope Last = null!; public Scope() { Last.Change(1); }", "[|new Scope()|]")]
    [InlineData("public Scope() { signal.WaitOne(); } ManualResetEvent signal = new(false);", "[|new Scope()|]")]
    public Task Another_object_is_known(string constructors, string call)
        => Find.ReportsAsync(Scope(constructors) + $$"""class C { async Task<object> M() { await Task.Yield(); return {{call}}; } }""");

    // ---- what is waited for once ----

    [Theory]
    [InlineData("private static TaskCompletionSource<int> made = new();", "if (!made.Task.IsCompleted) made.Task.Wait(); n = made.Task.Result;")]
    [InlineData("private Task loaded = Task.Delay(1);", "if (!this.loaded.IsCompletedSuccessfully) { this.loaded.GetAwaiter().GetResult(); } n++;")]
    [InlineData("bool IsInitialized => n > 0; void Initialize() { n = 1; SaveAsync().Wait(); }", "if (!IsInitialized) { Initialize(); }")]
    [InlineData("string? name; void Initialize() { InitAsync().Wait(); } async Task InitAsync() { Fill(); await SaveAsync(); } void Fill() => name = \"\";", "if (name == null) { Initialize(); }")]
    public Task Asked_or_made_before(string fields, string body) => Silent("int n; Task SaveAsync() => Task.Run(() => { }); " + fields, body);

    [Theory]
    [InlineData("private Task loaded = Task.Delay(1), other = Task.Delay(2);", "if (!this.other.IsCompletedSuccessfully) { this.loaded.GetAwaiter().GetResult(); }")]
    [InlineData("bool IsDirty => n > 0; void Save() { SaveAsync().Wait(); }", "if (!IsDirty) { Save(); }")]
    [InlineData("string? name; void Initialize() { SaveAsync().Wait(); Show(); } void Show() => Console.WriteLine(name);", "if (name == null) { Initialize(); }")]
    public Task Not_asked_or_made_before(string fields, string body) => Reported("int n; Task SaveAsync() => Task.Run(() => { }); " + fields, body);

    [Theory]
    // a source that is completed once
    [InlineData("class S { readonly TaskCompletionSource<int> made = new(); public int Value => made.Task.Result; } class C { async Task<int> M(S s) { await Task.Yield(); return s.{|#0:Value|}; } }")]
    // one of the types of a switch
    [InlineData("class S { public void Run(object o) { switch (o) { case IDisposable d: d.Dispose(); break; case Func<Task> f: f().Wait(); break; } } } class C { async Task M(S s) { await Task.Yield(); s.{|#0:Run|}(1); } }")]
    // a lock of the project's own
    [InlineData("class Cache { readonly AsyncLock a = new(); public void Put() { a.Take(); } } class AsyncLock { readonly SemaphoreSlim s = new(1, 1); public void Take() => s.Wait(); public async Task TakeItAsync() => await s.WaitAsync(); } class C { async Task M(Cache c) { await Task.Yield(); c.{|#0:Put|}(); } }")]
    // where something has failed
    [InlineData("class S { Task End() => Task.Delay(1); public void Leave() => End().Wait(); } class C { async Task M(S s) { try { await Task.Yield(); } catch (Exception) { s.{|#0:Leave|}(); throw; } } }")]
    public Task Less_sure_waits(string source) => Find.ReportsAsync(source, configure: test => test.TestState.ExpectedDiagnostics.Add(
        new DiagnosticResult("ASYNC1006", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Theory]
    [InlineData("class S { TaskCompletionSource<int> made = new(); public int Value => made.Task.Result; } class C { async Task<int> M(S s) { await Task.Yield(); return s.[|Value|]; } }")]
    [InlineData("class S { readonly TaskCompletionSource<int> ended = new(); public void Stop() => ended.Task.Wait(); } class C { async Task M(S s) { await Task.Yield(); s.[|Stop|](); } }")]
    [InlineData("class S { Task End() => Task.Delay(1); public void Leave() => End().Wait(); } class C { async Task M(S s) { try { await Task.Yield(); } finally { s.[|Leave|](); } } }")]
    public Task Sure_waits(string source) => Find.ReportsAsync(source);

    // ---- a connection that has something to read ----

    [Theory]
    [InlineData("if (socket.Available > 0) { n = socket.Receive(new byte[socket.Available]); }")]
    [InlineData("int available = socket.Available; if (available == 0) return; n = socket.Receive(new byte[available]);")]
    [InlineData("while (stream.DataAvailable) { n = stream.Read(new byte[9], 0, 9); }")]
    [InlineData("if (socket.Poll(0, System.Net.Sockets.SelectMode.SelectRead)) { n = socket.Receive(new byte[9]); }")]
    [InlineData("if (listener.Pending()) { listener.AcceptTcpClient().Dispose(); }")]
    public Task Something_is_there(string body) => Silent(Sockets, body);

    [Theory]
    [InlineData("n = socket.Receive(new byte[9]);")]
    [InlineData("n = socket.Receive(new byte[9]); n += socket.Available;")]
    [InlineData("n = stream.Read(new byte[9], 0, 9);")]
    [InlineData("if (socket.Connected) { n = socket.Receive(new byte[9]); }")]
    [InlineData("if (socket.Available == 0) { socket.Send(new byte[9]); }")]
    public Task Nobody_has_asked(string body) => Reported(Sockets, body);

    // ---- one way is enough; what is less sure ----

    [Fact]
    public Task Once_for_each_way_of_a_function()
        => Find.ReportsAsync("""
            class C
            {
                void Send(int n) => Write(n);
                void Write(int n) => Thread.Sleep(n);
                void Post(int n) => Write(n);
                async Task M(int n)
                {
                    await Task.Yield();
                    if (n == 1) { [|Send|](1); return; }
                    if (n == 2) { Send(2); return; }
                    [|Post|](3);
                    [|Write|](4); [|Write|](5);
                    Func<Task> later = async () => { await Task.Yield(); [|Send|](6); };
                }
                async Task Other() { await Task.Yield(); [|Send|](1); }
            }
            """);

    [Theory]
    [InlineData("void Save() { try { n++; } catch (IOException) { Thread.Sleep(n); } }", "{|#0:Save|}();", DiagnosticSeverity.Info)]
    [InlineData("void Save() { for (;;) { try { n++; return; } catch (Exception) when (n < 5) { Thread.Sleep(50); } } }", "{|#0:Save|}();", DiagnosticSeverity.Info)]
    [InlineData("void Save() { try { Thread.Sleep(n); } catch (IOException) { } }", "{|#0:Save|}();", DiagnosticSeverity.Warning)]
    [InlineData("void Save() { Parallel.For(0, n, i => { }); }", "{|#0:Save|}();", DiagnosticSeverity.Info)]
    [InlineData("void Save() { var x = new[] { 1 }.AsParallel().Select(i => i + n).ToList(); }", "{|#0:Save|}();", DiagnosticSeverity.Info)]
    [InlineData("class D : IDisposable { public void Dispose() { Thread.Sleep(9); } }", "{|#0:using|} var d = new D();", DiagnosticSeverity.Info)]
    [InlineData("void Save() { Thread.Sleep(n); }", "{|#0:Save|}();", DiagnosticSeverity.Warning)]
    [InlineData("void Save() { if (n > 1 || !File.Exists(\"a\")) { File.WriteAllBytes(\"a\", new byte[n]); } }", "foreach (string f in Directory.GetFiles(\"b\")) {|#0:Save|}();", DiagnosticSeverity.Info)]
    [InlineData("void Save() { if (File.Exists(\"a\")) return; File.WriteAllBytes(\"a\", new byte[n]); }", "foreach (string f in Directory.GetFiles(\"b\")) {|#0:Save|}();", DiagnosticSeverity.Info)]
    [InlineData("void Save() { if (File.Exists(\"a\")) { File.WriteAllBytes(\"a\", new byte[n]); } }", "foreach (string f in Directory.GetFiles(\"b\")) {|#0:Save|}();", DiagnosticSeverity.Warning)]
    [InlineData("void Save() { if (!File.Exists(\"a\")) return; File.WriteAllBytes(\"a\", new byte[n]); }", "foreach (string f in Directory.GetFiles(\"b\")) {|#0:Save|}();", DiagnosticSeverity.Warning)]
    [InlineData("byte[] Load() { if (!Directory.Exists(\"a\")) return null!; return File.ReadAllBytes(\"a\"); }", "foreach (string f in Directory.GetFiles(\"b\")) {|#0:Load|}();", DiagnosticSeverity.Warning)]
    public Task Severity(string member, string call, DiagnosticSeverity severity) => Said("M", member, call, severity);

    [Theory]
    [InlineData("StartAsync", DiagnosticSeverity.Info)]
    [InlineData("Startup", DiagnosticSeverity.Info)]
    [InlineData("Bootstrap", DiagnosticSeverity.Info)]
    [InlineData("StartOrderAsync", DiagnosticSeverity.Warning)]
    [InlineData("RestartAsync", DiagnosticSeverity.Warning)]
    public Task What_begins(string method, DiagnosticSeverity severity)
        => Said(method, "void Save() { Thread.Sleep(n); }", "{|#0:Save|}();", severity);

    [Theory]
    [InlineData("public async Task StartAsync(CancellationToken t) { await Task.Yield(); Load(); } public Task StopAsync(CancellationToken t) => Task.CompletedTask;")]
    [InlineData("public Task StartAsync(CancellationToken t) { Load(); return Task.CompletedTask; } public async Task StopAsync(CancellationToken t) { await Task.Yield(); Load(); }")]
    public Task A_host_starts_and_stops_once(string members)
        => Find.SilentAsync(Hosting + $$"""
            class C : Microsoft.Extensions.Hosting.IHostedService
            {
                {{members}}
                void Load() { foreach (string file in Directory.GetFiles("a")) { File.ReadAllBytes(file); } }
            }
            """);

    [Fact]
    public Task What_a_service_does_meanwhile()
        => Find.ReportsAsync(Hosting + """
            class C : Microsoft.Extensions.Hosting.IHostedService
            {
                public Task StartAsync(CancellationToken t) { _ = RunAsync(); return Task.CompletedTask; }
                public Task StopAsync(CancellationToken t) => Task.CompletedTask;
                async Task RunAsync() { await Task.Yield(); [|Load|](); }
                void Load() { File.ReadAllBytes("a"); }
            }
            """);

    [Fact]
    public Task A_task_that_the_start_waits_for_may_need_its_thread()
        => Find.ReportsAsync(Hosting + """
            class C : Microsoft.Extensions.Hosting.IHostedService
            {
                public async Task StartAsync(CancellationToken t) { await Task.Yield(); [|Load|](); }
                public Task StopAsync(CancellationToken t) => Task.CompletedTask;
                void Load() { Task.Delay(9).Wait(); }
            }
            """);

    private const string Channels = """
        int n; ValueTask pending;
        System.Threading.Channels.ChannelWriter<int> writer = null!; System.Threading.Channels.ChannelReader<int> reader = null!;
        void Log() { } async Task SaveAsync() { await Task.Delay(n); }
        """;

    private const string Sockets = """
        int n; System.Net.Sockets.Socket socket = null!; System.Net.Sockets.NetworkStream stream = null!; System.Net.Sockets.TcpListener listener = null!;
        """;

    private const string Hosting = """
        namespace Microsoft.Extensions.Hosting { public interface IHostedService { Task StartAsync(CancellationToken t); Task StopAsync(CancellationToken t); } }

        """;

    private static string Scope(string constructors) => $$"""
        class Scope
        {
            private readonly SemaphoreSlim gate = new(1, 1); int n;
            {{constructors}}
            public void Change(int n) { gate.Wait(); this.n = n; gate.Release(); }
            public async Task FindAsync() { await gate.WaitAsync(); await Task.Delay(n); gate.Release(); }
        }

        """;

    private static Task Said(string method, string member, string call, DiagnosticSeverity severity)
        => Find.ReportsAsync(
            $$"""class C { int n; {{member}} async Task {{method}}() { await Task.Yield(); {{call}} } }""",
            configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1006", severity).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    private static Task Silent(string fields, string body)
        => Find.SilentAsync($$"""class C { {{fields}} void Send() { {{body}} } async Task M() { await Task.Yield(); Send(); } }""");

    private static Task Reported(string fields, string body)
        => Find.ReportsAsync($$"""class C { {{fields}} void Send() { {{body}} } async Task M() { await Task.Yield(); [|Send|](); } }""");
}
