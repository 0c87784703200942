using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Lets a loop look at the token, and gives the token to its waits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5005UnstoppableLoopCodeFix))]
public sealed class ASYNC5005UnstoppableLoopCodeFix : AsyncCodeFix
{
    public ASYNC5005UnstoppableLoopCodeFix()
        : base(ASYNC5005UnstoppableLoopAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        StatementSyntax? loop = request.Node as StatementSyntax ?? LoopWaits.LoopAround(request.Node, request.ModelFor(cancellationToken));
        if (loop is null
            || UnstoppableLoop.Find(loop, request.ModelFor(cancellationToken)) is not { Token: { } token } found
            || CancelledWaits.Of(found, request, cancellationToken) is not { } waits)
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        (Phrase? title, string key, SyntaxNode? root) = found.Fault == LoopFault.LooksAtNoToken
            ? (Phrase.Of($"End the loop when '{token.Text}' is cancelled"), "ASYNC5005.End",
                TokenInLoop.TryApply(found, waits, request, text, cancellationToken))
            : (waits.TitleOf(request.Node), "ASYNC5005.Pass", waits.Apply(request.Root));
        return title is null || root is null
            ? Array.Empty<Repair>()
            : new[]
            {
                new Repair(title, key, _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
            };
    }
}
