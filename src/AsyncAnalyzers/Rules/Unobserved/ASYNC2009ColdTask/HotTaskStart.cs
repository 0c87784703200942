namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// <c>Start</c> or <c>RunSynchronously</c> of a task that no constructor has made: an async method's, or one that runs already. It always
/// throws an InvalidOperationException.
/// </summary>
/// <param name="Call">The call that throws.</param>
/// <param name="Task">What it is called on.</param>
/// <param name="Made">The call that made the task.</param>
internal sealed record HotTaskStart(InvocationExpressionSyntax Call, ExpressionSyntax Task, InvocationExpressionSyntax Made)
{
    public static readonly string[] Names = { "Start", "RunSynchronously" };

    /// <summary>The call; null where the task may be a cold one.</summary>
    public static HotTaskStart? At(SimpleNameSyntax name, CodeModel model)
        => CallSyntax.InvocationOf(name) is { } call && CallSyntax.Receiver(name) is { } task
            && CallSyntax.WithoutCasts(task) is InvocationExpressionSyntax or IdentifierNameSyntax
            && CallSyntax.MethodOf(call, model) is { } method && method.IsDeclaredIn(model.Types.Task)
            && ValueOf(task, model) is InvocationExpressionSyntax made && CallSyntax.MethodOf(made, model) is { } maker
            && IsHot(maker, model.Types)
            ? new HotTaskStart(call, task, made)
            : null;

    private static ExpressionSyntax? ValueOf(ExpressionSyntax task, CodeModel model)
    {
        task = CallSyntax.WithoutCasts(task);
        return task is not IdentifierNameSyntax ? task
            : model.SymbolOf(task) is ILocalSymbol local && LocalAssignments.OnlyValueOf(local, model) is { } value
                ? CallSyntax.WithoutCasts(value)
                : null;
    }

    private static bool IsHot(IMethodSymbol maker, KnownTypes types)
        => maker.IsAsync
            || (maker.DeclaringSyntaxReferences.IsEmpty && maker.ReturnType.IsTask(types)
                && (maker.Name.EndsWith("Async", StringComparison.Ordinal) || maker.IsDeclaredIn(types.Task)
                    || maker.IsDeclaredIn(types.TaskFactory)));
}
