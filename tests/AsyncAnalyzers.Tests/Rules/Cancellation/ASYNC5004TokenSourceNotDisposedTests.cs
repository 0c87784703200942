using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5004TokenSourceNotDisposedAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5004TokenSourceNotDisposedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5004TokenSourceNotDisposedTests
{
    private const string Linked = "CancellationTokenSource.CreateLinkedTokenSource";

    private static string InClass(string members) => $$"""
        class C
        {
            static readonly CancellationTokenSource Program = new();
            readonly CancellationToken _stopping;
            static CancellationTokenSource? _own;
            static CancellationToken Fresh => new CancellationTokenSource().Token;
            readonly Dictionary<int, CancellationTokenSource> _all = new();
            static Task FAsync(CancellationToken t) => Task.CompletedTask;
            static Task<int> GAsync(int x, CancellationToken t) => Task.FromResult(x);
            static IAsyncEnumerable<int> Stream(CancellationToken t) => throw null!;
            static void Keep(object o) { }
            {{members}}
        }
        """;

    private static Task FixesAsync(string before, string after, LanguageVersion? version = null)
        => Verify.FixesAsync(InClass(before), InClass(after), languageVersion: version);

    // What does no harm

    [Theory]
    [InlineData("void StartCore(CancellationToken token) { var source = new Listener(); token.Register(() => source.Close()); source.Open(); }")]
    [InlineData("protected virtual void BeginListening(CancellationToken token) { var source = new Listener(); token.Register(source.Close); source.Open(); }")]
    [InlineData("List<object> _some = new(); public void Subscribe(object one, CancellationToken token) { _some.Add(one); token.Register(() => _some.Remove(one)); }")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<object, int> _some = new(); protected virtual Task SubscribeCoreAsync(object one, CancellationToken token) { token.Register(() => { _some.TryRemove(one, out _); }); _some.TryAdd(one, 1); return Task.CompletedTask; }")]
    [InlineData("public void WatchAll(Action one, CancellationToken token) { E += one; token.Register(() => Unsubscribe(one)); } event Action? E; void Unsubscribe(Action one) => E -= one;")]
    [InlineData("public void MainLoop(CancellationToken cancellationToken) { var frame = new Listener(); cancellationToken.Register(() => frame.Close()); frame.Open(); }")]
    [InlineData("void LateStart() { var t = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.ApplicationStopping, Program.Token).Token; Keep(t); } event Action? Ready; C() { Ready += LateStart; }")]
    [InlineData("async Task M() { var cts = new CancellationTokenSource(20000); Task work = FAsync(cts.Token); Keep(work); await Task.Yield(); }")]
    [InlineData("void M(CancellationToken t = default) { t = t != default ? t : new CancellationTokenSource(30000).Token; Keep(t); }")]
    public Task Ends_with_the_run(string members) => Verify.SilentAsync(InClass(members + """

            class Listener { public void Open() { } public void Close() { } }
            interface ILifetime { CancellationToken ApplicationStopping { get; } }
            readonly ILifetime _lifetime = null!;
        """));

    [Theory]
    [InlineData("async Task M(CancellationToken token) { var source = new TaskCompletionSource(); token.Register(() => source.TrySetCanceled()); await source.Task; }")]
    [InlineData("async Task M(CancellationToken token) { using var end = CancellationTokenSource.CreateLinkedTokenSource(token); var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await FAsync(cts.Token); }")]
    [InlineData("async Task M() { var cts = new CancellationTokenSource(20000); await FAsync(cts.Token); }")]
    public Task Silent_in_tests(string member)
        => Verify.SilentAsync("namespace Xunit { class FactAttribute : Attribute { } }\n" + InClass(member));

    /// <summary>What it is linked to ends with the request, with the callers or with the object.</summary>
    [Theory]
    [InlineData("public class HttpContext { public CancellationToken RequestAborted => default; } Task M(HttpContext c) { var t = X.CreateLinkedTokenSource(c.RequestAborted).Token; return FAsync(t); }")]
    [InlineData("class ServerCallContext { public CancellationToken CancellationToken => default; } Task _work = null!; void M(ServerCallContext c) { var t = X.CreateLinkedTokenSource(c.CancellationToken).Token; _work = FAsync(t); }")]
    [InlineData("public class HttpContext { public CancellationToken RequestAborted => default; } Task _work = null!; public void M(HttpContext c) => Work(c.RequestAborted); public void N(HttpContext c) => Work(c.RequestAborted); void Work(CancellationToken t) => _work = FAsync(X.CreateLinkedTokenSource(t).Token);")]
    [InlineData("Handle _handle = null!; class Handle : IDisposable { public CancellationToken Timeout => default; public void Dispose() { } } Task _work = null!; public async Task M() { _handle = new Handle(); try { await ServeAsync(); } finally { Keep(1); _handle.Dispose(); } } async Task ServeAsync() { var t = X.CreateLinkedTokenSource(_handle.Timeout).Token; _work = FAsync(t); await _work; }")]
    [InlineData("readonly CancellationTokenSource _end = new(); Task _work = null!; public async Task ConnectAsync(bool b) { var t = _end.Token; if (b) { t = X.CreateLinkedTokenSource(_end.Token).Token; } _work = FAsync(t); await Task.Yield(); } public async Task DisposeAsync() { await _work; _end.Dispose(); }")]
    public Task Ends_with_what_it_is_linked_to(string members) => Verify.SilentAsync(
        InClass(members.Replace("X.", "CancellationTokenSource.", StringComparison.Ordinal)));

    [Theory]
    [InlineData("public class HttpContext { public CancellationToken RequestAborted => default; } async Task M(HttpContext c) { for (int i = 0; i < 9; i++) { var t = [|X.CreateLinkedTokenSource(c.RequestAborted)|].Token; Keep(FAsync(t)); await Task.Yield(); } }")]
    [InlineData("public class HttpContext { public CancellationToken RequestAborted => default; } Task _work = null!; public void M(HttpContext c) => Work(c.RequestAborted); public void N(CancellationToken c) => Work(c); void Work(CancellationToken t) => _work = FAsync([|X.CreateLinkedTokenSource(t)|].Token);")]
    [InlineData("Handle _handle = null!; class Handle : IDisposable { public CancellationToken Timeout => default; public void Dispose() { } } Task _work = null!; public async Task M() { try { await ServeAsync(); } finally { Keep(_handle); } } async Task ServeAsync() { var t = [|X.CreateLinkedTokenSource(_handle.Timeout)|].Token; _work = FAsync(t); await _work; }")]
    [InlineData("readonly CancellationTokenSource _end = new(); Task _work = null!; public async Task SendAsync() { _work = FAsync([|X.CreateLinkedTokenSource(_end.Token)|].Token); await Task.Yield(); } public async Task DisposeAsync() { await _work; _end.Dispose(); }")]
    public Task Stays_on_what_it_is_linked_to(string members) => Verify.ReportsAsync(
        InClass(members.Replace("X.", "CancellationTokenSource.", StringComparison.Ordinal)));

    [Fact]
    public Task A_source_of_the_object_that_each_call_links_to() => FixesAsync(
        $"readonly CancellationTokenSource _end = new(); public async Task SendAsync() {{ var cts = [|{Linked}(_end.Token)|]; await FAsync(cts.Token); }} public void Dispose() => _end.Dispose();",
        $"readonly CancellationTokenSource _end = new(); public async Task SendAsync() {{ using var cts = {Linked}(_end.Token); await FAsync(cts.Token); }} public void Dispose() => _end.Dispose();");

    // Linked sources

    [Theory]
    [InlineData("async Task M(CancellationToken t) {", " await FAsync(cts.Token); }")]
    [InlineData("async Task M(CancellationToken t) {", " cts.CancelAfter(100); await FAsync(cts.Token).ConfigureAwait(false); }")]
    [InlineData("async Task<int> M(CancellationToken t) {", " return await GAsync(1, cts.Token); }")]
    [InlineData("async ValueTask M(CancellationToken t) {", " var token = cts.Token; await FAsync(token); await FAsync(token); }")]
    [InlineData("async Task M(CancellationToken t) {", " await foreach (var x in Stream(cts.Token)) Keep(x); }")]
    [InlineData("async Task M(CancellationToken t) {", " await foreach (var x in Stream(default).WithCancellation(cts.Token).ConfigureAwait(false)) Keep(x); }")]
    [InlineData("async Task M(CancellationToken t) {", " await Task.WhenAll(FAsync(cts.Token), GAsync(2, cts.Token)); }")]
    [InlineData("async Task M(int[] a, CancellationToken t) {", " await Task.WhenAll(a.Select(x => GAsync(x, cts.Token))); }")]
    [InlineData("async Task M(int[] a, CancellationToken t) {", " await Parallel.ForEachAsync(a, cts.Token, async (x, u) => await FAsync(u)); }")]
    [InlineData("async Task M(Task work, CancellationToken t) {", " if (await Task.WhenAny(work, Task.Delay(50, cts.Token)) == work) cts.Cancel(); await work; }")]
    [InlineData("async Task M(CancellationToken t) {", " try { await FAsync(cts.Token); } catch (OperationCanceledException e) when (e.CancellationToken == cts.Token) { } }")]
    [InlineData("void M(SemaphoreSlim s, CancellationToken t) {", " s.Wait(cts.Token); cts.Token.ThrowIfCancellationRequested(); }")]
    [InlineData("async Task M(CancellationToken t) { if (t.CanBeCanceled) {", " await FAsync(cts.Token); } }")]
    [InlineData("async Task M(CancellationToken t) { async Task L(CancellationToken t) {", " await FAsync(cts.Token); } await L(t); }")]
    [InlineData("async IAsyncEnumerable<int> M([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken t) {", " await FAsync(cts.Token); yield return 1; }")]
    public Task Linked_source_gets_a_using(string before, string after) => FixesAsync(
        $$"""{{before}} var cts = [|{{Linked}}(t)|];{{after}}""",
        $$"""{{before}} using var cts = {{Linked}}(t);{{after}}""");

    [Theory]
    [InlineData("t, CancellationToken.None")]
    [InlineData("default, t")]
    [InlineData("_stopping")]
    [InlineData("this._stopping, t")]
    [InlineData("Program.Token")]
    [InlineData("new[] { t, _stopping }")]
    [InlineData("new CancellationToken[] { t }")]
    [InlineData("u ?? t")]
    [InlineData("_own?.Token ?? default")]
    [InlineData("_own!.Token")]
    public Task Parents_that_live_longer(string parents) => FixesAsync(
        $$"""async Task M(CancellationToken? u, CancellationToken t) { var cts = [|{{Linked}}({{parents}})|]; await FAsync(cts.Token); }""",
        $$"""async Task M(CancellationToken? u, CancellationToken t) { using var cts = {{Linked}}({{parents}}); await FAsync(cts.Token); }""");

    [Theory]
    [InlineData("CancellationToken.None")]
    [InlineData("default(CancellationToken), CancellationToken.None")]
    [InlineData("new CancellationToken()")]
    [InlineData("own.Token")]
    [InlineData("token")]
    [InlineData("Fresh")]
    [InlineData("_own.Token")]
    public Task Parents_of_the_call_itself(string parents) => Verify.SilentAsync(InClass($$"""
        async Task M()
        {
            using var own = new CancellationTokenSource();
            var token = own.Token;
            _own = new CancellationTokenSource();
            var cts = {{Linked}}({{parents}});
            await FAsync(cts.Token);
        }
        """));

    [Theory]
    [InlineData("using var cts = X; await FAsync(cts.Token);")]
    [InlineData("using (var cts = X) await FAsync(cts.Token);")]
    [InlineData("var cts = X; try { await FAsync(cts.Token); } finally { cts.Dispose(); }")]
    [InlineData("var cts = X; try { await FAsync(cts.Token); } finally { cts?.Dispose(); }")]
    [InlineData("var cts = X; using (cts) await FAsync(cts.Token);")]
    [InlineData("var cts = X; using var same = cts; await FAsync(cts.Token);")]
    [InlineData("var cts = X; _ = FAsync(cts.Token).ContinueWith(_ => cts.Dispose());")]
    [InlineData("var cts = X; await FAsync(cts.Token); ((IDisposable)cts).Dispose();")]
    [InlineData("var cts = X; await FAsync(cts.Token); (cts as IDisposable)?.Dispose();")]
    [InlineData("var cts = X; Action end = cts.Dispose; await FAsync(cts.Token); end();")]
    [InlineData("var cts = X; Keep(cts); await FAsync(cts.Token);")]
    [InlineData("var cts = X; Keep(new object[] { cts }); await FAsync(cts.Token);")]
    [InlineData("var cts = X; Keep((cts, 1)); await FAsync(cts.Token);")]
    [InlineData("var cts = X; _all[1] = cts; await FAsync(cts.Token);")]
    [InlineData("var cts = X; _all.Add(1, cts); await FAsync(cts.Token);")]
    [InlineData("_all[1] = X; await FAsync(_all[1].Token);")]
    [InlineData("_all.Add(1, X);")]
    [InlineData("Keep(X);")]
    [InlineData("var cts = X; var list = new List<CancellationTokenSource> { cts }; await FAsync(cts.Token); list.ForEach(c => c.Dispose());")]
    [InlineData("Action end = () => { }; var cts = X; end += () => cts.Dispose(); await FAsync(cts.Token); end();")]
    [InlineData("CancellationTokenSource cts = null; try { cts = X; await FAsync(cts.Token); } finally { cts?.Dispose(); }")]
    public Task Sources_that_are_disposed_or_handed_on(string body)
        => Verify.SilentAsync("#nullable disable\n" + InClass($$"""async Task M(CancellationToken t) { await Task.Yield(); {{body.Replace("X", Linked + "(t)")}} }"""));

    [Theory]
    [InlineData("CancellationTokenSource M(CancellationToken t) => X;")]
    [InlineData("CancellationTokenSource M(CancellationToken t) { var cts = X; cts.CancelAfter(5); return cts; }")]
    [InlineData("(CancellationTokenSource, int) M(CancellationToken t) => (X, 1);")]
    [InlineData("void M(CancellationToken t, out CancellationTokenSource cts) { cts = X; }")]
    [InlineData("IEnumerable<CancellationTokenSource> M(CancellationToken t) { yield return X; }")]
    [InlineData("public CancellationTokenSource? Current; void M(CancellationToken t) { Current = X; }")]
    [InlineData("internal CancellationTokenSource? Current { get; private set; } void M(CancellationToken t) { this.Current = X; }")]
    [InlineData("class Item { public CancellationTokenSource? Cts; } void M(Item i, CancellationToken t) { i.Cts = X; }")]
    [InlineData("Func<CancellationTokenSource> M(CancellationToken t) => () => X;")]
    [InlineData("static CancellationTokenSource F = CancellationTokenSource.CreateLinkedTokenSource(Program.Token);")]
    [InlineData("readonly CancellationToken _mine; C(CancellationToken t) { var cts = X; _mine = cts.Token; }")]
    [InlineData("Task StartAsync(CancellationToken t) { var cts = X; return FAsync(cts.Token); }")]
    [InlineData("async Task InitializeAsync(CancellationToken t) { var cts = X; await FAsync(cts.Token); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; while (!cts.IsCancellationRequested) await FAsync(cts.Token); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; while (true) await FAsync(cts.Token); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; _ = FAsync(cts.Token); await Task.Delay(Timeout.Infinite, t); }")]
    public Task Sources_of_somebody_else_or_of_the_whole_program(string members)
        => Verify.SilentAsync(InClass(members.Replace("X", Linked + "(t)")));

    [Theory]
    [InlineData("Task M(CancellationToken t) { var cts = X; return FAsync(cts.Token); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; _ = FAsync(cts.Token); await Task.Yield(); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; var work = FAsync(cts.Token); await Task.WhenAny(work, Task.Delay(5)); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; Keep(cts.Token); await Task.Yield(); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; Console.CancelKeyPress += (_, _) => cts.Cancel(); await FAsync(cts.Token); }")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; ThreadPool.QueueUserWorkItem(_ => FAsync(cts.Token)); await Task.Yield(); }")]
    [InlineData("async Task M(CancellationToken t) { CancellationTokenSource cts; cts = X; await FAsync(cts.Token); }")]
    [InlineData("IAsyncEnumerable<int> M(CancellationToken t) { var cts = X; return Stream(cts.Token); }")]
    [InlineData("Task M(CancellationToken t) => FAsync(X.Token);")]
    [InlineData("CancellationToken M(CancellationToken t) { var token = X.Token; return token; }")]
    [InlineData("CancellationToken Own => CancellationTokenSource.CreateLinkedTokenSource(_stopping).Token;")]
    [InlineData("async Task M(CancellationToken t) { var cts = X; while (!cts.IsCancellationRequested) { await FAsync(cts.Token); cts.Cancel(); _ = FAsync(cts.Token); } }")]
    public Task Sources_that_outlive_the_function_are_reported_without_a_fix(string members)
    {
        string marked = members.Replace("X", $"[|{Linked}(t)|]").Replace("CancellationTokenSource.CreateLinkedTokenSource(_stopping)", "[|CancellationTokenSource.CreateLinkedTokenSource(_stopping)|]");
        return Verify.ReportsAsync(InClass(marked));
    }

    [Fact]
    public Task Loops_repeat_what_would_happen_once() => FixesAsync($$"""
        async Task StartAsync(CancellationToken t)
        {
            while (!t.IsCancellationRequested)
            {
                // one at a time
                var cts = [|{{Linked}}(t)|]; // linked
                cts.CancelAfter(10);
                await FAsync(cts.Token);
            }
        }
        """, $$"""
        async Task StartAsync(CancellationToken t)
        {
            while (!t.IsCancellationRequested)
            {
                // one at a time
                using var cts = {{Linked}}(t); // linked
                cts.CancelAfter(10);
                await FAsync(cts.Token);
            }
        }
        """);

    [Fact]
    public Task Token_of_a_source_that_nothing_holds() => FixesAsync($$"""
        async Task M(int[] items, CancellationToken t)
        {
            foreach (int source in items)
            {
                // limited
                var limited = [|CancellationTokenSource
                    .CreateLinkedTokenSource(t, _stopping)|]
                    .Token;
                await GAsync(source, limited);
                await FAsync([|{{Linked}}(t)|].Token);
            }
        }
        """, $$"""
        async Task M(int[] items, CancellationToken t)
        {
            foreach (int source in items)
            {
                // limited
                using var source2 = CancellationTokenSource
                    .CreateLinkedTokenSource(t, _stopping);
                var limited = source2.Token;
                await GAsync(source, limited);
                using var source3 = {{Linked}}(t);
                await FAsync(source3.Token);
            }
        }
        """);

    [Fact]
    public Task Using_statement_before_CSharp_8() => Verify.FixesAsync("""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            static Task FAsync(CancellationToken t) { return Task.CompletedTask; }
            async Task M(CancellationToken t)
            {
                Console.WriteLine();
                // linked
                var cts = [|CancellationTokenSource.CreateLinkedTokenSource(t)|];

                // wait
                await FAsync(cts.Token);
                if (t.CanBeCanceled)
                {
                    await FAsync(cts.Token);
                }
            }
        }
        """, """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            static Task FAsync(CancellationToken t) { return Task.CompletedTask; }
            async Task M(CancellationToken t)
            {
                Console.WriteLine();
                // linked
                using (var cts = CancellationTokenSource.CreateLinkedTokenSource(t))
                {
                    // wait
                    await FAsync(cts.Token);
                    if (t.CanBeCanceled)
                    {
                        await FAsync(cts.Token);
                    }
                }
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    // Timed sources

    [Theory]
    [InlineData("var cts = new CancellationTokenSource(500)")]
    [InlineData("var cts = new CancellationTokenSource(TimeSpan.FromSeconds(5))")]
    [InlineData("CancellationTokenSource cts = new(TimeSpan.FromSeconds(5))")]
    [InlineData("var cts = new System.Threading.CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System)")]
    public Task Timed_source_is_a_suggestion(string declaration)
    {
        string marked = declaration.Replace("= ", "= {|#0:") + "|}";
        return Verify.FixesAsync(
            InClass($$"""async Task M() { {{marked}}; await FAsync(cts.Token); }"""),
            InClass($$"""async Task M() { using {{declaration}}; await FAsync(cts.Token); }"""),
            configure: test => test.TestState.ExpectedDiagnostics.Add(Expected(DiagnosticSeverity.Info,
                "'cts' keeps its timer until the time has passed because it is never disposed; add 'using'")));
    }

    [Fact]
    public Task Timed_source_in_a_loop_and_one_that_gets_its_time_later() => FixesAsync("""
        async Task M(int[] items)
        {
            foreach (int item in items)
            {
                var cts = [|new CancellationTokenSource(500)|];
                await GAsync(item, cts.Token);
                var later = [|new CancellationTokenSource()|];
                later.CancelAfter(item);
                await GAsync(item, later.Token);
                await FAsync([|new CancellationTokenSource(TimeSpan.FromSeconds(item))|].Token);
            }
        }
        """, """
        async Task M(int[] items)
        {
            foreach (int item in items)
            {
                using var cts = new CancellationTokenSource(500);
                await GAsync(item, cts.Token);
                using var later = new CancellationTokenSource();
                later.CancelAfter(item);
                await GAsync(item, later.Token);
                using var source = new CancellationTokenSource(TimeSpan.FromSeconds(item));
                await FAsync(source.Token);
            }
        }
        """);

    [Theory]
    [InlineData("var cts = new CancellationTokenSource(); await FAsync(cts.Token);")]
    [InlineData("await FAsync(new CancellationTokenSource().Token);")]
    [InlineData("var cts = new CancellationTokenSource(-1); await FAsync(cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(0); await FAsync(cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(Timeout.InfiniteTimeSpan); await FAsync(cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(Timeout.Infinite); await FAsync(cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(5); await FAsync(cts.Token); cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(5); await FAsync(cts.Token); cts.Dispose();")]
    [InlineData("_source = new CancellationTokenSource(); await FAsync(_source.Token);")]
    [InlineData("_source = new(); await FAsync(_source.Token);")]
    public Task Sources_without_a_timer(string body)
        => Verify.SilentAsync(InClass($$"""CancellationTokenSource? _source; async Task M() { {{body}} }"""));

    [Fact]
    public Task Types_of_the_same_name() => Verify.SilentAsync("""
        namespace Other
        {
            class CancellationTokenSource
            {
                public CancellationTokenSource(int x) { }
                public CancellationToken Token => default;
                public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken t) => new(1);
            }
            class Registry { public void Register(Action a) { } }
            class C
            {
                async Task M(CancellationToken t, Registry token, object state)
                {
                    var a = new CancellationTokenSource(500);
                    var b = CancellationTokenSource.CreateLinkedTokenSource(t);
                    token.Register(() => state.ToString());
                    await Task.Delay(1, a.Token);
                    await Task.Delay(1, b.Token);
                }
            }
        }
        """);

    // Fields

    [Fact]
    public Task Field_that_nothing_disposes() => Verify.FixesAsync($$"""
        sealed class C : IDisposable
        {
            private CancellationTokenSource? _cts;
            public async Task LoadAsync(CancellationToken t)
            {
                _cts = [|{{Linked}}(t)|];
                await Task.Delay(5, _cts.Token);
            }
            public void Dispose()
            {
                // all
                Console.WriteLine();
            }
        }
        """, $$"""
        sealed class C : IDisposable
        {
            private CancellationTokenSource? _cts;
            public async Task LoadAsync(CancellationToken t)
            {
                _cts = [|{{Linked}}(t)|];
                await Task.Delay(5, _cts.Token);
            }
            public void Dispose()
            {
                // all
                Console.WriteLine();
                _cts?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Field_of_a_type_with_the_pattern_and_without_a_Dispose() => Verify.FixesAsync($$"""
        class C : IDisposable
        {
            private CancellationTokenSource? _cts;
            public Task LoadAsync(CancellationToken t)
            {
                this._cts = [|{{Linked}}(t)|];
                return Task.Delay(5, this._cts.Token);
            }
            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                }
            }
            public void Dispose() { Dispose(true); }
        }
        partial class D
        {
            private CancellationTokenSource? Current { get; set; }
            public Task LoadAsync(CancellationToken t)
            {
                Current?.Cancel();
                Current = [|{{Linked}}(t)|];
                return Task.Delay(5, Current.Token);
            }
        }
        """, $$"""
        class C : IDisposable
        {
            private CancellationTokenSource? _cts;
            public Task LoadAsync(CancellationToken t)
            {
                this._cts = [|{{Linked}}(t)|];
                return Task.Delay(5, this._cts.Token);
            }
            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    this._cts?.Dispose();
                }
            }
            public void Dispose() { Dispose(true); }
        }
        partial class D
        {
            private CancellationTokenSource? Current { get; set; }
            public Task LoadAsync(CancellationToken t)
            {
                Current?.Cancel();
                Current = [|{{Linked}}(t)|];
                return Task.Delay(5, Current.Token);
            }
        }
        """);

    [Fact]
    public Task Field_that_is_disposed_at_the_end_only() => Verify.FixesAsync($$"""
        sealed class C : IDisposable
        {
            private CancellationTokenSource? _cts;
            public Task LoadAsync(CancellationToken stop)
            {
                // the last one
                _cts?.Cancel();
                _cts = {|#0:{{Linked}}(stop)|};
                return Task.Delay(5, _cts.Token);
            }
            public void Dispose() => _cts?.{|#1:Dispose|}();
        }
        """.Replace("_cts?.{|#1:Dispose|}", "{|#1:_cts|}?.Dispose"), $$"""
        sealed class C : IDisposable
        {
            private CancellationTokenSource? _cts;
            public Task LoadAsync(CancellationToken stop)
            {
                // the last one
                _cts?.Cancel();
                _cts?.Dispose();
                _cts = {{Linked}}(stop);
                return Task.Delay(5, _cts.Token);
            }
            public void Dispose() => _cts?.Dispose();
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(Expected(DiagnosticSeverity.Info,
            "'_cts' is disposed only at the end (Test0.cs:11), so a replaced source stays registered on 'stop'; call 'Dispose' first")
            .WithLocation(1)));

    [Theory]
    [InlineData("void M(CancellationToken t) { _cts = X; } void End() { _cts?.Dispose(); }")]
    [InlineData("void M(CancellationToken t) { _cts?.Dispose(); _cts = X; } public void Dispose() { _cts?.Dispose(); }")]
    [InlineData("void M(CancellationToken t) { Dispose(); _cts = X; } public void Dispose() { _cts?.Dispose(); }")]
    [InlineData("void M(CancellationToken t) { if (_cts is null) _cts = X; }")]
    [InlineData("void M(CancellationToken t) { if (_cts != null) return; _cts = X; }")]
    [InlineData("void M(CancellationToken t) { _cts ??= X; }")]
    [InlineData("void M(CancellationToken t) { _cts = X; } void End() { Keep(_cts!); }")]
    [InlineData("void M(CancellationToken t) { _cts = X; } void End() { Interlocked.Exchange(ref _cts, null)?.Dispose(); }")]
    [InlineData("void M(CancellationToken t) { _cts = X; } void End() { var cts = _cts; _cts = null; cts?.Dispose(); }")]
    [InlineData("void M(CancellationToken t) { _cts = X; } void End(C other) { other._cts?.Dispose(); }")]
    [InlineData("void M(CancellationToken t) { _cts = X; } void End(List<C> all) { all[0]._cts!.Dispose(); }")]
    [InlineData("void M(CancellationToken t) { _cts = X; } CancellationTokenSource? Current => _cts;")]
    [InlineData("C(CancellationToken t) { _cts = X; }")]
    [InlineData("void Start(CancellationToken t) { _cts = X; }")]
    [InlineData("void M(CancellationToken t) { _cts = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None); }")]
    [InlineData("void M() { _cts = new CancellationTokenSource(); } void End() => _cts?.CancelAfter(5);")]
    [InlineData("void M() { _cts = new CancellationTokenSource(50); } void End() => _cts?.Cancel();")]
    public Task Fields_that_are_disposed_or_made_once(string members)
        => Verify.SilentAsync(InClass("CancellationTokenSource? _cts; " + members.Replace("X", Linked + "(t)")));

    [Fact]
    public Task Field_that_another_part_disposes() => Verify.SilentAsync($$"""
        partial class C
        {
            private CancellationTokenSource? _cts;
            public void Load(CancellationToken t) { _cts = {{Linked}}(t); }
        }
        """, configure: test => test.TestState.Sources.Add("""
        partial class C
        {
            private void Unload() { _cts?.Dispose(); }
        }
        """));

    // Registrations

    [Fact]
    public Task Registration_of_a_call() => FixesAsync("""
        async Task<int> M(Task<int> work, CancellationToken t)
        {
            var tcs = new TaskCompletionSource<int>();
            // cancelled
            t.[|Register|](() => tcs.TrySetCanceled()); // at any time
            return await await Task.WhenAny(work, tcs.Task);
        }
        """, """
        async Task<int> M(Task<int> work, CancellationToken t)
        {
            var tcs = new TaskCompletionSource<int>();
            // cancelled
            using var registration = t.Register(() => tcs.TrySetCanceled()); // at any time
            return await await Task.WhenAny(work, tcs.Task);
        }
        """);

    [Theory]
    [InlineData("t.[|Register|](() => tcs.TrySetCanceled());", "using var registration = t.Register(() => tcs.TrySetCanceled());")]
    [InlineData("_ = t.[|Register|](() => tcs.TrySetCanceled(t));", "using var registration = t.Register(() => tcs.TrySetCanceled(t));")]
    [InlineData("var r = t.[|Register|](() => tcs.TrySetCanceled());", "using var r = t.Register(() => tcs.TrySetCanceled());")]
    [InlineData("t.[|Register|](s => ((TaskCompletionSource)s!).TrySetCanceled(), tcs);", "using var registration = t.Register(s => ((TaskCompletionSource)s!).TrySetCanceled(), tcs);")]
    [InlineData("t.[|UnsafeRegister|](static s => ((TaskCompletionSource)s!).TrySetCanceled(), tcs);", "using var registration = t.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetCanceled(), tcs);")]
    [InlineData("t.[|Register|](tcs.SetCanceled);", "using var registration = t.Register(tcs.SetCanceled);")]
    [InlineData("t.[|Register|](delegate { tcs.TrySetCanceled(); }, false);", "using var registration = t.Register(delegate { tcs.TrySetCanceled(); }, false);")]
    [InlineData("_stopping.[|Register|](() => { tcs.TrySetCanceled(); });", "using var registration = _stopping.Register(() => { tcs.TrySetCanceled(); });")]
    [InlineData("Program.Token.[|Register|](() => tcs.TrySetCanceled());", "using var registration = Program.Token.Register(() => tcs.TrySetCanceled());")]
    public Task Forms_of_registration(string before, string after) => FixesAsync(
        $$"""async Task M(CancellationToken t) { var tcs = new TaskCompletionSource(); {{before}} await tcs.Task; }""",
        $$"""async Task M(CancellationToken t) { var tcs = new TaskCompletionSource(); {{after}} await tcs.Task; }""");

    [Theory]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<int, TaskCompletionSource> _asked = new(); public Task Ask(int id, CancellationToken t) { _asked[id] = new TaskCompletionSource(); t.[|Register|](() => _asked.TryRemove(id, out _)); return _asked[id].Task; }")]
    [InlineData("Task M(System.Diagnostics.Process p, CancellationToken t) { var tcs = new TaskCompletionSource(); p.Exited += (_, _) => tcs.TrySetResult(); t.[|Register|](() => tcs.TrySetCanceled()); return tcs.Task; }")]
    [InlineData("async Task M(System.Diagnostics.Process p, CancellationToken t) { t.[|Register|](() => p.Kill()); await FAsync(t); }")]
    [InlineData("async Task M(CancellationToken t) { var tcs = new TaskCompletionSource(); t.[|Register|](() => tcs.TrySetCanceled()); _ = Task.Run(() => tcs.TrySetResult()); await tcs.Task; }")]
    [InlineData("async Task StartAsync(CancellationToken t) { foreach (var p in System.Diagnostics.Process.GetProcesses()) { t.[|Register|](() => p.Kill()); await FAsync(t); } }")]
    public Task Registrations_that_are_needed_longer(string members) => Verify.ReportsAsync(InClass(members));

    [Theory]
    [InlineData("async Task M(CancellationToken t) { t.Register(() => Console.WriteLine()); await FAsync(t); }")]
    [InlineData("async Task M(object o, CancellationToken t) { using (t.Register(() => Keep(o))) await FAsync(t); }")]
    [InlineData("async Task M(object o, CancellationToken t) { await using var r = t.Register(() => Keep(o)); await FAsync(t); }")]
    [InlineData("async Task M(object o, CancellationToken t) { var r = t.Register(() => Keep(o)); await FAsync(t); r.Dispose(); }")]
    [InlineData("async Task M(object o, CancellationToken t) { var r = t.Register(() => Keep(o)); await FAsync(t); r.Unregister(); }")]
    [InlineData("CancellationTokenRegistration M(object o, CancellationToken t) => t.Register(() => Keep(o));")]
    [InlineData("CancellationTokenRegistration _r; void M(object o, CancellationToken t) { _r = t.Register(() => Keep(o)); }")]
    [InlineData("void M(object o, CancellationToken t) { Keep(t.Register(() => Keep(o))); }")]
    [InlineData("C(object o, CancellationToken t) { t.Register(() => Keep(o)); }")]
    [InlineData("void Start(object o, CancellationToken t) { t.Register(() => Keep(o)); }")]
    [InlineData("interface ILifetime { CancellationToken ApplicationStopping { get; } CancellationToken ApplicationStopped { get; } } static void UseServer(IServiceProvider services, ILifetime lifetime, IDisposable server) { lifetime.ApplicationStopping.Register(server.Dispose); lifetime.ApplicationStopped.Register(() => server.Dispose()); }")]
    [InlineData("async Task M(object o, CancellationToken t) { t.Register(() => Keep(o)); while (!t.IsCancellationRequested) await FAsync(t); }")]
    [InlineData("async Task M(object o, CancellationToken t) { t.Register(() => Keep(o)); await Task.Delay(-1, t); }")]
    [InlineData("async Task M(object o) { using var cts = new CancellationTokenSource(); cts.Token.Register(() => Keep(o)); await FAsync(cts.Token); }")]
    [InlineData("async Task M(object o) { var t = CancellationToken.None; t.Register(() => Keep(o)); await FAsync(t); }")]
    [InlineData("class Request { public CancellationToken Token { get; set; } } async Task M(Request r, object o) { r.Token.Register(() => Keep(o)); await FAsync(r.Token); }")]
    [InlineData("async Task M(int n, CancellationToken t) { t.Register(() => Keep(n)); await FAsync(t); }")]
    // As libraries write it.
    [InlineData("readonly object _lock = new(); CancellationTokenRegistration? _reg; void Arm(object o, CancellationToken t) { lock (_lock) { _reg ??= t.Register(() => Keep(o)); } }")]
    [InlineData("static Task<T> Wait<T>(Task<T> task, CancellationToken t) { var tcs = new TaskCompletionSource<T>(); var reg = t.Register(() => tcs.TrySetCanceled()); task.ContinueWith(x => { reg.Dispose(); tcs.TrySetResult(x.Result); }); return tcs.Task; }")]
    [InlineData("sealed class Op : IDisposable { readonly CancellationTokenRegistration _r; public Op(object o, CancellationToken t) { _r = t.Register(s => Keep(s!), o); } public void Dispose() => _r.Dispose(); }")]
    [InlineData("IDisposable Watch(object o, CancellationToken t) { return t.Register(() => Keep(o)); }")]
    [InlineData("async Task M(object o, CancellationToken t) { CancellationTokenRegistration r = default; try { r = t.Register(() => Keep(o)); await FAsync(t); } finally { await r.DisposeAsync(); } }")]
    // What callers want to run is handed on.
    [InlineData("struct Awaiter : System.Runtime.CompilerServices.ICriticalNotifyCompletion { readonly CancellationToken token; public Awaiter(CancellationToken t) { token = t; } public void OnCompleted(Action continuation) => token.Register(continuation); public void UnsafeOnCompleted(Action continuation) { token.UnsafeRegister(static o => ((Action)o!)(), continuation); } }")]
    [InlineData("class Awaiter : System.Runtime.CompilerServices.INotifyCompletion { readonly CancellationToken _token; public void OnCompleted(Action continuation) { _token.Register(continuation); } }")]
    [InlineData("public void OnShutdown(Action callback) { ArgumentNullException.ThrowIfNull(callback); _stopping.Register(callback); }")]
    [InlineData("public static void WhenCancelled(CancellationToken token, Action<object?> callback, object? state) => token.Register(callback, state);")]
    [InlineData("CancellationTokenSource _cts = new(); void Restart() { _cts.Cancel(); _cts = new CancellationTokenSource(); } void Watch(object o) { this._cts.Token.Register(() => Keep(o)); }")]
    public Task Registrations_that_end_or_happen_once(string members) => Verify.SilentAsync(InClass(members));

    [Fact]
    public Task Registration_before_CSharp_8() => Verify.FixesAsync("""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            async Task M(CancellationToken t)
            {
                var tcs = new TaskCompletionSource<int>();
                t.[|Register|](() => tcs.TrySetCanceled());
                await tcs.Task;
            }
        }
        """, """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            async Task M(CancellationToken t)
            {
                var tcs = new TaskCompletionSource<int>();
                using (t.Register(() => tcs.TrySetCanceled()))
                {
                    await tcs.Task;
                }
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    // Severities and messages

    [Theory]
    [InlineData("public async Task M(CancellationToken stop) { var cts = {|#0:X(stop)|}; await FAsync(cts.Token); }", DiagnosticSeverity.Warning,
        "'cts' stays registered on 'stop' after each call because it is never disposed; add 'using'", true)]
    [InlineData("public Task M(CancellationToken t) { var cts = {|#0:X(t, _stopping)|}; return FAsync(cts.Token); }", DiagnosticSeverity.Warning,
        "'cts' stays registered on 't' after each call because it is never disposed; call 'Dispose' when its work ends", false)]
    [InlineData("public async Task M() { await FAsync({|#0:X(Program.Token)|}.Token); }", DiagnosticSeverity.Warning,
        "This source stays registered on 'Program.Token' after each call because it is never disposed; hold it in a 'using' variable", true)]
    [InlineData("public async Task M(CancellationToken[] all) { var cts = {|#0:X(all)|}; await FAsync(cts.Token); }", DiagnosticSeverity.Warning,
        "'cts' stays registered on 'all' after each call because it is never disposed; add 'using'", true)]
    [InlineData("async Task M() { var cts = {|#0:X(Tokens())|}; await FAsync(cts.Token); } CancellationToken[] Tokens() => new CancellationToken[0];",
        DiagnosticSeverity.Info, "'cts' stays registered on the tokens that it is given after each call because it is never disposed; add 'using'", true)]
    [InlineData("public void StartReading(CancellationToken t) { FAsync({|#0:X(t)|}.Token); }", DiagnosticSeverity.Info,
        "This source stays registered on 't' after each call because it is never disposed; call 'Dispose' when its work ends", false)]
    [InlineData("public void ConnectAsync(CancellationToken t) { FAsync({|#0:X(t)|}.Token); }", DiagnosticSeverity.Info,
        "This source stays registered on 't' after each call because it is never disposed; call 'Dispose' when its work ends", false)]
    [InlineData("public interface ILifetime { CancellationToken ApplicationStopping { get; } } public async Task InvokeAsync(object o, ILifetime lifetime) { lifetime.ApplicationStopping.{|#0:Register|}(() => Keep(o)); await Task.Yield(); }", DiagnosticSeverity.Warning,
        "Each call leaves a callback registered on 'lifetime.ApplicationStopping'; call 'Dispose' when the work ends", false)]
    [InlineData("async Task RunAsync(CancellationToken t) { var cts = {|#0:X(t)|}; await FAsync(cts.Token); }", DiagnosticSeverity.Info,
        "'cts' stays registered on 't' after each call because it is never disposed; add 'using'", true)]
    [InlineData("CancellationTokenSource? _cts; public async Task M(CancellationToken t) { _cts = {|#0:X(t)|}; await FAsync(_cts.Token); }", DiagnosticSeverity.Warning,
        "'_cts' stays registered on 't' after each call because it is never disposed; call 'Dispose' when its owner ends", false)]
    [InlineData("public async Task M(object o, CancellationToken t) { t.{|#0:Register|}(() => Keep(o)); await FAsync(t); }", DiagnosticSeverity.Warning,
        "Each call leaves a callback registered on 't'; call 'Dispose' when the work ends", false)]
    [InlineData("async Task M(CancellationToken t) { t.{|#0:Register|}(() => End()); await FAsync(t); } void End() { }", DiagnosticSeverity.Info,
        "Each call leaves a callback registered on 't'; call 'Dispose' when the work ends", false)]
    [InlineData("Task M(CancellationToken t) { var tcs = new TaskCompletionSource(); t.{|#0:Register|}(() => tcs.SetResult()); return tcs.Task; }", DiagnosticSeverity.Info,
        "Each call leaves a callback registered on 't'; call 'Dispose' when the work ends", false)]
    public Task Messages(string members, DiagnosticSeverity severity, string message, bool isFixed)
        => isFixed
            ? Verify.FixesAsync(InClass(members.Replace("X", Linked)), InClass(Fixed(members).Replace("X", Linked)),
                configure: test => test.TestState.ExpectedDiagnostics.Add(Expected(severity, message)))
            : Verify.ReportsAsync(InClass(members.Replace("X", Linked)),
                configure: test => test.TestState.ExpectedDiagnostics.Add(Expected(severity, message)));

    // How often

    [Theory]
    [InlineData("public async Task M(CancellationToken t) { {|#0:X(t)|}.Token.ToString(); await Task.Yield(); }")]
    [InlineData("internal void M(CancellationToken t) => FAsync({|#0:X(t)|}.Token);")]
    [InlineData("public CancellationToken P => {|#0:X(_stopping)|}.Token;")]
    [InlineData("void Start(CancellationToken t) { foreach (int i in new int[9]) Inner(t); } void Inner(CancellationToken t) { FAsync({|#0:X(t)|}.Token); }")]
    [InlineData("public void M(CancellationToken t) { Inner(t); } void Inner(CancellationToken t) { Deep(t); } void Deep(CancellationToken t) { FAsync({|#0:X(t)|}.Token); }")]
    [InlineData("public void M(CancellationToken t) { Inner(); void Inner() { FAsync({|#0:X(t)|}.Token); } }")]
    [InlineData("public void M(CancellationToken t) { Task.Run(() => FAsync({|#0:X(t)|}.Token)); }")]
    [InlineData("void Start(CancellationToken t) { Inner(t); } public void M(CancellationToken t) { Inner(t); } void Inner(CancellationToken t) { FAsync({|#0:X(t)|}.Token); }")]
    [InlineData("bool _busy; public void M(CancellationToken t) { if (_on) { _busy = true; FAsync({|#0:X(t)|}.Token); } } bool _on;")]
    [InlineData("bool _done; public void M(int[] a, CancellationToken t) { if (!_done) { _done = true; foreach (int i in a) { FAsync({|#0:X(t)|}.Token); } } }")]
    public Task Again_and_again(string members) => Verify.ReportsAsync(InClass(members.Replace("X", Linked)),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5004", DiagnosticSeverity.Warning).WithLocation(0)));

    [Theory]
    [InlineData("void M(CancellationToken t) { FAsync({|#0:X(t)|}.Token); }")]
    [InlineData("void On(object? s, EventArgs e) { FAsync({|#0:X(_stopping)|}.Token); } event EventHandler? E; public void M() { E += On; }")]
    [InlineData("Func<CancellationToken, Task> F() => Inner; Task Inner(CancellationToken t) => FAsync({|#0:X(t)|}.Token);")]
    [InlineData("bool _connected; public void M(CancellationToken t) { if (!_connected) { FAsync({|#0:X(t)|}.Token); _connected = true; } } public void Lost() { _connected = false; }")]
    [InlineData("bool _busy; public async Task M(CancellationToken t) { if (_busy) return; _busy = true; try { await FAsync({|#0:X(t)|}.Token); } finally { _busy = false; } }", true)]
    [InlineData("public bool Connected; public void M(CancellationToken t) { if (!Connected) { FAsync({|#0:X(t)|}.Token); Connected = true; } }")]
    [InlineData("int _started; public void M(CancellationToken t) { if (Interlocked.Exchange(ref _started, 1) == 0) { FAsync({|#0:X(t)|}.Token); } } public void End() { Interlocked.Exchange(ref _started, 0); }")]
    [InlineData("Task? _run; public void M(CancellationToken t) { if (_run == null) { _run = FAsync({|#0:X(t)|}.Token); } } public void End() { _run = null; }")]
    public Task Nobody_knows_how_often(string members, bool isFixed = false)
    {
        DiagnosticResult expected = new DiagnosticResult("ASYNC5004", DiagnosticSeverity.Info).WithLocation(0);
        string source = InClass(members.Replace("X", Linked));
        return isFixed
            ? Verify.FixesAsync(source, InClass(members.Replace("X", Linked).Replace("{|#0:", "").Replace("|}", "")
                .Replace($"await FAsync({Linked}(t).Token)", $"using var source = {Linked}(t); await FAsync(source.Token)")),
                configure: test => test.TestState.ExpectedDiagnostics.Add(expected))
            : Verify.ReportsAsync(source, configure: test => test.TestState.ExpectedDiagnostics.Add(expected));
    }

    [Theory]
    [InlineData("bool _resolved; async Task M(CancellationToken t) { var own = t; try { if (!_resolved) { own = X(t).Token; } await FAsync(own); } finally { _resolved = true; } }")]
    [InlineData("bool _started; public void M(CancellationToken t) { if (_started) { return; } _started = true; FAsync(X(t).Token); }")]
    [InlineData("bool _started; public void M(CancellationToken t) { if (_started == false && t.CanBeCanceled) { _started = true; FAsync(X(t).Token); } }")]
    [InlineData("bool _started; public void M(CancellationToken t) { if (this._started) { } else { this._started = true; FAsync(X(t).Token); } }")]
    [InlineData("bool _first = true; public void M(CancellationToken t) { if (_first) { _first = false; FAsync(X(t).Token); } }")]
    [InlineData("int _started; public void M(CancellationToken t) { if (Interlocked.Exchange(ref _started, 1) == 0) { FAsync(X(t).Token); } }")]
    [InlineData("int _started; public void M(CancellationToken t) { if (Interlocked.CompareExchange(ref _started, 1, 0) != 0) return; FAsync(X(t).Token); }")]
    [InlineData("Task? _run; public Task M(CancellationToken t) { if (_run is null) { _run = FAsync(X(t).Token); } return _run; }")]
    [InlineData("Task? _run; public Task M(CancellationToken t) { if (_run != null) return _run; _run = FAsync(X(t).Token); return _run; }")]
    [InlineData("Task? _run; public Task M(CancellationToken t) { if (null != _run) return _run; _run = FAsync(X(t).Token); return _run; }")]
    [InlineData("Task? _run; public Task M(CancellationToken t) { if (_run is { } run) return run; _run = FAsync(X(t).Token); return _run; }")]
    [InlineData("static bool Seen { get; set; } public void M(CancellationToken t) { foreach (int i in new int[9]) { if (!Seen) { Seen = true; FAsync(X(t).Token); } } }", true)]
    [InlineData("bool _done; public void M(CancellationToken t) { if (!_done) { _done = true; object o = new(); t.Register(() => Keep(o)); } }")]
    [InlineData("C(CancellationToken t) { Inner(t); } void Inner(CancellationToken t) { FAsync(X(t).Token); }")]
    [InlineData("public void Start(CancellationToken t) { Inner(t); } void Inner(CancellationToken t) { Deep(t); } void Deep(CancellationToken t) { FAsync(X(t).Token); }")]
    [InlineData("public async Task InitializeAsync(CancellationToken t) { await Inner(t); } async Task Inner(CancellationToken t) { await FAsync(new CancellationTokenSource(500).Token); }")]
    [InlineData("bool _done; public void M(CancellationToken t) { if (!_done) { _done = true; Inner(t); } } void Inner(CancellationToken t) { FAsync(X(t).Token); }")]
    public Task The_first_time_only(string members, bool isShared = false)
        => Verify.SilentAsync(InClass(members.Replace("static bool Seen { get; set; }", isShared ? "static bool Seen { get; set; }" : "")
            .Replace("X(", Linked + "(")));

    // Disposed, but not on every path

    [Theory]
    [InlineData("await FAsync(cts.Token); cts.Dispose();", "await FAsync(cts.Token);")]
    [InlineData("cts.CancelAfter(10); await FAsync(cts.Token).ConfigureAwait(false); cts.Dispose();", "cts.CancelAfter(10); await FAsync(cts.Token).ConfigureAwait(false);")]
    [InlineData("int n = await GAsync(1, cts.Token); cts?.Dispose(); Keep(n);", "int n = await GAsync(1, cts.Token); Keep(n);")]
    [InlineData("await Task.WhenAll(FAsync(cts.Token), GAsync(2, cts.Token)); cts.Dispose(); return;", "await Task.WhenAll(FAsync(cts.Token), GAsync(2, cts.Token)); return;")]
    [InlineData("if (await GAsync(1, cts.Token) == 0) { cts.Dispose(); return; } await FAsync(cts.Token); cts.Dispose();", "if (await GAsync(1, cts.Token) == 0) { return; } await FAsync(cts.Token);")]
    [InlineData("try { await FAsync(cts.Token); } catch (OperationCanceledException) { } cts.Dispose();", "try { await FAsync(cts.Token); } catch (OperationCanceledException) { }")]
    [InlineData("try { await FAsync(cts.Token); } catch (Exception) { throw; } cts.Dispose();", "try { await FAsync(cts.Token); } catch (Exception) { throw; }")]
    [InlineData("await FAsync(cts.Token); cts.Cancel(); cts.Dispose();", "await FAsync(cts.Token); cts.Cancel();")]
    public Task Disposed_at_the_end_only(string before, string after) => FixesAsync(
        $$"""public async Task M(CancellationToken t) { var cts = [|{{Linked}}(t)|]; {{before}} }""",
        $$"""public async Task M(CancellationToken t) { using var cts = {{Linked}}(t); {{after}} }""");

    [Fact]
    public Task Disposal_on_a_line_of_its_own() => Verify.FixesAsync(InClass($$"""
        public async Task M(CancellationToken stop)
        {
            // linked
            var cts = {|#0:{{Linked}}(stop)|};
            {|#1:await FAsync(cts.Token)|};

            // and off
            cts.Dispose(); // done
            Keep(stop);
        }
        """), InClass($$"""
        public async Task M(CancellationToken stop)
        {
            // linked
            using var cts = {{Linked}}(stop);
            await FAsync(cts.Token);

            // and off
            // done
            Keep(stop);
        }
        """), configure: test => test.TestState.ExpectedDiagnostics.Add(Expected(DiagnosticSeverity.Info,
            "'cts' stays registered on 'stop' when this await (Test0.cs:16) throws; add 'using'").WithLocation(1)));

    [Theory]
    [InlineData("await FAsync(cts.Token); cts.Dispose(); while (t.CanBeCanceled) { await FAsync(t); }")]
    [InlineData("_ = FAsync(cts.Token); await FAsync(cts.Token); cts.Dispose();")]
    public Task Disposed_at_the_end_of_work_that_goes_on(string body)
        => Verify.ReportsAsync(InClass($$"""public async Task M(CancellationToken t) { var cts = [|{{Linked}}(t)|]; {{body}} }"""));

    [Theory]
    [InlineData("cts.Dispose(); await FAsync(t);")]
    [InlineData("try { await FAsync(cts.Token); } catch { } cts.Dispose();")]
    [InlineData("try { await FAsync(cts.Token); } catch (Exception e) { Keep(e); } cts.Dispose();")]
    [InlineData("try { await FAsync(cts.Token); } catch { cts.Dispose(); throw; } cts.Dispose();")]
    [InlineData("try { await FAsync(cts.Token); cts.Dispose(); } finally { cts.Dispose(); }")]
    [InlineData("await FAsync(cts.Token); if (t.CanBeCanceled) { cts.Dispose(); }")]
    [InlineData("await FAsync(cts.Token); Keep(cts); cts.Dispose();")]
    [InlineData("cts.Token.ThrowIfCancellationRequested(); cts.Dispose(); await Task.Yield();")]
    [InlineData("await FAsync(cts.Token); cts.Dispose(); cts = CancellationTokenSource.CreateLinkedTokenSource(t); await FAsync(cts.Token); cts.Dispose();")]
    [InlineData("await FAsync(cts.Token); Action end = () => cts.Dispose(); end();")]
    [InlineData("var task = FAsync(cts.Token); cts.Dispose(); await task;")]
    public Task Disposed_where_it_matters(string body)
        => Verify.SilentAsync(InClass($$"""public async Task M(CancellationToken t) { var cts = {{Linked}}(t); {{body}} }"""));

    [Theory]
    [InlineData("public async Task M() { var cts = new CancellationTokenSource(500); await FAsync(cts.Token); cts.Dispose(); }")]
    [InlineData("public async Task M() { var cts = X(CancellationToken.None); await FAsync(cts.Token); cts.Dispose(); }")]
    [InlineData("public async Task StartAsync(CancellationToken t) { var cts = X(t); await FAsync(cts.Token); cts.Dispose(); }")]
    [InlineData("C(CancellationToken t) { var cts = X(t); FAsync(cts.Token).Wait(); cts.Dispose(); }")]
    public Task Disposed_at_the_end_and_harmless(string members) => Verify.SilentAsync(InClass(members.Replace("X", Linked)));

    /// <summary>Nothing stays on a token that nobody can cancel.</summary>
    [Theory]
    [InlineData("async Task M(CancellationToken t = default) { var cts = X(t); await FAsync(cts.Token); } public Task A() => M(); public Task B() => M(CancellationToken.None);")]
    [InlineData("internal async Task M(CancellationToken t = default) { var cts = X(t); await FAsync(cts.Token); } public Task A() => M();")]
    [InlineData("readonly CancellationToken t = CancellationToken.None; public async Task M() { var cts = X(t); await FAsync(cts.Token); }")]
    public Task Linked_to_a_token_that_nobody_cancels(string members) => Verify.SilentAsync(InClass(members.Replace("X", Linked)));

    private static string Fixed(string members) => members.Replace("{|#0:", "").Replace("|}", "")
        .Replace("var cts", "using var cts").Replace("await FAsync(X(Program.Token).Token)", "using var source = X(Program.Token); await FAsync(source.Token)");

    private static DiagnosticResult Expected(DiagnosticSeverity severity, string message)
        => new DiagnosticResult("ASYNC5004", severity).WithLocation(0).WithMessage(message);

    private static string InObservable(string use) => $$"""
        class Watch { public Watch(Action end) { } public Task Done => Task.CompletedTask; public void End() { } }
        static class Observable
        {
            public static object Create<T>(Func<IObserver<T>, CancellationToken, Task> subscribe) => subscribe;
            public static object FromAsync(Func<CancellationToken, Task> start) => start;
        }
        static class Others { public static object Create(Func<CancellationToken, Task> start) => start; }
        class C { {{use}} }
        """;

    /// <summary>The token of a subscription goes with it; that of other callers does not.</summary>
    [Theory]
    [InlineData("public object M() => Observable.Create<int>(async (observer, ct) => { var done = new TaskCompletionSource(); ct.Register(() => done.TrySetResult()); await done.Task; });")]
    [InlineData("public object M() => Observable.FromAsync(async ct => { var done = new TaskCompletionSource(); ct.Register(() => done.TrySetResult()); await done.Task; });")]
    [InlineData("public object M() => Observable.Create<int>(Subscribe); private async Task Subscribe(IObserver<int> observer, CancellationToken ct) { var done = new TaskCompletionSource(); ct.Register(() => done.TrySetResult()); await done.Task; }")]
    public Task Token_of_a_subscription(string use) => Verify.SilentAsync(InObservable(use));

    [Theory]
    [InlineData("public object M() => Others.Create(async ct => { var done = new TaskCompletionSource(); ct.[|Register|](() => done.TrySetResult()); await done.Task; });")]
    [InlineData("public object M() => Observable.Create<int>(Subscribe); public async Task Subscribe(IObserver<int> observer, CancellationToken ct) { var done = new TaskCompletionSource(); ct.[|Register|](() => done.TrySetResult()); await done.Task; }")]
    public Task Token_of_other_callers(string use) => Verify.SilentAsync(InObservable(use));
}
