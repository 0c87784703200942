namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Where a token comes from.</summary>
internal enum TokenOrigin
{
    /// <summary>A parameter or local of its type.</summary>
    Variable,

    /// <summary>A local source.</summary>
    Source,

    /// <summary>A field or property of the type that the function asks elsewhere.</summary>
    Member,

    /// <summary>A parameter such as a <c>ServerCallContext</c>.</summary>
    Context,

    /// <summary>An <c>HttpContext</c>, or the <c>Context</c> of a hub.</summary>
    Request,
}

/// <summary>The one token that a call could be given.</summary>
/// <param name="Expression">How it is written.</param>
/// <param name="Root">The variable or member that it is read from.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="IsCertain">It is meant for the work around the call.</param>
internal sealed record TokenAtHand(string Expression, string Root, TokenOrigin Origin, bool IsCertain)
{
    private static readonly ModelCache<bool> Mentioned = new();

    /// <summary>The token is a parameter that its function does not mention.</summary>
    public bool IsUnusedParameter { get; private init; }

    private static readonly HashSet<string> OtherPurposes = new(StringComparer.OrdinalIgnoreCase)
    {
        "hard", "force", "forced", "kill", "abort", "_",
    };

    /// <summary>There may be a token here. False is certain; nothing is bound for it but the types of parameters.</summary>
    public static bool MayBeAt(SyntaxNode call, SyntaxNode function, CodeModel model)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (TokenParameters.Of(current).Any(static parameter
                => parameter.Type is null || TypeNames.Of(parameter.Type) == "CancellationToken"))
            {
                return true;
            }
        }

        return TokenVariables.In(FunctionSyntax.OutermostEnclosing(function), model).Any
            || (call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && TokenMembers.Of(type, model).Any)
            || MemberToken.MayBeIn(function, model)
            || ContextToken.At(function, model) is not null;
    }

    public static TokenAtHand? Find(InvocationExpressionSyntax call, CodeModel model)
    {
        SyntaxNode function = FunctionSyntax.Enclosing(call)!;
        TokenVariables variables = TokenVariables.In(FunctionSyntax.OutermostEnclosing(function), model);
        List<VariableDeclaratorSyntax> sources = variables.SourcesAt(call);
        if (CancellationTokensInScope.Only(call, model) is { } name)
        {
            return OfVariable(name, call, sources, model);
        }

        if (variables.HasTokens || HasTokenParameter(function, model))
        {
            // More than one, or the code runs because it is cancelled.
            return null;
        }

        if (sources.Count > 0)
        {
            return sources.Count == 1 && TokenVariables.OnlyServesAwaitedCalls(sources[0], function, model)
                && !CancelledToken.IsExpectedAt(call, sources[0].Identifier.ValueText, function, model)
                    ? new TokenAtHand(
                        sources[0].Identifier.ValueText + ".Token", sources[0].Identifier.ValueText, TokenOrigin.Source, false)
                    : null;
        }

        return call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && TokenMembers.Of(type, model) is { Any: true } members
            ? members.AskedIn(function, call, model) ?? members.BesideChannel(call, function, model)
            : MemberToken.In(function, model)
                ?? ContextToken.At(function, model);
    }

    /// <summary>Not always left out, or <c>None</c>, by those that hand it over. Ask last.</summary>
    public bool MayBeCancelledAt(SyntaxNode call, CodeModel model)
        => Expression != Root
            || model.LookupSymbols(call.SpanStart, name: Root) is not { Length: > 0 } found
            || found[0] is ILocalSymbol
            || !UncancelledTokens.Contain(found[0], model);

    private static TokenAtHand? OfVariable(string name, SyntaxNode call, List<VariableDeclaratorSyntax> sources, CodeModel model)
    {
        ISymbol? symbol = model.LookupSymbols(call.SpanStart, name: name)
            .FirstOrDefault(found => found is IParameterSymbol or ILocalSymbol);
        if (symbol?.FirstSyntax(model.CancellationToken) is not { } declaration
            || NameWords.Of(name) is not { Count: > 0 } words || words.Exists(OtherPurposes.Contains))
        {
            return null;
        }

        string? source = (declaration as VariableDeclaratorSyntax)?.Initializer?.Value is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Token",
            Expression: IdentifierNameSyntax { Identifier.ValueText: var read }
        }
            ? read : null;
        if (sources.Exists(declared => declared.Identifier.ValueText != source)
            || (source is not null
                && sources.Exists(declared => TokenVariables.IsCancelledIn(declared, FunctionSyntax.Enclosing(declared)!, model))))
        {
            return null;
        }

        bool isCertain = symbol is IParameterSymbol || source is null;
        for (SyntaxNode? current = FunctionSyntax.Enclosing(call);
            current is not null && !current.Span.Contains(declaration.Span);
            current = FunctionSyntax.Enclosing(current))
        {
            switch (InnerFunction.Of(current, name, model))
            {
                case InnerFunction.Kind.Other:
                    return null;
                case InnerFunction.Kind.RunsInside:
                    isCertain = false;
                    break;
            }
        }

        return new TokenAtHand(name, name, TokenOrigin.Variable, isCertain)
        {
            IsUnusedParameter = declaration is ParameterSyntax
                && !Mentioned.GetOrAdd(model, declaration, static declaration => TokenParameters.IsMentioned((ParameterSyntax)declaration)),
        };
    }

    private static bool HasTokenParameter(SyntaxNode function, CodeModel model)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (!CancellationTokensInScope.ParametersOf(current, model).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
