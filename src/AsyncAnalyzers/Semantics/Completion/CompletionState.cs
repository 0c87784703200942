namespace AsyncAnalyzers.Semantics;

/// <summary>What is known of a task, a query or a local.</summary>
internal enum CompletionFactKind
{
    /// <summary>The task is complete.</summary>
    Complete,

    /// <summary>It has not failed: with <see cref="NotCanceled"/>, it is taken to be complete.</summary>
    NotFaulted,

    /// <summary>It has not been cancelled.</summary>
    NotCanceled,

    /// <summary>The query starts its tasks again each time it is enumerated.</summary>
    Restarts,

    /// <summary>A wait has gone through the query, and started its tasks.</summary>
    Enumerated,

    /// <summary>Another pass over such a query, held by the local, has started the task.</summary>
    StartedAgain,

    /// <summary>The local holds the <c>Status</c> of the task.</summary>
    StatusOf,

    /// <summary>The local holds the same task.</summary>
    Alias,

    /// <summary>Something is known of the task where the local is true.</summary>
    WhenTrue,

    /// <summary>Something is known of the task where the local is false.</summary>
    WhenFalse,

    /// <summary>The task is complete where that of the local is not: one of two that were raced.</summary>
    WhereOtherIsNot,

    /// <summary>The local holds the constant false.</summary>
    IsFalse,

    /// <summary>The local holds the constant true.</summary>
    IsTrue,
}

/// <param name="Path">What it is about.</param>
/// <param name="Kind">What is known.</param>
/// <param name="Local">The local that the fact depends on.</param>
/// <param name="Implied">For WhenTrue and WhenFalse: what is known then.</param>
internal sealed record CompletionFact(AccessPath Path, CompletionFactKind Kind, ISymbol? Local = null, CompletionFactKind Implied = default)
{
    public bool Equals(CompletionFact? other)
        => other is not null
            && Kind == other.Kind
            && Implied == other.Implied
            && SymbolEqualityComparer.Default.Equals(Local, other.Local)
            && Path.Equals(other.Path);

    public override int GetHashCode() => (Path.GetHashCode() * 31) + (int)Kind;
}

/// <summary>The facts that hold at a point of a function, on every path that leads there.</summary>
internal sealed class CompletionState : IEquatable<CompletionState>
{
    public static readonly CompletionState Empty = new(ImmutableHashSet<CompletionFact>.Empty);

    private readonly ImmutableHashSet<CompletionFact> _facts;

    private CompletionState(ImmutableHashSet<CompletionFact> facts) => _facts = facts;

    public int Count => _facts.Count;

    public bool Equals(CompletionState? other)
        => other is not null && (ReferenceEquals(_facts, other._facts) || _facts.SetEquals(other._facts));

    public override bool Equals(object? obj) => Equals(obj as CompletionState);

    public override int GetHashCode() => _facts.Aggregate(_facts.Count, static (hash, fact) => hash ^ fact.GetHashCode());

    public IEnumerable<CompletionFact> Facts => _facts;

    /// <summary>Some fact is about a path that code elsewhere may change.</summary>
    public bool MayChange => _facts.Any(static fact => fact.Path.MayChange);

    public bool IsComplete(AccessPath path)
        => Has(path, CompletionFactKind.Complete) || (path.Generalized is { } general && Has(general, CompletionFactKind.Complete));

    public bool Has(AccessPath path, CompletionFactKind kind) => _facts.Contains(new CompletionFact(path, kind));

    public bool Contains(CompletionFact fact) => _facts.Contains(fact);

    public CompletionState With(AccessPath path, CompletionFactKind kind) => With(new CompletionFact(path, kind));

    public CompletionState With(CompletionFact fact)
    {
        if (_facts.Contains(fact))
        {
            return this;
        }

        var result = new CompletionState(_facts.Add(fact));
        if (fact.Kind > CompletionFactKind.NotCanceled)
        {
            return result;
        }

        if (fact.Kind != CompletionFactKind.Complete
            && result.Has(fact.Path, CompletionFactKind.NotFaulted)
            && result.Has(fact.Path, CompletionFactKind.NotCanceled))
        {
            result = result.With(fact.Path, CompletionFactKind.Complete);
        }

        foreach (CompletionFact alias in _facts)
        {
            if (alias.Kind == CompletionFactKind.Alias)
            {
                result = alias.Path.Equals(fact.Path) ? result.With(AccessPath.Of(alias.Local!), fact.Kind)
                    : fact.Path.IsRoot
                        && SymbolEqualityComparer.Default.Equals(fact.Path.Variable, alias.Local) ? result.With(alias.Path, fact.Kind)
                    : result;
            }
        }

        return result;
    }

    /// <summary>The local with the query that has started the task once more; null where none is known.</summary>
    public ISymbol? QueryOf(AccessPath task)
        => _facts.FirstOrDefault(fact => fact.Kind == CompletionFactKind.StartedAgain && fact.Path.Equals(task))?.Local;

    /// <summary>Both: what either of them knows.</summary>
    public CompletionState Union(CompletionState other) => Count < other.Count
        ? _facts.Aggregate(other, static (state, fact) => state.With(fact))
        : other._facts.Aggregate(this, static (state, fact) => state.With(fact));

    /// <summary>One of them: what both know.</summary>
    public CompletionState Intersect(CompletionState other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        ImmutableHashSet<CompletionFact> common = _facts.Intersect(other._facts);
        common = WithImplied(WithImplied(common, this, other), other, this);
        return common.SetEquals(_facts) ? this : new CompletionState(common);
    }

    /// <summary>
    /// What one state implies by a local that the other knows to be constant: <c>done = false; while (!done) { done = t.IsCompleted; }</c>
    /// </summary>
    private static ImmutableHashSet<CompletionFact> WithImplied(
        ImmutableHashSet<CompletionFact> common, CompletionState from, CompletionState other)
    {
        foreach (CompletionFact fact in from._facts)
        {
            if (fact.Kind is CompletionFactKind.WhenTrue or CompletionFactKind.WhenFalse
                && other._facts.Contains(Constant(fact.Local!, fact.Kind == CompletionFactKind.WhenFalse)))
            {
                common = common.Add(fact);
            }
        }

        return common;
    }

    /// <summary>The local holds the constant.</summary>
    public static CompletionFact Constant(ISymbol local, bool value)
        => new(AccessPath.Of(local), value ? CompletionFactKind.IsTrue : CompletionFactKind.IsFalse, local);

    /// <summary>A variable or member has been written: nothing is known of what it leads to.</summary>
    public CompletionState Forget(ISymbol written)
        => Where(fact => !SymbolEqualityComparer.Default.Equals(fact.Local, written) && !fact.Path.Mentions(written));

    /// <summary>An element of a collection has been written: what is known of others stays, if their indices are constants too.</summary>
    public CompletionState ForgetElements(AccessPath collection, AccessPath? written)
        => Where(fact => !fact.Path.IsInElementsOf(collection, written));

    /// <summary>Code that is not seen has run.</summary>
    public CompletionState AfterUnknownCode() => Where(static fact => !fact.Path.MayChange);

    /// <summary>Code of another assembly has run.</summary>
    public CompletionState AfterForeignCode() => Where(static fact => !fact.Path.MayChangeOutside);

    /// <summary>What is known of <paramref name="from"/> and what it leads to, said of <paramref name="to"/>.</summary>
    public CompletionState About(AccessPath from, AccessPath to)
    {
        CompletionState result = Empty;
        foreach (CompletionFact fact in _facts)
        {
            if (fact.Kind <= CompletionFactKind.Restarts && fact.Path.Rebased(from, to) is { } path)
            {
                result = result.With(path, fact.Kind);
            }
        }

        return result;
    }

    /// <summary>What the truth (or falsehood) of a local says.</summary>
    public CompletionState When(ISymbol local, bool holds)
    {
        CompletionFactKind kind = holds ? CompletionFactKind.WhenTrue : CompletionFactKind.WhenFalse;
        return _facts.Where(fact => fact.Kind == kind && SymbolEqualityComparer.Default.Equals(fact.Local, local))
            .Aggregate(Empty, static (state, fact) => state.With(fact.Path, fact.Implied));
    }

    /// <summary>What it says that the task of a local is not complete: the one that was raced with it is.</summary>
    public CompletionState WhereIncomplete(ISymbol local)
        => _facts.Where(fact => fact.Kind == CompletionFactKind.WhereOtherIsNot && SymbolEqualityComparer.Default.Equals(fact.Local, local))
            .Aggregate(Empty, static (state, fact) => state.With(fact.Path, CompletionFactKind.Complete));

    public CompletionState Where(Func<CompletionFact, bool> keep)
    {
        ImmutableHashSet<CompletionFact> kept = _facts;
        foreach (CompletionFact fact in _facts)
        {
            kept = keep(fact) ? kept : kept.Remove(fact);
        }

        return Keep(kept);
    }

    private CompletionState Keep(ImmutableHashSet<CompletionFact> facts) => facts.Count == _facts.Count ? this : new CompletionState(facts);
}
