namespace AsyncAnalyzers.Semantics;

/// <summary>The names of calls that take and release locks, and what they are called on.</summary>
internal static class LockCalls
{
    public static bool Takes(string name) => name is "Enter" or "TryEnter" or "WaitOne" or "Wait" or "WaitAsync" or "EnterScope"
        or "EnterReadLock" or "TryEnterReadLock" or "AcquireReaderLock"
        or "EnterWriteLock" or "TryEnterWriteLock" or "EnterUpgradeableReadLock" or "TryEnterUpgradeableReadLock" or "AcquireWriterLock"
            or "UpgradeToWriterLock";

    public static bool Releases(string name) => name is "Exit" or "ReleaseMutex" or "Release"
        or "ExitReadLock" or "ReleaseReaderLock" or "ExitWriteLock" or "ExitUpgradeableReadLock" or "ReleaseWriterLock" or "ReleaseLock"
            or "DowngradeFromWriterLock";

    /// <summary>What the call takes or releases. Mutex inherits WaitOne from WaitHandle: what it is called on tells them apart.</summary>
    public static ITypeSymbol? LockTypeOf(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is not { } method ? null
            : !method.IsStatic && CallSyntax.CalledNameSyntax(call) is { } name && CallSyntax.Receiver(name) is { } receiver
                ? model.TypeOf(receiver)
            : method.ContainingType;
}
