namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>State that is changed until the object says that it is complete, and mostly used behind that.</summary>
internal static class CompletedBefore
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "Complete", "Completed", "Finished", "Sealed", "Frozen", "Built", "Full",
    };

    /// <summary><c>lock (_parts) { if (!Complete) _parts.Add(part); }</c> for all changes under the lock.</summary>
    public static bool AreChanges(StateAccess[] guarded)
        => Array.TrueForAll(guarded, static access => !access.IsWriting || IsBehindTest(access));

    private static bool IsBehindTest(StateAccess change)
    {
        foreach (SyntaxNode around in change.Place.Ancestors().TakeWhile(around => around != change.Function))
        {
            if ((around is IfStatementSyntax test && test.Statement.Span.Contains(change.Place.Span)
                    && CallSyntax.Operands(test.Condition, SyntaxKind.LogicalAndExpression).Any(static operand
                        => operand is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
                            && IsNamed(not.Operand)))
                || (around.Parent is BlockSyntax block && block.Statements.TakeWhile(before => before != around).Any(static before
                    => before is IfStatementSyntax guard && ControllingCondition.Leaves(guard.Statement)
                        && CallSyntax.Operands(guard.Condition, SyntaxKind.LogicalOrExpression).Any(IsNamed))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(ExpressionSyntax condition)
        => OwnMember.NameOf(CallSyntax.WithoutCasts(condition)) is { } name
            && NameWords.Of(name) is { Count: > 0 } words && Words.Contains(words[words.Count - 1]);
}
