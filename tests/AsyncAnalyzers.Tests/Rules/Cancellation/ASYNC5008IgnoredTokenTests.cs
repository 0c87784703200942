using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5008IgnoredTokenAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5008IgnoredTokenAnalyzer, AsyncAnalyzers.Rules.Cancellation.ASYNC5008IgnoredTokenCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5008IgnoredTokenTests
{
    private const string Api = """

        interface IStore { Task<int> GetAsync(int id, CancellationToken token = default); Task<int> OldAsync(int id); Task Both(); Task Both(CancellationToken token); IAsyncEnumerable<int> All(CancellationToken token = default); IAsyncEnumerable<int> Rest(); void Write(int x); }
        interface IJob { Task RunAsync(CancellationToken ct); Task<int> GetAsync(CancellationToken ct); }
        """;

    // ---- calls that wait for nothing ----

    [Theory]
    [InlineData("await Task.Delay(0);")]
    [InlineData("await Task.Delay(TimeSpan.Zero);")]
    [InlineData("bool isFree = await new SemaphoreSlim(1).WaitAsync(0);")]
    [InlineData("if (await new SemaphoreSlim(1).WaitAsync(TimeSpan.Zero)) { s.Write(1); }")]
    [InlineData("var m = new MemoryStream(); await m.WriteAsync(new byte[1]); await m.FlushAsync();")]
    [InlineData("int n = await base.AskAsync(1); s.Write(n);")]
    public Task Nothing_to_stop(string body) => Verify.SilentAsync(Empty(body, "ct"));

    [Theory]
    [InlineData("bool isFree = await new SemaphoreSlim(1).WaitAsync(10);")]
    [InlineData("await Task.Delay(0); await s.GetAsync(1);")]
    [InlineData("int n = await AskAsync(1); s.Write(n);")]
    [InlineData("await DoneAsync();")]
    public Task Something_to_stop(string body) => Report.ReportsAsync(Empty(body, "[|ct|]"));

    private static string Empty(string body, string token) => $$"""
        public class B { protected virtual Task<int> AskAsync(int n, CancellationToken token = default) => Task.FromResult(n); }
        public class C : B
        {
            public async Task M(IStore s, CancellationToken {{token}}) { {{body}} }
            private static Task DoneAsync(CancellationToken token = default) { Console.WriteLine(); return Task.CompletedTask; }
        }
        """ + Api.Replace("interface IStore", "public interface IStore", StringComparison.Ordinal);

    [Theory]
    [InlineData("Shop.UnitTestApp")]
    [InlineData("Shop.Tests.Common")]
    public Task Project_for_tests(string assembly) => Verify.SilentAsync(
        "class C { public async Task M(IStore s, CancellationToken ct) { await s.GetAsync(1); } }" + Api, configure: Named(assembly));

    private static Action<AnalyzerTest<DefaultVerifier>> Named(string assembly)
        => test => test.SolutionTransforms.Add((solution, project) => solution.WithProjectAssemblyName(project, assembly));

    // ---- told of elsewhere, or asked for by others ----

    [Theory]
    [InlineData("await Task.Delay(5000);")]
    [InlineData("await s.OldAsync(1); await Task.Delay(5000).ConfigureAwait(false);")]
    [InlineData("await new SemaphoreSlim(1).WaitAsync();")]
    [InlineData("using var http = new System.Net.Http.HttpClient(); string t = await http.GetStringAsync(\"http://x\"); await s.GetAsync(t.Length);")]
    [InlineData("try { await Task.Delay(5000); } catch (InvalidOperationException) { }")]
    public Task Long_wait_is_reported_where_it_stands(string body)
        => Verify.SilentAsync($$"""class C { async Task M(IStore s, CancellationToken ct) { {{body}} } }""" + Api);

    [Theory]
    [InlineData("try { await Task.Delay(5000); } catch (Exception) { }")]
    [InlineData("await Task.Run(async () => await Task.Delay(5000));")]
    public Task Long_wait_that_is_not(string body)
        => Verify.FixesAsync(
            $$"""class C { async Task M(IStore s, CancellationToken [|ct|]) { {{body}} } }""" + Api,
            $$"""class C { async Task M(IStore s, CancellationToken ct) { {{body.Replace("5000)", "5000, ct)", StringComparison.Ordinal).Replace("ct));", "ct), ct);", StringComparison.Ordinal)}} } }""" + Api);

    [Theory]
    [InlineData("class Users { [HttpPut] public async Task<int> Update(IStore s, CancellationToken cancellationToken = default) => await s.OldAsync(1); }")]
    [InlineData("class Users { [Function(\"x\")] public async Task<int> Update(IStore s, CancellationToken cancellationToken) => await s.OldAsync(1); }")]
    [InlineData("public partial class M { void Use() => Register(Before); static void Register(Func<CancellationToken, Task> f) { } } public partial class M { IStore _s = null!; private async Task Before(CancellationToken cancel) { await _s.OldAsync(1); } }")]
    public Task Asked_for_by_others(string source) => Verify.SilentAsync(source + """

        class HttpPutAttribute : Attribute { }
        class FunctionAttribute : Attribute { public FunctionAttribute(string name) { } }
        """ + Api);

    // ---- what is answered through the context of a turn ----

    private const string Bots = """
        public interface ITurnContext { Task SendActivityAsync(string text, CancellationToken token = default); Task<int> LoadAsync(CancellationToken token = default); }
        public class DialogContext { public ITurnContext Context => null!; public Task<int> EndDialogAsync(object? result = null, CancellationToken token = default) => Task.FromResult(1); }
        public class HttpListenerTurnContext { public Task SendActivityAsync(string text, CancellationToken token = default) => Task.CompletedTask; }
        public class ActivityHandler { protected virtual Task OnMessageAsync(ITurnContext turn, CancellationToken cancellationToken) => Task.CompletedTask; }
        public abstract class Dialog { public abstract Task<int> BeginAsync(DialogContext dc, CancellationToken cancellationToken); }
        """;

    [Theory]
    [InlineData("class Bot : ActivityHandler { protected override async Task OnMessageAsync(ITurnContext turn, CancellationToken cancellationToken) { await turn.SendActivityAsync(\"Hi\"); } }")]
    [InlineData("class Bot : ActivityHandler { protected override Task OnMessageAsync(ITurnContext turn, CancellationToken cancellationToken) => turn.SendActivityAsync(\"Hi\"); }")]
    [InlineData("class D : Dialog { public override async Task<int> BeginAsync(DialogContext dc, CancellationToken cancellationToken) { await dc.Context.SendActivityAsync(\"\"); return await dc.EndDialogAsync().ConfigureAwait(false); } }")]
    [InlineData("class D { public void Add(List<Func<DialogContext, CancellationToken, Task<int>>> steps) => steps.Add(StepAsync); private async Task<int> StepAsync(DialogContext step, CancellationToken cancellationToken) { return await step.EndDialogAsync(1); } }")]
    [InlineData("class OwnTurnContext { public Task SendAsync(CancellationToken token = default) => Task.CompletedTask; } interface IRun { Task RunAsync(OwnTurnContext c, CancellationToken token); } class Run : IRun { public async Task RunAsync(OwnTurnContext c, CancellationToken token) { await c.SendAsync(); } }")]
    public Task Answer_of_a_turn(string type) => WithBots(type, isSilent: true);

    [Theory]
    // Other work, a loop, a method of one's own, another context.
    [InlineData("class Bot : ActivityHandler { protected override async Task OnMessageAsync(ITurnContext turn, CancellationToken [|cancellationToken|]) { int n = await turn.LoadAsync(); await turn.SendActivityAsync(\"Hi\" + n); } }")]
    [InlineData("class Bot : ActivityHandler { protected override async Task OnMessageAsync(ITurnContext turn, CancellationToken [|cancellationToken|]) { for (int i = 0; i < 99; i++) { await turn.SendActivityAsync(\"Hi\"); } } }")]
    [InlineData("class Bot : ActivityHandler { IStore _s = null!; protected override async Task OnMessageAsync(ITurnContext turn, CancellationToken [|cancellationToken|]) { await turn.SendActivityAsync(\"Hi\"); await _s.GetAsync(1); } }")]
    [InlineData("class Bot { public async Task HelpAsync(ITurnContext turn, CancellationToken [|cancellationToken|]) { await turn.SendActivityAsync(\"Hi\"); } }")]
    [InlineData("class OwnContext { public Task SendAsync(CancellationToken token = default) => Task.CompletedTask; } interface IRun { Task RunAsync(OwnContext c, CancellationToken token); } class Run : IRun { public async Task RunAsync(OwnContext c, CancellationToken [|token|]) { await c.SendAsync(); } }")]
    [InlineData("interface IRun { Task RunAsync(HttpListenerTurnContext c, CancellationToken token); } class Run : IRun { public async Task RunAsync(HttpListenerTurnContext c, CancellationToken [|token|]) { await c.SendActivityAsync(\"\"); } }")]
    public Task Other_work_of_a_turn(string type) => WithBots(type, isSilent: false);

    private static async Task WithBots(string type, bool isSilent)
    {
        MetadataReference bots = await Verification.CompiledReference.FromSourceAsync(Bots, "Bots");
        await (isSilent
            ? Report.SilentAsync(type + Api, configure: test => test.TestState.AdditionalReferences.Add(bots))
            : Report.ReportsAsync(type + Api, configure: test => test.TestState.AdditionalReferences.Add(bots)));
    }

    // ---- calls that take a token ----

    [Theory]
    [InlineData("await Task.Delay(1);", "await Task.Delay(1, ct);")]
    [InlineData("await Task.Delay(1).ConfigureAwait(false);", "await Task.Delay(1, ct).ConfigureAwait(false);")]
    [InlineData("await s.Both();", "await s.Both(ct);")]
    [InlineData("await s.GetAsync(1);", "await s.GetAsync(1, ct);")]
    [InlineData("await s.GetAsync(id: 1);", "await s.GetAsync(id: 1, token: ct);")]
    [InlineData("var t = s.GetAsync(1); await t;", "var t = s.GetAsync(1, ct); await t;")]
    [InlineData("await s.OldAsync(await s.GetAsync(1));", "await s.OldAsync(await s.GetAsync(1, ct));")]
    [InlineData("await s.GetAsync(await s.GetAsync(1));", "await s.GetAsync(await s.GetAsync(1, ct), ct);")]
    [InlineData("await Task.WhenAll(s.GetAsync(1), s.GetAsync(2));", "await Task.WhenAll(s.GetAsync(1, ct), s.GetAsync(2, ct));")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(i => s.GetAsync(i)));", "await Task.WhenAll(new[] { 1 }.Select(i => s.GetAsync(i, ct)));")]
    [InlineData("await Task.Run(() => { });", "await Task.Run(() => { }, ct);")]
    [InlineData("await foreach (int i in s.All()) { s.Write(i); }", "await foreach (int i in s.All(ct)) { s.Write(i); }")]
    [InlineData("for (int i = 0; i < 9; i++) await s.GetAsync(i);", "for (int i = 0; i < 9; i++) await s.GetAsync(i, ct);")]
    [InlineData("if (await s.GetAsync(1) > 0) { s.Write(1); } Console.WriteLine(nameof(ct));", "if (await s.GetAsync(1, ct) > 0) { s.Write(1); } Console.WriteLine(nameof(ct));")]
    [InlineData("try { await s.GetAsync(1); } finally { await s.GetAsync(2); }", "try { await s.GetAsync(1, ct); } finally { await s.GetAsync(2); }")]
    [InlineData("await s.GetAsync(1); s.GetAsync(2).ToString(); _ = s.GetAsync(3);", "await s.GetAsync(1, ct); s.GetAsync(2, ct).ToString(); _ = s.GetAsync(3);")]
    [InlineData("new SemaphoreSlim(1).Wait(); await Task.Yield();", "new SemaphoreSlim(1).Wait(ct); await Task.Yield();")]
    [InlineData("await s.GetAsync(1, CancellationToken.None); await s.GetAsync(2);", "await s.GetAsync(1, CancellationToken.None); await s.GetAsync(2, ct);")]
    [InlineData("Task.Run(() => { }).Wait(); await Task.Yield();", "Task.Run(() => { }, ct).Wait(ct); await Task.Yield();")]
    public Task Passed(string body, string repaired) => Verify.FixesAsync(
        $$"""class C { async Task M(IStore s, CancellationToken [|ct|]) { {{body}} } }""" + Api,
        $$"""class C { async Task M(IStore s, CancellationToken ct) { {{repaired}} } }""" + Api);

    [Fact]
    public Task Lines_and_comments_stay() => Verify.FixesAsync(
        """
        class C
        {
            // loads
            public async Task<int> LoadAsync(
                IStore store,
                CancellationToken [|cancellationToken|] = default)
            {
                // first the head
                int head = await store.GetAsync(
                    1); // one
                return head + await store
                    .GetAsync(/* two */ 2)
                    .ConfigureAwait(false);
            }
        }
        """ + Api,
        """
        class C
        {
            // loads
            public async Task<int> LoadAsync(
                IStore store,
                CancellationToken cancellationToken = default)
            {
                // first the head
                int head = await store.GetAsync(
                    1, cancellationToken); // one
                return head + await store
                    .GetAsync(/* two */ 2, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        """ + Api);

    [Theory]
    [InlineData("Task<int> M(IStore s, CancellationToken [|ct|]) => s.GetAsync(1);", "Task<int> M(IStore s, CancellationToken ct) => s.GetAsync(1, ct);")]
    [InlineData("async ValueTask M(IStore s, CancellationToken [|ct|]) => await s.Both();", "async ValueTask M(IStore s, CancellationToken ct) => await s.Both(ct);")]
    [InlineData("static void M(CancellationToken [|ct|]) { new SemaphoreSlim(1).Wait(); }", "static void M(CancellationToken ct) { new SemaphoreSlim(1).Wait(ct); }")]
    [InlineData("public virtual async Task M(IStore s, CancellationToken [|ct|]) { await s.Both(); }", "public virtual async Task M(IStore s, CancellationToken ct) { await s.Both(ct); }")]
    [InlineData("async IAsyncEnumerable<int> M(IStore s, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken [|ct|] = default) { yield return await s.GetAsync(1); }",
        "async IAsyncEnumerable<int> M(IStore s, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default) { yield return await s.GetAsync(1, ct); }")]
    [InlineData("void M(IStore s) { L(default).Wait(); async Task L(CancellationToken [|ct|]) { await s.Both(); } }", "void M(IStore s) { L(default).Wait(); async Task L(CancellationToken ct) { await s.Both(ct); } }")]
    [InlineData("async Task M(int[] a, IStore s) { await Parallel.ForEachAsync(a, async (i, [|ct|]) => { await s.GetAsync(i); }); }", "async Task M(int[] a, IStore s) { await Parallel.ForEachAsync(a, async (i, ct) => { await s.GetAsync(i, ct); }); }")]
    [InlineData("async Task M(IStore s) { await X(async [|token|] => await s.GetAsync(1)); } Task X(Func<CancellationToken, Task> f) => f(default);", "async Task M(IStore s) { await X(async token => await s.GetAsync(1, token)); } Task X(Func<CancellationToken, Task> f) => f(default);")]
    [InlineData("Func<CancellationToken, Task> F(IStore s) => async (CancellationToken [|stop|]) => { await s.Both(); };", "Func<CancellationToken, Task> F(IStore s) => async (CancellationToken stop) => { await s.Both(stop); };")]
    [InlineData("async Task<int> M(IStore s, int n, CancellationToken [|ct|] = default) => n == 0 ? 0 : await M(s, n - 1);", "async Task<int> M(IStore s, int n, CancellationToken ct = default) => n == 0 ? 0 : await M(s, n - 1, ct);")]
    public Task Each_kind_of_function(string member, string repaired)
        => Verify.FixesAsync($$"""class C { {{member}} }""" + Api, $$"""class C { {{repaired}} }""" + Api);

    [Fact]
    public Task An_implementation_that_calls_what_takes_one() => Verify.FixesAsync(
        """
        class C : IJob
        {
            public async Task RunAsync(CancellationToken [|ct|]) { await Task.Delay(5); }
            async Task<int> IJob.GetAsync(CancellationToken [|ct|]) { await Task.Delay(5); return 1; }
        }
        """ + Api,
        """
        class C : IJob
        {
            public async Task RunAsync(CancellationToken ct) { await Task.Delay(5, ct); }
            async Task<int> IJob.GetAsync(CancellationToken ct) { await Task.Delay(5, ct); return 1; }
        }
        """ + Api);

    [Fact]
    public Task Two_tokens_are_not_chosen_from() => Verify.ReportsAsync(
        """class C { async Task M(IStore s, CancellationToken a, CancellationToken [|b|]) { a.ThrowIfCancellationRequested(); await s.Both(); } }""" + Api);

    /// <summary>What runs verbs, jobs and handlers calls them all alike, by their name.</summary>
    [Theory]
    [InlineData("public async Task<int> Run(IStore s, CancellationToken token) { int n = await s.OldAsync(1); return n; }")]
    [InlineData("internal Task<int> Run(IStore s, CancellationToken token) { foreach (int i in new int[9]) { s.Write(i); } return Task.FromResult(0); }")]
    [InlineData("public async Task ExecuteAsync(IStore s, CancellationToken token) { await s.OldAsync(1); await s.OldAsync(2); }")]
    [InlineData("public async Task Handle(IStore s, CancellationToken token) { int n = await s.OldAsync(1); s.Write(n); }")]
    [InlineData("public async Task<int> Invoke(TaskCompletionSource<int> done, CancellationToken token) { Console.WriteLine(); return await done.Task; }")]
    public Task Entries(string member) => Verify.SilentAsync($$"""class ListVerb { {{member}} }""" + Api);

    [Theory]
    [InlineData("public async Task<int> Run(IStore s, CancellationToken [|token|]) { int n = await s.GetAsync(1); return n; }")]
    [InlineData("public async Task Run(IStore s, CancellationToken [|token|]) { while (true) { await s.OldAsync(1); } }")]
    [InlineData("private async Task Run(IStore s, CancellationToken [|token|]) { int n = await s.OldAsync(1); s.Write(n); }")]
    [InlineData("public async Task RunAll(IStore s, CancellationToken [|token|]) { int n = await s.OldAsync(1); s.Write(n); }")]
    public Task Entries_that_could_stop(string member) => Report.ReportsAsync($$"""class ListVerb { {{member}} }""" + Api);

    /// <summary>Whoever made the delegate may have given it the token.</summary>
    [Theory]
    [InlineData("private async Task<int> M(Func<int, Task<int>> get, CancellationToken ct) { for (int i = 0; i < 9; i++) { if (await get(i) > 0) { return i; } } return 0; }")]
    [InlineData("public async Task<int> M(Func<Task<int>> get, CancellationToken ct) { int n = await get.Invoke(); return n; }")]
    [InlineData("public async Task M(Func<Task> get, CancellationToken ct) { await get().ConfigureAwait(false); await get(); }")]
    public Task Delegates_that_may_know_it(string member) => Verify.SilentAsync($$"""class C { {{member}} }""");

    /// <summary>ASYNC5002 and ASYNC5006 report it where it stands.</summary>
    [Theory]
    [InlineData("public Task M(CancellationToken ct) => Task.Delay(5000);")]
    [InlineData("public Task M(CancellationToken ct) { Console.WriteLine(); return Task.Delay(5000); }")]
    [InlineData("public async Task M(CancellationToken ct) { await Wait(); async Task Wait() { await Task.Delay(5000); } }")]
    [InlineData("public async Task M(IAsyncEnumerable<int> all, CancellationToken ct) { await foreach (int i in all) { Console.WriteLine(i); } }")]
    [InlineData("public async Task M(IAsyncEnumerable<int> all, CancellationToken ct) { await foreach (int i in all.ConfigureAwait(false)) { await Console.Out.WriteLineAsync(); } }")]
    public Task Told_of_elsewhere(string member) => Verify.SilentAsync($$"""class C { {{member}} }""");

    /// <summary>The library offers nothing to pass the token to.</summary>
    [Theory]
    [InlineData("public async Task<int> M(System.Net.WebRequest r, CancellationToken ct) { var a = await r.GetResponseAsync(); return a.GetHashCode(); }")]
    [InlineData("internal async Task M(System.Net.WebRequest r, CancellationToken ct) { r.Method = \"GET\"; await r.GetResponseAsync().ConfigureAwait(false); }")]
    public Task Library_without_tokens(string member) => Verify.SilentAsync($$"""class C { {{member}} }""");

    [Theory]
    [InlineData("private async Task M(SemaphoreSlim s, IStore store, CancellationToken {|#0:ct|}) { int n = await store.OldAsync(1); store.Write(n); }",
        "'ct' is never used, so it cannot stop 'OldAsync' (Test0.cs:1); give 'OldAsync' a token too, or remove it")]
    [InlineData("public async Task M(IStore store, CancellationToken {|#0:ct|}) { int n = await store.OldAsync(1); await store.OldAsync(n); }",
        "'ct' is never used, so it cannot stop 'OldAsync' (Test0.cs:1); test it between the awaits, or remove it")]
    [InlineData("public async Task M(TaskCompletionSource done, CancellationToken {|#0:ct|}) { Console.WriteLine(); await done.Task; }",
        "'ct' is never used, so it cannot end the wait for 'Task' (Test0.cs:1); use 'WaitAsync(ct)', or remove it")]
    [InlineData("private async Task<int> M(System.Net.WebRequest r, CancellationToken {|#0:ct|}) { var a = await r.GetResponseAsync(); return a.GetHashCode(); }",
        "'ct' is never used, and what is awaited (Test0.cs:1) takes no token; remove it")]
    public Task Remedy_for_awaits(string member, string message) => Report.ReportsAsync(
        $$"""class C { {{member}} }""" + Api, configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5008", DiagnosticSeverity.Info).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithMessage(message)));

    // ---- loops ----

    [Fact]
    public Task A_loop_that_awaits() => Verify.FixesAsync(
        """
        class C : IJob
        {
            public async Task RunAsync(CancellationToken [|ct|])
            {
                // all of them
                for (int i = 0; i < 9; i++)
                {
                    // one
                    await Old(i);
                }
            }

            public async Task<int> GetAsync(CancellationToken [|ct|])
            {
                int sum = 0;
                do { sum += await Old(sum); } while (sum < 9);
                return sum;
            }

            async Task<int> Old(int i) { await Task.Delay(1); return i + 1; }
        }
        """ + Api,
        """
        class C : IJob
        {
            public async Task RunAsync(CancellationToken ct)
            {
                // all of them
                for (int i = 0; i < 9; i++)
                {
                    ct.ThrowIfCancellationRequested();
                    // one
                    await Old(i);
                }
            }

            public async Task<int> GetAsync(CancellationToken ct)
            {
                int sum = 0;
                do { ct.ThrowIfCancellationRequested(); sum += await Old(sum); } while (sum < 9);
                return sum;
            }

            async Task<int> Old(int i) { await Task.Delay(1); return i + 1; }
        }
        """ + Api);

    [Theory]
    [InlineData("public async Task M(IStore s, CancellationToken [|ct|]) { await foreach (int i in s.Rest()) { s.Write(i); } }", "public async Task M(IStore s, CancellationToken ct) { await foreach (int i in s.Rest()) { ct.ThrowIfCancellationRequested(); s.Write(i); } }")]
    [InlineData("public int M(IStore s, CancellationToken [|ct|]) { for (int i = 0; i < 9; i++) { s.Write(i); } return 1; }", "public int M(IStore s, CancellationToken ct) { for (int i = 0; i < 9; i++) { ct.ThrowIfCancellationRequested(); s.Write(i); } return 1; }")]
    [InlineData("async IAsyncEnumerable<int> M(IStore s, CancellationToken [|ct|]) { while (true) { yield return await s.OldAsync(1); } }", "async IAsyncEnumerable<int> M(IStore s, CancellationToken ct) { while (true) { ct.ThrowIfCancellationRequested(); yield return await s.OldAsync(1); } }")]
    public Task The_loop_tests_it(string member, string repaired)
        => Verify.FixesAsync($$"""class C { {{member}} }""" + Api, $$"""class C { {{repaired}} }""" + Api);

    [Theory]
    [InlineData("public async Task M(IStore s, CancellationToken [|ct|]) { try { while (true) { await s.OldAsync(1); } } catch (Exception) { } }")]
    [InlineData("public async void M(IStore s, CancellationToken [|ct|]) { while (true) { await s.OldAsync(1); } }")]
    [InlineData("public async Task M(IStore s, CancellationToken [|ct|]) { while (true) await s.OldAsync(1); }")]
    [InlineData("public Task M(IStore s, CancellationToken [|ct|]) { for (int i = 0; i < 9; i++) { s.Write(i); } return Task.CompletedTask; }")]
    public Task A_loop_without_a_fix(string member) => Verify.ReportsAsync($$"""class C { {{member}} }""" + Api);

    /// <summary>An interface asks for the token, and what is awaited for each item could be stopped, or blocks.</summary>
    [Theory]
    [InlineData("foreach (int i in _a) { await Evict(i); }", "async Task Evict(int i) { await _s.GetAsync(i); }")]
    [InlineData("foreach (int i in _a) { await Evict(i); }", "Task Evict(int i) => _s.GetAsync(i);")]
    [InlineData("foreach (int i in _a) { await Evict(i).ConfigureAwait(false); }", "async Task Evict(int i) => await Deep(i); async Task Deep(int i) => await _s.Both();")]
    [InlineData("for (int i = 0; i < 9; i++) { await Evict(i); }", "async Task Evict(int i) { await Task.Delay(i); }")]
    [InlineData("foreach (int i in _a) { await Evict(i); }", "Task Evict(int i) { Thread.Sleep(i); return Task.CompletedTask; }")]
    [InlineData("foreach (int i in _a) { await Evict(i); }", "async Task Evict(int i) { await _s.GetAsync(i, CancellationToken.None); }")]
    [InlineData("foreach (int i in _a) { await L(i); } async Task L(int i) { await _s.Both(); }", "")]
    [InlineData("while (true) { await _s.OldAsync(1); }", "")]
    [InlineData("foreach (int i in _a) { Thread.Sleep(i); } await Task.Yield();", "")]
    [InlineData("foreach (int i in _a) { _s.OldAsync(i).GetAwaiter().GetResult(); } await Task.Yield();", "")]
    [InlineData("for (int i = 0; i < 9; i++) { _event.WaitOne(); } await Task.Yield();", "")]
    public Task A_handler_that_lasts(string body, string members) => Verify.SilentAsync(Handler("[|ct|]", body, members));

    /// <summary>An interface asks for the token, and there is nothing to stop.</summary>
    [Theory]
    [InlineData("foreach (int i in _a) { await Update(i, true); }", "Task Update(int i, bool add) { if (add) return _s.OldAsync(i); _s.Write(i); return Task.CompletedTask; }")]
    [InlineData("foreach (int i in _a) { await Update(i); }", "async Task Update(int i) { await _s.OldAsync(i); }")]
    [InlineData("foreach (int i in _a) { await _s.OldAsync(i); }", "")]
    [InlineData("foreach (int i in _a) { await Update(i); }", "Task<int> Update(int i) => Task.FromResult(i);")]
    [InlineData("foreach (int i in _a) { await Update(i); }", "ValueTask Update(int i) { _list.Add(i); return default; }")]
    [InlineData("for (int i = 0; i < 9; i++) { await Task.Yield(); _list.Add(i); }", "")]
    [InlineData("foreach (int i in _a) { _s.Write(i); } await Task.Yield();", "")]
    [InlineData("foreach (int i in _a) { _list.Add(i); } await Task.CompletedTask;", "")]
    [InlineData("foreach (int i in _a) { await L(i); } Task L(int i) => _s.OldAsync(i);", "")]
    [InlineData("foreach (int i in _a.Where(x => x > 1)) { if (i > 2) { await Update(i); } }", "async Task Update(int i) { await _s.Both(); }")]
    public Task A_handler_that_is_soon_done(string body, string members) => Verify.SilentAsync(Handler("ct", body, members));

    private static string Handler(string token, string body, string members) => $$"""
        class C : IJob
        {
            int[] _a = new int[9]; List<int> _list = new(); IStore _s = null!; AutoResetEvent _event = new(false);
            public async Task RunAsync(CancellationToken {{token}}) { {{body}} }
            public Task<int> GetAsync(CancellationToken ct) => Task.FromResult(1);
            {{members}}
        }
        """ + Api;

    /// <summary>Loops of a function that is free to choose its parameters: they compute, in memory.</summary>
    [Theory]
    [InlineData("public int M(List<int> l, CancellationToken ct) { for (int i = 0; i < 9; i++) { l.Add(i); } return l.Count; }")]
    [InlineData("public string M(string[] a, CancellationToken ct) { var b = new System.Text.StringBuilder(); foreach (string s in a) { b.Append(s.Trim()); } return b.ToString(); }")]
    [InlineData("public int M(int[] a, CancellationToken ct) { int n = 0; foreach (int i in a) { n += Math.Max(i, 3); } return n; }")]
    [InlineData("public int M(int[] a, CancellationToken ct) { int n = 0; foreach (int i in a) { n += Twice(i); } return n; } static int Twice(int i) => Math.Abs(i) * 2;")]
    [InlineData("public int M(Queue<int> q, CancellationToken ct) { int n = 0; while (q.TryDequeue(out int i)) { n += i; } return n; }")]
    [InlineData("public Dictionary<int, string> M(int[] a, CancellationToken ct) { var d = new Dictionary<int, string>(); foreach (int i in a) { d[i] = i.ToString(); d.TryAdd(i, nameof(d)); } return d; }")]
    [InlineData("public Task<List<int>> M(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { l.Add(i); } return Task.FromResult(l); }")]
    public Task A_loop_that_computes(string member) => Verify.SilentAsync($$"""class C { {{member}} }""");

    [Theory]
    [InlineData("public int M(int[] a, CancellationToken [|ct|]) { int n = 0; foreach (int i in a) { n += Sum(a); } return n; } static int Sum(int[] a) { int n = 0; foreach (int i in a) { n += i; } return n; }")]
    [InlineData("public void M(string[] a, CancellationToken [|ct|]) { foreach (string s in a) { File.Delete(s); } }")]
    [InlineData("public void M(Func<int, bool> f, CancellationToken [|ct|]) { for (int i = 0; i < 9; i++) { f(i); } }")]
    [InlineData("public int M(Queue<int> q, CancellationToken [|ct|]) { while (true) { if (q.TryDequeue(out int i)) { return i; } } }")]
    public Task A_loop_of_calls(string member) => Verify.SilentAsync($$"""class C { {{member}} }""");

    // ---- awaits of a function that is free to choose its parameters ----

    [Theory]
    [InlineData("public async Task<int> M(IStore s, CancellationToken [|ct|]) { int a = await s.OldAsync(1); return a; }")]
    [InlineData("internal async Task M(Task t, CancellationToken [|ct|]) { await t; Console.WriteLine(); }")]
    [InlineData("internal async Task M(Func<Func<Task>> t, CancellationToken [|ct|]) { await t()(); Console.WriteLine(); }")]
    public Task An_await(string member) => Verify.ReportsAsync($$"""class C { {{member}} }""" + Api);

    [Fact]
    public Task A_private_function_loses_the_parameter() => Verify.FixesAsync(
        """
        class C
        {
            public async Task<int> RunAsync(IStore store, CancellationToken ct)
            {
                await Task.Delay(1, ct);
                return await LoadAsync(store, ct, 7) + await LoadAsync(
                    store: store, n: 8, cancellationToken: ct);
            }

            // loads
            private async Task<int> LoadAsync(IStore store, CancellationToken [|cancellationToken|], int n)
            {
                int head = await store.OldAsync(n);
                return head;
            }

            void Outer(IStore s)
            {
                L(s, default).Wait();
                async Task L(IStore s, CancellationToken [|token|]) { await s.OldAsync(1); s.Write(1); }
            }
        }
        """ + Api,
        """
        class C
        {
            public async Task<int> RunAsync(IStore store, CancellationToken ct)
            {
                await Task.Delay(1, ct);
                return await LoadAsync(store, 7) + await LoadAsync(
                    store: store, n: 8);
            }

            // loads
            private async Task<int> LoadAsync(IStore store, int n)
            {
                int head = await store.OldAsync(n);
                return head;
            }

            void Outer(IStore s)
            {
                L(s).Wait();
                async Task L(IStore s) { await s.OldAsync(1); s.Write(1); }
            }
        }
        """ + Api);

    [Fact]
    public Task A_parameter_on_a_line_of_its_own() => Verify.FixesAsync(
        """
        class C
        {
            public Task<int> RunAsync(IStore store, CancellationToken ct)
            {
                ct.ThrowIfCancellationRequested();
                return LoadAsync(
                    store,
                    ct);
            }

            private async Task<int> LoadAsync(
                IStore store,
                CancellationToken [|ct|] = default)
            {
                int head = await store.OldAsync(1);
                return head;
            }
        }
        """ + Api,
        """
        class C
        {
            public Task<int> RunAsync(IStore store, CancellationToken ct)
            {
                ct.ThrowIfCancellationRequested();
                return LoadAsync(
                    store);
            }

            private async Task<int> LoadAsync(
                IStore store)
            {
                int head = await store.OldAsync(1);
                return head;
            }
        }
        """ + Api);

    /// <summary>The compiler asks for the attribute; what is in the loop takes no token, but the loop could ask it.</summary>
    [Theory]
    [InlineData("int head = await Task.FromResult(1).WaitAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None); yield return head;", false)]
    [InlineData("foreach (int i in await s.OldAsync(1) > 0 ? new[] { 1 } : new[] { 2 }) { yield return i; }", false)]
    [InlineData("for (int i = 0; i < 9; i++) { yield return await s.OldAsync(i); }", true)]
    [InlineData("while (true) { int n = await s.OldAsync(1); if (n == 0) { yield break; } yield return n; }", true)]
    public async Task The_token_of_those_who_enumerate(string body, bool isReported)
    {
        string source = $$"""
            interface ISource { IAsyncEnumerable<int> Read(IStore s, CancellationToken ct); }
            class C : ISource
            {
                public async IAsyncEnumerable<int> Read(IStore s, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken {{(isReported ? "[|ct|]" : "ct")}})
                {
                    {{body}}
                }
            }
            """ + Api;
        await (isReported
            ? Verify.FixesAsync(source, source.Replace("[|ct|]", "ct", StringComparison.Ordinal)
                .Replace("{ yield return await", "{ ct.ThrowIfCancellationRequested(); yield return await", StringComparison.Ordinal)
                .Replace("{ int n", "{ ct.ThrowIfCancellationRequested(); int n", StringComparison.Ordinal))
            : Verify.SilentAsync(source));
    }

    /// <summary>As applications write it.</summary>
    [Theory]
    [InlineData("interface IHealth { Task<int> CheckAsync(object context, CancellationToken cancellationToken = default); } class C : IHealth { public async Task<int> CheckAsync(object context, CancellationToken cancellationToken = default) { await Task.Yield(); return 1; } }")]
    [InlineData("interface IHandler { Task Handle(int n, CancellationToken cancellationToken); } class C : IHandler { readonly IStore _s = null!; public async Task Handle(int n, CancellationToken cancellationToken) { var x = await _s.OldAsync(n); _s.Write(x); } }")]
    [InlineData("class B { protected virtual Task StartCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask; } class C : B { readonly IStore _s = null!; protected override async Task StartCoreAsync(CancellationToken cancellationToken) { await _s.OldAsync(1); _s.Write(1); } }")]
    [InlineData("class C { public async Task StopAsync(IStore s, CancellationToken cancellationToken) { await s.GetAsync(1); await s.Both(); } }")]
    [InlineData("class C { public virtual Task<int> GetAsync(int n, CancellationToken cancellationToken) { return Task.FromResult(n); } }")]
    public Task Right_as_it_is(string source) => Verify.SilentAsync(source + Api);

    /// <summary>What has to run to its end is given no token.</summary>
    [Theory]
    [InlineData("await s.Both(); await CloseAsync();", "await s.Both(ct); await CloseAsync();")]
    [InlineData("await s.Both(); using var m = new MemoryStream(); await m.FlushAsync();", "await s.Both(ct); using var m = new MemoryStream(); await m.FlushAsync();")]
    [InlineData("await s.Both(); await RollbackAsync(); await ReleaseLockAsync();", "await s.Both(ct); await RollbackAsync(); await ReleaseLockAsync();")]
    [InlineData("try { await s.Both(); } catch (Exception) { await s.GetAsync(1); throw; }", "try { await s.Both(ct); } catch (Exception) { await s.GetAsync(1); throw; }")]
    [InlineData("await s.Both(); await CommitAsync(); await s.GetAsync(2);", "await s.Both(ct); await CommitAsync(ct); await s.GetAsync(2);")]
    [InlineData("var g = new SemaphoreSlim(1); try { await g.WaitAsync(TimeSpan.Zero); await s.Both(); } finally { g.Release(); }", "var g = new SemaphoreSlim(1); try { await g.WaitAsync(TimeSpan.Zero); await s.Both(ct); } finally { g.Release(); }")]
    [InlineData("for (int i = 0; i < 3; i++) { await s.GetAsync(i); await CompleteAsync(); }", "for (int i = 0; i < 3; i++) { await s.GetAsync(i, ct); await CompleteAsync(ct); }")]
    public Task Passed_to_what_may_be_stopped(string body, string repaired)
    {
        const string Ends = " Task CloseAsync(CancellationToken t = default) => Task.CompletedTask; Task RollbackAsync(CancellationToken t = default) => Task.CompletedTask;"
            + " Task ReleaseLockAsync(CancellationToken t = default) => Task.CompletedTask; Task CommitAsync(CancellationToken t = default) => Task.CompletedTask;"
            + " Task CompleteAsync(CancellationToken t = default) => Task.CompletedTask;";
        return Verify.FixesAsync(
            $$"""class C { async Task M(IStore s, CancellationToken [|ct|]) { {{body}} }{{Ends}} }""" + Api,
            $$"""class C { async Task M(IStore s, CancellationToken ct) { {{repaired}} }{{Ends}} }""" + Api);
    }

    [Theory]
    [InlineData("partial class C { async Task M(IStore s, CancellationToken [|ct|]) { await s.OldAsync(1); s.Write(1); } }")]
    [InlineData("class C { CancellationToken Make() => default; Task N(IStore s) => M(s, Make()); async Task M(IStore s, CancellationToken [|ct|]) { await s.OldAsync(1); s.Write(1); } }")]
    [InlineData("class C { async Task M(IStore s) { await s.OldAsync(2); s.Write(1); } async Task M(IStore s, CancellationToken [|ct|]) { await s.OldAsync(1); s.Write(1); } }")]
    [InlineData("class C { /// <summary>See <see cref=\"M(IStore, CancellationToken)\"/></summary>\nTask N(IStore s) => M(s, default);\nasync Task M(IStore s, CancellationToken [|ct|]) { await s.OldAsync(1); s.Write(1); } }")]
    public Task A_private_function_that_keeps_it(string source) => Verify.ReportsAsync(source + Api);

    // ---- silent ----

    [Theory]
    [InlineData("async Task M(IStore s, CancellationToken ct) { await s.GetAsync(1, ct); await s.GetAsync(2); }")]
    [InlineData("async Task M(IStore s, CancellationToken ct) { _ = ct; await s.GetAsync(2); }")]
    [InlineData("async Task M(IStore s, CancellationToken _) { await s.GetAsync(2); }")]
    [InlineData("async Task M(IStore s, CancellationToken _ct) { await s.GetAsync(2); }")]
    [InlineData("Task M(CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("Task<int> M(IStore s, CancellationToken ct) => s.OldAsync(1);")]
    [InlineData("async Task<int> M(IStore s, CancellationToken ct) { return await s.OldAsync(1).ConfigureAwait(false); }")]
    [InlineData("async Task M(IStore s, CancellationToken ct) { await Task.CompletedTask; s.Write(1); }")]
    [InlineData("Task M(CancellationToken ct) { throw new NotSupportedException(); }")]
    [InlineData("Task M(CancellationToken ct) => throw new NotImplementedException();")]
    [InlineData("int M(int[] a, CancellationToken ct) { int n = 0; foreach (int i in a) { n += i; } return n; }")]
    [InlineData("async Task M(IStore s, CancellationToken ct) { await s.GetAsync(2); /* a save must not be cancelled */ }")]
    [InlineData("/// <param name=\"s\">A</param>\n/// <param name=\"ct\">Unused.</param>\npublic async Task M(IStore s, CancellationToken ct) { await s.GetAsync(2); }")]
    [InlineData("async Task StopAsync(IStore s, CancellationToken ct) { await s.GetAsync(2); }")]
    [InlineData("async Task RollbackAsync(IStore s, CancellationToken ct) { await s.GetAsync(2); }")]
    [InlineData("async Task OnShutdownAsync(IStore s, CancellationToken ct) { await s.GetAsync(2); }")]
    [InlineData("async Task FlushAsync(IStore s, CancellationToken ct) { await s.GetAsync(2); }")]
    [InlineData("[Obsolete] async Task M(IStore s, CancellationToken ct) { await s.GetAsync(2); }")]
    [InlineData("async Task M(IStore s, CancellationToken ct) { try { s.Write(1); } catch (Exception) { await s.GetAsync(2); } finally { await s.Both(); } }")]
    [InlineData("void M(IStore s, CancellationToken ct) { _ = s.GetAsync(2); s.GetAsync(3); s.GetAsync(4).ContinueWith(t => { }); }")]
    [InlineData("Task _t; void M(IStore s, CancellationToken ct) { _t = Task.Run(() => s.GetAsync(2)); }")]
    [InlineData("async Task M(IStore s) { await M(s, default); s.Write(1); } async Task M(IStore s, CancellationToken ct) { await M(s); }")]
    [InlineData("Task M(IStore s) => s.Both(CancellationToken.None); Task M(IStore s, CancellationToken ct) { return M(s); }")]
    [InlineData("void M(CancellationToken ct) { System.Timers.Timer t = new(); t.Elapsed += async (_, _) => await Task.Delay(1); }")]
    [InlineData("CancellationTokenSource _source = new(); async Task M(IStore s, CancellationToken ct) { await s.GetAsync(1, _source.Token); s.Write(1); }")]
    [InlineData("CancellationTokenSource _source = new(); async Task M(IStore s, CancellationToken ct) { while (!_source.IsCancellationRequested) { await s.OldAsync(1); } }")]
    [InlineData("\n#pragma warning disable IDE0060\nasync Task M(IStore s, CancellationToken ct) { await s.GetAsync(2); }")]
    [InlineData("async Task M(IStore s, CancellationToken ct) {\n#if OTHER\nawait s.GetAsync(2, ct);\n#else\nawait s.GetAsync(2);\n#endif\n}")]
    [InlineData("async Task M(IStore s, CancellationToken cancellationToken) { await Parallel.ForEachAsync(new[] { 1 }, cancellationToken, async (i, ct) => { await s.GetAsync(i, cancellationToken); }); }")]
    [InlineData("Func<IStore, CancellationToken, Task> F() => async (s, ct) => { await s.OldAsync(1); s.Write(1); };")]
    [InlineData("Func<IStore, string, Task> F() => async (s, token) => { await s.GetAsync(1); s.Write(1); };")]
    [InlineData("void M(IStore s) { Func<IStore, CancellationToken, Task> f = N; } async Task N(IStore s, CancellationToken ct) { await s.OldAsync(1); s.Write(1); }")]
    [InlineData("public virtual async Task M(IStore s, CancellationToken ct) { await s.OldAsync(1); s.Write(1); }")]
    [InlineData("async Task M(IStore s, CancellationToken ct) { }")]
    [InlineData("struct CancellationToken { } async Task M(IStore s, CancellationToken ct) { await s.GetAsync(1); }")]
    public Task Silent(string member) => Verify.SilentAsync($$"""class C { {{member}} }""" + Api);

    [Theory]
    [InlineData("class C : IJob { public async Task RunAsync(CancellationToken ct) { await Task.Yield(); Console.WriteLine(); } public Task<int> GetAsync(CancellationToken ct) => Task.FromResult(1); }")]
    [InlineData("class C : IJob { public Task RunAsync(CancellationToken ct) { for (int i = 0; i < 9; i++) { Console.WriteLine(); } return Task.CompletedTask; } async Task<int> IJob.GetAsync(CancellationToken ct) { await Task.Yield(); return 3; } }")]
    [InlineData("class C { static void M(int[] a, IStore s) { Action<int[], CancellationToken> f = (a, ct) => { }; N(a, async (i, ct) => { foreach (int x in a) { if (x > 0) { await s.OldAsync(x); } } }); } static void N(int[] a, Func<int, CancellationToken, Task> f) { } }")]
    [InlineData("class C : IJob { int[] _a = new int[9]; IStore? _s; public async Task RunAsync(CancellationToken ct) { foreach (int i in _a) { if (i > 0) { await _s!.OldAsync(i); } } } public Task<int> GetAsync(CancellationToken ct) => Task.FromResult(1); }")]
    [InlineData("interface ISource { IAsyncEnumerable<int> Read(CancellationToken ct); } class C : ISource { public async IAsyncEnumerable<int> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { for (int i = 0; i < 9; i++) { yield return Math.Min(i, 3); } } }")]
    [InlineData("class FakeStore { async Task M(IStore s, CancellationToken ct) { await s.Both(); } }")]
    [InlineData("class StoreTests { class Inner { async Task M(IStore s, CancellationToken ct) { await s.Both(); } } }")]
    [InlineData("abstract class C { public abstract Task M(CancellationToken ct); delegate Task D(CancellationToken ct); }")]
    [InlineData("partial class C { partial void M(IStore s, CancellationToken ct); partial void M(IStore s, CancellationToken ct) { s.Both().Wait(); } }")]
    [InlineData("class C { readonly IStore _s = null!; async Task<int> {|CS0538:{|CS0246:IMissing|}|}.GetAsync(int n, CancellationToken ct) { var x = await _s.OldAsync(n); _s.Write(x); return x; } }")]
    [InlineData("class B : {|CS0246:Missing|} { public async Task M(IStore s, CancellationToken ct) { await s.OldAsync(1); s.Write(1); } }")]
    public Task Silent_type(string source) => Verify.SilentAsync(source + Api);
}
