namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// Writes an update of an entry of a concurrent dictionary as one <c>AddOrUpdate</c>; null where the code does not say what a missing key
/// begins with, or where the new value must not be made twice.
/// </summary>
internal static class OneStepUpdate
{
    /// <summary><c>d.AddOrUpdate(k, 1, (_, value) => value + 1)</c>, where the code says what a key that is missing begins with.</summary>
    public static SyntaxNode? AddOrUpdate(SyntaxNode root, CheckThenAct site)
    {
        if (site.Node.Parent is not ExpressionStatementSyntax statement || site.Node.DescendantNodes().Any(FunctionSyntax.IsAwait))
        {
            return null;
        }

        string parameter = OneStepEditing.NameFor(site);
        return site.Check is InvocationExpressionSyntax { Parent: IfStatementSyntax or PrefixUnaryExpressionSyntax } check
            ? OfTwoBranches(root, site, statement, check)
            : site.Check is InvocationExpressionSyntax read
                ? OfDefault(root, site, statement, read, parameter)
                : BehindAdd(root, site, statement, parameter);
    }

    /// <summary><c>if (d.TryGetValue(k, out var n)) d[k] = n + 1; else d[k] = 1;</c>, in either order.</summary>
    private static SyntaxNode? OfTwoBranches(
        SyntaxNode root, CheckThenAct site, ExpressionStatementSyntax statement, InvocationExpressionSyntax check)
    {
        if (check.FirstAncestorOrSelf<IfStatementSyntax>() is not { Else.Statement: var otherwise, Parent: BlockSyntax block } test
            || check.ArgumentList.Arguments is not { Count: 2 } arguments || arguments[1].Expression is not DeclarationExpressionSyntax
            || CheckThenAct.OutVariableOf(check) is not { } variable
            || Only(test.Statement) is not { } first || Only(otherwise) is not { } second
            || (first == statement ? second : first) is not { } other || (first != statement && second != statement)
            || InitialOf(other, site) is not { } initial
            || site.Node is not AssignmentExpressionSyntax { Right: var updated } || !MayRunAgain(updated)
            || block.Statements.SkipWhile(one => one != test).Skip(1).Any(after => OneStepEditing.Mentions(after, variable))
            || OneStepEditing.HasComments(new StatementSyntax[] { test }))
        {
            return null;
        }

        return OneStepEditing.Replace(root, new StatementSyntax[] { test },
            $"{site.Collection}.AddOrUpdate({site.Key}, {Factory(initial)}, (_, {variable}) => {updated});");
    }

    /// <summary><c>d[k] = d.GetValueOrDefault(k) + 1</c>, <c>d[k] = d.GetOrAdd(k, 0) + 1</c>.</summary>
    private static SyntaxNode? OfDefault(
        SyntaxNode root, CheckThenAct site, ExpressionStatementSyntax statement, InvocationExpressionSyntax read, string parameter)
    {
        ExpressionSyntax? initial = CallSyntax.CalledName(read) switch
        {
            "GetValueOrDefault" when read.ArgumentList.Arguments.Count == 1
                => LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(0)),
            "GetValueOrDefault" or "GetOrAdd" when read.ArgumentList.Arguments is { Count: 2 } arguments
                && arguments[1].Expression is LiteralExpressionSyntax literal => literal,
            _ => null,
        };
        return initial is not null && read.Parent is BinaryExpressionSyntax sum && sum.Left == read && sum == site.Value
            && MayRunAgain(sum.Right)
            ? OneStepEditing.Replace(
                root, new StatementSyntax[] { statement }, Counting(site, initial, sum.OperatorToken.Text, sum.Right, parameter))
            : null;
    }

    /// <summary><c>d.TryAdd(k, 0); d[k]++;</c> or <c>if (!d.ContainsKey(k)) d[k] = 0; d[k]++;</c>.</summary>
    private static SyntaxNode? BehindAdd(SyntaxNode root, CheckThenAct site, ExpressionStatementSyntax statement, string parameter)
    {
        if (statement.Parent is not BlockSyntax block || block.Statements.IndexOf(statement) is not (> 0 and var index)
            || block.Statements[index - 1] is not { } before
            || (before is IfStatementSyntax { Else: null } test && IsAbsenceCheck(test.Condition, site) ? Only(test.Statement) : before)
                is not { } add
            || (add == before && add is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax })
            || InitialOf(add, site) is not LiteralExpressionSyntax initial
            || OneStepEditing.HasComments(new[] { before, statement }))
        {
            return null;
        }

        (string Operator, ExpressionSyntax Operand)? step = site.Node switch
        {
            PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => (site.Node.Kind() is SyntaxKind.PostIncrementExpression
                or SyntaxKind.PreIncrementExpression ? "+" : "-", LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(1))),
            AssignmentExpressionSyntax { RawKind: not (int)SyntaxKind.SimpleAssignmentExpression } compound
                => (compound.OperatorToken.Text.TrimEnd('='), compound.Right),
            AssignmentExpressionSyntax { Right: BinaryExpressionSyntax sum } when sum.Left == site.Check
                => (sum.OperatorToken.Text, sum.Right),
            _ => null,
        };
        return step is var (@operator, operand) && MayRunAgain(operand)
            ? OneStepEditing.Replace(root, new[] { before, statement }, Counting(site, initial, @operator, operand, parameter))
            : null;
    }

    /// <summary>The collection calls the delegate again when another thread was faster.</summary>
    private static bool MayRunAgain(ExpressionSyntax expression)
        => expression.DescendantNodesAndSelf().All(static node => node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type } }
                => type.Identifier.ValueText is "Math" or "TimeSpan" or "string",
            InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax
                or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression }
                or AnonymousFunctionExpressionSyntax => false,
            _ => node.Kind() is not (SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression),
        });

    private static string Counting(
        CheckThenAct site, ExpressionSyntax initial, string @operator, ExpressionSyntax operand, string parameter)
    {
        // d[k] -= a - b: the right side is one value.
        string right = operand is BinaryExpressionSyntax or ConditionalExpressionSyntax ? $"({operand})" : operand.ToString();
        string first = initial is LiteralExpressionSyntax { Token.Value: 0 } && @operator == "+" ? operand.ToString()
            : $"{initial} {@operator} {right}";
        return $"{site.Collection}.AddOrUpdate({site.Key}, {first}, (_, {parameter}) => {parameter} {@operator} {right});";
    }

    /// <summary>What a statement puts in for a key that is missing.</summary>
    private static ExpressionSyntax? InitialOf(StatementSyntax statement, CheckThenAct site)
        => statement is ExpressionStatementSyntax { Expression: var expression } ? expression switch
        {
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } set
                when set.IsKind(SyntaxKind.SimpleAssignmentExpression) && element.Expression.ToString() == site.Collection.ToString()
                    && AreEquivalent(element.ArgumentList.Arguments[0].Expression, site.Key) => set.Right,
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } call
                when CallSyntax.CalledName(call) is "TryAdd" or "GetOrAdd"
                    && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!)?.ToString() == site.Collection.ToString()
                    && AreEquivalent(arguments[0].Expression, site.Key)
                    && arguments[1].Expression is not AnonymousFunctionExpressionSyntax => arguments[1].Expression,
            _ => null,
        } : null;

    private static string Factory(ExpressionSyntax initial)
        => initial is LiteralExpressionSyntax or IdentifierNameSyntax or PrefixUnaryExpressionSyntax
            ? initial.ToString()
            : "_ => " + initial;

    private static bool IsAbsenceCheck(ExpressionSyntax condition, CheckThenAct site)
        => condition is PrefixUnaryExpressionSyntax { Operand: InvocationExpressionSyntax call }
            && call.ArgumentList.Arguments is { Count: 1 } arguments && CallSyntax.CalledName(call) == "ContainsKey"
            && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!)?.ToString() == site.Collection.ToString()
            && AreEquivalent(arguments[0].Expression, site.Key);

    private static StatementSyntax? Only(StatementSyntax statement)
        => statement is BlockSyntax block ? block.Statements.Count == 1 ? block.Statements[0] : null : statement;
}
