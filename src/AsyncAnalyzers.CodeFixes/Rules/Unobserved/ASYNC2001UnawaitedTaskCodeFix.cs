namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>
/// Awaits a dropped task, making the function and its callers async where needed; or discards it on purpose. Serves CS4014 too.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2001UnawaitedTaskCodeFix))]
public sealed class ASYNC2001UnawaitedTaskCodeFix : AsyncCodeFix
{
    private const string CompilerId = "CS4014";

    public ASYNC2001UnawaitedTaskCodeFix()
        : base(ASYNC2001UnawaitedTaskAnalyzer.Id, CompilerId)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<SyntaxNode>(node
            => DroppedTask.CandidateIn(node) is { } candidate && candidate.Span.Contains(request.Node.Span)) is not { } holder
            || DroppedTask.CandidateIn(holder) is not { } dropped)
        {
            return repairs;
        }

        if (DroppedTask.CallIn(dropped) is { } call && DroppedTask.IsConfiguration(call))
        {
            if (holder is ExpressionStatementSyntax useless)
            {
                Phrase title = $"Delete '{CallSyntax.CalledName(call) ?? useless.ToString()}'";
                repairs.Add(new Repair(title, "ASYNC2001.Delete", ct => Task.FromResult<Solution?>(
                    request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id,
                        StatementRemoval.From(request.Root, useless)))));
            }

            return repairs;
        }

        if (FunctionSyntax.Enclosing(dropped) is { } function
            && !MayBeNull(dropped, request.ModelFor(cancellationToken))
            && !BackgroundRun.WaitsForWhatFollows(dropped, request.ModelFor(cancellationToken))
            && AwaitPlacement.ObstacleAt(dropped, request.ModelFor(cancellationToken)) == AwaitObstacle.None
            && AwaitOf(holder, dropped, request, cancellationToken) is { } edit
            && await MakeAsync.PlanAsync(request.Document, function, cancellationToken).ConfigureAwait(false) is { } plan)
        {
            repairs.Add(new Repair(
                RepairTitle.WithAsync(RepairTitle.Await(dropped), plan),
                "ASYNC2001.Await",
                async ct => await plan.ApplyAsync(edit, ct).ConfigureAwait(false)));
        }

        if (DiscardSyntax.IsFree(dropped, request.ModelFor(cancellationToken)))
        {
            repairs.Insert(BackgroundRun.IsFollowed(dropped, request.ModelFor(cancellationToken)) ? 0 : repairs.Count,
                new Repair($"Discard the task of '{RepairTitle.NameOf(dropped)}'", "ASYNC2001.Discard", ct
                    => Task.FromResult<Solution?>(Replace(request, dropped, DiscardSyntax.Of(dropped)))));
        }

        return repairs;
    }

    /// <summary>The edit that awaits: in place, or under a null test where the call stands behind <c>?.</c>.</summary>
    private static NodeEdit? AwaitOf(
        SyntaxNode holder, ExpressionSyntax dropped, RepairRequest request, CancellationToken cancellationToken)
    {
        bool habit = ConfigureAwaitHabit.IsFalse(request.Root) && !CallSyntax.IsConfigured(dropped);
        if (CallSyntax.WalkDownParentheses(dropped) is not ConditionalAccessExpressionSyntax conditional)
        {
            bool isNested = NestedTask.InnerOf(request.Model.GetTypeInfo(dropped, cancellationToken).Type, request.Types) is not null;
            return new NodeEdit(request.Document.Id, dropped, rewritten
                => Awaited(dropped, (ExpressionSyntax)rewritten, isNested, habit && IsTask(dropped, request, cancellationToken)));
        }

        bool configure = habit && !CallSyntax.IsConfigured(DroppedTask.CallIn(conditional)!);
        return holder is ExpressionStatementSyntax statement && NullTestedAwait.IsPossible(statement, request.ModelFor(cancellationToken))
            ? new NodeEdit(request.Document.Id, statement, rewritten
                => NullTestedAwait.InPlaceOf((ExpressionStatementSyntax)rewritten, configure, request.Document.Project.ParseOptions))
            : null;
    }

    /// <summary><c>await task</c>; of a task in a task, <c>await await task</c>: the outer one ends when the work has begun.</summary>
    private static ExpressionSyntax Awaited(ExpressionSyntax dropped, ExpressionSyntax rewritten, bool isNested, bool configure)
    {
        ExpressionSyntax awaited = AwaitSyntax.InPlaceOf(dropped, rewritten, configure);
        return isNested ? AwaitSyntax.InPlaceOf(dropped, awaited, configure) : awaited;
    }

    /// <summary>The callee gives null for "all is done", also where it stands behind <c>?.</c> or <c>ConfigureAwait</c>.</summary>
    private static bool MayBeNull(ExpressionSyntax dropped, CodeModel model)
        => DroppedTask.CallIn(dropped) is { } call
            && CallSyntax.MethodOf(DroppedTask.WithoutConfiguration(call), model) is { } method
            && NullAnswer.MayComeFrom(method, model);

    private static bool IsTask(ExpressionSyntax dropped, RepairRequest request, CancellationToken cancellationToken)
        => request.Model.GetTypeInfo(dropped, cancellationToken).Type.IsTaskOrValueTask(request.Types);

    private static Solution Replace(RepairRequest request, SyntaxNode old, SyntaxNode @new)
        => request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, request.Root.ReplaceNode(old, @new));
}
