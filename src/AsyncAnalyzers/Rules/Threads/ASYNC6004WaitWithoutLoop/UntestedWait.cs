namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// <c>if (_items.Count == 0) Monitor.Wait(_gate); return _items.Dequeue();</c>: code that waits for a condition takes what it has waited
/// for without a second look, though others who wait take it too. Under-approximates: only what cannot be taken twice, behind the wait and
/// in the same lock statement, and only members that other code may call: a private loop may be the only one that takes.
/// </summary>
/// <param name="If">The test.</param>
/// <param name="Use">Where a field of the condition is taken behind the wait.</param>
internal sealed record UntestedWait(IfStatementSyntax If, SimpleNameSyntax Use)
{
    /// <summary>They throw where nothing is left.</summary>
    private static readonly string[] Takes = { "Dequeue", "Pop", "RemoveAt", "RemoveFirst", "RemoveLast", "Take" };

    /// <summary>Finds it at the name of the method that waits.</summary>
    public static UntestedWait? Of(SimpleNameSyntax wait, CodeModel model)
        => TestOf(wait) is { } test && LockAround(test) is { } @lock && MayHaveManyCallers(@lock, model)
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
    /// The first place behind the wait that takes a field which the condition names; null where the field is tested again before that.
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

            if (IsTaken(name))
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

    /// <summary>An item is taken, a count goes down, a flag is set to a constant.</summary>
    private static bool IsTaken(SimpleNameSyntax name)
    {
        ExpressionSyntax whole = Writes.ExpressionOf(name);
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access
                => access.Expression == whole && Takes.Contains(access.Name.Identifier.ValueText),
            PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
                => whole.Parent.Kind() is SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression,
            AssignmentExpressionSyntax assignment when assignment.Left == whole
                => assignment.IsKind(SyntaxKind.SubtractAssignmentExpression)
                    || assignment.Right.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression,
            _ => false,
        };
    }

    private static bool MayHaveManyCallers(SyntaxNode place, CodeModel model)
        => FunctionSyntax.Enclosing(place) is { } function and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            && FunctionSyntax.SymbolOf(function, model) is { DeclaredAccessibility: not Accessibility.Private };
}
