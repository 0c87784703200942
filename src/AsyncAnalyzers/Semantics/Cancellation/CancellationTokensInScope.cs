namespace AsyncAnalyzers.Semantics;

/// <summary>The cancellation token that a new asynchronous call can be given.</summary>
internal static class CancellationTokensInScope
{
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
            List<string>? names = null;
            foreach (ISymbol symbol in model.LookupSymbols(node.SpanStart))
            {
                if (IsToken(symbol, types)
                    && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
                    && DeclaringFunction(declaration) == function
                    && (symbol is IParameterSymbol || IsAssignedBefore(declaration, node)))
                {
                    (names ??= new List<string>()).Add(symbol.Name);
                }
            }

            if (names is not null)
            {
                return names.Count == 1 && !CancelledToken.IsExpectedAt(node, names[0], function) ? names[0] : null;
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

    private static bool IsToken(ISymbol symbol, KnownTypes types) => symbol switch
    {
        IParameterSymbol { RefKind: RefKind.None } parameter => parameter.Type.Is(types.CancellationToken),
        ILocalSymbol local => local.Type.Is(types.CancellationToken),
        _ => false,
    };

    private static SyntaxNode? DeclaringFunction(SyntaxNode declaration)
        => declaration is ParameterSyntax
            ? declaration.Ancestors().FirstOrDefault(ancestor
                => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax)
            : FunctionSyntax.Enclosing(declaration);

    private static bool IsAssignedBefore(SyntaxNode declaration, SyntaxNode node)
        => declaration is VariableDeclaratorSyntax { Initializer: not null } && declaration.Span.End <= node.SpanStart;
}
