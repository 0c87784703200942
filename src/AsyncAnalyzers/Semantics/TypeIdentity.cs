namespace AsyncAnalyzers.Semantics;

/// <summary>Comparing symbols with known types.</summary>
internal static class TypeIdentity
{
    /// <summary>The type itself or a construction of it; false where the known type is absent.</summary>
    public static bool Is(this ITypeSymbol? type, INamedTypeSymbol? known)
        => known is not null && type is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, known);

    /// <summary>The type, or one that derives from it.</summary>
    public static bool IsOrDerivesFrom(this ITypeSymbol? type, INamedTypeSymbol? known)
    {
        for (ITypeSymbol? current = type; known is not null && current is not null; current = current.BaseType)
        {
            if (current.Is(known))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A method that <paramref name="known"/> itself declares.</summary>
    public static bool IsDeclaredIn(this IMethodSymbol method, INamedTypeSymbol? known)
        => (method.ReducedFrom ?? method).ContainingType.Is(known);
}
