using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.SharedState;
using AsyncAnalyzers.Rules.Unobserved;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>
/// The names of types that fixes write in front of a dot, where a type of the user has the bare name. The harness holds each tree
/// against the parse of its text: a qualified name there must be a member access.
/// </summary>
public class TypeNamingTests
{
    [Fact]
    public Task Delay() => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>.FixesAsync(
        WithTypes("class Task { }", "async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Yield(); [|Thread.Sleep(1)|]; }"),
        WithTypes("class Task { }", "async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Yield(); await System.Threading.Tasks.Task.Delay(1); }"));

    [Fact]
    public Task Yield() => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>.FixesAsync(
        WithTypes("class Task { }", "async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Delay(1); [|Thread.Sleep(0)|]; }"),
        WithTypes("class Task { }", "async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Delay(1); await System.Threading.Tasks.Task.Yield(); }"));

    [Fact]
    public Task Run_of_a_loop() => Verify<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>.FixesAsync(
        WithTypes("class Task { }", "async System.Threading.Tasks.Task M(System.Threading.Tasks.Task[] ts) { [|System.Threading.Tasks.Task.WaitAll(ts)|]; await System.Threading.Tasks.Task.Yield(); }"),
        WithTypes("class Task { }", "async System.Threading.Tasks.Task M(System.Threading.Tasks.Task[] ts) { await System.Threading.Tasks.Task.WhenAll(ts); await System.Threading.Tasks.Task.Yield(); }"));

    [Fact]
    public Task Flags_of_an_enumeration() => Verify<ASYNC2012CompletionSourceOptionsAnalyzer, ASYNC2012CompletionSourceOptionsCodeFix>.FixesAsync(
        WithTypes("class TaskCreationOptions { }", "static readonly TaskCompletionSource<int> S = [|new TaskCompletionSource<int>()|]; static void Set() => S.SetResult(1);"),
        WithTypes(
            "class TaskCreationOptions { }",
            "static readonly TaskCompletionSource<int> S = new TaskCompletionSource<int>(System.Threading.Tasks.TaskCreationOptions.RunContinuationsAsynchronously); static void Set() => S.SetResult(1);"));

    [Fact]
    public Task Interlocked_of_the_user() => Verify<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>.FixesAsync(
        WithTypes("class Interlocked { }", "int n; void M() => Parallel.For(0, 9, i => { [|n++|]; });"),
        WithTypes("class Interlocked { }", "int n; void M() => Parallel.For(0, 9, i => { System.Threading.Interlocked.Increment(ref n); });"));

    [Theory]
    [InlineData("string Interlocked => \"\";")]
    [InlineData("int Interlocked;")]
    [InlineData("static int Interlocked() => 1;")]
    [InlineData("event Action? Interlocked;")]
    public Task A_member_of_the_name_comes_first(string member) => Verify<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>.FixesAsync(
        WithTypes("", member + " int n; void M() => Parallel.For(0, 9, i => { [|n++|]; });"),
        WithTypes("", member + " int n; void M() => Parallel.For(0, 9, i => { System.Threading.Interlocked.Increment(ref n); });"));

    [Fact]
    public Task A_parameter_of_the_name_comes_first() => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>.FixesAsync(
        WithTypes("", "async Task M(int Task) { [|Thread.Sleep(Task)|]; await System.Threading.Tasks.Task.Yield(); }"),
        WithTypes("", "async Task M(int Task) { await System.Threading.Tasks.Task.Delay(Task); await System.Threading.Tasks.Task.Yield(); }"));

    [Fact]
    public Task A_member_of_the_same_type_does_not_stand_in_the_way() => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>.FixesAsync(
        WithTypes("", "Task Task => Task.CompletedTask; async Task M() { await Task; [|Thread.Sleep(1)|]; }"),
        WithTypes("", "Task Task => Task.CompletedTask; async Task M() { await Task; await Task.Delay(1); }"));

    [Fact]
    public Task Several_in_one_function_and_an_import() => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>.FixesAsync(
        """
        class C
        {
            async System.Threading.Tasks.Task M()
            {
                // Twice.
                [|System.Threading.Thread.Sleep(1)|];
                [|System.Threading.Thread.Sleep(2)|];
                await System.Threading.Tasks.Task.Yield();
            }
        }
        """,
        """
        using System.Threading.Tasks;

        class C
        {
            async System.Threading.Tasks.Task M()
            {
                // Twice.
                await Task.Delay(1);
                await Task.Delay(2);
                await System.Threading.Tasks.Task.Yield();
            }
        }
        """,
        globalUsings: false);

    private static string WithTypes(string types, string members) => $$"""
        namespace N
        {
            {{types}}
            class C
            {
                {{members}}
            }
        }
        """;
}
