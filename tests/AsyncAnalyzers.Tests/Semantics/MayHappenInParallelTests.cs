using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Whether the first started function of a method runs beside <c>P()</c>, and beside further runs of itself.</summary>
public class MayHappenInParallelTests
{
    private static async Task<(MayHappenInParallel Parallel, SyntaxNode? Place)> OpenAsync(string statements)
    {
        TestedCode code = TestedCode.Create(
            "#pragma warning disable CS4014, CS8618, CS0649\nclass C { Task _task; Thread _thread; static bool B() => true; static void W() { } static void P() { } static void F() { } static void Use(Task t) { } static Task OtherAsync() => Task.CompletedTask; "
            + "int[] items = new int[3]; async Task M() { await Task.Yield(); " + statements + " } }");
        Assert.Empty((await code.ErrorsAsync()).Select(error => error.ToString()));
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        SyntaxNode root = (await code.Document.GetSyntaxRootAsync())!;
        ConcurrentStart start = root.DescendantNodes().OfType<SimpleNameSyntax>().Select(ConcurrentStart.At).First(one => one is { Functions.Length: > 0, Kind: not ConcurrencyKind.AwaitedTogether })!;
        Assert.True(start.IsConfirmed(CodeModel.Of(model, CancellationToken.None)));
        return (MayHappenInParallel.Of(start, CodeModel.Of(model, CancellationToken.None)),
            root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .SingleOrDefault(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "P" }));
    }

    [Theory]
    // Straight lines
    [InlineData("P(); Task.Run(W);", "No")]
    [InlineData("Task.Run(W); P();", "Yes")]
    [InlineData("_ = Task.Run(W); P();", "Yes")]
    [InlineData("var t = Task.Run(W); P(); await t;", "Yes")]
    [InlineData("var t = Task.Run(W); await t; P();", "No")]
    [InlineData("var t = Task.Run(W); await t.ConfigureAwait(false); P();", "No")]
    [InlineData("await Task.Run(W); P();", "No")]
    [InlineData("Task.Run(W).Wait(); P();", "No")]
    [InlineData("var t = Task.Run(() => 1); int n = t.Result; P();", "No")]
    [InlineData("var t = Task.Run(W); t.GetAwaiter().GetResult(); P();", "No")]
    [InlineData("var t = Task.Run(W); t.Wait(9); P();", "Unknown")]
    [InlineData("var t = Task.Run(W); Use(t); P();", "Unknown")]
    [InlineData("Use(Task.Run(W)); P();", "Unknown")]
    [InlineData("var t = Task.Run(W); await Task.WhenAny(t, OtherAsync()); P();", "Unknown")]
    [InlineData("var t = Task.Run(W); var u = t; await u; P();", "No")]
    [InlineData("var t = Task.Run(W); await OtherAsync(); P(); await t;", "Yes")]
    // Several tasks
    [InlineData("var t = Task.Run(W); var u = OtherAsync(); await Task.WhenAll(t, u); P();", "No")]
    [InlineData("var t = Task.Run(W); var u = OtherAsync(); await u; P(); await t;", "Yes")]
    [InlineData("var t = Task.Run(W); var all = Task.WhenAll(t, OtherAsync()); P(); await all;", "Yes")]
    [InlineData("var t = Task.Run(W); var all = Task.WhenAll(t, OtherAsync()); await all; P();", "No")]
    [InlineData("var t = Task.Run(W); Task.WaitAll(t, OtherAsync()); P();", "No")]
    [InlineData("var list = new List<Task>(); list.Add(Task.Run(W)); await Task.WhenAll(list); P();", "No")]
    [InlineData("var list = new List<Task>(); list.Add(Task.Run(W)); P(); await Task.WhenAll(list);", "Yes")]
    [InlineData("var list = new List<Task>(); for (int i = 0; i < 3; i++) { list.Add(Task.Run(W)); } P(); await Task.WhenAll(list);", "Yes")]
    [InlineData("var list = new List<Task>(); for (int i = 0; i < 3; i++) { list.Add(Task.Run(W)); } await Task.WhenAll(list); P();", "No")]
    [InlineData("var list = new List<Task>(); for (int i = 0; i < 3; i++) { list.Add(Task.Run(W)); } foreach (var t in list) { await t; } P();", "No")]
    [InlineData("var tasks = new[] { Task.Run(W), OtherAsync() }; await Task.WhenAll(tasks); P();", "No")]
    [InlineData("var t = Task.Run(W); t = OtherAsync(); await t; P();", "Yes")]
    // Branches
    [InlineData("if (B()) { Task.Run(W); } else { P(); }", "No")]
    [InlineData("if (B()) { Task.Run(W); } P();", "Yes")]
    [InlineData("if (B()) { Task.Run(W); return; } P();", "No")]
    [InlineData("Task? t = null; if (B()) t = Task.Run(W); if (t != null) await t; P();", "Unknown")]
    [InlineData("bool b = B(); Task? t = null; if (b) t = Task.Run(W); if (b) await t!; P();", "Unknown")]
    [InlineData("var t = Task.Run(W); if (B()) { await t; return; } P(); await t;", "Yes")]
    [InlineData("var t = Task.Run(W); if (B()) { await t; P(); }", "No")]
    [InlineData("var t = Task.Run(W); switch (3) { case 1: await t; break; } P();", "Unknown")]
    [InlineData("var t = Task.Run(W); while (!t.IsCompleted) { P(); }", "Yes")]
    [InlineData("var t = Task.Run(W); while (!t.IsCompleted) { F(); } P();", "No")]
    // Loops
    [InlineData("for (int i = 0; i < 3; i++) { P(); Task.Run(W); }", "Yes")]
    [InlineData("for (int i = 0; i < 3; i++) { P(); await Task.Run(W); }", "No")]
    [InlineData("for (int i = 0; i < 3; i++) { P(); var t = Task.Run(W); await t; }", "No")]
    [InlineData("for (int i = 0; i < 3; i++) { P(); Task.Run(W); break; }", "No")]
    [InlineData("Task? t = null; for (int i = 0; i < 3; i++) { if (i > 0) await t!; P(); t = Task.Run(W); }", "Unknown")]
    // try
    [InlineData("var t = Task.Run(W); try { P(); } finally { await t; }", "Yes")]
    [InlineData("var t = Task.Run(W); try { F(); } finally { await t; } P();", "No")]
    [InlineData("var t = Task.Run(W); try { F(); await t; } catch { P(); }", "Unknown")]
    [InlineData("try { Task.Run(W); } catch { P(); }", "No")]
    [InlineData("try { Task.Run(W); } finally { P(); }", "Yes")]
    // Threads
    [InlineData("var t = new Thread(W); P(); t.Start(); t.Join();", "No")]
    [InlineData("var t = new Thread(W); t.Start(); P(); t.Join();", "Yes")]
    [InlineData("var t = new Thread(W) { IsBackground = true }; t.Start(); t.Join(); P();", "No")]
    [InlineData("var t = new Thread(W); t.Start(); t.Join(100); P();", "Unknown")]
    [InlineData("new Thread(W).Start(); P();", "Yes")]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = new Thread(W); ts[i].Start(); } P(); foreach (var t in ts) t.Join();", "Yes")]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = new Thread(W); ts[i].Start(); } foreach (var t in ts) t.Join(); P();", "No")]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = new Thread(W); ts[i].Start(); } for (int i = 0; i < 3; i++) ts[i].Join(); P();", "No")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => W()); P();", "Yes")]
    // Fields
    [InlineData("_task = Task.Run(W); items[0]++; F(); items[1]++; P();", "Unknown")]
    [InlineData("_task = Task.Run(W); await _task; P();", "No")]
    [InlineData("_thread = new Thread(W); _thread.Start(); F(); P();", "Unknown")]
    // Parallel
    [InlineData("Parallel.For(0, 9, i => W()); P();", "No")]
    [InlineData("Parallel.Invoke(W, F); P();", "No")]
    // Returned
    [InlineData("if (B()) { Use(OtherAsync()); } await Task.Yield(); P(); await Task.Run(W);", "No")]
    public async Task Beside_a_place(string statements, string expected)
    {
        (MayHappenInParallel parallel, SyntaxNode? place) = await OpenAsync(statements);
        Assert.Equal(expected, parallel.At(place!).ToString());
    }

    [Theory]
    [InlineData("Task.Run(W);", false)]
    [InlineData("for (int i = 0; i < 3; i++) { Task.Run(W); }", true)]
    [InlineData("foreach (int i in items) Task.Run(W);", true)]
    [InlineData("while (B()) { await Task.Run(W); }", false)]
    [InlineData("while (B()) { var t = Task.Run(W); F(); await t; }", false)]
    [InlineData("while (B()) { var t = Task.Run(W); if (B()) continue; await t; }", true)]
    [InlineData("while (B()) { Task.Run(W); break; }", false)]
    [InlineData("while (B()) { Task.Run(W); return; }", false)]
    [InlineData("while (B()) { while (B()) { Task.Run(W); break; } }", true)]
    [InlineData("while (B()) { Task.Run(W); await Task.Delay(9); }", true)]
    [InlineData("while (B()) { Task.Run(W); await OtherAsync(); }", false)]
    [InlineData("while (B()) { await OtherAsync(); Task.Run(W); }", true)]
    [InlineData("var list = new List<Task>(); while (B()) { list.Add(Task.Run(W)); } await Task.WhenAll(list);", true)]
    [InlineData("var list = new List<Task>(); while (B()) { list.Add(Task.Run(W)); await Task.WhenAll(list); }", false)]
    [InlineData("while (B()) { var t = new Thread(W); t.Start(); }", true)]
    [InlineData("while (B()) { var t = new Thread(W); t.Start(); t.Join(); }", false)]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) ts[i] = new Thread(W); foreach (var t in ts) t.Start(); foreach (var t in ts) t.Join();", true)]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) ts[i] = new Thread(W); foreach (var t in ts) { t.Start(); t.Join(); }", false)]
    [InlineData("Task? t = null; while (B()) { if (t != null) await t; t = Task.Run(W); }", false)]
    [InlineData("while (B()) { var done = new ManualResetEventSlim(); Task.Run(() => done.Set()); done.Wait(); }", false)]
    [InlineData("await Task.WhenAll(items.Select(_ => Task.Run(W)));", true)]
    [InlineData("var tasks = items.Select(_ => Task.Run(W)).ToArray();", true)]
    [InlineData("var tasks = items.Select(_ => Task.Run(W));", false)]
    [InlineData("foreach (var t in items.Select(_ => Task.Run(W))) await t;", false)]
    [InlineData("do { _task = Task.Run(W); } while (B());", false)]
    public async Task Beside_itself(string statements, bool expected)
        => Assert.Equal(expected, (await OpenAsync(statements)).Parallel.RepeatedScope() is not null);
}
