namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Waits under a lock that are what the lock is for: others are to wait until a worker has ended, or something is there.</summary>
internal static class MeantWait
{
    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "Stop", "Dispose", "Close", "Shutdown", "Shut", "End", "Terminate", "Disconnect", "Halt", "Cancel", "Abort", "Kill", "Quit", "Exit",
        "Unload", "Uninstall", "Deactivate", "Disable", "Join", "Drain", "Destroy", "Release", "Free", "Pause", "Restart", "Teardown",
    };

    /// <summary>How many calls deep a worker is looked into.</summary>
    private const int MaximumDepth = 3;

    /// <summary>
    /// <c>lock (_gate) { _stop = true; _worker.Join(); }</c> in a function that ends what the object does; not where the worker is seen to
    /// need the lock.
    /// </summary>
    /// <param name="wait">The name that waits.</param>
    /// <param name="lock">The lock that is held there.</param>
    public static bool IsForOwnWorker(SyntaxNode wait, LockIdentity @lock)
    {
        if (wait is not SimpleNameSyntax name || FunctionSyntax.Enclosing(wait) is not { } function
            || MemberOf(CallSyntax.Receiver(name)) is not { } worker
            || wait.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || !(IsEnd(function) || IsToldToEnd(function, wait)))
        {
            return false;
        }

        string text = @lock.ShortText;
        return !type.Descendants().Any(node => node is AssignmentExpressionSyntax made && MemberOf(made.Left) == worker
            && Takes(made.Right, type, text, 0));
    }

    /// <summary>
    /// <c>lock (_gate) { if (_made) return; _all = LoadAsync().Result; _made = true; }</c>: what is made once, all who need it wait for.
    /// </summary>
    public static bool IsForWhatIsMadeOnce(SyntaxNode wait)
    {
        if (wait.FirstAncestorOrSelf<LockStatementSyntax>() is not { Statement: var section })
        {
            return false;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(section))
        {
            if (node is AssignmentExpressionSyntax made && MemberOf(made.Left) is { } member
                && (made.IsKind(SyntaxKind.CoalesceAssignmentExpression) ? made.Span.Contains(wait.Span)
                    : FunctionSyntax.OwnNodes(section).Any(test => test is IfStatementSyntax @if && @if.SpanStart < made.SpanStart
                        && (@if.Statement.Span.Contains(wait.Span)
                            || (@if.Span.End <= wait.SpanStart && ControllingCondition.Leaves(@if.Statement)))
                        && @if.Condition.DescendantsAndSelf().Any(part => part is IdentifierNameSyntax name
                            && name.Identifier.ValueText == member))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEnd(SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function) is var outer
            && (outer.IsKind(SyntaxKind.RemoveAccessorDeclaration)
                || (outer is MethodDeclarationSyntax method && NameWords.Of(method.Identifier.ValueText) is { Count: > 0 } words
                    && (Endings.Contains(words[0])
                        || (words.Count > 1 && words[0] is "On" or "Do" or "Try" && Endings.Contains(words[1])))));

    /// <summary><c>_source.Cancel(); _queue.CompleteAdding();</c> before the wait.</summary>
    private static bool IsToldToEnd(SyntaxNode function, SyntaxNode wait)
        => FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node.Span.End <= wait.SpanStart
            && node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Cancel" or "CompleteAdding" or "Interrupt");

    /// <summary>The code that is started locks what the text names, itself or in methods of the type that it calls.</summary>
    private static bool Takes(SyntaxNode code, TypeDeclarationSyntax type, string @lock, int depth)
        => code.DescendantsAndSelf().Any(node => node switch
        {
            LockStatementSyntax taken => OwnMember.TextOf(taken.Expression) == @lock,
            InvocationExpressionSyntax call when CallSyntax.CalledName(call) is { } called && LockCalls.Takes(called)
                => (CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver && OwnMember.TextOf(receiver) == @lock)
                    || call.ArgumentList.Arguments.Any(argument => OwnMember.TextOf(argument.Expression) == @lock),
            IdentifierNameSyntax name => depth < MaximumDepth && type.Members.Any(member => member is MethodDeclarationSyntax method
                && method.Identifier.ValueText == name.Identifier.ValueText && Takes(method, type, @lock, depth + 1)),
            _ => false,
        });

    /// <summary>The name of a member of the object itself: <c>_worker</c>, <c>this._worker!</c>.</summary>
    private static string? MemberOf(ExpressionSyntax? expression)
        => expression is null ? null : OwnMember.NameOf(CallSyntax.WithoutSuppression(CallSyntax.WithoutCasts(expression)));
}
