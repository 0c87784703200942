using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Tests.Verification;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Waits that do not wait: a timeout of zero, an awaiter of the code itself, a task that has run already.</summary>
public class WaitsWithoutWaitingTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("None")]
    [InlineData("TimeSpan.Zero")]
    [InlineData("TimeSpan.FromSeconds(0)")]
    [InlineData("new TimeSpan(0)")]
    [InlineData("new TimeSpan(0, 0, 0)")]
    [InlineData("new TimeSpan()")]
    [InlineData("(TimeSpan.Zero)")]
    [InlineData("default(TimeSpan)")]
    [InlineData("No")]
    [InlineData("Nothing")]
    [InlineData("Kept")]
    [InlineData("number")]
    [InlineData("span")]
    [InlineData("made")]
    [InlineData("millisecondsTimeout: number")]
    [InlineData("timeout: span")]
    public async Task Silent(string timeout)
    {
        string source = $$"""
            class C
            {
                const int None = 0;
                static readonly TimeSpan No = TimeSpan.FromMinutes(0);
                static TimeSpan Nothing => TimeSpan.Zero;
                TimeSpan Kept { get; } = TimeSpan.Zero;
                async Task M(SemaphoreSlim s, Task t, WaitHandle h)
                {
                    int number = 0;
                    TimeSpan span = default, made = new();
                    await Task.Yield();
                    if (s.Wait({{timeout}}) || t.Wait({{timeout}}) || h.WaitOne({{timeout}})) { }
                }

                bool N(Task t) { int number = 0; TimeSpan span = TimeSpan.Zero; TimeSpan made = new(); return t.Wait({{timeout}}); }
            }
            """;
        await Verify<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>.SilentAsync(source);
        await Verify<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>.SilentAsync(source);
        await Verify<ASYNC1005BlockingPrimitiveInAsyncAnalyzer, ASYNC1005BlockingPrimitiveInAsyncCodeFix>.SilentAsync(source);
    }

    [Theory]
    [InlineData("int z = 0; if (b) z = 5; [|s.Wait(z)|];")]
    [InlineData("int z = 0; z++; [|s.Wait(z)|];")]
    [InlineData("int z = 0; Set(ref z); [|s.Wait(z)|]; void Set(ref int n) => n = 4;")]
    [InlineData("int z = 0; (z, b) = (4, true); [|s.Wait(z)|];")]
    [InlineData("TimeSpan z = new TimeSpan(0, 0, 1); [|s.Wait(z)|];")]
    [InlineData("[|s.Wait(p)|];")]
    [InlineData("[|s.Wait(Changing)|];")]
    public Task Not_zero_for_certain(string statements) => Verify<ASYNC1005BlockingPrimitiveInAsyncAnalyzer, ASYNC1005BlockingPrimitiveInAsyncCodeFix>.SilentAsync(
        $$"""class C { TimeSpan Changing { get; set; } = TimeSpan.Zero; async Task M(SemaphoreSlim s, bool b, int p = 0) { await Task.Yield(); {{statements}} } }""");

    [Theory]
    [InlineData("struct Own : System.Runtime.CompilerServices.INotifyCompletion { public bool IsCompleted => true; public int GetResult() => 1; public void OnCompleted(Action a) { } }")]
    [InlineData("class Own : System.Runtime.CompilerServices.ICriticalNotifyCompletion { public bool IsCompleted => true; public int GetResult() => 1; public void OnCompleted(Action a) { } public void UnsafeOnCompleted(Action a) { } }")]
    public async Task An_awaiter_of_the_code_itself_does_not_block(string awaiter)
    {
        string source = $$"""
            {{awaiter}}
            class Awaitable { public Own GetAwaiter() => default!; public Own GetResult() => default!; }
            class C
            {
                async Task M(Awaitable a) { await Task.Yield(); a.GetAwaiter().GetResult(); var own = a.GetAwaiter(); own.GetResult(); }
                void N(Awaitable a) => a.GetAwaiter().GetResult();
            }
            """;
        await Verify<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>.SilentAsync(source);
        await Verify<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>.SilentAsync(source);
        await Verify<ASYNC1006BlockingThroughCallsAnalyzer, ASYNC1006BlockingThroughCallsCodeFix>.SilentAsync(source);
    }

    [Theory]
    [InlineData("var t = new Task<int>(f); t.RunSynchronously(); return t.Result;")]
    [InlineData("var t = new Task<int>(f); t.RunSynchronously(TaskScheduler.Default); return t.GetAwaiter().GetResult();")]
    [InlineData("given.RunSynchronously(); given.Wait(); return given.Result;")]
    [InlineData("_kept.RunSynchronously(); return _kept.Result;")]
    [InlineData("bool done = false; while (!done) { Thread.Yield(); done = given.IsCompleted; } return given.Result;")]
    [InlineData("bool done; do { Thread.Yield(); done = given.IsCompleted; } while (!done); return given.Result;")]
    [InlineData("var done = given.IsCompleted; while (!done) { Thread.Yield(); done = given.IsCompleted; } return given.Result;")]
    [InlineData("bool waiting = true; while (waiting) { Thread.Yield(); waiting = !given.IsCompleted; } return given.Result;")]
    [InlineData("bool done = false; for (int i = 0; !done; i++) { done = given.Wait(0); } return given.Result;")]
    [InlineData("bool debug = false; if (debug) { while (!given.IsCompleted) { } return given.Result; } return 0;")]
    [InlineData("bool done = false; while (!done) { if (f() > 1) { done = given.IsCompleted; } } return given.Result;")]
    [InlineData("while (!given.Wait(0)) { Thread.Yield(); } return given.Result;")]
    public Task Complete_by_then(string statements) => Verify<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>.SilentAsync(
        $$"""class C { readonly Task<int> _kept = null!; int M(Func<int> f, Task<int> given, bool b) { {{statements}} } }""");

    [Theory]
    [InlineData("var t = new Task<int>(f); if (b) t.RunSynchronously(); else t.Start(); return [|t.Result|];")]
    [InlineData("var t = new Task<int>(f); t.Start(); return [|t.Result|];")]
    [InlineData("bool done = false; while (!done && !b) { done = given.IsCompleted; } return [|given.Result|];")]
    [InlineData("bool done = false; while (!done) { done = b || given.IsCompleted; } return [|given.Result|];")]
    [InlineData("bool done = true; while (!done) { done = given.IsCompleted; } return [|given.Result|];")]
    [InlineData("bool done = false; while (!done) { done = given.IsCompleted; given = Task.Run(f); } return [|given.Result|];")]
    [InlineData("bool done = false; while (!done) { done = given.IsCompleted; if (b) { done = true; } } return [|given.Result|];")]
    public Task Not_complete_for_certain(string statements) => Verify<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>.SilentAsync(
        $$"""class C { int M(Func<int> f, Task<int> given, bool b) { {{statements}} } }""");
}
