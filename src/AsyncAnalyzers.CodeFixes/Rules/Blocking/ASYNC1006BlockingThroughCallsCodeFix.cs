namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Makes the chain asynchronous from what blocks up to the call, or moves the call to the thread pool.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1006BlockingThroughCallsCodeFix))]
public sealed class ASYNC1006BlockingThroughCallsCodeFix : AsyncCodeFix
{
    private const string TaskRunKey = "ASYNC1006.TaskRun";

    public ASYNC1006BlockingThroughCallsCodeFix()
        : base(ASYNC1006BlockingThroughCallsAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (CallSite.At(request.Node) is not { } site
            || AwaitPlacement.ObstacleAt(request.Node, request.ModelFor(cancellationToken)) != AwaitObstacle.None
            || !EventLoopContext.Of(request.Node, request.ModelFor(cancellationToken)).IsOnLoop
            || MethodSummaries.Of(request.Model.Compilation, request.Document.Project.AnalyzerOptions, cancellationToken)
                .ChainFrom(site, request.ModelFor(cancellationToken)) is not { } chain)
        {
            return repairs;
        }

        if (site.Kind == CallKind.Call
            && await AsynchronousChain.FindAsync(chain, request, cancellationToken).ConfigureAwait(false) is { } asynchronous)
        {
            repairs.Add(asynchronous);
        }

        if (ExpressionOf(site) is { } expression && CanRunElsewhere(expression, chain, request, cancellationToken))
        {
            bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
            repairs.Add(
                new Repair("Use 'await Task.Run', which blocks a thread-pool thread", TaskRunKey, ct
                => AsyncEdit.ApplyAsync(
                request.Document, expression, rewritten
                    => AwaitSyntax.InPlaceOf(expression, TaskRunEditing.Run(request, (ExpressionSyntax)rewritten), configureAwaitFalse),
                        ct)));
        }

        return repairs;
    }

    /// <summary>
    /// The call, creation or reading of a property; null where the place is none of them, stands behind <c>?.</c>, or is a property that is
    /// only gone through (<c>Writer.Write(x)</c>): who fetches that from the pool each time writes what nobody would read.
    /// </summary>
    private static ExpressionSyntax? ExpressionOf(CallSite site)
    {
        ExpressionSyntax? expression = site.Kind switch
        {
            CallKind.Call => site.Invocation,
            CallKind.Creation => (ExpressionSyntax)site.Node,
            CallKind.Property when site.Node.Parent is MemberAccessExpressionSyntax access && access.Name == site.Node => access,
            CallKind.Property => (ExpressionSyntax)site.Node,
            _ => null,
        };
        return expression is null
            || IsWritten(expression)
            || (site.Kind == CallKind.Property && IsGoneThrough(expression))
            || expression.DescendantNodesAndSelf().Any(IsBoundOutside)
            ? null
            : expression;

        bool IsBoundOutside(SyntaxNode node)
            => node is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax
                && node.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access && !expression.Span.Contains(access.Span);

        static bool IsGoneThrough(ExpressionSyntax expression)
            => expression.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax;

        static bool IsWritten(ExpressionSyntax expression)
            => expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression;
    }

    /// <summary>
    /// What is evaluated in the lambda means the same there: no await, no variable handed over by reference, no mutex, nothing of a user
    /// interface.
    /// </summary>
    private static bool CanRunElsewhere(
        ExpressionSyntax expression, BlockingChain chain, RepairRequest request, CancellationToken cancellationToken)
        => request.Types.Task is { } task && !task.GetMembers("Run").IsEmpty
            && !chain.Leaf.Display.StartsWith("Mutex.", StringComparison.Ordinal)
            && !request.Types.HasUserInterfaceLoop
            && !AmbientState.IsLeftChangedByCall(expression, request.ModelFor(cancellationToken))
            && !expression.DescendantNodesAndSelf().Any(node
                => node is AwaitExpressionSyntax or DeclarationExpressionSyntax or DeclarationPatternSyntax or AssignmentExpressionSyntax
                || (node is ArgumentSyntax argument && !argument.RefKindKeyword.IsKind(SyntaxKind.None)));
}
