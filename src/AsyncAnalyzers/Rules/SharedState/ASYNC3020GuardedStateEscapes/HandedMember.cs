namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>The function or property that hands a collection out, and the names that stand for it.</summary>
internal static class HandedMember
{
    /// <summary>It implements a member of an interface, and is reached by that alone.</summary>
    public static bool IsExplicit(ISymbol member) => member switch
    {
        IMethodSymbol method => !method.ExplicitInterfaceImplementations.IsEmpty,
        IPropertySymbol property => !property.ExplicitInterfaceImplementations.IsEmpty,
        _ => false,
    };

    /// <summary>Other assemblies can call it.</summary>
    public static bool IsVisibleOutside(ISymbol member)
    {
        if (IsExplicit(member))
        {
            return true;
        }

        for (ISymbol? one = member; one is not null and not INamespaceSymbol; one = one.ContainingSymbol)
        {
            if (one.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name, without that of an interface.</summary>
    public static string NameOf(ISymbol member) => member.Name.Substring(member.Name.LastIndexOf('.') + 1);

    /// <summary>By syntax alone: a call where it is a method, none where it is a property.</summary>
    public static bool MayBeUsed(SimpleNameSyntax name, ISymbol member)
        => member is IMethodSymbol == CallSyntax.InvocationOf(name) is not null;

    /// <summary>The name stands for the member, or for one that it overrides or implements.</summary>
    public static bool Means(SimpleNameSyntax name, ISymbol member, CodeModel own)
    {
        if (own.SymbolOf(name) is not { } bound)
        {
            return false;
        }

        if (SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, member.OriginalDefinition))
        {
            return true;
        }

        for (ISymbol? overridden = Overridden(member); overridden is not null; overridden = Overridden(overridden))
        {
            if (SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, overridden.OriginalDefinition))
            {
                return true;
            }
        }

        return bound.ContainingType is { TypeKind: TypeKind.Interface } contract
            && member.ContainingType.AllInterfaces.Any(one
                => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, contract.OriginalDefinition)
                    && one.GetMembers(bound.Name).Any(declared => SymbolEqualityComparer.Default.Equals(
                        member.ContainingType.FindImplementationForInterfaceMember(declared), member)));
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
