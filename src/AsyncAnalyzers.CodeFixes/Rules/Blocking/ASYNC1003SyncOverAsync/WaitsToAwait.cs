namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>The waits of one function, to be awaited together.</summary>
internal static class WaitsToAwait
{
    /// <summary>
    /// The wait that is flagged, and those beside it in the same function that an await can replace: once the function is async they are
    /// no better.
    /// </summary>
    public static IEnumerable<NodeEdit> In(SyntaxNode body, WaitEditing flagged, RepairRequest request, CancellationToken cancellationToken)
    {
        yield return new NodeEdit(request.Document.Id, flagged.Wait.Expression, flagged.Rewrite);
        foreach (BlockingWait wait in Of(body, request, cancellationToken))
        {
            if (wait.Expression != flagged.Wait.Expression
                && AsyncEdit.IsWithoutDirectives(wait.Expression)
                && AwaitPlacement.ObstacleAt(wait.Expression, request.ModelFor(cancellationToken)) == AwaitObstacle.None
                && WaitEditing.Of(wait, request, cancellationToken) is { ThrowsTimeoutException: false } edit)
            {
                yield return new NodeEdit(request.Document.Id, wait.Expression, edit.Rewrite);
            }
        }
    }

    /// <summary>
    /// The edits of all waits in a body that is to become async, whose own function need not be able to; null where one of them cannot be
    /// awaited: it would be as bad there.
    /// </summary>
    public static IReadOnlyList<NodeEdit>? All(SyntaxNode body, RepairRequest request, CancellationToken cancellationToken)
    {
        var edits = new List<NodeEdit>();
        foreach (BlockingWait wait in Of(body, request, cancellationToken))
        {
            if (AwaitPlacement.ObstacleAt(wait.Expression, request.ModelFor(cancellationToken)) is not (
                AwaitObstacle.None or AwaitObstacle.NotAMethod)
                || !AsyncEdit.IsWithoutDirectives(wait.Expression)
                || WaitEditing.Of(wait, request, cancellationToken) is not { ThrowsTimeoutException: false } edit)
            {
                return null;
            }

            edits.Add(new NodeEdit(request.Document.Id, wait.Expression, edit.Rewrite));
        }

        return edits;
    }

    /// <summary>The body with edits made to nodes inside of it.</summary>
    public static T Rewrite<T>(T body, IReadOnlyList<NodeEdit> edits)
        where T : SyntaxNode
    {
        Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> byNode = edits.ToDictionary(edit => edit.Node, edit => edit.Rewrite);
        return body.ReplaceNodes(byNode.Keys, (original, rewritten) => byNode[original](rewritten));
    }

    private static IEnumerable<BlockingWait> Of(SyntaxNode body, RepairRequest request, CancellationToken cancellationToken)
    {
        foreach (SimpleNameSyntax name in FunctionSyntax.OwnNodes(body).OfType<SimpleNameSyntax>())
        {
            if (BlockingWait.Names.Contains(name.Identifier.ValueText)
                && BlockingWait.Find(name, request.ModelFor(cancellationToken)) is { } wait
                && !wait.IsForCompletedTasks(request.ModelFor(cancellationToken)))
            {
                yield return wait;
            }
        }
    }
}
