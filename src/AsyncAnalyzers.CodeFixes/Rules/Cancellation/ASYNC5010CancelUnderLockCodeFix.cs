using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Notes in a <c>lock</c> statement which source is to be cancelled, and cancels it behind the statement.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5010CancelUnderLockCodeFix))]
public sealed class ASYNC5010CancelUnderLockCodeFix : AsyncCodeFix
{
    public ASYNC5010CancelUnderLockCodeFix()
        : base(ASYNC5010CancelUnderLockAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not SimpleNameSyntax name
            || CallSyntax.InvocationOf(name) is not { } call
            || CallSyntax.Receiver(name) is not { } receiver
            || (call.Parent as ConditionalAccessExpressionSyntax ?? (SyntaxNode)call).Parent is not ExpressionStatementSyntax statement
            || LockSets.LockStatementAround(statement) is not { Parent: BlockSyntax } @lock
            || request.Model.GetSymbolInfo(receiver, cancellationToken).Symbol is not
            {
                Kind: SymbolKind.Field or SymbolKind.Property,
            } source
            || !LockSets.At(@lock, request.Model, request.Types, cancellationToken).IsEmpty)
        {
            return Array.Empty<Repair>();
        }

        if (CancellationMove.Of(statement, @lock, receiver, source, request.Model, cancellationToken) is not { } move)
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        SyntaxNode root = move.Apply(request, call, text);
        return new[]
        {
            new Repair(
                $"Call 'Cancel' of '{receiver.WithoutTrivia().ToString()}' after the lock", "ASYNC5010.Move", _
                    => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))),
        };
    }
}
