using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2005NullTaskTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(); Task<string> NameAsync(); Func<Task>? Handler { get; } ISvc? Next { get; } }
        """;

    // ---- null that is written ----

    [Fact]
    public Task Returned_null() => Verify.FixesAsync("""
        class C
        {
            Task M(bool b)
            {
                if (b)
                {
                    // nothing to do
                    return [|null!|]; // yet
                }

                return Task.Delay(1);
            }
        }
        """, """
        class C
        {
            Task M(bool b)
            {
                if (b)
                {
                    // nothing to do
                    return Task.CompletedTask; // yet
                }

                return Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task Without_annotations() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            Task A() { return [|null|]; }
            Task B() => [|null|];
            Task D() => [|default|];
            Task E() => [|default(Task)|];
            Task F() => [|(Task)null|];
            Task<string> G() => [|null|];
            Task<List<int>> H() => [|null|];
        }
        """, """
        #nullable disable
        class C
        {
            Task A() { return Task.CompletedTask; }
            Task B() => Task.CompletedTask;
            Task D() => Task.CompletedTask;
            Task E() => Task.CompletedTask;
            Task F() => Task.CompletedTask;
            Task<string> G() => Task.FromResult<string>(null);
            Task<List<int>> H() => Task.FromResult<List<int>>(null);
        }
        """);

    [Fact]
    public Task Results_of_all_kinds() => Verify.FixesAsync("""
        class C<T>
        {
            Task<int> A() => [|null!|];
            Task<bool> B() => [|default!|];
            Task<string> D() => [|null!|];
            Task<string?> E() => [|null!|];
            Task<int?> F() => [|null!|];
            Task<Guid> G() => [|null!|];
            Task<T> H() => [|null!|];
            Task<C<T>?> I() => [|null!|];
            Task<(int, string)> J() => [|null!|];
        }
        """, """
        class C<T>
        {
            Task<int> A() => Task.FromResult(0);
            Task<bool> B() => Task.FromResult(false);
            Task<string> D() => Task.FromResult<string>(null!);
            Task<string?> E() => Task.FromResult<string?>(null);
            Task<int?> F() => Task.FromResult<int?>(null);
            Task<Guid> G() => Task.FromResult<Guid>(default);
            Task<T> H() => Task.FromResult<T>(default!);
            Task<C<T>?> I() => Task.FromResult<C<T>?>(null);
            Task<(int, string)> J() => Task.FromResult<(int, string)>(default);
        }
        """);

    [Fact]
    public Task Branches() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            Task A(bool b, Task t) => b ? t : [|null|];
            Task<int> B(int n, Task<int> t)
            {
                return n switch
                {
                    1 => t,
                    // none
                    _ => [|null|],
                };
            }
            Task D(Task t) => t ?? [|null|];
            Task E(bool b, Task t) { return (b ? [|null|] : (t)); }
        }
        """, """
        #nullable disable
        class C
        {
            Task A(bool b, Task t) => b ? t : Task.CompletedTask;
            Task<int> B(int n, Task<int> t)
            {
                return n switch
                {
                    1 => t,
                    // none
                    _ => Task.FromResult(0),
                };
            }
            Task D(Task t) => t ?? Task.CompletedTask;
            Task E(bool b, Task t) { return (b ? Task.CompletedTask : (t)); }
        }
        """);

    [Fact]
    public Task Functions_of_all_kinds() => Verify.FixesAsync("""
        #nullable disable
        abstract class B { public abstract Task M(); }
        class C : B, IDisposable
        {
            public override Task M() => [|null|];
            Task P => [|null|];
            Task<int> Q { get { return [|null|]; } }
            void N()
            {
                Task Local() => [|null|];
                Func<Task> f = () => [|null|];
                Func<int, Task<int>> g = n => { return [|null|]; };
                Func<int, Task> h = delegate { return [|null|]; };
                var i = Task () => [|null|];
            }
            public void Dispose() { }
        }
        """, """
        #nullable disable
        abstract class B { public abstract Task M(); }
        class C : B, IDisposable
        {
            public override Task M() => Task.CompletedTask;
            Task P => Task.CompletedTask;
            Task<int> Q { get { return Task.FromResult(0); } }
            void N()
            {
                Task Local() => Task.CompletedTask;
                Func<Task> f = () => Task.CompletedTask;
                Func<int, Task<int>> g = n => { return Task.FromResult(0); };
                Func<int, Task> h = delegate { return Task.CompletedTask; };
                var i = Task () => Task.CompletedTask;
            }
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Qualified_and_without_a_using_directive() => Verify.FixesAsync("""
        class C
        {
            System.Threading.Tasks.Task A() => [|null|];
            System.Threading.Tasks.Task<string> B() => [|null|];
        }
        """, """
        using System.Threading.Tasks;

        class C
        {
            System.Threading.Tasks.Task A() => Task.CompletedTask;
            System.Threading.Tasks.Task<string> B() => Task.FromResult<string>(null);
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    [Fact]
    public Task Comments_survive() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            Task A() => /* a */ [|(Task) /* b */ null|] /* c */; // d
        }
        """, """
        #nullable disable
        class C
        {
            Task A() => /* a */ Task.CompletedTask /* b */ /* c */; // d
        }
        """);

    [Fact]
    public Task Messages() => Report.ReportsAsync("""
        class C
        {
            Task M() => {|#0:null!|};
            Task<int> N(ISvc? svc) => {|#1:svc?.GetAsync()!|};
            void O(Task work) => O({|#2:null|});
            void P() { Func<Task> f = () => {|#3:null!|}; }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.AddRange(
        [
            new DiagnosticResult("ASYNC2005", DiagnosticSeverity.Warning).WithLocation(0).WithMessage("'M' returns null instead of a task, and awaiting null throws NullReferenceException; return 'Task.CompletedTask'"),
            new DiagnosticResult("ASYNC2005", DiagnosticSeverity.Warning).WithLocation(1).WithMessage("'N' returns null where 'svc' is null, and awaiting null throws NullReferenceException; add '?? Task.FromResult(…)'"),
            new DiagnosticResult("ASYNC2005", DiagnosticSeverity.Warning).WithLocation(2).WithMessage("Null is passed for the task 'work', and awaiting null throws NullReferenceException; pass 'Task.CompletedTask'"),
            new DiagnosticResult("ASYNC2005", DiagnosticSeverity.Warning).WithLocation(3).WithMessage("The lambda returns null instead of a task, and awaiting null throws NullReferenceException; return 'Task.CompletedTask'"),
        ]));

    [Fact]
    public Task Fakes_of_tests_are_never_awaited_or_fail_at_once() => Report.SilentAsync(
        "namespace Xunit { class FactAttribute : Attribute { } } class C { Task M() => null!; Func<Task> F() => () => default!; }");

    /// <summary>The framework is not there, as before the packages are.</summary>
    [Fact]
    public Task Dummies_of_tests_without_their_framework() => Report.ReportsAsync("""
        class C
        {
            [{|CS0246:{|CS0246:Fact|}|}] public void M() { Add((dc, ct) => null!); static Task Local() => null!; }
            void Add(Func<int, CancellationToken, Task<int>> step) { Add((dc, ct) => [|null!|]); }
        }
        """);

    // ---- ?. ----

    [Fact]
    public Task Conditional_access() => Verify.FixesAsync("""
        class C
        {
            Task A(ISvc? svc)
            {
                // now
                return [|svc?.DoAsync()!|]; // or never
            }
            Task<int> B(ISvc? svc) => [|svc?.GetAsync()!|];
            Task<string> D(ISvc? svc) => [|svc?.NameAsync()!|];
            Task E(ISvc svc) => [|svc.Handler?.Invoke()!|];
            Task F(ISvc svc) => [|svc.Next?.Next?.DoAsync()!|];
            Task G(bool b, ISvc? svc) => b ? Task.CompletedTask : [|svc?.DoAsync()!|];
            void H(ISvc? svc) { Func<Task> f = () => [|svc?.DoAsync()!|]; }
            Task I(ISvc? svc) => [|svc?.GetAsync()!|];
        }
        """ + Svc, """
        class C
        {
            Task A(ISvc? svc)
            {
                // now
                return svc?.DoAsync() ?? Task.CompletedTask; // or never
            }
            Task<int> B(ISvc? svc) => svc?.GetAsync() ?? Task.FromResult(0);
            Task<string> D(ISvc? svc) => svc?.NameAsync() ?? Task.FromResult<string>(null!);
            Task E(ISvc svc) => svc.Handler?.Invoke() ?? Task.CompletedTask;
            Task F(ISvc svc) => svc.Next?.Next?.DoAsync() ?? Task.CompletedTask;
            Task G(bool b, ISvc? svc) => b ? Task.CompletedTask : svc?.DoAsync() ?? Task.CompletedTask;
            void H(ISvc? svc) { Func<Task> f = () => svc?.DoAsync() ?? Task.CompletedTask; }
            Task I(ISvc? svc) => svc?.GetAsync() ?? Task.CompletedTask;
        }
        """ + Svc);

    [Fact]
    public Task Conditional_access_without_annotations() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            readonly ISvc _svc;
            Task A() => [|_svc?.DoAsync()|];
            Task B(ISvc other, Task t) => t ?? [|other?.DoAsync()|];
        }
        """ + Svc, """
        #nullable disable
        class C
        {
            readonly ISvc _svc;
            Task A() => _svc?.DoAsync() ?? Task.CompletedTask;
            Task B(ISvc other, Task t) => t ?? other?.DoAsync() ?? Task.CompletedTask;
        }
        """ + Svc);

    // ---- passed ----

    [Fact]
    public Task Passed_for_a_task() => Verify.FixesAsync("""
        class C
        {
            C(Task start) { }
            static void Run(string name, Task work) { }
            static void Get(Task<int> work) { }
            void M()
            {
                Run("a", {|CS8625:[|null|]|});
                Run(work: {|CS8625:[|default|]|}, name: "a");
                Get({|CS8625:[|null|]|});
                _ = new C({|CS8625:[|null|]|});
            }
        }
        """, """
        class C
        {
            C(Task start) { }
            static void Run(string name, Task work) { }
            static void Get(Task<int> work) { }
            void M()
            {
                Run("a", Task.CompletedTask);
                Run(work: Task.CompletedTask, name: "a");
                Get(Task.FromResult(0));
                _ = new C(Task.CompletedTask);
            }
        }
        """, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Warnings);

    [Fact]
    public Task Passing_that_is_allowed() => Verify.SilentAsync("""
        class C
        {
            static void Maybe(Task? work) { }
            static void Optional(Task? work = null) { }
            static void Any<T>(T value) { }
            static void Other(string? name, Task work) { }
            static bool TryGet(out Task work) { work = null!; return false; }
            static void Suppressed(Task work) { }
            static void Throws(Action a) { }
            void M()
            {
                Maybe(null);
                Optional(null);
                Any<Task>(null!);
                Other(null, Task.CompletedTask);
                Suppressed(null!);
                TryGet(out _);
                Throws(() => Suppressed(null!));
                string.Join(",", null, "a");
            }
        }
        """);

    [Fact]
    public Task Passing_where_nobody_has_said_what_is_allowed() => Verify.SilentAsync("""
        #nullable disable
        class C
        {
            static void Run(Task work) { }
            void M() { Run(null); Run(default); }
        }
        """);

    [Fact]
    public Task What_a_test_passes_to_see_it_refused() => Verify.SilentAsync("""
        #nullable enable
        class C
        {
            static void Run(Task work) { }
            #nullable disable warnings
            void M() { Assert.Throws<ArgumentNullException>(() => Run(null)); Action act = () => Run(null); act.ShouldThrow(); }
        }
        static class Assert { public static void Throws<T>(Action a) { } public static void ShouldThrow(this Action a) { } }
        """);

    // ---- silent ----

    [Theory]
    [InlineData("""Task? A() => null;""")]
    [InlineData("""Task<int>? B() { return default; }""")]
    [InlineData("""Task? D(ISvc? svc) => svc?.DoAsync();""")]
    [InlineData("""Func<Task?> E() => () => null;""")]
    [InlineData("""Func<ISvc?, Task?> F() => svc => svc?.DoAsync();""")]
    public Task Annotated_tasks_may_be_null(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
            Task? P => null;
            Task? Q { get { return null; } }
        }
        """ + Svc);

    [Theory]
    [InlineData("""async Task<string?> A() { await Task.Yield(); return null; }""")]
    [InlineData("""async Task<int> B() { await Task.Yield(); return default; }""")]
    [InlineData("""void D() { Func<Task<string?>> f = async () => { await Task.Yield(); return null; }; Func<Task<object?>> g = async () => null; }""")]
    [InlineData("""async Task<string?> E(C? c) { await Task.Yield(); return c?.ToString(); }""")]
    public Task Async_functions_return_what_is_in_the_task(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        """, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Errors);

    [Theory]
    [InlineData("""ValueTask A() => default;""")]
    [InlineData("""ValueTask<int> B() { return default; }""")]
    [InlineData("""ValueTask D() => default(ValueTask);""")]
    [InlineData("""ValueTask? E(IAsyncDisposable? d) => d?.DisposeAsync();""")]
    public Task Value_tasks_have_no_null(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        """);

    [Theory]
    [InlineData("""string A() => null;""")]
    [InlineData("""object B() => null;""")]
    [InlineData("""Action D() => null;""")]
    [InlineData("""Func<Task> E() => null;""")]
    [InlineData("""Task[] F() => null;""")]
    [InlineData("""void G() { Task t = null; t = default; _task = null; if (t == null) { } }""")]
    [InlineData("""Task H(string s) => Task.FromResult(s ?? null);""")]
    [InlineData("""Task I(ISvc svc) => svc?.DoAsync() ?? Task.CompletedTask;""")]
    [InlineData("""Task J(ISvc svc) => (svc?.DoAsync()) ?? Task.CompletedTask;""")]
    [InlineData("""Task K(bool? b) => b == null ? Task.CompletedTask : Task.Delay(1);""")]
    [InlineData("""Task L(string s) => s is null ? Task.CompletedTask : Task.Delay(default(int));""")]
    [InlineData("""Task<object> M() => Task.FromResult<object>(null);""")]
    [InlineData("""string N(ISvc svc) => svc?.ToString();""")]
    [InlineData("""IEnumerable<Task> O() { yield return null; }""")]
    [InlineData("""Task P(string s) { return s switch { null => Task.CompletedTask, _ => Task.Delay(1) }; }""")]
    [InlineData("""T Q<T>() where T : class => null;""")]
    public Task Other_types_and_places(string member) => Verify.SilentAsync($$"""
        #nullable disable
        class C
        {
            Task _task = null;
            {{member}}
        }
        """ + Svc);

    [Theory]
    [InlineData("""Task A(ISvc svc) => svc?.DoAsync()!;""")]
    [InlineData("""Task B() { return _svc?.DoAsync()!; }""")]
    [InlineData("""Task D(ISvc? svc) { if (svc is null) { return Task.CompletedTask; } return svc?.DoAsync()!; }""")]
    public Task A_receiver_that_the_compiler_knows_not_to_be_null(string member) => Verify.SilentAsync($$"""
        class C
        {
            readonly ISvc _svc = null!;
            {{member}}
        }
        """ + Svc);

    /// <summary>The compiler has its word to say about what is no task.</summary>
    [Theory]
    [InlineData("Func<int, Task> F(Log? log) => n => log?.Error(n);")]
    [InlineData("Task F(Log? log) => log?.Error(1);")]
    [InlineData("Task F(Log? log) { return log?.Missing(1); }")]
    [InlineData("Func<Task> F(Log? log) => () => log?.Count();")]
    public Task What_is_no_task(string member) => Verify.SilentAsync(
        "class Log { public void Error(int n) { } public int Count() => 1; } class C { " + member + " }",
        configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    /// <summary>Without annotations too: every constructor fills the field.</summary>
    [Fact]
    public Task A_field_that_always_holds_an_object() => Verify.SilentAsync("""
        #nullable disable
        class Store { public Task SaveAsync() => Task.CompletedTask; }
        class C
        {
            readonly Store _store;
            readonly Store _other = new();
            C() { _store = new Store(); }
            C(int n) : this() { }
            Task A() => _store?.SaveAsync();
            Task B() => _other?.SaveAsync();
        }
        """);

    [Fact]
    public Task The_contract_allows_null() => Verify.SilentAsync("""
        interface IPart { Task? StartAsync(); Task? Running { get; } }
        interface IFactory<T> { T Make(); }
        abstract class Base { public abstract Task? M(); }
        class C : IPart, IFactory<Task>
        {
        #nullable disable
            public Task StartAsync() => null;
            public Task Running => null;
            public Task Make() => null;
        }
        class D : Base
        {
            public override Task M() => null;
        }
        """, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Errors);

    /// <summary>Mocks: what a generic method takes for its type argument, and expression trees.</summary>
    [Fact]
    public Task Values_of_inferred_type() => Verify.SilentAsync("""
        class Setup<T> { public void Returns(Func<T> value) { } public void Returns(T value) { } }
        class C
        {
            static Setup<T> For<T>(System.Linq.Expressions.Expression<Func<ISvc, T>> call) => new();
            void M()
            {
                For(svc => svc.DoAsync()).Returns(() => null!);
                For(svc => svc.DoAsync()).Returns((Task)null!);
                System.Linq.Expressions.Expression<Func<Task>> tree = () => null!;
            }
        }
        """ + Svc);

    [Fact]
    public Task Nothing_behind_the_question_mark_but_a_property() => Verify.SilentAsync("""
        #nullable disable
        class Holder { public Task Task; }
        class C { string M(Holder h) => h?.Task?.ToString(); }
        """);

    [Theory]
    [InlineData("void M() { Task t = Enqueue(1); if (t == null) { throw new InvalidOperationException(); } }")]
    [InlineData("void M() { Task t; t = Enqueue(1); if (t is not null) { t.Wait(); } }")]
    [InlineData("async Task M() { if (Enqueue(1) is { } t) { await t; } }")]
    [InlineData("Task M() => Enqueue(1) ?? Task.CompletedTask;")]
    [InlineData("void M() => Enqueue(1)?.Wait();")]
    [InlineData("static void M(C c) { var t = c.Enqueue(1); if (null != t) { t.Wait(); } }")]
    public Task Callers_that_test_for_null_know_of_it(string caller) => Report.SilentAsync(
        "#nullable disable\nclass C { Task Enqueue(int n) { if (n > 9) { return null; } return Task.Delay(n); } " + caller + " }");

    [Theory]
    [InlineData("async Task M() => await Enqueue(1);")]
    [InlineData("async Task M(C other) { Task t = Enqueue(1); if (other == null) { return; } await t; }")]
    [InlineData("void M(Other o) { Task t = o.Enqueue(1); if (t == null) { return; } } class Other { public Task Enqueue(int n) => Task.Delay(n); }")]
    public Task Other_callers_do_not(string caller) => Report.ReportsAsync(
        "#nullable disable\nclass C { Task Enqueue(int n) { if (n > 9) { return [|null|]; } return Task.Delay(n); } " + caller + " }");
}
