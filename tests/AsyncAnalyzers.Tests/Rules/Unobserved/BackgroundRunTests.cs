using Discarded = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskCodeFix>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>The fixes for a dropped <c>Task.Run</c>: an await in its place puts the rest of the function behind it.</summary>
public class BackgroundRunTests
{
    [Theory]
    [InlineData("""[|Task.Run(() => Console.WriteLine(1))|]; Console.WriteLine(2);""", """_ = Task.Run(() => Console.WriteLine(1)); Console.WriteLine(2);""")]
    [InlineData("""[|Task.Factory.StartNew(() => Console.WriteLine(1))|]; Console.WriteLine(2);""", """_ = Task.Factory.StartNew(() => Console.WriteLine(1)); Console.WriteLine(2);""")]
    [InlineData("""[|Task.Run(() => Console.WriteLine(1)).ConfigureAwait(false)|]; Console.WriteLine(2);""", """_ = Task.Run(() => Console.WriteLine(1)).ConfigureAwait(false); Console.WriteLine(2);""")]
    [InlineData("""if (n > 1) { [|Task.Run(() => Console.WriteLine(1))|]; } Console.WriteLine(2);""", """if (n > 1) { _ = Task.Run(() => Console.WriteLine(1)); } Console.WriteLine(2);""")]
    [InlineData("""foreach (var x in new[] { 1 }) { [|Task.Run(() => Console.WriteLine(x))|]; }""", """foreach (var x in new[] { 1 }) { _ = Task.Run(() => Console.WriteLine(x)); }""")]
    [InlineData("""try { [|Task.Run(() => Console.WriteLine(1))|]; } finally { Console.WriteLine(2); }""", """try { _ = Task.Run(() => Console.WriteLine(1)); } finally { Console.WriteLine(2); }""")]
    public Task Followed_by_more_it_is_discarded_first(string body, string fixedBody) => Verify.FixesAsync(Whole("void", body), Whole("void", fixedBody));

    [Theory]
    [InlineData("""Console.WriteLine(2); [|Task.Run(() => Console.WriteLine(1))|];""", """Console.WriteLine(2); await Task.Run(() => Console.WriteLine(1));""")]
    [InlineData("""[|Task.Run(() => Console.WriteLine(1))|]; return;""", """await Task.Run(() => Console.WriteLine(1)); return;""")]
    [InlineData("""Console.WriteLine(2); [|svc.DoAsync()|]; Console.WriteLine(3);""", """Console.WriteLine(2); await svc.DoAsync(); Console.WriteLine(3);""")]
    public Task Last_or_another_call_it_is_awaited_first(string body, string fixedBody) => Verify.FixesAsync(Whole("void", body), Whole("async Task", fixedBody));

    /// <summary>The second action.</summary>
    [Fact]
    public Task Followed_by_more_it_can_still_be_awaited() => Verify.FixesAsync(
        Whole("void", """[|Task.Run(() => Console.WriteLine(1))|]; Console.WriteLine(2);"""),
        Whole("async Task", """await Task.Run(() => Console.WriteLine(1)); Console.WriteLine(2);"""),
        codeActionIndex: 1);

    /// <summary>Discarding is all that is offered.</summary>
    [Theory]
    [InlineData("""[|Task.Run(() => { if (!svc.Ended.Wait(5)) { Environment.Exit(0); } })|]; svc.DoAsync().Wait();""")]
    [InlineData("""[|Task.Run(async () => { await svc.Ended; Console.WriteLine(1); })|]; svc.Stop();""")]
    [InlineData("""[|Task.Run(async () => await Task.WhenAny(svc.Ended, Task.Delay(5)))|]; svc.Stop();""")]
    [InlineData("""var gate = new ManualResetEventSlim(); [|Task.Run(() => gate.Wait())|]; gate.Set();""")]
    [InlineData("""var gate = new SemaphoreSlim(0); [|Task.Run(async () => { await gate.WaitAsync(); svc.Stop(); })|]; gate.Release();""")]
    [InlineData("""var gate = new TaskCompletionSource(); [|Task.Run(async () => { await gate.Task.ConfigureAwait(false); })|]; gate.SetException(new IOException());""")]
    [InlineData("""bool stop = false; [|Task.Run(() => { if (n > 1) { while (!stop) { Console.WriteLine(); } } })|]; stop = true;""")]
    [InlineData("""for (int i = 0; i < 2; i++) { [|Task.Run(() => svc.Ended.Wait())|]; svc.Stop(); }""")]
    public async Task Waiting_for_what_follows_it_is_not_awaited(string body)
    {
        string source = Whole("void", body);
        await Verify.FixesAsync(source, source.Replace("[|Task", "_ = Task").Replace("|]", ""), configure: test => test.CodeActionVerifier = (action, _) => Assert.StartsWith("Discard the task of ", action.Title));
        await Verify.ReportsAsync(source, configure: test => test.CodeActionEquivalenceKey = "ASYNC2001.Await");
    }

    [Fact]
    public Task What_the_compiler_reports_is_discarded_first_too() => Verify.FixesAsync(
        Whole("async Task", """{|CS4014:Task.Run(() => Console.WriteLine(1))|}; await Task.Yield();"""),
        Whole("async Task", """_ = Task.Run(() => Console.WriteLine(1)); await Task.Yield();"""),
        configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Warnings);

    [Fact]
    public Task A_discarded_run_that_waits_for_what_follows_is_not_awaited() => Discarded.ReportsAsync(
        Whole("void", """[|_ = Task.Run(async () => { await svc.Ended; Console.WriteLine(1); })|]; svc.Stop();"""),
        configure: test => test.CodeActionEquivalenceKey = "ASYNC2015.Await");

    private static string Whole(string returned, string body) => $$"""
        class C
        {
            private {{returned}} M(ISvc svc, int n) { {{body}} }
        }
        interface ISvc { Task DoAsync(); Task Ended { get; } void Stop(); }
        """;
}
