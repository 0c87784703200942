using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2011ValueTaskConsumedTwiceAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2011ValueTaskConsumedTwiceAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2011ValueTaskConsumedTwiceCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2011ValueTaskConsumedTwiceTests
{
    private const string Svc = """

        interface ISvc { ValueTask<int> GetAsync(); ValueTask DoAsync(); Task<int> TaskAsync(); void Use(ValueTask<int> task); }
        """;

    // ---- reported and repaired ----

    [Fact]
    public Task Awaited_twice_the_result_is_used() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc)
            {
                ValueTask<int> task = svc.GetAsync();
                int first = await task;
                // once more
                int second = [|await task|]; // same
                return first + second;
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc)
            {
                ValueTask<int> task = svc.GetAsync();
                int first = await task;
                // once more
                int second = first; // same
                return first + second;
            }
        }
        """ + Svc);

    [Fact]
    public Task Message_and_evidence() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc)
            {
                var task = svc.GetAsync();
                int first = {|#1:await task|};
                return first + {|#0:await task|};
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc)
            {
                var task = svc.GetAsync();
                int first = await task;
                return first + first;
            }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2011", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'task' was consumed before (Test0.cs:6), but a ValueTask may be consumed once; store its result, or use 'AsTask'")));

    [Fact]
    public Task Second_action_keeps_a_task() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc)
            {
                ValueTask<int> task = svc.GetAsync();
                int first = await task.ConfigureAwait(false);
                return first + [|await task.ConfigureAwait(false)|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc)
            {
                Task<int> task = svc.GetAsync().AsTask();
                int first = await task.ConfigureAwait(false);
                return first + await task.ConfigureAwait(false);
            }
        }
        """ + Svc, codeActionIndex: 1);

    [Fact]
    public Task Third_action_preserves() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc)
            {
                ValueTask<int> task = svc.GetAsync(); // one
                int first = await task;
                return first + [|await task|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc)
            {
                ValueTask<int> task = svc.GetAsync().Preserve(); // one
                int first = await task;
                return first + await task;
            }
        }
        """ + Svc, codeActionIndex: 2);

    [Fact]
    public Task Without_a_result_the_second_await_goes() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.DoAsync();
                await task;
                Console.WriteLine();
                [|await task|];
                Console.WriteLine();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.DoAsync();
                await task;
                Console.WriteLine();
                Console.WriteLine();
            }
        }
        """ + Svc);

    [Fact]
    public Task Right_behind_the_declaration_the_result_is_declared() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc)
            {
                // asks
                ValueTask<int> number = svc.GetAsync();
                if (await number > 3)
                {
                    return [|await number|];
                }

                return -[|await number|];
            }
            async Task<int> N(ISvc svc)
            {
                var number = svc.GetAsync();
                Console.WriteLine(await number.ConfigureAwait(false));
                return [|await number.ConfigureAwait(false)|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc)
            {
                // asks
                int number = await svc.GetAsync();
                if (number > 3)
                {
                    return number;
                }

                return -number;
            }
            async Task<int> N(ISvc svc)
            {
                var number = await svc.GetAsync().ConfigureAwait(false);
                Console.WriteLine(number);
                return number;
            }
        }
        """ + Svc);

    [Fact]
    public Task Concurrently() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.GetAsync();
                await Task.WhenAll(task.AsTask(), [|task.AsTask()|]);
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.GetAsync().AsTask();
                await Task.WhenAll(task, task);
            }
        }
        """ + Svc);

    [Fact]
    public Task In_a_loop() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc, List<int> items)
            {
                int sum = 0;
                ValueTask<int> factor = svc.GetAsync();
                foreach (int item in items)
                {
                    sum += item * [|await factor|];
                }
                return sum;
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc, List<int> items)
            {
                int sum = 0;
                Task<int> factor = svc.GetAsync().AsTask();
                foreach (int item in items)
                {
                    sum += item * await factor;
                }
                return sum;
            }
        }
        """ + Svc);

    [Fact]
    public Task Message_of_a_loop() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var {|#1:task = svc.DoAsync()|};
                while (true) { {|#0:await task|}; }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.DoAsync().AsTask();
                while (true) { await task; }
            }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2011", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'task' (Test0.cs:5) is consumed in a loop, but a ValueTask may be consumed once; await it before the loop, or use 'AsTask'")));

    [Theory]
    [InlineData("ValueTask<int> v = s.GetAsync(); await Task.WhenAll(v.AsTask()); return [|v.Result|];")]
    [InlineData("ValueTask<int> v = s.GetAsync(); ValueTask<int> w = s.GetAsync(); await Task.WhenAll(v.AsTask(), w.AsTask()).ConfigureAwait(false); return [|v.Result|] + [|w.Result|];")]
    [InlineData("ValueTask<int> v = s.GetAsync(); await v.AsTask(); return [|v.Result|];")]
    [InlineData("ValueTask<int> v = s.GetAsync(); await Task.WhenAll(v.AsTask()); return [|v.GetAwaiter().GetResult()|];")]
    [InlineData("ValueTask<int> v = s.GetAsync(); await Task.WhenAll(v.AsTask()); return [|await v|];")]
    public Task Read_after_it_was_awaited_as_a_task(string body) => Report.ReportsAsync(
        "class C { async Task<int> M(ISource s) { " + body + " } } interface ISource { ValueTask<int> GetAsync(); }", severity: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("Task<int> v = s.GetAsync().AsTask(); await Task.WhenAll(v); return v.Result;")]
    [InlineData("ValueTask<int> v = s.GetAsync(); await Task.WhenAll(v.AsTask()); return v.IsCompleted ? 1 : 2;")]
    [InlineData("ValueTask<int> v = s.GetAsync(); int[] all = await Task.WhenAll(v.AsTask()); v = s.GetAsync(); return all[0];")]
    [InlineData("ValueTask<int> v = new(1); await Task.WhenAll(v.AsTask()); return v.Result;")]
    public Task Read_once_or_as_a_task(string body) => Report.SilentAsync(
        "class C { async Task<int> M(ISource s) { " + body + " } } interface ISource { ValueTask<int> GetAsync(); }");

    [Fact]
    public Task After_AsTask() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc)
            {
                var task = svc.GetAsync();
                Task<int> kept = task.AsTask();
                return await kept + [|await task|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc)
            {
                var task = svc.GetAsync().AsTask();
                Task<int> kept = task;
                return await kept + await task;
            }
        }
        """ + Svc);

    [Fact]
    public Task Parameter_is_preserved() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ValueTask<int> task)
            {
                // reads
                int first = await task;
                return first + [|await task|];
            }
        }
        """, """
        class C
        {
            async Task<int> M(ValueTask<int> task)
            {
                // reads
                task = task.Preserve();
                int first = await task;
                return first + await task;
            }
        }
        """);

    [Fact]
    public Task Returned_after_it_was_awaited_no_task_fits() => Verify.FixesAsync("""
        class C
        {
            ValueTask<int> M(ISvc svc, out int quick)
            {
                ValueTask<int> task = svc.GetAsync();
                quick = task.AsTask().Id;
                return [|task|];
            }
        }
        """ + Svc, """
        class C
        {
            ValueTask<int> M(ISvc svc, out int quick)
            {
                ValueTask<int> task = svc.GetAsync().Preserve();
                quick = task.AsTask().Id;
                return task;
            }
        }
        """ + Svc);

    [Fact]
    public Task Awaited_in_try_and_again_in_catch() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.DoAsync();
                try { await task; }
                catch (IOException) { [|await task|]; }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.DoAsync().AsTask();
                try { await task; }
                catch (IOException) { await task; }
            }
        }
        """ + Svc);

    [Fact]
    public Task Awaited_in_try_and_in_finally() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.DoAsync();
                try { await task; } finally { [|await task|]; }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.DoAsync().AsTask();
                try { await task; } finally { await task; }
            }
        }
        """ + Svc);

    [Fact]
    public Task On_one_branch_and_behind_it() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc, bool verbose)
            {
                var task = svc.GetAsync();
                if (verbose) { Console.WriteLine(await task); }
                return [|await task|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc, bool verbose)
            {
                var task = svc.GetAsync().AsTask();
                if (verbose) { Console.WriteLine(await task); }
                return await task;
            }
        }
        """ + Svc);

    [Fact]
    public Task Only_one_of_two_values_is_harmless() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc, bool cached)
            {
                ValueTask<int> task = new ValueTask<int>(1);
                if (!cached) task = svc.GetAsync();
                int first = await task;
                Console.WriteLine(first++);
                return [|await task|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc, bool cached)
            {
                Task<int> task = new ValueTask<int>(1).AsTask();
                if (!cached) task = svc.GetAsync().AsTask();
                int first = await task;
                Console.WriteLine(first++);
                return await task;
            }
        }
        """ + Svc);

    [Fact]
    public Task In_a_lambda_and_in_a_local_function() => Verify.FixesAsync("""
        class C
        {
            Func<ISvc, Task<int>> F = async svc =>
            {
                var task = svc.GetAsync();
                int a = await task;
                return a + [|await task|];
            };
            void M()
            {
                async Task<int> Local(ISvc svc) { var task = svc.GetAsync(); int a = await task; return a + [|await task|]; }
                Func<ISvc, Task<int>> g = async svc => { var task = svc.GetAsync(); int a = await task; return a + [|await task|]; };
            }
        }
        """ + Svc, """
        class C
        {
            Func<ISvc, Task<int>> F = async svc =>
            {
                var task = svc.GetAsync();
                int a = await task;
                return a + a;
            };
            void M()
            {
                async Task<int> Local(ISvc svc) { var task = svc.GetAsync(); int a = await task; return a + a; }
                Func<ISvc, Task<int>> g = async svc => { var task = svc.GetAsync(); int a = await task; return a + a; };
            }
        }
        """ + Svc);

    [Fact]
    public Task In_a_lambda_that_is_called_for_each_item() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc, int[] items)
            {
                var task = svc.GetAsync();
                await Task.WhenAll(items.Select(async item => item + [|await task|]));
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc, int[] items)
            {
                var task = svc.GetAsync().AsTask();
                await Task.WhenAll(items.Select(async item => item + await task));
            }
        }
        """ + Svc);

    [Fact]
    public Task Result_of_a_complete_one_read_twice() => Verify.FixesAsync("""
        class C
        {
            int M(ValueTask<int> task)
            {
                if (task.IsCompletedSuccessfully) { return task.Result + [|task.Result|]; }
                return task.AsTask().Id;
            }
        }
        """, """
        class C
        {
            int M(ValueTask<int> task)
            {
                task = task.Preserve();
                if (task.IsCompletedSuccessfully) { return task.Result + task.Result; }
                return task.AsTask().Id;
            }
        }
        """);

    [Fact]
    public Task Field_kept_from_construction_on() => Verify.FixesAsync("""
        class C
        {
            private readonly ValueTask<int> _settings;
            private ValueTask _started;
            public C(ISvc svc) { _settings = svc.GetAsync(); this._started = svc.DoAsync(); }
            public async Task<int> GetAsync()
            {
                await [|await this._started.ConfigureAwait(false)|].ToString();
                return [|await _settings|];
            }
        }
        """.Replace("await [|await this._started.ConfigureAwait(false)|].ToString();", "[|await this._started.ConfigureAwait(false)|];") + Svc, """
        class C
        {
            private readonly ValueTask<int> _settings;
            private ValueTask _started;
            public C(ISvc svc) { _settings = svc.GetAsync().Preserve(); this._started = svc.DoAsync().Preserve(); }
            public async Task<int> GetAsync()
            {
                await this._started.ConfigureAwait(false);
                return await _settings;
            }
        }
        """ + Svc);

    [Fact]
    public Task Async_method_of_ones_own_is_no_exception() => Verify.FixesAsync("""
        class C
        {
            async ValueTask<int> GetAsync() { await Task.Yield(); return 1; }
            async Task<int> M()
            {
                var task = GetAsync();
                int a = await task;
                return a + [|await task|];
            }
        }
        """, """
        class C
        {
            async ValueTask<int> GetAsync() { await Task.Yield(); return 1; }
            async Task<int> M()
            {
                var task = GetAsync();
                int a = await task;
                return a + a;
            }
        }
        """);

    [Fact]
    public Task Old_framework_with_the_package() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        class C
        {
            async Task<int> M(ValueTask<int> given)
            {
                ValueTask<int> task = given;
                int a = await task;
                return a + [|await task|];
            }
        }
        """, """
        using System.Threading.Tasks;
        class C
        {
            async Task<int> M(ValueTask<int> given)
            {
                ValueTask<int> task = given;
                int a = await task;
                return a + a;
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        var task = new PeriodicTimer(TimeSpan.FromSeconds(1)).WaitForNextTickAsync();
        bool first = await task;
        Console.WriteLine([|await task|]);
        Console.WriteLine(first);
        """, """
        var task = new PeriodicTimer(TimeSpan.FromSeconds(1)).WaitForNextTickAsync().AsTask();
        bool first = await task;
        Console.WriteLine(await task);
        Console.WriteLine(first);
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Result_that_is_written_again_does_not_stand_for_the_task() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc svc)
            {
                var task = svc.GetAsync();
                Console.WriteLine();
                int a = await task;
                a = 5;
                return a + [|await task|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc svc)
            {
                var task = svc.GetAsync().AsTask();
                Console.WriteLine();
                int a = await task;
                a = 5;
                return a + await task;
            }
        }
        """ + Svc);

    // ---- silent ----

    [Fact]
    public Task Once() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc) { var task = svc.DoAsync(); await task; await svc.DoAsync(); }
            async Task N(ISvc svc, bool b) { var task = svc.GetAsync(); if (b) { await task; } else { await task.ConfigureAwait(false); } }
            async Task<int> O(ISvc svc, bool b) { var task = svc.GetAsync(); if (b) { return await task; } return 1 + await task; }
            async Task P(ISvc svc, bool b) { var task = svc.DoAsync(); await (b ? task : default); }
        }
        """ + Svc);

    [Fact]
    public Task Fast_path() => Verify.SilentAsync("""
        class C
        {
            ValueTask<int> M(ISvc svc)
            {
                ValueTask<int> task = svc.GetAsync();
                if (task.IsCompletedSuccessfully) { return new ValueTask<int>(task.Result + 1); }
                return Slow(task);
                static async ValueTask<int> Slow(ValueTask<int> t) => await t + 1;
            }
            async ValueTask<int> N(ISvc svc)
            {
                ValueTask<int> task = svc.GetAsync();
                return task.IsCompleted ? task.Result : await task;
            }
            ValueTask O(ISvc svc)
            {
                ValueTask task = svc.DoAsync();
                if (task.IsCompletedSuccessfully) { task.GetAwaiter().GetResult(); return default; }
                return task;
            }
        }
        """ + Svc);

    [Fact]
    public Task Made_anew_in_each_round() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                for (int i = 0; i < 3; i++) { var task = svc.DoAsync(); await task; }
                var next = svc.GetAsync();
                while (await next > 0) { Console.WriteLine(); next = svc.GetAsync(); }
            }
            async Task N(IAsyncEnumerator<int> items)
            {
                ValueTask<bool> move = items.MoveNextAsync();
                while (true)
                {
                    if (!await move) break;
                    move = items.MoveNextAsync();
                }
            }
            async Task O(List<ValueTask> tasks) { foreach (ValueTask task in tasks) { await task; } foreach (var task in tasks) await task; }
        }
        """ + Svc);

    [Fact]
    public Task Loop_that_is_left_after_the_await() => Verify.SilentAsync("""
        class C
        {
            async Task<int> M(ISvc svc, List<int> items)
            {
                var task = svc.GetAsync();
                foreach (int item in items) { if (item > 0) { return await task; } }
                while (true) { int i = await task; return i; }
            }
        }
        """ + Svc);

    [Fact]
    public Task Assigned_again_before_the_second_await() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc) { var task = svc.GetAsync(); await task; task = svc.GetAsync(); await task; }
            async Task N(ISvc svc) { Make(svc, out var task); await task; Make(svc, out task); await task; }
            void Make(ISvc svc, out ValueTask task) => task = svc.DoAsync();
        }
        """ + Svc);

    [Fact]
    public Task Backed_by_a_value_or_a_task() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc, Task<int> work)
            {
                var a = new ValueTask<int>(5); await a; await a;
                var b = ValueTask.FromResult(5); await b; await b;
                var c = ValueTask.CompletedTask; await c; await c;
                ValueTask d = default; await d; await d;
                var e = new ValueTask<int>(work); await e; await e;
                var f = svc.GetAsync().Preserve(); await f; await f;
                ValueTask<int> g = new(svc.TaskAsync()); await g; await g;
                ValueTask h = new(); await h; await h;
            }
            async Task N<T>(T value) where T : class { var a = new ValueTask<T>(value); await a; await a; }
            async Task O(IDisposable value) { var a = new ValueTask<IDisposable>(value); await a; await a; }
        }
        """ + Svc);

    [Fact]
    public Task Preserved_in_place() => Verify.SilentAsync("""
        class C
        {
            async Task M(ValueTask<int> task) { task = task.Preserve(); await task; await task; }
        }
        """);

    [Fact]
    public Task Tasks_may_be_awaited_as_often_as_one_likes() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc, Task other)
            {
                var task = svc.TaskAsync(); await task; await task;
                var kept = svc.GetAsync().AsTask(); await kept; await kept;
                await other; await other;
            }
        }
        """ + Svc);

    [Fact]
    public Task Two_different_tasks_of_one_receiver() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await Task.WhenAll(svc.GetAsync().AsTask(), svc.GetAsync().AsTask());
                var a = svc.GetAsync(); var b = svc.GetAsync();
                await Task.WhenAll(a.AsTask(), b.AsTask());
            }
        }
        """ + Svc);

    [Fact]
    public Task Choices_through_conversions_and_ConfigureAwait() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc, bool b, ISvc? other)
            {
                await (b ? svc.GetAsync() : svc.GetAsync()).ConfigureAwait(false);
                var x = svc.GetAsync();
                var y = svc.GetAsync();
                await (b ? x : y).ConfigureAwait(false);
                ValueTask<int> z = b switch { true => svc.GetAsync(), _ => default };
                await ((z)).ConfigureAwait(false);
                await (other?.DoAsync() ?? default);
            }
        }
        """ + Svc);

    [Fact]
    public Task Discarded_property_argument_and_null_conditional() => Verify.SilentAsync("""
        class C
        {
            ValueTask<int> Value => new(1);
            async Task M(ISvc? svc)
            {
                ValueTask<int>? maybe = svc?.GetAsync();
                if (maybe is { } task) { await task; }
                _ = Value;
                Use(Value);
                await Value;
                await Value;
            }
            void Use(ValueTask<int> task) { }
        }
        """ + Svc);

    [Fact]
    public Task Gone_elsewhere() => Verify.SilentAsync("""
        class C
        {
            ValueTask<int> _kept;
            async Task Passed(ISvc svc) { var task = svc.GetAsync(); svc.Use(task); await task; }
            async Task Copied(ISvc svc) { var task = svc.GetAsync(); var copy = task; await task; await copy; }
            async Task Stored(ISvc svc) { var task = svc.GetAsync(); _kept = task; await task; await _kept; }
            async Task Captured(ISvc svc, Action<Func<Task>> run) { var task = svc.GetAsync(); run(async () => await task); await task; }
            async Task ByRef(ISvc svc) { var task = svc.GetAsync(); await task; Next(ref task); await task; }
            void Next(ref ValueTask<int> task) { }
            async Task Awaiter(ISvc svc) { var task = svc.GetAsync(); var awaiter = task.GetAwaiter(); await task; }
        }
        """ + Svc);

    [Fact]
    public Task Branches_that_may_exclude_one_another() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc, bool early)
            {
                var task = svc.DoAsync();
                if (early) { await task; }
                Console.WriteLine();
                if (!early) { await task; }
            }
            async Task N(ISvc svc, List<int> items)
            {
                var task = svc.DoAsync();
                bool waited = false;
                foreach (int item in items) { if (!waited) { await task; waited = true; } }
            }
        }
        """ + Svc);

    [Fact]
    public Task Only_asked_for_its_state() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.GetAsync();
                Console.WriteLine(task.IsCompleted);
                Console.WriteLine(task.IsFaulted);
                await task;
                Console.WriteLine(task.IsCompletedSuccessfully);
            }
        }
        """ + Svc);

    [Fact]
    public Task Blocking_reads_are_another_rules() => Verify.SilentAsync("""
        class C
        {
            async Task<int> M(ISvc svc) { var task = svc.GetAsync(); await task; return task.Result; }
            int N(ISvc svc) { var task = svc.GetAsync(); return task.GetAwaiter().GetResult() + task.Result; }
        }
        """ + Svc);

    [Fact]
    public Task Path_that_ends() => Verify.SilentAsync("""
        class C
        {
            async Task<int> M(ISvc svc, bool b)
            {
                var task = svc.GetAsync();
                if (b) { await task; throw new IOException(); }
                return await task;
            }
            async Task<int> N(ISvc svc, int b)
            {
                var task = svc.GetAsync();
                switch (b) { case 1: return await task; case 2: await task; break; default: Console.WriteLine(await task); break; }
                return 0;
            }
        }
        """ + Svc);

    [Fact]
    public Task Fields_that_change_or_are_used_once() => Verify.SilentAsync("""
        class C : IAsyncDisposable
        {
            private ValueTask _flush;
            private ValueTask<int> _next;
            private readonly ValueTask _stopped;
            private readonly ValueTask<int> _value = new ValueTask<int>(5);
            private readonly ValueTask<int> _given;
            private readonly ISvc _svc;
            public C(ISvc svc, ValueTask<int> given) { _svc = svc; _stopped = svc.DoAsync(); _given = given; }
            public async Task FlushAsync() { await _flush; _flush = _svc.DoAsync(); }
            public async Task<int> NextAsync() { var next = _next; _next = _svc.GetAsync(); return await next; }
            public async Task<int> ValueAsync() => await _value;
            public async Task<int> GivenAsync() => await _given;
            public async ValueTask DisposeAsync() => await _stopped;
        }
        """ + Svc);

    [Fact]
    public Task Names_in_nameof_and_named_arguments() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var task = svc.GetAsync();
                Console.WriteLine(nameof(task));
                await task;
                svc.Use(task: default);
            }
        }
        """ + Svc);

    [Fact]
    public Task Types_of_ones_own() => Verify.SilentAsync("""
        struct ValueTask { public ValueTask AsTask() => this; public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter(); }
        class C { async Task M(ValueTask task) { await task; await task; await Task.WhenAll(); task.AsTask(); task.AsTask(); } }
        """);

    // ---- consumed in a condition ----

    [Theory]
    [InlineData("if (next.IsCompletedSuccessfully && next.Result) { Task<bool> again = [|next.AsTask()|]; await again; } else await next;")]
    [InlineData("if ((next.IsCompleted && (next.Result)) && n > 1) [|await next.AsTask()|];")]
    [InlineData("if (!next.IsCompleted || next.Result) n++; else [|await next.AsTask()|];")]
    [InlineData("n = next.IsCompleted && next.Result ? [|next.AsTask()|].Id : 0;")]
    public Task Condition_that_was_evaluated(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("if (next.IsCompletedSuccessfully && next.Result) n++; else await next;")]
    [InlineData("if (!next.IsCompleted || next.Result) await next;")]
    [InlineData("if (!(next.IsCompleted && next.Result)) await next;")]
    [InlineData("if (n > 1 || (next.IsCompleted && next.Result)) await next;")]
    public Task Condition_that_may_not_have_been_evaluated(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => "class C { async Task M(ValueTask<bool> next, int n) { " + body + " await Task.Yield(); } }";
}
