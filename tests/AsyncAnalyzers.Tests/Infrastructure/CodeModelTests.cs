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
    public void Its_token_stops_what_it_is_asked()
    {
        Compilation compilation = Compile("class A { Task M() => Task.Delay(1); }");
        SyntaxTree tree = compilation.SyntaxTrees.First(one => one.ToString().Contains("class A", StringComparison.Ordinal));
        InvocationExpressionSyntax call = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single();
        var stopped = CodeModel.Of(compilation.GetSemanticModel(tree), new CancellationToken(canceled: true));
        Assert.Throws<OperationCanceledException>(() => stopped.SymbolOf(call));
        Assert.Throws<OperationCanceledException>(() => stopped.With(compilation.GetSemanticModel(tree)).TypeOf(call));
    }

    private static Compilation Compile(params string[] sources)
        => CSharpCompilation.Create(
            "Code",
            sources.Select(source => CSharpSyntaxTree.ParseText("using System.Threading.Tasks; " + source)),
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
}
