using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A lock that is taken while another is held.</summary>
/// <param name="Function">The function that holds the outer lock.</param>
/// <param name="Model">The model of its tree.</param>
/// <param name="Outer">The lock that is held: the function has taken it.</param>
/// <param name="OuterPlace">What has taken it.</param>
/// <param name="Inner">The lock that is taken then, and the way to it.</param>
internal sealed record LockPair(SyntaxNode Function, SemanticModel Model, HeldLock Outer, SyntaxNode OuterPlace, TakenLock Inner)
{
    /// <summary>What takes the inner lock in the function: a statement, or a call.</summary>
    public SyntaxNode Place => Inner.Steps[0].Node;

    /// <summary>Everything that is held there, what all callers hold of a private function included.</summary>
    public LockSet Around(KnownTypes types, CancellationToken cancellationToken)
        => LockSets.At(Inner.Steps[0].Place, CodeModel.Of(Model, cancellationToken));
}

/// <summary>
/// Which locks are taken while others are held, in each function of a type, through the calls that <see cref="LocksTaken"/> follows. Locks
/// that may be another object each time are left out, and objects that are being constructed.
/// </summary>
internal sealed class LockPairs
{
    private static readonly ConditionalWeakTable<Compilation, LockPairs> PerCompilation = new();

    private readonly LocksTaken _locks;
    private readonly KnownTypes _types;
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<LockPair>> _functions = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, ILookup<(string, string), LockPair>> _ofTypes
        = new(SymbolEqualityComparer.Default);

    private LockPairs(Compilation compilation)
        => (_locks, _types) = (LocksTaken.Of(compilation), KnownTypes.Of(compilation));

    public static LockPairs Of(Compilation compilation) => PerCompilation.GetValue(compilation, static one => new LockPairs(one));

    /// <summary>The node may take a lock, by its kind and name.</summary>
    public static bool MayTake(SyntaxNode node)
        => node is LockStatementSyntax
            || (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
                && (LockCalls.Takes(name) || name is "Lock" or "LockAsync" or "WriterLock" or "WriterLockAsync"));

    /// <summary>The pairs of two locks with these names in the functions of a type of this compilation, in source order.</summary>
    public IEnumerable<LockPair> In(INamedTypeSymbol type, LockIdentity outer, LockIdentity inner, CodeModel model)
        => (_ofTypes.TryGetValue(type, out ILookup<(string, string), LockPair> known)
            ? known
            : _ofTypes.GetOrAdd(type, Find(type, model)))[(NameOf(outer), NameOf(inner))];

    private static string NameOf(LockIdentity @lock) => @lock.Path.Symbol?.Name ?? @lock.Text;

    private ILookup<(string, string), LockPair> Find(INamedTypeSymbol type, CodeModel model)
    {
        var found = new List<LockPair>();
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            if (!model.Compilation.ContainsSyntaxTree(part.SyntaxTree))
            {
                // An editor shows the types of another project as source too.
                break;
            }

            SyntaxNode declaration = part.GetSyntax(model.CancellationToken);
            SyntaxNode?[] functions = declaration.Descendants(node => node == declaration || node is not TypeDeclarationSyntax)
                .Where(MayTake).Select(FunctionSyntax.Enclosing).Distinct().ToArray();
            foreach (SyntaxNode function in functions.OfType<SyntaxNode>())
            {
                found.AddRange(In(function, model.In(function.SyntaxTree)));
            }
        }

        return found.ToLookup(static pair => (NameOf(pair.Outer.Lock), NameOf(pair.Inner.Held.Lock)));
    }

    /// <summary>The pairs of a function, each once, in source order.</summary>
    public ImmutableArray<LockPair> In(SyntaxNode function, CodeModel model)
        => _functions.TryGetValue(function, out ImmutableArray<LockPair> known)
            ? known
            : _functions.GetOrAdd(function, Find(function, model));

    private ImmutableArray<LockPair> Find(SyntaxNode function, CodeModel model)
    {
        if (function is ConstructorDeclarationSyntax or DestructorDeclarationSyntax)
        {
            return ImmutableArray<LockPair>.Empty;
        }

        IReadOnlyList<TakenLock> own = _locks.TakenIn(function, model);
        var found = ImmutableArray.CreateBuilder<LockPair>();
        foreach (TakenLock taken in own)
        {
            Add(taken, HeldAt(taken.Steps[0].Place));
        }

        if (FunctionSyntax.Body(function) is { } body && FunctionSyntax.OwnNodes(body).Any(MayTake))
        {
            foreach (FollowedCall call in _locks.CallsIn(function, model))
            {
                if (HeldAt(call.Place) is { Locks.IsEmpty: false } held)
                {
                    foreach (TakenLock taken in _locks.By(call, function, model))
                    {
                        Add(taken, held);
                    }
                }
            }
        }

        return found.OrderBy(static pair => pair.Place.SpanStart).ToImmutableArray();

        LockSet HeldAt(SyntaxNode place) => LockSets.TakenAt(place, model);

        void Add(TakenLock taken, LockSet held)
        {
            if (!IsOneObject(taken.Held, model.CancellationToken) || held.Locks.Any(one => one.Lock.Equals(taken.Held.Lock)))
            {
                return;
            }

            foreach (HeldLock outer in held.Locks)
            {
                if (IsOneObject(outer, model.CancellationToken)
                    && !found.Any(pair => pair.Outer.Equals(outer) && pair.Inner.Held.Equals(taken.Held)))
                {
                    SyntaxNode place = own.LastOrDefault(one
                        => one.Held.Equals(outer) && one.Place.SpanStart < taken.Steps[0].Node.SpanStart)?.Place ?? taken.Steps[0].Node;
                    found.Add(new LockPair(function, model, outer, place, taken));
                }
            }
        }
    }

    /// <summary>Nothing puts another object in the place of the lock, and of a semaphore there is but one place.</summary>
    private static bool IsOneObject(HeldLock held, CancellationToken cancellationToken)
        => !held.Lock.Path.MayChange
            && (held.Lock.Kind != LockKind.Semaphore
                || (held.Lock.Path.Symbol is { } symbol && LockOperation.IsForOne(symbol, cancellationToken)));
}
