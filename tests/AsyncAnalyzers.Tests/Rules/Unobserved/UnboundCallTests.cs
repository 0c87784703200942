using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Where a call fits no method, the type of the delegate that a lambda is turned into is a guess.</summary>
public class UnboundCallTests
{
    [Theory]
    [InlineData("return await x.Match(async l => await l.Missing(), e => Task.FromResult(3));")]
    [InlineData("return await x.Match(async l => await Missing.Do(l), e => Task.FromResult(\"a\"));")]
    [InlineData("var c = new Choice(async l => await Task.Delay(l.Missing), 3, 4); return 3;")]
    [InlineData("x.Each(async l => { await Work(l); missing(); }); return 3;")]
    public Task Silent(string statement) => Verify.SilentAsync(Class(statement), configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("x.Each([|async|] l => await Work(l)); return 3;")]
    [InlineData("Action<int> f = [|async|] l => await Work(l); x.Each(f); return 3;")]
    public Task Reported(string statement) => Verify.ReportsAsync(Class(statement), configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Class(string statement) => $$"""
        class Choice
        {
            public void Match(Action<int> some, Action<string> none) { }
            public T Match<T>(Func<int, T> some, Func<string, T> none) => none("");
            public void Each(Action<int> some) { }
        }
        class C { static async Task Work(int n) { await Task.Yield(); throw new Exception(); } async Task<int> M(Choice x) { await Task.Yield(); {{statement}} } }
        """;
}
