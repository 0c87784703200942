using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A local that keeps in vain what synchronous code starts beside itself: ASYNC2008 suggests, as ASYNC2001 does without the local.</summary>
public class StartedBesideTests
{
    [Theory]
    [InlineData("void M(Action work) { Task t = {|#0:Task.Run(work)|}; }")]
    [InlineData("void M(Action work) { var producer = {|#0:Task.Factory.StartNew(work, TaskCreationOptions.None)|}; Console.WriteLine(); }")]
    [InlineData("void M(IObservable<int> all) { var ended = {|#0:all.ForEachAsync(n => Console.WriteLine(n))|}; }")]
    public Task Suggested(string member) => ReportsAsync(member, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("async Task M(Action work) { Task t = {|#0:Task.Run(work)|}; await Task.Yield(); }")]
    [InlineData("void M() { Task t = {|#0:SaveAsync()|}; } Task SaveAsync() => File.WriteAllTextAsync(\"a\", \"b\");")]
    public Task Warned(string member) => ReportsAsync(member, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("void M() { Again: Task t = SaveAsync(); if (t.IsCompleted) { goto Again; } t.Wait(); }")]
    [InlineData("void M(object o) { Read: Task t; lock (o) { t = SaveAsync(); } if (t.IsCompleted) { t.Wait(); goto Read; } Keep(t); }")]
    [InlineData("async Task M() { First: Second: Task t = SaveAsync(); if (DateTime.Now.Year < 1) { goto First; } if (DateTime.Now.Year < 2) { goto Second; } await t; }")]
    public Task A_label_before_the_declaration_hides_no_use(string member) => Verify.SilentAsync(
        "class C { " + member + " Task SaveAsync() => File.WriteAllTextAsync(\"a\", \"b\"); void Keep(Task t) => t.Wait(); }");

    private static Task ReportsAsync(string member, DiagnosticSeverity severity) => Verify.ReportsAsync(
        "class C { " + member + " } static class Rx { public static Task ForEachAsync<T>(this IObservable<T> all, Action<T> a) => Task.Run(() => a(default!)); }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2008", severity).WithLocation(0)));
}
