namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// <c>if (_items.Count == 0) Monitor.Wait(_gate); return _items.Dequeue();</c>: code that waits for a condition takes what it has waited
/// for without a second look, though others who wait take it too. Under-approximates: only fields that the waiting code itself changes
/// behind the wait, in the same lock statement.
/// </summary>
/// <param name="If">The test.</param>
/// <param name="Use">Where a field of the condition is changed behind the wait.</param>
internal sealed record UntestedWait(IfStatementSyntax If, SimpleNameSyntax Use)
{
    private static readonly string[] Takes =
    {
        "Dequeue", "TryDequeue", "Pop", "TryPop", "Remove", "RemoveAt", "RemoveFirst", "RemoveLast", "Take", "TryTake", "Clear",
    };

    /// <summary>Finds it at the name of the method that waits.</summary>
    public static UntestedWait? Of(SimpleNameSyntax wait, CodeModel model)
        => TestOf(wait) is { } test && LockAround(test) is { } @lock
            && UseBehind(test, @lock) is { } use
            && model.SymbolOf(wait) is IMethodSymbol method && method.IsDeclaredIn(model.Types.Monitor)
            && model.SymbolOf(use) is IFieldSymbol field
            && NameMentions.InType(field.ContainingType, "Pulse", model)
                .Concat(NameMentions.InType(field.ContainingType, "PulseAll", model)).Any()
                ? new UntestedWait(test, use)
                : null;

    /// <summary>The <c>if</c> that does nothing after the wait; null where the wait has a time-out or the test another side.</summary>
    private static IfStatementSyntax? TestOf(SimpleNameSyntax wait)
    {
        if (CallSyntax.InvocationOf(wait) is not { ArgumentList.Arguments.Count: 1, Parent: ExpressionStatementSyntax statement })
        {
            return null;
        }

        SyntaxNode? around = statement.Parent is BlockSyntax block && block.Statements.Last() == statement
            ? block.Parent : statement.Parent;
        return around as IfStatementSyntax is { Else: null } test ? test : null;
    }

    /// <summary>The lock statement that the test stands in; null where a loop in it comes back to the test.</summary>
    private static LockStatementSyntax? LockAround(IfStatementSyntax test)
    {
        for (SyntaxNode? around = test.Parent; around is not null && !FunctionSyntax.IsFunction(around); around = around.Parent)
        {
            if (around is LockStatementSyntax @lock)
            {
                return @lock;
            }

            if (LoopBounds.IsLoop(around) || around is MemberDeclarationSyntax)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// The first change, behind the wait, of a field that the condition names; null where the field is tested again before that.
    /// </summary>
    private static SimpleNameSyntax? UseBehind(IfStatementSyntax test, LockStatementSyntax @lock)
    {
        var tested = new HashSet<string>(
            test.Condition.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText),
            StringComparer.Ordinal);
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(@lock.Statement))
        {
            if (node.SpanStart < test.Span.End || node is not SimpleNameSyntax name || !tested.Contains(name.Identifier.ValueText))
            {
                continue;
            }

            if (IsTestedAt(name, @lock))
            {
                return null;
            }

            if (IsChanged(name))
            {
                return name;
            }
        }

        return null;
    }

    private static bool IsTestedAt(SimpleNameSyntax name, LockStatementSyntax @lock)
    {
        SyntaxNode child = name;
        for (SyntaxNode? around = name.Parent; around is not null && around != @lock; child = around, around = around.Parent)
        {
            if (around switch
            {
                IfStatementSyntax @if => @if.Condition == child,
                ConditionalExpressionSyntax conditional => conditional.Condition == child,
                _ => ControlFlowSyntax.LoopCondition(around) == child,
            })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsChanged(SimpleNameSyntax name)
        => Writes.ExpressionOf(name) is var whole
            && (Writes.IsWritten(whole)
                || (whole.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Expression == whole
                    && Takes.Contains(access.Name.Identifier.ValueText)));
}
