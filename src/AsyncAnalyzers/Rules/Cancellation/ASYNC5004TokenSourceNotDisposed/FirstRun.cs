namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Code behind a field that lets it run the first time: <c>if (!_started) { … _started = true; }</c>.</summary>
internal static class FirstRun
{
    /// <summary>
    /// Once where its function closes the field and nothing opens it again; unknown where something does, or others may; null where the
    /// code is behind no such field.
    /// </summary>
    public static Frequency? Of(SyntaxNode code, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(code) is not { } function)
        {
            return null;
        }

        Frequency? found = null;
        foreach ((ExpressionSyntax condition, bool isTrue) in ConditionsAround(code, function))
        {
            if (GateIn(condition, isTrue) is not { } gate
                || model.SymbolOf(gate.Field) is not ((IFieldSymbol or IPropertySymbol) and var field))
            {
                continue;
            }

            switch (WritesOf(field, gate, function, model.CancellationToken))
            {
                case (true, false):
                    return Frequency.Once;
                case (true, true):
                    found = Frequency.Unknown;
                    break;
            }
        }

        return found;
    }

    /// <summary>
    /// What holds in each turn of the loop that the code is in, or in each call: the conditions of the <c>if</c> around it, and of those
    /// before it that leave.
    /// </summary>
    private static IEnumerable<(ExpressionSyntax Condition, bool IsTrue)> ConditionsAround(SyntaxNode code, SyntaxNode function)
    {
        SyntaxNode child = code;
        for (SyntaxNode? current = code.Parent; current is not null && child != function && ControlFlowSyntax.LoopBody(current) is null;
            child = current, current = current.Parent)
        {
            if (current is IfStatementSyntax @if && child != @if.Condition)
            {
                yield return (@if.Condition, child == @if.Statement);
            }
            else if (current is BlockSyntax block)
            {
                foreach (StatementSyntax before in block.Statements.TakeWhile(statement => statement != child))
                {
                    if (before is IfStatementSyntax { Else: null } exit && Leaves(exit.Statement))
                    {
                        yield return (exit.Condition, false);
                    }
                }
            }
        }
    }

    private static bool Leaves(StatementSyntax statement)
        => (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement) is ReturnStatementSyntax or ThrowStatementSyntax;

    /// <summary>The field that the condition asks for, and what it is set to by those who close it.</summary>
    private static Gate? GateIn(ExpressionSyntax condition, bool isTrue)
    {
        SyntaxKind operators = isTrue ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression;
        return CallSyntax.Operands(condition, operators).Select(operand => GateOf(operand, isTrue))
            .FirstOrDefault(static gate => gate is not null);
    }

    private static Gate? GateOf(ExpressionSyntax operand, bool isTrue)
    {
        switch (CallSyntax.WalkDownParentheses(operand))
        {
            case var test when NullTest.Of(test) is { Tested: var tested, IsNull: var isNull }:
                return isNull == isTrue && IsField(tested) ? new Gate(tested, Closing.Value) : null;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return GateOf(not.Operand, !isTrue);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                return new Gate(CallSyntax.WalkDownParentheses(operand), isTrue ? Closing.False : Closing.True);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                bool isEqual = comparison.IsKind(SyntaxKind.EqualsExpression) == isTrue;
                return comparison.Right.Kind() switch
                {
                    SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression
                        => GateOf(comparison.Left, isEqual == comparison.Right.IsKind(SyntaxKind.TrueLiteralExpression)),
                    SyntaxKind.NumericLiteralExpression when isEqual && ExchangedIn(comparison.Left) is { } exchanged
                        => new Gate(exchanged, Closing.Exchange),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static bool IsField(ExpressionSyntax expression)
        => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    /// <summary><c>Interlocked.Exchange(ref _started, 1) == 0</c></summary>
    private static ExpressionSyntax? ExchangedIn(ExpressionSyntax value)
        => CallSyntax.WalkDownParentheses(value) is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 1 } arguments } call
            && CallSyntax.CalledName(call) is "Exchange" or "CompareExchange"
            && arguments[0] is { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Expression: var field } && IsField(field)
                ? field
                : null;

    /// <summary>Whether the function closes the field, and whether something opens it again: by the writes of its type.</summary>
    private static (bool IsClosed, bool IsOpened) WritesOf(
        ISymbol field, Gate gate, SyntaxNode function, CancellationToken cancellationToken)
    {
        bool isClosed = gate.Closing == Closing.Exchange;
        bool isOpened = field.DeclaredAccessibility != Accessibility.Private
            && field is IFieldSymbol { IsReadOnly: false }
                or IPropertySymbol { SetMethod.DeclaredAccessibility: not Accessibility.Private };
        foreach (SyntaxNode node in field.ContainingType.DeclaringSyntaxReferences
            .SelectMany(part => part.GetSyntax(cancellationToken).Descendants()))
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != field.Name)
            {
                continue;
            }

            switch (Writes.ExpressionOf(name).Parent)
            {
                case AssignmentExpressionSyntax assignment when assignment.Left == Writes.ExpressionOf(name):
                    bool closes = Closes(assignment, gate.Closing);
                    isClosed |= closes && function.Span.Contains(assignment.Span);
                    isOpened |= !closes && FunctionSyntax.Enclosing(assignment) is not (null or ConstructorDeclarationSyntax);
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } when !gate.Field.Span.Contains(name.Span):
                    isOpened = true;
                    break;
            }
        }

        return (isClosed, isOpened);
    }

    private static bool Closes(AssignmentExpressionSyntax assignment, Closing closing) => closing switch
    {
        Closing.True => assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression),
        Closing.False => assignment.Right.IsKind(SyntaxKind.FalseLiteralExpression),
        Closing.Value => CallSyntax.WithoutCasts(assignment.Right).Kind()
            is not (SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression),
        _ => false,
    };

    /// <summary>What closes a gate.</summary>
    private enum Closing
    {
        True,
        False,

        /// <summary>Anything but null.</summary>
        Value,

        /// <summary>The condition itself.</summary>
        Exchange,
    }

    /// <summary>A field that lets code pass.</summary>
    private sealed record Gate(ExpressionSyntax Field, Closing Closing);
}
