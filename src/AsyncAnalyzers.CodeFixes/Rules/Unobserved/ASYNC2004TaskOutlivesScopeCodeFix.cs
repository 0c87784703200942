namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Makes the function async and awaits what it returns. Its return type stays, so nobody else is touched.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2004TaskOutlivesScopeCodeFix))]
public sealed class ASYNC2004TaskOutlivesScopeCodeFix : AsyncCodeFix
{
    public ASYNC2004TaskOutlivesScopeCodeFix()
        : base(ASYNC2004TaskOutlivesScopeAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        // The first of several fixes in one function makes all of its returns await.
        if (FunctionSyntax.Enclosing(request.Node) is not { } function
            || FunctionSyntax.IsAsync(function)
            || FunctionSyntax.Body(function) is not BlockSyntax body
            || FunctionSyntax.OwnNodes(body).OfType<ReturnStatementSyntax>().Any(@return
                => @return.Expression is { } returned && !CanAwait(returned))
            || await MakeAsync.PlanAsync(request.Document, function, cancellationToken).ConfigureAwait(false) is not { } plan)
        {
            return Array.Empty<Repair>();
        }

        Phrase title = $"Make {EventLoopContext.DisplayOf(function)} async and await the task";
        return new[] { new Repair(title, "ASYNC2004.Await", async ct
            => await plan.ApplyAsync(Array.Empty<NodeEdit>(), ct).ConfigureAwait(false)) };

        bool CanAwait(ExpressionSyntax returned)
            => AwaitPlacement.ObstacleAt(returned, request.ModelFor(cancellationToken)) == AwaitObstacle.None;
    }
}
