namespace AsyncAnalyzers.Semantics;

/// <summary>Calls that take and release locks, and which of them are in force at a place, in source order.</summary>
internal static class LockCalls
{
    public static bool Takes(string name) => name is "Enter" or "TryEnter" or "WaitOne" or "Wait" or "WaitAsync" or "EnterScope"
        or "EnterReadLock" or "TryEnterReadLock" or "AcquireReaderLock"
        or "EnterWriteLock" or "TryEnterWriteLock" or "EnterUpgradeableReadLock" or "TryEnterUpgradeableReadLock" or "AcquireWriterLock"
            or "UpgradeToWriterLock";

    public static bool Releases(string name) => name is "Exit" or "ReleaseMutex" or "Release"
        or "ExitReadLock" or "ReleaseReaderLock" or "ExitWriteLock" or "ExitUpgradeableReadLock" or "ReleaseWriterLock" or "ReleaseLock";

    /// <summary>What the call takes or releases. Mutex inherits WaitOne from WaitHandle: what it is called on tells them apart.</summary>
    public static ITypeSymbol? LockTypeOf(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
        => CallSyntax.MethodOf(call, model, cancellationToken) is not { } method ? null
            : !method.IsStatic
                && call.Expression is MemberAccessExpressionSyntax access ? model.GetTypeInfo(access.Expression, cancellationToken).Type
            : method.ContainingType;

    /// <summary>
    /// How many locks that the calls take are held at the node. What releases inside a branch that leaves the function
    /// does not release for the code behind it.
    /// </summary>
    public static int HeldAt(SyntaxNode node, IEnumerable<InvocationExpressionSyntax> calls)
    {
        int held = 0;
        foreach (InvocationExpressionSyntax call in calls)
        {
            if (call.Span.End <= node.SpanStart)
            {
                held += Takes(CallSyntax.CalledName(call)!) ? 1 : LeavesFunction(call) && !SameBlock(call, node) ? 0 : -1;
            }
        }

        return held;
    }

    private static bool SameBlock(SyntaxNode first, SyntaxNode second)
        => first.FirstAncestorOrSelf<BlockSyntax>() is { } block && block.Span.Contains(second.Span);

    private static bool LeavesFunction(SyntaxNode node)
        => node.FirstAncestorOrSelf<BlockSyntax>()?.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax
            or ContinueStatementSyntax or BreakStatementSyntax;
}
