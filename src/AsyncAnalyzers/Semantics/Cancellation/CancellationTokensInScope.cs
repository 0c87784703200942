namespace AsyncAnalyzers.Semantics;

/// <summary>The cancellation token that a new asynchronous call can be given.</summary>
internal static class CancellationTokensInScope
{
    private static readonly ModelCache<ImmutableArray<ISymbol>> Declared = new();

    private static readonly string[] TokenWords = { "token", "cancel", "stop", "abort", "shutdown", "lifetime" };

    /// <summary>
    /// The name of the only token of the innermost function that has one: its parameter, or a local that is declared
    /// and assigned before the position. Null where there is none or more than one, and where code must run although the token is
    /// cancelled: <see cref="CancelledToken"/>, and calls that take back what was done.
    /// </summary>
    public static string? Only(SyntaxNode node, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (types.CancellationToken is null || TakesBack(node))
        {
            return null;
        }

        for (SyntaxNode? function = FunctionSyntax.Enclosing(node); function is not null; function = FunctionSyntax.Enclosing(function))
        {
            string? found = null;
            foreach (ISymbol token in Declared.GetOrAdd(model, function, declaring => DeclaredIn(declaring, model, types, cancellationToken)))
            {
                if ((token is ILocalSymbol && !IsAssignedBefore(token, node, cancellationToken)) || !IsVisibleAt(node, token, model))
                {
                    continue;
                }

                if (found is not null)
                {
                    return null;
                }

                found = token.Name;
            }

            if (found is not null)
            {
                return CancelledToken.IsExpectedAt(node, found, function) ? null : found;
            }

            if (FunctionSyntax.IsStatic(function))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>A transaction that is rolled back because the work was cancelled, too.</summary>
    private static bool TakesBack(SyntaxNode node)
        => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
            && (name.StartsWith("Rollback", StringComparison.Ordinal) || name.StartsWith("RollBack", StringComparison.Ordinal)
                || name.StartsWith("Compensate", StringComparison.Ordinal));

    /// <summary>
    /// The parameters and locals of the type, without those of nested functions. What is not written as a token nor named like one
    /// is not bound: under-approximates the locals that are declared with <c>var</c>.
    /// </summary>
    private static ImmutableArray<ISymbol> DeclaredIn(
        SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        ImmutableArray<ISymbol>.Builder? found = null;
        foreach (ParameterSyntax parameter in TokenParameters.Of(function))
        {
            if ((parameter.Type is null || TypeNames.Of(parameter.Type) == "CancellationToken")
                && model.GetDeclaredSymbol(parameter, cancellationToken) is { RefKind: RefKind.None } symbol
                && symbol.Type.Is(types.CancellationToken))
            {
                (found ??= ImmutableArray.CreateBuilder<ISymbol>()).Add(symbol);
            }
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node is VariableDeclaratorSyntax { Initializer.Value: var value, Parent: VariableDeclarationSyntax declaration } local
                && (TypeNames.Of(declaration.Type) is { } type
                    ? type == "CancellationToken"
                    : IsNamedLikeToken(local.Identifier.ValueText) || IsNamedLikeToken(LastName(value)))
                && model.GetDeclaredSymbol(local, cancellationToken) is ILocalSymbol symbol
                && symbol.Type.Is(types.CancellationToken))
            {
                (found ??= ImmutableArray.CreateBuilder<ISymbol>()).Add(symbol);
            }
        }

        return found?.ToImmutable() ?? ImmutableArray<ISymbol>.Empty;
    }

    private static bool IsNamedLikeToken(string? name)
        => name is not null && (name == "ct" || TokenWords.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0));

    private static string? LastName(ExpressionSyntax value) => value switch
    {
        InvocationExpressionSyntax call => CallSyntax.CalledName(call),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        ConditionalExpressionSyntax conditional => LastName(conditional.WhenTrue),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => LastName(coalesce.Left),
        ConditionalAccessExpressionSyntax { WhenNotNull: var last } => LastName(last),
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        ParenthesizedExpressionSyntax parenthesized => LastName(parenthesized.Expression),
        CastExpressionSyntax { Type: var type } => TypeNames.Of(type),
        DefaultExpressionSyntax { Type: var type } => TypeNames.Of(type),
        BaseObjectCreationExpressionSyntax created => TypeNames.Of((created as ObjectCreationExpressionSyntax)?.Type),
        _ => null,
    };

    private static bool IsVisibleAt(SyntaxNode node, ISymbol token, SemanticModel model)
        => model.LookupSymbols(node.SpanStart, name: token.Name).Contains(token, SymbolEqualityComparer.Default);

    private static bool IsAssignedBefore(ISymbol local, SyntaxNode node, CancellationToken cancellationToken)
        => local.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken).Span.End <= node.SpanStart;
}
