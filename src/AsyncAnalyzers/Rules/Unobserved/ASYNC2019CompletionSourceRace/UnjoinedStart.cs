namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Whether what a function starts may still run at another place of it.</summary>
internal static class UnjoinedStart
{
    /// <summary>What a registration lasts for: the <c>using</c> that it stands in, else the function.</summary>
    public static SyntaxNode ScopeOf(SyntaxNode start)
    {
        for (SyntaxNode? current = start.Parent; current is not null && !FunctionSyntax.IsFunction(current); current = current.Parent)
        {
            switch (current)
            {
                case UsingStatementSyntax @using when !@using.Statement.Span.Contains(start.Span):
                    return @using;
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword, Parent: { } block }:
                    return block;
            }
        }

        return start.SyntaxTree.GetRoot();
    }

    /// <summary>Two pieces of work that one function starts, and waits for neither between the two.</summary>
    public static bool AreBeside(ExpressionSyntax one, ExpressionSyntax other)
    {
        ExpressionSyntax first = one.SpanStart < other.SpanStart ? one : other;
        ExpressionSyntax second = first == one ? other : one;
        return FunctionSyntax.Enclosing(first) is { } function && FunctionSyntax.Enclosing(second) == function
            && ControlFlowSyntax.MayReach(first, second)
            && !IsWaitedFor(first)
            && !FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node
                => node.SpanStart >= first.Span.End && node.Span.End <= second.SpanStart
                    && (FunctionSyntax.IsAwait(node)
                        || node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Wait" or "WaitAll" or "Join"));
    }

    /// <summary>
    /// What the function has started may come after it has stopped waiting: between the two it waits for the task of the source, but not
    /// for ever; or the place is in a <c>catch</c> around an await, and the event goes on.
    /// </summary>
    /// <param name="started">Who runs what was started.</param>
    /// <param name="starter">The completion in the function that starts it.</param>
    public static bool IsLeftBehind(CompletionRun started, CompletionSide starter)
    {
        SourceCompletion place = starter.Completion;
        if (started.Start is not { } start || FunctionSyntax.Enclosing(start) is not { } function
            || function != starter.Run.Function || FunctionSyntax.Enclosing(place.Call) != function
            || start.Span.End > place.Call.SpanStart
            || !ControlFlowSyntax.MayReach(start, place.Call)
            || IsWaitedFor(start)
            || !ScopeOf(start).Span.Contains(place.Call.Span))
        {
            return false;
        }

        bool waits = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node.SpanStart < start.Span.End || node.SpanStart >= place.Call.SpanStart)
            {
                continue;
            }

            switch (node)
            {
                // It is unsubscribed, or disposed of, before.
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression }:
                case InvocationExpressionSyntax disposal
                    when CallSyntax.CalledName(disposal) is "Dispose" or "DisposeAsync" or "Unregister":
                    return false;
                case InvocationExpressionSyntax wait when CallSyntax.CalledName(wait) is "WhenAny" or "WaitAny" or "WaitAsync"
                    || (CallSyntax.CalledName(wait) == "Wait" && wait.ArgumentList.Arguments.Count > 0):
                    waits |= NamesTaskOf(place, wait);
                    break;
            }
        }

        return waits || (started.Runner == CompletionRunner.Event && IsInCatch(place.Call, start));
    }

    private static bool NamesTaskOf(SourceCompletion source, InvocationExpressionSyntax wait)
        => wait.DescendantNodes().Any(node => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task", Expression: var of }
            && of.ToString().EndsWith(source.SourceName, StringComparison.Ordinal));

    /// <summary>In a catch clause of a try that awaits behind the start, or that the start stands before.</summary>
    private static bool IsInCatch(SyntaxNode place, SyntaxNode start)
        => place.FirstAncestorOrSelf<CatchClauseSyntax>() is { Parent: TryStatementSyntax @try }
            && FunctionSyntax.OwnNodes(@try.Block).Any(node => FunctionSyntax.IsAwait(node) && node.SpanStart > start.Span.End);

    private static bool IsWaitedFor(ExpressionSyntax start)
    {
        ExpressionSyntax whole = CallSyntax.WithCasts(start);
        while (whole.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call })
        {
            whole = call;
        }

        return whole.Parent is AwaitExpressionSyntax;
    }
}
