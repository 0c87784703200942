namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>Turns a synchronous wait into <c>await</c>, <c>await Task.WhenAll</c>, <c>await Task.WhenAny</c> or <c>await … .WaitAsync</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1002BlockingOnTaskCodeFix))]
public sealed class ASYNC1002BlockingOnTaskCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1002.Await";

    public ASYNC1002BlockingOnTaskCodeFix()
        : base(ASYNC1002BlockingOnTaskAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        Repair? repair = NameIn(request.Node) is { } name
            && BlockingWait.Find(name, request.Model, request.Types, cancellationToken) is { } wait
            && AwaitPlacement.ObstacleAt(wait.Expression, request.Model, request.Types, cancellationToken) == AwaitObstacle.None
            && WaitReplacement.ObstacleTo(wait, request.Model, request.Types, cancellationToken) is null
                ? Find(wait, request, cancellationToken)
                : null;
        return Task.FromResult<IReadOnlyList<Repair>>(repair is null ? Array.Empty<Repair>() : new[] { repair });
    }

    private static Repair? Find(BlockingWait wait, RepairRequest request, CancellationToken cancellationToken)
    {
        bool hasLimits = WaitReplacement.LimitsOf(wait, request.Types) > 0 && !WaitReplacement.IsInfinite(wait, request.Model, cancellationToken);
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
                return Await(TitleOf(wait.Method!), rewritten => WaitAsync(TaskIn(rewritten), ((InvocationExpressionSyntax)rewritten).ArgumentList.Arguments));
            default:
                bool isValueTask = IsAsTaskOfValueTask(wait.Task!);
                return Await("Use 'await'", rewritten => isValueTask ? WithoutAsTask(TaskIn(rewritten)) : TaskIn(rewritten));
        }

        InvocationExpressionSyntax WhenAllWithLimits(InvocationExpressionSyntax invocation)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = invocation.ArgumentList.Arguments;
            InvocationExpressionSyntax whenAll = ((InvocationExpressionSyntax)Renamed(invocation, "WhenAll")).WithArgumentList(ArgumentList(SingletonSeparatedList(arguments[0])));
            return WaitAsync(whenAll, arguments.RemoveAt(0));
        }

        InvocationExpressionSyntax WaitAsync(ExpressionSyntax task, SeparatedSyntaxList<ArgumentSyntax> limits)
        {
            ImmutableArray<IParameterSymbol> parameters = wait.Method!.Parameters;
            IEnumerable<ArgumentSyntax> asTimeSpans = limits.Select((limit, index) =>
                parameters[parameters.Length - limits.Count + index].Type.SpecialType == SpecialType.System_Int32
                    ? Argument(AsyncEdit.StaticCall(request, request.Types.TimeSpan!, "FromMilliseconds", limit.WithNameColon(null).WithoutTrivia()))
                    : limit.WithNameColon(null));
            ExpressionSyntax receiver = task is CastExpressionSyntax or AwaitExpressionSyntax or BinaryExpressionSyntax or ConditionalExpressionSyntax ? ParenthesizedExpression(task) : task;
            return InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName("WaitAsync")),
                ArgumentList(AsyncEdit.Separated(asTimeSpans.ToList())));
        }

        bool IsAsTaskOfValueTask(ExpressionSyntax task)
            => CallSyntax.WalkDownParentheses(task) is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" } asTask }
                && request.Model.GetTypeInfo(asTask.Expression, cancellationToken).Type.IsValueTask(request.Types);

        Repair Await(string title, Func<ExpressionSyntax, ExpressionSyntax> operandOf)
        {
            bool isConfigured = wait.Task is { } task && BlockingWait.IsConfigured(task);
            bool configureAwaitFalse = !isConfigured && ConfigureAwaitHabit.IsFalse(request.Root);
            return new Repair(title, Key, ct => AsyncEdit.ApplyAsync(
                request.Document,
                wait.Expression,
                rewritten => AwaitSyntax.InPlaceOf(wait.Expression, operandOf((ExpressionSyntax)rewritten), configureAwaitFalse),
                ct));
        }
    }

    private static string TitleOf(IMethodSymbol method)
        => method.ReturnsVoid ? "Use 'await' with 'WaitAsync'" : "Use 'await' with 'WaitAsync', which throws TimeoutException";

    private static SimpleNameSyntax? NameIn(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name,
        _ => null,
    };

    /// <summary>The task in <c>t.Result</c>, <c>t.Wait()</c> and <c>t.GetAwaiter().GetResult()</c>.</summary>
    private static ExpressionSyntax TaskIn(ExpressionSyntax wait)
    {
        ExpressionSyntax task = wait switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" } access }
                when CallSyntax.WalkDownParentheses(access.Expression) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax getAwaiter } => getAwaiter.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
            // Inside a type derived from Task.
            _ => ThisExpression(),
        };

        // The line break before the dot that is no longer there goes with it.
        return task.WithoutTrailingTrivia();
    }

    private static ExpressionSyntax WithoutAsTask(ExpressionSyntax task)
        => CallSyntax.WalkDownParentheses(task) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" } asTask } ? asTask.Expression.WithoutTrailingTrivia() : task;

    private static ExpressionSyntax Renamed(ExpressionSyntax invocation, string name)
    {
        SimpleNameSyntax called = NameIn(invocation)!;
        return invocation.ReplaceNode(called, IdentifierName(name).WithTriviaFrom(called));
    }
}
