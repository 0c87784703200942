using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which locks functions take and wait for without a time limit, themselves and through the functions of this compilation that they call
/// and wait for. Under-approximates: calls that may run one of several bodies, delegates, iterators and work that is started for later are
/// not followed, and calls no deeper than <see cref="MaximumDepth"/>. The answer for a function is the same whoever asks first.
/// </summary>
internal sealed class LocksTaken
{
    /// <summary>How many calls deep functions are looked into.</summary>
    public const int MaximumDepth = 4;

    /// <summary>Of a function that takes more, those with the longest way are left out.</summary>
    private const int MostLocks = 24;

    private static readonly ConditionalWeakTable<Compilation, LocksTaken> PerCompilation = new();
    private static readonly TreeNames MethodNames = new(static (tree, cancellationToken) => tree.GetRoot(cancellationToken)
        .Descendants(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .OfType<MethodDeclarationSyntax>().Select(static method => method.Identifier.ValueText).Distinct());

    private readonly Compilation _compilation;
    private readonly KnownTypes _types;
    private readonly ConcurrentDictionary<SyntaxNode, Facts> _facts = new();
    private readonly ConcurrentDictionary<(SyntaxNode Function, int Depth), ImmutableArray<TakenLock>> _known = new();
    private HashSet<string>? _methodNames;

    private LocksTaken(Compilation compilation) => (_compilation, _types) = (compilation, KnownTypes.Of(compilation));

    public static LocksTaken Of(Compilation compilation) => PerCompilation.GetValue(compilation, static one => new LocksTaken(one));

    /// <summary>The locks that the function takes itself, in source order.</summary>
    public IReadOnlyList<TakenLock> TakenIn(SyntaxNode function, CodeModel model)
        => FactsOf(function, model).Own;

    /// <summary>The calls in the function that are followed, in source order.</summary>
    public IReadOnlyList<FollowedCall> CallsIn(SyntaxNode function, CodeModel model)
        => FactsOf(function, model).Calls;

    /// <summary>The locks that a function takes, those with the shortest way first, as it sees them itself.</summary>
    public ImmutableArray<TakenLock> By(SyntaxNode function, CodeModel model)
        => By(function, model, MaximumDepth);

    /// <summary>The locks that a call takes, as the function sees them that it is in.</summary>
    public ImmutableArray<TakenLock> By(FollowedCall call, SyntaxNode function, CodeModel model)
        => By(call, function, model, MaximumDepth).ToImmutableArray();

    private ImmutableArray<TakenLock> By(SyntaxNode function, CodeModel model, int depth)
    {
        if (_known.TryGetValue((function, depth), out ImmutableArray<TakenLock> known))
        {
            return known;
        }

        Facts facts = FactsOf(function, model);
        IEnumerable<TakenLock> all = facts.Own;
        if (depth > 0)
        {
            all = all.Concat(facts.Calls.SelectMany(call => By(call, function, model, depth)));
        }

        ImmutableArray<TakenLock> found = all.OrderBy(static taken => taken.Steps.Length)
            .GroupBy(static taken => taken.Held).Select(static same => same.First()).Take(MostLocks).ToImmutableArray();
        return _known.GetOrAdd((function, depth), found);
    }

    private IEnumerable<TakenLock> By(FollowedCall call, SyntaxNode function, CodeModel model, int depth)
    {
        foreach (TakenLock taken in By(call.Target.Function, model.With(call.Target.Model), depth - 1))
        {
            if (SeenByCaller(taken.Held.Lock, call.Node, call.Method, model) is { } @lock)
            {
                HeldLock held = taken.Held with { Lock = @lock };
                yield return new TakenLock(held, taken.Steps.Insert(0, new LockStep(function, model, call.Node, call.Place, held)));
            }
        }
    }

    /// <summary>A lock that called code takes, as its caller names it; null where the caller has no name for it.</summary>
    /// <param name="lock">The lock as the called code names it.</param>
    /// <param name="call">The call, or the creation of an object whose constructor takes it.</param>
    /// <param name="method">What is called.</param>
    /// <param name="model">The model of the call's file.</param>
    public static LockIdentity? SeenByCaller(LockIdentity @lock, ExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        ExpressionSyntax? written = call is InvocationExpressionSyntax invocation && CallSyntax.CalledNameSyntax(invocation) is { } called
            ? CallSyntax.Receiver(called)
            : null;
        if (@lock.Path.Variable is ILocalSymbol && method.MethodKind != MethodKind.LocalFunction)
        {
            return null;
        }

        // Each construction of a generic type has static fields of its own.
        if (@lock.Path.Variable is { IsStatic: true, ContainingType.IsGenericType: true }
            && !SymbolEqualityComparer.Default.Equals(method.ContainingType, method.ContainingType.OriginalDefinition))
        {
            return null;
        }

        LockPath? receiver = method.MethodKind == MethodKind.Constructor ? null
            : method.MethodKind == MethodKind.LocalFunction
            || written is null or ThisExpressionSyntax or BaseExpressionSyntax
            ? LockPath.OfThis()
            : method.IsStatic || method.ReducedFrom is not null ? null : LockPath.Of(written, model);
        return @lock.SeenByCaller(receiver, ArgumentFor);

        LockPath? ArgumentFor(IParameterSymbol parameter)
        {
            if (parameter.ContainingSymbol is not IMethodSymbol owner
                || owner.Parameters.Length != (method.ReducedFrom ?? method).Parameters.Length)
            {
                return null;
            }

            int ordinal = parameter.Ordinal - (method.ReducedFrom is null ? 0 : 1);
            ExpressionSyntax? given = ordinal < 0 ? written : GivenArgument.For(method.Parameters[ordinal], call);
            return given is null ? null : LockPath.Of(given, model);
        }
    }

    private Facts FactsOf(SyntaxNode function, CodeModel model)
        => _facts.TryGetValue(function, out Facts known) ? known : _facts.GetOrAdd(function, Find(function, model));

    private Facts Find(SyntaxNode function, CodeModel model)
    {
        var facts = new Facts();
        foreach (HeldLock held in LockSets.OfAttribute(function, model).Locks)
        {
            facts.Add(new LockStep(function, model, function, function, held));
        }

        foreach (SyntaxNode node in OwnNodes(function))
        {
            model.CancellationToken.ThrowIfCancellationRequested();
            switch (node)
            {
                case YieldStatementSyntax:
                    return Facts.None;
                case LockStatementSyntax statement:
                    foreach (HeldLock held in LockSets.OfObject(statement.Expression, model).Locks)
                    {
                        facts.Add(new LockStep(function, model, statement, statement.Expression, held));
                    }

                    break;
                case InvocationExpressionSyntax call when CallSyntax.CalledName(call) is { } name:
                    if (TakenBy(call, name, model) is { } taken)
                    {
                        if (PlaceOf(call, isTask: name.EndsWith("Async", StringComparison.Ordinal), function) is { } place)
                        {
                            facts.Add(new LockStep(function, model, call, place, taken));
                        }
                    }
                    else if (Follow(call, name, function, model) is { } followed)
                    {
                        facts.Calls.Add(followed);
                    }

                    break;
            }
        }

        return facts.Own.Count + facts.Calls.Count == 0 ? Facts.None : facts;
    }

    private static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode function)
        => function is CompilationUnitSyntax unit
            ? unit.Members.OfType<GlobalStatementSyntax>().SelectMany(static global => FunctionSyntax.OwnNodes(global.Statement))
            : FunctionSyntax.Body(function) is { } body ? FunctionSyntax.OwnNodes(body)
            : Enumerable.Empty<SyntaxNode>();

    /// <summary>The lock that the call has when it comes back; null where it may have none, or nobody knows which.</summary>
    private HeldLock? TakenBy(InvocationExpressionSyntax call, string name, CodeModel model)
        => !LockCalls.Takes(name) ? LockScopes.TakenBy(call, model)
            : LockOperation.Of(call, model) is { Taken: 1, Lock: { } @lock, IsConditional: false } operation && !CountedWait.Is(call)
                ? new HeldLock(@lock, operation.Mode)
                : LockScopes.TakenBy(call, model);

    private FollowedCall? Follow(InvocationExpressionSyntax call, string name, SyntaxNode function, CodeModel model)
    {
        ExpressionSyntax? receiver = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!);
        if (receiver is not null && !(_methodNames ??= MethodNames.Of(_compilation, model.CancellationToken)).Contains(name))
        {
            return null;
        }

        if (CallSyntax.MethodOf(call, model) is not { MethodKind: not MethodKind.DelegateInvoke } method
            || method is { IsAsync: true, ReturnsVoid: true }
            || PlaceOf(call, ReturnsTask(method), function) is not { } place)
        {
            return null;
        }

        CalledSource? target = receiver is BaseExpressionSyntax
            ? CalledSource.Of(method, model)
            : CalledSource.OfOnly(method, model)
                ?? (OnlyImplementation.Of(method, model) is { } only
                    ? CalledSource.Of(only, model)
                    : null);
        return target is { } source ? new FollowedCall(call, place, method, source) : null;
    }

    private static bool ReturnsTask(IMethodSymbol method)
        => method.IsAsync || method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" };

    /// <summary>
    /// What waits for the call to end, however long that takes; null where nothing does here. The caller of a function waits for the task
    /// that it returns.
    /// </summary>
    private static SyntaxNode? PlaceOf(InvocationExpressionSyntax call, bool isTask, SyntaxNode function)
    {
        if (!isTask)
        {
            return call;
        }

        TaskUse use = TaskUse.Of(call);
        while (use.Kind == TaskUseKind.Combined && use.Place is InvocationExpressionSyntax all && CallSyntax.CalledName(all) == "WhenAll")
        {
            use = TaskUse.Of(all);
        }

        return HasTimeLimit(call, use) ? null
            : use.Kind switch
            {
                TaskUseKind.Awaited or TaskUseKind.Waited => use.Place,
                TaskUseKind.Returned when !FunctionSyntax.IsAsync(function) => call,
                _ => null,
            };
    }

    /// <summary><c>t.WaitAsync(time)</c>, <c>t.Wait(1000)</c>.</summary>
    private static bool HasTimeLimit(InvocationExpressionSyntax call, TaskUse use)
        => use.Kind == TaskUseKind.Waited && use.Place is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 }
            || call.Ancestors().TakeWhile(ancestor => ancestor != use.Place && use.Place.Span.Contains(ancestor.Span)).Any(static ancestor
                => ancestor is InvocationExpressionSyntax outer && CallSyntax.CalledName(outer) == "WaitAsync");

    private sealed class Facts
    {
        public static readonly Facts None = new();

        public List<TakenLock> Own { get; } = new();

        public List<FollowedCall> Calls { get; } = new();

        public void Add(LockStep step) => Own.Add(new TakenLock(step.Held, ImmutableArray.Create(step)));
    }
}
