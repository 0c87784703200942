namespace AsyncAnalyzers;

/// <summary>Where a symbol is declared.</summary>
internal static class SymbolSyntax
{
    /// <summary>The first declaration; null for what no source declares.</summary>
    public static SyntaxNode? FirstSyntax(this ISymbol symbol, CancellationToken cancellationToken = default)
        => symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);

    /// <summary>All declarations: of a partial type or method there are several.</summary>
    public static IEnumerable<SyntaxNode> Parts(this ISymbol symbol, CancellationToken cancellationToken = default)
        => symbol.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellationToken));

    /// <summary>The code holds a declaration of it.</summary>
    public static bool IsDeclaredWithin(this ISymbol symbol, SyntaxNode code)
        => symbol.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == code.SyntaxTree && code.Span.Contains(part.Span));
}
