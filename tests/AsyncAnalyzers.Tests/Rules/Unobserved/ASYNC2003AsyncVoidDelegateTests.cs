using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2003AsyncVoidDelegateTests
{
    /// <summary>What the tests call.</summary>
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(); Task SaveAsync(int x); }
        """;

    private const string Allow = "async_analyzers.async_void_event_handlers = allow";

    private const string Report = "async_analyzers.async_void_event_handlers = report";

    // ---- List.ForEach ----

    [Fact]
    public Task For_each_becomes_a_loop() => Verify.FixesAsync("""
        class C
        {
            async Task M(List<int> xs, ISvc svc)
            {
                // saves
                xs.ForEach([|async|] x => await svc.SaveAsync(x)); // all
                await svc.DoAsync();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(List<int> xs, ISvc svc)
            {
                // saves
                foreach (var x in xs)
                {
                    await svc.SaveAsync(x);
                } // all
                await svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task For_each_with_a_block_in_synchronous_code() => Verify.FixesAsync("""
        class C
        {
            void Run(List<int> xs, ISvc svc) => M(xs, svc);

            void M(List<int> xs, ISvc svc)
            {
                xs.ForEach([|async|] (int x) =>
                {
                    if (x < 0)
                    {
                        return;
                    }

                    await svc.SaveAsync(x);
                });
            }
        }
        """ + Svc, """
        class C
        {
            async Task Run(List<int> xs, ISvc svc) => await M(xs, svc);

            async Task M(List<int> xs, ISvc svc)
            {
                foreach (int x in xs)
                {
                    if (x < 0)
                    {
                        continue;
                    }

                    await svc.SaveAsync(x);
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task For_each_of_an_array_with_an_anonymous_method() => Verify.FixesAsync("""
        class C
        {
            async Task M(int[] xs, ISvc svc)
            {
                await svc.DoAsync();
                Array.ForEach(xs, [|async|] delegate (int x) { await svc.SaveAsync(x); });
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(int[] xs, ISvc svc)
            {
                await svc.DoAsync();
                foreach (int x in xs) { await svc.SaveAsync(x); }
            }
        }
        """ + Svc);

    [Fact]
    public Task For_each_is_over_early_even_where_exceptions_are_caught() => Verify.FixesAsync("""
        class C
        {
            async Task M(List<int> xs, ISvc svc)
            {
                xs.ForEach([|async|] x =>
                {
                    try
                    {
                        await svc.SaveAsync(x);
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e);
                    }
                });
                await svc.DoAsync();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(List<int> xs, ISvc svc)
            {
                foreach (var x in xs)
                {
                    try
                    {
                        await svc.SaveAsync(x);
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e);
                    }
                }
                await svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task For_each_in_a_for_each() => Verify.FixesAsync("""
        class C
        {
            async Task M(List<List<int>> xs, ISvc svc)
            {
                await svc.DoAsync();
                xs.ForEach([|async|] ys =>
                {
                    await svc.DoAsync();
                    ys.ForEach([|async|] y => await svc.SaveAsync(y));
                });
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(List<List<int>> xs, ISvc svc)
            {
                await svc.DoAsync();
                foreach (var ys in xs)
                {
                    await svc.DoAsync();
                    foreach (var y in ys)
                    {
                        await svc.SaveAsync(y);
                    }
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task For_each_with_a_method_group() => Verify.FixesAsync("""
        class C
        {
            void M(List<int> xs)
            {
                xs.ForEach([|Save|]);
            }

            private async void Save(int x) => await File.WriteAllTextAsync("a", "");
        }
        """, """
        class C
        {
            async Task M(List<int> xs)
            {
                foreach (var item in xs)
                {
                    await Save(item);
                }
            }

            private async Task Save(int x) => await File.WriteAllTextAsync("a", "");
        }
        """);

    [Fact]
    public Task Method_that_is_handed_over_twice_is_reported_once() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            Timer? _timer, _other;
            void M() { _timer = new Timer([|Tick|]); _other = new Timer(this.Tick); }
            private async void Tick(object? state)
            {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            Timer? _timer, _other;
            void M() { _timer = new Timer(Tick); _other = new Timer(this.Tick); }
            private async void Tick(object? state)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    [Fact]
    public Task For_each_that_returns_out_of_a_loop_stays() => Verify.ReportsAsync("""
        class C
        {
            async Task M(List<int[]> xs, ISvc svc)
            {
                await svc.DoAsync();
                xs.ForEach([|async|] x => { foreach (int y in x) { if (y == 0) return; } await svc.DoAsync(); });
            }
        }
        """ + Svc);

    [Fact]
    public Task For_each_in_a_constructor_and_behind_a_null_test_stays() => Verify.ReportsAsync("""
        class C
        {
            C(List<int> xs, ISvc svc) => xs.ForEach([|async|] x => await svc.SaveAsync(x));
            void M(List<int>? xs, ISvc svc) { xs?.ForEach([|async|] x => await svc.SaveAsync(x)); }
        }
        """ + Svc);

    // ---- Parallel ----

    [Fact]
    public Task Parallel_for_each() => Verify.FixesAsync("""
        class C
        {
            async Task M(List<int> xs, ISvc svc)
            {
                await svc.DoAsync();
                Parallel.ForEach(xs, [|async|] x => await svc.SaveAsync(x));
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(List<int> xs, ISvc svc)
            {
                await svc.DoAsync();
                await Parallel.ForEachAsync(xs, async (x, _) => await svc.SaveAsync(x));
            }
        }
        """ + Svc);

    [Fact]
    public Task Parallel_for() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc)
            {
                Parallel.For(0, 10, [|async|] i =>
                {
                    if (i == 3) return;
                    await svc.SaveAsync(i);
                });
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await Parallel.ForAsync(0, 10, async (i, _) =>
                {
                    if (i == 3) return;
                    await svc.SaveAsync(i);
                });
            }
        }
        """ + Svc);

    [Fact]
    public Task Parallel_invoke() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                Parallel.Invoke([|async|] () => await svc.SaveAsync(1), [|async|] () => await svc.SaveAsync(2));
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                await Task.WhenAll(Task.Run(async () => await svc.SaveAsync(1)), Task.Run(async () => await svc.SaveAsync(2)));
            }
        }
        """ + Svc);

    // ---- threads ----

    [Fact]
    public Task Work_item() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                // runs
                ThreadPool.QueueUserWorkItem([|async|] _ =>
                {
                    await svc.SaveAsync(1);
                });
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                // runs
                await Task.Run(async () =>
                {
                    await svc.SaveAsync(1);
                });
            }
        }
        """ + Svc);

    [Fact]
    public Task Thread_that_is_started() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                new Thread([|async|] () => await svc.SaveAsync(1)) { IsBackground = true, Name = "saving" }.Start();
                new Task([|async|] () => await svc.SaveAsync(1)).Start();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                await Task.Run(async () => await svc.SaveAsync(1));
                await Task.Run(async () => await svc.SaveAsync(1));
            }
        }
        """ + Svc);

    [Fact]
    public Task Embedded_statement_and_top_level_code() => Verify.FixesAsync("""
        List<int> xs = new();
        if (xs.Count > 0)
            xs.ForEach([|async|] x => await File.WriteAllTextAsync("a", x.ToString()));
        """, """
        List<int> xs = new();
        if (xs.Count > 0)
            foreach (var x in xs)
            {
                await File.WriteAllTextAsync("a", x.ToString());
            }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Loop_variable_cannot_be_set() => Verify.ReportsAsync("""
        class C
        {
            async Task M(List<int> xs, ISvc svc)
            {
                xs.ForEach([|async|] x => { x++; await svc.SaveAsync(x); });
                await svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Work_item_that_uses_its_state_is_guarded() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            void M(ISvc svc)
            {
                ThreadPool.QueueUserWorkItem([|async|] state =>
                {
                    await svc.SaveAsync((int)state!);
                });
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            void M(ISvc svc)
            {
                ThreadPool.QueueUserWorkItem(async state =>
                {
                    try
                    {
                        await svc.SaveAsync((int)state!);
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                });
            }
        }
        """ + Svc);

    [Fact]
    public Task Endless_work_item_is_not_awaited() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                ThreadPool.QueueUserWorkItem([|async|] _ =>
                {
                    while (true)
                    {
                        await svc.SaveAsync(1);
                    }
                });
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                ThreadPool.QueueUserWorkItem(async _ =>
                {
                    try
                    {
                        while (true)
                        {
                            await svc.SaveAsync(1);
                        }
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                });
            }
        }
        """ + Svc);

    // ---- a counterpart that takes a task ----

    [Fact]
    public Task Counterpart() => Verify.FixesAsync("""
        class C
        {
            async Task M(Policy policy, ISvc svc)
            {
                await svc.DoAsync();
                policy.Execute([|async|] () => await svc.SaveAsync(1));
            }
        }
        class Policy
        {
            public void Execute(Action action) => action();
            public Task ExecuteAsync(Func<Task> action, int retries = 1) => action();
        }
        """ + Svc, """
        class C
        {
            async Task M(Policy policy, ISvc svc)
            {
                await svc.DoAsync();
                await policy.ExecuteAsync(async () => await svc.SaveAsync(1));
            }
        }
        class Policy
        {
            public void Execute(Action action) => action();
            public Task ExecuteAsync(Func<Task> action, int retries = 1) => action();
        }
        """ + Svc);

    [Fact]
    public Task Assertion_with_a_counterpart() => Verify.FixesAsync("""
        public class Tests
        {
            [Fact]
            public void Fails()
            {
                var e = Assert.Throws<IOException>([|async|] () => await File.ReadAllTextAsync("a"));
                Console.WriteLine(e);
            }
        }
        class FactAttribute : Attribute { }
        static class Assert
        {
            public static T Throws<T>(Action code) where T : Exception => throw new NotSupportedException();
            public static Task<T> ThrowsAsync<T>(Func<Task> code) where T : Exception => throw new NotSupportedException();
        }
        """, """
        public class Tests
        {
            [Fact]
            public async Task Fails()
            {
                var e = await Assert.ThrowsAsync<IOException>(async () => await File.ReadAllTextAsync("a"));
                Console.WriteLine(e);
            }
        }
        class FactAttribute : Attribute { }
        static class Assert
        {
            public static T Throws<T>(Action code) where T : Exception => throw new NotSupportedException();
            public static Task<T> ThrowsAsync<T>(Func<Task> code) where T : Exception => throw new NotSupportedException();
        }
        """);

    // ---- delegate types of the solution ----

    [Fact]
    public Task Action_parameter_of_ones_own_method() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                Twice([|async|] () => await svc.SaveAsync(1));
            }

            void Twice(Action action)
            {
                action();
                action();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                await Twice(async () => await svc.SaveAsync(1));
            }

            async Task Twice(Func<Task> action)
            {
                await action();
                await action();
            }
        }
        """ + Svc);

    [Fact]
    public Task Local_variable() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                Action<int> save = [|async|] x => await svc.SaveAsync(x);
                save(1);
                await svc.DoAsync();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                Func<int, Task> save = async x => await svc.SaveAsync(x);
                await save(1);
                await svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Method_group() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                Twice([|Save|]);
            }

            void Twice(Action action) { action(); action(); }
            private async void Save() => await File.WriteAllTextAsync("a", "");
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                await Twice(Save);
            }

            async Task Twice(Func<Task> action) { await action(); await action(); }
            private async Task Save() => await File.WriteAllTextAsync("a", "");
        }
        """ + Svc);

    // ---- guarded ----

    [Fact]
    public Task Subscribed_lambda() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            event Action? Changed;
            void M(ISvc svc)
            {
                Changed += [|async|] () => await svc.DoAsync();
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            event Action? Changed;
            void M(ISvc svc)
            {
                Changed += async () =>
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                };
            }
        }
        """ + Svc);

    [Fact]
    public Task Subscribed_anonymous_method_without_parameters() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            event EventHandler? Changed;
            void M(ISvc svc)
            {
                Changed += [|async|] delegate
                {
                    await svc.DoAsync();
                };
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            event EventHandler? Changed;
            void M(ISvc svc)
            {
                Changed += async delegate
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                };
            }
        }
        """ + Svc);

    [Fact]
    public Task Timer_is_guarded() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            Timer? _timer;
            void M(ISvc svc)
            {
                _timer = new Timer([|async|] _ => { await svc.DoAsync(); }, null, 0, 1000);
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            Timer? _timer;
            void M(ISvc svc)
            {
                _timer = new Timer(async _ =>
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                }, null, 0, 1000);
            }
        }
        """ + Svc);

    [Fact]
    public Task Registration_is_guarded() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            void M(ISvc svc, CancellationToken token)
            {
                token.Register([|async|] () =>
                {
                    await svc.DoAsync();
                });
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            void M(ISvc svc, CancellationToken token)
            {
                token.Register(async () =>
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        Trace.TraceError(exception.ToString());
                    }
                });
            }
        }
        """ + Svc);

    [Fact]
    public Task Logger_in_scope() => Verify.FixesAsync("""
        class C
        {
            private readonly ILogger _logger;
            event Action? Changed;

            C(ILogger logger, ISvc svc)
            {
                _logger = logger;
                Changed += [|async|] () =>
                {
                    await svc.DoAsync();
                };
            }
        }
        interface ILogger { void Error(Exception exception, string message); }
        """ + Svc, """
        class C
        {
            private readonly ILogger _logger;
            event Action? Changed;

            C(ILogger logger, ISvc svc)
            {
                _logger = logger;
                Changed += async () =>
                {
                    try
                    {
                        await svc.DoAsync();
                    }
                    catch (Exception exception)
                    {
                        _logger.Error(exception, "A callback of C failed");
                    }
                };
            }
        }
        interface ILogger { void Error(Exception exception, string message); }
        """ + Svc);

    [Fact]
    public Task Method_group_is_guarded_where_it_is_declared() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            Timer? _timer;
            void M()
            {
                _timer = new Timer([|Tick|], null, 0, 1000);
            }

            private async void Tick(object? state)
            {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            Timer? _timer;
            void M()
            {
                _timer = new Timer(Tick, null, 0, 1000);
            }

            private async void Tick(object? state)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    // ---- reported ----

    [Fact]
    public Task Messages() => Found.ReportsAsync("""
        class C
        {
            event EventHandler? Changed;
            void M(List<int> xs, ISvc svc, CancellationToken token)
            {
                xs.ForEach({|#0:async|} x => await svc.SaveAsync(x));
                Parallel.ForEach(xs, {|#1:async|} x => await svc.SaveAsync(x));
                _ = new Timer({|#2:async|} _ => await svc.DoAsync());
                ThreadPool.QueueUserWorkItem({|#3:async|} _ => await svc.DoAsync());
                token.Register({|#4:async|} () => await svc.DoAsync());
                this.Changed += {|#5:async|} delegate { await svc.DoAsync(); };
                Action a = {|#6:async|} () => await svc.DoAsync();
                xs.ForEach({|#7:Save|});
                xs.ForEach({|#8:async|} x => { try { await svc.SaveAsync(x); } catch (Exception e) { Console.WriteLine(e); } });
                a();
            }
            async void Save(int x) => await File.WriteAllTextAsync("a", "");
        }
        """ + Svc, configure: test =>
        {
            Expect(0, "This lambda is async void for 'List.ForEach', so its work is not awaited and exceptions end the process; use 'foreach' and await");
            Expect(1, "This lambda is async void for 'Parallel.ForEach', so its work is not awaited and exceptions end the process; await 'Parallel.ForEachAsync'");
            Expect(2, "This lambda is async void for 'new Timer', so exceptions end the process; await a 'PeriodicTimer' in a loop, or catch exceptions");
            Expect(3, "This lambda is async void for 'ThreadPool.QueueUserWorkItem', so exceptions end the process; use 'Task.Run'");
            Expect(4, "This lambda is async void for 'CancellationToken.Register', so exceptions end the process; catch exceptions in it");
            Expect(5, "This anonymous method is async void for the event 'Changed', so exceptions end the process; catch exceptions in it");
            Expect(6, "This lambda is async void for 'Action', so exceptions end the process; pass it as a 'Func<Task>', or catch exceptions");
            Expect(7, "This method is async void for 'List.ForEach', so its work is not awaited and exceptions end the process; use 'foreach' and await");
            Expect(8, "This lambda is async void for 'List.ForEach', so its work is not awaited; use 'foreach' and await");
            void Expect(int location, string message)
                => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2003", DiagnosticSeverity.Warning).WithLocation(location).WithMessage(message));
        });

    [Theory]
    [InlineData("new Progress<int>([|async|] x => await F());")]
    [InlineData("Task.Run((Action)([|async|] () => await F()));")]
    [InlineData("Task.Run(new Action([|async|] () => await F()));")]
    [InlineData("Action a = [|async|] () => await F(); Action b = [|async|] delegate { await F(); };")]
    [InlineData("new SynchronizationContext().Post([|async|] _ => await F(), null);")]
    [InlineData("Enumerable.Range(0, 1).AsParallel().ForAll([|async|] x => await F());")]
    [InlineData("System.Timers.Timer t = new(); t.Elapsed += [|async|] (s, e) => await F();")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += new EventHandler([|async|] (s, e) => await F());")]
    [InlineData("Own([|async|] () => { await Task.Yield(); await F(); });")]
    [InlineData("OnlyAction(1, [|async|] x => { await foreach (var y in S()) { } });")]
    public Task Void_delegates(string statement) => Found.ReportsAsync($$"""
        class C
        {
            void M()
            {
                {{statement}}
            }
            Task F() => Task.CompletedTask;
            async IAsyncEnumerable<int> S() { await F(); yield return 1; }
            void Own(Action a) => a();
            void OnlyAction(int n, Action<int> a) => a(n);
        }
        """);

    [Fact]
    public Task All_event_handlers_on_demand() => Found.ReportsAsync("""
        class C
        {
            event EventHandler? Changed;
            void M(ISvc svc)
            {
                Changed += [|async|] (s, e) => { try { await svc.DoAsync(); } catch (Exception x) { Console.WriteLine(x); } };
                Action a = async () => { try { await svc.DoAsync(); } catch (Exception x) { Console.WriteLine(x); } };
            }
        }
        """ + Svc, editorConfig: Report);

    // ---- silent ----

    [Theory]
    [InlineData("Task.Run(async () => await F());")]
    [InlineData("Func<Task> f = async () => await F();")]
    [InlineData("Func<int, Task> f = async x => await F();")]
    [InlineData("var f = async () => await F();")]
    [InlineData("Both(async () => await F());")]
    [InlineData("Task.Factory.StartNew(async () => await F());")]
    [InlineData("Parallel.ForEachAsync(new[] { 1 }, async (x, _) => await F());")]
    [InlineData("new[] { 1 }.Select(async x => { await F(); return x; });")]
    [InlineData("F().ContinueWith(async t => await F());")]
    [InlineData("Action a = () => F();")]
    [InlineData("Action a = async () => { };")]
    [InlineData("new List<int>().ForEach(x => F());")]
    [InlineData("Action a = async () => { try { await F(); } catch (Exception e) { Console.WriteLine(e); } };")]
    [InlineData("Action a = async () => await Guarded();")]
    [InlineData("new Timer(async _ => await Guarded());")]
    [InlineData("ThreadPool.QueueUserWorkItem(async _ => { try { await F(); } catch { } });")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (s, e) => { try { await F(); } catch (Exception) { } };")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (s, e) => { await Task.Delay(1); G(); };")]
    [InlineData("CancellationToken.None.Register(async () => { await Task.Yield(); G(); });")]
    [InlineData("Custom c = async () => await F();")]
    public Task Tasks_and_guards(string statement) => Verify.SilentAsync($$"""
        delegate Task Custom();
        class C
        {
            void M()
            {
                {{statement}}
            }
            Task F() => Task.CompletedTask;
            void G() { }
            void Both(Action a) => a();
            Task Both(Func<Task> a) => a();
            async Task Guarded() { try { await F(); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """);

    [Fact]
    public Task Allowed_on_demand() => Verify.SilentAsync("""
        class C
        {
            event Action? Changed;
            void M(ISvc svc)
            {
                Changed += async () => await svc.DoAsync();
                Changed += new Action(async () => await svc.DoAsync());
                EventHandler own = async (s, e) => await svc.DoAsync();
            }
        }
        """ + Svc, editorConfig: Allow);

    [Fact]
    public Task Overload_that_a_library_adds() => Found.ReportsAsync("""
        class C
        {
            void M(ISvc svc)
            {
                New.Run(async () => await svc.DoAsync());
                Old.Run([|async|] () => await svc.DoAsync());
            }
        }
        static class New { public static void Run(Action a) { } public static void Run(Func<Task> a) { } }
        static class Old { public static void Run(Action a) { } }
        """ + Svc);

    [Fact]
    public Task Methods_that_are_called_are_another_rules() => Verify.SilentAsync("""
        class C
        {
            void M(List<int> xs) { xs.ForEach(Save); Save(1); Other(); }
            async void Save(int x) => await File.WriteAllTextAsync("a", "");
            async void Other() => await File.WriteAllTextAsync("a", "");
        }
        """);

    [Fact]
    public Task Subscribed_methods_are_another_rules() => Verify.SilentAsync("""
        class C
        {
            event Action? Changed;
            void M() { Changed += Save; Changed += new Action(Save); Changed -= new Action(this.Save); }
            async void Save() => await File.WriteAllTextAsync("a", "");
        }
        """);

    [Fact]
    public Task Dropped_calls_are_another_rules() => Verify.SilentAsync("""
        class C
        {
            void M(List<int> xs, ISvc svc) => xs.ForEach(x => svc.SaveAsync(x));
        }
        """ + Svc);

    [Fact]
    public Task Unknown_method_says_nothing() => Verify.SilentAsync("""
        class C
        {
            void M(ISvc svc) => {|CS0103:Unknown|}(async () => await svc.DoAsync());
        }
        """ + Svc);

    [Fact]
    public Task Old_language() => Verify.FixesAsync("""
        using System.Collections.Generic;
        using System.Threading.Tasks;
        class C
        {
            async Task M(List<int> xs)
            {
                xs.ForEach([|async|] x => await Save(x));
                await Save(1);
            }
            Task Save(int x) { return Task.FromResult(1); }
        }
        """, """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        class C
        {
            async Task M(List<int> xs)
            {
                foreach (var x in xs)
                {
                    await Save(x);
                }
                await Save(1);
            }
            Task Save(int x) { return Task.FromResult(1); }
        }
        """, languageVersion: LanguageVersion.CSharp5, globalUsings: false, references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Behind_the_last_handler_the_process_ends_anyway() => Verify.SilentAsync("""
        interface ISvc { Task SaveAsync(); }
        class C { void M(ISvc svc) => AppDomain.CurrentDomain.UnhandledException += async (s, e) => await svc.SaveAsync(); }
        """);

    /// <summary>Nothing that fails is seen in what it awaits, or the process ends anyway.</summary>
    [Theory]
    [InlineData("new System.Threading.Timer({|#0:async|} _ => await Stepped());")]
    [InlineData("new System.Threading.Timer({|#0:async|} _ => { await Stepped(); await Caught(); });")]
    [InlineData("System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, {|#0:async|} _ => await Saved());")]
    public Task Conceivable_or_at_the_end(string statement) => Found.ReportsAsync(Gated(statement), configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2003", DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("new System.Threading.Timer(async _ => await Caught());")]
    [InlineData("new System.Threading.Timer(async _ => { if (await _gate.WaitAsync(0)) { _gate.Release(); } });")]
    [InlineData("new System.Threading.Timer(async _ => { await _gate.WaitAsync(); try { await Caught(); } finally { _gate.Release(); } });")]
    public Task Nothing_that_is_awaited_fails(string statement) => Found.SilentAsync(Gated(statement));

    [Theory]
    [InlineData("new System.Threading.Timer([|async|] _ => await Saved());")]
    [InlineData("new System.Threading.Timer([|async|] _ => { await Stepped(); await Saved(); });")]
    [InlineData("new List<int>().ForEach([|async|] _ => await Stepped());")]
    [InlineData("System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGHUP, [|async|] _ => await Saved());")]
    public Task Something_that_is_awaited_fails(string statement) => Found.ReportsAsync(Gated(statement));

    private static string Gated(string statement) => $$"""
        class C
        {
            readonly SemaphoreSlim _gate = new(1);
            int _count;
            object? M() { {{statement}} return null; }
            Task Saved() => File.WriteAllTextAsync("a", "");
            async Task Caught() { try { await Saved(); } catch (Exception e) { Console.WriteLine(e); } }
            async Task Stepped() { await _gate.WaitAsync(); Count(); _gate.Release(); }
            void Count() => _count++;
        }
        """;
}
