using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Editing;

/// <summary>Whether the methods of a project that return a task are named <c>…Async</c>, as far as it chooses their names itself.</summary>
internal static class AsyncNaming
{
    public const string Suffix = "Async";

    /// <summary>Fewer methods are no habit.</summary>
    private const int LeastMethods = 5;

    private static readonly ConditionalWeakTable<SyntaxTree, Count> PerTree = new();

    /// <summary>At least four of five end in it.</summary>
    public static async Task<bool> IsHabitAsync(Project project, CancellationToken cancellationToken)
    {
        int all = 0;
        int suffixed = 0;
        foreach (Document document in project.Documents)
        {
            if (await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false) is { } tree)
            {
                Count count = PerTree.GetValue(tree, static tree => CountIn(tree));
                all += count.All;
                suffixed += count.Suffixed;
            }
        }

        return all >= LeastMethods && suffixed * 5 >= all * 4;
    }

    /// <summary>A name that a framework calls the method by, or that a base type or an interface gives, is no choice.</summary>
    private static Count CountIn(SyntaxTree tree)
    {
        int all = 0;
        int suffixed = 0;
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes(node
            => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null, AttributeLists.Count: 0 } method
                && TypeNames.Of(method.ReturnType) is "Task" or "ValueTask"
                && !method.Modifiers.Any(SyntaxKind.OverrideKeyword)
                && method.Identifier.ValueText != WellKnownMemberNames.EntryPointMethodName
                && !(method.Parent is TypeDeclarationSyntax type
                    && type.Identifier.ValueText.EndsWith("Controller", StringComparison.Ordinal)))
            {
                all++;
                suffixed += method.Identifier.ValueText.EndsWith(Suffix, StringComparison.Ordinal) ? 1 : 0;
            }
        }

        return new Count(all, suffixed);
    }

    private sealed record Count(int All, int Suffixed);
}
