namespace AsyncAnalyzers.Semantics;

/// <summary>Calls that start work and hand out its task: somebody ought to learn when it ends, and that it failed.</summary>
internal static class StartedWork
{
    /// <summary>How many calls are followed that only hand the task of another one on.</summary>
    private const int MaximumDepth = 2;

    /// <summary>The calls whose answer the expression may be, without their <c>ConfigureAwait</c>.</summary>
    public static IEnumerable<InvocationExpressionSyntax> CallsIn(ExpressionSyntax expression) => PossibleCalls.In(
        expression,
        static part
            => part is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Expression: var configured,
                    Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "Preserve"
                }
            }
            ? configured
            : null);

    /// <summary>The first call in the expression that starts work whose task matters; null where none is known to.</summary>
    public static InvocationExpressionSyntax? Find(ExpressionSyntax expression, CodeModel model)
    {
        foreach (InvocationExpressionSyntax call in CallsIn(expression))
        {
            if (MayStart(call, model.Compilation)
                && CallSyntax.MethodOf(call, model) is { } method
                && DroppedTask.IsReportedAwaitable(method.ReturnType, model, call.SpanStart)
                && (DroppedTask.IsStartedWork(method) || FunctionResult.IsStartedBy(call, method, model))
                && !DroppedTask.IsMeant(call, method, model)
                && !LooksAfterItself(method, model)
                && !DroppedTask.IsBackgroundWork(call, model)
                && !(model.GetOperation(call) is { } operation && CompletionFacts.IsCompleteByItself(operation, model.Types)))
            {
                return call;
            }
        }

        return null;
    }

    /// <summary>False is certain: nothing of that name returns a task, and no function that the call is given does.</summary>
    public static bool MayStart(InvocationExpressionSyntax call, Compilation compilation)
        => FunctionResult.MayBeStartedBy(call, compilation)
            || CallSyntax.CalledName(call) is not { Length: > 0 } name || AwaitableNames.Of(compilation).MayReturnAwaitable(name)
            || (call.Expression is SimpleNameSyntax && call.Ancestors().OfType<BlockSyntax>().Any(block => block.Statements.Any(statement
                => statement is LocalFunctionStatementSyntax local && local.Identifier.ValueText == name)));

    /// <summary>The call is given something by which it can be cancelled.</summary>
    public static bool IsCancellable(InvocationExpressionSyntax call, CodeModel model)
        => call.ArgumentList.Arguments.Any(argument => model.TypeOf(argument.Expression) is { } type
            && (type.Is(model.Types.CancellationToken) || type.Name == "CancellationTokenSource"));

    /// <summary>The method loops without end, or lets no exception out, itself or in the one call whose task it hands out.</summary>
    public static bool LooksAfterItself(IMethodSymbol method, CodeModel model) => LooksAfterItself(method, model, MaximumDepth);

    private static bool LooksAfterItself(IMethodSymbol method, CodeModel model, int depth)
    {
        if (CalledSource.DeclarationOf(method, model.CancellationToken) is not { } function)
        {
            return false;
        }

        return DroppedTask.LooksAfterItself(function)
            || (depth > 0 && !FunctionSyntax.IsAsync(function)
                && CalledSource.OfOnly(method, model) is { } source
                && FunctionSyntax.ReturnedBy(source.Body).ToArray() is { Length: 1 } returned
                && CallSyntax.WithoutConfiguration(returned[0]) is InvocationExpressionSyntax call
                && CodeModel.Of(source.Model, model.CancellationToken) is var there
                && CallSyntax.MethodOf(call, there) is { } called
                && LooksAfterItself(called, there, depth - 1));
    }
}
