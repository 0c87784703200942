using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>The task of a TaskCompletionSource that has been completed on the way.</summary>
public class CompletedSourceTests
{
    [Theory]
    [InlineData("s.SetResult(1); n = s.Task.Result;")]
    [InlineData("s.TrySetResult(1); n = s.Task.GetAwaiter().GetResult();")]
    [InlineData("s.SetException(new Exception()); s.Task.Wait();")]
    [InlineData("s.TrySetException(new Exception()); n = s.Task.Result;")]
    [InlineData("s.SetCanceled(); await Task.Yield(); n = s.Task.Result;")]
    [InlineData("s.TrySetCanceled(default); Reset(); n = s.Task.Result;")]
    [InlineData("var t = s.Task; s.SetResult(1); n = t.Result;")]
    [InlineData("Task t = s.Task; s.SetResult(1); t.Wait(); n = ((Task<int>)t).Result;")]
    [InlineData("if (b) s.SetResult(1); else s.SetException(new Exception()); n = s.Task.Result;")]
    [InlineData("if (!b) return 0; s.SetResult(1); n = s.Task.Result;")]
    [InlineData("_ro.SetResult(1); await Task.Yield(); Reset(); n = _ro.Task.Result;")]
    [InlineData("_source = new(); _source.SetResult(1); n = _source.Task.Result;")]
    [InlineData("plain.SetResult(); plain.Task.Wait(); Task.WaitAll(plain.Task);")]
    [InlineData("s.SetResult(1); Func<Task<int>> f = async () => s.Task.Result; n = await f();")]
    public Task Completed(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("if (b) s.SetResult(1); n = [|s.Task.Result|];")]
    [InlineData("n = [|s.Task.Result|]; s.SetResult(1);")]
    [InlineData("await Task.Run(() => s.SetResult(1)); n = [|s.Task.Result|];")]
    [InlineData("new Thread(() => s.SetResult(1)).Start(); n = [|s.Task.Result|];")]
    [InlineData("var t = s.Task; new Thread(() => s.SetResult(1)).Start(); n = [|t.Result|];")]
    [InlineData("s.SetResult(1); s = new(); n = [|s.Task.Result|];")]
    [InlineData("_source.SetResult(1); _source = new(); n = [|_source.Task.Result|];")]
    [InlineData("_source.SetResult(1); Reset(); n = [|_source.Task.Result|];")]
    [InlineData("_source.SetResult(1); await Task.Yield(); n = [|_source.Task.Result|];")]
    [InlineData("s.SetResult(1); n = [|other.Task.Result|];")]
    [InlineData("try { s.SetResult(int.Parse(\"x\")); } catch (FormatException) { n = [|s.Task.Result|]; }")]
    [InlineData("while (b) { s.SetResult(1); break; } n = [|s.Task.Result|];")]
    public Task Not_completed(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => $$"""
        class C
        {
            readonly TaskCompletionSource<int> _ro = new(); TaskCompletionSource<int> _source = new();
            void Reset() { _source = new(); }
            async Task<int> M(TaskCompletionSource<int> other, TaskCompletionSource plain, bool b, int n)
            {
                var s = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                {{body}}
                await Task.Yield();
                return n;
            }
        }
        """;
}
