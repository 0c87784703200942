namespace AsyncAnalyzers.Semantics;

/// <summary>Where the items of a query come from: the asynchronous operators of a provider throw on a sequence in memory.</summary>
internal static class QuerySource
{
    private const int MaximumDepth = 8;

    /// <summary>The query begins, or on some path may begin, with a sequence in memory on which <c>AsQueryable</c> is called.</summary>
    public static bool MayBeInMemory(ExpressionSyntax? query, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => query is not null && MayBeInMemory(query, model, types, 0, cancellationToken);

    private static bool MayBeInMemory(ExpressionSyntax query, SemanticModel model, KnownTypes types, int depth, CancellationToken cancellationToken)
    {
        ExpressionSyntax source = CallSyntax.WalkDownParentheses(query);
        while (source is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            if (access.Name.Identifier.ValueText == "AsQueryable" && CallSyntax.MethodOf(call, model, cancellationToken)?.IsDeclaredIn(types.Queryable) == true)
            {
                return !(model.GetTypeInfo(access.Expression, cancellationToken).Type is { } type && IsQuery(type));
            }

            source = CallSyntax.WalkDownParentheses(access.Expression);
        }

        return source switch
        {
            ConditionalExpressionSyntax conditional when depth < MaximumDepth
                => MayBeInMemory(conditional.WhenTrue, model, types, depth + 1, cancellationToken) || MayBeInMemory(conditional.WhenFalse, model, types, depth + 1, cancellationToken),
            IdentifierNameSyntax name when depth < MaximumDepth
                && model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations } local
                && declarations[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax declarator
                => ValuesOf(declarator, name, model).Any(value => MayBeInMemory(value, model, types, depth + 1, cancellationToken)),
            _ => false,
        };
    }

    /// <summary>What the variable is set to, but for what only adds to the query: <c>q = q.Where(…)</c>.</summary>
    private static IEnumerable<ExpressionSyntax> ValuesOf(VariableDeclaratorSyntax declarator, IdentifierNameSyntax use, SemanticModel model)
    {
        if (declarator.Initializer is { Value: { } initial } && !initial.Span.Contains(use.Span))
        {
            yield return initial;
        }

        foreach (AssignmentExpressionSyntax assignment in LocalAssignments.Of(declarator, model).OfType<AssignmentExpressionSyntax>())
        {
            if (!assignment.Span.Contains(use.Span) && (CallSyntax.LeftmostOf(assignment.Right) as IdentifierNameSyntax)?.Identifier.ValueText != declarator.Identifier.ValueText)
            {
                yield return assignment.Right;
            }
        }
    }

    /// <summary>The items come from a provider: what the asynchronous operators are declared on.</summary>
    public static bool IsQuery(ITypeSymbol type) => type.Name is "IQueryable" or "IOrderedQueryable" || type.AllInterfaces.Any(implemented => implemented.Name == "IQueryable");
}
