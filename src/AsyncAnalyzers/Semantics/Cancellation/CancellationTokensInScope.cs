namespace AsyncAnalyzers.Semantics;

/// <summary>The cancellation token that a new asynchronous call can be given.</summary>
internal static class CancellationTokensInScope
{
    private static readonly ModelCache<ImmutableArray<ISymbol>> Declared = new();

    /// <summary>
    /// The name of the only token of the innermost function that has one: its parameter, or a local that is declared
    /// and assigned before the position. Null where there is none or more than one, and where code must run although the token is
    /// cancelled: <see cref="CancelledToken"/>, and calls that take back what was done.
    /// </summary>
    public static string? Only(SyntaxNode node, CodeModel model)
    {
        if (model.Types.CancellationToken is null || TakesBack(node))
        {
            return null;
        }

        return At(node, model) is { Tokens: { Count: 1 } tokens } scope
            && !CancelledToken.IsExpectedAt(node, tokens[0].Name, scope.Function, model)
                ? tokens[0].Name
                : null;
    }

    /// <summary>
    /// The tokens of the innermost function that has one, with that function: its parameters by value, and its locals that are declared and
    /// assigned before the position. Null where no function around has one.
    /// </summary>
    public static (SyntaxNode Function, IReadOnlyList<ISymbol> Tokens)? At(SyntaxNode node, CodeModel model)
    {
        for (SyntaxNode? function = FunctionSyntax.Enclosing(node); function is not null; function = FunctionSyntax.Enclosing(function))
        {
            List<ISymbol>? tokens = null;
            foreach (ISymbol token in Declared.GetOrAdd(model, function, one => DeclaredIn(one, model)))
            {
                if (!(token is ILocalSymbol && token.DeclaringSyntaxReferences[0].Span.End > node.SpanStart)
                    && IsVisible(token, node, model))
                {
                    (tokens ??= new List<ISymbol>()).Add(token);
                }
            }

            if (tokens is not null)
            {
                return (function, tokens);
            }

            if (FunctionSyntax.IsStatic(function))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The parameters of a function that are tokens, however they are passed.</summary>
    public static ImmutableArray<IParameterSymbol> ParametersOf(SyntaxNode function, CodeModel model)
        => TokenParameters.Of(function).Any(static parameter => parameter.Type is not (PredefinedTypeSyntax or ArrayTypeSyntax))
            && FunctionSyntax.SymbolOf(function, model) is { } symbol
                ? symbol.Parameters.Where(parameter => !parameter.IsDiscard && parameter.Type.Is(model.Types.CancellationToken))
                    .ToImmutableArray()
                : ImmutableArray<IParameterSymbol>.Empty;

    /// <summary>A transaction that is rolled back because the work was cancelled, too.</summary>
    private static bool TakesBack(SyntaxNode node)
        => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
            && (name.StartsWith("Rollback", StringComparison.Ordinal) || name.StartsWith("RollBack", StringComparison.Ordinal)
                || name.StartsWith("Compensate", StringComparison.Ordinal));

    private static bool IsVisible(ISymbol symbol, SyntaxNode node, CodeModel model)
    {
        foreach (ISymbol found in model.LookupSymbols(node.SpanStart, name: symbol.Name))
        {
            if (SymbolEqualityComparer.Default.Equals(found, symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The parameters by value, and the locals that are assigned where they are declared: found once, whatever the function calls.
    /// </summary>
    private static ImmutableArray<ISymbol> DeclaredIn(SyntaxNode function, CodeModel model)
        => ParametersOf(function, model)
            .Where(static parameter => parameter.RefKind == RefKind.None)
            .Concat((function is CompilationUnitSyntax unit
                    ? unit.Members.OfType<GlobalStatementSyntax>().SelectMany(static global => FunctionSyntax.OwnNodes(global.Statement))
                    : FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
                .OfType<VariableDeclaratorSyntax>()
                .Where(MayBeToken)
                .Select(local => model.GetDeclaredSymbol(local) as ILocalSymbol)
                .Where(local => local?.Type.Is(model.Types.CancellationToken) == true)
                .OfType<ISymbol>())
            .ToImmutableArray();

    private static bool MayBeToken(VariableDeclaratorSyntax local)
        => local is { Initializer.Value: { } value, Parent: VariableDeclarationSyntax { Type: var type } }
            && TypeNames.Of(type) switch
            {
                "CancellationToken" => true,
                null => value is not (LiteralExpressionSyntax or BaseObjectCreationExpressionSyntax or BinaryExpressionSyntax
                    or InterpolatedStringExpressionSyntax or ArrayCreationExpressionSyntax or AnonymousFunctionExpressionSyntax)
                    || (value is ObjectCreationExpressionSyntax creation && TypeNames.Of(creation.Type) == "CancellationToken"),
                _ => false,
            };
}
