using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.Unobserved;
using AsyncAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>In a project of tests, what is started there and not looked at is at most a suggestion.</summary>
public class StagedInTestsTests
{
    private const string Framework = "namespace Xunit { class FactAttribute : Attribute { } }\n";

    [Fact]
    public Task Async_void_helpers() => SuggestsAsync<ASYNC2002AsyncVoidMethodAnalyzer>("ASYNC2002", """
        class C
        {
            [Xunit.Fact]
            public void M()
            {
                async void {|#0:Find|]() { await Task.Delay(1); }
                Find();
            }
        }
        """.Replace("|]", "|}"));

    [Fact]
    public Task Async_void_tests() => SuggestsAsync<ASYNC2002AsyncVoidMethodAnalyzer>(
        "ASYNC2002", "class C { [Xunit.Fact] public async void {|#0:M|}() { await Task.Delay(1); } }");

    [Theory]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += {|#0:async|} (_, _) => await System.IO.File.ReadAllTextAsync(\"a\");")]
    [InlineData("Changed += {|#0:async|} (_, e) => { await System.IO.File.ReadAllTextAsync(\"a\"); Console.WriteLine(e); };")]
    public Task Async_void_handlers(string statement) => SuggestsAsync<ASYNC2003AsyncVoidDelegateAnalyzer>(
        "ASYNC2003", "class C { event EventHandler? Changed; [Xunit.Fact] public void M() { " + statement + " } }");

    [Fact]
    public Task What_takes_its_time() => SuggestsAsync<ASYNC1001ThreadSleepInAsyncAnalyzer>(
        "ASYNC1001", "class Stub { public Task<int> GetAsync() { {|#0:Thread.Sleep(9)|}; return Task.FromResult(1); } }");

    [Theory]
    [InlineData("class C { [Xunit.Fact] public async Task M() { await Task.Yield(); [|Thread.Sleep(9)|]; } }")]
    public Task Sleep_in_a_test(string source)
        => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, EmptyCodeFixProvider>.ReportsAsync(Framework + source);

    [Theory]
    [InlineData("class C { [Xunit.Fact] public void M() { Run([|async|] () => await System.IO.File.ReadAllTextAsync(\"a\")); } void Run(Action a) => a(); }")]
    public Task Async_void_for_an_action(string source)
        => Verify<ASYNC2003AsyncVoidDelegateAnalyzer, EmptyCodeFixProvider>.ReportsAsync(Framework + source);

    [Fact]
    public Task Kept_tasks() => SuggestsAsync<ASYNC2008TaskNeverObservedAnalyzer>("ASYNC2008", """
        class C
        {
            [Xunit.Fact]
            public async Task M(System.IO.Stream stream)
            {
                var write = {|#0:stream.WriteAsync(new byte[1], 0, 1)|};
                await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task Discarded_use_of_a_resource() => SuggestsAsync<ASYNC2013DisposedWhileInUseAnalyzer>("ASYNC2013", places: 2, source: """
        class C
        {
            [Xunit.Fact]
            public async Task M()
            {
                using var {|#1:stream|} = System.IO.File.OpenRead("x");
                _ = {|#0:stream.WriteAsync(new byte[1], 0, 1)|};
                await Task.Delay(1);
            }
        }
        """);

    private static Task SuggestsAsync<TAnalyzer>(string id, string source, int places = 1)
        where TAnalyzer : DiagnosticAnalyzer, new()
        => Verify<TAnalyzer, EmptyCodeFixProvider>.ReportsAsync(Framework + source, configure: test
            => test.TestState.ExpectedDiagnostics.Add(Enumerable.Range(0, places).Aggregate(
                new DiagnosticResult(id, DiagnosticSeverity.Info), static (result, place) => result.WithLocation(place))));
}
