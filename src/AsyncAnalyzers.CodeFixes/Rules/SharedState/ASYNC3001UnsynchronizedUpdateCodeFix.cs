namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Makes an update atomic by Interlocked; where no method of it does the same, puts the state under a lock or a semaphore.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3001UnsynchronizedUpdateCodeFix))]
public sealed class ASYNC3001UnsynchronizedUpdateCodeFix : AsyncCodeFix
{
    public ASYNC3001UnsynchronizedUpdateCodeFix()
        : base(ASYNC3001UnsynchronizedUpdateAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (FunctionSyntax.Enclosing(request.Node) is { } function
            && StateUpdate.At(request.Node, FunctionSyntax.Body(function) ?? function) is { } update
            && StatePath.Of(update.Target, request.ModelFor(cancellationToken)) is { } state
            && !LockSets.TakenAt(request.Node, request.ModelFor(cancellationToken)).KeepsWritersOut)
        {
            if (AtomicUpdates.Of(request, update, state, cancellationToken) is { } atomic)
            {
                string method = atomic[request.Node].Method;
                repairs.Add(new Repair($"Use '{method}'", "ASYNC3001.Synchronize", _
                    => Task.FromResult<Solution?>(WithRoot(request, request.Root.ReplaceNodes(
                    atomic.Keys, (original, _) => atomic[original].Expression)))));
            }
            else if (SharedStateGuard.Plan(request, state, cancellationToken) is { } guard)
            {
                Phrase title = guard.Kind == GuardKind.Lock
                    ? Phrase.Of($"Guard all uses of '{state.Holder.Name}' with lock '{guard.Name}'")
                    : $"Guard all uses of '{state.Holder.Name}' with semaphore '{guard.Name}'";
                repairs.Add(new Repair(title, "ASYNC3001.Synchronize", _ => Task.FromResult<Solution?>(WithRoot(request, guard.Apply()))));
            }
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    private static Solution WithRoot(RepairRequest request, SyntaxNode root) => request.Document.WithSyntaxRoot(root).Project.Solution;
}
