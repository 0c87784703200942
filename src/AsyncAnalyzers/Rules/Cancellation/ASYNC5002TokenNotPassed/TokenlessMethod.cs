namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A private method that takes no token, although each of its callers has one and waits for it.</summary>
/// <param name="Declaration">The method.</param>
/// <param name="Callers">The calls of it, each with the token there; null for the token that the method itself would take.</param>
internal sealed record TokenlessMethod(
    MethodDeclarationSyntax Declaration, IReadOnlyList<(InvocationExpressionSyntax Call, TokenAtHand? Token)> Callers)
{
    private static readonly ModelCache<TokenlessMethod?> Found = new();
    private static readonly ModelCache<HashSet<string>> CalledBesideTokens = new();

    /// <summary>The token that the method would take.</summary>
    public TokenAtHand Token { get; } = new("cancellationToken", "cancellationToken", TokenOrigin.Variable, true);

    /// <summary>A call of somebody else.</summary>
    public InvocationExpressionSyntax FirstCaller => Callers.First(static caller => caller.Token is not null).Call;

    /// <summary>
    /// Null where the method may be called by others than the code of its type, or by its name; and where one of the calls has no token, is
    /// not waited for, or has to run to its end.
    /// </summary>
    public static TokenlessMethod? Of(SyntaxNode function, CodeModel model)
        => function is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method && MayBe(method, type)
            && CalledBesideTokens.GetOrAdd(model, type, CalledBesideTokensIn).Contains(method.Identifier.ValueText)
                ? Found.GetOrAdd(model, method, _ => Find(method, type, model))
                : null;

    private static bool MayBe(MethodDeclarationSyntax method, TypeDeclarationSyntax type)
        => method is { ExplicitInterfaceSpecifier: null, AttributeLists.Count: 0 }
            && TypeNames.Of(method.ReturnType) is "Task" or "ValueTask"
            && method.Modifiers.All(static modifier
                => modifier.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AsyncKeyword)
            && method.ParameterList.Parameters.All(static parameter => !parameter.Modifiers.Any(SyntaxKind.ParamsKeyword))
            && type is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax
            && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
            && !WorkToFinish.IsNamed(method.Identifier.ValueText);

    private static TokenlessMethod? Find(MethodDeclarationSyntax method, TypeDeclarationSyntax type, CodeModel model)
    {
        if (model.GetDeclaredSymbol(method) is not { } symbol)
        {
            return null;
        }

        var callers = new List<(InvocationExpressionSyntax Call, TokenAtHand? Token)>();
        foreach (SimpleNameSyntax mention in NameMentions.In(type, model)[symbol.Name])
        {
            if (CallSyntax.InvocationOf(mention) is not { } call
                || CallSyntax.MethodOf(call, model) is not { } called)
            {
                return null;
            }

            if (!SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, symbol))
            {
                continue;
            }

            if (FunctionSyntax.Enclosing(call) is not { } function || !TaskUse.OfWhole(call).IsWaitedFor)
            {
                return null;
            }

            TokenAtHand? token = function == method ? null : TokenAtHand.Find(call, model);
            if (function != method
                && (token is not { Origin: TokenOrigin.Variable or TokenOrigin.Member, IsCertain: true }
                    || WorkToFinish.Contains(call, symbol.Name)
                    || WorkToFinish.IsMeant(call, givesNone: false)
                    || !OmittedToken.MayThrow(call, function, token, model)))
            {
                return null;
            }

            callers.Add((call, token));
        }

        return callers.Exists(static caller => caller.Token is not null) ? new TokenlessMethod(method, callers) : null;
    }

    /// <summary>The names that methods call which take a token.</summary>
    private static HashSet<string> CalledBesideTokensIn(SyntaxNode type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode member in type.ChildNodes())
        {
            if (member is BaseMethodDeclarationSyntax { ParameterList.Parameters: var parameters }
                && parameters.Any(static parameter => TypeNames.Of(parameter.Type) == "CancellationToken"))
            {
                foreach (SyntaxNode node in member.Descendants())
                {
                    if (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name)
                    {
                        names.Add(name);
                    }
                }
            }
        }

        return names;
    }
}
