namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// How a synchronous wait is written as an <c>await</c>: of the task, of <c>Task.WhenAll</c>, <c>Task.WhenAny</c> or <c>WaitAsync</c>.
/// </summary>
/// <param name="Wait">The wait.</param>
/// <param name="Title">What an action that makes only this edit is called.</param>
/// <param name="Rewrite">Makes the await of the wait, given with what is inside it rewritten.</param>
internal sealed record WaitEditing(BlockingWait Wait, Phrase Title, Func<SyntaxNode, SyntaxNode> Rewrite)
{
    /// <summary>The title of an edit after which the end of the time throws, where the wait returns false.</summary>
    public const string ThrowingTitle = "Use 'await' with 'WaitAsync', which throws TimeoutException";

    /// <summary>The wait gives up after a time, and says so by its answer, which nobody looks at: the await throws.</summary>
    public bool ThrowsTimeoutException => Title.Format == ThrowingTitle;

    /// <summary>The edit for the wait that is flagged; null where no await may stand there or it would not mean the same.</summary>
    public static WaitEditing? Of(RepairRequest request, CancellationToken cancellationToken)
        => WaitAt(request, cancellationToken) is { } wait
            && AwaitPlacement.ObstacleAt(wait.Expression, request.ModelFor(cancellationToken)) == AwaitObstacle.None
                ? Of(wait, request, cancellationToken)
                : null;

    /// <summary>The wait that is flagged.</summary>
    public static BlockingWait? WaitAt(RepairRequest request, CancellationToken cancellationToken)
        => NameIn(request.Node) is { } name ? BlockingWait.Find(name, request.ModelFor(cancellationToken)) : null;

    /// <summary>The edit for a wait, wherever it stands; null where an await would not mean the same.</summary>
    public static WaitEditing? Of(BlockingWait wait, RepairRequest request, CancellationToken cancellationToken)
    {
        if (WaitReplacement.ObstacleTo(wait, request.ModelFor(cancellationToken)) is not null)
        {
            return null;
        }

        bool hasLimits = WaitReplacement.LimitsOf(wait, request.Types) > 0
            && !WaitReplacement.IsInfinite(wait, request.ModelFor(cancellationToken));
        switch (wait.Kind)
        {
            case BlockingWaitKind.WaitAny:
                return Await("Use 'await Task.WhenAny'", rewritten => Renamed(rewritten, "WhenAny"));
            case BlockingWaitKind.WaitAll when !hasLimits:
                return Await("Use 'await Task.WhenAll'", rewritten => Renamed(rewritten, "WhenAll"));
            case BlockingWaitKind.WaitAll:
                // Names would have to be told apart: which of them stays with the tasks.
                return ((InvocationExpressionSyntax)wait.Expression).ArgumentList.Arguments.Any(argument => argument.NameColon is not null)
                    ? null
                    : Await(TitleOf(wait.Method!), rewritten => WhenAllWithLimits((InvocationExpressionSyntax)rewritten));
            case BlockingWaitKind.Wait when hasLimits:
                return Await(TitleOf(wait.Method!), rewritten
                    => WaitAsync(TaskIn(rewritten), ((InvocationExpressionSyntax)rewritten).ArgumentList.Arguments));
            default:
                bool isValueTask = IsAsTaskOfValueTask(wait.Task!);
                return Await("Use 'await'", rewritten => isValueTask ? WithoutAsTask(TaskIn(rewritten)) : TaskIn(rewritten));
        }

        InvocationExpressionSyntax WhenAllWithLimits(InvocationExpressionSyntax invocation)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = invocation.ArgumentList.Arguments;
            InvocationExpressionSyntax whenAll = ((InvocationExpressionSyntax)Renamed(invocation, "WhenAll")).WithArgumentList(
                ArgumentList(SingletonSeparatedList(arguments[0])));
            return WaitAsync(whenAll, arguments.RemoveAt(0));
        }

        InvocationExpressionSyntax WaitAsync(ExpressionSyntax task, SeparatedSyntaxList<ArgumentSyntax> limits)
        {
            ImmutableArray<IParameterSymbol> parameters = wait.Method!.Parameters;
            IEnumerable<ArgumentSyntax> asTimeSpans = limits.Select((limit, index) =>
                parameters[parameters.Length - limits.Count + index].Type.SpecialType == SpecialType.System_Int32
                    ? Argument(AsyncEdit.StaticCall(
                        request, request.Types.TimeSpan!, "FromMilliseconds", limit.WithNameColon(null).WithoutTrivia()))
                    : limit.WithNameColon(null));
            ExpressionSyntax receiver = task is CastExpressionSyntax or AwaitExpressionSyntax or BinaryExpressionSyntax
                or ConditionalExpressionSyntax
                ? ParenthesizedExpression(task)
                : task;
            return InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName("WaitAsync")),
                ArgumentList(AsyncEdit.Separated(asTimeSpans.ToList())));
        }

        bool IsAsTaskOfValueTask(ExpressionSyntax task)
            => CallSyntax.WalkDownParentheses(task) is InvocationExpressionSyntax
            {
                ArgumentList.Arguments.Count: 0,
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" } asTask
            }
                && request.Model.GetTypeInfo(asTask.Expression, cancellationToken).Type.IsValueTask(request.Types);

        WaitEditing Await(Phrase title, Func<ExpressionSyntax, ExpressionSyntax> operandOf)
        {
            bool isConfigured = wait.Task is { } task && CallSyntax.IsConfigured(task);
            bool configureAwaitFalse = !isConfigured && ConfigureAwaitHabit.IsFalse(request.Root);
            return new WaitEditing(wait, title, rewritten
                => AwaitSyntax.InPlaceOf(wait.Expression, operandOf((ExpressionSyntax)rewritten), configureAwaitFalse));
        }
    }

    /// <summary>The task in <c>t.Result</c>, <c>t.Wait()</c> and <c>t.GetAwaiter().GetResult()</c>.</summary>
    public static ExpressionSyntax TaskIn(ExpressionSyntax wait)
    {
        ExpressionSyntax task = wait switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" } access }
                when CallSyntax.WalkDownParentheses(access.Expression) is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax getAwaiter
                }
                    => getAwaiter.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
            // Inside a type derived from Task.
            _ => ThisExpression(),
        };

        // The line break before the dot that is no longer there goes with it.
        return task.WithoutTrailingTrivia();
    }

    private static Phrase TitleOf(IMethodSymbol method)
        => method.ReturnsVoid ? "Use 'await' with 'WaitAsync'" : ThrowingTitle;

    private static SimpleNameSyntax? NameIn(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name,
        _ => null,
    };

    private static ExpressionSyntax WithoutAsTask(ExpressionSyntax task)
        => CallSyntax.WalkDownParentheses(task) is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" } asTask
        }
            ? asTask.Expression.WithoutTrailingTrivia()
            : task;

    private static ExpressionSyntax Renamed(ExpressionSyntax invocation, string name)
    {
        SimpleNameSyntax called = NameIn(invocation)!;
        return invocation.ReplaceNode(called, IdentifierName(name).WithTriviaFrom(called));
    }
}
