using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using VerifyDiscard = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Tasks that are dropped on purpose, or with which nothing is lost: ASYNC2001 only suggests, ASYNC2015 says nothing.</summary>
public class DropIntentTests
{
    private const string Svc = """

        interface ISvc
        {
            Task SaveAsync(); Task<bool> ShowDialogAsync(); Task DisplayAlert(string text); Task PreloadAsync(); Task GoToAsync(string page);
        }
        """;

    [Theory]
    [InlineData("void M(ISvc svc) {\n/* fire and forget */ {|#0:svc.SaveAsync()|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.SaveAsync()|}; /* intentionally not awaited */ }")]
    [InlineData("void M(ISvc svc) {\n/* Save in the background. */ {|#0:svc.SaveAsync()|}; }")]
    [InlineData("void M(Action work) {\n/* We don't need to await this. */ {|#0:Task.Run(work)|}; }")]
    [InlineData("void M(ISvc svc) => {|#0:svc.ShowDialogAsync()|};")]
    [InlineData("void M(ISvc svc) { {|#0:svc.DisplayAlert(\"Saved\")|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.PreloadAsync()|}; }")]
    [InlineData("void M() { {|#0:Task.Run(WarmUpCore)|}; } void WarmUpCore() { Console.WriteLine(); }")]
    [InlineData("void StartWarmup(Action work) { {|#0:Task.Run(work)|}; }")]
    [InlineData("void M() { {|#0:Task.Run(() => _ = Table.Rows)|}; } static class Table { public static int[] Rows { get; } = new int[9]; }")]
    public Task Suggested(string member) => SuggestsAsync("class C { " + member + " }" + Svc);

    [Theory]
    [InlineData("void M(ISvc svc) {\n/* TODO: fire and forget for now */ [|svc.SaveAsync()|]; }")]
    [InlineData("void M(ISvc svc) {\n/* saves the order */ [|svc.SaveAsync()|]; }")]
    [InlineData("void M(ISvc svc) { [|svc.GoToAsync(\"home\")|]; }")]
    [InlineData("void M(Action swarm) { [|Task.Run(swarm)|]; }")]
    [InlineData("void M() { [|Task.Run(() => _last = Table.Rows)|]; } int[]? _last; static class Table { public static int[] Rows { get; } = new int[9]; }")]
    public Task Warned(string member) => Verify.ReportsAsync("class C { " + member + " }" + Svc);

    [Fact]
    public Task What_the_callee_only_hands_out_is_a_suggestion() => SuggestsAsync("""
        sealed class Compositor
        {
            private readonly TaskCompletionSource _committed = new();

            public Task RequestCommitAsync() => NextBatch().Processed;

            void Add() { {|#0:RequestCommitAsync()|}; }

            Batch NextBatch() => new();
        }

        class Batch { private readonly TaskCompletionSource _done = new(); public Task Processed => _done.Task; }
        """);

    [Fact]
    public Task And_a_local_source_that_nobody_fails() => SuggestsAsync("""
        class Window
        {
            public void Show() => {|#0:ShowCore()|};

            private Task? ShowCore()
            {
                if (Environment.Is64BitProcess)
                    return null;
                var result = new TaskCompletionSource();
                Closed += () => result.TrySetResult();
                return result.Task!;
            }

            event Action? Closed;
        }
        """);

    [Fact]
    public Task A_source_that_can_fail_a_call_or_an_overridable_method_is_a_warning() => Verify.ReportsAsync("""
        class Queue
        {
            private readonly Queue<TaskCompletionSource> _items = new();

            public Task SendAsync() { var sent = new TaskCompletionSource(); _items.Enqueue(sent); return sent.Task; }

            void Fail(Exception e) => _items.Dequeue().SetException(e);

            void M() { [|SendAsync()|]; }
        }

        class Base
        {
            private readonly TaskCompletionSource _done = new();

            public virtual Task StopAsync() => _done.Task;

            Task LaterAsync() => StopAsync();

            void M() { [|StopAsync()|]; [|LaterAsync()|]; }
        }
        """);

    [Theory]
    [InlineData("void M(ISvc svc) { _ = svc.SaveAsync(); /* gesture handler cannot be async; fire-and-forget is intentional */ }")]
    [InlineData("void M(ISvc svc) {\n/* Do not wait for this. */ _ = svc.SaveAsync(); }")]
    [InlineData("void M() { _ = ReadyAsync(); } Task ReadyAsync() => _ready.Task; readonly TaskCompletionSource _ready = new();")]
    public Task Discards_that_are_meant(string member) => VerifyDiscard.SilentAsync("class C { " + member + " }" + Svc);

    [Theory]
    [InlineData("void M(ISvc svc) { [|_ = svc.SaveAsync()|]; /* saves the order */ }")]
    [InlineData("void M(ISvc svc) {\n/* FIXME: not awaited */ [|_ = svc.SaveAsync()|]; }")]
    public Task Discards_that_are_reported(string member) => VerifyDiscard.ReportsAsync("class C { " + member + " }" + Svc);

    [Fact]
    public Task Discards_of_tests_are_meant() => VerifyDiscard.SilentAsync(
        "namespace Xunit { class FactAttribute : Attribute { } } class C { void M(ISvc svc) { _ = svc.SaveAsync(); } }" + Svc);

    private static Task SuggestsAsync(string source) => Verify.ReportsAsync(source, configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(0)));
}
