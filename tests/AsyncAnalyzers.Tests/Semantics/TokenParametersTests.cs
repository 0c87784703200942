using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Whether a function uses the token that it is handed.</summary>
public class TokenParametersTests
{
    [Theory]
    [InlineData("class C { Task M(CancellationToken ct) => Task.Delay(1, ct); }")]
    [InlineData("class C { void M(CancellationToken ct) { _ = ct; } }")]
    [InlineData("class C { void M(CancellationToken ct) { if (ct.IsCancellationRequested) { } } }")]
    [InlineData("class C { void M(CancellationToken ct) { Run(() => Run(x => F(ct))); } }")]
    [InlineData("class C { void M(CancellationToken ct) { void L() => F(ct); } }")]
    [InlineData("class C { void M(CancellationToken ct) { F(token: ct); } }")]
    [InlineData("class C { void M(CancellationToken ct) { var o = new O { Token = ct }; } }")]
    [InlineData("class C { C(CancellationToken ct) : this(1, ct) { } }")]
    [InlineData("record R(CancellationToken ct);")]
    [InlineData("class C { void M(CancellationToken ct) {\n#if OTHER\nF(ct);\n#endif\n} }")]
    [InlineData("delegate void D(CancellationToken ct);")]
    public void Mentioned(string source) => Assert.True(TokenParameters.IsMentioned(First(source)));

    [Theory]
    [InlineData("class C { void M(CancellationToken ct) { } }")]
    [InlineData("class C { void M(CancellationToken ct); }")]
    [InlineData("class C { void M(CancellationToken ct) { F(nameof(ct)); } }")]
    [InlineData("class C { void M(CancellationToken ct) { F(ct: 1); } }")]
    [InlineData("class C { void M(CancellationToken ct) { F(o.ct, o?.ct, this.ct); } }")]
    [InlineData("class C { void M(CancellationToken ct) { var o = new O { ct = 1 }; } }")]
    [InlineData("class C { void M(CancellationToken ct) { Run(ct => F(ct)); Run((a, ct) => F(ct)); } }")]
    [InlineData("class C { void M(CancellationToken ct) { Run(delegate(int ct) { F(ct); }); void L(int ct) => F(ct); } }")]
    [InlineData("class C { void M(CancellationToken ct) { /* ct */ } }")]
    public void Not_mentioned(string source) => Assert.False(TokenParameters.IsMentioned(First(source)));

    private static ParameterSyntax First(string source)
        => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<ParameterSyntax>().First();
}
