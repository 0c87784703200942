using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>The names that a compilation declares, with the nodes that declare them in this compilation.</summary>
internal sealed class DeclaredNodes
{
    private static readonly CompilationFacts<DeclaredFunctions, DeclaredNames> Facts = new(
        DeclaredFunctions.Of, static trees => new DeclaredNames(trees));

    private static readonly ConditionalWeakTable<CompilationFacts<DeclaredFunctions, DeclaredNames>.Snapshot, DeclaredNodes> PerSnapshot =
        new();

    private readonly DeclaredFunctions[] _trees;

    private DeclaredNodes(CompilationFacts<DeclaredFunctions, DeclaredNames>.Snapshot snapshot)
    {
        Names = snapshot.Merged;
        _trees = snapshot.Facts;
    }

    public DeclaredNames Names { get; }

    public static DeclaredNodes Of(Compilation compilation, CancellationToken cancellationToken)
        => PerSnapshot.GetValue(Facts.Of(compilation, cancellationToken), static snapshot => new DeclaredNodes(snapshot));

    /// <summary>The method, constructor, accessor or expression-bodied property; the type for its initializers.</summary>
    public SyntaxNode NodeOf(NamedFunction function) => _trees[function.Tree].Types[function.Type].Functions[function.Number].Node;

    /// <summary>The declarations of the types of the name and of all that derive from them or implement them.</summary>
    public IEnumerable<TypeDeclarationSyntax> WithDerived(string type)
        => Names.WithDerived(type).Select(place => _trees[place.Tree].Types[place.Type].Node);
}
