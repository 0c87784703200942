namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// State that most of its type's code uses under one lock, and some code without it. Whether the lock is meant for the state, the numbers
/// tell; whether harm is done, what is done with it at both places.
/// </summary>
internal sealed class GuardedState
{
    private readonly StateKind _kind;
    private readonly StateAccess[] _guarded;
    private readonly LockIdentity _lock;
    private readonly StateAccess _writer;
    private readonly BareFunctions _functions;
    private readonly Lazy<bool> _isInOneJob;

    private GuardedState(StateKind kind, StateAccess[] guarded, LockIdentity @lock, StateAccess writer, BareFunctions functions)
    {
        _kind = kind;
        _guarded = guarded;
        _lock = @lock;
        _writer = writer;
        _functions = functions;
        _isInOneJob = new Lazy<bool>(() => functions.AreInOneJob(guarded, @lock));
    }

    /// <summary>The uses of the members of a type without their lock, one for each function and member.</summary>
    public static IEnumerable<LockFinding> FindingsIn(INamedTypeSymbol type, CodeModel model)
    {
        TypeAccesses accesses = TypeAccesses.Of(type, model);
        BareFunctions? functions = null;
        foreach (ISymbol member in accesses.Members)
        {
            functions ??= new BareFunctions(type, model);
            foreach (LockFinding finding in FindingsIn(member, accesses[member]!, functions, model.Types, model.CancellationToken))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<LockFinding> FindingsIn(
        ISymbol member, IReadOnlyList<StateAccess> accesses, BareFunctions functions, KnownTypes types, CancellationToken cancellationToken)
    {
        StateAccess[] shared = accesses.Where(static access => access.Reach == FunctionReach.AnyThread).ToArray();
        if (LockOf(shared) is not { } @lock || (member.IsStatic && @lock.Path.StartsWithThis)
            || @lock.Path.Variable is ILocalSymbol
                or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } })
        {
            return Array.Empty<LockFinding>();
        }

        StateAccess[] guarded = shared.Where(access => Holds(access.Held, @lock)).ToArray();
        StateAccess[] bare = shared.Where(static access => access.Held.IsEmpty).ToArray();
        StateAccess[] others = shared.Where(access => !access.Held.Locks.IsEmpty && !Holds(access.Held, @lock)).ToArray();
        StateKind kind = StateKinds.Of(member, CodeModel.Of(shared[0].Model, cancellationToken));
        if (kind is StateKind.Collection or StateKind.SingleWriterCollection
            && !guarded.Any(static access => access.Use == AccessUse.Change))
        {
            // It is exchanged as a whole: what a reader has got stays as it is.
            kind = StateKind.Value;
        }

        StateAccess? writer = guarded.FirstOrDefault(access => kind is StateKind.Value or StateKind.WideValue ? access.IsWriting
            : access.Use == AccessUse.Change);
        if (writer is null || others.Length * 2 > guarded.Length
            || (@lock.Kind == LockKind.Semaphore && functions.IsSignal(@lock)))
        {
            return Array.Empty<LockFinding>();
        }

        var state = new GuardedState(kind, guarded, @lock, writer, functions);
        return state.IsMeantToBeGuarded(bare.Concat(others)) && state.IsTakenForIt(types, cancellationToken)
            && !(kind is StateKind.Value or StateKind.WideValue && state._isInOneJob.Value)
            ? bare.Where(state.IsHarmful).GroupBy(static access => access.Function)
                .Select(state.FindingOf)
                .Concat(others.Where(access => state.IsHarmful(access) && state.IsOtherLock(access))
                    .GroupBy(static access => access.Function).Select(state.FindingOf))
                .OfType<LockFinding>()
            : Array.Empty<LockFinding>();
    }

    /// <summary>The lock that most uses are under.</summary>
    private static LockIdentity? LockOf(IEnumerable<StateAccess> accesses)
        => accesses.SelectMany(static access => access.Held.Locks.Select(static held => held.Lock))
            .GroupBy(static one => one).OrderByDescending(static group => group.Count()).FirstOrDefault()?.Key;

    private static bool Holds(LockSet held, LockIdentity @lock) => held.Locks.Any(one => one.Lock.Equals(@lock));

    /// <summary>
    /// The lock is taken for the state: where it is used, or in several places that lead to it. A job that one function runs under a lock
    /// from beginning to end says nothing of what others do meanwhile, in its course.
    /// </summary>
    private bool IsTakenForIt(KnownTypes types, CancellationToken cancellationToken)
        => Array.Exists(_guarded, access => Holds(LockSets.TakenAt(access.Place, CodeModel.Of(access.Model, cancellationToken)), _lock))
            || _functions.PlacesThatTake(_lock) > 1;

    private bool IsMeantToBeGuarded(IEnumerable<StateAccess> bare)
    {
        StateAccess[] uses = bare.Where(static access => access.Use != AccessUse.Peek).ToArray();
        int guardedFunctions = FunctionsOf(_guarded), bareFunctions = FunctionsOf(uses);
        return _kind == StateKind.Value
            ? guardedFunctions >= 2 && guardedFunctions > bareFunctions
            : guardedFunctions >= bareFunctions && _guarded.Length >= uses.Length;
    }

    private static int FunctionsOf(IEnumerable<StateAccess> accesses)
        => accesses.Select(static access => FunctionSyntax.OutermostEnclosing(access.Function)).Distinct().Count();

    private bool IsHarmful(StateAccess access) => !LoadedBefore.IsRead(access, _writer, _guarded) && _kind switch
    {
        StateKind.Collection => access.Use is AccessUse.Change or AccessUse.Enumerate or AccessUse.LookUp || IsReplaced(access),
        StateKind.SingleWriterCollection => access.Use == AccessUse.Change || IsReplaced(access),
        StateKind.WideValue => access.IsWriting || (access.Use == AccessUse.Read && !IsOfOnePart(access)),
        _ => access.Use == AccessUse.Update || (IsReplaced(access) && MayCollide(access) && !IsFlagSet(access)),
    };

    /// <summary><c>_current.Task</c> of a tuple: one field is read where it lies, and that is not torn.</summary>
    private static bool IsOfOnePart(StateAccess access)
    {
        CodeModel model = CodeModel.Of(access.Model, CancellationToken.None);
        ExpressionSyntax whole = access.Place.Parent is MemberAccessExpressionSyntax own && own.Name == access.Place ? own : access.Place;
        return whole.Parent is MemberAccessExpressionSyntax part && part.Expression == whole
            && model.SymbolOf(part) is IFieldSymbol field && StateKinds.Of(field, model) != StateKind.WideValue;
    }

    /// <summary><c>_stopping = true;</c>, <c>set => _stopping = value;</c></summary>
    private static bool IsFlagSet(StateAccess access)
        => AssignedTo(access) is LiteralExpressionSyntax
        {
            RawKind: (int)SyntaxKind.TrueLiteralExpression or (int)SyntaxKind.FalseLiteralExpression
        }
            || (IsSetter(access) && access.Member is IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean });

    /// <summary>Not the lock itself.</summary>
    private bool IsReplaced(StateAccess access)
        => access.Use is AccessUse.Write or AccessUse.Update && !_lock.Path.Mentions(access.Member);

    private bool IsOtherLock(StateAccess access)
        => !access.Held.HoldsUnknown && access.Held.Locks.All(held => held.Lock.IsDistinctFrom(_lock));

    /// <summary>
    /// All writes are in the function that reads here, and nobody calls it but what runs it as a loop of its own: one thread needs no lock
    /// to read what it alone writes.
    /// </summary>
    private bool IsOfOnlyWriter(StateAccess access)
        => !access.IsWriting && Array.TrueForAll(_guarded, other => !other.IsWriting || other.Function == access.Function)
            && access.Function is MethodDeclarationSyntax method
            && !method.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword);

    private bool IsCertain(StateAccess access)
        => !IsSetToConstant(access) && !IsSetter(access) && !LoadedBefore.IsReadIfMade(access) && MayCollide(access)
            && !IsBeforeStart(access) && !IsOfSerializer(access) && !CompletedBefore.AreChanges(_guarded)
            && !LifePhases.IsShutdown(access.Function) && !LifePhases.IsBehindEndOfWork(access.Place, access.Function)
            && (access.IsWriting
                || !Array.TrueForAll(_guarded, static other => !other.IsWriting || LifePhases.RunsOnce(other.Function)));

    /// <summary><c>void Save(BinaryEncoder encoder)</c>: what is written out or read in is not in use, more often than not.</summary>
    private static bool IsOfSerializer(StateAccess access)
        => FunctionSyntax.OutermostEnclosing(access.Function) is MethodDeclarationSyntax method
            && method.ParameterList.Parameters.Any(static parameter => TypeNames.Of(parameter.Type) is { } type
                && (type.EndsWith("Encoder", StringComparison.Ordinal) || type.EndsWith("Decoder", StringComparison.Ordinal)
                    || type is "SerializationInfo" or "XmlReader" or "XmlWriter" or "BinaryReader" or "BinaryWriter"));

    /// <summary>
    /// <c>_results.Clear(); process.Start();</c> What a run fills is prepared before the function starts the run.
    /// </summary>
    private static bool IsBeforeStart(StateAccess access)
    {
        bool starts = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(access.Function) ?? access.Function))
        {
            if (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Start" or "StartNew" or "Run"
                or "BeginOutputReadLine" or "QueueUserWorkItem")
            {
                if (node.SpanStart < access.Place.SpanStart)
                {
                    return false;
                }

                starts = true;
            }
        }

        return starts;
    }

    /// <summary><c>_hasEnded = true;</c> Nothing is lost by it, whoever comes first.</summary>
    private static bool IsSetToConstant(StateAccess access)
        => access.Use == AccessUse.Write && AssignedTo(access) is { } value
            && (value is LiteralExpressionSyntax || access.Model.GetConstantValue(value).HasValue);

    /// <summary>
    /// <c>set => _limit = value;</c>, <c>void EchoTo(Log log) => _echo = log;</c> Whoever sets an object up so may do it before others know
    /// of it.
    /// </summary>
    private static bool IsSetter(StateAccess access)
        => access.Use == AccessUse.Write && AssignedTo(access) is IdentifierNameSyntax { Identifier.ValueText: var value }
            && access.Function switch
            {
                AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.SetAccessorDeclaration } => value == "value",
                MethodDeclarationSyntax method => method.ParameterList.Parameters.Any(one => one.Identifier.ValueText == value)
                    && FunctionSyntax.Body(method) is { } body
                    && body is not BlockSyntax { Statements.Count: > 1 },
                _ => false,
            };

    private static ExpressionSyntax? AssignedTo(StateAccess access)
        => access.Place.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } write
            ? CallSyntax.WithoutCasts(write.Right)
            : null;

    /// <summary>A simple write does harm where code under the lock reads the state and writes it behind that.</summary>
    private bool MayCollide(StateAccess access)
        => _kind != StateKind.Value || access.Use == AccessUse.Update
            || _guarded.Any(static other => other.Use == AccessUse.Update)
            || _guarded.GroupBy(static other => other.Function).Any(static group
                => group.Any(write => write.Use is AccessUse.Write && group.Any(other
                    => other.Use is AccessUse.Read or AccessUse.Peek && other.Place.SpanStart < write.Place.SpanStart)));

    /// <summary>What the function has started under the lock it gathers when that has ended.</summary>
    private bool IsOfWorkInIt(StateAccess access)
        => access.Function is not AnonymousFunctionExpressionSyntax && Array.TrueForAll(_guarded, other
            => other.Function is AnonymousFunctionExpressionSyntax && FunctionSyntax.OutermostEnclosing(other.Function) == access.Function);

    /// <summary>
    /// <c>lock (_gate) { _live.AddRange(_new); } foreach (var one in _live) …</c> Only this function uses it, for what it does next.
    /// </summary>
    private bool IsBehindOwnSections(StateAccess access)
        => access.Use == AccessUse.Enumerate
            && Array.TrueForAll(_guarded, other => other.Function == access.Function && other.Place.Span.End < access.Place.SpanStart);

    private LockFinding? FindingOf(IEnumerable<StateAccess> uses)
    {
        StateAccess access = uses.FirstOrDefault(IsCertain) ?? uses.First();
        if (!access.Member.IsStatic && _functions.AreOfLocals || _functions.AreAroundLoops(access, _guarded))
        {
            return null;
        }

        StateAccess guarded = access.IsWriting
            ? _guarded.FirstOrDefault(other => other.IsWriting && other.Function != access.Function) ?? _writer
            : _writer;
        HeldLock held = guarded.Held.Locks.First(one => one.Lock.Equals(_lock));
        if (!access.Held.IsEmpty)
        {
            return _functions.ArePreparation(access) ? null : Make(access.Place, MissingLock.Other);
        }

        if (_functions.CallersWithAndWithout(access, _lock) is var (holds, lacks))
        {
            if (lacks is null || holds)
            {
                return lacks is null || ThreadChecks.AreIn(access.Function) ? null : Make(lacks, MissingLock.AtCall);
            }
        }

        if (_functions.AreMeantToBeBare(access) || IsOfOnlyWriter(access) || _functions.AreInTurnOfWriters(access, _guarded)
            || IsOfWorkInIt(access) || IsBehindOwnSections(access)
            || _functions.AreCalledBack(access, _lock))
        {
            return null;
        }

        bool isHelper = _functions.AreCalledByOwnerUnder(access, _lock);
        return isHelper && !IsOpen(access) ? null
            : Make(access.Place, MissingLock.None, isHelper);

        LockFinding Make(SyntaxNode place, MissingLock kind, bool isHelper = false)
            => new(
                access, place, kind, guarded, held,
                IsCertain(access) && !isHelper && (kind == MissingLock.Other || !MayBeInALaterPhase(access))
                    && !_isInOneJob.Value && (access.IsWriting || !_functions.SpeakOfOneThread),
                _kind == StateKind.WideValue && access.Use == AccessUse.Read);
    }

    /// <summary>Other assemblies can call the function.</summary>
    private static bool IsOpen(StateAccess access)
        => access.Member.ContainingType.DeclaredAccessibility == Accessibility.Public
            && FunctionSyntax.OutermostEnclosing(access.Function) is MemberDeclarationSyntax member
            && member.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword);

    /// <summary>
    /// Whoever reads what others have filled may do so when they have ended: <c>await run.FillAsync(); run.Print();</c>. Of a type that
    /// only this assembly uses, its callers know.
    /// </summary>
    private static bool MayBeInALaterPhase(StateAccess access)
        => access.Use is not (AccessUse.Change or AccessUse.Write or AccessUse.Update)
            && access.Member.ContainingType.DeclaredAccessibility != Accessibility.Public;
}
