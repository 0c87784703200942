namespace AsyncAnalyzers.Editing;

/// <summary>How <c>Thread.Sleep</c> is written as an <c>await</c>: of <c>Task.Delay</c>, or of <c>Task.Yield</c> for zero time.</summary>
/// <param name="Sleep">The call.</param>
/// <param name="Title">What an action that makes only this edit is called.</param>
/// <param name="Rewrite">Makes the await, given the call with what is inside it rewritten.</param>
internal sealed record SleepEditing(InvocationExpressionSyntax Sleep, Phrase Title, Func<SyntaxNode, SyntaxNode> Rewrite)
{
    /// <summary>The edit for the call that is flagged; null where no await may stand there.</summary>
    public static SleepEditing? Of(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } sleep
            || request.Types.Task is not { } task
            || AwaitPlacement.ObstacleAt(sleep, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return null;
        }

        if (Durations.IsZero(arguments[0].Expression, request.ModelFor(cancellationToken)) && !task.GetMembers("Yield").IsEmpty)
        {
            InvocationExpressionSyntax yield = AsyncEdit.StaticCall(request, task, "Yield");
            return Replacement("Use 'await Task.Yield()'", _ => yield, configureAwaitFalse: false);
        }

        if (task.GetMembers("Delay").IsEmpty)
        {
            return null;
        }

        string? token = CancellationTokensInScope.Only(sleep, request.ModelFor(cancellationToken));
        return Replacement("Use 'await Task.Delay'", rewritten
            => Delay(request, task, rewritten, token), ConfigureAwaitHabit.IsFalse(request.Root));

        SleepEditing Replacement(Phrase title, Func<InvocationExpressionSyntax, ExpressionSyntax> operand, bool configureAwaitFalse)
            => new(sleep, title, rewritten
                => AwaitSyntax.InPlaceOf(sleep, operand((InvocationExpressionSyntax)rewritten), configureAwaitFalse));
    }

    /// <summary>The argument list is kept as it is written, but for a name: Sleep and Delay call their parameters differently.</summary>
    private static InvocationExpressionSyntax Delay(
        RepairRequest request, INamedTypeSymbol task, InvocationExpressionSyntax sleep, string? token)
    {
        ArgumentSyntax duration = sleep.ArgumentList.Arguments[0];
        duration = duration.WithNameColon(null).WithTriviaFrom(duration);
        ArgumentSyntax[] arguments = token is null
            ? new[] { duration }
            : new[] { duration, SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token)) };
        InvocationExpressionSyntax delay = AsyncEdit.StaticCall(request, task, "Delay");
        return delay.WithArgumentList(sleep.ArgumentList.WithArguments(AsyncEdit.Separated(arguments)));
    }
}
