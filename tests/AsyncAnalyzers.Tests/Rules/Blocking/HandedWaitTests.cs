using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Waits further down whose end the caller has in its hand: it has awaited the tasks, or the time is short.</summary>
public class HandedWaitTests
{
    // ---- tasks that the caller has awaited ----

    [Theory]
    [InlineData("await Task.WhenAll(parts.Select(p => p.Value)); Combine(parts);")]
    [InlineData("if (parts.Exists(p => !p.Value.IsCompleted)) { await Task.WhenAll(parts.Select(p => p.Value)); } Combine(parts);")]
    [InlineData("await Task.WhenAll(parts.Select(p => p.Value)).ConfigureAwait(false); n = Combine(parts) + 1;")]
    [InlineData("await Task.WhenAll(parts.Select(p => p.Value).ToArray()); if (n > 0) { Combine(parts); }")]
    [InlineData("await Tasks.WhenAll(parts); Combine(parts);")]
    [InlineData("await Task.WhenAll(parts.Select(p => p.Value)); PassOn(n, parts);")]
    [InlineData("await Task.WhenAll(parts.Select(p => p.Value)); First(parts: parts);")]
    [InlineData("await Task.WhenAll(part.Value, Task.Delay(1)); One(part);")]
    // what the caller hands in is for the caller to say
    [InlineData("Each(tasks); At(tasks);")]
    public Task Awaited_before(string body) => ReportsAsync(In(body), null);

    [Theory]
    [InlineData("{|#0:Combine|}(parts);")]
    [InlineData("{|#0:Combine|}(parts); await Task.WhenAll(parts.Select(p => p.Value));")]
    [InlineData("await Task.WhenAll(others.Select(p => p.Value)); {|#0:Combine|}(parts);")]
    [InlineData("if (n > 0) { await Task.WhenAll(parts.Select(p => p.Value)); } {|#0:Combine|}(parts);")]
    [InlineData("await Task.WhenAny(parts.Select(p => p.Value)); {|#0:Combine|}(parts);")]
    [InlineData("_ = Task.WhenAll(parts.Select(p => p.Value)); {|#0:Combine|}(parts);")]
    [InlineData("foreach (var p in others) { await Task.WhenAll(p.Value, parts[0].Value); } {|#0:Combine|}(parts);")]
    [InlineData("await Task.WhenAll(parts.Select(p => p.Value)); {|#0:Started|}(parts);")]
    public Task Not_awaited_before(string body) => ReportsAsync(In(body), DiagnosticSeverity.Warning);

    // ---- waits that are given up soon ----

    [Theory]
    [InlineData("if (!process.WaitForExit(10_000)) process.Kill();")]
    [InlineData("process.WaitForExit(TimeSpan.FromSeconds(10));")]
    [InlineData("const int Timeout = 500; bool ended = process.WaitForExit(Timeout);")]
    [InlineData("var timeout = TimeSpan.FromSeconds(2); gate.WaitOne(timeout);")]
    [InlineData("thread.Join(Math.Min(n, 1000));")]
    [InlineData("slim.Wait(1000);")]
    [InlineData("slim.Wait(1000, CancellationToken.None);")]
    public Task Over_soon(string wait) => ReportsAsync(Waiting(wait, "{|#0:Run|}();"), DiagnosticSeverity.Info);

    [Theory]
    [InlineData("process.WaitForExit();", "{|#0:Run|}();")]
    [InlineData("process.WaitForExit(60_000);", "{|#0:Run|}();")]
    [InlineData("process.WaitForExit(-1);", "{|#0:Run|}();")]
    [InlineData("process.WaitForExit(n);", "{|#0:Run|}();")]
    [InlineData("gate.WaitOne(Timeout.InfiniteTimeSpan);", "{|#0:Run|}();")]
    [InlineData("Thread.Sleep(1000);", "{|#0:Run|}();")]
    [InlineData("F().Wait(1000);", "{|#0:Run|}();")]
    [InlineData("process.WaitForExit(1000);", "foreach (string name in names) { {|#0:Run|}(); }")]
    [InlineData("while (true) { process.WaitForExit(1000); }", "{|#0:Run|}();")]
    public Task Not_over_soon(string wait, string call) => ReportsAsync(Waiting(wait, call), DiagnosticSeverity.Warning);

    [Fact]
    public Task Not_over_soon_for_a_request() => ReportsAsync(
        "namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { } }"
            + Waiting("process.WaitForExit(1000);", "{|#0:Run|}();").Replace("class C", "class C : Microsoft.AspNetCore.Mvc.ControllerBase", StringComparison.Ordinal),
        DiagnosticSeverity.Warning);

    private static string Waiting(string wait, string call) => $$"""
        class C
        {
            int n; readonly System.Diagnostics.Process process = null!; readonly AutoResetEvent gate = null!; readonly Thread thread = null!;
            readonly SemaphoreSlim slim = new(0); internal SemaphoreSlim Slim => slim;
            Task F() => Task.Delay(n);
            void Run() { {{wait}} }
            async Task EnterAsync() { await slim.WaitAsync(); await Task.Delay(1); slim.Release(); }
            async Task M(string[] names) { await Task.Yield(); {{call}} }
        }
        """;

    private static string In(string body) => $$"""
        class Part { public Task<int> Value { get; set; } = null!; public Task<int> Start() => Task.Run(() => 1); }
        static class Tasks { public static Task WhenAll(IEnumerable<Part> parts) => Task.WhenAll(parts.Select(p => p.Value)); }
        class C
        {
            static int Combine(List<Part> parts) { int sum = 0; foreach (var part in parts) { sum += part.Value.Result; } return sum; }
            static int First(List<Part> parts) => parts[0].Value.Result;
            static int One(Part part) => part.Value.GetAwaiter().GetResult();
            static int PassOn(int n, List<Part> handed) => Combine(handed) + n;
            static int Started(List<Part> parts) { int sum = 0; foreach (var part in parts) { var t = part.Start(); sum += t.Result; } return sum; }
            static int Each(List<Task<int>> tasks) { int sum = 0; foreach (var task in tasks) { sum += task.Result; } return sum; }
            static int At(List<Task<int>> tasks) => tasks[0].Result;

            async Task M(List<Part> parts, List<Part> others, Part part, List<Task<int>> tasks, int n) { {{body}} await Task.Yield(); }
        }
        """;

    private static Task ReportsAsync(string source, DiagnosticSeverity? severity)
    {
        var test = new CSharpAnalyzerTest<ASYNC1006BlockingThroughCallsAnalyzer, Microsoft.CodeAnalysis.Testing.DefaultVerifier>
        {
            TestCode = source,
        };
        Verification.TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, true);
        if (severity is { } expected)
        {
            test.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("ASYNC1006", expected)
                .WithLocation(0).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations));
        }

        return test.RunAsync();
    }
}
