using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2010TaskAsValueTests
{
    private const string Svc = """

        interface ISvc
        {
            Task DoAsync(); Task<int> CountAsync(); Task<string> NameAsync(); Task<string?> FindAsync(string name); ValueTask<int> SlimAsync();
            Task<IDisposable> OpenAsync(); Task? MaybeAsync(); Task<T> GetAsync<T>();
        }
        interface IResult { }
        static class Web
        {
            public static IResult Ok(object? value) => null!;
            public static void Log(string message, params object?[] args) { }
        }
        """;

    // ---- texts ----

    [Fact]
    public Task Interpolation() => Verify.FixesAsync("""
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                // the receipt
                return $"Total: {[|svc.CountAsync()|]} for {[|svc.NameAsync()|],-10}"; // printed
            }
        }
        """ + Svc, """
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                // the receipt
                return $"Total: {await svc.CountAsync()} for {await svc.NameAsync(),-10}"; // printed
            }
        }
        """ + Svc);

    [Fact]
    public Task Interpolation_in_a_synchronous_method_with_its_callers() => Verify.FixesAsync("""
        class C
        {
            private string Text(ISvc svc) => $"Total: {[|svc.CountAsync()|]}";
            private void Print(ISvc svc) { Console.WriteLine(Text(svc)); }
        }
        """ + Svc, """
        class C
        {
            private async Task<string> Text(ISvc svc) => $"Total: {await svc.CountAsync()}";
            private async Task Print(ISvc svc) { Console.WriteLine(await Text(svc)); }
        }
        """ + Svc);

    [Fact]
    public Task Interpolation_of_a_task_without_result() => Verify.ReportsAsync("""
        class C
        {
            async Task<string> M(ISvc svc) { await svc.DoAsync(); return $"Saved: {[|svc.DoAsync()|]}"; }
        }
        """ + Svc);

    [Fact]
    public Task Concatenation() => Verify.FixesAsync("""
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                return "Total: " + [|svc.CountAsync()|] + " for " + [|svc.NameAsync()|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                return "Total: " + await svc.CountAsync() + " for " + await svc.NameAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Text_that_grows() => Verify.FixesAsync("""
        class C
        {
            async Task<string> M(ISvc svc)
            {
                string text = await svc.NameAsync();
                // and the total
                text += [|svc.CountAsync()|]; // printed
                return text;
            }
        }
        """ + Svc, """
        class C
        {
            async Task<string> M(ISvc svc)
            {
                string text = await svc.NameAsync();
                // and the total
                text += await svc.CountAsync(); // printed
                return text;
            }
        }
        """ + Svc);

    [Fact]
    public Task ToString_of_a_task() => Verify.FixesAsync("""
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                return [|svc.CountAsync()|].ToString()!;
            }
        }
        """ + Svc, """
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                return (await svc.CountAsync()).ToString()!;
            }
        }
        """ + Svc);

    [Fact]
    public Task Habit_of_ConfigureAwait_is_kept() => Verify.FixesAsync("""
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync().ConfigureAwait(false);
                return $"{[|svc.CountAsync()|]}" + [|svc.CountAsync()|].ToString();
            }
        }
        """ + Svc, """
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync().ConfigureAwait(false);
                return $"{await svc.CountAsync().ConfigureAwait(false)}" + (await svc.CountAsync().ConfigureAwait(false)).ToString();
            }
        }
        """ + Svc);

    [Fact]
    public Task Formats_and_writers() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc, System.Text.StringBuilder text)
            {
                await svc.DoAsync();
                Console.WriteLine([|svc.CountAsync()|]);
                Console.WriteLine("{0}: {1}", [|svc.NameAsync()|], [|svc.CountAsync()|]);
                string s = string.Format("{0}", [|svc.SlimAsync()|]);
                text.Append([|svc.CountAsync()|]);
                s = string.Concat("a", [|svc.CountAsync()|]);
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc, System.Text.StringBuilder text)
            {
                await svc.DoAsync();
                Console.WriteLine(await svc.CountAsync());
                Console.WriteLine("{0}: {1}", await svc.NameAsync(), await svc.CountAsync());
                string s = string.Format("{0}", await svc.SlimAsync());
                text.Append(await svc.CountAsync());
                s = string.Concat("a", await svc.CountAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Logging() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                Web.Log("{Count} of {Name}", [|svc.CountAsync()|], 3);
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                Web.Log("{Count} of {Name}", await svc.CountAsync(), 3);
            }
        }
        """ + Svc);

    [Fact]
    public Task Message_of_a_text() => Verify.FixesAsync("""
        class C
        {
            async Task<string> M(ISvc svc) { await svc.DoAsync(); return $"{ {|#0:svc.CountAsync()|} }"; }
        }
        """ + Svc, """
        class C
        {
            async Task<string> M(ISvc svc) { await svc.DoAsync(); return $"{ await svc.CountAsync() }"; }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2010", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'CountAsync' is a task, so the text contains its type name; await it")));

    // ---- objects ----

    [Fact]
    public Task Result_of_an_action() => Verify.FixesAsync("""
        class C
        {
            private IResult Get(ISvc svc)
            {
                // all of them
                return Web.Ok([|svc.NameAsync()|]);
            }
        }
        """ + Svc, """
        class C
        {
            private async Task<IResult> Get(ISvc svc)
            {
                // all of them
                return Web.Ok(await svc.NameAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Constructor_and_named_argument() => Verify.FixesAsync("""
        class ObjectResult { public ObjectResult(object? value) { } }
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                var r = new ObjectResult([|svc.NameAsync()|]);
                ObjectResult s = new([|svc.NameAsync()|]);
                Web.Ok(value: [|svc.NameAsync()|]);
            }
        }
        """ + Svc, """
        class ObjectResult { public ObjectResult(object? value) { } }
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                var r = new ObjectResult(await svc.NameAsync());
                ObjectResult s = new(await svc.NameAsync());
                Web.Ok(value: await svc.NameAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Serializer() => Verify.FixesAsync("""
        using System.Text.Json;
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                return JsonSerializer.Serialize([|svc.NameAsync()|]);
            }
        }
        """ + Svc, """
        using System.Text.Json;
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await svc.DoAsync();
                return JsonSerializer.Serialize(await svc.NameAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Anonymous_object() => Verify.FixesAsync("""
        class C
        {
            async Task<IResult> M(ISvc svc, string name)
            {
                await svc.DoAsync();
                return Web.Ok(new { name, total = [|svc.CountAsync()|] });
            }
        }
        """ + Svc, """
        class C
        {
            async Task<IResult> M(ISvc svc, string name)
            {
                await svc.DoAsync();
                return Web.Ok(new { name, total = await svc.CountAsync() });
            }
        }
        """ + Svc);

    [Fact]
    public Task Sequence_of_tasks() => Verify.FixesAsync("""
        class C
        {
            async Task<IResult> M(ISvc svc, int[] xs)
            {
                await svc.DoAsync();
                string all = string.Join(", ", [|xs.Select(async x => await svc.CountAsync() + x)|]);
                return Web.Ok([|xs.Select(async x => await svc.CountAsync() + x).ToList()|]);
            }
        }
        """ + Svc, """
        class C
        {
            async Task<IResult> M(ISvc svc, int[] xs)
            {
                await svc.DoAsync();
                string all = string.Join(", ", await Task.WhenAll(xs.Select(async x => await svc.CountAsync() + x)));
                return Web.Ok(await Task.WhenAll(xs.Select(async x => await svc.CountAsync() + x).ToList()));
            }
        }
        """ + Svc);

    [Fact]
    public Task Task_without_result_as_an_object() => Verify.ReportsAsync("""
        class C
        {
            async Task<IResult> M(ISvc svc) { await svc.DoAsync(); return Web.Ok([|svc.DoAsync()|]); }
        }
        """ + Svc);

    [Fact]
    public Task Message_of_an_object() => Verify.ReportsAsync("""
        class C
        {
            ISvc svc = null!;
            internal IResult Name => Web.Ok({|#0:svc.NameAsync()|});
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2010", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'NameAsync' is a task, and 'Ok' takes the task instead of its result; make this member a method, then await it")));

    // ---- locals ----

    [Fact]
    public Task Local_of_which_the_await_was_forgotten() => Verify.FixesAsync("""
        class C
        {
            async Task<IResult> M(ISvc svc)
            {
                await svc.DoAsync();
                var total = svc.CountAsync();
                var name = svc.NameAsync();
                Console.WriteLine($"{[|total|]} " + [|name|]);
                return Web.Ok([|total|]);
            }
        }
        """ + Svc, """
        class C
        {
            async Task<IResult> M(ISvc svc)
            {
                await svc.DoAsync();
                var total = svc.CountAsync();
                var name = svc.NameAsync();
                Console.WriteLine($"{await total} " + await name);
                return Web.Ok(await total);
            }
        }
        """ + Svc);

    [Fact]
    public Task Local_value_task_that_is_read_elsewhere() => Verify.ReportsAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var total = svc.SlimAsync();
                Console.WriteLine($"{[|total|]}");
                await total;
            }
        }
        """ + Svc);

    // ---- null ----

    [Fact]
    public Task Compared_with_null() => Verify.FixesAsync("""
        class C
        {
            async Task<bool> M(ISvc svc)
            {
                await svc.DoAsync();
                if ([|svc.FindAsync("a")|] != null) { return true; }
                if (null == [|svc.FindAsync("a")|]) { return true; }
                if ([|svc.FindAsync("a")|] is { }) { return true; }
                return [|svc.FindAsync("b")|] is not null;
            }
        }
        """ + Svc, """
        class C
        {
            async Task<bool> M(ISvc svc)
            {
                await svc.DoAsync();
                if (await svc.FindAsync("a") != null) { return true; }
                if (null == await svc.FindAsync("a")) { return true; }
                if (await svc.FindAsync("a") is { }) { return true; }
                return await svc.FindAsync("b") is not null;
            }
        }
        """ + Svc);

    [Fact]
    public Task Compared_with_null_in_synchronous_code() => Verify.FixesAsync("""
        class C
        {
            private bool Has(ISvc svc, string name) => [|svc.FindAsync(name)|] is null;
        }
        """ + Svc, """
        class C
        {
            private async Task<bool> Has(ISvc svc, string name) => await svc.FindAsync(name) is null;
        }
        """ + Svc);

    [Fact]
    public Task A_pattern_that_names_the_task_hands_it_on() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc) { if (svc.FindAsync("a") is { } found) { await found; } }
        }
        """ + Svc);

    [Fact]
    public Task Result_that_cannot_be_null_either() => Verify.ReportsAsync("""
        class C
        {
            async Task<bool> M(ISvc svc) { await svc.DoAsync(); return [|svc.CountAsync()|] != null || [|svc.DoAsync()|] == null; }
        }
        """ + Svc);

    [Fact]
    public Task Without_nullable_annotations_the_name_decides() => Verify.ReportsAsync("""
        #nullable disable
        class D
        {
            public async Task<int> CountAsync() { await Task.Yield(); return 1; }
            public Task<int> Cached() => null;
            public Task<int> CachedAsync() => null;
            bool M() => [|CountAsync()|] != null;
            bool N() => Cached() != null || CachedAsync() != null;
        }
        """);

    // ---- using, lock ----

    [Fact]
    public Task Using_statement() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                // as long as this runs
                using ([|svc.OpenAsync()|])
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                // as long as this runs
                using (await svc.OpenAsync())
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Using_declaration() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                using var gate = [|svc.OpenAsync()|];
                using (var other = [|svc.OpenAsync()|])
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                using var gate = await svc.OpenAsync();
                using (var other = await svc.OpenAsync())
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Semaphore_in_a_using() => Verify.ReportsAsync("""
        class C
        {
            async Task M(ISvc svc, SemaphoreSlim gate)
            {
                using ([|gate.WaitAsync()|])
                {
                    await svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Lock() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                lock ([|svc.NameAsync()|])
                {
                    Console.WriteLine();
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                lock (await svc.NameAsync())
                {
                    Console.WriteLine();
                }
            }
        }
        """ + Svc);

    // ---- no fix ----

    [Fact]
    public Task Where_no_await_may_stand() => Verify.ReportsAsync("""
        class C
        {
            readonly object gate = new();
            string text = "";
            string Property(ISvc svc) => text;
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                lock (gate) { text = $"{[|svc.CountAsync()|]}"; }
                text += "a" + [|svc.CountAsync()|];
            }
        }
        """ + Svc);

    [Fact]
    public Task In_a_property_and_a_void_delegate() => Verify.ReportsAsync("""
        class C
        {
            ISvc svc = null!;
            public string Text => $"{[|svc.CountAsync()|]}";
            public void M(List<int> xs) => xs.ForEach(x => Console.WriteLine([|svc.CountAsync()|]));
        }
        """ + Svc);

    [Fact]
    public Task Public_api_keeps_its_signature() => Verify.ReportsAsync("""
        public class C
        {
            public string Text(Func<int, Task<int>> load) => $"{[|LoadAsync()|]}";
            private Task<int> LoadAsync() => Task.FromResult(1);
        }
        """);

    [Fact]
    public Task CSharp_7_3() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        class C
        {
            async Task<string> M() { await Task.Delay(1); return $"{[|CountAsync()|]}"; }
            Task<int> CountAsync() { return Task.FromResult(1); }
        }
        """, """
        using System.Threading.Tasks;
        class C
        {
            async Task<string> M() { await Task.Delay(1); return $"{await CountAsync()}"; }
            Task<int> CountAsync() { return Task.FromResult(1); }
        }
        """, languageVersion: LanguageVersion.CSharp7_3, references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        Console.WriteLine($"{[|CountAsync()|]}");
        static Task<int> CountAsync() => Task.FromResult(1);
        """, """
        Console.WriteLine($"{await CountAsync()}");
        static Task<int> CountAsync() => Task.FromResult(1);
        """, outputKind: OutputKind.ConsoleApplication);

    // ---- silent ----

    [Fact]
    public Task Awaited() => Verify.SilentAsync("""
        class C
        {
            async Task<IResult> M(ISvc svc)
            {
                Console.WriteLine($"{await svc.CountAsync()}" + await svc.CountAsync() + (await svc.CountAsync()).ToString());
                if (await svc.FindAsync("a") != null) { }
                using (await svc.OpenAsync()) { }
                using var gate = await svc.OpenAsync();
                var total = await svc.CountAsync();
                Console.WriteLine(total);
                return Web.Ok(await svc.NameAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task What_is_asked_of_a_task() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                var total = svc.CountAsync();
                Console.WriteLine($"task {total.Id} is {total.Status}");
                Web.Log("{Id}", total.Id);
                await total;
            }
        }
        """ + Svc);

    [Fact]
    public Task Variables_may_be_null() => Verify.SilentAsync("""
        class C
        {
            private Task<int>? _cached;
            async Task<int> M(ISvc svc, Task? given)
            {
                if (_cached == null) { _cached = svc.CountAsync(); }
                if (given is not null) { await given; }
                Task? t = svc.MaybeAsync();
                if (t != null) { await t; }
                return await _cached;
            }
        }
        """ + Svc);

    [Fact]
    public Task Calls_that_may_answer_null() => Verify.SilentAsync("""
        class C
        {
            bool M(ISvc? svc, Func<Task> f, Dictionary<int, Task> tasks, List<Task> list)
                => svc!.MaybeAsync() == null || svc?.DoAsync() == null || f() == null || list.FirstOrDefault() == null || tasks.GetValueOrDefault(1) is null;
        }
        """ + Svc);

    [Fact]
    public Task Compared_with_another_task() => Verify.SilentAsync("""
        class C
        {
            async Task<bool> M(Task a, Task b) => await Task.WhenAny(a, b) == a || ReferenceEquals(a, b) || a.Equals(b);
        }
        """);

    [Fact]
    public Task Collections_of_tasks() => Verify.SilentAsync("""
        using System.Runtime.CompilerServices;
        class C
        {
            async Task M(ISvc svc, Dictionary<Task, int> names, HashSet<Task> all, List<object> objects, System.Collections.ArrayList old, ConditionalWeakTable<Task, object> weak)
            {
                names.Add(svc.CountAsync(), 1);
                all.Add(svc.CountAsync());
                objects.Add(svc.CountAsync());
                old.Add(svc.CountAsync());
                weak.Add(svc.CountAsync(), 1);
                await Task.WhenAll(svc.CountAsync(), svc.CountAsync());
                await Task.WhenAny(svc.CountAsync(), svc.DoAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Caches_guards_and_activators() => Verify.SilentAsync("""
        class Cache { public void Set(string key, object value) { } public object GetOrCreate(string key, object value) => value; }
        static class Guard { public static void NotNull(object? argument) { } }
        class C
        {
            void M(ISvc svc, Cache cache, Type type)
            {
                cache.Set("total", svc.CountAsync());
                cache.GetOrCreate("total", svc.CountAsync());
                var total = svc.CountAsync();
                ArgumentNullException.ThrowIfNull(total);
                Guard.NotNull(total);
                Activator.CreateInstance(type, svc.CountAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Events_and_tasks_are_added_by_the_same_operator() => Verify.SilentAsync("""
        class C
        {
            event Func<Task>? Closing;
            Func<Task> Handler(ISvc svc) => svc.DoAsync;
            Task<Func<Task>> HandlerAsync() => null!;
            void M(ISvc svc) { Closing += Handler(svc); int n = 1; n += svc.CountAsync().Id; Closing?.Invoke(); }
        }
        """ + Svc);

    [Fact]
    public Task Threading_and_memory() => Verify.SilentAsync("""
        class C
        {
            private Task? _task;
            private object? _any;
            void M(ISvc svc, SynchronizationContext context, CancellationToken token)
            {
                GC.KeepAlive(svc.DoAsync());
                object.ReferenceEquals(svc.DoAsync(), _task);
                Interlocked.Exchange(ref _task, svc.DoAsync());
                Interlocked.Exchange(ref _any, svc.DoAsync());
                ThreadPool.QueueUserWorkItem(_ => { }, svc.DoAsync());
                Task.Factory.StartNew(_ => { }, svc.DoAsync());
                context.Post(_ => { }, svc.DoAsync());
                token.Register(_ => { }, svc.DoAsync());
                var weak = new WeakReference(svc.DoAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Reflection() => Verify.SilentAsync("""
        using System.Reflection;
        class C
        {
            void M(ISvc svc, PropertyInfo property, MethodInfo method, object target)
            {
                property.SetValue(target, svc.CountAsync());
                method.Invoke(svc.CountAsync(), null);
            }
            object Dispatch(ISvc svc) => svc.CountAsync();
        }
        """ + Svc);

    [Fact]
    public Task Assertions_and_mocks() => Verify.SilentAsync("""
        namespace Xunit
        {
            static class Assert { public static void NotNull(object? value) { } public static void Same(object? a, object? b) { } public static void IsType<T>(object? value) { } }
        }
        namespace NSubstitute
        {
            static class SubstituteExtensions { public static void Returns(this object value, object returned) { } }
        }
        namespace Tests
        {
            using Xunit;
            using NSubstitute;
            class MyAssert { public static void NotEmpty(object? value) { } }
            class C
            {
                void M(ISvc svc, Task t)
                {
                    Assert.NotNull(svc.CountAsync());
                    Assert.Same(t, svc.CountAsync());
                    Assert.IsType<Task<int>>(svc.CountAsync());
                    MyAssert.NotEmpty(svc.CountAsync());
                    svc.Returns(svc.CountAsync());
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Methods_of_the_code_itself_that_look_for_tasks() => Verify.SilentAsync("""
        class C
        {
            async Task<object?> ResolveAsync(object? value)
            {
                if (value is Task task) { await task; return null; }
                return value;
            }
            void Observe(object taskOrValue) { }
            async Task M(ISvc svc)
            {
                await ResolveAsync(svc.CountAsync());
                Observe(svc.CountAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Type_parameters_that_happen_to_be_tasks_or_objects() => Verify.SilentAsync("""
        class C
        {
            static T Id<T>(T value) => value;
            void M(ISvc svc, Action<object> act, Lazy<Task> lazy, IProgress<object> progress)
            {
                Id(svc.CountAsync());
                act(svc.CountAsync());
                progress.Report(svc.CountAsync());
                var pair = Tuple.Create(svc.CountAsync(), 1);
                var tasks = Enumerable.Repeat(svc.CountAsync(), 3);
                var kept = Task.FromResult(svc.CountAsync());
            }
        }
        """ + Svc);

    [Fact]
    public Task Parameters_of_type_task() => Verify.SilentAsync("""
        class C
        {
            void Take(Task task) { }
            void Take(Task<int> task, object? state) { }
            void M(ISvc svc) { Take(svc.DoAsync()); Take(svc.CountAsync(), svc.DoAsync()); }
        }
        """ + Svc);

    [Fact]
    public Task Anonymous_objects_in_queries() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc, int[] xs)
            {
                var pending = xs.Select(x => new { x, Count = svc.CountAsync() }).ToList();
                foreach (var p in pending) { await p.Count; }
            }
        }
        """ + Svc);

    [Fact]
    public Task Expression_trees() => Verify.SilentAsync("""
        using System.Linq.Expressions;
        class C
        {
            void Setup(Expression<Func<ISvc, bool>> e) { }
            void Log(Expression<Func<ISvc, string>> e) { }
            void M()
            {
                Setup(s => s.CountAsync() != null);
                Log(s => "a" + s.CountAsync());
                Log(s => s.CountAsync().ToString()!);
            }
        }
        """ + Svc);

    [Fact]
    public Task Named_but_not_evaluated() => Verify.SilentAsync("""
        class C
        {
            string M(ISvc svc) => $"{nameof(svc.CountAsync)}" + nameof(ISvc.DoAsync) + typeof(Task<int>).ToString();
        }
        """ + Svc);

    [Fact]
    public Task Synchronous_calls() => Verify.SilentAsync("""
        class C
        {
            int Count() => 1;
            string Get(object o) => $"{Count()}" + Count() + Count().ToString() + string.Format("{0}", Count());
            bool M(string s) => Get(s) != null && Get(Count()) is not null;
        }
        """);

    [Fact]
    public Task Task_in_a_using_that_is_awaited_inside() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                using (var opening = svc.OpenAsync()) { await opening; }
                using Task<int> counting = svc.CountAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Sum_of_numbers() => Verify.SilentAsync("""
        struct Money { public static Money operator +(Money a, Task<int> b) => a; }
        class C
        {
            Money M(ISvc svc, Money m) => m + svc.CountAsync();
        }
        """ + Svc);

    [Fact]
    public Task Conditional_access_and_coalescing_belong_to_others() => Verify.SilentAsync("""
        class C
        {
            Task M(ISvc? svc) => svc?.DoAsync() ?? Task.CompletedTask;
            bool N(ISvc? svc) => svc?.FindAsync("a") != null;
        }
        """ + Svc);

    [Fact]
    public Task Sequences_that_are_awaited() => Verify.SilentAsync("""
        class C
        {
            async Task<IResult> M(ISvc svc, int[] xs)
            {
                var tasks = xs.Select(async x => await svc.CountAsync() + x);
                return Web.Ok(await Task.WhenAll(tasks));
            }
            void Keep(IEnumerable<Task<int>> tasks) { }
            void N(ISvc svc, int[] xs) => Keep(xs.Select(async x => await svc.CountAsync()));
        }
        """ + Svc);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync("""
        class C
        {
            string M() => $"{{|CS0103:MissingAsync|}()}" + {|CS0103:OtherAsync|}().ToString();
            void N() { {|CS0103:Take|}({|CS0103:OtherAsync|}()); }
        }
        """);

    [Fact]
    public Task Other_rules_speak_of_waits_and_drops() => Verify.SilentAsync("""
        class C
        {
            void M(ISvc svc)
            {
                Console.WriteLine(svc.CountAsync().Result);
                Console.WriteLine(svc.CountAsync().GetAwaiter().GetResult());
                svc.DoAsync().Wait();
                _ = svc.DoAsync();
            }
        }
        """ + Svc);
}
