namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The calls of a function that only this compilation can call: a private or internal member, a private constructor, a local function.
/// </summary>
internal static class CallsInProject
{
    /// <summary>
    /// The calls and creations; null where others may call it, by another assembly, an interface, a base type or a delegate. An internal
    /// one is looked for in all trees: ask last.
    /// </summary>
    public static IReadOnlyList<SyntaxNode>? Of(IMethodSymbol function, CodeModel model)
    {
        function = function.OriginalDefinition;
        if (model.SyntaxOf(function) is not { } declaration)
        {
            return null;
        }

        if (function.MethodKind == MethodKind.Constructor)
        {
            INamedTypeSymbol type = function.ContainingType;
            return type is { DeclaredAccessibility: Accessibility.Private, ContainingType: { } outer } ? CreationsIn(outer, function, model)
                : function.DeclaredAccessibility == Accessibility.Private ? CreationsIn(type, function, model)
                : null;
        }

        if (function.MethodKind == MethodKind.LocalFunction || function.DeclaredAccessibility == Accessibility.Private)
        {
            return CallersOf.FindAll(function, declaration, model)?.Select(CallBy).ToArray();
        }

        return function.MethodKind == MethodKind.Ordinary
            && !function.IsVirtual && !function.IsOverride && !function.IsAbstract
            && function.ExplicitInterfaceImplementations.IsEmpty && function.ContainingType.TypeKind != TypeKind.Interface
            && CalledSource.IsHidden(function) && !IsOfInterface(function) && !HasFriends(model.Compilation)
            ? CallsAnywhere(function, model)
            : null;
    }

    /// <summary>
    /// The same of a method that is called by an interface which only this compilation sees, as <c>internal interface IStore</c>: its own
    /// calls and those of the members that it implements. Null where it implements none, or one of others.
    /// </summary>
    public static IReadOnlyList<SyntaxNode>? OfImplementation(IMethodSymbol function, CodeModel model)
    {
        function = function.OriginalDefinition;
        if (function is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, IsStatic: false }
            || function.IsVirtual || function.IsOverride || function.IsAbstract || !CalledSource.IsHidden(function.ContainingType)
            || HasFriends(model.Compilation))
        {
            return null;
        }

        List<IMethodSymbol> members = InterfaceMembersOf(function).ToList();
        if (members.Count == 0 || !members.TrueForAll(static member
            => CalledSource.IsHidden(member.ContainingType) && !member.DeclaringSyntaxReferences.IsEmpty))
        {
            return null;
        }

        var calls = new List<SyntaxNode>();
        foreach (IMethodSymbol called in members.Append(function))
        {
            if (CallsAnywhere(called.OriginalDefinition, model) is not { } found)
            {
                return null;
            }

            calls.AddRange(found);
        }

        return calls;
    }

    private static IReadOnlyList<SyntaxNode>? CallsAnywhere(IMethodSymbol function, CodeModel model)
        => CallersOf.FindAmong(ProjectMentions.Of(function.Name, model.Compilation, model.CancellationToken), function, model)
            ?.Select(CallBy).ToArray();

    private static SyntaxNode CallBy(SyntaxNode name) => CallSyntax.InvocationOf((SimpleNameSyntax)name)!;

    /// <summary>What makes objects by a private constructor, or of a private type, inside of the type that sees it.</summary>
    private static IReadOnlyList<SyntaxNode>? CreationsIn(INamedTypeSymbol outer, IMethodSymbol constructor, CodeModel model)
    {
        var creations = new List<SyntaxNode>();
        foreach (SyntaxReference part in outer.DeclaringSyntaxReferences)
        {
            SyntaxNode scope = part.GetSyntax(model.CancellationToken);
            CodeModel own = model.In(scope.SyntaxTree);
            foreach (SyntaxNode node in scope.Descendants())
            {
                if (node is not (BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax)
                    || (node is ObjectCreationExpressionSyntax { Type: var type } && TypeNames.Of(type) != constructor.ContainingType.Name))
                {
                    continue;
                }

                SymbolInfo bound = own.GetSymbolInfo(node);
                if (SymbolEqualityComparer.Default.Equals(bound.Symbol?.OriginalDefinition, constructor)
                    && node is not PrimaryConstructorBaseTypeSyntax)
                {
                    creations.Add(node);
                }
                else if (node is PrimaryConstructorBaseTypeSyntax
                    || bound.CandidateSymbols.Any(one => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, constructor)))
                {
                    return null;
                }
            }
        }

        return creations;
    }

    private static bool IsOfInterface(IMethodSymbol function)
        => function is { MethodKind: MethodKind.Ordinary, IsStatic: false } && InterfaceMembersOf(function).Any();

    private static IEnumerable<IMethodSymbol> InterfaceMembersOf(IMethodSymbol function)
        => function.ExplicitInterfaceImplementations.IsEmpty
            ? function.ContainingType.AllInterfaces.SelectMany(one => one.GetMembers(function.Name)).OfType<IMethodSymbol>()
                .Where(member => SymbolEqualityComparer.Default.Equals(
                    function.ContainingType.FindImplementationForInterfaceMember(member), function))
            : function.ExplicitInterfaceImplementations;

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
