namespace AsyncAnalyzers.Semantics;

/// <summary>The calls that lead from a call site to the place where the thread is made to wait.</summary>
/// <param name="Steps">The called functions, the first one first; of a very long chain only the beginning.</param>
/// <param name="Length">The number of functions, also where not all of them are in <paramref name="Steps"/>.</param>
/// <param name="LeafFunction">The last one, which holds the leaf.</param>
/// <param name="Leaf">What blocks.</param>
internal sealed record BlockingChain(ImmutableArray<ChainStep> Steps, int Length, SyntaxNode LeafFunction, BlockingLeaf Leaf)
{
    /// <summary>More steps than this are neither shown nor kept.</summary>
    public const int MostSteps = 12;

    private const int MostShown = 6;

    /// <summary><c>Checkout → Save → Flush</c>.</summary>
    public string Display
    {
        get
        {
            IEnumerable<string> names = Steps.Take(MostShown).Select(step => NameOf(step.Function));
            return string.Join(" → ", Length > MostShown ? names.Append($"… ({Length - MostShown - 1} more)").Append(NameOf(LeafFunction)) : names);
        }
    }

    /// <summary>Where each function calls the next, and at last where it blocks.</summary>
    public IEnumerable<Location> Locations
        => Steps.Select(step => step.Site.GetLocation()).Append(Leaf.Expression.GetLocation()).Distinct();

    private static string NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax { Identifier.ValueText: "Dispose" or "GetEnumerator" or "MoveNext", Parent: TypeDeclarationSyntax type } method => type.Identifier.ValueText + "." + method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => "new " + constructor.Identifier.ValueText,
        TypeDeclarationSyntax type => "new " + type.Identifier.ValueText,
        _ => EventLoopContext.NameOf(function),
    };
}

/// <summary>One function of a chain.</summary>
/// <param name="Function">The function.</param>
/// <param name="Site">Where it calls the next one; for the last one the expression that blocks.</param>
internal sealed record ChainStep(SyntaxNode Function, SyntaxNode Site);
