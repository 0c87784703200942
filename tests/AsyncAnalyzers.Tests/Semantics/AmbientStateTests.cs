using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncCodeFix>;
using VerifyChain = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsCodeFix>;
using VerifyDropped = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer, AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;
using VerifySync = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A function that sets something for its caller stays synchronous: made async, it would give the old value back.</summary>
public class AmbientStateTests
{
    [Theory]
    [InlineData("s_id.Value = id; [|Thread.Sleep(5)|];")]
    [InlineData("[|Thread.Sleep(5)|]; C.s_id.Value = id;")]
    [InlineData("s_count.Value++; [|Thread.Sleep(5)|];")]
    [InlineData("s_count.Value += 2; [|Thread.Sleep(5)|];")]
    [InlineData("s_id.Value = null; [|Thread.Sleep(5)|];")]
    [InlineData("if (id != null) { s_id.Value = id; } [|Thread.Sleep(5)|];")]
    [InlineData("try { [|Thread.Sleep(5)|]; } finally { s_id.Value = id; }")]
    [InlineData("CultureInfo.CurrentCulture = new CultureInfo(id); [|Thread.Sleep(5)|];")]
    [InlineData("CultureInfo.CurrentUICulture = new CultureInfo(id); [|Thread.Sleep(5)|];")]
    [InlineData("Thread.CurrentThread.CurrentCulture = new CultureInfo(id); [|Thread.Sleep(5)|];")]
    [InlineData("Thread.CurrentPrincipal = null; [|Thread.Sleep(5)|];")]
    [InlineData("new Activity(id).Start(); [|Thread.Sleep(5)|];")]
    [InlineData("s_source.StartActivity(id); [|Thread.Sleep(5)|];")]
    [InlineData("_activity = s_source.StartActivity(id); [|Thread.Sleep(5)|];")]
    [InlineData("Activity.Current = null; [|Thread.Sleep(5)|];")]
    [InlineData("System.Transactions.Transaction.Current = null; [|Thread.Sleep(5)|];")]
    [InlineData("SynchronizationContext.SetSynchronizationContext(new SynchronizationContext()); [|Thread.Sleep(5)|];")]
    [InlineData("t_user = id; [|Thread.Sleep(5)|];")]
    [InlineData("s_local.Value = 1; [|Thread.Sleep(5)|];")]
    [InlineData("Push(id); [|Thread.Sleep(5)|];")]
    [InlineData("PushTwice(id); [|Thread.Sleep(5)|];")]
    [InlineData("Language = id; [|Thread.Sleep(5)|];")]
    [InlineData("this.Language = id; [|Thread.Sleep(5)|];")]
    [InlineData("new Scope(id); [|Thread.Sleep(5)|];")]
    [InlineData("Push(id); [|Thread.Sleep(5)|]; Push(id);")]
    [InlineData("[|Thread.Sleep(5)|]; _open = new System.Transactions.TransactionScope();")]
    public Task Not_made_async(string body) => Verify.ReportsAsync(Returning(body + " return Task.CompletedTask;"));

    [Theory]
    [InlineData("Console.WriteLine(s_id.Value); [|Thread.Sleep(5)|];")]
    [InlineData("var old = CultureInfo.CurrentCulture; CultureInfo.CurrentCulture = new(id); try { [|Thread.Sleep(5)|]; } finally { CultureInfo.CurrentCulture = old; }")]
    [InlineData("var old = s_id.Value; s_id.Value = id; [|Thread.Sleep(5)|]; s_id.Value = old;")]
    [InlineData("s_id.Value = id; try { [|Thread.Sleep(5)|]; } finally { s_id.Value = null; }")]
    [InlineData("s_count.Value++; [|Thread.Sleep(5)|]; s_count.Value--;")]
    [InlineData("using var a = s_source.StartActivity(id); [|Thread.Sleep(5)|];")]
    [InlineData("using (s_source.StartActivity(id)) { [|Thread.Sleep(5)|]; }")]
    [InlineData("var a = s_source.StartActivity(id); [|Thread.Sleep(5)|]; a?.Dispose();")]
    [InlineData("var a = new Activity(id).Start(); try { [|Thread.Sleep(5)|]; } finally { a.Stop(); }")]
    [InlineData("using (new Scope(id)) { [|Thread.Sleep(5)|]; }")]
    [InlineData("Push(id); try { [|Thread.Sleep(5)|]; } finally { Push(null); }")]
    [InlineData("using (var s = new System.Transactions.TransactionScope()) { s.Complete(); } [|Thread.Sleep(5)|];")]
    [InlineData("var s = new System.Transactions.TransactionScope(); try { s.Complete(); } finally { s.Dispose(); } [|Thread.Sleep(5)|];")]
    [InlineData("_box.Value = id; [|Thread.Sleep(5)|];")]
    [InlineData("Current = id; [|Thread.Sleep(5)|];")]
    [InlineData("CultureInfo.DefaultThreadCurrentCulture = new(id); [|Thread.Sleep(5)|];")]
    [InlineData("Task.Run(() => { s_id.Value = id; }); [|Thread.Sleep(5)|];")]
    [InlineData("Later(); [|Thread.Sleep(5)|]; async void Later() { s_id.Value = id; await Task.Yield(); }")]
    public Task Made_async(string body)
        => Verify.FixesAsync(
            Returning(body + " return Task.CompletedTask;"),
            Returning(body.Replace("[|Thread.Sleep(5)|]", "await Task.Delay(5)")).Replace("public Task M", "public async Task M"),
            configure: test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.Errors);

    [Fact]
    public Task An_async_function_may_await_more()
        => Verify.FixesAsync(
            Returning("s_id.Value = id; [|Thread.Sleep(5)|];").Replace("public Task M", "public async Task M"),
            Returning("s_id.Value = id; await Task.Delay(5);").Replace("public Task M", "public async Task M"));

    private const string Log = """
        public interface ILog { IDisposable BeginScope(string name); bool BeginScope(int number); }
        public static class LogContext { public static IDisposable PushProperty(string name, object value) => null!; }
        """;

    /// <summary>A scope that stays open when the function returns is one for its caller.</summary>
    [Theory]
    [InlineData("LogContext.PushProperty(\"id\", id); [|Thread.Sleep(5)|]; return Task.CompletedTask;")]
    [InlineData("_scope = _log.BeginScope(id); [|Thread.Sleep(5)|]; return Task.CompletedTask;")]
    [InlineData("_scope = _log?.BeginScope(id); [|Thread.Sleep(5)|]; return Task.CompletedTask;")]
    [InlineData("[|Thread.Sleep(5)|]; Keep(_log.BeginScope(id)); return Task.CompletedTask;")]
    public async Task Not_made_async_under_a_log_scope(string body)
    {
        MetadataReference log = await CompiledReference.FromSourceAsync(Log);
        await Verify.ReportsAsync(Logging(body), configure: test => test.TestState.AdditionalReferences.Add(log));
    }

    [Theory]
    [InlineData("using (LogContext.PushProperty(\"id\", id)) { [|Thread.Sleep(5)|]; } return Task.CompletedTask;")]
    [InlineData("using var scope = _log.BeginScope(id); [|Thread.Sleep(5)|]; return Task.CompletedTask;")]
    [InlineData("using var scope = _log?.BeginScope(id); [|Thread.Sleep(5)|]; return Task.CompletedTask;")]
    [InlineData("var scope = _log.BeginScope(id); try { [|Thread.Sleep(5)|]; } finally { scope.Dispose(); } return Task.CompletedTask;")]
    [InlineData("IDisposable? scope = null; try { scope = _log.BeginScope(id); [|Thread.Sleep(5)|]; } finally { scope?.Dispose(); } return Task.CompletedTask;")]
    [InlineData("Keep(_log.BeginScope(5)); [|Thread.Sleep(5)|]; return Task.CompletedTask;")]
    [InlineData("Keep(BeginScope(id)); [|Thread.Sleep(5)|]; return Task.CompletedTask;")]
    public async Task Made_async_beside_a_log_scope(string body)
    {
        MetadataReference log = await CompiledReference.FromSourceAsync(Log);
        await Verify.FixesAsync(
            Logging(body),
            Logging(body.Replace("[|Thread.Sleep(5)|]", "await Task.Delay(5)").Replace(" return Task.CompletedTask;", ""))
                .Replace("public Task M", "public async Task M"),
            configure: test =>
            {
                test.TestState.AdditionalReferences.Add(log);
                test.FixedState.AdditionalReferences.Add(log);
            });
    }

    private static string Logging(string body) => $$"""
        #pragma warning disable CS0414, CS0169
        public class C
        {
            private readonly ILog _log = null!;
            private IDisposable? _scope;
            private static void Keep(object value) { }
            private static IDisposable BeginScope(string name) => null!;

            public Task M(string id) { {{body}} }
        }
        """;

    [Fact]
    public Task The_callers_are_asked_too() => VerifySync.ReportsAsync("""
        class C
        {
            static readonly AsyncLocal<string> s_id = new();
            void Load() { [|Task.Delay(1).Wait()|]; }
            void Begin(string id) { s_id.Value = id; Load(); }
        }
        """);

    [Fact]
    public Task A_function_that_is_handed_over_has_no_caller_to_set_it_for() => VerifySync.FixesAsync(
        "class C { static readonly AsyncLocal<int> s = new(); Task M() => Task.Run(() => { s.Value = 1; [|Task.Delay(1).Wait()|]; }); }",
        "class C { static readonly AsyncLocal<int> s = new(); Task M() => Task.Run(async () => { s.Value = 1; await Task.Delay(1); }); }");

    [Fact]
    public Task A_dropped_task_is_discarded_at_most() => VerifyDropped.FixesAsync(
        "class C { static readonly AsyncLocal<int> s = new(); void M() { s.Value = 1; [|Load()|]; } Task Load() => Task.Delay(1); }",
        "class C { static readonly AsyncLocal<int> s = new(); void M() { s.Value = 1; _ = Load(); } Task Load() => Task.Delay(1); }");

    [Fact]
    public Task A_chain_is_not_moved_to_another_thread() => VerifyChain.ReportsAsync("""
        class C
        {
            static readonly AsyncLocal<int> s = new();
            void Begin() { s.Value = 1; Thread.Sleep(5); }
            async Task M() { [|Begin|](); await Task.Yield(); Console.WriteLine(s.Value); }
        }
        """);

    private static string Returning(string body) => $$"""
        using System.Diagnostics; using System.Globalization;
        public class C
        {
            private static readonly AsyncLocal<string?> s_id = new(); private static readonly AsyncLocal<int> s_count = new(); private static readonly ThreadLocal<int> s_local = new();
            private static readonly ActivitySource s_source = new("x"); [ThreadStatic] private static string? t_user; private Activity? _activity; private System.Transactions.TransactionScope? _open; private readonly Box _box = new();
            private static string? Current { get; set; }
            private static void Push(string? id) { s_id.Value = id; }
            private static void PushTwice(string? id) => Push(id);
            private string Language { set => CultureInfo.CurrentUICulture = new CultureInfo(value); }
            private sealed class Box { public string? Value { get; set; } }
            private sealed class Scope : IDisposable { public Scope(string id) { s_id.Value = id; } public void Dispose() { s_id.Value = null; } }

            public Task M(string id) { {{body}} }
        }
        """;
}
