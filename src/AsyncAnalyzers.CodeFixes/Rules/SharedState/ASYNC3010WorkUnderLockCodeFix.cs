namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Raises an event, or calls a delegate, behind the lock: the delegate and what it is given are copied under it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3010WorkUnderLockCodeFix))]
public sealed class ASYNC3010WorkUnderLockCodeFix : AsyncCodeFix
{
    public ASYNC3010WorkUnderLockCodeFix()
        : base(ASYNC3010WorkUnderLockAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (CallMove.Of(request, cancellationToken) is not { } move
            || move.Apply(await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false)) is not { } root)
        {
            return Array.Empty<Repair>();
        }

        Phrase title = move.IsEvent ? Phrase.Of($"Raise '{move.Name}' after the lock") : $"Call '{move.Name}' after the lock";
        return new[]
        {
            new Repair(title, "ASYNC3010.Move", _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
        };
    }
}
