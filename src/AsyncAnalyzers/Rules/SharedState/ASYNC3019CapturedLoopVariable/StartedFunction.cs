namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A function that is given to something that runs it later, or concurrently.</summary>
/// <param name="Start">The call or creation that starts it, or keeps it to be called.</param>
/// <param name="Function">The lambda, or the local function.</param>
/// <param name="Reader">What runs it, for a message.</param>
internal sealed record StartedFunction(ExpressionSyntax Start, SyntaxNode Function, Phrase Reader)
{
    /// <summary>By syntax alone: the name begins such a call, and its function is written in place.</summary>
    public static StartedFunction? At(SimpleNameSyntax name)
    {
        string text = name.Identifier.ValueText;
        if (text is "Thread" or "Timer")
        {
            BaseObjectCreationExpressionSyntax? creation = ConcurrentStart.CreationOf(name);
            return creation is { ArgumentList: { } list } && LambdaIn(list) is { } started
                ? new(creation, started, $"'new {text}'") : null;
        }

        return CallSyntax.InvocationOf(name) is { } call && LambdaIn(call.ArgumentList) is { } lambda
            ? new(call, lambda, text is "Add" or "Enqueue" or "Push" ? (Phrase)"the stored function" : $"'{text}'")
            : null;
    }

    /// <summary>
    /// The call is what its name says. What is kept is an asynchronous function: others are often called in the same iteration.
    /// </summary>
    public bool IsConfirmed(CodeModel model)
    {
        switch (Start)
        {
            case InvocationExpressionSyntax call when CallSyntax.CalledName(call) is "Add" or "Enqueue" or "Push":
                return call.Expression is MemberAccessExpressionSyntax
                    && (model.GetTypeInfo((ExpressionSyntax)Function).ConvertedType as INamedTypeSymbol)
                        ?.DelegateInvokeMethod?.ReturnType.IsTaskOrValueTask(model.Types) == true
                    && CallSyntax.MethodOf(call, model)?.ContainingType.AllInterfaces.Any(static one
                    => one.Name == "IEnumerable") == true;
            case InvocationExpressionSyntax call:
                return CallSyntax.MethodOf(call, model) is { } method
                    && (method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.TaskOfT)
                        || method.IsDeclaredIn(model.Types.TaskFactory)
                        || method.IsDeclaredIn(model.Types.TaskFactoryOfT) || method.IsDeclaredIn(model.Types.ThreadPool));
            default:
                return model.TypeOf(Start) is { } created
                    && (created.Is(model.Types.Thread) || created.Is(model.Types.Timer));
        }
    }

    private static AnonymousFunctionExpressionSyntax? LambdaIn(ArgumentListSyntax list)
        => list.Arguments.Count > 0 ? ConcurrentStart.FunctionOf(list.Arguments[0].Expression) as AnonymousFunctionExpressionSyntax : null;
}
