using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>How deep loops are nested, by syntax alone.</summary>
public class LoopNestTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("F();", 0)]
    [InlineData("foreach (var x in xs) F();", 1)]
    [InlineData("foreach (var x in xs) F(); foreach (var y in ys) G();", 1)]
    [InlineData("foreach (var x in xs) foreach (var y in ys) F();", 2)]
    [InlineData("foreach (var x in xs) { if (x) { for (int i = 0; i < ys.Length; i++) { while (b) F(); } } }", 3)]
    [InlineData("foreach (var x in xs) ys.Any(y => y == x);", 2)]
    [InlineData("xs.Where(x => ys.Any(y => zs.All(z => z == x + y)));", 3)]
    [InlineData("xs.Where(x => x > 0).Select(x => x + 1).ToList();", 1)]
    [InlineData("for (int i = 0; i < n; i++) F();", 1)]
    [InlineData("for (int i = 0; i < Size; i++) F();", LoopNest.Unbounded)]
    [InlineData("const int n = 9; for (int i = 0; i < n; i++) F();", LoopNest.Unbounded)]
    [InlineData("for (int i = 0; i < 100000; i++) F();", LoopNest.Unbounded)]
    [InlineData("for (int i = 0; i < 100; i++) for (int j = 0; j < 10; j++) F();", 5)]
    [InlineData("for (int i = xs.Count - 1; i >= 0; i--) F();", 1)]
    [InlineData("for (int i = 1 << 20; i >= 0; i--) F();", LoopNest.Unbounded)]
    [InlineData("foreach (int i in Enumerable.Range(0, 1000000)) F();", LoopNest.Unbounded)]
    [InlineData("foreach (int i in Enumerable.Range(0, n)) F();", 1)]
    [InlineData("foreach (var x in xs.Take(10)) F();", 1)]
    [InlineData("var a = new int[4096]; foreach (int x in a) F();", LoopNest.Unbounded)]
    [InlineData("void L() { foreach (var x in xs) F(); }", 0)]
    [InlineData("foreach (var x in xs) foreach (var y in ys) M();", LoopNest.Unbounded)]
    public void Levels(string body, int expected) => Assert.Equal(expected, NestOf(body).Levels);

    [Fact]
    public void Calls_are_told_with_the_levels_around_them()
        => Assert.Equal(
            new[] { ("F", 0, 0), ("G", 1, 1), ("H", 2, 2), ("Where", 1, 1) },
            NestOf("F(); foreach (var x in xs) { G(x); zs.Where(z => H(x, z)); }").Calls.OrderBy(call => call.Name, StringComparer.Ordinal));

    [Fact]
    public void A_loop_is_asked_for_itself()
    {
        SyntaxNode loop = Body("foreach (var x in xs) foreach (var y in ys) F();").DescendantNodes().OfType<ForEachStatementSyntax>().First();
        Assert.Equal(2, LoopNest.Of(loop).Levels);
        Assert.Equal(("F", 0, 2), Assert.Single(LoopNest.Of(loop).Calls));
    }

    private static LoopNest NestOf(string body) => LoopNest.Of(Body(body));

    private static MethodDeclarationSyntax Body(string body)
        => CSharpSyntaxTree.ParseText($"class C {{ void M() {{ {body} }} }}").GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
}
