namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Gives an async function to something that waits for its task; or catches its exceptions where nothing does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2003AsyncVoidDelegateCodeFix))]
public sealed class ASYNC2003AsyncVoidDelegateCodeFix : AsyncCodeFix
{
    public ASYNC2003AsyncVoidDelegateCodeFix()
        : base(ASYNC2003AsyncVoidDelegateAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        ExpressionSyntax? function = request.Node as AnonymousFunctionExpressionSyntax
            ?? (request.Node is IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name
                && access.Name == name ? access : request.Node as ExpressionSyntax);
        if (function is null || AsyncVoidDelegate.Of(function, request.ModelFor(cancellationToken)) is not { } found
            || DeclarationOf(function, request, cancellationToken) is not { } declaration)
        {
            return repairs;
        }

        if (function is AnonymousFunctionExpressionSyntax lambda
            && await AwaitedCallAsync(request, found, lambda, cancellationToken).ConfigureAwait(false) is { } awaited)
        {
            repairs.Add(awaited);
        }

        if (function is not AnonymousFunctionExpressionSyntax
            && await LoopOverMethodAsync(request, found, function, declaration, cancellationToken).ConfigureAwait(false) is { } repair)
        {
            repairs.Add(repair);
        }

        if (found.Target is AsyncVoidTarget.Delegate && !BackgroundLoop.IsIn(declaration)
            && await MakeAsync.PlanTaskAsync(request.Document, declaration, includePublicApi: true, cancellationToken)
                .ConfigureAwait(false) is { } plan)
        {
            bool changesPublicApi = plan.ChangedPublicApi.Count > 0;
            Phrase title = $"Return a task from {EventLoopContext.DisplayOf(declaration)} and await the task";
            repairs.Add(new Repair(
                RepairTitle.WithPublicApi(
                    plan.ChangedParameters.Count == 0 ? title : $"{title}; changes a parameter of '{plan.ChangedParameters[0]}'",
                    changesPublicApi),
                changesPublicApi ? "ASYNC2003.TaskInPublicApi" : "ASYNC2003.Task",
                ct => plan.ApplyAsync(Array.Empty<NodeEdit>(), ct)));
        }

        if (!found.IsTakenForDone
            && !EscapingFailures.Of(declaration, request.ModelFor(cancellationToken)).IsWhole
            && GuardEditing.TryCreate(declaration, request, await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false),
                cancellationToken) is { } guard)
        {
            repairs.Add(new Repair(
                $"Catch exceptions in {EventLoopContext.DisplayOf(declaration)} and {guard.Destination}",
                "ASYNC2003.Catch",
                ct => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(
                    request.Document.Id, request.Root.ReplaceNode(declaration, guard.Apply())))));
        }

        return repairs;
    }

    /// <summary>The lambda itself, or the method of this file that is named.</summary>
    private static SyntaxNode? DeclarationOf(ExpressionSyntax function, RepairRequest request, CancellationToken cancellationToken)
        => function is AnonymousFunctionExpressionSyntax ? function
            : request.Model.GetSymbolInfo(function,
                cancellationToken).Symbol is IMethodSymbol { DeclaringSyntaxReferences: { Length: 1 } places }
                && places[0].SyntaxTree == request.Root.SyntaxTree
                ? places[0].GetSyntax(cancellationToken)
                : null;

    /// <summary><c>items.ForEach(Save)</c>: the method returns a task, and a loop awaits it.</summary>
    private static async Task<Repair?> LoopOverMethodAsync(
        RepairRequest request, AsyncVoidDelegate found, ExpressionSyntax function, SyntaxNode declaration,
        CancellationToken cancellationToken)
        => found is { Target: AsyncVoidTarget.ForEach, Call.Parent: ExpressionStatementSyntax statement }
            && AwaitPlacement.ObstacleAt(statement, request.ModelFor(cancellationToken)) == AwaitObstacle.None
            && ForEachLoopEditing.TryFind(
                statement, await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false)) is { } loop
            && await MakeAsync.PlanTaskAsync(request.Document, declaration, function, cancellationToken).ConfigureAwait(false) is { } plan
                ? new Repair("Use 'foreach' and await", "ASYNC2003.ForEach", ct
                    => plan.ApplyAsync(new NodeEdit(request.Document.Id, statement, loop), ct))
                : null;

    /// <summary>Another call in the place of the one that does not wait.</summary>
    private static async Task<Repair?> AwaitedCallAsync(
        RepairRequest request, AsyncVoidDelegate found, AnonymousFunctionExpressionSyntax lambda, CancellationToken cancellationToken)
    {
        if (found.Call is not { } call
            || AwaitPlacement.ObstacleAt(call, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return null;
        }

        switch (found.Target)
        {
            case AsyncVoidTarget.ForEach when call.Parent is ExpressionStatementSyntax statement:
                Microsoft.CodeAnalysis.Text.SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
                return ForEachLoopEditing.TryFind(statement, lambda, text) is { } loop
                    ? new Repair("Use 'foreach' and await", "ASYNC2003.ForEach", ct
                        => AsyncEdit.ApplyAsync(request.Document, statement, loop, ct))
                    : null;
            case AsyncVoidTarget.Parallel:
                BlockingApis apis = BlockingApis.Of(request.Model.Compilation, request.Document.Project.AnalyzerOptions, cancellationToken);
                return BlockingCall.Of(call, apis, request.ModelFor(cancellationToken)) is { } blocking
                    && ParallelLoopEditing.TryFind(request, blocking, cancellationToken) is { } operand
                    ? new Repair(
                        found.Method!.Name == "Invoke"
                            ? (Phrase)"Use 'await Task.WhenAll'"
                            : $"Use 'await Parallel.{blocking.ReplacementName!}'",
                        "ASYNC2003.Parallel",
                        ct => AsyncEdit.ApplyAsync(request.Document, call, rewritten
                            => Await(request, call, operand((ExpressionSyntax)rewritten)), ct))
                    : null;
            case AsyncVoidTarget.ParallelQuery when call is InvocationExpressionSyntax query:
                return ParallelLoopEditing.TryFindForAll(request, query, cancellationToken) is { } loopOf
                    ? new Repair(
                        "Use 'await Parallel.ForEachAsync'",
                        "ASYNC2003.Parallel",
                        ct => AsyncEdit.ApplyAsync(request.Document, call, rewritten
                            => Await(request, call, loopOf((ExpressionSyntax)rewritten)), ct))
                    : null;
            case AsyncVoidTarget.Work when lambda is LambdaExpressionSyntax work:
                return PooledWorkEditing.TryFind(request, found, work) is var (queued, run)
                    ? new Repair("Use 'await Task.Run'", "ASYNC2003.TaskRun", ct => AsyncEdit.ApplyAsync(request.Document, queued, run, ct))
                    : null;
            case AsyncVoidTarget.Counterpart when call is InvocationExpressionSyntax invocation
                && lambda.Parent is ArgumentSyntax
                && !CallSyntax.IsBehindConditionalAccess(call):
                return new Repair(
                    $"Use 'await {found.Counterpart!}'",
                    "ASYNC2003.Counterpart",
                    ct => AsyncEdit.ApplyAsync(request.Document, call, rewritten
                        => Await(request, call, Renamed((InvocationExpressionSyntax)rewritten, found.Counterpart!)), ct));
            default:
                return null;
        }
    }

    private static ExpressionSyntax Await(RepairRequest request, ExpressionSyntax call, ExpressionSyntax operand)
        => AwaitSyntax.InPlaceOf(call, operand, ConfigureAwaitHabit.IsFalse(request.Root));

    private static InvocationExpressionSyntax Renamed(InvocationExpressionSyntax call, string name)
    {
        SimpleNameSyntax called = CallSyntax.CalledNameSyntax(call)!;
        SyntaxToken identifier = Identifier(name).WithTriviaFrom(called.Identifier);
        return call.ReplaceNode(called, called.WithIdentifier(identifier));
    }
}
