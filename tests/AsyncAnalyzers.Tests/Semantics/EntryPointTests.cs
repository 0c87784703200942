using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.CpuBound;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>The entry point of a program without a user interface has no loop: synchronous code may wait there, asynchronous code is given a suggestion.</summary>
public class EntryPointTests
{
    private const string Waits = """
        {|#0:Thread.Sleep(1)|};
        {|#1:Task.Delay(1).Wait()|};
        {|#2:File.ReadAllText("a")|};
        {|#3:new ManualResetEvent(false).WaitOne()|};
        {|#4:Slow|}();
        lock (new object()) { {|#5:for (long i = 0; i < 10_000_000; i++)|} { Math.Sqrt(i); } }
        Console.ReadLine();
        """;

    [Fact]
    public Task Async_main() => Runs(
        "class P { static async Task Main() { await Task.Yield(); " + Waits + " } static void Slow() { Thread.Sleep(10); } }", DiagnosticSeverity.Info);

    [Fact]
    public Task Async_top_level_statements() => Runs("await Task.Yield(); " + Waits + " static void Slow() { Thread.Sleep(10); }", DiagnosticSeverity.Info);

    [Fact]
    public Task What_it_calls_is_code_like_any_other() => Runs(
        "class P { static async Task Main() { await Q.M(); } } class Q { public static async Task M() { await Task.Yield(); " + Waits + " } static void Slow() { Thread.Sleep(10); } }", DiagnosticSeverity.Warning);

    /// <summary>A small program does one thing after the other, in whatever method of its type.</summary>
    [Fact]
    public Task What_stands_beside_it() => Runs(
        "class P { static void Main() => M().Wait(); static async Task M() { await Task.Yield(); " + Waits.Replace("{|#4:Slow|}();", "", StringComparison.Ordinal) + " } }", DiagnosticSeverity.Info);

    [Fact]
    public Task A_method_of_that_name_elsewhere() => Runs(
        "class P { static void Main() { } } class Q { async Task Main() { await Task.Yield(); " + Waits + " } static void Slow() { Thread.Sleep(10); } }", DiagnosticSeverity.Warning);

    [Fact]
    public Task A_user_interface_has_a_loop() => Runs(
        "class P { static async Task Main() { await Task.Yield(); " + Waits + " } static void Slow() { Thread.Sleep(10); } } namespace System.Windows.Threading { public class Dispatcher { } }",
        DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("class P { static void Main() { Thread.Sleep(1); Task.Delay(1).Wait(); File.ReadAllText(\"a\"); Console.ReadLine(); new ManualResetEvent(false).WaitOne(); } }")]
    [InlineData("Thread.Sleep(1); Task.Delay(1).Wait(); File.ReadAllText(\"a\"); Console.ReadLine();")]
    [InlineData("class P { static void Main() { } static async Task Ask() { await Task.Yield(); Console.ReadLine(); Console.ReadKey(); } }")]
    public Task Silent(string source) => Runs(source, DiagnosticSeverity.Warning);

    private static async Task Runs(string source, DiagnosticSeverity severity)
    {
        var test = new Rules { TestCode = source };
        if (source.Contains("{|#0:"))
        {
            string[] ids = { "ASYNC1001", "ASYNC1002", "ASYNC1004", "ASYNC1005", "ASYNC1006", "ASYNC4001" };
            // What is called once is let be: where it blocks is not said again at the call.
            test.ExpectedDiagnostics.AddRange(ids.Select((id, index) => (id, index))
                .Where(one => severity == DiagnosticSeverity.Warning || one.id != "ASYNC1006").Select(one => new DiagnosticResult(one.id, severity).WithLocation(one.index).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));
        }

        TestSetup.Apply(test, null, null, null, OutputKind.ConsoleApplication, globalUsings: true);
        await test.RunAsync();
    }

    private sealed class Rules : CSharpAnalyzerTest<ASYNC1001ThreadSleepInAsyncAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => new DiagnosticAnalyzer[]
        {
            new ASYNC1001ThreadSleepInAsyncAnalyzer(), new ASYNC1002BlockingOnTaskAnalyzer(), new ASYNC1003SyncOverAsyncAnalyzer(), new ASYNC1004SynchronousCallInAsyncAnalyzer(),
            new ASYNC1005BlockingPrimitiveInAsyncAnalyzer(), new ASYNC1006BlockingThroughCallsAnalyzer(), new ASYNC4001CpuBoundLoopInAsyncAnalyzer(),
        };
    }
}
