namespace AsyncAnalyzers.Semantics;

/// <summary>What makes one task of a task in a task.</summary>
internal enum NestedTaskRemedy
{
    /// <summary><c>Task.Run</c> instead of <c>Task.Factory.StartNew</c>.</summary>
    Run,

    /// <summary><c>.Unwrap()</c> behind the call.</summary>
    Unwrap,

    /// <summary><c>await await</c>.</summary>
    SecondAwait,

    /// <summary><c>await Task.WhenAll(await Task.WhenAll(…))</c>.</summary>
    SecondWhenAll,

    /// <summary>There is no short one: a <c>ValueTask</c> in a task that is handed on.</summary>
    None,
}

/// <summary>
/// A call that answers a task in a task, of which only the outer one is awaited, waited for, kept or handed on: that one ends when
/// the work has begun.
/// </summary>
/// <param name="Call">The call that answers it.</param>
/// <param name="Loss">What is done with the outer task, as the end of "the outer one is …".</param>
/// <param name="Use">How the outer task is used where that happens.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record NestedTask(InvocationExpressionSyntax Call, string Loss, TaskUse Use, NestedTaskRemedy Remedy)
{
    /// <summary>The methods whose answer is a task in a task as soon as they are given an async function.</summary>
    public static readonly string[] Names = { "StartNew", "ContinueWith", "ContinueWhenAll", "ContinueWhenAny", "WhenAll" };

    private const string Awaited = "awaited";

    /// <summary><c>await X(async …);</c>: whatever X is, an await may be missing. What is named in <see cref="Names"/> or unwraps by itself is left out.</summary>
    public static SimpleNameSyntax? NameInAwait(SyntaxNode await)
    {
        if (!IsDropped((AwaitExpressionSyntax)await))
        {
            return null;
        }

        ExpressionSyntax? current = ((AwaitExpressionSyntax)await).Expression;
        while (current is not null)
        {
            switch (current)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    current = parenthesized.Expression;
                    continue;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" } access:
                    current = access.Expression;
                    continue;
                case InvocationExpressionSyntax call when CallSyntax.CalledName(call) == "ConfigureAwait":
                    current = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
                    continue;
                case InvocationExpressionSyntax call:
                    return call.ArgumentList.Arguments.Any(static argument => IsAsyncLambda(argument.Expression))
                        && CallSyntax.CalledNameSyntax(call) is { } name && name.Identifier.ValueText != "Run" && !Names.Contains(name.Identifier.ValueText)
                        ? name
                        : null;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The nested task that the call of the name answers; null where it answers none, or the inner one is not lost.</summary>
    public static NestedTask? Find(SimpleNameSyntax name, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (CallSyntax.InvocationOf(name) is not { } call)
        {
            return null;
        }

        return name.Identifier.ValueText == "WhenAll" ? OfWhenAll(call, model, types, cancellationToken)
            : Names.Contains(name.Identifier.ValueText) ? OfStart(call, model, types, cancellationToken)
            : OfAwaitedCall(call, model, types, cancellationToken);
    }

    private static NestedTask? OfStart(InvocationExpressionSyntax call, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        TaskUse use = TaskUse.Of(call);
        if (use.Kind is TaskUseKind.Dropped or TaskUseKind.Discarded
            || !call.ArgumentList.Arguments.Any(static argument => MayAnswerTask(argument.Expression))
            || CallSyntax.MethodOf(call, model, cancellationToken) is not { } method
            || !IsStart(method, types)
            || InnerOf(method.ReturnType, types) is not { } inner
            || (method.Name is "ContinueWith" or "ContinueWhenAny" && PassedAntecedent.IsAnsweredBy(call, model, cancellationToken)))
        {
            return null;
        }

        var losses = new NestedTaskLoss(model, types, cancellationToken);
        if (losses.Of(call) is not { } loss
            || (loss.Use.Kind is TaskUseKind.Awaited or TaskUseKind.Returned or TaskUseKind.Waited && EndlessWork.RunsIn(call.ArgumentList, model, cancellationToken)))
        {
            return null;
        }

        NestedTaskRemedy remedy = !inner.IsTask(types) ? (loss.Use.Kind == TaskUseKind.Awaited ? NestedTaskRemedy.SecondAwait : NestedTaskRemedy.None)
            : StartNewArguments.KeptByRun(call, model, types, cancellationToken) is not null ? NestedTaskRemedy.Run
            : NestedTaskRemedy.Unwrap;
        return new NestedTask(call, loss.Description, loss.Use, remedy);
    }

    private static NestedTask? OfWhenAll(InvocationExpressionSyntax call, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => TaskUse.Of(call) is { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax await } use && IsDropped(await)
            // Who won is all that WhenAny tells; its answer is often not needed.
            && FunctionSyntax.Enclosing(call) is { } function && !function.DescendantTokens().Any(static token => token.ValueText == "WhenAny")
            && CallSyntax.MethodOf(call, model, cancellationToken) is { ReturnType: INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } } method
            && method.IsDeclaredIn(types.Task)
            && arguments[0] is IArrayTypeSymbol { ElementType: var element } && element.IsTask(types)
                ? new NestedTask(call, Awaited, use, NestedTaskRemedy.SecondWhenAll)
                : null;

    private static NestedTask? OfAwaitedCall(InvocationExpressionSyntax call, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        SyntaxNode task = call;
        while (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" } or ParenthesizedExpressionSyntax)
        {
            task = task.Parent;
        }

        return TaskUse.Of((ExpressionSyntax)task) is { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax await } use
            && model.GetTypeInfo(await, cancellationToken).Type.IsTaskOrValueTask(types)
                ? new NestedTask(call, Awaited, use, NestedTaskRemedy.SecondAwait)
                : null;
    }

    /// <summary>The task in <c>Task&lt;Task&gt;</c>, <c>Task&lt;Task&lt;T&gt;&gt;</c> or <c>Task&lt;ValueTask&gt;</c>.</summary>
    public static ITypeSymbol? InnerOf(ITypeSymbol? type, KnownTypes types)
        => type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && type.Is(types.TaskOfT) && arguments[0].IsTaskOrValueTask(types) ? arguments[0] : null;

    /// <summary>Nobody reads what the await answers.</summary>
    public static bool IsDropped(AwaitExpressionSyntax await)
    {
        SyntaxNode expression = await;
        while (expression.Parent is ParenthesizedExpressionSyntax)
        {
            expression = expression.Parent;
        }

        return expression.Parent is ExpressionStatementSyntax
            || (expression.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } arrow
                && FunctionSyntax.ReturnType(arrow.Parent!) is not GenericNameSyntax and not QualifiedNameSyntax { Right: GenericNameSyntax });
    }

    private static bool IsStart(IMethodSymbol method, KnownTypes types)
        => method.IsDeclaredIn(types.TaskFactory) || method.IsDeclaredIn(types.TaskFactoryOfT) || method.IsDeclaredIn(types.Task) || method.IsDeclaredIn(types.TaskOfT);

    private static bool IsAsyncLambda(ExpressionSyntax expression)
        => expression is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword };

    /// <summary>A function whose value may be a task, as far as the syntax tells.</summary>
    private static bool MayAnswerTask(ExpressionSyntax function) => function switch
    {
        AnonymousFunctionExpressionSyntax { Block: { } block } lambda => IsAsyncLambda(lambda)
            || FunctionSyntax.OwnNodes(block).Any(static node => node is ReturnStatementSyntax { Expression: not null }),
        AnonymousFunctionExpressionSyntax => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax or GenericNameSyntax => true,
        _ => false,
    };
}
