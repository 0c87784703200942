namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The calls of a function that only this compilation can call: a private or internal member, a constructor, a local function.
/// </summary>
internal static class CallsInProject
{
    /// <summary>
    /// The calls and creations; null where others may call it, by another assembly, an interface, a base type or a delegate. All trees are
    /// looked through for an internal one: ask last. Under-approximates where a container makes the objects.
    /// </summary>
    public static IReadOnlyList<SyntaxNode>? Of(IMethodSymbol function, CodeModel model)
    {
        function = function.OriginalDefinition;
        if (model.SyntaxOf(function) is not { } declaration || ScopesOf(function, declaration, model) is not { } scopes)
        {
            return null;
        }

        bool isConstructor = function.MethodKind == MethodKind.Constructor;
        string name = isConstructor ? function.ContainingType.Name : function.Name;
        var calls = new List<SyntaxNode>();
        foreach (SyntaxNode scope in scopes)
        {
            CodeModel own = model.In(scope.SyntaxTree);
            foreach (SyntaxNode node in scope.DescendantsAndSelf())
            {
                if (!MayCall(node, name, isConstructor))
                {
                    continue;
                }

                SymbolInfo bound = own.GetSymbolInfo(node);
                bool isOther = bound.Symbol is { } symbol
                    ? !SymbolEqualityComparer.Default.Equals(DefinitionOf(symbol), function)
                    : !bound.CandidateSymbols.Any(one => SymbolEqualityComparer.Default.Equals(DefinitionOf(one), function));
                if (isOther || (node is SimpleNameSyntax named && CallSyntax.IsInNameOf(named)))
                {
                    continue;
                }

                SyntaxNode? call = node is SimpleNameSyntax called ? CallSyntax.InvocationOf(called) : node;
                if (call is null or PrimaryConstructorBaseTypeSyntax || bound.Symbol is null)
                {
                    return null;
                }

                calls.Add(call);
            }
        }

        return calls;
    }

    private static ISymbol DefinitionOf(ISymbol symbol)
        => (symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol).OriginalDefinition;

    /// <summary>By its name, what may call the function: a name, a creation, <c>: this(…)</c>.</summary>
    private static bool MayCall(SyntaxNode node, string name, bool isConstructor) => node switch
    {
        SimpleNameSyntax called => !isConstructor && called.Identifier.ValueText == name,
        ObjectCreationExpressionSyntax creation => isConstructor && TypeNames.Of(creation.Type) == name,
        ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax => isConstructor,
        _ => false,
    };

    /// <summary>Where the function can be called; null where that is not for this compilation to tell.</summary>
    private static IEnumerable<SyntaxNode>? ScopesOf(IMethodSymbol function, SyntaxNode declaration, CodeModel model)
    {
        if (function.MethodKind == MethodKind.LocalFunction)
        {
            return new[] { FunctionSyntax.OutermostEnclosing(declaration) };
        }

        if (function.MethodKind is not (MethodKind.Ordinary or MethodKind.Constructor)
            || function.IsVirtual || function.IsOverride || function.IsAbstract
            || !function.ExplicitInterfaceImplementations.IsEmpty || function.ContainingType.TypeKind == TypeKind.Interface)
        {
            return null;
        }

        if (function.DeclaredAccessibility == Accessibility.Private)
        {
            return function.ContainingType.DeclaringSyntaxReferences.Select(part => part.GetSyntax(model.CancellationToken));
        }

        return IsHidden(function) && !IsOfInterface(function) && !HasFriends(model.Compilation)
            ? model.Compilation.SyntaxTrees.Select(tree => tree.GetRoot(model.CancellationToken))
            : null;
    }

    /// <summary>The member or a type around it cannot be named by other assemblies.</summary>
    private static bool IsHidden(ISymbol member)
    {
        for (ISymbol? current = member; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfInterface(IMethodSymbol function)
        => function is { MethodKind: MethodKind.Ordinary, IsStatic: false }
            && function.ContainingType.AllInterfaces.SelectMany(one => one.GetMembers(function.Name))
                .Any(member => SymbolEqualityComparer.Default.Equals(
                    function.ContainingType.FindImplementationForInterfaceMember(member), function));

    /// <summary>Another assembly than that of tests sees what is internal.</summary>
    private static bool HasFriends(Compilation compilation)
        => compilation.Assembly.GetAttributes().Any(static attribute => attribute is
        {
            AttributeClass.Name: "InternalsVisibleToAttribute",
            ConstructorArguments: { Length: 1 } arguments,
        }
            && arguments[0].Value is string friend
            && friend.IndexOf("Test", StringComparison.OrdinalIgnoreCase) < 0
            && friend.IndexOf("Benchmark", StringComparison.OrdinalIgnoreCase) < 0
            && !friend.StartsWith("DynamicProxyGenAssembly", StringComparison.Ordinal));
}
