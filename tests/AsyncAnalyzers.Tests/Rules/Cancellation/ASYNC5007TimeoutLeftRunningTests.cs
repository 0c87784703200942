using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5007TimeoutLeftRunningAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5007TimeoutLeftRunningCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5007TimeoutLeftRunningTests
{
    private const string Work = """

        interface IWork
        {
            Task DoAsync(int id, CancellationToken token = default);
            Task<string> GetAsync(string key);
            Task<string> GetAsync(string key, CancellationToken token);
            ValueTask<int> ReadAsync(CancellationToken token);
            Task<T> LoadAsync<T>(CancellationToken token = default);
            Task PlainAsync();
            Task StopAsync(CancellationToken token);
            Task Done { get; }
            void Cancel();
        }
        class Context { public CancellationToken Aborted { get; } }
        """;

    [Fact]
    public Task Delay_of_a_source_that_the_function_cancels() => Verify.SilentAsync(
        """
        class C
        {
            CancellationTokenSource _delayCts = new();
            TaskCompletionSource _interrupt = new();
            async Task WaitAsync(TimeSpan delay)
            {
                while (true)
                {
                    Task completed = await Task.WhenAny(Task.Delay(delay, _delayCts.Token), _interrupt.Task);
                    if (completed != _interrupt.Task)
                    {
                        return;
                    }

                    _delayCts.Cancel();
                    _interrupt = new();
                    _delayCts = new();
                }
            }
        }
        """);

    // ---- work that runs on after a race ----

    [Fact]
    public Task Work_is_cancelled_through_a_linked_source() => Fixes(
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            // asked for
            Task<string> get = work.GetAsync("a", token);
            if (await [|Task.WhenAny(get, Task.Delay(500))|] != get)
            {
                // too late
                throw new TimeoutException();
            }

            return await get;
        }
        """,
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            // asked for
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task<string> get = work.GetAsync("a", cancellation.Token);
            if (await Task.WhenAny(get, Task.Delay(500)) != get)
            {
                // too late
                cancellation.Cancel();
                throw new TimeoutException();
            }

            return await get;
        }
        """);

    [Fact]
    public Task Work_is_given_a_token() => Fixes(
        """
        async Task<string> M(IWork work)
        {
            var get = work.GetAsync("a");
            var winner = await [|Task.WhenAny(get, Task.Delay(500))|].ConfigureAwait(false);
            if (winner != get) throw new TimeoutException();
            return await get.ConfigureAwait(false);
        }
        """,
        """
        async Task<string> M(IWork work)
        {
            using var cancellation = new CancellationTokenSource();
            var get = work.GetAsync("a", cancellation.Token);
            var winner = await Task.WhenAny(get, Task.Delay(500)).ConfigureAwait(false);
            if (winner != get) { cancellation.Cancel(); throw new TimeoutException(); }
            return await get.ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task Token_in_scope_is_linked() => Fixes(
        """
        async Task<int> M(IWork work, CancellationToken token)
        {
            Task load = work.DoAsync(id: 1);
            if (await [|Task.WhenAny(load, Task.Delay(500, token))|] == load)
            {
                await load;
                return 1;
            }

            return 0;
        }
        """,
        """
        async Task<int> M(IWork work, CancellationToken token)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task load = work.DoAsync(id: 1, token: cancellation.Token);
            if (await Task.WhenAny(load, Task.Delay(500, token)) == load)
            {
                await load;
                return 1;
            }

            cancellation.Cancel();

            return 0;
        }
        """);

    [Fact]
    public Task None_stays_unlinked_and_the_branch_gets_braces() => Fixes(
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            var cancellation = 1;
            Task<string> get = work.GetAsync("a", CancellationToken.None);
            Task delay = Task.Delay(500);
            if (await [|Task.WhenAny(get, delay)|] == delay)
                // too late
                throw new TimeoutException();

            Console.WriteLine(cancellation);
            return await get;
        }
        """,
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            var cancellation = 1;
            using var cancellation2 = new CancellationTokenSource();
            Task<string> get = work.GetAsync("a", cancellation2.Token);
            Task delay = Task.Delay(500);
            if (await Task.WhenAny(get, delay) == delay)
            {
                // too late
                cancellation2.Cancel();
                throw new TimeoutException();
            }

            Console.WriteLine(cancellation);
            return await get;
        }
        """);

    [Fact]
    public Task Else_is_the_time_out() => Fixes(
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            Task<string> get = work.GetAsync("a", token);
            bool isInTime = await [|Task.WhenAny(get, Task.Delay(500))|] == get;
            if (isInTime)
            {
                return await get;
            }
            else
            {
                throw new TimeoutException();
            }
        }
        """,
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task<string> get = work.GetAsync("a", cancellation.Token);
            bool isInTime = await Task.WhenAny(get, Task.Delay(500)) == get;
            if (isInTime)
            {
                return await get;
            }
            else
            {
                cancellation.Cancel();
                throw new TimeoutException();
            }
        }
        """);

    [Fact]
    public Task Work_and_delay_are_cancelled_one_after_the_other() => Verify.FixesAsync(Class(
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            Task<string> get = work.GetAsync("a", token);
            if (await [|Task.WhenAny(get, Task.Delay(TimeSpan.FromSeconds(30)))|] != get)
            {
                throw new TimeoutException();
            }

            return await get;
        }
        """), Class(
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task<string> get = work.GetAsync("a", cancellation.Token);
            using var delayCancellation = new CancellationTokenSource();
            if (await Task.WhenAny(get, Task.Delay(TimeSpan.FromSeconds(30), delayCancellation.Token)) != get)
            {
                cancellation.Cancel();
                throw new TimeoutException();
            }

            delayCancellation.Cancel();

            return await get;
        }
        """), configure: test =>
        {
            test.NumberOfIncrementalIterations = 2;
            test.NumberOfFixAllIterations = 2;
        });

    [Fact]
    public Task Message_names_the_work_where_it_is_started_before() => Verify.SilentAsync(
        Class("""
        async Task<string> M(IWork work, CancellationToken token)
        {
            Task<string> get = {|#1:work.GetAsync("a", token)|};
            if (await {|#0:Task.WhenAny(get, Task.Delay(500))|} != get) throw new TimeoutException();
            return await get;
        }
        """),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5007", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
                .WithMessage("'GetAsync' (Test0.cs:5) runs on after this time-out; pass a linked token and cancel it")));

    [Fact]
    public Task Old_language_has_no_using_declarations() => Verify.ReportsAsync("""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            async Task M(Func<CancellationToken, Task> work, CancellationToken token)
            {
                Task run = work(token);
                if (await [|Task.WhenAny(run, Task.Delay(500))|] != run)
                {
                    throw new TimeoutException();
                }

                await run;
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    [Theory]
    [InlineData("Task t = work.DoAsync(1, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|}.ConfigureAwait(false) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("var t = work.DoAsync(1).ConfigureAwait(false); Task u = work.DoAsync(1, default); if (u != await {|#0:Task.WhenAny(Task.Delay(100), u)|}) { throw new TimeoutException(); } await u; await t;")]
    [InlineData("Task<int> t = work.ReadAsync(token).AsTask(); if (!(await {|#0:Task.WhenAny(t, Task.Delay(100))|} == t)) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); await {|#0:Task.WhenAny(t, Task.Delay(100))|}; if (!t.IsCompleted) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); await {|#0:Task.WhenAny(t, Task.Delay(100))|}; if (t.IsCompleted) { await t; return; } throw new TimeoutException();")]
    [InlineData("Task d = Task.Delay(100); if (await {|#0:Task.WhenAny(work.DoAsync(1, token), d)|} == d) { throw new TimeoutException(); }")]
    [InlineData("Func<CancellationToken, Task<int>> f = _ => Task.FromResult(1); Task<int> t = f(CancellationToken.None); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task<int> t = work.LoadAsync<int>(); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t;")]
    [InlineData("for (int i = 0; i < 3; i++) { Task t = work.DoAsync(i, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t; }")]
    [InlineData("Func<Task> run = async () => { Task t = work.DoAsync(1, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t; }; await run();")]
    [InlineData("async Task Run() { Task t = work.DoAsync(1, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t; } await Run();")]
    [InlineData("Task t = work.DoAsync(1, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { Console.WriteLine(\"slow\"); throw new TimeoutException(); } await t;")]
    [InlineData("var gate = new SemaphoreSlim(1); Task t = gate.WaitAsync(); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { return; } await t;")]
    public Task Warned_of(string statements) => Reported(statements, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("Task t = work.DoAsync(1, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { Console.WriteLine(\"slow\"); return; } await t;")]
    [InlineData("Task t = work.DoAsync(1, _token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, _source.Token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} != t) { throw new TimeoutException(); } await t;")]
    [InlineData("await {|#0:Task.WhenAny(work.DoAsync(1, token), Task.Delay(100))|};")]
    [InlineData("Func<Task<bool>> f = async () => await {|#0:Task.WhenAny(work.DoAsync(1, token), Task.Delay(100))|} == work.Done; await f();")]
    [InlineData("async Task Local(Context c) { await {|#0:work.DoAsync(1, c.Aborted).WaitAsync(_time)|}; } await Local(new());")]
    [InlineData("try { await {|#0:work.DoAsync(1, token).WaitAsync(_time)|}; } catch (TimeoutException) { Console.WriteLine(); }")]
    [InlineData("try { await {|#0:work.DoAsync(1, this._source.Token).WaitAsync(_time)|}; } finally { Console.WriteLine(); }")]
    [InlineData("for (int i = 0; i < 3; i++) { Task t = work.DoAsync(i, token); if (await {|#0:Task.WhenAny(t, Task.Delay(100))|} == t) { await t; return; } }")]
    [InlineData("await {|#0:work.DoAsync(1).WaitAsync(TimeSpan.FromSeconds(1))|};")]
    [InlineData("await {|#0:work.DoAsync(1, token).WaitAsync(TimeSpan.FromSeconds(1), token)|};")]
    [InlineData("await {|#0:work.ReadAsync(token).AsTask().WaitAsync(_time)|}.ConfigureAwait(false);")]
    [InlineData("Task t = work.DoAsync(1); await {|#0:t.WaitAsync(_time, TimeProvider.System)|};")]
    [InlineData("_ = Task.Run(async () => await {|#0:work.GetAsync(\"a\").WaitAsync(_time)|});")]
    public Task Suggested(string statements) => Reported(statements, DiagnosticSeverity.Info);

    [Theory]
    // Awaited later.
    [InlineData("Task t = work.DoAsync(1, token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { Console.WriteLine(\"slow\"); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); while (await Task.WhenAny(t, Task.Delay(1500)) != t) { Console.WriteLine(\"slow\"); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); while (!t.IsCompleted) { if (await Task.WhenAny(t, Task.Delay(1500)) != t) { Console.WriteLine(\"slow\"); continue; } } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); try { if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } } finally { await t; }")]
    [InlineData("Task t = work.DoAsync(1, token); await Task.WhenAny(t, Task.Delay(100)); await t;")]
    // Cancelled by this function.
    [InlineData("using var s = new CancellationTokenSource(); Task t = work.DoAsync(1, s.Token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { s.Cancel(); throw new TimeoutException(); } await t;")]
    [InlineData("using var s = new CancellationTokenSource(5000); Task t = work.DoAsync(1, s.Token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("var s = CancellationTokenSource.CreateLinkedTokenSource(token); var c = s.Token; Task t = work.DoAsync(1, c); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, _source.Token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { _source.Cancel(); throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { work.Cancel(); throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); try { if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t; } catch { work.Cancel(); throw; }")]
    [InlineData("token = _source.Token; Task t = work.DoAsync(1, token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, new CancellationTokenSource(100).Token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    // Ended because what it uses is disposed.
    [InlineData("using var client = new System.Net.Sockets.TcpClient(); Task t = client.ConnectAsync(\"h\", 1); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("using (var client = new System.Net.Http.HttpClient()) { await client.GetStringAsync(\"h\").WaitAsync(_time); }")]
    // Cannot be stopped.
    [InlineData("Task t = work.PlainAsync(); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = Task.Run(() => { }); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = IgnoreAsync(token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("await IgnoreAsync(default).WaitAsync(_time);")]
    [InlineData("await work.PlainAsync().WaitAsync(_time);")]
    [InlineData("async Task Local(CancellationTokenSource s) { await work.DoAsync(1, s.Token).WaitAsync(_time); } await Local(_source);")]
    [InlineData("using var s = new CancellationTokenSource(); try { await work.DoAsync(1, s.Token).WaitAsync(_time); } finally { s.Cancel(); }")]
    [InlineData("try { await work.DoAsync(1, token).WaitAsync(_time); } catch (TimeoutException) { work.Cancel(); throw; }")]
    [InlineData("switch (1) { case 1: Task t = work.DoAsync(1, token); if (await Task.WhenAny(t, Task.Delay(100)) != t) break; await t; break; } work.Cancel();")]
    // Not started here.
    [InlineData("if (await Task.WhenAny(work.Done, Task.Delay(100)) != work.Done) { throw new TimeoutException(); } await work.Done;")]
    [InlineData("if (await Task.WhenAny(_running, Task.Delay(100)) != _running) { throw new TimeoutException(); } await _running;")]
    [InlineData("await _running.WaitAsync(_time);")]
    [InlineData("await work.Done.WaitAsync(_time, token);")]
    [InlineData("var source = new TaskCompletionSource(); await source.Task.WaitAsync(_time);")]
    [InlineData("Task t = _running = work.DoAsync(1); await t.WaitAsync(_time);")]
    // Looked at elsewhere.
    [InlineData("Task t = work.DoAsync(1); try { await t.WaitAsync(_time); } catch (TimeoutException) { await t; }")]
    [InlineData("Task t = work.DoAsync(1, token); _running = t; if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); Action a = () => t.Wait(); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t; a();")]
    [InlineData("Task t = work.DoAsync(1, token); t = t.ContinueWith(_ => { }); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { _running = t; throw new TimeoutException(); } await t;")]
    [InlineData("Task t = work.DoAsync(1, token); await Task.WhenAny(t, Task.Delay(100)); while (!t.IsCompleted) { await Task.Delay(10); } return;")]
    [InlineData("await await Task.WhenAny(work.DoAsync(1, token), Task.Delay(100));")]
    [InlineData("Func<Task<Task>> f = async () => await Task.WhenAny(work.DoAsync(1, token), Task.Delay(100)); await f();")]
    [InlineData("Task t = work.DoAsync(1, token); Task w = await Task.WhenAny(t, Task.Delay(100)); List<Task> all = new() { t, w }; all.Clear();")]
    // Endings may run on.
    [InlineData("Task t = work.StopAsync(token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("await work.StopAsync(default).WaitAsync(_time);")]
    // No time-out.
    [InlineData("await work.DoAsync(1).WaitAsync(token);")]
    [InlineData("await work.DoAsync(1).WaitAsync(Timeout.InfiniteTimeSpan, token);")]
    [InlineData("await work.DoAsync(1).WaitAsync(TimeSpan.Zero, token);")]
    [InlineData("await new SemaphoreSlim(1).WaitAsync(_time, token);")]
    [InlineData("Task t = work.DoAsync(1, token); if (await Task.WhenAny(t, work.Done) != t) { throw new TimeoutException(); } await t;")]
    // What ASYNC2008 reports.
    [InlineData("Task t = work.DoAsync(1); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); }")]
    [InlineData("await Task.WhenAny(work.DoAsync(1), Task.Delay(100));")]
    // Broken code.
    [InlineData("Task t = work.{|CS1061:NoAsync|}(1, token); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    public Task Silent(string statements) => Verify.SilentAsync(Method(statements));

    [Fact]
    public Task Functions_that_end_something_are_silent() => Verify.SilentAsync(Class("""
        async Task StopAsync(IWork work) { await work.DoAsync(1).WaitAsync(_time); await Task.WhenAny(_running, Task.Delay(5000)); }
        public async ValueTask DisposeAsync() { await Task.WhenAny(_running, Task.Delay(70_000)); }
        """));

    [Theory]
    [InlineData("async Task<bool> InitShutdownSequence(int n) { await Task.WhenAny(_running, Task.Delay((n + 5) * 1000)).ConfigureAwait(false); return true; }")]
    [InlineData("async Task HandleStoppingAsync() { await Task.WhenAny(_running, Task.Delay(90_000)); }")]
    [InlineData("async Task BeforeExit() { async Task L() { await Task.WhenAny(_running, Task.Delay(90_000)); } await L(); }")]
    [InlineData("async Task OnClosing() { await Task.WhenAny(_running, Task.Delay(90_000)); Console.WriteLine(); }")]
    [InlineData("async Task M() { await Task.WhenAny(_running, Task.Delay(90_000)); Environment.Exit(1); }")]
    [InlineData("async Task M(int n) { if (n > 0) { await Task.WhenAny(_running, Task.Delay(90_000)); } Console.WriteLine(); Environment.FailFast(\"x\"); }")]
    [InlineData("interface IHost { void StopApplication(); } async Task M(IHost host) { Task w = await Task.WhenAny(_running, Task.Delay(90_000)); host.StopApplication(); }")]
    [InlineData("void M() { AppDomain.CurrentDomain.ProcessExit += async (_, _) => { await Task.WhenAny(_running, Task.Delay(90_000)); }; }")]
    [InlineData("void M() { Console.CancelKeyPress += async (_, _) => await Task.WhenAny(_running, Task.Delay(90_000)); }")]
    [InlineData("class Life { public CancellationToken ApplicationStopping { get; } } void M(Life life) { life.ApplicationStopping.Register(async () => await Task.WhenAny(_running, Task.Delay(90_000))); }")]
    [InlineData("~C() { Task.Run(async () => await Task.WhenAny(_running, Task.Delay(90_000))); }")]
    public Task The_end_of_the_program_or_object(string member) => Verify.SilentAsync(Class(member));

    [Theory]
    [InlineData("async Task ListenAsync() { await Task.WhenAny(_running, {|#0:Task.Delay(90_000)|}); }")]
    [InlineData("async Task M() { Console.CancelKeyPress += (_, _) => Console.WriteLine(); await Task.WhenAny(_running, {|#0:Task.Delay(90_000)|}); }")]
    [InlineData("void M(CancellationToken ApplicationStoppingToken) { ApplicationStoppingToken.Register(async () => await Task.WhenAny(_running, {|#0:Task.Delay(90_000)|})); }")]
    public Task Not_the_end(string member) => Verify.SilentAsync(Class(member), configure: test => test.TestState.ExpectedDiagnostics.Add(
        new DiagnosticResult("ASYNC5007", DiagnosticSeverity.Warning).WithLocation(0)));

    [Fact]
    public Task Main_waits_once() => Verify.SilentAsync("""
        static class P
        {
            static Task Done => Task.CompletedTask;
            static async Task Main() { await Task.WhenAny(Done, Task.Delay(90_000)); Console.WriteLine(); }
        }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Look_alikes_are_silent() => Verify.SilentAsync("""
        class Task2 { public static Task<Task> WhenAny(Task a, Task b) => null!; }
        class Work { public Work WaitAsync(TimeSpan t) => this; public static Work StartAsync(CancellationToken t = default) => new(); }
        class C
        {
            async Task M(CancellationToken token)
            {
                await Task2.WhenAny(Task.CompletedTask, Task.Delay(90_000));
                Work.StartAsync().WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
        """);

    [Fact]
    public Task Tests_are_silent() => Verify.SilentAsync(Class("""
        async Task M(IWork work, CancellationToken token)
        {
            Task t = work.DoAsync(1, token);
            if (await Task.WhenAny(t, Task.Delay(100_000)) != t) { throw new TimeoutException(); }
            await work.DoAsync(1).WaitAsync(_time);
        }
        """) + " namespace Xunit { class FactAttribute : Attribute { } }");

    [Fact]
    public Task Entry_point_is_a_suggestion() => Verify.SilentAsync("""
        static class P
        {
            static async Task Main()
            {
                Func<CancellationToken, Task> f = t => Task.Delay(1, t);
                Task run = {|#1:f(default)|};
                if (await {|#0:Task.WhenAny(run, Task.Delay(100))|} != run) { throw new TimeoutException(); }
                await run;
            }
        }
        """, outputKind: OutputKind.ConsoleApplication, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5007", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)));

    // ---- WaitAsync ----

    [Fact]
    public Task Work_behind_WaitAsync_is_cancelled() => Fixes(
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            Console.WriteLine();
            // at most so long
            return await [|work.GetAsync("a", token).WaitAsync(_time)|].ConfigureAwait(false);
        }
        """,
        """
        async Task<string> M(IWork work, CancellationToken token)
        {
            Console.WriteLine();
            // at most so long
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            try
            {
                return await work.GetAsync("a", cancellation.Token).WaitAsync(_time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                cancellation.Cancel();
                throw;
            }
        }
        """);

    [Fact]
    public Task Work_of_a_declaration_is_cancelled() => Fixes(
        """
        async Task M(IWork work, CancellationToken token) {
            // at most so long
            var text = await [|work.GetAsync("a", token).WaitAsync(_time, token)|]; // here
            Console.WriteLine(text);
        }
        """,
        """
        async Task M(IWork work, CancellationToken token) {
            // at most so long
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            string text;
            try {
                text = await work.GetAsync("a", cancellation.Token).WaitAsync(_time, token); // here
            } catch (TimeoutException) {
                cancellation.Cancel();
                throw;
            }
            Console.WriteLine(text);
        }
        """);

    [Fact]
    public Task Work_in_a_local_is_cancelled() => Fixes(
        """
        async Task M(IWork work)
        {
            // first
            Task save = work.DoAsync(1);
            Console.WriteLine();
            // at most so long
            await [|save.WaitAsync(_time)|];
        }
        """,
        """
        async Task M(IWork work)
        {
            // first
            using var cancellation = new CancellationTokenSource();
            Task save = work.DoAsync(1, cancellation.Token);
            Console.WriteLine();
            // at most so long
            try
            {
                await save.WaitAsync(_time);
            }
            catch (TimeoutException)
            {
                cancellation.Cancel();
                throw;
            }
        }
        """);

    [Fact]
    public Task Null_may_come_later() => Fixes(
        """
        async Task M(IWork work, System.Net.Http.HttpClient client)
        {
            var text = await [|work.GetAsync("a").WaitAsync(_time)|];
            List<string?> all = await [|work.LoadAsync<List<string?>>(default).WaitAsync(_time)|];
            text = all.FirstOrDefault();
            Console.WriteLine(text);
        }
        """,
        """
        async Task M(IWork work, System.Net.Http.HttpClient client)
        {
            using var cancellation = new CancellationTokenSource();
            string? text;
            try
            {
                text = await work.GetAsync("a", cancellation.Token).WaitAsync(_time);
            }
            catch (TimeoutException)
            {
                cancellation.Cancel();
                throw;
            }
            using var cancellation2 = new CancellationTokenSource();
            List<string?> all;
            try
            {
                all = await work.LoadAsync<List<string?>>(cancellation2.Token).WaitAsync(_time);
            }
            catch (TimeoutException)
            {
                cancellation2.Cancel();
                throw;
            }
            text = all.FirstOrDefault();
            Console.WriteLine(text);
        }
        """);

    /// <summary>Older Roslyns end the line of a directive that they add as Windows does, whatever the file does.</summary>
    private static string EndOfImport
        => typeof(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree).Assembly.GetName().Version!.Major >= 5 ? "\n" : "\r\n";

    [Fact]
    public Task Namespaces_are_imported() => Verify.FixesAsync("""
        using System.Threading.Tasks;

        class C
        {
            async Task M(System.Func<System.Threading.CancellationToken, Task> work)
            {
                Task run = work(System.Threading.CancellationToken.None);
                if (await [|Task.WhenAny(run, Task.Delay(500))|] == run)
                {
                    return;
                }

                throw new System.TimeoutException();
            }
        }
        """, $"using System.Threading;{EndOfImport}" + """
        using System.Threading.Tasks;

        class C
        {
            async Task M(System.Func<System.Threading.CancellationToken, Task> work)
            {
                using var cancellation = new CancellationTokenSource();
                Task run = work(cancellation.Token);
                if (await Task.WhenAny(run, Task.Delay(500)) == run)
                {
                    return;
                }

                cancellation.Cancel();

                throw new System.TimeoutException();
            }
        }
        """, globalUsings: false);

    [Fact]
    public Task Tabs_and_carriage_returns() => Verify.FixesAsync(
        "class C\r\n{\r\n\tasync Task M()\r\n\t{\r\n\t\t// c\r\n\t\tawait [|F().WaitAsync(TimeSpan.FromSeconds(5))|]; // d\r\n\t}\r\n\tstatic async Task F(CancellationToken token = default) => await Task.Delay(1, token);\r\n}\r\n",
        "class C\r\n{\r\n\tasync Task M()\r\n\t{\r\n\t\t// c\r\n\t\tusing var cancellation = new CancellationTokenSource();\r\n\t\ttry\r\n\t\t{\r\n\t\t\tawait F(cancellation.Token).WaitAsync(TimeSpan.FromSeconds(5)); // d\r\n\t\t}\r\n\t\tcatch (TimeoutException)\r\n\t\t{\r\n\t\t\tcancellation.Cancel();\r\n\t\t\tthrow;\r\n\t\t}\r\n\t}\r\n\tstatic async Task F(CancellationToken token = default) => await Task.Delay(1, token);\r\n}\r\n");

    [Theory]
    [InlineData("Task M(IWork work) => [|work.DoAsync(1).WaitAsync(_time)|];")]
    [InlineData("async Task M(IWork work) => await [|work.DoAsync(1).WaitAsync(_time)|];")]
    [InlineData("async Task M(IWork work) { await [|work.DoAsync(1).WaitAsync(_time)|]; }")]
    [InlineData("async Task M(IWork work, bool b) { if (b)\n await [|work.DoAsync(1).WaitAsync(_time)|];\n }")]
    [InlineData("async Task M(IWork work) {\n Console.WriteLine(await [|work.GetAsync(\"a\").WaitAsync(_time)|]);\n }")]
    [InlineData("Task M(IWork work) {\n return [|work.DoAsync(1).WaitAsync(_time)|];\n }")]
    public Task Waits_without_a_fix(string member) => Verify.ReportsAsync(Class(member));

    [Fact]
    public Task Semaphore_that_is_taken_later() => Verify.FixesAsync(Class("""
        async Task M(SemaphoreSlim gate)
        {
            await {|#0:gate.WaitAsync().WaitAsync(TimeSpan.FromSeconds(1))|};
        }
        """), Class("""
        async Task M(SemaphoreSlim gate)
        {
            using var cancellation = new CancellationTokenSource();
            try
            {
                await gate.WaitAsync(cancellation.Token).WaitAsync(TimeSpan.FromSeconds(1));
            }
            catch (TimeoutException)
            {
                cancellation.Cancel();
                throw;
            }
        }
        """), configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5007", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'WaitAsync' runs on after this time-out and then takes a semaphore that is never released; pass a token and cancel it")));

    [Fact]
    public Task Item_that_is_taken_later() => Reported(
        "var reader = System.Threading.Channels.Channel.CreateUnbounded<int>().Reader; int i = await {|#0:reader.ReadAsync(token).AsTask().WaitAsync(_time)|};",
        DiagnosticSeverity.Warning);

    // ---- the delay ----

    [Fact]
    public Task Delay_is_cancelled_behind_the_race() => Fixes(
        """
        async Task M(IWork work)
        {
            // at most so long
            await Task.WhenAny(work.Done, [|Task.Delay(90_000)|]); // or less
            Console.WriteLine();
        }
        """,
        """
        async Task M(IWork work)
        {
            // at most so long
            using var delayCancellation = new CancellationTokenSource();
            await Task.WhenAny(work.Done, Task.Delay(90_000, delayCancellation.Token)); // or less
            delayCancellation.Cancel();
            Console.WriteLine();
        }
        """);

    [Fact]
    public Task Delay_in_a_local_is_cancelled() => Fixes(
        """
        async Task<bool> M(IWork work, Task done, CancellationToken token)
        {
            Task delay = [|Task.Delay(_time, token)|];
            if (await Task.WhenAny(done, work.Done, delay) == delay)
            {
                return false;
            }

            return true;
        }
        """,
        """
        async Task<bool> M(IWork work, Task done, CancellationToken token)
        {
            using var delayCancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task delay = Task.Delay(_time, delayCancellation.Token);
            if (await Task.WhenAny(done, work.Done, delay) == delay)
            {
                return false;
            }

            delayCancellation.Cancel();

            return true;
        }
        """);

    [Fact]
    public Task Delay_is_cancelled_where_the_work_has_ended() => Fixes(
        """
        async Task<bool> M(Task done)
        {
            if (await Task.WhenAny(done, [|Task.Delay(_time, CancellationToken.None)|]) == done)
            {
                await done;
                return true;
            }

            return false;
        }
        """,
        """
        async Task<bool> M(Task done)
        {
            using var delayCancellation = new CancellationTokenSource();
            if (await Task.WhenAny(done, Task.Delay(_time, delayCancellation.Token)) == done)
            {
                delayCancellation.Cancel();
                await done;
                return true;
            }

            return false;
        }
        """);

    [Fact]
    public Task Endless_delay() => Verify.FixesAsync(Class("""
        async Task M(Task done, CancellationToken token)
        {
            await Task.WhenAny({|#0:Task.Delay(-1, token)|}, done);
            token.ThrowIfCancellationRequested();
            await done;
        }
        """), Class("""
        async Task M(Task done, CancellationToken token)
        {
            using var delayCancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            await Task.WhenAny(Task.Delay(-1, delayCancellation.Token), done);
            delayCancellation.Cancel();
            token.ThrowIfCancellationRequested();
            await done;
        }
        """), configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5007", DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("This endless delay stays registered with its token when the race is over; pass a linked token and cancel it")));

    [Theory]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(60_000)|});")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(TimeSpan.FromMinutes(5))|});")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(new TimeSpan(0, 1, 0), CancellationToken.None)|});")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(_long)|});")]
    [InlineData("const int time = 120_000; await Task.WhenAny(work.Done, {|#0:Task.Delay(time)|});")]
    [InlineData("while (true) { await Task.WhenAny(work.GetAsync(\"a\"), work.Done, {|#0:Task.Delay(10_000)|}); }")]
    public Task Long_delays(string statements) => Reported(statements, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(20_000)|});")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(_unknown)|}).ConfigureAwait(false);")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(90_000, token)|});")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(90_000, _source.Token)|});")]
    [InlineData("bool b = await Task.WhenAny(work.Done, {|#0:Task.Delay(20_000)|}) == work.Done;")]
    [InlineData("Task d = {|#0:Task.Delay(20_000)|}; Task w = await Task.WhenAny(work.Done, d); if (w == d) return; await w;")]
    [InlineData("while (true) { await Task.WhenAny(_running, {|#0:Task.Delay(5000)|}); }")]
    [InlineData("Task t = work.PlainAsync(); if (await Task.WhenAny(t, {|#0:Task.Delay(20_000)|}) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(TimeSpan.FromSeconds(Environment.TickCount))|});")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(TimeSpan.FromMinutes(Environment.TickCount), token)|});")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(_unknown, token)|});")]
    [InlineData("while (true) { await Task.WhenAny(work.GetAsync(\"a\"), {|#0:Task.Delay(_unknown, token)|}); }")]
    [InlineData("while (true) { await Task.WhenAny(work.GetAsync(\"a\"), {|#0:Task.Delay(TimeSpan.FromSeconds(Environment.TickCount), token)|}); }")]
    [InlineData("while (true) { await Task.WhenAny(work.GetAsync(\"a\"), {|#0:Task.Delay(20_000, token)|}); await Task.Delay(1, token); }")]
    public Task Other_delays(string statements) => Reported(statements, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("await Task.WhenAny(work.Done, Task.Delay(1000));")]
    [InlineData("await Task.WhenAny(work.Done, Task.Delay(TimeSpan.FromMilliseconds(200)));")]
    [InlineData("Task t = work.PlainAsync(); if (await Task.WhenAny(t, Task.Delay(5000)) != t) { Console.WriteLine(); } await t;")]
    [InlineData("while (true) { await Task.WhenAny(_running, Task.Delay(1000)); }")]
    [InlineData("await Task.WhenAny(work.Done, Task.Delay(-1));")]
    [InlineData("await Task.WhenAny(work.Done, Task.Delay(Timeout.InfiniteTimeSpan));")]
    [InlineData("using var s = new CancellationTokenSource(); await Task.WhenAny(work.Done, Task.Delay(90_000, s.Token)); s.Cancel();")]
    [InlineData("Task d = Task.Delay(90_000); await Task.WhenAny(work.Done, d); await d;")]
    [InlineData("Task d = Task.Delay(90_000); await Task.WhenAny(work.Done, d); if (d.IsCompleted) { Console.WriteLine(); }")]
    [InlineData("await Task.WhenAny(Task.Delay(90_000), Task.Delay(80_000));")]
    [InlineData("Task t = work.PlainAsync(); while (await Task.WhenAny(t, Task.Delay(15_000)) != t) { Console.WriteLine(); } await t;")]
    [InlineData("var s = new TaskCompletionSource(); while (!s.Task.IsCompleted) { await Task.WhenAny(s.Task, Task.Delay(15_000)); }")]
    [InlineData("while (true) { await Task.WhenAny(_stopped.Task, Task.Delay(15_000)); if (_stopped.Task.IsCompleted) { return; } }")]
    [InlineData("Task any = Task.WhenAny(work.Done, Task.Delay(90_000)); await any;")]
    [InlineData("await Task.WhenAll(work.Done, Task.Delay(90_000));")]
    // Some seconds, for one connection; and timers that cannot pile up.
    [InlineData("await Task.WhenAny(work.Done, Task.Delay(TimeSpan.FromSeconds(Environment.TickCount + 5), token));")]
    [InlineData("for (int i = 0; i < 9; i++) { Task d = Task.Delay(TimeSpan.FromSeconds(i + 5), token); Task t = work.PlainAsync(); if (d == await Task.WhenAny(d, t)) { continue; } await t; return; }")]
    [InlineData("while (true) { Task t = work.PlainAsync(); if (await Task.WhenAny(t, Task.Delay(_unknown, token)) == t) { await t; } await Task.Delay(_time, token); }")]
    public Task Delays_that_do_no_harm(string statements) => Verify.SilentAsync(Method(statements));

    /// <summary>As applications write it.</summary>
    [Theory]
    [InlineData("using var stop = new CancellationTokenSource(); var delay = Task.Delay(90_000, stop.Token); if (await Task.WhenAny(work.Done, delay) == delay) throw new TimeoutException(); stop.Cancel();")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(_time); await work.DoAsync(1, cts.Token);")]
    [InlineData("Task first = await Task.WhenAny(work.Done, _stopped.Task); await first;")]
    [InlineData("await Task.WhenAny(work.Done, Task.Delay(100));")]
    [InlineData("await work.DoAsync(1, token).WaitAsync(token);")]
    public Task Right_as_it_is(string statements) => Verify.SilentAsync(Method(statements));

    [Theory]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(90_000)|});", "pass a token and cancel it")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(90_000, CancellationToken.None)|});", "pass a token and cancel it")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(90_000, token)|});", "pass a linked token and cancel it")]
    [InlineData("await Task.WhenAny(work.Done, {|#0:Task.Delay(90_000, _source.Token)|});", "pass a linked token and cancel it")]
    public Task What_to_do_for_the_timer(string statements, string remedy)
        => Verify.SilentAsync(Method(statements), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5007", remedy.Contains("linked", StringComparison.Ordinal) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning)
                .WithLocation(0).WithMessage("The timer of this delay runs on when the race is over; " + remedy)));

    // ---- a wait that throws when the time is up ----

    [Theory]
    [InlineData("try { await work.PlainAsync(); } finally { if (!t.IsCompleted) await {|#0:t.WaitAsync(TimeSpan.FromSeconds(1))|}; }")]
    [InlineData("try { await work.PlainAsync(); } catch (InvalidOperationException) { await {|#0:t.WaitAsync(TimeSpan.FromSeconds(1))|}.ConfigureAwait(false); throw; }")]
    [InlineData("try { await work.PlainAsync(); } catch (TimeoutException) { } finally { await {|#0:t.WaitAsync(TimeSpan.FromSeconds(1), token)|}; }")]
    [InlineData("try { await work.PlainAsync(); } finally { await {|#0:_running.WaitAsync(TimeSpan.FromSeconds(1))|}; }")]
    [InlineData("await {|#0:t.WaitAsync(TimeSpan.FromSeconds(1))|}; if (!t.IsCompleted) { throw new InvalidOperationException(); }")]
    [InlineData("await {|#0:t.WaitAsync(TimeSpan.FromSeconds(1))|}; if (t.IsFaulted) { Console.WriteLine(t.Exception); }")]
    [InlineData("await {|#0:this._running.WaitAsync(TimeSpan.FromSeconds(1))|}; Console.WriteLine(_running.Exception);")]
    [InlineData("try { await {|#0:t.WaitAsync(TimeSpan.FromSeconds(1))|}; if (t.IsCompleted) { return; } } catch (InvalidOperationException) { }")]
    public Task Wait_that_throws_when_the_time_is_up(string statements)
        => Reported("Task t = _running; " + statements, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("await t.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("try { await work.PlainAsync(); } finally { try { await t.WaitAsync(TimeSpan.FromSeconds(1)); } catch (TimeoutException) { } }")]
    [InlineData("try { try { await work.PlainAsync(); } finally { await t.WaitAsync(TimeSpan.FromSeconds(1)); } } catch (Exception e) when (e is TimeoutException) { }")]
    [InlineData("try { await work.PlainAsync(); } finally { await t.WaitAsync(token); }")]
    [InlineData("try { await work.PlainAsync(); } finally { await t.WaitAsync(Timeout.InfiniteTimeSpan); }")]
    [InlineData("try { await work.PlainAsync(); } finally { await t.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }")]
    [InlineData("try { await work.PlainAsync(); } finally { await Task.WhenAny(t, Task.Delay(100)); }")]
    [InlineData("try { await t.WaitAsync(TimeSpan.FromSeconds(1)); } finally { if (!t.IsCompleted) { Console.WriteLine(); } }")]
    [InlineData("await t.WaitAsync(TimeSpan.FromSeconds(1)); t = work.PlainAsync(); if (!t.IsCompleted) { await t; }")]
    [InlineData("await t.WaitAsync(TimeSpan.FromSeconds(1)); if (other.IsFaulted) { Console.WriteLine(); }")]
    [InlineData("if (t.IsCompleted) { return; } await t.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("try { await work.PlainAsync(); } finally { var gate = new SemaphoreSlim(1); bool b = await gate.WaitAsync(TimeSpan.FromSeconds(1)); await gate.WaitAsync(TimeSpan.FromSeconds(1)); }")]
    public Task Wait_whose_exception_is_meant(string statements)
        => Verify.SilentAsync(Method("Task t = _running, other = _running; " + statements));

    [Fact]
    public Task Wait_that_throws_becomes_a_race() => Fixes(
        """
        async Task M(IWork work, Task<int> t)
        {
            try
            {
                await work.PlainAsync();
            }
            finally
            {
                // not for long
                await [|t.WaitAsync(TimeSpan.FromSeconds(1))|].ConfigureAwait(false);
            }
        }
        """,
        """
        async Task M(IWork work, Task<int> t)
        {
            try
            {
                await work.PlainAsync();
            }
            finally
            {
                // not for long
                await Task.WhenAny(t, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
            }
        }
        """);

    // ---- a process that runs on ----

    [Theory]
    [InlineData("using var p = Process.Start(\"a\") ?? throw new Exception(); await {|#0:p.WaitForExitAsync(token)|};")]
    [InlineData("using var p = Process.Start(\"a\"); await {|#0:p!.WaitForExitAsync(token)|}; if (p.ExitCode != 0) { throw new Exception(); }")]
    [InlineData("var p = new Process(); p.StartInfo.FileName = \"a\"; p.Start(); string all = await p.StandardOutput.ReadToEndAsync(); await {|#0:p.WaitForExitAsync(token)|};")]
    [InlineData("using (var p = Process.Start(\"a\")!) { await {|#0:p.WaitForExitAsync(token)|}.ConfigureAwait(false); }")]
    [InlineData("Process? p = null; try { p = Process.Start(\"a\")!; await {|#0:p.WaitForExitAsync(token)|}; } finally { p?.Dispose(); }")]
    [InlineData("var p = new Process(); p.OutputDataReceived += (_, e) => Console.WriteLine(e.Data); p.Start(); try { await {|#0:p.WaitForExitAsync(token)|}; } catch (OperationCanceledException) { Console.WriteLine(p.Id); throw; }")]
    public Task Process_that_runs_on(string statements)
        => Reported(statements, DiagnosticSeverity.Info, "using System.Diagnostics; ");

    [Theory]
    [InlineData("using var s = new CancellationTokenSource(TimeSpan.FromSeconds(5)); await {|#0:p.WaitForExitAsync(s.Token)|};")]
    [InlineData("using var s = new CancellationTokenSource(5000); var t = s.Token; await {|#0:p.WaitForExitAsync(t)|};")]
    [InlineData("using var s = CancellationTokenSource.CreateLinkedTokenSource(token); s.CancelAfter(5000); await {|#0:p.WaitForExitAsync(s.Token)|};")]
    [InlineData("using var a = new CancellationTokenSource(5000); using var s = CancellationTokenSource.CreateLinkedTokenSource(token, a.Token); try { await {|#0:p.WaitForExitAsync(s.Token)|}; } catch (OperationCanceledException) { throw new TimeoutException(); }")]
    public Task Process_that_runs_on_after_a_time_out(string statements)
        => Reported("using var p = Process.Start(\"a\")!; " + statements, DiagnosticSeverity.Warning, "using System.Diagnostics; ");

    [Theory]
    [InlineData("using var p = Process.Start(\"a\")!; await p.WaitForExitAsync();")]
    [InlineData("using var p = Process.Start(\"a\")!; await p.WaitForExitAsync(CancellationToken.None);")]
    [InlineData("using var p = Process.Start(\"a\")!; try { await p.WaitForExitAsync(token); } catch (OperationCanceledException) { p.Kill(true); throw; }")]
    [InlineData("using var p = Process.Start(\"a\")!; using var r = token.Register(() => p.Kill()); await p.WaitForExitAsync(token);")]
    [InlineData("using var p = Process.Start(\"a\")!; try { await p.WaitForExitAsync(token); } finally { if (!p.HasExited) { p.CloseMainWindow(); } }")]
    [InlineData("using var p = Process.Start(\"a\")!; await p.StandardInput.WriteAsync(\"x\"); p.StandardInput.Close(); await p.WaitForExitAsync(token);")]
    [InlineData("using var p = Process.Start(\"a\")!; Use(p); await p.WaitForExitAsync(token);")]
    [InlineData("using var p = Process.Start(\"a\")!; p.EndWith(token); await p.WaitForExitAsync(token);")]
    [InlineData("var p = Process.GetProcessById(1); await p.WaitForExitAsync(token);")]
    [InlineData("var p = new Process(); await p.WaitForExitAsync(token);")]
    [InlineData("var p = Process.Start(\"a\")!; _process = p; await p.WaitForExitAsync(token);")]
    [InlineData("await _process!.WaitForExitAsync(token);")]
    [InlineData("using var p = Process.Start(\"a\")!; try { await p.WaitForExitAsync(token); } catch (OperationCanceledException) { await p.WaitForExitAsync(); }")]
    [InlineData("using var p = Process.Start(\"a\")!; try { await p.WaitForExitAsync(token); } catch (OperationCanceledException) { KillTree(p.Id); }")]
    public Task Process_that_is_looked_after(string statements) => Verify.SilentAsync(
        "using System.Diagnostics; static class X { public static void EndWith(this Process p, CancellationToken t) { } } "
        + "class C { Process? _process; static void Use(Process p) { } static void KillTree(int id) { } async Task M(CancellationToken token) { await Task.Yield(); " + statements + " } }");

    [Fact]
    public Task Process_is_killed() => Verify.FixesAsync(
        """
        using System.Diagnostics;
        class C
        {
            async Task<int> M(CancellationToken token)
            {
                using var process = Process.Start("a")!;

                // may take long
                await [|process.WaitForExitAsync(token)|].ConfigureAwait(false);
                return process.ExitCode;
            }
        }
        """,
        """
        using System.Diagnostics;
        class C
        {
            async Task<int> M(CancellationToken token)
            {
                using var process = Process.Start("a")!;

                // may take long
                try
                {
                    await process.WaitForExitAsync(token).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    process.Kill(entireProcessTree: true);
                    throw;
                }
                return process.ExitCode;
            }
        }
        """);

    private static Task Fixes(string member, string fixedMember) => Verify.FixesAsync(Class(member), Class(fixedMember));

    private static Task Reported(string statements, DiagnosticSeverity severity, string usings = "")
        => Verify.SilentAsync(usings + Method(statements), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5007", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    private static string Method(string statements)
        => Class("async Task M(IWork work, CancellationToken token) { await Task.Yield(); " + statements + " }");

    private static string Class(string members) => $$"""
        class C
        {
        {{string.Join("\n", members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}}

            private static readonly TimeSpan _time = TimeSpan.FromSeconds(20);
            private static readonly TimeSpan _long = TimeSpan.FromMinutes(2);
            private static TimeSpan _unknown = TimeSpan.FromMinutes(2);
            private readonly TaskCompletionSource _stopped = new();
            private readonly CancellationTokenSource _source = new();
            private CancellationToken _token;
            private Task _running = Task.CompletedTask;
            private static Task IgnoreAsync(CancellationToken token) => Task.CompletedTask;
        }
        """ + Work;
}
