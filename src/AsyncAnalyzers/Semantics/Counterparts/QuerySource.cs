namespace AsyncAnalyzers.Semantics;

/// <summary>Where the items of a query come from: the asynchronous operators of a provider throw on a sequence in memory.</summary>
internal static class QuerySource
{
    private const int MaximumDepth = 8;

    /// <summary>Longer chains are not walked to their beginning.</summary>
    private const int MaximumParts = 50;

    /// <summary>The query begins, or on some path may begin, with a sequence in memory on which <c>AsQueryable</c> is called.</summary>
    public static bool MayBeInMemory(ExpressionSyntax? query, CodeModel model)
        => query is not null && MayBeInMemory(query, model, 0);

    private static bool MayBeInMemory(ExpressionSyntax query, CodeModel model, int depth)
    {
        ExpressionSyntax source = CallSyntax.WalkDownParentheses(query);
        while (source is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            if (access.Name.Identifier.ValueText == "AsQueryable"
                && CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.Queryable) == true)
            {
                return !(model.TypeOf(access.Expression) is { } type && IsQuery(type));
            }

            // order.Match(up => items.OrderBy(…), () => items): what some other method makes of it comes out of one of its lambdas.
            if (depth < MaximumDepth
                && AnswersOf(call).Any(answer => model.TypeOf(answer) is { } type && IsQuery(type)
                && MayBeInMemory(answer, model, depth + 1)))
            {
                return true;
            }

            source = CallSyntax.WalkDownParentheses(access.Expression);
        }

        return source switch
        {
            ConditionalExpressionSyntax conditional when depth < MaximumDepth
                => MayBeInMemory(conditional.WhenTrue, model, depth + 1)
                    || MayBeInMemory(conditional.WhenFalse, model, depth + 1),
            IdentifierNameSyntax name when depth < MaximumDepth
                && model.SymbolOf(name) is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations } local
                && declarations[0].GetSyntax(model.CancellationToken) is VariableDeclaratorSyntax declarator
                => ValuesOf(declarator, name, model).Any(value => MayBeInMemory(value, model, depth + 1)),
            _ => false,
        };
    }

    /// <summary>What the lambdas among the arguments answer, as far as they are expressions.</summary>
    private static IEnumerable<ExpressionSyntax> AnswersOf(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments.Select(static argument
            => (argument.Expression as LambdaExpressionSyntax)?.ExpressionBody).OfType<ExpressionSyntax>();

    /// <summary>
    /// The query is one of the provider's whose operators the class declares: the file imports their namespace, the query begins with a
    /// set or
    /// context of it, or an operator of it has been called on the query. An <c>IQueryable</c> that a library is handed may be of any
    /// provider.
    /// </summary>
    public static bool IsOfProvider(ExpressionSyntax query, INamedTypeSymbol operators, CodeModel model)
    {
        if (model.Semantic.LookupNamespacesAndTypes(query.SpanStart, name: operators.Name).Contains(operators,
            SymbolEqualityComparer.Default))
        {
            return true;
        }

        ExpressionSyntax? part = CallSyntax.WalkDownParentheses(query);
        for (int depth = 0; part is not null && depth < MaximumParts; depth++)
        {
            if (model.SymbolOf(part) is IMethodSymbol method && IsDeclaredThere(method)
                || model.TypeOf(part).SelfAndBases().Any(IsDeclaredThere))
            {
                return true;
            }

            part = CallSyntax.WalkDownParentheses(part) switch
            {
                InvocationExpressionSyntax call => call.Expression,
                MemberAccessExpressionSyntax access => access.Expression,
                AwaitExpressionSyntax awaited => awaited.Expression,
                IdentifierNameSyntax name
                    => DataOrigin.InitializerOf(model.SymbolOf(name), model),
                _ => null,
            };
        }

        return false;

        bool IsDeclaredThere(ISymbol symbol)
            => SymbolEqualityComparer.Default.Equals(symbol.ContainingNamespace, operators.ContainingNamespace);
    }

    /// <summary>What the variable is set to, but for what only adds to the query: <c>q = q.Where(…)</c>.</summary>
    private static IEnumerable<ExpressionSyntax> ValuesOf(VariableDeclaratorSyntax declarator, IdentifierNameSyntax use, CodeModel model)
    {
        if (declarator.Initializer is { Value: { } initial } && !initial.Span.Contains(use.Span))
        {
            yield return initial;
        }

        foreach (AssignmentExpressionSyntax assignment in LocalAssignments.Of(declarator, model).OfType<AssignmentExpressionSyntax>())
        {
            if (!assignment.Span.Contains(use.Span) && (
                CallSyntax.LeftmostOf(assignment.Right) as IdentifierNameSyntax)?.Identifier.ValueText != declarator.Identifier.ValueText)
            {
                yield return assignment.Right;
            }
        }
    }

    /// <summary>The items come from a provider: what the asynchronous operators are declared on.</summary>
    public static bool IsQuery(ITypeSymbol type)
        => type.Name is "IQueryable" or "IOrderedQueryable" || type.AllInterfaces.Any(implemented => implemented.Name == "IQueryable");
}
