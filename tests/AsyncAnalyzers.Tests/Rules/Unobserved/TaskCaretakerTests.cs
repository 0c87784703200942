using Discarded = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Dropped = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Kept = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Methods that are given a task and look after it: their own task may be dropped.</summary>
public class TaskCaretakerTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(); ValueTask VAsync(); }
        interface IActor { void Tell(object message); }
        """;

    /// <summary>Each takes the task that it is given.</summary>
    public static TheoryData<string> Caretakers => new(
        """static Task Take(this Task t) { t.ContinueWith(x => Log(x.Exception), TaskContinuationOptions.OnlyOnFaulted); return t; }""",
        """static Task Take(this Task t) => t.ContinueWith(x => Log(x.Exception), TaskContinuationOptions.OnlyOnFaulted);""",
        """static Task Take(this Task t) => t.ContinueWith(Done);  static void Done(Task t) { }""",
        """static Task Take(this Task t) => t.ContinueWith(delegate (Task x) { if (x.IsFaulted) Log(null); });""",
        """static Task Take(this Task t) { t.GetAwaiter().OnCompleted(() => { if (t.IsFaulted) Log(t.Exception); }); return t; }""",
        """static Task Take(this Task t) { t.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Log(t.Exception)); return t; }""",
        """static Task Take(this Task t) { var u = t; u.ContinueWith(x => Log(x.Exception)); return t; }""",
        """static Task Take(this Task t) { _ = Task.Run(async () => { try { await t; } catch (Exception e) { Log(e); } }); return t; }""",
        """static Task Take(this Task t) { _ = Observe(); return t; async Task Observe() { try { await t; } catch (Exception e) { Log(e); } } }""",
        """static Task Take(this Task t) { ThreadPool.QueueUserWorkItem(_ => { try { t.Wait(); } catch (Exception e) { Log(e); } }); return t; }""",
        """static Task Take(this Task t) => Take(t, "x");  static async Task Take(Task t, string s) { try { await t.ConfigureAwait(false); } catch (Exception e) { Log(e); } }""",
        """static Task Take(this Task t) => One(t);  static Task One(Task t) => Two(t); static Task Two(Task t) => Three(t); static async Task Three(Task t) { try { await t; } catch { } }""",
        """static Task Take(this Task t) => Again(async () => await t);  static async Task Again(Func<Task> f) { try { await f(); } catch (Exception e) { Log(e); } }""",
        """static Task Take(this Task t) => Again(() => t);  static async Task Again(Func<Task> f) { try { await f.Invoke(); } catch (Exception e) { Log(e); } }""",
        """static Task Take<T>(this Task<T> t) => t.ContinueWith(x => Log(x.Exception));  static Task Take(this Task t) => t.ContinueWith(x => Log(x.Exception));""",
        """static Task Take(this Task t, IActor? to = null) { t.ContinueWith(x => to!.Tell(x.Exception!)); return t; }""",
        """static Task Take(this Task t) { if (!t.IsCompleted || t.IsFaulted) { _ = Forget(t); } return t; static async Task Forget(Task t) { try { await t; } catch { } } }""",
        """static Task Take(this Task t) { Task.WhenAll(t, Task.Delay(1)).ContinueWith(x => Log(x.Exception)); return t; }""");

    /// <summary>Each leaves the task as it is, or lets its failure out again.</summary>
    public static TheoryData<string> Others => new(
        """static Task Take(this Task t) => Task.Delay(5);""",
        """static Task Take(this Task t) => t;""",
        """static bool s_flag; static Task Take(this Task t) { s_flag = t.IsCompleted; return t; }""",
        """static Task Take(this Task t) => Core(t);  static async Task Core(Task t) { await t; Log(null); }""",
        """static Task Take(this Task t) => Core(t);  static async Task Core(Task t) { try { await t; } catch (Exception e) { Log(e); throw; } }""",
        """static Task Take(this Task t) => Core(t);  static async Task Core(Task t) { try { await t; } catch (IOException e) { Log(e); } }""",
        """static Task Take(this Task t) => Core(t);  static async Task Core(Task t) { try { await t; } catch (Exception e) when (e is IOException) { Log(e); } }""",
        """static Task Take(this Task t) => Core(t);  static async Task Core(Task t) { try { Log(null); } catch (Exception e) { Log(e); } await t; }""",
        """static Task Take(this Task t) => t.ContinueWith(_ => Log(null), TaskContinuationOptions.OnlyOnRanToCompletion);""",
        """static Task Take(this Task t) => t.ContinueWith(_ => Log(null), TaskContinuationOptions.NotOnFaulted);""",
        """static Task Take(this Task t) => Task.WhenAny(t, Task.Delay(5));""",
        """static Task Take(this Task t) => t.WaitAsync(TimeSpan.FromSeconds(1));""",
        """static Task Take(this Task t) { Log(nameof(t)); return t; }  static void Log(string s) { }""",
        """static Task Take(this Task t) => Back(t);  static Task Back(Task t) => Back2(t); static Task Back2(Task t) => Back(t);""");

    [Theory]
    [MemberData(nameof(Caretakers))]
    public Task Taken(string take) => Dropped.SilentAsync(Whole(take, """
        void A(ISvc svc, Task t) { t.Take(); svc.DoAsync().Take(); svc.GetAsync().Take(); t?.Take(); Ext.Take(t!); t!.Take().ConfigureAwait(false); }
        """));

    [Theory]
    [MemberData(nameof(Caretakers))]
    public Task Taken_and_kept_in_a_local(string take) => Kept.SilentAsync(Whole(take, """
        void A(ISvc svc) { var t = svc.DoAsync().Take(); }
        """));

    [Theory]
    [MemberData(nameof(Caretakers))]
    public Task Taken_and_discarded(string take) => Discarded.SilentAsync(Whole(take, """
        void A(ISvc svc) { _ = svc.DoAsync().Take(); }
        """));

    [Theory]
    [MemberData(nameof(Others))]
    public Task Not_taken(string take) => Dropped.ReportsAsync(Whole(take, """
        void A(ISvc svc, Task t) { [|t.Take()|]; [|svc.DoAsync().Take()|]; }
        """));

    [Theory]
    [MemberData(nameof(Others))]
    public Task Not_taken_and_discarded(string take) => Discarded.ReportsAsync(Whole(take, """
        void A(ISvc svc) { [|_ = svc.DoAsync().Take()|]; }
        """));

    /// <summary>A continuation that ignores what it follows is a statement of what happens afterwards; the failure is still lost.</summary>
    [Fact]
    public async Task Continuation_that_looks_at_nothing()
    {
        const string Take = """static Task Take(this Task t) => t.ContinueWith(_ => Log(null));""";
        await Dropped.SilentAsync(Whole(Take, "void A(Task t) { t.Take(); }"));
        await Discarded.ReportsAsync(Whole(Take, "void A(ISvc svc) { [|_ = svc.DoAsync().Take()|]; }"));
    }

    /// <summary>The task that comes back is a continuation which has seen the failure of the work before it.</summary>
    [Theory]
    [InlineData("Task LoadAsync() => Task.Run(() => Console.WriteLine()).ContinueWith(t => Console.WriteLine(t.Exception));")]
    [InlineData("Task LoadAsync() { return Task.Run(() => Console.WriteLine()).ContinueWith(t => { var e = t.Exception; Console.WriteLine(e); }, TaskContinuationOptions.ExecuteSynchronously); }")]
    [InlineData("Task LoadAsync() => AllAsync(1); Task AllAsync(int n) { if (n == 0) { return Task.CompletedTask; } return Task.Run(() => Console.WriteLine()).ContinueWith(t => { if (t.IsFaulted) Console.WriteLine(t.Exception); }); }")]
    public Task The_failure_of_its_own_work_is_seen(string members) => Dropped.SilentAsync($"class C {{ void M() {{ LoadAsync(); }} {members} }}");

    [Theory]
    [InlineData("Task LoadAsync() => Task.Run(() => Console.WriteLine()).ContinueWith(t => Console.WriteLine());")]
    [InlineData("Task LoadAsync() => Task.Run(() => Console.WriteLine()).ContinueWith(t => Console.WriteLine(t.Exception), TaskContinuationOptions.OnlyOnRanToCompletion);")]
    [InlineData("Task LoadAsync(int n = 0) { if (n > 1) { return Task.Run(() => Console.WriteLine()); } return Task.Run(() => Console.WriteLine()).ContinueWith(t => Console.WriteLine(t.Exception)); }")]
    [InlineData("public virtual Task LoadAsync() => Task.Run(() => Console.WriteLine()).ContinueWith(t => Console.WriteLine(t.Exception));")]
    [InlineData("Task LoadAsync() => OtherAsync(); Task OtherAsync() => Task.Run(() => Console.WriteLine());")]
    public Task The_failure_of_its_own_work_is_lost(string members) => Dropped.ReportsAsync($"class C {{ void M() {{ [|LoadAsync()|]; }} {members} }}");

    [Fact]
    public Task Functions_that_return_a_task_are_taken_too() => Dropped.SilentAsync("""
        class C
        {
            void A(ISvc svc) { Safely(() => svc.DoAsync()); Safely(svc.DoAsync); Each(new[] { 1 }, async n => { await svc.DoAsync(); }); }
            Task Safely(Func<Task> work) => Core(work, 1);
            async Task Core(Func<Task> work, int times) { try { await work(); } catch (Exception e) { Console.WriteLine(e); } }
            Task Each<T>(IEnumerable<T> items, Func<T, Task> work) => Task.Run(async () => { foreach (T item in items) { try { await work(item); } catch (Exception e) { Console.WriteLine(e); } } });
        }
        """ + Svc);

    [Fact]
    public Task All_that_are_given_have_to_be_taken() => Dropped.ReportsAsync("""
        class C
        {
            void A(ISvc svc, Task t) { [|Both(svc.DoAsync(), t)|]; Pair(svc.DoAsync(), t); }
            Task Both(Task a, Task b) { a.ContinueWith(x => Console.WriteLine(x.Exception)); return b; }
            Task Pair(Task a, Task b) { a.ContinueWith(x => Console.WriteLine(x.Exception)); return b.ContinueWith(x => Console.WriteLine(x.Exception)); }
        }
        """ + Svc);

    [Fact]
    public Task What_an_override_does_is_not_known() => Dropped.ReportsAsync("""
        class C
        {
            void A(ISvc svc, B b, S s) { [|b.Take(svc.DoAsync())|]; s.Take(svc.DoAsync()); }
        }
        class B { public virtual Task Take(Task t) => t.ContinueWith(x => Console.WriteLine(x.Exception)); }
        sealed class S : B { public override Task Take(Task t) => t.ContinueWith(x => Console.WriteLine(x.Exception)); }
        """ + Svc);

    [Fact]
    public Task Kept_for_later() => Dropped.SilentAsync("""
        class C
        {
            private readonly List<Task> _running = new();
            private Task? _last;
            void A(ISvc svc) { Track(svc.DoAsync()); Remember(svc.DoAsync()); }
            Task Track(Task t) { lock (_running) { _running.Add(t); } return t; }
            Task Remember(Task t) => _last = t;
        }
        """ + Svc);

    [Fact]
    public Task In_another_file() => Dropped.SilentAsync("""
        class C { void A(ISvc svc) { svc.DoAsync().Take(); } }
        """ + Svc, configure: test => test.TestState.Sources.Add("""
        using System.Threading.Tasks;
        static class Ext
        {
            public static Task Take(this Task t) => Core(t);
            private static async Task Core(Task t) { try { await t; } catch { } }
        }
        """));

    // ---- libraries ----

    [Fact]
    public Task Extension_method_of_a_library_is_a_suggestion() => Dropped.ReportsAsync("""
        class C
        {
            void A(ISvc svc) { {|#0:svc.DoAsync().PipeTo(this)|}; {|#1:Library.Given(svc.DoAsync())|}; {|#2:Task.Run(() => svc.DoAsync()).Kept()|}; }
        }
        """ + Svc, configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(0));
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Warning).WithLocation(1));
            test.SolutionTransforms.Add((solution, project) => solution.AddMetadataReference(project, Compiled(solution.GetProject(project)!.MetadataReferences, """
                using System.Threading.Tasks;
                public static class Library
                {
                    public static Task PipeTo(this Task task, object target) => task.ContinueWith(t => System.Console.WriteLine(t.Exception));
                    public static Task Given(Task task) => task;
                    public static Task Kept(this Task task) => task;
                }
                """)));
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(2));
        });

    private static MetadataReference Compiled(IEnumerable<MetadataReference> framework, string source)
    {
        using var image = new MemoryStream();
        Assert.True(CSharpCompilation.Create("Library", [CSharpSyntaxTree.ParseText(source)], framework, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static string Whole(string take, string member) => $$"""
        class C
        {
            {{member}}
        }
        static class Ext
        {
            static void Log(Exception? e) { }
            {{take.Replace("static Task Take", "public static Task Take")}}
        }
        """ + Svc;
}
