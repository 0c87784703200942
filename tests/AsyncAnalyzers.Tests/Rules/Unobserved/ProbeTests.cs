using Xunit;
using V11 = AsyncAnalyzers.Tests.Verification.Verify<AsyncAnalyzers.Rules.Unobserved.ASYNC2011ValueTaskConsumedTwiceAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using V18 = AsyncAnalyzers.Tests.Verification.Verify<AsyncAnalyzers.Rules.Unobserved.ASYNC2018IncompleteCompletionSourceAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
namespace AsyncAnalyzers.Tests.Rules.Unobserved;
public class ProbeTests
{
    const string Svc = "interface ISvc { ValueTask<int> GetAsync(); } enum E { A, B }";
    [Theory]
    [InlineData("async Task<int> M(ISvc s) { ValueTask<int> v = s.GetAsync(); await Task.WhenAll(v.AsTask()); return v.Result; }")]
    [InlineData("async Task<int> M(ISvc s) { ValueTask<int> v = s.GetAsync(); ValueTask<int> w = s.GetAsync(); await Task.WhenAll(v.AsTask(), w.AsTask()); return v.Result + w.Result; }")]
    [InlineData("async Task<int> M(ISvc s) { ValueTask<int> v = s.GetAsync(); await v.AsTask(); return v.Result; }")]
    [InlineData("async Task<int> M(ISvc s) { ValueTask<int> v = s.GetAsync(); await Task.WhenAll(v.AsTask()); return await v; }")]
    public Task P11(string m) => V11.SilentAsync("class C { " + m + " }" + Svc);
    [Theory]
    [InlineData("Task<int> M(int n) { var s = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); switch (n) { case 1: s.SetResult(1); break; case 2: s.SetResult(2); break; } return s.Task; }")]
    [InlineData("Task<int> M(E n) { var s = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); switch (n) { case E.A: s.SetResult(1); break; case E.B: s.SetResult(2); break; } return s.Task; }")]
    [InlineData("void M(Task<int> t, TaskCompletionSource<int> s) { t.ContinueWith(t => { switch (t.Status) { case TaskStatus.RanToCompletion: s.SetResult(1); break; case TaskStatus.Faulted: s.SetException(t.Exception!); break; } }); }")]
    public Task P18(string m) => V18.SilentAsync("class C { " + m + " }" + Svc);
}
