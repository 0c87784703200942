namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Which streams of a process may be unread, by the paths from its start. Exceptions are not followed: what waits in a <c>catch</c> is not
/// told, which under-approximates.
/// </summary>
internal sealed class UnreadFlow(ProcessUses uses, ProcessStream redirected) : ForwardFlow<ulong>
{
    /// <summary>A path comes here; beside it the <see cref="ProcessStream"/> that are unread on some path.</summary>
    public const ulong Reached = 4;

    public override bool FollowsExceptions => false;

    public override bool FollowsExceptionsOut => false;

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong before)
    {
        SyntaxNode place = operation.Syntax;
        ulong after = before & ~(ulong)uses.EndedBy(place);
        return operation is IInvocationOperation && uses.IsStart(place) ? after | (ulong)redirected : after;
    }

    /// <summary>Nothing waits for a process that has ended.</summary>
    public override ulong Assume(IOperation condition, bool holds, ulong state)
    {
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            condition = not.Operand;
            holds = !holds;
        }

        return holds && uses.IsQuestion(condition.Syntax) ? Reached : state;
    }
}
