namespace AsyncAnalyzers.Semantics;

/// <summary>
/// <c>await Task.WhenAny(work, Task.Delay(timeout))</c> where nobody looks at the work afterwards, not even when it wins.
/// </summary>
internal static class UnobservedRace
{
    public static UnobservedTask? Find(SimpleNameSyntax whenAny, CodeModel model)
    {
        if (CallSyntax.InvocationOf(whenAny) is not { ArgumentList.Arguments: { Count: 2 } arguments } race
            || TaskUse.Of(race) is not { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax awaited }
            || !arguments.Any(argument => IsDelay(argument.Expression))
            || arguments.FirstOrDefault(argument => !IsDelay(argument.Expression))?.Expression is not { } work
            || !IsWinnerForgotten(awaited, model)
            || WorkOf(work, race, model) is not { } started
            || CallSyntax.MethodOf(race, model)?.IsDeclaredIn(model.Types.Task) != true
            || StartedWork.Find(started.Value, model) is not { } call
            || CallSyntax.CalledName(call) is "WhenAll" or "WhenAny" or "Delay"
            || StartedWork.IsCancellable(call, model))
        {
            return null;
        }

        bool isAsked = TaskUse.Of(awaited).IsObserved;
        return new UnobservedTask(isAsked ? UnobservedTaskKind.WonRace : UnobservedTaskKind.Race, work, call, started.Variable, race);
    }

    /// <summary><c>Task.Delay(…)</c>, or a local that is set to one.</summary>
    public static bool IsDelay(ExpressionSyntax expression)
        => StartedWork.CallsIn(expression) is var calls && calls.Any(call => CallSyntax.CalledName(call) == "Delay")
            || (CallSyntax.WalkDownParentheses(expression) is IdentifierNameSyntax name && LocalOf(name) is { Initializer.Value: { } value }
                && StartedWork.CallsIn(value).Any(call => CallSyntax.CalledName(call) == "Delay"));

    /// <summary>The awaited winner is dropped, compared, or kept in a local that is compared alone.</summary>
    private static bool IsWinnerForgotten(AwaitExpressionSyntax awaited, CodeModel model)
    {
        TaskUse winner = TaskUse.Of(awaited);
        return winner.Kind switch
        {
            TaskUseKind.Dropped or TaskUseKind.Discarded => true,
            TaskUseKind.Checked => IsComparison(winner),
            TaskUseKind.Assigned => winner.Place is VariableDeclaratorSyntax local && VariableMentions.ScopeOf(local) is not null
                && VariableMentions.Of(local, model).All(mention => IsComparison(TaskUse.Of(mention))),
            _ => false,
        };
    }

    /// <summary>The call of the race itself, or the only value of a local that nothing else looks at.</summary>
    private static (ExpressionSyntax Value, string? Variable)? WorkOf(
        ExpressionSyntax work, InvocationExpressionSyntax race, CodeModel model)
    {
        if (CallSyntax.WalkDownParentheses(work) is not IdentifierNameSyntax name)
        {
            return (work, null);
        }

        if (LocalOf(name) is not { Initializer.Value: { } value } local)
        {
            return null;
        }

        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            TaskUse use = TaskUse.Of(mention);
            if (!(use is { Kind: TaskUseKind.Combined } && use.Place == race) && !IsComparison(use))
            {
                return null;
            }
        }

        return (value, name.Identifier.ValueText);
    }

    private static bool IsComparison(TaskUse use)
        => use is
        {
            Kind: TaskUseKind.Checked,
            Place: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }
        };

    /// <summary>
    /// The declarator of the local that the name means, by syntax: one of the blocks around declares it, in the same function.
    /// </summary>
    public static VariableDeclaratorSyntax? LocalOf(IdentifierNameSyntax name)
    {
        for (SyntaxNode? current = name.Parent; current is not null and not MemberDeclarationSyntax
            && !FunctionSyntax.IsFunction(current); current = current.Parent)
        {
            if (current is BlockSyntax or SwitchSectionSyntax
                && current.ChildNodes().OfType<LocalDeclarationStatementSyntax>().SelectMany(statement => statement.Declaration.Variables)
                    .FirstOrDefault(local => local.Identifier.ValueText == name.Identifier.ValueText) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
