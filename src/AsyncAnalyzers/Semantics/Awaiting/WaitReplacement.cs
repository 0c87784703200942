namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What takes the place of a synchronous wait, and what stands in the way of it. The analyzer says it in its message, the fix
/// is offered where nothing does.
/// </summary>
internal static class WaitReplacement
{
    /// <summary>Nothing but an await: what goes without saying where a function is to become async.</summary>
    public static readonly Phrase Await = "use 'await'";

    /// <summary>The end of a message that names the remedy.</summary>
    public static Phrase Remedy(BlockingWait wait, CodeModel model)
    {
        if (RemedyForQuery(wait, model) is { } remedy)
        {
            return remedy;
        }

        bool isLimited = wait.Kind != BlockingWaitKind.WaitAny
            && LimitsOf(wait, model.Types) > 0
            && !IsInfinite(wait, model)
            && HasWaitAsync(LimitsOf(wait, model.Types), model.Types);
        Phrase replacement = wait.Kind switch
        {
            BlockingWaitKind.WaitAll => isLimited ? "use 'await Task.WhenAll' with 'WaitAsync'" : "use 'await Task.WhenAll'",
            BlockingWaitKind.WaitAny => "use 'await Task.WhenAny'",
            _ => isLimited ? "use 'await' with 'WaitAsync'" : Await,
        };
        AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(wait.Expression, model);
        return obstacle != AwaitObstacle.None ? obstacle.Remedy(replacement)
            : ObstacleTo(wait, model) ?? replacement;
    }

    /// <summary>The end of a message about a task that a lazy query has started anew; null for others.</summary>
    public static Phrase? RemedyForQuery(BlockingWait wait, CodeModel model)
        => wait.Task is { } task
            && CompletedTasks.QueryStartedAgain(CallSyntax.WithoutConfiguration(task), model) is { } query
            ? Phrase.Of($"store the tasks of '{query.Name}' with 'ToArray()' first")
            : null;

    /// <summary>Why an await, although one may stand there, would not mean the same; null where it does.</summary>
    public static Phrase? ObstacleTo(BlockingWait wait, CodeModel model)
    {
        if (wait.IsOnStoredAwaiter)
        {
            return "store the task, not its awaiter, then use 'await'";
        }

        if (CallSyntax.IsBehindConditionalAccess(wait.Expression))
        {
            return "test for null instead of '?.', then use 'await'";
        }

        if (HandlesAggregateException(wait.Expression))
        {
            return "catch the task's own exception, then use 'await'";
        }

        if (IsReadBefore(wait.Expression, model))
        {
            return "use 'await' in a separate statement before the assignment";
        }

        if (wait.Kind is BlockingWaitKind.Result or BlockingWaitKind.GetResult && IsAwaitedElsewhere(wait, model))
        {
            return "store the result of the first 'await' of the ValueTask";
        }

        if (wait.Kind == BlockingWaitKind.WaitAny)
        {
            return LimitsOf(wait, model.Types) > 0 || !IsUnused(wait.Expression)
                ? (Phrase)"use 'await Task.WhenAny', which returns the task instead of its index"
                : null;
        }

        int limits = LimitsOf(wait, model.Types);
        if (limits == 0 || IsInfinite(wait, model))
        {
            return null;
        }

        if (!HasWaitAsync(limits, model.Types))
        {
            return "use 'await Task.WhenAny' with a 'Task.Delay'";
        }

        return wait.Method!.ReturnsVoid || IsUnused(wait.Expression)
            ? null
            : (Phrase)"use 'await' with 'WaitAsync' and catch TimeoutException";
    }

    /// <summary>How many of the parameters are a timeout or a token.</summary>
    public static int LimitsOf(BlockingWait wait, KnownTypes types)
        => wait.Method?.Parameters.Count(parameter => parameter.Type.SpecialType == SpecialType.System_Int32
            || parameter.Type.Is(types.TimeSpan)
            || parameter.Type.Is(types.CancellationToken)) ?? 0;

    /// <summary><c>t.Wait(-1)</c> as a statement.</summary>
    public static bool IsInfinite(BlockingWait wait, CodeModel model)
        => wait.Kind == BlockingWaitKind.Wait && IsUnused(wait.Expression)
            && ((InvocationExpressionSyntax)wait.Expression).ArgumentList.Arguments is { Count: 1 } arguments
            && Durations.IsInfinite(arguments[0].Expression, model);

    private static bool HasWaitAsync(int parameters, KnownTypes types)
        => types.Task!.GetMembers("WaitAsync").OfType<IMethodSymbol>().Any(method => method.Parameters.Length == parameters);

    private static bool IsUnused(ExpressionSyntax expression) => expression.Parent is ExpressionStatementSyntax;

    /// <summary>A handler speaks of AggregateException or takes the inner exception out: it would not do what it did.</summary>
    public static bool HandlesAggregateException(SyntaxNode node)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(node);
        return node.Ancestors().TakeWhile(ancestor => ancestor != function).OfType<TryStatementSyntax>()
            .Where(@try => @try.Block.Span.Contains(node.Span))
            .SelectMany(@try => @try.Catches)
            .SelectMany(@catch => @catch.DescendantTokens())
            .Any(token => token.IsKind(SyntaxKind.IdentifierToken)
                && token.ValueText is "AggregateException" or "InnerException" or "InnerExceptions");
    }

    /// <summary><c>field += t.Result</c>: with an await in it the field is read before, and what others add meanwhile is lost.</summary>
    public static bool IsReadBefore(ExpressionSyntax wait, CodeModel model)
    {
        foreach (SyntaxNode ancestor in wait.Ancestors().TakeWhile(ancestor
            => ancestor is not StatementSyntax && !FunctionSyntax.IsFunction(ancestor)))
        {
            if (ancestor is AssignmentExpressionSyntax assignment
                && !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                && !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                && assignment.Right.Span.Contains(wait.Span)
                && model.SymbolOf(assignment.Left) is not (ILocalSymbol or IParameterSymbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A value task that is awaited elsewhere in the function must not be awaited again.</summary>
    private static bool IsAwaitedElsewhere(BlockingWait wait, CodeModel model)
    {
        ExpressionSyntax task = CallSyntax.WithoutConfiguration(wait.Task!);
        return task is IdentifierNameSyntax name
            && model.TypeOf(task).IsValueTask(model.Types)
            && FunctionSyntax.Enclosing(task) is { } function
            && function.Descendants().OfType<AwaitExpressionSyntax>()
                .Any(awaited => CallSyntax.WithoutConfiguration(awaited.Expression) is IdentifierNameSyntax other
                    && other.Identifier.ValueText == name.Identifier.ValueText);
    }
}
