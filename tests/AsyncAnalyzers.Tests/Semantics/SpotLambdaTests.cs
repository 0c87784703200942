using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Lambdas that asynchronous code runs on the spot belong to it.</summary>
public class SpotLambdaTests
{
    [Theory]
    [InlineData("n = ids.Select(async i => await LoadAsync(i)).Select(t => [|t.Result|]).ToArray().Length;")]
    [InlineData("n = ids.Select(i => LoadAsync(i)).Sum(t => [|t.Result|]);")]
    [InlineData("foreach (var x in ids.Select(i => [|LoadAsync(i).Result|])) n += x;")]
    [InlineData("ids.ToList().ForEach(i => { [|LoadAsync(i).Wait()|]; });")]
    public Task Run_on_the_spot(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("Func<int, int> later = i => LoadAsync(i).Result; n = later.Method.Name.Length;")]
    [InlineData("_kept = ids.Select(i => LoadAsync(i).Result);")]
    [InlineData("await Task.Run(() => ids.Select(i => LoadAsync(i).Result).ToArray());")]
    public Task Run_later_or_elsewhere(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => $$"""
        class C
        {
            IEnumerable<int> _kept = [];
            Task<int> LoadAsync(int i) => Task.Run(() => i);
            async Task M(int[] ids, int n)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """.Replace("= []", "= new int[0]");
}
