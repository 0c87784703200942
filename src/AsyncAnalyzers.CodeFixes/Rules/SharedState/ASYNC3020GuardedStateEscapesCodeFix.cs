namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Hands out a snapshot that is taken under the lock: of the collection, or of what a query over it finds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3020GuardedStateEscapesCodeFix))]
public sealed class ASYNC3020GuardedStateEscapesCodeFix : AsyncCodeFix
{
    public ASYNC3020GuardedStateEscapesCodeFix()
        : base(ASYNC3020GuardedStateEscapesAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && request.Model.GetDeclaredSymbol(declaration, cancellationToken) is { } type
            && new GuardedCollections(type, request.ModelFor(cancellationToken)).FindAll()
                .FirstOrDefault(one => one.Access.Place == request.Node) is { } finding
            && new Snapshot(request, finding, cancellationToken).Plan() is { } root)
        {
            Phrase title = finding.IsUnderLock
                ? Phrase.Of($"Hand out a snapshot of '{finding.Access.Member.Name}'")
                : $"Hand out a snapshot of '{finding.Access.Member.Name}', taken under '{finding.LockName}'";
            repairs.Add(new Repair(title, "ASYNC3020.Snapshot", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }
}
