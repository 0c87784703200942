namespace AsyncAnalyzers.Semantics;

/// <summary>The calls that lead from a call site to the place where the thread is made to wait.</summary>
/// <param name="Steps">The called functions, the first one first; the last one holds the leaf.</param>
/// <param name="Leaf">What blocks.</param>
internal sealed record BlockingChain(ImmutableArray<ChainStep> Steps, BlockingLeaf Leaf)
{
    /// <summary>
    /// Chains of more steps are left out: under-approximates, since what they end at is a case that is hardly ever reached.
    /// </summary>
    public const int MostSteps = 5;

    /// <summary>The last function, which blocks itself.</summary>
    public SyntaxNode LeafFunction => Steps[Steps.Length - 1].Function;

    /// <summary><c>Checkout → Save → Flush</c>.</summary>
    public string Display => string.Join(" → ", Steps.Select(step => NameOf(step.Function)));

    /// <summary>Where each function calls the next, and at last where it blocks.</summary>
    public IEnumerable<Location> Locations
        => Steps.Select(step => step.Site.GetLocation()).Append(Leaf.Expression.GetLocation()).Distinct();

    private static string NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax
        {
            Identifier.ValueText: "Dispose" or "GetEnumerator"
            or "MoveNext", Parent: TypeDeclarationSyntax type
        } method
            => type.Identifier.ValueText + "." + method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => "new " + constructor.Identifier.ValueText,
        TypeDeclarationSyntax type => "new " + type.Identifier.ValueText,
        _ => EventLoopContext.NameOf(function),
    };
}

/// <summary>One function of a chain.</summary>
/// <param name="Function">The function.</param>
/// <param name="Site">Where it calls the next one; for the last one the expression that blocks.</param>
internal sealed record ChainStep(SyntaxNode Function, SyntaxNode Site);
