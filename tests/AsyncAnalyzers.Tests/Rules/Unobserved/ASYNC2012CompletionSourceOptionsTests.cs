using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2012CompletionSourceOptionsAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2012CompletionSourceOptionsCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2012CompletionSourceOptionsTests
{
    // ---- without RunContinuationsAsynchronously ----

    [Fact]
    public Task Field_local_and_property() => Verify.FixesAsync("""
        class C
        {
            // one answer
            private readonly TaskCompletionSource<int> _answer = [|new TaskCompletionSource<int>()|]; // later
            private TaskCompletionSource Ready { get; } = [|new()|];
            void M(List<TaskCompletionSource> all)
            {
                var local = [|new TaskCompletionSource(/* nothing */)|];
                all.Add(local);
            }
        }
        """, """
        class C
        {
            // one answer
            private readonly TaskCompletionSource<int> _answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); // later
            private TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
            void M(List<TaskCompletionSource> all)
            {
                var local = new TaskCompletionSource(/* nothing */TaskCreationOptions.RunContinuationsAsynchronously);
                all.Add(local);
            }
        }
        """);

    [Fact]
    public Task Severity_is_a_suggestion_and_the_message_says_what_happens() => Verify.FixesAsync("""
        class C { TaskCompletionSource _s = {|#0:new()|}; }
        """, """
        class C { TaskCompletionSource _s = new(TaskCreationOptions.RunContinuationsAsynchronously); }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2012", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "what awaits the task of this TaskCompletionSource runs inside of the call that completes it, on its thread and under its locks; create it with 'TaskCreationOptions.RunContinuationsAsynchronously'")));

    [Fact]
    public Task Target_typed_assignment_to_a_field_of_the_type() => Verify.FixesAsync("""
        class C
        {
            TaskCompletionSource<int>? _next;
            void Reset() { _next = [|new()|]; }
            void Again() => this._next = [|new()|];
            void Maybe() => _next ??= [|new()|];
        }
        """, """
        class C
        {
            TaskCompletionSource<int>? _next;
            void Reset() { _next = new(TaskCreationOptions.RunContinuationsAsynchronously); }
            void Again() => this._next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            void Maybe() => _next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """);

    [Fact]
    public Task State_is_kept() => Verify.FixesAsync("""
        class C
        {
            TaskCompletionSource<int> _a = [|new TaskCompletionSource<int>("state")|];
            TaskCompletionSource<int> _b = [|new TaskCompletionSource<int>(state: "state")|];
        }
        """, """
        class C
        {
            TaskCompletionSource<int> _a = new TaskCompletionSource<int>("state", TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource<int> _b = new TaskCompletionSource<int>(state: "state", creationOptions: TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """);

    [Fact]
    public Task Options_without_the_flag() => Verify.FixesAsync("""
        class C
        {
            TaskCompletionSource<int> _a = [|new TaskCompletionSource<int>(TaskCreationOptions.AttachedToParent)|];
            TaskCompletionSource<int> _b = [|new TaskCompletionSource<int>("state", TaskCreationOptions.AttachedToParent)|];
        }
        """, """
        class C
        {
            TaskCompletionSource<int> _a = new TaskCompletionSource<int>(TaskCreationOptions.AttachedToParent | TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource<int> _b = new TaskCompletionSource<int>("state", TaskCreationOptions.AttachedToParent | TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """);

    [Fact]
    public Task Argument_return_value_and_dictionary() => Verify.FixesAsync("""
        class C
        {
            readonly Dictionary<int, TaskCompletionSource<string>> _pending = new();
            TaskCompletionSource<string> Make() => [|new TaskCompletionSource<string>()|];
            void M(int id) { _pending[id] = [|new TaskCompletionSource<string>()|]; _pending.Add(id, [|new TaskCompletionSource<string>()|]); }
        }
        """, """
        class C
        {
            readonly Dictionary<int, TaskCompletionSource<string>> _pending = new();
            TaskCompletionSource<string> Make() => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            void M(int id) { _pending[id] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously); _pending.Add(id, new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)); }
        }
        """);

    [Fact]
    public Task Base_constructor() => Verify.FixesAsync("""
        class Request : TaskCompletionSource<int>
        {
            public Request(int id) [|: base(id)|] { }
            public Request() : base(TaskCreationOptions.RunContinuationsAsynchronously) { }
        }
        """, """
        class Request : TaskCompletionSource<int>
        {
            public Request(int id) : base(id, TaskCreationOptions.RunContinuationsAsynchronously) { }
            public Request() : base(TaskCreationOptions.RunContinuationsAsynchronously) { }
        }
        """);

    [Fact]
    public Task Missing_import_and_qualified_name() => Verify.FixesAsync("""
        class C
        {
            readonly System.Threading.Tasks.TaskCompletionSource<int> _s = [|new System.Threading.Tasks.TaskCompletionSource<int>()|];
        }
        """, """
        using System.Threading.Tasks;

        class C
        {
            readonly System.Threading.Tasks.TaskCompletionSource<int> _s = new System.Threading.Tasks.TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """, globalUsings: false);

    [Fact]
    public Task Old_language() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        class C { TaskCompletionSource<int> _s = [|new TaskCompletionSource<int>()|]; }
        """, """
        using System.Threading.Tasks;
        class C { TaskCompletionSource<int> _s = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); }
        """, languageVersion: LanguageVersion.CSharp7_3, references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Completed_later_in_the_same_method_is_reported_all_the_same() => Verify.FixesAsync("""
        class C
        {
            static Task<int> Listen(Action<Action<int>> subscribe)
            {
                var source = [|new TaskCompletionSource<int>()|];
                subscribe(value => source.TrySetResult(value));
                return source.Task;
            }
        }
        """, """
        class C
        {
            static Task<int> Listen(Action<Action<int>> subscribe)
            {
                var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                subscribe(value => source.TrySetResult(value));
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task With_the_flag() => Verify.SilentAsync("""
        class C
        {
            TaskCompletionSource<int> _a = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource<int> _b = new("state", TaskCreationOptions.RunContinuationsAsynchronously | TaskCreationOptions.AttachedToParent);
            const TaskCreationOptions Options = TaskCreationOptions.RunContinuationsAsynchronously;
            TaskCompletionSource _c = new(Options);
        }
        """);

    [Fact]
    public Task Options_from_a_variable_or_a_parameter() => Verify.SilentAsync("""
        class C
        {
            static readonly TaskCreationOptions Options = TaskCreationOptions.RunContinuationsAsynchronously;
            TaskCompletionSource _c = new(Options);
            static TaskCompletionSource<int> Make(TaskCreationOptions options) => new TaskCompletionSource<int>(options);
        }
        class Request : TaskCompletionSource<int> { public Request(TaskCreationOptions options) : base(options) { } }
        """);

    [Fact]
    public Task None_is_spelt_out_by_somebody_who_means_it() => Verify.SilentAsync("""
        class C { TaskCompletionSource _c = new(TaskCreationOptions.None); }
        """);

    [Fact]
    public Task Completed_in_the_next_statement() => Verify.SilentAsync("""
        class C
        {
            static Task<int> Failed(Exception e)
            {
                var source = new TaskCompletionSource<int>();
                source.SetException(e);
                return source.Task;
            }
            static Task Done() { TaskCompletionSource source = new(); source.TrySetResult(); return source.Task; }
        }
        """);

    [Fact]
    public Task Never_meant_to_complete() => Verify.SilentAsync("""
        class C { static readonly Task Never = new TaskCompletionSource().Task; }
        """);

    [Fact]
    public Task Framework_without_the_flag() => Verify.SilentAsync("""
        class C { System.Threading.Tasks.TaskCompletionSource<int> _s = new System.Threading.Tasks.TaskCompletionSource<int>(); }
        namespace System.Threading.Tasks
        {
            public enum TaskCreationOptions { None, PreferFairness, LongRunning, AttachedToParent = 4 }
            public class TaskCompletionSource<T> { }
        }
        namespace System { public class Object { } public class Enum : ValueType { } public class ValueType { } public struct Void { } public struct Int32 { } }
        """, globalUsings: false, configure: test =>
    {
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectMetadataReferences(project, []));
        test.CompilerDiagnostics = CompilerDiagnostics.None;
    });

    [Fact]
    public Task Type_of_ones_own_with_the_name() => Verify.SilentAsync("""
        class TaskCompletionSource<T> { public void SetResult(T value) { } }
        class C { TaskCompletionSource<int> _a = new TaskCompletionSource<int>(); TaskCompletionSource<int> _b = new(); }
        """);

    [Fact]
    public Task Target_typed_new_of_something_else() => Verify.SilentAsync("""
        class C { List<int> _list = new(); Dictionary<int, TaskCompletionSource> _all = new(); void M() { _list = new(); _all = new(); } }
        """);

    // ---- options of the wrong kind ----

    [Fact]
    public Task Continuation_options_are_taken_for_state() => Verify.FixesAsync("""
        class C
        {
            // wrong enumeration
            TaskCompletionSource<int> _a = new TaskCompletionSource<int>([|TaskContinuationOptions.RunContinuationsAsynchronously|]);
            TaskCompletionSource _b = new(/*s*/ state: [|TaskContinuationOptions.RunContinuationsAsynchronously|]);
        }
        """, """
        class C
        {
            // wrong enumeration
            TaskCompletionSource<int> _a = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource _b = new(/*s*/ TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """);

    [Fact]
    public Task Continuation_options_are_a_warning() => Verify.FixesAsync("""
        class C { TaskCompletionSource _s = new({|#0:TaskContinuationOptions.RunContinuationsAsynchronously|}); }
        """, """
        class C { TaskCompletionSource _s = new(TaskCreationOptions.RunContinuationsAsynchronously); }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2012", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "TaskContinuationOptions are not the options of a TaskCompletionSource: they are kept as its state, and ignored; use 'TaskCreationOptions.RunContinuationsAsynchronously'")));

    [Fact]
    public Task Several_continuation_options() => Verify.FixesAsync("""
        class C { TaskCompletionSource _s = new([|TaskContinuationOptions.RunContinuationsAsynchronously | TaskContinuationOptions.AttachedToParent|]); }
        """, """
        class C { TaskCompletionSource _s = new(TaskCreationOptions.RunContinuationsAsynchronously | TaskCreationOptions.AttachedToParent); }
        """);

    [Fact]
    public Task Continuation_options_with_no_counterpart() => Verify.ReportsAsync("""
        class C
        {
            TaskCompletionSource _s = new([|TaskContinuationOptions.ExecuteSynchronously|]);
            static TaskCompletionSource Make(TaskContinuationOptions options) => new TaskCompletionSource([|options|]);
        }
        """);

    [Fact]
    public Task Continuation_options_given_to_the_base() => Verify.FixesAsync("""
        class Request : TaskCompletionSource<int> { public Request() : base([|TaskContinuationOptions.RunContinuationsAsynchronously|]) { } }
        """, """
        class Request : TaskCompletionSource<int> { public Request() : base(TaskCreationOptions.RunContinuationsAsynchronously) { } }
        """);

    [Fact]
    public Task Options_that_the_constructor_refuses() => Verify.FixesAsync("""
        class C
        {
            TaskCompletionSource _a = new([|TaskCreationOptions.LongRunning|]);
            TaskCompletionSource _b = new("s", [|TaskCreationOptions.DenyChildAttach|]);
        }
        """, """
        class C
        {
            TaskCompletionSource _a = new(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource _b = new("s", TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """);

    [Fact]
    public Task Continuation_options_where_they_belong() => Verify.SilentAsync("""
        class C { Task M(Task t) => t.ContinueWith(_ => { }, TaskContinuationOptions.ExecuteSynchronously); }
        """);

    // ---- never completed ----

    private const string Source = "new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)";

    [Fact]
    public Task Swallowed_exception_is_handed_on() => Verify.FixesAsync($$"""
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                [|catch|] (FormatException e)
                {
                    // not a number
                    Console.WriteLine(e);
                }

                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                catch (FormatException e)
                {
                    // not a number
                    Console.WriteLine(e);
                    source.TrySetException(e);
                }

                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Message_and_evidence_of_a_path_without_completion() => Verify.FixesAsync("""
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = {|#1:new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)|};
                try { source.SetResult(int.Parse(text)); } {|#0:catch|} (FormatException e) { Console.WriteLine(e); }
                return source.Task;
            }
        }
        """, """
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                try { source.SetResult(int.Parse(text)); } catch (FormatException e) { Console.WriteLine(e); source.TrySetException(e); }
                return source.Task;
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2012", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "when an exception ends up here, nothing completes 'source', and whoever awaits its task waits for ever; call 'TrySetException'")));

    [Fact]
    public Task Catch_without_a_variable_without_a_type_and_empty() => Verify.FixesAsync($$"""
        class C
        {
            Task<int> AAsync(string text)
            {
                var source = {{Source}};
                try { source.SetResult(int.Parse(text)); }
                [|catch|] (FormatException) { }
                return source.Task;
            }
            async Task<int> BAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                [|catch|]
                {
                    // never mind
                }
                return await source.Task.ConfigureAwait(false);
            }
        }
        """, $$"""
        class C
        {
            Task<int> AAsync(string text)
            {
                var source = {{Source}};
                try { source.SetResult(int.Parse(text)); }
                catch (FormatException exception) { source.TrySetException(exception); }
                return source.Task;
            }
            async Task<int> BAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                catch (Exception exception)
                {
                    // never mind
                    source.TrySetException(exception);
                }
                return await source.Task.ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Cancellation_stays_cancellation() => Verify.FixesAsync($$"""
        class C
        {
            Task<int> M(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                [|catch|] (OperationCanceledException) { }
                catch (Exception e) { source.SetException(e); }
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            Task<int> M(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                catch (OperationCanceledException exception) { source.TrySetCanceled(exception.CancellationToken); }
                catch (Exception e) { source.SetException(e); }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task In_a_lambda_that_a_thread_runs() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> RunAsync(Func<int> work)
            {
                var source = {{Source}};
                var thread = new Thread(() =>
                {
                    try
                    {
                        source.SetResult(work());
                    }
                    [|catch|] (ThreadInterruptedException)
                    {
                        return;
                    }
                    catch (Exception e)
                    {
                        source.SetException(e);
                    }
                });
                thread.Start();
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            static Task<int> RunAsync(Func<int> work)
            {
                var source = {{Source}};
                var thread = new Thread(() =>
                {
                    try
                    {
                        source.SetResult(work());
                    }
                    catch (ThreadInterruptedException exception)
                    {
                        source.TrySetException(exception);
                        return;
                    }
                    catch (Exception e)
                    {
                        source.SetException(e);
                    }
                });
                thread.Start();
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Condition_that_is_not_met_in_a_pool_item() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                ThreadPool.QueueUserWorkItem(_ [|=>|]
                {
                    if (queue.TryDequeue(out int item))
                    {
                        source.SetResult(item);
                    }
                });
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    if (queue.TryDequeue(out int item))
                    {
                        source.SetResult(item);
                    }
                    source.TrySetCanceled();
                });
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Condition_that_is_not_met_before_the_task_is_handed_out() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                if (queue.TryDequeue(out int item))
                {
                    source.SetResult(item);
                }

                // the caller waits
                return [|source.Task|];
            }
        }
        """, $$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                if (queue.TryDequeue(out int item))
                {
                    source.SetResult(item);
                }

                // the caller waits
                source.TrySetCanceled();
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Tried_in_a_loop_no_fix() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> RetryAsync(Func<int> work)
            {
                var source = {{Source}};
                for (int i = 0; i < 3; i++)
                {
                    try { source.SetResult(work()); return source.Task; }
                    catch (IOException) { }
                }
                source.SetException(new IOException());
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Catch_that_leaves_in_several_ways_no_fix() => Verify.ReportsAsync($$"""
        class C
        {
            static Task<int> M(Func<int> work, bool verbose)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                [|catch|] (IOException e)
                {
                    if (verbose) { Console.WriteLine(e); return source.Task; }
                    Console.WriteLine();
                }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Every_path_completes() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                catch (OperationCanceledException e) { source.TrySetCanceled(e.CancellationToken); }
                catch (Exception e) { source.TrySetException(e); }
                return source.Task;
            }
            static Task<int> BAsync(bool yes)
            {
                var source = {{Source}};
                if (yes) source.SetResult(1); else source.SetCanceled();
                return source.Task;
            }
            static Task<int> CAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.TrySetResult(work()); } catch (IOException) { } finally { source.TrySetCanceled(); }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Completed_behind_the_catch() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(Func<int> work)
            {
                var source = {{Source}};
                Exception? failure = null;
                int value = 0;
                try { value = work(); } catch (IOException e) { failure = e; }
                if (failure is null) source.SetResult(value); else source.SetException(failure);
                return source.Task;
            }
            static Task<int> BAsync(Func<int> work)
            {
                var source = {{Source}};
                bool done = false;
                try { source.SetResult(work()); done = true; } catch (IOException) { }
                if (!done) source.SetResult(0);
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Catch_that_throws_on_or_exits_without_the_task() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); } catch (IOException) { Console.WriteLine(); throw; }
                return source.Task;
            }
            static Task<int> BAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); } catch (IOException) { return Task.FromResult(-1); }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Exception_that_only_a_second_completion_throws() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(int value)
            {
                var source = {{Source}};
                try { source.SetResult(value); } catch (InvalidOperationException) { }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Source_that_goes_elsewhere() => Verify.SilentAsync($$"""
        class C
        {
            TaskCompletionSource<int>? _field;
            void Use(TaskCompletionSource<int> s) { }
            Task<int> Stored(bool yes) { var source = {{Source}}; _field = source; if (yes) source.SetResult(1); return source.Task; }
            Task<int> Passed(bool yes) { var source = {{Source}}; Use(source); if (yes) source.SetResult(1); return source.Task; }
            Task<int> Captured(bool yes, CancellationToken stop)
            {
                var source = {{Source}};
                stop.Register(() => source.TrySetCanceled());
                if (yes) source.SetResult(1);
                return source.Task;
            }
            Task<int> MethodGroup(bool yes, Action<Func<int, bool>> subscribe) { var source = {{Source}}; subscribe(source.TrySetResult); if (yes) source.SetResult(1); return source.Task; }
        }
        """);

    [Fact]
    public Task Callback_that_may_be_called_again() => Verify.SilentAsync($$"""
        class C
        {
            event Action<int>? Changed;
            Task<int> WaitForAsync(int value)
            {
                var source = {{Source}};
                Changed += v => { if (v == value) source.TrySetResult(v); };
                return source.Task;
            }
            static Task<int> Each(IEnumerable<int> all)
            {
                var source = {{Source}};
                Parallel.ForEach(all, item => { if (item > 0) source.TrySetResult(item); });
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Several_tests_that_may_cover_all() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> From(Task<int> t)
            {
                var source = {{Source}};
                switch (t.Status)
                {
                    case TaskStatus.RanToCompletion: source.SetResult(1); break;
                    case TaskStatus.Canceled: source.SetCanceled(); break;
                    case TaskStatus.Faulted: source.SetException(t.Exception!); break;
                }
                return source.Task;
            }
            static Task<int> Two(bool a)
            {
                var source = {{Source}};
                if (a) source.SetResult(1);
                if (!a) source.SetResult(2);
                return source.Task;
            }
            static Task<int> Asked(bool a)
            {
                var source = {{Source}};
                if (a) source.SetResult(1);
                return source.Task.IsCompleted ? source.Task : Task.FromResult(0);
            }
        }
        """);

    [Fact]
    public Task Left_before_the_task_is_handed_out() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> M(bool ok)
            {
                var source = {{Source}};
                if (ok) source.SetResult(1);
                if (!ok) return Task.FromResult(0);
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Task_that_nobody_gets() => Verify.SilentAsync($$"""
        class C
        {
            static async Task M(Task other, bool yes)
            {
                var source = {{Source}};
                if (yes) source.SetResult(1);
                await Task.WhenAny(source.Task, other);
                await source.Task.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
        """);

    [Fact]
    public Task Nothing_completes_it_on_purpose() => Verify.SilentAsync($$"""
        class C { static Task<int> Never() { var source = {{Source}}; return source.Task; } }
        """);

    [Fact]
    public Task Async_lambda_on_the_pool() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> LoadAsync(Func<Task<int>> load)
            {
                var source = {{Source}};
                _ = Task.Run(async () =>
                {
                    try
                    {
                        source.SetResult(await load());
                    }
                    [|catch|] (Exception e)
                    {
                        Console.WriteLine(e);
                    }
                });
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            static Task<int> LoadAsync(Func<Task<int>> load)
            {
                var source = {{Source}};
                _ = Task.Run(async () =>
                {
                    try
                    {
                        source.SetResult(await load());
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e);
                        source.TrySetException(e);
                    }
                });
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        var source = [|new TaskCompletionSource()|];
        Console.CancelKeyPress += (_, _) => source.TrySetResult();
        await source.Task;
        """, """
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Console.CancelKeyPress += (_, _) => source.TrySetResult();
        await source.Task;
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Two_flaws_of_one_source() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(string text)
            {
                var source = [|new TaskCompletionSource<int>()|];
                try { source.SetResult(int.Parse(text)); } [|catch|] (FormatException e) { Console.WriteLine(e); }
                return source.Task;
            }
        }
        """, """
        class C
        {
            Task<int> M(string text)
            {
                var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                try { source.SetResult(int.Parse(text)); } catch (FormatException e) { Console.WriteLine(e); source.TrySetException(e); }
                return source.Task;
            }
        }
        """, configure: test => test.NumberOfFixAllIterations = 2);
}
