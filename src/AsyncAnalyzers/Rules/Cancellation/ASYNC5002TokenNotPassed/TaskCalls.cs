namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Calls whose task is awaited where they stand, or handed to the caller.</summary>
internal static class TaskCalls
{
    public static Trigger[] Triggers { get; } =
    {
        Trigger.OnKind(SyntaxKind.AwaitExpression, static node => IsCall(((AwaitExpressionSyntax)node).Expression)),
        Trigger.OnKind(SyntaxKind.ReturnStatement, static node => IsAsyncCall(((ReturnStatementSyntax)node).Expression)),
        Trigger.OnKind(SyntaxKind.ArrowExpressionClause, static node => IsAsyncCall(((ArrowExpressionClauseSyntax)node).Expression)),
        Trigger.OnKind(SyntaxKind.SimpleLambdaExpression, static node => IsAsyncCall(((LambdaExpressionSyntax)node).ExpressionBody)),
        Trigger.OnKind(SyntaxKind.ParenthesizedLambdaExpression, static node => IsAsyncCall(((LambdaExpressionSyntax)node).ExpressionBody)),
    };

    /// <summary>The calls of a node that a trigger found; of <c>await Task.WhenAll(a(), b())</c> those that it waits for.</summary>
    public static IEnumerable<InvocationExpressionSyntax> In(SyntaxNode node)
    {
        ExpressionSyntax? task = node switch
        {
            AwaitExpressionSyntax await => await.Expression,
            ReturnStatementSyntax @return => @return.Expression,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            LambdaExpressionSyntax lambda => lambda.ExpressionBody,
            _ => null,
        };
        if (task is null)
        {
            yield break;
        }

        task = CallSyntax.WithoutConfiguration(task);
        if (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" } } all)
        {
            foreach (ArgumentSyntax argument in all.ArgumentList.Arguments)
            {
                if (CallSyntax.WithoutConfiguration(argument.Expression) is InvocationExpressionSyntax started)
                {
                    yield return started;
                }
            }
        }
        else if (task is InvocationExpressionSyntax call)
        {
            yield return call;
        }
    }

    private static bool IsCall(ExpressionSyntax task) => CallSyntax.WithoutConfiguration(task) is InvocationExpressionSyntax;

    /// <summary>What is only returned may be anything: the name has to tell.</summary>
    private static bool IsAsyncCall(ExpressionSyntax? task)
        => task is not null
            && CallSyntax.WithoutConfiguration(task) is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { } name
            && (name is "Delay" or "WhenAll" || name.EndsWith("Async", StringComparison.Ordinal));
}
