namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Puts the use of guarded state, or the call that leads to it, under the lock that guards it elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3002InconsistentLockCodeFix))]
public sealed class ASYNC3002InconsistentLockCodeFix : AsyncCodeFix
{
    public ASYNC3002InconsistentLockCodeFix()
        : base(ASYNC3002InconsistentLockAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && request.Model.GetDeclaredSymbol(declaration, cancellationToken) is { } type
            && GuardedState.FindingsIn(type, request.Model, request.Types, cancellationToken)
                .FirstOrDefault(one => one.Place == request.Node) is { Kind: not MissingLock.Other } finding
            && new GuardedRun(request, finding, cancellationToken).Plan() is { } edit)
        {
            Phrase title = finding.Kind == MissingLock.AtCall
                ? Phrase.Of($"Hold '{finding.LockName}' for the call of '{request.Node.ToString()}'")
                : $"Hold '{finding.LockName}' for '{finding.Access.Member.Name}'";
            repairs.Add(new Repair(title, "ASYNC3002.HoldLock", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(edit.Apply()).Project.Solution)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }
}
