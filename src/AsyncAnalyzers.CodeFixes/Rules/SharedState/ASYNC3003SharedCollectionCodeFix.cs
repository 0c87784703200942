namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Lets tasks return what they would add to a list; makes a collection a concurrent one where each of its uses has an equivalent there;
/// else puts all uses under a lock. Of a generator of random numbers the one that all threads may use takes the place.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3003SharedCollectionCodeFix))]
public sealed class ASYNC3003SharedCollectionCodeFix : AsyncCodeFix
{
    public ASYNC3003SharedCollectionCodeFix()
        : base(ASYNC3003SharedCollectionAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (CollectionUse.Reported(request.Node, request.ModelFor(cancellationToken)) is { } use
            // What is handed on has its other uses where it comes from.
            && !(use.State.Root is IParameterSymbol && FunctionSyntax.Enclosing(request.Node) is { } function
                && use.State.IsDeclaredIn(function))
            && LockSets.At(request.Node, request.ModelFor(cancellationToken)).IsEmpty
            && CollectionUses.Find(request, use, cancellationToken) is { } uses)
        {
            if (GatheredResults.Of(request, uses, cancellationToken) is { } gathered)
            {
                repairs.Add(new Repair($"Return what is added to '{use.State.Holder.Name}'", "ASYNC3003.Gather", _
                    => Task.FromResult<Solution?>(WithRoot(request, gathered))));
            }
            else if (ConcurrentReplacement.Of(request, uses, cancellationToken) is var (name, replaced))
            {
                repairs.Add(new Repair($"Make '{use.State.Holder.Name}' a '{name}'", "ASYNC3003.Concurrent", _
                    => Task.FromResult<Solution?>(WithRoot(request, replaced))));
            }
            else if (uses.MayBeLocked(request, cancellationToken)
                && SharedStateGuard.Plan(request, use.State, cancellationToken) is { Kind: GuardKind.Lock } guard)
            {
                repairs.Add(new Repair(
                    $"Guard all uses of '{use.State.Holder.Name}' with lock '{guard.Name}'", "ASYNC3003.Lock", _
                        => Task.FromResult<Solution?>(WithRoot(request, guard.Apply()))));
            }
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    private static Solution WithRoot(RepairRequest request, SyntaxNode root) => request.Document.WithSyntaxRoot(root).Project.Solution;
}
