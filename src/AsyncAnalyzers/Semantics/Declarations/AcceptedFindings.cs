namespace AsyncAnalyzers.Semantics;

/// <summary>What other tools were told to accept: whoever wrote that knows of the finding and wants the code as it is.</summary>
internal static class AcceptedFindings
{
    /// <summary>Rules of other packages and inspections of ReSharper that speak of async void methods.</summary>
    public static readonly string[] AsyncVoidMethods =
    {
        "VSTHRD100", "S3168", "AsyncFixer03", "AsyncVoidMethod", "AsyncVoidEventHandlerMethod",
    };

    /// <summary>The same of async lambdas that return nothing.</summary>
    public static readonly string[] AsyncVoidLambdas = { "VSTHRD101", "AsyncFixer03", "AsyncVoidLambda" };

    /// <summary>The same of dropped tasks; CS4014 is the compiler's.</summary>
    public static readonly string[] DroppedTasks = { "CS4014", "VSTHRD110", "MA0134" };

    /// <summary>The same of synchronous calls where an asynchronous one is at hand.</summary>
    public static readonly string[] SynchronousCalls =
    {
        "MethodHasAsyncOverload", "MethodHasAsyncOverloadWithCancellation", "VSTHRD103", "CA1849", "MA0042", "MA0045", "S6966",
        "AsyncFixer02",
    };

    /// <summary>The same of synchronous waits for tasks.</summary>
    public static readonly string[] BlockingWaits =
    {
        "xUnit1031", "VSTHRD002", "VSTHRD103", "VSTHRD104", "S4462", "MA0042", "MA0045", "AsyncFixer02",
    };

    /// <summary>The same of objects that are locked and that others may lock too.</summary>
    public static readonly string[] LockObjects = { "CA2002", "RCS1059", "MA0064", "S2551", "S2445" };

    /// <summary>
    /// One of the codes is switched off at the node: by <c>#pragma</c>, by <c>SuppressMessage</c> on a member or type around it, or by
    /// <c>// ReSharper disable once</c> above the statement or member.
    /// </summary>
    public static bool Include(string[] codes, SyntaxNode node)
    {
        foreach (string code in codes)
        {
            if (CompilerWarnings.IsDisabledAt(node, code))
            {
                return true;
            }
        }

        foreach (SyntaxNode around in node.AncestorsAndSelf())
        {
            if ((around is StatementSyntax or MemberDeclarationSyntax && IsCommented(around, codes))
                || (around is MemberDeclarationSyntax { AttributeLists.Count: > 0 } member && IsAttributed(member, codes)))
            {
                return true;
            }

            if (around is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax)
            {
                return around.Parent is TypeDeclarationSyntax { AttributeLists.Count: > 0 } type && IsAttributed(type, codes);
            }
        }

        return false;
    }

    private static bool IsCommented(SyntaxNode node, string[] codes)
    {
        if (!node.HasLeadingTrivia)
        {
            return false;
        }

        foreach (SyntaxTrivia trivia in node.GetLeadingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)
                && trivia.ToString() is var text
                && text.IndexOf("ReSharper disable once", StringComparison.Ordinal) >= 0
                && codes.Any(code => text.EndsWith(code, StringComparison.Ordinal)
                    || text.Contains(code + " ") || text.Contains(code + ",")))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAttributed(MemberDeclarationSyntax member, string[] codes)
        => member.AttributeLists.Any(list => list.Attributes.Any(attribute
            => TypeNames.Of(attribute.Name) is "SuppressMessage" or "SuppressMessageAttribute"
                && attribute.ArgumentList is { Arguments: { Count: > 1 } arguments }
                && arguments[1].Expression is LiteralExpressionSyntax { Token.ValueText: var text }
                && codes.Any(code => text.StartsWith(code, StringComparison.Ordinal))));
}
