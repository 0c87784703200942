namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A loop that a flag ends, by syntax alone.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Flag">The first place that reads the flag.</param>
/// <param name="EndsAt">The value of the flag that ends the loop.</param>
/// <param name="HasOtherEnd">Something else may end the loop too.</param>
internal sealed record FlagLoop(StatementSyntax Loop, ExpressionSyntax Flag, bool EndsAt, bool HasOtherEnd)
{
    /// <summary>The name of the flag.</summary>
    public string Name => OwnMember.NameWithTypeOf(Flag)!;

    /// <summary>The flag that ends a loop; null where none is seen, or where the loop sets it itself.</summary>
    public static FlagLoop? At(StatementSyntax loop)
    {
        (ExpressionSyntax? condition, StatementSyntax? body) = loop switch
        {
            WhileStatementSyntax @while => (@while.Condition, @while.Statement),
            DoStatementSyntax @do => (@do.Condition, @do.Statement),
            ForStatementSyntax @for => (@for.Condition, @for.Statement),
            _ => (default(ExpressionSyntax), default(StatementSyntax)),
        };
        if (body is null)
        {
            return null;
        }

        bool isEndless = condition is null || condition.IsKind(SyntaxKind.TrueLiteralExpression);
        int ends = isEndless ? 0 : 1;
        (ExpressionSyntax Flag, bool EndsAt)? found = null;
        if (!isEndless)
        {
            foreach (ExpressionSyntax operand in CallSyntax.Operands(condition!, SyntaxKind.LogicalAndExpression))
            {
                if (FlagIn(operand) is var (flag, value))
                {
                    found ??= (flag, !value);
                }
                else
                {
                    ends++;
                }
            }
        }

        foreach (StatementSyntax statement in body is BlockSyntax block ? block.Statements : new SyntaxList<StatementSyntax>(body))
        {
            if (statement is IfStatementSyntax { Else: null } exit && Leaves(exit.Statement) && FlagIn(exit.Condition) is var (flag, value))
            {
                found ??= (flag, value);
            }
        }

        if (found is not var (first, endsAt) || OwnMember.NameWithTypeOf(first) is not { } name)
        {
            return null;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(loop))
        {
            switch (node)
            {
                case BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax
                    when !(node.FirstAncestorOrSelf<IfStatementSyntax>() is { } test && test.Condition.Span.Contains(first.Span)):
                    ends += 2;
                    break;
                case IdentifierNameSyntax written when written.Identifier.ValueText == name
                    && Writes.IsWritten(Writes.ExpressionOf(written)):
                    return null;
            }
        }

        return new FlagLoop(loop, first, endsAt, ends > 1);
    }

    /// <summary>What an operand reads, and the value for which it is true: <c>running</c>, <c>stopped == false</c>.</summary>
    private static (ExpressionSyntax Flag, bool Value)? FlagIn(ExpressionSyntax operand)
    {
        bool value = true;
        while (true)
        {
            operand = CallSyntax.WalkDownParentheses(operand);
            switch (operand)
            {
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                    (operand, value) = (not.Operand, !value);
                    break;
                case BinaryExpressionSyntax comparison
                    when comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                        && comparison.Right.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression:
                    value ^= comparison.IsKind(SyntaxKind.EqualsExpression) != comparison.Right.IsKind(SyntaxKind.TrueLiteralExpression);
                    operand = comparison.Left;
                    break;
                case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax constant } } match
                    when constant.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression:
                    value ^= !constant.IsKind(SyntaxKind.TrueLiteralExpression);
                    operand = match.Expression;
                    break;
                default:
                    return OwnMember.NameWithTypeOf(operand) is null ? null : (operand, value);
            }
        }
    }

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: { Count: 1 } statements } => Leaves(statements[0]),
        _ => statement is BreakStatementSyntax or ReturnStatementSyntax,
    };
}
