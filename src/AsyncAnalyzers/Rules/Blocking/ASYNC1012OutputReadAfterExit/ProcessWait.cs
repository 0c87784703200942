namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>A place that goes on when a process has ended, or when it has closed one of its streams.</summary>
/// <param name="Name">The member that waits.</param>
/// <param name="Process">The process, as it is written.</param>
/// <param name="Place">What waits: the call, the await, or the question of the loop.</param>
/// <param name="IsBounded">The wait ends at some time, or may be cancelled.</param>
/// <param name="Read">The stream that is read to its end; none for a wait for the exit.</param>
internal sealed record ProcessWait(
    SimpleNameSyntax Name, ExpressionSyntax Process, ExpressionSyntax Place, bool IsBounded, ProcessStream Read)
{
    public static readonly string[] Names = { "WaitForExit", "WaitForExitAsync", "HasExited", "ReadToEnd", "ReadToEndAsync" };

    /// <summary>The longest time-out that is taken for a short look at a process that is meant to go on, in milliseconds.</summary>
    private const int ShortLook = 999;

    /// <summary>The wait that a name belongs to; null where nothing waits there.</summary>
    public static ProcessWait? At(SimpleNameSyntax name, CodeModel model)
    {
        if (CallSyntax.Receiver(name) is not { } receiver)
        {
            return null;
        }

        ProcessStream read = ProcessStream.None;
        bool isBounded = false;
        ExpressionSyntax? place = null;
        InvocationExpressionSyntax? call = CallSyntax.InvocationOf(name);
        switch (name.Identifier.ValueText)
        {
            case "HasExited":
                place = QuestionOfLoop(name);
                break;
            case "WaitForExit" when call is not null:
                place = call;
                isBounded = call.ArgumentList.Arguments.Count > 0 && !IsEndless(call.ArgumentList.Arguments[0].Expression, model);
                break;
            case "WaitForExitAsync" when call is not null:
                isBounded = call.ArgumentList.Arguments.Any(argument => !UncancelledToken(argument.Expression));
                place = WaitFor(call, ref isBounded);
                break;
            case "ReadToEnd" or "ReadToEndAsync" when call is not null:
                if (CallSyntax.WithoutCasts(receiver) is not MemberAccessExpressionSyntax stream
                    || (read = ProcessStreams.ReadBy(stream.Name.Identifier.ValueText)) == ProcessStream.None)
                {
                    return null;
                }

                receiver = stream.Expression;
                place = name.Identifier.ValueText == "ReadToEnd" ? call : WaitFor(call, ref isBounded);
                break;
        }

        return place is not null
            && SymbolEqualityComparer.Default.Equals(model.TypeOf(receiver), model.Types.Process)
            && !(call is not null && IsQuestion(call, model))
                ? new ProcessWait(name, receiver, place, isBounded, read)
                : null;
    }

    /// <summary>A wait of less than a second: whether a process that is meant to go on has come up.</summary>
    public bool IsShort(CodeModel model)
        => CallSyntax.InvocationOf(Name) is { ArgumentList.Arguments: { Count: > 0 } arguments }
            && model.GetConstantValue(arguments[0].Expression) is { HasValue: true, Value: int and >= 0 and <= ShortLook };

    /// <summary><c>WaitForExit(0)</c> asks and goes on.</summary>
    private static bool IsQuestion(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledName(call) == "WaitForExit"
            && call.ArgumentList.Arguments is { Count: > 0 } arguments && Durations.IsZero(arguments[0].Expression, model);

    private static bool IsEndless(ExpressionSyntax timeout, CodeModel model)
        => model.GetConstantValue(timeout) is { HasValue: true, Value: -1 or int.MaxValue }
            || timeout is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "InfiniteTimeSpan" };

    private static bool UncancelledToken(ExpressionSyntax token)
        => token.IsKind(SyntaxKind.DefaultLiteralExpression) || token is DefaultExpressionSyntax
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" };

    /// <summary>The condition of a loop asks again and again whether the process has ended.</summary>
    private static ExpressionSyntax? QuestionOfLoop(SimpleNameSyntax name)
    {
        ExpressionSyntax question = Writes.ExpressionOf(name);
        SyntaxNode child = question;
        bool isNegated = false;
        for (SyntaxNode? current = question.Parent; current is not null; child = current, current = current.Parent)
        {
            switch (current)
            {
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                    isNegated = !isNegated;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal
                    when equal.Right.IsKind(SyntaxKind.FalseLiteralExpression):
                    isNegated = !isNegated;
                    break;
                case ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression }:
                    break;
                case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax:
                    return isNegated && ControlFlowSyntax.LoopCondition(current) == child ? question : null;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>What waits for the task of a call: an await, <c>Wait</c>, <c>Result</c>; null where the task is kept for later.</summary>
    private static ExpressionSyntax? WaitFor(InvocationExpressionSyntax call, ref bool isBounded)
    {
        ExpressionSyntax task = call;
        while (true)
        {
            task = CallSyntax.WithCasts(task);
            switch (task.Parent)
            {
                case AwaitExpressionSyntax @await:
                    return @await;
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == task:
                    task = conditional;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result when result.Expression == task:
                    return result;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access when access.Expression == task:
                    switch (access.Name.Identifier.ValueText)
                    {
                        case "ConfigureAwait" or "AsTask" or "GetAwaiter":
                            task = outer;
                            break;
                        case "WaitAsync":
                            isBounded = true;
                            task = outer;
                            break;
                        case "Wait" or "GetResult":
                            isBounded |= outer.ArgumentList.Arguments.Count > 0;
                            return outer;
                        default:
                            return null;
                    }

                    break;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } all }
                    when called.Expression is SimpleNameSyntax { Identifier.ValueText: "Task" }:
                    switch (called.Name.Identifier.ValueText)
                    {
                        case "WhenAll" or "WhenAny":
                            isBounded |= called.Name.Identifier.ValueText == "WhenAny";
                            task = all;
                            break;
                        case "WaitAll" or "WaitAny":
                            isBounded = true;
                            return all;
                        default:
                            return null;
                    }

                    break;
                default:
                    return null;
            }
        }
    }
}
