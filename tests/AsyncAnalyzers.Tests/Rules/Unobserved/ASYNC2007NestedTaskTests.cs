using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Lost = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2007NestedTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2007NestedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2007NestedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2007NestedTaskTests
{
    private const string Work = """

        static class Work
        {
            public static Task DoAsync() => Task.Delay(1);
            public static Task<int> GetAsync() => Task.FromResult(1);
            public static ValueTask SlimAsync() => new ValueTask(Task.Delay(1));
            public static async Task LoopAsync(CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Delay(1); } }
            public static Task<T> OnLoopAsync<T>(Func<T> work) => Task.FromResult(work());
            public static Task CallAsync(Func<Task> work) => work();
        }
        """;

    // ---- StartNew: Task.Run ----

    [Fact]
    public Task Awaited() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                // in the background
                await Task.Factory.[|StartNew|](async () => await Work.DoAsync()); // done
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                // in the background
                await Task.Run(async () => await Work.DoAsync()); // done
            }
        }
        """ + Work);

    [Fact]
    public Task Awaited_with_a_block_and_ConfigureAwait() => Verify.FixesAsync("""
        class C
        {
            async Task M(int n)
            {
                await Task.Factory.[|StartNew|](async () =>
                {
                    // saves
                    await Work.DoAsync();
                    n++;
                }).ConfigureAwait(false);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(int n)
            {
                await Task.Run(async () =>
                {
                    // saves
                    await Work.DoAsync();
                    n++;
                }).ConfigureAwait(false);
            }
        }
        """ + Work);

    [Fact]
    public Task Lambda_without_async() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await Task.Factory.[|StartNew|](() => Work.DoAsync()); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await Task.Run(() => Work.DoAsync()); }
        }
        """ + Work);

    [Fact]
    public Task Lambda_that_returns_a_task_in_a_block() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await Task.Factory.[|StartNew|](() => { Console.WriteLine(); return Work.DoAsync(); }); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await Task.Run(() => { Console.WriteLine(); return Work.DoAsync(); }); }
        }
        """ + Work);

    [Fact]
    public Task Method_group() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await Task.Factory.[|StartNew|](Work.DoAsync); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await Task.Run(Work.DoAsync); }
        }
        """ + Work);

    [Fact]
    public Task Anonymous_method_and_type_argument() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                await Task.Factory.[|StartNew|](async delegate { await Work.DoAsync(); });
                await Task.Factory.[|StartNew|]<Task>(async () => await Work.DoAsync());
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                await Task.Run(async delegate { await Work.DoAsync(); });
                await Task.Run(async () => await Work.DoAsync());
            }
        }
        """ + Work);

    [Fact]
    public Task Token_stays() => Verify.FixesAsync("""
        class C
        {
            async Task M(CancellationToken token) { await Task.Factory.[|StartNew|](async () => await Work.DoAsync(), token); }
        }
        """ + Work, """
        class C
        {
            async Task M(CancellationToken token) { await Task.Run(async () => await Work.DoAsync(), token); }
        }
        """ + Work);

    [Fact]
    public Task Arguments_that_say_what_Task_Run_does_anyway_go() => Verify.FixesAsync("""
        class C
        {
            async Task M(CancellationToken token)
            {
                await Task.Factory.[|StartNew|](
                    async () => await Work.DoAsync(),
                    CancellationToken.None,
                    TaskCreationOptions.DenyChildAttach,
                    TaskScheduler.Default);
                await Task.Factory.[|StartNew|](async () => await Work.DoAsync(), token, TaskCreationOptions.None, TaskScheduler.Default);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(CancellationToken token)
            {
                await Task.Run(
                    async () => await Work.DoAsync());
                await Task.Run(async () => await Work.DoAsync(), token);
            }
        }
        """ + Work);

    [Fact]
    public Task Qualified_and_on_several_lines() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                await System.Threading.Tasks.Task
                    .Factory
                    .[|StartNew|](async () => await Work.DoAsync());
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                await System.Threading.Tasks.Task
                    .Run(async () => await Work.DoAsync());
            }
        }
        """ + Work);

    [Fact]
    public Task Returned() => Verify.FixesAsync("""
        class C
        {
            Task M()
            {
                return Task.Factory.[|StartNew|](async () => await Work.DoAsync());
            }
            Task N() => Task.Factory.[|StartNew|](async () => await Work.DoAsync());
            Func<Task> F() => () => Task.Factory.[|StartNew|](async () => await Work.DoAsync());
        }
        """ + Work, """
        class C
        {
            Task M()
            {
                return Task.Run(async () => await Work.DoAsync());
            }
            Task N() => Task.Run(async () => await Work.DoAsync());
            Func<Task> F() => () => Task.Run(async () => await Work.DoAsync());
        }
        """ + Work);

    [Fact]
    public Task Kept_in_a_field_that_somebody_awaits() => Verify.FixesAsync("""
        class C
        {
            private Task? _loop;
            void Start(CancellationToken token) { _loop = Task.Factory.[|StartNew|](async () => { while (!token.IsCancellationRequested) { await Work.DoAsync(); } }); }
            async Task StopAsync() { if (_loop != null) { await _loop; } }
        }
        """ + Work, """
        class C
        {
            private Task? _loop;
            void Start(CancellationToken token) { _loop = Task.Run(async () => { while (!token.IsCancellationRequested) { await Work.DoAsync(); } }); }
            async Task StopAsync() { if (_loop != null) { await _loop; } }
        }
        """ + Work);

    [Fact]
    public Task Kept_in_a_property() => Verify.FixesAsync("""
        class C
        {
            public Task Ready { get; } = Task.Factory.[|StartNew|](async () => await Work.DoAsync());
            public Task? Other { get; set; }
            void M() => Other = Task.Factory.[|StartNew|](async () => await Work.DoAsync());
        }
        """ + Work, """
        class C
        {
            public Task Ready { get; } = Task.Run(async () => await Work.DoAsync());
            public Task? Other { get; set; }
            void M() => Other = Task.Run(async () => await Work.DoAsync());
        }
        """ + Work);

    [Fact]
    public Task Kept_in_a_local_of_type_Task() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                Task work = Task.Factory.[|StartNew|](async () => await Work.DoAsync());
                await work;
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                Task work = Task.Run(async () => await Work.DoAsync());
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Kept_in_a_var_that_is_awaited_once() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                var work = Task.Factory.[|StartNew|](async () => await Work.DoAsync());
                Console.WriteLine(work.IsCompleted);
                await work;
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                var work = Task.Run(async () => await Work.DoAsync());
                Console.WriteLine(work.IsCompleted);
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Passed_to_what_takes_tasks() => Verify.FixesAsync("""
        class C
        {
            async Task M(List<Task> tasks, Task other)
            {
                tasks.Add(Task.Factory.[|StartNew|](async () => await Work.DoAsync()));
                await Task.WhenAll(Task.Factory.[|StartNew|](async () => await Work.DoAsync()), other);
                await Task.WhenAny(Task.Factory.[|StartNew|](async () => await Work.DoAsync()), other);
                await Task.WhenAll(tasks);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(List<Task> tasks, Task other)
            {
                tasks.Add(Task.Run(async () => await Work.DoAsync()));
                await Task.WhenAll(Task.Run(async () => await Work.DoAsync()), other);
                await Task.WhenAny(Task.Run(async () => await Work.DoAsync()), other);
                await Task.WhenAll(tasks);
            }
        }
        """ + Work);

    [Fact]
    public Task Kept_in_an_array() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                var tasks = new Task[2];
                for (int i = 0; i < 2; i++)
                {
                    tasks[i] = Task.Factory.[|StartNew|](async () => await Work.DoAsync());
                }
                await Task.WhenAll(tasks);
                await Task.WhenAll(new Task[] { Task.Factory.[|StartNew|](async () => await Work.DoAsync()) });
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                var tasks = new Task[2];
                for (int i = 0; i < 2; i++)
                {
                    tasks[i] = Task.Run(async () => await Work.DoAsync());
                }
                await Task.WhenAll(tasks);
                await Task.WhenAll(new Task[] { Task.Run(async () => await Work.DoAsync()) });
            }
        }
        """ + Work);

    [Theory]
    [InlineData("await first.ContinueWith(_ => Task.CompletedTask);")]
    [InlineData("await first.ContinueWith(t => { Console.WriteLine(t.Id); return Task.CompletedTask; });")]
    [InlineData("await Task.Factory.StartNew(() => { Console.WriteLine(); return Task.FromResult(1); });")]
    public Task With_a_complete_task_nothing_is_lost(string statement) => Verify.SilentAsync(
        "class C { async Task M(Task<int> first) { " + statement + " } }" + Work);

    [Theory]
    [InlineData("await first.[|ContinueWith|](t => { if (t.IsFaulted) return Task.CompletedTask; return Work.DoAsync(); });")]
    [InlineData("await Task.Factory.[|StartNew|](() => { Console.WriteLine(); return Work.DoAsync(); });")]
    public Task Not_always_complete(string statement) => Lost.ReportsAsync(
        "class C { async Task M(Task<int> first) { " + statement + " } }" + Work);

    [Theory]
    [InlineData("Task M() => Task.[|WhenAll|](Task.Factory.StartNew(async () => await Work.DoAsync()), Task.Factory.StartNew(async () => await Work.DoAsync()));")]
    [InlineData("Task M(int[] ids) { return Task.[|WhenAll|](ids.Select(i => Task.Factory.StartNew(async () => await Work.DoAsync()))); }")]
    public Task WhenAll_that_is_returned(string member) => Lost.ReportsAsync("class C { " + member + " }" + Work);

    [Theory]
    [InlineData("Task<Task[]> M() => Task.WhenAll(Task.Factory.StartNew(async () => await Work.DoAsync()));")]
    [InlineData("Task M(int[] ids) => Task.WhenAll(ids.Select(i => Task.Run(async () => await Work.DoAsync())));")]
    [InlineData("Task M(int[] ids) => Task.WhenAll(ids.Select(i => Task.Factory.StartNew(async () => await Work.DoAsync()).Unwrap()));")]
    public Task WhenAll_that_loses_nothing(string member) => Verify.SilentAsync("class C { " + member + " }" + Work);

    [FactSinceCSharp(12)]
    public Task Kept_in_a_collection_expression() => Verify.FixesAsync("""
        class C
        {
            async Task M(Task other)
            {
                Task[] tasks = [other, Task.Factory.[|StartNew|](async () => await Work.DoAsync())];
                await Task.WhenAll(tasks);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(Task other)
            {
                Task[] tasks = [other, Task.Run(async () => await Work.DoAsync())];
                await Task.WhenAll(tasks);
            }
        }
        """ + Work);

    [Fact]
    public Task One_branch_of_a_condition() => Verify.FixesAsync("""
        class C
        {
            Task M(bool fast) => fast ? Task.CompletedTask : Task.Factory.[|StartNew|](async () => await Work.DoAsync());
        }
        """ + Work, """
        class C
        {
            Task M(bool fast) => fast ? Task.CompletedTask : Task.Run(async () => await Work.DoAsync());
        }
        """ + Work);

    [Fact]
    public Task Waited_for_by_the_thread() => Verify.FixesAsync("""
        class C
        {
            void M()
            {
                Task.Factory.[|StartNew|](async () => await Work.DoAsync()).Wait();
                Task.Factory.[|StartNew|](async () => await Work.DoAsync()).GetAwaiter().GetResult();
            }
        }
        """ + Work, """
        class C
        {
            void M()
            {
                Task.Run(async () => await Work.DoAsync()).Wait();
                Task.Run(async () => await Work.DoAsync()).GetAwaiter().GetResult();
            }
        }
        """ + Work);

    [Fact]
    public Task Continuation_that_looks_for_the_fault_of_the_outer_one() => Verify.FixesAsync("""
        class C
        {
            void M()
            {
                Task.Factory.[|StartNew|](async () => await Work.DoAsync()).ContinueWith(t => Console.WriteLine(t.Exception), TaskContinuationOptions.OnlyOnFaulted);
            }
        }
        """ + Work, """
        class C
        {
            void M()
            {
                Task.Run(async () => await Work.DoAsync()).ContinueWith(t => Console.WriteLine(t.Exception), TaskContinuationOptions.OnlyOnFaulted);
            }
        }
        """ + Work);

    [Fact]
    public Task Expression_body_and_lambda_that_await() => Verify.FixesAsync("""
        class C
        {
            async Task M() => await Task.Factory.[|StartNew|](async () => await Work.DoAsync());
            Task N() => Work.CallAsync(async () => await Task.Factory.[|StartNew|](async () => await Work.DoAsync()));
        }
        """ + Work, """
        class C
        {
            async Task M() => await Task.Run(async () => await Work.DoAsync());
            Task N() => Work.CallAsync(async () => await Task.Run(async () => await Work.DoAsync()));
        }
        """ + Work);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        await Task.Factory.[|StartNew|](async () => await Task.Delay(1));
        """, """
        await Task.Run(async () => await Task.Delay(1));
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task CSharp_7_3() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        class C
        {
            async Task M() { await Task.Factory.[|StartNew|](async () => await Task.Delay(1)); }
        }
        """, """
        using System.Threading.Tasks;
        class C
        {
            async Task M() { await Task.Run(async () => await Task.Delay(1)); }
        }
        """, languageVersion: LanguageVersion.CSharp7_3, references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Message() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await Task.Factory.{|#0:StartNew|}(async () => await Work.DoAsync()); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await Task.Run(async () => await Work.DoAsync()); }
        }
        """ + Work, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2007", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'StartNew' returns a nested task, but only the outer task is awaited; use 'Task.Run'")));

    // ---- Unwrap ----

    [Fact]
    public Task Options_stay() => Verify.FixesAsync("""
        class C
        {
            async Task M(CancellationToken token)
            {
                // a thread of its own
                await Task.Factory.[|StartNew|](async () => await Work.DoAsync(), TaskCreationOptions.LongRunning);
                await Task.Factory.[|StartNew|](async () => await Work.DoAsync(), token, TaskCreationOptions.PreferFairness, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(CancellationToken token)
            {
                // a thread of its own
                await Task.Factory.StartNew(async () => await Work.DoAsync(), TaskCreationOptions.LongRunning).Unwrap();
                await Task.Factory.StartNew(async () => await Work.DoAsync(), token, TaskCreationOptions.PreferFairness, TaskScheduler.Default).Unwrap().ConfigureAwait(false);
            }
        }
        """ + Work);

    [Fact]
    public Task Scheduler_stays() => Verify.FixesAsync("""
        class C
        {
            async Task M(TaskScheduler scheduler)
            {
                await Task.Factory.[|StartNew|](async () => await Work.DoAsync(), CancellationToken.None, TaskCreationOptions.None, scheduler);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(TaskScheduler scheduler)
            {
                await Task.Factory.StartNew(async () => await Work.DoAsync(), CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
            }
        }
        """ + Work);

    [Fact]
    public Task State_stays_and_so_does_a_factory_of_ones_own() => Verify.FixesAsync("""
        class C
        {
            async Task M(TaskFactory factory)
            {
                await Task.Factory.[|StartNew|](async s => await Work.DoAsync(), "state");
                await factory.[|StartNew|](async () => await Work.DoAsync());
            }
        }
        """ + Work, """
        class C
        {
            async Task M(TaskFactory factory)
            {
                await Task.Factory.StartNew(async s => await Work.DoAsync(), "state").Unwrap();
                await factory.StartNew(async () => await Work.DoAsync()).Unwrap();
            }
        }
        """ + Work);

    [Fact]
    public Task Under_another_scheduler_the_current_one_is_not_the_default() => Verify.FixesAsync("""
        class C
        {
            Task M(TaskScheduler scheduler)
                => Task.Factory.StartNew(() => { Task inner = Task.Factory.[|StartNew|](async () => await Work.DoAsync()); inner.Wait(); }, CancellationToken.None, TaskCreationOptions.None, scheduler);
        }
        """ + Work, """
        class C
        {
            Task M(TaskScheduler scheduler)
                => Task.Factory.StartNew(() => { Task inner = Task.Factory.StartNew(async () => await Work.DoAsync()).Unwrap(); inner.Wait(); }, CancellationToken.None, TaskCreationOptions.None, scheduler);
        }
        """ + Work);

    [Fact]
    public Task ContinueWith_awaited_and_returned() => Verify.FixesAsync("""
        class C
        {
            async Task M(Task first)
            {
                await first
                    .[|ContinueWith|](async _ => await Work.DoAsync()); // then
            }
            Task N(Task<int> first) => first.[|ContinueWith|](t => Work.DoAsync());
        }
        """ + Work, """
        class C
        {
            async Task M(Task first)
            {
                await first
                    .ContinueWith(async _ => await Work.DoAsync()).Unwrap(); // then
            }
            Task N(Task<int> first) => first.ContinueWith(t => Work.DoAsync()).Unwrap();
        }
        """ + Work);

    [Fact]
    public Task ContinueWhenAll() => Verify.FixesAsync("""
        class C
        {
            async Task M(Task[] tasks) { await Task.Factory.[|ContinueWhenAll|](tasks, async done => await Work.DoAsync()); }
        }
        """ + Work, """
        class C
        {
            async Task M(Task[] tasks) { await Task.Factory.ContinueWhenAll(tasks, async done => await Work.DoAsync()).Unwrap(); }
        }
        """ + Work);

    [Fact]
    public Task Inner_result_is_not_lost_by_Unwrap() => Verify.FixesAsync("""
        class C
        {
            async Task M(Task first)
            {
                var then = first.[|ContinueWith|](async _ => await Work.GetAsync());
                await then;
            }
        }
        """ + Work, """
        class C
        {
            async Task M(Task first)
            {
                var then = first.ContinueWith(async _ => await Work.GetAsync()).Unwrap();
                await then;
            }
        }
        """ + Work);

    [Fact]
    public Task Named_arguments_are_left_as_they_are() => Verify.FixesAsync("""
        class C
        {
            async Task M(CancellationToken token) { await Task.Factory.[|StartNew|](cancellationToken: token, function: async () => await Work.DoAsync()); }
        }
        """ + Work, """
        class C
        {
            async Task M(CancellationToken token) { await Task.Factory.StartNew(cancellationToken: token, function: async () => await Work.DoAsync()).Unwrap(); }
        }
        """ + Work);

    // ---- a second await ----

    [Fact]
    public Task Any_generic_method_that_is_given_an_async_lambda() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                // on the loop
                await Work.[|OnLoopAsync|](async () => await Work.DoAsync());
                await Work.[|OnLoopAsync|](async () => await Work.GetAsync()).ConfigureAwait(false);
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                // on the loop
                await await Work.OnLoopAsync(async () => await Work.DoAsync());
                await (await Work.OnLoopAsync(async () => await Work.GetAsync()).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        """ + Work);

    [Fact]
    public Task Dispatcher() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        using System.Windows.Threading;
        class C
        {
            async Task M(Dispatcher dispatcher)
            {
                await dispatcher.[|InvokeAsync|](async () => await Task.Delay(1));
                await dispatcher.[|InvokeAsync|](async () => await Task.Delay(1)).Task;
            }
        }
        """, """
        using System.Threading.Tasks;
        using System.Windows.Threading;
        class C
        {
            async Task M(Dispatcher dispatcher)
            {
                await await dispatcher.InvokeAsync(async () => await Task.Delay(1));
                await await dispatcher.InvokeAsync(async () => await Task.Delay(1)).Task;
            }
        }
        """, languageVersion: LanguageVersion.CSharp9, references: ReferenceAssemblies.NetFramework.Net472.Wpf);

    [Fact]
    public Task ValueTask_inside() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await Task.Factory.[|StartNew|](() => Work.SlimAsync()); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await await Task.Factory.StartNew(() => Work.SlimAsync()); }
        }
        """ + Work);

    [Fact]
    public Task ValueTask_inside_that_is_handed_on() => Verify.ReportsAsync("""
        class C
        {
            Task M() => Task.Factory.[|StartNew|](() => Work.SlimAsync());
        }
        """ + Work);

    [Fact]
    public Task WhenAll_of_nested_tasks() => Verify.FixesAsync("""
        class C
        {
            async Task M(int[] xs)
            {
                await Task.[|WhenAll|](xs.Select(x => Task.Factory.StartNew(async () => await Work.DoAsync())));
                var tasks = new List<Task<Task>>();
                tasks.Add(Task.Factory.StartNew(async () => await Work.DoAsync()));
                await Task.[|WhenAll|](tasks).ConfigureAwait(false);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(int[] xs)
            {
                await Task.WhenAll(await Task.WhenAll(xs.Select(x => Task.Factory.StartNew(async () => await Work.DoAsync()))));
                var tasks = new List<Task<Task>>();
                tasks.Add(Task.Factory.StartNew(async () => await Work.DoAsync()));
                await Task.WhenAll(await Task.WhenAll(tasks).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        """ + Work);

    [Fact]
    public Task Generated_looking_but_nested_twice() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await Task.Factory.[|StartNew|](async () => { await Task.Factory.[|StartNew|](async () => await Work.DoAsync()); }); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await Task.Run(async () => { await Task.Run(async () => await Work.DoAsync()); }); }
        }
        """ + Work);

    [Fact]
    public Task Work_that_loops_over_data_is_waited_for() => Verify.FixesAsync("""
        class C
        {
            async Task M(int n) { await Task.Factory.[|StartNew|](async () => { for (int i = 0; i < n; i++) { await Work.DoAsync(); } }); }
        }
        """ + Work, """
        class C
        {
            async Task M(int n) { await Task.Run(async () => { for (int i = 0; i < n; i++) { await Work.DoAsync(); } }); }
        }
        """ + Work);

    // ---- silent ----

    [Theory]
    [InlineData("await d.ContinueWith(t => t);")]
    [InlineData("await d.ContinueWith(t => t, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);")]
    [InlineData("await d.ContinueWith(t => (Task)t).ConfigureAwait(false);")]
    [InlineData("await d.ContinueWith(t => { Console.WriteLine(t.Status); return t; });")]
    [InlineData("await d.ContinueWith((t, s) => t, null); await d.ContinueWith(delegate (Task<int> t) { return t; }); await d.ContinueWith(static t => t!);")]
    [InlineData("await d.ContinueWith(Same); static Task<int> Same(Task<int> t) => t;")]
    [InlineData("await Task.Factory.ContinueWhenAny(ds, t => t);")]
    [InlineData("Task done = d.ContinueWith(t => t); await done;")]
    public Task Antecedent_that_is_passed_on(string body) => Verify.SilentAsync("class C { async Task M(Task<int> d, Task<int>[] ds) { " + body + " } }");

    [Theory]
    [InlineData("await d.[|ContinueWith|](t => e);")]
    [InlineData("await d.[|ContinueWith|](t => t.IsFaulted ? e : t);")]
    [InlineData("await d.[|ContinueWith|](t => { if (t.IsFaulted) return e; return t; });")]
    [InlineData("await d.[|ContinueWith|](t => { t = e; return t; });")]
    [InlineData("await d.[|ContinueWith|](async t => await t);")]
    [InlineData("await d.[|ContinueWith|]((t, s) => (Task)s!, Task.Delay(3));")]
    public Task Other_task_than_the_antecedent(string body) => Verify.SilentAsync("class C { async Task M(Task<int> d, Task<int> e) { " + body + " } }");

    [Fact]
    public Task Unwrapped_or_awaited_twice() => Verify.SilentAsync("""
        class C
        {
            async Task M(Task first)
            {
                await Task.Factory.StartNew(async () => await Work.DoAsync()).Unwrap();
                await await Task.Factory.StartNew(async () => await Work.DoAsync());
                await (await Task.Factory.StartNew(async () => await Work.DoAsync()).ConfigureAwait(false)).ConfigureAwait(false);
                await first.ContinueWith(async _ => await Work.DoAsync()).Unwrap();
                await Task.Factory.StartNew(async () => await Work.DoAsync()).Result;
                Task.Factory.StartNew(async () => await Work.DoAsync()).Result.Wait();
            }
        }
        """ + Work);

    [Fact]
    public Task Synchronous_work() => Verify.SilentAsync("""
        class C
        {
            async Task M(Task first)
            {
                await Task.Factory.StartNew(() => Console.WriteLine());
                await Task.Factory.StartNew(() => 1);
                await Task.Factory.StartNew(() => { Console.WriteLine(); });
                await first.ContinueWith(t => 1);
                int n = await Task.Factory.StartNew(() => { return 2; });
            }
        }
        """ + Work);

    [Fact]
    public Task Task_Run_unwraps_by_itself() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                await Task.Run(async () => await Work.DoAsync());
                await Task.Run(() => Work.GetAsync());
                Task kept = Task.Run(() => Work.DoAsync());
                await kept;
            }
        }
        """ + Work);

    [Fact]
    public Task Dropped_calls_belong_to_others() => Verify.SilentAsync("""
        class C
        {
            void M(Task first)
            {
                Task.Factory.StartNew(async () => await Work.DoAsync());
                _ = Task.Factory.StartNew(async () => await Work.DoAsync());
                first.ContinueWith(async _ => await Work.DoAsync());
            }
        }
        """ + Work);

    [Fact]
    public Task Inner_task_is_kept_and_awaited() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                Task inner = await Task.Factory.StartNew(async () => await Work.DoAsync());
                await inner;
                var started = Task.Factory.StartNew(async () => await Work.DoAsync());
                Task second = await started;
                await second;
            }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_unwrapped_in_one_place() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                var started = Task.Factory.StartNew(async () => await Work.DoAsync());
                await started;
                await started.Unwrap();
            }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_passed_on_as_what_it_is() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                var started = Task.Factory.StartNew(async () => await Work.DoAsync());
                await started;
                Both(started);
            }
            void Both(Task<Task> nested) { }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_never_read_belongs_to_another_rule() => Verify.SilentAsync("""
        class C
        {
            void M()
            {
                var started = Task.Factory.StartNew(async () => await Work.DoAsync());
                Task other = Task.Factory.StartNew(async () => await Work.DoAsync());
            }
        }
        """ + Work);

    [Fact]
    public Task Declared_as_a_task_in_a_task() => Verify.SilentAsync("""
        class C
        {
            Task<Task> M() => Task.Factory.StartNew(async () => await Work.DoAsync());
            async Task<Task> N() => await Task.Factory.StartNew(async () => await Work.DoAsync());
            Func<Task<Task>> F() => () => Task.Factory.StartNew(async () => await Work.DoAsync());
        }
        """ + Work);

    [Fact]
    public Task Private_field_that_nobody_waits_for() => Verify.SilentAsync("""
        class C : IDisposable
        {
            private Task? _loop;
            void Start() { if (_loop == null) { _loop = Task.Factory.StartNew(async () => await Work.DoAsync(), TaskCreationOptions.LongRunning); } }
            public void Dispose() { _loop = null; }
        }
        """ + Work);

    [Fact]
    public Task Endless_work_that_is_started_by_an_await() => Verify.SilentAsync("""
        class C
        {
            async Task StartAsync(CancellationToken token)
            {
                await Task.Factory.StartNew(async () => { while (!token.IsCancellationRequested) { await Work.DoAsync(); } });
                await Task.Factory.StartNew(() => Work.LoopAsync(token), TaskCreationOptions.LongRunning);
            }
            Task BeginAsync(CancellationToken token)
            {
                return Task.Factory.StartNew(async () => { while (true) { await Work.DoAsync(); } });
            }
        }
        """ + Work);

    [Fact]
    public Task WhenAny_says_who_won() => Verify.SilentAsync("""
        class C
        {
            async Task M(Task a, Task b)
            {
                await Task.WhenAny(a, b);
                if (await Task.WhenAny(a, b) == a) { }
                await Task.WhenAll(Task.WhenAny(a, b), Task.WhenAny(a, b));
            }
        }
        """ + Work);

    [Fact]
    public Task WhenAll_of_plain_tasks() => Verify.SilentAsync("""
        class C
        {
            async Task M(int[] xs)
            {
                await Task.WhenAll(xs.Select(async x => await Work.DoAsync()));
                await Task.WhenAll(xs.Select(async x => await Work.GetAsync()));
                Task[] inner = await Task.WhenAll(xs.Select(x => Task.Factory.StartNew(async () => await Work.DoAsync())));
                await Task.WhenAll(inner);
            }
        }
        """ + Work);

    [Fact]
    public Task Values_of_tasks_that_are_let_go_on_purpose() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                await Work.CallAsync(() => Work.GetAsync());
                await Work.CallAsync(Work.GetAsync);
                Func<Task> f = () => Work.GetAsync();
                await f();
            }
        }
        """ + Work);

    [Fact]
    public Task Async_lambda_for_a_delegate_that_returns_a_task() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                await Work.CallAsync(async () => await Work.DoAsync());
                await await Work.OnLoopAsync(async () => await Work.DoAsync());
                int n = await await Work.OnLoopAsync(async () => await Work.GetAsync());
            }
        }
        """ + Work);

    [Fact]
    public Task Methods_of_the_same_names_elsewhere() => Verify.SilentAsync("""
        class Factory
        {
            public Task<Task> StartNew(Func<Task> work) => Task.FromResult(work());
            public Task ContinueWith(Func<Task> work) => work();
        }
        class C
        {
            async Task M(Factory factory)
            {
                Task t = factory.StartNew(async () => await Work.DoAsync());
                await t;
                await factory.ContinueWith(async () => await Work.DoAsync());
            }
        }
        """ + Work);

    [Fact]
    public Task Named_but_not_called() => Verify.SilentAsync("""
        class C
        {
            string M() => nameof(TaskFactory.StartNew) + nameof(Task.WhenAll);
            Func<Action, Task> G() => Task.Factory.StartNew;
        }
        """);

    [Fact]
    public Task Continuation_that_unwraps() => Verify.SilentAsync("""
        class C
        {
            Task M() => Task.Factory.StartNew(async () => await Work.GetAsync()).ContinueWith(t => t.Result.Result);
            Task N() => Task.Factory.StartNew(async () => await Work.DoAsync()).ContinueWith(t => t.Unwrap()).Unwrap();
        }
        """ + Work);

    [Fact]
    public Task Extension_that_forgets() => Verify.SilentAsync("""
        static class Extensions { public static void Forget(this Task task) { } }
        class C
        {
            void M() => Task.Factory.StartNew(async () => await Work.DoAsync()).Forget();
        }
        """ + Work);

    [Fact]
    public Task Awaited_in_a_discard() => Verify.SilentAsync("""
        class C
        {
            async Task M() { _ = await Task.Factory.StartNew(async () => await Work.DoAsync()); }
        }
        """ + Work);

    [Fact]
    public Task Cast_says_that_it_is_meant() => Verify.SilentAsync("""
        class C
        {
            Task M() => (Task)Task.Factory.StartNew(async () => await Work.DoAsync());
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_assigned_again() => Verify.SilentAsync("""
        class C
        {
            async Task M(bool again)
            {
                var started = Task.Factory.StartNew(async () => await Work.DoAsync());
                if (again) { started = Task.FromResult(Task.CompletedTask); }
                await started;
            }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_captured_and_returned() => Verify.SilentAsync("""
        class C
        {
            Func<Task<Task>> M()
            {
                var started = Task.Factory.StartNew(async () => await Work.DoAsync());
                return () => started;
            }
        }
        """ + Work);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync("""
        class C
        {
            async Task M() { await Task.Factory.StartNew(async () => await {|CS0103:Missing|}()); await {|CS0103:Other|}.InvokeAsync(async () => { }); }
        }
        """);

    [Fact]
    public Task Expression_tree_cannot_hold_it() => Verify.SilentAsync("""
        using System.Linq.Expressions;
        class C
        {
            Expression<Func<Task<Task>>> M() => () => Task.Factory.StartNew(() => Work.DoAsync());
        }
        """ + Work);

    [Theory]
    [InlineData("await Locked(async () => { await Task.Yield(); return Task.FromResult(true); });")]
    [InlineData("await Locked(async () => { await Task.Yield(); if (DateTime.Now.Year > 1) { return Task.CompletedTask; } return Task.FromResult(1); });")]
    [InlineData("await Task.Factory.StartNew(() => Task.CompletedTask);")]
    public Task An_inner_task_that_is_complete_loses_nothing(string statement) => Lost.SilentAsync(
        "class C { async Task M() { " + statement + " } static async Task<T> Locked<T>(Func<Task<T>> f) => await f(); }");

    [Theory]
    [InlineData("await [|Locked|](async () => { await Task.Yield(); return Task.Delay(1); });")]
    [InlineData("await [|Locked|](async () => { await Task.Yield(); if (DateTime.Now.Year > 1) { return Task.CompletedTask; } return Task.Delay(1); });")]
    public Task An_inner_task_that_may_run_is_lost(string statement) => Lost.ReportsAsync(
        "class C { async Task M() { " + statement + " } static async Task<T> Locked<T>(Func<Task<T>> f) => await f(); }");
}
