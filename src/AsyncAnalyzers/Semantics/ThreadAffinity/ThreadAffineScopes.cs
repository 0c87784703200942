namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Regions that must end on the thread that began them: no await may be put into one, and an await that is there already is a bug.
/// Thread-affine locks (also behind a wrapper), transaction scopes that do not flow, a suppressed execution context, state of the thread.
/// </summary>
internal static class ThreadAffineScopes
{
    private static readonly ModelCache<ThreadAffineEvents> Events = new();

    /// <summary>The region that an await at the node would stand in; null where there is none.</summary>
    /// <param name="node">The node that is to be awaited, or the await.</param>
    /// <param name="function">The function around the node, as <see cref="FunctionSyntax.Enclosing"/> finds it.</param>
    /// <param name="model">The model of the tree.</param>
    public static ThreadAffineScope? At(SyntaxNode node, SyntaxNode function, CodeModel model)
    {
        ThreadAffineEvents events = EventsIn(function, model);
        foreach (ThreadAffineScope scope in events.Openings)
        {
            if (IsOpenAt(scope, node, events) && !(IsUnclear(scope) && AwaitsIn(scope, function, events).Any()))
            {
                return scope;
            }
        }

        return ThreadBoundState.UsedAround(node, function, model) is { } use
            ? new ThreadAffineScope(ThreadAffineScopeKind.ThreadState, use.Node, use.Display, IsCertain: false)
            : null;
    }

    /// <summary>
    /// The node stands in a <c>using</c> over a lock of its thread that a called method takes: <c>using (_gate.Read())</c>.
    /// </summary>
    public static bool IsUnderWrappedLock(SyntaxNode node, CodeModel model)
        => FunctionSyntax.Enclosing(node) is { } function
            && EventsIn(function, model).Openings.Any(scope
                => scope is { Kind: ThreadAffineScopeKind.Lock, IsWrapped: true, Extent: { } extent }
                && extent.Contains(node.Span));

    /// <summary>The first await in each region of the function that is certainly one and certainly ends after it.</summary>
    public static IEnumerable<(ThreadAffineScope Scope, SyntaxNode Await)> Broken(SyntaxNode function, CodeModel model)
    {
        ThreadAffineEvents events = EventsIn(function, model);
        foreach (ThreadAffineScope scope in events.Openings)
        {
            if (scope.IsCertain
                && AwaitsIn(scope, function, events).FirstOrDefault(await
                    => scope.Extent is not null || EndsAfter(scope, await, events)) is { } await)
            {
                yield return (scope, await);
            }
        }

        // Where a user interface has a loop, the code after the await is on the same thread again.
        if (!model.Types.HasUserInterfaceLoop)
        {
            foreach (SyntaxNode await in ThreadAffineEvents.NodesOf(function).Where(node
                => FunctionSyntax.IsAwait(node) && !IsCompleted(node)))
            {
                if (ThreadBoundState.LostAt(await, function, model) is { } lost)
                {
                    yield return (new ThreadAffineScope(ThreadAffineScopeKind.ThreadState, lost.Node, lost.Display, IsCertain: true),
                        await);
                    yield break;
                }
            }
        }
    }

    /// <summary>
    /// The lock of its thread that an iterator holds at a <c>yield return</c> and certainly releases after it; null where there is none, or
    /// where it holds it at an await too, which is another bug.
    /// </summary>
    public static ThreadAffineScope? LockAtYield(YieldStatementSyntax yield, SyntaxNode function, CodeModel model)
    {
        ThreadAffineEvents events = EventsIn(function, model);
        return events.Openings.FirstOrDefault(scope => scope is { Kind: ThreadAffineScopeKind.Lock, IsCertain: true }
            && IsOpenAt(scope, yield, events)
            && (scope.Extent is not null || EndsAfter(scope, yield, events))
            && !AwaitsIn(scope, function, events).Any());
    }

    private static ThreadAffineEvents EventsIn(SyntaxNode function, CodeModel model)
        => Events.GetOrAdd(model, function, node => ThreadAffineEvents.In(node, model, ThreadAffineEvents.Depth));

    /// <summary>It may be a scope that flows, or none: code that awaits in it already knows better.</summary>
    private static bool IsUnclear(ThreadAffineScope scope) => !scope.IsCertain && scope.Kind != ThreadAffineScopeKind.ThreadState;

    private static IEnumerable<SyntaxNode> AwaitsIn(ThreadAffineScope scope, SyntaxNode function, ThreadAffineEvents events)
        => ThreadAffineEvents.NodesOf(function).Where(node
            => FunctionSyntax.IsAwait(node) && !IsCompleted(node) && IsOpenAt(scope, node, events));

    /// <summary>An await that never leaves the thread.</summary>
    public static bool IsCompleted(SyntaxNode await)
        => await is AwaitExpressionSyntax { Expression: var task } && CallSyntax.WalkDownParentheses(task) switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "CompletedTask",
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) == "FromResult",
            _ => false,
        };

    private static bool IsOpenAt(ThreadAffineScope scope, SyntaxNode node, ThreadAffineEvents events)
    {
        if (scope.Extent is { } extent)
        {
            return extent.Contains(node.Span)
                && !(scope.Kind == ThreadAffineScopeKind.Lock && ThreadAffineLocks.FailedBefore(scope.Opening, node));
        }

        return scope.Opening.Span.End <= node.SpanStart
            && ControlFlowSyntax.MayReach(scope.Opening, node)
            && !ThreadAffineLocks.FailedBefore(scope.Opening, node)
            && !events.Ends.Any(end => end.Ends(scope) && end.Position <= node.SpanStart && ControlFlowSyntax.MayReach(end.Node, node))
            && (scope.Opening is InvocationExpressionSyntax || EndsAfter(scope, node, events) || scope.Kind != ThreadAffineScopeKind.Lock);
    }

    private static bool EndsAfter(ThreadAffineScope scope, SyntaxNode node, ThreadAffineEvents events)
        => events.Ends.Any(end => end.Ends(scope) && end.Position >= node.Span.End);
}
