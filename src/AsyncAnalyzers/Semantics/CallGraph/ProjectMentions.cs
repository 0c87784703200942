using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Where a name is written in the whole project. The text is searched first, and the syntax is asked only where it has the name: no tree
/// is walked. What was found is kept with each tree, which outlives an edit elsewhere. Under-approximates: a name that is written with
/// <c>\u0041</c> is not seen.
/// </summary>
internal static class ProjectMentions
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<string, SimpleNameSyntax[]>> PerCompilation = new();
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<string, SimpleNameSyntax[]>> PerTree = new();

    /// <summary>The names, tree by tree, in source order.</summary>
    public static IReadOnlyList<SimpleNameSyntax> Of(string name, Compilation compilation, CancellationToken cancellationToken)
        => PerCompilation.GetOrCreateValue(compilation) is var all && all.TryGetValue(name, out SimpleNameSyntax[] found)
            ? found
            : all.GetOrAdd(name, Find(name, compilation, cancellationToken));

    /// <summary>Apart: a lambda would be made for each question, also where the answer is known.</summary>
    private static SimpleNameSyntax[] Find(string name, Compilation compilation, CancellationToken cancellationToken)
        => compilation.SyntaxTrees.SelectMany(tree => In(tree, name, cancellationToken)).ToArray();

    private static SimpleNameSyntax[] In(SyntaxTree tree, string name, CancellationToken cancellationToken)
        => PerTree.GetOrCreateValue(tree) is var all && all.TryGetValue(name, out SimpleNameSyntax[] found)
            ? found
            : all.GetOrAdd(name, Find(name, tree, cancellationToken));

    private static SimpleNameSyntax[] Find(string name, SyntaxTree tree, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        List<SimpleNameSyntax>? found = null;
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            int end = at + name.Length;
            if ((at == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[at - 1]))
                && (end == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[end]))
                && tree.GetRoot(cancellationToken).FindToken(at) is { Parent: SimpleNameSyntax mention } token
                && token.Span.End == end && token.ValueText == name)
            {
                (found ??= new()).Add(mention);
            }
        }

        return found?.ToArray() ?? Array.Empty<SimpleNameSyntax>();
    }
}
