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
            && wait.Expression.FirstAncestorOrSelf<MemberBindingExpressionSyntax>() is null
            && AwaitPlacement.ObstacleAt(wait.Expression, request.Model, request.Types, cancellationToken) == AwaitObstacle.None
            && !CatchesAggregateException(wait.Expression)
            && !ReadsSharedStateAcross(wait.Expression, request.Model, cancellationToken)
                ? Find(wait, request, cancellationToken)
                : null;
        return Task.FromResult<IReadOnlyList<Repair>>(repair is null ? Array.Empty<Repair>() : new[] { repair });
    }

    private static Repair? Find(BlockingWait wait, RepairRequest request, CancellationToken cancellationToken)
    {
        switch (wait.Kind)
        {
            case BlockingWaitKind.Result or BlockingWaitKind.GetResult:
                return IsSecondUseOfValueTask(wait, request, cancellationToken) ? null : Await("Use 'await'", rewritten => TaskIn(rewritten));
            case BlockingWaitKind.Wait:
                return FindWait((InvocationExpressionSyntax)wait.Expression, wait.Method!);
            case BlockingWaitKind.WaitAll:
                return FindWaitAll((InvocationExpressionSyntax)wait.Expression, wait.Method!);
            default:
                // WaitAny answers an index, WhenAny a task.
                return IsUnused(wait.Expression) && wait.Method!.Parameters.Length == 1 ? Await("Use 'await Task.WhenAny'", rewritten => Renamed(rewritten, "WhenAny")) : null;
        }

        Repair? FindWait(InvocationExpressionSyntax invocation, IMethodSymbol method)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = invocation.ArgumentList.Arguments;
            if (arguments.Count == 0 || (arguments.Count == 1 && IsUnused(invocation) && Durations.IsInfinite(arguments[0].Expression, request.Model, cancellationToken)))
            {
                return Await("Use 'await'", rewritten => TaskIn(rewritten));
            }

            // The bool that a timeout answers has no counterpart: WaitAsync throws.
            return (method.ReturnsVoid || IsUnused(invocation)) && HasWaitAsync(arguments.Count)
                ? Await(TitleOf(method), rewritten => WaitAsync(TaskIn(rewritten), ((InvocationExpressionSyntax)rewritten).ArgumentList.Arguments, method))
                : null;
        }

        Repair? FindWaitAll(InvocationExpressionSyntax invocation, IMethodSymbol method)
        {
            if (!method.Parameters.Any(parameter => IsLimit(parameter)))
            {
                return Await("Use 'await Task.WhenAll'", rewritten => Renamed(rewritten, "WhenAll"));
            }

            int limits = method.Parameters.Count(parameter => IsLimit(parameter));
            return (method.ReturnsVoid || IsUnused(invocation)) && HasWaitAsync(limits) && invocation.ArgumentList.Arguments.All(argument => argument.NameColon is null)
                ? Await(TitleOf(method), rewritten => WhenAllWithLimits((InvocationExpressionSyntax)rewritten, method))
                : null;
        }

        bool HasWaitAsync(int parameters)
            => request.Types.Task!.GetMembers("WaitAsync").OfType<IMethodSymbol>().Any(method => method.Parameters.Length == parameters);

        InvocationExpressionSyntax WhenAllWithLimits(InvocationExpressionSyntax invocation, IMethodSymbol method)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = invocation.ArgumentList.Arguments;
            InvocationExpressionSyntax whenAll = ((InvocationExpressionSyntax)Renamed(invocation, "WhenAll")).WithArgumentList(ArgumentList(SingletonSeparatedList(arguments[0])));
            return WaitAsync(whenAll, arguments.RemoveAt(0), method);
        }

        InvocationExpressionSyntax WaitAsync(ExpressionSyntax task, SeparatedSyntaxList<ArgumentSyntax> limits, IMethodSymbol method)
        {
            IEnumerable<ArgumentSyntax> asTimeSpans = limits.Select((limit, index) =>
                method.Parameters[method.Parameters.Length - limits.Count + index].Type.SpecialType == SpecialType.System_Int32
                    ? Argument(AsyncEdit.StaticCall(request.Document, request.Types.TimeSpan!, "FromMilliseconds", limit.WithNameColon(null).WithoutTrivia()))
                    : limit.WithNameColon(null));
            ExpressionSyntax receiver = task is CastExpressionSyntax or AwaitExpressionSyntax or BinaryExpressionSyntax or ConditionalExpressionSyntax ? ParenthesizedExpression(task) : task;
            return InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName("WaitAsync")),
                ArgumentList(AsyncEdit.Separated(asTimeSpans.ToList())));
        }

        bool IsLimit(IParameterSymbol parameter)
            => parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Is(request.Types.TimeSpan) || parameter.Type.Is(request.Types.CancellationToken);

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
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name,
        _ => null,
    };

    /// <summary>The task in <c>t.Result</c>, <c>t.Wait()</c>, <c>t.AsTask().Result</c> and <c>t.GetAwaiter().GetResult()</c>.</summary>
    private static ExpressionSyntax TaskIn(ExpressionSyntax wait)
    {
        ExpressionSyntax task = wait switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" } access }
                when CallSyntax.WalkDownParentheses(access.Expression) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax getAwaiter } => getAwaiter.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
            _ => wait,
        };
        while (CallSyntax.WalkDownParentheses(task) is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" } asTask })
        {
            task = asTask.Expression;
        }

        // The line break before the dot that is no longer there goes with it.
        return task.GetTrailingTrivia().All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)) ? task.WithoutTrailingTrivia() : task;
    }

    private static ExpressionSyntax Renamed(ExpressionSyntax invocation, string name)
    {
        SimpleNameSyntax called = NameIn(invocation)!;
        return invocation.ReplaceNode(called, IdentifierName(name).WithTriviaFrom(called));
    }

    private static bool IsUnused(ExpressionSyntax expression) => expression.Parent is ExpressionStatementSyntax;

    /// <summary>An await throws what the task failed with, not an AggregateException: a handler that speaks of one would stop to catch.</summary>
    private static bool CatchesAggregateException(SyntaxNode node)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(node);
        return node.Ancestors().TakeWhile(ancestor => ancestor != function).OfType<TryStatementSyntax>()
            .Where(@try => @try.Block.Span.Contains(node.Span))
            .SelectMany(@try => @try.Catches)
            .SelectMany(@catch => @catch.DescendantTokens())
            .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "AggregateException");
    }

    /// <summary><c>field += t.Result</c>: with an await in it the field is read before, and what others add meanwhile is lost.</summary>
    private static bool ReadsSharedStateAcross(ExpressionSyntax wait, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode ancestor in wait.Ancestors().TakeWhile(ancestor => ancestor is not StatementSyntax))
        {
            if (ancestor is AssignmentExpressionSyntax assignment && !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                && assignment.Right.Span.Contains(wait.Span)
                && model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol is not (ILocalSymbol or IParameterSymbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A value task that is awaited elsewhere in the function must not be awaited again.</summary>
    private static bool IsSecondUseOfValueTask(BlockingWait wait, RepairRequest request, CancellationToken cancellationToken)
    {
        ExpressionSyntax task = BlockingWait.WithoutConfiguration(wait.Task!);
        if (task is not IdentifierNameSyntax name || !request.Model.GetTypeInfo(task, cancellationToken).Type.IsValueTask(request.Types)
            || FunctionSyntax.Enclosing(task) is not { } function)
        {
            return false;
        }

        return function.DescendantNodes().OfType<AwaitExpressionSyntax>()
            .Any(awaited => BlockingWait.WithoutConfiguration(awaited.Expression) is IdentifierNameSyntax other && other.Identifier.ValueText == name.Identifier.ValueText);
    }
}
