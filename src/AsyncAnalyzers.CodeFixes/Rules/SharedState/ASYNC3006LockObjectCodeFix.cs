namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Gives the type a private object to lock, and moves all locks of the old one to it; or makes the lock of static state static.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3006LockObjectCodeFix))]
public sealed class ASYNC3006LockObjectCodeFix : AsyncCodeFix
{
    public ASYNC3006LockObjectCodeFix()
        : base(ASYNC3006LockObjectAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (FaultyLock.At(request, cancellationToken) is not { } faulty)
        {
            return Array.Empty<Repair>();
        }

        if (faulty is { Fault.Kind: LockObjectFaultKind.StaticState, Symbol: IFieldSymbol field })
        {
            return await StaticGateEditing.ApplyAsync(request, faulty, field, cancellationToken).ConfigureAwait(false) is { } changed
                ? new[] { new Repair($"Make '{field.Name}' static", "ASYNC3006.Static", _ => Task.FromResult<Solution?>(changed)) }
                : Array.Empty<Repair>();
        }

        if (await LockMove.PlanAsync(request, faulty, cancellationToken).ConfigureAwait(false) is not { } move)
        {
            return Array.Empty<Repair>();
        }

        Phrase title = Phrase.Of($"Lock a new private field '{move.GateName}' instead of '{faulty.Fault.Object}'");
        return new[] { new Repair(title, "ASYNC3006.Gate", token => move.ApplyAsync(token)) };
    }
}
