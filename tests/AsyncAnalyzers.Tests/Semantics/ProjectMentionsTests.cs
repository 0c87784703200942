using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A name is found by the text and told by the syntax: the same names as a walk over all trees finds.</summary>
public class ProjectMentionsTests
{
    private static readonly SyntaxTree First = CSharpSyntaxTree.ParseText("""
        // Load, "Load": no code
        class A
        {
            string s = "Load"; int Loaded; int PreLoad; int Load_2; int _Load; int αLoad;
            /// <see cref="Load"/>
            void Load() { Load(); this.Load(); @Load(); Load<int>(); a?.Load(); nameof(Load); }
        #if NEVER
            void N() => Load();
        #endif
        }
        """);

    private static readonly SyntaxTree Second = CSharpSyntaxTree.ParseText(
        "class B { void M(A a) => a.Load(); string Load => $\"{Load}\"; }");

    [Fact]
    public void They_are_those_of_a_walk_over_all_trees()
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Test", [First, Second]);

        Assert.Equal(
            compilation.SyntaxTrees.SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
                .Where(static name => name.Identifier.ValueText == "Load"),
            ProjectMentions.Of("Load", compilation, default));
        Assert.Equal(8, ProjectMentions.Of("Load", compilation, default).Count);
        Assert.Empty(ProjectMentions.Of("Loa", compilation, default));
        Assert.Empty(ProjectMentions.Of("Missing", compilation, default));
    }

    [Fact]
    public void An_edit_of_another_file_leaves_them_as_they_are()
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Test", [First, Second]);
        SyntaxTree edited = CSharpSyntaxTree.ParseText("class B { }");

        Assert.Equal(
            ProjectMentions.Of("Load", compilation, default).Where(static name => name.SyntaxTree == First),
            ProjectMentions.Of("Load", compilation.ReplaceSyntaxTree(Second, edited), default));
    }
}
