using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
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

    // ---- warnings, and what the fix makes of them ----

    [Theory]
    [InlineData("await [|Task.Delay(5000)|];", "await Task.Delay(5000, ct);")]
    [InlineData("await [|Task.Delay(5000)|].ConfigureAwait(false);", "await Task.Delay(5000, ct).ConfigureAwait(false);")]
    [InlineData("await [|Task.Delay(TimeSpan.FromSeconds(10))|];", "await Task.Delay(TimeSpan.FromSeconds(10), ct);")]
    [InlineData("await [|Task.Delay(delay: TimeSpan.FromMinutes(1))|];", "await Task.Delay(delay: TimeSpan.FromMinutes(1), cancellationToken: ct);")]
    [InlineData("await [|Task.Delay(Timeout.Infinite)|];", "await Task.Delay(Timeout.Infinite, ct);")]
    [InlineData("await [|Task.Delay(Timeout.InfiniteTimeSpan)|];", "await Task.Delay(Timeout.InfiniteTimeSpan, ct);")]
    [InlineData("for (int i = 0; i < 9; i++) { await [|Task.Delay(t)|]; await WorkAsync(); }", "for (int i = 0; i < 9; i++) { await Task.Delay(t, ct); await WorkAsync(); }")]
    [InlineData("while (!ct.IsCancellationRequested && IsBusy) { await WorkAsync(); await [|Task.Delay(ms)|]; }", "while (!ct.IsCancellationRequested && IsBusy) { await WorkAsync(); await Task.Delay(ms, ct); }")]
    [InlineData("const int Pause = 3000; await [|Task.Delay(Pause)|];", "const int Pause = 3000; await Task.Delay(Pause, ct);")]
    [InlineData("var pause = TimeSpan.FromSeconds(3); await [|Task.Delay(pause)|];", "var pause = TimeSpan.FromSeconds(3); await Task.Delay(pause, ct);")]
    [InlineData("await [|gate.WaitAsync()|]; try { } finally { gate.Release(); }", "await gate.WaitAsync(ct); try { } finally { gate.Release(); }")]
    [InlineData("await [|channel.Reader.ReadAsync()|];", "await channel.Reader.ReadAsync(ct);")]
    [InlineData("await [|process.WaitForExitAsync()|];", "await process.WaitForExitAsync(ct);")]
    [InlineData("string s = await [|Http.GetStringAsync(\"http://x\")|];", "string s = await Http.GetStringAsync(\"http://x\", ct);")]
    [InlineData("var r = await [|Http.GetAsync(\"http://x\")|]; var s = await [|r.Content.ReadAsStringAsync()|];", "var r = await Http.GetAsync(\"http://x\", ct); var s = await r.Content.ReadAsStringAsync(ct);")]
    [InlineData("await [|WorkAsync().WaitAsync(TimeSpan.FromSeconds(30))|];", "await WorkAsync().WaitAsync(TimeSpan.FromSeconds(30), ct);")]
    [InlineData("using var r = new StreamReader(stream); while (await [|r.ReadLineAsync()|] is { } line) { Log(line); }", "using var r = new StreamReader(stream); while (await r.ReadLineAsync(ct) is { } line) { Log(line); }")]
    [InlineData("var b = new byte[9]; while (await [|stream.ReadAsync(b, 0, 9)|] > 0) { }", "var b = new byte[9]; while (await stream.ReadAsync(b, 0, 9, ct) > 0) { }")]
    [InlineData("await Task.WhenAll([|Task.Delay(5000)|], WorkAsync());", "await Task.WhenAll(Task.Delay(5000, ct), WorkAsync());")]
    [InlineData("await Task.Run(async () => { await [|Task.Delay(5000)|]; }, ct);", "await Task.Run(async () => { await Task.Delay(5000, ct); }, ct);")]
    [InlineData("await Run(); async Task Run() { await [|Task.Delay(5000)|]; }", "await Run(); async Task Run() { await Task.Delay(5000, ct); }")]
    [InlineData("if (ms > 3) await [|Task.Delay(5000)|];", "if (ms > 3) await Task.Delay(5000, ct);")]
    public Task Warned_and_fixed(string body, string repaired) => Verify.FixesAsync(Method(body), Method(repaired));

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
        await Run(default);
        static async Task Run(CancellationToken token)
        {
            await [|Task.Delay(5000)|];
        }
        """,
        """
        await Run(default);
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

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested && ms > 0) { int n = 0; if (n > 3) { n = await FetchAsync(\"x\", ct); } while (n > 0) { await [|Task.Delay(5000)|]; n--; } } Log(1);")]
    [InlineData("while (IsBusy) { if (ct.IsCancellationRequested) break; if (ms > 3) { switch (ms) { default: await [|Task.Delay(5000)|]; break; } } } Log(1); IsBusy = false;")]
    [InlineData("while (!ct.IsCancellationRequested && IsBusy) { switch (ms) { case 1: await [|Task.Delay(5000)|]; break; } } Log(1); IsBusy = false;")]
    public Task Code_behind_the_loop_that_no_break_leads_to(string body)
        => body.Contains("IsBusy", StringComparison.Ordinal) ? Verify.ReportsAsync(Method(body)) : Verify.FixesAsync(
            Method(body), Method(body.Replace("[|Task.Delay(5000)|]", "Task.Delay(5000, ct)", StringComparison.Ordinal)));

    // ---- suggestions ----

    [Theory]
    [InlineData("await {|#0:Task.Delay(100)|};", "await Task.Delay(100, ct);")]
    [InlineData("await {|#0:Task.Delay(t)|};", "await Task.Delay(t, ct);")]
    [InlineData("await {|#0:LoadAsync(1)|};", "await LoadAsync(1, ct);")]
    [InlineData("await {|#0:LoadManyAsync(1, \"x\")|};", "await LoadManyAsync(1, \"x\", token: ct);")]
    [InlineData("await {|#0:LoadManyAsync(1, b: true)|};", "await LoadManyAsync(1, b: true, token: ct);")]
    [InlineData("int n = await {|#0:FetchAsync(\"x\")|};", "int n = await FetchAsync(\"x\", ct);")]
    [InlineData("await {|#0:LoadAsync(1, default)|};", "await LoadAsync(1, ct);")]
    [InlineData("await {|#0:LoadAsync(1, token: default)|};", "await LoadAsync(1, token: ct);")]
    [InlineData("await {|#0:Task.Delay(5000, new CancellationToken())|};", "await Task.Delay(5000, ct);")]
    [InlineData("await {|#0:SaveAsync(1)|};", "await SaveAsync(1, ct);")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(i => {|#0:LoadAsync(i)|}));", "await Task.WhenAll(new[] { 1 }.Select(i => LoadAsync(i, ct)));")]
    [InlineData("try { await {|#0:Http.GetAsync(\"http://x\")|}; } catch (Exception) { return; }", "try { await Http.GetAsync(\"http://x\", ct); } catch (Exception) { return; }")]
    [InlineData("await {|#0:gate.WaitAsync(1000)|};", "await gate.WaitAsync(1000, ct);")]
    public Task Suggested_and_fixed(string body, string repaired) => Suggests(body, repaired);

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

    private static Task Suggests(string body, string repaired) => SuggestsIn(Method(Used + body), Method(Used + repaired));

    private static Task SuggestsIn(string source, string repaired) => Verify.FixesAsync(source, repaired, configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5002", DiagnosticSeverity.Info).WithLocation(0)));
}
