using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>Whether started work runs while other code does.</summary>
internal enum Overlap
{
    /// <summary>On no path.</summary>
    No,

    /// <summary>Code that is not seen may have waited for it.</summary>
    Unknown,

    /// <summary>On some path, for certain.</summary>
    Yes,
}

/// <summary>A node that runs beside started work.</summary>
/// <param name="Node">The node.</param>
/// <param name="CalledAt">Where other started work calls the function that the node stands in; null where it stands in its own.</param>
internal readonly record struct ParallelNode(SyntaxNode Node, SyntaxNode? CalledAt);

/// <summary>
/// What runs at the same time as a started function: further runs of itself, and the code on the paths from the start to where its end is
/// waited for. Under-approximates: what may be ordered by other means counts as ordered.
/// </summary>
internal sealed class MayHappenInParallel
{
    private readonly ConcurrentStart _start;
    private readonly CodeModel _model;
    private readonly SyntaxNode? _function;
    private readonly SyntaxNode[] _nodes = Array.Empty<SyntaxNode>();
    private readonly WorkJoins? _joins;
    private readonly ControlFlowGraph? _graph;
    private FlowResult<ulong>? _flow;

    private MayHappenInParallel(ConcurrentStart start, CodeModel model)
    {
        (_start, _model) = (start, model);
        _function = FunctionSyntax.Enclosing(start.Call);
        if (_function is null || start.Kind is not (ConcurrencyKind.Started or ConcurrencyKind.Timer))
        {
            return;
        }

        _nodes = NodesOf(FunctionSyntax.Body(_function) ?? _function).ToArray();
        _joins = WorkJoins.Of(start, _nodes);
        _graph = _joins.Begins.Count == 0 ? null : FunctionGraph.Of(_function, model);
        if (_graph is not null && _joins.Stored is { } stored && !IsLocal(stored))
        {
            // What is in a field, any code may wait for.
            foreach (SyntaxNode node in _nodes)
            {
                if ((node is InvocationExpressionSyntax or AwaitExpressionSyntax) && !_joins.Events.ContainsKey(node)
                    && !node.Span.Contains(start.Call.Span))
                {
                    _joins.Events.Add(node, WorkEvent.Escapes);
                }
            }
        }
    }

    public static MayHappenInParallel Of(ConcurrentStart start, CodeModel model)
        => new(start, model);

    /// <summary>Whether the work runs when the function that starts it is at a place.</summary>
    public Overlap At(SyntaxNode place)
        => _graph is null ? _joins is null ? Overlap.No : Overlap.Unknown
            : StateAt(_flow ??= Solve(_function!.Span), place) is var state && (state & ParallelFlow.Running) != 0 ? Overlap.Yes
            : (state & ParallelFlow.Unknown) != 0 ? Overlap.Unknown
            : Overlap.No;

    /// <summary>
    /// The loop or the lambda of a <c>Select</c> in which the start happens again while what it started before still runs; null where it
    /// happens once, or where each run is waited for before the next. The variable of a foreach is part of the scope: it is a new one each
    /// time around; that of a for is not.
    /// </summary>
    public SyntaxNode? RepeatedScope()
    {
        SyntaxNode child = _start.Call;
        for (SyntaxNode? current = child.Parent; current is not null; child = current, current = current.Parent)
        {
            if (ControlFlowSyntax.LoopBody(current) is { } repeated && repeated == child)
            {
                switch (InLoop(current, repeated))
                {
                    case Overlap.Yes:
                        return current is CommonForEachStatementSyntax ? current : repeated;
                    case Overlap.Unknown:
                        return null;
                }
            }

            switch (current)
            {
                case AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } lambda:
                    return CallSyntax.CalledName(call) == "Select" && lambda.Body is ExpressionSyntax && IsEnumeratedAtOnce(call)
                        && At(lambda.Body) is not Overlap.Unknown && !IsJoinedIn(lambda) ? lambda
                        : null;
                case MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>
    /// The nodes that run beside what is started: those of the function that starts it, and of what it starts besides. None where the two
    /// sides signal each other.
    /// </summary>
    public IEnumerable<ParallelNode> Nodes()
    {
        if (_graph is null || _start.Functions.Any(SignalsOrWaits))
        {
            yield break;
        }

        foreach (SyntaxNode node in _nodes)
        {
            if (node is not ExpressionSyntax || _start.Call.Span.Contains(node.Span)
                || At(node is SimpleNameSyntax called && CallSyntax.InvocationOf(called) is { } call ? call : node) != Overlap.Yes)
            {
                continue;
            }

            yield return new ParallelNode(node, null);

            if (node is SimpleNameSyntax name
                && ConcurrentStart.At(name) is
                {
                    Kind: ConcurrencyKind.Started or ConcurrencyKind.ParallelLoop
                    or ConcurrencyKind.ParallelInvoke
                } other
                && other.Call != _start.Call)
            {
                foreach (ConcurrentBody started in other.Functions.SelectMany(ConcurrentBody.Of))
                {
                    foreach (SyntaxNode inner in FunctionSyntax.OwnNodes(started.Body))
                    {
                        yield return new ParallelNode(inner, started.CalledAt);
                    }
                }
            }
        }
    }

    /// <summary>Other work of the same function begins while this runs; false where the two signal each other.</summary>
    public bool IsBeside(ConcurrentStart other)
        => _graph is not null && FunctionSyntax.Enclosing(other.Call) == _function
            && !_start.Functions.Any(SignalsOrWaits) && !other.Functions.Any(SignalsOrWaits)
            && WorkJoins.Of(other, _nodes).Begins.Any(begin => At(begin) == Overlap.Yes);

    private FlowResult<ulong> Solve(TextSpan scope)
        => new ParallelFlow(_joins!.Events, _joins.Joined, _joins.Escaping, scope)
            .Solve(_graph!, ParallelFlow.NotRunning, _model.CancellationToken);

    private static ulong StateAt(FlowResult<ulong> flow, SyntaxNode place)
    {
        for (SyntaxNode? current = place; current is not null; current = current.Parent)
        {
            if (flow.At(current) is var state and not 0)
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

    private bool IsLocal(string name)
        => _nodes.Any(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText == name,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText == name,
            _ => false,
        }) || _model.LookupSymbols(_start.Call.SpanStart, name: name).Any(static symbol => symbol is ILocalSymbol);

    /// <summary>The work of one turn of the loop runs when that of the next is started.</summary>
    private Overlap InLoop(SyntaxNode loop, StatementSyntax repeated)
    {
        if (_graph is null)
        {
            return Overlap.Unknown;
        }

        bool releases = _start.Functions.Any(function => FunctionSyntax.OwnNodes(function).Any(node
            => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Release" or "Set" or "SetResult"));
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(repeated))
        {
            if (!_start.Call.Span.Contains(node.Span) && Waits(node) && !_joins!.Events.ContainsKey(node)
                && (releases || node.SpanStart > _start.Call.SpanStart))
            {
                return Overlap.Unknown; // It waits for something: perhaps for this.
            }
        }

        Overlap found = Overlap.No;
        foreach (SyntaxNode begin in _joins!.Begins)
        {
            SyntaxNode scope = loop.Span.Contains(begin.Span) ? loop
                : begin.Ancestors().FirstOrDefault(static ancestor => ControlFlowSyntax.LoopBody(ancestor) is not null) ?? loop;
            ulong state = StateAt(Solve(scope.Span), begin);
            found = (state & ParallelFlow.Running) != 0 ? Overlap.Yes
                : (state & ParallelFlow.Unknown) != 0 && found == Overlap.No ? Overlap.Unknown : found;
        }

        return found;
    }

    private bool IsJoinedIn(AnonymousFunctionExpressionSyntax lambda)
        => _joins is not null && _joins.Events.Any(one => one.Value == WorkEvent.Joins && lambda.Span.Contains(one.Key.Span));

    /// <summary>An await or a blocking call that may wait for other code, and not just for time to pass.</summary>
    private static bool Waits(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax await => !(CalledIn(await.Expression) is "Delay" or "Yield"),
        InvocationExpressionSyntax call
            => CallSyntax.CalledName(call) is var name && (WaitNames.IsOfThread(name) || name is "Take" or "GetResult"),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "Result",
        _ => false,
    };

    private static string? CalledIn(ExpressionSyntax awaited)
        => awaited is InvocationExpressionSyntax call
            ? CallSyntax.CalledName(call) is "ConfigureAwait"
                && call.Expression is MemberAccessExpressionSyntax access ? CalledIn(access.Expression) : CallSyntax.CalledName(call)
            : null;

    private static bool IsEnumeratedAtOnce(InvocationExpressionSyntax select)
    {
        ExpressionSyntax tasks = select;
        while (tasks.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
            && access.Expression == tasks)
        {
            if (access.Name.Identifier.ValueText is "ToArray" or "ToList")
            {
                return true;
            }

            tasks = call;
        }

        if (tasks.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax consumer })
        {
            return CallSyntax.CalledName(consumer) is "WhenAll" or "WaitAll";
        }

        // var tasks = items.Select(…); await Task.WhenAll(tasks);
        return tasks.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            && FunctionSyntax.Enclosing(select) is { } function
            && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node
                => node is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call
                && CallSyntax.CalledName(call) is "WhenAll" or "WaitAll"
                && arguments[0].Expression is IdentifierNameSyntax argument
                && argument.Identifier.ValueText == variable.Identifier.ValueText);
    }

    /// <summary>The function sets, releases or awaits something: its order may be arranged with the code beside it.</summary>
    private bool SignalsOrWaits(SyntaxNode function)
    {
        int barriers = 0;
        foreach (ConcurrentBody body in ConcurrentBody.Of(function))
        {
            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body.Body))
            {
                if (node is not InvocationExpressionSyntax call)
                {
                    continue;
                }

                switch (CallSyntax.CalledName(call))
                {
                    case "Set" or "SetResult" or "TrySetResult" or "SetException" or "TrySetException" or "SetCanceled" or "TrySetCanceled"
                        or "Signal" or "Release" or "Pulse" or "PulseAll" or "Cancel" or "CancelAsync"
                        or "Wait" or "WaitOne" or "WaitAny" or "WaitAll" or "WaitAsync" or "Take" or "GetConsumingEnumerable"
                        or "TryWrite" or "TryRead" or "Join":
                    case "ReadAsync" or "WriteAsync" when !IsOfStream(call):
                        return true;
                    case "SignalAndWait" when ++barriers > 1 || ControlFlowSyntax.LoopAround(call, call, body.Body) is not null:
                        return true;
                }
            }

            if (FunctionSyntax.OwnNodes(body.Body).Any(node
                => node is AwaitExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } await
                    && !IsOwnWork(await.Expression, body.Body)))
            {
                // Awaits a task that other code completes.
                return true;
            }
        }

        return false;
    }

    /// <summary>It waits for a file or another process, and not for code of this one; or it is a method of the type itself.</summary>
    private bool IsOfStream(InvocationExpressionSyntax call)
        => CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is not { } receiver || receiver.SyntaxTree == _model.SyntaxTree
            && _model.TypeOf(receiver) is { } type
            && (type.IsOrDerivesFrom(_model.Types.Stream) || type.IsOrDerivesFrom(_model.Types.TextReader)
                || type.IsOrDerivesFrom(_model.Types.TextWriter));

    /// <summary><c>var read = stream.ReadAsync(buffer); … await read;</c>: a call that the function has made itself.</summary>
    private static bool IsOwnWork(ExpressionSyntax awaited, SyntaxNode body)
        => awaited is IdentifierNameSyntax name && FunctionSyntax.OwnNodes(body).Any(node
            => node is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax } variable
                && variable.Identifier.ValueText == name.Identifier.ValueText);

    private static IEnumerable<SyntaxNode> NodesOf(SyntaxNode body)
        => body is CompilationUnitSyntax unit
            ? unit.Members.OfType<GlobalStatementSyntax>().SelectMany(global => FunctionSyntax.OwnNodes(global))
            : FunctionSyntax.OwnNodes(body);
}
