using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Tests.Verification;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A wait with a timeout of zero asks, and does not wait.</summary>
public class ZeroTimeoutTests
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
}
