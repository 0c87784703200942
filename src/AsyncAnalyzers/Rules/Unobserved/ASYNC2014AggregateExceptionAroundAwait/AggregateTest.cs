namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>A test of a caught exception for AggregateException, where nothing in the try block throws one.</summary>
internal static class AggregateTest
{
    /// <summary>
    /// By syntax alone: the catch variable that is tested for the named type, and its clause, around whose block something is awaited.
    /// </summary>
    public static (IdentifierNameSyntax Tested, CatchClauseSyntax Clause)? At(SimpleNameSyntax name)
    {
        if (TestedBy(name) is not { } tested)
        {
            return null;
        }

        foreach (SyntaxNode ancestor in name.Ancestors())
        {
            if (ancestor is CatchClauseSyntax clause)
            {
                if (clause.Declaration?.Identifier.ValueText == tested.Identifier.ValueText)
                {
                    return clause.Parent is TryStatementSyntax @try && FunctionSyntax.Enclosing(clause) is { } function
                        && FunctionSyntax.IsAsync(function)
                        && FunctionSyntax.OwnNodes(@try.Block).Any(FunctionSyntax.IsAwait)
                            ? (tested, clause)
                            : null;
                }
            }
            else if (FunctionSyntax.IsFunction(ancestor) || ancestor is MemberDeclarationSyntax)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The test is for AggregateException, the variable is that of the clause, and nothing throws one.</summary>
    public static bool IsDead(SimpleNameSyntax name, CodeModel model)
        => At(name) is var (tested, clause)
            && IsPlain(clause, tested.Identifier.ValueText)
            && model.TypeOf(clause.Declaration!.Type).Is(model.Types.Exception)
            && (model.SymbolOf(name) as ITypeSymbol).Is(model.Types.AggregateException)
            && !new AggregateThrowers(model).MayThrow(((TryStatementSyntax)clause.Parent!).Block);

    /// <summary>
    /// The whole test that is never true: <c>e is AggregateException</c>, with what is asked besides by <c>&amp;&amp;</c>; a pattern, an
    /// arm or a section of a switch.
    /// </summary>
    public static SyntaxNode? WholeOf(SimpleNameSyntax name)
    {
        SyntaxNode node = TypeOf(name);
        if (node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression })
        {
            return WithConditions(node.Parent);
        }

        while (node.Parent is PatternSyntax and not BinaryPatternSyntax { RawKind: (int)SyntaxKind.OrPattern })
        {
            node = node.Parent;
        }

        return node switch
        {
            { Parent: BinaryPatternSyntax } => node,
            { Parent: IsPatternExpressionSyntax @is } => WithConditions(@is),
            { Parent: SwitchExpressionArmSyntax arm } => arm,
            { Parent: CasePatternSwitchLabelSyntax { Parent: SwitchSectionSyntax { Labels.Count: 1 } section } } => section,
            _ => null,
        };
    }

    private static SyntaxNode WithConditions(SyntaxNode test)
    {
        while (test.Parent is ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression })
        {
            test = test.Parent;
        }

        return test;
    }

    /// <summary>The clause does not set its variable.</summary>
    private static bool IsPlain(CatchClauseSyntax clause, string variable)
        => !clause.Descendants().Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left }
            && left.Identifier.ValueText == variable);

    private static IdentifierNameSyntax? TestedBy(SimpleNameSyntax name)
    {
        SyntaxNode node = TypeOf(name);
        if (node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression } test
            && test.Right == node)
        {
            return CallSyntax.WalkDownParentheses(test.Left) as IdentifierNameSyntax;
        }

        // Negated it is true for every exception, which is dull, and harmless.
        while (node.Parent is PatternSyntax and not UnaryPatternSyntax)
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            IsPatternExpressionSyntax @is when @is.Pattern == node
                => CallSyntax.WalkDownParentheses(@is.Expression) as IdentifierNameSyntax,
            SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax @switch } arm when arm.Pattern == node
                => CallSyntax.WalkDownParentheses(@switch.GoverningExpression) as IdentifierNameSyntax,
            CasePatternSwitchLabelSyntax { Parent.Parent: SwitchStatementSyntax statement }
                => CallSyntax.WalkDownParentheses(statement.Expression) as IdentifierNameSyntax,
            _ => null,
        };
    }

    private static SyntaxNode TypeOf(SimpleNameSyntax name)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or MemberAccessExpressionSyntax)
        {
            type = type.Parent;
        }

        return type;
    }
}
