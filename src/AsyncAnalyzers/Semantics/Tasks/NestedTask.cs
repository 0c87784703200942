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

    /// <summary><c>Task.Run(async () => await …)</c>: of a <c>ValueTask</c> <c>Task.Run</c> makes no task by itself.</summary>
    AwaitInside,

    /// <summary>There is no short one: a <c>ValueTask</c> in a task that is handed on.</summary>
    None,
}

/// <summary>
/// A call that answers a task in a task, of which only the outer one is awaited, waited for, kept or handed on: that one ends when
/// the work has begun.
/// </summary>
/// <param name="Call">The call that answers it, or the variable that holds it.</param>
/// <param name="Loss">What is done with the outer task alone, as a clause.</param>
/// <param name="Use">How the outer task is used where that happens.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record NestedTask(ExpressionSyntax Call, Phrase Loss, TaskUse Use, NestedTaskRemedy Remedy)
{
    /// <summary>
    /// The method, or the delegate that is handed in, is declared with a task in a task: its author gives out the work that goes on, and
    /// who awaits the outer one, or hands it on, may well need no more than its start.
    /// </summary>
    public bool IsDeclaredSo { get; private init; }

    /// <summary>The methods whose answer is a task in a task as soon as they are given an async function.</summary>
    public static readonly string[] Names = { "StartNew", "ContinueWith", "ContinueWhenAll", "ContinueWhenAny", "WhenAll", "Run" };

    public const string Awaited = "only the outer task is awaited";

    private static readonly string[] Beginnings = { "Start", "Begin", "Queue", "Enqueue", "Schedule", "Launch", "Spawn", "Post", "Submit",
        "When" };

    /// <summary>
    /// <c>await X(…);</c>, <c>await x;</c>: whatever X is, an await may be missing. What is named in <see cref="Names"/> is left out.
    /// </summary>
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
                case ConditionalExpressionSyntax conditional:
                    current = conditional.WhenTrue;
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                    current = coalesce.Left;
                    continue;
                case ConditionalAccessExpressionSyntax access:
                    current = access.WhenNotNull;
                    continue;
                case InvocationExpressionSyntax call:
                    return CallSyntax.CalledNameSyntax(call) is { } name && !Names.Contains(name.Identifier.ValueText) ? name : null;
                case IdentifierNameSyntax variable:
                    return variable;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>
    /// The called name of <c>return X();</c> and <c>=> X();</c> in functions that are not async, and of <c>var t = X();</c>.
    /// </summary>
    public static SimpleNameSyntax? NameInConversion(SyntaxNode node)
    {
        ExpressionSyntax? value = node switch
        {
            ReturnStatementSyntax @return => @return.Expression,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            VariableDeclaratorSyntax { Initializer.Value: var initial, Parent.Parent: LocalDeclarationStatementSyntax } => initial,
            _ => null,
        };
        return value is InvocationExpressionSyntax call && CallSyntax.CalledNameSyntax(call) is { } name
            && !Names.Contains(name.Identifier.ValueText) ? name : null;
    }

    /// <summary>The called name of <c>X().Wait()</c>.</summary>
    public static SimpleNameSyntax? NameBeforeWait(SimpleNameSyntax wait)
        => wait.Parent is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax call }
            && CallSyntax.InvocationOf(wait) is not null
            && CallSyntax.CalledNameSyntax(call) is { } name && !Names.Contains(name.Identifier.ValueText)
                ? name
                : null;

    /// <summary>The nested task that the call of the name answers; null where it answers none, or the inner one is not lost.</summary>
    public static NestedTask? Find(SimpleNameSyntax name, CodeModel model)
    {
        if (CallSyntax.InvocationOf(name) is not { } call)
        {
            return name is IdentifierNameSyntax variable ? OfAwaitedVariable(variable, model) : null;
        }

        // Nothing is lost with a task that is complete from the start.
        if (call.ArgumentList.Arguments.Any(static argument => AnswersCompletedOnly(argument.Expression)))
        {
            return null;
        }

        switch (name.Identifier.ValueText)
        {
            case "WhenAll":
                return OfWhenAll(call, model);
            case var start when Names.Contains(start):
                return OfStart(call, model);
            case var called when MayAnswerNested(call, called, model.Compilation):
                return TaskUse.Of(call).Kind == TaskUseKind.Awaited
                    || call.ArgumentList.Arguments.Any(static argument => IsAsyncLambda(argument.Expression))
                    ? OfAwaitedCall(call, model)
                    : OfOtherCall(call, model);
            default:
                return null;
        }
    }

    /// <summary>All that the lambda hands out is <c>Task.FromResult</c> and its like.</summary>
    private static bool AnswersCompletedOnly(ExpressionSyntax argument)
    {
        if (argument is not AnonymousFunctionExpressionSyntax { Body: var body })
        {
            return false;
        }

        bool any = false;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
        {
            any = true;
            if (!CallSyntax.IsCompletedTask(returned))
            {
                return false;
            }
        }

        return any;
    }

    private static NestedTask? OfStart(InvocationExpressionSyntax call, CodeModel model)
    {
        TaskUse use = TaskUse.Of(call);
        if (use.Kind is TaskUseKind.Dropped or TaskUseKind.Discarded
            || !call.ArgumentList.Arguments.Any(static argument => MayAnswerTask(argument.Expression))
            || CallSyntax.MethodOf(call, model) is not { } method
            || !IsStart(method, model.Types)
            || InnerOf(method.ReturnType, model.Types) is not { } inner
            || (method.Name is "ContinueWith" or "ContinueWhenAny" && PassedAntecedent.IsAnsweredBy(call, model))
            || AnswersCompleted(call))
        {
            return null;
        }

        var losses = new NestedTaskLoss(model);
        if (losses.Of(call) is not { } loss
            || (loss.Use.Kind is TaskUseKind.Awaited or TaskUseKind.Returned or TaskUseKind.Waited
                && EndlessWork.RunsIn(call.ArgumentList, model)))
        {
            return null;
        }

        NestedTaskRemedy remedy = method.Name == "Run"
                ? NestedFunction.Of(call, model) is not null ? NestedTaskRemedy.AwaitInside
                    : loss.Use.Kind == TaskUseKind.Awaited ? NestedTaskRemedy.SecondAwait : NestedTaskRemedy.None
            : !inner.IsTask(model.Types) ? (loss.Use.Kind == TaskUseKind.Awaited ? NestedTaskRemedy.SecondAwait : NestedTaskRemedy.None)
            : StartNewArguments.KeptByRun(call, model) is not null ? NestedTaskRemedy.Run
            : NestedTaskRemedy.Unwrap;
        return new NestedTask(call, loss.Description, loss.Use, remedy);
    }

    private static NestedTask? OfWhenAll(InvocationExpressionSyntax call, CodeModel model)
    {
        TaskUse use = TaskUse.Of(call);
        // Who won is all that WhenAny tells; its answer is often not needed.
        if (!(use is { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax await }
                ? IsDropped(await)
                : use.Kind == TaskUseKind.Returned)
            || FunctionSyntax.Enclosing(call) is not { } function
            || function.DescendantTokens().Any(static token => token.ValueText == "WhenAny")
            || CallSyntax.MethodOf(call, model) is not { ReturnType: INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } } method
            || !method.IsDeclaredIn(model.Types.Task)
            || arguments[0] is not IArrayTypeSymbol { ElementType: var element } || !element.IsTaskOrValueTask(model.Types))
        {
            return null;
        }

        if (use.Kind == TaskUseKind.Returned)
        {
            return model.GetTypeInfo(call).ConvertedType.Is(model.Types.Task)
                ? new NestedTask(call, "only the outer task is returned", use, NestedTaskRemedy.None)
                : null;
        }

        return element.IsTask(model.Types) ? new NestedTask(call, Awaited, use, NestedTaskRemedy.SecondWhenAll)
            : RunIn(call, model) is { } run ? new NestedTask(run, Awaited, use, NestedTaskRemedy.AwaitInside)
            : new NestedTask(call, Awaited, use, NestedTaskRemedy.None);
    }

    /// <summary>
    /// The one <c>Task.Run</c> in the arguments that makes the value tasks: <c>WhenAll(xs.Select(x => Task.Run(() => SaveAsync(x))))</c>.
    /// </summary>
    private static InvocationExpressionSyntax? RunIn(InvocationExpressionSyntax whenAll, CodeModel model)
        => whenAll.ArgumentList.Descendants().OfType<InvocationExpressionSyntax>().Where(static call
            => CallSyntax.CalledName(call) == "Run").ToList() is { Count: 1 } runs
            && NestedFunction.Of(runs[0], model) is not null
                ? runs[0]
                : null;

    /// <summary>
    /// A call by that name may answer a task in a task: methods of the source say so, and any may that is given an async lambda.
    /// </summary>
    private static bool MayAnswerNested(InvocationExpressionSyntax call, string name, Compilation compilation)
        => (AwaitableNames.Of(compilation).MayReturnNestedTask(name) && !IsOfBeginning(name))
            || call.ArgumentList.Arguments.Any(static argument => IsAsyncLambda(argument.Expression))
            || (call.Expression is SimpleNameSyntax && call.Ancestors().OfType<BlockSyntax>().Any(block => block.Statements.Any(
                statement => statement is LocalFunctionStatementSyntax
                {
                    ReturnType: GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments }
                } local
                    && arguments[0] is SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" }
                    && local.Identifier.ValueText == name)));

    /// <summary>Such a method answers the running work once it has begun: only that is waited for.</summary>
    private static bool IsOfBeginning(string name)
    {
        foreach (string beginning in Beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The variable holds a task in a task; one that a call has just set is reported at the call.</summary>
    private static NestedTask? OfAwaitedVariable(IdentifierNameSyntax variable, CodeModel model)
        => TaskUse.Of(variable) is { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax await } use && IsDropped(await)
            && model.SymbolOf(variable) is IParameterSymbol or ILocalSymbol or IFieldSymbol
            && !IsSetByCall(variable, model)
            && model.TypeOf(await).IsTaskOrValueTask(model.Types)
                ? new NestedTask(variable, Awaited, use, NestedTaskRemedy.SecondAwait)
                : null;

    private static bool IsSetByCall(IdentifierNameSyntax variable, CodeModel model)
        => model.SymbolOf(variable) is ILocalSymbol local
            && local.DeclaringSyntaxReferences.Any(static place
            => place.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax });

    /// <summary>A call whose nested task is returned as a plain task, waited for, or kept in a local.</summary>
    private static NestedTask? OfOtherCall(InvocationExpressionSyntax call, CodeModel model)
    {
        if (CallSyntax.MethodOf(call, model) is not { ReturnType: INamedTypeSymbol { TypeArguments: { Length: 1 } inners } outer } method
            || inners[0] is not { } inner || !inner.IsTaskOrValueTask(model.Types)
            || !outer.IsTaskOrValueTask(model.Types)
            || method.IsDeclaredIn(model.Types.Task)
            || new NestedTaskLoss(model).Of(call) is not { } loss)
        {
            return null;
        }

        NestedTaskRemedy remedy = loss.Use.Kind == TaskUseKind.Awaited ? NestedTaskRemedy.SecondAwait
            : outer.IsTask(model.Types) && inner.IsTask(model.Types) ? NestedTaskRemedy.Unwrap
            : NestedTaskRemedy.None;
        return new NestedTask(call, loss.Description, loss.Use, remedy)
        {
            IsDeclaredSo = loss.Use.Kind is TaskUseKind.Awaited or TaskUseKind.Passed or TaskUseKind.Combined
                && IsDeclared(method, call, model),
        };
    }

    /// <summary>A type argument may have become a task by accident, and so may the type of a lambda in a local.</summary>
    private static bool IsDeclared(IMethodSymbol method, InvocationExpressionSyntax call, CodeModel model)
        => method.MethodKind == MethodKind.DelegateInvoke
            ? model.SymbolOf(call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } access
                ? access.Expression
                : call.Expression) is IParameterSymbol or IFieldSymbol or IPropertySymbol
            : (method.ReducedFrom ?? method).OriginalDefinition.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments }
                && arguments[0].IsTask(model.Types);

    private static NestedTask? OfAwaitedCall(InvocationExpressionSyntax call, CodeModel model)
    {
        SyntaxNode task = call;
        while (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" } or ParenthesizedExpressionSyntax)
        {
            task = task.Parent;
        }

        return TaskUse.Of((ExpressionSyntax)task) is { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax await } use
            && model.TypeOf(await).IsTaskOrValueTask(model.Types)
            && CallSyntax.MethodOf(call, model) is var method
            && method?.IsDeclaredIn(model.Types.Task) != true
                ? new NestedTask(call, Awaited, use, NestedTaskRemedy.SecondAwait)
                {
                    IsDeclaredSo = method is not null && IsDeclared(method, call, model),
                }
                : null;
    }

    /// <summary>The task in <c>Task&lt;Task&gt;</c>, <c>Task&lt;Task&lt;T&gt;&gt;</c> or <c>Task&lt;ValueTask&gt;</c>.</summary>
    public static ITypeSymbol? InnerOf(ITypeSymbol? type, KnownTypes types)
        => type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments }
            && type.Is(types.TaskOfT)
            && arguments[0].IsTaskOrValueTask(types) ? arguments[0] : null;

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
                && FunctionSyntax.ReturnType(arrow.Parent!) is not GenericNameSyntax
                    and not QualifiedNameSyntax { Right: GenericNameSyntax });
    }

    /// <summary><c>t.ContinueWith(_ => Task.CompletedTask)</c>: with the inner task nothing is lost.</summary>
    private static bool AnswersCompleted(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments[0].Expression is AnonymousFunctionExpressionSyntax lambda && !FunctionSyntax.IsAsync(lambda)
            && FunctionSyntax.ReturnedBy(lambda.Body).ToArray() is { Length: > 0 } returned
            && returned.All(CallSyntax.IsCompletedTask);

    private static bool IsStart(IMethodSymbol method, KnownTypes types)
        => method.IsDeclaredIn(types.TaskFactory)
            || method.IsDeclaredIn(types.TaskFactoryOfT)
            || method.IsDeclaredIn(types.Task)
            || method.IsDeclaredIn(types.TaskOfT);

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
