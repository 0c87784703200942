using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>What blocks to the right of a second <c>?.</c>, of an index, of <c>!</c>.</summary>
public class ConditionalAccessTests
{
    private const string Node =
        """
        class Node
        {
            public StreamReader? Reader; public Node? Next; public Node[]? All; public Task<int>? Later; public Task<int> Now = null!; public SemaphoreSlim? Gate;
            public System.Diagnostics.Process? Process; public ValueTask<int> Value; public List<Task<int>> List = new(); public ManualResetEventSlim? Signal; public Pair? Pair;
            public Node Self => this;
            public Node Get() => this;
            public Task<int> GetAsync() => Task.Run(() => 3);
        }
        struct Pair { public StreamReader Reader; public Task<int> Now; public SemaphoreSlim Gate; }

        """;

    [Theory]
    [InlineData("n?.Reader?[|.ReadToEnd()|];")]
    [InlineData("var s = n?.Next?.Reader?[|.ReadToEnd()|];")]
    [InlineData("var s = n?.Next!.Reader?[|.ReadToEnd()|];")]
    [InlineData("var s = n?.All?[0]?[|.Reader!.ReadToEnd()|];")]
    [InlineData("var s = n?.All![0].Reader?[|.ReadToEnd()|].Length;")]
    [InlineData("var s = n?.Self.Get()?.Reader?[|.ReadToEnd()|] ?? \"\";")]
    [InlineData("var s = (n?.Next)?.Reader?[|.ReadToEnd()|];")]
    [InlineData("var s = ns?[0].Reader?[|.ReadToEnd()|];")]
    [InlineData("var s = ns?[0]?.Reader?[|.ReadToEnd()|];")]
    [InlineData("var s = ns?[|[0].Reader!.ReadToEnd()|];")]
    [InlineData("if (n?.Next?.Reader?[|.ReadToEnd()|] is { Length: > 3 } s) { }")]
    [InlineData("n?.Next?.Reader?[|.BaseStream.Flush()|];")]
    public Task Counterparts(string statement) => Run<ASYNC1004SynchronousCallInAsyncAnalyzer>(Method("async Task", statement));

    [Theory]
    [InlineData("n?.Next?.Later?[|.Wait()|];")]
    [InlineData("n?.Self.Next?[|.Now.Wait()|];")]
    [InlineData("var x = n?.Next?[|.Now.Result|];")]
    [InlineData("var x = n?.Next?[|.GetAsync().Result|];")]
    [InlineData("var x = n?.Next?[|.GetAsync().GetAwaiter().GetResult()|];")]
    [InlineData("var x = n?.Next?.Later?[|.GetAwaiter().GetResult()|];")]
    [InlineData("var x = n?.Next?.Later?[|.ConfigureAwait(false).GetAwaiter().GetResult()|];")]
    [InlineData("var x = n?[|.Next!.Later!.Result|];")]
    [InlineData("var x = n?.List?[|[0].Result|];")]
    [InlineData("var x = n?.Next?[|.Value.Result|];")]
    [InlineData("var x = n?.All?[0]?.Later?[|.Result|];")]
    [InlineData("var x = n?.Pair?[|.Now.Result|];")]
    public async Task Waits_for_tasks(string statement)
    {
        await Run<ASYNC1002BlockingOnTaskAnalyzer>(Method("async Task", statement));
        await Run<ASYNC1003SyncOverAsyncAnalyzer>(Method("void", statement));
    }

    [Theory]
    [InlineData("n?.Next?.Gate?[|.Wait()|];")]
    [InlineData("n?[|.Next!.Gate!.Wait()|];")]
    [InlineData("n?.All?[1].Process?[|.WaitForExit()|];")]
    [InlineData("n?.Next?.Signal?[|.Wait(100)|];")]
    [InlineData("n?.Next?.Signal?.WaitHandle?[|.WaitOne()|];")]
    [InlineData("n?.Pair?[|.Gate.Wait()|];")]
    public Task Primitives(string statement) => Run<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(Method("async Task", statement));

    [Theory]
    [InlineData("if (n?.Next?.Now is { } t) { await t; var x = t.Result; }")]
    [InlineData("if (n?.Next?.Later is { IsCompleted: true } t) { var x = t.Result; }")]
    [InlineData("n?.Next?.Gate?.Wait(0);")]
    [InlineData("var x = n?.Next?.Reader?.ToString();")]
    [InlineData("if (n?.Next?.Reader is { } r) { await r.ReadToEndAsync(); }")]
    public async Task Silent(string statement)
    {
        await Run<ASYNC1002BlockingOnTaskAnalyzer>(Method("async Task", statement));
        await Run<ASYNC1004SynchronousCallInAsyncAnalyzer>(Method("async Task", statement));
        await Run<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(Method("async Task", statement));
    }

    private static async Task Run<TAnalyzer>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = source };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    private static string Method(string result, string statement)
        => Node + "class C { " + result + " M(Node? n, Node[]? ns) { " + (result == "void" ? "" : "await Task.Yield(); ") + statement + " } }";
}
