using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>How much is lost where a task outlives its scope: a line of the log, all, or nothing; and once for each mistake.</summary>
public class ScopeHarmTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task UseAsync(IDisposable d); }
        class QueryStatistics { public static void StopTimer(QueryStatistics s) { } }
        interface ILog { void Error(Exception e); }
        class Holder : IDisposable { public IDisposable Take() => this; public IDisposable Get() => this; public void Dispose() { GC.Collect(); } }
        """;

    [Theory]
    [InlineData("catch (Exception e) { log.Error(e); throw; }")]
    [InlineData("catch (Exception e) { LogFailure(e); throw; }")]
    [InlineData("catch (Exception e) { Console.WriteLine(e); log?.Error(e); throw; }")]
    [InlineData("finally { watch.Stop(); }")]
    [InlineData("finally { if (watch != null) { watch.Stop(); } }")]
    [InlineData("finally { watch?.Stop(); QueryStatistics.StopTimer(statistics); }")]
    public Task A_missed_line_of_the_log_or_time_is_suggested(string clause) => ReportsAsync(clause, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("catch (Exception e) { log.Error(e); }")]
    [InlineData("catch (Exception e) { log.Error(e); count++; throw; }")]
    [InlineData("catch (Exception e) { log.Error(e); throw new InvalidOperationException(\"\", e); }")]
    [InlineData("catch (Exception e) { Login(e); throw; }")]
    [InlineData("finally { watch.Stop(); count++; }")]
    [InlineData("finally { watch.Stop(); Login(null!); }")]
    [InlineData("finally { timer.Stop(); }")]
    public Task More_is_a_warning(string clause) => ReportsAsync(clause, DiagnosticSeverity.Warning);

    /// <summary>The resource is of another project that is there as source.</summary>
    [Theory]
    [InlineData("public void Dispose() { }", true)]
    [InlineData("void System.IDisposable.Dispose() { } public void Dispose() { }", true)]
    [InlineData("public void Dispose() { System.GC.Collect(); }", false)]
    [InlineData("public virtual void Dispose() { }", false)]
    [InlineData("public void Dispose() { } public System.Threading.Tasks.ValueTask DisposeAsync() { System.GC.Collect(); return default; }", false)]
    public Task The_end_of_a_resource_of_another_project(string disposal, bool isSilent) => Verify.ReportsAsync(
        "class C { Task M() { using var c = new Controller(); return " + (isSilent ? "c.RunAsync()" : "[|c.RunAsync()|]") + "; } }",
        configure: test =>
        {
            test.TestState.AdditionalProjects["Product"].Sources.Add("public class Controller : System.IDisposable"
                + (disposal.Contains("DisposeAsync", StringComparison.Ordinal) ? ", System.IAsyncDisposable" : "")
                + " { public async System.Threading.Tasks.Task RunAsync() => await System.Threading.Tasks.Task.Delay(1); " + disposal + " }");
            test.TestState.AdditionalProjectReferences.Add("Product");
        });

    [Fact]
    public Task One_report_for_one_clause() => Verify.ReportsAsync("""
        class C
        {
            Task M(ISvc svc, int n)
            {
                try
                {
                    if (n == 1) return [|svc.DoAsync()|];
                    if (n == 2) return svc.DoAsync();
                    switch (n)
                    {
                        case 3: return svc.DoAsync();
                        default: return Task.CompletedTask;
                    }
                }
                catch (Exception)
                {
                    Console.WriteLine();
                }

                try { return [|svc.DoAsync()|]; } catch (Exception) { Console.WriteLine(); }
                return Task.CompletedTask;
            }
        }
        """ + Svc);

    [Fact]
    public Task What_is_taken_out_of_the_resource_lives_on() => Verify.SilentAsync("""
        class C
        {
            Task M(ISvc svc) { using (var h = new Holder()) { return svc.UseAsync(h.Take()); } }
            Task N(ISvc svc) { using var h = new Holder(); var d = h.Take(); return svc.UseAsync(d); }
        }
        """ + Svc);

    [Fact]
    public Task What_is_only_read_from_it_does_not() => Verify.ReportsAsync("""
        class C
        {
            Task M(ISvc svc) { using (var h = new Holder()) { return [|svc.UseAsync(h.Get())|]; } }
            Task N(ISvc svc) { using var h = new Holder(); h.Take(); return [|svc.UseAsync(h)|]; }
        }
        """ + Svc);

    private static Task ReportsAsync(string clause, DiagnosticSeverity severity) => Verify.ReportsAsync(
        "class C { int count; void LogFailure(Exception e) { } void Login(Exception e) { } Task M(ISvc svc, ILog log, "
            + "System.Diagnostics.Stopwatch watch, System.Timers.Timer timer, QueryStatistics statistics) { "
            + "try { return {|#0:svc.DoAsync()|}; } " + (clause.StartsWith("catch", StringComparison.Ordinal)
                ? "{|#1:catch|}" + clause.Substring("catch".Length) + " return Task.CompletedTask;"
                : "{|#1:finally|}" + clause.Substring("finally".Length)) + " } }" + Svc,
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2004", severity).WithLocation(0).WithLocation(1)));
}
