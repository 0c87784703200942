namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Tasks as keys of a query: they have no order, and each equals only itself.</summary>
internal static class TaskKey
{
    /// <summary>The operators that take a key, or compare their elements.</summary>
    public static readonly string[] Names =
    {
        "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Max", "Min", "MaxBy", "MinBy",
        "GroupBy", "DistinctBy", "ExceptBy", "IntersectBy", "UnionBy", "CountBy", "ToDictionary", "ToLookup", "ToFrozenDictionary",
            "ToImmutableDictionary",
        "Join", "GroupJoin", "Distinct",
    };

    /// <summary>By syntax alone: an argument may make tasks, or there is none and the sequence may hold some.</summary>
    public static bool MayBe(SimpleNameSyntax name)
    {
        if (CallSyntax.InvocationOf(name) is not { Expression: MemberAccessExpressionSyntax { Expression: var source } } call)
        {
            return false;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0)
        {
            return name.Identifier.ValueText is "Order" or "OrderDescending" or "Max" or "Min" or "Distinct"
                && (IsSelect(source) || (IsSort(name.Identifier.ValueText) && StoredTasks.MayBe(source)));
        }

        foreach (ArgumentSyntax argument in arguments)
        {
            if (MayMakeTasks(argument.Expression) || StoredTasks.MayBeSelectedBy(argument.Expression, source))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the operator does with the tasks; null where its keys are none, or tasks that may be the same.</summary>
    public static TaskAsValue? Find(SimpleNameSyntax name, CodeModel model)
    {
        if (!MayBe(name)
            || CallSyntax.InvocationOf(name) is not { } call
            || !(MayHoldTasks(call, model.Compilation) || MayHoldStored(call))
            || CallSyntax.MethodOf(call, model) is not { } method
            || !IsOfQuery(method, model.Types)
            || KeyOf(method) is not { } key || !key.IsTaskOrValueTask(model.Types)
            || HasComparer(call, method))
        {
            return null;
        }

        // Whoever made them: tasks have no order.
        bool sorts = IsSort(method.Name);
        return sorts || Makers(call).Any(maker => IsMaking(maker, model))
            ? new TaskAsValue(sorts ? TaskValueKind.SortKey : TaskValueKind.Key, name, key, method.Name)
            : null;
    }

    /// <summary><c>orderby F(x)</c>, <c>group x by F(x)</c>.</summary>
    public static ExpressionSyntax? KeyIn(SyntaxNode clause)
    {
        ExpressionSyntax? key = clause switch
        {
            OrderingSyntax ordering => ordering.Expression,
            GroupClauseSyntax group => group.ByExpression,
            _ => null,
        };
        return key is not null && (TaskAsValue.IsCandidate(key) || StoredTasks.IsNamedSo(key)) ? CallSyntax.WalkDownParentheses(key) : null;
    }

    /// <summary>The same for the key of a clause of a query.</summary>
    public static TaskAsValue? FindIn(SyntaxNode clause, CodeModel model)
        => KeyIn(clause) is { } key
            && (key is not InvocationExpressionSyntax call
                || AwaitableNames.Of(model.Compilation).MayReturnAwaitable(CallSyntax.CalledName(call)!))
            && !ExpressionTree.Contains(key, model)
            && model.TypeOf(key) is { } type && type.IsTaskOrValueTask(model.Types)
            && (clause is OrderingSyntax || IsMaking(key, model))
                ? new TaskAsValue(clause is OrderingSyntax ? TaskValueKind.SortKey
                : TaskValueKind.Key, key, type, clause is OrderingSyntax ? "orderby" : "group")
                : null;

    /// <summary>A call by a name that returns no awaitable needs no binding.</summary>
    private static bool MayHoldTasks(InvocationExpressionSyntax call, Compilation compilation)
    {
        AwaitableNames names = AwaitableNames.Of(compilation);
        return Makers(call).Any(maker => maker switch
        {
            AnonymousFunctionExpressionSyntax => true,
            InvocationExpressionSyntax made => CallSyntax.CalledName(made) is not { } name || names.MayReturnAwaitable(name),
            SimpleNameSyntax group => names.MayReturnAwaitable(group.Identifier.ValueText),
            MemberAccessExpressionSyntax access => names.MayReturnAwaitable(access.Name.Identifier.ValueText),
            _ => false,
        });
    }

    private static bool MayHoldStored(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax { Expression: var source }
            && (call.ArgumentList.Arguments.Count == 0 ? StoredTasks.MayBe(source)
                : call.ArgumentList.Arguments.Any(argument => StoredTasks.MayBeSelectedBy(argument.Expression, source)));

    private static bool IsOfQuery(IMethodSymbol method, KnownTypes types)
        => method.IsDeclaredIn(types.Enumerable)
            || method.ContainingType is
            {
                Name: "ParallelEnumerable" or "FrozenDictionary"
            or "ImmutableDictionary", ContainingNamespace: { } space
            }
                && space.ToDisplayString().StartsWith("System.", StringComparison.Ordinal);

    private static bool IsSort(string name) => name.Contains("Order") || name.StartsWith("ThenBy", StringComparison.Ordinal)
        || name.StartsWith("Max", StringComparison.Ordinal) || name.StartsWith("Min", StringComparison.Ordinal);

    /// <summary>The type that is compared: that of the keys, of what a function answers, or of the elements.</summary>
    private static ITypeSymbol? KeyOf(IMethodSymbol method)
    {
        IMethodSymbol whole = method.ReducedFrom is { } unreduced && unreduced.TypeParameters.Length != method.TypeParameters.Length
            ? unreduced : method;
        for (int index = whole.TypeParameters.Length - 1; index >= 0; index--)
        {
            string name = whole.TypeParameters[index].Name;
            if (name == "TKey" || (method.Name is "Max" or "Min" && index == whole.TypeParameters.Length - 1)
                || (method.Name is "Order" or "OrderDescending" or "Distinct" && index == 0))
            {
                return whole.TypeArguments[index];
            }
        }

        return null;
    }

    private static bool HasComparer(InvocationExpressionSyntax call, IMethodSymbol method)
        => method.Parameters.Any(static parameter => parameter.Type.Name is "IComparer" or "IEqualityComparer")
            && call.ArgumentList.Arguments[call.ArgumentList.Arguments.Count - 1].Expression is not LiteralExpressionSyntax;

    /// <summary>What makes the keys: the lambdas and method groups among the arguments, or of the <c>Select</c> before the call.</summary>
    private static IEnumerable<ExpressionSyntax> Makers(InvocationExpressionSyntax call)
    {
        IEnumerable<ArgumentSyntax> arguments = call.ArgumentList.Arguments.Count > 0 ? call.ArgumentList.Arguments
            : (call.Expression as MemberAccessExpressionSyntax)?.Expression is InvocationExpressionSyntax select
            ? select.ArgumentList.Arguments
            : Array.Empty<ArgumentSyntax>();
        foreach (ArgumentSyntax argument in arguments)
        {
            // The value of an entry may be a task, and so may the element of a group.
            if (CallSyntax.CalledName(call) is "ToDictionary" or "ToLookup" or "GroupBy" or "ToFrozenDictionary"
                or "ToImmutableDictionary" && argument != call.ArgumentList.Arguments[0])
            {
                yield break;
            }

            if (argument.Expression is LambdaExpressionSyntax { AsyncKeyword.RawKind: 0, ExpressionBody: { } body })
            {
                yield return CallSyntax.WalkDownParentheses(body);
            }
            else if (MayMakeTasks(argument.Expression))
            {
                yield return argument.Expression;
            }
        }
    }

    private static bool IsMaking(ExpressionSyntax maker, CodeModel model)
        => maker switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            InvocationExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax
                => model.SymbolOf(maker) is IMethodSymbol method
                    && method.ReturnType.IsTaskOrValueTask(model.Types) && DroppedTask.IsStartedWork(method)
                    || StoredTasks.IsStartedByGetter(maker, model),
            _ => false,
        };

    private static bool IsSelect(ExpressionSyntax source)
        => CallSyntax.WalkDownParentheses(source) is InvocationExpressionSyntax select && CallSyntax.CalledName(select) == "Select";

    private static bool MayMakeTasks(ExpressionSyntax function) => function switch
    {
        AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } => true,
        LambdaExpressionSyntax { ExpressionBody: { } body } => CallSyntax.WalkDownParentheses(body) is InvocationExpressionSyntax,
        SimpleNameSyntax { Identifier.ValueText: var group } => IsOfMethod(group),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var group } => IsOfMethod(group),
        _ => false,
    };

    private static bool IsOfMethod(string name) => name.Length > 0 && char.IsUpper(name[0]);
}
