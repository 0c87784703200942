using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>A branch between <c>#if</c> and <c>#endif</c>.</summary>
/// <param name="Begin">The directive that begins it.</param>
/// <param name="Before">The directive that begins the branch before it; null for the first one.</param>
/// <param name="Span">From its directive to the next one of the group.</param>
/// <param name="Group">From <c>#if</c> to <c>#endif</c>.</param>
/// <param name="LeftOut">Its text, where this build leaves it out.</param>
internal sealed record ConditionalBranch(
    DirectiveTriviaSyntax Begin, DirectiveTriviaSyntax? Before, TextSpan Span, TextSpan Group, string? LeftOut);

/// <summary>
/// The branches of <c>#if</c>: those that code stands in, and those that this build leaves out, which other builds compile in the place
/// of the code that stands beside them.
/// </summary>
internal static class ConditionalBranches
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConditionalBranch[]> Branches = new();

    /// <summary>The branches that the node stands in, the innermost first.</summary>
    public static IEnumerable<ConditionalBranch> Around(SyntaxNode node)
        => Of(node.SyntaxTree).Where(branch => branch.Span.Contains(node.SpanStart));

    /// <summary>
    /// The calls of a name in the branches that are left out beside the node's own branch, each up to the end of its statement:
    /// <c>ReadAsync(buffer, token)</c> in <c>#if NET … #else</c>, where the node stands behind <c>#else</c>.
    /// </summary>
    public static IEnumerable<string> CallsBeside(SyntaxNode node, string name)
    {
        foreach (ConditionalBranch branch in Of(node.SyntaxTree))
        {
            if (branch.LeftOut is not { } text || !branch.Group.Contains(node.SpanStart))
            {
                continue;
            }

            for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0;
                at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            {
                if (IsCall(text, at, at + name.Length))
                {
                    int end = text.IndexOf(';', at);
                    yield return end < 0 ? text.Substring(at) : text.Substring(at, end - at);
                }
            }
        }
    }

    /// <summary>The branches that are left out in the node itself: an argument that only some builds pass.</summary>
    public static IEnumerable<string> Within(SyntaxNode node)
        => node.ContainsDirectives
            ? Of(node.SyntaxTree).Where(branch => node.Span.Contains(branch.Group)).Select(static branch => branch.LeftOut).OfType<string>()
            : Enumerable.Empty<string>();

    private static bool IsCall(string text, int start, int end)
        => (start == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[start - 1]))
            && end < text.Length && text[end] is '(' or '<';

    private static ConditionalBranch[] Of(SyntaxTree tree) => Branches.GetValue(tree, static tree => Find(tree));

    /// <summary>Each step to the next directive goes over the nodes between: once a tree, not for each question.</summary>
    private static ConditionalBranch[] Find(SyntaxTree tree)
    {
        DirectiveTriviaSyntax? directive = tree.GetRoot().GetFirstDirective();
        if (directive is null)
        {
            return Array.Empty<ConditionalBranch>();
        }

        SourceText source = tree.GetText();
        var found = new List<ConditionalBranch>();
        var open = new Stack<List<DirectiveTriviaSyntax>>();
        for (; directive is not null; directive = directive.GetNextDirective())
        {
            if (directive is IfDirectiveTriviaSyntax)
            {
                open.Push(new List<DirectiveTriviaSyntax> { directive });
            }
            else if (open.Count > 0 && directive is BranchingDirectiveTriviaSyntax)
            {
                open.Peek().Add(directive);
            }
            else if (open.Count > 0 && directive is EndIfDirectiveTriviaSyntax)
            {
                List<DirectiveTriviaSyntax> group = open.Pop();
                group.Add(directive);
                for (int i = 0; i < group.Count - 1; i++)
                {
                    found.Add(Branch(group, i, source));
                }
            }
        }

        return found.ToArray();
    }

    private static ConditionalBranch Branch(List<DirectiveTriviaSyntax> group, int index, SourceText source)
    {
        DirectiveTriviaSyntax begin = group[index];
        int from = begin.FullSpan.End;
        int end = group[index + 1].SpanStart;
        return new ConditionalBranch(
            begin,
            index > 0 ? group[index - 1] : null,
            TextSpan.FromBounds(begin.SpanStart, end),
            TextSpan.FromBounds(group[0].SpanStart, group[group.Count - 1].Span.End),
            begin is BranchingDirectiveTriviaSyntax { BranchTaken: false } && end > from
                ? source.ToString(TextSpan.FromBounds(from, end))
                : null);
    }
}
