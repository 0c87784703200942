namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What a finding of the rule says.</summary>
/// <param name="Use">The change.</param>
/// <param name="Place">What collides with it.</param>
/// <param name="Text">How a message says that.</param>
/// <param name="IsCertain">The two are seen to run at the same time.</param>
/// <param name="IsLocked">One of the two holds a lock already, and the other another one or none.</param>
internal sealed record SharedChange(CollectionUse Use, Location Place, Phrase Text, bool IsCertain = true, bool IsLocked = false);

/// <summary>
/// Changes of collections in code that a start runs concurrently, and in what its caller does meanwhile. Under-approximates: a lock that
/// may be the same on both sides counts as one.
/// </summary>
internal sealed class StartedChanges(ConcurrentStart start, RuleContext context)
{
    private MayHappenInParallel? _parallel;
    private SyntaxNode? _repeated;
    private ParallelNode[]? _beside;

    public IEnumerable<SharedChange> Find()
    {
        bool? isConfirmed = null;
        foreach (ConcurrentBody body in start.Functions.SelectMany(ConcurrentBody.Of))
        {
            HashSet<string>? ownNames = null;
            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body.Body))
            {
                if (CollectionUse.ChangedBy(node) is not { } changed)
                {
                    continue;
                }

                if (NameOf(changed) is { } root && (ownNames ??= body.OwnNames()).Contains(root))
                {
                    if (start.Kind == ConcurrencyKind.ParallelLoop && HandedCollection.GivenFor(changed, body) is { } given
                        && (isConfirmed ??= Confirm()) && CollectionUse.At(node, context.Model) is { } handed
                        && StatePath.Of(given, context.Model) is { } passed && IsSharedBy(passed, body)
                        && HeldAt(node, body).IsEmpty)
                    {
                        yield return Concurrently(handed);
                    }

                    continue;
                }

                if (!(isConfirmed ??= Confirm()))
                {
                    yield break;
                }

                if (CollectionUse.At(node, context.Model) is { } use
                    && IsSharedBy(use.State, body) && ConflictOf(use, body) is { } found)
                {
                    yield return found;
                }
            }
        }

        if (start.Kind != ConcurrencyKind.Started || isConfirmed == false)
        {
            yield break;
        }

        foreach (SyntaxNode node in ChangesOfStarter())
        {
            if (!(isConfirmed ??= Confirm()))
            {
                yield break;
            }

            if (BesideNodes().Any(one => one.CalledAt is null && one.Node == node)
                && CollectionUse.At(node, context.Model) is { } use
                && ReadByWork(use) is { } found)
            {
                yield return found;
            }
        }
    }

    private bool Confirm()
    {
        if (!start.IsConfirmed(context.Model))
        {
            return false;
        }

        _parallel = MayHappenInParallel.Of(start, context.Model);
        _repeated = start.Kind == ConcurrencyKind.Started ? _parallel.RepeatedScope() : null;
        return true;
    }

    private ParallelNode[] BesideNodes() => _beside ??= _parallel!.Nodes().ToArray();

    /// <summary>By syntax alone: what the function that starts the work changes of what the work names too.</summary>
    private IEnumerable<SyntaxNode> ChangesOfStarter()
    {
        if (FunctionSyntax.Enclosing(start.Call) is not { } function || start.Functions.Length == 0)
        {
            return Array.Empty<SyntaxNode>();
        }

        var names = new HashSet<string>(
            start.Functions.SelectMany(ConcurrentBody.Of).SelectMany(static body => body.Body.DescendantsAndSelf())
                .OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText),
            StringComparer.Ordinal);
        return FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function)
            .Where(node => CollectionUse.ChangedBy(node) is { } changed
                && !start.Call.Span.Contains(node.Span) && changed.DescendantsAndSelf().Any(part
                    => part is IdentifierNameSyntax name && names.Contains(name.Identifier.ValueText)));
    }

    private SharedChange? ConflictOf(CollectionUse use, ConcurrentBody body)
    {
        LockSet held = HeldAt(use.Node, body);
        if (held.HoldsUnknown)
        {
            return null;
        }

        bool isAlone = held.MayExcludeOtherRuns(body.Function, body.Started, _repeated ?? body.Started);
        switch (start.Kind)
        {
            case ConcurrencyKind.ParallelLoop or ConcurrencyKind.ParallelQuery:
                return isAlone ? null : Concurrently(use);
            case ConcurrencyKind.AwaitedTogether:
                return isAlone || !IsOnThePool(use.Node, body) ? null : Concurrently(use);
            case ConcurrencyKind.ParallelInvoke:
                return start.Functions.Where(function => function != body.Started && !function.Span.Contains(body.Started.Span))
                    .SelectMany(ConcurrentBody.Of).Where(other => other.Started != body.Started)
                    .Select(other => Among(use, held, FunctionSyntax.OwnNodes(other.Body), place => HeldAt(place, other)))
                    .FirstOrDefault(static found => found is not null);
            case ConcurrencyKind.Started when _repeated is not null:
                return isAlone ? null : Concurrently(use);
            case ConcurrencyKind.Started:
                return Beside(use, held);
            case ConcurrencyKind.Timer:
                return TimerChanges.ConflictOf(use, held, body, start, context);
            default:
                return null;
        }
    }

    /// <summary>A use by nodes that run beside the started work, or by functions that those call.</summary>
    private SharedChange? Beside(CollectionUse use, LockSet held)
    {
        foreach (IGrouping<SyntaxNode?, SyntaxNode> group in BesideNodes().GroupBy(static one => one.CalledAt, static one => one.Node))
        {
            LockSet around = group.Key is null ? LockSet.Empty : AllAt(group.Key);
            if ((Among(use, held, group, place => group.Key is null ? AllAt(place) : around.Union(TakenAt(place)))
                ?? group.OfType<InvocationExpressionSyntax>().Select(call => CalledBy(call) is { } called
                    ? Among(use, held, FunctionSyntax.OwnNodes(called), place => around.Union(AllAt(call)).Union(TakenAt(place)))
                    : null).FirstOrDefault(static found => found is not null)) is { } conflict)
            {
                return conflict;
            }
        }

        return null;
    }

    /// <summary>A use among nodes that cannot run beside the change, and is not kept away from it by a lock.</summary>
    private SharedChange? Among(
        CollectionUse use, LockSet held, IEnumerable<SyntaxNode> nodes, Func<SyntaxNode, LockSet> heldAt, bool readsOnly = false)
    {
        foreach (ExpressionSyntax mention in use.State.MentionsAmong(nodes, context.Model))
        {
            AccessUse other = use.UseAt(mention, context.Model);
            if (use.IsHarmful(other) && !(readsOnly && other == AccessUse.Change) && mention != use.Collection
                && heldAt(mention) is { HoldsUnknown: false } theirs
                && !held.MayExclude(theirs) && IsUnderNoLockOrTwo(use.State, held, theirs))
            {
                return new SharedChange(
                    use, mention.GetLocation(), TextOf(other, SourceLine.Of(mention)),
                    IsLocked: !held.IsEmpty || !theirs.IsEmpty);
            }
        }

        return null;
    }

    /// <summary>The work, started once, reads what the code that started it changes meanwhile. What it changes is told there.</summary>
    private SharedChange? ReadByWork(CollectionUse use)
    {
        LockSet held = AllAt(use.Node);
        if (held.HoldsUnknown || _repeated is { } scope && use.State.IsOfVariable && use.State.IsDeclaredIn(scope))
        {
            return null;
        }

        foreach (ConcurrentBody body in start.Functions.SelectMany(ConcurrentBody.Of))
        {
            if (IsSharedBy(use.State, body)
                && Among(use, held, FunctionSyntax.OwnNodes(body.Body), place => HeldAt(place, body), readsOnly: true) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Of a field that is used under a lock here and without one there another rule speaks.</summary>
    private static bool IsUnderNoLockOrTwo(StatePath state, LockSet mine, LockSet theirs)
        => state.IsOfVariable || mine.IsEmpty == theirs.IsEmpty;

    private SharedChange Concurrently(CollectionUse use)
        => new(use, start.Location, $"'{start.Name}' ({SourceLine.Of(start.Location)}) runs it concurrently");

    /// <summary>
    /// Before its first await the code for one item runs before that for the next; behind it on the pool, unless the loop of a user
    /// interface or of an actor takes it back.
    /// </summary>
    private bool IsOnThePool(SyntaxNode node, ConcurrentBody body)
        => !context.Types.HasUserInterfaceLoop && body.IsBehindAwait(node)
            && !TurnBasedTypes.Contain(node, context.Model);

    /// <summary>State that is made anew for each run belongs to that run.</summary>
    private bool IsSharedBy(StatePath state, ConcurrentBody body)
        => !state.IsOfVariable
            || (!state.IsDeclaredIn(body.Function) && !state.IsDeclaredIn(body.Started)
                && (_repeated is null || !state.IsDeclaredIn(_repeated)));

    private LockSet HeldAt(SyntaxNode place, ConcurrentBody body)
        => body.HeldAt(place, context.Model);

    private LockSet AllAt(SyntaxNode place) => LockSets.At(place, context.Model);

    private LockSet TakenAt(SyntaxNode place) => LockSets.TakenAt(place, context.Model);

    /// <summary>The body of a function of the same type or scope that is called by its bare name.</summary>
    private static SyntaxNode? CalledBy(InvocationExpressionSyntax call)
        => call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            ? ConcurrentBody.Of(call.Expression).FirstOrDefault()?.Body
            : null;

    /// <summary>The name that a path begins with; null where that is <c>this</c>, and for what is no path.</summary>
    private static string? NameOf(ExpressionSyntax path)
        => CallSyntax.LeftmostOf(CallSyntax.WithoutCasts(path)) switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding when CallSyntax.Receiver(binding.Name) is { } receiver => NameOf(receiver),
            _ => null,
        };

    /// <summary>How a message says what is done to the collection at a place.</summary>
    public static Phrase TextOf(AccessUse use, string place) => use switch
    {
        AccessUse.Change => $"other code ({place}) changes it concurrently",
        AccessUse.Enumerate => Phrase.Of($"other code ({place}) enumerates it concurrently"),
        _ => $"other code ({place}) reads it concurrently",
    };
}
