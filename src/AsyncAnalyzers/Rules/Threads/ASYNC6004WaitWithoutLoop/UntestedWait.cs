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
    private static readonly string[] Takes = { "Dequeue", "Pop", "RemoveAt", "RemoveFirst", "RemoveLast" };

    /// <summary>Finds it at the name of the method that waits.</summary>
    public static UntestedWait? Of(SimpleNameSyntax wait, CodeModel model)
        => TestOf(wait) is { } test && LockAround(test) is { } @lock && MayHaveManyCallers(@lock, model)
            && UseBehind(test, @lock) is { } use
            && model.SymbolOf(wait) is IMethodSymbol method && method.IsDeclaredIn(model.Types.Monitor)
            && model.SymbolOf(use) is IFieldSymbol field
            && LockGivenTo(wait) == OwnMember.TextOf(@lock.Expression)
            && NameMentions.InType(field.ContainingType, "Pulse", model)
                .Concat(NameMentions.InType(field.ContainingType, "PulseAll", model))
                .Any(pulse => LockGivenTo(pulse) == OwnMember.TextOf(@lock.Expression))
                ? new UntestedWait(test, use)
                : null;

    private static string? LockGivenTo(SimpleNameSyntax called)
        => CallSyntax.InvocationOf(called) is { ArgumentList.Arguments: { Count: > 0 } arguments }
            ? OwnMember.TextOf(arguments[0].Expression) : null;

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
    /// Where a field that the condition names is taken behind the wait; null where the field is looked at in any other way before that, or
    /// the code branches: it may have been tested again.
    /// </summary>
    private static SimpleNameSyntax? UseBehind(IfStatementSyntax test, LockStatementSyntax @lock)
    {
        var tested = new HashSet<string>(
            test.Condition.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText),
            StringComparer.Ordinal);
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(@lock.Statement))
        {
            if (node.SpanStart < test.Span.End)
            {
                continue;
            }

            if (MayTest(node))
            {
                return null;
            }

            if (node is SimpleNameSyntax name && tested.Contains(name.Identifier.ValueText))
            {
                return IsTaken(name, test.Condition) ? name : null;
            }
        }

        return null;
    }

    private static bool MayTest(SyntaxNode node)
        => node is IfStatementSyntax or ConditionalExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax
            or BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression
        }
            || LoopBounds.IsLoop(node);

    /// <summary>An item is taken, a count that was too low goes down, a flag goes back to what was waited out.</summary>
    private static bool IsTaken(SimpleNameSyntax name, ExpressionSyntax condition)
    {
        ExpressionSyntax whole = Writes.ExpressionOf(name);
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access
                => access.Expression == whole && Takes.Contains(access.Name.Identifier.ValueText),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression }
                or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression } => IsTooLow(condition),
            AssignmentExpressionSyntax assignment when assignment.Left == whole => assignment.Kind() switch
            {
                SyntaxKind.SubtractAssignmentExpression => IsTooLow(condition),
                SyntaxKind.SimpleAssignmentExpression => assignment.Right.Kind() == (
                    CallSyntax.WalkDownParentheses(condition) is PrefixUnaryExpressionSyntax
                        ? SyntaxKind.FalseLiteralExpression : SyntaxKind.TrueLiteralExpression),
                _ => false,
            },
            _ => false,
        };
    }

    private static bool IsTooLow(ExpressionSyntax condition)
        => CallSyntax.WalkDownParentheses(condition).Kind()
            is SyntaxKind.EqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression;

    private static bool MayHaveManyCallers(SyntaxNode place, CodeModel model)
        => FunctionSyntax.Enclosing(place) is { } function and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            && FunctionSyntax.SymbolOf(function, model) is { DeclaredAccessibility: not Accessibility.Private };
}
