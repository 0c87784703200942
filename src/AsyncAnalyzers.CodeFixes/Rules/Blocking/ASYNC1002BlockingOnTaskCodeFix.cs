namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Turns a synchronous wait into <c>await</c>, <c>await Task.WhenAll</c>, <c>await Task.WhenAny</c> or <c>await … .WaitAsync</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1002BlockingOnTaskCodeFix))]
public sealed class ASYNC1002BlockingOnTaskCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1002.Await";
    private const string KeepKey = "ASYNC1002.Keep";

    public ASYNC1002BlockingOnTaskCodeFix()
        : base(ASYNC1002BlockingOnTaskAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (WaitEditing.WaitAt(request, cancellationToken) is { } wait && KeptTasks.Find(wait, KeepKey, request, cancellationToken) is { } keep)
        {
            repairs.Add(keep);
        }

        // A lambda that runs on the spot is no asynchronous function itself: an await would make its result a task.
        if (WaitEditing.Of(request, cancellationToken) is { } edit
            && EventLoopContext.Of(edit.Wait.Expression, request.Model, request.Types, cancellationToken).IsOnLoop)
        {
            repairs.Add(new Repair(edit.Title, Key, ct => AsyncEdit.ApplyAsync(request.Document, edit.Wait.Expression, edit.Rewrite, ct)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }
}
