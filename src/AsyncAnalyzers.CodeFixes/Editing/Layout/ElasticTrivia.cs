namespace AsyncAnalyzers.Editing;

/// <summary>
/// The empty trivia that new tokens carry, by which a formatter takes the liberty to lay them out by its own tabs and line ends.
/// </summary>
internal static class ElasticTrivia
{
    /// <summary>The node without them: its layout is what it should be.</summary>
    public static T RemovedFrom<T>(T node)
        where T : SyntaxNode
        => node.ReplaceTrivia(node.DescendantTrivia().Where(trivia
            => trivia.HasAnnotation(SyntaxAnnotation.ElasticAnnotation)), static (_, _) => default);
}
