namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Types whose code runs one turn at a time, also behind an await: components of a user interface, actors.</summary>
internal static class TurnBasedTypes
{
    /// <summary>The node stands in such a type.</summary>
    public static bool Contain(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => node.Ancestors().OfType<TypeDeclarationSyntax>().Any(declaration
            => declaration.BaseList is not null
                && model.GetDeclaredSymbol(declaration, cancellationToken) is { } type
                && (UserInterfaceTypes.IsOrDerivesFrom(type)
                    || type.AllInterfaces.Any(static one => one.Name is "IGrain" or "IGrainBase" or "IAddressable" or "IActor")));
}
