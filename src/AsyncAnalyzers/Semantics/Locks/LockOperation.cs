namespace AsyncAnalyzers.Semantics;

/// <summary>What a call does to a lock.</summary>
/// <param name="Taken">1 where it takes the lock, -1 where it releases it.</param>
/// <param name="Lock">The lock; null where nobody knows which, or whether it keeps others out.</param>
/// <param name="Mode">Which side of the lock.</param>
/// <param name="IsConditional">The call may come back without the lock: its answer tells.</param>
internal readonly record struct LockOperation(int Taken, LockIdentity? Lock, LockMode Mode, bool IsConditional)
{
    /// <summary>Null where the call neither takes nor releases a lock that keeps others out.</summary>
    public static LockOperation? Of(InvocationExpressionSyntax call, CodeModel model)
    {
        if (CallSyntax.CalledName(call) is not { } name || !(LockCalls.Takes(name) || LockCalls.Releases(name) || name == "Set")
            || LockCalls.LockTypeOf(call, model) is not { } type)
        {
            return null;
        }

        ExpressionSyntax? receiver = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!);
        bool takes = LockCalls.Takes(name);
        if (type.Is(model.Types.Monitor))
        {
            if (name is not ("Enter" or "TryEnter" or "Exit") || call.ArgumentList.Arguments.Count == 0)
            {
                return null;
            }

            ExpressionSyntax @object = call.ArgumentList.Arguments[0].Expression;
            return LockPath.IsNewObject(@object, model) ? null
                : Make(LockKind.Monitor, @object, LockMode.Exclusive);
        }

        if (type.Is(model.Types.Lock))
        {
            return name is "Enter" or "TryEnter" or "Exit" or "EnterScope" ? Make(LockKind.Lock, receiver, LockMode.Exclusive) : null;
        }

        if (type.Is(model.Types.SpinLock))
        {
            return name is "Enter" or "TryEnter" or "Exit" ? Make(LockKind.Spin, receiver, LockMode.Exclusive) : null;
        }

        if (type.Is(model.Types.ReaderWriterLockSlim) || type.Is(model.Types.ReaderWriterLock))
        {
            return Make(
                LockKind.ReaderWriter,
                receiver,
                name.Contains("Upgradeable") ? LockMode.Upgradeable : name.Contains("Read") ? LockMode.Shared : LockMode.Exclusive);
        }

        if (type.IsOrDerivesFrom(model.Types.Mutex))
        {
            return name is "WaitOne" or "ReleaseMutex" ? Make(LockKind.Mutex, receiver, LockMode.Exclusive) : null;
        }

        if (type.Is(model.Types.SemaphoreSlim) || type.Is(model.Types.Semaphore))
        {
            return name is not ("Wait" or "WaitAsync" or "WaitOne" or "Release") ? null
                : CountOf(receiver, model) switch
                {
                    > 1 => null,
                    1 => Make(LockKind.Semaphore, receiver, LockMode.Exclusive),
                    // A signal that other code gives, or a number that nobody knows.
                    _ => Make(LockKind.Semaphore, null, LockMode.Exclusive),
                };
        }

        // An event that lets one in at a time may serve as a lock.
        return name is "WaitOne" or "Set" && type is { Name: "AutoResetEvent" or "EventWaitHandle", ContainingNamespace.Name: "Threading" }
            ? Make(LockKind.Semaphore, null, LockMode.Exclusive)
            : null;

        LockOperation Make(LockKind kind, ExpressionSyntax? @object, LockMode mode)
            => new(
                takes ? 1 : -1,
                @object is not null && LockPath.Of(@object, model) is { } path ? new LockIdentity(kind, path) : null,
                mode,
                takes && MayFail(call, name, model));
    }

    /// <summary>A call that takes a lock may come back without it: it has a time limit, or none and a name that says so.</summary>
    public static bool MayFail(InvocationExpressionSyntax call, string name, CodeModel model)
        => (name.StartsWith("Try", StringComparison.Ordinal)
            || (name is "Wait" or "WaitAsync" or "WaitOne"
                && CallSyntax.MethodOf(call, model) is { } method
                && method.Parameters.Any(static parameter
                    => parameter.Type is { SpecialType: SpecialType.System_Int32 } or { Name: "TimeSpan" })))
            && !call.ArgumentList.Arguments.Any(argument => Durations.IsInfinite(argument.Expression, model));

    /// <summary>
    /// The semaphore is known to let in one at a time: all that it is set to is created with a place for one, and with no room for more.
    /// </summary>
    public static bool IsForOne(ISymbol semaphore, CancellationToken cancellationToken)
        => LockPath.CreationsOf(semaphore.OriginalDefinition, cancellationToken) is { Count: > 0 } creations
            && creations.All(static creation => ((BaseObjectCreationExpressionSyntax)CallSyntax.WithoutCasts(creation)).ArgumentList
                is { Arguments: { Count: 1 or 2 } arguments }
                && arguments.All(static argument => argument.Expression is LiteralExpressionSyntax { Token.Value: 1 }));

    /// <summary>
    /// How many a semaphore lets in at once: 1 where nothing is known of its creation, 0 where it is created with what is no constant.
    /// </summary>
    private static int CountOf(ExpressionSyntax? semaphore, CodeModel model)
    {
        if (semaphore is null || model.SymbolOf(semaphore) is not { } symbol
            || symbol is not (ILocalSymbol or IFieldSymbol or IPropertySymbol))
        {
            return 1;
        }

        if (symbol is ILocalSymbol local && LocalAssignments.OnlyValueOf(local, model) is { } value
            && CallSyntax.WithoutCasts(value) is SimpleNameSyntax or MemberAccessExpressionSyntax)
        {
            return CountOf(CallSyntax.WithoutCasts(value), model);
        }

        int? count = null;
        foreach (ExpressionSyntax creation in CreationsOf(symbol, model.CancellationToken))
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = ((BaseObjectCreationExpressionSyntax)CallSyntax.WithoutCasts(creation))
                .ArgumentList?.Arguments ?? default;
            ArgumentSyntax? initial = arguments.FirstOrDefault(static argument
                    => argument.NameColon?.Name.Identifier.ValueText == "initialCount")
                ?? arguments.FirstOrDefault(static argument => argument.NameColon is null);
            int one = initial is not null && creation.SyntaxTree == model.SyntaxTree
                && model.GetConstantValue(initial.Expression) is { HasValue: true, Value: int number } ? number
                : initial?.Expression is LiteralExpressionSyntax { Token.Value: int literal } ? literal : 0;
            count = count is { } other && other != one ? 0 : one;
        }

        return count ?? 1;
    }

    private static IReadOnlyList<ExpressionSyntax> CreationsOf(ISymbol semaphore, CancellationToken cancellationToken)
        => LockPath.CreationsOf(semaphore.OriginalDefinition, cancellationToken)
            ?? (semaphore.FirstSyntax(cancellationToken)
                is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax only } ? new[] { only }
                : Array.Empty<ExpressionSyntax>());
}
