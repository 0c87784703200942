namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The asynchronous iterator of this compilation that makes what is enumerated.</summary>
/// <param name="Method">The iterator.</param>
/// <param name="Source">Its declaration and body.</param>
/// <param name="Token">Its parameter for the token; null where it has none.</param>
/// <param name="Given">What the call gives for a token, be it <c>CancellationToken.None</c>; null where it is left to its default.</param>
internal sealed record EnumeratedIterator(IMethodSymbol Method, CalledSource Source, IParameterSymbol? Token, ExpressionSyntax? Given)
{
    /// <summary>How many locals, and methods that only return what another one makes, are looked through.</summary>
    private const int Steps = 4;

    /// <summary>Null where something else, or more than one thing, may be enumerated.</summary>
    public static EnumeratedIterator? Find(ExpressionSyntax sequence, CodeModel model)
        => Find(sequence, Steps, model);

    /// <summary>What <c>WithCancellation</c> gives reaches the parameter.</summary>
    public bool IsMarked(KnownTypes types) => Token is not null && IsMarked(Token, types);

    /// <summary>The first await of the iterator that uses its token.</summary>
    public SyntaxNode? WaitWithToken()
        => Token is null ? null : FunctionSyntax.OwnNodes(Source.Body)
            .Select(static node => node switch
            {
                AwaitExpressionSyntax await => await.Expression,
                CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } loop => loop.Expression,
                _ => null,
            })
            .FirstOrDefault(awaited => awaited is not null && awaited.DescendantsAndSelf()
                .Any(node => node is IdentifierNameSyntax { Identifier.ValueText: var name } && name == Token.Name));

    /// <summary>The body is left by way of something that has to run: <c>finally</c>, a <c>using</c>, the end of a loop.</summary>
    public bool HasCleanup()
        => FunctionSyntax.OwnNodes(Source.Body).Any(static node => node is FinallyClauseSyntax or UsingStatementSyntax
            or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } or CommonForEachStatementSyntax or LockStatementSyntax);

    /// <summary>The body waits for something, and nothing in it is named like a token, which it may have from elsewhere.</summary>
    public bool WaitsWithoutToken()
        => FunctionSyntax.OwnNodes(Source.Body).Any(FunctionSyntax.IsAwait)
            && !Source.Body.Descendants().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: var name }
                && (name.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0
                    || name.IndexOf("token", StringComparison.OrdinalIgnoreCase) >= 0
                    || name is "ct" or "_ct" or "cts" or "_cts"));

    private static EnumeratedIterator? Find(ExpressionSyntax sequence, int steps, CodeModel model)
    {
        switch (CallSyntax.WithoutCasts(sequence))
        {
            case IdentifierNameSyntax name when steps > 0
                && model.SymbolOf(name) is ILocalSymbol local
                && LocalAssignments.OnlyValueOf(local, model) is { } value:
                return Find(value, steps - 1, model);
            case InvocationExpressionSyntax call when CallSyntax.MethodOf(call, model) is { } method
                && SourceOf(method, model) is var (target, source)
                && target.ReturnType.Is(model.Types.AsyncEnumerableOfT):
                ExpressionSyntax? given = TokenArguments.ParameterOf(method, model.Types) is { } own ? GivenArgument.For(own, call)
                    : null;
                if (FunctionSyntax.IsAsync(source.Function))
                {
                    return new EnumeratedIterator(target, source, TokenOf(target, model.Types), given);
                }

                return steps > 0 && FunctionSyntax.ReturnedBy(source.Body).Take(2).ToArray() is { Length: 1 } returned
                    && Find(returned[0], steps - 1, model.With(source.Model)) is { } inner
                        ? inner with { Given = IsOwnToken(inner.Given, target, model.Types) ? given : inner.Given ?? given }
                        : null;
            default:
                return null;
        }
    }

    private static (IMethodSymbol Target, CalledSource Source)? SourceOf(IMethodSymbol method, CodeModel model)
    {
        IMethodSymbol? target = CalledSource.MayBeOverridden(method)
            ? OnlyImplementation.Of(method, model)
            : (method.ReducedFrom ?? method).OriginalDefinition;
        target = target?.PartialImplementationPart ?? target;
        return target is not null && CalledSource.Of(target, model) is { } source ? (target, source) : null;
    }

    private static IParameterSymbol? TokenOf(IMethodSymbol method, KnownTypes types)
        => method.Parameters.FirstOrDefault(parameter => IsMarked(parameter, types)) ?? TokenArguments.ParameterOf(method, types);

    private static bool IsMarked(IParameterSymbol parameter, KnownTypes types)
        => parameter.GetAttributes().Any(attribute => attribute.AttributeClass.Is(types.EnumeratorCancellationAttribute));

    private static bool IsOwnToken(ExpressionSyntax? given, IMethodSymbol method, KnownTypes types)
        => given is IdentifierNameSyntax { Identifier.ValueText: var name } && TokenArguments.ParameterOf(method, types)?.Name == name;
}
