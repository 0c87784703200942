namespace AsyncAnalyzers.Semantics;

/// <summary>What the branches of a function depend on, by name.</summary>
internal static class BranchConditions
{
    /// <summary>
    /// The names that more than one condition of the function speaks of, or that it sets to a plain value, as flags are: whoever knows how
    /// one branch was taken knows something about the others.
    /// </summary>
    public static HashSet<string> CorrelatedIn(SyntaxNode function)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var correlated = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in function.Descendants())
        {
            if (ConditionOf(node) is { } condition)
            {
                foreach (string name in NamesIn(condition).Distinct())
                {
                    if (!seen.Add(name))
                    {
                        correlated.Add(name);
                    }
                }
            }
            else if (node is AssignmentExpressionSyntax { Right: not (InvocationExpressionSyntax or AwaitExpressionSyntax) } assignment)
            {
                correlated.UnionWith(NamesIn(assignment.Left));
            }
        }

        return correlated;
    }

    /// <summary>The whole condition that an expression which a branch depends on is part of.</summary>
    public static SyntaxNode Of(SyntaxNode branchValue)
    {
        foreach (SyntaxNode ancestor in branchValue.AncestorsAndSelf())
        {
            if (ConditionOf(ancestor) is { } condition)
            {
                return condition;
            }

            if (ancestor is StatementSyntax)
            {
                break;
            }
        }

        return branchValue;
    }

    public static IEnumerable<string> NamesIn(SyntaxNode expression)
        => expression.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText);

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax { Condition: var condition } => condition,
        WhileStatementSyntax { Condition: var condition } => condition,
        DoStatementSyntax { Condition: var condition } => condition,
        ForStatementSyntax { Condition: var condition } => condition,
        SwitchStatementSyntax { Expression: var governing } => governing,
        SwitchExpressionSyntax { GoverningExpression: var governing } => governing,
        ConditionalExpressionSyntax { Condition: var condition } => condition,
        _ => null,
    };
}
