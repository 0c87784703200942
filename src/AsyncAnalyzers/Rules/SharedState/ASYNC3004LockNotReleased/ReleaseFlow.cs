namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// The lock on all paths, those of exceptions included. What throws under-approximates: awaits, delegates and I/O, and the wait for the
/// lock where it is given a token.
/// </summary>
/// <param name="events">Where the lock is taken and released; its number is 0.</param>
/// <param name="flags">Locals that tell whether it is held.</param>
/// <param name="calls">The calls that take and release it.</param>
/// <param name="cancellable">The wait that may be cancelled.</param>
internal sealed class ReleaseFlow(
    IReadOnlyDictionary<SyntaxNode, LockEvent[]> events, IReadOnlyDictionary<string, int> flags, HashSet<SyntaxNode> calls,
    SyntaxNode? cancellable)
    : LockFlow(events, flags)
{
    private readonly IReadOnlyDictionary<SyntaxNode, LockEvent[]> _events = events;
    private readonly HashSet<SyntaxNode> _leaving = new();

    public override bool FollowsExceptionsOut => true;

    /// <summary>The node throws, as far as the paths tell that were followed.</summary>
    public bool Leaves(SyntaxNode node) => _leaving.Contains(node);

    public override bool MayThrow(IOperation operation)
    {
        bool throws = operation switch
        {
            _ when operation.Syntax == cancellable => operation is IAwaitOperation or IInvocationOperation,
            _ when calls.Contains(operation.Syntax) || _events.ContainsKey(operation.Syntax) => false,
            IAwaitOperation or IThrowOperation => true,
            IInvocationOperation call => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
                || AsyncCounterpart.IsFrameworkIo(call.TargetMethod),
            _ => false,
        };
        if (throws)
        {
            _leaving.Add(operation.Syntax);
        }

        return throws;
    }
}
