using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1003SyncOverAsyncTests
{
    // ---- reported and fixed: a method and its callers become async ----

    [Theory]
    [InlineData("int x = [|t.Result|];", "int x = await t;")]
    [InlineData("int x = [|vt.Result|];", "int x = await vt;")]
    [InlineData("[|t.Wait()|];", "await t;")]
    [InlineData("int x = [|t.GetAwaiter().GetResult()|];", "int x = await t;")]
    [InlineData("int x = [|t.ConfigureAwait(false).GetAwaiter().GetResult()|];", "int x = await t.ConfigureAwait(false);")]
    [InlineData("int x = [|vt.AsTask().Result|];", "int x = await vt;")]
    [InlineData("[|Task.WaitAll(t, u)|];", "await Task.WhenAll(t, u);")]
    [InlineData("[|Task.WaitAny(t, u)|];", "await Task.WhenAny(t, u);")]
    [InlineData("[|t.Wait(ct)|];", "await t.WaitAsync(ct);")]
    [InlineData("[|t.Wait(1000)|];", "await t.WaitAsync(TimeSpan.FromMilliseconds(1000));")]
    [InlineData("int x = [|s.Result|].Length + [|t.Result|];", "int x = (await s).Length + await t;")]
    [InlineData("int x = [|[|nested.Result|].Result|];", "int x = await await nested;")]
    [InlineData("foreach (char x in [|s.Result|]) { }", "foreach (char x in await s) { }")]
    public Task Ways_to_wait(string wait, string awaited) => Verify.FixesAsync(InMethod("void", wait), InMethod("async Task", awaited));

    [Fact]
    public Task Expression_body_and_comments_stay() => Verify.FixesAsync(
        """
        class C
        {
            // above
            private int M() => /* before */ [|T().Result|]; // behind

            Task<int> T() => null!;
        }
        """,
        """
        class C
        {
            // above
            private async Task<int> M() => /* before */ await T(); // behind

            Task<int> T() => null!;
        }
        """);

    [Fact]
    public Task Callers_follow() => Verify.FixesAsync(
        """
        class C
        {
            int Load() => [|T().Result|];
            int Twice()
            {
                // two calls
                return Load() + Load();
            }
            async Task Use()
            {
                int x = Twice();
                await Task.Yield();
            }
            Task<int> T() => null!;
        }
        """,
        """
        class C
        {
            async Task<int> Load() => await T();
            async Task<int> Twice()
            {
                // two calls
                return await Load() + await Load();
            }
            async Task Use()
            {
                int x = await Twice();
                await Task.Yield();
            }
            Task<int> T() => null!;
        }
        """);

    [Fact]
    public Task Callers_in_another_file_follow() => Verify.FixesAsync(
        "static class A { internal static int Load() => [|T().Result|]; static Task<int> T() => null!; }",
        "static class A { internal static async Task<int> Load() => await T(); static Task<int> T() => null!; }",
        configure: test =>
        {
            test.TestState.Sources.Add("class B { int M() { return A.Load() + 1; } }");
            test.FixedState.Sources.Add("class B { async Task<int> M() { return await A.Load() + 1; } }");
        });

    [Fact]
    public Task Local_function() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(Task<int> t)
            {
                await Task.Yield();
                int x = Get();
                int Get() => [|t.Result|];
            }
        }
        """,
        """
        class C
        {
            async Task M(Task<int> t)
            {
                await Task.Yield();
                int x = await Get();
                async Task<int> Get() => await t;
            }
        }
        """);

    [Fact]
    public Task Two_waits_in_one_method() => Verify.FixesAsync(
        """
        class C
        {
            int M(Task<int> t, Task<int> u)
            {
                int a = [|t.Result|];
                // between
                int b = [|u.GetAwaiter().GetResult()|];
                return a + b;
            }
        }
        """,
        """
        class C
        {
            async Task<int> M(Task<int> t, Task<int> u)
            {
                int a = await t;
                // between
                int b = await u;
                return a + b;
            }
        }
        """);

    [Fact]
    public Task Habit_of_the_file() => Verify.FixesAsync(
        "class C { int M(Task<int> t) => [|t.Result|]; async Task N() => await Task.Delay(1).ConfigureAwait(false); }",
        "class C { async Task<int> M(Task<int> t) => await t.ConfigureAwait(false); async Task N() => await Task.Delay(1).ConfigureAwait(false); }");

    [Fact]
    public Task Test_method() => Verify.FixesAsync(
        TestFramework + "public class Tests { [Xunit.Fact] public void M() { int x = [|T().Result|]; } Task<int> T() => null!; }",
        TestFramework + "public class Tests { [Xunit.Fact] public async Task M() { int x = await T(); } Task<int> T() => null!; }");

    [Theory]
    [InlineData("var q = ids.Select(i => Other.LoadAsync(i)); Task.WhenAll(q).Wait(); foreach (var t in q) { int n = [|t.Result|]; }")]
    [InlineData("var q = Other.Start(ids); Task.WhenAll(q).Wait(); foreach (var t in q) { int n = t.Result; }")]
    [InlineData("int n = [|Other.LoadAsync(1).Result|];")]
    [InlineData("var holder = new Other(); if (holder.IsDone) { int n = [|holder.Loaded.Result|]; }")]
    public Task Source_of_another_project(string body) => Find.ReportsAsync(
        $$"""class C { void M(int[] ids) { {{body}} } }""".Replace("Task.WhenAll(q).Wait()", "[|Task.WhenAll(q).Wait()|]"),
        configure: static test =>
        {
            foreach (SolutionState state in new SolutionState[] { test.TestState, test.FixedState })
            {
                state.AdditionalProjects["Other"].Sources.Add("""
                    using System.Collections.Generic; using System.Threading.Tasks;
                    public class Other
                    {
                        public Task<int> Loaded = null!;
                        public bool IsDone => Loaded.IsCompleted;
                        public static Task<int> LoadAsync(int i) => Task.Run(() => i);
                        public static IEnumerable<Task<int>> Start(int[] ids) { foreach (int id in ids) { yield return LoadAsync(id); } }
                    }
                    """);
                state.AdditionalProjectReferences.Add("Other");
            }
        });

    [Theory]
    [InlineData("if (async) { T().GetAwaiter().GetResult(); } else { S(); }")]
    [InlineData("int n = async ? T().GetAwaiter().GetResult() : S();")]
    [InlineData("Action act; if (async) { act = () => T().GetAwaiter().GetResult(); } else { act = () => S(); } act();")]
    [InlineData("if (!async) { S(); return; } T().Wait();")]
    public Task One_test_of_both_forms(string body) => Verify.SilentAsync(Both(body));

    [Theory]
    [InlineData("if (fast) { [|T().GetAwaiter().GetResult()|]; } else { S(); }")]
    [InlineData("[|T().Wait()|]; if (async) { S(); }")]
    public Task A_test_that_waits_all_the_same(string body) => Find.ReportsAsync(Both(body));

    private static string Both(string body) => TestFramework
        + $$"""public class Tests { public void M(bool async, bool fast) { {{body}} } Task<int> T() => null!; int S() => 1; }""";

    [Fact]
    public Task Missing_using_directive() => Verify.FixesAsync(
        """
        class C
        {
            int M() => [|D.T().Result|];
        }
        """,
        """
        using System.Threading.Tasks;

        class C
        {
            async Task<int> M() => await D.T();
        }
        """,
        globalUsings: false,
        configure: test =>
        {
            test.TestState.Sources.Add("class D { public static System.Threading.Tasks.Task<int> T() => null!; }");
            test.FixedState.Sources.Add("class D { public static System.Threading.Tasks.Task<int> T() => null!; }");
        });

    // ---- public API ----

    [Fact]
    public Task Public_method_under_a_title_that_says_so() => Verify.FixesAsync(
        "public class C { public int M() => [|T().Result|]; Task<int> T() => null!; }",
        "public class C { public async Task<int> M() => await T(); Task<int> T() => null!; }",
        configure: test => test.CodeActionVerifier = (action, _) => Assert.Equal("Make 'M' async; changes public API", action.Title));

    [Fact]
    public Task Private_method_under_its_title() => Verify.FixesAsync(
        "class C { int M() => [|T().Result|]; int N() => M(); Task<int> T() => null!; }",
        "class C { async Task<int> M() => await T(); async Task<int> N() => await M(); Task<int> T() => null!; }",
        configure: test => test.CodeActionVerifier = (action, _) => Assert.Equal("Make 'M' and its callers async", action.Title));

    [Fact]
    public Task Public_caller() => Verify.FixesAsync(
        "public class C { int M() => [|T().Result|]; public int N() => M(); Task<int> T() => null!; }",
        "public class C { async Task<int> M() => await T(); public async Task<int> N() => await M(); Task<int> T() => null!; }",
        configure: test => test.CodeActionEquivalenceKey = "ASYNC1003.AwaitWithPublicApi");

    // ---- the entry point ----

    [Fact]
    public Task Main_of_a_console_program() => Verify.SilentAsync(
        "class P { static void Main() { int x = T().Result; } static Task<int> T() => null!; }", outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Top_level_statements_of_a_console_program() => Verify.SilentAsync(
        "int x = T().GetAwaiter().GetResult(); static Task<int> T() => null!;", outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Main_of_a_user_interface() => Verify.FixesAsync(
        "class P { static void Main() { int x = [|T().Result|]; } static Task<int> T() => null!; }" + UserInterface,
        "class P { static async Task Main() { int x = await T(); } static Task<int> T() => null!; }" + UserInterface,
        outputKind: OutputKind.WindowsApplication);

    [Fact]
    public Task Main_on_a_single_threaded_apartment_stays() => Verify.ReportsAsync(
        "class P { [STAThread] static void Main() { int x = [|T().Result|]; } static Task<int> T() => null!; }" + UserInterface, outputKind: OutputKind.WindowsApplication);

    [Fact]
    public Task Top_level_statements_of_a_user_interface() => Verify.FixesAsync(
        "int x = [|T().Result|]; static Task<int> T() => null!; namespace System.Windows.Threading { public class Dispatcher { } }",
        "int x = await T(); static Task<int> T() => null!; namespace System.Windows.Threading { public class Dispatcher { } }",
        outputKind: OutputKind.WindowsApplication);

    [Fact]
    public Task Lambda_in_top_level_statements() => Verify.FixesAsync(
        "Func<int> f = () => [|T().Result|]; static Task<int> T() => null!;",
        "Func<Task<int>> f = async () => await T(); static Task<int> T() => null!;",
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Method_that_Main_calls() => Verify.FixesAsync(
        "class P { static void Main() => Run(); static void Run() { [|T().Wait()|]; } static Task T() => null!; }",
        "class P { static async Task Main() => await Run(); static async Task Run() { await T(); } static Task T() => null!; }",
        outputKind: OutputKind.ConsoleApplication);

    // ---- reported, no fix: the message says why ----

    [Theory]
    [InlineData("int P => [|T().Result|];", "'P'", "make the property an async method")]
    [InlineData("int P { get { return [|T().Result|]; } }", "'P'", "make the property an async method")]
    [InlineData("int P { set { value = [|T().Result|]; } }", "'P'", "make the property an async method")]
    [InlineData("int this[int i] => [|T().Result|];", "this member", "make the property an async method")]
    [InlineData("event Action E { add { [|T().Wait()|]; } remove { } }", "this member", "make this member an async method")]
    [InlineData("public static int operator +(C c) => [|T().Result|];", "this member", "make this member an async method")]
    [InlineData("~C() { [|T().Wait()|]; }", "this member", "implement 'IAsyncDisposable' instead of a finalizer")]
    [InlineData("int f = [|T().Result|];", "the initializer", "await in a static factory such as 'CreateAsync'")]
    [InlineData("int P { get; } = [|T().Result|];", "the initializer", "await in a static factory such as 'CreateAsync'")]
    [InlineData("static int F = [|T().Result|];", "the static initializer", "store the task and await it where the value is needed")]
    [InlineData("static readonly int F = 1 + [|T().GetAwaiter().GetResult()|];", "the static initializer", "store the task and await it where the value is needed")]
    [InlineData("static int F; static C() { F = [|T().Result|]; }", "the static initializer", "store the task and await it where the value is needed")]
    [InlineData("object f = (Func<int>)(() => [|T().Result|]);", "the lambda", "make the lambda async")]
    [InlineData("static Action A() => delegate { [|T().Wait()|]; };", "the anonymous method", "make the lambda async")]
    [InlineData("int[] M(int[] xs) => xs.Select(x => [|T().Result|]).ToArray();", "the lambda", "make the lambda async")]
    [InlineData("void M(int[] xs) => Parallel.ForEach(xs, x => { [|T().Wait()|]; });", "the lambda", "use 'Parallel.ForEachAsync'")]
    [InlineData("void M(int[] xs) => Parallel.For(0, 9, delegate (int i) { [|T().Wait()|]; });", "the anonymous method", "use 'Parallel.ForAsync'")]
    [InlineData("void M() => Parallel.Invoke(() => [|T().Wait()|], () => { });", "the lambda", "start the tasks and await 'Task.WhenAll'")]
    [InlineData("int[] M(int[] xs) => xs.AsParallel().Select(x => [|T().Result|]).ToArray();", "the lambda", "start the tasks in an ordinary query and await 'Task.WhenAll'")]
    [InlineData("static void Get(out int x) { x = [|T().Result|]; }", "'Get'", "remove ref and span parameters, then use 'await'")]
    [InlineData("static IEnumerator<int> Get() { yield return [|T().Result|]; }", "'Get'", "return 'IAsyncEnumerable' instead, then use 'await'")]
    [InlineData("static int? Get(Task<int>? t) => t?[|.Result|];", "'Get'", "let the callers of 'Get' await the task instead")]
    [InlineData("static bool Get() => [|T().Wait(5)|];", "'Get'", "make 'Get' async and use 'await' with 'WaitAsync' and catch TimeoutException")]
    [InlineData("static int Get() => [|T().Result|]; static Task<int> GetAsync() => T();", "'Get'", "let the callers await 'GetAsync' instead")]
    [InlineData("static int Get(int x) => [|GetAsync(x, default).Result|]; static Task<int> GetAsync(int x, CancellationToken ct) => T();", "'Get'", "let the callers await 'GetAsync' instead")]
    [InlineData("public override string ToString() => [|T().Result|].ToString();", "'ToString'", "await before this call, because 'Object.ToString' cannot be async")]
    public Task Remedies(string member, string place, string remedy) => Verify.ReportsAsync(
        "class C { " + member.Replace("[|", "{|#0:").Replace("|]", "|}") + " static Task<int> T() => null!; }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1003", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            $"'{(member.Contains("GetResult") ? "GetAwaiter().GetResult()" : member.Contains("Result") ? "Result" : "Wait")}' blocks the thread of {place}; " + remedy)));

    [Fact]
    public Task Message_of_a_method() => Verify.FixesAsync(
        "class C { int M() => {|#0:T().Result|}; Task<int> T() => null!; }",
        "class C { async Task<int> M() => await T(); Task<int> T() => null!; }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1003", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'Result' blocks the thread of 'M'; make 'M' and its callers async")));

    [Fact]
    public Task Implementation_of_a_contract_of_another_assembly() => Verify.ReportsAsync(
        "class C : IComparer<int> { public int Compare(int x, int y) => [|T().Result|]; Task<int> T() => null!; }");

    [Fact]
    public Task Caller_that_cannot_follow() => Verify.ReportsAsync(
        "class C { static int Load() => [|T().Result|]; int P => Load(); static Task<int> T() => null!; }");

    /// <summary>Of a wait under a lock ASYNC3010 speaks.</summary>
    [Theory]
    [InlineData("readonly object _gate = new(); int M() { lock (_gate) return T().Result; }")]
    [InlineData("readonly object _gate = new(); void M() { lock (_gate) { if (_n > 0) { T().Wait(); } } } int _n;")]
    [InlineData("readonly object _gate = new(); int M() { lock (_gate) { } return [|T().Result|]; }")]
    [InlineData("readonly object _gate = new(); object M() { lock (_gate) { return (Func<int>)(() => [|T().Result|]); } }")]
    public Task Under_a_lock(string member) => Find.ReportsAsync("class C { " + member + " static Task<int> T() => null!; }");

    [Fact]
    public Task Caller_in_a_lock() => Verify.ReportsAsync(
        "class C { static int Load() => [|T().Result|]; int M() { lock (this) return Load(); } static Task<int> T() => null!; }");

    [Fact]
    public Task Struct_that_changes_itself() => Verify.ReportsAsync(
        "struct S { int n; void M(Task<int> t) { n = [|t.Result|]; } }");

    [Fact]
    public Task Handler_of_AggregateException() => Verify.ReportsAsync(
        "class C { void M(Task t) { try { [|t.Wait()|]; } catch (AggregateException) { } } }");

    [Fact]
    public Task Field_that_is_read_before() => Verify.ReportsAsync(
        "class C { int n; void M(Task<int> t) { n += [|t.Result|]; } }");

    [Fact]
    public Task Event_handler() => Verify.ReportsAsync(
        "class C { void OnClick(object sender, EventArgs e) { [|T().Wait()|]; } Task T() => null!; }");

    // ---- silent ----

    [Theory]
    [InlineData("int M() => Task.FromResult(1).Result;")]
    [InlineData("void M() => Task.CompletedTask.Wait();")]
    [InlineData("int M(Task<int> t) => t.IsCompletedSuccessfully ? t.Result : 0;")]
    [InlineData("int M(Task<int> t) { if (!t.IsCompleted) return 0; return t.Result; }")]
    [InlineData("int M(Task<int> t) { if (t.Status == TaskStatus.RanToCompletion) return t.Result; return 0; }")]
    [InlineData("void M(Task<int> t) => t.ContinueWith(p => Console.WriteLine(p.Result));")]
    [InlineData("bool M(Task t) => t.Wait(0);")]
    [InlineData("bool M(Task t) => t.Wait(TimeSpan.Zero);")]
    [InlineData("string M(Task<int> t) => nameof(t.Result);")]
    [InlineData("System.Linq.Expressions.Expression<Func<Task<int>, int>> M() => t => t.Result;")]
    [InlineData("async Task<int> M(Task<int> t) => t.Result;")]
    [InlineData("Task<int> M(Task<int> t) { int x = t.Result; return Task.FromResult(x); }")]
    [InlineData("Func<Task<int>> M(Task<int> t) => async () => t.Result;")]
    [InlineData("int Read() => ReadAsync(async: false).GetAwaiter().GetResult(); async Task<int> ReadAsync(bool async) { if (async) await Task.Yield(); return 1; }")]
    [InlineData("int Read() => ReadAsync(1, false).Result; async ValueTask<int> ReadAsync(int n, bool useAsync) { if (useAsync) await Task.Yield(); return n; }")]
    [InlineData("void M(Task t) => new Thread(() => t.Wait()).Start();")]
    [InlineData("void M() => new Thread(Loop).Start(); void Loop() { Task.Delay(1).Wait(); }")]
    [InlineData("void M(Task t) => Task.Factory.StartNew(() => t.Wait(), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("void M() { new Semaphore(1, 1).WaitOne(); new SemaphoreSlim(1).Wait(); }")]
    [InlineData("int Result => 1; int M() => this.Result;")]
    [InlineData("void M(Wrapper w) { int x = w.Result; } class Wrapper { public int Result => 1; }")]
    public Task Nothing_blocks(string members) => Verify.SilentAsync("class C { " + members + " }");

    [Theory]
    [InlineData("Assert.Throws(() => T().Wait());")]
    [InlineData("Assert.Throws(() => { int x = T().Result; });")]
    [InlineData("Assert.ThrowsAny((Action)(() => T().Wait()));")]
    [InlineData("Assert.That(() => T().Result, 1);")]
    [InlineData("Record.Exception(() => T().Wait());")]
    [InlineData("Assert.Throws(new Action(() => T().Wait()));")]
    [InlineData("Action act = () => T().Wait(); act.ShouldThrow();")]
    [InlineData("Action act = () => T().Wait(); Assert.Throws(act);")]
    [InlineData("Assert.Throws(() => Invoke(() => T().Wait()));")]
    public Task Assertions(string statement) => Verify.SilentAsync(
        "class C { void M() { " + statement + """
         } Task<int> T() => null!; void Invoke(Action a) => a(); }
        static class Assert { public static void Throws(Action a) { } public static void ThrowsAny(Action a) { } public static void That(Func<int> f, int x) { } public static void ShouldThrow(this Action a) { } }
        static class Record { public static void Exception(Action a) { } }
        """);

    [Theory]
    [InlineData("class C : IDisposable, IAsyncDisposable { public void Dispose() => T().Wait(); public async ValueTask DisposeAsync() => await T(); Task T() => null!; }")]
    [InlineData("class C : IDisposable, IAsyncDisposable { void IDisposable.Dispose() => T().Wait(); public async ValueTask DisposeAsync() => await T(); Task T() => null!; }")]
    [InlineData("class C : IDisposable, IAsyncDisposable { public void Dispose() => Dispose(true); protected virtual void Dispose(bool b) => T().Wait(); public async ValueTask DisposeAsync() => await T(); Task T() => null!; }")]
    public Task Dispose_beside_DisposeAsync(string type) => Verify.SilentAsync(type);

    [Theory]
    [InlineData("int EndRead(IAsyncResult result) => ((Task<int>)result).Result;")]
    [InlineData("void EndWrite(System.IAsyncResult result) { ((Task)result).GetAwaiter().GetResult(); }")]
    public Task End_of_a_Begin_End_pair(string method) => Verify.SilentAsync("class C { " + method + " }");

    [Fact]
    public Task Named_like_an_End() => Verify.FixesAsync(
        "class C { int EndRead(Task<int> result) => [|result.Result|]; }",
        "class C { async Task<int> EndRead(Task<int> result) => await result; }");

    [Fact]
    public Task Benchmarks() => Verify.SilentAsync(
        "class BenchmarkAttribute : Attribute { } class B { B() => T().Wait(); [Benchmark] public void M() { T().Wait(); Run(() => T().Wait()); } Task T() => null!; void Run(Action a) { } }",
        languageVersion: LanguageVersion.Preview);

    [Fact]
    public Task Contract_of_another_assembly_in_a_test_project() => Verify.SilentAsync(
        TestFramework + "class F : IComparer<int> { public int Compare(int x, int y) => T().Result; Task<int> T() => null!; }");

    [Fact]
    public Task Default_of_a_parameter_and_attributes() => Verify.SilentAsync(
        "class A : Attribute { public A(string s) { } } class C { [A(nameof(Task<int>.Result))] void M(string s = nameof(Task<int>.Result)) { } }");

    [Fact]
    public Task Waits_on_pool_threads_are_reported() => Verify.ReportsAsync(
        "class C { void M(Task t, int[] xs) { Parallel.ForEach(xs, x => [|t.Wait()|]); ThreadPool.QueueUserWorkItem(_ => [|t.Wait()|]); } }");

    private const string TestFramework = "namespace Xunit { public class FactAttribute : System.Attribute { } } ";

    private const string UserInterface = " namespace System.Windows.Threading { public class Dispatcher { } }";

    private static string InMethod(string returnType, string body) => $$"""
        class C
        {
            private {{returnType}} M(Task<int> t, Task<int> u, Task<string> s, Task<Task<int>> nested, ValueTask<int> vt, CancellationToken ct)
            {
                // above
                {{body}}
            }
        }
        """;
}
