namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Turns <c>Thread.Sleep(x)</c> into <c>await Task.Delay(x)</c>, and <c>Thread.Sleep(0)</c> into <c>await Task.Yield()</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1001ThreadSleepInAsyncCodeFix))]
public sealed class ASYNC1001ThreadSleepInAsyncCodeFix : AsyncCodeFix
{
    public ASYNC1001ThreadSleepInAsyncCodeFix()
        : base(ASYNC1001ThreadSleepInAsyncAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Repair>>(SleepEditing.Of(request, cancellationToken) is { } editing
            ? new[] { new Repair(editing.Title, "ASYNC1001.Delay", ct
                => AsyncEdit.ApplyAsync(request.Document, editing.Sleep, editing.Rewrite, ct)) }
            : Array.Empty<Repair>());
}
