namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// A loop that goes on until it is told to stop, and awaits nothing but completed tasks:
/// <c>while (!token.IsCancellationRequested) { …; await Task.CompletedTask; }</c>.
/// It never gives its thread to others, perhaps not even to what would stop it.
/// </summary>
internal static class EndlessLoop
{
    public static bool IsAt(StatementSyntax loop, CodeModel model)
    {
        if (!LoopWaits.IsEndless(loop))
        {
            return false;
        }

        bool awaits = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(loop))
        {
            switch (node)
            {
                case YieldStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax:
                case GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement }:
                case BreakStatementSyntax when LoopWaits.LeftBy(node) == loop:
                    return false;
                case var _ when FunctionSyntax.IsAwait(node):
                    if (!CompletedAwait.Is(node, model))
                    {
                        return false;
                    }

                    awaits = true;
                    break;
            }
        }

        return awaits;
    }
}
