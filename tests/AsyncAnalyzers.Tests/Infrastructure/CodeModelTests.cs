using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace AsyncAnalyzers.Tests.Infrastructure;

/// <summary>What a code model answers is what Roslyn's models answer, each of its own file.</summary>
public class CodeModelTests
{
    [Fact]
    public void Another_file_of_the_compilation()
    {
        Compilation compilation = Compile("class A { Task M() => B.N(); }", "class B { public static Task N() => Task.Delay(1); }");
        SyntaxTree first = compilation.SyntaxTrees.Single(tree => tree.ToString().Contains("class A", StringComparison.Ordinal));
        SyntaxTree second = compilation.SyntaxTrees.Single(tree => tree.ToString().Contains("class B", StringComparison.Ordinal));
        SemanticModel semantic = compilation.GetSemanticModel(first);
        CodeModel model = CodeModel.Of(semantic, CancellationToken.None);
        InvocationExpressionSyntax call = first.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single();
        InvocationExpressionSyntax delay = second.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single();

        Assert.Same(semantic, model.Semantic);
        Assert.Same(semantic, model.In(first).Semantic);
        Assert.Equal("N", model.SymbolOf(call)!.Name);
        Assert.Equal(model.Types.Task, model.TypeOf(call), SymbolEqualityComparer.Default);
        Assert.Same(second, model.In(second).SyntaxTree);
        Assert.Equal("Delay", model.In(second).SymbolOf(delay)!.Name);
        Assert.Same(model.In(second).Semantic, model.In(second).In(first).In(second).Semantic);
    }

    [Fact]
    public void Types_and_token_go_along()
    {
        Compilation compilation = Compile("class A { }", "class B { }");
        SemanticModel[] models = compilation.SyntaxTrees.Select(tree => compilation.GetSemanticModel(tree)).ToArray();
        using var source = new CancellationTokenSource();
        var model = CodeModel.Of(models[0], source.Token);
        foreach (CodeModel other in new[] { model.In(models[1].SyntaxTree), model.With(models[1]) })
        {
            Assert.Equal(source.Token, other.CancellationToken);
            Assert.Same(model.Types, other.Types);
            Assert.Same(models[1].SyntaxTree, other.SyntaxTree);
        }
    }

    private static Compilation Compile(params string[] sources)
        => CSharpCompilation.Create(
            "Code",
            sources.Select(source => CSharpSyntaxTree.ParseText("using System.Threading.Tasks; " + source)),
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
}
