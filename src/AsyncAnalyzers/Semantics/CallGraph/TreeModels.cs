using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The semantic models of files that a question leads into from the one that is analyzed: made once, kept as long as the compilation is.
/// </summary>
internal static class TreeModels
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> Models = new();

    /// <param name="tree">A tree of the compilation.</param>
    /// <param name="model">The model of the tree that is analyzed: its own answer where that is the tree.</param>
    public static SemanticModel Of(SyntaxTree tree, SemanticModel model) => tree == model.SyntaxTree ? model : Of(tree, model.Compilation);

    /// <param name="tree">A tree of the compilation, or of one that it refers to as source: an editor shows the types of both so.</param>
    /// <param name="compilation">The compilation.</param>
    public static SemanticModel Of(SyntaxTree tree, Compilation compilation)
#pragma warning disable RS1030 // the question leads into another file than the one that is analyzed
        => Models.GetValue(compilation, static _ => new ConcurrentDictionary<SyntaxTree, SemanticModel>())
            .GetOrAdd(tree, one => (HolderOf(one, compilation) ?? compilation).GetSemanticModel(one));
#pragma warning restore RS1030

    private static Compilation? HolderOf(SyntaxTree tree, Compilation compilation)
        => compilation.ContainsSyntaxTree(tree) ? compilation
            : compilation.References.OfType<CompilationReference>()
                .Select(reference => HolderOf(tree, reference.Compilation)).FirstOrDefault(static holder => holder is not null);
}
