namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Types whose <c>Dispose</c> does nothing: they have it for the sake of an interface. Of this compilation, or of a project that it refers
/// to as source.
/// </summary>
internal static class EmptyDisposal
{
    public static bool IsOf(ITypeSymbol type, CodeModel model)
    {
        for (ITypeSymbol? current = type; current is INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 0 }; current = current.BaseType)
        {
            if (current.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method
                => method is { Parameters.IsEmpty: true, ReturnsVoid: true }) is { } dispose)
            {
                return !CalledSource.MayBeOverridden(dispose)
                    && CalledSource.DeclarationOf(dispose, model.CancellationToken) is { } declaration
                    && FunctionSyntax.Body(declaration) is BlockSyntax { Statements.Count: 0 }
                    && !type.AllInterfaces.Any(static implemented => implemented.Name == "IAsyncDisposable");
            }
        }

        return false;
    }
}
