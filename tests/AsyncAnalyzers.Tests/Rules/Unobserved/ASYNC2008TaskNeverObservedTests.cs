using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2008TaskNeverObservedTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task DoAsync(CancellationToken token); Task<int> GetAsync(); ValueTask VAsync(); Task SaveAsync(int order); Task RunAsync(); ISvc? Next { get; } Task Done { get; } }
        """;

    // ---- a local that nothing reads ----

    [Fact]
    public Task Local_never_read() => Fixes(
        """
        async Task M(ISvc svc)
        {
            await svc.GetAsync();
            // saves the order
            var save = [|svc.SaveAsync(1)|]; // now
        }
        """,
        """
        async Task M(ISvc svc)
        {
            await svc.GetAsync();
            // saves the order
            await svc.SaveAsync(1); // now
        }
        """);

    [Fact]
    public Task Local_never_read_in_a_sync_method_and_its_caller() => Fixes(
        """
        void M(ISvc svc)
        {
            Task<int> t = [|svc.GetAsync()|];
        }

        void Caller(ISvc svc)
        {
            M(svc);
        }
        """,
        """
        async Task M(ISvc svc)
        {
            await svc.GetAsync();
        }

        async Task Caller(ISvc svc)
        {
            await M(svc);
        }
        """);

    [Fact]
    public Task Second_action_awaits_at_the_end_of_the_block() => Fixes(
        """
        async Task<int> M(ISvc svc)
        {
            var save = [|svc.SaveAsync(1)|];
            int n = await svc.GetAsync();

            return n;
        }
        """,
        """
        async Task<int> M(ISvc svc)
        {
            var save = svc.SaveAsync(1);
            int n = await svc.GetAsync();
            await save;

            return n;
        }
        """,
        codeActionIndex: 1);

    [Fact]
    public Task What_runs_for_long_is_awaited_at_the_end_alone() => Fixes(
        """
        async Task M(ISvc svc)
        {
            var run = [|svc.RunAsync()|];
            await svc.DoAsync();
            await svc.Next!.DoAsync();
        }
        """,
        """
        async Task M(ISvc svc)
        {
            var run = svc.RunAsync();
            await svc.DoAsync();
            await svc.Next!.DoAsync();
            await run;
        }
        """);

    [Fact]
    public Task Habit_of_the_file() => Fixes(
        """
        async Task M(ISvc svc)
        {
            await svc.GetAsync().ConfigureAwait(false);
            var save = [|svc.SaveAsync(1)|];
        }
        """,
        """
        async Task M(ISvc svc)
        {
            await svc.GetAsync().ConfigureAwait(false);
            await svc.SaveAsync(1).ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task Configured_and_kept() => Fixes(
        """
        async Task M(ISvc svc)
        {
            await Task.Yield();
            var save = [|svc.SaveAsync(1).ConfigureAwait(false)|];
        }
        """,
        """
        async Task M(ISvc svc)
        {
            await Task.Yield();
            await svc.SaveAsync(1).ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task Value_task() => Fixes(
        """
        async Task M(ISvc svc)
        {
            await Task.Yield();
            ValueTask t = [|svc.VAsync()|];
        }
        """,
        """
        async Task M(ISvc svc)
        {
            await Task.Yield();
            await svc.VAsync();
        }
        """);

    [Fact]
    public Task In_a_lambda() => Fixes(
        """
        Func<Task> M(ISvc svc) => async () =>
        {
            await Task.Yield();
            var t = [|svc.DoAsync()|];
        };
        """,
        """
        Func<Task> M(ISvc svc) => async () =>
        {
            await Task.Yield();
            await svc.DoAsync();
        };
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        ISvc svc = null!;
        await svc.DoAsync();
        var t = [|svc.GetAsync()|];
        """ + Svc, """
        ISvc svc = null!;
        await svc.DoAsync();
        await svc.GetAsync();
        """ + Svc, outputKind: OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("var t = [|Task.Run(() => svc.Done.Wait(1))|];")]
    [InlineData("var t = [|b ? svc.DoAsync() : svc.RunAsync()|];")]
    [InlineData("var t = [|b ? svc.DoAsync() : Task.CompletedTask|];")]
    [InlineData("Task t; t = [|svc.DoAsync()|];")]
    [InlineData("var t = [|Task.WhenAll(svc.Done, svc.Next!.Done)|];")]
    [InlineData("var t = [|Task.Delay(100)|];")]
    [InlineData("Func<Task> f = svc.DoAsync; var t = [|f()|];")]
    [InlineData("var t = [|svc.DoAsync()|]; string s = nameof(t);")]
    [InlineData("var (a, c) = (1, 2); var t = [|(Task)svc.GetAsync()|];")]
    [InlineData("async Task LocalAsync() => await svc.DoAsync(); var t = [|LocalAsync()|];")]
    public Task Never_read(string statements) => Reported("async Task M(ISvc svc, bool b) { await Task.Yield(); " + statements + " }");

    [Fact]
    public Task Behind_conditional_access() => Verify.ReportsAsync(
        "class C { async Task M(ISvc svc) { await Task.Yield(); var t = [|svc.Next?.DoAsync()|]; } }" + Svc);

    [Fact]
    public Task In_a_lock() => Verify.ReportsAsync(
        "class C { async Task M(ISvc svc) { await Task.Yield(); lock (svc) { var t = [|svc.DoAsync()|]; } } }" + Svc);

    [Fact]
    public Task Message_of_a_local() => Verify.ReportsAsync(
        "class C { async Task M(ISvc svc) { await Task.Yield(); lock (svc) { var t = {|#0:svc.DoAsync()|}; } } }" + Svc,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2008", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'t' holds the task of 'DoAsync', which is never observed; move it out of the lock, then await it")));

    [Theory]
    [InlineData("var t = svc.DoAsync(); await t;")]
    [InlineData("var t = svc.DoAsync(); await t.ConfigureAwait(false);")]
    [InlineData("var t = svc.DoAsync(); await Task.WhenAll(t, svc.Done);")]
    [InlineData("var t = svc.DoAsync(); if (t.IsCompleted) { }")]
    [InlineData("var t = svc.DoAsync(); if (b) { return; } await t;")]
    [InlineData("var t = svc.DoAsync(); svc.Next!.DoAsync().ContinueWith(_ => t.Wait());")]
    [InlineData("var t = svc.DoAsync(); GC.KeepAlive(t);")]
    [InlineData("var t = svc.DoAsync(); _ = t;")]
    [InlineData("var t = svc.DoAsync(); Func<Task> f = () => t; await f();")]
    [InlineData("var t = svc.DoAsync(); var u = t; await u;")]
    [InlineData("var t = svc.DoAsync(); _field = t;")]
    [InlineData("Task t = svc.DoAsync(); Ref(ref t);")]
    [InlineData("var t = svc.DoAsync(); Console.WriteLine(t.Status);")]
    [InlineData("var _ = svc.DoAsync();")]
    [InlineData("var __ = svc.DoAsync();")]
    [InlineData("Task ignore = svc.DoAsync();")]
    [InlineData("var tIgnored = svc.DoAsync();")]
    [InlineData("var unused_task = svc.DoAsync();")]
    [InlineData("_ = svc.DoAsync();")]
    [InlineData("var t = Task.CompletedTask;")]
    [InlineData("var t = Task.FromResult(1);")]
    [InlineData("var t = svc.Done;")]
    [InlineData("var t = svc.DoAsync().ContinueWith(done => Console.WriteLine(done.Exception));")]
    [InlineData("var t = Task.Run(() => { while (true) { svc.Done.Wait(1); } });")]
    [InlineData("var t = Task.Factory.StartNew(() => svc.Done.Wait(1), TaskCreationOptions.LongRunning);")]
    [InlineData("var t = Task.Run(() => { try { svc.Done.Wait(1); } catch (Exception e) { Console.WriteLine(e); } });")]
    [InlineData("var n = svc.GetAsync().Id;")]
    [InlineData("var n = await svc.GetAsync();")]
    [InlineData("object t = svc.GetAsync();")]
    [InlineData("using var t = svc.GetAsync();")]
    [InlineData("var list = new List<Task> { svc.DoAsync() }; var t = list.First(); await Task.WhenAll(list);")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Task>(); var t = cache.GetOrAdd(1, _ => svc.DoAsync());")]
    [InlineData("var t = GuardedAsync();")]
    [InlineData("var t = LoopAsync();")]
    [InlineData("svc.DoAsync();")]
    public Task Seen_or_meant(string statements)
        => Verify.SilentAsync(WithService("""
            Task? _field;
            public Task? Field => _field;
            void Ref(ref Task t) { }
            async Task GuardedAsync() { try { await Task.Yield(); } catch (Exception e) { Console.WriteLine(e); } }
            async Task LoopAsync() { while (true) { await Task.Delay(1000); } }
            async Task M(ISvc svc, bool b) { await Task.Yield();
            """ + statements + " }"));

    [Fact]
    public Task Lambda_of_an_assertion() => Verify.SilentAsync("""
        static class Assert { public static void Throws(Action action) { } }
        class C
        {
            void M(ISvc svc)
            {
                Assert.Throws(() => { var t = svc.SaveAsync(-1); });
            }
        }
        """ + Svc);

    [Fact]
    public Task Message_in_a_constructor() => Verify.ReportsAsync(
        "class C { C(ISvc svc) { var t = {|#0:svc.DoAsync()|}; } }" + Svc,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2008", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'t' holds the task of 'DoAsync', which is never observed; start the task in an async method instead of a constructor")));

    [Fact]
    public Task Overwritten_twice_by_a_fix_all() => Fixes(
        """
        async Task M(ISvc svc)
        {
            Task t = [|svc.DoAsync()|];
            t = [|svc.SaveAsync(1)|];
            t = svc.SaveAsync(2);
            await t;
        }
        """,
        """
        async Task M(ISvc svc)
        {
            Task t = svc.DoAsync();
            await t;
            t = svc.SaveAsync(1);
            await t;
            t = svc.SaveAsync(2);
            await t;
        }
        """);

    // ---- set again before anybody looked ----

    [Fact]
    public Task Overwritten() => Fixes(
        """
        async Task M(ISvc svc)
        {
            // first
            Task t = [|svc.DoAsync()|];
            t = svc.SaveAsync(1);
            await t;
        }
        """,
        """
        async Task M(ISvc svc)
        {
            // first
            Task t = svc.DoAsync();
            await t;
            t = svc.SaveAsync(1);
            await t;
        }
        """);

    [Fact]
    public Task Overwritten_on_every_path() => Fixes(
        """
        async Task M(ISvc svc, bool b)
        {
            Task t = [|svc.DoAsync()|];
            if (b)
            {
                t = svc.SaveAsync(1);
            }
            else
            {
                t = svc.SaveAsync(2);
            }

            await t;
        }
        """,
        """
        async Task M(ISvc svc, bool b)
        {
            Task t = svc.DoAsync();
            await t;
            if (b)
            {
                t = svc.SaveAsync(1);
            }
            else
            {
                t = svc.SaveAsync(2);
            }

            await t;
        }
        """);

    [Fact]
    public Task Overwritten_in_a_loop() => Fixes(
        """
        async Task M(ISvc svc, int[] orders)
        {
            Task last = Task.CompletedTask;
            foreach (int order in orders)
            {
                last = [|svc.SaveAsync(order)|];
            }

            await last;
        }
        """,
        """
        async Task M(ISvc svc, int[] orders)
        {
            Task last = Task.CompletedTask;
            foreach (int order in orders)
            {
                last = svc.SaveAsync(order);
                await last;
            }

            await last;
        }
        """);

    [Fact]
    public Task Overwritten_in_a_loop_of_one_statement() => Reported(
        "async Task M(ISvc svc, int[] xs) { Task last = Task.CompletedTask; foreach (int x in xs) last = [|svc.SaveAsync(x)|]; await last; }");

    [Fact]
    public Task Overwritten_on_one_path_is_a_suggestion() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc, bool b)
            {
                Task t = {|#0:svc.DoAsync()|};
                if (b)
                {
                    {|#1:t = svc.SaveAsync(1)|};
                }

                await t;
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc, bool b)
            {
                Task t = svc.DoAsync();
                await t;
                if (b)
                {
                    t = svc.SaveAsync(1);
                }

                await t;
            }
        }
        """ + Svc,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2008", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
            "'t' can be overwritten (Test0.cs:8) before the task of 'DoAsync' is observed; await it")));

    [Fact]
    public Task Set_anew_behind_the_last_look() => Fixes(
        """
        async Task M(ISvc svc)
        {
            Task t = svc.DoAsync();
            await t;
            t = [|svc.SaveAsync(1)|];
        }
        """,
        """
        async Task M(ISvc svc)
        {
            Task t = svc.DoAsync();
            await t;
            t = svc.SaveAsync(1);
            await t;
        }
        """);

    [Theory]
    [InlineData("Task t = svc.DoAsync(); await t; t = svc.SaveAsync(1); await t;")]
    [InlineData("Task? t = null; if (b) { t = svc.DoAsync(); } if (t != null) { await t; }")]
    [InlineData("Task t; if (b) { t = svc.DoAsync(); } else { t = svc.SaveAsync(1); } await t;")]
    [InlineData("Task t = Task.CompletedTask; if (b) { t = svc.DoAsync(); } await t;")]
    [InlineData("Task t = svc.DoAsync(); while (b) { await t; t = svc.DoAsync(); } await t;")]
    [InlineData("Task t = svc.DoAsync(); while (b) { await Task.WhenAny(t, svc.Done); if (t.IsCompleted) { t = svc.DoAsync(); } }")]
    [InlineData("Task t = svc.DoAsync(); try { await svc.GetAsync(); } finally { await t; } t = svc.DoAsync(); await t;")]
    [InlineData("Task? last = null; foreach (int x in new[] { 1, 2 }) { if (x == 1) { last = svc.SaveAsync(x); } } if (last != null) { await last; }")]
    [InlineData("Task? last = null; foreach (int x in new[] { 1, 2 }) { if (last != null) { await last; } last = svc.SaveAsync(x); } await last!;")]
    [InlineData("Task t = svc.DoAsync(); t = t.ContinueWith(_ => svc.DoAsync()).Unwrap(); await t;")]
    [InlineData("Task t = Task.Delay(1); t = Task.Delay(2); await t;")]
    [InlineData("Task? t = null; t ??= svc.DoAsync(); await t;")]
    [InlineData("Task t = svc.DoAsync(); Action a = () => t.Wait(1); t = svc.DoAsync(); a();")]
    [InlineData("for (int i = 0; i < 3; i++) { Task t = svc.SaveAsync(i); if (b) { continue; } await t; }")]
    [InlineData("Task t = b ? svc.DoAsync() : svc.RunAsync(); await t; t = b ? svc.DoAsync() : svc.RunAsync(); await t;")]
    public Task Looked_at_on_the_way(string statements) => Verify.SilentAsync(WithService("async Task M(ISvc svc, bool b) { await Task.Yield(); " + statements + " }"));

    // ---- collections ----

    [Fact]
    public Task List_never_read() => Fixes(
        """
        async Task<int> M(ISvc svc, int[] orders)
        {
            await svc.DoAsync();
            var [|saves|] = new List<Task>();
            foreach (int order in orders)
            {
                saves.Add(svc.SaveAsync(order));
            }

            // done
            return saves.Count;
        }
        """,
        """
        async Task<int> M(ISvc svc, int[] orders)
        {
            await svc.DoAsync();
            var saves = new List<Task>();
            foreach (int order in orders)
            {
                saves.Add(svc.SaveAsync(order));
            }

            await Task.WhenAll(saves);

            // done
            return saves.Count;
        }
        """);

    [Fact]
    public Task Array_never_read() => Fixes(
        """
        void M(ISvc svc)
        {
            Task<int>[] [|tasks|] = new Task<int>[3];
            for (int i = 0; i < tasks.Length; i++)
            {
                tasks[i] = svc.GetAsync();
            }
        }
        """,
        """
        async Task M(ISvc svc)
        {
            Task<int>[] tasks = new Task<int>[3];
            for (int i = 0; i < tasks.Length; i++)
            {
                tasks[i] = svc.GetAsync();
            }

            await Task.WhenAll(tasks);
        }
        """);

    [Fact]
    public Task Select_kept_and_never_read() => Fixes(
        """
        async Task M(ISvc svc, int[] orders)
        {
            await svc.DoAsync();
            // all of them
            var saves = [|orders.Select(async order => await svc.SaveAsync(order)).ToList()|];
        }
        """,
        """
        async Task M(ISvc svc, int[] orders)
        {
            await svc.DoAsync();
            // all of them
            await Task.WhenAll(orders.Select(async order => await svc.SaveAsync(order)));
        }
        """);

    [Fact]
    public Task Select_as_a_statement() => Fixes(
        """
        void M(ISvc svc, int[] orders)
        {
            [|orders.Select(order => svc.SaveAsync(order)).ToArray()|];
        }
        """,
        """
        async Task M(ISvc svc, int[] orders)
        {
            await Task.WhenAll(orders.Select(order => svc.SaveAsync(order)));
        }
        """);

    [Fact]
    public Task Lazy_select_is_never_gone_through() => Fixes(
        """
        async Task M(ISvc svc, int[] orders)
        {
            await svc.DoAsync();
            [|orders.Where(order => order > 0).Select(async order => { await svc.SaveAsync(order); })|];
        }
        """,
        """
        async Task M(ISvc svc, int[] orders)
        {
            await svc.DoAsync();
            await Task.WhenAll(orders.Where(order => order > 0).Select(async order => { await svc.SaveAsync(order); }));
        }
        """);

    [Theory]
    [InlineData("List<Task> [|tasks|] = new() { svc.DoAsync() };")]
    [InlineData("var [|tasks|] = new[] { svc.DoAsync(), svc.RunAsync() }; tasks[0] = svc.DoAsync();")]
    [InlineData("var [|tasks|] = new Queue<Task<int>>(); tasks.Enqueue(svc.GetAsync());")]
    [InlineData("var [|tasks|] = new Dictionary<int, Task>(); tasks.Add(1, svc.DoAsync()); tasks[2] = svc.DoAsync();")]
    [InlineData("var [|tasks|] = new List<ValueTask>(); tasks.Add(svc.VAsync());")]
    [InlineData("var tasks = [|xs.Select(svc.SaveAsync)|];")]
    [InlineData("var tasks = [|xs.Select(x => { return svc.SaveAsync(x); }).ToArray()|];")]
    [InlineData("[|xs.Select(async x => { try { await svc.SaveAsync(x); } catch (Exception e) { Console.WriteLine(e); } })|];")]
    public Task Collections(string statements)
        => Reported("async Task M(ISvc svc, int[] xs) { await Task.Yield(); " + statements + " }");

    [Theory]
    [InlineData("var tasks = new List<Task>(); tasks.Add(svc.DoAsync()); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(svc.DoAsync()); foreach (var t in tasks) { await t; }")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(svc.DoAsync()); Keep(tasks);")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(svc.DoAsync()); Action a = () => Task.WaitAll(tasks.ToArray()); a();")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(svc.Done);")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(Task.CompletedTask);")]
    [InlineData("var tasks = new List<Task>(); var t = svc.DoAsync(); tasks.Add(t); await t;")]
    [InlineData("var tasks = new List<Func<Task>>(); tasks.Add(() => svc.DoAsync());")]
    [InlineData("var tasks = new Task[1]; tasks[0] = svc.DoAsync(); await tasks[0];")]
    [InlineData("var tasks = xs.Select(async x => await svc.SaveAsync(x)).ToList(); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = xs.Select(async x => await svc.SaveAsync(x)); foreach (var t in tasks) { await t; }")]
    [InlineData("await Task.WhenAll(xs.Select(svc.SaveAsync));")]
    [InlineData("var names = xs.Select(x => x.ToString()).ToList();")]
    [InlineData("xs.Select(x => x + 1).ToList();")]
    [InlineData("xs.Select(x => svc.Done).ToList();")]
    [InlineData("xs.Select(async x => { try { await svc.SaveAsync(x); } catch (Exception e) { Console.WriteLine(e); } }).ToList();")]
    public Task Collections_that_are_read(string statements) => Verify.SilentAsync(WithService("void Keep(List<Task> tasks) { } async Task M(ISvc svc, int[] xs) { await Task.Yield(); " + statements + " }"));

    [FactSinceCSharp(12)]
    public Task Collection_expression() => Reported("async Task M(ISvc svc) { await Task.Yield(); List<Task> [|tasks|] = [svc.DoAsync(), svc.RunAsync()]; }");

    [FactSinceCSharp(12)]
    public Task Collection_expression_that_is_awaited() => Verify.SilentAsync(
        "class C { async Task M(ISvc svc) { await Task.Yield(); List<Task> tasks = [svc.DoAsync(), svc.RunAsync()]; await Task.WhenAll(tasks); } }" + Svc);

    // ---- fields ----

    [Fact]
    public Task Private_field_that_nothing_reads_is_a_suggestion() => Verify.ReportsAsync("""
        partial class C
        {
            private Task? {|#0:_save|};

            public void M(ISvc svc) => _save = svc.SaveAsync(1);
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2008", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'_save' holds the task of 'SaveAsync', which is never observed; await it before disposal, or discard it with '_ ='")));

    [Theory]
    [InlineData("List<Task> [|_saves|] = new(); public void M(ISvc svc) { _saves.Add(svc.SaveAsync(1)); this._saves.Add(svc.DoAsync()); }")]
    [InlineData("static Task? [|s_save|]; public static void M(ISvc svc) { s_save = svc.SaveAsync(1); }")]
    public Task Fields(string members) => Reported(members);

    [Theory]
    [InlineData("private Task? _loop; public C() { _loop = Task.Run(LoopAsync); } async Task LoopAsync() { while (true) { await Task.Delay(1); } }")]
    [InlineData("private readonly Task _loop; public C() { _loop = Queue(() => LoopAsync()); } Task Queue(Func<Task> f) => f(); async Task LoopAsync() { while (true) { await Task.Delay(1); } }")]
    [InlineData("private Task? _t; public void M(ISvc svc) { _t = svc.DoAsync(); } public async ValueTask StopAsync() { if (_t is { } t) { await t; } }")]
    [InlineData("internal Task? T; public void M(ISvc svc) { T = svc.DoAsync(); }")]
    [InlineData("private Task? _t; public void M(ISvc svc) { _t = Task.CompletedTask; }")]
    [InlineData("private Task? _t; public Task M(ISvc svc) => _t = svc.DoAsync();")]
    [InlineData("private Task? _t; public Task M(ISvc svc) => _t ??= svc.DoAsync();")]
    [InlineData("private Task? _t; public void M(ISvc svc) { _t = svc.DoAsync(); Change(ref _t); } void Change(ref Task? t) { }")]
    [InlineData("class Inner { public void M(C c) => c._t!.Wait(1); } private Task? _t; public void M(ISvc svc) { _t = svc.DoAsync(); }")]
    public Task Fields_that_are_read_or_meant(string members) => Verify.SilentAsync(WithService(members));

    [Fact]
    public Task Read_in_another_part_of_the_type() => Verify.SilentAsync(
        "partial class C { private Task? _t; public void M(ISvc svc) { _t = svc.DoAsync(); } }" + Svc,
        configure: test => test.TestState.Sources.Add("partial class C { public Task? T => _t; }"));

    // ---- the loser of a race ----

    [Fact]
    public Task Winner_is_not_awaited() => Fixes(
        """
        async Task<bool> M(ISvc svc)
        {
            Task save = svc.SaveAsync(1);
            if (await Task.WhenAny([|save|], Task.Delay(100)) == save)
            {
                // in time
                return true;
            }

            return false;
        }
        """,
        """
        async Task<bool> M(ISvc svc)
        {
            Task save = svc.SaveAsync(1);
            if (await Task.WhenAny(save, Task.Delay(100)) == save)
            {
                await save;
                // in time
                return true;
            }

            return false;
        }
        """);

    [Fact]
    public Task Winner_is_not_awaited_behind_the_test_of_the_loser() => Fixes(
        """
        async Task M(ISvc svc)
        {
            Task save = svc.SaveAsync(1);
            Task winner = await Task.WhenAny([|save|], Task.Delay(100));
            if (winner != save)
            {
                throw new TimeoutException();
            }
        }
        """,
        """
        async Task M(ISvc svc)
        {
            Task save = svc.SaveAsync(1);
            Task winner = await Task.WhenAny(save, Task.Delay(100));
            if (winner != save)
            {
                throw new TimeoutException();
            }

            await save;
        }
        """);

    [Fact]
    public Task Nobody_asks_who_won() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                // at most so long
                await {|#2:Task.WhenAny({|#0:svc.SaveAsync(1)|}, Task.Delay(100))|};
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                // at most so long
                await svc.SaveAsync(1).WaitAsync(TimeSpan.FromMilliseconds(100));
            }
        }
        """ + Svc,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2008", DiagnosticSeverity.Info).WithLocation(0).WithLocation(2).WithMessage(
            "The task of 'SaveAsync' is not awaited after 'WhenAny' (Test0.cs:6); await the winner, or cancel the work on timeout")));

    /// <summary>An exception when the time is up would skip what comes next.</summary>
    [Theory]
    [InlineData("await Task.WhenAny([|svc.SaveAsync(1)|], Task.Delay(100)); Console.WriteLine();")]
    [InlineData("if (Environment.HasShutdownStarted) { await Task.WhenAny([|svc.SaveAsync(1)|], Task.Delay(100)); } Console.WriteLine();")]
    [InlineData("foreach (int n in new int[3]) { await Task.WhenAny([|svc.SaveAsync(n)|], Task.Delay(100)); }")]
    public Task Races_that_something_comes_behind(string statements)
        => Verify.ReportsAsync(WithService("async Task M(ISvc svc) { " + statements + " }"));

    [Theory]
    [InlineData("var delay = Task.Delay(100); await Task.WhenAny(delay, [|svc.DoAsync()|]);")]
    [InlineData("var t = svc.DoAsync(); await Task.WhenAny([|t|], Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);")]
    [InlineData("var t = svc.DoAsync(); bool done = await Task.WhenAny([|t|], Task.Delay(100)) == t;")]
    public Task Races(string statements) => Reported("async Task M(ISvc svc) { await Task.Yield(); " + statements + " }");

    [Theory]
    [InlineData("var t = svc.GetAsync(); if (await Task.WhenAny(t, Task.Delay(100)) == t) { int n = await t; }")]
    [InlineData("var t = svc.DoAsync(); if (await Task.WhenAny(t, Task.Delay(100)) != t) { throw new TimeoutException(); } await t;")]
    [InlineData("var t = svc.DoAsync(); var winner = await Task.WhenAny(t, Task.Delay(100)); await winner;")]
    [InlineData("await await Task.WhenAny(svc.DoAsync(), Task.Delay(100));")]
    [InlineData("await Task.WhenAny(svc.Done, Task.Delay(100));")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(svc.DoAsync(cts.Token), Task.Delay(100)); cts.Cancel();")]
    [InlineData("var source = new TaskCompletionSource<int>(); await Task.WhenAny(source.Task, Task.Delay(100));")]
    [InlineData("await Task.WhenAny(Task.WhenAll(svc.Done, svc.Next!.Done), Task.Delay(100));")]
    [InlineData("var t = svc.DoAsync(); await Task.WhenAny(t, Task.Delay(100)); if (t.IsCompleted) { await t; }")]
    [InlineData("var t = svc.DoAsync(); await Task.WhenAny(t, svc.Done);")]
    [InlineData("var t = svc.DoAsync(); _ = t.ContinueWith(x => Console.WriteLine(x.Exception)); await Task.WhenAny(t, Task.Delay(100));")]
    public Task Races_that_are_looked_at(string statements) => Verify.SilentAsync(WithService("async Task M(ISvc svc) { await Task.Yield(); " + statements + " }"));

    // ---- the loser of a race ----

    [Fact]
    public Task Loser_is_cancelled() => CancelsLoser(
        """
        async Task M(IWork work)
        {
            // at most so long
            await Task.WhenAny([|work.DoAsync(1)|], Task.Delay(100)); // or less
            Console.WriteLine();
        }
        """,
        """
        async Task M(IWork work)
        {
            // at most so long
            using var cancellation = new CancellationTokenSource();
            Task winner = await Task.WhenAny(work.DoAsync(1, cancellation.Token), Task.Delay(100, cancellation.Token)); // or less
            cancellation.Cancel();
            await winner;
            Console.WriteLine();
        }
        """,
        codeActionIndex: 1);

    [Fact]
    public Task Loser_is_cancelled_with_the_token_of_the_method() => CancelsLoser(
        """
        async Task<bool> M(IWork work, Task done, CancellationToken token)
        {
            return await Task.WhenAny([|work.DoAsync(id: 1)|], Task.Delay(100)).ConfigureAwait(false) == done;
        }
        """,
        """
        async Task<bool> M(IWork work, Task done, CancellationToken token)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task winner = await Task.WhenAny(work.DoAsync(id: 1, token: cancellation.Token), Task.Delay(100, cancellation.Token)).ConfigureAwait(false);
            cancellation.Cancel();
            await winner.ConfigureAwait(false);
            return winner == done;
        }
        """);

    [Fact]
    public Task Loser_in_a_local_is_cancelled() => CancelsLoser(
        """
        async Task<bool> M(IWork work)
        {
            Console.WriteLine();

            // so long
            Task<int> get = work.GetAsync("a");
            int time = 100;
            // who is first?
            if (await Task.WhenAny([|get|], Task.Delay(time)) == get)
            {
                return true;
            }

            return false;
        }
        """,
        """
        async Task<bool> M(IWork work)
        {
            Console.WriteLine();

            // so long
            using var cancellation = new CancellationTokenSource();
            Task<int> get = work.GetAsync("a", ct: cancellation.Token);
            int time = 100;
            // who is first?
            Task winner = await Task.WhenAny(get, Task.Delay(time, cancellation.Token));
            cancellation.Cancel();
            await winner;
            if (winner == get)
            {
                return true;
            }

            return false;
        }
        """,
        codeActionIndex: 1);

    [Fact]
    public Task Loser_is_cancelled_and_the_kept_winner_awaited() => CancelsLoser(
        """
        async Task M(IWork work)
        {
            var task = work.DoAsync(1);
            var first = await Task.WhenAny(Task.Delay(100), [|task|]);
            if (first != task)
            {
                throw new TimeoutException();
            }
        }
        """,
        """
        async Task M(IWork work)
        {
            using var cancellation = new CancellationTokenSource();
            var task = work.DoAsync(1, cancellation.Token);
            var first = await Task.WhenAny(Task.Delay(100, cancellation.Token), task);
            cancellation.Cancel();
            await first;
            if (first != task)
            {
                throw new TimeoutException();
            }
        }
        """,
        codeActionIndex: 1);

    [Fact]
    public Task Token_of_the_delay_is_linked() => CancelsLoser(
        """
        async Task M(IWork work, CancellationToken stop, CancellationToken other)
        {
            await Task.WhenAny([|work.DoAsync(1)|], Task.Delay(100, stop));
        }
        """,
        """
        async Task M(IWork work, CancellationToken stop, CancellationToken other)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Task winner = await Task.WhenAny(work.DoAsync(1, cancellation.Token), Task.Delay(100, cancellation.Token));
            cancellation.Cancel();
            await winner;
        }
        """);

    [Fact]
    public Task Token_of_no_meaning_is_not_linked() => CancelsLoser(
        """
        async Task M(IWork work)
        {
            await Task.WhenAny([|work.DoAsync(1)|], Task.Delay(100, CancellationToken.None));
        }
        """,
        """
        async Task M(IWork work)
        {
            using var cancellation = new CancellationTokenSource();
            Task winner = await Task.WhenAny(work.DoAsync(1, cancellation.Token), Task.Delay(100, cancellation.Token));
            cancellation.Cancel();
            await winner;
        }
        """);

    [Fact]
    public Task Delay_in_a_local_runs_out() => CancelsLoser(
        """
        async Task M(IWork work)
        {
            var delay = Task.Delay(100);
            await Task.WhenAny(delay, [|work.DoAsync(1)|]);
        }
        """,
        """
        async Task M(IWork work)
        {
            var delay = Task.Delay(100);
            using var cancellation = new CancellationTokenSource();
            Task winner = await Task.WhenAny(delay, work.DoAsync(1, cancellation.Token));
            cancellation.Cancel();
            await winner;
        }
        """);

    [Fact]
    public Task Names_that_are_taken() => CancelsLoser(
        """
        async Task M(IWork work, int winner)
        {
            await Task.WhenAny([|work.DoAsync(1)|], Task.Delay(100, default));
            await Task.WhenAny([|work.DoAsync(winner)|], Task.Delay(100, default));
        }
        """,
        """
        async Task M(IWork work, int winner)
        {
            using var cancellation = new CancellationTokenSource();
            Task finished = await Task.WhenAny(work.DoAsync(1, cancellation.Token), Task.Delay(100, cancellation.Token));
            cancellation.Cancel();
            await finished;
            using var cancellationSource = new CancellationTokenSource();
            Task firstToEnd = await Task.WhenAny(work.DoAsync(winner, cancellationSource.Token), Task.Delay(100, cancellationSource.Token));
            cancellationSource.Cancel();
            await firstToEnd;
        }
        """);

    [Fact]
    public Task Loser_is_cancelled_on_one_line() => CancelsLoser(
        "async Task M(IWork work) { await Task.WhenAny([|work.DoAsync(1)|], Task.Delay(100, default)); }",
        "async Task M(IWork work) { using var cancellation = new CancellationTokenSource(); Task winner = await Task.WhenAny(work.DoAsync(1, cancellation.Token), Task.Delay(100, cancellation.Token)); cancellation.Cancel(); await winner; }");

    [Fact]
    public Task Loser_is_cancelled_where_the_arguments_stand_on_lines() => Verify.FixesAsync("""
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            async Task M()
            {
                await Task.WhenAny(
                    [|WorkAsync(
                        1 // once
                    )|],
                    Task.Delay(100));
            }

            private async Task WorkAsync(int times, CancellationToken token = default) => await Task.Delay(times, token);
        }
        """, """
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            async Task M()
            {
                using var cancellation = new CancellationTokenSource();
                Task winner = await Task.WhenAny(
                    WorkAsync(
                        1, cancellation.Token // once
                    ),
                    Task.Delay(100, cancellation.Token));
                cancellation.Cancel();
                await winner;
            }

            private async Task WorkAsync(int times, CancellationToken token = default) => await Task.Delay(times, token);
        }
        """, languageVersion: LanguageVersion.CSharp8, globalUsings: false, references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Tabs_and_line_ends_are_kept_where_the_loser_is_cancelled() => Verify.FixesAsync(
        "class C\r\n{\r\n\tasync Task M()\r\n\t{\r\n\t\t// c\r\n\t\tawait Task.WhenAny([|F()|], Task.Delay(100, default)); // d\r\n\t}\r\n\tstatic async Task F(CancellationToken token = default) => await Task.Delay(1, token);\r\n}\r\n",
        "class C\r\n{\r\n\tasync Task M()\r\n\t{\r\n\t\t// c\r\n\t\tusing var cancellation = new CancellationTokenSource();\r\n\t\tTask winner = await Task.WhenAny(F(cancellation.Token), Task.Delay(100, cancellation.Token)); // d\r\n\t\tcancellation.Cancel();\r\n\t\tawait winner;\r\n\t}\r\n\tstatic async Task F(CancellationToken token = default) => await Task.Delay(1, token);\r\n}\r\n");

    [Theory]
    [InlineData("await Task.WhenAny([|work.SaveAsync()|], Task.Delay(100, default));")]
    [InlineData("await Task.WhenAny([|work.FindAsync()|], Task.Delay(100, default));")]
    [InlineData("await Task.WhenAny([|Task.Run(() => work.DoAsync(1))|], Task.Delay(100, default));")]
    [InlineData("await Task.WhenAny([|other ? work.DoAsync(1) : work.DoAsync(2)|], Task.Delay(100, default));")]
    [InlineData("var task = work.DoAsync(1); Console.WriteLine(); await Task.WhenAny([|task|], Task.Delay(100, default));")]
    [InlineData("if (other) await Task.WhenAny([|work.DoAsync(1)|], Task.Delay(100, default));")]
    [InlineData("bool done = other && await Task.WhenAny([|work.DoAsync(1)|], Task.Delay(100)) == work.Done;")]
    public Task Loser_cannot_be_cancelled(string statements)
        => Verify.ReportsAsync("class C { async Task M(IWork work, bool other) { await Task.Yield(); " + statements + " } }" + Work);

    [Fact]
    public Task Loser_is_not_cancelled_by_what_would_come_back() => Verify.ReportsAsync("""
        class C
        {
            public virtual async Task M() => await Task.Yield();

            public async Task M(CancellationToken token)
            {
                await Task.WhenAny([|M()|], Task.Delay(100, token));
            }
        }
        """);

    [Fact]
    public Task Loser_is_not_cancelled_before_using_declarations() => Verify.ReportsAsync("""
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            async Task M()
            {
                await Task.WhenAny([|WorkAsync()|], Task.Delay(100, CancellationToken.None));
            }

            private async Task WorkAsync(CancellationToken token = default(CancellationToken)) => await Task.Delay(1000, token);
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    private const string Work = """

        interface IWork { Task DoAsync(int id); Task DoAsync(int id, CancellationToken token); Task<int> GetAsync(string name, int retries = 3, CancellationToken ct = default); Task SaveAsync(); Task<int> FindAsync(); ValueTask<int> FindAsync(CancellationToken token); Task Done { get; } }
        """;

    private static async Task CancelsLoser(string member, string fixedMember, int codeActionIndex = 0)
    {
        string Whole(string text) => InClass(text).Replace(Svc, Work);
        await Verify.FixesAsync(Whole(member), Whole(fixedMember), codeActionIndex: codeActionIndex, configure: test => test.CodeActionEquivalenceKey = "ASYNC2008.CancelLoser");
        Assert.Empty(await Conformance.TestedCode.Create(Whole(fixedMember)).ReportsAsync());
    }

    private static Task Fixes(string member, string fixedMember, int codeActionIndex = 0)
        => Verify.FixesAsync(InClass(member), InClass(fixedMember), codeActionIndex: codeActionIndex);

    /// <summary>It ends with its connection; and a test whose framework is not there keeps it running beside other work.</summary>
    [Theory]
    [InlineData("class Client { Stream _s = Stream.Null; public async Task ConnectAsync() { await Task.Yield(); await Task.WhenAll(ReadAllAsync()); } async Task ReadAllAsync() { Console.WriteLine(); if (_s.CanRead) { while (_s.CanSeek) { await _s.ReadAsync(new byte[1]); } } } } class C { void M(Client c) { var running = {|#0:c.ConnectAsync()|}; } }")]
    [InlineData("class C { [{|CS0246:{|CS0246:Fact|}|}] public async Task M(ISvc s) { var t = {|#0:s.DoAsync()|}; await Task.Yield(); } }")]
    public Task Kept_beside_other_work(string source) => Verification.Verify<AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer, EmptyCodeFixProvider>
        .ReportsAsync(source + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2008", DiagnosticSeverity.Info).WithLocation(0)));

    /// <summary>Reported, whatever the fix makes of it.</summary>
    private static Task Reported(string members)
        => AnalyzerOnly.ReportsAsync("class C { " + members + " }" + Svc);

    private static string WithService(string members) => "class C { " + members + " }" + Svc;

    private static string InClass(string member) => "class C\n{\n    " + member.Replace("\r\n", "\n").Replace("\n", "\n    ").Replace("\n    \n", "\n\n") + "\n}\n" + Svc;

    private static class AnalyzerOnly
    {
        public static Task ReportsAsync(string source)
            => Verification.Verify<AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer, EmptyCodeFixProvider>.ReportsAsync(source);
    }
}
