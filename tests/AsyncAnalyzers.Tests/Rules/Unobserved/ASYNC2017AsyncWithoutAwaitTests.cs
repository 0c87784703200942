using AsyncAnalyzers.Rules.Unobserved;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.Diagnostics;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2017AsyncWithoutAwaitAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2017AsyncWithoutAwaitCodeFix>;
using VerifyCompiler = AsyncAnalyzers.Tests.Verification.Verify<
    Microsoft.CodeAnalysis.Testing.EmptyDiagnosticAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2017AsyncWithoutAwaitCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2017AsyncWithoutAwaitTests
{
    // ---- nothing can be thrown ----

    [Fact]
    public Task A_known_result_is_returned() => Verify.FixesAsync("""
        class C
        {
            private int _count;

            // how many
            public async Task<int> [|CountAsync|]() /*d*/
            {
                // all of them
                return _count; // so far
            }
        }
        """, """
        class C
        {
            private int _count;

            // how many
            public Task<int> CountAsync() /*d*/
            {
                // all of them
                return Task.FromResult(_count); // so far
            }
        }
        """);

    [Fact]
    public Task An_expression_body_stays_one() => Verify.FixesAsync("""
        class C
        {
            public async Task<string> [|NameAsync|]() => "a";
            internal static async Task<object?> [|NoneAsync|]() => null;
            async Task<long> [|WiderAsync|](int x) => x;
            async Task<int> [|CountAsync|](List<int> xs) => xs.Count;
        }
        """, """
        class C
        {
            public Task<string> NameAsync() => Task.FromResult("a");
            internal static Task<object?> NoneAsync() => Task.FromResult<object?>(null);
            Task<long> WiderAsync(int x) => Task.FromResult<long>(x);
            Task<int> CountAsync(List<int> xs) => Task.FromResult(xs.Count);
        }
        """);

    [Fact]
    public Task The_end_of_a_body_becomes_a_completed_task() => Verify.FixesAsync("""
        class C
        {
            private bool _isOpen;

            public async Task [|CloseAsync|]()
            {
                if (!_isOpen)
                {
                    return;
                }

                // shut
                _isOpen = false;
                // done
            }
        }
        """, """
        class C
        {
            private bool _isOpen;

            public Task CloseAsync()
            {
                if (!_isOpen)
                {
                    return Task.CompletedTask;
                }

                // shut
                _isOpen = false;
                // done
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task An_empty_method() => Verify.FixesAsync("""
        class C : IAsyncDisposable
        {
            // nothing to do
            public async ValueTask [|DisposeAsync|]()
            {
            }

            public async Task [|StartAsync|]() { }
        }
        """, """
        class C : IAsyncDisposable
        {
            // nothing to do
            public ValueTask DisposeAsync()
            {
                return ValueTask.CompletedTask;
            }

            public Task StartAsync() { return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task A_ValueTask_with_a_result() => Verify.FixesAsync("""
        class C
        {
            private string? _name;

            // c
            public async ValueTask<string> [|NameAsync|]() => _name ?? string.Empty;
        }
        """, """
        class C
        {
            private string? _name;

            // c
            public ValueTask<string> NameAsync() => ValueTask.FromResult(_name ?? string.Empty);
        }
        """);

    [Fact]
    public Task A_body_that_catches_everything_needs_no_more() => Verify.FixesAsync("""
        class C
        {
            public async Task<bool> [|TryAsync|](Action work)
            {
                try
                {
                    work();
                    return true;
                }
                catch (Exception)
                {
                    return false;
                }
            }
        }
        """, """
        class C
        {
            public Task<bool> TryAsync(Action work)
            {
                try
                {
                    work();
                    return Task.FromResult(true);
                }
                catch (Exception)
                {
                    return Task.FromResult(false);
                }
            }
        }
        """);

    [Fact]
    public Task A_local_function() => Verify.FixesAsync("""
        class C
        {
            Task<int> M()
            {
                return LocalAsync();

                // l
                static async Task<int> [|LocalAsync|]() => 3;
            }
        }
        """, """
        class C
        {
            Task<int> M()
            {
                return LocalAsync();

                // l
                static Task<int> LocalAsync() => Task.FromResult(3);
            }
        }
        """);

    [Fact]
    public Task An_override_and_an_implementation_keep_their_signatures() => Verify.FixesAsync("""
        interface I { Task<int> GetAsync(); }
        abstract class B { protected abstract Task RunAsync(); }
        class C : B, I
        {
            private int _ran;
            // o
            protected override async Task [|RunAsync|]() => _ran = 1;
            // i
            async Task<int> I.[|GetAsync|]() => _ran;
        }
        """, """
        interface I { Task<int> GetAsync(); }
        abstract class B { protected abstract Task RunAsync(); }
        class C : B, I
        {
            private int _ran;
            // o
            protected override Task RunAsync()
            {
                _ran = 1;
                return Task.CompletedTask;
            }
            // i
            Task<int> I.GetAsync() => Task.FromResult(_ran);
        }
        """);

    [Fact]
    public Task A_task_that_is_kept_for_later_is_no_missed_await() => Verify.FixesAsync("""
        class C
        {
            private Task? _running;

            // s
            public async Task [|StartAsync|](Func<Task> run)
            {
                _running = run();
            }
        }
        """, """
        class C
        {
            private Task? _running;

            // s
            public Task StartAsync(Func<Task> run)
            {
                try
                {
                    _running = run();
                    return Task.CompletedTask;
                }
                catch (Exception exception)
                {
                    return Task.FromException(exception);
                }
            }
        }
        """);

    // ---- what is thrown stays in the task ----

    [Fact]
    public Task Exceptions_stay_in_the_task() => Verify.FixesAsync("""
        class C
        {
            private readonly Dictionary<int, string> _names = new();

            // c
            public async Task<string> [|NameAsync|](int id)
            {
                // before
                if (id < 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(id));
                }

                return _names[id]; // after
                // end
            }
        }
        """, """
        class C
        {
            private readonly Dictionary<int, string> _names = new();

            // c
            public Task<string> NameAsync(int id)
            {
                try
                {
                    // before
                    if (id < 0)
                    {
                        throw new ArgumentOutOfRangeException(nameof(id));
                    }

                    return Task.FromResult(_names[id]); // after
                    // end
                }
                catch (Exception exception)
                {
                    return Task.FromException<string>(exception);
                }
            }
        }
        """);

    [Fact]
    public Task Second_action_lets_exceptions_out() => Verify.FixesAsync("""
        class C
        {
            // c
            public async Task [|AddAsync|](List<int> list, int x)
            {
                list.Add(x);
            }
        }
        """, """
        class C
        {
            // c
            public Task AddAsync(List<int> list, int x)
            {
                list.Add(x);
                return Task.CompletedTask;
            }
        }
        """, codeActionIndex: 1);

    [Fact]
    public Task An_expression_that_may_throw_gets_a_block() => Verify.FixesAsync("""
        class C
        {
            // c
            public async Task<int> [|FirstAsync|](int[] list) => list.Max(); // d

            // e
            public async ValueTask [|ClearAsync|](List<int> list) => list.Clear();
        }
        """, """
        class C
        {
            // c
            public Task<int> FirstAsync(int[] list)
            {
                try
                {
                    return Task.FromResult(list.Max());
                }
                catch (Exception exception)
                {
                    return Task.FromException<int>(exception);
                }
            } // d

            // e
            public ValueTask ClearAsync(List<int> list)
            {
                try
                {
                    list.Clear();
                    return ValueTask.CompletedTask;
                }
                catch (Exception exception)
                {
                    return ValueTask.FromException(exception);
                }
            }
        }
        """);

    [Fact]
    public Task A_body_on_one_line_gets_lines() => Verify.FixesAsync("""
        class C
        {
            // c
            public async Task<int> [|FirstAsync|](int[] list) { return list.Max(); }
        }
        """, """
        class C
        {
            // c
            public Task<int> FirstAsync(int[] list)
            {
                try
                {
                    return Task.FromResult(list.Max());
                }
                catch (Exception exception)
                {
                    return Task.FromException<int>(exception);
                }
            }
        }
        """);

    [Fact]
    public Task A_cancellation_stays_one() => Verify.FixesAsync("""
        class C
        {
            public async Task<int> [|SumAsync|](int[] list, CancellationToken stop)
            {
                int sum = 0;
                foreach (int x in list)
                {
                    stop.ThrowIfCancellationRequested();
                    sum += x;
                }

                return sum;
            }
        }
        """, """
        class C
        {
            public Task<int> SumAsync(int[] list, CancellationToken stop)
            {
                try
                {
                    int sum = 0;
                    foreach (int x in list)
                    {
                        stop.ThrowIfCancellationRequested();
                        sum += x;
                    }

                    return Task.FromResult(sum);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return Task.FromCanceled<int>(stop);
                }
                catch (Exception exception)
                {
                    return Task.FromException<int>(exception);
                }
            }
        }
        """);

    [Fact]
    public Task A_name_that_is_taken() => Verify.FixesAsync("""
        using System;
        using System.Threading.Tasks;
        class C
        {
            // c
            public async Task [|AddAsync|](System.Collections.Generic.List<string> list, string exception)
            {
                list.Add(exception);
            }
        }
        """, """
        using System;
        using System.Threading.Tasks;
        class C
        {
            // c
            public Task AddAsync(System.Collections.Generic.List<string> list, string exception)
            {
                try
                {
                    list.Add(exception);
                    return Task.CompletedTask;
                }
                catch (Exception error)
                {
                    return Task.FromException(error);
                }
            }
        }
        """, globalUsings: false);

    [Fact]
    public Task Types_written_in_full_and_a_type_of_ones_own_named_Task() => Verify.FixesAsync("""
        class Task { }
        class C
        {
            // c
            public async System.Threading.Tasks.Task<(int A, string? B)> [|GetAsync|]() => (1, null);
        }
        """, """
        class Task { }
        class C
        {
            // c
            public System.Threading.Tasks.Task<(int A, string? B)> GetAsync() => System.Threading.Tasks.Task.FromResult<(int A, string? B)>((1, null));
        }
        """);

    [Fact]
    public Task Tabs_and_crlf_are_kept() => Verify.FixesAsync(
        "class C\r\n{\r\n\t/*a*/ public /*b*/ async /*c*/ Task /*d*/ [|AddAsync|](List<int> list)\r\n\t{\r\n\t\t// e\r\n\t\tlist.Add(1); // f\r\n\t}\r\n}\r\n",
        "class C\r\n{\r\n\t/*a*/ public /*b*/ /*c*/ Task /*d*/ AddAsync(List<int> list)\r\n\t{\r\n\t\ttry\r\n\t\t{\r\n\t\t\t// e\r\n\t\t\tlist.Add(1); // f\r\n\t\t\treturn Task.CompletedTask;\r\n\t\t}\r\n\t\tcatch (Exception exception)\r\n\t\t{\r\n\t\t\treturn Task.FromException(exception);\r\n\t\t}\r\n\t}\r\n}\r\n");

    [Fact]
    public Task The_modifier_alone_with_an_attribute_and_a_comment_before() => Verify.FixesAsync("""
        class C
        {
            // a
            [Obsolete]
            // b
            async Task [|M|]() { }
        }
        """, """
        class C
        {
            // a
            [Obsolete]
            // b
            Task M() { return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Old_csharp() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        class C
        {
            // c
            public async Task<int> [|GetAsync|]()
            {
                return 1;
            }
        }
        """, """
        using System.Threading.Tasks;
        class C
        {
            // c
            public Task<int> GetAsync()
            {
                return Task.FromResult(1);
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3, references: ReferenceAssemblies.NetStandard.NetStandard20);

    [Fact]
    public Task The_await_of_an_inner_function_is_not_ones_own() => Verify.FixesAsync("""
        class C
        {
            private Func<Task>? _later;

            // c
            public async Task [|M|]()
            {
                _later = async () => await Task.Delay(1);
            }
        }
        """, """
        class C
        {
            private Func<Task>? _later;

            // c
            public Task M()
            {
                _later = async () => await Task.Delay(1);
                return Task.CompletedTask;
            }
        }
        """);

    // ---- lambdas ----

    [Fact]
    public Task Lambdas_that_do_nothing_or_know_their_result() => Verify.FixesAsync("""
        class C
        {
            Func<Task> A = [|async|] () => { };
            Func<int, Task<int>> B = [|async|] x => x;
            Func<Task> D = [|async|] delegate { };
            Func<Task<string>> E = /*c*/ [|async|] () => /*d*/ "e"; // f
            Func<Task<string>> G = [|async|] static () => "g";
        }
        """, """
        class C
        {
            Func<Task> A = () => Task.CompletedTask;
            Func<int, Task<int>> B = x => Task.FromResult(x);
            Func<Task> D = delegate { return Task.CompletedTask; };
            Func<Task<string>> E = /*c*/ () => /*d*/ Task.FromResult("e"); // f
            Func<Task<string>> G = static () => Task.FromResult("g");
        }
        """);

    [Fact]
    public Task Task_Run_takes_the_lambda_as_it_is() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(int[] xs, CancellationToken token) => Task.Run([|async|] () => xs.Max(), token);
            Task N(List<int> xs) => Task.Run([|async|] () =>
            {
                // c
                xs.Clear();
            });
        }
        """, """
        class C
        {
            Task<int> M(int[] xs, CancellationToken token) => Task.Run(() => xs.Max(), token);
            Task N(List<int> xs) => Task.Run(() =>
            {
                // c
                xs.Clear();
            });
        }
        """);

    // ---- reported, not repaired ----

    [Fact]
    public Task A_framework_without_the_factories() => Verify.ReportsAsync("""
        using System.Threading.Tasks;
        class C
        {
            public async ValueTask<int> [|GetAsync|]() { return 1; }
        }
        namespace System.Threading.Tasks
        {
            [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(Builder<>))]
            public struct ValueTask<T> { public Builder<T> GetAwaiter() => default; }
            public struct ValueTask { }
            public struct Builder<T>
            {
                public static Builder<T> Create() => default;
                public ValueTask<T> Task => default;
                public void Start<S>(ref S s) where S : System.Runtime.CompilerServices.IAsyncStateMachine { }
                public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine s) { }
                public void SetResult(T t) { }
                public void SetException(System.Exception e) { }
                public void AwaitOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.INotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine { }
                public void AwaitUnsafeOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine { }
            }
        }
        namespace System.Runtime.CompilerServices
        {
            public sealed class AsyncMethodBuilderAttribute : System.Attribute { public AsyncMethodBuilderAttribute(System.Type t) { } }
        }
        """, references: ReferenceAssemblies.NetStandard.NetStandard20, globalUsings: false);

    // ---- silent ----

    [Theory]
    [InlineData("async Task M() { await Task.Yield(); }")]
    [InlineData("async Task M(IAsyncEnumerable<int> xs) { await foreach (int x in xs) { } }")]
    [InlineData("async Task M(IAsyncDisposable d) { await using (d) { } }")]
    [InlineData("async Task M(IAsyncDisposable d) { await using var x = d; }")]
    [InlineData("async Task M(dynamic d) { await d; }")]
    [InlineData("async Task<int> M(Task<int> t) => 1 + await t;")]
    [InlineData("Func<Task> f = async () => await Task.Yield();")]
    public Task Awaits(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Theory]
    [InlineData("async void M(string? s) { throw new Exception(); }")]
    [InlineData("async void M(string? s) { Console.WriteLine(s ?? throw new Exception()); }")]
    [InlineData("Action a = async () => { };")]
    [InlineData("event EventHandler? E; void M() { E += async (s, e) => { }; }")]
    public Task Async_void_that_throws_and_lambdas_are_for_other_rules(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Theory]
    [InlineData("async void [|OnClick|](object s, EventArgs e) { Console.WriteLine(e); }", "void OnClick(object s, EventArgs e) { Console.WriteLine(e); }")]
    [InlineData("private /*c*/ async void [|M|]() => Console.WriteLine(1);", "private /*c*/ void M() => Console.WriteLine(1);")]
    [InlineData("void M() { async void [|Local|]() { } Local(); }", "void M() { void Local() { } Local(); }")]
    public Task Async_void(string member, string fixedMember) => Verify.FixesAsync("class C { " + member + " }", "class C { " + fixedMember + " }");

    [Theory]
    [InlineData("async IAsyncEnumerable<int> M() { yield return 1; }")]
    [InlineData("async IAsyncEnumerable<int> M() { yield break; }")]
    [InlineData("async Task M() => throw new NotImplementedException();")]
    [InlineData("async Task<int> M() { throw new NotSupportedException(); }")]
    [InlineData("async Task<int> M(int x) { Console.WriteLine(x); throw new NotSupportedException(); }")]
    [InlineData("Func<Task> f = async () => throw new NotImplementedException();")]
    [InlineData("protected virtual async Task M() { }")]
    [InlineData("protected virtual async Task M() { /* for derived classes */ }")]
    [InlineData("static async Task Main() { Console.WriteLine(1); }")]
    public Task Nothing_to_drop(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Fact]
    public Task A_default_implementation() => Verify.SilentAsync("interface I { async Task M() { } }");

    [Fact]
    public Task A_partial_method() => Verify.SilentAsync("partial class C { private partial Task M(); private async partial Task M() { } }");

    [Fact]
    public Task A_struct_of_which_a_copy_is_changed() => Verify.SilentAsync("struct S { int n; public async Task M() { n++; } }");

    [Fact]
    public Task Another_branch_of_conditional_compilation_awaits() => Verify.SilentAsync("""
        class C
        {
            async Task M()
            {
        #if REMOTE
                await Task.Delay(1);
        #endif
            }
        }
        """);

    [Fact]
    public Task A_comment_speaks_of_an_await() => Verify.SilentAsync("""
        class C
        {
            async Task M(List<int> xs)
            {
                // TODO: await the upload
                xs.Add(1);
            }
        }
        """);

    [Theory]
    [InlineData("async Task M() { Thread.Sleep(1); }")]
    [InlineData("async Task<int> M(Task<int> t) => t.Result;")]
    [InlineData("async Task M(Task t) { t.Wait(); }")]
    [InlineData("async Task<string> M() => File.ReadAllText(\"a\");")]
    [InlineData("async Task M(SemaphoreSlim s) { s.Wait(); }")]
    [InlineData("async Task M(Stream s) { s.Flush(); }")]
    [InlineData("async Task M() { using var f = new FileStream(\"a\", FileMode.Create); }")]
    [InlineData("async Task M() { Deep(); } void Deep() => Thread.Sleep(100);")]
    [InlineData("void Load() { Thread.Sleep(1); } async Task LoadAsync() { Thread.Sleep(1); await Task.Yield(); } async Task M() { Load(); }")]
    public Task What_blocks_is_to_be_awaited(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Theory]
    [InlineData("async Task M() { Task.Delay(1); }")]
    [InlineData("async Task M(Func<Task>? f) { f?.Invoke(); }")]
    [InlineData("async Task M() { var t = Task.Delay(1); }")]
    [InlineData("async Task M() { Task t; t = Task.Delay(1); }")]
    [InlineData("async Task M() { Task.Delay(1).ConfigureAwait(false); }")]
    public Task A_task_that_falls_is_for_other_rules(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Theory]
    [InlineData("static readonly AsyncLocal<int> Id = new(); async Task M() { Id.Value = 3; }")]
    [InlineData("async Task M() { System.Globalization.CultureInfo.CurrentCulture = null!; }")]
    [InlineData("async Task M() { SynchronizationContext.SetSynchronizationContext(null); }")]
    public Task What_an_async_method_gives_back_to_its_caller(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Theory]
    [InlineData("void M(List<int> xs) { Use(async () => { xs.Add(1); }); } void Use(Func<Task> f) { }")]
    [InlineData("void M(List<int> xs) { Use(async () => xs.Add(1)); } void Use(Func<Task> f) { }")]
    [InlineData("Func<int[], Task<int>> f = async xs => xs[0];")]
    [InlineData("void M() { Task.Factory.StartNew(async () => Console.WriteLine(1)); }")]
    [InlineData("Task M(Func<Task> g) => Task.Run(async () => g());")]
    public Task An_async_lambda_is_the_shortest_way(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Fact]
    public Task Tests_are_async_for_the_next_line() => Verify.SilentAsync("""
        namespace Xunit { class FactAttribute : Attribute { } }
        class Tests
        {
            [Xunit.Fact] public async Task It_works() { Console.WriteLine(1); }
            public Func<Task> f = async () => { };
            class Fake { public async Task<int> CountAsync() => 1; }
        }
        """);

    [Fact]
    public Task Silenced_by_pragma() => Verify.SilentAsync("""
        class C
        {
        #pragma warning disable CS1998 // the signature is fixed
            async Task M() { }
        #pragma warning restore CS1998
        #pragma warning disable 1998
            async Task N() { }
        }
        """);

    [Fact]
    public Task Silenced_by_editorconfig() => Verify.SilentAsync("class C { async Task M() { } }", editorConfig: "dotnet_diagnostic.CS1998.severity = none");

    [Fact]
    public Task Silenced_by_the_project() => Verify.SilentAsync("class C { async Task M() { } }", configure: test => test.SolutionTransforms.Add((solution, id) =>
        solution.WithProjectCompilationOptions(id, solution.GetProject(id)!.CompilationOptions!.WithSpecificDiagnosticOptions([new("CS1998", ReportDiagnostic.Suppress)]))));

    [Fact]
    public async Task Silent_where_the_compiler_says_it_SilentAsync()
    {
        Compilation compilation = (await TestedCode.Create("class C { async Task M() { } }").Document.Project.GetCompilationAsync())!;
        DiagnosticAnalyzer OnCompiler(bool reports) => new ASYNC2017AsyncWithoutAwaitAnalyzer(reports);
        Assert.Empty(await TestedCode.ReportsAsync(compilation, rules: [OnCompiler(reports: true)]));
        Assert.Single(await TestedCode.ReportsAsync(compilation, rules: [OnCompiler(reports: false)]));
    }

    // ---- the compiler ----

    [Fact]
    public async Task The_compiler_is_known_by_what_it_says()
    {
        Compilation compilation = (await TestedCode.Create("class C { async Task M() { } }").Document.Project.GetCompilationAsync())!;
        Assert.Equal(compilation.GetDiagnostics().Any(diagnostic => diagnostic.Id == "CS1998"), NewestCompiler.OwnWarningOfAsyncWithoutAwait);
        Assert.Equal(typeof(CSharpCompilation).Assembly.GetName().Version!.Major < 5, NewestCompiler.OwnWarningOfAsyncWithoutAwait);
    }

    [Fact]
    public Task The_fix_serves_CS1998() => !NewestCompiler.OwnWarningOfAsyncWithoutAwait ? Task.CompletedTask : VerifyCompiler.FixesAsync("""
        class C
        {
            // c
            public async Task<int> {|CS1998:CountAsync|}()
            {
                return 1;
            }
        }
        """, """
        class C
        {
            // c
            public Task<int> CountAsync()
            {
                return Task.FromResult(1);
            }
        }
        """, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Warnings);

    [Fact]
    public Task The_message_names_the_method() => Verify.FixesAsync(
        "class C { async ValueTask {|#0:M|}() { } }",
        "class C { ValueTask M() { return ValueTask.CompletedTask; } }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2017", DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("'M' is async but has no 'await' and runs synchronously; remove 'async' and return a completed task")));

    [Fact]
    public Task Actions_of_controllers_cost_nothing() => Verify.SilentAsync("""
        class ControllerBase { }
        class HttpGetAttribute : Attribute { public HttpGetAttribute(string template) { } }
        class OrdersController : ControllerBase { public async Task<string> Get(int id) { return id.ToString(); } }
        class IndexModel : PageModel { public async Task OnGetAsync() { Console.WriteLine(1); } }
        class PageModel { }
        class Endpoints { [HttpGet("x")] async Task<string> Get(int id) { return id.ToString(); } }
        """);

    [Fact]
    public Task Other_methods_of_a_controller_do() => Verify.FixesAsync("""
        class ControllerBase { }
        class OrdersController : ControllerBase { private async Task<int> [|Count|](int id) { return id; } }
        """, """
        class ControllerBase { }
        class OrdersController : ControllerBase { private Task<int> Count(int id) { return Task.FromResult(id); } }
        """);
}
