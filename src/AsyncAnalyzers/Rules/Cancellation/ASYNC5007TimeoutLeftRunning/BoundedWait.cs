namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>finally { await t.WaitAsync(time); }</c>: written as a wait that just ends when the time is up, it throws a TimeoutException then.
/// </summary>
/// <param name="Call">The call of <c>WaitAsync</c>.</param>
/// <param name="Task">The variable that holds the task.</param>
/// <param name="Question">Where the code behind it asks how the task has ended; null where it stands in a handler.</param>
internal sealed record BoundedWait(InvocationExpressionSyntax Call, ExpressionSyntax Task, ExpressionSyntax? Question)
{
    private static readonly HashSet<string> Questions = new(StringComparer.Ordinal)
    {
        "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled", "Exception", "Status",
    };

    private static readonly HashSet<string> Caught = new(StringComparer.Ordinal)
    {
        "TimeoutException", "SystemException", "Exception",
    };

    public static BoundedWait? Of(SimpleNameSyntax waitAsync, CodeModel model)
    {
        if (CallSyntax.InvocationOf(waitAsync) is not { ArgumentList.Arguments: { Count: > 0 } arguments } call
            || CallSyntax.Receiver(waitAsync) is not { } task || task is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)
            || TaskUse.Of(call) is not { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax awaited }
            || CallSyntax.StatementIgnoring(awaited) is not { } statement
            || FunctionSyntax.Enclosing(awaited) is not { } function
            || awaited.DescendantTokens().Any(static part => part.ValueText == "SuppressThrowing")
            || IsCaught(awaited, function))
        {
            return null;
        }

        ExpressionSyntax? question = null;
        if (!IsInHandler(awaited, function) && (question = QuestionBehind(statement, task, function)) is null)
        {
            return null;
        }

        return CallSyntax.MethodOf(call, model) is { Parameters: { Length: > 0 } parameters } method
            && (method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.TaskOfT))
            && parameters[0].Type.Is(model.Types.TimeSpan)
            && model.SymbolOf(task) is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol
            && Durations.Milliseconds(arguments[0].Expression, model) is not double.PositiveInfinity
                ? new BoundedWait(call, task, question)
                : null;
    }

    private static IEnumerable<SyntaxNode> Around(SyntaxNode node, SyntaxNode function)
        => node.Ancestors().TakeWhile(around => around != function);

    private static bool IsInHandler(SyntaxNode wait, SyntaxNode function)
        => Around(wait, function).Any(static around => around is CatchClauseSyntax or FinallyClauseSyntax);

    /// <summary>A <c>catch</c> of the function takes the exception, whatever its filter says.</summary>
    private static bool IsCaught(SyntaxNode wait, SyntaxNode function)
        => Around(wait, function).Any(around => around is TryStatementSyntax @try && @try.Block.Span.Contains(wait.Span)
            && @try.Catches.Any(static clause
                => clause.Declaration is null || (TypeNames.Of(clause.Declaration.Type) is { } type && Caught.Contains(type))));

    /// <summary>
    /// The first place behind the wait that asks the task, before it is set again. What runs when the wait throws does not count.
    /// </summary>
    private static ExpressionSyntax? QuestionBehind(StatementSyntax wait, ExpressionSyntax task, SyntaxNode function)
    {
        string text = OwnMember.TextOf(task);
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node.SpanStart < wait.Span.End)
            {
                continue;
            }

            switch (node)
            {
                case AssignmentExpressionSyntax { Left: var written } when OwnMember.TextOf(written) == text:
                    return null;
                case MemberAccessExpressionSyntax { Expression: var asked } question
                    when Questions.Contains(question.Name.Identifier.ValueText) && OwnMember.TextOf(asked) == text
                        && !Around(node, function).Any(around => around is CatchClauseSyntax or FinallyClauseSyntax
                            && around.Parent!.Span.Contains(wait.Span)):
                    return question;
            }
        }

        return null;
    }
}
