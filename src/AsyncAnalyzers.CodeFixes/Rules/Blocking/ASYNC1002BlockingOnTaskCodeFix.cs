namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Turns a synchronous wait into <c>await</c>, <c>await Task.WhenAll</c>, <c>await Task.WhenAny</c> or <c>await … .WaitAsync</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1002BlockingOnTaskCodeFix))]
public sealed class ASYNC1002BlockingOnTaskCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1002.Await";

    public ASYNC1002BlockingOnTaskCodeFix()
        : base(ASYNC1002BlockingOnTaskAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        if (WaitEditing.Of(request, cancellationToken) is not { } edit)
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        (SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite) = EqualBranches.Around(edit) ?? (edit.Wait.Expression, edit.Rewrite);
        return Task.FromResult<IReadOnlyList<Repair>>(new[] { new Repair(edit.Title, Key, ct => AsyncEdit.ApplyAsync(request.Document, node, rewrite, ct)) });
    }
}
