namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Turns a wait on a primitive into one that can be awaited, as the API allows: its asynchronous counterpart, another loop, another
/// type. Where only a redesign helps, the wait is moved to the thread pool, and the title says what that costs.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1005BlockingPrimitiveInAsyncCodeFix))]
public sealed class ASYNC1005BlockingPrimitiveInAsyncCodeFix : AsyncCodeFix
{
    private const string Await = "ASYNC1005.Await";
    private const string Offload = "ASYNC1005.Offload";

    public ASYNC1005BlockingPrimitiveInAsyncCodeFix()
        : base(ASYNC1005BlockingPrimitiveInAsyncAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        BlockingApis apis = BlockingApis.Of(request.Model.Compilation, request.Document.Project.AnalyzerOptions, cancellationToken);
        if (request.Node is ExpressionSyntax node
            && BlockingCall.Of(node, apis, request.ModelFor(cancellationToken)) is { } call)
        {
            AddIfAny(Redesigned(request, call, cancellationToken));
            if (AwaitPlacement.ObstacleAt(call.Expression, request.ModelFor(cancellationToken)) == AwaitObstacle.None)
            {
                AddIfAny(InPlace(request, call, cancellationToken) ?? Offloaded(request, call, cancellationToken));
            }
        }
        else if (FileStreamEditing.TryFind(request, cancellationToken) is { } opening)
        {
            repairs.Add(new Repair(
                "Open the file with 'useAsync: true'",
                "ASYNC1005.UseAsync",
                _ => Task.FromResult<Solution?>(
                    request.Document.WithSyntaxRoot(request.Root.ReplaceNode(request.Node, opening)).Project.Solution)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);

        void AddIfAny(Repair? repair)
        {
            if (repair is not null)
            {
                repairs.Add(repair);
            }
        }
    }

    /// <summary>
    /// Another type takes the place of the primitive, in all of its uses. Where one of them cannot follow, its edit answers null, and what
    /// comes behind it is offered.
    /// </summary>
    private static Repair? Redesigned(RepairRequest request, BlockingCall call, CancellationToken cancellationToken)
        => call.Member.ContainingType.Name switch
        {
            "ManualResetEventSlim" when FieldIn(call, request, cancellationToken) is { } signal
                => new Repair($"Replace '{signal.Name}' with a 'TaskCompletionSource'", "ASYNC1005.CompletionSource", ct
                    => CompletionSourceEditing.ReplaceEventAsync(request, signal, ct)),
            "BlockingCollection" when FieldIn(call, request, cancellationToken) is { } queue
                => new Repair($"Replace '{queue.Name}' with a 'Channel'", "ASYNC1005.Channel", ct
                    => ChannelEditing.ReplaceCollectionAsync(request, queue, ct)),
            _ => null,
        };

    private static IFieldSymbol? FieldIn(BlockingCall call, RepairRequest request, CancellationToken cancellationToken)
        => call.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } }
            ? request.Model.GetSymbolInfo(receiver, cancellationToken).Symbol as IFieldSymbol
            : null;

    /// <summary>What awaits instead of blocking, in the place of the call or of the loop around it.</summary>
    private static Repair? InPlace(RepairRequest request, BlockingCall call, CancellationToken cancellationToken)
    {
        switch (call.Api.Kind)
        {
            case BlockingApiKind.Sequence:
                return AwaitForEachEditing.TryFind(request, call) is var (each, rewriteEach)
                    ? Statement("Use 'await foreach'", each, rewriteEach)
                    : null;
            case BlockingApiKind.Parallel:
                Phrase title = call.Member.Name == "Invoke"
                    ? (Phrase)"Use 'await Task.WhenAll'"
                    : $"Use 'await Parallel.{call.ReplacementName!}'";
                return Expression(title, ParallelLoopEditing.TryFind(request, call, cancellationToken));
            case BlockingApiKind.ParallelQuery
                when call.Expression is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } works } query
                && call.Member.Name == "ForAll" && FunctionSyntax.IsAsync(works[0].Expression):
                return Expression(
                    "Use 'await Parallel.ForEachAsync'", ParallelLoopEditing.TryFindForAll(request, query, cancellationToken));
            case BlockingApiKind.Task:
                return call.Expression is InvocationExpressionSyntax
                {
                    ArgumentList.Arguments.Count: 0,
                    Expression: MemberAccessExpressionSyntax
                }
                    && call.Member.Name == "WaitAndUnwrapException"
                    ? Expression("Use 'await'", rewritten
                        => ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)rewritten).Expression).Expression)
                    : null;
            case BlockingApiKind.Wait when call.Member.Name == "EndOfStream":
                return EndOfStreamEditing.TryFind(request, call, cancellationToken) is var (loop, rewrite)
                    ? Statement("Use 'await ReadLineAsync' up to the end", loop, rewrite)
                    : null;
            case BlockingApiKind.Wait when call.IsForCancellation(request.Types):
                return TokenWaitEditing.TryFind(request, call) is { } delay
                    ? new Repair("Use 'await Task.Delay' with the token", Await, ct
                        => AsyncEdit.ApplyAsync(request.Document, call.Expression, delay, ct))
                    : null;
            default:
                return Expression($"Use 'await {call.ReplacementName!}'", AwaitedCallEditing.TryFind(request, call, cancellationToken));
        }

        Repair? Expression(Phrase title, Func<ExpressionSyntax, ExpressionSyntax>? operand)
            => operand is null ? null : new Repair(title, Await, ct => AsyncEdit.ApplyAsync(
                request.Document,
                call.Expression,
                rewritten
                    => AwaitSyntax.InPlaceOf(
                        call.Expression, operand((ExpressionSyntax)rewritten), ConfigureAwaitHabit.IsFalse(request.Root)),
                ct));

        Repair Statement(Phrase title, StatementSyntax statement, Func<SyntaxNode, SyntaxNode> rewrite)
            => new(title, Await, ct => AsyncEdit.ApplyAsync(request.Document, statement, rewrite, ct));
    }

    private static Repair? Offloaded(RepairRequest request, BlockingCall call, CancellationToken cancellationToken)
        => call.Expression is InvocationExpressionSyntax
            && call.Api.Kind is not (BlockingApiKind.Sequence or BlockingApiKind.Task)
            && call.MayMoveToAnotherThread(request.ModelFor(cancellationToken))
            && !CallSyntax.IsBehindConditionalAccess(call.Expression)
            ? new Repair(
                "Use 'await Task.Run', which blocks a thread-pool thread",
                Offload,
                ct => AsyncEdit.ApplyAsync(
                    request.Document,
                    call.Expression,
                    rewritten
                        => AwaitSyntax.InPlaceOf(call.Expression, TaskRunEditing.Run(request, (ExpressionSyntax)rewritten),
                            ConfigureAwaitHabit.IsFalse(request.Root)),
                    ct))
            : null;
}
