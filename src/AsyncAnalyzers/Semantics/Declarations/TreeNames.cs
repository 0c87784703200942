using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>Names that are looked for in each tree of a compilation, and together make a set.</summary>
/// <param name="namesIn">The names in one tree.</param>
internal sealed class TreeNames(Func<SyntaxTree, CancellationToken, IEnumerable<string>> namesIn)
{
    private readonly ConditionalWeakTable<SyntaxTree, Names> _perTree = new();
    private CompilationFacts<Names, HashSet<string>>? _facts;

    /// <summary>The names of all trees.</summary>
    public HashSet<string> Of(Compilation compilation, CancellationToken cancellationToken)
        => (_facts ??= new(NamesOf, static all => new HashSet<string>(all.SelectMany(names => names.Values), StringComparer.Ordinal)))
            .Of(compilation, cancellationToken).Merged;

    /// <summary>The trees that name it, in the order of the compilation.</summary>
    public IEnumerable<SyntaxTree> TreesThatName(string name, Compilation compilation, CancellationToken cancellationToken)
        => Of(compilation, cancellationToken).Contains(name)
            ? compilation.SyntaxTrees.Where(tree => NamesOf(tree, cancellationToken).Values.Contains(name))
            : Enumerable.Empty<SyntaxTree>();

    private Names NamesOf(SyntaxTree tree, CancellationToken cancellationToken)
        => _perTree.TryGetValue(tree, out Names found)
            ? found
            : _perTree.GetValue(tree, one => new Names(namesIn(one, cancellationToken).ToArray()));

    private sealed class Names(string[] values) : IEquatable<Names>
    {
        public IReadOnlyList<string> Values { get; } = values;

        public bool Equals(Names other) => Values.SequenceEqual(other.Values);

        public override bool Equals(object other) => other is Names names && Equals(names);

        public override int GetHashCode() => Values.Count;
    }
}
