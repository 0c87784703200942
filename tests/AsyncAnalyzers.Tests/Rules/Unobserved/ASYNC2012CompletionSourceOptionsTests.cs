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
            "Continuations of this TaskCompletionSource run inside the call that completes it; pass 'RunContinuationsAsynchronously'")));

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
            "TaskContinuationOptions are stored as state and ignored here; pass 'TaskCreationOptions.RunContinuationsAsynchronously'")));

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
    public Task Only_the_options_of_a_source_that_a_path_never_completes_either() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(string text)
            {
                var source = [|new TaskCompletionSource<int>()|];
                try { source.SetResult(int.Parse(text)); } catch (FormatException e) { Console.WriteLine(e); }
                return source.Task;
            }
        }
        """, """
        class C
        {
            Task<int> M(string text)
            {
                var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                try { source.SetResult(int.Parse(text)); } catch (FormatException e) { Console.WriteLine(e); }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Made_in_a_lambda() => Verify.FixesAsync("""
        class C
        {
            readonly System.Collections.Concurrent.ConcurrentDictionary<int, TaskCompletionSource<int>> _pending = new();
            TaskCompletionSource<int> Of(int id) => _pending.GetOrAdd(id, _ => [|new TaskCompletionSource<int>()|]);
        }
        """, """
        class C
        {
            readonly System.Collections.Concurrent.ConcurrentDictionary<int, TaskCompletionSource<int>> _pending = new();
            TaskCompletionSource<int> Of(int id) => _pending.GetOrAdd(id, _ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        """);

    [Fact]
    public Task Source_of_a_type_of_ones_own_that_has_the_option() => Verify.SilentAsync("""
        class Request : TaskCompletionSource<int> { public Request() : base(TaskCreationOptions.RunContinuationsAsynchronously) { } }
        class C { Request _a = new Request(); Request _b = new(); }
        """);

    [Fact]
    public Task Options_that_are_decided_at_run_time() => Verify.SilentAsync("""
        class C
        {
            static TaskCompletionSource Make(bool inline) => new TaskCompletionSource(
                inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """);

    [Fact]
    public Task Somebody_has_thought_of_the_continuations() => Verify.SilentAsync("""
        class C
        {
            // Continuations run inline: the context of the caller is needed.
            readonly TaskCompletionSource _a = new();

            TaskCompletionSource<int> M()
            {
                // Not created with RunContinuationsAsynchronously to avoid a dispatch to the pool.
                return new TaskCompletionSource<int>();
            }

            void N(Dictionary<int, TaskCompletionSource> waiting)
            {
                /* the continuation must run before we go on */
                waiting[1] = new TaskCompletionSource();
            }
        }
        """);

    [Fact]
    public Task Completed_by_the_next_statement_wherever_it_is_kept() => Verify.SilentAsync("""
        class C
        {
            TaskCompletionSource _a;
            C() { _a = new TaskCompletionSource(); _a.SetResult(); }
            void M() { this._a = new(); this._a.TrySetCanceled(); }
        }
        """);

    [Fact]
    public Task Completed_later_or_another_one() => Verify.FixesAsync("""
        class C
        {
            TaskCompletionSource _a = new(TaskCreationOptions.RunContinuationsAsynchronously), _b = new(TaskCreationOptions.RunContinuationsAsynchronously);
            // the source of the pause
            void M() { _a = [|new TaskCompletionSource()|]; _b.SetResult(); }
            void N() { _a = [|new TaskCompletionSource()|]; Start(); _a.SetResult(); }
            void Start() { }
        }
        """, """
        class C
        {
            TaskCompletionSource _a = new(TaskCreationOptions.RunContinuationsAsynchronously), _b = new(TaskCreationOptions.RunContinuationsAsynchronously);
            // the source of the pause
            void M() { _a = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); _b.SetResult(); }
            void N() { _a = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); Start(); _a.SetResult(); }
            void Start() { }
        }
        """);

    [Fact]
    public Task In_tests_it_does_not_matter() => Verify.SilentAsync("""
        namespace Xunit { class FactAttribute : Attribute { } }
        class C
        {
            TaskCompletionSource A() => new TaskCompletionSource();
        }
        """);

    [Theory]
    [InlineData("var done = new TaskCompletionSource(); new Thread(() => done.SetResult()).Start(); done.Task.Wait();")]
    [InlineData("var done = new TaskCompletionSource<int>(); Console.CancelKeyPress += (s, e) => done.TrySetResult(1); done.Task.GetAwaiter().GetResult();")]
    [InlineData("var done = new TaskCompletionSource<int>(); new Thread(() => done.SetResult(1)).Start(); if (!done.Task.Wait(5)) return; Console.WriteLine(done.Task.Result);")]
    public Task A_thread_that_waits_is_no_continuation(string body) => Verify.SilentAsync("class C { void M() { " + body + " } }");

    [Theory]
    [InlineData("var done = [|new TaskCompletionSource()|]; new Thread(() => done.SetResult()).Start(); Task.WhenAny(done.Task).Wait();")]
    [InlineData("var done = [|new TaskCompletionSource()|]; Start(done); done.Task.Wait();")]
    public Task One_that_may_be_awaited(string body) => Verify.FixesAsync(
        "class C { void M() { " + body + " } void Start(TaskCompletionSource t) { } }",
        "class C { void M() { " + body.Replace("[|", "").Replace("()|]", "(TaskCreationOptions.RunContinuationsAsynchronously)") + " } void Start(TaskCompletionSource t) { } }");
}
