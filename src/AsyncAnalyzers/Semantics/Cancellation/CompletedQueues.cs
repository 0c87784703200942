using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>Whether the code of a compilation tells the readers of channels and queues that nothing more will come.</summary>
internal static class CompletedQueues
{
    private static readonly ConditionalWeakTable<Compilation, StrongBox<bool>> Found = new();

    /// <summary>Somewhere <c>Complete</c>, <c>TryComplete</c> or <c>CompleteAdding</c> is named: what is read may end by itself.</summary>
    public static bool AreIn(Compilation compilation, CancellationToken cancellationToken)
        => Found.GetValue(compilation, one => new StrongBox<bool>(one.SyntaxTrees.Any(tree
            => tree.GetRoot(cancellationToken).Descendants().Any(static node
                => node is IdentifierNameSyntax { Identifier.ValueText: "Complete" or "TryComplete" or "CompleteAdding" })))).Value;
}
