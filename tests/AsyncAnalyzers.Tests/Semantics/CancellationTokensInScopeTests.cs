using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>The tokens that can be named at a place.</summary>
public class CancellationTokensInScopeTests
{
    [Theory]
    [InlineData("void M(CancellationToken a) { Here(); }", "a")]
    [InlineData("void M(System.Threading.CancellationToken a, int b) => Here();", "a")]
    [InlineData("void M(CancellationToken a, CancellationToken b) { Here(); }", "a, b")]
    [InlineData("void M(in CancellationToken a, ref CancellationToken b, CancellationToken c) { Here(); }", "c")]
    [InlineData("void M() { CancellationToken a = default; Here(); }", "a")]
    [InlineData("void M(CancellationTokenSource s) { var a = s.Token; Here(); }", "a")]
    [InlineData("void M(CancellationTokenSource s) { Here(); var a = s.Token; }", "")]
    [InlineData("void M() { CancellationToken a; a = default; Here(); }", "")]
    [InlineData("void M(CancellationTokenSource s) { { var a = s.Token; } Here(); }", "")]
    [InlineData("void M(CancellationTokenSource s) { if (s != null) { var a = s.Token; Here(); } }", "a")]
    [InlineData("void M(CancellationToken a) { Action f = () => Here(); }", "a")]
    [InlineData("void M(CancellationToken a) { Action<CancellationToken> f = b => Here(); }", "b")]
    [InlineData("void M(CancellationToken a) { Action<CancellationToken, CancellationToken> f = (_, _) => Here(); }", "a")]
    [InlineData("void M(CancellationToken a) { Action<int> f = a => Here(); }", "")]
    [InlineData("void M(CancellationToken a) { static void L() => Here(); }", "")]
    [InlineData("void M(CancellationToken a) { void L() { var b = new CancellationToken(true); Here(); } }", "b")]
    [InlineData("void M(int a) { var b = new object(); var c = 3; Here(); }", "")]
    [InlineData("CancellationToken P { set { Here(); } }", "")]
    public async Task Tokens(string member, string expected)
    {
        TestedCode code = TestedCode.Create("class C { static int Here() => 1; " + member + " }");
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        SyntaxNode place = (await model.SyntaxTree.GetRootAsync()).DescendantNodes().OfType<InvocationExpressionSyntax>().Single();
        Assert.Equal(
            expected,
            string.Join(", ", (CancellationTokensInScope.At(place, CodeModel.Of(model, default))?.Tokens ?? [])
                .Select(token => token.Name)));
    }

    [Fact]
    public async Task Top_level_statements_have_locals_too()
    {
        TestedCode code = TestedCode.Create(
            "var a = new System.Threading.CancellationTokenSource().Token; System.Console.Beep(); class C { void M() { System.Threading.CancellationToken b = default; } }");
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        SyntaxNode place = (await model.SyntaxTree.GetRootAsync()).DescendantNodes().OfType<InvocationExpressionSyntax>().First();
        Assert.Equal("a", CancellationTokensInScope.Only(place, CodeModel.Of(model, default)));
    }
}
