namespace AsyncAnalyzers.Semantics;

/// <summary>The source of a called function: its declaration, its body, and the model to ask about them.</summary>
internal readonly record struct CalledSource(SyntaxNode Function, SyntaxNode Body, SemanticModel Model)
{
    /// <summary>
    /// Null where the function has no body in this compilation: another assembly, an abstract member, an implicit constructor. What
    /// overrides or implements it is not looked at: <see cref="OfOnly"/>.
    /// </summary>
    public static CalledSource? Of(IMethodSymbol called, CodeModel model)
        => DeclarationOf(called, model.CancellationToken) is { } function
            && FunctionSyntax.Body(function) is { } body
            && model.Compilation.ContainsSyntaxTree(function.SyntaxTree)
                ? new CalledSource(function, body, TreeModels.Of(function.SyntaxTree, model))
                : null;

    /// <summary>The one body that a call runs; null also where something may override or implement the function.</summary>
    public static CalledSource? OfOnly(IMethodSymbol called, CodeModel model)
        => MayBeOverridden(called) ? null : Of(called, model);

    /// <summary>
    /// The declaration that has the body: of a partial method its implementation, of an extension method the method itself, of the getter
    /// of an expression-bodied property the property. A type for the constructors that it does not write.
    /// </summary>
    public static SyntaxNode? DeclarationOf(IMethodSymbol called, CancellationToken cancellationToken)
        => Declared(called).FirstSyntax(cancellationToken) switch
        {
            ArrowExpressionClauseSyntax { Parent: { } property } => property,
            var declaration => declaration,
        };

    /// <summary>
    /// What the body calls the parameter at a place of the method as it is bound: a reduced extension method has one less. Null where it
    /// has none there.
    /// </summary>
    public static string? ParameterName(IMethodSymbol called, int ordinal)
        => Declared(called).Parameters.ElementAtOrDefault(ordinal + (called.ReducedFrom is null ? 0 : 1))?.Name;

    private static IMethodSymbol Declared(IMethodSymbol called)
    {
        IMethodSymbol method = (called.ReducedFrom ?? called).OriginalDefinition;
        return method.PartialImplementationPart ?? method;
    }

    /// <summary>The method that an expression calls or names; where the call does not compile, the first that it may mean.</summary>
    public static IMethodSymbol? MethodNamedBy(ExpressionSyntax called, CodeModel model)
    {
        SymbolInfo info = model.GetSymbolInfo(called);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) as IMethodSymbol;
    }

    /// <summary>
    /// A call of the member may run another one: it is abstract or of an interface, or virtual or an override that neither it nor its
    /// type seals.
    /// </summary>
    public static bool MayBeOverridden(ISymbol member)
        => member.IsAbstract
            || ((member.IsVirtual || member.IsOverride)
                && member is { IsSealed: false, ContainingType: { IsSealed: false, IsValueType: false } });

    /// <summary>Code of other assemblies may override or implement it, or subscribe to it.</summary>
    public static bool IsOpenToOthers(ISymbol member, Compilation compilation)
        => compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule && !IsHidden(member);

    /// <summary>The member or a type around it cannot be named by other assemblies.</summary>
    public static bool IsHidden(ISymbol member)
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
}
