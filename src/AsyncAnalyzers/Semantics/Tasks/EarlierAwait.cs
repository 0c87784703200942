namespace AsyncAnalyzers.Semantics;

/// <summary>An <c>await</c> of a function that may have given the thread away before a place of the function runs.</summary>
internal static class EarlierAwait
{
    /// <summary>
    /// The first such await: written before the node, in it, or in a loop with it; null where there is none. Over-approximates: that the
    /// branches of both can be taken in one run is not proven.
    /// </summary>
    public static SyntaxNode? Of(SyntaxNode node, SyntaxNode body, CodeModel model)
        => FunctionSyntax.OwnNodes(body).FirstOrDefault(other => FunctionSyntax.IsAwait(other) && MayPrecede(other, node, body)
            && !CompletedAwait.Is(other, model));

    private static bool MayPrecede(SyntaxNode await, SyntaxNode node, SyntaxNode body)
    {
        // What 'await using var' disposes is awaited where its block ends.
        int end = await is LocalDeclarationStatementSyntax { Parent: { } block } ? block.Span.End : await.Span.End;
        return (await is CommonForEachStatementSyntax loop && loop.Statement.Span.Contains(node.Span))
            || (await is ExpressionSyntax && node.Span.Contains(await.Span))
            || (end <= node.SpanStart && ControlFlowSyntax.MayReach(await, node))
            || ControlFlowSyntax.LoopAround(await, node, body) is not null;
    }
}
