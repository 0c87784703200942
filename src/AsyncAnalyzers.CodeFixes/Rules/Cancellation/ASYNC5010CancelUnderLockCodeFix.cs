using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Notes in a <c>lock</c> statement which source is to be cancelled or completed, and does it behind the statement; or gives a
/// TaskCompletionSource the option by which nothing runs in there.
/// </summary>
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
        var repairs = new List<Repair>();
        if (request.Node is not SimpleNameSyntax name
            || CallSyntax.InvocationOf(name) is not { } call
            || CallSyntax.Receiver(name) is not { } receiver)
        {
            return repairs;
        }

        string method = name.Identifier.ValueText;
        string source = receiver.WithoutTrivia().ToString();
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (MoveOf(request, call, receiver, cancellationToken) is { } move)
        {
            Add($"Call '{method}' of '{source}' after the lock", "ASYNC5010.Move", move.Apply(request, text, isAwaited: false));
            if (move.CanAwait(request))
            {
                Add($"Await 'CancelAsync' of '{source}' after the lock", "ASYNC5010.Await", move.Apply(request, text, isAwaited: true));
            }
        }

        if (method != "Cancel" && WithOption(request, name, cancellationToken) is { } root)
        {
            Add($"Create '{source}' with 'RunContinuationsAsynchronously'", "ASYNC5010.Option", root);
        }

        return repairs;

        void Add(Phrase title, string key, SyntaxNode changed)
            => repairs.Add(new Repair(title, key, _
                => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, changed))));
    }

    private static CancellationMove? MoveOf(
        RepairRequest request, InvocationExpressionSyntax call, ExpressionSyntax receiver, CancellationToken cancellationToken)
        => (call.Parent as ConditionalAccessExpressionSyntax ?? (SyntaxNode)call).Parent is ExpressionStatementSyntax statement
            && LockSets.LockStatementAround(statement) is { Parent: BlockSyntax } @lock
            && request.Model.GetSymbolInfo(receiver, cancellationToken).Symbol is { Kind: SymbolKind.Field or SymbolKind.Property } source
            && LockSets.At(@lock, request.ModelFor(cancellationToken)).IsEmpty
                ? CancellationMove.Of(statement, @lock, call, receiver, source, request.ModelFor(cancellationToken))
                : null;

    /// <summary>The tree with the option at each creation of the source; null where one is elsewhere, or has options.</summary>
    private static SyntaxNode? WithOption(RepairRequest request, SimpleNameSyntax name, CancellationToken cancellationToken)
    {
        if (InlineCompletion.Find(name, request.ModelFor(cancellationToken)) is not { Creations: var creations }
            || creations.Any(creation => creation.SyntaxTree != request.Root.SyntaxTree
                || (creation.ArgumentList?.Arguments ?? default).Any(argument
                    => request.Model.GetTypeInfo(argument.Expression, cancellationToken).Type.Is(request.Types.TaskCreationOptions))))
        {
            return null;
        }

        ExpressionSyntax option = TypeNaming.Member(
            TypeNaming.ExpressionOf(request, request.Types.TaskCreationOptions!), "RunContinuationsAsynchronously");
        return request.Root.ReplaceNodes(creations, (_, creation) => CompletionSourceOptions.With(creation, option));
    }
}
