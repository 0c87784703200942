using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Threads;

using static SyntaxFactory;

/// <summary>Completes the queue right before the wait, where all items are in it by then.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC6001UncompletedQueueCodeFix))]
public sealed class ASYNC6001UncompletedQueueCodeFix : AsyncCodeFix
{
    public ASYNC6001UncompletedQueueCodeFix()
        : base(ASYNC6001UncompletedQueueAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (request.Node is not InvocationExpressionSyntax call || CallSyntax.CalledNameSyntax(call) is not { } read
            || UncompletedQueue.Of(read, request.ModelFor(cancellationToken)) is not { IsLastWrite: true, Wait: { } wait } found
            || wait.Statement is not { } statement || statement.SyntaxTree != read.SyntaxTree
            || StatementInsertion.Before(request.Root, statement, ParseStatement(Completion(found) + "();"), text) is not { } root)
        {
            return Array.Empty<Repair>();
        }

        return new[]
        {
            Repair.WithRoot(
                request, root, Phrase.Of($"Call '{found.Queue.Identifier.ValueText}.{found.Completion}' before '{wait.Name}'"),
                "ASYNC6001.Complete"),
        };
    }

    private static string Completion(UncompletedQueue found)
        => (found.Queue.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? (SyntaxNode)own : found.Queue)
            + (found.MayBeNull ? "?." : ".") + found.Completion;
}
