namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What other code can do with the object of a type that is locked.</summary>
internal static class LockOwner
{
    /// <summary>The type keeps its only instance itself, or is one of those that a program has one of.</summary>
    public static bool HasOneInstance(INamedTypeSymbol type, KnownTypes types)
        => type.GetMembers().Any(member => member.IsStatic && LockObjectFault.TypeOf(member) is { } kept
                && (SymbolEqualityComparer.Default.Equals(kept, type)
                    || kept is INamedTypeSymbol { Name: "Lazy", TypeArguments: { Length: 1 } of }
                        && SymbolEqualityComparer.Default.Equals(of[0], type)))
            || (types.HostedService is { } service && type.AllInterfaces.Contains(service, SymbolEqualityComparer.Default))
            || type.Name is "Program" or "Startup" or "App";

    /// <summary>Only the code of one type, or of one file, can name the type.</summary>
    public static bool IsHidden(INamedTypeSymbol type)
        => type.SelfAndContaining().Any(static one => one.DeclaredAccessibility == Accessibility.Private || one.IsFileLocal);

    /// <summary>Code that nobody here knows can hold an instance of the type, which does not belong to a user interface.</summary>
    public static bool MayBeLockedByOthers(INamedTypeSymbol type) => IsVisibleOutside(type) && !TurnBasedTypes.Contains(type);

    public static bool IsVisibleOutside(INamedTypeSymbol type)
        => type.SelfAndContaining().All(static one => one.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
            or Accessibility.ProtectedOrInternal);

    private static IEnumerable<INamedTypeSymbol> SelfAndContaining(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }
}
