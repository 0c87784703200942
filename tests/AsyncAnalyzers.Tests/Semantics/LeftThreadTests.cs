using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.CpuBound;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Async code on a thread of its own is on the pool after its first await.</summary>
public class LeftThreadTests
{
    [Theory]
    [InlineData("new Thread(async () => { await X(); [|Thread.Sleep(5)|]; }).Start();")]
    [InlineData("new Thread(async () => { while (true) { [|Thread.Sleep(5)|]; await X(); } }).Start();")]
    [InlineData("new Thread(async () => { for (; ; await X()) [|Thread.Sleep(5)|]; }).Start();")]
    [InlineData("new Thread(async delegate () { await foreach (var x in S()) { [|Thread.Sleep(5)|]; } }).Start();")]
    [InlineData("new Thread(async _ => { await X().ConfigureAwait(false); if (stop) { [|Thread.Sleep(5)|]; } }).Start();")]
    [InlineData("new Thread(async () => { if (stop) await X(); [|Thread.Sleep(5)|]; }).Start();")]
    [InlineData("new Thread(new ThreadStart(async () => { await X(); [|Thread.Sleep(5)|]; })).Start();")]
    [InlineData("Task.Factory.StartNew(async () => { await X(); [|Thread.Sleep(5)|]; }, TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew(async () => { await X(); [|Thread.Sleep(5)|]; }, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("new Thread(async () => { await Task.Delay(1); [|Thread.Sleep(5)|]; }).Start();")]
    [InlineData("new Thread(Local).Start(); async void Local() { await X(); [|Thread.Sleep(5)|]; }")]
    [InlineData("new Thread(() => { var t = Local(); async Task Local() { await X(); [|Thread.Sleep(5)|]; } }).Start();")]
    public Task Sleeps(string statement) => Flagged<ASYNC1001ThreadSleepInAsyncAnalyzer>("void M() { " + statement + " }");

    [Theory]
    [InlineData("new Thread(async () => { Thread.Sleep(5); await X(); }).Start();")]
    [InlineData("new Thread(async () => { if (stop) { await X(); return; } Thread.Sleep(5); }).Start();")]
    [InlineData("new Thread(async () => { if (stop) await X(); else Thread.Sleep(5); }).Start();")]
    [InlineData("new Thread(async () => { await Task.Delay(0); Thread.Sleep(5); await Task.Delay(1); }).Start();")]
    [InlineData("new Thread(async () => { await Task.CompletedTask; Thread.Sleep(5); }).Start();")]
    [InlineData("new Thread(() => { while (true) Thread.Sleep(5); }).Start();")]
    [InlineData("new Thread(() => { X().Wait(); Thread.Sleep(5); }).Start();")]
    [InlineData("Task.Run(async () => { await X(); Thread.Sleep(5); });")]
    [InlineData("new Thread(async () => { await X(); await Task.Run(() => Thread.Sleep(5)); }).Start();")]
    [InlineData("new Thread(async () => { SynchronizationContext.SetSynchronizationContext(context); await X(); Thread.Sleep(5); }).Start();")]
    [InlineData("Task.Factory.StartNew(async () => { await X(); Thread.Sleep(5); }, default, TaskCreationOptions.LongRunning, TaskScheduler.FromCurrentSynchronizationContext());")]
    public Task Silent(string statement) => Flagged<ASYNC1001ThreadSleepInAsyncAnalyzer>("void M(SynchronizationContext context) { " + statement + " }");

    [Theory]
    [InlineData("void M() => new Thread(() => Run(1)).Start(); public async Task Run(int x) { start.Wait(); await X(); [|start.Wait()|]; }")]
    [InlineData("void M() => new Thread(Run).Start(); internal async void Run() { start.Wait(); await X(); [|start.Wait()|]; }")]
    [InlineData("void M() => new Thread(Run) { IsBackground = true }.Start(); public async void Run() { Begin(); } public async Task Begin() { start.Wait(); await X(); }")]
    // Called by others too, or perhaps.
    [InlineData("void M() => new Thread(() => Run()).Start(); void N() => _ = Run(); public async Task Run() { [|start.Wait()|]; await X(); }")]
    [InlineData("void M() => new Thread(() => Run()).Start(); public virtual async Task Run() { [|start.Wait()|]; await X(); }")]
    [InlineData("public async Task Run() { [|start.Wait()|]; await X(); }")]
    [InlineData("void M() => Task.Run(() => Run()); public async Task Run() { [|start.Wait()|]; await X(); }")]
    public Task Methods_that_a_type_gives_a_thread(string members)
        => Flagged<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>("ManualResetEventSlim start = new(); " + members);

    [Fact]
    public async Task Other_rules()
    {
        await Flagged<ASYNC1002BlockingOnTaskAnalyzer>("void M(Task<int> t) => new Thread(async () => { await X(); var n = [|t.Result|]; }).Start();");
        await Flagged<ASYNC1003SyncOverAsyncAnalyzer>("void M(Task<int> t) => new Thread(async () => { await X(); var n = t.Result; }).Start();");
        await Flagged<ASYNC1004SynchronousCallInAsyncAnalyzer>("void M() => new Thread(async () => { File.ReadAllText(\"a\"); await X(); [|File.ReadAllText(\"b\")|]; }).Start();");
        await Flagged<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>("void M(AutoResetEvent e) => new Thread(async () => { while (!stop) { [|e.WaitOne(500)|]; await Task.Yield(); } }).Start();");
        await Flagged<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>("AutoResetEvent e = new(false); void M() => new Thread(() => _ = Drain()).Start(); async Task Drain() { while (!stop) { [|e.WaitOne(500)|]; await Task.Yield(); } }");
        await Flagged<ASYNC1006BlockingThroughCallsAnalyzer>("void M() => new Thread(async () => { Go(); await X(); [|Go|](); }).Start(); void Go() => Thread.Sleep(400);");
        // Work belongs on the pool.
        await Flagged<ASYNC4001CpuBoundLoopInAsyncAnalyzer>("void M() => new Thread(async () => { await X(); long s = 0; for (int i = 0; i < 500000000; i++) s += i; Console.WriteLine(s); }).Start();");
    }

    private static async Task Flagged<TAnalyzer>(string members)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
        {
            TestCode = "class C { volatile bool stop; Task X() => Task.Delay(3); async IAsyncEnumerable<int> S() { yield return 1; await Task.Yield(); } " + members + " }",
        };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
