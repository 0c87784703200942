namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The turn of a loop that pauses, because what it looks for is not there yet: other turns do the work.</summary>
/// <param name="pause">The call that pauses.</param>
/// <param name="loop">The innermost loop around it.</param>
internal readonly struct PausedTurn(ExpressionSyntax pause, StatementSyntax loop)
{
    /// <summary>All mentions of the variable are in code that this turn does not come to.</summary>
    public bool LeavesOut(string variable)
    {
        bool isSentBack = IsSentBack(pause);
        int end = pause.Span.End;
        SyntaxNode? condition = (loop as DoStatementSyntax)?.Condition;
        foreach (SyntaxNode node in loop.Descendants())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: var name } && name == variable
                && !(isSentBack && node.SpanStart > end && condition?.Span.Contains(node.Span) != true)
                && !IsInOtherBranch(node))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>continue</c> stands behind the statement of the pause.</summary>
    private static bool IsSentBack(ExpressionSyntax pause)
        => pause.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement
            && block.Statements.IndexOf(statement) is var index
            && index + 1 < block.Statements.Count
            && block.Statements[index + 1] is ContinueStatementSyntax;

    /// <summary>In the branch of an <c>if</c> whose other branch pauses.</summary>
    private bool IsInOtherBranch(SyntaxNode node)
    {
        ExpressionSyntax call = pause;
        StatementSyntax around = loop;
        return node.Ancestors().TakeWhile(ancestor => ancestor != around).Any(ancestor => ancestor is IfStatementSyntax @if
            && !@if.Condition.Span.Contains(node.Span)
            && @if.Span.Contains(call.Span)
            && @if.Statement.Span.Contains(node.Span) != @if.Statement.Span.Contains(call.Span));
    }
}
