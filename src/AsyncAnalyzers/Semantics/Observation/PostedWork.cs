namespace AsyncAnalyzers.Semantics;

/// <summary>Work that is started for somebody else, or only wakes others up: its own task has nothing to tell.</summary>
internal static class PostedWork
{
    /// <summary>
    /// The call stands in the member by which an awaiter, a SynchronizationContext or a TaskScheduler is given work: what fails in it is
    /// for whoever has posted it.
    /// </summary>
    public static bool IsOfSomebodyElse(SyntaxNode call)
        => FunctionSyntax.Enclosing(call) is MethodDeclarationSyntax
        {
            Identifier.ValueText: var name,
            ParameterList.Parameters: var parameters
        }
            && name switch
            {
                "OnCompleted" or "UnsafeOnCompleted" => true,
                "Post" => parameters.Count == 2 && parameters[0].Type is { } callback && TypeNames.Of(callback) == "SendOrPostCallback",
                "QueueTask" => parameters.Count == 1 && parameters[0].Type is { } task && TypeNames.Of(task) == "Task",
                _ => false,
            };

    /// <summary>
    /// The function does nothing, or only completes, sets or releases what others wait for, with what is there already: they go on on a
    /// thread of the pool.
    /// </summary>
    public static bool OnlySignals(AnonymousFunctionExpressionSyntax function)
        => !FunctionSyntax.IsAsync(function)
            && (function.ExpressionBody is { } expression ? IsSignal(expression) : function.Block is { } block && OnlySignals(block));

    private static bool OnlySignals(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.Statements.All(OnlySignals),
        LockStatementSyntax @lock => OnlySignals(@lock.Statement),
        ExpressionStatementSyntax { Expression: var expression } => IsSignal(expression),
        EmptyStatementSyntax => true,
        _ => false,
    };

    private static bool IsSignal(ExpressionSyntax expression)
        => DroppedTask.CallIn(expression) is { ArgumentList.Arguments: var arguments } call
            && (CallSyntax.CalledName(call) switch
            {
                "TrySetResult" or "TrySetException" or "TrySetCanceled" or "SetResult" or "SetException" or "SetCanceled" => true,
                "Set" => arguments.Count == 0,
                "Pulse" or "PulseAll" => arguments.Count == 1,
                _ => false,
            })
            && !call.ArgumentList.Descendants().Any(static node => node is InvocationExpressionSyntax or AnonymousFunctionExpressionSyntax);
}
