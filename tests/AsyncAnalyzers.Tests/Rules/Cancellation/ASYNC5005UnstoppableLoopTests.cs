using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5005UnstoppableLoopAnalyzer, AsyncAnalyzers.Rules.Cancellation.ASYNC5005UnstoppableLoopCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5005UnstoppableLoopTests
{
    private const string Hosting = """

        namespace Microsoft.Extensions.Hosting
        {
            public interface IHostedService { Task StartAsync(CancellationToken cancellationToken); Task StopAsync(CancellationToken cancellationToken); }
            public abstract class BackgroundService : IHostedService
            {
                protected abstract Task ExecuteAsync(CancellationToken stoppingToken);
                public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            }
        }
        """;

    // ---- loops that look at no token ----

    [Fact]
    public Task Background_service() => Verify.FixesAsync(
        """
        class Worker : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // as long as the host runs
                [|while|] (true) // for ever
                {
                    Work();
                    await Task.Delay(TimeSpan.FromSeconds(5)); // a pause
                }
            }

            void Work() { }
        }
        """ + Hosting,
        """
        class Worker : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // as long as the host runs
                while (!stoppingToken.IsCancellationRequested) // for ever
                {
                    Work();
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken); // a pause
                }
            }

            void Work() { }
        }
        """ + Hosting);

    [Theory]
    [InlineData("[|while|] (true) { W(); await Task.Delay(1000); }", "while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token); }")]
    [InlineData("[|while|] (true) await Task.Delay(9000);", "while (!token.IsCancellationRequested) await Task.Delay(9000, token);")]
    [InlineData("[|for|] (;;) { W(); await Task.Delay(10); }", "while (!token.IsCancellationRequested) { W(); await Task.Delay(10, token); }")]
    [InlineData(
        "[|for|] (int i = 0;; i++) { W(); await Task.Delay(i); }",
        "for (int i = 0; !token.IsCancellationRequested; i++) { W(); await Task.Delay(i, token); }")]
    [InlineData("[|do|] { await Task.Delay(1000); W(); } while (true);", "do { await Task.Delay(1000, token); W(); } while (!token.IsCancellationRequested);")]
    [InlineData(
        "[|while|] (true) { W(); await Task.Delay(1000).ConfigureAwait(false); }",
        "while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token).ConfigureAwait(false); }")]
    [InlineData(
        "[|while|] (true) { try { W(); } catch (Exception e) { Console.WriteLine(e); } await Task.Delay(1000); }",
        "while (!token.IsCancellationRequested) { try { W(); } catch (Exception e) { Console.WriteLine(e); } await Task.Delay(1000, token); }")]
    [InlineData(
        "[|while|] (true) { foreach (int i in new[] { 1, 2 }) { W(); await Task.Delay(500); } }",
        "while (!token.IsCancellationRequested) { foreach (int i in new[] { 1, 2 }) { W(); await Task.Delay(500, token); } }")]
    [InlineData(
        "[|while|] (true) { switch (Environment.TickCount) { case 1: W(); break; } await Task.Delay(500); }",
        "while (!token.IsCancellationRequested) { switch (Environment.TickCount) { case 1: W(); break; } await Task.Delay(500, token); }")]
    [InlineData(
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (await timer.WaitForNextTickAsync()) W();",
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await timer.WaitForNextTickAsync(token)) W();")]
    [InlineData(
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (await timer.WaitForNextTickAsync().ConfigureAwait(false)) W();",
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await timer.WaitForNextTickAsync(token).ConfigureAwait(false)) W();")]
    [InlineData(
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (true) { await timer.WaitForNextTickAsync(); W(); }",
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (!token.IsCancellationRequested) { await timer.WaitForNextTickAsync(token); W(); }")]
    [InlineData(
        "await LoadAsync(token); [|while|] (true) { W(); await Task.Delay(1000); }",
        "await LoadAsync(token); while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token); }")]
    [InlineData(
        "token.ThrowIfCancellationRequested(); [|while|] (true) { W(); await Task.Delay(1000); }",
        "token.ThrowIfCancellationRequested(); while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token); }")]
    [InlineData(
        "await Task.Run(async () => { [|while|] (true) { W(); await Task.Delay(1000); } }, token);",
        "await Task.Run(async () => { while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token); } }, token);")]
    [InlineData(
        "await Loop(); async Task Loop() { [|while|] (true) { W(); await Task.Delay(1000); } }",
        "await Loop(); async Task Loop() { while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token); } }")]
    [InlineData(
        "[|while|] (true) { try { W(); await Task.Delay(1000); } catch (Exception e) { Console.WriteLine(e); } }",
        "while (!token.IsCancellationRequested) { try { W(); await Task.Delay(1000, token)"
            + ".ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); }"
            + " catch (Exception e) { Console.WriteLine(e); } }")]
    public Task Loop_that_looks_at_no_token(string loop, string repaired) => Verify.FixesAsync(Method(loop), Method(repaired));

    [Theory]
    [InlineData("[|while|] (true) { Thread.Sleep(1000); W(); }", "while (!token.IsCancellationRequested) { token.WaitHandle.WaitOne(1000); W(); }")]
    [InlineData(
        "[|for|] (;;) { W(); Thread.Sleep(TimeSpan.FromSeconds(1)); }",
        "while (!token.IsCancellationRequested) { W(); token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1)); }")]
    public Task Synchronous_loop(string loop, string repaired) => Verify.FixesAsync(
        $$"""class C { void Run(CancellationToken token) { {{loop}} } void W() { } }""",
        $$"""class C { void Run(CancellationToken token) { {{repaired}} } void W() { } }""");

    [Fact]
    public Task Function_with_a_result() => Verify.FixesAsync(
        """
        class C
        {
            async Task<int> RunAsync(CancellationToken token)
            {
                [|while|] (true)
                {
                    // work
                    W();
                    await Task.Delay(1000);
                }
            }

            void W() { }
        }
        """,
        """
        class C
        {
            async Task<int> RunAsync(CancellationToken token)
            {
                while (true)
                {
                    // work
                    token.ThrowIfCancellationRequested();
                    W();
                    await Task.Delay(1000, token);
                }
            }

            void W() { }
        }
        """);

    [Theory]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { [|while|] (true) { W(); await Task.Delay(1000); } }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) { Task.Run(async () => { [|while|] (true) { W(); await Task.Delay(1000); } }); return Task.CompletedTask; }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(async () => { [|while|] (true) { W(); await Task.Delay(1000); } });")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.Yield(); void Loop() { [|while|] (true) { W(); Thread.Sleep(1000); } } Loop(); }")]
    public Task Wherever_the_work_of_a_background_service_stands(string member)
        => Verify.FixesAsync(Service(member), Service(member
            .Replace("[|while|] (true)", "while (!stoppingToken.IsCancellationRequested)")
            .Replace("Delay(1000)", "Delay(1000, stoppingToken)")
            .Replace("Thread.Sleep", "stoppingToken.WaitHandle.WaitOne")));

    /// <summary>The token could be tested, but what stands behind it would be reached, or the exception would be lost.</summary>
    [Theory]
    [InlineData("async Task R(CancellationToken t) { [|while|] (true) { W(); while (true) { await Task.Delay(1000); } } }")]
    [InlineData("async Task<int> R(CancellationToken t) { try { [|while|] (true) { W(); await Task.Delay(1000); } } catch (Exception) { return 1; } }")]
    [InlineData("async Task R(CancellationToken t) { try { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (await timer.WaitForNextTickAsync()) W(); } catch (Exception) { W(); } }")]
    [InlineData("async void R(CancellationToken t) { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (await timer.WaitForNextTickAsync()) W(); }")]
    public Task Loop_without_a_repair(string member) => Verify.ReportsAsync($$"""class C { {{member}} void W() { } }""");

    [Theory]
    [InlineData("public override Task StartAsync(CancellationToken token) { Task.Run(async () => { [|while|] (true) { W(); await Task.Delay(1000); } }); return Task.CompletedTask; }")]
    [InlineData("public override Task StartAsync(CancellationToken token) { _ = Loop(); return Task.CompletedTask; } async Task Loop() { [|while|] (true) { W(); await Task.Delay(1000); } }")]
    [InlineData("public override Task StartAsync(CancellationToken token) { new Thread(Loop).Start(); return Task.CompletedTask; } void Loop() { [|while|] (true) { W(); Thread.Sleep(1000); } }")]
    public Task Hosted_loop_without_any_token(string member) => Verify.ReportsAsync(Service("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask; " + member));

    // ---- loops that wait without it ----

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { W(); await {|#0:Task.Delay(5000)|}; }", "Task.Delay(5000, stoppingToken)")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { W(); await {|#0:Task.Delay(TimeSpan.FromMinutes(1))|}; }", "Task.Delay(TimeSpan.FromMinutes(1), stoppingToken)")]
    [InlineData("while (stoppingToken.IsCancellationRequested == false) { W(); await {|#0:Task.Delay(_interval)|}; }", "Task.Delay(_interval, stoppingToken)")]
    [InlineData("while (stoppingToken.IsCancellationRequested is false) { W(); await {|#0:Task.Delay(_interval)|}.ConfigureAwait(false); }", "Task.Delay(_interval, stoppingToken)")]
    [InlineData("do { W(); await {|#0:Task.Delay(_interval)|}; } while (!stoppingToken.IsCancellationRequested);", "Task.Delay(_interval, stoppingToken)")]
    [InlineData("for (; !stoppingToken.IsCancellationRequested;) { W(); await {|#0:Task.Delay(_interval)|}; }", "Task.Delay(_interval, stoppingToken)")]
    [InlineData("while (true) { if (stoppingToken.IsCancellationRequested) { break; } await {|#0:Task.Delay(5000)|}; }", "Task.Delay(5000, stoppingToken)")]
    [InlineData("while (true) { stoppingToken.ThrowIfCancellationRequested(); await {|#0:Task.Delay(5000)|}; }", "Task.Delay(5000, stoppingToken)")]
    [InlineData("while (true) { await LoadAsync(stoppingToken); await {|#0:Task.Delay(5000)|}; }", "Task.Delay(5000, stoppingToken)")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await {|#0:Task.Delay(5000)|}; } catch (OperationCanceledException) { break; } }", "Task.Delay(5000, stoppingToken)")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { W(); await {|#0:_signal.WaitAsync()|}; }", "_signal.WaitAsync(stoppingToken)")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { W(); await {|#0:_signal.WaitAsync(TimeSpan.FromSeconds(30))|}; }", "_signal.WaitAsync(TimeSpan.FromSeconds(30), stoppingToken)")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { int x = await {|#0:_channel.Reader.ReadAsync()|}; W(); }", "_channel.Reader.ReadAsync(stoppingToken)")]
    [InlineData("using var timer = new PeriodicTimer(_interval); while (!stoppingToken.IsCancellationRequested && await {|#0:timer.WaitForNextTickAsync()|}) { W(); }", "timer.WaitForNextTickAsync(stoppingToken)")]
    [InlineData("using var timer = new PeriodicTimer(_interval); while (!stoppingToken.IsCancellationRequested) { W(); await {|#0:timer.WaitForNextTickAsync()|}; }", "timer.WaitForNextTickAsync(stoppingToken)")]
    [InlineData("await foreach (int x in _channel.Reader.ReadAllAsync(stoppingToken)) { W(); await {|#0:Task.Delay(1000)|}; }", "Task.Delay(1000, stoppingToken)")]
    public Task Wait_without_the_token(string body, string repaired) => Verify.FixesAsync(
        Work(body.Replace("{|#0:", "[|").Replace("|}", "|]")),
        Work(System.Text.RegularExpressions.Regex.Replace(body, @"\{\|#0:.*?\|\}", repaired)));

    /// <summary>The exception of the delay would skip what follows, or be logged as a failure: it is not thrown.</summary>
    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await [|Task.Delay(5000)|]; } W();")]
    [InlineData("try { while (!stoppingToken.IsCancellationRequested) { await [|Task.Delay(5000)|]; } } finally { W(); } W();")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { W(); await [|Task.Delay(5000)|]; } catch (Exception e) { Console.WriteLine(e); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { W(); await [|Task.Delay(5000)|].ConfigureAwait(false); } catch { W(); } }")]
    public Task Delay_that_must_not_throw(string body) => Verify.FixesAsync(
        Work(body),
        Work(body.Replace("[|Task.Delay(5000)|]", "Task.Delay(5000, stoppingToken)").Replace(".ConfigureAwait(false)", "")
            .Replace("stoppingToken)", "stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)")));

    [Fact]
    public Task Delay_in_a_function_that_ended_normally() => Verify.FixesAsync(
        Method("while (!token.IsCancellationRequested) { W(); await [|Task.Delay(1000)|]; }"),
        Method("while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token)"
            + ".ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); }"));

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { await LoadAsync(token); await [|Task.Delay(1000)|]; }")]
    [InlineData("while (!token.IsCancellationRequested) { token.ThrowIfCancellationRequested(); await [|Task.Delay(1000)|]; }")]
    [InlineData("try { while (!token.IsCancellationRequested) { await [|Task.Delay(1000)|]; } } catch (OperationCanceledException) { W(); }")]
    [InlineData("while (!token.IsCancellationRequested) { try { await [|Task.Delay(1000)|]; } catch (Exception) when (!token.IsCancellationRequested) { W(); } await LoadAsync(token); }")]
    public Task Function_that_a_cancellation_leaves_anyway(string body) => Verify.FixesAsync(
        Method(body), Method(body.Replace("[|Task.Delay(1000)|]", "Task.Delay(1000, token)")));

    /// <summary>A wait of another kind cannot be told not to throw.</summary>
    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { W(); await [|_signal.WaitAsync()|]; }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (!token.IsCancellationRequested) { W(); await [|timer.WaitForNextTickAsync()|]; }")]
    public Task Wait_that_would_throw(string body) => Verify.ReportsAsync(Method(body));

    /// <summary>What wakes the loop up is what it works on, and not the stop.</summary>
    [Fact]
    public Task Signal_of_new_work() => Verify.ReportsAsync(
        "class C { SemaphoreSlim _s = new(0); async Task R(CancellationToken token) { while (!token.IsCancellationRequested) { await [|_s.WaitAsync()|]; } } void Add() => _s.Release(); }");

    /// <summary>The pause is short, whatever it is made of.</summary>
    [Theory]
    [InlineData("int share", "Thread.Sleep(100 - share);")]
    [InlineData("int share", "Thread.Sleep(Math.Min(share, 200));")]
    [InlineData("int share", "Thread.Sleep(Math.Clamp(share, 10, 200));")]
    [InlineData("int share", "Thread.Sleep(new Random().Next(200));")]
    [InlineData("int share", "Thread.Sleep(Random.Shared.Next(10, 200));")]
    [InlineData("int share", "Thread.Sleep(share % 250);")]
    [InlineData("bool share", "Thread.Sleep(share ? 10 : 200);")]
    [InlineData("int share", "Thread.Sleep(TimeSpan.FromMilliseconds(Math.Min(share, 200)));")]
    public Task Bounded_pause(string parameter, string pause) => Verify.SilentAsync(
        $$"""class C { void Run({{parameter}}, CancellationToken token) { while (!token.IsCancellationRequested) { W(); {{pause}} } } void W() { } }""");

    [Theory]
    [InlineData("int share", "Thread.Sleep(1000 - share)")]
    [InlineData("int share", "Thread.Sleep(Math.Max(share, 200))")]
    [InlineData("int share", "Thread.Sleep(new Random().Next(share))")]
    [InlineData("bool share", "Thread.Sleep(share ? 10 : 2000)")]
    [InlineData("int share", "Thread.Sleep(TimeSpan.FromSeconds(Math.Min(share, 200)))")]
    public Task Pause_that_may_be_long(string parameter, string pause) => Verify.FixesAsync(
        $$"""class C { void Run({{parameter}}, CancellationToken token) { while (!token.IsCancellationRequested) { W(); [|{{pause}}|]; } } void W() { } }""",
        $$"""class C { void Run({{parameter}}, CancellationToken token) { while (!token.IsCancellationRequested) { W(); {{pause.Replace("Thread.Sleep", "token.WaitHandle.WaitOne", StringComparison.Ordinal)}}; } } void W() { } }""");

    /// <summary>A token that may be null is never asked for its value where it may be so.</summary>
    [Theory]
    [InlineData("while (true) { try { if (token != null && token.Value.IsCancellationRequested) break; [|Thread.Sleep(pause)|]; W(); } catch { } }")]
    [InlineData("while (true) { if (token.HasValue && token.Value.IsCancellationRequested) break; [|Thread.Sleep(pause)|]; W(); }")]
    [InlineData("while (true) { if (token?.IsCancellationRequested == true) break; [|Thread.Sleep(pause)|]; W(); }")]
    [InlineData("while (true) { token?.ThrowIfCancellationRequested(); [|Thread.Sleep(pause)|]; W(); }")]
    [InlineData("while (!token.Value.IsCancellationRequested) { [|Thread.Sleep(pause)|]; W(); }")]
    [InlineData("while (!token.GetValueOrDefault().IsCancellationRequested) { [|Thread.Sleep(pause)|]; W(); }")]
    [InlineData("new Thread(() => { while (true) { if (token is not null && token.Value.IsCancellationRequested) break; [|Thread.Sleep(pause)|]; W(); } }).Start();")]
    public Task Token_that_may_be_null(string body) => Verify.FixesAsync(
        $$"""class C { void Run(int pause, CancellationToken? token = null) { {{body}} } void W() { } }""",
        $$"""class C { void Run(int pause, CancellationToken? token = null) { {{body.Replace("[|Thread.Sleep(pause)|]", "token.GetValueOrDefault().WaitHandle.WaitOne(pause)", StringComparison.Ordinal)}} } void W() { } }""");

    [Theory]
    [InlineData("while (true) { token?.ThrowIfCancellationRequested(); await [|Task.Delay(pause)|]; W(); }")]
    [InlineData("while (true) { await LoadAsync(token); await [|Task.Delay(pause)|]; W(); }")]
    [InlineData("while (true) { if (token is { IsCancellationRequested: false }) token.Value.ThrowIfCancellationRequested(); await [|Task.Delay(pause)|]; W(); }")]
    public Task Delay_with_a_token_that_may_be_null(string body) => Verify.FixesAsync(
        $$"""class C { async Task Run(int pause, CancellationToken? token) { {{body}} } void W() { } Task LoadAsync(CancellationToken? t) => Task.CompletedTask; }""",
        $$"""class C { async Task Run(int pause, CancellationToken? token) { {{body.Replace("[|Task.Delay(pause)|]", "Task.Delay(pause, token.GetValueOrDefault())", StringComparison.Ordinal)}} } void W() { } Task LoadAsync(CancellationToken? t) => Task.CompletedTask; }""");

    [Theory]
    [InlineData("CancellationTokenSource _s = new(); void Stop() => _s.Cancel(); async Task R(CancellationToken? token) { while (true) { if (token?.IsCancellationRequested == true) break; await Task.Delay(1000, token ?? default); } }")]
    [InlineData("async Task R(CancellationToken? token) { while (true) { if (token is { } t && t.IsCancellationRequested) break; await Task.Delay(1000); } }")]
    [InlineData("async Task R(CancellationToken? token) { while (true) { W(); await Task.Delay(1000, token.GetValueOrDefault()); } } void W() { }")]
    [InlineData("async Task R(CancellationToken? token) { while (true) { if (token.Value.IsCancellationRequested) { await Task.Delay(1000); break; } W(); } } void W() { }")]
    public Task Loop_that_looks_at_a_token_that_may_be_null(string members) => Verify.SilentAsync($$"""class C { {{members}} }""");

    [Fact]
    public Task Message_of_a_token_that_may_be_null() => Message(
        "class C { void R(int pause, CancellationToken? token) { while (true) { if (token != null && token.Value.IsCancellationRequested) break; {|#0:Thread.Sleep(pause)|}; } } }",
        DiagnosticSeverity.Warning,
        "'Thread.Sleep' does not get 'token', so the loop cannot be cancelled while it waits; wait with 'token.GetValueOrDefault().WaitHandle.WaitOne'");

    /// <summary>Whoever does not say another length waits shortly.</summary>
    [Theory]
    [InlineData("int pause = 400", "pause", DiagnosticSeverity.Info)]
    [InlineData("int pause = 400", "TimeSpan.FromMilliseconds(pause)", DiagnosticSeverity.Info)]
    [InlineData("int pause = 1000", "pause", DiagnosticSeverity.Warning)]
    [InlineData("int pause = -1", "pause", DiagnosticSeverity.Warning)]
    [InlineData("int pause = 5", "TimeSpan.FromSeconds(pause)", DiagnosticSeverity.Warning)]
    [InlineData("TimeSpan pause = default", "pause", DiagnosticSeverity.Warning)]
    public Task Pause_that_is_usually_short(string parameter, string length, DiagnosticSeverity severity) => Message(
        $$"""class C { void R(CancellationToken token, {{parameter}}) { while (!token.IsCancellationRequested) { {|#0:Thread.Sleep({{length}})|}; } } }""",
        severity,
        "'Thread.Sleep' does not get 'token', so the loop cannot be cancelled while it waits; wait with 'token.WaitHandle.WaitOne'");

    [Fact]
    public Task Sleep_of_synchronous_code() => Verify.FixesAsync(
        "class C { void Run(CancellationToken token) { while (!token.IsCancellationRequested) { W(); [|Thread.Sleep(1000)|]; } } void W() { } }",
        "class C { void Run(CancellationToken token) { while (!token.IsCancellationRequested) { W(); token.WaitHandle.WaitOne(1000); } } void W() { } }");

    [Fact]
    public Task The_longest_wait_is_reported_and_all_are_repaired() => Verify.FixesAsync(
        Work("while (!stoppingToken.IsCancellationRequested) { await Task.Delay(500); W(); await [|Task.Delay(60_000)|]; await Task.Delay(100); }"),
        Work("while (!stoppingToken.IsCancellationRequested) { await Task.Delay(500, stoppingToken); W(); await Task.Delay(60_000, stoppingToken); await Task.Delay(100, stoppingToken); }"));

    [Theory]
    [InlineData("!_source.IsCancellationRequested", "_source.Token")]
    [InlineData("!_source.Token.IsCancellationRequested", "_source.Token")]
    [InlineData("!this._source.IsCancellationRequested", "this._source.Token")]
    public Task Source_in_a_field(string condition, string token) => Verify.FixesAsync(
        $$"""class C { readonly CancellationTokenSource _source = new(); async Task R() { while ({{condition}}) { try { await [|Task.Delay(1000)|]; } catch (OperationCanceledException) { } } } void Stop() => _source.Cancel(); }""",
        $$"""class C { readonly CancellationTokenSource _source = new(); async Task R() { while ({{condition}}) { try { await Task.Delay(1000, {{token}}); } catch (OperationCanceledException) { } } } void Stop() => _source.Cancel(); }""");

    [Fact]
    public Task Token_of_a_context() => Verify.FixesAsync(
        """
        class Context { public CancellationToken Token { get; set; } }
        class C { async Task R(Context context) { while (!context.Token.IsCancellationRequested) { await Work(context.Token); await [|Task.Delay(1000)|]; } } Task Work(CancellationToken t) => Task.CompletedTask; }
        """,
        """
        class Context { public CancellationToken Token { get; set; } }
        class C { async Task R(Context context) { while (!context.Token.IsCancellationRequested) { await Work(context.Token); await Task.Delay(1000, context.Token); } } Task Work(CancellationToken t) => Task.CompletedTask; }
        """);

    [Fact]
    public Task Source_that_is_disposed() => Verify.ReportsAsync(
        "class C { readonly CancellationTokenSource _source = new(); async Task R() { while (!_source.IsCancellationRequested) { await [|Task.Delay(1000)|]; } } void Stop() { _source.Cancel(); _source.Dispose(); } }");

    // ---- messages and severities ----

    [Fact]
    public Task Message_of_a_loop() => Message(
        "class C { async Task R(CancellationToken token) { {|#0:while|} (true) { await Task.Delay(1000); } } }",
        DiagnosticSeverity.Warning,
        "This loop never looks at 'token', so a cancellation does not end it; test 'token' in the condition and pass it to 'Task.Delay'");

    [Fact]
    public Task Message_of_a_loop_without_a_wait() => Message(
        "class C { void R(CancellationToken token) { {|#0:while|} (true) { Console.Read(); } } }",
        DiagnosticSeverity.Info,
        "This loop never looks at 'token', so a cancellation does not end it; test 'token' in the condition");

    [Fact]
    public Task Message_of_a_timer() => Message(
        "class C { async Task R(CancellationToken token) { var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); {|#0:while|} (await timer.WaitForNextTickAsync()) { } } }",
        DiagnosticSeverity.Warning,
        "This loop never looks at 'token', so a cancellation does not end it; pass 'token' to 'WaitForNextTickAsync'");

    [Fact]
    public Task Message_of_a_wait() => Message(
        "class C { async Task R(CancellationToken token) { while (!token.IsCancellationRequested) { await {|#0:Task.Delay(1000)|}; } } }",
        DiagnosticSeverity.Warning,
        "'Task.Delay' does not get 'token', so the loop cannot be cancelled while it waits; pass 'token'");

    [Fact]
    public Task Message_of_a_sleep() => Message(
        "class C { void R(CancellationToken token) { while (!token.IsCancellationRequested) { {|#0:Thread.Sleep(1000)|}; } } }",
        DiagnosticSeverity.Warning,
        "'Thread.Sleep' does not get 'token', so the loop cannot be cancelled while it waits; wait with 'token.WaitHandle.WaitOne'");

    [Fact]
    public Task Message_of_a_hosted_loop() => Message(
        Service("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop(); async Task Loop() { {|#0:while|} (true) { await Task.Delay(1000); } }"),
        DiagnosticSeverity.Warning,
        "Nothing ends this loop when the host stops; give it a token, and test the token in the condition");

    [Fact]
    public Task Message_of_a_source_in_a_field() => Message(
        "class C { readonly CancellationTokenSource _source = new(); async Task R() { {|#0:while|} (true) { await Task.Delay(1000); } } public void Stop() => _source.Cancel(); }",
        DiagnosticSeverity.Info,
        "This loop never looks at '_source.Token', so a cancellation does not end it; test '_source.Token' in the condition and pass it to 'Task.Delay'");

    [Fact]
    public Task Message_of_a_token_that_is_only_handed_on() => Message(
        "class X { public CancellationToken Token { get; set; } } class C { async Task R(X x) { while (true) { await Do(x.Token); await {|#0:Task.Delay(1000)|}; } } Task Do(CancellationToken t) => Task.CompletedTask; }",
        DiagnosticSeverity.Info,
        "'Task.Delay' does not get 'x.Token', so the loop cannot be cancelled while it waits; pass 'x.Token'");

    [Fact]
    public Task Main_is_a_suggestion() => Verify.FixesAsync(
        "using var source = new CancellationTokenSource(); while (!source.IsCancellationRequested) { await {|#0:Task.Delay(5000)|}; }",
        "using var source = new CancellationTokenSource(); while (!source.IsCancellationRequested) { await Task.Delay(5000, source.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); }",
        outputKind: OutputKind.ConsoleApplication,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5005", DiagnosticSeverity.Info).WithLocation(0)));

    // ---- silent ----

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, token); }")]
    [InlineData("while (!token.IsCancellationRequested) { W(); await Task.Delay(250); }")]
    [InlineData("while (!token.IsCancellationRequested) { W(); await Task.Delay(TimeSpan.FromSeconds(0.2)); }")]
    [InlineData("while (!token.IsCancellationRequested) { W(); await Task.Delay(Short); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100)); while (!token.IsCancellationRequested) { W(); await timer.WaitForNextTickAsync(); }")]
    [InlineData("while (!token.IsCancellationRequested) { W(); await Task.Delay(1000, CancellationToken.None); }")]
    [InlineData("while (!token.IsCancellationRequested) { W(); await Task.WhenAny(Task.Delay(1000), Task.Delay(-1, token)); }")]
    [InlineData("while (true) { W(); if (_stopped) { break; } await Task.Delay(1000); }")]
    [InlineData("while (true) { W(); if (_stopped) { return; } await Task.Delay(1000); }")]
    [InlineData("while (!_stopped) { W(); await Task.Delay(1000); }")]
    [InlineData("while (true) { try { await LoadAsync(default); return; } catch (IOException) { await Task.Delay(1000); } }")]
    [InlineData("for (int i = 0; i < 10; i++) { W(); await Task.Delay(1000); }")]
    [InlineData("while (true) { W(); await LoadAsync(token); }")]
    [InlineData("while (true) { token.ThrowIfCancellationRequested(); W(); }")]
    [InlineData("token.Register(() => _signal.Release()); while (true) { await _signal.WaitAsync(); W(); }")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token); while (true) { await Task.Delay(1000, linked.Token); }")]
    [InlineData("var stop = Task.Delay(-1, token); while (true) { W(); await Task.WhenAny(stop, Task.Delay(1000)); }")]
    [InlineData("var x = new Holder(token); while (true) { W(); x.Next(); await Task.Delay(1000); }")]
    [InlineData("await Task.Yield(); _ = Task.Run(async () => { while (true) { W(); await Task.Delay(1000); } });")]
    [InlineData("await Task.Yield(); new Thread(() => { while (true) { W(); Thread.Sleep(1000); } }).Start();")]
    [InlineData("while (true) { await TickAsync(); } async Task TickAsync() => await Task.Delay(1000, token);")]
    [InlineData("while (!token.IsCancellationRequested) { await _gate.WaitAsync(); try { W(); } finally { _gate.Release(); } await Task.Delay(1000, token); }")]
    [InlineData("while (!token.IsCancellationRequested) { try { await LoadAsync(token); } catch (IOException) { await Task.Delay(5000); } }")]
    [InlineData("while (!token.IsCancellationRequested) { if (_stopped) { break; } await Task.Delay(5000); }")]
    [InlineData("while (true) { W(); Environment.Exit(1); }")]
    [InlineData("while (true) { W(); await Task.Delay(1000); throw new InvalidOperationException(); }")]
    [InlineData("while (true) { W(); await Task.Delay(1000); goto end; } end: W();")]
    [InlineData("while (!token.IsCancellationRequested) { await Task.Yield(); } while (true) { W(); await Task.Delay(1000); }")]
    public Task A_loop_that_can_be_stopped(string body) => Verify.SilentAsync(Method(body), configure: test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("CancellationTokenSource _s = new(); async Task R() { while (!_s.IsCancellationRequested) { await Task.Delay(1000, _s.Token); } }")]
    [InlineData("CancellationTokenSource _s = new(); async Task R() { while (true) { await PollAsync(); } } async Task PollAsync() { await Task.Delay(1000, _s.Token); } void Stop() => _s.Cancel();")]
    [InlineData("CancellationTokenSource _s = new(); async Task R() { while (true) { await Task.Delay(1000); } } bool Ended => _s.IsCancellationRequested;")]
    [InlineData("CancellationTokenSource _s = new(), _t = new(); async Task R() { while (true) { await Task.Delay(1000); } } void Stop() => _s.Cancel();")]
    [InlineData("PeriodicTimer _t = new(TimeSpan.FromSeconds(1)); async Task R(CancellationToken token) { while (await _t.WaitForNextTickAsync()) { } } void Dispose() => _t.Dispose();")]
    [InlineData("System.Threading.Channels.ChannelReader<int> _r; System.Threading.Channels.ChannelWriter<int> _w; async Task R(CancellationToken token) { await foreach (int i in _r.ReadAllAsync()) { } } void Stop() { _w.Complete(); }")]
    [InlineData("System.Net.Sockets.TcpListener _l; async Task R(CancellationToken token) { while (!token.IsCancellationRequested) { using var c = await _l.AcceptTcpClientAsync(); } } void Close() { _l.Stop(); }")]
    [InlineData("System.Net.Sockets.TcpListener _l; async Task R(CancellationToken token) { while (true) { using var c = await _l.AcceptTcpClientAsync(); } } void Close() { _l?.Stop(); }")]
    [InlineData("SemaphoreSlim _s = new(0); async Task R(CancellationToken token) { while (!token.IsCancellationRequested) { await _s.WaitAsync(); } } void Stop() { _s.Release(); }")]
    [InlineData("SemaphoreSlim _s = new(0); async Task R(CancellationToken token) { using var r = token.Register(() => _s.Release()); while (!token.IsCancellationRequested) { await _s.WaitAsync(); } }")]
    [InlineData("async Task R(System.Threading.Channels.ChannelReader<int> r, CancellationToken token) { while (!token.IsCancellationRequested) { await r.ReadAsync(); } } void Done(System.Threading.Channels.ChannelWriter<int> w) => w.TryComplete();")]
    [InlineData("System.Collections.Concurrent.BlockingCollection<int> _q; void R(CancellationToken token) { while (true) { _q.Take(); } } class P { void Done(System.Collections.Concurrent.BlockingCollection<int> q) => q.CompleteAdding(); }")]
    [InlineData("async Task R(CancellationToken token) { while (true) { using var s = new CancellationTokenSource(9); await Task.Delay(1000, s.Token); await Task.Delay(1000); } }")]
    [InlineData("async Task R() { while (true) { await Task.Delay(1000); } }")]
    [InlineData("async Task R(CancellationToken a, CancellationToken b) { while (true) { await Task.Delay(1000); } }")]
    [InlineData("async Task R(CancellationToken _) { while (true) { await Task.Delay(1000); } }")]
    [InlineData("async IAsyncEnumerable<int> R([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token) { while (true) { yield return 1; await Task.Delay(1000); } }")]
    [InlineData("async Task R(CancellationToken token) { while (!token.IsCancellationRequested) { Thread.Sleep(1000); await Task.Yield(); } }")]
    [InlineData("class Task { public static System.Threading.Tasks.Task Delay(int i) => null; } async System.Threading.Tasks.Task R(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1000); } }")]
    public Task A_type_that_can_stop_its_loop(string members)
        => Verify.SilentAsync($$"""class C { {{members}} }""", configure: test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop(stoppingToken); async Task Loop(CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Delay(1000, token); } }")]
    [InlineData("bool _stopped; protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!_stopped) { await Task.Delay(1000); } }")]
    [InlineData("CancellationToken _token; protected override Task ExecuteAsync(CancellationToken stoppingToken) { _token = stoppingToken; return Loop(); } async Task Loop() { while (true) { await Tick(); } } Task Tick() => Task.Delay(1000, _token);")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) { new Thread(Loop) { IsBackground = true }.Start(); return Task.CompletedTask; } void Loop() { while (true) { W(); Thread.Sleep(1000); } }")]
    public Task A_service_that_can_be_stopped(string members) => Verify.SilentAsync(Service(members));

    [Fact]
    public Task A_program_of_its_own() => Verify.SilentAsync(
        "CancellationToken token = default; while (true) { await Task.Delay(1000); }", outputKind: OutputKind.ConsoleApplication);

    /// <summary>With the token, the handler around the loop would make a failure of each stop.</summary>
    [Theory]
    [InlineData("try { while (!token.IsCancellationRequested) { {|#0:await Task.Delay(1000)|}; } } catch (Exception e) { throw new IOException(\"\", e); }", DiagnosticSeverity.Info)]
    [InlineData("try { while (!token.IsCancellationRequested) { {|#0:await Task.Delay(1000)|}; } } catch (Exception e) { Console.WriteLine(e); throw; }", DiagnosticSeverity.Warning)]
    [InlineData("try { while (!token.IsCancellationRequested) { {|#0:await Task.Delay(1000)|}; } } catch (IOException e) { throw new TimeoutException(\"\", e); }", DiagnosticSeverity.Warning)]
    [InlineData("try { while (!token.IsCancellationRequested) { {|#0:await Task.Delay(1000)|}; } } catch (OperationCanceledException) { } catch (Exception e) { throw new IOException(\"\", e); }", DiagnosticSeverity.Warning)]
    [InlineData("try { while (!token.IsCancellationRequested) { {|#0:await Task.Delay(1000)|}; } } catch (Exception e) when (e is not OperationCanceledException) { throw new IOException(\"\", e); }", DiagnosticSeverity.Warning)]
    public Task Handler_around_the_loop(string body, DiagnosticSeverity severity) => Message(
        Method(body.Replace("{|#0:await Task.Delay(1000)|}", "await {|#0:Task.Delay(1000)|}", StringComparison.Ordinal)), severity,
        "'Task.Delay' does not get 'token', so the loop cannot be cancelled while it waits; pass 'token'");

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { using var c = await [|_l.AcceptTcpClientAsync()|]; W(); }", "")]
    [InlineData("while (!token.IsCancellationRequested) { using var c = await [|_l.AcceptSocketAsync()|].ConfigureAwait(false); await LoadAsync(token); }", "(token)")]
    public Task Value_task_for_a_task(string body, string repaired)
    {
        string source = Method(body).Replace("bool _stopped;", "bool _stopped; System.Net.Sockets.TcpListener _l = new(0);", StringComparison.Ordinal);
        return Verify.FixesAsync(source, repaired.Length == 0 ? source
            : source.Replace("[|", "", StringComparison.Ordinal).Replace("()|]", repaired, StringComparison.Ordinal));
    }

    /// <summary>As applications write it.</summary>
    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { try { W(); await Task.Delay(1000, token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { break; } catch (Exception e) { Console.WriteLine(e); await Task.Delay(50); } }")]
    [InlineData("using var timer = new PeriodicTimer(Short); while (await timer.WaitForNextTickAsync(token)) { W(); await Task.Delay(10); }")]
    [InlineData("while (!_stopped) { W(); await Task.Delay(1000); }")]
    [InlineData("for (int i = 0; i < 5 && !token.IsCancellationRequested; i++) { W(); await Task.Delay(100); }")]
    [InlineData("while (!token.IsCancellationRequested) { if (Console.KeyAvailable) { return; } await Task.Delay(50); }")]
    public Task Right_as_it_is(string body) => Verify.SilentAsync(Method(body));

    /// <summary>What is a parameter of the loop's function is closed by who gives it.</summary>
    [Theory]
    [InlineData("void Start(CancellationToken t) { var udp = new UdpClient(1); t.Register(() => udp.Dispose()); _ = LoopAsync(udp, t); }", false)]
    [InlineData("UdpClient _udp = new(1); void Start(CancellationToken t) { _ = LoopAsync(client: this._udp, token: t); } void Stop() => _udp.Close();", false)]
    [InlineData("async Task RunAsync(CancellationToken t) { var udp = new UdpClient(1); try { await LoopAsync(udp, t); } finally { udp.Close(); } }", true)]
    [InlineData("async Task RunAsync(CancellationToken t) { using var udp = new UdpClient(1); await LoopAsync(udp, t); }", true)]
    public Task Client_that_the_caller_closes(string members, bool isReported) => Verify.SilentAsync($$"""
        using System.Net.Sockets;
        class C
        {
            {{members}}
            async Task LoopAsync(UdpClient client, CancellationToken token)
            {
                while (!token.IsCancellationRequested) { var r = await {{(isReported ? "[|client.ReceiveAsync()|]" : "client.ReceiveAsync()")}}; Console.WriteLine(r.Buffer.Length); }
            }
        }
        """);

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { using var c = await _l.AcceptTcpClientAsync(); W(); }", "void Stop() => _l.Stop();")]
    [InlineData("using var r = token.Register(() => _l.Stop()); while (!token.IsCancellationRequested) { using var c = await _l.AcceptTcpClientAsync(); W(); }", "")]
    [InlineData("using var r = token.Register(_l.Stop); while (!token.IsCancellationRequested) { using var c = await _l.AcceptTcpClientAsync(); W(); }", "")]
    [InlineData("using var r = token.Register(StopAll); while (!token.IsCancellationRequested) { using var c = await _l.AcceptTcpClientAsync(); W(); }", "void StopAll() => _l.Stop();")]
    public Task Listener_that_is_stopped(string body, string member) => Verify.SilentAsync(
        Method(body).Replace("bool _stopped;", "bool _stopped; System.Net.Sockets.TcpListener _l = new(0); " + member, StringComparison.Ordinal));

    private static string Method(string body) => $$"""
        class C
        {
            static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
            SemaphoreSlim _signal = new(0), _gate = new(1);
            bool _stopped;
            async Task RunAsync(CancellationToken token) { {{body}} }
            void W() { }
            Task LoadAsync(CancellationToken t) => Task.CompletedTask;
        }

        class Holder { public Holder(CancellationToken token) { } public void Next() { } }
        """;

    private static string Service(string members)
        => "class Worker : Microsoft.Extensions.Hosting.BackgroundService { " + members + " void W() { } }" + Hosting;

    private static string Work(string body) => Service($$"""
        TimeSpan _interval; SemaphoreSlim _signal = new(0); System.Threading.Channels.Channel<int> _channel;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { {{body}} }
            Task LoadAsync(CancellationToken t) => Task.CompletedTask;
        """);

    private static Task Message(string source, DiagnosticSeverity severity, string message) => Verify.SilentAsync(
        source,
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5005", severity).WithLocation(0).WithMessage(message)));
}
