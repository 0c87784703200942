namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Types whose code runs one turn at a time, also behind an await: components and models of a user interface, actors, grains. By the names
/// of their base types and interfaces, whether these bind or not.
/// </summary>
internal static class TurnBasedTypes
{
    private static readonly string[] Endings =
    {
        "Actor", "ActorBase", "IActor", "Grain", "IGrain", "IGrainBase", "IAddressable", "ViewModel", "ViewModelBase", "ObservableObject",
        "ObservableRecipient", "ReactiveObject", "ComponentBase", "INotifyPropertyChanged", "BindableBase",
    };

    /// <summary>The type is one.</summary>
    public static bool Contains(INamedTypeSymbol type)
        => UserInterfaceTypes.IsOrDerivesFrom(type)
            || type.SelfAndBases().Concat(type.AllInterfaces).Any(static one
                => Array.Exists(Endings, ending => one.Name.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>The node stands in such a type.</summary>
    public static bool Contain(SyntaxNode node, CodeModel model)
        => node.Ancestors().OfType<TypeDeclarationSyntax>().Any(declaration
            => model.GetDeclaredSymbol(declaration) is { } type && Contains(type));
}
