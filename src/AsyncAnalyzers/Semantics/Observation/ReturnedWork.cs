namespace AsyncAnalyzers.Semantics;

/// <summary>The call whose task a function hands to its caller without awaiting it.</summary>
internal static class ReturnedWork
{
    private static readonly ModelCache<bool> Complete = new();

    /// <summary>By syntax alone: the calls whose tasks the expression may be, also where one is put into a <c>ValueTask</c>.</summary>
    public static IEnumerable<InvocationExpressionSyntax> CallsIn(ExpressionSyntax returned) => PossibleCalls.In(
        returned,
        static part => part is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
            ? arguments[0].Expression
            : null);

    /// <summary>
    /// The first call that hands out a task of work which may still be under way; null where all tasks are complete or come from
    /// elsewhere.
    /// </summary>
    public static InvocationExpressionSyntax? Find(ExpressionSyntax returned, CodeModel model)
    {
        foreach (InvocationExpressionSyntax call in CallsIn(returned))
        {
            if (CallSyntax.MethodOf(call, model) is { } method
                && method.ReturnType.IsTaskLike(model.Types)
                && (method.MethodKind == MethodKind.DelegateInvoke || method.OriginalDefinition.ReturnType is not ITypeParameterSymbol)
                && !IsCompleteByItself(method)
                && !IsInMemory(call, model)
                && !ReturnsCompleteTasksOnly(method, model)
                && !CompletedTasks.Contains(call, model))
            {
                return call;
            }
        }

        return null;
    }

    /// <summary>The name of what is called, behind <c>AsTask</c> and the like.</summary>
    public static string NameOf(InvocationExpressionSyntax call)
    {
        while (CallSyntax.CalledName(call) is "AsTask" or "Unwrap" or "Preserve" or "WaitAsync" or "Cast"
            && call.Expression is MemberAccessExpressionSyntax { Expression: var inner }
            && CallSyntax.WalkDownParentheses(inner) is InvocationExpressionSyntax wrapped)
        {
            call = wrapped;
        }

        return CallSyntax.CalledName(call) ?? "this call";
    }

    /// <summary>Of the framework's types, and of what code for old frameworks has in their place: <c>TaskEx.FromException(e)</c>.</summary>
    private static bool IsCompleteByItself(IMethodSymbol method)
        => method is { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" };

    private static bool IsInMemory(InvocationExpressionSyntax call, CodeModel model)
        => InMemoryStreams.AreAllOf(call, (call.Expression as MemberAccessExpressionSyntax)?.Expression, model);

    /// <summary>A method of this compilation that runs to its end before it returns: none of its returns hands out work.</summary>
    private static bool ReturnsCompleteTasksOnly(IMethodSymbol method, CodeModel model)
    {
        if (CalledSource.OfOnly(method, model) is not (var declaration, var body, _) || FunctionSyntax.IsAsync(declaration))
        {
            return false;
        }

        return Complete.GetOrAdd(model, declaration, _ =>
        {
            if (body is ExpressionSyntax expression)
            {
                return IsWrittenComplete(expression, model.Types);
            }

            bool any = false;
            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
            {
                if (node is ReturnStatementSyntax { Expression: { } returned })
                {
                    any = true;
                    if (!IsWrittenComplete(returned, model.Types))
                    {
                        return false;
                    }
                }
            }

            return any;
        });
    }

    private static bool IsWrittenComplete(ExpressionSyntax returned, KnownTypes types) => CallSyntax.WalkDownParentheses(returned) switch
    {
        MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "CompletedTask",
            Expression: SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" }
        }
            => types.Task is not null,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "FromResult" or "FromException" or "FromCanceled",
                Expression: SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" },
            },
        } => true,
        LiteralExpressionSyntax or DefaultExpressionSyntax or ThrowExpressionSyntax => true,
        ConditionalExpressionSyntax conditional
            => IsWrittenComplete(conditional.WhenTrue, types) && IsWrittenComplete(conditional.WhenFalse, types),
        _ => false,
    };
}
