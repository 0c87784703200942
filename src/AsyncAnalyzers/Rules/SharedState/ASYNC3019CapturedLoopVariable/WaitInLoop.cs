namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Whether a loop waits for the work that it has started before it goes on.</summary>
internal static class WaitInLoop
{
    /// <summary>
    /// The work is over before the next iteration: its task is awaited, or what it is kept in is waited for in each iteration.
    /// </summary>
    public static bool EndsWith(ExpressionSyntax start, StatementSyntax loop)
    {
        ExpressionSyntax kept = start;
        while (true)
        {
            TaskUse use = TaskUse.Of(kept);
            switch (use.Kind)
            {
                case TaskUseKind.Awaited or TaskUseKind.Waited or TaskUseKind.Returned:
                    return true;
                case TaskUseKind.Combined when use.Place is InvocationExpressionSyntax combined
                    && CallSyntax.CalledName(combined) != "WhenAny":
                    if (CallSyntax.CalledName(combined) == "WaitAll")
                    {
                        return true;
                    }

                    kept = combined;
                    continue;
                case TaskUseKind.Passed
                    when use.Place is InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start" }
                    } threaded
                    && threaded.Expression.Span.Contains(kept.Span):
                    return IsWaitedFor(null, start, loop);
                default:
                    return IsWaitedFor(NameOf(use), start, loop);
            }
        }
    }

    /// <summary>
    /// A statement of each iteration, after the start, waits: for what has the name, or, where nothing has one, for a signal.
    /// </summary>
    private static bool IsWaitedFor(string? name, ExpressionSyntax start, StatementSyntax loop)
    {
        foreach (SyntaxNode node in loop.Descendants(inner => inner == loop || !FunctionSyntax.IsFunction(inner)))
        {
            if (node.SpanStart < start.Span.End || !IsWait(node, hasName: name is not null))
            {
                continue;
            }

            bool isInEach = !node.Ancestors().TakeWhile(ancestor => ancestor != loop)
                .Any(ancestor => ancestor is IfStatementSyntax or SwitchStatementSyntax or CatchClauseSyntax
                    && !ancestor.Span.Contains(start.Span));
            if (isInEach && (name is null
                || node.DescendantsAndSelf().Any(part => part is IdentifierNameSyntax mention && mention.Identifier.ValueText == name)
                || node.Ancestors().TakeWhile(ancestor => ancestor != loop).Any(ancestor
                => ancestor is CommonForEachStatementSyntax { Expression: IdentifierNameSyntax sequence }
                    && sequence.Identifier.ValueText == name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWait(SyntaxNode node, bool hasName) => node switch
    {
        AwaitExpressionSyntax await => hasName
            ? !await.Descendants().Any(static part => part is IdentifierNameSyntax { Identifier.ValueText: "WhenAny" })
            : await.Descendants().Any(static part => part is IdentifierNameSyntax { Identifier.ValueText: "WaitAsync" }),
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) is "Wait" or "WaitAll" or "WaitOne" or "Join" or "SignalAndWait"
            or "GetResult",
        MemberAccessExpressionSyntax access => hasName && access.Name.Identifier.ValueText == "Result",
        _ => false,
    };

    /// <summary>The local, collection or array that the work is kept in.</summary>
    private static string? NameOf(TaskUse use) => use.Place switch
    {
        VariableDeclaratorSyntax declarator => declarator.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: var left } => RootOf(left),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } => RootOf(receiver),
        _ => null,
    };

    private static string? RootOf(ExpressionSyntax expression)
        => CallSyntax.LeftmostOf(expression) is IdentifierNameSyntax { Identifier.ValueText: not "_" } name ? name.Identifier.ValueText
            : null;
}
