using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Functions that use guarded state without its lock: whether that is meant, and whether their callers hold it.</summary>
internal sealed class BareFunctions(INamedTypeSymbol type, CodeModel model)
{
    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, SimpleNameSyntax>> CallsUnderLock = new();

    private static readonly HashSet<string> ForPeople = new(StringComparer.Ordinal)
    {
        "ToString", "Equals", "GetHashCode", "DebuggerDisplay",
    };

    private static readonly HashSet<string> SaysUnlocked = new(StringComparer.OrdinalIgnoreCase)
    {
        "Locked", "Lock", "Unlocked", "Lockless", "Unsafe", "Unsynchronized", "Synchronized", "Nolock", "Racy", "Approximate", "Estimate",
    };

    private static readonly HashSet<string> Beginnings = new(StringComparer.Ordinal)
    {
        "Init", "Initialize", "Initialise", "Initialization", "Setup", "Configure", "Start", "Awake", "Build", "Load", "Restore", "Recover",
        "Deserialize", "Register", "Connect", "Open", "Reset", "Attach", "Bind", "Handshake",
    };

    /// <summary>Beginnings that nobody else is there for.</summary>
    private static readonly HashSet<string> Preparations = new(StringComparer.Ordinal)
    {
        "Init", "Initialize", "Initialise", "Initialization", "Setup", "Configure", "Awake", "Preload", "Populate",
    };

    /// <summary>What stands before a beginning: <c>OnOpen</c>, <c>CompleteAttach</c>.</summary>
    private static readonly HashSet<string> Introductions = new(StringComparer.Ordinal) { "On", "Complete", "Finish" };

    private static readonly string[] Words = { "lock", "thread", "race", "racy", "atomic", "concurren", "synchroni" };

    private static readonly string[] OneThread = { "one thread", "single thread", "same thread", "main thread", "UI thread" };

    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 3;

    private readonly FunctionReaches _reaches = new();
    private readonly CallbacksUnderLock _callbacks = new(type, model);
    private bool? _speakOfOneThread;
    private bool? _areOfLocals;

    /// <summary>
    /// The function is for people (<c>ToString</c>), its name or a comment says that it takes no lock, it prepares the object before others
    /// use it, it sees to it that one thread runs it, a base class calls it, or code of another type calls it under a lock.
    /// </summary>
    public bool AreMeantToBeBare(StateAccess access)
        => access.Function.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault() is not { } member
            || IsMeantByName(member, access)
            || SpeaksOfLocks(member.GetLeadingTrivia())
            || member.AttributeLists.Any(static list => list.ToString().Contains("InconsistentlySynchronized"))
            || access.Place.FirstAncestorOrSelf<StatementSyntax>() is { } statement && SpeaksOfLocks(statement)
            || IsTemplate(member)
            || ThreadChecks.AreIn(access.Function)
            || IsRiskTaken(access)
            || IsCalledUnderLock(member);

    /// <summary>The function fills the state under locks of its own, for its own threads, before others know of it.</summary>
    public bool ArePreparation(StateAccess access)
        => FunctionSyntax.OutermostEnclosing(access.Function) is MethodDeclarationSyntax method
            && NameWords.Of(method.Identifier.ValueText) is { Count: > 0 } words && Preparations.Contains(words[0]);

    /// <summary>Each object of the type stays with the call that has made it.</summary>
    public bool AreOfLocals => _areOfLocals ??= LocalObjects.AreAllOf(type, model);

    /// <summary>
    /// The lock is there for the bodies of parallel loops alone, and the function waits for their end: what it does itself, it does before
    /// they start or when they have ended.
    /// </summary>
    public bool AreAroundLoops(StateAccess access, StateAccess[] guarded)
        => Array.TrueForAll(guarded, other
            => JoinedLoops.AreWaitedForBy(access.Function, other.Place, model.With(other.Model)));

    /// <summary>The turn of a loop reads what only it changes.</summary>
    public bool AreInTurnOfWriters(StateAccess access, StateAccess[] guarded) => TurnOfWriters.Contains(access, guarded, model);

    /// <summary>What runs while the lock is held is handed the function, or the object whose interface it implements.</summary>
    public bool AreCalledBack(StateAccess access, LockIdentity @lock) => _callbacks.MayRun(access.Function, @lock);

    /// <summary>The type itself calls the function, which others may call too, under the lock.</summary>
    public bool AreCalledByOwnerUnder(StateAccess access, LockIdentity @lock) => _callbacks.IsCalledByOwner(access.Function, @lock);

    /// <summary>How many places of the type take the lock by a statement or a call.</summary>
    public int PlacesThatTake(LockIdentity @lock)
    {
        string name = LastNameOf(@lock);
        return type.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(model.CancellationToken).Descendants()).Count(node
            => node switch
        {
            LockStatementSyntax statement => EndsIn(statement.Expression, name),
            InvocationExpressionSyntax call => CallSyntax.CalledNameSyntax(call) is { } called
                && LockCalls.Takes(called.Identifier.ValueText)
                && (CallSyntax.Receiver(called) is { } receiver && EndsIn(receiver, name)
                    || call.ArgumentList.Arguments.Any(argument => EndsIn(argument.Expression, name))),
            _ => false,
        });
    }

    /// <summary>All of these uses are in one section of the lock that runs on through other functions; it has more sections.</summary>
    public bool AreInOneJob(StateAccess[] guarded, LockIdentity @lock)
        => PlacesThatTake(@lock) > 1 && LockedJob.Contains(guarded, @lock, model);

    /// <summary>A comment of the type says that some of its functions are called on one thread.</summary>
    public bool SpeakOfOneThread => _speakOfOneThread ??= type.DeclaringSyntaxReferences
        .SelectMany(part => part.GetSyntax(model.CancellationToken).DescendantNodesAndSelf(static node => node is TypeDeclarationSyntax))
        .OfType<MemberDeclarationSyntax>().Any(static member => CommentsIn(member.GetLeadingTrivia()).Any(static text
            => text.IndexOf("call", StringComparison.OrdinalIgnoreCase) >= 0
                && Array.Exists(OneThread, words => text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0)));

    /// <summary>
    /// Whether some caller of the private function holds the lock, and the place of one that any thread runs and that does not and should:
    /// of private callers those of their own that do not. Null where others can call the function.
    /// </summary>
    public (bool Holds, SyntaxNode? Lacks)? CallersWithAndWithout(StateAccess access, LockIdentity @lock, int depth = 0)
    {
        if (access.Function is AnonymousFunctionExpressionSyntax || depth > MaximumDepth
            || FunctionSyntax.SymbolOf(access.Function, model.With(access.Model)) is not { } symbol
            || CallersOf.FindAll(symbol, access.Function, model.With(access.Model)) is not { } callers)
        {
            return null;
        }

        bool holds = false;
        SyntaxNode? lacks = null;
        foreach (SyntaxNode caller in callers)
        {
            CodeModel own = model.In(caller.SyntaxTree);
            LockSet held = LockSets.At(caller, own);
            holds |= held.Locks.Any(one => one.Lock.Equals(@lock));
            if (held.IsEmpty && FunctionSyntax.Enclosing(caller) is { } function && _reaches.Of(function, own) == FunctionReach.AnyThread)
            {
                StateAccess bare = access with { Function = function, Place = (ExpressionSyntax)caller, Model = own };
                if (AreMeantToBeBare(bare) || AreCalledBack(bare, @lock))
                {
                    continue;
                }

                if (CallersWithAndWithout(bare, @lock, depth + 1) is var (holdsAbove, lacksAbove))
                {
                    holds |= holdsAbove;
                    lacks ??= lacksAbove;
                }
                else
                {
                    lacks ??= caller;
                }
            }
        }

        return (holds, lacks);
    }

    /// <summary>Some function waits for the semaphore and releases it not: others do, to let it go on.</summary>
    public bool IsSignal(LockIdentity semaphore)
    {
        string name = LastNameOf(semaphore);
        var waits = new HashSet<SyntaxNode>();
        var releases = new HashSet<SyntaxNode>();
        foreach (InvocationExpressionSyntax call in type.DeclaringSyntaxReferences
            .SelectMany(part => part.GetSyntax(model.CancellationToken).Descendants()).OfType<InvocationExpressionSyntax>())
        {
            if (CallSyntax.CalledNameSyntax(call) is { Identifier.ValueText: "Wait" or "WaitAsync" or "Release" } called
                && CallSyntax.Receiver(called) is { } receiver && EndsIn(receiver, name)
                && FunctionSyntax.Enclosing(call) is { } function)
            {
                (called.Identifier.ValueText == "Release" ? releases : waits).Add(FunctionSyntax.OutermostEnclosing(function));
            }
        }

        return waits.Count == 0 || !waits.IsSubsetOf(releases);
    }

    private static string LastNameOf(LockIdentity @lock) => @lock.Text.Substring(@lock.Text.LastIndexOf('.') + 1);

    private static bool EndsIn(ExpressionSyntax expression, string name) => CallSyntax.WithoutCasts(expression) switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == name,
        _ => false,
    };

    /// <summary><c>try { return _cache.TryGetValue(k, out v); } catch { }</c> Whoever reads so knows that others write.</summary>
    private static bool IsRiskTaken(StateAccess access)
        => !access.IsWriting && access.Place.FirstAncestorOrSelf<BlockSyntax>(static block => block.Parent is TryStatementSyntax)
            is { Statements.Count: <= 2, Parent: TryStatementSyntax @try }
            && @try.Catches.Any(static clause => clause.Filter is null && clause.Declaration is null or
            {
                Identifier.RawKind: (int)SyntaxKind.None, Type: SimpleNameSyntax { Identifier.ValueText: "Exception" }
            });

    private static bool IsMeantByName(MemberDeclarationSyntax member, StateAccess access)
    {
        string? name = member switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            _ => null,
        };
        if (name is null)
        {
            return false;
        }

        List<string> words = NameWords.Of(name);
        return ForPeople.Contains(name) || words.Contains("Debug") || words.Contains("Debugger")
            || words.Exists(SaysUnlocked.Contains)
            || name.EndsWith("NoLock", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("ForTesting", StringComparison.Ordinal) || name.EndsWith("ForTests", StringComparison.Ordinal)
            || name.EndsWith("ForTest", StringComparison.Ordinal)
            || (words.Count > 0 && Beginnings.Contains(words[words.Count > 1 && Introductions.Contains(words[0]) ? 1 : 0]));
    }

    private static bool SpeaksOfLocks(StatementSyntax statement)
        => SpeaksOfLocks(statement.GetLeadingTrivia()) || SpeaksOfLocks(statement.GetFirstToken().TrailingTrivia)
            || SpeaksOfLocks(statement.GetTrailingTrivia());

    private static IEnumerable<string> CommentsIn(SyntaxTriviaList trivia)
        => trivia.Where(static one => one.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)
            .Select(static one => one.ToFullString());

    private static bool SpeaksOfLocks(SyntaxTriviaList trivia)
        => CommentsIn(trivia).Any(static text => Array.Exists(Words, word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary><c>protected override void OnX()</c>: the base class may hold a lock when it calls it.</summary>
    private static bool IsTemplate(MemberDeclarationSyntax member)
        => member.Modifiers.Any(SyntaxKind.ProtectedKeyword)
            && (member.Modifiers.Any(SyntaxKind.OverrideKeyword) || member.Modifiers.Any(SyntaxKind.VirtualKeyword));

    private bool IsCalledUnderLock(MemberDeclarationSyntax member)
    {
        if (member.Modifiers.Any(SyntaxKind.PrivateKeyword)
            || model.In(member.SyntaxTree).GetDeclaredSymbol(member) is not { } symbol)
        {
            return false;
        }

        foreach (SyntaxTree tree in model.Compilation.SyntaxTrees)
        {
            foreach (SimpleNameSyntax name in CallsUnderLock.GetValue(tree, one => CallsIn(one, model.CancellationToken))[symbol.Name])
            {
                if (model.In(tree).GetSymbolInfo(name).Symbol is { } called
                    && (SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, symbol.OriginalDefinition)
                        || StandsFor(called, symbol)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A member of an interface or a base class of this compilation, which the function implements or overrides.</summary>
    private static bool StandsFor(ISymbol called, ISymbol symbol)
        => called.ContainingType is { } declaring && (called.IsAbstract || called.IsVirtual || called.IsOverride)
            && SymbolEqualityComparer.Default.Equals(declaring.ContainingAssembly, symbol.ContainingAssembly)
            && (declaring.TypeKind == TypeKind.Interface
                ? symbol.ContainingType.AllInterfaces.Any(one
                    => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, declaring.OriginalDefinition))
                : symbol.IsOverride && symbol.ContainingType.SelfAndBases().Any(one
                    => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, declaring.OriginalDefinition)));

    /// <summary>What <c>lock</c> statements and functions with calls that take locks mention of other objects.</summary>
    private static ILookup<string, SimpleNameSyntax> CallsIn(SyntaxTree tree, CancellationToken cancellationToken)
        => TriggerIndex.Of(tree, cancellationToken).NodesFor(typeof(ASYNC3002InconsistentLockAnalyzer))
            .Select(static node => node switch
            {
                LockStatementSyntax @lock => @lock.Statement,
                SimpleNameSyntax name => FunctionSyntax.Enclosing(name),
                _ => null,
            })
            .OfType<SyntaxNode>().Distinct()
            .SelectMany(static code => code.DescendantsAndSelf().OfType<MemberAccessExpressionSyntax>())
            .Where(static access => access.Expression is not (ThisExpressionSyntax or BaseExpressionSyntax))
            .Select(static access => access.Name)
            .ToLookup(static name => name.Identifier.ValueText, StringComparer.Ordinal);
}
