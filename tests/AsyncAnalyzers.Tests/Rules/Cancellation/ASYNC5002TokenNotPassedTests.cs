using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5002TokenNotPassedAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5002TokenNotPassedAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5002TokenNotPassedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5002TokenNotPassedTests
{
    private const string Usings = """
        using System.Data.Common;
        using System.Diagnostics;
        using System.Net.Http;
        using System.Net.Sockets;
        using System.Runtime.CompilerServices;
        using System.Threading.Channels;

        """;

    /// <summary>What the bodies of the tests call.</summary>
    private const string Members = """

            HttpClient Http => new();
            Task WorkAsync() => Task.CompletedTask;
            Task LoadAsync(int n, CancellationToken token = default) => Task.CompletedTask;
            Task LoadManyAsync(int n, string? name = null, bool b = false, CancellationToken token = default) => Task.CompletedTask;
            Task<int> FetchAsync(string s) => Task.FromResult(1);
            Task<int> FetchAsync(string s, CancellationToken token) => Task.FromResult(1);
            Task SaveAsync(int n, CancellationToken token = default) => Task.CompletedTask;
            Task SendAsync(int n, CancellationToken token = default) => Task.CompletedTask;
            Task CommitAsync(CancellationToken token = default) => Task.CompletedTask;
            Task RollbackAsync(CancellationToken token = default) => Task.CompletedTask;
            Task CompleteAsync(CancellationToken token = default) => Task.CompletedTask;
            Task LogAsync(string s, CancellationToken token = default) => Task.CompletedTask;
            async IAsyncEnumerable<int> ItemsAsync([EnumeratorCancellation] CancellationToken token = default) { await Task.Yield(); yield return 1; }
            async IAsyncEnumerable<int> DeafAsync() { await Task.Yield(); yield return 1; }
            bool IsBusy { get; set; }
            void Log(object o) { }
        """;

    private static string Method(string body) => Usings + $$"""
        class C
        {
            async Task M(CancellationToken ct, TimeSpan t, int ms, SemaphoreSlim gate, Channel<int> channel, Process process, Stream stream)
            {
                {{body}}
            }
        {{Members}}
        }
        """;

    /// <summary>Nothing cancels a token that all callers leave out.</summary>
    [Theory]
    [InlineData("internal async Task M(CancellationToken ct = default) { Log(ct); await Task.Delay(5000); } public Task A() => M(); public Task B() => M(CancellationToken.None);")]
    [InlineData("async Task M(CancellationToken ct) { Log(ct); await Task.Delay(5000); } public Task A() => M(default);")]
    [InlineData("readonly CancellationToken ct = CancellationToken.None; public async Task M() { ct.ThrowIfCancellationRequested(); await Task.Delay(5000); }")]
    public Task Token_that_nobody_cancels(string members) => Verify.SilentAsync(Usings + "public class C { " + members + Members + " }");

    /// <summary>A loop does not read the content of an answer again.</summary>
    [Fact]
    public Task Content_that_is_buffered_in_a_loop() => Verify.SilentAsync(Method("""
        var r = await Http.PostAsync("http://x", null, ct);
        foreach (var h in r.Headers) { if (h.Key == "a") { await r.Content.LoadIntoBufferAsync(); } }
        """));

    // ---- warnings, and what the fix makes of them ----

    [Theory]
    [InlineData("await [|Task.Delay(5000)|];", "await Task.Delay(5000, ct);")]
    [InlineData("await [|Task.Delay(5000)|].ConfigureAwait(false);", "await Task.Delay(5000, ct).ConfigureAwait(false);")]
    [InlineData("await [|Task.Delay(TimeSpan.FromSeconds(10))|];", "await Task.Delay(TimeSpan.FromSeconds(10), ct);")]
    [InlineData("await [|Task.Delay(delay: TimeSpan.FromMinutes(1))|];", "await Task.Delay(delay: TimeSpan.FromMinutes(1), cancellationToken: ct);")]
    [InlineData("await [|Task.Delay(Timeout.Infinite)|];", "await Task.Delay(Timeout.Infinite, ct);")]
    [InlineData("await [|Task.Delay(Timeout.InfiniteTimeSpan)|];", "await Task.Delay(Timeout.InfiniteTimeSpan, ct);")]
    [InlineData("await [|Task.Delay(new TimeSpan(0, 0, 5))|];", "await Task.Delay(new TimeSpan(0, 0, 5), ct);")]
    [InlineData("for (int i = 0; i < 9; i++) { await [|Task.Delay(t)|]; await WorkAsync(); }", "for (int i = 0; i < 9; i++) { await Task.Delay(t, ct); await WorkAsync(); }")]
    [InlineData("while (!ct.IsCancellationRequested && IsBusy) { await WorkAsync(); await [|Task.Delay(ms)|]; }", "while (!ct.IsCancellationRequested && IsBusy) { await WorkAsync(); await Task.Delay(ms, ct); }")]
    [InlineData("const int Pause = 3000; await [|Task.Delay(Pause)|];", "const int Pause = 3000; await Task.Delay(Pause, ct);")]
    [InlineData("var pause = TimeSpan.FromSeconds(3); await [|Task.Delay(pause)|];", "var pause = TimeSpan.FromSeconds(3); await Task.Delay(pause, ct);")]
    [InlineData("await [|gate.WaitAsync()|]; try { } finally { gate.Release(); }", "await gate.WaitAsync(ct); try { } finally { gate.Release(); }")]
    [InlineData("await [|channel.Reader.ReadAsync()|];", "await channel.Reader.ReadAsync(ct);")]
    [InlineData("await [|process.WaitForExitAsync()|];", "await process.WaitForExitAsync(ct);")]
    [InlineData("string s = await [|Http.GetStringAsync(\"http://x\")|];", "string s = await Http.GetStringAsync(\"http://x\", ct);")]
    [InlineData("var r = await [|Http.GetAsync(\"http://x\", System.Net.Http.HttpCompletionOption.ResponseHeadersRead)|]; var s = await [|r.Content.ReadAsStringAsync()|];", "var r = await Http.GetAsync(\"http://x\", System.Net.Http.HttpCompletionOption.ResponseHeadersRead, ct); var s = await r.Content.ReadAsStringAsync(ct);")]
    [InlineData("await [|WorkAsync().WaitAsync(TimeSpan.FromSeconds(30))|];", "await WorkAsync().WaitAsync(TimeSpan.FromSeconds(30), ct);")]
    [InlineData("using var r = new StreamReader(stream); while (await [|r.ReadLineAsync()|] is { } line) { Log(line); }", "using var r = new StreamReader(stream); while (await r.ReadLineAsync(ct) is { } line) { Log(line); }")]
    [InlineData("var b = new byte[9]; while (await [|stream.ReadAsync(b, 0, 9)|] > 0) { }", "var b = new byte[9]; while (await stream.ReadAsync(b, 0, 9, ct) > 0) { }")]
    [InlineData("await Task.WhenAll([|Task.Delay(5000)|], WorkAsync());", "await Task.WhenAll(Task.Delay(5000, ct), WorkAsync());")]
    [InlineData("await Task.Run(async () => { await [|Task.Delay(5000)|]; }, ct);", "await Task.Run(async () => { await Task.Delay(5000, ct); }, ct);")]
    [InlineData("await Run(); async Task Run() { await [|Task.Delay(5000)|]; }", "await Run(); async Task Run() { await Task.Delay(5000, ct); }")]
    [InlineData("if (ms > 3) await [|Task.Delay(5000)|];", "if (ms > 3) await Task.Delay(5000, ct);")]
    public Task Warned_and_fixed(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired), severity: DiagnosticSeverity.Warning);

    /// <summary>A task without the token, and with it a value task of the same: awaited, that is no difference.</summary>
    [Theory]
    [InlineData("using var tcp = new TcpClient(); await [|tcp.ConnectAsync(\"x\", 80)|];", "using var tcp = new TcpClient(); await tcp.ConnectAsync(\"x\", 80, ct);")]
    [InlineData("var l = new TcpListener(0); using var c = await [|l.AcceptTcpClientAsync()|];", "var l = new TcpListener(0); using var c = await l.AcceptTcpClientAsync(ct);")]
    [InlineData("var l = new TcpListener(0); using var c = await [|l.AcceptSocketAsync()|].ConfigureAwait(false);", "var l = new TcpListener(0); using var c = await l.AcceptSocketAsync(ct).ConfigureAwait(false);")]
    [InlineData("using var u = new UdpClient(1); var r = (await ([|u.ReceiveAsync()|])).Buffer;", "using var u = new UdpClient(1); var r = (await (u.ReceiveAsync(ct))).Buffer;")]
    [InlineData("using var s = new Socket(SocketType.Stream, ProtocolType.Tcp); await [|s.ConnectAsync(new System.Net.IPEndPoint(0, 1))|]; using var a = await [|s.AcceptAsync()|];", "using var s = new Socket(SocketType.Stream, ProtocolType.Tcp); await s.ConnectAsync(new System.Net.IPEndPoint(0, 1), ct); using var a = await s.AcceptAsync(ct);")]
    [InlineData("var l = new TcpListener(0); for (int i = 0; i < 3; i++) { using var c = await [|l.AcceptTcpClientAsync()|]; Log(c); }", "var l = new TcpListener(0); for (int i = 0; i < 3; i++) { using var c = await l.AcceptTcpClientAsync(ct); Log(c); }")]
    [InlineData("var a = await [|System.Net.Dns.GetHostAddressesAsync(\"x\")|]; Log(a);", "var a = await System.Net.Dns.GetHostAddressesAsync(\"x\", ct); Log(a);")]
    [InlineData("NetworkStream s = null!; int n; do { n = await [|s.ReadAsync(new Memory<byte>(new byte[9]))|]; Log(n); } while (n > 0);", "NetworkStream s = null!; int n; do { n = await s.ReadAsync(new Memory<byte>(new byte[9]), ct); Log(n); } while (n > 0);")]
    [InlineData("NetworkStream s = null!; var b = new byte[9]; while (true) { int n = await [|s.ReadAsync(b.AsMemory())|]; if (n == 0) return; Log(n); }", "NetworkStream s = null!; var b = new byte[9]; while (true) { int n = await s.ReadAsync(b.AsMemory(), ct); if (n == 0) return; Log(n); }")]
    [InlineData("foreach (string host in new[] { \"a\", \"b\" }) { Log(await [|System.Net.Dns.GetHostEntryAsync(host)|]); }", "foreach (string host in new[] { \"a\", \"b\" }) { Log(await System.Net.Dns.GetHostEntryAsync(host, ct)); }")]
    public Task Value_task_for_a_task(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired));

    [Theory]
    [InlineData("using var tcp = new TcpClient(); await Task.WhenAny(tcp.ConnectAsync(\"x\", 80), Task.Delay(1, ct));")]
    [InlineData("using var tcp = new TcpClient(); Task work = tcp.ConnectAsync(\"x\", 80); await work;")]
    [InlineData("using var tcp = new TcpClient(); await tcp.ConnectAsync(\"x\", 80).WaitAsync(ct);")]
    [InlineData("using var tcp = new TcpClient(); await tcp.ConnectAsync(\"x\", 80).ConfigureAwait(ConfigureAwaitOptions.None);")]
    [InlineData("using var tcp = new TcpClient(); using var r = ct.Register(() => tcp.Close()); await tcp.ConnectAsync(\"x\", 80);")]
    [InlineData("using var r = ct.Register(CloseClient); await _tcp.ConnectAsync(\"x\", 80);")]
    [InlineData("using var r = ct.Register(() => this.CloseClient()); await this._tcp.ConnectAsync(\"x\", 80);")]
    [InlineData("using var r = ct.Register(static o => ((C)o!).CloseClient(), this); using var s = await _tcp.Client.AcceptAsync();")]
    [InlineData("TcpClient? tcp = null; await (tcp?.ConnectAsync(\"x\", 80) ?? WorkAsync());")]
    // the stream of an answer is there at once
    [InlineData("using var r = await Http.GetAsync(\"x\", HttpCompletionOption.ResponseHeadersRead, ct); await using var s = await r.Content.ReadAsStreamAsync(); await s.CopyToAsync(stream, ct);")]
    public Task Value_task_that_would_not_do(string body) => Verify.SilentAsync(
        Method(body).Replace("HttpClient Http", "readonly TcpClient _tcp = new(); void CloseClient() => _tcp.Close(); HttpClient Http", StringComparison.Ordinal));

    [Theory]
    [InlineData("using (end.Register(() => client.Dispose())) return await ReceiveAsync(client, end);", false)]
    [InlineData("using (end.Register(client.Close)) return await ReceiveAsync(client, end);", false)]
    [InlineData("using (end.UnsafeRegister(static c => ((UdpClient)c!).Dispose(), client)) return await ReceiveAsync(client, end);", false)]
    [InlineData("using (client) return await ReceiveAsync(client, end);", true)]
    public Task Client_that_the_caller_closes(string body, bool isReported) => Verify.SilentAsync(Usings + $$"""
        class Tracker
        {
            async Task<byte[]> AskAsync(UdpClient client, CancellationToken end) { {{body}} }
            async Task<byte[]> ReceiveAsync(UdpClient udp, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    var received = await {{(isReported ? "[|udp.ReceiveAsync()|]" : "udp.ReceiveAsync()")}};
                    if (received.Buffer.Length > 0) return received.Buffer;
                }

                throw new OperationCanceledException(token);
            }
        }
        """);

    /// <summary>Code as it is found in applications: the token is not missing there.</summary>
    [Theory]
    [InlineData("public class Startup { public async Task StartAsync(CancellationToken cancellationToken) { _loop = Task.Run(async () => { while (_open) { await Task.Delay(1000); } }); await Task.Yield(); } Task? _loop; bool _open = true; }")]
    [InlineData("public class Outbox { public async Task SendAsync(Stream s, CancellationToken ct) { await s.WriteAsync(new byte[4], ct); await s.WriteAsync(new byte[9]); await s.FlushAsync(); } }")]
    [InlineData("public class Unit { public async Task RunAsync(DbConnection db, CancellationToken ct) { await using var t = await db.BeginTransactionAsync(ct); await t.CommitAsync(); } }")]
    [InlineData("public class Socks { public async Task CloseAsync(System.Net.WebSockets.WebSocket w, CancellationToken ct) { await w.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None); await Task.Delay(1000); } }")]
    [InlineData("public class Hub { public async Task OnDisconnectedAsync(HttpClient http, CancellationToken ct) { await http.GetStringAsync(\"http://x\"); } }")]
    [InlineData("public class Runner { public async Task M(CancellationToken ct) { _ = ct.CanBeCanceled; for (int i = 0; i < 5; i++) { try { await CompleteAsync(i, default); return; } catch (InvalidOperationException) { } await Task.Delay(5000); } } Task CompleteAsync(int n, CancellationToken t) => Task.CompletedTask; }")]
    [InlineData("public class Job { public CancellationToken CancellationToken => default; public int Id => 1; } public class Runner { async Task M(Job job) { for (int i = 0; i < 5; i++) { try { await CompleteAsync(job.Id); return; } catch (InvalidOperationException) { } await Task.Delay(5000); } } Task CompleteAsync(int n) => Task.CompletedTask; }")]
    [InlineData("public class Gate { readonly SemaphoreSlim _gate = new(1); public async Task<int> M(CancellationToken ct) { ct.ThrowIfCancellationRequested(); try { await _gate.WaitAsync(); return 1; } finally { _gate.Release(); } } }")]
    [InlineData("public class View { public async void Clicked(object sender, EventArgs e) { using var cts = new CancellationTokenSource(); await Task.Delay(1, cts.Token); await Task.Delay(2000); } }")]
    [InlineData("public class Toast { public async Task ShowAsync(CancellationToken ct) { Visible = true; await Task.Delay(2000); Visible = false; await Task.Delay(1, ct); } bool Visible { get; set; } }")]
    public Task Right_as_it_is(string type) => Verify.SilentAsync(Usings + type);

    // ---- for whoever debugs ----

    [Theory]
    [InlineData("\n#if DEBUG\nawait Task.Delay(5000);\n#endif\n")]
    [InlineData("\n#if DEBUG && !CI\nif (ms > 3) { await Task.Delay(5000); }\n#endif\n")]
    [InlineData("\n#if DEBUG\n#if !CI\nawait Task.Delay(TimeSpan.FromSeconds(3));\n#endif\n#endif\n")]
    [InlineData("\n#if !DEBUG\nLog(1);\n#else\nawait Task.Delay(5000);\n#endif\n")]
    [InlineData("\n#if RELEASE\nLog(1);\n#else\nawait Task.Delay(5000);\n#endif\n")]
    [InlineData("\n#if CI\nLog(1);\n#elif DEBUG\nawait Task.Delay(5000);\n#endif\n")]
    [InlineData("while (!Debugger.IsAttached) { Log(1); await Task.Delay(1000); }")]
    [InlineData("if (System.Diagnostics.Debugger.IsAttached) await Task.Delay(5000);")]
    [InlineData("await WaitForDebuggerAsync(); async Task WaitForDebuggerAsync() { await Task.Delay(9000); }")]
    public Task Pauses_for_a_debugger(string body) => Verify.SilentAsync("#define DEBUG\n" + Method(body));

    [Theory]
    [InlineData("\n#if DEBUG\nLog(1);\n#endif\nawait [|Task.Delay(5000)|];")]
    [InlineData("\n#if DEBUG\nLog(1);\n#else\nawait Task.Delay(1);\n#endif\nawait [|Task.Delay(5000)|];")]
    [InlineData("\n#if !CI\nawait [|Task.Delay(5000)|];\n#endif\n")]
    [InlineData("\n#if DEBUG\nawait [|Http.GetStringAsync(\"http://x\")|];\n#endif\n")]
    [InlineData("if (Debugger.IsAttached) Log(1); await [|Task.Delay(5000)|];")]
    public Task Pauses_of_every_build(string body) => Verify.FixesAsync(
        "#define DEBUG\n" + Method(body),
        "#define DEBUG\n" + Method(body.Replace("[|", "", StringComparison.Ordinal).Replace("\")|]", "\", ct)", StringComparison.Ordinal)
            .Replace("5000)|]", "5000, ct)", StringComparison.Ordinal)));

    [Fact]
    public Task Pauses_of_releases_only() => Verify.FixesAsync(
        Method("\n#if DEBUG\nLog(1);\n#else\nawait [|Task.Delay(5000)|];\n#endif\n"),
        Method("\n#if DEBUG\nLog(1);\n#else\nawait Task.Delay(5000, ct);\n#endif\n"));

    /// <summary>The token of the start is not that of the work which it begins.</summary>
    [Theory]
    [InlineData("public Task StartAsync(CancellationToken token) { Prepare(token); return RunAsync(); }")]
    [InlineData("public override Task StartAsync(CancellationToken token) { base.StartAsync(token); return ListenAsync(); }")]
    [InlineData("public async Task StartAsync(CancellationToken token) { Prepare(token); await ExecuteAsync(); }")]
    public Task Start_of_work(string member) => Verify.SilentAsync($$"""
        class B { public virtual Task StartAsync(CancellationToken token) => Task.CompletedTask; }
        class C{{(member.Contains("override", StringComparison.Ordinal) ? " : B" : "")}}
        {
            {{member}}
            void Prepare(CancellationToken token) { }
            Task RunAsync(CancellationToken token = default) => Task.CompletedTask;
            Task ListenAsync(CancellationToken token = default) => Task.CompletedTask;
            Task ExecuteAsync(CancellationToken token = default) => Task.CompletedTask;
        }
        """);

    /// <summary>Other turns of the loop look at the token; those that find nothing to do pause, for ever.</summary>
    [Theory]
    [InlineData("bool more = true; while (more) { if (!IsBusy) { await [|Task.Delay(100)|]; continue; } await LoadAsync(1, ct); more = IsBusy; }", "bool more = true; while (more) { if (!IsBusy) { await Task.Delay(100, ct); continue; } await LoadAsync(1, ct); more = IsBusy; }")]
    [InlineData("bool more = true; do { if (!IsBusy) { await [|Task.Delay(200)|]; continue; } await LoadAsync(1, ct); more = IsBusy; } while (more);", "bool more = true; do { if (!IsBusy) { await Task.Delay(200, ct); continue; } await LoadAsync(1, ct); more = IsBusy; } while (more);")]
    [InlineData("bool more = true; while (more) { if (IsBusy) { await LoadAsync(1, ct); more = false; } else { await [|Task.Delay(500)|]; } }", "bool more = true; while (more) { if (IsBusy) { await LoadAsync(1, ct); more = false; } else { await Task.Delay(500, ct); } }")]
    [InlineData("while (IsBusy) { await [|Task.Delay(100)|]; }", "while (IsBusy) { await Task.Delay(100, ct); }")]
    public Task Turns_that_only_pause(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired));

    [Theory]
    [InlineData("bool more = true; while (more) { ct.ThrowIfCancellationRequested(); if (!IsBusy) { await Task.Delay(100); continue; } await LoadAsync(1, ct); more = IsBusy; }")]
    [InlineData("bool more = true; while (more && !ct.IsCancellationRequested) { if (!IsBusy) { await Task.Delay(100); continue; } await LoadAsync(1, ct); more = IsBusy; }")]
    [InlineData("bool more = true; do { if (!IsBusy) { await Task.Delay(100); continue; } await LoadAsync(1, ct); more = IsBusy; } while (more && !ct.IsCancellationRequested);")]
    [InlineData("bool more = true; while (more) { if (!IsBusy) { await Task.Delay(100); } await LoadAsync(1, ct); more = IsBusy; }")]
    [InlineData("bool more = true; while (more) { if (IsBusy && ct.CanBeCanceled) { await LoadAsync(1, ct); more = false; } else { await Task.Delay(500); } }")]
    [InlineData("while (IsBusy) { await Task.Delay(Random.Shared.Next(50)); }")]
    [InlineData("for (int i = 0; i < 9; i++) { await Task.Delay(Math.Min(i * 10, 80)); }")]
    public Task Turns_that_pause_and_look(string body) => Verify.SilentAsync(Method(body));

    [Fact]
    public Task Trivia_are_kept() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(CancellationToken stoppingToken)
            {
                // between two rounds
                await [|Task.Delay(
                    TimeSpan.FromSeconds(30))|]; // as agreed
            }
        }
        """,
        """
        class C
        {
            async Task M(CancellationToken stoppingToken)
            {
                // between two rounds
                await Task.Delay(
                    TimeSpan.FromSeconds(30), stoppingToken); // as agreed
            }
        }
        """);

    /// <summary>All that call it by the interface are in sight, and leave the token out.</summary>
    [Theory]
    [InlineData("internal", "await one.HandleAsync(1);", true)]
    [InlineData("internal", "await one.HandleAsync(1, CancellationToken.None);", true)]
    [InlineData("internal", "await one.HandleAsync(1, stops[0]);", false)]
    [InlineData("internal", "Func<int, CancellationToken, Task> f = one.HandleAsync; await f(1, stops[0]);", false)]
    [InlineData("public", "await one.HandleAsync(1);", false)]
    public Task Token_that_no_caller_of_the_interface_gives(string access, string call, bool isSilent)
    {
        string source = $$"""
            {{access}} interface IHandler { Task HandleAsync(int n, CancellationToken cancellation = default); }
            {{access}} class Handler : IHandler
            {
                public async Task HandleAsync(int n, CancellationToken token)
                {
                    {{(isSilent ? "await Task.Delay(5000);" : "await [|Task.Delay(5000)|];")}}
                    await Task.Delay(1, token);
                }
            }
            internal class Caller { internal async Task RunAsync(IHandler one, CancellationToken[] stops) { {{call}} await Task.Delay(1, stops[0]); } }
            """;
        return isSilent ? Verify.SilentAsync(source) : Report.ReportsAsync(source);
    }

    /// <summary>The base class has the answer at once, and only the base class is asked.</summary>
    [Theory]
    [InlineData("base.AskAsync(1)", "Task.FromResult(n)", true)]
    [InlineData("base.AskAsync(1)", "Task.Run(() => n, token)", false)]
    [InlineData("AskOtherAsync(1)", "Task.FromResult(n)", false)]
    public Task Answer_that_is_there_at_once(string call, string answer, bool isSilent)
    {
        string source = $$"""
            public class B { public virtual Task<int> AskAsync(int n, CancellationToken token = default) => {{answer}}; }
            public class C : B
            {
                public override async Task<int> AskAsync(int n, CancellationToken token = default)
                {
                    await Task.Delay(1, token);
                    return await {{(isSilent ? call : "{|#0:" + call + "|}")}};
                }
                private static Task<int> AskOtherAsync(int n, CancellationToken token = default) => Task.FromResult(n);
            }
            """;
        return isSilent
            ? Verify.SilentAsync(source)
            : Report.ReportsAsync(source, configure: test => test.TestState.ExpectedDiagnostics.Add(
                new DiagnosticResult("ASYNC5002", DiagnosticSeverity.Info).WithLocation(0)));
    }

    /// <summary>Who has started a sample or a test application ends it.</summary>
    [Theory]
    [InlineData("Shop.Samples", DiagnosticSeverity.Info)]
    [InlineData("Shop.UnitTestApp", DiagnosticSeverity.Info)]
    [InlineData("Shop.Attestation", DiagnosticSeverity.Warning)]
    public Task Project_that_nobody_stops(string assembly, DiagnosticSeverity severity) => Report.ReportsAsync(
        "class C { async Task M(CancellationToken token) { await {|#0:Task.Delay(5000)|}; await Task.Delay(1, token); } }",
        configure: test =>
        {
            test.SolutionTransforms.Add((solution, project) => solution.WithProjectAssemblyName(project, assembly));
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5002", severity).WithLocation(0));
        });

    [Fact]
    public Task A_handler_of_a_test_pauses_as_long_as_the_test_says() => Verify.SilentAsync("""
        namespace Xunit { class FactAttribute : Attribute { } }
        class Handler
        {
            async Task HandleAsync(object message, CancellationToken token)
            {
                await Task.Delay(5000);
                await Task.Delay(1, token);
            }
        }
        """);

    [Fact]
    public Task Returned_without_await() => Verify.FixesAsync(
        """
        class C
        {
            Task A(CancellationToken token) => [|Task.Delay(5000)|];
            Task B(CancellationToken token) { return [|Task.Delay(5000)|]; }
        }
        """,
        """
        class C
        {
            Task A(CancellationToken token) => Task.Delay(5000, token);
            Task B(CancellationToken token) { return Task.Delay(5000, token); }
        }
        """);

    [Fact]
    public Task Member_of_the_type_that_the_loop_asks() => Verify.FixesAsync(
        """
        class C
        {
            private readonly CancellationToken _stop;
            async Task Loop(Func<bool> more)
            {
                while (!_stop.IsCancellationRequested && more())
                {
                    await [|Task.Delay(5000)|];
                }
            }
        }
        """,
        """
        class C
        {
            private readonly CancellationToken _stop;
            async Task Loop(Func<bool> more)
            {
                while (!_stop.IsCancellationRequested && more())
                {
                    await Task.Delay(5000, _stop);
                }
            }
        }
        """);

    [FactSinceCSharp(12)]
    public Task Parameter_of_a_primary_constructor() => Verify.FixesAsync(
        """
        class P(CancellationToken stop)
        {
            async Task Loop(Func<bool> more)
            {
                while (!stop.IsCancellationRequested && more())
                {
                    await [|Task.Delay(5000)|];
                }
            }
        }
        """,
        """
        class P(CancellationToken stop)
        {
            async Task Loop(Func<bool> more)
            {
                while (!stop.IsCancellationRequested && more())
                {
                    await Task.Delay(5000, stop);
                }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(
        """
        await Run(new CancellationToken(true));
        static async Task Run(CancellationToken token)
        {
            await [|Task.Delay(5000)|];
        }
        """,
        """
        await Run(new CancellationToken(true));
        static async Task Run(CancellationToken token)
        {
            await Task.Delay(5000, token);
        }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Lambda_with_a_token_of_its_own() => Verify.FixesAsync(
        """
        class C
        {
            Task M(CancellationToken outer, Func<Func<CancellationToken, Task>, Task> run)
                => run(async inner => await [|Task.Delay(5000)|]);
        }
        """,
        """
        class C
        {
            Task M(CancellationToken outer, Func<Func<CancellationToken, Task>, Task> run)
                => run(async inner => await Task.Delay(5000, inner));
        }
        """);

    [Fact]
    public Task Parallel_loop_with_the_token_in_the_middle() => Suggests(
        "await {|#0:Parallel.ForEachAsync(new[] { 1 }, async (i, own) => await LoadAsync(i, token: own))|};",
        "await Parallel.ForEachAsync(new[] { 1 }, ct, async (i, own) => await LoadAsync(i, token: own));");

    [Fact]
    public Task Code_behind_the_loop_still_runs() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(CancellationToken token, Func<bool> more, Action done)
            {
                while (!token.IsCancellationRequested && more())
                {
                    Console.Beep();
                    // pause
                    await [|Task.Delay(5000)|]; // ms
                }

                done();
            }
        }
        """,
        """
        class C
        {
            async Task M(CancellationToken token, Func<bool> more, Action done)
            {
                while (!token.IsCancellationRequested && more())
                {
                    Console.Beep();
                    // pause
                    try
                    {
                        await Task.Delay(5000, token);
                    }
                    catch (OperationCanceledException)
                    {
                        break;
                    } // ms
                }

                done();
            }
        }
        """);

    /// <summary>The call may be cancelled by a timeout of its own, which goes on to the caller as before.</summary>
    [Fact]
    public Task Code_behind_the_loop_still_runs_when_the_token_is_cancelled() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(CancellationToken token, System.Net.Http.HttpClient client, Action<string> use, Action done)
            {
                while (!token.IsCancellationRequested)
                {
                    await [|client.GetAsync("x")|];
                }

                done();
            }
        }
        """,
        """
        class C
        {
            async Task M(CancellationToken token, System.Net.Http.HttpClient client, Action<string> use, Action done)
            {
                while (!token.IsCancellationRequested)
                {
                    try
                    {
                        await client.GetAsync("x", token);
                    }
                    catch (OperationCanceledException) when (token.IsCancellationRequested)
                    {
                        break;
                    }
                }

                done();
            }
        }
        """);

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested && ms > 0) { int n = 0; if (n > 3) { n = await FetchAsync(\"x\", ct); } while (n > 0) { await [|Task.Delay(5000)|]; n--; } } Log(1);")]
    [InlineData("while (!ct.IsCancellationRequested && IsBusy) { if (ms > 3) { switch (ms) { default: await [|Task.Delay(5000)|]; break; } } } Log(1); IsBusy = false;")]
    [InlineData("while (IsBusy) { if (ct.IsCancellationRequested) break; if (ms > 3) { switch (ms) { default: await [|Task.Delay(5000)|]; break; } } } Log(1); IsBusy = false;")]
    [InlineData("while (!ct.IsCancellationRequested && IsBusy) { switch (ms) { case 1: await [|Task.Delay(5000)|]; break; } } Log(1); IsBusy = false;")]
    public Task Code_behind_the_loop_that_no_break_leads_to(string body)
        => body.Contains("IsBusy", StringComparison.Ordinal) ? Verify.ReportsAsync(Method(body)) : Verify.FixesAsync(
            Method(body), Method(body.Replace("[|Task.Delay(5000)|]", "Task.Delay(5000, ct)", StringComparison.Ordinal)));

    // ---- suggestions ----

    [Theory]
    [InlineData("await {|#0:Task.Delay(t)|};", "await Task.Delay(t, ct);")]
    [InlineData("await {|#0:LoadAsync(1)|};", "await LoadAsync(1, ct);")]
    [InlineData("await {|#0:LoadManyAsync(1, \"x\")|};", "await LoadManyAsync(1, \"x\", token: ct);")]
    [InlineData("await {|#0:LoadManyAsync(1, b: true)|};", "await LoadManyAsync(1, b: true, token: ct);")]
    [InlineData("int n = await {|#0:FetchAsync(\"x\")|};", "int n = await FetchAsync(\"x\", ct);")]
    [InlineData("await {|#0:LoadAsync(1, default)|};", "await LoadAsync(1, ct);")]
    [InlineData("await {|#0:LoadAsync(1, token: default)|};", "await LoadAsync(1, token: ct);")]
    [InlineData("await {|#0:Task.Delay(5000, new CancellationToken())|};", "await Task.Delay(5000, ct);")]
    [InlineData("await LoadAsync(0, ct); await {|#0:SaveAsync(1)|};", "await LoadAsync(0, ct); await SaveAsync(1, ct);")]
    [InlineData("await stream.WriteAsync(new byte[1], 0, 1, ct); await LoadAsync(0, ct);  await {|#0:LoadAsync(1)|};", "await stream.WriteAsync(new byte[1], 0, 1, ct); await LoadAsync(0, ct);  await LoadAsync(1, ct);")]
    [InlineData("while (await stream.ReadAsync(new byte[1], 0, 1, ct) > 0) { await {|#0:stream.WriteAsync(new byte[1], 0, 1)|}; }", "while (await stream.ReadAsync(new byte[1], 0, 1, ct) > 0) { await stream.WriteAsync(new byte[1], 0, 1, ct); }")]
    [InlineData("await {|#0:Http.PostAsync(\"http://x\", null)|};", "await Http.PostAsync(\"http://x\", null, ct);")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(i => {|#0:LoadAsync(i)|}));", "await Task.WhenAll(new[] { 1 }.Select(i => LoadAsync(i, ct)));")]
    [InlineData("try { await {|#0:Http.GetAsync(\"http://x\")|}; } catch (Exception) { return; }", "try { await Http.GetAsync(\"http://x\", ct); } catch (Exception) { return; }")]
    [InlineData("await {|#0:gate.WaitAsync(1000)|};", "await gate.WaitAsync(1000, ct);")]
    [InlineData("HttpResponseMessage r = await Retry(() => AnswerAsync()); var s = await {|#0:r.Content.ReadAsStringAsync()|};", "HttpResponseMessage r = await Retry(() => AnswerAsync()); var s = await r.Content.ReadAsStringAsync(ct);")]
    [InlineData("HttpResponseMessage r = await AnswerAsync(); var s = await {|#0:r.Content.ReadAsStringAsync()|};", "HttpResponseMessage r = await AnswerAsync(); var s = await r.Content.ReadAsStringAsync(ct);")]
    public Task Suggested_and_fixed(string body, string repaired) => Suggests(body, repaired, WithAnswer);

    [Theory]
    // Another call is given the token, and this one could leave its parameter out.
    [InlineData("await LoadAsync(0, ct); await SaveAsync(1, default);")]
    [InlineData("await SaveAsync(1, token: default); await LoadAsync(0, ct);")]
    // The content is there when the request is answered.
    [InlineData("var r = await Http.GetAsync(\"http://x\", ct); var s = await r.Content.ReadAsStringAsync();")]
    [InlineData("using var r = await Http.PostAsync(\"http://x\", null, ct).ConfigureAwait(false); var s = await r.Content.ReadAsByteArrayAsync();")]
    [InlineData("HttpResponseMessage r; try { r = await Http.SendAsync(new HttpRequestMessage(), ct); var s = await r.Content.ReadAsStringAsync().ConfigureAwait(false); } catch (HttpRequestException) { throw; }")]
    [InlineData("HttpResponseMessage? r = null; r = await Http.SendAsync(new HttpRequestMessage(), HttpCompletionOption.ResponseContentRead, ct); var s = await r.Content.ReadAsStringAsync();")]
    [InlineData("using var r = await Retry(async () => { using var q = new HttpRequestMessage(); return await Http.SendAsync(q, HttpCompletionOption.ResponseContentRead, ct); }); var s = await r.Content.ReadAsStringAsync();")]
    [InlineData("using var r = await Retry(() => Http.GetAsync(\"http://x\", ct)).ConfigureAwait(false); var s = await r.Content.ReadAsStringAsync();")]
    [InlineData("var r = await Ask(); var s = await r.Content.ReadAsStringAsync(); Task<HttpResponseMessage> Ask() => Http.GetAsync(\"http://x\", ct);")]
    [InlineData("var r = await Ask(); var s = await r.Content.ReadAsStringAsync(); async Task<HttpResponseMessage> Ask() { if (ct.CanBeCanceled) return await Http.GetAsync(\"http://x\", ct); return await Retry(() => Http.PostAsync(\"http://x\", null, ct)); }")]
    [InlineData("var s = await (await Http.GetAsync(\"http://x\", ct)).Content.ReadAsStringAsync();")]
    [InlineData("var r = await Http.GetAsync(\"http://x\", ct); var content = r.Content; var s = await content.ReadAsStringAsync();")]
    [InlineData("HttpResponseMessage r = await {|CS0103:Client|}.HttpClient.SendAsync(new HttpRequestMessage(), ct).ConfigureAwait(false); var s = await r.Content.ReadAsStringAsync();")]
    [InlineData("HttpResponseMessage? r = null; r = await {|CS0103:_httpClient|}.GetAsync(\"\", ct); if (!r!.IsSuccessStatusCode) { var s = await r.Content.ReadAsStringAsync(); }")]
    // A write without a token given to anything else, and work that others do later.
    [InlineData("await SaveAsync(1);")]
    [InlineData("await LoadAsync(0, ct); await StartJob(1);")]
    [InlineData("await LoadAsync(0, ct); await RunAfterCurrent(1);")]
    [InlineData("await LoadAsync(0, ct); await TriggerBuildAsync(1);")]
    [InlineData("await LoadAsync(0, ct); foreach (int i in new[] { 1, 2 }) { await SaveAsync(i); }")]
    [InlineData("await LoadAsync(0, ct); await SaveChangesAsync();")]
    // Half a message would be left.
    [InlineData("NetworkStream line = null!; await gate.WaitAsync(ct); try { await line.WriteAsync(new byte[1], 0, 1); } finally { gate.Release(); }")]
    [InlineData("Socket socket = null!; await LoadAsync(0, ct); await socket.SendAsync(new byte[1], SocketFlags.None);")]
    // A callback ends the wait.
    [InlineData("using var r = ct.Register(() => process.Kill()); await process.WaitForExitAsync();")]
    [InlineData("ct.Register(static s => ((Process)s!).Kill(), process); await process.WaitForExitAsync().ConfigureAwait(false);")]
    // The handler would take it for a failure and go on.
    [InlineData("while (IsBusy) { try { ct.ThrowIfCancellationRequested(); await LoadAsync(1); } catch (Exception e) when (e is TimeoutException or OperationCanceledException) { Log(e); } }")]
    // Nobody notices.
    [InlineData("await Task.Delay(100); await Task.Delay(500);")]
    [InlineData("for (int i = 0; i < 9; i++) { if (ct.IsCancellationRequested) { return; } Log(i); await Task.Delay(16); }")]
    // The loop ends between two writes.
    [InlineData("while (!ct.IsCancellationRequested && IsBusy) { await SendAsync(1); await LoadAsync(1, ct); } await WorkAsync();")]
    // The token may be what has ended the work.
    [InlineData("Task work = LoadAsync(1, ct); try { await work; } catch (OperationCanceledException) { } await LoadAsync(3); await Task.Delay(5000);")]
    [InlineData("Task work; work = LoadAsync(1, ct); try { await work; } catch (TaskCanceledException) { Log(1); } await Task.WhenAll(WorkAsync(), Task.Delay(2500));")]
    [InlineData("try { await LoadAsync(1, ct); } catch (OperationCanceledException) { } await Task.Delay(5000);")]
    [InlineData("await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => { }); await Task.Delay(5000);")]
    [InlineData("await Task.Delay(-1, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); await Task.Delay(5000);")]
    [InlineData("await Task.WhenAny(WorkAsync(), Task.Delay(Timeout.InfiniteTimeSpan, ct)); await Task.Delay(5000);")]
    // What runs the lambda waits with the token.
    [InlineData("await TimedAsync(async () => { while (IsBusy) { int n = await stream.ReadAsync(new byte[1], 0, 1); } }, ct);")]
    [InlineData("await StoppedAsync(async () => await Task.Delay(5000), ct);")]
    public Task Nothing_that_a_reader_misses(string body) => Verify.SilentAsync(Method(Used + body).Replace("bool IsBusy", """
        async Task<HttpResponseMessage> AnswerAsync() { await Task.Yield(); return new HttpResponseMessage(); }
            async Task<HttpResponseMessage> Retry(Func<Task<HttpResponseMessage>> ask) => await ask();
            Task SaveChangesAsync(CancellationToken token = default) => Task.CompletedTask;
            Task StartJob(int n, CancellationToken token = default) => Task.CompletedTask;
            Task RunAfterCurrent(int n, CancellationToken token = default) => Task.CompletedTask;
            Task TriggerBuildAsync(int n, CancellationToken token = default) => Task.CompletedTask;
            async Task TimedAsync(Func<Task> work, CancellationToken stop) { Task t = work(); await t.WaitAsync(stop); }
            async Task StoppedAsync(Func<Task> work, CancellationToken stop) { using var r = stop.Register(() => Log(1)); await work(); }
            bool IsBusy
        """, StringComparison.Ordinal));

    [Theory]
    [InlineData("await SentAsync(async () => await [|Task.Delay(5000)|], ct);")]
    [InlineData("await Task.Run(async () => await [|Task.Delay(5000)|], ct);")]
    [InlineData("using var r = ct.Register(() => gate.Release()); await [|process.WaitForExitAsync()|];")]
    [InlineData("try { await [|Task.Delay(5000)|]; } catch (Exception e) when (e is not OperationCanceledException) { Log(e); }")]
    [InlineData("await Task.WhenAny(WorkAsync(), Task.Delay(1000, ct)); await [|Task.Delay(5000)|];")]
    [InlineData("var r = await Http.GetAsync(\"http://x\", HttpCompletionOption.ResponseHeadersRead, ct); var s = await [|r.Content.ReadAsStringAsync()|];")]
    [InlineData("try { await LoadAsync(1, ct); } catch (OperationCanceledException) { throw; } await [|Task.Delay(5000)|];")]
    [InlineData("Task work = WorkAsync(); try { await work; } catch (OperationCanceledException) { } await [|Task.Delay(5000)|];")]
    public Task Long_waits(string body) => Verify.FixesAsync(
        Sent(Method(body)),
        Sent(Method(body.Replace("5000)|]", "5000, ct)", StringComparison.Ordinal).Replace("()|]", "(ct)", StringComparison.Ordinal)
            .Replace("[|", "", StringComparison.Ordinal))));

    private static string Sent(string source) => source.Replace(
        "bool IsBusy",
        "async Task SentAsync(Func<Task> work, CancellationToken stop) { stop.ThrowIfCancellationRequested(); await work(); } bool IsBusy",
        StringComparison.Ordinal);

    [Theory]
    [InlineData("async Task<bool> M(Func<bool> f, CancellationToken ct) { while (!f()) { if (ct.IsCancellationRequested) return false; await Task.Delay(1000); } return true; }")]
    [InlineData("async Task<string?> M(Func<bool> f, CancellationToken ct) { while (!f()) { await Task.Delay(1000); if (ct.IsCancellationRequested) { return null; } } return \"\"; }")]
    public Task A_result_tells_of_the_cancellation(string member) => Verify.SilentAsync($"class C {{ {member} }}");

    [Fact]
    public Task Pipe_that_is_interrupted() => Verify.SilentAsync(
        """
        struct ReadResult { public bool IsCanceled => false; }
        class PipeReader { public ValueTask<ReadResult> ReadAsync(CancellationToken token = default) => default; public void CancelPendingRead() { } }
        class C
        {
            async Task M(PipeReader input, CancellationToken ct)
            {
                ct.ThrowIfCancellationRequested();
                ReadResult result = await input.ReadAsync();
                if (result.IsCanceled)
                {
                    throw new OperationCanceledException();
                }
            }
        }
        class D
        {
            private readonly PipeReader _input = new();
            void Stop() => _input.CancelPendingRead();
            async Task M(CancellationToken ct) { ct.ThrowIfCancellationRequested(); await _input.ReadAsync(); }
        }
        """);

    [Fact]
    public Task Params_are_collected() => SuggestsIn(
        """
        class Set
        {
            public ValueTask<string?> FindAsync(params object?[]? keys) => default;
            public ValueTask<string?> FindAsync(object?[]? keys, CancellationToken cancellationToken) => default;
        }
        class C
        {
            async Task<string?> M(Set set, int id, CancellationToken token) => token.CanBeCanceled ? await {|#0:set.FindAsync(id, "x")|} : null;
        }
        """,
        """
        class Set
        {
            public ValueTask<string?> FindAsync(params object?[]? keys) => default;
            public ValueTask<string?> FindAsync(object?[]? keys, CancellationToken cancellationToken) => default;
        }
        class C
        {
            async Task<string?> M(Set set, int id, CancellationToken token) => token.CanBeCanceled ? await set.FindAsync(new object[] { id, "x" }, token) : null;
        }
        """);

    [Fact]
    public Task Local_source_that_nothing_else_uses() => SuggestsIn(
        """
        class C
        {
            async Task<string> M(System.Net.Http.HttpClient client)
            {
                using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                return await {|#0:client.GetStringAsync("http://x")|};
            }
        }
        """,
        """
        class C
        {
            async Task<string> M(System.Net.Http.HttpClient client)
            {
                using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                return await client.GetStringAsync("http://x", timeout.Token);
            }
        }
        """);

    [Fact]
    public Task Source_in_a_field_that_the_loop_asks() => SuggestsIn(
        """
        class C
        {
            private readonly CancellationTokenSource _stop = new();
            async Task Loop(Func<bool> more)
            {
                while (!_stop.IsCancellationRequested && more())
                {
                    await {|#0:Task.Delay(5000)|};
                }
            }
        }
        """,
        """
        class C
        {
            private readonly CancellationTokenSource _stop = new();
            async Task Loop(Func<bool> more)
            {
                while (!_stop.IsCancellationRequested && more())
                {
                    await Task.Delay(5000, _stop.Token);
                }
            }
        }
        """);

    [Fact]
    public Task Context_that_carries_a_token() => SuggestsIn(
        """
        class ServerCallContext { public CancellationToken CancellationToken => default; }
        class C
        {
            async Task<string> M(string request, ServerCallContext context, System.Net.Http.HttpClient client)
                => await {|#0:client.GetStringAsync(request)|};
        }
        """,
        """
        class ServerCallContext { public CancellationToken CancellationToken => default; }
        class C
        {
            async Task<string> M(string request, ServerCallContext context, System.Net.Http.HttpClient client)
                => await client.GetStringAsync(request, context.CancellationToken);
        }
        """);

    [Fact]
    public Task Controller_reads_for_a_request() => SuggestsIn(
        """
        class HttpContext { public CancellationToken RequestAborted => default; }
        class ControllerBase { public HttpContext HttpContext => new(); }
        class ShopController : ControllerBase
        {
            public async Task<string> Get(System.Net.Http.HttpClient client) => await {|#0:client.GetStringAsync("http://x")|};
        }
        """,
        """
        class HttpContext { public CancellationToken RequestAborted => default; }
        class ControllerBase { public HttpContext HttpContext => new(); }
        class ShopController : ControllerBase
        {
            public async Task<string> Get(System.Net.Http.HttpClient client) => await client.GetStringAsync("http://x", HttpContext.RequestAborted);
        }
        """);

    private static string Controller(string members) => $$"""
        class HttpContext { public CancellationToken RequestAborted => default; }
        class ControllerBase { public HttpContext HttpContext => new(); }
        class Store
        {
            public Task<string> FindAsync(int n, CancellationToken token = default) => Task.FromResult("");
            public Task<List<string>> ToListAsync(CancellationToken token = default) => Task.FromResult(new List<string>());
            public Task SaveChangesAsync(CancellationToken token = default) => Task.CompletedTask;
        }
        class ShopController : ControllerBase
        {
            private readonly Store _store = new();
            private readonly System.Net.Http.HttpClient _client = new();
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public async Task<string> Get(int n) => await _store.FindAsync(n);")]
    [InlineData("public async Task<List<string>> Get() => await _store.ToListAsync();")]
    [InlineData("public async Task Post(int n) { await _store.FindAsync(n); await _store.SaveChangesAsync(); }")]
    [InlineData("public async Task Post() { await Task.Delay(1000); }")]
    [InlineData("public async Task<string> Get(int n) { await _store.FindAsync(n, HttpContext.RequestAborted); await _store.SaveChangesAsync(); return \"\"; }")]
    public Task Controller_that_does_without(string members) => Verify.SilentAsync(Controller(members));

    [Theory]
    [InlineData("public async Task<string> Get(int n) { await _store.FindAsync(n, HttpContext.RequestAborted); return await {|#0:_store.FindAsync(n)|}; }",
        "public async Task<string> Get(int n) { await _store.FindAsync(n, HttpContext.RequestAborted); return await _store.FindAsync(n, HttpContext.RequestAborted); }")]
    [InlineData("public async Task<string> Get(int n) => await {|#0:_client.GetStringAsync(\"http://x\")|};",
        "public async Task<string> Get(int n) => await _client.GetStringAsync(\"http://x\", HttpContext.RequestAborted);")]
    [InlineData("public async Task Get(Func<bool> ready) { while (!ready()) { await {|#0:Task.Delay(1000)|}; } }",
        "public async Task Get(Func<bool> ready) { while (!ready()) { await Task.Delay(1000, HttpContext.RequestAborted); } }")]
    public Task Controller_that_waits(string members, string repaired) => SuggestsIn(Controller(members), Controller(repaired));

    // ---- suggestions: objects that bring a token along ----

    /// <summary>Contexts as libraries have them, and services that are called beside them.</summary>
    private const string Contexts = """
        class HttpContext { public CancellationToken RequestAborted => default; public IServiceProvider RequestServices => null!; public HttpRequest Request => new(); public string Id => ""; }
        class JobContext { public CancellationToken Aborted => default; public IServiceProvider RequestServices => null!; public string Id => ""; }
        class HttpRequest { public Task<string> ReadFormAsync(CancellationToken token = default) => Task.FromResult(""); }
        class ServerCallContext { public CancellationToken CancellationToken => default; public Task<string> ReadAsync(CancellationToken token = default) => Task.FromResult(""); }
        class ConsumeContext { public CancellationToken CancellationToken => default; public Guid Id => default; }
        class ConsumeContext<T> : ConsumeContext { public T Message => default!; }
        interface IExecution { CancellationToken CancellationToken { get; } }
        interface IJobExecution : IExecution { string Name { get; } }
        struct Turn { public CancellationToken Stop => default; public int Number => 0; }
        class TwoTokens { public CancellationToken A => default; public CancellationToken B => default; public int Id => 0; }
        class NoToken { public int Id => 0; }
        class HiddenToken { internal CancellationToken A => default; public int Id => 0; }
        class StaticToken { public static CancellationToken A => default; public int Id => 0; }
        class AppDbContext { public int Id => 0; }
        class CallArgs : EventArgs { public CancellationToken CancellationToken => default; public int Id => 0; }
        class Reader { public Reader(object o) { } public Task<string> ReadAsync(CancellationToken token = default) => Task.FromResult(""); }
        static class Services { public static T GetRequiredService<T>(this IServiceProvider provider) => default!; }
        class Store
        {
            public Task<string> FindAsync(object key, CancellationToken token = default) => Task.FromResult("");
            public Task<string> GetAsync() => Task.FromResult("");
            public Task<string> GetAsync(CancellationToken token) => Task.FromResult("");
            public Task SaveAsync(object item, CancellationToken token = default) => Task.CompletedTask;
            public Task<bool> HasAccessAsync(string user, CancellationToken token = default) => Task.FromResult(true);
            public Task<string> WithContextAsync(HttpContext context, CancellationToken token = default) => Task.FromResult("");
        }

        """;

    [Theory]
    [InlineData("async Task M(ServerCallContext context) => await {|#0:_store.FindAsync(1)|};", "_store.FindAsync(1, context.CancellationToken)")]
    [InlineData("async Task M(JobContext http) { await {|#0:_store.GetAsync()|}; }", "_store.GetAsync(http.Aborted)")]
    [InlineData("Task<string> M(JobContext http) => {|#0:_store.GetAsync()|};", "_store.GetAsync(http.Aborted)")]
    [InlineData("async Task M(ConsumeContext<string> context) => await {|#0:_store.FindAsync(context.Message)|};", "_store.FindAsync(context.Message, context.CancellationToken)")]
    [InlineData("async Task M(IJobExecution job) => await {|#0:_store.FindAsync(job.Name)|};", "_store.FindAsync(job.Name, job.CancellationToken)")]
    [InlineData("async Task M(Turn turn) => await {|#0:_store.FindAsync(turn.Number)|};", "_store.FindAsync(turn.Number, turn.Stop)")]
    [InlineData("Task M(in Turn turn) { Task<string> t = {|#0:_store.FindAsync(turn.Number)|}; return t; }", "_store.FindAsync(turn.Number, turn.Stop)")]
    [InlineData("async Task M(CallArgs e) => await {|#0:_store.HasAccessAsync(\"x\")|};", "_store.HasAccessAsync(\"x\", e.CancellationToken)")]
    [InlineData("async Task M(JobContext http) { var store = http.RequestServices.GetRequiredService<Store>(); await {|#0:store.FindAsync(http.Id)|}; }", "store.FindAsync(http.Id, http.Aborted)")]
    [InlineData("async Task M(JobContext http) => await {|#0:http.RequestServices.GetRequiredService<Store>().FindAsync(1)|};", "http.RequestServices.GetRequiredService<Store>().FindAsync(1, http.Aborted)")]
    [InlineData("async Task M(JobContext http) { string id = http.Id; await {|#0:_store.FindAsync(id)|}; }", "_store.FindAsync(id, http.Aborted)")]
    [InlineData("async Task M(JobContext http, int[] ids) => await Task.WhenAll(ids.Select(id => {|#0:_store.FindAsync(id)|}));", "_store.FindAsync(id, http.Aborted)")]
    [InlineData("async Task M(JobContext http) { await Local(); async Task Local() { await {|#0:_store.FindAsync(1)|}; } }", "_store.FindAsync(1, http.Aborted)")]
    [InlineData("Func<JobContext, Task> M() => async (JobContext context) => await {|#0:_store.FindAsync(1)|};", "_store.FindAsync(1, context.Aborted)")]
    [InlineData("Func<JobContext, Task> M() => async context => await {|#0:_store.FindAsync(1)|};", "_store.FindAsync(1, context.Aborted)")]
    [InlineData("async Task M(JobContext http) { if (http == null) throw new ArgumentNullException(nameof(http)); await {|#0:_store.GetAsync()|}; }", "_store.GetAsync(http.Aborted)")]
    [InlineData("async Task M(JobContext http) { if (http is null) { return; } await {|#0:_store.GetAsync()|}; }", "_store.GetAsync(http.Aborted)")]
    [InlineData("async Task M(JobContext http = null!) { http ??= new JobContext(); _ = http?.Id; await {|#0:_store.GetAsync()|}; }", "_store.GetAsync(http.Aborted)")]
    [InlineData("static async Task M(AppDbContext db, JobContext http, Store store) => await {|#0:store.FindAsync(db.Id)|};", "store.FindAsync(db.Id, http.Aborted)")]
    [InlineData("async Task M(HttpContext http) { await _store.FindAsync(0, http.RequestAborted); await {|#0:_store.FindAsync(1)|}; }", "_store.FindAsync(1, http.RequestAborted)")]
    public Task Object_with_one_token(string member, string repaired)
    {
        int start = member.IndexOf("{|#0:", StringComparison.Ordinal);
        int end = member.IndexOf("|}", StringComparison.Ordinal) + 2;
        return SuggestsIn(
            Contexts + "class C { Store _store = new(); " + member + " }",
            Contexts + "class C { Store _store = new(); " + member[..start] + repaired + member[end..] + " }");
    }

    [Theory]
    [InlineData("async Task M(HttpContext http) => await _store.SaveAsync(1);")]
    [InlineData("async Task M(HttpContext http) => await _store.FindAsync(1);")]
    [InlineData("async Task M(HttpContext http) => await Task.Delay(5000);")]
    [InlineData("async Task M(JobContext job) => await _store.SaveAsync(1);")]
    [InlineData("async Task M(HttpContext http) => await _store.WithContextAsync(http);")]
    [InlineData("async Task M(HttpContext http) => await _store.GetAsync(http.RequestAborted);")]
    [InlineData("async Task M(HttpContext http) => await http.Request.ReadFormAsync();")]
    [InlineData("async Task M(HttpContext http) { var request = http.Request; await request.ReadFormAsync(); }")]
    [InlineData("async Task M(ServerCallContext context) => await context.ReadAsync();")]
    [InlineData("async Task M(HttpContext http) { var reader = new Reader(http); await reader.ReadAsync(); }")]
    [InlineData("async Task M(HttpContext http) { var self = http; await _store.FindAsync(self); }")]
    [InlineData("async Task M(HttpContext a, ServerCallContext b) => await _store.GetAsync();")]
    [InlineData("async Task M(TwoTokens two) => await _store.FindAsync(two.Id);")]
    [InlineData("async Task M(NoToken no) => await _store.FindAsync(no.Id);")]
    [InlineData("async Task M(HiddenToken hidden) => await _store.FindAsync(hidden.Id);")]
    [InlineData("async Task M(StaticToken type) => await _store.FindAsync(type.Id);")]
    [InlineData("async Task M(AppDbContext db) => await _store.FindAsync(db.Id);")]
    [InlineData("async Task M(HttpContext? http) => await _store.GetAsync();")]
    // It may be null.
    [InlineData("async Task M(JobContext http) { _ = http?.Id; await _store.GetAsync(); }")]
    [InlineData("async Task M(JobContext http) { var id = http?.Id ?? \"\"; while (true) { if (await _store.FindAsync(id) == \"\") return; } }")]
    [InlineData("async Task M(JobContext http = null!) { await _store.GetAsync(); }")]
    [InlineData("async Task M(JobContext http) { if (http != null) { _ = http.Id; } await _store.GetAsync(); }")]
    [InlineData("async Task M(JobContext http) { var id = http is null ? \"\" : http.Id; await _store.FindAsync(id); }")]
    [InlineData("async Task M(CancellationTokenSource source) => await _store.GetAsync();")]
    [InlineData("void M(HttpContext http) { _ = Task.Run(async () => await _store.GetAsync()); }")]
    [InlineData("async Task M(HttpContext http) { try { } finally { await _store.GetAsync(); } }")]
    [InlineData("async Task M(HttpContext http) { static async Task Local(Store s) => await s.GetAsync(); await Local(_store); }")]
    [InlineData("async Task CloseAsync(HttpContext http) => await _store.GetAsync();")]
    [InlineData("async Task M<TContext>(TContext context) => await _store.GetAsync();")]
    public Task Objects_whose_token_is_not_missing(string member)
        => Verify.SilentAsync(Contexts + "class C { Store _store = new(); " + member + " }");

    [Fact]
    public Task Hub_whose_connection_is_gone() => Verify.SilentAsync("""
        class HubCallerContext { public CancellationToken ConnectionAborted => default; }
        class Hub { public HubCallerContext Context => new(); public virtual Task OnDisconnectedAsync(Exception? e) => Task.CompletedTask; }
        class Store { public Task<string> FindAsync(int n, CancellationToken token = default) => Task.FromResult(""); }
        class ChatHub : Hub
        {
            Store _store = new();
            public override async Task OnDisconnectedAsync(Exception? e) { await _store.FindAsync(1); await _store.FindAsync(2, Context.ConnectionAborted); await _store.FindAsync(3); }
        }
        """);

    [Fact]
    public Task Hub_reads_for_a_connection() => SuggestsIn(
        """
        class HubCallerContext { public CancellationToken ConnectionAborted => default; }
        class Hub { public HubCallerContext Context => new(); }
        class ChatHub : Hub
        {
            public async Task<string> Get(System.Net.Http.HttpClient client) => await {|#0:client.GetStringAsync("http://x")|};
        }
        """,
        """
        class HubCallerContext { public CancellationToken ConnectionAborted => default; }
        class Hub { public HubCallerContext Context => new(); }
        class ChatHub : Hub
        {
            public async Task<string> Get(System.Net.Http.HttpClient client) => await client.GetStringAsync("http://x", Context.ConnectionAborted);
        }
        """);

    // ---- branches, and work that is awaited further down ----

    [Theory]
    [InlineData("await (IsBusy ? [|Task.Delay(5000)|] : WorkAsync());", "await (IsBusy ? Task.Delay(5000, ct) : WorkAsync());")]
    [InlineData("await (IsBusy ? WorkAsync() : [|Task.Delay(5000)|]).ConfigureAwait(false);", "await (IsBusy ? WorkAsync() : Task.Delay(5000, ct)).ConfigureAwait(false);")]
    [InlineData("await (ms switch { 1 => WorkAsync(), _ => [|Task.Delay(5000)|] });", "await (ms switch { 1 => WorkAsync(), _ => Task.Delay(5000, ct) });")]
    [InlineData("Task? t2 = null; await (t2 ?? [|Task.Delay(5000)|]);", "Task? t2 = null; await (t2 ?? Task.Delay(5000, ct));")]
    [InlineData("SemaphoreSlim? g = gate; await (g?[|.WaitAsync()|] ?? WorkAsync());", "SemaphoreSlim? g = gate; await (g?.WaitAsync(ct) ?? WorkAsync());")]
    [InlineData("await Task.WhenAll(IsBusy ? [|Task.Delay(5000)|] : WorkAsync(), WorkAsync());", "await Task.WhenAll(IsBusy ? Task.Delay(5000, ct) : WorkAsync(), WorkAsync());")]
    [InlineData("if (IsBusy) { await ((Task)[|Task.Delay(5000)|])!; }", "if (IsBusy) { await ((Task)Task.Delay(5000, ct))!; }")]
    public Task In_a_branch(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired));

    [Theory]
    [InlineData("Task t2 = {|#0:LoadAsync(1)|}; Log(1); await t2;", "Task t2 = LoadAsync(1, ct); Log(1); await t2;")]
    [InlineData("var t2 = {|#0:FetchAsync(\"x\")|}; Log(1); int n = await t2.ConfigureAwait(false);", "var t2 = FetchAsync(\"x\", ct); Log(1); int n = await t2.ConfigureAwait(false);")]
    [InlineData("Task t2 = {|#0:LoadAsync(1)|}, t3 = WorkAsync(); await Task.WhenAll(t2, t3);", "Task t2 = LoadAsync(1, ct), t3 = WorkAsync(); await Task.WhenAll(t2, t3);")]
    [InlineData("Task<int> t2 = {|#0:FetchAsync(\"x\")|}; await Task.WhenAll(t2, WorkAsync()); Log(t2.Result);", "Task<int> t2 = FetchAsync(\"x\", ct); await Task.WhenAll(t2, WorkAsync()); Log(t2.Result);")]
    [InlineData("Task<string> text = IsBusy ? Task.FromResult(string.Empty) : {|#0:process.StandardOutput.ReadToEndAsync()|}; await process.WaitForExitAsync(ct); string s = await text.ConfigureAwait(false);",
        "Task<string> text = IsBusy ? Task.FromResult(string.Empty) : process.StandardOutput.ReadToEndAsync(ct); await process.WaitForExitAsync(ct); string s = await text.ConfigureAwait(false);")]
    [InlineData("Task pause = {|#0:Task.Delay(5000)|}; await WorkAsync(); await pause;", "Task pause = Task.Delay(5000, ct); await WorkAsync(); await pause;")]
    [InlineData("try { Task t2 = {|#0:LoadAsync(1)|}; await WorkAsync(); await t2; } catch (InvalidOperationException) { }", "try { Task t2 = LoadAsync(1, ct); await WorkAsync(); await t2; } catch (InvalidOperationException) { }")]
    public Task Begun_and_awaited_further_down(string body, string repaired) => Suggests(body, repaired);

    [Theory]
    [InlineData("Task t2 = LoadAsync(1); Log(t2);")]
    [InlineData("Task t2 = LoadAsync(1); Log(1);")]
    [InlineData("Task t2 = LoadAsync(1); await Task.WhenAny(t2, WorkAsync());")]
    [InlineData("Task t2 = LoadAsync(1); Func<Task> f = async () => await t2; Log(f);")]
    [InlineData("Task t2 = LoadAsync(1); try { await t2; } catch (Exception e) { Log(e); }")]
    [InlineData("Task t2 = LoadAsync(1); _ = t2.ContinueWith(_ => Log(1)); await t2;")]
    [InlineData("Task t2 = LoadAsync(1, ct); await t2;")]
    [InlineData("Task t2; t2 = LoadAsync(1); await t2;")]
    [InlineData("await (IsBusy ? WorkAsync() : LoadAsync(1, ct));")]
    [InlineData("await (IsBusy ? WorkAsync() : ms > 3 ? WorkAsync() : LoadAsync(1, ct));")]
    public Task Begun_and_left_to_others(string body) => Verify.SilentAsync(Method(Used + body));

    [Fact]
    public Task Behind_conditional_accesses() => SuggestsIn(
        """
        class Node { public Node? Next; public Node this[int i] => this; public Task LoadAsync(int n, CancellationToken token = default) => Task.CompletedTask; }
        class C
        {
            Task M(Node? node, CancellationToken token)
            {
                token.ThrowIfCancellationRequested();
                return node?.Next?{|#0:[1].LoadAsync(3)|} ?? Task.CompletedTask;
            }
        }
        """,
        """
        class Node { public Node? Next; public Node this[int i] => this; public Task LoadAsync(int n, CancellationToken token = default) => Task.CompletedTask; }
        class C
        {
            Task M(Node? node, CancellationToken token)
            {
                token.ThrowIfCancellationRequested();
                return node?.Next?[1].LoadAsync(3, token) ?? Task.CompletedTask;
            }
        }
        """);

    // ---- channels ----

    private static string Pump(string members) => Usings + $$"""
        class Pump
        {
            private readonly CancellationToken _stop;
            private readonly Channel<int> _bounded = Channel.CreateBounded<int>(9);
            private readonly Channel<int> _unbounded = Channel.CreateUnbounded<int>();
            public Pump(CancellationToken stop) => _stop = stop;
            public async Task<int> ReadAsync() => await _bounded.Reader.ReadAsync(_stop);
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public async Task M(int n) => await {|#0:_bounded.Writer.WriteAsync(n)|};", "public async Task M(int n) => await _bounded.Writer.WriteAsync(n, _stop);")]
    [InlineData("public ValueTask M(int n) => {|#0:this._bounded.Writer.WriteAsync(n)|};", "public ValueTask M(int n) => this._bounded.Writer.WriteAsync(n, _stop);")]
    [InlineData("public async Task M(int n) { while (await {|#0:_bounded.Writer.WaitToWriteAsync()|}) { } }", "public async Task M(int n) { while (await _bounded.Writer.WaitToWriteAsync(_stop)) { } }")]
    [InlineData("public async Task M(int n) { _ = _stop.CanBeCanceled; await _bounded.Writer.WriteAsync(n); }", null)]
    [InlineData("public async Task M(int n, CancellationToken token) { token.ThrowIfCancellationRequested(); await {|#0:_bounded.Writer.WriteAsync(n)|}; }", "public async Task M(int n, CancellationToken token) { token.ThrowIfCancellationRequested(); await _bounded.Writer.WriteAsync(n, token); }")]
    [InlineData("public async Task M(int n, CancellationToken token) { token.ThrowIfCancellationRequested(); await _unbounded.Writer.WriteAsync(n); }", null)]
    [InlineData("public async Task M(int n) => await _unbounded.Writer.WriteAsync(n);", null)]
    [InlineData("public async Task M(int n, ChannelWriter<int> writer) => await writer.WriteAsync(n);", null)]
    [InlineData("public async Task M(int n) => await _bounded.Writer.WriteAsync(n, CancellationToken.None);", null)]
    [InlineData("public async Task M(int n, Stream s) => await s.WriteAsync(new byte[3]);", null)]
    [InlineData("public async Task M(int n, int _stop) => await _bounded.Writer.WriteAsync(n);", null)]
    [InlineData("public async Task M(int n) { // the reader ends it, not the token\n await _bounded.Writer.WriteAsync(n); }", null)]
    [InlineData("private readonly CancellationToken _other; public async Task M(int n) => await _bounded.Writer.WriteAsync(n);", null)]
    [InlineData("private readonly CancellationTokenSource _other = new(); public async Task M(int n) => await _bounded.Writer.WriteAsync(n);", null)]
    public Task Write_to_a_channel_beside_the_token(string member, string? repaired)
        => repaired is null ? Verify.SilentAsync(Pump(member)) : SuggestsIn(Pump(member), Pump(repaired));

    [Fact]
    public Task A_token_that_only_the_constructor_knows() => Verify.SilentAsync(Usings + """
        class Pump
        {
            private readonly CancellationToken _stop;
            private readonly Channel<int> _bounded = Channel.CreateBounded<int>(9);
            public Pump(CancellationToken stop) { _stop = stop; _stop.ThrowIfCancellationRequested(); }
            public async Task M(int n) => await _bounded.Writer.WriteAsync(n);
        }
        """);

    private static string Service(string body) => $$"""
        interface ILifetime { CancellationToken ApplicationStarted { get; } CancellationToken ApplicationStopping { get; } }
        class Work { public CancellationToken StoppingToken => default; public Work Inner => this; }
        class Base { protected Work Work => new(); }
        class C : Base
        {
            private readonly ILifetime _lifetime = null!;
            Task LoadAsync(int n, CancellationToken token = default) => Task.CompletedTask;
            async Task M(object other) { {{body}} }
        }
        """;

    [Theory]
    [InlineData("await LoadAsync(1, _lifetime.ApplicationStopping); await {|#0:LoadAsync(2)|};", "_lifetime.ApplicationStopping")]
    [InlineData("await LoadAsync(1, this._lifetime.ApplicationStopping); await {|#0:LoadAsync(2)|};", "this._lifetime.ApplicationStopping")]
    [InlineData("await LoadAsync(1, Work.StoppingToken); await {|#0:LoadAsync(2)|};", "Work.StoppingToken")]
    [InlineData("await {|#0:LoadAsync(2)|}; await LoadAsync(1, Work.Inner.StoppingToken);", "Work.Inner.StoppingToken")]
    public Task Token_of_a_member_that_another_call_is_given(string body, string token) => SuggestsIn(
        Service(body), Service(body.Replace("{|#0:LoadAsync(2)|}", $"LoadAsync(2, {token})", StringComparison.Ordinal)));

    [Theory]
    [InlineData("await LoadAsync(1, _lifetime.ApplicationStopping); await LoadAsync(2, Work.StoppingToken); await LoadAsync(3);")]
    [InlineData("await LoadAsync(1, _lifetime.ApplicationStarted); await LoadAsync(3);")]
    [InlineData("await LoadAsync(3);")]
    [InlineData("var w = (Work)other; await LoadAsync(1, w.StoppingToken); await LoadAsync(3);")]
    [InlineData("try { await LoadAsync(1, Work.StoppingToken); } finally { await LoadAsync(3); }")]
    public Task Tokens_of_members_that_are_not_meant(string body) => Verify.SilentAsync(Service(body));

    [Fact]
    public Task Top_level_statements_have_no_members() => Verify.SilentAsync(
        """
        await LoadAsync(1);
        static Task LoadAsync(int n, CancellationToken token = default) => Task.CompletedTask;
        class Work { CancellationToken StoppingToken => default; Task M() => LoadAsync(this.StoppingToken); Task LoadAsync(CancellationToken t) => Task.CompletedTask; }
        """, outputKind: OutputKind.ConsoleApplication);

    // ---- tests ----

    private const string Xunit = """
        namespace Xunit
        {
            public class FactAttribute : Attribute { }
            public class TheoryAttribute : FactAttribute { }
            public interface ITestContext { CancellationToken CancellationToken { get; } }
            public class TestContext { public static ITestContext Current => null!; }
            public class Assert { public static Task ThrowsAsync(Func<Task> code) => code(); }
        }

        """;

    private const string MSTest = """
        namespace Microsoft.VisualStudio.TestTools.UnitTesting
        {
            public class TestMethodAttribute : Attribute { }
            public class TestContext { public CancellationToken CancellationToken => default; }
        }

        """;

    private static string Tests(string framework, string members) => framework + $$"""
        namespace Tests
        {
            using {{(framework == Xunit ? "Xunit" : "Microsoft.VisualStudio.TestTools.UnitTesting")}};
            class Sut { public Task LoadAsync(int n, CancellationToken token = default) => Task.CompletedTask; public Task RunAsync() => Task.CompletedTask; }
            class SutTests { {{members}} }
        }
        """;

    [Theory]
    [InlineData("public async Task Helper() => await new Sut().LoadAsync(1);")]
    // xUnit1051 and MSTEST0049 of the frameworks speak of their tokens.
    [InlineData("[Fact] public async Task T() => await new Sut().LoadAsync(1);")]
    [InlineData("[Fact] public async Task T() => await Task.Delay(5000);")]
    [InlineData("[Theory] public async Task T() { await Task.Run(async () => { await new Sut().LoadAsync(1); }); }")]
    [InlineData("[Fact] public async Task T() { using var source = new CancellationTokenSource(1000); await new Sut().LoadAsync(1); }")]
    [InlineData("async Task Helper(CancellationToken ct) { ct.ThrowIfCancellationRequested(); await Task.Delay(5000); await new Sut().LoadAsync(1); }")]
    [InlineData("[Fact] public async Task T() => await new Sut().LoadAsync(1, TestContext.Current.CancellationToken);")]
    [InlineData("[Fact] public async Task T() => await new Sut().RunAsync();")]
    [InlineData("[Fact] public async Task T() => await Assert.ThrowsAsync(() => new Sut().LoadAsync(1));")]
    [InlineData("[Fact] public void T() { _ = Task.Run(async () => await new Sut().LoadAsync(1)); }")]
    [InlineData("[Fact] public async Task T() { try { } finally { await new Sut().LoadAsync(1); } }")]
    [InlineData("[Fact] public async Task T() { using var source = new CancellationTokenSource(); Task t = new Sut().LoadAsync(1, source.Token); await new Sut().LoadAsync(2); source.Cancel(); await t; }")]
    [InlineData("[Fact] public async Task T() => await new Sut().LoadAsync(1, CancellationToken.None);")]
    [InlineData("[Fact] public async Task T() { // not cancelled\n await new Sut().LoadAsync(1); }")]
    public Task Tests_of_xunit_that_are_silent(string member) => Verify.SilentAsync(Tests(Xunit, member));

    [Theory]
    [InlineData("[TestMethod] public async Task T() => await new Sut().LoadAsync(1);")]
    [InlineData("public TestContext TestContext { get; set; } = null!; [TestMethod] public async Task T() => await new Sut().LoadAsync(1);")]
    [InlineData("public static TestContext TestContext { get; set; } = null!; [TestMethod] public static async Task T() => await new Sut().LoadAsync(1);")]
    public Task Tests_of_MSTest_that_are_silent(string member) => Verify.SilentAsync(Tests(MSTest, member));

    // ---- a method without a token, all of whose callers have one ----

    private static string Helper(string members) => Usings + $$"""
        class C
        {
            {{members}}
            static HttpClient Http => new();
            static Task<string> FindAsync(object o, CancellationToken token = default) => Task.FromResult("");
            static Task SaveAsync(object o, CancellationToken token = default) => Task.CompletedTask;
            static Task OtherAsync(CancellationToken token) => Task.CompletedTask;
            static void Log(object o) { }
        }
        """;

    [Theory]
    [InlineData(
        "public async Task M(CancellationToken ct) { await {|#1:WorkAsync()|}; } private async Task WorkAsync() { await {|#0:Task.Delay(5000)|}; }",
        "public async Task M(CancellationToken ct) { await WorkAsync(ct); } private async Task WorkAsync(CancellationToken cancellationToken) { await Task.Delay(5000, cancellationToken); }")]
    [InlineData(
        "public Task M(CancellationToken ct) => {|#1:WorkAsync(1)|}; Task WorkAsync(int n) => {|#0:Task.Delay(5000)|};",
        "public Task M(CancellationToken ct) => WorkAsync(1, ct); Task WorkAsync(int n, CancellationToken cancellationToken) => Task.Delay(5000, cancellationToken);")]
    [InlineData(
        "public Task A(CancellationToken ct) => {|#1:WorkAsync()|}; public async Task B(int n, CancellationToken stop) { await Task.WhenAll(WorkAsync(), OtherAsync(stop)); } static async Task<string> WorkAsync() => await {|#0:Http.GetStringAsync(\"x\")|}.ConfigureAwait(false);",
        "public Task A(CancellationToken ct) => WorkAsync(ct); public async Task B(int n, CancellationToken stop) { await Task.WhenAll(WorkAsync(stop), OtherAsync(stop)); } static async Task<string> WorkAsync(CancellationToken cancellationToken) => await Http.GetStringAsync(\"x\", cancellationToken).ConfigureAwait(false);")]
    [InlineData(
        "public Task M(CancellationToken ct) => {|#1:WorkAsync(3)|}; private async Task WorkAsync(int n) { if (n > 0) { await WorkAsync(n - 1); } await {|#0:Task.Delay(5000)|}; }",
        "public Task M(CancellationToken ct) => WorkAsync(3, ct); private async Task WorkAsync(int n, CancellationToken cancellationToken) { if (n > 0) { await WorkAsync(n - 1, cancellationToken); } await Task.Delay(5000, cancellationToken); }")]
    [InlineData(
        "public Task M(CancellationToken ct) => {|#1:WorkAsync(n: 3)|}; private async Task WorkAsync(int n, bool b = false) { await {|#0:Task.Delay(5000)|}; }",
        "public Task M(CancellationToken ct) => WorkAsync(n: 3, cancellationToken: ct); private async Task WorkAsync(int n, bool b = false, CancellationToken cancellationToken = default) { await Task.Delay(5000, cancellationToken); }")]
    [InlineData(
        "public async Task M(CancellationToken ct) { await Local(); async Task Local() => await {|#1:WorkAsync()|}; } private async Task WorkAsync() { int cancellationToken = 1; Log(cancellationToken); await {|#0:Task.Delay(5000)|}; }",
        "public async Task M(CancellationToken ct) { await Local(); async Task Local() => await WorkAsync(ct); } private async Task WorkAsync(CancellationToken cancellationToken2) { int cancellationToken = 1; Log(cancellationToken); await Task.Delay(5000, cancellationToken2); }")]
    [InlineData(
        "public async Task M(CancellationToken ct) { int n = await {|#1:WorkAsync<int>(1)|}; } private async ValueTask<T> WorkAsync<T>(T t) { await {|#0:Task.Delay(5000)|}; return t; }",
        "public async Task M(CancellationToken ct) { int n = await WorkAsync<int>(1, ct); } private async ValueTask<T> WorkAsync<T>(T t, CancellationToken cancellationToken) { await Task.Delay(5000, cancellationToken); return t; }")]
    [InlineData(
        "class Inner { public Task M(CancellationToken ct) => {|#1:WorkAsync()|}; } public Task M(CancellationToken ct) => WorkAsync(); private static async Task WorkAsync() { await {|#0:Task.Delay(5000)|}; }",
        "class Inner { public Task M(CancellationToken ct) => WorkAsync(ct); } public Task M(CancellationToken ct) => WorkAsync(ct); private static async Task WorkAsync(CancellationToken cancellationToken) { await Task.Delay(5000, cancellationToken); }")]
    [InlineData(
        "public async Task M(CancellationToken ct) { await {|#1:WorkAsync(1)|}; await WorkAsync(\"x\"); } private async Task WorkAsync(int n) { await {|#0:Task.Delay(5000)|}; } private Task WorkAsync(string s) => Task.CompletedTask;",
        "public async Task M(CancellationToken ct) { await WorkAsync(1, ct); await WorkAsync(\"x\"); } private async Task WorkAsync(int n, CancellationToken cancellationToken) { await Task.Delay(5000, cancellationToken); } private Task WorkAsync(string s) => Task.CompletedTask;")]
    [InlineData(
        "public async Task M(CancellationToken ct) { for (int i = 0; i < 9; i++) { await {|#1:this.WorkAsync()|}; } } private async Task WorkAsync() { for (int i = 0; i < 9; i++) { await {|#0:Task.Delay(200)|}; } }",
        "public async Task M(CancellationToken ct) { for (int i = 0; i < 9; i++) { await this.WorkAsync(ct); } } private async Task WorkAsync(CancellationToken cancellationToken) { for (int i = 0; i < 9; i++) { await Task.Delay(200, cancellationToken); } }")]
    // A request of HTTP, whether it reads or writes.
    [InlineData(
        "public async Task M(CancellationToken ct) { await {|#1:AskAsync()|}; } private async Task AskAsync() { await {|#0:Http.PostAsync(\"x\", null)|}; }",
        "public async Task M(CancellationToken ct) { await AskAsync(ct); } private async Task AskAsync(CancellationToken cancellationToken) { await Http.PostAsync(\"x\", null, cancellationToken); }")]
    [InlineData(
        "public async Task M(CancellationToken ct) { _ = ct.CanBeCanceled; await {|#1:AskAsync()|}; } private async Task<HttpResponseMessage> AskAsync() { return await {|#0:Http.SendAsync(new HttpRequestMessage())|}.ConfigureAwait(false); }",
        "public async Task M(CancellationToken ct) { _ = ct.CanBeCanceled; await AskAsync(ct); } private async Task<HttpResponseMessage> AskAsync(CancellationToken cancellationToken) { return await Http.SendAsync(new HttpRequestMessage(), cancellationToken).ConfigureAwait(false); }")]
    [InlineData(
        "public async Task M(CancellationToken ct) { await {|#1:UploadAsync()|}; } Task UploadAsync() => {|#0:Http.PutAsync(\"x\", null)|};",
        "public async Task M(CancellationToken ct) { await UploadAsync(ct); } Task UploadAsync(CancellationToken cancellationToken) => Http.PutAsync(\"x\", null, cancellationToken);")]
    [InlineData(
        "public async Task M(CancellationToken ct) { await {|#1:PruneAsync()|}; } async Task PruneAsync() { foreach (var s in new string[9]) { await {|#0:Http.DeleteAsync(s)|}; } }",
        "public async Task M(CancellationToken ct) { await PruneAsync(ct); } async Task PruneAsync(CancellationToken cancellationToken) { foreach (var s in new string[9]) { await Http.DeleteAsync(s, cancellationToken); } }")]
    [InlineData(
        "public async Task<object?> M(CancellationToken ct) => await {|#1:AskAsync()|}; private async Task<object?> AskAsync() { try { return await {|#0:Http.PostAsync(\"x\", null)|}; } catch (Exception e) { Log(e); return null; } }",
        "public async Task<object?> M(CancellationToken ct) => await AskAsync(ct); private async Task<object?> AskAsync(CancellationToken cancellationToken) { try { return await Http.PostAsync(\"x\", null, cancellationToken); } catch (Exception e) { Log(e); return null; } }")]
    [InlineData(
        "public async Task M(CancellationToken ct) { await {|#1:AskAsync()|}; } private async Task AskAsync() { await {|#0:System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(Http, \"x\", new { Id = 1 })|}; }",
        "public async Task M(CancellationToken ct) { await AskAsync(ct); } private async Task AskAsync(CancellationToken cancellationToken) { await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(Http, \"x\", new { Id = 1 }, cancellationToken: cancellationToken); }")]
    public Task Callers_have_a_token(string members, string repaired)
        => Verify.FixesAsync(Helper(members), Helper(repaired), configure: ReportsCaller);

    [Fact]
    public Task Parameter_and_arguments_on_lines_of_their_own() => Verify.FixesAsync(
        """
        class C
        {
            public async Task M(CancellationToken ct)
            {
                // first
                await {|#1:WorkAsync(
                    1,
                    2)|}; // two
            }

            /// <summary>Works.</summary>
            private static async Task WorkAsync(
                int a,
                int b)
            {
                // wait
                await {|#0:Task.Delay(
                    5000)|};
            }
        }
        """,
        """
        class C
        {
            public async Task M(CancellationToken ct)
            {
                // first
                await WorkAsync(
                    1,
                    2,
                    ct); // two
            }

            /// <summary>Works.</summary>
            private static async Task WorkAsync(
                int a,
                int b,
                CancellationToken cancellationToken)
            {
                // wait
                await Task.Delay(
                    5000, cancellationToken);
            }
        }
        """, configure: ReportsCaller);

    [Theory]
    [InlineData("await WorkAsync(); } public async Task N() { await WorkAsync();", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync();", "public async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync();", "internal async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync();", "protected virtual async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync();", "[Obsolete] private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync(params int[] n) { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync(); Func<Task> f = WorkAsync; Log(f);", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync(); Log(nameof(WorkAsync));", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("_ = WorkAsync();", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("Log(WorkAsync());", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("_ = Task.Run(async () => await WorkAsync());", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("try { } finally { await WorkAsync(); }", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("try { } catch (OperationCanceledException) { await WorkAsync(); }", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("while (ct.CanBeCanceled) { try { await WorkAsync(); } catch (Exception e) { Log(e); } }", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("try { await WorkAsync(); } catch (Exception e) { Log(e); }", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await SaveAsync(1, ct); // no token here: the order is placed\n await WorkAsync(); // never cancelled\n", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("if (ct.IsCancellationRequested) { await WorkAsync(); }", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await CloseAsync();", "private async Task CloseAsync() { await Task.Delay(5000); }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { await SaveAsync(1); }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { await FindAsync(1); }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { await Task.Delay(100); }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { try { } finally { await Task.Delay(5000); } }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { while (Http != null) { try { await Task.Delay(5000); } catch (Exception e) { Log(e); } } }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { await Task.Delay(5000, default); await Task.Delay(5000, CancellationToken.None); }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { await Task.Delay(5000); // not cancelled\n }")]
    [InlineData("await WorkAsync();", "private async Task WorkAsync() { while (true) { await Task.Delay(5000); } }")]
    [InlineData("await WorkAsync(); await WorkAsync(1); await {|CS0103:Missing|}(); {|CS1501:WorkAsync|}(1, 2);", "private async Task WorkAsync() { await Task.Delay(5000); } private Task WorkAsync(int n) => Task.CompletedTask;")]
    // Requests that are to run to their end, are one of several writes, or stand in a loop that goes on after each failure.
    [InlineData("await CommitOrderAsync();", "private async Task CommitOrderAsync() { await Http.PostAsync(\"x\", null); }")]
    [InlineData("await StartJobAsync();", "private async Task StartJobAsync() { await Http.PostAsync(\"x\", null); }")]
    [InlineData("await SaveAsync(1, ct); await UploadAsync();", "private async Task UploadAsync() { await Http.PostAsync(\"x\", null); }")]
    [InlineData("await AskAsync();", "private async Task AskAsync() { foreach (var s in new string[9]) { try { await Http.PostAsync(s, null); } catch (Exception e) { Log(e); } } }")]
    [InlineData("await AskAsync();", "private async Task AskAsync() { _ = Http.PostAsync(\"x\", null); await Task.Yield(); }")]
    [InlineData("await AskAsync();", "private async Task AskAsync() { // not cancelled: the order is placed\n await Http.PostAsync(\"x\", null); }")]
    [InlineData("await OtherAsync(ct);", "private async Task WorkAsync() { await Task.Delay(5000); }")]
    [InlineData("await Task.Yield();", "private async Task WorkAsync() { await WorkAsync(); await Task.Delay(5000); }")]
    public Task Methods_that_get_no_token(string body, string method)
        => Verify.SilentAsync(Helper("public async Task M(CancellationToken ct) { _ = ct.CanBeCanceled; " + body + " } " + method));

    [Theory]
    [InlineData("partial class C { public async Task M(CancellationToken ct) { await WorkAsync(); } private async Task WorkAsync() { await Task.Delay(5000); } }")]
    [InlineData("interface I { Task WorkAsync(); } class C : I { public async Task M(CancellationToken ct) { await ((I)this).WorkAsync(); } async Task I.WorkAsync() { await Task.Delay(5000); } }")]
    [InlineData("class A { protected virtual Task WorkAsync() => Task.CompletedTask; } class C : A { public async Task M(CancellationToken ct) { await WorkAsync(); } protected override async Task WorkAsync() { await Task.Delay(5000); } }")]
    [InlineData("class C { private readonly CancellationTokenSource _own = new(); public async Task M(CancellationToken ct) { await WorkAsync(); } private async Task WorkAsync() { await Task.Delay(5000); } }")]
    [InlineData("namespace Xunit { class FactAttribute : Attribute { } } class C { public async Task M(CancellationToken ct) { await WorkAsync(); } private async Task WorkAsync() { await Task.Delay(5000); } }")]
    [InlineData("class C { public async Task M(CancellationToken a, CancellationToken b) { await WorkAsync(); } private async Task WorkAsync() { await Task.Delay(5000); } }")]
    public Task Methods_whose_callers_are_not_known(string source) => Verify.SilentAsync(source);

    [Fact]
    public Task Method_that_is_looked_up_by_its_name() => Verify.ReportsAsync(Helper(
        "public async Task M(CancellationToken ct) { await {|#1:WorkAsync()|}; Log(typeof(C).GetMethod(\"WorkAsync\")!); } private async Task WorkAsync() { await {|#0:Task.Delay(5000)|}; }"),
        configure: ReportsCaller);

    private static void ReportsCaller(CSharpCodeFixTest<
        AsyncAnalyzers.Rules.Cancellation.ASYNC5002TokenNotPassedAnalyzer,
        AsyncAnalyzers.Rules.Cancellation.ASYNC5002TokenNotPassedCodeFix,
        DefaultVerifier> test)
        => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5002", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1));

    // ---- silent: the token is passed, or there is none to pass ----

    [Theory]
    [InlineData("await Task.Delay(5000, ct);")]
    [InlineData("await LoadAsync(1, token: ct);")]
    [InlineData("await WorkAsync();")]
    [InlineData("await Task.Delay(0); await Task.Delay(TimeSpan.Zero); await gate.WaitAsync(0); await Task.Yield();")]
    [InlineData("await foreach (int i in ItemsAsync().WithCancellation(ct)) { }")]
    [InlineData("await foreach (int i in DeafAsync()) { }")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct); await Task.Delay(5000); await Task.Delay(5000, linked.Token);")]
    [InlineData("using (var other = new CancellationTokenSource()) { await Task.Delay(5000); }")]
    [InlineData("var options = new ParallelOptions { CancellationToken = ct }; await Parallel.ForEachAsync(new[] { 1 }, options, (i, own) => default);")]
    [InlineData("Task delay = Task.Delay(5000); Task first = await Task.WhenAny(WorkAsync(), delay);")]
    [InlineData("await Task.WhenAny(WorkAsync(), Task.Delay(5000));")]
    [InlineData("var memory = new MemoryStream(); await memory.ReadAsync(new byte[3], 0, 3);")]
    [InlineData("_ = nameof(Task.Delay);")]
    public Task Nothing_to_pass(string body) => Verify.SilentAsync(Method(body));

    [Theory]
    [InlineData("try { await WorkAsync(); } finally { await SaveAsync(1); await Task.Delay(5000); }")]
    [InlineData("try { await LoadAsync(1, ct); } catch (Exception) { await Task.Delay(5000); throw; }")]
    [InlineData("try { await LoadAsync(1, ct); } catch (OperationCanceledException) { await SaveAsync(1); }")]
    [InlineData("await RollbackAsync(); await CompleteAsync(); await CommitAsync();")]
    [InlineData("await LogAsync(\"done\");")]
    [InlineData("await LogoutAsync(); Task LogoutAsync(CancellationToken token = default) => Task.CompletedTask;")]
    [InlineData("await SaveAsync(1, ct); await DeleteAllAsync(); Task DeleteAllAsync(CancellationToken token = default) => Task.CompletedTask;")]
    [InlineData("await SaveAsync(1, ct); await CommitAsync(ct); await SendAsync(2);")]
    [InlineData("await SaveAsync(1, ct); await SendAsync(2);")]
    [InlineData("await CommitAsync(ct); await LoadAsync(3); Log(1);")]
    [InlineData("if (ct.IsCancellationRequested) { await Task.Delay(5000); await SaveAsync(1); }")]
    [InlineData("while (!ct.IsCancellationRequested) { await LoadAsync(1, ct); } await SaveAsync(1);")]
    [InlineData("while (!ct.IsCancellationRequested) { await LoadAsync(1, ct); } await Task.Delay(2000);")]
    [InlineData("IsBusy = true; await Task.Delay(5000); IsBusy = false;")]
    [InlineData("while (!process.HasExited) { await Task.Delay(500); if (ct.IsCancellationRequested || ms > 3) { process.Kill(); process.WaitForExit(); } }")]
    [InlineData("while (true) { await Task.Delay(5000); if (ct.IsCancellationRequested) { Log(1); IsBusy = false; return; } }")]
    [InlineData("await SendAsync(1, ct); await Task.Delay(5000); await CompleteAsync();")]
    [InlineData("try { await gate.WaitAsync(); } finally { gate.Release(); }")]
    public Task Work_that_has_to_finish(string body) => Verify.SilentAsync(Method(body));

    [Theory]
    [InlineData("while (true) { try { await WorkAsync(); await Task.Delay(5000); } catch (Exception e) { Log(e); } }")]
    [InlineData("foreach (int i in new[] { 1 }) { try { await LoadAsync(i); } catch (Exception e) { Log(e); } }")]
    [InlineData("foreach (int i in new[] { 1 }) { try { await Http.GetAsync(\"http://x\"); } catch { Log(i); } }")]
    [InlineData("try { await Http.GetAsync(\"http://x\"); } catch (Exception e) { Log(e); } await SaveAsync(1, ct);")]
    public Task A_handler_would_take_the_cancellation_for_a_failure(string body) => Verify.SilentAsync(Method(body));

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested && IsBusy) { try { await WorkAsync(); await [|Task.Delay(5000)|]; } catch (Exception e) { Log(e); } }")]
    [InlineData("while (IsBusy) { try { await WorkAsync(); await [|Task.Delay(5000)|]; } catch (Exception e) when (e is not OperationCanceledException) { Log(e); } }")]
    [InlineData("while (IsBusy) { ct.ThrowIfCancellationRequested(); try { await [|Task.Delay(5000)|]; } catch (Exception e) { Log(e); } }")]
    [InlineData("while (IsBusy) { try { await [|Task.Delay(5000)|]; } catch (OperationCanceledException) { break; } catch (Exception e) { Log(e); } }")]
    [InlineData("try { while (IsBusy) { await [|Task.Delay(5000)|]; } } catch (Exception e) { Log(e); }")]
    [InlineData("try { while (!ct.IsCancellationRequested && IsBusy) { await [|Task.Delay(5000)|]; } } catch (OperationCanceledException) { } IsBusy = false;")]
    [InlineData("try { await [|Task.Delay(5000)|]; } catch (Exception) { throw; }")]
    public Task The_cancellation_passes_the_handlers(string body) => Verify.FixesAsync(
        Method(body), Method(body.Replace("[|Task.Delay(5000)|]", "Task.Delay(5000, ct)", StringComparison.Ordinal)));

    [Theory]
    [InlineData("// must not be cancelled\nawait SaveAsync(1);")]
    [InlineData("await SaveAsync(1); // no token: the order is placed")]
    [InlineData("await SaveAsync(1, CancellationToken.None);")]
    [InlineData("await LoadAsync(1, token: System.Threading.CancellationToken.None);")]
    [InlineData("await SaveAsync(1, default); // to the end")]
    [InlineData("// once begun, it ends\nawait SaveAsync(1, default);")]
    [InlineData("await SaveAsync(1, /* on purpose */ default);")]
    public Task A_comment_says_that_it_is_meant(string body) => Verify.SilentAsync(Method(body));

    [Theory]
    [InlineData("_ = Task.Run(async () => { await Task.Delay(5000); });")]
    [InlineData("Task t2 = Task.Run(async () => { await Task.Delay(5000); });")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (_, _) => await Task.Delay(5000);")]
    [InlineData("ct.Register(async () => await Task.Delay(5000));")]
    [InlineData("Func<Task> later = async () => await Task.Delay(5000); Log(later);")]
    [InlineData("Func<Task> later = () => Task.Delay(5000); Log(later);")]
    [InlineData("_ = Background(); async Task Background() { await Task.Delay(5000); }")]
    [InlineData("Log(Background()); async Task Background() { await Task.Delay(5000); }")]
    [InlineData("static async Task Later() { await Task.Delay(5000); } await Later();")]
    [InlineData("await Subscribe(async () => await Task.Delay(5000)); Task Subscribe(Func<Task> f) => f();")]
    [InlineData("await Execute(async (CancellationToken _) => await Task.Delay(5000)); Task Execute(Func<CancellationToken, Task> f) => f(ct);")]
    [InlineData("new System.Threading.Timer(async _ => await Task.Delay(5000), null, 0, 0);")]
    [InlineData("await Task.Run(() => Log(1)); await Task.Factory.StartNew(() => Log(1)); await WorkAsync().ContinueWith(_ => Log(1));")]
    public Task Work_that_outlives_the_caller(string body) => Verify.SilentAsync(Method(body));

    [Theory]
    [InlineData("public async ValueTask DisposeAsync() { await Task.Delay(5000); while (_stop.IsCancellationRequested) { } }")]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken) { await Task.Delay(5000); }")]
    [InlineData("async Task CleanUpAsync(CancellationToken token) { await Task.Delay(5000); }")]
    [InlineData("async Task OnShutdownAsync(CancellationToken token) { await Task.Delay(5000); }")]
    [InlineData("async Task UndoAsync(CancellationToken token) { await Task.Delay(5000); }")]
    [InlineData("async Task CompensateAsync(CancellationToken token) { await Task.Delay(5000); }")]
    [InlineData("async void OnClick(CancellationToken token) { await Task.Delay(5000); }")]
    [InlineData("async Task M() { await Task.Delay(5000); }")]
    [InlineData("async Task M() { var token = GetToken(); } CancellationToken GetToken() => default;")]
    [InlineData("async Task M() { CancellationToken token = await TokenAsync(); } Task<CancellationToken> TokenAsync(CancellationToken t = default) => Task.FromResult(t);")]
    [InlineData("async Task M(CancellationToken a, CancellationToken b) { await Task.Delay(5000); }")]
    [InlineData("async Task M(CancellationToken? a) { await Task.Delay(5000); }")]
    [InlineData("CancellationToken? _maybe; async Task M() { Look(_maybe); await Task.Delay(5000); } void Look(CancellationToken? t) { }")]
    [InlineData("CancellationToken? Maybe { get; set; } async Task M() { Look(Maybe); if (Maybe?.IsCancellationRequested == true) return; await Task.Delay(5000); } void Look(CancellationToken? t) { }")]
    [InlineData("async Task M(CancellationToken hardStop) { await Task.Delay(5000); }")]
    [InlineData("async Task M() { using var s = new CancellationTokenSource(); Task t = Work(s.Token); await Task.Delay(2000); s.Cancel(); await t; } Task Work(CancellationToken t) => Task.Delay(1, t);")]
    [InlineData("async Task M() { var s = new CancellationTokenSource(); var token = s.Token; Task t = Work(token); await Task.Delay(2000); s.Cancel(); await t; } Task Work(CancellationToken t) => Task.Delay(1, t);")]
    [InlineData("async Task M() { _stop.Cancel(); await Task.Delay(5000); }")]
    [InlineData("async Task M() { while (!_stop.IsCancellationRequested) { } await Task.Delay(5000); }")]
    [InlineData("async Task<int> M(string s) => await M(s, default); async Task<int> M(string s, CancellationToken t) => await M(s);")]
    [InlineData("Task Wait(int n) => Wait(n, _token); Task Wait(int n, CancellationToken t) => Task.Delay(n, t); async Task M(CancellationToken ct) { await Wait(3); }")]
    [InlineData("Task A(int n) => Task.CompletedTask; [Obsolete] Task A(int n, CancellationToken t) => Task.CompletedTask; async Task M(CancellationToken ct) { await A(3); }")]
    [InlineData("Task A(int n) => Task.CompletedTask; Task<int> A(int n, CancellationToken t) => Task.FromResult(1); async Task M(CancellationToken ct) { await A(3); }")]
    public Task Other_functions(string members) => Verify.SilentAsync($$"""
        class C
        {
            private readonly CancellationTokenSource _stop = new();
            private readonly CancellationToken _token;
            {{members}}
        }
        """);

    [Fact]
    public Task A_queue_that_is_worked_off() => Verify.SilentAsync(Usings + """
        class Worker
        {
            private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
            public async Task RunAsync(CancellationToken stoppingToken)
            {
                await foreach (int i in _queue.Reader.ReadAllAsync())
                {
                }
            }
            public void Finish() => _queue.Writer.TryComplete();
        }
        """);

    [Fact]
    public Task A_post_of_a_controller_goes_on() => Verify.SilentAsync("""
        class HttpContext { public CancellationToken RequestAborted => default; }
        class ControllerBase { public HttpContext HttpContext => new(); }
        class ShopController : ControllerBase
        {
            public async Task Post(Store store) => await store.SaveAsync(3);
        }
        class Store { public Task SaveAsync(int n, CancellationToken token = default) => Task.CompletedTask; }
        """);

    [Fact]
    public Task Types_that_only_look_alike() => Verify.SilentAsync("""
        namespace Mine
        {
            struct CancellationToken { }
            class Task { public static System.Threading.Tasks.Task Delay(int ms) => System.Threading.Tasks.Task.CompletedTask; public static System.Threading.Tasks.Task Delay(int ms, CancellationToken t) => System.Threading.Tasks.Task.CompletedTask; }
            class C { async System.Threading.Tasks.Task M(CancellationToken t) { await Task.Delay(5000); } }
        }
        """);

    [Fact]
    public Task Old_language() => Verify.FixesAsync(
        "using System.Threading; using System.Threading.Tasks; class C { async Task M(CancellationToken t) { await [|Task.Delay(5000)|]; } }",
        "using System.Threading; using System.Threading.Tasks; class C { async Task M(CancellationToken t) { await Task.Delay(5000, t); } }",
        languageVersion: LanguageVersion.CSharp5);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync("class C { async Task M(CancellationToken t) { await {|CS0103:Missing|}(5000); await Task.{|CS0117:Later|}(3); } }");

    /// <summary>A token that nothing uses is told of where it is declared.</summary>
    private const string Used = "_ = ct.CanBeCanceled; ";

    private static Task Suggests(string body, string repaired, Func<string, string>? change = null)
        => SuggestsIn((change ?? Same)(Method(Used + body)), (change ?? Same)(Method(Used + repaired)));

    private static string Same(string source) => source;

    private static string WithAnswer(string source) => source.Replace(
        "bool IsBusy",
        "async Task<HttpResponseMessage> AnswerAsync() { await Task.Yield(); return new HttpResponseMessage(); }"
            + " async Task<HttpResponseMessage> Retry(Func<Task<HttpResponseMessage>> ask) => await ask(); bool IsBusy",
        StringComparison.Ordinal);

    private static Task SuggestsIn(string source, string repaired) => Verify.FixesAsync(source, repaired, configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5002", DiagnosticSeverity.Info).WithLocation(0)));
}
