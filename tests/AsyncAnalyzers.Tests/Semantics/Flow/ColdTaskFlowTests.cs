using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2009ColdTaskAnalyzer, AsyncAnalyzers.Rules.Unobserved.ASYNC2009ColdTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A task that is started, but on every path to a wait only after it.</summary>
public class ColdTaskFlowTests
{
    [Theory]
    [InlineData("var t = [|new Task|](Do); await t; t.Start();")]
    [InlineData("var t = [|new Task|](Do); if (a) { await t; } t.Start();")]
    [InlineData("var t = [|new Task|](Do); if (a) { t.Start(); } else { await t; }")]
    [InlineData("while (a) { var t = [|new Task|](Do); await t; t.Start(); }")]
    [InlineData("var t = [|new Task|](Do); try { await t; } finally { t.Start(); }")]
    [InlineData("var t = [|new Task|](Do); try { Do(); await t; } catch (IOException) { t.Start(); }")]
    public Task Too_late(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("var t = new Task(Do); t.Start(); await t;")]
    [InlineData("var t = new Task(Do); if (a) { t.Start(); } await t;")]
    [InlineData("var t = new Task(Do); while (a) { t.Start(); break; } await t;")]
    [InlineData("var t = new Task(Do); for (int i = 0; i < 2; i++) { if (i == 1) { await t; } else { t.Start(); } }")]
    [InlineData("var t = new Task(Do); try { t.Start(); } catch (InvalidOperationException) { } await t;")]
    [InlineData("var t = new Task(Do); try { Do(); } finally { t.Start(); } await t;")]
    [InlineData("var t = new Task(Do); Keep(t); await t; t.Start();")]
    [InlineData("var t = new Task(Do); Run(() => t.Start()); await t;")]
    [InlineData("var t = new Task(Do); Begin(); await t; void Begin() => t.Start();")]
    [InlineData("var t = new Task(Do); goto start; wait: await t; return; start: t.Start(); goto wait;")]
    public Task In_time(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => $$"""
        class C
        {
            async Task M(bool a) { {{body}} }
            static void Do() => Console.WriteLine();
            static void Keep(Task t) { }
            static void Run(Action a) => a();
        }
        """;
}
