using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>The locks that the calls of one function take and release: which of them are in force where.</summary>
internal sealed class FunctionLocks
{
    private static readonly ModelCache<FunctionLocks> Functions = new();

    /// <summary>How many calls deep functions are looked into that take a lock for their caller.</summary>
    private const int MaximumDepth = 2;

    private readonly List<(HeldLock? Held, string Name)> _keys = new();
    private FlowResult<ulong>? _flow;

    /// <summary>Nothing is known: the function has no graph, or too many locks.</summary>
    private bool _isUnknown;

    private FunctionLocks()
    {
    }

    /// <summary>What each call adds up to where the function returns, for the locks that a caller of it knows too.</summary>
    private IEnumerable<(HeldLock? Held, string Name, int Taken, bool IsConditional)> AtExit
    {
        get
        {
            ulong state = _flow?.AtNormalExit ?? 0;
            for (int key = 0; key < _keys.Count && state != 0; key++)
            {
                ulong counts = LockFlow.Counts(state, key);
                if (counts != 0b0010)
                {
                    yield return (_keys[key].Held, _keys[key].Name, counts >= 0b0100 ? 1 : -1, counts is not (0b0001 or 0b0100 or 0b1000));
                }
            }
        }
    }

    public static FunctionLocks Of(SyntaxNode function, CodeModel model)
        => Functions.GetOrAdd(model, function, node => Find(node, model, 0));

    /// <summary>The locks held at a place of the function, given those that are held around it.</summary>
    public LockSet At(SyntaxNode place, LockSet around)
    {
        if (_isUnknown)
        {
            return around.WithUnknown();
        }

        if (_keys.Count == 0)
        {
            return around;
        }

        ulong state = StateAt(place);
        if (state == 0)
        {
            // No path leads there, or the graph knows no such place.
            return LockSet.Unknown;
        }

        LockSet held = around.HoldsUnknown ? LockSet.Unknown : LockSet.Empty;
        foreach (HeldLock outer in around.Locks)
        {
            held = _keys.Exists(key => key.Held.Equals(outer)) ? held : held.With(outer);
        }

        for (int key = 0; key < _keys.Count; key++)
        {
            int outside = _keys[key].Held is { } one && around.Locks.Contains(one) ? 1 : 0;
            ulong counts = LockFlow.Counts(state, key);
            ulong taken = outside == 0 ? 0b1100UL : 0b1110UL;
            held = (counts & taken) == 0 ? held
                : (counts & ~taken) == 0 && _keys[key].Held is { } certain ? held.With(certain)
                : held.WithUnknown();
        }

        return held;
    }

    private ulong StateAt(SyntaxNode place)
    {
        for (SyntaxNode? current = place; current is not null; current = current.Parent)
        {
            if (_flow!.At(current) is var state and not 0)
            {
                return state;
            }

            if (current is StatementSyntax || FunctionSyntax.IsFunction(current))
            {
                break;
            }
        }

        return 0;
    }

    private static FunctionLocks Find(SyntaxNode function, CodeModel model, int depth)
    {
        var locks = new FunctionLocks();
        SyntaxNode body = function is CompilationUnitSyntax ? function : FunctionSyntax.Body(function) ?? function;
        var events = new Dictionary<SyntaxNode, LockEvent[]>();
        var helpers = new LockHelpers(function);
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            model.CancellationToken.ThrowIfCancellationRequested();
            if (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name)
            {
                locks.Add(call, name, events, helpers, model, depth);
            }
        }

        if (locks._keys.Count == 0)
        {
            return locks;
        }

        ControlFlowGraph? graph = locks._keys.Count > LockFlow.MostLocks ? null : FunctionGraph.Of(function, model);
        if (graph is null)
        {
            locks._isUnknown = true;
            return locks;
        }

        var flow = new LockFlow(events, LockFlags.In(body, events));
        locks._flow = flow.Solve(graph, LockFlow.Entry, model.CancellationToken);
        return locks;
    }

    private void Add(
        InvocationExpressionSyntax call, string name, Dictionary<SyntaxNode, LockEvent[]> events, LockHelpers helpers,
        CodeModel model, int depth)
    {
        if (name is "Dispose" or "DisposeAsync")
        {
            // scope.Dispose();
            if (CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is IdentifierNameSyntax scope
                && model.SymbolOf(scope) is ILocalSymbol local
                && LocalAssignments.OnlyValueOf(local, model) is { } value)
            {
                AddScope(call, value, -1);
            }

            return;
        }

        LockOperation? found = LockOperation.Of(call, model);
        if ((found is null || name == "EnterScope") && VariableSetTo(call) is { } kept && !IsInUsing(call))
        {
            // var scope = gate.EnterScope();
            AddScope(call, kept, 1);
        }

        if (found is { } operation && name != "EnterScope")
        {
            (SyntaxNode place, bool isWaitedFor) = PlaceOf(call, name);
            string lockName = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!)?.ToString() ?? name;
            AddEvent(
                place,
                operation.Lock is { } one ? new HeldLock(one, operation.Mode) : null,
                lockName,
                operation.Taken,
                operation.IsConditional || !isWaitedFor);
            if (operation.Lock is not null && name == "ReleaseLock")
            {
                AddEvent(place, new HeldLock(operation.Lock, LockMode.Shared), lockName, -1, true);
            }
        }
        else if (depth < MaximumDepth && helpers.MayLock(name)
            && CallSyntax.MethodOf(call, model) is { IsVirtual: false, IsOverride: false, IsAbstract: false } method
            && LockHelpers.LeavesItToTheCaller(method)
            && CalledSource.Of(method, model) is { } source)
        {
            (SyntaxNode place, bool isWaitedFor) = PlaceOf(call, name);
            bool isOwn = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is null or ThisExpressionSyntax or BaseExpressionSyntax;
            foreach ((HeldLock? held, string heldName, int taken, bool isConditional) in
                Find(source.Function, model.With(source.Model), depth + 1).AtExit)
            {
                bool isKnown = held is { } one && (method.MethodKind == MethodKind.LocalFunction
                    || one.Lock.Path.Variable is not (null or ILocalSymbol or IParameterSymbol)
                    || (isOwn && one.Lock.Path.StartsWithThis) || one.Lock.Path.Variable is null && !one.Lock.Path.StartsWithThis);
                AddEvent(place, isKnown ? held : null, heldName, taken, isConditional || !isWaitedFor);
            }
        }

        void AddScope(SyntaxNode place, ExpressionSyntax value, int taken)
        {
            LockSet made = LockScopes.HeldBy(value, model);
            foreach (HeldLock one in made.Locks)
            {
                AddEvent(place, one, one.Lock.Text, taken, isConditional: false);
            }

            if (made.HoldsUnknown)
            {
                AddEvent(place, null, "scope " + value, taken, isConditional: false);
            }
        }

        void AddEvent(SyntaxNode place, HeldLock? held, string lockName, int taken, bool isConditional)
        {
            int key = _keys.FindIndex(one => held is null ? one.Held is null && one.Name == lockName : one.Held.Equals(held));
            if (key < 0)
            {
                key = _keys.Count;
                _keys.Add((held, lockName));
            }

            var added = new LockEvent(key, taken, isConditional);
            events[place] = events.TryGetValue(place, out LockEvent[] before) ? before.Append(added).ToArray() : new[] { added };
        }
    }

    /// <summary>
    /// Where the call takes effect: the await of what it answers; and false where nobody waits for a task that it answers.
    /// </summary>
    public static (SyntaxNode Place, bool IsWaitedFor) PlaceOf(InvocationExpressionSyntax call, string name)
    {
        TaskUse use = TaskUse.Of(call);
        return use.Kind == TaskUseKind.Awaited ? (use.Place, true)
            : use.Kind == TaskUseKind.Waited && use.Place is InvocationExpressionSyntax waited ? (waited, true)
            : (call, !name.EndsWith("Async", StringComparison.Ordinal));
    }

    /// <summary>The value of a local's declaration that the call makes; null for other calls.</summary>
    private static ExpressionSyntax? VariableSetTo(InvocationExpressionSyntax call)
    {
        SyntaxNode value = call;
        while (value.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax
                or PostfixUnaryExpressionSyntax
            || (value.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
                && value.Parent.Parent is InvocationExpressionSyntax))
        {
            value = value.Parent is MemberAccessExpressionSyntax ? value.Parent.Parent! : value.Parent;
        }

        return value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: var declaration } }
            && declaration is LocalDeclarationStatementSyntax
            ? (ExpressionSyntax)value
            : null;
    }

    /// <summary>The variable is the resource of a <c>using</c>: that is told by its extent.</summary>
    private static bool IsInUsing(InvocationExpressionSyntax call)
        => call.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } declaration
            && (declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword)
                || (declaration.Parent is BlockSyntax block && block.Descendants().OfType<UsingStatementSyntax>().Any(statement
                    => statement.Expression is IdentifierNameSyntax name
                        && name.Identifier.ValueText == declaration.Declaration.Variables[0].Identifier.ValueText)));
}
