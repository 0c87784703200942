namespace AsyncAnalyzers.Semantics;

/// <summary>The one method of this compilation that implements a member of an interface, or that overrides an abstract method.</summary>
internal static class OnlyImplementation
{
    /// <summary>
    /// Null where there are none or several, where the member has a body of its own, and for members of other assemblies.
    /// </summary>
    /// <param name="declared">The member that is called; the accessor of a property.</param>
    /// <param name="model">The model of any tree of the compilation.</param>
    public static IMethodSymbol? Of(IMethodSymbol declared, CodeModel model)
    {
        IMethodSymbol? found = null;
        foreach (IMethodSymbol implementation in AllOf(declared, model))
        {
            if (found is not null)
            {
                return null;
            }

            found = implementation;
        }

        return found;
    }

    /// <summary>All methods of this compilation that implement the member or override it, each once.</summary>
    /// <param name="declared">The member that is called; the accessor of a property.</param>
    /// <param name="model">The model of any tree of the compilation.</param>
    public static IEnumerable<IMethodSymbol> AllOf(IMethodSymbol declared, CodeModel model)
    {
        IMethodSymbol member = declared.OriginalDefinition;
        if (!member.IsAbstract || member.IsStatic || member.DeclaringSyntaxReferences.IsEmpty)
        {
            yield break;
        }

        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (TypeDeclarationSyntax candidate in DeclaredNodes.Of(model.Compilation, model.CancellationToken)
            .WithDerived(member.ContainingType.Name))
        {
            if (model.In(candidate.SyntaxTree).GetDeclaredSymbol(candidate)
                is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type || !seen.Add(type))
            {
                continue;
            }

            foreach (IMethodSymbol implementation in ImplementationsIn(type, member))
            {
                if (!implementation.IsAbstract && seen.Add(implementation))
                {
                    yield return implementation;
                }
            }
        }
    }

    /// <summary>All methods of this compilation that override a method with a body, at any distance.</summary>
    /// <param name="declared">The method that is called.</param>
    /// <param name="model">The model of any tree of the compilation.</param>
    public static IEnumerable<IMethodSymbol> OverridesOf(IMethodSymbol declared, CodeModel model)
    {
        IMethodSymbol member = declared.OriginalDefinition;
        foreach (TypeDeclarationSyntax candidate in DeclaredNodes.Of(model.Compilation, model.CancellationToken)
            .WithDerived(member.ContainingType.Name))
        {
            foreach (MemberDeclarationSyntax node in candidate.Members)
            {
                if (node is MethodDeclarationSyntax method && method.Identifier.ValueText == member.Name
                    && method.Modifiers.Any(SyntaxKind.OverrideKeyword)
                    && model.In(candidate.SyntaxTree).GetDeclaredSymbol(method) is IMethodSymbol overriding
                    && IsOverriddenBy(member, overriding))
                {
                    yield return overriding;
                }
            }
        }
    }

    /// <summary>Code of other assemblies may override or implement it.</summary>
    public static bool IsOpenToOthers(IMethodSymbol method, Compilation compilation)
    {
        if (compilation.Options.OutputKind is not (OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule))
        {
            return false;
        }

        for (ISymbol? one = method; one is not null and not INamespaceSymbol; one = one.ContainingSymbol)
        {
            if (one.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOverriddenBy(IMethodSymbol member, IMethodSymbol overriding)
    {
        for (IMethodSymbol? current = overriding.OverriddenMethod; current is not null; current = current.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, member))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<IMethodSymbol> ImplementationsIn(INamedTypeSymbol type, IMethodSymbol member)
        => member.ContainingType.TypeKind == TypeKind.Interface
            ? type.AllInterfaces.Where(implemented
                => SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, member.ContainingType))
                .SelectMany(implemented => implemented.GetMembers(member.Name)
                    .Where(one => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, member)))
                .Select(type.FindImplementationForInterfaceMember).OfType<IMethodSymbol>().Select(static one => one.OriginalDefinition)
            : type.GetMembers(member.Name).OfType<IMethodSymbol>()
                .Where(one => SymbolEqualityComparer.Default.Equals(one.OverriddenMethod?.OriginalDefinition, member));
}
