namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Makes the waiting code asynchronous, in the way that its place allows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1003SyncOverAsyncCodeFix))]
public sealed class ASYNC1003SyncOverAsyncCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1003.MakeAsync";
    private const string PublicApiKey = "ASYNC1003.MakeAsyncWithPublicApi";

    public ASYNC1003SyncOverAsyncCodeFix()
        : base(ASYNC1003SyncOverAsyncAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (WaitEditing.Of(request, cancellationToken) is { } edit
            && SynchronousPlace.Of(edit.Wait.Expression, request.Model, request.Types, cancellationToken) is { } place
            && await FindMakeAsyncAsync(edit, place, request, cancellationToken).ConfigureAwait(false) is { } repair)
        {
            repairs.Add(repair);
        }

        return repairs;
    }

    /// <summary>The function becomes async, and its callers with it.</summary>
    private static async Task<Repair?> FindMakeAsyncAsync(WaitEditing edit, SynchronousPlace place, RepairRequest request, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.SymbolOf(place.Node, request.Model, cancellationToken) is { } method && SyncOverAsyncRemedy.AsynchronousTwin(method, request.Types) is not null)
        {
            // Its callers have the asynchronous method already.
            return null;
        }

        if (!AsyncEdit.IsWithoutDirectives(edit.Wait.Expression)
            || await MakeAsync.PlanAsync(request.Document, place.Node, includePublicApi: true, cancellationToken).ConfigureAwait(false) is not { } plan)
        {
            return null;
        }

        bool changesPublicApi = plan.ChangedPublicApi.Count > 0;
        string name = EventLoopContext.DisplayOf(place.Node);
        string title = plan.ChangedSignatures.Count == 0 ? edit.Title
            : plan.ChangedSignatures.Count == 1 ? $"Make {name} async"
            : $"Make {name} async with its callers";
        if (plan.ChangedSignatures.Count > 0 && edit.ThrowsTimeoutException)
        {
            title += ", with a wait that throws TimeoutException";
        }

        return new Repair(
            changesPublicApi ? title + "; changes public API" : title,
            changesPublicApi ? PublicApiKey : Key,
            async ct => await plan.ApplyAsync(EditsIn(place.Node, edit, request, ct), ct).ConfigureAwait(false));
    }

    /// <summary>The wait that is flagged, and those beside it in the same function: once that is async, they are no better.</summary>
    private static IEnumerable<NodeEdit> EditsIn(SyntaxNode function, WaitEditing flagged, RepairRequest request, CancellationToken cancellationToken)
    {
        yield return new NodeEdit(request.Document.Id, flagged.Wait.Expression, flagged.Rewrite);
        SyntaxNode body = FunctionSyntax.Body(function) ?? function;
        foreach (SimpleNameSyntax name in FunctionSyntax.OwnNodes(body).OfType<SimpleNameSyntax>())
        {
            if (BlockingWait.Names.Contains(name.Identifier.ValueText)
                && BlockingWait.Find(name, request.Model, request.Types, cancellationToken) is { } wait && wait.Expression != flagged.Wait.Expression
                && AsyncEdit.IsWithoutDirectives(wait.Expression)
                && AwaitPlacement.ObstacleAt(wait.Expression, request.Model, request.Types, cancellationToken) == AwaitObstacle.None
                && WaitEditing.Of(wait, request, cancellationToken) is { ThrowsTimeoutException: false } edit
                && !wait.IsForCompletedTasks(request.Model, request.Types, cancellationToken))
            {
                yield return new NodeEdit(request.Document.Id, wait.Expression, edit.Rewrite);
            }
        }
    }
}
