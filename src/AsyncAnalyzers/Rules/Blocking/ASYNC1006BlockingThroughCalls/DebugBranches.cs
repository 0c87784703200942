using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>The branches of <c>#if DEBUG</c>: no build that is handed out has them.</summary>
internal static class DebugBranches
{
    private static readonly ConditionalWeakTable<SyntaxTree, TextSpan[]> Branches = new();

    /// <summary>The node stands in such a branch.</summary>
    public static bool Contain(SyntaxNode node)
    {
        foreach (TextSpan branch in Branches.GetValue(node.SyntaxTree, static tree => Find(tree)))
        {
            if (branch.Contains(node.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    private static TextSpan[] Find(SyntaxTree tree)
    {
        DirectiveTriviaSyntax? directive = tree.GetRoot().GetFirstDirective();
        if (directive is null)
        {
            return Array.Empty<TextSpan>();
        }

        var found = new List<TextSpan>();
        var open = new Stack<DirectiveTriviaSyntax>();
        for (; directive is not null; directive = directive.GetNextDirective())
        {
            if (directive is BranchingDirectiveTriviaSyntax or EndIfDirectiveTriviaSyntax
                && !directive.IsKind(SyntaxKind.IfDirectiveTrivia) && open.Count > 0
                && open.Pop() is ConditionalDirectiveTriviaSyntax { BranchTaken: true } begin && NeedsDebug(begin.Condition))
            {
                found.Add(TextSpan.FromBounds(begin.SpanStart, directive.SpanStart));
            }

            if (directive is BranchingDirectiveTriviaSyntax)
            {
                open.Push(directive);
            }
        }

        return found.ToArray();
    }

    /// <summary><c>DEBUG</c>, <c>DEBUG &amp;&amp; NET</c>.</summary>
    private static bool NeedsDebug(ExpressionSyntax condition)
        => CallSyntax.Operands(condition, SyntaxKind.LogicalAndExpression).Any(static part
            => part is IdentifierNameSyntax { Identifier.ValueText: "DEBUG" });
}
