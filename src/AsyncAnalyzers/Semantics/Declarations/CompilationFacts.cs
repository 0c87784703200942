using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What the trees of a compilation declare, put together. While somebody types, one tree is exchanged for another that mostly declares
/// the same: what was put together before is then kept, and costs no more than a look at each tree, however large the project is.
/// No compilation is kept alive by it.
/// </summary>
/// <param name="factsOf">What one tree declares; kept with the tree. Equal facts may be exchanged for each other.</param>
/// <param name="merge">Puts the facts of all trees together, in the order of the trees.</param>
internal sealed class CompilationFacts<TFacts, TMerged>(Func<SyntaxTree, CancellationToken, TFacts> factsOf, Func<TFacts[], TMerged> merge)
    where TFacts : class, IEquatable<TFacts>
    where TMerged : class
{
    private readonly ConditionalWeakTable<Compilation, Snapshot> _perCompilation = new();

    /// <summary>The latest facts of a project are found by its first tree and by its last: an edit exchanges one of them at most.</summary>
    private readonly ConditionalWeakTable<SyntaxTree, StrongBox<Snapshot>> _latest = new();

    /// <summary>The facts of the trees of a compilation, and what is made of them.</summary>
    public Snapshot Of(Compilation compilation, CancellationToken cancellationToken)
        => _perCompilation.TryGetValue(compilation, out Snapshot found)
            ? found
            : _perCompilation.GetValue(compilation, one => Find(one, cancellationToken));

    private Snapshot Find(Compilation compilation, CancellationToken cancellationToken)
    {
        SyntaxTree[] trees = compilation.SyntaxTrees.ToArray();
        TFacts[] facts = Array.ConvertAll(trees, tree => factsOf(tree, cancellationToken));
        var snapshot = new Snapshot(facts, Known(trees, facts) ?? merge(facts));
        if (trees.Length > 0)
        {
            _latest.GetOrCreateValue(trees[0]).Value = snapshot;
            _latest.GetOrCreateValue(trees[trees.Length - 1]).Value = snapshot;
        }

        return snapshot;
    }

    private TMerged? Known(SyntaxTree[] trees, TFacts[] facts)
        => trees.Length == 0 ? null : Known(trees[0], facts) ?? Known(trees[trees.Length - 1], facts);

    private TMerged? Known(SyntaxTree anchor, TFacts[] facts)
    {
        if (!_latest.TryGetValue(anchor, out StrongBox<Snapshot> box) || box.Value is not { } latest || latest.Facts.Length != facts.Length)
        {
            return null;
        }

        for (int index = 0; index < facts.Length; index++)
        {
            if (facts[index] != latest.Facts[index] && !facts[index].Equals(latest.Facts[index]))
            {
                return null;
            }
        }

        return latest.Merged;
    }

    /// <param name="Facts">What each tree declares, in the order of the trees.</param>
    /// <param name="Merged">What is made of them; the same object as long as nothing else is declared.</param>
    internal sealed record Snapshot(TFacts[] Facts, TMerged Merged);
}
