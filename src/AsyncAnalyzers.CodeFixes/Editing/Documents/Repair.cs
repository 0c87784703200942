namespace AsyncAnalyzers.Editing;

/// <summary>One lightbulb entry: a title, a key that fix-all groups by, and the edit, which returns null where it cannot be made.</summary>
internal sealed record Repair(Phrase Title, string EquivalenceKey, Func<CancellationToken, Task<Solution?>> ApplyAsync)
{
    /// <summary>The edit is made: the document gets the root, and no other is changed.</summary>
    public static Repair WithRoot(RepairRequest request, SyntaxNode root, Phrase title, string equivalenceKey)
        => new(
            title, equivalenceKey,
            _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root)));
}

/// <summary>What is to be repaired: the node that was flagged, in the document as it is now.</summary>
internal sealed record RepairRequest(
    Document Document,
    SyntaxNode Root,
    SemanticModel Model,
    KnownTypes Types,
    SyntaxNode Node,
    string DiagnosticId,
    ImmutableDictionary<string, string?> Properties)
{
    /// <summary>The model with the token of what asks: a request is kept until its repair is applied, with a token of its own.</summary>
    public CodeModel ModelFor(CancellationToken cancellationToken) => new(Model, Types, cancellationToken);
}
