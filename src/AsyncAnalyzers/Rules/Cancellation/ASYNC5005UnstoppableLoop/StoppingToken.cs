namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The token that ends a loop, or that could.</summary>
/// <param name="Text">The expression for the token: <c>stoppingToken</c>, <c>_source.Token</c>.</param>
/// <param name="Asked">What is asked for <c>IsCancellationRequested</c>: the token, or its source.</param>
/// <param name="Root">The parameter, local, field or property that the expression begins with.</param>
/// <param name="IsOfSource">The token is asked from its source, which may be disposed.</param>
internal sealed record StoppingToken(string Text, string Asked, ISymbol Root, bool IsOfSource)
{
    private const string OrNone = ".GetValueOrDefault()";

    /// <summary>What a reader knows it by: <c>token</c>, where that may be null and the expression reckons with it.</summary>
    public string Name
        => Text.EndsWith(OrNone, StringComparison.Ordinal) ? Text.Substring(0, Text.Length - OrNone.Length) : Text;

    public bool IsParameter => Root is IParameterSymbol;

    /// <summary>A parameter or local by itself.</summary>
    public bool IsVariable => Root is IParameterSymbol or ILocalSymbol && Name == Root.Name;

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
        ExpressionSyntax[] asked = FunctionSyntax.OwnNodes(loop).Select(AskedBy).OfType<ExpressionSyntax>().ToArray();
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

    /// <summary>The symbol is, or returns, a token, also one that may be null, or a source of one.</summary>
    public static bool IsTokenOrSource(ISymbol? symbol, KnownTypes types) => TokenCarriers.IsTokenOrSource(TypeOf(symbol), types);

    /// <summary>What the node asks whether it is cancelled; of a token that may be null, also by <c>?.</c></summary>
    private static ExpressionSyntax? AskedBy(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax access when IsQuestion(access.Name) => access.Expression,
        ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } access when IsQuestion(binding.Name)
            => access.Expression,
        ConditionalAccessExpressionSyntax
        {
            WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding }
        } access when IsQuestion(binding.Name) => access.Expression,
        _ => null,
    };

    private static bool IsQuestion(SimpleNameSyntax name)
        => name.Identifier.ValueText is "IsCancellationRequested" or "ThrowIfCancellationRequested";

    /// <summary>The token of an expression that names a token or a source; null where it is something longer.</summary>
    private static StoppingToken? Of(ExpressionSyntax expression, CodeModel model)
    {
        bool isConditional = expression.Parent is ConditionalAccessExpressionSyntax;
        expression = WithoutValue(expression, model);
        if (RootOf(expression) is not { } first
            || model.SymbolOf(first) is not { } root
            || model.SymbolOf(expression) is not { } symbol)
        {
            return null;
        }

        string text = expression.ToString();
        ITypeSymbol? type = TypeOf(symbol);
        // 'token.Value' throws where there is none.
        return TokenCarriers.IsNullableToken(type, model.Types)
                ? new StoppingToken(text + OrNone, text + OrNone, root, IsOfSource: false)
            : isConditional ? null
            : type.Is(model.Types.CancellationToken)
                ? new StoppingToken(text, text, root, symbol.ContainingType.IsOrDerivesFrom(model.Types.CancellationTokenSource))
            : type.Is(model.Types.CancellationTokenSource) ? new StoppingToken(text + ".Token", text, root, IsOfSource: true)
            : null;
    }

    /// <summary><c>token</c> of <c>token.Value</c> and of <c>token.GetValueOrDefault()</c>, where it may be null.</summary>
    private static ExpressionSyntax WithoutValue(ExpressionSyntax expression, CodeModel model)
    {
        expression = CallSyntax.WithoutSuppression(expression);
        return (expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call ? call.Expression : expression)
            is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" or "GetValueOrDefault", Expression: var holder }
            && TokenCarriers.IsNullableToken(model.TypeOf(holder), model.Types)
                ? CallSyntax.WithoutSuppression(holder)
                : expression;
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
