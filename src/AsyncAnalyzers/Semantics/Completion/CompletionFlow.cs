using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The forward must-analysis behind <see cref="CompletedTasks"/>: which access paths lead to a complete task on every path through the
/// function. This takes one function after the other; what operations do is in <see cref="CompletionTransfer"/>, what conditions say in
/// <see cref="CompletionAssumptions"/>, what functions know when they begin in <see cref="Continuations"/>.
/// </summary>
internal sealed class CompletionFlow
{
    private readonly CompletionContext _context;
    private readonly CompletionTransfer _transfer;
    private readonly Continuations _continuations;
    private readonly HashSet<SyntaxNode> _complete;
    private readonly Dictionary<SyntaxNode, ISymbol> _startedAgain;
    private readonly SyntaxNode _member;
    private readonly Dictionary<SyntaxNode, (IMethodSymbol Called, CompletionState State)> _localCalls = new();

    /// <param name="member">The function, with all functions in it.</param>
    /// <param name="context">The parts of the analysis.</param>
    /// <param name="complete">Where tasks that are read while they are complete are noted.</param>
    /// <param name="startedAgain">Where tasks that a query has started again are noted, with the local that holds the query.</param>
    public CompletionFlow(
        SyntaxNode member, CompletionContext context, HashSet<SyntaxNode> complete, Dictionary<SyntaxNode, ISymbol> startedAgain)
    {
        (_member, _context, _complete, _startedAgain) = (member, context, complete, startedAgain);
        _transfer = new CompletionTransfer(context);
        _continuations = new Continuations(context);
    }

    /// <summary>Analyses a graph and the lambdas and local functions in it.</summary>
    public void Analyze(ControlFlowGraph graph)
    {
        CompletionState entry = _context.Model.GetDeclaredSymbol(_member, _context.CancellationToken) is IMethodSymbol method
            ? _continuations.EntryOf(method, _member)
            : CompletionState.Empty;
        Analyze(graph, nested: null, entry);
    }

    private void Analyze(ControlFlowGraph graph, IMethodSymbol? nested, CompletionState entry)
    {
        IMethodSymbol? outer = _context.Paths.Nested;
        (Action<IOperation, CompletionState>? waited, Action<IFlowAnonymousFunctionOperation, CompletionState>? lambdas,
            Action<IInvocationOperation, CompletionState>? calls) = (_transfer.Waited, _transfer.Lambda, _transfer.LocalCall);
        (_context.Paths.Nested, _transfer.Waited, _transfer.Lambda, _transfer.LocalCall) = (nested, null, null, null);
        _context.Paths.AddCaptures(graph);
        FlowResult<CompletionState> result = _transfer.Solve(graph, entry, _context.CancellationToken);

        _transfer.Waited = Record;
        // A block of a finally is seen once for each way into it.
        _transfer.LocalCall = (call, state) => _localCalls[call.Syntax] = (
            call.TargetMethod.OriginalDefinition,
            _localCalls.TryGetValue(call.Syntax, out var before)
                ? before.State.Intersect(_continuations.Lasting(state))
                : _continuations.Lasting(state));
        _transfer.Lambda = (lambda, state)
            => Analyze(graph.GetAnonymousFunctionControlFlowGraph(lambda, _context.CancellationToken), lambda.Symbol, _continuations
                .EntryOf(lambda, state));
        result.Replay();

        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            Analyze(
                graph.GetLocalFunctionControlFlowGraph(local, _context.CancellationToken),
                local,
                _continuations.EntryOf(local, _member).Union(AtAllCallsOf(local)));
        }

        (_context.Paths.Nested, _transfer.Waited, _transfer.Lambda, _transfer.LocalCall) = (outer, waited, lambdas, calls);
    }

    /// <summary>
    /// What is known wherever a local function is called; nothing where it is also handed on, or called by one that is looked at later.
    /// </summary>
    private CompletionState AtAllCallsOf(IMethodSymbol local)
    {
        CompletionState? all = null;
        int calls = 0;
        foreach ((IMethodSymbol called, CompletionState state) in _localCalls.Values)
        {
            if (SymbolEqualityComparer.Default.Equals(called, local.OriginalDefinition))
            {
                calls++;
                all = all is null ? state : all.Intersect(state);
            }
        }

        // Another function of the name counts too: then there are more mentions than calls.
        return all is not null
            && NameMentions.In(_member, _context.Model)[local.Name].Count(static mention => !CallSyntax.IsInNameOf(mention)) == calls
                ? all
                : CompletionState.Empty;
    }

    private void Record(IOperation task, CompletionState state)
    {
        SyntaxNode place = task.Syntax is ExpressionSyntax expression ? CompletedTasks.PlaceOf(expression) : task.Syntax;
        if (_context.Knowledge.IsComplete(task, state) || _context.Knowledge.ElementsAreComplete(task, state))
        {
            _complete.Add(place);
        }
        else if (_context.Knowledge.QueryStartedAgain(task, state) is { } query)
        {
            _startedAgain[place] = query;
        }
    }
}
