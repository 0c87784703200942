namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The token of a member that the function gives to another call: <c>_lifetime.ApplicationStopping</c>.</summary>
internal static class MemberToken
{
    private static readonly ModelCache<MemberAccessExpressionSyntax?> Found = new();

    /// <summary>By its names alone, the function gives one such token.</summary>
    public static bool MayBeIn(SyntaxNode function, CodeModel model) => Of(function, model) is not null;

    /// <summary>The only path of names to a token that the function gives to what it calls; null where there are two.</summary>
    public static TokenAtHand? In(SyntaxNode function, CodeModel model)
        => Of(function, model) is { } path
            && CallSyntax.LeftmostOf(path) is var root
            && (root is ThisExpressionSyntax
                || (root is IdentifierNameSyntax
                    && model.SymbolOf(root) is IFieldSymbol or IPropertySymbol { IsStatic: false }))
            && model.TypeOf(path).Is(model.Types.CancellationToken)
                ? new TokenAtHand(path.ToString(), path.Name.Identifier.ValueText, TokenOrigin.Member, false)
                : null;

    private static MemberAccessExpressionSyntax? Of(SyntaxNode function, CodeModel model)
        => Found.GetOrAdd(model, function, static function =>
        {
            if (function is CompilationUnitSyntax)
            {
                // Top-level statements have no members.
                return null;
            }

            MemberAccessExpressionSyntax? only = null;
            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
            {
                if (node is not ArgumentSyntax { Expression: MemberAccessExpressionSyntax path } || !IsNamedAsToken(path))
                {
                    continue;
                }

                if (only is not null && !SyntaxFactory.AreEquivalent(only, path))
                {
                    return null;
                }

                only = path;
            }

            return only;
        });

    private static bool IsNamedAsToken(MemberAccessExpressionSyntax path)
    {
        if (!TokenCarriers.IsNamedAsToken(path))
        {
            return false;
        }

        ExpressionSyntax current = path.Expression;
        while (current is MemberAccessExpressionSyntax access)
        {
            current = access.Expression;
        }

        return current is IdentifierNameSyntax or ThisExpressionSyntax;
    }
}
