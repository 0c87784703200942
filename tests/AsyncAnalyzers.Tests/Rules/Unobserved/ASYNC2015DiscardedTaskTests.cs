using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2015DiscardedTaskTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(int id = 0); ValueTask VAsync(); Func<Task> Handler { get; } T Any<T>(); }
        """;

    private const string Forget = """

        static class TaskExtensions
        {
            public static async void Forget(this Task task, string? name = null) { try { await task; } catch (Exception e) { Console.Error.WriteLine(name + e); } }
        }
        """;

    // ---- reported and repaired ----

    [Fact]
    public Task Awaited_in_an_async_method() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await Task.Yield();
                // refreshes the index
                [|_ = svc.DoAsync()|]; // now
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await Task.Yield();
                // refreshes the index
                await svc.DoAsync(); // now
            }
        }
        """ + Svc);

    [Fact]
    public Task Severity_and_message() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc) { {|#0:_ = svc.DoAsync()|}; await Task.Yield(); }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync(); await Task.Yield(); }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2015", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "Exceptions of 'DoAsync' are lost because its task is discarded; await it, or call it in an async function that logs exceptions")));

    [Fact]
    public Task Synchronous_method_and_its_callers_become_async() => Verify.FixesAsync("""
        class C
        {
            internal void M(ISvc svc) { [|_ = svc.GetAsync(1)|]; }
            async Task N(ISvc svc) { await Task.Yield(); M(svc); }
        }
        """ + Svc, """
        class C
        {
            internal async Task M(ISvc svc) { await svc.GetAsync(1); }
            async Task N(ISvc svc) { await Task.Yield(); await M(svc); }
        }
        """ + Svc);

    [Fact]
    public Task Value_task_delegate_and_ConfigureAwait() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc, Func<Task> work)
            {
                [|_ = svc.VAsync()|];
                [|_ = work()|];
                [|_ = svc.VAsync().AsTask()|];
                await Task.Yield();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc, Func<Task> work)
            {
                await svc.VAsync();
                await work();
                await svc.VAsync().AsTask();
                await Task.Yield();
            }
        }
        """ + Svc);

    [Fact]
    public Task Habit_of_ConfigureAwait() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); [|_ = svc.DoAsync().ConfigureAwait(false)|]; [|_ = svc.GetAsync()|]; }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); await svc.DoAsync().ConfigureAwait(false); await svc.GetAsync().ConfigureAwait(false); }
        }
        """ + Svc);

    [Fact]
    public Task Method_of_the_project_that_observes_failures() => Verify.FixesAsync("""
        class C
        {
            public C(ISvc svc)
            {
                // starts
                [|_ = svc.DoAsync()|]; // goes on
            }
        }
        """ + Svc + Forget, """
        class C
        {
            public C(ISvc svc)
            {
                // starts
                svc.DoAsync().Forget(); // goes on
            }
        }
        """ + Svc + Forget);

    [Fact]
    public Task Second_action_in_async_code_is_the_observer() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc) { [|_ = svc.GetAsync().ConfigureAwait(false)|]; await Task.Yield(); }
        }
        """ + Svc + Forget, """
        class C
        {
            async Task M(ISvc svc) { svc.GetAsync().Forget(); await Task.Yield(); }
        }
        """ + Svc + Forget, codeActionIndex: 1);

    [Fact]
    public Task Constructor_gets_a_function_that_logs() => Verify.FixesAsync("""
        class C
        {
            public C(ISvc svc, int id)
            {
                // starts
                [|_ = svc.GetAsync(id)|]; // goes on
                Console.WriteLine();
            }
        }
        """ + Svc, """
        using System.Diagnostics;

        class C
        {
            public C(ISvc svc, int id)
            {
                // starts
                _ = GetAndLogAsync(); // goes on

                async Task GetAndLogAsync()
                {
                    try
                    {
                        await svc.GetAsync(id);
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                }
                Console.WriteLine();
            }
        }
        """ + Svc);

    [Fact]
    public Task Function_logs_by_the_logger_in_scope() => Verify.FixesAsync("""
        interface ILogger { void LogError(Exception e, string message); }
        class C
        {
            private readonly ILogger _logger;
            public C(ILogger logger, ISvc svc)
            {
                _logger = logger;
                [|_ = svc.DoAsync()|];
            }
        }
        """ + Svc, """
        interface ILogger { void LogError(Exception e, string message); }
        class C
        {
            private readonly ILogger _logger;
            public C(ILogger logger, ISvc svc)
            {
                _logger = logger;
                _ = DoAndLogAsync();

                async Task DoAndLogAsync()
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        _logger.LogError(exception, "DoAsync failed");
                    }
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Two_in_one_constructor() => Verify.FixesAsync("""
        class C
        {
            public C(ISvc svc)
            {
                [|_ = svc.DoAsync()|];
                [|_ = svc.DoAsync()|];
            }
        }
        """ + Svc, """
        using System.Diagnostics;

        class C
        {
            public C(ISvc svc)
            {
                _ = DoAndLogAsync();

                async Task DoAndLogAsync()
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                }
                _ = DoAndLog2Async();

                async Task DoAndLog2Async()
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Task_Run() => Verify.FixesAsync("""
        class C
        {
            async Task M(Action work)
            {
                [|_ = Task.Run(work)|];
                [|_ = Task.Run(() => { work(); })|];
                await Task.Yield();
            }
        }
        """, """
        class C
        {
            async Task M(Action work)
            {
                await Task.Run(work);
                await Task.Run(() => { work(); });
                await Task.Yield();
            }
        }
        """, codeActionIndex: 1);

    [Fact]
    public Task Endless_work_is_not_awaited() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                [|_ = Task.Run(async () => { while (true) { await svc.DoAsync(); } })|];
                await Task.Yield();
            }
        }
        """ + Svc, """
        using System.Diagnostics;

        class C
        {
            async Task M(ISvc svc)
            {
                _ = RunInBackgroundAndLogAsync();

                async Task RunInBackgroundAndLogAsync()
                {
                    try
                    {
                        await Task.Run(async () => { while (true) { await svc.DoAsync(); } });
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                }
                await Task.Yield();
            }
        }
        """ + Svc);

    [Fact]
    public Task Expression_bodies_and_lambdas() => Verify.FixesAsync("""
        class C
        {
            private async Task M(ISvc svc, Action<Action> run)
            {
                void Local() => [|_ = svc.DoAsync()|];
                Local();
                await Task.Yield();
            }
        }
        """ + Svc, """
        class C
        {
            private async Task M(ISvc svc, Action<Action> run)
            {
                async Task Local() => await svc.DoAsync();
                await Local();
                await Task.Yield();
            }
        }
        """ + Svc);

    [Fact]
    public Task Lambda_behind_null_conditional_and_lock_without_a_fix() => Verify.ReportsAsync("""
        class C
        {
            void M(ISvc? svc, Action<Action> run)
            {
                run(() => [|_ = svc!.DoAsync()|]);
                [|_ = svc?.DoAsync()|];
            }
        }
        """ + Svc);

    [Fact]
    public Task Callee_that_catches_only_some_exceptions() => Verify.FixesAsync("""
        class C
        {
            async Task SaveAsync() { try { await Task.Delay(1, default); } catch (IOException) { } }
            async Task RethrowAsync() { try { await Task.Delay(1, default); } catch (Exception) { throw; } }
            async Task PartlyAsync(Task first) { await first; try { await Task.Yield(); } catch (Exception) { } }
            async Task M() { [|_ = SaveAsync()|]; [|_ = RethrowAsync()|]; [|_ = PartlyAsync(Task.CompletedTask)|]; await Task.Yield(); }
        }
        """, """
        class C
        {
            async Task SaveAsync() { try { await Task.Delay(1, default); } catch (IOException) { } }
            async Task RethrowAsync() { try { await Task.Delay(1, default); } catch (Exception) { throw; } }
            async Task PartlyAsync(Task first) { await first; try { await Task.Yield(); } catch (Exception) { } }
            async Task M() { await SaveAsync(); await RethrowAsync(); await PartlyAsync(Task.CompletedTask); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task Continuation_that_does_not_look() => Verify.FixesAsync("""
        class C
        {
            bool _done;
            async Task M(ISvc svc) { [|_ = svc.DoAsync().ContinueWith(_ => _done = true)|]; await Task.Yield(); }
        }
        """ + Svc, """
        class C
        {
            bool _done;
            async Task M(ISvc svc) { await svc.DoAsync().ContinueWith(_ => _done = true); await Task.Yield(); }
        }
        """ + Svc);

    [Fact]
    public Task All_of_several() => Verify.FixesAsync("""
        class C { async Task M(Task a, Task b) { [|_ = Task.WhenAll(a, b)|]; await Task.Yield(); } }
        """, """
        class C { async Task M(Task a, Task b) { await Task.WhenAll(a, b); await Task.Yield(); } }
        """);

    [Fact]
    public Task Method_that_may_be_overridden() => Verify.FixesAsync("""
        public class C
        {
            protected virtual async Task SaveAsync() { try { await Task.Delay(1, default); } catch (Exception) { } }
            async Task M() { [|_ = SaveAsync()|]; await Task.Yield(); }
        }
        """, """
        public class C
        {
            protected virtual async Task SaveAsync() { try { await Task.Delay(1, default); } catch (Exception) { } }
            async Task M() { await SaveAsync(); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        await Task.Yield();
        [|_ = Work()|];
        static async Task Work() { await Task.Delay(1, default); throw new IOException(); }
        """, """
        await Task.Yield();
        await Work();
        static async Task Work() { await Task.Delay(1, default); throw new IOException(); }
        """, outputKind: OutputKind.ConsoleApplication);

    // ---- silent ----

    [Fact]
    public Task Dropped_without_a_discard_is_another_rules() => Verify.SilentAsync("""
        class C { void M(ISvc svc) { svc.DoAsync(); } }
        """ + Svc);

    [Fact]
    public Task Used_in_any_way() => Verify.SilentAsync("""
        class C
        {
            Task? _task;
            async Task M(ISvc svc)
            {
                var t = svc.DoAsync();
                _task = svc.DoAsync();
                await t;
                _ = await svc.GetAsync();
                _ = svc.GetAsync().Result;
                _ = t;
                _ = _task;
            }
        }
        """ + Svc);

    [Fact]
    public Task Other_values_are_discarded() => Verify.SilentAsync("""
        class C
        {
            void M(List<int> list, ISvc svc)
            {
                _ = list.Remove(1);
                _ = svc.Handler;
                _ = string.Concat("a", "b");
                _ = new C();
            }
        }
        """ + Svc);

    [Fact]
    public Task Variable_named_with_an_underscore() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                Task _;
                _ = svc.DoAsync();
                await _;
            }
            void N(ISvc svc, Action<Action<Task>> run) => run(_ => _ = svc.DoAsync());
        }
        """ + Svc);

    [Fact]
    public Task Complete_or_harmless_tasks() => Verify.SilentAsync("""
        class C
        {
            void M(CancellationToken stop)
            {
                _ = Task.FromResult(1);
                _ = Task.Delay(1000, stop);
                _ = Task.WhenAny(Task.CompletedTask);
                _ = ValueTask.FromResult(1);
                _ = Task.FromException(new IOException());
            }
        }
        """);

    [Fact]
    public Task Callee_that_catches_everything() => Verify.SilentAsync("""
        class C
        {
            async Task SaveAsync(ISvc svc) { try { await svc.DoAsync(); } catch (Exception e) { Console.WriteLine(e); } }
            async Task LoopAsync(ISvc svc)
            {
                while (true)
                {
                    try { await svc.DoAsync(); } catch { Console.WriteLine(); }
                    await Task.Delay(1000);
                }
            }
            async Task OuterAsync(ISvc svc) => await SaveAsync(svc).ConfigureAwait(false);
            Task ForwardAsync(ISvc svc) => SaveAsync(svc);
            void M(ISvc svc)
            {
                _ = SaveAsync(svc);
                _ = LoopAsync(svc);
                _ = OuterAsync(svc);
                _ = ForwardAsync(svc);
                _ = Local();
                async Task Local() { try { await svc.DoAsync(); } catch (Exception e) { Console.WriteLine(e); } finally { Console.WriteLine(); } }
            }
        }
        """ + Svc);

    [Fact]
    public Task Callee_of_another_file_that_catches_everything() => Verify.SilentAsync("""
        class C { void M(Saver saver) { _ = saver.SaveAsync(Task.CompletedTask); } }
        """, configure: test => test.TestState.Sources.Add("""
        sealed class Saver { public async Task SaveAsync(Task t) { try { await t; } catch (Exception e) { Console.WriteLine(e); } } }
        """));

    [Fact]
    public Task Work_on_the_pool_that_catches_everything() => Verify.SilentAsync("""
        class C
        {
            void M(Action work, ISvc svc)
            {
                _ = Task.Run(() => { try { work(); } catch (Exception e) { Console.WriteLine(e); } });
                _ = Task.Run(async () => { try { await svc.DoAsync(); } catch (Exception e) { Console.WriteLine(e); } });
                _ = Task.Run(() => SafeAsync(svc));
                _ = Task.Run(Safe);
                _ = Task.Factory.StartNew(() => { try { work(); } catch { } }, TaskCreationOptions.LongRunning);
            }
            void Safe() { try { Console.WriteLine(); } catch (Exception) { } }
            async Task SafeAsync(ISvc svc) { try { await svc.DoAsync(); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """ + Svc);

    [Fact]
    public Task Continuation_that_looks() => Verify.SilentAsync("""
        class C
        {
            void M(ISvc svc)
            {
                _ = svc.DoAsync().ContinueWith(t => Console.WriteLine(t.Exception), TaskContinuationOptions.OnlyOnFaulted);
                _ = svc.DoAsync().ContinueWith(t => { if (t.IsFaulted) { Console.WriteLine(); } });
                _ = svc.DoAsync().ContinueWith(_ => Console.WriteLine("failed"), TaskContinuationOptions.OnlyOnFaulted);
                _ = svc.DoAsync().ContinueWith(Log);
                _ = svc.GetAsync().ContinueWith(t => Console.WriteLine(t.Result));
            }
            static void Log(Task t) { }
        }
        """ + Svc);

    [Fact]
    public Task Helpers_that_observe() => Verify.SilentAsync("""
        class C { void M(ISvc svc) { svc.DoAsync().Forget(); } }
        """ + Svc + Forget);

    [Fact]
    public Task Callee_that_hands_out_a_complete_task() => Verify.SilentAsync("""
        class C
        {
            Task DoneAsync() { Console.WriteLine(); return Task.CompletedTask; }
            Task<int> OneAsync() => Task.FromResult(1);
            void M() { _ = DoneAsync(); _ = OneAsync(); }
        }
        """);

    [Fact]
    public Task Mocks_and_what_hands_out_what_it_was_given() => Verify.SilentAsync("""
        class C { void M(ISvc svc, Queue<Task> queue) { _ = svc.Any<Task>(); _ = queue.Dequeue(); _ = Interlocked.Exchange(ref _last, Task.CompletedTask); } Task _last = Task.CompletedTask; }
        """ + Svc);

    [Fact]
    public Task Expression_tree() => Verify.SilentAsync("""
        using System.Linq.Expressions;
        class C { Expression<Func<ISvc, Task>> F = svc => svc.DoAsync(); }
        """ + Svc);

    [Fact]
    public Task Deconstruction_and_out_discards() => Verify.SilentAsync("""
        class C
        {
            void M() { (_, int n) = Two(); Get(out _); Console.WriteLine(n); }
            (Task, int) Two() => (Task.CompletedTask, 1);
            void Get(out Task t) => t = Task.CompletedTask;
        }
        """);

    // ---- a resource that is gone before the task ends ----

    private const string Resource = """

        sealed class Res : IDisposable { public async Task UseAsync() => await Task.Yield(); public int Use() => 1; public void Dispose() => GC.SuppressFinalize(this); }
        """;

    [Theory]
    [InlineData("using var r = new Res(); _ = r.UseAsync();")]
    [InlineData("using var r = new Res(); _ = r.UseAsync().ConfigureAwait(false);")]
    [InlineData("using (var r = new Res()) { if (a) { _ = Task.Run(() => r.Use()); } }")]
    [InlineData("using var r = new Res(); _ = Task.WhenAll(r.UseAsync(), Task.CompletedTask);")]
    [InlineData("var r = new Res(); try { _ = r.UseAsync(); } finally { r.Dispose(); }")]
    public async Task Disposed_while_in_use_is_the_other_rules_alone(string statements)
    {
        string source = "class C { async Task M(bool a) { await Task.Yield(); " + statements + " } }" + Resource;
        ImmutableArray<Diagnostic> reports = await Conformance.TestedCode.Create(source).ReportsAsync();
        Assert.Single(reports, report => report.Id == "ASYNC2013");
        Assert.DoesNotContain(reports, report => report.Id == "ASYNC2015");
    }

    [Theory]
    [InlineData("var r = new Res(); _ = r.UseAsync();")]
    [InlineData("using (var r = new Res()) { r.Use(); } _ = new Res().UseAsync();")]
    [InlineData("using var r = new Res(); _ = new Res().UseAsync();")]
    [InlineData("using var r = new Res(); _ = Task.Run(() => 1);")]
    public async Task Not_in_use_is_ours_alone(string statements)
    {
        string source = "class C { async Task M(bool a) { await Task.Yield(); " + statements + " } }" + Resource;
        ImmutableArray<Diagnostic> reports = await Conformance.TestedCode.Create(source).ReportsAsync();
        Assert.Single(reports, report => report.Id == "ASYNC2015");
        Assert.DoesNotContain(reports, report => report.Id == "ASYNC2013");
    }
}
