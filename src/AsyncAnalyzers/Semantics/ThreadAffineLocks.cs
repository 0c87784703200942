using System.Diagnostics.CodeAnalysis;

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
        List<InvocationExpressionSyntax> calls = Calls.GetOrAdd(model, body, scope => FindCalls(scope, model, types, cancellationToken));
        return calls.Any(call => IsScope(call, out StatementSyntax? scope) && scope.Span.Contains(node.Span))
            || LockCalls.HeldAt(node, calls.Where(call => !IsScope(call, out _))) > 0;
    }

    /// <summary><c>using (gate.EnterScope())</c> holds the lock in its statement.</summary>
    private static bool IsScope(InvocationExpressionSyntax call, [NotNullWhen(true)] out StatementSyntax? scope)
    {
        scope = call.Parent is UsingStatementSyntax @using && CallSyntax.CalledName(call) == "EnterScope" ? @using.Statement : null;
        return scope is not null;
    }

    /// <summary>What takes or releases such a lock, in source order.</summary>
    private static List<InvocationExpressionSyntax> FindCalls(SyntaxNode body, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>()
            .Where(call => CallSyntax.CalledName(call) is { } name && (LockCalls.Takes(name) || LockCalls.Releases(name))
                && IsThreadAffine(LockCalls.LockTypeOf(call, model, cancellationToken), types))
            .ToList();

    private static bool IsThreadAffine(ITypeSymbol? type, KnownTypes types)
        => type.Is(types.Monitor) || type.Is(types.Lock) || type.Is(types.SpinLock) || type.Is(types.ReaderWriterLock)
            || type.Is(types.ReaderWriterLockSlim) || type.IsOrDerivesFrom(types.Mutex);
}
