namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A key of a concurrent dictionary that is removed because of what a call before has told. Found by syntax alone.</summary>
internal static class KeyRemoval
{
    /// <summary>The check and act that the removal is the end of, if it is one.</summary>
    public static CheckThenAct? At(InvocationExpressionSyntax call, IdentifierNameSyntax name)
    {
        if (CallSyntax.StatementIgnoring(call) is not { } statement || CallSyntax.Receiver(name) is not { } collection
            || call.ArgumentList.Arguments is not { Count: 1 or 2 } arguments
            || arguments.Count == 2 != arguments[arguments.Count - 1].RefKindKeyword.IsKind(SyntaxKind.OutKeyword)
            || (arguments.Count == 1 && name.Identifier.ValueText == "TryRemove"))
        {
            return null; // TryRemove(KeyValuePair) looks at the value, too.
        }

        ExpressionSyntax key = arguments[0].Expression;
        if (arguments.Count == 2 && CheckThenAct.VariableOf(arguments[1]) is { } taken && CheckThenAct.IsUsedBehind(statement, taken))
        {
            return CheckThenAct.CheckBefore(call, collection, key) is { IsAbsent: false } found && IsAlwaysTrueBehind(found.Check)
                ? new(CheckThenActKind.TakeKey, call, collection, key, found.Check, null)
                : null;
        }

        return statement.FirstAncestorOrSelf<IfStatementSyntax>() is { } test && IsOnlyWork(statement, test)
            && ComparedValue(test.Condition, collection, key) is { } read
                ? new(CheckThenActKind.Remove, call, collection, key, read, null)
                : null;
    }

    /// <summary>The check is a part of a condition that holds only if it does: not one of two ways to come here.</summary>
    private static bool IsAlwaysTrueBehind(InvocationExpressionSyntax check)
    {
        for (SyntaxNode current = check; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax test:
                    return test.Condition == current;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression }
                    when !ControllingCondition.Leaves(check.FirstAncestorOrSelf<IfStatementSyntax>()!.Statement):
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax
                    or StatementSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The removal comes first in the branch of the test that holds.</summary>
    private static bool IsOnlyWork(StatementSyntax statement, IfStatementSyntax test)
        => test.Statement == statement
            || (test.Statement is BlockSyntax block && statement.Parent == block && block.Statements[0] == statement);

    /// <summary>
    /// <c>d[k] == mine</c>, <c>d.TryGetValue(k, out var value) &amp;&amp; value == mine</c>: the read. Null where it is compared with null,
    /// or where one of several conditions is enough.
    /// </summary>
    private static ExpressionSyntax? ComparedValue(ExpressionSyntax condition, ExpressionSyntax collection, ExpressionSyntax key)
    {
        var parts = new List<ExpressionSyntax>();
        AddParts(condition, parts);
        string text = OwnMember.TextOf(collection);
        InvocationExpressionSyntax? call = parts.OfType<InvocationExpressionSyntax>().FirstOrDefault(part
            => CallSyntax.CalledNameSyntax(part) is { Identifier.ValueText: "TryGetValue" } name
                && part.ArgumentList.Arguments.Count == 2
                && CallSyntax.Receiver(name) is { } receiver && OwnMember.TextOf(receiver) == text
                && SyntaxFactory.AreEquivalent(part.ArgumentList.Arguments[0].Expression, key));
        string? variable = call is null ? null : CheckThenAct.OutVariableOf(call);
        return parts.Select(part => part switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equality => Read(equality.Left, equality.Right),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } equals
                when CallSyntax.CalledNameSyntax(equals) is { Identifier.ValueText: "Equals" } name
                    && CallSyntax.Receiver(name) is { } receiver => Read(receiver, arguments[0].Expression),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } equals
                when CallSyntax.CalledName(equals) is "ReferenceEquals" or "Equals"
                => Read(arguments[0].Expression, arguments[1].Expression),
            _ => null,
        }).FirstOrDefault(static read => read is not null);

        ExpressionSyntax? Read(ExpressionSyntax left, ExpressionSyntax right)
            => IsNull(left) || IsNull(right) ? null : ReadAs(left) ?? ReadAs(right);

        ExpressionSyntax? ReadAs(ExpressionSyntax side) => CallSyntax.WithoutCasts(side) switch
        {
            ElementAccessExpressionSyntax element when CheckThenAct.IsOf(element, collection, key) => element,
            IdentifierNameSyntax { Identifier.ValueText: var name } when name == variable => call,
            _ => null,
        };
    }

    private static bool IsNull(ExpressionSyntax expression)
        => CallSyntax.WithoutCasts(expression).Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression;

    /// <summary>The conditions of which all have to hold.</summary>
    private static void AddParts(ExpressionSyntax condition, List<ExpressionSyntax> parts)
    {
        condition = CallSyntax.WalkDownParentheses(condition);
        if (condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both)
        {
            AddParts(both.Left, parts);
            AddParts(both.Right, parts);
        }
        else
        {
            parts.Add(condition);
        }
    }
}
