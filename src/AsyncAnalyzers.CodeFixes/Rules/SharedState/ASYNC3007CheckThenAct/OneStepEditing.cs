namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// Writes a check and an act as the one call that does both; each method answers null where no call does the same.
/// </summary>
internal static class OneStepEditing
{
    /// <summary><c>d.AddOrUpdate(k, 1, (_, value) => value + 1)</c>, where the code says what a key that is missing begins with.</summary>
    public static SyntaxNode? AddOrUpdate(SyntaxNode root, CheckThenAct site)
    {
        if (site.Node.Parent is not ExpressionStatementSyntax statement || site.Node.DescendantNodes().Any(FunctionSyntax.IsAwait))
        {
            return null;
        }

        string parameter = NameFor(site);
        return site.Check is InvocationExpressionSyntax { Parent: IfStatementSyntax or PrefixUnaryExpressionSyntax } check
            ? OfTwoBranches(root, site, statement, check)
            : site.Check is InvocationExpressionSyntax read
                ? OfDefault(root, site, statement, read, parameter)
                : BehindAdd(root, site, statement, parameter);
    }

    /// <summary><c>d.GetOrAdd(k, _ => new List&lt;int&gt;())</c>.</summary>
    public static SyntaxNode? GetOrAdd(SyntaxNode root, CheckThenAct site)
    {
        if (site.Check.FirstAncestorOrSelf<IfStatementSyntax>() is not { Else: null } test || test.Parent is not BlockSyntax
            || Made(site, test) is not var (value, replaced, result) || value.DescendantNodesAndSelf().Any(FunctionSyntax.IsAwait)
            || (CheckThenAct.OutVariableOf(site.Check) is { } variable && Mentions(value, variable))
            || HasComments(replaced))
        {
            return null;
        }

        string call = $"{site.Collection}.GetOrAdd({site.Key}, _ => {value})";
        return Replace(root, replaced, result switch
        {
            MadeFor.Return => $"return {call};",
            MadeFor.Declaration => $"var {CheckThenAct.OutVariableOf(site.Check)} = {call};",
            MadeFor.Variable => $"{CheckThenAct.OutVariableOf(site.Check)} = {call};",
            _ => value is LiteralExpressionSyntax or IdentifierNameSyntax
                ? $"{site.Collection}.TryAdd({site.Key}, {value});"
                : call + ";",
        });
    }

    /// <summary><c>if (d.TryGetValue(k, out var value)) Use(value)</c>.</summary>
    public static SyntaxNode? TryGetValue(SyntaxNode root, CheckThenAct site)
    {
        SyntaxNode scope = site.Check;
        while (scope.Parent is ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression })
        {
            scope = scope.Parent;
        }

        scope = scope.Parent is IfStatementSyntax or ConditionalExpressionSyntax ? scope.Parent : scope;
        string text = site.Collection.ToString();
        ElementAccessExpressionSyntax[] reads = scope.DescendantNodesAndSelf().OfType<ElementAccessExpressionSyntax>().Where(element
            => element.SpanStart > site.Check.Span.End && element.Expression.ToString() == text
                && AreEquivalent(element.ArgumentList.Arguments[0].Expression, site.Key)).ToArray();
        if (reads.Length == 0 || reads.Any(static read => Writes.AccessOf(read) != AccessKind.Read)
            || (scope is IfStatementSyntax { Else: { } otherwise } && reads.Any(read => otherwise.Span.Contains(read.Span)))
            || (scope is ConditionalExpressionSyntax choice && reads.Any(read => choice.WhenFalse.Span.Contains(read.Span))))
        {
            return null;
        }

        string name = NameFor(site);
        return root.ReplaceNodes(reads.Cast<SyntaxNode>().Append(site.Check), (original, _) => ParseExpression(
            original == site.Check ? $"{site.Collection}.TryGetValue({site.Key}, out var {name})" : name).WithTriviaFrom(original));
    }

    /// <summary><c>if (q.TryDequeue(out var x))</c>.</summary>
    public static SyntaxNode? TakeInCondition(SyntaxNode root, CheckThenAct site)
    {
        if (site.Node.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement || block.Statements[0] != statement
            || block.Statements.Count == 1 || HasComments(new[] { (StatementSyntax)statement }) || statement.HasLeadingComment()
            || ConditionOf(block.Parent) is not { } condition || !IsWholeCheck(condition, site.Check))
        {
            return null;
        }

        return ReplaceAndRemove(root, condition, site.Node.WithoutTrivia().WithTriviaFrom(condition), statement);
    }

    /// <summary><c>if (Interlocked.Exchange(ref f, true)) return;</c>, where Interlocked knows <c>bool</c>.</summary>
    public static SyntaxNode? Exchange(SyntaxNode root, TestedFlag flag, RepairRequest request)
    {
        if (request.Types.Interlocked is not { } interlocked || flag.Node.Parent is not ExpressionStatementSyntax statement
            || !interlocked.GetMembers("Exchange").OfType<IMethodSymbol>().Any(static method
                => method is { IsGenericMethod: true } && !method.TypeParameters[0].HasReferenceTypeConstraint)
            || statement.HasLeadingComment() || HasComments(new StatementSyntax[] { statement }))
        {
            return null;
        }

        ExpressionSyntax call = ElasticTrivia.RemovedFrom(InvocationExpression(
            TypeNaming.Member(TypeNaming.ExpressionOf(request, interlocked), "Exchange"),
            ParseArgumentList($"(ref {flag.Node.Left}, true)")));
        ExpressionSyntax tested = flag.Test.Condition is PrefixUnaryExpressionSyntax not ? not.Operand : flag.Test.Condition;
        return ReplaceAndRemove(root, tested, call.WithTriviaFrom(tested), statement);
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
            || block.Statements.SkipWhile(one => one != test).Skip(1).Any(after => Mentions(after, variable))
            || HasComments(new StatementSyntax[] { test }))
        {
            return null;
        }

        return Replace(root, new StatementSyntax[] { test },
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
            ? Replace(root, new StatementSyntax[] { statement }, Counting(site, initial, sum.OperatorToken.Text, sum.Right, parameter))
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
            || HasComments(new[] { before, statement }))
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
            ? Replace(root, new[] { before, statement }, Counting(site, initial, @operator, operand, parameter))
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
        string first = initial is LiteralExpressionSyntax { Token.Value: 0 } && @operator == "+" ? operand.ToString()
            : $"{initial} {@operator} {operand}";
        return $"{site.Collection}.AddOrUpdate({site.Key}, {first}, (_, {parameter}) => {parameter} {@operator} {operand});";
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

    private enum MadeFor
    {
        Nothing,
        Variable,
        Declaration,
        Return,
    }

    /// <summary>The value that is made, the statements that the call replaces, and what they do with it.</summary>
    private static (ExpressionSyntax Value, StatementSyntax[] Replaced, MadeFor Result)? Made(CheckThenAct site, IfStatementSyntax test)
    {
        StatementSyntax[] body = test.Statement is BlockSyntax block ? block.Statements.ToArray() : new[] { test.Statement };
        string? variable = CheckThenAct.OutVariableOf(site.Check);
        if (test.Statement.Span.Contains(site.Node.Span))
        {
            MadeFor result = variable is null ? MadeFor.Nothing
                : site.Check.DescendantNodes().Any(static node => node is DeclarationExpressionSyntax) ? MadeFor.Declaration
                : MadeFor.Variable;
            StatementSyntax[] whole = { test };
            if (body.Length == 1 && body[0] is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax set } && set == site.Node)
            {
                return set.Right is AssignmentExpressionSyntax { Left: IdentifierNameSyntax both } inner
                    ? both.Identifier.ValueText == variable ? (inner.Right, whole, result) : null
                    : variable is null ? (set.Right, whole, MadeFor.Nothing) : null;
            }

            return body.Length == 2 && body[1] == site.Node.Parent
                && body[0] is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax made } first }
                && made.Identifier.ValueText == variable
                    ? (first.Right, whole, result)
                    : null;
        }

        // if (d.TryGetValue(k, out var v)) return v; var made = X; d[k] = made; return made;
        var around = (BlockSyntax)test.Parent!;
        int index = around.Statements.IndexOf(test);
        return body.Length == 1 && body[0] is ReturnStatementSyntax { Expression: IdentifierNameSyntax returned }
            && returned.Identifier.ValueText == variable
            && around.Statements.Count == index + 4
            && ValueSetBy(around.Statements[index + 1]) is var (name, value)
            && around.Statements[index + 2] == site.Node.Parent
            && around.Statements[index + 3] is ReturnStatementSyntax { Expression: IdentifierNameSyntax last }
            && last.Identifier.ValueText == name && site.Value is IdentifierNameSyntax stored && stored.Identifier.ValueText == name
                ? (value, around.Statements.Skip(index).ToArray(), MadeFor.Return)
                : null;
    }

    private static (string Name, ExpressionSyntax Value)? ValueSetBy(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables, UsingKeyword.RawKind: 0 }
            when variables[0].Initializer is { } initializer => (variables[0].Identifier.ValueText, initializer.Value),
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment }
            => (name.Identifier.ValueText, assignment.Right),
        _ => null,
    };

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

    private static ExpressionSyntax? ConditionOf(SyntaxNode? parent) => parent switch
    {
        IfStatementSyntax test => test.Condition,
        WhileStatementSyntax loop => loop.Condition,
        _ => null,
    };

    /// <summary><c>q.Count > 0</c>, <c>!q.IsEmpty</c>, <c>q.Any()</c>.</summary>
    private static bool IsWholeCheck(ExpressionSyntax condition, ExpressionSyntax check) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.NotEqualsExpression } compared
            => compared.Left == check && compared.Right is LiteralExpressionSyntax { Token.Value: 0 },
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand == check,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call => call.Expression == check,
        _ => false,
    };

    private static string NameFor(CheckThenAct site)
        => FreeNames.Numbered("value", FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(site.Node)).Contains);

    private static bool Mentions(SyntaxNode code, string variable)
        => code.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable);

    /// <summary>Something is said inside of what goes: who would know where it belongs.</summary>
    private static bool HasComments(IReadOnlyList<StatementSyntax> statements)
    {
        int from = statements[0].SpanStart;
        int to = statements[statements.Count - 1].Span.End;
        return statements.SelectMany(static statement => statement.DescendantTrivia()).Any(trivia
            => trivia.SpanStart >= from && trivia.Span.End <= to
                && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
    }

    private static bool HasLeadingComment(this StatementSyntax statement)
        => statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(static trivia
            => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>The statement goes; an empty line before it stays.</summary>
    private static SyntaxNode ReplaceAndRemove(SyntaxNode root, SyntaxNode replaced, SyntaxNode by, ExpressionStatementSyntax removed)
    {
        var block = (BlockSyntax)removed.Parent!;
        StatementSyntax? next = block.Statements.ElementAtOrDefault(block.Statements.IndexOf(removed) + 1);
        SyntaxTrivia[] lines = removed.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).ToArray();
        var mark = new SyntaxAnnotation();
        root = root.ReplaceNodes(
            new[] { replaced, removed, next }.OfType<SyntaxNode>(),
            (original, rewritten) => original == replaced ? by
                : original == next ? rewritten.WithLeadingTrivia(lines.Concat(rewritten.GetLeadingTrivia()))
                : rewritten.WithAdditionalAnnotations(mark));
        return root.RemoveNode(root.GetAnnotatedNodes(mark).Single(), SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    /// <summary>One statement in the place of several of one block.</summary>
    private static SyntaxNode Replace(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, string code)
    {
        StatementSyntax replacement = ParseStatement(code)
            .WithLeadingTrivia(statements[0].GetLeadingTrivia())
            .WithTrailingTrivia(statements[statements.Count - 1].GetTrailingTrivia());
        if (statements.Count == 1)
        {
            return root.ReplaceNode(statements[0], replacement);
        }

        var block = (BlockSyntax)statements[0].Parent!;
        int first = block.Statements.IndexOf(statements[0]);
        return root.ReplaceNode(block, block.WithStatements(List(
            block.Statements.Take(first).Append(replacement).Concat(block.Statements.Skip(first + statements.Count)))));
    }
}
