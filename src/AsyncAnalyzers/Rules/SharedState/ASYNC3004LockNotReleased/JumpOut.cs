namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// <c>continue</c> or <c>break</c> that leaves a section with the lock held: it is taken again, or the function ends so.
/// </summary>
internal static class JumpOut
{
    private const ulong Held = 0b1100;
    private const ulong NotHeld = 0b0011;

    /// <summary>The node is such a jump, it leaves the section, and nothing behind it releases the lock.</summary>
    /// <param name="jump">The statement that jumps.</param>
    /// <param name="first">The statement that takes the lock.</param>
    /// <param name="section">The block that takes and releases it.</param>
    /// <param name="taken">Where it is taken.</param>
    /// <param name="releases">The calls of the function that release it.</param>
    /// <param name="result">How often it is taken at each place.</param>
    public static bool LeavesHeld(
        SyntaxNode jump, StatementSyntax first, BlockSyntax section, SyntaxNode taken, List<InvocationExpressionSyntax> releases,
        FlowResult<ulong> result)
    {
        if (jump is not (ContinueStatementSyntax or BreakStatementSyntax))
        {
            return false;
        }

        SyntaxNode? left = jump.Ancestors().FirstOrDefault(one => ControlFlowSyntax.LoopBody(one) is not null
            || (one is SwitchStatementSyntax && jump is BreakStatementSyntax));
        ExpressionSyntax? condition = jump.Ancestors().TakeWhile(one => one != section).OfType<IfStatementSyntax>().FirstOrDefault()
            ?.Condition;
        return left is not null && left.Span.Contains(section.Span) && condition is not null && condition.SpanStart > first.Span.End
            && IsHeldAt(condition, result)
            && !releases.Exists(release => (release.SpanStart > condition.SpanStart && release.Span.End <= jump.SpanStart)
                || (jump is BreakStatementSyntax && release.SpanStart > left.Span.End))
            && ((LockFlow.Counts(result.At(taken), 0) | LockFlow.Counts(result.AtNormalExit, 0)) & Held) != 0;
    }

    private static bool IsHeldAt(ExpressionSyntax condition, FlowResult<ulong> result)
    {
        foreach (SyntaxNode part in condition.DescendantsAndSelf())
        {
            if (LockFlow.Counts(result.At(part), 0) is var counts and not 0)
            {
                return (counts & NotHeld) == 0;
            }
        }

        return false;
    }
}
