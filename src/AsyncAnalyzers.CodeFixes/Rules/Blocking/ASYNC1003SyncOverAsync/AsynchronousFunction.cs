namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>A method, local function, lambda or entry point that waits becomes async, and its callers with it.</summary>
internal static class AsynchronousFunction
{
    /// <summary>Null where the function or one of its callers cannot be async.</summary>
    public static async Task<Repair?> FindAsync(
        WaitEditing edit, SynchronousPlace place, RepairRequest request, CancellationToken cancellationToken)
    {
        if (AwaitPlacement.ObstacleAt(edit.Wait.Expression, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return null;
        }

        if (place.Node is MethodDeclarationSyntax declaration
            && request.Model.GetDeclaredSymbol(declaration, cancellationToken) is { } method
            && SyncOverAsyncRemedy.AsynchronousTwin(method, request.Types) is { } twin)
        {
            // Beside an asynchronous method that does the same, a second one would be one too many.
            return await AsynchronousTwin.FindAsync(declaration, method, twin, edit.Wait, request, cancellationToken).ConfigureAwait(false);
        }

        if (await MakeAsync.PlanAsync(request.Document, place.Node, includePublicApi: true, cancellationToken)
            .ConfigureAwait(false) is not { } plan
            || plan.AwaitedCalls.Any(WaitReplacement.HandlesAggregateException))
        {
            return null;
        }

        bool changesPublicApi = plan.ChangedPublicApi.Count > 0;
        Phrase name = EventLoopContext.DisplayOf(place.Node);
        Phrase title = plan.ChangedSignatures.Count == 0 ? edit.Title
            : plan.ChangedSignatures.Count == 1 ? Phrase.Of($"Make {name} async")
            : $"Make {name} and its callers async";
        if (plan.ChangedSignatures.Count > 0 && edit.ThrowsTimeoutException)
        {
            title = $"{title}; the wait throws TimeoutException";
        }

        SyntaxNode body = FunctionSyntax.Body(place.Node) ?? place.Node;
        return new Repair(
            RepairTitle.WithPublicApi(title, changesPublicApi),
            changesPublicApi ? ASYNC1003SyncOverAsyncCodeFix.PublicApiKey : ASYNC1003SyncOverAsyncCodeFix.Key,
            async ct => await plan.ApplyAsync(WaitsToAwait.In(body, edit, request, ct), ct).ConfigureAwait(false));
    }
}
