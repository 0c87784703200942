namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that the compiler turns into data: a lambda that is converted to <c>Expression&lt;TDelegate&gt;</c>, and the clauses of a query
/// whose operators take such lambdas. It does not run where it is written. A provider translates it.
/// </summary>
internal static class ExpressionTree
{
    private static readonly ModelCache<bool> Trees = new();

    /// <summary>
    /// The node is in an expression tree, or is a lambda that becomes one. Only lambdas and clauses around the node are asked, the
    /// outermost first: nothing inside a tree is bound for it.
    /// </summary>
    public static bool Contains(SyntaxNode node, CodeModel model)
    {
        if (model.Types.ExpressionOfT is null)
        {
            return false;
        }

        return (node is AnonymousFunctionExpressionSyntax ? node : CarrierAround(node)) is { } carrier
            && IsTree(carrier, model);
    }

    private static bool IsTree(SyntaxNode carrier, CodeModel model)
        => Trees.GetOrAdd(model, carrier, node => (CarrierAround(node) is { } outer && IsTree(outer, model))
            || (node is AnonymousFunctionExpressionSyntax lambda
                ? MayBeConverted(lambda) && model.GetTypeInfo(lambda).ConvertedType.IsOrDerivesFrom(model.Types.ExpressionOfT)
                : TakesExpression(node, model)));

    /// <summary>
    /// The innermost lambda or query clause whose code the node belongs to. What a local function or member holds is code again.
    /// </summary>
    private static SyntaxNode? CarrierAround(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null
            and not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            switch (current)
            {
                case AnonymousFunctionExpressionSyntax lambda when child == lambda.Body:
                case QueryClauseSyntax and not OrderByClauseSyntax when !QuerySyntax.IsSource(current, child):
                case SelectOrGroupClauseSyntax or OrderingSyntax:
                    return current;
            }
        }

        return null;
    }

    /// <summary>Neither statements nor awaits are possible in an expression tree.</summary>
    private static bool MayBeConverted(AnonymousFunctionExpressionSyntax lambda)
        => lambda is LambdaExpressionSyntax { ExpressionBody: not null } && !FunctionSyntax.IsAsync(lambda);

    /// <summary>
    /// The operator that the clause stands for takes an expression. One that has none (the last select) goes by the others of its query.
    /// </summary>
    private static bool TakesExpression(SyntaxNode clause, CodeModel model)
    {
        IMethodSymbol? method = OperatorOf(clause, model);
        if (method is null && QuerySyntax.BodyOf(clause) is { } body)
        {
            method = QuerySyntax.OperatorsOf(body).Select(part
                => OperatorOf(part, model)).FirstOrDefault(found => found is not null);
        }

        return method is not null && method.Parameters.Any(parameter => parameter.Type.IsOrDerivesFrom(model.Types.ExpressionOfT));
    }

    private static IMethodSymbol? OperatorOf(SyntaxNode clause, CodeModel model) => (clause switch
    {
        QueryClauseSyntax query => model.Semantic.GetQueryClauseInfo(query, model.CancellationToken).OperationInfo,
        SelectOrGroupClauseSyntax last => model.GetSymbolInfo(last),
        OrderingSyntax ordering => model.GetSymbolInfo(ordering),
        _ => default,
    }).Symbol as IMethodSymbol;
}
