namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>A catch clause that was written for an AggregateException, rewritten for the exception in it.</summary>
internal sealed class UnwrappedException : CSharpSyntaxRewriter
{
    private readonly string _name;
    private readonly HashSet<SyntaxNode> _uses;

    private UnwrappedException(string name, HashSet<SyntaxNode> uses)
    {
        _name = name;
        _uses = uses;
    }

    /// <summary>
    /// The clause, its type aside; null where it looks at more than one exception, as by <c>InnerExceptions</c> or <c>Handle</c>.
    /// </summary>
    public static CatchClauseSyntax? In(CatchClauseSyntax clause, CodeModel model)
    {
        if (clause.Declaration is not { } declaration || declaration.Identifier.IsKind(SyntaxKind.None))
        {
            return clause;
        }

        string name = declaration.Identifier.ValueText;
        ISymbol? variable = model.GetDeclaredSymbol(declaration);
        var uses = new HashSet<SyntaxNode>();
        foreach (IdentifierNameSyntax use in clause.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText != name
                || !SymbolEqualityComparer.Default.Equals(model.SymbolOf(use), variable))
            {
                continue;
            }

            if (WholeOf(use) is { } whole)
            {
                uses.Add(whole);
            }
            else if (use.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "InnerException" or "InnerExceptions"
                or "Flatten" or "Handle"
            })
            {
                return null;
            }
        }

        return (CatchClauseSyntax)new UnwrappedException(name, uses).Visit(clause)!;
    }

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is not ExpressionSyntax expression || !_uses.Contains(expression))
        {
            return base.Visit(node);
        }

        return IdentifierName(_name).WithTriviaFrom(expression);
    }

    /// <summary><c>throw e.InnerException;</c> becomes <c>throw;</c>, which keeps the stack trace.</summary>
    public override SyntaxNode? VisitThrowStatement(ThrowStatementSyntax node)
        => node.Expression is { } thrown && _uses.Contains(CallSyntax.WithoutSuppression(thrown)) && IsDirectlyInClause(node)
            ? node.WithThrowKeyword(node.ThrowKeyword.WithTrailingTrivia()).WithExpression(null)
            : base.VisitThrowStatement(node);

    /// <summary><c>e.InnerException ?? e</c> is the exception itself.</summary>
    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
        => node.IsKind(SyntaxKind.CoalesceExpression)
            && _uses.Contains(CallSyntax.WithoutSuppression(node.Left))
            && CallSyntax.WithoutSuppression(node.Right) is IdentifierNameSyntax { Identifier.ValueText: var right }
            && right == _name
            ? IdentifierName(_name).WithTriviaFrom(node)
            : base.VisitBinaryExpression(node);

    /// <summary><c>e.InnerException!</c> and <c>e.InnerException?.Message</c>: the exception itself is not null.</summary>
    public override SyntaxNode? VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
        => node.IsKind(SyntaxKind.SuppressNullableWarningExpression) && _uses.Contains(node.Operand)
            ? IdentifierName(_name).WithTriviaFrom(node)
            : base.VisitPostfixUnaryExpression(node);

    public override SyntaxNode? VisitConditionalAccessExpression(ConditionalAccessExpressionSyntax node)
        => _uses.Contains(node.Expression) && !node.WhenNotNull.DescendantNodesAndSelf().OfType<ConditionalAccessExpressionSyntax>().Any()
            ? NullTestedAwait.CallOn(IdentifierName(_name), node).WithTriviaFrom(node)
            : base.VisitConditionalAccessExpression(node);

    private static bool IsDirectlyInClause(ThrowStatementSyntax node)
        => node.Ancestors().FirstOrDefault(ancestor
            => ancestor is CatchClauseSyntax or FinallyClauseSyntax || FunctionSyntax.IsFunction(ancestor)) is CatchClauseSyntax;

    /// <summary>The largest expression around the name that stands for the one exception in the aggregate.</summary>
    private static ExpressionSyntax? WholeOf(IdentifierNameSyntax use)
    {
        ExpressionSyntax? found = null;
        for (SyntaxNode? current = use.Parent; current is ExpressionSyntax expression; current = current.Parent)
        {
            if (expression is (MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax)
                && AggregateCatch.AggregateOf(expression) is IdentifierNameSyntax aggregate && aggregate == use)
            {
                found = expression;
            }
        }

        return found;
    }
}
