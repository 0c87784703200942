using AggregateCatch = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2014AggregateExceptionAroundAwaitAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2014AggregateExceptionAroundAwaitCodeFix>;
using CpuBoundLoop = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncAnalyzer,
    AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncCodeFix>;
using Discarded = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskCodeFix>;
using OutlivesScope = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>
/// The body that a call runs is found in the same way by all rules: of a method, a partial method (whose implementation has it), an extension
/// method and a local function alike; and not where another one may run.
/// </summary>
public class CalledSourceTests
{
    [Theory]
    [InlineData("async Task Work() { try { await Task.Delay(1); } catch (Exception) { } }", "_ = Work();")]
    [InlineData("private partial Task Work(); private async partial Task Work() { try { await Task.Delay(1); } catch (Exception) { } }", "_ = Work();")]
    [InlineData("async Task Work() { try { await Task.Delay(1); } catch (Exception) { } } public Task W2() => Work();", "_ = W2();")]
    [InlineData("private partial Task Work(); private async partial Task Work() => await Task.Delay(1);", "[|_ = Work()|];")]
    [InlineData("public virtual async Task Work() { try { await Task.Delay(1); } catch (Exception) { } }", "[|_ = Work()|];")]
    [InlineData("async Task Work() => await Task.Delay(1);", "[|_ = Work()|];")]
    public Task A_task_is_discarded(string method, string call) => Discarded.SilentAsync($$"""
        public partial class C
        {
            {{method}}
            void M() { {{call}} }
        }
        """);

    [Theory]
    [InlineData("void Work() { int x = 1; x++; }", "[|AggregateException|]")]
    [InlineData("private partial void Work(); private partial void Work() { int x = 1; x++; }", "[|AggregateException|]")]
    [InlineData("private partial void Work(); private partial void Work() { Task.WaitAll(Task.Delay(1)); }", "AggregateException")]
    [InlineData("public virtual void Work() { int x = 1; x++; }", "AggregateException")]
    [InlineData("void Work() { Task.WaitAll(Task.Delay(1)); }", "AggregateException")]
    public Task An_aggregate_is_caught(string method, string caught) => AggregateCatch.SilentAsync($$"""
        public partial class C
        {
            {{method}}
            async Task M() { try { Work(); await Task.Yield(); } catch ({{caught}}) { } }
        }
        """);

    [Theory]
    [InlineData("async Task Work() { try { await Task.Delay(1); } catch (IOException) { } }", "return Work();")]
    [InlineData("private partial Task Work(); private async partial Task Work() { try { await Task.Delay(1); } catch (IOException) { } }", "return Work();")]
    [InlineData("private partial Task Work(); private async partial Task Work() { await Task.Delay(1); }", "return [|Work()|];")]
    public Task A_task_leaves_a_try(string method, string statement) => OutlivesScope.SilentAsync($$"""
        public partial class C
        {
            {{method}}
            Task M() { try { {{statement}} } catch (IOException) { return Task.CompletedTask; } }
        }
        """);

    [Theory]
    [InlineData("static long Work() { {0} }", "[|Work()|]")]
    [InlineData("static partial long Work(); static partial long Work() { {0} }", "[|Work()|]")]
    [InlineData("public virtual long Work() { {0} }", "Work()")]
    public Task A_method_computes(string method, string call) => CpuBoundLoop.SilentAsync($$"""
        public partial class C
        {
            {{method.Replace("{0}", "long s = 0; for (int i = 0; i < 100000; i++) for (int j = 0; j < 1000; j++) s += i * j; return s;").Replace("static partial", "private static partial")}}
            async Task<long> M() { await Task.Yield(); return {{call}}; }
        }
        """);
}
