using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2001UnawaitedTaskTests
{
    /// <summary>What the tests call. ISvc is an interface: the compiler says nothing of its dropped tasks in synchronous code.</summary>
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(); ValueTask VAsync(); ISvc Next { get; } Func<Task> Handler { get; } }
        """;

    // ---- reported, and awaited ----

    [Fact]
    public Task Interface_call_in_a_sync_method_is_awaited() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc)
            {
                // saves the order
                [|svc.DoAsync()|]; // now
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                // saves the order
                await svc.DoAsync(); // now
            }
        }
        """ + Svc);

    [Fact]
    public Task Second_action_discards() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc)
            {
                // saves the order
                [|svc.DoAsync()|]; // now
            }
        }
        """ + Svc, """
        class C
        {
            void M(ISvc svc)
            {
                // saves the order
                _ = svc.DoAsync(); // now
            }
        }
        """ + Svc, codeActionIndex: 1);

    [Fact]
    public Task Value_task_and_result_task() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc) { [|svc.VAsync()|]; }
            void N(ISvc svc) { [|svc.GetAsync()|]; }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc) { await svc.VAsync(); }
            async Task N(ISvc svc) { await svc.GetAsync(); }
        }
        """ + Svc);

    [Fact]
    public Task Two_in_one_method_the_first_fix_leaves_the_second_to_the_compiler_whose_warning_it_serves() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc) { [|svc.VAsync()|]; [|svc.GetAsync()|]; }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc) { await svc.VAsync(); await svc.GetAsync(); }
        }
        """ + Svc);

    [Fact]
    public Task Delegate_in_a_parameter() => Verify.FixesAsync("""
        class C
        {
            void M(Func<Task> g) => [|g()|];
            void N(Func<Task> g) => [|g.Invoke()|];
        }
        """, """
        class C
        {
            async Task M(Func<Task> g) => await g();
            async Task N(Func<Task> g) => await g.Invoke();
        }
        """);

    [Fact]
    public Task Delegate_in_a_property() => Verify.FixesAsync("""
        class C
        {
            Func<Task> Callback { get; } = () => Task.CompletedTask;
            void M() { [|Callback()|]; }
        }
        """, """
        class C
        {
            Func<Task> Callback { get; } = () => Task.CompletedTask;
            async Task M() { await Callback(); }
        }
        """);

    [Fact]
    public Task Custom_delegate() => Verify.FixesAsync("""
        delegate Task Saver(int id);
        class C { private void M(Saver saver) { [|saver(1)|]; } }
        """, """
        delegate Task Saver(int id);
        class C { private async Task M(Saver saver) { await saver(1); } }
        """);

    [Fact]
    public Task Conditional_access_becomes_a_null_test() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc? svc)
            {
                // maybe
                [|svc?.DoAsync()|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc? svc)
            {
                // maybe
                if (svc is not null)
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Conditional_access_in_an_async_method_is_not_the_compilers() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc? svc)
            {
                await Task.Yield();
                [|svc?.DoAsync()|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc? svc)
            {
                await Task.Yield();
                if (svc is not null)
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Conditional_access_on_a_property_is_discarded_only() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc) { [|svc.Next?.DoAsync()|]; }
        }
        """ + Svc, """
        class C
        {
            void M(ISvc svc) { _ = svc.Next?.DoAsync(); }
        }
        """ + Svc);

    [Fact]
    public Task Conditional_access_before_csharp_9() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        interface ISvc { Task DoAsync(); }
        class C
        {
            void M(ISvc svc)
            {
                [|svc?.DoAsync()|];
            }
        }
        """, """
        using System.Threading.Tasks;
        interface ISvc { Task DoAsync(); }
        class C
        {
            async Task M(ISvc svc)
            {
                if (svc != null)
                {
                    await svc.DoAsync();
                }
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    [Fact]
    public Task ConfigureAwait_without_await() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc)
            {
                [|svc.DoAsync().ConfigureAwait(false)|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync().ConfigureAwait(false);
            }
        }
        """ + Svc);

    [Fact]
    public Task ConfigureAwait_of_a_conditional_and_of_a_switch_expression() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc a, ISvc b, int n) => [|(n > 0 ? a.DoAsync() : b.DoAsync()).ConfigureAwait(false)|];
            void N(ISvc a, ISvc b, int n) => [|(n switch { 1 => a.DoAsync(), _ => b.DoAsync() }).ConfigureAwait(false)|];
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc a, ISvc b, int n) => await (n > 0 ? a.DoAsync() : b.DoAsync()).ConfigureAwait(false);
            async Task N(ISvc a, ISvc b, int n) => await (n switch { 1 => a.DoAsync(), _ => b.DoAsync() }).ConfigureAwait(false);
        }
        """ + Svc);

    [Fact]
    public Task Conditional_receiver() => Verify.FixesAsync("""
        class C { void M(ISvc a, ISvc b, bool c) { [|(c ? a : b).DoAsync()|]; } }
        """ + Svc, """
        class C { async Task M(ISvc a, ISvc b, bool c) { await (c ? a : b).DoAsync(); } }
        """ + Svc);

    [Fact]
    public Task Expression_bodied_void_method() => Verify.FixesAsync("""
        class C
        {
            /// <summary>Saves.</summary>
            private void M(ISvc svc) => [|svc.DoAsync()|]; // c
        }
        """ + Svc, """
        class C
        {
            /// <summary>Saves.</summary>
            private async Task M(ISvc svc) => await svc.DoAsync(); // c
        }
        """ + Svc);

    [Fact]
    public Task Expression_bodied_setter_and_constructor_are_discarded_only() => Verify.FixesAsync("""
        class C
        {
            private readonly ISvc _svc;
            C(ISvc svc) => [|(_svc = svc).DoAsync()|];
            int P { get => 1; set => [|_svc.DoAsync()|]; }
        }
        """ + Svc, """
        class C
        {
            private readonly ISvc _svc;
            C(ISvc svc) => _ = (_svc = svc).DoAsync();
            int P { get => 1; set => _ = _svc.DoAsync(); }
        }
        """ + Svc);

    [Fact]
    public Task Lambda_given_to_others_as_an_action_is_discarded_only() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc, List<ISvc> all) => all.ForEach(s => [|s.DoAsync()|]);
            Action F(ISvc svc) => () => { [|svc.DoAsync()|]; };
        }
        """ + Svc, """
        class C
        {
            void M(ISvc svc, List<ISvc> all) => all.ForEach(s => _ = s.DoAsync());
            Action F(ISvc svc) => () => { _ = svc.DoAsync(); };
        }
        """ + Svc);

    [Fact]
    public Task Lambda_in_a_variable_of_ones_own_takes_the_variable_along() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc)
            {
                Action a = () => [|svc.DoAsync()|];
                Action<int> c = delegate { [|svc.DoAsync()|]; };
                a();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                Func<Task> a = async () => await svc.DoAsync();
                Func<int, Task> c = async delegate { await svc.DoAsync(); };
                await a();
            }
        }
        """ + Svc);

    [Fact]
    public Task Lambda_with_an_underscore_parameter_cannot_discard() => Verify.ReportsAsync("""
        class C { void M(ISvc svc, List<int> all) => all.ForEach(_ => [|svc.DoAsync()|]); }
        """ + Svc);

    [Fact]
    public Task Event_handler_is_discarded_only() => Verify.FixesAsync("""
        class C
        {
            ISvc _svc = null!;
            void OnClick(object sender, EventArgs e)
            {
                [|_svc.DoAsync()|];
            }
        }
        """ + Svc, """
        class C
        {
            ISvc _svc = null!;
            void OnClick(object sender, EventArgs e)
            {
                _ = _svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task In_a_lock_nothing_is_awaited() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await Task.Yield();
                lock (this)
                {
                    [|svc.DoAsync()|];
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await Task.Yield();
                lock (this)
                {
                    _ = svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Theory]
    [InlineData("Task.Delay(10)")]
    [InlineData("Task.WhenAll(a, b)")]
    [InlineData("Task.Run(() => Console.WriteLine())")]
    [InlineData("Task.Run(async () => { await a; await b; })")]
    [InlineData("Task.Factory.StartNew(() => Console.WriteLine())")]
    [InlineData("a.WaitAsync(TimeSpan.Zero)")]
    public Task Task_factories_are_started_work(string call) => Verify.FixesAsync(
        "class C { void M(Task a, Task b) { [|" + call + "|]; } }",
        "class C { async Task M(Task a, Task b) { await " + call + "; } }");

    [Fact]
    public Task Local_function_that_returns_a_task() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc)
            {
                [|Save()|];
                Task Save() => svc.DoAsync();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await Save();
                Task Save() => svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Local_function_that_drops_is_made_async_with_its_callers() => Verify.FixesAsync("""
        class C
        {
            private void M(ISvc svc)
            {
                Save();
                void Save()
                {
                    [|svc.DoAsync()|];
                }
            }
        }
        """ + Svc, """
        class C
        {
            private async Task M(ISvc svc)
            {
                await Save();
                async Task Save()
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Custom_task_like() => Verify.FixesAsync("""
        using System.Runtime.CompilerServices;
        class C { private void M() { [|Work()|]; } Job Work() => default; }
        struct Job { public TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter(); }
        """, """
        using System.Runtime.CompilerServices;
        class C { private async Task M() { await Work(); } Job Work() => default; }
        struct Job { public TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter(); }
        """);

    [Fact]
    public Task Generic_method_and_extension_method() => Verify.FixesAsync("""
        static class Ext { public static Task Save<T>(this T value) => Task.Delay(1); }
        class C { private void M(string s) => [|s.Save()|]; private void N(string s) => [|Ext.Save<string>(s)|]; }
        """, """
        static class Ext { public static Task Save<T>(this T value) => Task.Delay(1); }
        class C { private async Task M(string s) => await s.Save(); private async Task N(string s) => await Ext.Save<string>(s); }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(NewestCompiler.WithUnawaitedWarning("""
        ISvc svc = null!;
        // c
        [|svc.DoAsync()|];
        """) + Svc, """
        ISvc svc = null!;
        // c
        await svc.DoAsync();
        """ + Svc, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Task_returning_method_drops_another() => Verify.FixesAsync("""
        class C
        {
            public Task M(ISvc svc)
            {
                [|svc.DoAsync()|];
                return svc.GetAsync();
            }
            public Task<int> N(ISvc svc)
            {
                [|svc.DoAsync()|];
                return Task.FromResult(1);
            }
        }
        """ + Svc, """
        class C
        {
            public async Task M(ISvc svc)
            {
                await svc.DoAsync();
                await svc.GetAsync();
            }
            public async Task<int> N(ISvc svc)
            {
                await svc.DoAsync();
                return 1;
            }
        }
        """ + Svc);

    // ---- the callers go along ----

    [Fact]
    public Task Callers_are_awaited_and_made_async() => Verify.FixesAsync("""
        class C
        {
            void Save(ISvc svc) { [|svc.DoAsync()|]; }
            int Twice(ISvc svc) { Save(svc); Save(svc); return 2; }
            async Task<int> Already(ISvc svc) => Twice(svc) + await svc.GetAsync();
            Task Returning(ISvc svc) { Save(svc); return Task.CompletedTask; }
            string Text(ISvc svc) => Twice(svc).ToString();
        }
        """ + Svc, """
        class C
        {
            async Task Save(ISvc svc) { await svc.DoAsync(); }
            async Task<int> Twice(ISvc svc) { await Save(svc); await Save(svc); return 2; }
            async Task<int> Already(ISvc svc) => await Twice(svc) + await svc.GetAsync();
            async Task Returning(ISvc svc) { await Save(svc); }
            async Task<string> Text(ISvc svc) => (await Twice(svc)).ToString();
        }
        """ + Svc);

    [Fact]
    public Task Recursion_and_mutual_recursion() => Verify.FixesAsync("""
        class C
        {
            private void A(ISvc svc, int n) { [|svc.DoAsync()|]; if (n > 0) A(svc, n - 1); B(svc, n); }
            private void B(ISvc svc, int n) { if (n > 1) A(svc, n - 1); }
        }
        """ + Svc, """
        class C
        {
            private async Task A(ISvc svc, int n) { await svc.DoAsync(); if (n > 0) await A(svc, n - 1); await B(svc, n); }
            private async Task B(ISvc svc, int n) { if (n > 1) await A(svc, n - 1); }
        }
        """ + Svc);

    [Fact]
    public Task Main_becomes_async() => Verify.FixesAsync("""
        public static class Program
        {
            public static int Main(string[] args)
            {
                Work();
                return 0;
            }

            private static void Work() => [|Task.Delay(1)|];
        }
        """, """
        public static class Program
        {
            public static async Task<int> Main(string[] args)
            {
                await Work();
                return 0;
            }

            private static async Task Work() => await Task.Delay(1);
        }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Test_method_becomes_async() => Verify.FixesAsync("""
        public class FactAttribute : Attribute { }
        public class Tests
        {
            [Fact]
            public void Saves()
            {
                [|Task.Delay(1)|];
            }
        }
        """, """
        public class FactAttribute : Attribute { }
        public class Tests
        {
            [Fact]
            public async Task Saves()
            {
                await Task.Delay(1);
            }
        }
        """);

    [Theory]
    [InlineData("SetUp")]
    [InlineData("TearDown")]
    [InlineData("TestInitialize")]
    [InlineData("GlobalCleanup")]
    public Task Public_method_that_a_runner_calls_becomes_async(string attribute) => Verify.FixesAsync($$"""
        public class {{attribute}}Attribute : Attribute { }
        public class Tests
        {
            [{{attribute}}]
            public void Prepare()
            {
                [|Task.Delay(1)|];
            }
        }
        """, $$"""
        public class {{attribute}}Attribute : Attribute { }
        public class Tests
        {
            [{{attribute}}]
            public async Task Prepare()
            {
                await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task Two_calls_that_begin_at_one_place_are_both_awaited() => Verify.FixesAsync("""
        static class C
        {
            static int Add(this int x, ISvc svc) { [|svc.DoAsync()|]; return x + 1; }
            static void M(ISvc svc) { Console.WriteLine(1.Add(svc).Add(svc)); }
        }
        """ + Svc, """
        static class C
        {
            static async Task<int> Add(this int x, ISvc svc) { await svc.DoAsync(); return x + 1; }
            static async Task M(ISvc svc) { Console.WriteLine(await (await 1.Add(svc)).Add(svc)); }
        }
        """ + Svc);

    [Fact]
    public Task Callers_in_another_document_and_project_follow() => Verify.FixesAsync("""
        class C
        {
            internal void Save() { [|Task.Delay(1)|]; }
        }
        """, """
        class C
        {
            internal async Task Save() { await Task.Delay(1); }
        }
        """, configure: test =>
        {
            test.TestState.Sources.Add("class D { private void M(C c) { /* d */ c.Save(); } }");
            test.FixedState.Sources.Add("class D { private async Task M(C c) { /* d */ await c.Save(); } }");
        });

    [Theory]
    [InlineData("public class C { public void M() { [|Task.Delay(1)|]; } }", "public class C { public void M() { _ = Task.Delay(1); } }")] // public API
    [InlineData("class C : IDisposable { public void Dispose() { [|Task.Delay(1)|]; } }", "class C : IDisposable { public void Dispose() { _ = Task.Delay(1); } }")]
    [InlineData("class C : IDisposable { void IDisposable.Dispose() { [|Task.Delay(1)|]; } }", "class C : IDisposable { void IDisposable.Dispose() { _ = Task.Delay(1); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } Action A() => M; }", "class C { void M() { _ = Task.Delay(1); } Action A() => M; }")] // method group
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } Action A() => () => M(); }", "class C { void M() { _ = Task.Delay(1); } Action A() => () => M(); }")] // caller in a void lambda
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } C() { M(); } }", "class C { void M() { _ = Task.Delay(1); } C() { M(); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } int P { get { M(); return 1; } } }", "class C { void M() { _ = Task.Delay(1); } int P { get { M(); return 1; } } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N() { lock (this) { M(); } } }", "class C { void M() { _ = Task.Delay(1); } void N() { lock (this) { M(); } } }")]
    [InlineData("class C { void M(ref int i) { [|Task.Delay(i)|]; } }", "class C { void M(ref int i) { _ = Task.Delay(i); } }")]
    [InlineData("class C { void M(out int i) { i = 1; [|Task.Delay(i)|]; } }", "class C { void M(out int i) { i = 1; _ = Task.Delay(i); } }")]
    [InlineData("class C { void M(in int i) { [|Task.Delay(i)|]; } }", "class C { void M(in int i) { _ = Task.Delay(i); } }")]
    [InlineData("class C { void M(Span<int> s) { [|Task.Delay(s[0])|]; } }", "class C { void M(Span<int> s) { _ = Task.Delay(s[0]); } }")]
    [InlineData("struct S { int _n; void M() { _n++; [|Task.Delay(1)|]; } }", "struct S { int _n; void M() { _n++; _ = Task.Delay(1); } }")] // a copy would be changed
    [InlineData("class C { unsafe void M() { [|Task.Delay(1)|]; } }", "class C { unsafe void M() { _ = Task.Delay(1); } }")]
    [InlineData("class C { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] void M() { [|Task.Delay(1)|]; } }", "class C { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] void M() { _ = Task.Delay(1); } }")]
    [InlineData("class C { [System.Runtime.Serialization.OnDeserialized] void M(System.Runtime.Serialization.StreamingContext c) { [|Task.Delay(1)|]; } }", "class C { [System.Runtime.Serialization.OnDeserialized] void M(System.Runtime.Serialization.StreamingContext c) { _ = Task.Delay(1); } }")]
    [InlineData("class C { ~C() { [|Task.Delay(1)|]; } }", "class C { ~C() { _ = Task.Delay(1); } }")]
    public Task Where_the_signature_cannot_follow_only_the_discard_is_offered(string source, string fixedSource) => Verify.FixesAsync(source, fixedSource);

    [Fact]
    public Task Caller_that_cannot_follow_stops_the_whole_chain() => Verify.FixesAsync("""
        class C
        {
            private void A() { [|Task.Delay(1)|]; }
            private void B() { A(); }
            private void D() { B(); }
            public override string ToString() { D(); return ""; }
        }
        """, """
        class C
        {
            private void A() { _ = Task.Delay(1); }
            private void B() { A(); }
            private void D() { B(); }
            public override string ToString() { D(); return ""; }
        }
        """);

    [Fact]
    public Task What_is_dropped_on_purpose_beside_is_discarded_in_writing() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc, Task other, CancellationToken stop)
            {
                [|svc.DoAsync()|];
                // in the background
                Task.Run(async () => { while (!stop.IsCancellationRequested) await Task.Delay(1); });
                other.ContinueWith(t => Console.WriteLine(t.Exception));
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc, Task other, CancellationToken stop)
            {
                await svc.DoAsync();
                // in the background
                _ = Task.Run(async () => { while (!stop.IsCancellationRequested) await Task.Delay(1); });
                _ = other.ContinueWith(t => Console.WriteLine(t.Exception));
            }
        }
        """ + Svc, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Warnings);

    [Fact]
    public Task Pragma_for_the_compilers_warning_means_on_purpose() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc)
            {
        #pragma warning disable CS4014 // nobody waits
                svc.DoAsync();
        #pragma warning restore CS4014
                [|svc.GetAsync()|];
            }
        }
        """ + Svc, """
        class C
        {
            void M(ISvc svc)
            {
        #pragma warning disable CS4014 // nobody waits
                svc.DoAsync();
        #pragma warning restore CS4014
                _ = svc.GetAsync();
            }
        }
        """ + Svc, codeActionIndex: 1);

    // ---- trivia ----

    [Fact]
    public Task Crlf_tabs_and_comments_are_kept() => Verify.FixesAsync(
        "class C\r\n{\r\n\t/*a*/ private /*b*/ void /*c*/ M(ISvc svc)\r\n\t{\r\n\t\t// d\r\n\t\t/*e*/ [|svc/*f*/./*g*/DoAsync(/*h*/)|]/*i*/; // j\r\n\t}\r\n}\r\ninterface ISvc { Task DoAsync(); }\r\n",
        "class C\r\n{\r\n\t/*a*/ private /*b*/ async Task /*c*/ M(ISvc svc)\r\n\t{\r\n\t\t// d\r\n\t\t/*e*/ await svc/*f*/./*g*/DoAsync(/*h*/)/*i*/; // j\r\n\t}\r\n}\r\ninterface ISvc { Task DoAsync(); }\r\n");

    [Fact]
    public Task Preprocessor_directives_are_kept() => Verify.FixesAsync("""
        class C
        {
        #if true
            private void M()
            {
        #region r
                [|Task.Delay(1)|];
        #endregion
            }
        #endif
        }
        """, """
        class C
        {
        #if true
            private async Task M()
            {
        #region r
                await Task.Delay(1);
        #endregion
            }
        #endif
        }
        """);

    [Fact]
    public Task Import_is_added() => Verify.FixesAsync("""
        interface ISvc { System.Threading.Tasks.Task DoAsync(); }
        class C { void M(ISvc svc) { [|svc.DoAsync()|]; } }
        """, """
        using System.Threading.Tasks;

        interface ISvc { System.Threading.Tasks.Task DoAsync(); }
        class C { async Task M(ISvc svc) { await svc.DoAsync(); } }
        """, globalUsings: false);

    [Fact]
    public Task A_type_of_ones_own_named_Task() => Verify.FixesAsync("""
        class Task { }
        interface ISvc { System.Threading.Tasks.Task DoAsync(); }
        class C { void M(ISvc svc) { [|svc.DoAsync()|]; } }
        """, """
        class Task { }
        interface ISvc { System.Threading.Tasks.Task DoAsync(); }
        class C { async System.Threading.Tasks.Task M(ISvc svc) { await svc.DoAsync(); } }
        """, globalUsings: false);

    [Fact]
    public Task ConfigureAwait_habit_of_the_file_is_followed() => Verify.FixesAsync("""
        class C
        {
            async Task A(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); }
            private void M(ISvc svc) { [|svc.DoAsync()|]; N(); }
            private void N() { [|Task.Delay(1)|]; }
        }
        """ + Svc, """
        class C
        {
            async Task A(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); }
            private async Task M(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); await N().ConfigureAwait(false); }
            private async Task N() { await Task.Delay(1).ConfigureAwait(false); }
        }
        """ + Svc);

    // ---- CS4014 ----

    [Fact]
    public Task The_fix_serves_CS4014() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await Task.Yield();
                // c
                {|CS4014:svc.DoAsync()|};
            }
            private void N() { {|CS4014:M(null!)|}; }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await Task.Yield();
                // c
                await svc.DoAsync();
            }
            private async Task N() { await M(null!); }
        }
        """ + Svc, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Warnings);

    [Theory]
    [InlineData("async Task M(ISvc svc) { await Task.Yield(); svc.DoAsync(); }")]
    [InlineData("async Task M(ISvc svc) { await Task.Yield(); svc.VAsync(); }")]
    [InlineData("async Task M(ISvc svc) { await Task.Yield(); svc.DoAsync().ConfigureAwait(false); }")]
    [InlineData("async Task M(ISvc svc) { await Task.Yield(); try { } finally { svc.DoAsync(); } }")]
    [InlineData("async Task M(Func<Task> g) { await Task.Yield(); g(); }")]
    [InlineData("async Task A() { await Task.Yield(); } void M() { A(); }")]
    [InlineData("async Task A() { await Task.Yield(); } void M() => A();")]
    [InlineData("async Task A() { await Task.Yield(); } void M() { Action a = () => A(); Action b = () => { A(); }; }")]
    [InlineData("void M() { async Task L() { await Task.Yield(); } L(); }")]
    [InlineData("async ValueTask A() { await Task.Yield(); } int P { set => A(); }")]
    [InlineData("void M(ISvc svc) { Action a = async () => { await Task.Yield(); svc.DoAsync(); }; }")]
    public Task What_the_compiler_says_is_not_said_twice(string member) => Verify.SilentAsync("class C { " + member + " }" + Svc);

    // ---- silent ----

    [Theory]
    [InlineData("void M(ISvc svc) { _ = svc.DoAsync(); }")]
    [InlineData("void M(ISvc svc) { Task t = svc.DoAsync(); }")]
    [InlineData("void M(ISvc svc) { svc.DoAsync().Wait(); }")]
    [InlineData("void M(ISvc svc) { svc.DoAsync().GetAwaiter().GetResult(); }")]
    [InlineData("Task M(ISvc svc) => svc.DoAsync();")]
    [InlineData("Task M(ISvc svc) { return svc.DoAsync(); }")]
    [InlineData("Task? M(ISvc? svc) => svc?.DoAsync();")]
    [InlineData("Task M(ISvc? svc) => (svc?.DoAsync()) ?? Task.CompletedTask;")]
    [InlineData("void M(ISvc svc, List<Task> all) { all.Add(svc.DoAsync()); }")]
    [InlineData("Task _t = null!; void M(ISvc svc) { _t = svc.DoAsync(); }")]
    [InlineData("Task? _t; void M(ISvc svc) { _t ??= svc.DoAsync(); }")]
    [InlineData("void M(ISvc svc) { Forget(svc.DoAsync()); } void Forget(Task t) { }")]
    [InlineData("void M(ISvc svc) { Func<Task> f = () => svc.DoAsync(); }")]
    [InlineData("void M(ISvc svc, IEnumerable<ISvc> all) { var tasks = all.Select(s => s.DoAsync()).ToArray(); }")]
    [InlineData("void M(ISvc svc) { Action a = () => _ = svc.DoAsync(); }")]
    [InlineData("void M(ISvc svc) { System.Linq.Expressions.Expression<Action<ISvc>> e = s => s.DoAsync(); }")]
    [InlineData("void M(ISvc svc) { Setup(s => s.DoAsync()); } void Setup(System.Linq.Expressions.Expression<Action<ISvc>> e) { }")]
    [InlineData("void M(ISvc svc) { Setup(s => s.DoAsync()); } void Setup(System.Linq.Expressions.Expression<Func<ISvc, Task>> e) { }")]
    [InlineData("void M() { Task.FromResult(1); Task.FromException(new Exception()); }")]
    [InlineData("void M(Task t) { t.ContinueWith(p => Console.WriteLine(p.Exception)); }")]
    [InlineData("void M() { Task.Factory.StartNew(() => Work(), TaskCreationOptions.LongRunning); } void Work() { }")]
    [InlineData("void M(CancellationToken c) { Task.Run(async () => { while (!c.IsCancellationRequested) { await Task.Delay(1); } }); }")]
    [InlineData("void M(CancellationToken c) { Task.Run(Loop); async Task Loop() { while (!c.IsCancellationRequested) { await Task.Delay(1); } } }")]
    [InlineData("void M() { Task.Run(() => { try { Work(); } catch (Exception e) { Console.WriteLine(e); } }); } void Work() { }")]
    [InlineData("void M(TaskCompletionSource<int> s, int n) { Task.Run(() => s.TrySetResult(n)); }")]
    [InlineData("void M(TaskCompletionSource<int> s, Exception e) { Task.Run(() => s.TrySetException(e)); }")]
    [InlineData("void M(TaskCompletionSource<int> s) { Task.Run(() => s.TrySetCanceled()); }")]
    [InlineData("void M() { Task.Run(() => Guarded()); } void Guarded() { try { Console.WriteLine(); } catch { } }")]
    [InlineData("void M() { Task.Run(async () => await Guarded()); } async Task Guarded() { try { await Task.Delay(1); } catch (IOException) { } catch (Exception e) { Console.WriteLine(e); } finally { Console.WriteLine(); } }")]
    [InlineData("void M() { Task.Run(Outer); } Task Outer() => Guarded(); async Task Guarded() { try { await Task.Delay(1); } catch (Exception e) { Console.WriteLine(e); } }")]
    [InlineData("public void OnCompleted(Action continuation) { Task.Run(continuation); }")]
    [InlineData("readonly System.Collections.Concurrent.ConcurrentDictionary<int, Task> _d = new(); void M(ISvc svc) { _d.GetOrAdd(1, _ => svc.DoAsync()); }")]
    [InlineData("Task? _t; void M() { Interlocked.Exchange(ref _t, null); }")]
    [InlineData("void M(Queue<Task> q) { q.Dequeue(); }")]
    [InlineData("void M(ISvc svc) { nameof(svc.DoAsync).ToString(); }")]
    [InlineData("void M(Action a) { a(); a.Invoke(); a?.Invoke(); }")]
    [InlineData("void M(dynamic d) { d.DoAsync(); }")]
    [InlineData("async Task M(ISvc svc) { await svc.DoAsync(); }")]
    [InlineData("void DoAsync() { } void M() { DoAsync(); }")]
    [InlineData("void M(ISvc svc) { var _ = svc.DoAsync(); }")]
    [InlineData("int this[int i] { get => 1; } void M() { Console.WriteLine(this[0]); }")]
    public Task Used_or_meant_or_no_task(string member) => Verify.SilentAsync("class C { " + member + " }" + Svc);

    [Fact]
    public Task A_base_that_answers_at_once() => Verify.SilentAsync("""
        class A { protected virtual Task OpenAsync() { Console.WriteLine(); return Task.CompletedTask; } }
        class B : A { void M() => base.OpenAsync(); }
        """);

    [Fact]
    public Task What_may_be_overridden_may_be_anything() => Verify.FixesAsync(
        "class A { protected virtual Task OpenAsync() => Task.CompletedTask; } class B : A { void M() { [|OpenAsync()|]; } } class D : B { protected override Task OpenAsync() => Task.Delay(1); }",
        "class A { protected virtual Task OpenAsync() => Task.CompletedTask; } class B : A { async Task M() { await OpenAsync(); } } class D : B { protected override Task OpenAsync() => Task.Delay(1); }");

    [Theory]
    [InlineData("class A { protected virtual Task OpenAsync() => Task.CompletedTask; } class B : A { void M() { OpenAsync(); } }")]
    [InlineData("class A { internal virtual Task OpenAsync() { n++; return Task.FromResult(n); } int n; } class B : A { internal override Task OpenAsync() => Task.CompletedTask; } class C { void M(A a) { a.OpenAsync(); } }")]
    [InlineData("internal abstract class A { public virtual Task<int> OpenAsync(int n) => Task.FromResult(n); public void M() { OpenAsync(1); } } class B : A { public virtual Task<int> OpenAsync() => Task.Run(() => 1); }")]
    public Task What_nobody_overrides_is_over(string source) => Verify.SilentAsync(source);

    [Fact]
    public Task Look_alike_task_is_no_task() => Verify.SilentAsync("""
        namespace Mine { class Task { public static Task Run(System.Action a) => new Task(); } }
        class C { void M() { Mine.Task.Run(() => { }); } }
        """, globalUsings: false);

    [Fact]
    public Task NSubstitute_verification_calls_nothing() => Verify.SilentAsync("""
        using NSubstitute;
        class C { void M(ISvc svc) { svc.Received(1).DoAsync(); svc.Received().GetAsync(); svc.When(s => s.DoAsync()); } }
        namespace NSubstitute { static class Ext { public static T Received<T>(this T t, int n = 1) => t; public static void When<T>(this T t, Action<T> a) { } } }
        """ + Svc);

    [Fact]
    public Task Dispatcher_operation_is_posted_not_awaited() => Verify.SilentAsync("""
        class DispatcherOperation { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
        class Dispatcher { public DispatcherOperation BeginInvoke(Action a) => new(); }
        class C { void M(Dispatcher d) { d.BeginInvoke(() => { }); } }
        """);

    [Fact]
    public Task Broken_code_does_not_throw() => Verify.SilentAsync("""
        class C { void M() { {|CS0103:Missing|}(); this.{|CS1061:Gone|}(); {|CS0103:svc|}?.DoAsync(); } }
        """);

    [Fact]
    public Task Message_names_the_call_and_the_place() => Verify.FixesAsync("""
        class C { void M(ISvc svc) { {|#0:svc.DoAsync().ConfigureAwait(false)|}; } }
        """ + Svc, """
        class C { async Task M(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); } }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Warning)
            .WithLocation(0)
            .WithMessage("The task of 'DoAsync' is not awaited, so its exceptions are lost; await it, or discard it with '_ ='")));

    /// <summary>Where no await can stand, and no task would reach anybody, the exceptions are to be caught elsewhere.</summary>
    [Theory]
    [InlineData("C(ISvc s) { {|#0:s.DoAsync()|}; }")]
    [InlineData("int P { get { {|#0:_s.DoAsync()|}; return 1; } }")]
    [InlineData("int P { set => {|#0:_s.DoAsync()|}; }")]
    [InlineData("event Action E { add { {|#0:_s.DoAsync()|}; } remove { } }")]
    [InlineData("event Action E { add { } remove { {|#0:_s.DoAsync()|}; } }")]
    [InlineData("int this[int i] { get { {|#0:_s.DoAsync()|}; return i; } }")]
    [InlineData("public static C operator +(C a, C b) { {|#0:_s.DoAsync()|}; return a; }")]
    [InlineData("~C() { {|#0:_s.DoAsync()|}; }")]
    [InlineData("public void Dispose() { {|#0:_s.DoAsync()|}; }")]
    [InlineData("void IDisposable.Dispose() => {|#0:_s.DoAsync()|};")]
    [InlineData("public override string ToString() { {|#0:_s.DoAsync()|}; return \"\"; }")]
    public Task Member_that_cannot_wait(string member) => SaysAsync(member, "catch them in an async method, or discard the task with '_ ='");

    [Theory]
    [InlineData("void M() { {|#0:_s.DoAsync()|}; }")]
    [InlineData("public virtual void M() { {|#0:_s.DoAsync()|}; }")]
    [InlineData("int P { get { void Local() { {|#0:_s.DoAsync()|}; } Local(); return 1; } }")]
    public Task Function_that_can_be_made_async(string member) => SaysAsync(member, "await it, or discard it with '_ ='");

    private static Task SaysAsync(string member, string remedy) => Verification.Verify<
        AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer, EmptyCodeFixProvider>.ReportsAsync(
        "class C" + (member.Contains("Dispose") ? " : IDisposable" : "") + " { static ISvc _s = null!; " + member + " }" + Svc,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Warning)
            .WithLocation(0).WithMessage("The task of 'DoAsync' is not awaited, so its exceptions are lost; " + remedy)));
}
