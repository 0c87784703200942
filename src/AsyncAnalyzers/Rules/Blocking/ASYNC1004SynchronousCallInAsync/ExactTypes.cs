namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>The types of objects that are made in sight, where a variable or method is declared as a base of them.</summary>
internal static class ExactTypes
{
    /// <summary>
    /// The type of what <c>new T(…)</c> makes, also through a local that has no other value, and through a method, of this compilation or
    /// one that it references as source, that answers nothing else. Null where it is not in sight.
    /// </summary>
    public static INamedTypeSymbol? Of(ExpressionSyntax expression, CodeModel model)
        => CallSyntax.WithoutCasts(expression) switch
        {
            BaseObjectCreationExpressionSyntax creation => model.TypeOf(creation) as INamedTypeSymbol,
            AwaitExpressionSyntax => null,
            InvocationExpressionSyntax call => CallSyntax.MethodOf(call, model) is { } method ? MadeBy(method, model) : null,
            IdentifierNameSyntax name when model.SymbolOf(name) is ILocalSymbol local
                && LocalAssignments.OnlyValueOf(local, model) is { } value => Of(value, model),
            _ => null,
        };

    /// <summary>Source of another compilation is not bound: the name of the type is looked up where the method is declared.</summary>
    private static INamedTypeSymbol? MadeBy(IMethodSymbol method, CodeModel model)
    {
        if (CalledSource.MayBeOverridden(method)
            || CalledSource.DeclarationOf(method, model.CancellationToken) is not { } declaration
            || FunctionSyntax.Body(declaration) is not { } body)
        {
            return null;
        }

        INamedTypeSymbol? made = null;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
        {
            INamedTypeSymbol? type = returned is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax name }
                ? Named(name.Identifier.ValueText, method)
                : null;
            if (type is null || (made is not null && !SymbolEqualityComparer.Default.Equals(made, type)))
            {
                return null;
            }

            made = type;
        }

        return made;
    }

    private static INamedTypeSymbol? Named(string name, IMethodSymbol method)
    {
        for (INamespaceOrTypeSymbol? around = method.ContainingType; around is not null;
            around = (INamespaceOrTypeSymbol?)around.ContainingType ?? around.ContainingNamespace)
        {
            if (around.GetTypeMembers(name) is { Length: 1 } found)
            {
                return found[0];
            }
        }

        return null;
    }
}
