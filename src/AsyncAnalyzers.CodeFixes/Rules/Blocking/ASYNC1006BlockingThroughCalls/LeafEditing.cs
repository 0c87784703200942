namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// How the end of a chain of calls is written as an <c>await</c>, in the way of the rule that speaks of it in asynchronous code.
/// </summary>
internal static class LeafEditing
{
    /// <summary>The edit; null where no await may stand there, or nothing that can be awaited does the same.</summary>
    /// <param name="leaf">What blocks; it is the node of <paramref name="request"/>.</param>
    /// <param name="request">The document that the leaf is in.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static NodeEdit? Find(BlockingLeaf leaf, RepairRequest request, CancellationToken cancellationToken)
    {
        Func<SyntaxNode, SyntaxNode>? rewrite = AwaitPlacement.ObstacleAt(
            leaf.Expression, request.ModelFor(cancellationToken)) != AwaitObstacle.None
            || !AsyncEdit.IsWithoutDirectives(leaf.Expression)
            ? null
            : leaf.Kind switch
            {
                BlockingLeafKind.Sleep => SleepEditing.Of(request, cancellationToken)?.Rewrite,
                BlockingLeafKind.TaskWait => WaitEditing.Of(request, cancellationToken)?.Rewrite,
                BlockingLeafKind.Primitive => OfPrimitive(leaf, request, cancellationToken),
                _ => OfIo((InvocationExpressionSyntax)leaf.Expression, request, cancellationToken),
            };
        return rewrite is null ? null : new NodeEdit(request.Document.Id, leaf.Expression, rewrite);
    }

    private static Func<SyntaxNode, SyntaxNode>? OfPrimitive(BlockingLeaf leaf, RepairRequest request, CancellationToken cancellationToken)
    {
        BlockingApis apis = BlockingApis.Of(request.Model.Compilation, request.Document.Project.AnalyzerOptions, cancellationToken);
        if (BlockingCall.Of(leaf.Expression, apis, request.ModelFor(cancellationToken)) is not
            {
                Api.Kind: BlockingApiKind.Wait
            or BlockingApiKind.TimedWait or BlockingApiKind.Listed
            } call
            || AwaitedCallEditing.TryFind(request, call, cancellationToken) is not { } operand)
        {
            return null;
        }

        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
        return rewritten => AwaitSyntax.InPlaceOf(leaf.Expression, operand((ExpressionSyntax)rewritten), configureAwaitFalse);
    }

    private static Func<SyntaxNode, SyntaxNode>? OfIo(
        InvocationExpressionSyntax call, RepairRequest request, CancellationToken cancellationToken)
    {
        // A counterpart that needs a using directive would need another edit of the file.
        if (CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is not { } method
            || AsyncCounterpart.Find(call, method, request.ModelFor(cancellationToken)) is not { Container: null } counterpart
            || WaitReplacement.IsReadBefore(call, request.ModelFor(cancellationToken))
            || CounterpartCall.ConditionalAccessAround(call) is not null)
        {
            return null;
        }

        var editing = new CounterpartEditing(
            request, counterpart, CounterpartEditing.TokenInScope(request, counterpart, call, cancellationToken));
        bool configureAwaitFalse = counterpart.Method.ReturnType.IsTaskOrValueTask(request.Types)
            && ConfigureAwaitHabit.IsFalse(request.Root);
        return rewritten => AwaitSyntax.InPlaceOf(call, editing.Call((InvocationExpressionSyntax)rewritten), configureAwaitFalse);
    }
}
