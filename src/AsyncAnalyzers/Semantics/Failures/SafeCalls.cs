namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code around a wait whose calls do not fail in a program without mistakes: it asks a collection, lets a semaphore go, sets a timer,
/// writes a log entry. Whatever is not listed may fail.
/// </summary>
internal static class SafeCalls
{
    /// <summary>
    /// All calls and creations of the function itself, but for those that are caught. Under-approximates: a cast, an index or the code of
    /// a property may fail too.
    /// </summary>
    public static bool AreAllIn(SyntaxNode body, CodeModel model)
        => FunctionSyntax.OwnNodes(body).All(node => node switch
        {
            InvocationExpressionSyntax call => IsSafe(call, model) || ExceptionGuard.IsCaught(call, body),
            BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or CastExpressionSyntax
                => ExceptionGuard.IsCaught(node, body),
            _ => true,
        });

    private static bool IsSafe(InvocationExpressionSyntax call, CodeModel model)
    {
        if (CallSyntax.CalledName(call) is not { } name)
        {
            return false;
        }

        if (name is "nameof" or "ConfigureAwait" || SafeWaits.Of(call, model) != SafeWait.None)
        {
            return true;
        }

        if (CallSyntax.MethodOf(call, model) is not { ContainingType: { } type } method || !method.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        return type.Name switch
        {
            "SemaphoreSlim" => name == "Release",
            "Timer" or "ITimer" => name == "Change",
            "Interlocked" or "Volatile" or "TimeSpan" or "Stopwatch" => true,
            "CancellationTokenSource" => name == "CancelAfter",
            "ManualResetEventSlim" or "ManualResetEvent" or "AutoResetEvent" or "EventWaitHandle" => name is "Set" or "Reset",
            "ChannelReader" => name == "TryRead",
            "ChannelWriter" => name is "TryWrite" or "TryComplete",
            "TaskCompletionSource" => name.StartsWith("Try", StringComparison.Ordinal),
            "LoggerExtensions" => name.StartsWith("Log", StringComparison.Ordinal),
            "String" => name is "IsNullOrEmpty" or "IsNullOrWhiteSpace",
            "Math" => name is "Min" or "Max",
            "DateTime" or "DateTimeOffset" or "Object" => name is "Equals" or "ReferenceEquals",
            var other when other.EndsWith("Exception", StringComparison.Ordinal) => name.StartsWith("ThrowIf", StringComparison.Ordinal),
            _ => name.StartsWith("Try", StringComparison.Ordinal)
                && type.ContainingNamespace?.ContainingNamespace is { Name: "Collections", ContainingNamespace.Name: "System" },
        };
    }
}
