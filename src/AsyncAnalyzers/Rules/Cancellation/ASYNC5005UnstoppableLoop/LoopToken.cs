namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The token that ends a loop, or that could.</summary>
/// <param name="Text">The expression for the token: <c>stoppingToken</c>, <c>_source.Token</c>.</param>
/// <param name="Asked">What is asked for <c>IsCancellationRequested</c>: the token, or its source.</param>
/// <param name="Symbol">The parameter, local, field or property.</param>
internal sealed record LoopToken(string Text, string Asked, ISymbol Symbol)
{
    public bool IsParameter => Symbol is IParameterSymbol;

    /// <summary>It is of the type CancellationToken, and not a source of one.</summary>
    public bool IsToken => Text == Asked;

    /// <summary>The token of an expression that names a token or a source; null where it is something longer.</summary>
    public static LoopToken? Of(ExpressionSyntax expression, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        expression = CallSyntax.WithoutSuppression(expression);
        if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) || !IsChainOfNames(expression)
            || model.GetSymbolInfo(expression, cancellationToken).Symbol is not { } symbol)
        {
            return null;
        }

        string text = expression.ToString();
        ITypeSymbol? type = TypeOf(symbol);
        return type.Is(types.CancellationToken) ? new LoopToken(text, text, symbol)
            : type.Is(types.CancellationTokenSource) ? new LoopToken(text + ".Token", text, symbol)
            : null;
    }

    /// <summary>The symbol is, or returns, a token or a source of one.</summary>
    public static bool IsTokenOrSource(ISymbol? symbol, KnownTypes types)
        => TypeOf(symbol) is { } type && (type.Is(types.CancellationToken) || type.IsOrDerivesFrom(types.CancellationTokenSource));

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IMethodSymbol { MethodKind: not MethodKind.Constructor } method => method.ReturnType,
        _ => null,
    };

    private static bool IsChainOfNames(ExpressionSyntax expression)
    {
        while (expression is MemberAccessExpressionSyntax access)
        {
            expression = access.Expression;
        }

        return expression is IdentifierNameSyntax or ThisExpressionSyntax;
    }
}
