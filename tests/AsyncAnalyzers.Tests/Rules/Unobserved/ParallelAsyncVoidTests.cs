using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Async lambdas in parallel queries, and in loops over a partitioner.</summary>
public class ParallelAsyncVoidTests
{
    [Theory]
    [InlineData("xs.AsParallel().ForAll([|async|] x => await Dial(x));", "await Parallel.ForEachAsync(xs, async (x, _) => await Dial(x));")]
    [InlineData("xs.AsParallel().Where(x => x > 2).ForAll([|async|] (int x) => { await Dial(x); });", "await Parallel.ForEachAsync(xs.AsParallel().Where(x => x > 2), async (int x, CancellationToken _) => { await Dial(x); });")]
    [InlineData("ParallelEnumerable.Range(0, 9).ForAll([|async|] x => await Dial(x));", "await Parallel.ForEachAsync(ParallelEnumerable.Range(0, 9), async (x, _) => await Dial(x));")]
    [InlineData("Parallel.ForEach(Partitioner.Create(xs, true), [|async|] x => await Dial(x));", "await Parallel.ForEachAsync(xs, async (x, _) => await Dial(x));")]
    [InlineData("Parallel.ForEach(Partitioner.Create(0, 9), [|async|] range => await Dial(range.Item1));", "await Parallel.ForEachAsync(Partitioner.Create(0, 9).GetDynamicPartitions(), async (range, _) => await Dial(range.Item1));")]
    [InlineData("Parallel.ForEach(parts, new ParallelOptions(), [|async|] x => await Dial(x));", "await Parallel.ForEachAsync(parts.GetDynamicPartitions(), new ParallelOptions(), async (x, _) => await Dial(x));")]
    public Task Becomes_ForEachAsync(string before, string after) => Verify.FixesAsync(In("async Task", before), In("async Task", after));

    [Fact]
    public Task Synchronous_code_becomes_async_and_passes_its_token() => Verify.FixesAsync(
        In("void", "xs.AsParallel().ForAll([|async|] x => await Dial(x));", ", CancellationToken token"),
        In("async Task", "await Parallel.ForEachAsync(xs, token, async (x, _) => await Dial(x));", ", CancellationToken token"));

    [Theory]
    [InlineData("xs.AsParallel().WithDegreeOfParallelism(2).ForAll([|async|] x => await Dial(x));")] // as many at once
    [InlineData("xs.AsParallel().WithCancellation(default).ForAll([|async|] x => await Dial(x));")]
    [InlineData("Parallel.ForEach(Partitioner.Create(xs), [|async|] (x, state) => await Dial(x));")]
    [InlineData("lock (xs) { xs.AsParallel().ForAll([|async|] x => await Dial(x)); }")]
    public Task No_fix(string code) => Verify.ReportsAsync(In("async Task", code));

    [Fact]
    public Task Silent_where_the_lambda_awaits_nothing_that_is_lost() => Verify.SilentAsync(In("async Task", "xs.AsParallel().ForAll(x => Console.WriteLine(x)); await Parallel.ForEachAsync(xs, async (x, _) => await Dial(x));"));

    private static string In(string returns, string code, string parameter = "") => $$"""
        using System.Collections.Concurrent;

        class Phones
        {
            internal {{returns}} CallAll(List<int> xs, OrderablePartitioner<int> parts{{parameter}})
            {
                // all of them
                {{code}}
            }

            private static Task Dial(int number) => File.WriteAllTextAsync("x", number.ToString());
        }
        """;
}
