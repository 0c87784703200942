namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Two types of which each makes the other's interface of its own: <c>class Async(IStore s) : IAsyncStore</c> and <c>class Sync(IAsyncStore
/// s) : IStore</c>. Nobody puts one around the other, so that a call through the interface means some other type.
/// </summary>
internal static class InverseAdapters
{
    /// <summary>The call goes through an interface from one such type to the other.</summary>
    /// <param name="chain">What the call was found to lead to.</param>
    /// <param name="call">The call.</param>
    /// <param name="function">The function that it is in.</param>
    /// <param name="model">The model of the call.</param>
    public static bool AreOn(BlockingChain chain, CallSite call, SyntaxNode function, CodeModel model)
        => call.Receiver is { } receiver
            && model.TypeOf(receiver) is { TypeKind: TypeKind.Interface }
            && TypeAround(function, model) is { } outer
            && TypeAround(chain.Steps[0].Function, model.In(chain.Steps[0].Function.SyntaxTree)) is { } inner
            && Wraps(outer, inner) && Wraps(inner, outer);

    private static INamedTypeSymbol? TypeAround(SyntaxNode function, CodeModel model)
        => function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type ? model.GetDeclaredSymbol(type) as INamedTypeSymbol : null;

    /// <summary>A constructor of the type takes an interface of the other one that the type has not itself.</summary>
    private static bool Wraps(INamedTypeSymbol type, INamedTypeSymbol other)
        => type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter
            => parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface } wrapped
                && !wrapped.DeclaringSyntaxReferences.IsEmpty
                && Has(other, wrapped) && !Has(type, wrapped)));

    private static bool Has(INamedTypeSymbol type, INamedTypeSymbol @interface)
        => type.AllInterfaces.Any(one => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, @interface.OriginalDefinition));
}
