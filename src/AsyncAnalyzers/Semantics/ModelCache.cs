using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What was found out about a node, kept as long as the semantic model is: several candidates of one function share it.</summary>
internal sealed class ModelCache<T>
{
    private readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, T>> _perModel = new();

    public T GetOrAdd(SemanticModel model, SyntaxNode node, Func<SyntaxNode, T> find)
        => _perModel.GetValue(model, static _ => new ConcurrentDictionary<SyntaxNode, T>()).GetOrAdd(node, find);
}
