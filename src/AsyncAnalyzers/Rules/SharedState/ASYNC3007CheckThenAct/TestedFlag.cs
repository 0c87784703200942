namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A field of type <c>bool</c> that is tested and then set, so that only the first caller passes: found by syntax alone.</summary>
/// <param name="Node">The assignment.</param>
/// <param name="Test">The <c>if</c>.</param>
internal sealed record TestedFlag(AssignmentExpressionSyntax Node, IfStatementSyntax Test)
{
    /// <summary><c>if (f) return; f = true;</c> or <c>if (!f) { f = true; … }</c>: nothing stands between the two.</summary>
    public static TestedFlag? At(SyntaxNode node)
    {
        if (node is not AssignmentExpressionSyntax
            {
                RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
                Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression },
                Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
                Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement,
            } assignment)
        {
            return null;
        }

        int index = block.Statements.IndexOf(statement);
        return block.Statements.Skip(index + 1).All(IsLogging) ? null
            : index > 0
            ? block.Statements[index - 1] is IfStatementSyntax { Else: null } guard && ControlFlowSyntax.IsReturn(guard.Statement)
                && SyntaxFactory.AreEquivalent(guard.Condition, assignment.Left) ? new(assignment, guard) : null
            : block.Parent is IfStatementSyntax { Else: null } test && block.Statements.Count > 1
                && test.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
                && SyntaxFactory.AreEquivalent(not.Operand, assignment.Left) ? new(assignment, test) : null;
    }

    /// <summary>Who passes twice only says something twice.</summary>
    private static bool IsLogging(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
            && CallSyntax.CalledName(call) is { } name
            && (name.StartsWith("Log", StringComparison.Ordinal)
                || name is "Debug" or "Info" or "Information" or "Warn" or "Warning" or "Trace" or "Error");

    /// <summary>The cheap half of <see cref="At"/>.</summary>
    public static bool MayBe(SyntaxNode node)
        => node is AssignmentExpressionSyntax
        {
            Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression },
            Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
            Parent: ExpressionStatementSyntax { Parent: BlockSyntax },
        };
}
