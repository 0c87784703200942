namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Calls whose task is awaited where they stand or further down, or handed to the caller.</summary>
internal static class TaskCalls
{
    public static Trigger[] Triggers { get; } =
    {
        Trigger.OnKind(SyntaxKind.AwaitExpression, static node => HasCall(((AwaitExpressionSyntax)node).Expression, isNamed: false)),
        Trigger.OnKind(SyntaxKind.ReturnStatement, static node => HasCall(((ReturnStatementSyntax)node).Expression, isNamed: true)),
        Trigger.OnKind(
            SyntaxKind.ArrowExpressionClause, static node => HasCall(((ArrowExpressionClauseSyntax)node).Expression, isNamed: true)),
        Trigger.OnKind(
            SyntaxKind.SimpleLambdaExpression, static node => HasCall(((LambdaExpressionSyntax)node).ExpressionBody, isNamed: true)),
        Trigger.OnKind(
            SyntaxKind.ParenthesizedLambdaExpression, static node => HasCall(((LambdaExpressionSyntax)node).ExpressionBody, isNamed: true)),
        Trigger.OnKind(SyntaxKind.EqualsValueClause, static node => LocalOf(node) is not null
            && HasCall(((EqualsValueClauseSyntax)node).Value, isNamed: true)),
    };

    /// <summary>
    /// The calls of a node that a trigger found, those in the branches of it too; of <c>await Task.WhenAll(a(), b())</c> those that it
    /// waits for.
    /// </summary>
    public static IEnumerable<InvocationExpressionSyntax> In(SyntaxNode node, CodeModel model)
    {
        ExpressionSyntax? task = node switch
        {
            AwaitExpressionSyntax await => await.Expression,
            ReturnStatementSyntax @return => @return.Expression,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            LambdaExpressionSyntax lambda => lambda.ExpressionBody,
            EqualsValueClauseSyntax clause when IsAwaitedLater(LocalOf(clause)!, model) => clause.Value,
            _ => null,
        };
        return task is null ? Enumerable.Empty<InvocationExpressionSyntax>()
            : node is AwaitExpressionSyntax ? CallsOf(task)
            : CallsOf(task).Where(IsNamedAsync);
    }

    private static bool HasCall(ExpressionSyntax? task, bool isNamed)
    {
        switch (task is null ? null : CallSyntax.WithoutConfiguration(task))
        {
            case InvocationExpressionSyntax call:
                return !isNamed || IsNamedAsync(call) || CallSyntax.CalledName(call) == "WhenAll";
            case ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionSyntax or CastExpressionSyntax
                or PostfixUnaryExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }:
                return CallsOf(task!).Any(call => !isNamed || IsNamedAsync(call));
            default:
                return false;
        }
    }

    /// <summary>What is only returned may be anything: the name has to tell.</summary>
    private static bool IsNamedAsync(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name && (name == "Delay" || name.EndsWith("Async", StringComparison.Ordinal));

    private static IEnumerable<InvocationExpressionSyntax> CallsOf(ExpressionSyntax task)
    {
        switch (CallSyntax.WithoutConfiguration(task))
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" } } all:
                return all.ArgumentList.Arguments.SelectMany(static argument => CallsOf(argument.Expression));
            case InvocationExpressionSyntax call:
                return new[] { call };
            case ConditionalExpressionSyntax conditional:
                return CallsOf(conditional.WhenTrue).Concat(CallsOf(conditional.WhenFalse));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return CallsOf(coalesce.Left).Concat(CallsOf(coalesce.Right));
            case SwitchExpressionSyntax @switch:
                return @switch.Arms.SelectMany(static arm => CallsOf(arm.Expression));
            case ConditionalAccessExpressionSyntax access:
                return CallsOf(access.WhenNotNull);
            case CastExpressionSyntax cast:
                return CallsOf(cast.Expression);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                return CallsOf(suppressed.Operand);
            default:
                return Enumerable.Empty<InvocationExpressionSyntax>();
        }
    }

    private static VariableDeclaratorSyntax? LocalOf(SyntaxNode clause)
        => clause.Parent is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local ? local : null;

    /// <summary>All that the function does with the task is to await it, below no other <c>try</c> than it is begun in.</summary>
    private static bool IsAwaitedLater(VariableDeclaratorSyntax local, CodeModel model)
    {
        bool isAwaited = false;
        TryStatementSyntax? @try = TryAround(local);
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            TaskUse use = TaskUse.OfWhole(mention);
            if (!(use.IsWaitedFor || use.Kind is TaskUseKind.Waited or TaskUseKind.Checked)
                || TaskUse.IsCaptured(mention, local)
                || TryAround(mention) != @try)
            {
                return false;
            }

            isAwaited |= use.IsWaitedFor;
        }

        return isAwaited;
    }

    private static TryStatementSyntax? TryAround(SyntaxNode node)
        => node.Ancestors().TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor) && ancestor is not MemberDeclarationSyntax)
            .OfType<TryStatementSyntax>().FirstOrDefault();
}
