namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Locks that belong to the thread that took them: Monitor, Mutex, Lock, SpinLock and the reader-writer locks. A continuation
/// that resumes on another thread cannot release them, so no await may stand between taking and releasing one.
/// </summary>
internal static class ThreadAffineLocks
{
    private static readonly ModelCache<List<InvocationExpressionSyntax>> Calls = new();

    /// <summary>
    /// A thread-affine lock is taken in the same function before the node, in source order, and released behind it
    /// or not at all.
    /// </summary>
    public static bool IsHeldAt(SyntaxNode node, SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        SyntaxNode body = function is CompilationUnitSyntax ? function : FunctionSyntax.Body(function)!;
        int balance = 0;
        foreach (InvocationExpressionSyntax call in Calls.GetOrAdd(model, body, scope => FindCalls(scope, model, types, cancellationToken)))
        {
            if (call.SpanStart >= node.SpanStart)
            {
                break;
            }

            if (call.Parent is UsingStatementSyntax @using && CallSyntax.CalledName(call) == "EnterScope")
            {
                if (@using.Statement.Span.Contains(node.Span))
                {
                    return true;
                }
            }
            else if (call.Span.End <= node.SpanStart)
            {
                // What releases inside a branch that leaves the function does not release for the code behind it.
                balance += Takes(CallSyntax.CalledName(call)!) ? 1 : LeavesFunction(call) && !SameBlock(call, node) ? 0 : -1;
            }
        }

        return balance > 0;
    }

    /// <summary>What takes or releases such a lock, in source order.</summary>
    private static List<InvocationExpressionSyntax> FindCalls(SyntaxNode body, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>()
            .Where(call => CallSyntax.CalledName(call) is { } name && (Takes(name) || Releases(name))
                && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method
                && IsThreadAffine(ReceiverType(call, method, model, cancellationToken), types))
            .ToList();

    private static bool Takes(string name) => name is "Enter" or "TryEnter" or "WaitOne" or "EnterReadLock" or "EnterWriteLock"
        or "EnterUpgradeableReadLock" or "TryEnterReadLock" or "TryEnterWriteLock" or "TryEnterUpgradeableReadLock"
        or "AcquireReaderLock" or "AcquireWriterLock" or "EnterScope";

    private static bool Releases(string name) => name is "Exit" or "ReleaseMutex" or "ExitReadLock" or "ExitWriteLock"
        or "ExitUpgradeableReadLock" or "ReleaseReaderLock" or "ReleaseWriterLock" or "ReleaseLock";

    private static bool IsThreadAffine(ITypeSymbol? type, KnownTypes types)
        => type.Is(types.Monitor) || type.Is(types.Lock) || type.Is(types.SpinLock) || type.Is(types.ReaderWriterLock)
            || type.Is(types.ReaderWriterLockSlim) || type.IsOrDerivesFrom(types.Mutex);

    /// <summary>Mutex inherits WaitOne from WaitHandle: what it is called on tells them apart.</summary>
    private static ITypeSymbol? ReceiverType(InvocationExpressionSyntax invocation, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
        => !method.IsStatic && invocation.Expression is MemberAccessExpressionSyntax access
            ? model.GetTypeInfo(access.Expression, cancellationToken).Type
            : method.ContainingType;

    private static bool SameBlock(SyntaxNode first, SyntaxNode second)
        => first.FirstAncestorOrSelf<BlockSyntax>() is { } block && block.Span.Contains(second.Span);

    private static bool LeavesFunction(SyntaxNode node)
        => node.FirstAncestorOrSelf<BlockSyntax>()?.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;
}
