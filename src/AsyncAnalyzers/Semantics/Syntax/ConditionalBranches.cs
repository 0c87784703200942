using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The branches of <c>#if</c> that this build leaves out: what other builds compile in the place of the code that stands beside them.
/// </summary>
internal static class ConditionalBranches
{
    private static readonly ConditionalWeakTable<SyntaxTree, Group[]> Groups = new();

    /// <summary>
    /// The calls of a name in the branches that are left out beside the node's own branch, each up to the end of its statement:
    /// <c>ReadAsync(buffer, token)</c> in <c>#if NET … #else</c>, where the node stands behind <c>#else</c>.
    /// </summary>
    public static IEnumerable<string> CallsBeside(SyntaxNode node, string name)
    {
        foreach (Group group in Of(node.SyntaxTree))
        {
            if (!group.Span.Contains(node.SpanStart))
            {
                continue;
            }

            foreach (string text in group.LeftOut)
            {
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
    }

    /// <summary>The branches that are left out in the node itself: an argument that only some builds pass.</summary>
    public static IEnumerable<string> Within(SyntaxNode node)
        => node.ContainsDirectives
            ? Of(node.SyntaxTree).Where(group => node.Span.Contains(group.Span)).SelectMany(static group => group.LeftOut)
            : Enumerable.Empty<string>();

    private static bool IsCall(string text, int start, int end)
        => (start == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[start - 1]))
            && end < text.Length && text[end] is '(' or '<';

    private static Group[] Of(SyntaxTree tree) => Groups.GetValue(tree, static tree => Find(tree));

    /// <summary>Each step to the next directive goes over the nodes between: once a tree, not for each question.</summary>
    private static Group[] Find(SyntaxTree tree)
    {
        DirectiveTriviaSyntax? directive = tree.GetRoot().GetFirstDirective();
        if (directive is null)
        {
            return Array.Empty<Group>();
        }

        SourceText source = tree.GetText();
        var found = new List<Group>();
        var open = new Stack<OpenGroup>();
        for (; directive is not null; directive = directive.GetNextDirective())
        {
            if (directive is IfDirectiveTriviaSyntax)
            {
                open.Push(new OpenGroup(directive.SpanStart));
            }
            else if (open.Count == 0 || directive is not (BranchingDirectiveTriviaSyntax or EndIfDirectiveTriviaSyntax))
            {
                continue;
            }

            OpenGroup group = open.Peek();
            if (group.LeftOutFrom is { } start && directive.SpanStart > start)
            {
                group.LeftOut.Add(source.ToString(TextSpan.FromBounds(start, directive.SpanStart)));
            }

            group.LeftOutFrom = directive is BranchingDirectiveTriviaSyntax { BranchTaken: false } ? directive.FullSpan.End : null;
            if (directive is EndIfDirectiveTriviaSyntax)
            {
                open.Pop();
                if (group.LeftOut.Count > 0)
                {
                    found.Add(new Group(TextSpan.FromBounds(group.Start, directive.Span.End), group.LeftOut));
                }
            }
        }

        return found.ToArray();
    }

    /// <summary>From <c>#if</c> to <c>#endif</c>.</summary>
    private sealed record Group(TextSpan Span, IReadOnlyList<string> LeftOut);

    private sealed class OpenGroup(int start)
    {
        public int Start { get; } = start;

        /// <summary>Where the branch begins that is left out and not yet ended.</summary>
        public int? LeftOutFrom { get; set; }

        public List<string> LeftOut { get; } = new();
    }
}
