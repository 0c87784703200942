namespace AsyncAnalyzers.Semantics;

/// <summary>The ways to wait for a task synchronously.</summary>
internal enum BlockingWaitKind
{
    /// <summary><c>t.Result</c></summary>
    Result,

    /// <summary><c>t.GetAwaiter().GetResult()</c>, also after <c>ConfigureAwait</c></summary>
    GetResult,

    /// <summary><c>t.Wait(…)</c></summary>
    Wait,

    /// <summary><c>Task.WaitAll(…)</c></summary>
    WaitAll,

    /// <summary><c>Task.WaitAny(…)</c></summary>
    WaitAny,
}

/// <summary>A synchronous wait for a task, found by the name that is used.</summary>
internal sealed class BlockingWait
{
    public static readonly string[] Names = { "Result", "Wait", "GetResult", "WaitAll", "WaitAny" };

    public static bool IsName(string name) => name is "Result" or "Wait" or "GetResult" or "WaitAll" or "WaitAny";

    private BlockingWait(BlockingWaitKind kind, ExpressionSyntax expression, ExpressionSyntax? task, ISymbol member)
    {
        Kind = kind;
        Expression = expression;
        Task = task;
        Member = member;
    }

    public BlockingWaitKind Kind { get; }

    /// <summary>The whole wait: <c>t.Result</c>, <c>t.Wait(1000)</c>; from the dot on where it stands behind <c>?.</c></summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>What is waited for, as it is written before the wait, with <c>ConfigureAwait</c>; null for WaitAll and WaitAny.</summary>
    public ExpressionSyntax? Task { get; }

    /// <summary>The wait is made on a local that holds the awaiter of the task: that local is the <see cref="Task"/>.</summary>
    public bool IsOnStoredAwaiter { get; private init; }

    /// <summary>The property or method that waits.</summary>
    public ISymbol Member { get; }

    /// <summary>The method that waits; null for Result.</summary>
    public IMethodSymbol? Method => Member as IMethodSymbol;

    /// <summary>What a message calls the wait: <c>Result</c>, <c>Task.WaitAll</c>.</summary>
    public string DisplayName => Kind switch
    {
        BlockingWaitKind.Result => "Result",
        BlockingWaitKind.GetResult => IsOnStoredAwaiter ? "GetResult()" : "GetAwaiter().GetResult()",
        BlockingWaitKind.Wait => "Wait",
        BlockingWaitKind.WaitAll => "Task.WaitAll",
        _ => "Task.WaitAny",
    };

    /// <summary>The syntax allows for a wait: the cheap half of <see cref="Find"/>.</summary>
    public static bool MayBeAt(SimpleNameSyntax name)
        => name.Identifier.ValueText == "Result"
            ? (name.Parent is MemberAccessExpressionSyntax access && access.Name == name) || name.Parent is MemberBindingExpressionSyntax
            : CallSyntax.InvocationOf(name) is not null;

    /// <summary>The wait that the name makes; null where it binds to something else, waits zero time or stands in <c>nameof</c>.</summary>
    public static BlockingWait? Find(SimpleNameSyntax name, CodeModel model)
    {
        if (!MayBeAt(name) || CallSyntax.IsInNameOf(name))
        {
            return null;
        }

        if (name.Identifier.ValueText == "Result")
        {
            return model.SymbolOf(name) is IPropertySymbol { IsStatic: false } property
                && (property.ContainingType.Is(model.Types.TaskOfT) || property.ContainingType.Is(model.Types.ValueTaskOfT))
                ? new BlockingWait(BlockingWaitKind.Result, (ExpressionSyntax)name.Parent!, CallSyntax.Receiver(name), property)
                : null;
        }

        InvocationExpressionSyntax invocation = CallSyntax.InvocationOf(name)!;
        if (CallSyntax.MethodOf(invocation, model) is not { } method)
        {
            return null;
        }

        switch (method.Name)
        {
            case "GetResult" when CallSyntax.Receiver(name) is { } receiver
                && CallSyntax.WalkDownParentheses(receiver) is InvocationExpressionSyntax getAwaiter
                && CallSyntax.CalledName(getAwaiter) == "GetAwaiter" && TaskBefore(getAwaiter) is { } task
                && method.ContainingType.IsTaskAwaiter():
                return new BlockingWait(BlockingWaitKind.GetResult, invocation, task, method);
            case "GetResult" when method.ContainingType.IsTaskAwaiter() && CallSyntax.Receiver(name) is IdentifierNameSyntax stored
                && StoredAwaiter.IsWaitedOn(stored, model):
                return new BlockingWait(BlockingWaitKind.GetResult, invocation, stored, method) { IsOnStoredAwaiter = true };
            case "Wait" when method.IsDeclaredIn(model.Types.Task) && !WaitsZero(invocation, model):
                return new BlockingWait(BlockingWaitKind.Wait, invocation, CallSyntax.Receiver(name), method);
            case "WaitAll" or "WaitAny" when method.IsStatic
                && method.IsDeclaredIn(model.Types.Task)
                && !WaitsZero(invocation, model):
                return new BlockingWait(method.Name == "WaitAll"
                    ? BlockingWaitKind.WaitAll
                    : BlockingWaitKind.WaitAny, invocation, null, method);
            default:
                return null;
        }
    }

    /// <summary>Every task that is waited for (one of them, for WaitAny) is known to be complete: nothing blocks.</summary>
    public bool IsForCompletedTasks(CodeModel model)
    {
        if (Task is not null)
        {
            ExpressionSyntax task = CallSyntax.WithoutConfiguration(Task);
            return CompletedTasks.Contains(task, model)
                || PolledTasks.Contain(task)
                || AskedAwaitables.Contain(task, Expression, model)
                || (CallSyntax.WalkDownParentheses(task) is InvocationExpressionSyntax call
                    && CompletedCalls.MakeWithConstants(call, model));
        }

        IEnumerable<ExpressionSyntax> tasks = ((InvocationExpressionSyntax)Expression).ArgumentList.Arguments
            .Select(argument => argument.Expression)
            .Where(argument => !IsTimeoutOrToken(model.TypeOf(argument), model.Types));
        return Kind == BlockingWaitKind.WaitAll
            ? tasks.All(task => CompletedTasks.Contains(task, model))
            : tasks.Any(task => CompletedTasks.Contains(task, model));
    }

    private static ExpressionSyntax? TaskBefore(InvocationExpressionSyntax getAwaiter) => getAwaiter.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax binding => CallSyntax.Receiver(binding.Name),
        _ => null,
    };

    /// <summary>A timeout of zero asks and does not wait.</summary>
    private static bool WaitsZero(InvocationExpressionSyntax invocation, CodeModel model)
    {
        foreach (ArgumentSyntax argument in invocation.ArgumentList.Arguments)
        {
            if (Durations.IsZero(argument.Expression, model))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTimeoutOrToken(ITypeSymbol? type, KnownTypes types)
        => type is { SpecialType: SpecialType.System_Int32 } || type.Is(types.TimeSpan) || type.Is(types.CancellationToken);
}
