namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>A chain of calls becomes asynchronous, from what blocks up to the async code that calls it; all other callers follow.</summary>
internal static class AsynchronousChain
{
    private const string Key = "ASYNC1006.MakeAsync";
    private const string PublicApiKey = "ASYNC1006.MakeAsyncWithPublicApi";

    /// <summary>
    /// Null where what blocks has nothing to await in its place, or one of the functions or of their callers cannot be async.
    /// </summary>
    public static async Task<Repair?> FindAsync(BlockingChain chain, RepairRequest request, CancellationToken cancellationToken)
    {
        Solution solution = request.Document.Project.Solution;
        if (solution.GetDocument(chain.Leaf.Expression.SyntaxTree) is not { } document
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        if (FunctionSyntax.Enclosing(chain.Leaf.Expression) is not { } function
            || function != chain.LeafFunction
            || EditOf(chain.Leaf) is null
            || await MakeAsync.PlanAsync(document, function, includePublicApi: true, cancellationToken)
                .ConfigureAwait(false) is not { } plan)
        {
            return null;
        }

        // What else blocks in that function is awaited with it: in an async function it would be the next report.
        MethodSummaries summaries = MethodSummaries.Of(model.Compilation, document.Project.AnalyzerOptions, cancellationToken);
        NodeEdit[] edits = summaries.LeavesIn(function, CodeModel.Of(model, cancellationToken))
            .Where(leaf => FunctionSyntax.Enclosing(leaf.Expression) == function)
            .Select(EditOf).OfType<NodeEdit>().ToArray();
        Phrase name = EventLoopContext.DisplayOf(function);
        Phrase title = plan.ChangedSignatures.Count <= 1
            ? Phrase.Of($"Make {name} async and await the call")
            : $"Make {name} and its callers async and await the calls";
        bool changesPublicApi = plan.ChangedPublicApi.Count > 0;
        return new Repair(
            RepairTitle.WithPublicApi(title, changesPublicApi),
            changesPublicApi ? PublicApiKey : Key,
            ct => plan.ApplyAsync(edits, ct));

        NodeEdit? EditOf(BlockingLeaf leaf)
            => LeafEditing.Find(leaf, new RepairRequest(document, root, model, KnownTypes.Of(model.Compilation), leaf.Expression,
                request.DiagnosticId, request.Properties), cancellationToken);
    }
}
