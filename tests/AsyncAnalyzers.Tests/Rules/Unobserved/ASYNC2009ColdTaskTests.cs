using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2009ColdTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2009ColdTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2009ColdTaskTests
{
    private const string Work = """

        static class Work { public static void Do() { } public static int Get() => 1; public static void With(object? state) { } public static void Take(Task task) { } }
        """;

    // ---- started, and no task of a constructor ----

    [Theory]
    [InlineData("async Task M() { F().[|Start|](); }", "async Task M() { await F(); }")]
    [InlineData("async Task M() { var t = F(); t.[|RunSynchronously|](); }", "async Task M() { var t = F(); await t; }")]
    [InlineData("async Task M() { var t = Task.Run(() => Work.Do()); t.[|Start|](); }", "async Task M() { var t = Task.Run(() => Work.Do()); await t; }")]
    [InlineData("async Task M() { Task.Factory.StartNew(() => Work.Do()).[|Start|](); }", "async Task M() { await Task.Factory.StartNew(() => Work.Do()); }")]
    [InlineData("async Task M(Stream s) { s.FlushAsync().[|RunSynchronously|](TaskScheduler.Default); }", "async Task M(Stream s) { await s.FlushAsync(); }")]
    [InlineData("async Task M() { ((Task)G()).[|Start|](); }", "async Task M() { await ((Task)G()); }")]
    public Task A_hot_task_that_is_started(string before, string after)
        => Verify.FixesAsync(WithTasks(before), WithTasks(after));

    [Theory]
    [InlineData("void M(Stream s) => s.FlushAsync().[|RunSynchronously|]();")]
    [InlineData("void M() { F().[|Start|](); }")]
    [InlineData("void M() { var t = F(); Action a = () => t.[|Start|](); }")]
    [InlineData("async Task M() { lock (this) { F().[|Start|](); } await F(); }")]
    [InlineData("async Task M() { F()?.[|Start|](); await F(); }")]
    [InlineData("void M() { var t = new Task(() => Work.Do()); t.Start(); }")]
    [InlineData("void M() { var t = Cold(); t.Start(); } Task Cold() => new Task(() => Work.Do());")]
    [InlineData("void M() { Task t = F(); t = new Task(() => Work.Do()); t.Start(); }")]
    [InlineData("void M(Task t) { t.Start(); }")]
    [InlineData("void M() { Own().Start(); } Own2 Own() => new(); class Own2 { public void Start() { } }")]
    [InlineData("string M() => nameof(Task.Start);")]
    public Task Not_repaired_or_cold(string member) => Verify.ReportsAsync(WithTasks(member));

    private static string WithTasks(string member)
        => "class C { async Task F() => await Task.Yield(); async Task<int> G() { await Task.Yield(); return 1; } " + member + " }" + Work;

    // ---- never started ----

    [Fact]
    public Task Awaited_where_it_is_made() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                // in the background
                await [|new Task|](() => Work.Do()); // done
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                // in the background
                await Task.Run(() => Work.Do()); // done
            }
        }
        """ + Work);

    [Fact]
    public Task Awaited_with_a_result_and_a_block() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M()
            {
                return await [|new Task<int>|](() =>
                {
                    // counts
                    return Work.Get();
                }).ConfigureAwait(false);
            }
        }
        """ + Work, """
        class C
        {
            async Task<int> M()
            {
                return await Task.Run(() =>
                {
                    // counts
                    return Work.Get();
                }).ConfigureAwait(false);
            }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_awaited() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                var work = [|new Task|](Work.Do);
                Console.WriteLine(work.IsCompleted);
                await work;
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                var work = Task.Run(Work.Do);
                Console.WriteLine(work.IsCompleted);
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Target_typed_new() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                Task work = [|new|](() => Work.Do());
                Task<int> count = [|new|](() => Work.Get());
                await Task.WhenAll(work, count);
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                Task work = Task.Run(() => Work.Do());
                Task<int> count = Task.Run(() => Work.Get());
                await Task.WhenAll(work, count);
            }
        }
        """ + Work);

    [Fact]
    public Task Waited_for_by_the_thread() => Verify.FixesAsync("""
        class C
        {
            int M()
            {
                [|new Task|](() => Work.Do()).Wait();
                var count = [|new Task<int>|](() => Work.Get());
                return count.Result;
            }
        }
        """ + Work, """
        class C
        {
            int M()
            {
                Task.Run(() => Work.Do()).Wait();
                var count = Task.Run(() => Work.Get());
                return count.Result;
            }
        }
        """ + Work);

    [Fact]
    public Task Combined() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                await Task.WhenAll([|new Task|](() => Work.Do()), [|new Task|](() => Work.Do()));
                await [|new Task|](() => Work.Do()).ContinueWith(t => Work.Do());
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                await Task.WhenAll(Task.Run(() => Work.Do()), Task.Run(() => Work.Do()));
                await Task.Run(() => Work.Do()).ContinueWith(t => Work.Do());
            }
        }
        """ + Work);

    [Fact]
    public Task Continuation_of_what_is_never_started() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                var first = [|new Task|](() => Work.Do());
                var then = first.ContinueWith(_ => Work.Do());
                await then;
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                var first = Task.Run(() => Work.Do());
                var then = first.ContinueWith(_ => Work.Do());
                await then;
            }
        }
        """ + Work);

    [Fact]
    public Task Never_read() => Verify.FixesAsync("""
        class C
        {
            void M()
            {
                var work = [|new Task|](() => Work.Do());
                _ = [|new Task|](() => Work.Do());
            }
        }
        """ + Work, """
        class C
        {
            void M()
            {
                var work = Task.Run(() => Work.Do());
                _ = Task.Run(() => Work.Do());
            }
        }
        """ + Work);

    [Fact]
    public Task Dropped_becomes_awaited() => Verify.FixesAsync("""
        class C
        {
            private void M()
            {
                // saves
                [|new Task|](() => Work.Do());
            }
        }
        """ + Work, """
        class C
        {
            private async Task M()
            {
                // saves
                await Task.Run(() => Work.Do());
            }
        }
        """ + Work);

    [Fact]
    public Task Returned_by_a_method_that_is_called_asynchronous() => Verify.FixesAsync("""
        class C
        {
            public Task SaveAsync() => [|new Task|](() => Work.Do());
            public Task<int> CountAsync()
            {
                var count = [|new Task<int>|](() => Work.Get());
                return count;
            }
        }
        """ + Work, """
        class C
        {
            public Task SaveAsync() => Task.Run(() => Work.Do());
            public Task<int> CountAsync()
            {
                var count = Task.Run(() => Work.Get());
                return count;
            }
        }
        """ + Work);

    [Fact]
    public Task Token_stays_and_options_that_say_nothing_go() => Verify.FixesAsync("""
        class C
        {
            async Task M(CancellationToken token)
            {
                await [|new Task|](() => Work.Do(), token);
                await [|new Task|](() => Work.Do(), TaskCreationOptions.None);
                await [|new Task|](() => Work.Do(), token, TaskCreationOptions.DenyChildAttach);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(CancellationToken token)
            {
                await Task.Run(() => Work.Do(), token);
                await Task.Run(() => Work.Do());
                await Task.Run(() => Work.Do(), token);
            }
        }
        """ + Work);

    [Fact]
    public Task Type_argument_that_the_function_does_not_tell() => Verify.FixesAsync("""
        class C
        {
            async Task<object> M()
            {
                Task<object> text = [|new Task<object>|](() => "text");
                return await text;
            }
        }
        """ + Work, """
        class C
        {
            async Task<object> M()
            {
                Task<object> text = Task.Run<object>(() => "text");
                return await text;
            }
        }
        """ + Work);

    [Fact]
    public Task Task_in_a_task() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await [|new Task<Task>|](async () => await Task.Delay(1)); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await Task.Run(async () => await Task.Delay(1)); }
        }
        """ + Work);

    [Fact]
    public Task Qualified_name() => Verify.FixesAsync("""
        class C
        {
            async Task M() { await [|new System.Threading.Tasks.Task|](() => Work.Do()); }
        }
        """ + Work, """
        class C
        {
            async Task M() { await Task.Run(() => Work.Do()); }
        }
        """ + Work);

    [Fact]
    public Task Private_field_that_is_awaited() => Verify.FixesAsync("""
        class C
        {
            private readonly Task _ready = [|new Task|](() => Work.Do());
            private readonly Task<int> _count;
            public C() { _count = [|new Task<int>|](() => Work.Get()); }
            async Task<int> M() { await _ready; return await _count; }
        }
        """ + Work, """
        class C
        {
            private readonly Task _ready = Task.Run(() => Work.Do());
            private readonly Task<int> _count;
            public C() { _count = Task.Run(() => Work.Get()); }
            async Task<int> M() { await _ready; return await _count; }
        }
        """ + Work);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        await [|new Task|](() => Console.WriteLine());
        """, """
        await Task.Run(() => Console.WriteLine());
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task CSharp_7_3() => Verify.FixesAsync("""
        using System;
        using System.Threading.Tasks;
        class C
        {
            async Task M() { await [|new Task|](() => Console.WriteLine()); }
        }
        """, """
        using System;
        using System.Threading.Tasks;
        class C
        {
            async Task M() { await Task.Run(() => Console.WriteLine()); }
        }
        """, languageVersion: LanguageVersion.CSharp7_3, references: ReferenceAssemblies.NetFramework.Net472.Default);

    // ---- options and states ----

    [Fact]
    public Task Options_and_state_stay() => Verify.FixesAsync("""
        class C
        {
            async Task M(CancellationToken token)
            {
                // a thread of its own
                await [|new Task|](() => Work.Do(), TaskCreationOptions.LongRunning);
                await [|new Task|](Work.With, "state");
                await [|new Task|](() => Work.Do(), token, TaskCreationOptions.LongRunning);
            }
        }
        """ + Work, """
        class C
        {
            async Task M(CancellationToken token)
            {
                // a thread of its own
                await Task.Factory.StartNew(() => Work.Do(), TaskCreationOptions.LongRunning);
                await Task.Factory.StartNew(Work.With, "state");
                await Task.Factory.StartNew(() => Work.Do(), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
        """ + Work);

    [Fact]
    public Task Options_of_a_task_with_a_result() => Verify.ReportsAsync("""
        class C
        {
            async Task M() { await [|new Task<int>|](() => Work.Get(), TaskCreationOptions.LongRunning); }
        }
        """ + Work);

    // ---- started too late ----

    [Fact]
    public Task Started_behind_the_await() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                var work = [|new Task|](() => Work.Do());
                await work;
                work.Start();
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                var work = Task.Run(() => Work.Do());
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Started_behind_the_wait_with_a_comment() => Verify.FixesAsync("""
        class C
        {
            void M()
            {
                var work = [|new Task|](() => Work.Do());
                work.Wait();
                // go
                work.Start(); // now
            }
        }
        """ + Work, """
        class C
        {
            void M()
            {
                var work = Task.Run(() => Work.Do());
                work.Wait();
                // go
                 // now
            }
        }
        """ + Work);

    [Fact]
    public Task Start_that_cannot_be_taken_out() => Verify.ReportsAsync("""
        class C
        {
            async Task M(TaskScheduler scheduler)
            {
                var work = [|new Task|](() => Work.Do());
                await work;
                work.Start(scheduler);
                var other = [|new Task|](() => Work.Do());
                await other;
                other.RunSynchronously();
            }
        }
        """ + Work);

    [Fact]
    public Task Messages() => Verify.FixesAsync("""
        class C
        {
            async Task M()
            {
                await {|#0:new Task|}(() => Work.Do());
                var never = {|#1:new Task|}(() => Work.Do());
            }
        }
        """ + Work, """
        class C
        {
            async Task M()
            {
                await Task.Run(() => Work.Do());
                var never = Task.Run(() => Work.Do());
            }
        }
        """ + Work, configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2009", DiagnosticSeverity.Warning).WithLocation(0)
                .WithMessage("This task is awaited but never started, so the wait never ends; use 'Task.Run'"));
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2009", DiagnosticSeverity.Warning).WithLocation(1)
                .WithMessage("This task is never started, so its work never runs; use 'Task.Run'"));
        });

    // ---- silent ----

    [Fact]
    public Task Started_where_it_is_made() => Verify.SilentAsync("""
        class C
        {
            void M()
            {
                new Task(() => Work.Do()).Start();
                new Task(() => Work.Do(), TaskCreationOptions.LongRunning).Start(TaskScheduler.Default);
                new Task(() => Work.Do()).RunSynchronously();
            }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_started() => Verify.SilentAsync("""
        class C
        {
            async Task<int> M()
            {
                var work = new Task<int>(() => Work.Get());
                work.Start();
                return await work;
            }
            void N()
            {
                Task work = new(() => Work.Do());
                work.RunSynchronously();
                work.Wait();
            }
        }
        """ + Work);

    [Fact]
    public Task Continued_and_then_started() => Verify.SilentAsync("""
        class C
        {
            async Task M(TaskScheduler scheduler)
            {
                var work = new Task<Task>(async () => await Task.Delay(1));
                var inner = work.Unwrap();
                work.Start(scheduler);
                await inner;
            }
        }
        """ + Work);

    [Fact]
    public Task Started_under_a_condition() => Verify.SilentAsync("""
        class C
        {
            async Task M(bool now)
            {
                var work = new Task(() => Work.Do());
                if (now) { work.Start(); }
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Started_in_a_lambda() => Verify.SilentAsync("""
        class C
        {
            async Task M(List<Action> actions)
            {
                var work = new Task(() => Work.Do());
                actions.Add(() => work.Start());
                await work;
            }
            async Task N()
            {
                var work = new Task(() => Work.Do());
                void Begin() => work.Start();
                Begin();
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Started_the_time_before() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                var work = new Task(() => Work.Do());
                bool started = false;
                while (true)
                {
                    if (started) { await work; break; }
                    work.Start();
                    started = true;
                }
            }
        }
        """ + Work);

    [Fact]
    public Task Passed_on() => Verify.SilentAsync("""
        class C
        {
            async Task M(Queue<Task> queue, Func<Task, Task> run)
            {
                var work = new Task(() => Work.Do());
                queue.Enqueue(work);
                await work;
                Work.Take(new Task(() => Work.Do()));
                await run(new Task(() => Work.Do()));
                var other = new Task(() => Work.Do());
                Work.Take(other);
                await other;
            }
        }
        """ + Work);

    [Fact]
    public Task Stored() => Verify.SilentAsync("""
        class C
        {
            public Task Ready = new Task(() => Work.Do());
            internal readonly Task Begun = new Task(() => Work.Do());
            private readonly Task[] _all = { new Task(() => Work.Do()), new Task(() => Work.Do()) };
            public Task Property { get; } = new Task(() => Work.Do());
            async Task M(Task[] tasks, Dictionary<int, Task> map)
            {
                tasks[0] = new Task(() => Work.Do());
                var list = new List<Task> { new Task(() => Work.Do()) };
                map[1] = new Task(() => Work.Do());
                list.ForEach(t => t.Start());
                await Task.WhenAll(list);
            }
        }
        """ + Work);

    [Fact]
    public Task Returned_by_a_factory() => Verify.SilentAsync("""
        class C
        {
            Task CreateTask() => new Task(() => Work.Do());
            Task CreateOther() { var work = new Task(() => Work.Do()); return work; }
            Func<Task> Factory() => () => new Task(() => Work.Do());
            IEnumerable<Task> AllAsync() { yield return new Task(() => Work.Do()); }
        }
        """ + Work);

    [Fact]
    public Task Sequences_of_tasks() => Verify.SilentAsync("""
        class C
        {
            async Task M(int[] xs)
            {
                var tasks = xs.Select(x => new Task(() => Work.Do())).ToList();
                foreach (var task in tasks) { task.Start(); }
                await Task.WhenAll(tasks);
            }
        }
        """ + Work);

    [Fact]
    public Task Private_field_that_is_started() => Verify.SilentAsync("""
        class C
        {
            private readonly Task _work = new Task(() => Work.Do());
            private Task? _other;
            void Start() { _work.Start(); _other = new Task(() => Work.Do()); _other.Start(); }
            async Task StopAsync() { await _work; await _other!; }
        }
        """ + Work);

    [Fact]
    public Task Private_field_that_escapes_or_is_replaced() => Verify.SilentAsync("""
        class C
        {
            private readonly Task _given = new Task(() => Work.Do());
            private Task _replaced = new Task(() => Work.Do());
            private readonly Task _unused = new Task(() => Work.Do());
            public Task Given => _given;
            void Start() { Work.Take(_given); _replaced = Task.Run(() => Work.Do()); }
            async Task StopAsync() { await _given; await _replaced; }
        }
        """ + Work);

    [Fact]
    public Task Private_field_of_a_partial_type() => Verify.SilentAsync("""
        partial class C
        {
            private readonly Task _work = new Task(() => Work.Do());
            async Task StopAsync() { await _work; }
        }
        partial class C
        {
            void Start() { _work.Start(); }
        }
        """ + Work);

    [Fact]
    public Task Tasks_that_are_meant_never_to_end() => Verify.SilentAsync("""
        class C
        {
            private static readonly Task Never = new Task(() => { });
            async Task M(Task work, CancellationToken token)
            {
                await Task.WhenAny(work, Never);
                await Task.WhenAny(work, new Task(() => Work.Do()));
                await new Task(() => { }, token);
                await new Task(delegate { }, token);
            }
        }
        """ + Work);

    [Fact]
    public Task Async_void_delegates_belong_to_another_rule() => Verify.SilentAsync("""
        class C
        {
            async Task M() { await new Task(async () => await Task.Delay(1)); }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_assigned_again() => Verify.SilentAsync("""
        class C
        {
            async Task M(bool fast)
            {
                Task work = new Task(() => Work.Do());
                if (fast) { work = Task.CompletedTask; }
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Local_that_is_handed_to_another() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                var work = new Task(() => Work.Do());
                Task same = work;
                same.Start();
                await work;
            }
        }
        """ + Work);

    [Fact]
    public Task Goto_backwards() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                var work = new Task(() => Work.Do());
                bool started = false;
            again:
                if (started) { await work; return; }
                work.Start();
                started = true;
                goto again;
            }
        }
        """ + Work);

    [Fact]
    public Task Types_of_the_same_name() => Verify.SilentAsync("""
        namespace Planning
        {
            class Task { public Task(string name) { } public Task(Action action) { } }
            class C
            {
                void M()
                {
                    new Task("plan");
                    var t = new Task(() => Work.Do());
                }
            }
        }
        """ + Work);

    [Fact]
    public Task Wait_of_one_branch_and_start_before() => Verify.SilentAsync("""
        class C
        {
            async Task M(bool now)
            {
                var work = new Task(() => Work.Do());
                if (now) { work.Start(); await work; } else { work.Start(); }
            }
        }
        """ + Work);

    [Fact]
    public Task Started_through_another_name() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                var work = new Task(() => Work.Do());
                var all = new[] { work };
                all[0].Start();
                await work;
                (Task t, int n) pair = (new Task(() => Work.Do()), 1);
                pair.t.Start();
                await pair.t;
            }
        }
        """ + Work);

    [Fact]
    public Task Named_only() => Verify.SilentAsync("""
        class C
        {
            string M() { var work = Task.CompletedTask; return nameof(Task) + typeof(Task<int>) + nameof(work); }
        }
        """);

    [Fact]
    public Task Hot_tasks() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
                await Task.Run(() => Work.Do());
                await Task.Factory.StartNew(() => Work.Do());
                var source = new TaskCompletionSource();
                source.SetResult();
                await source.Task;
                var list = new List<Task>();
                Task[] none = new Task[3];
            }
        }
        """ + Work);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync("""
        class C
        {
            async Task M() { await new {|CS1729:Task|}(); Task t = {|CS1729:new()|}; await t; }
        }
        """);
}
