using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A dropped call that gives null where all is done already: ASYNC2001 only suggests, since an await of null throws.</summary>
public class NullAnswerTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task? TryAsync(); }
        """;

    [Theory]
    [InlineData("Task F(bool b) { if (b) { return null; } return svc.DoAsync(); }")]
    [InlineData("Task F(bool b) => b ? svc.DoAsync() : null;")]
    [InlineData("Task F(bool b) => b ? default : svc.DoAsync();")]
    [InlineData("Task F(bool b) { Task t = null; if (b) { t = svc.DoAsync(); } return t; }")]
    [InlineData("Task F(bool b) { Task t; if (b) { t = svc.DoAsync(); } else { t = null; } return t; }")]
    [InlineData("Task F(bool b) => G(b); Task G(bool b) => b ? null : svc.DoAsync();")]
    [InlineData("Task F(bool b) => G(b); Task G(bool b) => H(b); Task H(bool b) => I(b); Task I(bool b) => b ? null : svc.DoAsync();")]
    [InlineData("Task F(bool b) { var t = G(b); Console.WriteLine(); return t; } Task G(bool b) => b ? null : svc.DoAsync();")]
    [InlineData("Task F(bool b) { var c = new TaskCompletionSource<int>(); Task t = null; if (b) { t = c.Task; } return t; }")]
    [InlineData("Task F(bool b) => b switch { true => null, _ => svc.DoAsync() };")]
    [InlineData("Task<int> F(bool b) { if (b) { return null; } return Task.Run(() => 1); }")]
    [InlineData("Task F(bool b) { return svc?.DoAsync(); }")]
    [InlineData("Task F(bool b) { try { svc.DoAsync().Wait(); return null; } catch (Exception) { throw; } }")]
    public Task Suggested(string members) => ReportsAsync("{|#0:F(true)|};", members, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("Task F(bool b) { if (b) { return Task.CompletedTask; } return svc.DoAsync(); }")]
    [InlineData("Task F(bool b) { Task t = null; if (b) { t = svc.DoAsync(); } else { t = Task.Delay(1); } return t; }")]
    [InlineData("Task F(bool b) { Task t = G(b); if (t == null) { return Task.CompletedTask; } return t; } Task G(bool b) => b ? null : svc.DoAsync();")]
    [InlineData("Task F(bool b) { Task t = null; if (b) { t = svc.DoAsync(); } if (t is null) { t = Task.Delay(1); } return t; }")]
    [InlineData("Task F(bool b) => G(b) ?? Task.CompletedTask; Task G(bool b) => b ? null : svc.DoAsync();")]
    [InlineData("Task F(bool b) { Task t = null; t ??= svc.DoAsync(); return t; }")]
    [InlineData("Task F(bool b) => G(() => { if (b) { return null; } return \"\"; }); Task G(Func<string> f) => svc.DoAsync();")]
    [InlineData("Task F(bool b) => svc.DoAsync();")]
    [InlineData("Task F(bool b) { string s = null; return svc.DoAsync(); }")]
    public Task Warned(string members) => ReportsAsync("{|#0:F(true)|};", members, DiagnosticSeverity.Warning);

    [Fact]
    public Task An_annotated_task_is_suggested() => ReportsAsync("{|#0:svc.TryAsync()|};", "", DiagnosticSeverity.Info);

    [Fact]
    public Task Only_a_discard_is_offered() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            void M(bool b)
            {
                [|F(b)|];
            }

            Task F(bool b) { if (b) { return null; } return Task.Run(() => { }); }
        }
        """, """
        #nullable disable
        class C
        {
            void M(bool b)
            {
                _ = F(b);
            }

            Task F(bool b) { if (b) { return null; } return Task.Run(() => { }); }
        }
        """);

    [Theory]
    [InlineData("Task F(int i, TaskCompletionSource<int> s) { try { svc.DoAsync().Wait(); return s.Task; } catch (Exception e) { s.SetException(e); return s.Task; } }")]
    [InlineData("Task F(int i, TaskCompletionSource<int> s) => svc.DoAsync().ContinueWith(t => Tell(t, s)).ContinueWith(t => { }); void Tell(Task t, TaskCompletionSource<int> s) { s.TrySetException(t.Exception); }")]
    public Task The_outcome_goes_to_a_source_that_is_given(string members)
        => ReportsAsync("var s = new TaskCompletionSource<int>(); {|#0:F(1, s)|}; s.Task.GetHashCode();", members, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("Task F(int i, TaskCompletionSource<int> s) { s.SetResult(1); return svc.DoAsync(); }")]
    [InlineData("Task F(int i, object s) { return svc.DoAsync(); }")]
    public Task A_source_that_learns_of_no_failure_changes_nothing(string members)
        => ReportsAsync("var s = new TaskCompletionSource<int>(); {|#0:F(1, s)|}; s.Task.GetHashCode();", members, DiagnosticSeverity.Warning);

    private static Task ReportsAsync(string statement, string members, DiagnosticSeverity severity) => Report.ReportsAsync(
        "#nullable disable\nclass C { ISvc svc; void M() { " + statement + " } " + members + " }\n#nullable enable" + Svc,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", severity).WithLocation(0)));
}
