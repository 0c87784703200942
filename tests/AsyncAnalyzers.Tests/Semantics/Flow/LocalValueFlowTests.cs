using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>What becomes of the 1 that the local is given.</summary>
public class LocalValueFlowTests
{
    [Theory]
    [InlineData("int x = 1; F(x);", true, "")]
    [InlineData("int x = 1;", false, "")]
    [InlineData("int x = 1; x = 2; F(x);", false, "x = 2")]
    [InlineData("int x = 1; x = f ? 2 : 3; F(x);", false, "x = f ? 2 : 3")]
    [InlineData("int x = f ? 1 : 1; x = x + 2;", true, "")]
    [InlineData("int x = 1; if (f) x = 2; F(x);", true, "x = 2")]
    [InlineData("int x = 0; while (f) { x = 1; }", false, "x = 1")]
    [InlineData("int x = 0; while (f) { F(x); x = 1; }", true, "")]
    [InlineData("int x = 1; x += 2;", true, "")]
    [InlineData("int x = 1; x++;", true, "")]
    [InlineData("int x = 1; (x, f) = (2, true);", true, "")]
    [InlineData("int x = 1; return; F(x);", false, "")]
    [InlineData("while (true) { } int x = 1; F(x);", null, "")]
    // exceptions
    [InlineData("int x = 1; try { F(2); x = 3; } catch { F(x); }", true, "x = 3")]
    [InlineData("int x = 1; try { x = 3; F(2); } catch { F(x); }", false, "x = 3")]
    [InlineData("int x = 1; try { F(2); x = 3; } catch (InvalidOperationException) { x = 4; } F(x);", false, "x = 3")]
    [InlineData("int x = 1; try { try { F(2); } catch { } x = 3; } catch { F(x); }", false, "x = 3")]
    [InlineData("int x = 1; throw new Exception(); F(x);", false, "")]
    // finally
    [InlineData("int x = 1; try { F(2); return; } finally { F(x); }", true, "")]
    [InlineData("int x = 1; try { F(2); } finally { x = 3; F(x); }", false, "x = 3")]
    [InlineData("int x = 1; try { if (f) return; x = 3; } finally { F(4); } F(x);", false, "x = 3")]
    [InlineData("int x = 1; try { if (f) return; } finally { if (f) { F(x); } else { x = 3; } }", true, "x = 3")]
    [InlineData("int x = 0; try { F(2); } finally { x = 1; } F(x);", true, "")]
    [InlineData("int x = 0; try { F(2); } finally { x = 1; try { F(3); } finally { x = 4; } } F(x);", false, "x = 4")]
    [InlineData("int x = 1; lock (o) { if (f) return; x = 3; } F(x);", false, "x = 3")]
    public void Fate(string body, bool? isRead, string overwrittenBy)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"using System; class C {{ void M(bool f, object o) {{ {body} }} static void F(int i) {{ }} }}");
        SemanticModel model = CSharpCompilation.Create("Flow", [tree], TestedCode.Framework).GetSemanticModel(tree);
        MethodDeclarationSyntax method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        SyntaxNode write = method.DescendantNodes().First(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "x" }, Right: var right } && IsOne(right)
            || node is VariableDeclaratorSyntax { Initializer.Value: var value } && IsOne(value));
        var local = (ILocalSymbol)model.GetDeclaredSymbol(method.DescendantNodes().OfType<VariableDeclaratorSyntax>().First())!;
        ValueFate? fate = LocalValueFlow.FateOf(write, local, method, CodeModel.Of(model, CancellationToken.None));
        Assert.Equal((isRead, overwrittenBy), (fate?.IsRead, string.Join("; ", fate?.OverwrittenBy ?? [])));
    }

    private static bool IsOne(ExpressionSyntax value) => value.ToString() is "1" or "f ? 1 : 1";
}
