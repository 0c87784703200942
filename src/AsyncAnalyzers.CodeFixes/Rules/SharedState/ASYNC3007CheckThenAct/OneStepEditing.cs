namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// Writes a check and an act as the one call that does both, and what its kinds share; each method answers null where no call does the
/// same.
/// </summary>
internal static class OneStepEditing
{
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
            || (scope is ConditionalExpressionSyntax choice && reads.Any(read => choice.WhenFalse.Span.Contains(read.Span)))
            || MayChangeBetween(site, reads, scope))
        {
            return null;
        }

        if (reads.Length == 1 && VariableOf(reads[0], site, scope) is var (variable, declaration))
        {
            return ReplaceAndRemove(root, site.Check, Reading(variable), declaration);
        }

        string name = NameFor(site);
        return root.ReplaceNodes(reads.Cast<SyntaxNode>().Append(site.Check), (original, _)
            => original == site.Check ? Reading(name) : ParseExpression(name).WithTriviaFrom(original));

        ExpressionSyntax Reading(string variable)
            => ParseExpression($"{site.Collection}.TryGetValue({site.Key}, out var {variable})").WithTriviaFrom(site.Check);
    }

    /// <summary>
    /// <c>if (d.ContainsKey(k)) { var x = d[k]; …</c>: the variable that the check can declare in the place of the statement. It is then
    /// seen behind the test too: nothing else of the function has its name.
    /// </summary>
    private static (string Name, LocalDeclarationStatementSyntax Declaration)? VariableOf(
        ElementAccessExpressionSyntax read, CheckThenAct site, SyntaxNode scope)
        => scope is IfStatementSyntax { Statement: BlockSyntax { Statements: { Count: > 1 } statements } block }
            && statements[0] is LocalDeclarationStatementSyntax
            {
                UsingKeyword.RawKind: 0, Declaration: { Type.IsVar: true, Variables: { Count: 1 } variables }
            } local
            && variables[0].Initializer?.Value == read && variables[0].Identifier.ValueText is var name
            && !local.HasLeadingComment() && !HasComments(new[] { local })
            && !FunctionSyntax.OutermostEnclosing(site.Node).DescendantTokens().Any(token
                => token.ValueText == name && !block.Span.Contains(token.Span))
                ? (name, local)
                : null;

    /// <summary>
    /// A read is to give what another place has put in since the check, or what stands under another key: between them the collection is
    /// used otherwise, the type's own code is called, something is awaited, or a part of the key is written; a lambda reads when it is
    /// called. Over-approximates.
    /// </summary>
    private static bool MayChangeBetween(CheckThenAct site, ElementAccessExpressionSyntax[] reads, SyntaxNode scope)
    {
        int end = reads.Max(static read => read.SpanStart);
        string text = site.Collection.ToString();
        return scope.DescendantNodes().Any(node => node.SpanStart > site.Check.Span.End && node.SpanStart < end && node switch
        {
            InvocationExpressionSyntax { Expression: SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } }
                called => CallSyntax.CalledName(called) != "nameof" && called.Span.End <= end,
            ExpressionSyntax mention when mention.ToString() == text => !reads.Any(read => read.Span.Contains(mention.Span)),
            IdentifierNameSyntax name when Writes.IsWritten(name) => site.Key is { } key && Mentions(key, name.Identifier.ValueText),
            AnonymousFunctionExpressionSyntax later => reads.Any(read => later.Span.Contains(read.Span)),
            _ => FunctionSyntax.IsAwait(node) && node.Span.End <= end,
        });
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

    private static ExpressionSyntax? ConditionOf(SyntaxNode? parent) => parent switch
    {
        IfStatementSyntax test => test.Condition,
        WhileStatementSyntax loop => loop.Condition,
        _ => null,
    };

    /// <summary><c>q.Count > 0</c>, <c>!q.IsEmpty</c>, <c>q.Any()</c>, <c>d.ContainsKey(k)</c>.</summary>
    private static bool IsWholeCheck(ExpressionSyntax condition, ExpressionSyntax check) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.NotEqualsExpression } compared
            => compared.Left == check && compared.Right is LiteralExpressionSyntax { Token.Value: 0 },
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand == check,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call => call.Expression == check,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } => condition == check,
        _ => false,
    };

    /// <summary>A name for the value that the code does not use yet.</summary>
    public static string NameFor(CheckThenAct site)
        => FreeNames.Numbered("value", FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(site.Node)).Contains);

    public static bool Mentions(SyntaxNode code, string variable)
        => code.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable);

    /// <summary>Something is said inside of what goes: who would know where it belongs.</summary>
    public static bool HasComments(IReadOnlyList<StatementSyntax> statements)
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
    private static SyntaxNode ReplaceAndRemove(SyntaxNode root, SyntaxNode replaced, SyntaxNode by, StatementSyntax removed)
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
    public static SyntaxNode Replace(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, string code)
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
