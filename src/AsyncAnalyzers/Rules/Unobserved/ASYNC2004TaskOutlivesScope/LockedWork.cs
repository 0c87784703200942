namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// Work that is started under a lock and needs it to the end. Starting work under a lock is sound by itself: what starts it is guarded.
/// </summary>
internal static class LockedWork
{
    /// <summary>
    /// What the lock guards is used behind the first await: the locked object itself, a stream, or the state of the object in a method of
    /// its own.
    /// </summary>
    /// <param name="lock">Null where the lock is taken by calls.</param>
    /// <param name="call">The call under the lock.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool NeedsLock(LockStatementSyntax? @lock, InvocationExpressionSyntax call, CodeModel model)
    {
        if (call.Expression is MemberAccessExpressionSyntax { Expression: var receiver }
            && receiver is not (ThisExpressionSyntax or BaseExpressionSyntax))
        {
            return InMemoryStreams.IsStream(model.TypeOf(receiver), model.Types)
                || (@lock is not null && SyntaxFactory.AreEquivalent(CallSyntax.WalkDownParentheses(@lock.Expression), receiver));
        }

        return CallSyntax.MethodOf(call, model) is { } method
            && CalledSource.Of(method, model) is { Body: BlockSyntax body } called
            && FunctionSyntax.IsAsync(called.Function)
            && UsesStateBehindAwait(body, method.ContainingType, model.With(called.Model));
    }

    private static bool UsesStateBehindAwait(BlockSyntax body, INamedTypeSymbol type, CodeModel model)
    {
        int? firstAwait = null;
        bool found = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is LockStatementSyntax)
            {
                return false;
            }

            firstAwait ??= FunctionSyntax.IsAwait(node) ? node.Span.End : null;
            if (!found && firstAwait is { } end && node.SpanStart >= end && node is SimpleNameSyntax name
                && Writes.IsWritten(Writes.ExpressionOf(name)) && !Writes.IsOfInitializedObject(name))
            {
                found = model.SymbolOf(name) is { } member
                    && (member.Kind is SymbolKind.Field or SymbolKind.Property || CapturedParameters.IsAt(name, member))
                    && SymbolEqualityComparer.Default.Equals(member.ContainingType, type);
            }
        }

        return found;
    }
}
