namespace AsyncAnalyzers.Semantics;

/// <summary>The assignments of a function by the name that they write, collected once for all questions about its locals.</summary>
internal static class LocalAssignments
{
    private static readonly ModelCache<ILookup<string, SyntaxNode>> Functions = new();

    /// <summary>
    /// Where the local is written again: <see cref="AssignmentExpressionSyntax"/>, or the <see cref="ArgumentSyntax"/> that hands it over by
    /// <c>ref</c> or <c>out</c>. Inner functions count.
    /// </summary>
    public static IEnumerable<SyntaxNode> Of(VariableDeclaratorSyntax local, SemanticModel model)
        => FunctionSyntax.Enclosing(local) is { } function ? Functions.GetOrAdd(model, function, Collect)[local.Identifier.ValueText] : Enumerable.Empty<SyntaxNode>();

    private static ILookup<string, SyntaxNode> Collect(SyntaxNode function)
        => function.DescendantNodes()
            .Select(node => (Node: node, Name: node switch
            {
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left,
                ArgumentSyntax { Expression: IdentifierNameSyntax argument } handed when !handed.RefKindKeyword.IsKind(SyntaxKind.None) => argument,
                _ => null,
            }))
            .Where(write => write.Name is not null)
            .ToLookup(write => write.Name!.Identifier.ValueText, write => write.Node, StringComparer.Ordinal);
}
