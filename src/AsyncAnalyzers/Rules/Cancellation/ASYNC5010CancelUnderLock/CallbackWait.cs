namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// A callback of a token that waits for work which was given the token before: what ends the work is registered on the token too, and
/// callbacks run from the last one to the first.
/// </summary>
/// <param name="Callback">The callback.</param>
/// <param name="Wait">The call that waits.</param>
/// <param name="Work">The call that starts the work.</param>
/// <param name="Name">What holds its task.</param>
/// <param name="IsEndless">The wait has no time-out, and the work does nothing but wait with the token.</param>
internal sealed record CallbackWait(
    ExpressionSyntax Callback, InvocationExpressionSyntax Wait, InvocationExpressionSyntax Work, string Name, bool IsEndless)
{
    /// <param name="register">The name in <c>token.Register(…)</c>.</param>
    /// <param name="model">The model of its tree.</param>
    public static CallbackWait? Find(SimpleNameSyntax register, CodeModel model)
    {
        if (CallSyntax.InvocationOf(register) is not { ArgumentList.Arguments: { Count: > 0 } arguments } call
            || CallSyntax.Receiver(register) is not { } token
            || arguments[0].Expression is not AnonymousFunctionExpressionSyntax callback
            || WaitIn(callback) is not var (wait, task)
            || StartBefore(call, task, token) is not { } work
            || CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.CancellationToken) != true
            || !model.TypeOf(task).IsTask(model.Types)
            || CallSyntax.MethodOf(work, model) is not { } method)
        {
            return null;
        }

        return IsOnlyWait(work, method, model) is { } isOnlyWait
            ? new CallbackWait(callback, wait, work, task.ToString(), isOnlyWait && wait.ArgumentList.Arguments.Count == 0)
            : null;
    }

    /// <summary><c>task.Wait()</c> or <c>task.GetAwaiter().GetResult()</c>, of a local or field.</summary>
    private static (InvocationExpressionSyntax Wait, ExpressionSyntax Task)? WaitIn(AnonymousFunctionExpressionSyntax callback)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(callback.Body))
        {
            if (FunctionSyntax.IsAwait(node))
            {
                return null;
            }

            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } wait)
            {
                ExpressionSyntax? task = access switch
                {
                    { Name.Identifier.ValueText: "Wait" } => access.Expression,
                    {
                        Name.Identifier.ValueText: "GetResult",
                        Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax awaiter },
                    } => awaiter.Expression,
                    _ => null,
                };
                if (task is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
                {
                    return (wait, task);
                }
            }
        }

        return null;
    }

    /// <summary>The call in a statement before the registration, in its block, that makes the task and is given the token.</summary>
    private static InvocationExpressionSyntax? StartBefore(
        InvocationExpressionSyntax register, ExpressionSyntax task, ExpressionSyntax token)
    {
        if (register.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement)
        {
            return null;
        }

        string name = task.ToString();
        string given = token.ToString();
        foreach (StatementSyntax before in block.Statements.TakeWhile(each => each != statement).Reverse())
        {
            ExpressionSyntax? value = before switch
            {
                LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                    when variables[0].Identifier.Text == name => variables[0].Initializer?.Value,
                ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment }
                    when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Left.ToString() == name => assignment.Right,
                _ => null,
            };
            if (value is not null)
            {
                return value is InvocationExpressionSyntax call
                    && call.ArgumentList.Arguments.Any(argument => argument.Expression.ToString() == given) ? call : null;
            }
        }

        return null;
    }

    /// <summary>
    /// The work waits once, with the token, from its start: true for <c>Task.Delay</c> and an async method whose first await is given the
    /// token, in no loop. Null where its waits come later, or are not in sight: then the last of them ends it first.
    /// </summary>
    private static bool? IsOnlyWait(InvocationExpressionSyntax work, IMethodSymbol method, CodeModel model)
    {
        if (TokenArguments.ParameterOf(method, model.Types) is not { } parameter || GivenArgument.For(parameter, work) is null)
        {
            return null;
        }

        if (method.IsDeclaredIn(model.Types.Task))
        {
            return method.Name is "Delay" ? true : null;
        }

        return method.IsAsync
            && CalledSource.OfOnly(method, model) is { } called
            && FunctionSyntax.OwnNodes(called.Body).FirstOrDefault(FunctionSyntax.IsAwait) is AwaitExpressionSyntax first
            && !LoopBounds.IsInLoop(first)
            && CallSyntax.WithoutConfiguration(first.Expression) is InvocationExpressionSyntax waited
            && waited.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax name
                && name.Identifier.ValueText == parameter.Name)
            ? CallSyntax.CalledName(waited) is "Delay" or "WaitAsync" or "ReadAsync" or "WaitToReadAsync" or "WaitForNextTickAsync"
            : null;
    }
}
