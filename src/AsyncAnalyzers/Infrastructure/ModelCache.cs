using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What was found out about a node, kept as long as the semantic model is: several candidates of one function share it.</summary>
/// <remarks>
/// Values are kept as objects: a dictionary of a value type is code of its own, which every compiler process would have to compile first.
/// </remarks>
internal sealed class ModelCache<T>
{
    private readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, object?>> _perModel = new();

    public T GetOrAdd(SemanticModel model, SyntaxNode node, Func<SyntaxNode, T> find)
    {
        ConcurrentDictionary<SyntaxNode, object?> found = _perModel.GetValue(model, static _
            => new ConcurrentDictionary<SyntaxNode, object?>());
        return (T)(found.TryGetValue(node, out object? value) ? value : found.GetOrAdd(node, find(node)))!;
    }
}
