using AsyncAnalyzers.Rules.Blocking;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>A wait in synchronous code for what has a synchronous form: the message names it, and an action calls it. A facade is told of once.</summary>
public class SynchronousApiTests
{
    [Theory]
    [InlineData("JsonSerializer.DeserializeAsync<int>(s).GetAwaiter().GetResult()", "JsonSerializer.Deserialize<int>(s)")]
    [InlineData("JsonSerializer.DeserializeAsync<int>(s).AsTask().Result", "JsonSerializer.Deserialize<int>(s)")]
    [InlineData("s.ReadAsync(b, 0, 1).ConfigureAwait(false).GetAwaiter().GetResult()", "s.Read(b, 0, 1)")]
    [InlineData("File.ReadAllTextAsync(\"a\", default).Result.Length", "File.ReadAllText(\"a\").Length")]
    [InlineData("File.ReadAllTextAsync(\"a\", CancellationToken.None).Result.Length", "File.ReadAllText(\"a\").Length")]
    public Task Called_in_a_property(string wait, string call)
    {
        string marked = wait.EndsWith(".Length") ? "[|" + wait[..^7] + "|].Length" : "[|" + wait + "|]";
        return Verify.FixesAsync(Property(marked), Property(call), configure: ByAction);
    }

    [Fact]
    public Task Called_in_a_constructor_with_comments() => Verify.FixesAsync(
        """
        class C
        {
            public C(Stream s, byte[] b)
            {
                // write it
                [|s.WriteAsync(b, 0, 1).Wait()|]; // now
            }
        }
        """,
        """
        class C
        {
            public C(Stream s, byte[] b)
            {
                // write it
                s.Write(b, 0, 1); // now
            }
        }
        """,
        configure: ByAction);

    [Theory]
    // none, another result, a token that would be lost, the facade of the asynchronous one, and the function itself
    [InlineData("int P => [|Task.Delay(1).ContinueWith(_ => 1).Result|];")]
    [InlineData("int P => [|NumberAsync().Result|]; Task<int> NumberAsync() => Task.Delay(1).ContinueWith(_ => 1); string Number() => \"\";")]
    [InlineData("CancellationToken _t; string P => [|File.ReadAllTextAsync(\"a\", _t).Result|];")]
    [InlineData("int P => [|NumberAsync().Result|]; Task<int> NumberAsync() => Task.Delay(1).ContinueWith(_ => 1); int Number() { int n = {|ASYNC1003:NumberAsync().Result|}; return n; }")]
    public Task No_action(string members) => Verify.FixesAsync("class C { " + members + " }", "class C { " + members + " }", configure: test =>
    {
        ByAction(test);
        test.NumberOfIncrementalIterations = 0;
        test.NumberOfFixAllIterations = 0;
    });

    [Fact]
    public Task Message_names_it() => Says(
        "void M(Stream s) { int n = {|#0:System.Text.Json.JsonSerializer.DeserializeAsync<int>(s).AsTask().Result|}; }",
        "'Result' blocks the thread of 'M'; make 'M' and its callers async, or call 'Deserialize'");

    [Theory]
    [InlineData("static void Wait(Task task) => {|#0:task.GetAwaiter().GetResult()|}; void A(Task t) { Wait(t); } void B(Task t) { Wait(t); }", "GetAwaiter().GetResult()")]
    [InlineData("static void Wait(Task task) { {|#0:task.ConfigureAwait(false).GetAwaiter().GetResult()|}; } void A(Task t) { Wait(t); } void B(Task t) { Wait(t); }", "GetAwaiter().GetResult()")]
    [InlineData("static T Wait<T>(Task<T> task) => {|#0:task.Result|}; void A(Task<int> t) { Wait(t); }", "Result")]
    public Task A_facade_that_is_given_the_task(string members, string wait) => Says(
        members,
        $"'{wait}' blocks the thread of 'Wait'; let the callers of 'Wait' await the task instead");

    [Fact]
    public Task A_facade_of_its_own_counterpart() => Says(
        "int Get() => {|#0:GetAsync().Result|}; Task<int> GetAsync() => Task.Delay(1).ContinueWith(_ => 1); void A() { Get(); } void B() { Get(); }",
        "'Result' blocks the thread of 'Get'; let the callers await 'GetAsync' instead");

    private static Task Says(string members, string message)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<ASYNC1003SyncOverAsyncAnalyzer, DefaultVerifier> { TestCode = "class C { " + members + " }" };
        test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC1003SyncOverAsyncAnalyzer.Id, DiagnosticSeverity.Info).WithLocation(0).WithMessage(message));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        return test.RunAsync();
    }

    private static void ByAction(Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixTest<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix, DefaultVerifier> test)
        => test.CodeActionEquivalenceKey = "ASYNC1003.Synchronous";

    private static string Property(string expression) => $$"""
        using System.Text.Json;
        class C
        {
            Stream s = new MemoryStream();
            byte[] b = new byte[1];
            public int P => {{expression}};
        }
        """;
}
