using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1001ThreadSleepInAsyncTests
{
    // ---- reported and fixed ----

    [Fact]
    public Task Async_method() => Verify.FixesAsync(
        """
        class C
        {
            async Task M()
            {
                // wait for the device
                [|Thread.Sleep(100)|]; // ms
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M()
            {
                // wait for the device
                await Task.Delay(100); // ms
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("TimeSpan.FromSeconds(1)", "Task.Delay(TimeSpan.FromSeconds(1))")]
    [InlineData("x + 1", "Task.Delay(x + 1)")]
    [InlineData("Timeout.Infinite", "Task.Delay(Timeout.Infinite)")]
    [InlineData("millisecondsTimeout: x", "Task.Delay(x)")]
    [InlineData("timeout: TimeSpan.FromDays(x)", "Task.Delay(TimeSpan.FromDays(x))")]
    [InlineData("/*a*/ x /*b*/", "Task.Delay(/*a*/ x /*b*/)")]
    [InlineData("0", "Task.Yield()")]
    [InlineData("TimeSpan.Zero", "Task.Yield()")]
    [InlineData("default(TimeSpan)", "Task.Yield()")]
    [InlineData("Nothing", "Task.Yield()")]
    public Task Every_overload(string duration, string awaited) => Verify.FixesAsync(
        $$"""class C { const int Nothing = 0; async Task M(int x) { await Task.Yield(); [|Thread.Sleep({{duration}})|]; } }""",
        $$"""class C { const int Nothing = 0; async Task M(int x) { await Task.Yield(); await {{awaited}}; } }""");

    [Fact]
    public Task Task_returning_method_becomes_async() => Verify.FixesAsync(
        """
        class C
        {
            // public surface stays
            public Task M(bool b)
            {
                // first
                [|Thread.Sleep(1)|];
                if (b)
                {
                    // early
                    return Task.CompletedTask;
                }

                return Other();
            }

            Task Other() => Task.CompletedTask;
        }
        """,
        """
        class C
        {
            // public surface stays
            public async Task M(bool b)
            {
                // first
                await Task.Delay(1);
                if (b)
                {
                    // early
                    return;
                }

                await Other();
            }

            Task Other() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Task_returning_method_with_a_result() => Verify.FixesAsync(
        """
        class C
        {
            Task<int> M(int n)
            {
                [|Thread.Sleep(n)|];
                [|Thread.Sleep(n)|];
                return n switch { 0 => Task.FromResult(1), _ => M(n - 1) };
            }

            ValueTask<string> V(int n)
            {
                [|Thread.Sleep(n)|];
                if (n > 3)
                    return new ValueTask<string>("many");
                return new("few");
            }
        }
        """,
        """
        class C
        {
            async Task<int> M(int n)
            {
                await Task.Delay(n);
                await Task.Delay(n);
                return await (n switch { 0 => Task.FromResult(1), _ => M(n - 1) });
            }

            async ValueTask<string> V(int n)
            {
                await Task.Delay(n);
                if (n > 3)
                    return "many";
                return "few";
            }
        }
        """);

    [Fact]
    public Task Override_and_interface_implementation_keep_their_signature() => Verify.FixesAsync(
        """
        interface I { Task M(); }
        abstract class B { protected abstract ValueTask N(); }
        class C : B, I
        {
            Task I.M() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }
            protected override ValueTask N() { [|Thread.Sleep(1)|]; return default; }
        }
        """,
        """
        interface I { Task M(); }
        abstract class B { protected abstract ValueTask N(); }
        class C : B, I
        {
            async Task I.M() { await Task.Delay(1); }
            protected override async ValueTask N() { await Task.Delay(1); }
        }
        """);

    [Fact]
    public Task Lambdas_anonymous_methods_and_local_functions() => Verify.FixesAsync(
        """
        class C
        {
            void M()
            {
                Func<Task> a = async () => [|Thread.Sleep(1)|];
                Func<int, Task> b = async delegate (int x) { [|Thread.Sleep(x)|]; };
                Func<int, Task> c = x => { [|Thread.Sleep(x)|]; return Task.CompletedTask; };
                Func<Task<int>> d = delegate { [|Thread.Sleep(1)|]; return Task.FromResult(1); };
                Action e = async () => { [|Thread.Sleep(1)|]; };
                async Task F() => [|Thread.Sleep(1)|];
                static Task G() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }
            }
        }
        """,
        """
        class C
        {
            void M()
            {
                Func<Task> a = async () => await Task.Delay(1);
                Func<int, Task> b = async delegate (int x) { await Task.Delay(x); };
                Func<int, Task> c = async x => { await Task.Delay(x); };
                Func<Task<int>> d = async delegate { await Task.Delay(1); return 1; };
                Action e = async () => { await Task.Delay(1); };
                async Task F() => await Task.Delay(1);
                static async Task G() { await Task.Delay(1); }
            }
        }
        """);

    [Fact]
    public Task Async_void_and_async_iterator() => Verify.FixesAsync(
        """
        class C
        {
            async void Handler(object sender, EventArgs e) { [|Thread.Sleep(1)|]; }

            async IAsyncEnumerable<int> Items()
            {
                for (int i = 0; i < 3; i++)
                {
                    [|Thread.Sleep(i)|];
                    yield return i;
                }
            }
        }
        """,
        """
        class C
        {
            async void Handler(object sender, EventArgs e) { await Task.Delay(1); }

            async IAsyncEnumerable<int> Items()
            {
                for (int i = 0; i < 3; i++)
                {
                    await Task.Delay(i);
                    yield return i;
                }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(
        """
        // start
        [|Thread.Sleep(10)|];
        await Task.Yield();
        """,
        """
        // start
        await Task.Delay(10);
        await Task.Yield();
        """,
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task The_only_token_in_scope_is_passed() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(CancellationToken ct)
            {
                [|Thread.Sleep(1)|];
                Func<Task> inner = async () => [|Thread.Sleep(2)|];
                await inner();
            }

            async Task Local(CancellationTokenSource source)
            {
                CancellationToken token = source.Token;
                [|Thread.Sleep(1)|];
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M(CancellationToken ct)
            {
                await Task.Delay(1, ct);
                Func<Task> inner = async () => await Task.Delay(2, ct);
                await inner();
            }

            async Task Local(CancellationTokenSource source)
            {
                CancellationToken token = source.Token;
                await Task.Delay(1, token);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Two_tokens_or_a_clean_up_get_none() => Verify.FixesAsync(
        """
        class C
        {
            async Task Two(CancellationToken a, CancellationToken b) { [|Thread.Sleep(1)|]; await Task.Yield(); }

            async Task CleanUp(CancellationToken a)
            {
                try { [|Thread.Sleep(1)|]; await Task.Yield(); }
                catch (IOException) { [|Thread.Sleep(2)|]; }
                finally { [|Thread.Sleep(3)|]; }
                [|Thread.Sleep(4)|];
            }

            async Task Later()
            {
                [|Thread.Sleep(1)|];
                CancellationToken token = await Token();
            }

            Task<CancellationToken> Token() => null!;
        }
        """,
        """
        class C
        {
            async Task Two(CancellationToken a, CancellationToken b) { await Task.Delay(1); await Task.Yield(); }

            async Task CleanUp(CancellationToken a)
            {
                try { await Task.Delay(1, a); await Task.Yield(); }
                catch (IOException) { await Task.Delay(2); }
                finally { await Task.Delay(3); }
                await Task.Delay(4, a);
            }

            async Task Later()
            {
                await Task.Delay(1);
                CancellationToken token = await Token();
            }

            Task<CancellationToken> Token() => null!;
        }
        """);

    [Fact]
    public Task Habit_of_ConfigureAwait_is_followed() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(Task t)
            {
                await t.ConfigureAwait(false);
                [|Thread.Sleep(1)|];
                [|Thread.Sleep(0)|];
            }
        }
        """,
        """
        class C
        {
            async Task M(Task t)
            {
                await t.ConfigureAwait(false);
                await Task.Delay(1).ConfigureAwait(false);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Tabs_CRLF_and_directives_stay() => Verify.FixesAsync(
        """
        class C
        {
        	async Task M()
        	{
        		// before
        #if DEBUG
        		Thread.Sleep(1); // debug
        #else
        		[|Thread.Sleep(2)|];	// release
        #endif
        		/* c */ [|Thread.Sleep(3)|] /* d */ ; [|Thread . Sleep ( 4 )|] ;
        		await Task.Yield();
        	}
        }
        """.ReplaceLineEndings("\r\n"),
        """
        class C
        {
        	async Task M()
        	{
        		// before
        #if DEBUG
        		Thread.Sleep(1); // debug
        #else
        		await Task.Delay(2);	// release
        #endif
        		/* c */ await Task.Delay(3) /* d */ ; await Task.Delay( 4 ) ;
        		await Task.Yield();
        	}
        }
        """.ReplaceLineEndings("\r\n"));

    [Fact]
    public Task Comments_around_every_token_of_the_signature() => Verify.FixesAsync(
        """
        class C
        {
            /* 1 */ [Obsolete] /* 2 */ public /* 3 */ static /* 4 */ Task /* 5 */ M /* 6 */ ( /* 7 */ ) /* 8 */
            /* 9 */ { /* 10 */ [|Thread.Sleep(1)|]; /* 11 */ return /* 12 */ Task.CompletedTask /* 13 */ ; /* 14 */ } /* 15 */

            // above
            Task /* a */ N() /* b */ { [|Thread.Sleep(1)|]; return Task.CompletedTask; }

            [Obsolete] // why
            // above the type
            Task O() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }
        }
        """,
        """
        class C
        {
            /* 1 */ [Obsolete] /* 2 */ public /* 3 */ static /* 4 */ async Task /* 5 */ M /* 6 */ ( /* 7 */ ) /* 8 */
            /* 9 */ { /* 10 */ await Task.Delay(1); /* 11 */ return /* 12 */ /* 13 */; /* 14 */ } /* 15 */

            // above
            async Task /* a */ N() /* b */ { await Task.Delay(1); }

            [Obsolete] // why
            // above the type
            async Task O() { await Task.Delay(1); }
        }
        """);

    [Fact]
    public Task CSharp_7_3_without_imports() => Verify.FixesAsync(
        """
        class C
        {
            async System.Threading.Tasks.Task M()
            {
                // pause
                [|System.Threading.Thread.Sleep(1)|];
                await System.Threading.Tasks.Task.Yield();
            }
        }
        """,
        """
        using System.Threading.Tasks;

        class C
        {
            async System.Threading.Tasks.Task M()
            {
                // pause
                await Task.Delay(1);
                await System.Threading.Tasks.Task.Yield();
            }
        }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        references: ReferenceAssemblies.NetStandard.NetStandard20,
        globalUsings: false);

    [Fact]
    public Task Using_static_and_alias() => Verify.FixesAsync(
        """
        using static System.Threading.Thread;
        using T = System.Threading.Thread;
        class C
        {
            async Task M()
            {
                [|Sleep(1)|];
                [|T.Sleep(2)|];
                [|global::System.Threading.Thread.Sleep(3)|];
                await Task.Yield();
            }
        }
        """,
        """
        using static System.Threading.Thread;
        using T = System.Threading.Thread;
        class C
        {
            async Task M()
            {
                await Task.Delay(1);
                await Task.Delay(2);
                await Task.Delay(3);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_type_of_the_user_named_Task() => Verify.FixesAsync(
        """
        namespace N
        {
            class Task { }
            class C
            {
                async System.Threading.Tasks.Task M()
                {
                    [|Thread.Sleep(1)|];
                    await System.Threading.Tasks.Task.Yield();
                }
            }
        }
        """,
        """
        namespace N
        {
            class Task { }
            class C
            {
                async System.Threading.Tasks.Task M()
                {
                    await System.Threading.Tasks.Task.Delay(1);
                    await System.Threading.Tasks.Task.Yield();
                }
            }
        }
        """);

    [Fact]
    public Task Custom_task_like() => Verify.FixesAsync(
        """
        using System.Runtime.CompilerServices;
        [AsyncMethodBuilder(typeof(MyTaskBuilder))]
        public class MyTask { public TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter(); }
        public struct MyTaskBuilder
        {
            public static MyTaskBuilder Create() => default;
            public MyTask Task => new MyTask();
            public void SetResult() { }
            public void SetException(Exception e) { }
            public void SetStateMachine(IAsyncStateMachine m) { }
            public void Start<T>(ref T m) where T : IAsyncStateMachine => m.MoveNext();
            public void AwaitOnCompleted<A, M>(ref A a, ref M m) where A : INotifyCompletion where M : IAsyncStateMachine { }
            public void AwaitUnsafeOnCompleted<A, M>(ref A a, ref M m) where A : ICriticalNotifyCompletion where M : IAsyncStateMachine { }
        }
        class C
        {
            async MyTask M() { [|Thread.Sleep(1)|]; }
            MyTask N() { [|Thread.Sleep(1)|]; return M(); }
        }
        """,
        """
        using System.Runtime.CompilerServices;
        [AsyncMethodBuilder(typeof(MyTaskBuilder))]
        public class MyTask { public TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter(); }
        public struct MyTaskBuilder
        {
            public static MyTaskBuilder Create() => default;
            public MyTask Task => new MyTask();
            public void SetResult() { }
            public void SetException(Exception e) { }
            public void SetStateMachine(IAsyncStateMachine m) { }
            public void Start<T>(ref T m) where T : IAsyncStateMachine => m.MoveNext();
            public void AwaitOnCompleted<A, M>(ref A a, ref M m) where A : INotifyCompletion where M : IAsyncStateMachine { }
            public void AwaitUnsafeOnCompleted<A, M>(ref A a, ref M m) where A : ICriticalNotifyCompletion where M : IAsyncStateMachine { }
        }
        class C
        {
            async MyTask M() { await Task.Delay(1); }
            async MyTask N() { await Task.Delay(1); await M(); }
        }
        """);

    [Fact]
    public Task Returns_in_all_positions() => Verify.FixesAsync(
        """
        class C
        {
            Task M(int n)
            {
                [|Thread.Sleep(1)|];
                if (n == 0)
                    return M(1); // first
                switch (n)
                {
                    case 1:
                        return M(2);
                    case 2:
                        // done
                        return Task.CompletedTask;
                    case 3:
                        return Task.FromException(new IOException());
                }

                lock (this)
                {
                    // no await here, none needed
                    return Task.CompletedTask;
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(int n)
            {
                await Task.Delay(1);
                if (n == 0)
                {
                    await M(1);
                    return;
                } // first
                switch (n)
                {
                    case 1:
                        await M(2);
                        return;
                    case 2:
                        // done
                        return;
                    case 3:
                        throw new IOException();
                }

                lock (this)
                {
                    // no await here, none needed
                    return;
                }
            }
        }
        """);

    // ---- reported, nothing offered ----

    [Theory]
    [InlineData("lock (this) { [|Thread.Sleep(1)|]; } await Task.Yield();")]
    [InlineData("Monitor.Enter(this); [|Thread.Sleep(1)|]; Monitor.Exit(this); await Task.Yield();")]
    [InlineData("var rw = new ReaderWriterLockSlim(); rw.EnterReadLock(); try { [|Thread.Sleep(1)|]; } finally { rw.ExitReadLock(); } await Task.Yield();")]
    [InlineData("unsafe { [|Thread.Sleep(1)|]; } await Task.Yield();")]
    public Task No_await_may_stand_there(string body) => Verify.ReportsAsync("class C { async Task M() { " + body + " } }");

    [FactSinceCSharp(13)]
    public Task A_span_is_alive() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(int[] xs)
            {
                await Task.Yield();
                Span<int> span = xs;
                [|Thread.Sleep(1)|];
                span[0] = 1;
                [|Thread.Sleep(2)|];
                foreach (int x in xs.AsSpan())
                {
                    [|Thread.Sleep(x)|];
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(int[] xs)
            {
                await Task.Yield();
                Span<int> span = xs;
                [|Thread.Sleep(1)|];
                span[0] = 1;
                await Task.Delay(2);
                foreach (int x in xs.AsSpan())
                {
                    [|Thread.Sleep(x)|];
                }
            }
        }
        """);

    [Theory]
    [InlineData("Task M(ref int x) { [|Thread.Sleep(x)|]; return Task.CompletedTask; }")]
    [InlineData("Task M(Span<int> x) { [|Thread.Sleep(x[0])|]; return Task.CompletedTask; }")]
    [InlineData("unsafe Task M(int* x) { [|Thread.Sleep(*x)|]; return Task.CompletedTask; }")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] Task M() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    [InlineData("Task P { get { [|Thread.Sleep(1)|]; return Task.CompletedTask; } }")]
    [InlineData("Task<int>? M() { [|Thread.Sleep(1)|]; return null; }")]
    public Task Functions_that_cannot_be_async(string member) => Verify.ReportsAsync("class C { " + member + " }");

    [Fact]
    public Task Struct_method_would_mutate_a_copy() => Verify.ReportsAsync(
        "struct S { int n; Task M() { n++; [|Thread.Sleep(1)|]; return Task.CompletedTask; } }");

    [Theory]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Thread.Sleep(1)|}; }", "'Thread.Sleep' blocks the thread of 'M'; use 'await Task.Delay'")]
    [InlineData("async Task M() { await Task.Yield(); lock (this) {|#0:Thread.Sleep(1)|}; }", "'Thread.Sleep' blocks the thread of 'M'; move it out of the lock, then use 'await Task.Delay'")]
    [InlineData("Func<Task> F => async () => {|#0:Thread.Sleep(1)|};", "'Thread.Sleep' blocks the thread of the lambda; use 'await Task.Delay'")]
    [InlineData("Task P { get { {|#0:Thread.Sleep(1)|}; return Task.CompletedTask; } }", "'Thread.Sleep' blocks the thread of 'P'; make this member a method, then use 'await Task.Delay'")]
    [InlineData("Task M(out int x) { x = 1; {|#0:Thread.Sleep(1)|}; return Task.CompletedTask; }", "'Thread.Sleep' blocks the thread of 'M'; remove ref and span parameters, then use 'await Task.Delay'")]
    public Task Messages(string member, string message)
    {
        var test = new CSharpAnalyzerTest<AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncAnalyzer, DefaultVerifier> { TestCode = "class C { " + member + " }" };
        test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message));
        AsyncAnalyzers.Tests.Verification.TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, true);
        return test.RunAsync();
    }

    // ---- silent ----

    [Theory]
    [InlineData("void M() { Thread.Sleep(1); }")]
    [InlineData("int P { get { Thread.Sleep(1); return 1; } }")]
    [InlineData("C() { Thread.Sleep(1); }")]
    [InlineData("async Task M() { await Task.Yield(); Action a = () => Thread.Sleep(1); a(); }")]
    [InlineData("async Task M() { await Task.Yield(); void F() { Thread.Sleep(1); } F(); }")]
    [InlineData("async Task M() => await Task.Run(() => Thread.Sleep(1));")]
    [InlineData("async Task M() => await Task.Run(async () => { Thread.Sleep(1); await Task.Yield(); });")]
    [InlineData("async Task M() => await Task.Run((Func<Task>)(async delegate { Thread.Sleep(1); await Task.Yield(); }));")]
    [InlineData("async Task M() => await Task.Factory.StartNew(async () => { Thread.Sleep(1); await Task.Yield(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("void M() { new Thread(async () => { Thread.Sleep(1); await Task.Yield(); }).Start(); }")]
    [InlineData("void M() { new Thread(new ThreadStart(Work)).Start(); } async void Work() { Thread.Sleep(1); await Task.Yield(); }")]
    [InlineData("void M() { ThreadPool.QueueUserWorkItem(async _ => { Thread.Sleep(1); await Task.Yield(); }); }")]
    [InlineData("void M() { Task.Run(Work); } async Task Work() { Thread.Sleep(1); await Task.Yield(); await Inner(); } async Task Inner() { Thread.Sleep(1); await Task.Yield(); }")]
    [InlineData("void M() { async Task Work() { Thread.Sleep(1); await Task.Yield(); } Task.Run(Work); Task.Run(() => Work()); }")]
    [InlineData("IEnumerable<Task> M() { Thread.Sleep(1); yield return Task.CompletedTask; }")]
    [InlineData("async Task M() { await Task.Yield(); string s = nameof(Thread.Sleep); }")]
    [InlineData("async Task M() { await Task.Yield(); Action<int> a = Thread.Sleep; a(1); }")]
    [InlineData("async Task M() { await Task.Yield(); Xunit.Throws(() => Thread.Sleep(1)); } static class Xunit { public static void Throws(Action a) { } }")]
    [InlineData("async Task M() { await Task.Yield(); Sleep(1); } static void Sleep(int x) { }")]
    [InlineData("async Task M() { await Task.Yield(); Mine.Thread.Sleep(1); } class Mine { public class Thread { public static void Sleep(int x) { } } }")]
    [InlineData("async Task M() { await Task.Delay(1); }")]
    [InlineData("Task[] M() { Thread.Sleep(1); return new Task[0]; }")]
    [InlineData("Task P { set { Thread.Sleep(1); } }")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, Task>> e = x => Wrap(() => Thread.Sleep(x)); static Task Wrap(Action a) => null!;")]
    public Task Silent(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Fact]
    public Task Top_level_statements_that_do_not_await() => Verify.SilentAsync("Thread.Sleep(1);", outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task A_private_method_that_is_also_called_directly() => Verify.FixesAsync(
        "class C { void M() { Task.Run(Work); _ = Work(); } async Task Work() { [|Thread.Sleep(1)|]; await Task.Yield(); } }",
        "class C { void M() { Task.Run(Work); _ = Work(); } async Task Work() { await Task.Delay(1); await Task.Yield(); } }");

    [Theory]
    [InlineData("async Task M() { Thread.Sleep(; }")]
    [InlineData("async Task M() { Thred.Sleep(1); }")]
    [InlineData("async Task M() { Thread.Sleep(1, 2); }")]
    [InlineData("async Task M() { Sleep")]
    [InlineData("async Task M() { Thread.Sleep<int>(")]
    [InlineData("Tusk M() { Thread.Sleep(1); }")]
    [InlineData("Task M( => Thread.Sleep(1);")]
    public Task Broken_code(string member)
        => Verify.SilentAsync("class C { " + member + " }", configure: test => test.CompilerDiagnostics = CompilerDiagnostics.None);
}
