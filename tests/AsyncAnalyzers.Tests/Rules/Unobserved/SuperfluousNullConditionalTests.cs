using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2006AwaitNullConditionalAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2006AwaitNullConditionalAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2006AwaitNullConditionalCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Receivers that a test has shown not to be null, in code without nullable annotations: the <c>?.</c> is superfluous.</summary>
public class SuperfluousNullConditionalTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<string> NameAsync(); bool IsOpen { get; } int Size { get; } ISvc Next { get; set; } void Sync(); }
        """;

    [Theory]
    [InlineData("""async Task<string> M(ISvc x) => x == null ? null : await [|x?.NameAsync()|];""")]
    [InlineData("""async Task<string> M(ISvc x) => null != x ? await [|x?.NameAsync()|] : null;""")]
    [InlineData("""async Task M(ISvc x) { if (x != null) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x == null) { return; } await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(ISvc x) { if (null == x) throw new Exception(); await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(ISvc[] xs) { foreach (var x in xs) { if (x is null) continue; await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc[] xs) { foreach (var x in xs) { if (x is null) { Console.WriteLine(); break; } await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x == null) { } else { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x is not null) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x is { }) { x.Sync(); await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x is { IsOpen: true }) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(object o, ISvc x) { if (!(x is null)) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (!ReferenceEquals(x, null)) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x, bool b) { if (b && x != null) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x, bool b) { if (x == null || b) { return; } await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(ISvc x, bool b) { if (b) { if (x == null) { return; } } else if (x != null) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task<bool> M(ISvc x) => x != null && await [|x?.NameAsync()|] == "";""")]
    [InlineData("""async Task<bool> M(ISvc x) => x == null || await [|x?.NameAsync()|] == "";""")]
    [InlineData("""async Task M(ISvc x) { if (x?.IsOpen == true) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x?.Size > 3) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x?.IsOpen is true) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { while (x != null) { await [|x?.DoAsync()|]; x = x.Next; } }""")]
    [InlineData("""async Task M(ISvc x) { ArgumentNullException.ThrowIfNull(x); await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(ISvc x) { x = x ?? throw new Exception(); await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(Own x) { x ??= new Own(); await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M() { if (_x != null) { await [|_x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M() { if (this._x != null) { int n = 1; await [|_x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x != null) { await Task.Delay(1); x.Sync(); await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x != null) { await ([|x?.DoAsync()|]).ConfigureAwait(false); } }""")]
    public Task Tested(string member) => Report.ReportsAsync(
        Whole(member.Replace("[|", "{|#0:").Replace("|]", "|}")), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2006", DiagnosticSeverity.Info).WithLocation(0)));

    /// <summary>No test says that it is not null any more, or none does: the await may fail.</summary>
    [Theory]
    [InlineData("""async Task M(ISvc x) { if (x != null) { x = x.Next; await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x != null) { Set(out x); await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x, ISvc y) { if (x != null) { (x, y) = (y, x); await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x, ISvc y) { if (y != null) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x, bool b) { if (x == null && b) { return; } await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(ISvc x, bool b) { if (x != null || b) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x == null) { Console.WriteLine(); } await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(ISvc x) { if (x != null) { x.Sync(); } await [|x?.DoAsync()|]; }""")]
    [InlineData("""async Task M(ISvc x) { if (x == null) { await [|x?.DoAsync()|]; } }""")]
    [InlineData("""async Task M(ISvc x) { if (x != null) { foreach (int n in new[] { 1, 2 }) { await [|x?.DoAsync()|]; x = x.Next; } } }""")]
    [InlineData("""async Task M(ISvc x) { do { await [|x?.DoAsync()|]; x = x?.Next; } while (x != null); }""")]
    public Task Warns(string member) => Report.ReportsAsync(Whole(member), severity: DiagnosticSeverity.Warning);

    /// <summary>A field may have been set to null in between: neither is known.</summary>
    [Theory]
    [InlineData("""async Task M() { if (_x != null) { await Task.Delay(1); await _x?.DoAsync(); } }""")]
    [InlineData("""async Task M() { if (_x == null) { return; } _x.Sync(); await _x?.DoAsync(); }""")]
    [InlineData("""async Task M() { if (_x != null) { while (true) { await _x?.DoAsync(); } } }""")]
    [InlineData("""async Task M(ISvc[] xs) { if (xs[0] != null) { await xs[0]?.DoAsync(); } }""")]
    public Task Neither_is_known(string member) => Report.SilentAsync(Whole(member));

    [Fact]
    public Task The_question_mark_is_dropped() => Verify.FixesAsync(Whole("""
        async Task<string> A(ISvc x) => x == null ? null : await [|x?.NameAsync()|];
            async Task B(ISvc x)
            {
                if (x == null)
                {
                    return;
                }

                // closes it
                await ([|x?.Next.DoAsync()|]).ConfigureAwait(false); // now
            }
        """), Whole("""
        async Task<string> A(ISvc x) => x == null ? null : await x.NameAsync();
            async Task B(ISvc x)
            {
                if (x == null)
                {
                    return;
                }

                // closes it
                await x.Next.DoAsync().ConfigureAwait(false); // now
            }
        """));

    /// <summary>What follows in the chain may still be null.</summary>
    [Fact]
    public Task Two_of_them() => Report.SilentAsync(Whole("""async Task M(ISvc x) { if (x != null) { await x?.Next?.DoAsync(); } }"""));

    [Fact]
    public Task Message() => Report.ReportsAsync(Whole("""async Task M(ISvc x) { if (x != null) { await {|#0:x?.DoAsync()|}; } }"""), configure: test => test.TestState.ExpectedDiagnostics.Add(
        new DiagnosticResult("ASYNC2006", DiagnosticSeverity.Info).WithLocation(0).WithMessage("'x' is not null here, so '?.' is superfluous; replace '?.' with '.'")));

    [Fact]
    public Task Oldest_language() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        class C { async Task M(Own x) { if (x is null) return; await [|x?.DoAsync()|]; } }
        class Own { public Task DoAsync() { return Task.Delay(1); } }
        """, """
        using System.Threading.Tasks;
        class C { async Task M(Own x) { if (x is null) return; await x.DoAsync(); } }
        class Own { public Task DoAsync() { return Task.Delay(1); } }
        """, languageVersion: LanguageVersion.CSharp7_3, globalUsings: false);

    private static string Whole(string member) => $$"""
        #nullable disable
        class C
        {
            private ISvc _x;
            void Set(out ISvc x) => x = null;
            {{member}}
        }
        class Own { public Task DoAsync() => Task.Delay(1); }
        """ + Svc;
}
