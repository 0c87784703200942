using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1002BlockingOnTaskTests
{
    // ---- reported and fixed: the ways to wait ----

    [Theory]
    [InlineData("int x = [|t.Result|];", "int x = await t;")]
    [InlineData("int x = [|vt.Result|];", "int x = await vt;")]
    [InlineData("[|t.Wait()|];", "await t;")]
    [InlineData("[|t.Wait(Timeout.Infinite)|];", "await t;")]
    [InlineData("int x = [|t.GetAwaiter().GetResult()|];", "int x = await t;")]
    [InlineData("int x = [|vt.GetAwaiter().GetResult()|];", "int x = await vt;")]
    [InlineData("int x = [|t.ConfigureAwait(false).GetAwaiter().GetResult()|];", "int x = await t.ConfigureAwait(false);")]
    [InlineData("int x = [|vt.ConfigureAwait(true).GetAwaiter().GetResult()|];", "int x = await vt.ConfigureAwait(true);")]
    [InlineData("int x = [|vt.AsTask().Result|];", "int x = await vt;")]
    [InlineData("int x = [|vt.AsTask().GetAwaiter().GetResult()|];", "int x = await vt;")]
    [InlineData("[|vt.AsTask().Wait()|];", "await vt;")]
    [InlineData("int x = [|vt.AsTask().ConfigureAwait(false).GetAwaiter().GetResult()|];", "int x = await vt.AsTask().ConfigureAwait(false);")]
    [InlineData("[|Task.WaitAll(t, u)|];", "await Task.WhenAll(t, u);")]
    [InlineData("[|Task.WaitAll(xs)|];", "await Task.WhenAll(xs);")]
    [InlineData("[|System.Threading.Tasks.Task.WaitAll(new Task[] { t, u })|];", "await System.Threading.Tasks.Task.WhenAll(new Task[] { t, u });")]
    [InlineData("[|Task.WaitAny(t, u)|];", "await Task.WhenAny(t, u);")]
    [InlineData("[|t.Wait(ct)|];", "await t.WaitAsync(ct);")]
    [InlineData("[|vt.AsTask().Wait(ct)|];", "await vt.AsTask().WaitAsync(ct);")]
    [InlineData("[|t.Wait(TimeSpan.FromSeconds(n))|];", "await t.WaitAsync(TimeSpan.FromSeconds(n));")]
    [InlineData("[|t.Wait(1000)|];", "await t.WaitAsync(TimeSpan.FromMilliseconds(1000));")]
    [InlineData("[|t.Wait(n + 1, ct)|];", "await t.WaitAsync(TimeSpan.FromMilliseconds(n + 1), ct);")]
    [InlineData("[|Task.WaitAll(xs, ct)|];", "await Task.WhenAll(xs).WaitAsync(ct);")]
    [InlineData("[|Task.WaitAll(xs, 1000)|];", "await Task.WhenAll(xs).WaitAsync(TimeSpan.FromMilliseconds(1000));")]
    [InlineData("[|Task.Run(() => 1).Wait()|];", "await Task.Run(() => 1);")]
    [InlineData("int x = [|Task.Run(() => { Thread.Sleep(1); return 1; }).Result|];", "int x = await Task.Run(() => { Thread.Sleep(1); return 1; });")]
    [InlineData("int x = [|tcs.Task.Result|];", "int x = await tcs.Task;")]
    [InlineData("int x = [|(await Task.WhenAll(xs).ContinueWith(_ => t)).Result|];", "int x = await await Task.WhenAll(xs).ContinueWith(_ => t);")]
    public Task Ways_to_wait(string wait, string awaited) => FixesBody(wait, awaited);

    [Theory]
    [InlineData("int x = [|s.Result|].Length;", "int x = (await s).Length;")]
    [InlineData("char x = [|s.Result|][0];", "char x = (await s)[0];")]
    [InlineData("int? x = [|s.Result|]?.Length;", "int? x = (await s)?.Length;")]
    [InlineData("string x = [|s.Result|]!;", "string x = (await s)!;")]
    [InlineData("int x = [|t.Result|] + [|u.Result|];", "int x = await t + await u;")]
    [InlineData("Eq(1, [|t.Result|]);", "Eq(1, await t);")]
    [InlineData("int x = [|(b ? t : u).Result|];", "int x = await (b ? t : u);")]
    [InlineData("int x = [|(t ?? u).Result|];", "int x = await (t ?? u);")]
    [InlineData("int x = [|((Task<int>)o).Result|];", "int x = await ((Task<int>)o);")]
    [InlineData("int x = [|(o as Task<int>)!.Result|];", "int x = await (o as Task<int>)!;")]
    [InlineData("int x = [|xs[0].Result|];", "int x = await xs[0];")]
    [InlineData("int x = -[|t.Result|];", "int x = -await t;")]
    [InlineData("long x = (long)[|t.Result|];", "long x = (long)await t;")]
    [InlineData("int x = [|t.Result|] switch { 0 => 1, var y => y };", "int x = (await t) switch { 0 => 1, var y => y };")]
    [InlineData("string x = $\"{[|t.Result|]:X}\";", "string x = $\"{await t:X}\";")]
    [InlineData("int x = [|fn.Result|](1);", "int x = (await fn)(1);")]
    [InlineData("int x = [|[|nested.Result|].Result|];", "int x = await await nested;")]
    [InlineData("int x = [|[|[|nested3.Result|].Result|].Result|];", "int x = await await await nested3;")]
    [InlineData("int x = [|Inc([|t.Result|]).Result|];", "int x = await Inc(await t);")]
    [InlineData("[|Inc([|t.Result|]).ContinueWith(p => p).Wait()|];", "await Inc(await t).ContinueWith(p => p);")]
    [InlineData("foreach (char x in [|s.Result|]) { }", "foreach (char x in await s) { }")]
    [InlineData("lock ([|s.Result|]) { }", "lock (await s) { }")]
    [InlineData("if ([|t.Result|] > 0 && [|u.Result|] is 3) { }", "if (await t > 0 && await u is 3) { }")]
    [InlineData("n += [|t.Result|];", "n += await t;")]
    [InlineData("var q = from y in [|s.Result|] select y;", "var q = from y in await s select y;")]
    [InlineData("var q = from y in xs join z in [|s.Result|] on 1 equals 1 select z;", "var q = from y in xs join z in await s on 1 equals 1 select z;")]
    [InlineData("var x = new[] { [|t.Result|], [|u.Result|] };", "var x = new[] { await t, await u };")]
    [InlineData("_ = xs?.Select(y => 1).ElementAt([|t.Result|]);", "_ = xs?.Select(y => 1).ElementAt(await t);")]
    [InlineData("try { n = 1; } catch (IOException) { n = [|t.Result|]; } finally { n = [|u.Result|]; }", "try { n = 1; } catch (IOException) { n = await t; } finally { n = await u; }")]
    [InlineData("try { try { n = 1; } catch (AggregateException) { n = [|t.Result|]; } } catch (IOException) { }", "try { try { n = 1; } catch (AggregateException) { n = await t; } } catch (IOException) { }")]
    public Task Precedence_and_position(string wait, string awaited) => FixesBody(wait, awaited);

    [Fact]
    public Task Fluent_call_after_Result() => Verify.FixesAsync(
        "class C { async Task M() { await [|T().Result|].WriteAsync(); } Task<C> T() => null!; Task WriteAsync() => null!; }",
        "class C { async Task M() { await (await T()).WriteAsync(); } Task<C> T() => null!; Task WriteAsync() => null!; }");

    // ---- trivia ----

    [Fact]
    public Task Comments_stay() => Verify.FixesAsync(
        """
        class C
        {
            async Task<int> M(Task<int> t, Task<int> u)
            {
                // why
                int x = /*a*/ [|u /*b*/ . /*c*/ Result|] /*d*/ ; // end
                /*1*/ [|t /*2*/ . /*3*/ ConfigureAwait ( /*4*/ false /*5*/ ) /*6*/ . GetAwaiter ( /*7*/ ) . GetResult ( ) |] /*8*/ ;
                return [|M(t, u) // first
                    .GetAwaiter() // second
                    .GetResult()|]; // third
            }
        }
        """.Replace(" |] /*8*/", "|] /*8*/"),
        """
        class C
        {
            async Task<int> M(Task<int> t, Task<int> u)
            {
                // why
                int x = /*a*/ await u /*b*/ /*c*/ /*d*/ ; // end
                /*1*/ await t /*2*/ . /*3*/ ConfigureAwait ( /*4*/ false /*5*/ ) /*6*/ /*7*/ /*8*/ ;
                return await M(t, u) /* first */ /* second */; // third
            }
        }
        """);

    [Fact]
    public Task Chain_over_several_lines_CRLF_and_tabs() => Verify.FixesAsync(
        """
        class C
        {
        	async Task<int> M(Task<int> t)
        	{
        		// above
        		var x = [|Builder()
        			.ContinueWith(p => 1)
        			.Result|];
        #if NET
        		// never seen
        #endif
        		return x;
        	}

        	Task Builder() => Task.CompletedTask;
        }
        """.ReplaceLineEndings("\r\n"),
        """
        class C
        {
        	async Task<int> M(Task<int> t)
        	{
        		// above
        		var x = await Builder()
        			.ContinueWith(p => 1);
        #if NET
        		// never seen
        #endif
        		return x;
        	}

        	Task Builder() => Task.CompletedTask;
        }
        """.ReplaceLineEndings("\r\n"));

    [Fact]
    public Task Directives_inside_of_the_wait() => Verify.ReportsAsync(
        """
        class C
        {
            async Task<int> M(Task<int> t)
            {
                await Task.Yield();
                return [|t
        #if X
                    .ContinueWith(p => 1)
        #endif
                    .Result|];
            }
        }
        """);

    // ---- made async ----

    [Fact]
    public Task Task_returning_members_become_async_once() => Verify.FixesAsync(
        """
        class C
        {
            // sums
            public Task<int> Sum(Task<int> a, Task<int> b)
            {
                // first
                int x = [|a.Result|];
                return Task.FromResult(x + [|b.Result|]);
            }

            public Task<int> Arrow(Task<Task<int>> t) => [|t.Result|];

            public Task<int> Wrapped(Task<int> t) => Task.FromResult([|t.Result|] + 1);

            public Task Done(Task<int> t)
            {
                [|t.Wait()|];
                return Task.CompletedTask;
            }

            public ValueTask<int> Value(Task<int> t) => new ValueTask<int>([|t.Result|]);
        }
        """,
        """
        class C
        {
            // sums
            public async Task<int> Sum(Task<int> a, Task<int> b)
            {
                // first
                int x = await a;
                return x + await b;
            }

            public async Task<int> Arrow(Task<Task<int>> t) => await await t;

            public async Task<int> Wrapped(Task<int> t) => await t + 1;

            public async Task Done(Task<int> t)
            {
                await t;
            }

            public async ValueTask<int> Value(Task<int> t) => await t;
        }
        """);

    [Fact]
    public Task Lambdas_and_local_functions() => Verify.FixesAsync(
        """
        class C
        {
            void M(Task<int> t)
            {
                Func<Task<int>> a = async () => [|t.Result|];
                Func<Task<int>> b = () => Task.FromResult([|t.Result|]);
                Func<int, Task> c = async delegate { [|t.Wait()|]; };
                Func<Task<int>, Task<int>> d = async p => [|p.Result|] + [|t.Result|];
                async Task<int> E() => [|t.Result|];
                Task<int> F() { int x = [|t.Result|]; return Task.FromResult(x); }
            }
        }
        """,
        """
        class C
        {
            void M(Task<int> t)
            {
                Func<Task<int>> a = async () => await t;
                Func<Task<int>> b = async () => await t;
                Func<int, Task> c = async delegate { await t; };
                Func<Task<int>, Task<int>> d = async p => await p + await t;
                async Task<int> E() => await t;
                async Task<int> F() { int x = await t; return x; }
            }
        }
        """);

    [Fact]
    public Task Async_iterator_async_void_and_top_level() => Verify.FixesAsync(
        """
        Task<int> t = Task.Run(() => 1);
        Console.WriteLine([|t.Result|]);
        await foreach (int x in C.Items(t)) { }

        class C
        {
            public static async IAsyncEnumerable<int> Items(Task<int> t) { yield return [|t.Result|]; }
            static async void V(Task<int> t) { [|t.Wait()|]; }
        }
        """,
        """
        Task<int> t = Task.Run(() => 1);
        Console.WriteLine(await t);
        await foreach (int x in C.Items(t)) { }

        class C
        {
            public static async IAsyncEnumerable<int> Items(Task<int> t) { yield return await t; }
            static async void V(Task<int> t) { await t; }
        }
        """,
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Habit_of_ConfigureAwait_is_followed() => Verify.FixesAsync(
        """
        class C
        {
            async Task<int> M(Task<int> t, Task<Task<int>> u)
            {
                await t.ConfigureAwait(false);
                t = Task.Run(() => 2);
                int x = [|t.Result|];
                [|Task.WaitAll(t, M(t, u))|];
                int y = [|M(t, u).ConfigureAwait(true).GetAwaiter().GetResult()|];
                return [|[|u.Result|].Result|];
            }

            Task<int> N(Task<int> t) { [|t.Wait()|]; return M(t, null!); }
        }
        """,
        """
        class C
        {
            async Task<int> M(Task<int> t, Task<Task<int>> u)
            {
                await t.ConfigureAwait(false);
                t = Task.Run(() => 2);
                int x = await t.ConfigureAwait(false);
                await Task.WhenAll(t, M(t, u)).ConfigureAwait(false);
                int y = await M(t, u).ConfigureAwait(true);
                return await (await u.ConfigureAwait(false)).ConfigureAwait(false);
            }

            async Task<int> N(Task<int> t) { await t.ConfigureAwait(false); return await M(t, null!).ConfigureAwait(false); }
        }
        """);

    [Fact]
    public Task CSharp_7_3() => Verify.FixesAsync(
        """
        using System.Threading.Tasks;
        class C
        {
            // note
            Task<int> M(Task<string> t)
            {
                // note
                return Task.FromResult([|t.Result|].Length);
            }

            async Task N(Task<string> t, System.Threading.CancellationToken ct)
            {
                [|t.Wait(10)|];
                [|t.Wait(ct)|];
                await t;
            }
        }
        """,
        """
        using System.Threading.Tasks;
        class C
        {
            // note
            async Task<int> M(Task<string> t)
            {
                // note
                return (await t).Length;
            }

            async Task N(Task<string> t, System.Threading.CancellationToken ct)
            {
                [|t.Wait(10)|];
                [|t.Wait(ct)|];
                await t;
            }
        }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        references: ReferenceAssemblies.NetStandard.NetStandard20);

    [Fact]
    public Task Missing_import_and_a_type_of_the_user_named_TimeSpan() => Verify.FixesAsync(
        """
        class TimeSpan { }
        class C
        {
            async System.Threading.Tasks.Task M(System.Threading.Tasks.Task<int> t)
            {
                [|t.Wait(1000)|];
                [|System.Threading.Tasks.Task.WaitAll(t, M(t))|];
            }
        }
        """,
        """
        class TimeSpan { }
        class C
        {
            async System.Threading.Tasks.Task M(System.Threading.Tasks.Task<int> t)
            {
                await t.WaitAsync(System.TimeSpan.FromMilliseconds(1000));
                await System.Threading.Tasks.Task.WhenAll(t, M(t));
            }
        }
        """,
        globalUsings: false);

    [Fact]
    public Task Generics_derived_tasks_and_aliases() => Verify.FixesAsync(
        """
        using W = System.Threading.Tasks.Task<string>;
        using static System.Threading.Tasks.Task;
        class MyTask<T> : Task<T> { public MyTask() : base(() => default!) { } }
        class C<T>
        {
            async Task<T> M<U>(Task<T> t, MyTask<U> u, W w) where U : T
            {
                T x = [|u.Result|];
                string s = [|w.Result|];
                [|WaitAll(t, w)|];
                return default!;
            }
        }
        """,
        """
        using W = System.Threading.Tasks.Task<string>;
        using static System.Threading.Tasks.Task;
        class MyTask<T> : Task<T> { public MyTask() : base(() => default!) { } }
        class C<T>
        {
            async Task<T> M<U>(Task<T> t, MyTask<U> u, W w) where U : T
            {
                T x = await u;
                string s = await w;
                await WhenAll(t, w);
                return default!;
            }
        }
        """);

    // ---- reported, nothing offered ----

    [Theory]
    [InlineData("bool x = [|t.Wait(1000)|];")]
    [InlineData("if (![|t.Wait(TimeSpan.FromSeconds(1))|]) { }")]
    [InlineData("int x = [|Task.WaitAny(t, u)|];")]
    [InlineData("[|Task.WaitAny(new Task[] { t, u }, 1000)|];")]
    [InlineData("bool x = [|Task.WaitAll(new Task[] { t, u }, 1000)|];")]
    [InlineData("string? x = s2?[|.Result|];")]
    [InlineData("int? x = s2?[|.Result|].Length;")]
    [InlineData("s2?[|.Wait()|];")]
    [InlineData("int? x = o?[|.ToString()!.Length.Wrap().Result|];")]
    [InlineData("int? x = t?[|.GetAwaiter().GetResult()|];")]
    [InlineData("int x = s2?[|.ContinueWith(p => 1).Result|] ?? 1;")]
    [InlineData("try { n = [|t.Result|]; } catch (AggregateException e) { }")]
    [InlineData("try { if (b) { [|t.Wait()|]; } } catch (Exception e) when (e is AggregateException) { }")]
    [InlineData("try { [|t.Wait()|]; } catch (Exception e) { throw e.InnerException!; }")]
    [InlineData("lock (o) { n = [|t.Result|]; }")]
    [InlineData("try { n = 1; } catch (Exception) when ([|t.Result|] > 0) { }")]
    [InlineData("var q = from x in xs where [|x.Result|] > 0 select x;")]
    [InlineData("var q = from x in xs select [|x.Result|];")]
    [InlineData("unsafe { n = [|t.Result|]; }")]
    [InlineData("Monitor.Enter(o); try { n = [|t.Result|]; } finally { Monitor.Exit(o); }")]
    [InlineData("field += [|t.Result|];")]
    [InlineData("int x = await vt; int y = [|vt.Result|];")]
    public Task Nothing_offered(string body) => Verify.ReportsAsync(InMethod(body));

    [Theory]
    [InlineData("Task<int> M(Task<int> t, out int x) { x = [|t.Result|]; return t; }")]
    [InlineData("Task<int> P => Task.FromResult([|t.Result|]);")]
    [InlineData("Task<int> P { get { int x = [|t.Result|]; return Task.FromResult(x); } }")]
    [InlineData("Task<int> this[int i] => Task.FromResult([|t.Result|]);")]
    [InlineData("Task<int>? M() { if ([|t.Result|] == 0) return null; return t; }")]
    public Task Functions_that_cannot_be_async(string member) => Verify.ReportsAsync("class C { Task<int> t = null!; " + member + " }");

    [Fact]
    public Task Struct_method_would_mutate_a_copy() => Verify.ReportsAsync(
        "struct S { int n; Task<int> M(Task<int> t) { n = [|t.Result|]; return Task.FromResult(n); } }");

    [Fact]
    public Task An_overload_that_a_target_framework_lacks_is_not_offered() => Verify.ReportsAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C { async Task M(Task t, CancellationToken ct) { [|t.Wait(ct)|]; await Task.Yield(); } }
        """,
        references: ReferenceAssemblies.NetFramework.Net472.Default,
        globalUsings: false);

    // ---- messages ----

    [Theory]
    [InlineData("n = {|#0:t.Result|};", "'Result' blocks 'M' until the task completes and can deadlock; use 'await'")]
    [InlineData("{|#0:Task.WaitAll(xs)|};", "'Task.WaitAll' blocks 'M' until the task completes and can deadlock; use 'await Task.WhenAll'")]
    [InlineData("n = {|#0:Task.WaitAny(xs)|};", "'Task.WaitAny' blocks 'M' until the task completes and can deadlock; use 'await Task.WhenAny', which returns the task instead of its index")]
    [InlineData("b = {|#0:t.Wait(5)|};", "'Wait' blocks 'M' until the task completes and can deadlock; use 'await' with 'WaitAsync' and catch TimeoutException")]
    [InlineData("{|#0:t.Wait(ct)|};", "'Wait' blocks 'M' until the task completes and can deadlock; use 'await' with 'WaitAsync'")]
    [InlineData("lock (o) n = {|#0:t.GetAwaiter().GetResult()|};", "'GetAwaiter().GetResult()' blocks 'M' until the task completes and can deadlock; move it out of the lock, then use 'await'")]
    [InlineData("s2?{|#0:.Wait()|};", "'Wait' blocks 'M' until the task completes and can deadlock; test for null instead of '?.', then use 'await'")]
    [InlineData("Func<Task> f = async () => {|#0:t.Wait()|};", "'Wait' blocks the lambda until the task completes and can deadlock; use 'await'")]
    public Task Messages(string body, string message)
    {
        var test = new CSharpAnalyzerTest<AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, DefaultVerifier> { TestCode = InMethod(body) };
        test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1002", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message));
        AsyncAnalyzers.Tests.Verification.TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, true);
        return test.RunAsync();
    }

    // ---- silent: not a wait, not on the loop ----

    [Theory]
    [InlineData("string x = nameof(t.Result);")]
    [InlineData("string x = nameof(Task<int>.Result);")]
    [InlineData("t.Wait(0);")]
    [InlineData("bool x = t.Wait(TimeSpan.Zero);")]
    [InlineData("bool x = t.Wait(Zero);")]
    [InlineData("bool x = Task.WaitAll(new Task[] { t, u }, 0);")]
    [InlineData("int x = Task.WaitAny(new Task[] { t, u }, TimeSpan.Zero);")]
    [InlineData("var x = new Holder().Result;")]
    [InlineData("new Holder().Wait(); new Holder().GetAwaiter().GetResult(); Holder.WaitAll();")]
    [InlineData("Assert.Throws<FormatException>(() => t.Result);")]
    [InlineData("Assert.Throws<FormatException>(() => { t.Wait(); });")]
    [InlineData("Action a = () => t.Wait(); a();")]
    [InlineData("void F() { t.Wait(); } F();")]
    [InlineData("int F() => t.Result; F();")]
    [InlineData("await Task.Run(() => t.Result);")]
    [InlineData("await Task.Run(async () => { t.Wait(); await Task.Yield(); });")]
    [InlineData("new Thread(() => t.Wait()).Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => t.Wait());")]
    [InlineData("ThreadPool.QueueUserWorkItem(async _ => { t.Wait(); await Task.Yield(); });")]
    [InlineData("Func<int> f = t.GetAwaiter().GetResult; Action g = t.Wait;")]
    [InlineData("System.Linq.Expressions.Expression<Func<Task<int>, int>> e = p => p.Result;")]
    [InlineData("System.Linq.Expressions.Expression<Func<Task<int>, Task<int>>> e = p => Task.FromResult(p.Result);")]
    [InlineData("dynamic d = t; int x = d.Result; d.Wait();")]
    [InlineData("await t; await vt; await Task.WhenAll(xs);")]
    public Task Not_a_wait_on_the_loop(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("int M(Task<int> t) => t.Result;")]
    [InlineData("void M(Task<int> t) { t.Wait(); Task.WaitAll(t); }")]
    [InlineData("C(Task<int> t) { t.Wait(); }")]
    [InlineData("int P => Task.Run(() => 1).Result;")]
    [InlineData("Task<int> t = Task.FromResult(Task.Run(() => 1).Result);")]
    [InlineData("void M(List<int> xs) { xs.ForEach(i => { Task.Delay(i).Wait(); }); }")]
    [InlineData("IEnumerable<Task> M(Task t) { t.Wait(); yield return t; }")]
    public Task Synchronous_members(string member) => Verify.SilentAsync("class C { " + member + " }");

    // ---- silent: known to be complete ----

    [Theory]
    // awaited before
    [InlineData("await t; n = t.Result;")]
    [InlineData("await t.ConfigureAwait(false); n = t.Result + t.GetAwaiter().GetResult();")]
    [InlineData("n = await t; if (b) { t.Wait(); } while (n-- > 0) { n += t.Result; }")]
    [InlineData("await t.WaitAsync(ct); n = t.Result;")]
    [InlineData("Task<int> l = Inc(1); await l; n = l.Result;")]
    [InlineData("Task<int> l; if (b) { l = t; await l; } else { l = u; await l; } n = l.Result;")]
    [InlineData("try { await t; } catch (IOException) { n = t.Result; }")]
    [InlineData("try { await t; } catch { } n = t.Result;")]
    [InlineData("try { await t; } finally { n = t.Result; }")]
    [InlineData("try { n = 1; } finally { await t; } n = t.IsCompleted ? t.Result : 0;")]
    [InlineData("for (; ; ) { await t; if (n++ > 3) break; } n = t.Result;")]
    [InlineData("do { await t; } while (n++ < 3); n = t.Result;")]
    [InlineData("switch (n) { case 1: await t; break; default: await t; break; } n = t.Result;")]
    [InlineData("await t; Func<int> f = () => t.Result; Func<Task<int>> g = async () => t.Result;")]
    [InlineData("try { try { Func<Task<int>> g = async () => { await t; try { n++; } catch { } return t.Result; }; await g(); } finally { n = 1; } } catch { n = 2; }")]
    [InlineData("try { async Task<int> F() { try { await t; } finally { n++; } return t.Result; } await F(); } catch (IOException) { n = 2; }")]
    // WhenAll
    [InlineData("await Task.WhenAll(t, u); n = t.Result + u.Result;")]
    [InlineData("await Task.WhenAll(t, s, Inc(1)).ConfigureAwait(false); n = t.Result + s.Result.Length;")]
    [InlineData("await Task.WhenAll(new Task[] { t, u }); n = t.Result + u.Result;")]
    [InlineData("await Task.WhenAll(new List<Task> { t, u }); n = t.Result + u.Result;")]
    [InlineData("Task all = Task.WhenAll(t, u); await all; n = t.Result + u.Result;")]
    [InlineData("var all = Task.WhenAll(xs); await all; n = all.Result[0] + xs[0].Result;")]
    [InlineData("await Task.WhenAll(xs); for (int i = 0; i < 3; i++) n += xs[i].Result;")]
    [InlineData("await Task.WhenAll(xs); foreach (Task<int> x in xs) n += x.Result;")]
    [InlineData("await Task.WhenAll(xs); foreach (var x in xs.Where(y => b).ToList()) { n += x.Result; }")]
    [InlineData("await Task.WhenAll(xs); var ys = xs.Select(x => x.Result).ToList();")]
    [InlineData("await Task.WhenAll(xs); var ys = xs.Select(async x => x.Result).ToList();")]
    [InlineData("await Task.WhenAll(xs); n = xs.First().Result + xs[^1].Result + xs.Last().Result;")]
    [InlineData("var ts = new List<Task<int>>(); foreach (int i in new[] { 1, 2 }) ts.Add(Inc(i)); await Task.WhenAll(ts); n = ts[0].Result;")]
    [InlineData("var ts = new[] { t, u }; await Task.WhenAll(ts); n = t.Result + ts[1].Result;")]
    [InlineData("var d = new Dictionary<int, Task<int>>(); await Task.WhenAll(d.Values); foreach (var p in d) n += p.Value.Result; n += d[1].Result;")]
    [InlineData("await Task.WhenAll(xs); Task.WaitAll(xs); Task.WaitAny(xs);")]
    [InlineData("await Task.WhenAll(t, u); Task.WaitAll(t, u);")]
    // WhenAny
    [InlineData("if (await Task.WhenAny(t, u) == t) n = t.Result;")]
    [InlineData("if (t == await Task.WhenAny(t, Task.Delay(5))) n = t.Result;")]
    [InlineData("if (await Task.WhenAny(t, Task.Delay(5)) != t) return 0; n = t.Result;")]
    [InlineData("var w = await Task.WhenAny(t, Task.Delay(5)); if (w == t) n = t.Result;")]
    [InlineData("var w = await Task.WhenAny(t, Task.Delay(5)); if (ReferenceEquals(w, t)) n = t.Result;")]
    [InlineData("var w = await Task.WhenAny(t, Task.Delay(5)); if (w.Equals(t)) n = t.Result;")]
    [InlineData("var w = await Task.WhenAny(t, Task.Delay(5)); if (object.Equals(t, w)) n = t.Result;")]
    [InlineData("Task delay = Task.Delay(5); if (await Task.WhenAny(t, delay) != delay) n = t.Result;")]
    [InlineData("Task delay = Task.Delay(5); var w = await Task.WhenAny(t, delay); if (w == delay) throw new TimeoutException(); n = t.Result;")]
    [InlineData("while (await Task.WhenAny(t, Task.Delay(5)) != t) { n++; } n = t.Result;")]
    [InlineData("Task delay = Task.Delay(5); await Task.WhenAny(t, delay).ConfigureAwait(false); if (delay.IsCompleted) return 0; else n = t.Result;")]
    [InlineData("Task delay = Task.Delay(5); var w = await Task.WhenAny(delay, t); if (!delay.IsCompleted) n = t.Result;")]
    [InlineData("await Task.WhenAny(t, u); n = t.IsCompleted ? t.Result : u.Result;")]
    [InlineData("var s1 = new TaskCompletionSource<int>(); Task delay = Task.Delay(5); await Task.WhenAny(s1.Task, delay); if (!delay.IsCompleted) n = s1.Task.Result;")]
    [InlineData("var w = await Task.WhenAny(xs); n = w.Result;")]
    [InlineData("n = (await Task.WhenAny(t, u)).Result;")]
    [InlineData("n = (await Task.WhenAny(xs).ConfigureAwait(false)).GetAwaiter().GetResult();")]
    // tests
    [InlineData("if (t.IsCompleted) n = t.Result;")]
    [InlineData("if (t.IsCompletedSuccessfully) return t.Result;")]
    [InlineData("if (vt.IsCompletedSuccessfully) return vt.Result;")]
    [InlineData("if (vt.IsCompleted) { vt.GetAwaiter().GetResult(); }")]
    [InlineData("if (!t.IsCompleted) return 0; n = t.Result;")]
    [InlineData("if (!t.IsCompleted) throw new Exception(); n = t.Result;")]
    [InlineData("foreach (var x in xs) { if (!x.IsCompleted) continue; n += x.Result; }")]
    [InlineData("n = t.IsCompleted ? t.Result : 0;")]
    [InlineData("n = !t.IsCompleted ? 0 : t.Result;")]
    [InlineData("b = t.IsCompleted && t.Result == 1;")]
    [InlineData("b = !t.IsCompleted || t.Result == 1;")]
    [InlineData("if (t.IsCompleted && b) n = t.Result;")]
    [InlineData("if (t.IsFaulted || t.IsCanceled) { t.Wait(); }")]
    [InlineData("if (t.IsCompleted == true) n = t.Result;")]
    [InlineData("if (t.IsCompleted is true) n = t.Result;")]
    [InlineData("if (t is { IsCompleted: true }) n = t.Result;")]
    [InlineData("if (t is { IsCompletedSuccessfully: true } done) n = done.Result + t.Result;")]
    [InlineData("if (o is Task<int> { IsCompleted: true } done) n = done.Result;")]
    [InlineData("if (t is not { IsCompleted: true }) return 0; n = t.Result;")]
    [InlineData("if (tcs is { Task: { IsCompleted: true } done }) n = done.Result;")]
    [InlineData("n = t switch { { IsCompleted: true } => t.Result, _ => 0 };")]
    [InlineData("if (t.Status == TaskStatus.RanToCompletion) n = t.Result;")]
    [InlineData("if (TaskStatus.RanToCompletion != t.Status) return 0; n = t.Result;")]
    [InlineData("switch (t.Status) { case TaskStatus.RanToCompletion: n = t.Result; break; case TaskStatus.Faulted: t.Wait(); break; }")]
    [InlineData("n = t.Status switch { TaskStatus.RanToCompletion => t.Result, _ => 0 };")]
    [InlineData("if (t?.IsCompleted == true) n = t.Result;")]
    [InlineData("if (s2 is not null && s2.IsCompleted) o = s2.Result;")]
    [InlineData("bool done = t.IsCompleted; if (done) n = t.Result;")]
    [InlineData("var aw = t.GetAwaiter(); if (t.IsCompletedFast()) n = t.Result;")]
    [InlineData("if (vt.IsCompletedFast()) n = vt.Result;")]
    [InlineData("while (!t.IsCompleted) { await Task.Yield(); } n = t.Result;")]
    [InlineData("System.Diagnostics.Debug.Assert(t.IsCompleted); n = t.Result;")]
    [InlineData("Fx.Assert(t.IsCompleted, \"done\"); n = t.Result;")]
    [InlineData("var ys = xs.Where(x => x.IsCompletedSuccessfully).Select(x => x.Result);")]
    [InlineData("foreach (var x in xs.Where(y => y.IsCompleted)) n += x.Result;")]
    // continuations
    [InlineData("await t.ContinueWith(p => p.Result);")]
    [InlineData("await t.ContinueWith(async p => { n = p.Result; await Task.Yield(); });")]
    [InlineData("await t.ContinueWith(async p => { Func<Task<int>> f = async () => p.Result; await f(); });")]
    [InlineData("await t.ContinueWith((p, state) => Task.FromResult(p.Result), null);")]
    [InlineData("await Task.Factory.ContinueWhenAll(xs, ps => Task.FromResult(ps[0].Result + ps.Sum(p => p.Result)));")]
    [InlineData("await Task.Factory.ContinueWhenAny(xs, p => Task.FromResult(p.Result));")]
    // complete by itself
    [InlineData("n = Task.FromResult(1).GetAwaiter().GetResult();")]
    [InlineData("Task.CompletedTask.Wait(); ValueTask.CompletedTask.GetAwaiter().GetResult();")]
    [InlineData("n = new ValueTask<int>(1).Result + ValueTask.FromResult(2).Result;")]
    [InlineData("Task<int> l = Task.FromResult(1); n = l.Result;")]
    [InlineData("n = (b ? Task.FromResult(1) : Task.FromException<int>(new Exception())).Result;")]
    [InlineData("Task<int> l = b ? Task.FromResult(1) : Task.FromResult(2); n = l.Result;")]
    [InlineData("n = ReadAsync(async: false).GetAwaiter().GetResult();")]
    [InlineData("n = ReadAsync(false).Result;")]
    // waited for before
    [InlineData("if (t.Wait(0)) n = t.Result;")]
    [InlineData("if (!t.Wait(TimeSpan.Zero)) return 0; n = t.Result;")]
    // as they complete
    [InlineData("await foreach (Task<int> done in Task.WhenEach(t, u)) n += done.Result;")]
    [InlineData("await foreach (Task<int> done in Task.WhenEach(t, u).WithCancellation(default).ConfigureAwait(false)) n += done.Result;")]
    public Task Known_to_be_complete(string body) => Verify.SilentAsync(InMethod(body));

    [Fact]
    public Task Readonly_fields_of_this_are_proved() => Verify.SilentAsync(
        """
        class C
        {
            private readonly Task<int> _task = Task.Run(() => 1);
            async Task<int> M() { await _task; return _task.Result; }
            Task<int> N() => _task.IsCompleted ? Task.FromResult(_task.Result) : M();
        }
        """);

    [Theory]
    [InlineData("private Task<int>? last;", "if (last?.Result == n) return last; return last = Task.FromResult(n);")]
    [InlineData("Task<int> last = Task.FromResult(0);", "if (last.Result != n) last = Task.FromResult(n); return last;")]
    [InlineData("static Task<int>? last;", "if (last is not null && last.Result == n) { return last; } last = n > 0 ? Task.FromResult(n) : null; return last ?? Task.FromResult(0);")]
    [InlineData("ValueTask<int> last = ValueTask.FromResult(0);", "return Task.FromResult(last.Result);")]
    [InlineData("Task<int>? a, last;", "a = last = Task.FromResult(n); return Task.FromResult(last.Result + a.Result);")]
    public Task Fields_that_hold_completed_tasks_only(string field, string body) => Verify.SilentAsync(Cached(field, body));

    [Theory]
    [InlineData("private Task<int>? last;", "if (last?[|.Result|] == n) return last!; return last = Task.Run(() => n);")]
    [InlineData("private Task<int>? last; void Set(Task<int> t) => last = t;", "if ([|last!.Result|] == n) return last; return last = Task.FromResult(n);")]
    [InlineData("internal Task<int>? last;", "if ([|last!.Result|] == n) return last; return last = Task.FromResult(n);")]
    [InlineData("private Task<int>? last; void Set(Task<int> t) => Interlocked.Exchange(ref last, t);", "if ([|last!.Result|] == n) return last; return last = Task.FromResult(n);")]
    [InlineData("private Task<int>? last; void Set(Task<int> t) => (last, _) = (t, 1);", "if ([|last!.Result|] == n) return last; return last = Task.FromResult(n);")]
    [InlineData("private Task<int>? last; public C(Task<int> t) { this.last = t; }", "if ([|last!.Result|] == n) return last; return last = Task.FromResult(n);")]
    public Task Fields_that_hold_other_tasks_too(string field, string body) => OnlyAnalyzes(Cached(field, body));

    [Theory]
    [InlineData("if (t.IsCompletedSuccessfully) { t.GetAwaiter().GetResult(); return Task.CompletedTask; } return t.AsTask();")]
    [InlineData("return t.IsCompletedSuccessfully ? Task.FromResult(t.Result) : t.AsTask();")]
    public Task Asked_of_an_in_parameter(string body)
        => Verify.SilentAsync($$"""static class C { public static Task M(this in ValueTask<int> t) { {{body}} } }""");

    [Theory]
    [InlineData("Assert.False({|#0:t.Wait(100)|});", "Wait", "use 'await' with 'WaitAsync' and catch TimeoutException")]
    [InlineData("{|#0:t.Wait()|};", "Wait", "use 'await'")]
    [InlineData("int n = {|#0:t.Result|};", "Result", "use 'await'")]
    [InlineData("int n = {|#0:this.Load().Result|};", "Result", "use 'await'")]
    [InlineData("int n = {|#0:Load().ConfigureAwait(false).GetAwaiter().GetResult()|};", "GetAwaiter().GetResult()", "use 'await'")]
    [InlineData("{|#0:Task.WaitAll(t, Load())|};", "Task.WaitAll", "use 'await Task.WhenAll'")]
    [InlineData("bool b = {|#0:Task.WhenAny(t, Task.Delay(3000)).Result|} == t;", "Result", "use 'await'")]
    public Task In_tests_no_context_is_there_to_deadlock_on(string body, string wait, string remedy) => Find.ReportsAsync(
        $$"""
        namespace Xunit { class FactAttribute : Attribute { } }
        static class Assert { public static void True(bool b) { } public static void False(bool b) { } }
        class C { async Task<int> Load() { await Task.Yield(); return 1; } [Xunit.Fact] public async Task M(Task<int> t) { await Task.Yield(); {{body}} } }
        """,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1002", DiagnosticSeverity.Info)
            .WithLocation(0).WithMessage($"'{wait}' blocks 'M' until the task completes; {remedy}")));

    [Theory]
    [InlineData("Assert.False({|#0:t.Wait(100)|});", DiagnosticSeverity.Info)]
    [InlineData("Assert.True({|#0:t.Wait(TimeSpan.FromSeconds(5))|});", DiagnosticSeverity.Info)]
    [InlineData("string s = {|#0:new System.Net.Http.HttpResponseMessage().Content.ReadAsStringAsync().Result|};", DiagnosticSeverity.Info)]
    [InlineData("byte[] b = {|#0:new System.Net.Http.HttpResponseMessage().Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()|};", DiagnosticSeverity.Info)]
    [InlineData("string s = {|#0:new System.Net.Http.HttpClient().GetStringAsync(\"x\").Result|};", DiagnosticSeverity.Warning)]
    [InlineData("{|#0:t.Wait()|};", DiagnosticSeverity.Info)]
    [InlineData("int n = {|#0:t.Result|};", DiagnosticSeverity.Info)]
    [InlineData("int n = {|#0:this.Load().Result|};", DiagnosticSeverity.Warning)]
    [InlineData("int n = {|#0:Load().ConfigureAwait(false).GetAwaiter().GetResult()|};", DiagnosticSeverity.Warning)]
    [InlineData("{|#0:Task.WaitAll(t, Load())|};", DiagnosticSeverity.Warning)]
    [InlineData("{|#0:Task.WaitAny(t, Load())|};", DiagnosticSeverity.Info)]
    [InlineData("{|#0:Task.Delay(50).Wait()|};", DiagnosticSeverity.Info)]
    public Task In_tests_of_a_user_interface_a_wait_is_mostly_a_suggestion(string body, DiagnosticSeverity severity) => Find.ReportsAsync(
        $$"""
        namespace System.Windows.Forms { class Control { } }
        namespace Xunit { class FactAttribute : Attribute { } }
        static class Assert { public static void True(bool b) { } public static void False(bool b) { } }
        class C { async Task<int> Load() { await Task.Yield(); return 1; } [Xunit.Fact] public async Task M(Task<int> t) { await Task.Yield(); {{body}} } }
        """,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1002", severity).WithLocation(0)));

    // ---- reported: not known to be complete ----

    [Theory]
    [InlineData("if (t.IsCompletedSuccessfully) { t = Inc(1); return [|t.Result|]; }")]
    [InlineData("if (!t.IsCompleted) return [|t.Result|];")]
    [InlineData("if (t.IsCompleted) { } n = [|t.Result|];")]
    [InlineData("if (t.IsCompleted || b) n = [|t.Result|];")]
    [InlineData("if (t.IsCompleted) n = [|u.Result|];")]
    [InlineData("if (b) await t; n = [|t.Result|];")]
    [InlineData("await t; t = Inc(1); n = [|t.Result|];")]
    [InlineData("await t; if (b) t = Inc(1); n = [|t.Result|];")]
    [InlineData("await t; while (b) { n = [|t.Result|]; t = Inc(1); }")]
    [InlineData("await t; again: n = [|t.Result|]; t = Inc(1); if (b) goto again;")]
    [InlineData("await t; Change(ref t); n = [|t.Result|];")]
    [InlineData("await t; Create(out t); n = [|t.Result|];")]
    [InlineData("await t; (t, u) = (u, t); n = [|t.Result|];")]
    [InlineData("await t; t ??= Inc(1); t = b ? t : Inc(2); n = [|t.Result|];")]
    [InlineData("await t; Action a = () => t = Inc(1); a(); n = [|t.Result|];")]
    [InlineData("await t; void A() { t = Inc(1); } A(); n = [|t.Result|];")]
    [InlineData("Func<Task<int>> f = async () => { await t; await Task.Yield(); return [|t.Result|]; }; t = Inc(1); await f();")]
    [InlineData("await t; Func<Task<int>> f = async () => [|t.Result|]; t = Inc(1); await f();")]
    [InlineData("Task<int> l; for (int i = 0; i < 3; i++) { l = Inc(i); await l; Func<Task<int>> f = async () => [|l.Result|]; }")]
    [InlineData("await Task.WhenAll(xs); xs = new[] { t }; n = [|xs[0].Result|];")]
    [InlineData("await Task.WhenAll(xs); xs[0] = Inc(1); n = [|xs[0].Result|];")]
    [InlineData("await Task.WhenAll(xs); Action a = () => xs = new[] { t }; a(); n = [|xs[0].Result|];")]
    [InlineData("var ts = new List<Task<int>> { t }; await Task.WhenAll(ts); ts.Add(u); n = [|ts[1].Result|];")]
    [InlineData("await Task.WhenAny(t, u); n = [|t.Result|];")]
    [InlineData("await Task.WhenAny(t, u); if (!u.IsCompletedSuccessfully) n = [|t.Result|];")]
    [InlineData("await Task.WhenAny(t, u); if (u.IsCompleted) n = [|t.Result|];")]
    [InlineData("await Task.WhenAny(t, u, s); if (!u.IsCompleted) n = [|t.Result|];")]
    [InlineData("await Task.WhenAny(t, u); u = Inc(1); if (!u.IsCompleted) n = [|t.Result|];")]
    [InlineData("await Task.WhenAny(t, u); t = Inc(1); if (!u.IsCompleted) n = [|t.Result|];")]
    [InlineData("if (await Task.WhenAny(t, u) != t) n = [|t.Result|];")]
    [InlineData("if (await Task.WhenAny(t, u, s) != u) n = [|t.Result|];")]
    [InlineData("try { await t.WaitAsync(ct); } catch (OperationCanceledException) { n = [|t.Result|]; }")]
    [InlineData("try { n = int.Parse(\"1\"); await t; } catch (IOException) { n = [|t.Result|]; }")]
    [InlineData("bool done = t.IsCompleted; t = Inc(1); if (done) n = [|t.Result|];")]
    [InlineData("if (this.prop.IsCompleted) { await Task.Yield(); n = [|this.prop.Result|]; }")]
    [InlineData("await field2; n = [|field2.Result|];")]
    [InlineData("n = [|ReadAsync(async: true).Result|];")]
    [InlineData("n = [|ReadAsync(async: b).Result|];")]
    [InlineData("n = [|ReadAsync(true).Result|];")]
    [InlineData("if (t is { IsCompleted: false }) n = [|t.Result|];")]
    [InlineData("if (t.Status == TaskStatus.Running) n = [|t.Result|];")]
    [InlineData("t.Wait(0); n = [|t.Result|];")]
    [InlineData("bool done = t.Wait(0) || b; if (done) n = [|t.Result|];")]
    [InlineData("try { await t; } finally { t = Inc(1); } n = [|t.Result|];")]
    [InlineData("await t; try { n = 1; } finally { Create(out t); } n = [|t.Result|];")]
    [InlineData("n = [|new ValueTask<int>(t).Result|];")]
    [InlineData("n = [|(b ? Task.FromResult(1) : t).Result|];")]
    public Task Not_known_to_be_complete(string body) => OnlyAnalyzes(InMethod(body));

    [FactSinceCSharp(13)]
    public Task Written_through_a_ref_local() => OnlyAnalyzes(InMethod("await t; ref Task<int> r = ref t; r = Inc(1); n = [|t.Result|];"));

    [FactSinceCSharp(13)]
    public Task Ref_local_beside_a_test() => Verify.SilentAsync(InMethod("ref int r = ref n; if (t.IsCompleted) r = t.Result;"));

    // ---- all at once, broken code ----

    [Fact]
    public Task Look_alikes_in_other_namespaces() => Verify.SilentAsync(
        """
        namespace Mine
        {
            class Task<T> { public T Result => default!; public void Wait() { } public Awaiter GetAwaiter() => new(); public static void WaitAll() { } }
            class Awaiter { public int GetResult() => 1; }
            class C
            {
                async System.Threading.Tasks.Task M(Task<int> t)
                {
                    await System.Threading.Tasks.Task.Yield();
                    int x = t.Result + t.GetAwaiter().GetResult();
                    t.Wait();
                    Task<int>.WaitAll();
                }
            }
        }
        """);

    [Theory]
    [InlineData("async Task M(Task<Missing> t) { var x = t. }")]
    [InlineData("async Task M() { var x = Missing().Result; Missing().Wait(; }")]
    [InlineData("async Task M() { Task.WaitAll(missing, ; }")]
    [InlineData("Missing M() { x.GetAwaiter().GetResult(); }")]
    [InlineData("async Task M() => .Result;")]
    [InlineData("async Task M() { await ; .Result; t?.Result.Wait( }")]
    [InlineData("async Task M() { if (await Task.WhenAny() == ) { t.Result; } goto nowhere; }")]
    [InlineData("Task P { get => x.Result; set => } async Task M() { void F( => y.Wait(); }")]
    public Task Broken_code(string member)
        => Verify.SilentAsync("class C { " + member + " }", configure: test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task Broken_code_beside_a_wait_is_reported_all_the_same() => OnlyAnalyzes(
        "class C { async Task<int> M(Task<int> t) { await Task.Yield(); {|CS0103:Missing|}([|t.Result|]); {|CS0103:x|} = [|M(t).GetAwaiter().GetResult()|]; return 1; } }");

    private static string Cached(string field, string body)
        => $$"""class C { {{field}} Task<int> Read(int n) { {{body}} } }""";

    private static string InMethod(string body) => $$"""
        class C
        {
            static readonly TimeSpan Zero = TimeSpan.Zero;
            int field;
            Task<int> field2 = null!;
            Task<int> prop { get; set; } = null!;
            async Task<int> M(
                Task<int> t, Task<int> u, ValueTask<int> vt, Task<string> s, Task<string>? s2, Task<int>[] xs, Task<Func<int, int>> fn, Task<Task<int>> nested,
                Task<Task<Task<int>>> nested3, TaskCompletionSource<int> tcs, object o, bool b, int n, CancellationToken ct)
            {
                {{body}}
                return 0;
            }

            static Task<int> Inc(int x) => Task.Run(() => x + 1);
            static async Task<int> ReadAsync(bool async) { await Task.Yield(); return 1; }
            static void Change(ref Task<int> t) { }
            static void Create(out Task<int> t) => t = null!;
            static void Eq(int x, int y) { }
        }

        static class X
        {
            public static Task<int> Wrap(this int x) => null!;
            public static bool IsCompletedFast<T>(this Task<T> t) => t.IsCompleted;
            public static bool IsCompletedFast<T>(this ValueTask<T> t) => t.IsCompleted;
        }

        class Holder
        {
            public int Result => 1;
            public void Wait() { }
            public static void WaitAll() { }
            public Holder GetAwaiter() => this;
            public int GetResult() => 1;
        }

        static class Fx
        {
            public static void Assert(bool condition, string message) { }
        }

        static class Assert
        {
            public static void Throws<T>(Func<object> f) { }
            public static void Throws<T>(Action f) { }
        }
        """;

    /// <summary>The marks alone, whatever fixes there are: a test of the analyzer takes them too.</summary>
    private static Task OnlyAnalyzes(string source) => Verify.SilentAsync(source);

    private static Task FixesBody(string body, string fixedBody) => Verify.FixesAsync(InMethod("// above\n        " + body), InMethod("// above\n        " + fixedBody));
}
