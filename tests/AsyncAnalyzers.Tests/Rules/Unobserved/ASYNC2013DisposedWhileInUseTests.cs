using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseCodeFix>;
using VerifyOutlives = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2013DisposedWhileInUseTests
{
    private const string Resource = """

        sealed class Res : IDisposable
        {
            public Res Inner => this;
            public async Task UseAsync() => await Task.Yield();
            public async Task<int> GetAsync() { await Task.Yield(); return 1; }
            public async ValueTask ValueAsync() => await Task.Yield();
            public Task DoneAsync() => Task.CompletedTask;
            public int Use() => 1;
            public void Dispose() => GC.SuppressFinalize(this);
            public static async Task WorkAsync(Res r) => await r.UseAsync();
            public static async Task OtherAsync() => await Task.Yield();
        }
        """;

    // ---- the resource waits for what it has been given ----

    /// <summary>The work says by its last statement that it is done, and somebody waits for that before the resource is disposed.</summary>
    [Theory]
    [InlineData("done.SetResult(1);", "while (!done.Task.IsCompleted) { await Task.Delay(1); }")]
    [InlineData("done.SetResult(1);", "while (false == done.Task.IsCompleted) { await Task.Delay(1); }")]
    [InlineData("done.TrySetResult(1);", "await done.Task;")]
    [InlineData("done.TrySetResult(1);", "int n = await done.Task.ConfigureAwait(false);")]
    [InlineData("done.TrySetResult(1);", "done.Task.Wait();")]
    [InlineData("done.TrySetResult(1);", "await Task.WhenAll(done.Task, Task.Delay(1));")]
    [InlineData("set.Set();", "set.Wait();")]
    [InlineData("set.Set();", "while (!set.IsSet) { await Task.Delay(1); }")]
    [InlineData("gate.Release();", "await gate.WaitAsync();")]
    [InlineData("isDone = true;", "do { await Task.Delay(1); } while (!isDone);")]
    [InlineData("try { await r.UseAsync(); } finally { done.SetResult(1); }", "await done.Task;")]
    public Task Work_that_tells_of_its_end(string signal, string wait) => Found.SilentAsync(Signalled(signal, wait));

    [Theory]
    [InlineData("done.SetResult(1); await r.UseAsync();", "await done.Task;")]
    [InlineData("done.SetResult(1);", "")]
    [InlineData("done.SetResult(1);", "if (isDone) { await done.Task; }")]
    [InlineData("done.SetResult(1);", "done.Task.Wait(100);")]
    [InlineData("done.SetResult(1);", "await Task.WhenAny(done.Task, Task.Delay(1));")]
    [InlineData("done.SetResult(1);", "while (!isDone) { await Task.Delay(1); }")]
    [InlineData("gate.Release();", "await gate.WaitAsync(100);")]
    [InlineData("isDone = true;", "if (isDone) { return; }")]
    [InlineData("isDone = true;", "for (int i = 0; i < 9 && !isDone; i++) { await Task.Delay(1); }")]
    [InlineData("isDone = true;", "while (!isDone && done.Task.Status == 0) { await Task.Delay(1); }")]
    public Task Work_whose_end_nobody_waits_for(string signal, string wait)
        => Found.ReportsAsync(Signalled(signal, wait).Replace("_ = ", "_ = [|").Replace("});/**/", "})|];"));

    private static string Signalled(string signal, string wait) => $$"""
        class C
        {
            async Task M(TaskCompletionSource<int> done, ManualResetEventSlim set, SemaphoreSlim gate)
            {
                bool isDone = false;
                using var r = new Res();
                _ = Task.Run(async () => { await r.UseAsync(); {{signal}} });/**/
                Console.WriteLine(isDone);
                {{wait}}
            }
        }
        """ + Resource;

    [Theory]
    [InlineData("_ = p.ProduceAsync(1); p.Flush(TimeSpan.FromSeconds(9));")]
    [InlineData("p.ProduceAsync(1).ContinueWith(t => Console.WriteLine(t.Status)); while (DateTime.Now.Year > 1) { p.Flush(TimeSpan.Zero); }")]
    [InlineData("for (int i = 0; i < 9; i++) { _ = p.ProduceAsync(i); } await p.DrainAsync();")]
    [InlineData("var all = new List<Task>(); all.Add(p.ProduceAsync(1)); p.Flush(TimeSpan.FromSeconds(9)); Console.WriteLine(all.Count);")]
    public Task Drained(string body) => Found.SilentAsync(Producer(body));

    [Theory]
    [InlineData("p.Flush(TimeSpan.Zero); _ = [|p.ProduceAsync(1)|];")]
    [InlineData("_ = [|p.ProduceAsync(1)|];")]
    [InlineData("using var s = new System.IO.FileStream(\"a\", System.IO.FileMode.Open); _ = [|s.WriteAsync(new byte[1], 0, 1)|]; s.Flush();")]
    public Task Not_drained(string body) => Found.ReportsAsync(Producer(body));

    private static string Producer(string body) => $$"""
        class C { async Task M() { await Task.Yield(); using var p = new Producer(); {{body}} } }
        sealed class Producer : IDisposable
        {
            public Task<int> ProduceAsync(int message) => Task.Run(() => message);
            public void Flush(TimeSpan time) { }
            public Task DrainAsync() => Task.Delay(1);
            public void Dispose() => GC.SuppressFinalize(this);
        }
        """;

    // ---- kept in a local ----

    [Fact]
    public Task Using_statement_ends_before_the_await() => Fixes(
        """
        async Task M()
        {
            Task t;
            using (var r = new Res())
            {
                // begins
                t = [|r.UseAsync()|];
                r.Use();
            }

            await t;
        }
        """,
        """
        async Task M()
        {
            Task t;
            using (var r = new Res())
            {
                // begins
                t = r.UseAsync();
                r.Use();
                await t;
            }

            await t;
        }
        """);

    [Fact]
    public Task Using_declaration_in_an_inner_block() => Fixes(
        """
        async Task<int> M(bool b)
        {
            Task<int> t = Task.FromResult(0);
            if (b)
            {
                using var r = new Res();
                t = [|r.GetAsync()|];
            }

            return await t;
        }
        """,
        """
        async Task<int> M(bool b)
        {
            Task<int> t = Task.FromResult(0);
            if (b)
            {
                using var r = new Res();
                t = r.GetAsync();
                await t;
            }

            return await t;
        }
        """);

    [Fact]
    public Task Disposed_in_a_finally() => Fixes(
        """
        async Task M()
        {
            Task t = Task.CompletedTask;
            var r = new Res();
            try
            {
                t = [|r.UseAsync()|];
            }
            finally
            {
                r.Dispose();
            }

            await t.ConfigureAwait(false);
        }
        """,
        """
        async Task M()
        {
            Task t = Task.CompletedTask;
            var r = new Res();
            try
            {
                t = r.UseAsync();
                await t;
            }
            finally
            {
                r.Dispose();
            }

            await t.ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task Returned_from_the_local() => Fixes(
        """
        Task<int> M()
        {
            using var r = new Res();
            var t = [|r.GetAsync()|];
            return t;
        }
        """,
        """
        async Task<int> M()
        {
            using var r = new Res();
            var t = r.GetAsync();
            return await t;
        }
        """);

    [Fact]
    public Task Left_early_awaits_at_once() => Fixes(
        """
        async Task M(bool b)
        {
            Task t;
            using (var r = new Res())
            {
                t = [|r.UseAsync()|];
                if (b)
                {
                    return;
                }
            }

            await t;
        }
        """,
        """
        async Task M(bool b)
        {
            Task t;
            using (var r = new Res())
            {
                t = r.UseAsync();
                await t;
                if (b)
                {
                    return;
                }
            }

            await t;
        }
        """);

    [Theory]
    [InlineData("Task t; using (var r = new Res()) { t = [|Res.WorkAsync(r)|]; } await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = [|Task.Run(() => r.Use())|]; } await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = [|Task.Run(async () => { await Task.Yield(); await r.UseAsync(); })|]; } await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = [|r.Inner.UseAsync()|]; } await t;")]
    [InlineData("Task t; var r = new Res(); using (r) { t = [|r.UseAsync()|]; } await t;")]
    [InlineData("Task t; using (Res r = new(), s = new()) { t = [|s.UseAsync()|]; } await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = Task.WhenAll([|r.UseAsync()|], [|r.GetAsync()|]); } await t;")]
    [InlineData("Task? t = null; foreach (int x in xs) { using var r = new Res(); if (t != null) { await t; } t = [|r.UseAsync()|]; } await t!;")]
    [InlineData("Task t = Task.CompletedTask; using (var r = new Res()) { await t; t = [|r.UseAsync()|]; } await t;")]
    [InlineData("Task t; using (var r = new Res()) { using (var s = new Res()) { t = [|s.UseAsync()|]; } await t; }")]
    [InlineData("Task t; await using (var r = new System.IO.StreamWriter(Path)) { t = [|r.WriteLineAsync(Path)|]; } await t;")]
    public Task Awaited_too_late(string statements) => Reported(statements);

    [Theory]
    [InlineData("Task t; using (var r = new Res()) { t = r.UseAsync(); await t; }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); await t;")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); await Res.OtherAsync(); await t.ConfigureAwait(false);")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); var u = r.GetAsync(); await Task.WhenAll(t, u);")]
    [InlineData("using var r = new Res(); await Task.WhenAll(r.UseAsync(), r.GetAsync());")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); t.Wait();")]
    [InlineData("using var r = new Res(); r.UseAsync().GetAwaiter().GetResult();")]
    [InlineData("using var r = new Res(); int n = r.GetAsync().Result;")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); Task.WaitAll(t);")]
    [InlineData("using var r = new Res(); Func<Task> f = () => r.UseAsync(); await f();")]
    [InlineData("using var r = new Res(); Func<Task> f = async () => { await r.UseAsync(); }; await f();")]
    [InlineData("using var r = new Res(); var t = Task.CompletedTask; r.Use(); await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = r.DoneAsync(); } await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = Res.OtherAsync(); } await t;")]
    [InlineData("Task t; using (var r = new Res()) { r.Use(); t = Task.Run(() => 1); } await t;")]
    [InlineData("Task t; using (var cts = new CancellationTokenSource()) { t = Task.Delay(1, cts.Token); } await t;")]
    [InlineData("Task t; using (var cts = new CancellationTokenSource()) { t = Task.Run(() => cts.Cancel()); } await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = r.UseAsync(); Keep(t); } await t;")]
    [InlineData("Task t; using (var r = new Res()) { t = r.UseAsync(); Action wait = () => t.Wait(); wait(); } await t;")]
    [InlineData("using var r = new Res(); Task? t = null; foreach (int x in xs) { if (t != null) { await t; } t = r.UseAsync(); }")]
    [InlineData("var r = new Res(); Task t = Task.CompletedTask; try { t = r.UseAsync(); } finally { await t; r.Dispose(); }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync();")]
    [InlineData("using var r = new Res(); await Task.WhenAny(r.UseAsync(), Task.Delay(1));")]
    [InlineData("Task t; using (var r = new Res()) { string s = nameof(r); t = Task.Run(() => nameof(r)); } await t;")]
    [InlineData("Task t; using (var r = new Res()) { int n = r.Use(); t = Task.Run(() => n); } await t;")]
    [InlineData("using var r = new Res(); _field = r.UseAsync();")]
    [InlineData("using var r = new Res(); Keep(r.UseAsync());")]
    [InlineData("using var r = new Res(); foreach (var t in xs.Select(x => r.UseAsync())) { await t; }")]
    [InlineData("using var p = System.Diagnostics.Process.Start(\"a\")!; var text = p.StandardOutput.ReadToEndAsync(); await p.WaitForExitAsync(); if (p.ExitCode != 0) { await text; }")]
    public Task In_time_or_not_ours(string statements) => Verify.SilentAsync(InMethod(statements));

    [Fact]
    public Task Returned_call_is_of_another_rule() => Verify.SilentAsync(
        "class C { Task M() { using var r = new Res(); return r.UseAsync(); } }" + Resource);

    [Fact]
    public Task Returned_local_is_not_of_that_rule() => VerifyOutlives.SilentAsync(
        "class C { Task M() { using var r = new Res(); var t = r.UseAsync(); return t; } }" + Resource);

    [Fact]
    public Task Dropped_call_is_of_another_rule() => Verify.SilentAsync(
        "class C { void M() { using var r = new Res(); r.UseAsync(); Task.Run(() => r.Use()); } }" + Resource);

    [Fact]
    public Task Parameter_is_not_ours() => Verify.SilentAsync(
        "class C { async Task M(Res r) { Task t; try { t = r.UseAsync(); } finally { r.Dispose(); } await t; } }" + Resource);

    [Fact]
    public Task Completed_task_returned_from_a_using() => Verify.SilentAsync(
        "class C { Task M() { using var r = new Res(); r.Use(); return Task.CompletedTask; } }" + Resource);

    [Fact]
    public Task Http_client_in_a_lambda_that_is_awaited_in_time() => Verify.SilentAsync("""
        class C
        {
            async Task M(string u)
            {
                using var c = new System.Net.Http.HttpClient();
                Func<Task> f = () => c.GetAsync(u);
                await f();
            }
        }
        """);

    // ---- awaited on some paths ----

    [Fact]
    public Task Awaited_in_a_branch_alone() => Fixes(
        """
        async Task M(bool a)
        {
            using (var r = new Res())
            {
                var t = [|r.UseAsync()|];
                if (a)
                {
                    await t;
                }

                r.Use();
            }
        }
        """,
        """
        async Task M(bool a)
        {
            using (var r = new Res())
            {
                var t = r.UseAsync();
                await t;
                if (a)
                {
                    await t;
                }

                r.Use();
            }
        }
        """);

    [Fact]
    public Task Returned_early_without_the_await() => Fixes(
        """
        async Task<int> M(bool a)
        {
            using var r = new Res();
            var t = [|r.GetAsync()|];
            if (a)
            {
                return 0;
            }

            return await t;
        }
        """,
        """
        async Task<int> M(bool a)
        {
            using var r = new Res();
            var t = r.GetAsync();
            await t;
            if (a)
            {
                return 0;
            }

            return await t;
        }
        """);

    [Theory]
    [InlineData("Task t; using (var r = new Res()) { t = [|r.UseAsync()|]; if (xs.Length > 1) { await t; } } await t;")]
    [InlineData("using var r = new Res(); var t = [|r.UseAsync()|]; if (a) { if (b) { await t; } } else { t.Wait(); }")]
    [InlineData("using var r = new Res(); var t = [|r.UseAsync()|]; if (a) { return; } await t;")]
    [InlineData("using var r = new Res(); foreach (int x in xs) { var t = [|r.UseAsync()|]; if (x == 1) { continue; } await t; }")]
    [InlineData("foreach (int x in xs) { using var r = new Res(); var t = [|r.UseAsync()|]; if (x == 1) { break; } await t; }")]
    [InlineData("while (true) { using var r = new Res(); var t = [|r.UseAsync()|]; if (a) { break; } await t; }")]
    [InlineData("using var r = new Res(); var t = [|r.UseAsync()|]; switch (xs.Length) { case 0: await t; break; case 1: break; default: t.Wait(); break; }")]
    [InlineData("var r = new Res(); try { var t = [|r.UseAsync()|]; if (a) { await Task.WhenAll(t, Res.OtherAsync()); } } finally { r.Dispose(); }")]
    [InlineData("var r = new Res(); try { var t = [|r.UseAsync()|]; if (a) { Task.WaitAll(t); } } finally { r?.Dispose(); }")]
    [InlineData("await using (var w = new System.IO.StreamWriter(Path)) { var t = [|w.WriteLineAsync(Path)|]; if (!a) { return; } await t.ConfigureAwait(false); }")]
    [InlineData("using var r = new Res(); var t = [|r.UseAsync()|]; try { if (a) { return; } } finally { r.Use(); } await t;")]
    [InlineData("using var r = new Res(); Task t = r.UseAsync(); await t; t = [|r.GetAsync()|]; if (a) { await t; }")]
    [InlineData("using var r = new Res(); Task t; if (a) { t = [|r.UseAsync()|]; } else { return; } if (b) { await t; }")]
    [InlineData("using var r = new Res(); var t = [|r.UseAsync()|]; ct.ThrowIfCancellationRequested(); if (a) { return; } await t;")]
    [InlineData("using Res r = new(), s = new(); var t = [|s.UseAsync()|]; if (a) { return; } await t;")]
    public Task Awaited_on_some_paths(string statements) => Reported(statements);

    [Theory]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { await t; } else { t.Wait(); }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { await t; return; } await Task.WhenAll(t);")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { throw new InvalidOperationException(); } await t;")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { await t; return; } throw new InvalidOperationException();")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { Environment.FailFast(null); return; } await t;")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); try { if (a) { return; } } finally { await t; }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); try { r.Use(); await t; } catch (IOException) { }")]
    [InlineData("var r = new Res(); Task t = Task.CompletedTask; try { t = r.UseAsync(); if (a) { return; } } finally { await t; r.Dispose(); }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (t.IsCompleted) { return; } await t;")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (ct.IsCancellationRequested) { return; } await t;")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a || ct.IsCancellationRequested) { return; } await t;")]
    [InlineData("using var r = new Res(); Task t = r.UseAsync(); if (a) { t = r.GetAsync(); } await t;")]
    [InlineData("using var r = new Res(); Task t = Task.CompletedTask; if (a) { t = r.UseAsync(); } r.Use(); if (a) { await t; }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { await t; } r.Use(); if (!a) { await t; }")]
    [InlineData("using var r = new Res(); Task t = Task.CompletedTask; bool started = false; foreach (int x in xs) { t = r.UseAsync(); started = true; } if (started) { await t; }")]
    [InlineData("using var r = new Res(); Task? t = null; if (a) { t = r.UseAsync(); } if (t != null) { await t; }")]
    [InlineData("using var r = new Res(); Task next = r.UseAsync(); foreach (int x in xs) { await next; if (x == 1) { next = r.UseAsync(); } }")]
    [InlineData("using var r = new Res(); Task next = r.UseAsync(); for (int i = 0; i < xs.Length; i++) { await next; }")]
    [InlineData("using var r = new Res(); while (true) { var t = r.UseAsync(); if (a) { await t; break; } await t; }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); while (true) { if (a) { await t; return; } r.Use(); }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (await Task.WhenAny(t, Task.Delay(1)) == t) { await t; }")]
    [InlineData("using var cts = new CancellationTokenSource(); using var r = new Res(); var t = r.UseAsync(); if (a) { cts.Cancel(); return; } await t;")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { await t; } else { Keep(t); }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); if (a) { await t; } else { Func<Task> f = async () => await t; await f(); }")]
    [InlineData("using var cts = new CancellationTokenSource(); var t = Task.Delay(1, cts.Token); if (a) { return; } await t;")]
    public Task Awaited_on_all_paths_or_hard_to_tell(string statements) => Verify.SilentAsync(InMethod(statements));

    [Fact]
    public Task Value_task_awaited_in_a_branch_has_no_fix() => Verify.ReportsAsync(
        InMethod("using var r = new Res(); var t = [|r.ValueAsync()|]; if (a) { await t; }"));

    [Fact]
    public Task Message_where_some_paths_await() => Verification.Verify<AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer, EmptyCodeFixProvider>.ReportsAsync(
        InMethod("using var {|#1:r|} = new Res(); var t = {|#0:r.UseAsync()|}; if (a) { await t; }"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2013", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'r' (Test0.cs:1) can be disposed while the task of 'UseAsync' still uses it; await the task first on every path")));

    // ---- discarded ----

    [Fact]
    public Task Discarded_while_in_use() => Fixes(
        """
        async Task M()
        {
            using var r = new Res();
            // goes on
            _ = [|r.UseAsync()|]; // and on
            await Task.Yield();
        }
        """,
        """
        async Task M()
        {
            using var r = new Res();
            // goes on
            await r.UseAsync(); // and on
            await Task.Yield();
        }
        """);

    [Fact]
    public Task Discarded_in_a_sync_method() => Fixes(
        """
        void M()
        {
            using (var r = new Res())
            {
                _ = [|Task.Run(() => r.Use())|];
            }
        }
        """,
        """
        async Task M()
        {
            using (var r = new Res())
            {
                await Task.Run(() => r.Use());
            }
        }
        """);

    [Fact]
    public Task Using_moves_into_the_lambda() => Fixes(
        """
        void M()
        {
            // opened here
            using var r = new Res();
            int n = 1;
            _ = [|Task.Run(async () =>
            {
                await r.UseAsync();
                n += r.Use();
            })|];
        }
        """,
        """
        void M()
        {
            int n = 1;
            _ = Task.Run(async () =>
            {
                // opened here
                using var r = new Res();
                await r.UseAsync();
                n += r.Use();
            });
        }
        """,
        codeActionIndex: 1);

    [Fact]
    public Task Using_of_an_endless_loop_moves_first_of_all() => Fixes(
        """
        void M()
        {
            using var r = new Res();
            _ = [|Task.Run(async () =>
            {
                while (true)
                {
                    await r.UseAsync();
                }
            })|];
        }
        """,
        """
        void M()
        {
            _ = Task.Run(async () =>
            {
                using var r = new Res();
                while (true)
                {
                    await r.UseAsync();
                }
            });
        }
        """);

    [Fact]
    public Task Used_elsewhere_too_the_using_stays() => Fixes(
        """
        async Task M()
        {
            using var r = new Res();
            r.Use();
            _ = [|Task.Run(() => { r.Use(); })|];
            await Task.Yield();
        }
        """,
        """
        async Task M()
        {
            using var r = new Res();
            r.Use();
            await Task.Run(() => { r.Use(); });
            await Task.Yield();
        }
        """);

    [Fact]
    public Task Discard_behind_conditional_access() => Reported("using var r = xs.Length > 0 ? new Res() : null; _ = r?[|.UseAsync()|];");

    // ---- collections ----

    [Fact]
    public Task Tasks_in_a_list_are_awaited_behind_the_scope() => Fixes(
        """
        async Task M(int[] xs)
        {
            var tasks = new List<Task>();
            using (var r = new Res())
            {
                foreach (int x in xs)
                {
                    tasks.Add([|r.UseAsync()|]);
                }
            }

            await Task.WhenAll(tasks);
        }
        """,
        """
        async Task M(int[] xs)
        {
            var tasks = new List<Task>();
            using (var r = new Res())
            {
                foreach (int x in xs)
                {
                    tasks.Add(r.UseAsync());
                }

                await Task.WhenAll(tasks);
            }

            await Task.WhenAll(tasks);
        }
        """);

    [Fact]
    public Task Resource_of_each_turn_of_the_loop() => Fixes(
        """
        async Task M(int[] xs)
        {
            var tasks = new Task[xs.Length];
            for (int i = 0; i < xs.Length; i++)
            {
                using var r = new Res();
                tasks[i] = [|r.UseAsync()|];
            }

            await Task.WhenAll(tasks);
        }
        """,
        """
        async Task M(int[] xs)
        {
            var tasks = new Task[xs.Length];
            for (int i = 0; i < xs.Length; i++)
            {
                using var r = new Res();
                tasks[i] = r.UseAsync();
                await tasks[i];
            }

            await Task.WhenAll(tasks);
        }
        """);

    [Theory]
    [InlineData("var tasks = new List<Task>(); using (var r = new Res()) { tasks.Add(r.UseAsync()); await Task.WhenAll(tasks); }")]
    [InlineData("using var r = new Res(); var tasks = new List<Task>(); foreach (int x in xs) { tasks.Add(r.UseAsync()); } await Task.WhenAll(tasks);")]
    [InlineData("using var r = new Res(); var tasks = new List<Task>(); foreach (int x in xs) { tasks.Add(r.UseAsync()); if (tasks.Count > 3) { await Task.WhenAny(tasks); } }")]
    [InlineData("var tasks = new List<Task>(); using (var r = new Res()) { tasks.Add(r.UseAsync()); }")]
    [InlineData("var tasks = new List<Func<Task>>(); using (var r = new Res()) { tasks.Add(() => r.UseAsync()); await tasks[0](); }")]
    public Task Collections_in_time(string statements) => Verify.SilentAsync(InMethod(statements));

    [Fact]
    public Task Message() => Verify.ReportsAsync(
        "class C { async Task M(object gate) { await Task.Yield(); lock (gate) { using var {|#1:r|} = new Res(); _ = {|#0:r.UseAsync()|}; } } }" + Resource,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2013", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'r' (Test0.cs:1) can be disposed while the task of 'UseAsync' still uses it; move it out of the lock, then await the task first")));

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        using var r = new Res();
        _ = [|r.UseAsync()|];
        await Task.Yield();
        """ + Resource, """
        using var r = new Res();
        await r.UseAsync();
        await Task.Yield();
        """ + Resource, outputKind: OutputKind.ConsoleApplication);

    private static Task Fixes(string member, string fixedMember, int codeActionIndex = 0)
        => Verify.FixesAsync(InClass(member), InClass(fixedMember), codeActionIndex: codeActionIndex);

    /// <summary>Reported, whatever the fix makes of it.</summary>
    private static Task Reported(string statements)
        => Verification.Verify<AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer, EmptyCodeFixProvider>.ReportsAsync(InMethod(statements));

    private static string InMethod(string statements)
        => "class C { const string Path = \"p\"; Task? _field; void Keep(Task t) => _field = t; async Task M(int[] xs, bool a = false, bool b = false, CancellationToken ct = default) { await Task.Yield(); " + statements + " } }" + Resource;

    private static string InClass(string member) => "class C\n{\n    " + member.Replace("\r\n", "\n").Replace("\n", "\n    ").Replace("\n    \n", "\n\n") + "\n}\n" + Resource;
}
