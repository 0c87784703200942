namespace AsyncAnalyzers.Semantics;

/// <summary>Code that a comment beside it speaks of: whoever wrote it knows that it waits or is synchronous, and says why.</summary>
internal static class ExplainedCode
{
    private static readonly string[] Reasons =
    {
        "on purpose", "intentional", "deliberate", "is safe", "is fine", "safe to block", "safe to wait", "already complete",
        "already finished", "already done", "must be synchronous", "has to be synchronous", "cannot await", "can't await", "cannot call",
        "cannot deadlock", "can't deadlock", "no deadlock", "are non-blocking", "is non-blocking", "does not block", "doesn't block",
        "will not block", "won't block", "never blocks",
    };

    private static readonly string[] Plans = { "TODO", "FIXME", "HACK", "XXX", "should be", "make this", "make it" };

    /// <summary>
    /// A comment above the statement, or behind it on its line, says why it waits: <c>// Wait() is safe here: no context</c>. That it
    /// blocks is no reason. Code that is commented out says nothing, nor does what is still to be done.
    /// </summary>
    public static bool Is(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return false;
        }

        foreach (SyntaxTrivia trivia in statement.GetLeadingTrivia())
        {
            if (Explains(trivia))
            {
                return true;
            }
        }

        foreach (SyntaxTrivia trivia in statement.GetTrailingTrivia())
        {
            if (Explains(trivia))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A comment above the declaration of a function speaks of <c>async void</c>: its author knows what that means.</summary>
    public static bool IsAsyncVoid(SyntaxNode function)
    {
        foreach (SyntaxTrivia trivia in function.GetLeadingTrivia())
        {
            if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                && trivia.ToString() is var text
                && text.IndexOf("async void", StringComparison.OrdinalIgnoreCase) >= 0
                && !Plans.Any(plan => text.IndexOf(plan, StringComparison.OrdinalIgnoreCase) >= 0)
                && !IsCode(text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCode(string comment)
        => comment.TrimEnd() is { Length: > 0 } text && text[text.Length - 1] is ';' or '{' or '}' or ')';

    private static bool Explains(SyntaxTrivia trivia)
        => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            && trivia.ToString() is var text
            && !IsCode(text)
            && Reasons.Any(reason => text.IndexOf(reason, StringComparison.OrdinalIgnoreCase) >= 0)
            && !Plans.Any(plan => text.IndexOf(plan, StringComparison.OrdinalIgnoreCase) >= 0);
}
