namespace AsyncAnalyzers.Semantics;

/// <summary>Whom a held lock keeps out.</summary>
internal enum LockMode
{
    /// <summary>Writers only: the read side of a reader-writer lock.</summary>
    Shared,

    /// <summary>Writers and others that may become one, but no readers.</summary>
    Upgradeable,

    /// <summary>Everybody.</summary>
    Exclusive,
}

/// <summary>A lock that is held.</summary>
internal readonly record struct HeldLock(LockIdentity Lock, LockMode Mode)
{
    /// <summary>No two threads hold one and the other at the same time, if both are the same lock.</summary>
    public bool Excludes(HeldLock other)
        => Mode == LockMode.Exclusive || other.Mode == LockMode.Exclusive
            || (Mode == LockMode.Upgradeable && other.Mode == LockMode.Upgradeable);

    public override string ToString() => Mode switch
    {
        LockMode.Shared => Lock.Text + ":read",
        LockMode.Upgradeable => Lock.Text + ":upgradeable",
        _ => Lock.Text,
    };
}

/// <summary>
/// The locks that are held at a place whatever path led there (a must-analysis), and whether some other lock is held or may be.
/// </summary>
internal sealed class LockSet
{
    public static readonly LockSet Empty = new(ImmutableArray<HeldLock>.Empty, false);

    /// <summary>Some lock may be held, nobody knows which.</summary>
    public static readonly LockSet Unknown = new(ImmutableArray<HeldLock>.Empty, true);

    private LockSet(ImmutableArray<HeldLock> locks, bool holdsUnknown) => (Locks, HoldsUnknown) = (locks, holdsUnknown);

    public ImmutableArray<HeldLock> Locks { get; }

    /// <summary>
    /// A lock without a path is held (the scope of a library, a flag that is taken by Interlocked), or one is held on some paths only.
    /// </summary>
    public bool HoldsUnknown { get; }

    /// <summary>No lock is held for certain.</summary>
    public bool IsEmpty => Locks.IsEmpty && !HoldsUnknown;

    /// <summary>Some lock is held, or may be, that keeps other writers out.</summary>
    public bool KeepsWritersOut => HoldsUnknown || Locks.Any(static held => held.Mode != LockMode.Shared);

    public LockSet With(HeldLock held) => Locks.Contains(held) ? this : new LockSet(Locks.Add(held), HoldsUnknown);

    public LockSet WithUnknown() => HoldsUnknown ? this : new LockSet(Locks, true);

    /// <summary>What is held by one and what is held by the other.</summary>
    public LockSet Union(LockSet other)
    {
        LockSet all = other.HoldsUnknown ? WithUnknown() : this;
        foreach (HeldLock held in other.Locks)
        {
            all = all.With(held);
        }

        return all;
    }

    /// <summary>What is held on both of two paths; what is held on one of them counts as unknown.</summary>
    public LockSet Intersect(LockSet other)
    {
        ImmutableArray<HeldLock> common = Locks.RemoveAll(held => !other.Locks.Contains(held));
        return new LockSet(
            common, HoldsUnknown || other.HoldsUnknown || (!IsEmpty && !other.IsEmpty && common.IsEmpty));
    }

    /// <summary>
    /// False where it is certain that a thread at a place with this set and one at a place with the other may run at the same time.
    /// </summary>
    public bool MayExclude(LockSet other)
        => !IsEmpty && !other.IsEmpty
            && (HoldsUnknown || other.HoldsUnknown
                || Locks.Any(mine => other.Locks.Any(theirs => mine.Excludes(theirs) && !mine.Lock.IsDistinctFrom(theirs.Lock))));

    /// <summary>False where it is certain that several runs of the same code may be at the place at once.</summary>
    /// <param name="run">What is run again and again: a lock that is made in there is one of its own for each run.</param>
    public bool MayExcludeOtherRuns(params SyntaxNode[] run)
        => HoldsUnknown || Locks.Any(held => held.Mode != LockMode.Shared && !Array.Exists(run, held.Lock.IsMadeIn));

    /// <summary>The locks by name, <c>?</c> for an unknown one; <c>-</c> for none.</summary>
    public override string ToString()
        => IsEmpty ? "-" : string.Join(
            ", ",
            Locks.Select(static held => held.ToString()).OrderBy(static text => text, StringComparer.Ordinal)
                .Concat(HoldsUnknown ? new[] { "?" } : Array.Empty<string>()));
}
