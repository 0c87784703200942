using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.Testing;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>What a list takes out (<c>!</c>) is no business of any rule, in whatever way it blocks.</summary>
public class TakenOutApisTests
{
    [Theory]
    [InlineData("!M:System.Threading.Thread.Sleep")]
    [InlineData("!M:System.Threading.Thread.Sleep(System.Int32)")]
    [InlineData("!T:System.Threading.Thread")]
    public Task ASYNC1001(string list)
        => TakesOutAsync<ASYNC1001ThreadSleepInAsyncAnalyzer>(
            list, "class C { async Task M() { await Task.Yield(); [|Thread.Sleep(1)|]; } }");

    [Theory]
    [InlineData("!M:System.Threading.Tasks.Task.Wait", "[|task.Wait()|]")]
    [InlineData("!M:System.Threading.Tasks.Task.WaitAll", "[|Task.WaitAll(task)|]")]
    [InlineData("!P:System.Threading.Tasks.Task`1.Result", "_ = [|task.Result|]")]
    [InlineData("!T:System.Threading.Tasks.Task`1", "_ = [|task.Result|]")]
    [InlineData("!M:System.Runtime.CompilerServices.TaskAwaiter`1.GetResult", "[|task.GetAwaiter().GetResult()|]")]
    public async Task ASYNC1002_and_ASYNC1003(string list, string wait)
    {
        await TakesOutAsync<ASYNC1002BlockingOnTaskAnalyzer>(
            list, $$"""class C { async Task M(Task<int> task) { await Task.Yield(); {{wait}}; } }""");
        await TakesOutAsync<ASYNC1003SyncOverAsyncAnalyzer>(list, $$"""class C { void M(Task<int> task) { {{wait}}; } }""");
    }

    [Fact]
    public Task ASYNC1004()
        => TakesOutAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
            "!M:System.IO.File.ReadAllText",
            "class C { async Task<string> M() { await Task.Yield(); return [|System.IO.File.ReadAllText(\"a\")|]; } }");

    [Theory]
    [InlineData("!M:System.Threading.SemaphoreSlim.Wait", "new SemaphoreSlim(1).Wait()")]
    [InlineData("!M:System.Linq.ParallelEnumerable.ToArray", "Enumerable.Range(0, 9).AsParallel().Select(n => n).ToArray()")]
    [InlineData("!P:System.IO.StreamReader.EndOfStream", "_ = new System.IO.StreamReader(\"a\").EndOfStream")]
    public Task ASYNC1005(string list, string statement)
        => TakesOutAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(
            list,
            $$"""class C { async Task M() { await Task.Yield(); {{Marked(statement)}}; } }""");

    [Theory]
    [InlineData("!M:System.IO.File.OpenRead", "[|System.IO.File.OpenRead(\"a\")|]")]
    [InlineData("!T:System.IO.FileStream", "[|new System.IO.FileStream(\"a\", System.IO.FileMode.Open)|]")]
    public Task ASYNC1005_on_files(string list, string opening)
        => TakesOutAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(
            list,
            $$"""class C { async Task M(byte[] data) { using var file = {{opening}}; while (await file.ReadAsync(data) > 0) { } } }""");

    [Theory]
    [InlineData("!M:System.Threading.Thread.Sleep", "Thread.Sleep(500);")]
    [InlineData("!M:System.Threading.Tasks.Task.Wait", "Task.Delay(500).Wait();")]
    [InlineData("!M:System.Net.Sockets.Socket.Connect", "new System.Net.Sockets.Socket(default, default, default).Connect(\"a\", 1);")]
    [InlineData("!M:C.Helper", "Thread.Sleep(500);")]
    public Task ASYNC1006(string list, string statement)
        => TakesOutAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
            list,
            $$"""class C { async Task M() { await Task.Yield(); [|Helper|](); } void Helper() { {{statement}} } }""");

    [Theory]
    [InlineData("!M:R.Dispose")]
    [InlineData("!T:R")]
    [InlineData("!M:System.IDisposable.Dispose")]
    public Task ASYNC1007(string list)
        => TakesOutAsync<ASYNC1007SynchronousDisposalAnalyzer>(
            list,
            """
            class R : IDisposable, IAsyncDisposable
            {
                public void Dispose() { }
                public async ValueTask DisposeAsync() => await Task.Delay(10);
            }
            class C { async Task M() { [|using|] var r = new R(); await Task.Yield(); } }
            """);

    [Fact]
    public Task ASYNC1008()
        => TakesOutAsync<ASYNC1008OffloadedSynchronousIoAnalyzer>(
            "!M:System.IO.File.ReadAllText",
            "class C { async Task<string> M() => await [|Task.Run(() => System.IO.File.ReadAllText(\"a\"))|]; }");

    [Theory]
    [InlineData("!M:System.Threading.Thread.Sleep", "Thread.Sleep(1)", "await Task.Delay(1)")]
    [InlineData("!M:System.Threading.Tasks.Task.Wait", "task.Wait()", "await task")]
    public Task ASYNC1011(string list, string blocked, string awaited)
        => TakesOutAsync<ASYNC1011SwappedAsyncBranchesAnalyzer>(
            list,
            $$"""class C { async Task M(Task task, bool async) { if ([|async|]) { {{blocked}}; } else { {{awaited}}; } } }""");

    private static string Marked(string statement)
        => statement.StartsWith("_ = ", StringComparison.Ordinal) ? $"_ = [|{statement[4..]}|]" : $"[|{statement}|]";

    private static async Task TakesOutAsync<TAnalyzer>(string list, string source)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
    {
        await Verify<TAnalyzer, EmptyCodeFixProvider>.ReportsAsync(source);
        await Verify<TAnalyzer, EmptyCodeFixProvider>.SilentAsync(
            source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal),
            configure: test => test.TestState.AdditionalFiles.Add(("/0/AsyncAnalyzers.BlockingApis.txt", list)));
    }
}
