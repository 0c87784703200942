using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The forward must-analysis behind <see cref="CompletedTasks"/>: which access paths lead to a complete task on every path through the
/// function. This is the solver; what operations do is in <see cref="CompletionTransfer"/>, what conditions say in
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
        (Action<IOperation, CompletionState>? waited, Action<IFlowAnonymousFunctionOperation, CompletionState>? lambdas) =
            (_transfer.Waited, _transfer.Lambda);
        (_context.Paths.Nested, _transfer.Waited, _transfer.Lambda) = (nested, null, null);
        _context.Paths.AddCaptures(graph);
        CompletionState?[] states = Solve(graph, entry);

        _transfer.Waited = Record;
        _transfer.Lambda = (lambda, state)
            => Analyze(graph.GetAnonymousFunctionControlFlowGraph(lambda, _context.CancellationToken), lambda.Symbol, _continuations
                .EntryOf(lambda, state));
        foreach (BasicBlock block in graph.Blocks)
        {
            if (states[block.Ordinal] is { } state)
            {
                Run(block, state, static _ => { });
            }
        }

        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            Analyze(
                graph.GetLocalFunctionControlFlowGraph(local, _context.CancellationToken), local, _continuations.EntryOf(local, _member));
        }

        (_context.Paths.Nested, _transfer.Waited, _transfer.Lambda) = (outer, waited, lambdas);
    }

    private CompletionState?[] Solve(ControlFlowGraph graph, CompletionState entry)
    {
        var states = new CompletionState?[graph.Blocks.Length];
        states[0] = entry;
        var work = new BlockQueue(graph.Blocks.Length);
        work.Add(0);
        var postponed = new Queue<(ControlFlowBranch Branch, BasicBlock Block)>();
        while (work.Take() is var number && (number >= 0 || postponed.Count > 0))
        {
            if (number < 0)
            {
                // Code that no way leads to is still looked at.
                (ControlFlowBranch branch, BasicBlock from) = postponed.Dequeue();
                if (branch.Destination is { } unreached && states[unreached.Ordinal] is null)
                {
                    Flow(branch, from, Run(from, states[from.Ordinal]!, static _ => { }), withImpossible: true);
                }

                continue;
            }

            _context.CancellationToken.ThrowIfCancellationRequested();
            BasicBlock block = graph.Blocks[number];
            CompletionState state = Run(block, states[number]!, thrown => FlowToHandlers(block, thrown, states, work));
            Flow(block.FallThroughSuccessor, block, state);
            Flow(block.ConditionalSuccessor, block, state);
        }

        return states;

        void Flow(ControlFlowBranch? branch, BasicBlock block, CompletionState state, bool withImpossible = false)
        {
            if (branch is null)
            {
                return;
            }

            if (block.BranchValue is { } condition && block.ConditionKind != ControlFlowConditionKind.None)
            {
                bool holds = (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == branch.IsConditionalSuccessor;
                if (!withImpossible && CompletionAssumptions.IsImpossible(condition, holds, state))
                {
                    postponed.Enqueue((branch, block));
                    return;
                }

                state = state.Union(_context.Assumptions.Where(condition, holds, state));
            }

            foreach (ControlFlowRegion @finally in branch.FinallyRegions)
            {
                Merge(@finally.FirstBlockOrdinal, state, states, work);
                state = After(graph, @finally, state);
            }

            if (branch.Destination is { } destination)
            {
                Merge(destination.Ordinal, state, states, work);
            }
        }
    }

    private static void Merge(int target, CompletionState state, CompletionState?[] states, BlockQueue work)
    {
        CompletionState? old = states[target];
        CompletionState merged = old is null ? state : old.Intersect(state);
        if (old is null || !ReferenceEquals(merged, old))
        {
            states[target] = merged;
            work.Add(target);
        }
    }

    /// <summary>What is known when an exception leaves the block: that, and no more, is known in the handlers around it.</summary>
    private static void FlowToHandlers(BasicBlock block, CompletionState state, CompletionState?[] states, BlockQueue work)
    {
        // The graph of a lambda ends at its root: regions around that are of the graph that the lambda stands in.
        for (ControlFlowRegion? region =
            block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } @try })
            {
                foreach (ControlFlowRegion handler in @try.NestedRegions)
                {
                    if (handler != region)
                    {
                        Merge(handler.FirstBlockOrdinal, state, states, work);
                    }
                }
            }
        }
    }

    /// <summary>What is left of the facts when a <c>finally</c> has run.</summary>
    private CompletionState After(ControlFlowGraph graph, ControlFlowRegion @finally, CompletionState state)
    {
        for (int number = @finally.FirstBlockOrdinal; number <= @finally.LastBlockOrdinal; number++)
        {
            BasicBlock block = graph.Blocks[number];
            foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                state = state.Intersect(_transfer.Visit(operation, state));
            }
        }

        return state;
    }

    private CompletionState Run(BasicBlock block, CompletionState state, Action<CompletionState> thrown)
    {
        foreach (IOperation operation in block.Operations)
        {
            CompletionState before = state;
            state = _transfer.Visit(operation, state);
            thrown(FailsOnlyWhenComplete(operation) ? state : BeforeOrAfter(before, state));
        }

        if (block.BranchValue is { } value)
        {
            CompletionState before = state;
            state = _transfer.Visit(value, state);
            thrown(BeforeOrAfter(before, state));
        }

        return state;
    }

    /// <summary>An operation that fails has not written its variable, but may have run code that is not seen.</summary>
    private static CompletionState BeforeOrAfter(CompletionState before, CompletionState after)
        => before.MayChange ? before.Where(fact => !fact.Path.MayChange || after.Facts.Contains(fact)) : before;

    /// <summary><c>await t</c> alone: when it throws, t is complete just the same.</summary>
    private bool FailsOnlyWhenComplete(IOperation operation)
    {
        IOperation? value = operation switch
        {
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } => assignment.Value,
            IExpressionStatementOperation statement => statement.Operation,
            ISimpleAssignmentOperation assignment => assignment.Value,
            _ => null,
        };
        if (value is not IAwaitOperation awaited
            || awaited.Operation.DescendantsAndSelf().Any(static inner => inner is IInvocationOperation { TargetMethod.Name: "WaitAsync" }))
        {
            return false;
        }

        IOperation task = CompletionFacts.Strip(awaited.Operation, _context.Types);
        return _context.Paths.Of(task) is not null
            || (task is IInvocationOperation whenAll && CompletionFacts.IsWhenAll(whenAll, _context.Types)
                && _context.Proofs.Arguments(whenAll).All(argument
                    => _context.Paths.Of(argument) is not null || _context.Paths.ElementOf(argument, all: true) is not null));
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
