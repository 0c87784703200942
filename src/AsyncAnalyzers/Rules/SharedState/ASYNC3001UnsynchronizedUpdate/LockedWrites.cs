namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Code that runs at the same time as an update and touches the same state.</summary>
/// <param name="Place">Where it does.</param>
/// <param name="Text">How the message says it.</param>
/// <param name="Lock">The lock that the update holds, and the other code does not; null where it holds none.</param>
/// <param name="IsCertain">The two are seen to run at the same time; else they may.</param>
internal sealed record Conflict(Location Place, Phrase Text, string? Lock = null, bool IsCertain = true);

/// <summary>Writes of a state, and whether a lock keeps them apart from an update that holds some.</summary>
internal sealed class LockedWrites(StatePath state, LockSet held, RuleContext context)
{
    public StatePath State { get; } = state;

    /// <summary>The update holds a lock that may keep other writers out.</summary>
    public bool AreUnderLock => held.KeepsWritersOut;

    /// <summary>What is held at a place of code that was started: by itself, and by the function that calls it.</summary>
    public static LockSet HeldAt(SyntaxNode place, ConcurrentBody body, RuleContext context)
        => body.HeldAt(place, context.Model);

    /// <summary>The lock is the same for all runs of the code.</summary>
    public bool MayExcludeOtherRuns(ConcurrentBody body, SyntaxNode? repeated)
        => held.MayExcludeOtherRuns(body.Function, body.Started, repeated ?? body.Started);

    /// <summary>A write in another run of what is started, under another lock.</summary>
    /// <param name="start">What starts the runs.</param>
    /// <param name="update">The update in question.</param>
    /// <param name="isConcurrent">Whether an update runs beside those of other runs.</param>
    public Conflict? AmongRuns(ConcurrentStart start, StateUpdate update, Func<ConcurrentBody, StateUpdate, bool> isConcurrent)
    {
        foreach (ConcurrentBody body in start.Functions.SelectMany(ConcurrentBody.Of))
        {
            foreach (StateUpdate other in StateUpdate.In(body.Body))
            {
                // One without any lock is reported itself.
                if (other.Node != update.Node && IsOfState(other.Target)
                    && HeldAt(other.Node, body, context) is { KeepsWritersOut: true } theirs
                    && isConcurrent(body, other) && At(other.Node, theirs) is { } conflict)
                {
                    return conflict;
                }
            }
        }

        return null;
    }

    /// <summary>A write in the delegates that run beside the one of the update.</summary>
    public Conflict? InBodies(IEnumerable<ConcurrentBody> bodies)
    {
        foreach (ConcurrentBody body in bodies)
        {
            foreach (ExpressionSyntax write in WritesAmong(FunctionSyntax.OwnNodes(body.Body)))
            {
                // An update without any lock is reported itself.
                LockSet theirs = HeldAt(write, body, context);
                if ((theirs.KeepsWritersOut || !StateUpdate.In(body.Body).Any(update => update.Target == write))
                    && At(write, theirs) is { } conflict)
                {
                    return conflict;
                }
            }
        }

        return null;
    }

    /// <summary>A write among nodes that run beside the update, or in functions that they call.</summary>
    public Conflict? Beside(IReadOnlyCollection<ParallelNode> nodes, Func<InvocationExpressionSyntax, SyntaxNode?> calledFunction)
    {
        foreach (IGrouping<SyntaxNode?, SyntaxNode> group in nodes.GroupBy(static one => one.CalledAt, static one => one.Node))
        {
            LockSet around = group.Key is null ? LockSet.Empty : AllAt(group.Key);
            foreach (ExpressionSyntax write in WritesAmong(group))
            {
                if (At(write, group.Key is null ? AllAt(write) : around.Union(TakenAt(write))) is { } conflict)
                {
                    return conflict;
                }
            }

            foreach (InvocationExpressionSyntax call in group.OfType<InvocationExpressionSyntax>())
            {
                if (calledFunction(call) is { } body)
                {
                    foreach (ExpressionSyntax write in WritesAmong(FunctionSyntax.OwnNodes(body)))
                    {
                        if (At(write, around.Union(AllAt(call)).Union(TakenAt(write))) is { } conflict)
                        {
                            return conflict;
                        }
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The conflict with a write; null where the locks may keep the two apart.</summary>
    /// <param name="write">The write.</param>
    /// <param name="theirs">The locks that are held there; null for what is held at the place in whatever function.</param>
    public Conflict? At(ExpressionSyntax write, LockSet? theirs)
    {
        theirs ??= AllAt(write);
        if (theirs.HoldsUnknown || held.MayExclude(theirs))
        {
            return null;
        }

        string place = SourceLine.Of(write);
        return new Conflict(
            write.GetLocation(),
            theirs.Locks.IsEmpty
                ? Phrase.Of($"other code ({place}) updates it without that lock")
                : $"other code ({place}) updates it under lock '{NameOf(theirs)}'",
            NameOf(held));
    }

    private static string NameOf(LockSet set)
    {
        string text = set.Locks[0].Lock.Text;
        return text.StartsWith("this.", StringComparison.Ordinal) ? text.Substring("this.".Length) : text;
    }

    private IEnumerable<ExpressionSyntax> WritesAmong(IEnumerable<SyntaxNode> nodes)
        => State.MentionsAmong(nodes, context.Model).Where(Writes.IsWritten);

    private bool IsOfState(ExpressionSyntax target)
        => StatePath.Of(target, context.Model) is { } other && other.Equals(State);

    private LockSet AllAt(SyntaxNode place) => LockSets.At(place, context.Model);

    private LockSet TakenAt(SyntaxNode place) => LockSets.TakenAt(place, context.Model);
}
