using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>The walk over nodes against Roslyn's own, over all code of this repository, whole and cut off in the middle.</summary>
public class NodeWalkTests
{
    private static readonly Func<SyntaxNode, bool>[] Descents =
    [
        static _ => true,
        static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax),
        static node => node is not (TypeSyntax or AttributeListSyntax or ParameterListSyntax),
        static node => node.SpanStart % 7 != 3,
    ];

    public static TheoryData<string> Folders => ["src", "tests/AsyncAnalyzers.Tests", "samples"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_finds_the_same_nodes_in_the_same_order(string folder)
    {
        int nodes = 0;
        foreach (string text in Repository.Files(folder, "*.cs").Select(Repository.Read))
        {
            nodes += Compare(text);
            Compare(text[..(text.Length / 2)]);
        }

        Assert.True(nodes > 10_000);
    }

    [Fact]
    public void It_finds_the_same_nodes_in_tangled_code()
    {
        foreach ((_, string text) in TangledCode.Files)
        {
            Compare(text);
            for (int length = 1; length < text.Length; length += 37)
            {
                Compare(text[..length]);
            }
        }
    }

    [Fact]
    public void Walks_within_walks_and_walks_that_are_given_up_do_not_disturb_each_other()
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(TangledCode.Files[0].Text).GetRoot();
        SyntaxNode[] expected = root.DescendantNodes().ToArray();
        int index = 0;
        foreach (SyntaxNode node in root.Descendants())
        {
            Assert.Same(expected[index++], node);
            Assert.Equal(node.DescendantNodes().Take(3), node.Descendants().Take(3));
            Assert.Equal(node.DescendantNodesAndSelf().Count(), node.DescendantsAndSelf().Count());
        }

        Assert.Equal(expected.Length, index);
    }

    private static int Compare(string text)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text).GetRoot();
        foreach (Func<SyntaxNode, bool> descent in Descents)
        {
            Same(root.DescendantNodes(descent), root.Descendants(descent));
            Same(root.DescendantNodesAndSelf(descent), root.DescendantsAndSelf(descent));
        }

        return Same(root.DescendantNodes(), root.Descendants());
    }

    private static int Same(IEnumerable<SyntaxNode> expected, IEnumerable<SyntaxNode> found)
    {
        SyntaxNode[] wanted = expected.ToArray();
        SyntaxNode[] walked = found.ToArray();
        int different = Enumerable.Range(0, Math.Min(wanted.Length, walked.Length)).FirstOrDefault(i => wanted[i] != walked[i], -1);
        Assert.True(
            different < 0 && wanted.Length == walked.Length,
            different < 0 ? $"{walked.Length} nodes instead of {wanted.Length}"
                : $"{walked[different].Kind()} '{walked[different]}' instead of {wanted[different].Kind()} '{wanted[different]}'");
        return walked.Length;
    }
}
