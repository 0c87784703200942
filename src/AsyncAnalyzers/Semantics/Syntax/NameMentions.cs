namespace AsyncAnalyzers.Semantics;

/// <summary>The names that some code uses, found in one look however many are asked for.</summary>
internal static class NameMentions
{
    private static readonly ModelCache<ILookup<string, SimpleNameSyntax>> Found = new();

    /// <param name="scope">The code, of any tree of the compilation.</param>
    /// <param name="model">What the answer is remembered with.</param>
    public static ILookup<string, SimpleNameSyntax> In(SyntaxNode scope, SemanticModel model)
        => Found.GetOrAdd(model, scope, static scope
            => scope.Descendants().OfType<SimpleNameSyntax>().ToLookup(mention => mention.Identifier.ValueText));
}
