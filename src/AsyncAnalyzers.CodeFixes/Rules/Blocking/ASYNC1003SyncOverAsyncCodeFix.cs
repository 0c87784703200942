namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Makes the waiting code asynchronous, in the way that its place allows: one file for each.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1003SyncOverAsyncCodeFix))]
public sealed class ASYNC1003SyncOverAsyncCodeFix : AsyncCodeFix
{
    /// <summary>One key for all places: fix-all, and dotnet format, which knows only one, repair each in its own way.</summary>
    internal const string Key = "ASYNC1003.Await";

    /// <summary>The key of repairs that change what others than this solution may use.</summary>
    internal const string PublicApiKey = "ASYNC1003.AwaitWithPublicApi";

    /// <summary>The key of repairs that leave the code synchronous, all the way down.</summary>
    private const string SynchronousKey = "ASYNC1003.Synchronous";

    public ASYNC1003SyncOverAsyncCodeFix()
        : base(ASYNC1003SyncOverAsyncAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (WaitEditing.WaitAt(request, cancellationToken) is not { } wait)
        {
            return Array.Empty<Repair>();
        }

        Repair? repair = KeptTasks.Find(wait, Key, request, cancellationToken);
        if (repair is null
            && AsyncEdit.IsWithoutDirectives(wait.Expression)
            && SynchronousPlace.Of(wait.Expression, request.ModelFor(cancellationToken)) is { } place
            && WaitEditing.Of(wait, request, cancellationToken) is { } edit)
        {
            repair = place.Kind switch
            {
                SynchronousPlaceKind.Dispose => AsynchronousDisposal.Find((MethodDeclarationSyntax)place.Node, request, cancellationToken),
                SynchronousPlaceKind.LazyFactory
                    => await TaskValue.FindForLazyAsync((AnonymousFunctionExpressionSyntax)place.Node, wait, request, cancellationToken)
                        .ConfigureAwait(false),
                SynchronousPlaceKind.StaticInitializer when place.Node is FieldDeclarationSyntax field
                    => await TaskValue.FindForFieldAsync(field, wait, request, cancellationToken).ConfigureAwait(false),
                SynchronousPlaceKind.Constructor when place.Node is ConstructorDeclarationSyntax constructor
                    => await AsynchronousCreation.FindAsync(constructor, request, cancellationToken).ConfigureAwait(false),
                SynchronousPlaceKind.Constructor or SynchronousPlaceKind.Initializer or SynchronousPlaceKind.StaticInitializer
                    or SynchronousPlaceKind.Member
                    => null,
                SynchronousPlaceKind.Lambda when AsynchronousLambda.Find(
                    (AnonymousFunctionExpressionSyntax)place.Node, request, cancellationToken) is { } asynchronous
                    => asynchronous,
                _ => await AsynchronousFunction.FindAsync(edit, place, request, cancellationToken).ConfigureAwait(false),
            };
        }

        var repairs = new List<Repair>();
        if (repair is not null)
        {
            repairs.Add(repair);
        }

        if (SynchronousApi.Find(wait, request.ModelFor(cancellationToken)) is { } api
            && AsyncEdit.IsWithoutDirectives(wait.Expression))
        {
            repairs.Add(new Repair(
                $"Call the synchronous '{api.Name}'",
                SynchronousKey,
                _ => Task.FromResult<Solution?>(
                    request.Document.WithSyntaxRoot(
                        request.Root.ReplaceNode(wait.Expression, api.Synchronous.WithTriviaFrom(wait.Expression))).Project.Solution)));
        }

        return repairs;
    }
}
