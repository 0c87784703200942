namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Turns <c>Thread.Sleep(x)</c> into <c>await Task.Delay(x)</c>, and <c>Thread.Sleep(0)</c> into <c>await Task.Yield()</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1001ThreadSleepInAsyncCodeFix))]
public sealed class ASYNC1001ThreadSleepInAsyncCodeFix : AsyncCodeFix
{
    public ASYNC1001ThreadSleepInAsyncCodeFix()
        : base(ASYNC1001ThreadSleepInAsyncAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } sleep
            && request.Types.Task is { } task
            && AwaitPlacement.ObstacleAt(sleep, request.Model, request.Types, cancellationToken) == AwaitObstacle.None)
        {
            ExpressionSyntax duration = arguments[0].Expression;
            if (Durations.IsZero(duration, request.Model, cancellationToken) && !task.GetMembers("Yield").IsEmpty)
            {
                InvocationExpressionSyntax yield = AsyncEdit.StaticCall(request, task, "Yield");
                repairs.Add(Replacement("Use 'await Task.Yield()'", _ => yield, configureAwaitFalse: false));
            }
            else if (!task.GetMembers("Delay").IsEmpty)
            {
                string? token = CancellationTokensInScope.Only(sleep, request.Model, request.Types, cancellationToken);
                repairs.Add(Replacement("Use 'await Task.Delay'", rewritten => Delay(request, task, rewritten, token), ConfigureAwaitHabit.IsFalse(request.Root)));
            }

            Repair Replacement(string title, Func<InvocationExpressionSyntax, ExpressionSyntax> operand, bool configureAwaitFalse)
                => new(title, "ASYNC1001.Delay", ct => AsyncEdit.ApplyAsync(
                    request.Document, sleep, rewritten => AwaitSyntax.InPlaceOf(sleep, operand((InvocationExpressionSyntax)rewritten), configureAwaitFalse), ct));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    /// <summary>The argument list is kept as it is written, but for a name: Sleep and Delay call their parameters differently.</summary>
    private static InvocationExpressionSyntax Delay(RepairRequest request, INamedTypeSymbol task, InvocationExpressionSyntax sleep, string? token)
    {
        ArgumentSyntax duration = sleep.ArgumentList.Arguments[0];
        duration = duration.WithNameColon(null).WithTriviaFrom(duration);
        ArgumentSyntax[] arguments = token is null ? new[] { duration } : new[] { duration, SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token)) };
        InvocationExpressionSyntax delay = AsyncEdit.StaticCall(request, task, "Delay");
        return delay.WithArgumentList(sleep.ArgumentList.WithArguments(AsyncEdit.Separated(arguments)));
    }
}
