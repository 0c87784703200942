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

    /// <summary>The type and what it derives from, the nearest first.</summary>
    public static IEnumerable<ITypeSymbol> SelfAndBases(this ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>The namespace is one of these, or in one: each is written with a dot behind it.</summary>
    public static bool IsWithin(this INamespaceSymbol space, string[] namespaces)
        => (space.ToDisplayString() + ".") is var name
            && Array.Exists(namespaces, parent => name.StartsWith(parent, StringComparison.Ordinal));

    /// <summary>Not of this compilation, and in <c>System</c> or below it.</summary>
    public static bool IsOfFramework(this ISymbol symbol)
        => symbol.DeclaringSyntaxReferences.IsEmpty && symbol.ContainingNamespace is { } space
            && (space.ToDisplayString() + ".").StartsWith("System.", StringComparison.Ordinal);

    /// <summary>
    /// What a loop over a value of the type goes through: the element of an array, the T of its IEnumerable&lt;T&gt;; null for all else.
    /// </summary>
    public static ITypeSymbol? SequenceElement(this ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol named => (IsSequence(named) ? named : named.AllInterfaces.FirstOrDefault(IsSequence))?.TypeArguments[0],
        _ => null,
    };

    private static bool IsSequence(INamedTypeSymbol type)
        => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;
}
