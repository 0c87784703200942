namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The token that ends a loop, or that could.</summary>
/// <param name="Text">The expression for the token: <c>stoppingToken</c>, <c>_source.Token</c>.</param>
/// <param name="Asked">What is asked for <c>IsCancellationRequested</c>: the token, or its source.</param>
/// <param name="Root">The parameter, local, field or property that the expression begins with.</param>
/// <param name="IsOfSource">The token is asked from its source, which may be disposed.</param>
internal sealed record StoppingToken(string Text, string Asked, ISymbol Root, bool IsOfSource)
{
    public bool IsParameter => Root is IParameterSymbol;

    /// <summary>A parameter or local by itself.</summary>
    public bool IsVariable => Root is IParameterSymbol or ILocalSymbol && Text == Root.Name;

    /// <summary>What is asked is a source, and not a token.</summary>
    public bool IsSource => Text != Asked;

    /// <summary>Anything in the loop is a token, a source of one, or returns one.</summary>
    public static bool IsLookedAtIn(StatementSyntax loop, CodeModel model)
        => loop.Descendants().Any(node => node is SimpleNameSyntax name
            && name.Parent is not (TypeArgumentListSyntax or NameColonSyntax or VariableDeclarationSyntax)
            && IsTokenOrSource(model.SymbolOf(name), model.Types));

    /// <summary>
    /// The token that the loop asks in its condition, or else anywhere, or else gives to what it calls; null where there are several, and
    /// for one that each iteration makes anew.
    /// </summary>
    public static StoppingToken? LookedAtIn(StatementSyntax loop, CodeModel model)
    {
        ExpressionSyntax[] asked = FunctionSyntax.OwnNodes(loop)
            .OfType<MemberAccessExpressionSyntax>()
            .Where(static access => access.Name.Identifier.ValueText is "IsCancellationRequested" or "ThrowIfCancellationRequested")
            .Select(static access => access.Expression).ToArray();
        ExpressionSyntax? inHead = asked.FirstOrDefault(expression => !ControlFlowSyntax.LoopBody(loop)!.Span.Contains(expression.Span));
        IEnumerable<ExpressionSyntax> candidates = inHead is not null ? new[] { inHead }
            : asked.Length > 0 ? asked
            : FunctionSyntax.OwnNodes(loop).OfType<ArgumentSyntax>().Select(static argument => argument.Expression)
                .Where(static expression => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax);
        StoppingToken[] tokens = candidates
            .Select(expression => Of(expression, model))
            .OfType<StoppingToken>()
            .Where(token => asked.Length > 0 || !token.IsSource && token.Root is not INamedTypeSymbol)
            .GroupBy(static token => token.Text).Select(static same => same.First()).ToArray();
        return tokens.Length == 1 && !tokens[0].Root.IsDeclaredWithin(loop) ? tokens[0] : null;
    }

    /// <summary>The symbol is, or returns, a token or a source of one.</summary>
    public static bool IsTokenOrSource(ISymbol? symbol, KnownTypes types)
        => TypeOf(symbol) is { } type && (type.Is(types.CancellationToken) || type.IsOrDerivesFrom(types.CancellationTokenSource));

    /// <summary>The token of an expression that names a token or a source; null where it is something longer.</summary>
    private static StoppingToken? Of(ExpressionSyntax expression, CodeModel model)
    {
        expression = CallSyntax.WithoutSuppression(expression);
        if (RootOf(expression) is not { } first
            || model.SymbolOf(first) is not { } root
            || model.SymbolOf(expression) is not { } symbol)
        {
            return null;
        }

        string text = expression.ToString();
        ITypeSymbol? type = TypeOf(symbol);
        return type.Is(model.Types.CancellationToken)
                ? new StoppingToken(text, text, root, symbol.ContainingType.IsOrDerivesFrom(model.Types.CancellationTokenSource))
            : type.Is(model.Types.CancellationTokenSource) ? new StoppingToken(text + ".Token", text, root, IsOfSource: true)
            : null;
    }

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IMethodSymbol { MethodKind: not MethodKind.Constructor } method => method.ReturnType,
        _ => null,
    };

    /// <summary><c>a</c> of <c>a.b.c</c> and of <c>this.a.b</c>; null for what is no chain of names.</summary>
    private static IdentifierNameSyntax? RootOf(ExpressionSyntax expression)
    {
        while (expression is MemberAccessExpressionSyntax access)
        {
            if (access.Expression is ThisExpressionSyntax)
            {
                return access.Name as IdentifierNameSyntax;
            }

            expression = access.Expression;
        }

        return expression as IdentifierNameSyntax;
    }
}
