using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1005BlockingPrimitiveInAsyncTests
{
    private const string Usings = "using System.Collections.Concurrent; using System.Diagnostics; ";

    /// <summary>Under a lock that all takers hold, the count says that the semaphore is free.</summary>
    [Theory]
    [InlineData("lock (this) { if (gate.CurrentCount == 1) { gate.Wait(); } }")]
    [InlineData("lock (this) { if (gate.CurrentCount > 0) gate.Wait(token); }")]
    [InlineData("lock (this) { if (n > 1 && this.gate.CurrentCount != 0) { n++; gate.Wait(); } }")]
    [InlineData("lock (this) { if (gate.CurrentCount == 0) { [|gate.Wait()|]; } }")]
    [InlineData("lock (this) { if (other.CurrentCount == 1) { [|gate.Wait()|]; } }")]
    [InlineData("lock (this) { if (gate.CurrentCount == 1 || n > 1) { [|gate.Wait()|]; } }")]
    [InlineData("lock (this) { if (gate.CurrentCount == 1) { } else { [|gate.Wait()|]; } }")]
    public Task Semaphore_that_is_free(string body) => Verify.ReportsAsync(
        "class C { readonly SemaphoreSlim gate = new(1, 1), other = new(1, 1); int n; async Task M(CancellationToken token) { await Task.Yield(); "
            + body + " } }");

    // ---- what has an asynchronous counterpart ----

    [Fact]
    public Task Semaphore_is_awaited_and_its_release_kept() => Verify.FixesAsync(
        """
        class C
        {
            readonly SemaphoreSlim gate = new(1, 1);

            async Task M()
            {
                // one at a time
                [|gate.Wait()|]; // in
                try
                {
                    await Task.Yield();
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        """,
        """
        class C
        {
            readonly SemaphoreSlim gate = new(1, 1);

            async Task M()
            {
                // one at a time
                await gate.WaitAsync(); // in
                try
                {
                    await Task.Yield();
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        """);

    [Theory]
    [InlineData("s.Wait(100);", "await s.WaitAsync(100);")]
    [InlineData("s.Wait(-1);", "await s.WaitAsync(-1);")]
    [InlineData("s.Wait(TimeSpan.FromSeconds(1));", "await s.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("s.Wait(t);", "await s.WaitAsync(t);")]
    [InlineData("s.Wait(5, t);", "await s.WaitAsync(5, t);")]
    [InlineData("s.Wait();", "await s.WaitAsync(t);")]
    [InlineData("s.Wait(5);", "await s.WaitAsync(5, t);")]
    public Task Every_overload_of_the_semaphore(string wait, string awaited)
    {
        string token = awaited.Contains("t)", StringComparison.Ordinal) ? ", CancellationToken t" : "";
        return Verify.FixesAsync(
            $$"""class C { async Task M(SemaphoreSlim s{{token}}) { await Task.Yield(); [|{{wait[..^1]}}|]; } }""",
            $$"""class C { async Task M(SemaphoreSlim s{{token}}) { await Task.Yield(); {{awaited}} } }""");
    }

    [Fact]
    public Task The_answer_of_a_semaphore_is_used() => Verify.FixesAsync(
        "class C { async Task<bool> M(SemaphoreSlim s) { await Task.Yield(); if (![|s.Wait(100)|]) return false; return [|s.Wait(10)|] && true; } }",
        "class C { async Task<bool> M(SemaphoreSlim s) { await Task.Yield(); if (!await s.WaitAsync(100)) return false; return await s.WaitAsync(10) && true; } }");

    [Fact]
    public Task No_token_where_a_finally_block_would_release_what_was_not_taken() => Verify.FixesAsync(
        "class C { async Task M(SemaphoreSlim s, CancellationToken t) { try { [|s.Wait()|]; await Task.Delay(1, t); } finally { s.Release(); } } }",
        "class C { async Task M(SemaphoreSlim s, CancellationToken t) { try { await s.WaitAsync(); await Task.Delay(1, t); } finally { s.Release(); } } }");

    [Fact]
    public Task Task_returning_method_becomes_async() => Verify.FixesAsync(
        """
        class C
        {
            readonly SemaphoreSlim gate = new(1, 1);
            int value;

            public Task<int> NextAsync()
            {
                [|gate.Wait()|];
                try
                {
                    return Task.FromResult(++value);
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        """,
        """
        class C
        {
            readonly SemaphoreSlim gate = new(1, 1);
            int value;

            public async Task<int> NextAsync()
            {
                await gate.WaitAsync();
                try
                {
                    return ++value;
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        """);

    [Fact]
    public Task ConfigureAwait_as_the_file_has_it() => Verify.FixesAsync(
        "class C { async Task M(SemaphoreSlim s) { await Task.Delay(1).ConfigureAwait(false); [|s.Wait()|]; } }",
        "class C { async Task M(SemaphoreSlim s) { await Task.Delay(1).ConfigureAwait(false); await s.WaitAsync().ConfigureAwait(false); } }");

    [Fact]
    public Task Process_is_awaited() => Verify.FixesAsync(
        Usings + "class C { async Task<int> M(Process p, CancellationToken t) { await Task.Yield(); [|p.WaitForExit()|]; return p.ExitCode; } }",
        Usings + "class C { async Task<int> M(Process p, CancellationToken t) { await Task.Yield(); await p.WaitForExitAsync(t); return p.ExitCode; } }");

    [Fact]
    public Task Process_with_a_timeout_is_moved() => Verify.FixesAsync(
        Usings + "class C { async Task<bool> M(Process p) { await Task.Yield(); return [|p.WaitForExit(500)|]; } }",
        Usings + "class C { async Task<bool> M(Process p) { await Task.Yield(); return await Task.Run(() => p.WaitForExit(500)); } }");

    [Fact]
    public Task Older_frameworks_have_no_WaitForExitAsync() => Verify.FixesAsync(
        "using System.Diagnostics; using System.Threading.Tasks; class C { async Task M(Process p) { await Task.Yield(); [|p.WaitForExit()|]; } }",
        "using System.Diagnostics; using System.Threading.Tasks; class C { async Task M(Process p) { await Task.Yield(); await Task.Run(() => p.WaitForExit()); } }",
        references: ReferenceAssemblies.NetFramework.Net472.Default,
        globalUsings: false);

    // ---- what only another thread can wait for ----

    [Theory]
    [InlineData("ManualResetEventSlim x", "x.Wait()")]
    [InlineData("ManualResetEventSlim x", "x.Wait(100)")]
    [InlineData("CountdownEvent x", "x.Wait()")]
    [InlineData("Barrier x", "x.SignalAndWait()")]
    [InlineData("Thread x", "x.Join()")]
    [InlineData("Thread x", "x.Join(1000)")]
    [InlineData("AutoResetEvent x", "x.WaitOne()")]
    [InlineData("ManualResetEvent x", "x.WaitOne(TimeSpan.FromSeconds(2))")]
    [InlineData("ManualResetEventSlim x", "x.WaitHandle.WaitOne(500)")]
    [InlineData("BlockingCollection<int> x", "x.Take()")]
    [InlineData("BlockingCollection<int> x, CancellationToken token", "x.Take(token)")]
    [InlineData("ManualResetEvent[] x", "WaitHandle.WaitAll(x)")]
    [InlineData("AutoResetEvent x, AutoResetEvent y", "WaitHandle.SignalAndWait(x, y)")]
    [InlineData("bool x", "SpinWait.SpinUntil(() => x)")]
    [InlineData("List<int> x", "Parallel.For(0, x.Count, (i, state) => state.Stop())")]
    [InlineData("Action[] x", "Parallel.Invoke(x)")]
    [InlineData("List<int> x", "x.AsParallel().ForAll(i => i.ToString())")]
    public Task The_wait_is_moved_off_the_loop(string parameter, string wait) => Verify.FixesAsync(
        Usings + $$"""class C { async Task M({{parameter}}) { await Task.Yield(); [|{{wait}}|]; } }""",
        Usings + $$"""class C { async Task M({{parameter}}) { await Task.Yield(); await Task.Run(() => {{wait}}); } }""");

    [Fact]
    public Task The_result_is_used() => Verify.FixesAsync(
        Usings + "class C { async Task<int> M(BlockingCollection<int> q, int[] xs) { await Task.Yield(); return [|q.Take()|] + [|xs.AsParallel().Where(x => x > 0).Sum()|]; } }",
        Usings + "class C { async Task<int> M(BlockingCollection<int> q, int[] xs) { await Task.Yield(); return await Task.Run(() => q.Take()) + await Task.Run(() => xs.AsParallel().Where(x => x > 0).Sum()); } }");

    [Fact]
    public Task Query_expression_over_a_parallel_query() => Verify.FixesAsync(
        "class C { async Task<List<int>> M(int[] xs) { await Task.Yield(); return [|(from x in xs.AsParallel() where x > 0 select x * x).ToList()|]; } }",
        "class C { async Task<List<int>> M(int[] xs) { await Task.Yield(); return await Task.Run(() => (from x in xs.AsParallel() where x > 0 select x * x).ToList()); } }");

    [Fact]
    public Task Parallel_query_in_a_variable() => Verify.FixesAsync(
        "class C { async Task<int> M(int[] xs) { await Task.Yield(); var query = xs.AsParallel().Where(x => x > 0); return [|query.Count()|]; } }",
        "class C { async Task<int> M(int[] xs) { await Task.Yield(); var query = xs.AsParallel().Where(x => x > 0); return await Task.Run(() => query.Count()); } }");

    [Fact]
    public Task The_title_says_what_it_costs() => Verify.FixesAsync(
        "class C { async Task M(Thread t) { await Task.Yield(); {|#0:t.Join()|}; } }",
        "class C { async Task M(Thread t) { await Task.Yield(); await Task.Run(() => t.Join()); } }",
        configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Warning).WithLocation(0)
                .WithMessage("'Thread.Join' blocks the thread of 'M' while it waits; use a task instead of the thread, and await it"));
            test.CodeActionVerifier = (action, _) =>
                Assert.Equal("Use 'await Task.Run', which blocks a thread-pool thread", action.Title);
        });

    [Fact]
    public Task Console_is_a_suggestion() => Verify.FixesAsync(
        "class C { async Task<string?> M() { await Task.Yield(); return {|#0:Console.ReadLine()|}; } }",
        "class C { async Task<string?> M() { await Task.Yield(); return await Task.Run(() => Console.ReadLine()); } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("'Console.ReadLine' blocks the thread of 'M' while it waits; use 'await Task.Run'")));

    [Theory]
    [InlineData("token.WaitHandle.WaitOne(500)", "Task.Delay(500, token)")]
    [InlineData("token.WaitHandle.WaitOne(TimeSpan.FromSeconds(x))", "Task.Delay(TimeSpan.FromSeconds(x), token)")]
    public Task A_delay_that_the_token_ends(string wait, string delay) => Verify.FixesAsync(
        $$"""class C { async Task M(CancellationToken token, int x) { await Task.Yield(); [|{{wait}}|]; } }""",
        $$"""class C { async Task M(CancellationToken token, int x) { await Task.Yield(); await {{delay}}.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); } }""");

    [Fact]
    public Task A_delay_whose_answer_is_used_is_moved() => Verify.FixesAsync(
        "class C { async Task<bool> M(CancellationToken token) { await Task.Yield(); return {|#0:token.WaitHandle.WaitOne(500)|}; } }",
        "class C { async Task<bool> M(CancellationToken token) { await Task.Yield(); return await Task.Run(() => token.WaitHandle.WaitOne(500)); } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'WaitHandle.WaitOne' blocks the thread of 'M' while it waits; use 'await Task.Delay' with the token")));

    [Fact]
    public Task In_tests_it_is_a_suggestion() => Verify.FixesAsync(
        "namespace Xunit { class FactAttribute : Attribute { } } class C { [Xunit.Fact] public async Task M() { var s = new SemaphoreSlim(0); await Task.Yield(); {|#0:s.Wait()|}; } }",
        "namespace Xunit { class FactAttribute : Attribute { } } class C { [Xunit.Fact] public async Task M() { var s = new SemaphoreSlim(0); await Task.Yield(); await s.WaitAsync(); } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Info).WithLocation(0)));

    // ---- another type ----

    [Fact]
    public Task A_private_event_becomes_a_TaskCompletionSource() => Verify.FixesAsync(
        """
        class C
        {
            private readonly ManualResetEventSlim _ready = new();

            public void Open() => _ready.Set();

            public bool IsOpen => _ready.IsSet;

            public async Task M(CancellationToken token)
            {
                // the first
                [|_ready.Wait()|];
                await Task.Delay(1, token);
                [|_ready.Wait(token)|];
            }
        }
        """,
        """
        class C
        {
            private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public void Open() => _ready.TrySetResult();

            public bool IsOpen => _ready.Task.IsCompleted;

            public async Task M(CancellationToken token)
            {
                // the first
                await _ready.Task;
                await Task.Delay(1, token);
                await _ready.Task.WaitAsync(token);
            }
        }
        """);

    [Theory]
    [InlineData("private readonly ManualResetEventSlim ready = new(); void Again() => ready.Reset();")]
    [InlineData("private readonly ManualResetEventSlim ready = new(true); void Set() => ready.Set();")]
    [InlineData("internal readonly ManualResetEventSlim ready = new(); void Set() => ready.Set();")]
    [InlineData("private readonly ManualResetEventSlim ready = new(); void Set() => ready.Set(); void Other() => ready.Wait();")]
    public Task An_event_that_cannot_become_one(string members) => Verify.FixesAsync(
        $$"""class C { {{members}} async Task M() { await Task.Yield(); [|ready.Wait()|]; } }""",
        $$"""class C { {{members}} async Task M() { await Task.Yield(); await Task.Run(() => ready.Wait()); } }""");

    // ---- Parallel ----

    [Fact]
    public Task ForEach_with_a_block() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(List<int> xs)
            {
                // all of them
                [|Parallel.ForEach(xs, x =>
                {
                    // each
                    if (x == 0)
                    {
                        return;
                    }

                    Console.WriteLine(x); // said
                })|];
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M(List<int> xs)
            {
                // all of them
                await Parallel.ForEachAsync(xs, (x, _) =>
                {
                    // each
                    if (x == 0)
                    {
                        return ValueTask.CompletedTask;
                    }

                    Console.WriteLine(x); // said
                    return ValueTask.CompletedTask;
                });
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("Parallel.ForEach(xs, x => Work(x))", "Parallel.ForEachAsync(xs, (x, _) => { Work(x); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.ForEach(xs, (int x) => Work(x))", "Parallel.ForEachAsync(xs, (int x, CancellationToken _) => { Work(x); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.ForEach(xs, (x) => { Work(x); })", "Parallel.ForEachAsync(xs, (x, _) => { Work(x); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.ForEach(xs, Work)", "Parallel.ForEachAsync(xs, (item, _) => { Work(item); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.ForEach(xs, options, x => Work(x))", "Parallel.ForEachAsync(xs, options, (x, _) => { Work(x); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.ForEach(xs, async x => await Task.Delay(x))", "Parallel.ForEachAsync(xs, async (x, _) => await Task.Delay(x))")]
    [InlineData("Parallel.ForEach(xs, x => { _ = Work2(x); })", "Parallel.ForEachAsync(xs, (x, cancellation) => { _ = Work2(x); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.For(0, xs.Count, i => Work(xs[i]))", "Parallel.ForAsync(0, xs.Count, (i, _) => { Work(xs[i]); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.For(0, 10, options, i => Work(i))", "Parallel.ForAsync(0, 10, options, (i, _) => { Work(i); return ValueTask.CompletedTask; })")]
    [InlineData("Parallel.Invoke(() => Work(1), () => Work(2))", "Task.WhenAll(Task.Run(() => Work(1)), Task.Run(() => Work(2)))")]
    public Task Parallel_loops(string loop, string awaited) => Verify.FixesAsync(
        $$"""class C { static void Work(int x) { } static int Work2(int x) => x; async Task M(List<int> xs, ParallelOptions options) { await Task.Yield(); [|{{loop}}|]; } }""",
        $$"""class C { static void Work(int x) { } static int Work2(int x) => x; async Task M(List<int> xs, ParallelOptions options) { await Task.Yield(); await {{awaited}}; } }""");

    [Fact]
    public Task The_token_in_scope_goes_to_the_loop() => Verify.FixesAsync(
        "class C { static void Work(int x) { } async Task M(List<int> xs, CancellationToken token) { await Task.Yield(); [|Parallel.ForEach(xs, x => Work(x))|]; } }",
        "class C { static void Work(int x) { } async Task M(List<int> xs, CancellationToken token) { await Task.Yield(); await Parallel.ForEachAsync(xs, token, (x, _) => { Work(x); return ValueTask.CompletedTask; }); } }");

    [Fact]
    public Task Before_ForAsync_the_loop_is_moved() => Verify.FixesAsync(
        "using System.Threading.Tasks; class C { static void Work(int x) { } async Task M() { await Task.Yield(); [|Parallel.For(0, 10, i => Work(i))|]; } }",
        "using System.Threading.Tasks; class C { static void Work(int x) { } async Task M() { await Task.Yield(); await Task.Run(() => Parallel.For(0, 10, i => Work(i))); } }",
        references: ReferenceAssemblies.NetStandard.NetStandard20,
        globalUsings: false);

    [Fact]
    public Task The_result_of_the_loop_is_used() => Verify.FixesAsync(
        "class C { static void Work(int x) { } async Task<bool> M(int[] xs) { await Task.Yield(); return [|Parallel.ForEach(xs, x => Work(x))|].IsCompleted; } }",
        "class C { static void Work(int x) { } async Task<bool> M(int[] xs) { await Task.Yield(); return (await Task.Run(() => Parallel.ForEach(xs, x => Work(x)))).IsCompleted; } }");

    [Fact]
    public Task Aggregate_exceptions_are_handled() => Verify.FixesAsync(
        "class C { async Task M(int[] xs) { await Task.Yield(); try { [|Parallel.ForEach(xs, x => x.ToString())|]; } catch (AggregateException) { } } }",
        "class C { async Task M(int[] xs) { await Task.Yield(); try { await Task.Run(() => Parallel.ForEach(xs, x => x.ToString())); } catch (AggregateException) { } } }");

    // ---- loops over what blocks ----

    [Fact]
    public Task End_of_stream() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(StreamReader reader)
            {
                // to the end
                while (![|reader.EndOfStream|])
                {
                    string? line = await reader.ReadLineAsync();

                    // use it
                    Console.WriteLine(line);
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(StreamReader reader)
            {
                // to the end
                while (await reader.ReadLineAsync() is { } line)
                {
                    // use it
                    Console.WriteLine(line);
                }
            }
        }
        """);

    [Fact]
    public Task End_of_stream_with_a_synchronous_read_and_a_token() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(StreamReader reader, CancellationToken token)
            {
                while (![|reader.EndOfStream|])
                {
                    var line = reader.ReadLine()!;
                    await Task.Delay(line.Length, token);
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(StreamReader reader, CancellationToken token)
            {
                while (await reader.ReadLineAsync(token) is { } line)
                {
                    await Task.Delay(line.Length, token);
                }
            }
        }
        """);

    [Fact]
    public Task End_of_stream_with_ConfigureAwait() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(StreamReader reader)
            {
                while (![|reader.EndOfStream|])
                {
                    var line = await reader.ReadLineAsync().ConfigureAwait(false);
                    Console.WriteLine(line);
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(StreamReader reader)
            {
                while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
                {
                    Console.WriteLine(line);
                }
            }
        }
        """);

    [Fact]
    public Task End_of_stream_in_another_shape_has_no_fix() => Verify.ReportsAsync(
        """
        class C
        {
            async Task M(StreamReader a, StreamReader b)
            {
                if ([|a.EndOfStream|]) return;
                while (![|a.EndOfStream|]) { var line = await b.ReadLineAsync(); Console.WriteLine(line); }
                while (![|a.EndOfStream|]) { await Task.Yield(); var line = await a.ReadLineAsync(); }
                while (![|a.EndOfStream|]) { int c = a.Read(); }
                do { await a.ReadLineAsync(); } while (![|a.EndOfStream|]);
            }
        }
        """);

    [Fact]
    public Task End_of_stream_before_patterns_has_no_fix() => Verify.ReportsAsync(
        "using System.IO; using System.Threading.Tasks; class C { async Task M(StreamReader r) { while (![|r.EndOfStream|]) { var line = await r.ReadLineAsync(); } } }",
        languageVersion: LanguageVersion.CSharp7_3,
        globalUsings: false);

    [Fact]
    public Task Blocking_enumerable_of_an_asynchronous_one() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(IAsyncEnumerable<int> xs, CancellationToken token)
            {
                await Task.Yield();
                // one by one
                foreach (int x in [|xs.ToBlockingEnumerable()|])
                {
                    Console.WriteLine(x);
                }

                foreach (var x in ([|xs.ToBlockingEnumerable(token)|]))
                    Console.WriteLine(x);
            }
        }
        """,
        """
        class C
        {
            async Task M(IAsyncEnumerable<int> xs, CancellationToken token)
            {
                await Task.Yield();
                // one by one
                await foreach (int x in xs)
                {
                    Console.WriteLine(x);
                }

                await foreach (var x in xs.WithCancellation(token))
                    Console.WriteLine(x);
            }
        }
        """);

    [Fact]
    public Task Blocking_enumerable_with_ConfigureAwait() => Verify.FixesAsync(
        "class C { async Task M(IAsyncEnumerable<int> xs) { await Task.Delay(1).ConfigureAwait(false); foreach (int x in [|xs.ToBlockingEnumerable()|]) { } } }",
        "class C { async Task M(IAsyncEnumerable<int> xs) { await Task.Delay(1).ConfigureAwait(false); await foreach (int x in xs.ConfigureAwait(false)) { } } }");

    [Fact]
    public Task Sequences_that_LINQ_goes_through_have_no_fix() => Verify.ReportsAsync(
        "class C { async Task<int> M(IAsyncEnumerable<int> xs) { await Task.Yield(); return [|xs.ToBlockingEnumerable()|].Where(x => x > 0).Count(); } }");

    // ---- files ----

    [Theory]
    [InlineData("new FileStream(path, FileMode.Open)", "new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 4096, useAsync: true)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read)", "new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1)", "new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, useAsync: true)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, false)", "new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, useAsync: true)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, FileOptions.None)", "new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, FileOptions.Asynchronous)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, FileOptions.SequentialScan)", "new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, FileOptions.SequentialScan | FileOptions.Asynchronous)")]
    [InlineData("File.OpenRead(path)", "new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true)")]
    public Task File_that_is_read_asynchronously_in_a_loop(string opening, string opened) => Verify.FixesAsync(
        $$"""class C { async Task M(string path, byte[] b) { using var file = [|{{opening}}|]; while (await file.ReadAsync(b) > 0) { } } }""",
        $$"""class C { async Task M(string path, byte[] b) { using var file = {{opened}}; while (await file.ReadAsync(b) > 0) { } } }""");

    [Fact]
    public Task File_is_a_suggestion() => Verify.ReportsAsync(
        "class C { async Task M(string path, byte[] b) { FileStream file = {|#0:new(mode: FileMode.Open, path: path)|}; do { await file.ReadAsync(b, 0, 10); } while (file.Position < file.Length); } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("'new FileStream' opens the file synchronously, so its async reads block a thread-pool thread; open the file with 'useAsync: true'")));

    [Theory]
    [InlineData("using var f = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, true); while (await f.ReadAsync(b) > 0) { }")]
    [InlineData("using var f = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, FileOptions.Asynchronous); while (await f.ReadAsync(b) > 0) { }")]
    [InlineData("using var f = new FileStream(path, new FileStreamOptions()); while (await f.ReadAsync(b) > 0) { }")]
    [InlineData("using var f = File.OpenRead(path); await f.ReadAsync(b);")]
    [InlineData("using var f = File.OpenRead(path); while (f.Read(b) > 0) { await Task.Yield(); }")]
    [InlineData("using var f = File.OpenRead(path); while (await f.ReadAsync(b) > 0) { Use(f); }")]
    [InlineData("using var f = new MemoryStream(); while (await f.ReadAsync(b) > 0) { }")]
    public Task File_that_is_opened_or_used_otherwise(string body) => Verify.SilentAsync(
        $$"""class C { static void Use(Stream s) { } async Task M(string path, byte[] b) { await Task.Yield(); {{body}} } }""");

    // ---- reported, no fix ----

    [Fact]
    public Task Locks_of_a_thread_are_suggestions_without_a_fix() => Verify.ReportsAsync(
        """
        class C
        {
            async Task M(ReaderWriterLockSlim rw)
            {
                await Task.Yield();
                {|#0:rw.EnterWriteLock()|};
                rw.ExitWriteLock();
            }
        }
        """,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("'ReaderWriterLockSlim.EnterWriteLock' blocks the thread of 'M' while it waits; use a 'SemaphoreSlim' and its 'WaitAsync'")));

    [Theory]
    [InlineData("Mutex x", "x.WaitOne()")]
    [InlineData("WaitHandle x", "x.WaitOne()")]
    [InlineData("WaitHandle[] x", "WaitHandle.WaitAny(x)")]
    [InlineData("object x", "Monitor.Wait(x)")]
    [InlineData("ReaderWriterLockSlim x", "x.EnterReadLock()")]
    [InlineData("ReaderWriterLockSlim x", "x.TryEnterUpgradeableReadLock(100)")]
    [InlineData("ReaderWriterLock x", "x.AcquireReaderLock(10)")]
    public Task What_belongs_to_a_thread_cannot_be_moved(string parameter, string wait) => Verify.ReportsAsync(
        $$"""class C { async Task M({{parameter}}) { await Task.Yield(); [|{{wait}}|]; } }""");

    [Fact]
    public Task Mutex_is_named() => Verify.ReportsAsync(
        "class C { async Task M(Mutex m) { await Task.Yield(); {|#0:m.WaitOne()|}; } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'Mutex.WaitOne' blocks the thread of 'M' while it waits; use a 'TaskCompletionSource' or a 'SemaphoreSlim'")));

    [Theory]
    [InlineData("lock (this) { [|s.Wait()|]; }")]
    [InlineData("try { } catch (Exception) when ([|s.Wait(5)|]) { }")]
    [InlineData("var q = from x in new[] { 1 } select [|s.Wait(x)|];")]
    [InlineData("Monitor.Enter(this); [|s.Wait()|]; Monitor.Exit(this);")]
    [InlineData("s?[|.Wait()|];")]
    public Task Where_no_await_may_stand(string body) => Verify.ReportsAsync(
        $$"""class C { async Task M(SemaphoreSlim s) { await Task.Yield(); {{body}} } }""");

    [Fact]
    public Task Message_in_a_lock() => Verify.ReportsAsync(
        "class C { async Task M(SemaphoreSlim s) { await Task.Yield(); lock (this) { {|#0:s.Wait()|}; } } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'SemaphoreSlim.Wait' blocks the thread of 'M' while it waits; move it out of the lock, then use 'await WaitAsync'")));

    [Fact]
    public Task Out_variable_that_the_code_behind_needs() => Verify.ReportsAsync(
        Usings + "class C { async Task<int> M(BlockingCollection<int> q) { await Task.Yield(); return [|q.TryTake(out int x, 100)|] ? x : 0; } }");

    [Fact]
    public Task Span_in_use() => Verify.ReportsAsync(
        "class C { static Task M(SemaphoreSlim s, Span<int> span) { [|s.Wait()|]; span[0] = 1; return Task.CompletedTask; } }");

    // ---- adding to what is bounded ----

    [Fact]
    public Task Adding_to_a_bounded_collection() => Verify.FixesAsync(
        Usings + "class C { readonly BlockingCollection<int> q = new(10); async Task M() { await Task.Yield(); [|q.Add(1)|]; [|q.TryAdd(1, 500)|]; q.TryAdd(1); } }",
        Usings + "class C { readonly BlockingCollection<int> q = new(10); async Task M() { await Task.Yield(); await Task.Run(() => q.Add(1)); await Task.Run(() => q.TryAdd(1, 500)); q.TryAdd(1); } }");

    [Theory]
    [InlineData("readonly BlockingCollection<int> q = new();")]
    [InlineData("readonly BlockingCollection<int> q = new(new ConcurrentStack<int>());")]
    [InlineData("readonly BlockingCollection<int> q; C(BlockingCollection<int> q) { this.q = q; }")]
    [InlineData("BlockingCollection<int> q = new(10); void Reset() => q = new();")]
    [InlineData("readonly List<int> q = new(10); BlockingCollection<int>? other;")]
    public Task Adding_to_what_is_not_known_to_be_bounded(string field) => Verify.SilentAsync(
        Usings + $$"""class C { {{field}} async Task M() { await Task.Yield(); q.Add(1); } }""");

    // ---- silent ----

    [Theory]
    [InlineData("SemaphoreSlim s", "s.Wait(0)")]
    [InlineData("SemaphoreSlim s", "s.Wait(TimeSpan.Zero)")]
    [InlineData("SemaphoreSlim s", "s.Wait(Now)")]
    [InlineData("SemaphoreSlim s", "s.Wait(Nothing)")]
    [InlineData("SemaphoreSlim s, CancellationToken t", "s.Wait(0, t)")]
    [InlineData("ManualResetEventSlim s", "s.Wait(0)")]
    [InlineData("Process s", "s.WaitForExit(0)")]
    [InlineData("Thread s", "s.Join(0)")]
    [InlineData("WaitHandle s", "s.WaitOne(0)")]
    [InlineData("WaitHandle s", "s.WaitOne(millisecondsTimeout: 0, exitContext: false)")]
    [InlineData("WaitHandle[] s", "WaitHandle.WaitAny(s, 0)")]
    [InlineData("ReaderWriterLockSlim s", "s.TryEnterReadLock(0)")]
    [InlineData("BlockingCollection<int> s", "s.TryTake(out int _)")]
    [InlineData("BlockingCollection<int> s", "s.TryTake(out int _, 0)")]
    [InlineData("ConcurrentBag<int> s", "s.TryTake(out int _)")]
    [InlineData("SemaphoreSlim s", "s.WaitAsync()")]
    [InlineData("SemaphoreSlim s", "s.Release()")]
    [InlineData("Task s", "s.Wait()")]
    [InlineData("Task s", "Task.WaitAll(s)")]
    [InlineData("int[] s", "string.Join(',', s)")]
    [InlineData("int[] s", "s.Take(5)")]
    [InlineData("TextReader s", "s.ReadLine()")]
    [InlineData("Action s", "s.Invoke()")]
    [InlineData("List<int> s", "s.ForEach(x => { })")]
    [InlineData("int[] s", "s.AsParallel().Where(x => x > 0)")]
    [InlineData("BlockingCollection<int> s", "Hand(s.GetConsumingEnumerable())")]
    [InlineData("SemaphoreSlim s", "nameof(s.Wait).ToString()")]
    [InlineData("int s", "Thread.Sleep(s)")]
    [InlineData("Process s", "s.WaitForExitAsync().ToString(); s.WaitForExit()")]
    public Task Does_not_wait_or_is_the_business_of_another_rule(string parameter, string call) => Verify.SilentAsync(
        Usings + $$"""
        class C
        {
            const int Now = 0;
            static readonly TimeSpan Nothing = TimeSpan.FromSeconds(0);
            static void Hand(IEnumerable<int> xs) { }
            async Task M({{parameter}}) { await Task.Yield(); _ = 1; {{(call.StartsWith("s.AsParallel", StringComparison.Ordinal) ? "var q = " : "")}}{{call}}; }
        }
        """);

    [Theory]
    [InlineData("void M() => s.Wait();")]
    [InlineData("int M() { s.Wait(); return 1; }")]
    [InlineData("C() { s.Wait(); }")]
    [InlineData("Task M() => Task.Run(() => s.Wait());")]
    [InlineData("async Task M() { await Task.Run(() => { s.Wait(); s.Release(); }); }")]
    [InlineData("async Task M() { await Task.Yield(); Action a = () => s.Wait(); a(); }")]
    [InlineData("async Task M() { await Task.Yield(); new Thread(() => s.Wait()).Start(); }")]
    [InlineData("async Task M() { await Task.Yield(); Expression<Func<SemaphoreSlim, bool>> e = x => x.Wait(1); }")]
    [InlineData("Task M() => Task.Factory.StartNew(Loop, TaskCreationOptions.LongRunning); void Loop() => s.Wait();")]
    [InlineData("void M() { foreach (int i in new BlockingCollection<int>().GetConsumingEnumerable()) { } }")]
    public Task Synchronous_code_and_other_threads(string member) => Verify.SilentAsync(
        Usings + "using System.Linq.Expressions; class C { readonly SemaphoreSlim s = new(1); " + member + " }");

    [Fact]
    public Task A_type_of_the_users_own() => Verify.SilentAsync(
        """
        class SemaphoreSlim { public void Wait() { } }
        static class Parallel { public static void For(int a, int b, Action<int> c) { } }
        class StreamReader { public bool EndOfStream => true; }
        class C { async Task M(SemaphoreSlim s, StreamReader r) { await Task.Yield(); s.Wait(); Parallel.For(1, 2, i => { }); if (r.EndOfStream) { } } }
        """);

    [Fact]
    public Task Keys_in_the_entry_point() => Verify.SilentAsync(
        "class Program { static async Task Main() { await Task.Yield(); Console.ReadLine(); Console.ReadKey(true); } }",
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Keys_in_top_level_statements() => Verify.SilentAsync(
        "await Task.Yield(); Console.ReadLine();",
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Waits_in_top_level_statements() => Verify.FixesAsync(
        "var gate = new SemaphoreSlim(1); await Task.Yield(); [|gate.Wait()|];",
        "var gate = new SemaphoreSlim(1); await Task.Yield(); await gate.WaitAsync();",
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Enumerating_what_a_queue_hands_out() => Verify.ReportsAsync(
        Usings + "class C { public async Task M(BlockingCollection<int> q) { foreach (int x in [|q.GetConsumingEnumerable()|]) { await Task.Delay(x); } } }");

    // ---- lists ----

    [Theory]
    [InlineData("M:Lib.Db.Save(System.Int32)")]
    [InlineData("M:Lib.Db.Save")]
    [InlineData("  M:Lib.Db.Save   # saves")]
    [InlineData("T:Lib.Db")]
    [InlineData("N:Lib*")]
    [InlineData("N:Lib")]
    [InlineData("M:Lib.IDb.Save")]
    [InlineData("M:Lib.DbBase.Save")]
    [InlineData("# all of it\n\nT:Lib.DbBase")]
    public Task Listed_by_the_user(string line) => Verify.FixesAsync(
        Listed("[|db.Save(1)|];"),
        Listed("await Task.Run(() => db.Save(1));"),
        configure: test => List(test, line));

    [Theory]
    [InlineData("M:Lib.Db.Save => SaveAsync", "db.SaveAsync(1, token)")]
    [InlineData("M:Lib.Db.Save => M:Lib.Db.SaveAsync(System.Int32,System.Threading.CancellationToken)", "db.SaveAsync(1, token)")]
    [InlineData("M:Lib.Db.Save => M:Lib.DbExtensions.StoreAsync", "db.StoreAsync(1)")]
    public Task Listed_with_a_replacement(string line, string awaited) => Verify.FixesAsync(
        Listed("[|db.Save(1)|];"),
        Listed($"await {awaited};"),
        configure: test => List(test, line));

    [Fact]
    public Task Listed_property() => Verify.FixesAsync(
        Listed("int n = [|db.Count|] + 1;"),
        Listed("int n = await db.CountAsync() + 1;"),
        configure: test => List(test, "P:Lib.Db.Count => CountAsync"));

    [Fact]
    public Task Message_of_what_is_listed() => Verify.FixesAsync(
        Listed("{|#0:db.Save(1)|};"),
        Listed("await db.SaveAsync(1, token);"),
        configure: test =>
        {
            List(test, "M:Lib.Db.Save => SaveAsync");
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Warning).WithLocation(0)
                .WithMessage("'Db.Save' blocks the thread of 'M' while it waits; use 'await SaveAsync'"));
        });

    [Fact]
    public Task Several_lists() => Verify.ReportsAsync(
        Listed("lock (this) { [|db.Save(1)|]; [|db.Load()|]; }"),
        configure: test =>
        {
            List(test, "M:Lib.Db.Save");
            test.TestState.AdditionalFiles.Add(("/lib/buildTransitive/AsyncAnalyzers.BlockingApis.txt", "M:Lib.Db.Load"));
        });

    [Theory]
    [InlineData("M:Lib.Db.Save(System.String)", "db.Save(1);")]
    [InlineData("M:Lib.Db.Sav", "db.Save(1);")]
    [InlineData("M:Other.Db.Save", "db.Save(1);")]
    [InlineData("N:Li*", "db.Save(1);")]
    [InlineData("T:Lib.Db", "await db.SaveAsync(1); db.ToString(); int n = db.Count;")]
    [InlineData("T:Lib.Db\n!M:Lib.Db.Save", "db.Save(1);")]
    [InlineData("!N:Lib*\nM:Lib.Db.Save", "db.Save(1);")]
    [InlineData("# M:Lib.Db.Save", "db.Save(1);")]
    [InlineData("!M:System.Threading.SemaphoreSlim.Wait", "new System.Threading.SemaphoreSlim(1).Wait();")]
    [InlineData("!T:System.Threading.SemaphoreSlim", "new System.Threading.SemaphoreSlim(1).Wait();")]
    [InlineData("!M:System.Threading.WaitHandle.WaitOne", "new System.Threading.AutoResetEvent(true).WaitOne();")]
    public Task Not_listed_or_taken_out(string lines, string statement) => Verify.SilentAsync(
        Listed(statement),
        configure: test => List(test, lines));

    [Fact]
    public Task Another_file_is_no_list() => Verify.SilentAsync(
        Listed("db.Save(1);"),
        configure: test => test.TestState.AdditionalFiles.Add(("/0/BlockingApis.txt", "M:Lib.Db.Save")));

    [Fact]
    public Task Taken_out_is_one_overload() => Verify.FixesAsync(
        "class C { async Task M(SemaphoreSlim s) { await Task.Yield(); s.Wait(); [|s.Wait(5)|]; } }",
        "class C { async Task M(SemaphoreSlim s) { await Task.Yield(); s.Wait(); await s.WaitAsync(5); } }",
        configure: test => List(test, "!M:System.Threading.SemaphoreSlim.Wait()"));

    [Fact]
    public Task Extension_methods_can_be_listed() => Verify.FixesAsync(
        "static class X { public static int Get(this string s) => 1; public static Task<int> GetAsync(this string s) => Task.FromResult(1); } class C { async Task<int> M(string s) { await Task.Yield(); return [|s.Get()|]; } }",
        "static class X { public static int Get(this string s) => 1; public static Task<int> GetAsync(this string s) => Task.FromResult(1); } class C { async Task<int> M(string s) { await Task.Yield(); return await s.GetAsync(); } }",
        configure: test => List(test, "M:X.Get(System.String) => GetAsync"));

    // ---- libraries that block ----

    [Fact]
    public Task Wait_and_unwrap() => Verify.FixesAsync(
        Nito + "class C { async Task M(Task t) { await Task.Yield(); [|t.WaitAndUnwrapException()|]; } }",
        Nito + "class C { async Task M(Task t) { await Task.Yield(); await t; } }");

    [Fact]
    public Task Unwrapping_what_is_complete() => Verify.SilentAsync(
        Nito + "class C { async Task M() { await Task.Yield(); Task.CompletedTask.WaitAndUnwrapException(); } }");

    [Theory]
    [InlineData("[|jtf.Run(async () => await Task.Yield())|];", "await jtf.RunAsync(async () => await Task.Yield());")]
    [InlineData("[|jtf.Run(() => Task.Delay(1))|];", "await jtf.RunAsync(() => Task.Delay(1));")]
    [InlineData("[|jtf.Run(async delegate { await Task.Yield(); })|];", "await jtf.RunAsync(async delegate { await Task.Yield(); });")]
    [InlineData("[|jtf.Run(WorkAsync)|];", "await jtf.RunAsync(WorkAsync);")]
    [InlineData("_ = [|jtf.Run(async () => { await Task.Yield(); return 1; })|];", "_ = await jtf.RunAsync(async () => { await Task.Yield(); return 1; });")]
    [InlineData("int n = [|jtf.Run(async () => { await Task.Yield(); return 1; })|] + 1;", "int n = await jtf.RunAsync(async () => { await Task.Yield(); return 1; }) + 1;")]
    [InlineData("[|task.Join()|];", "await task.JoinAsync();")]
    [InlineData("[|task.Join(token)|];", "await task.JoinAsync(token);")]
    [InlineData("int n = [|number.Join()|];", "int n = await number.JoinAsync();")]
    public Task Joinable_tasks(string statement, string repaired) => Verify.FixesAsync(
        Joinable + "class C { Task WorkAsync() => Task.CompletedTask; async Task M(JoinableTaskFactory jtf, JoinableTask task, JoinableTask<int> number, CancellationToken token) { await Task.Yield(); " + statement + " } }",
        Joinable + "class C { Task WorkAsync() => Task.CompletedTask; async Task M(JoinableTaskFactory jtf, JoinableTask task, JoinableTask<int> number, CancellationToken token) { await Task.Yield(); " + repaired + " } }");

    [Theory]
    [InlineData("async Task M() { await _jtf.RunAsync(WorkAsync); }")]
    [InlineData("async Task M() { await Task.Run(WorkAsync); }")]
    [InlineData("async Task M(Host host) { await Task.Yield(); host.Run(WorkAsync); host.Join(); string.Join(\",\", new int[1]); }")]
    [InlineData("void M() { _jtf.Run(WorkAsync); }")]
    [InlineData("async Task M(JoinableTask<int> number) { await Task.Yield(); if (number.IsCompleted) { number.Join(); } }")]
    [InlineData("async Task M() { await Task.Run(() => _jtf.Run(WorkAsync)); }")]
    public Task What_is_no_wait_of_joinable_tasks(string members) => Verify.SilentAsync(
        Joinable + "class Host { public void Run(Func<Task> f) { } public void Join() { } } class C { readonly JoinableTaskFactory _jtf = null!; Task WorkAsync() => Task.CompletedTask; " + members + " }");

    private const string Joinable = "using Microsoft.VisualStudio.Threading; namespace Microsoft.VisualStudio.Threading { "
        + "public class JoinableTaskContext : IDisposable { public void Dispose() { } } "
        + "public class JoinableTaskFactory { public JoinableTaskFactory(JoinableTaskContext c) { } public void Run(Func<Task> f) { } public T Run<T>(Func<Task<T>> f) => default!; public JoinableTask RunAsync(Func<Task> f) => null!; public JoinableTask<T> RunAsync<T>(Func<Task<T>> f) => null!; } "
        + "public class JoinableTask { public bool IsCompleted { get; } public void Join(CancellationToken token = default) { } public Task JoinAsync(CancellationToken token = default) => null!; public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; } "
        + "public class JoinableTask<T> : JoinableTask { public new T Join(CancellationToken token = default) => default!; public new Task<T> JoinAsync(CancellationToken token = default) => null!; public new System.Runtime.CompilerServices.TaskAwaiter<T> GetAwaiter() => default; } } ";

    private const string Nito = "using Nito.AsyncEx.Synchronous; namespace Nito.AsyncEx.Synchronous { public static class TaskExtensions { public static void WaitAndUnwrapException(this Task task) { } } } ";

    private static string Listed(string statement) =>
        $$"""
        using Lib;
        class C { async Task M(Lib.Db db, System.Threading.CancellationToken token) { await System.Threading.Tasks.Task.Yield(); {{statement}} } }
        namespace Lib
        {
            using System.Threading;
            using System.Threading.Tasks;
            public interface IDb { void Save(int x); }
            public abstract class DbBase { public abstract void Save(int x); }
            public class Db : DbBase, IDb
            {
                public override void Save(int x) { }
                public Task SaveAsync(int x, CancellationToken token = default) => Task.CompletedTask;
                public int Load() => 1;
                public int Count => 1;
                public Task<int> CountAsync() => Task.FromResult(1);
            }
            public static class DbExtensions { public static Task StoreAsync(this Db db, int x) => Task.CompletedTask; }
        }
        """;

    private static void List(AnalyzerTest<DefaultVerifier> test, string lines)
        => test.TestState.AdditionalFiles.Add(("/0/AsyncAnalyzers.BlockingApis.txt", lines));
}
