namespace AsyncAnalyzers.Editing;

/// <summary>
/// A dropped <c>Task.Run</c> or <c>StartNew</c>: work beside the rest of the function. An await in its place puts the rest behind it, which
/// may be what the work
/// waits for.
/// </summary>
internal static class BackgroundRun
{
    /// <summary>More of the function comes after the statement: the work was to run beside it.</summary>
    public static bool IsFollowed(ExpressionSyntax dropped, CodeModel model)
        => RunIn(dropped, model) is not null && FunctionSyntax.Enclosing(dropped) is { } function
            && StatementsAfter(dropped, function).Any();

    /// <summary>
    /// The work loops until it is told to stop, or waits for something that a later statement of the function speaks of too.
    /// </summary>
    public static bool WaitsForWhatFollows(ExpressionSyntax dropped, CodeModel model)
    {
        if (RunIn(dropped, model) is not { } run || FunctionSyntax.Enclosing(dropped) is not { } function)
        {
            return false;
        }

        if (EndlessWork.RunsIn(run.ArgumentList, model))
        {
            return true;
        }

        var awaited = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in run.ArgumentList.DescendantNodes())
        {
            if (WaitedFor(node) is { } target)
            {
                awaited.UnionWith(target.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText));
            }
        }

        return awaited.Count > 0 && StatementsAfter(dropped, function).Any(statement => statement.DescendantNodesAndSelf().Any(node
            => node is IdentifierNameSyntax name && awaited.Contains(name.Identifier.ValueText) && !run.Span.Contains(name.Span)
                && model.SymbolOf(name) is ILocalSymbol or IParameterSymbol or IFieldSymbol
                    or IPropertySymbol));
    }

    /// <summary>The call of <c>Task.Run</c> or <c>StartNew</c>, without its <c>ConfigureAwait</c> and <c>Unwrap</c>.</summary>
    private static InvocationExpressionSyntax? RunIn(ExpressionSyntax dropped, CodeModel model)
    {
        InvocationExpressionSyntax? call = DroppedTask.CallIn(dropped);
        while (call is not null && CallSyntax.CalledName(call) is "ConfigureAwait" or "Unwrap"
            && call.Expression is MemberAccessExpressionSyntax access)
        {
            call = DroppedTask.CallIn(access.Expression);
        }

        return call is not null && CallSyntax.CalledName(call) is "Run" or "StartNew"
            && CallSyntax.MethodOf(call, model) is { } method
            && (method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.TaskFactory)
                || method.IsDeclaredIn(model.Types.TaskFactoryOfT))
                ? call
                : null;
    }

    /// <summary>What still runs in the function afterwards, the next iteration of a loop included.</summary>
    private static IEnumerable<SyntaxNode> StatementsAfter(SyntaxNode dropped, SyntaxNode function)
    {
        SyntaxNode child = dropped;
        for (SyntaxNode? current = dropped.Parent; current is not null && child != function; child = current, current = current.Parent)
        {
            IEnumerable<SyntaxNode> after = current switch
            {
                BlockSyntax block => block.Statements.Where(statement => statement.SpanStart > child.Span.End),
                SwitchSectionSyntax section => section.Statements.Where(statement => statement.SpanStart > child.Span.End),
                CompilationUnitSyntax unit
                    => unit.Members.OfType<GlobalStatementSyntax>().Where(member => member.SpanStart > child.Span.End).Select(member
                        => member.Statement),
                WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax => new[] { current },
                TryStatementSyntax { Finally: { } @finally } when child != @finally => new SyntaxNode[] { @finally },
                _ => Enumerable.Empty<SyntaxNode>(),
            };
            foreach (SyntaxNode statement in after)
            {
                if (!IsMereEnd(statement))
                {
                    yield return statement;
                }
            }
        }
    }

    private static bool IsMereEnd(SyntaxNode statement) => statement switch
    {
        LocalFunctionStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or EmptyStatementSyntax => true,
        ReturnStatementSyntax { Expression: var returned } => returned is null or LiteralExpressionSyntax or IdentifierNameSyntax
            || CallSyntax.IsCompletedTask(returned),
        _ => false,
    };

    /// <summary>What the node waits for, where that is a thing and no work that is begun right there.</summary>
    private static ExpressionSyntax? WaitedFor(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax { Expression: var operand } => OfThing(CallSyntax.WithoutConfiguration(operand)),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access => OfThing(access.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access } call
            => name switch
            {
                _ when WaitNames.IsOfThread(name) || name is "SpinUntil" or "GetResult" or "WaitForExit"
                    => OfThing(access.Expression) is { } thing ? thing : Arguments(call),
                "WaitAsync" or "WaitForExitAsync" or "Take" or "GetConsumingEnumerable" or "ReadAsync" or "ReadAllAsync"
                    or "WaitToReadAsync"
                    or "Receive" or "ReceiveAsync" => access.Expression,
                "WhenAny" or "WhenAll" => Arguments(call),
                _ => null,
            },
        _ => null,
    };

    private static ExpressionSyntax? OfThing(ExpressionSyntax expression)
        => CallSyntax.WalkDownParentheses(expression) is var bare && bare is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && !IsTypeOfWaits(bare) ? bare : null;

    private static bool IsTypeOfWaits(ExpressionSyntax expression)
        => expression is IdentifierNameSyntax { Identifier.ValueText: "Task" or "WaitHandle" or "SpinWait" };

    private static ExpressionSyntax? Arguments(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Count > 0 ? call : null;
}
