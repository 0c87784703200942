using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

internal sealed partial class FlowSolver<T>
{
    /// <summary>The fixpoint of the whole graph, its <c>finally</c> regions left aside, or of one such region.</summary>
    private sealed class Pass(FlowSolver<T> solver, ControlFlowRegion? within, T?[] states)
    {
        private readonly ForwardFlow<T> _flow = solver._flow;
        private readonly int _offset = within?.FirstBlockOrdinal ?? 0;
        private readonly BlockQueue _work = new(states.Length);
        private Queue<(BasicBlock Block, ControlFlowBranch Branch)>? _impossible;
        private bool _collects;
        private T? _thrown;

        /// <summary>The state behind a <c>finally</c>.</summary>
        public T? End { get; private set; }

        /// <summary>The state of exceptions that nothing in here catches.</summary>
        public T? Thrown { get; private set; }

        public T?[] States => states;

        public void Run(int first, T entry)
        {
            Reach(first, entry);
            Run();
        }

        public void RunFrom(BasicBlock block, int operation, T entry)
        {
            Execute(block, operation, entry);
            Run();
        }

        /// <summary>Goes on where a <c>finally</c> has ended, or thrown.</summary>
        public void RunAfter(ControlFlowRegion @finally, T? end, T? thrown)
        {
            Throw(@finally.EnclosingRegion, _flow.JoinReached(end, thrown));
            if (IsReached(end))
            {
                foreach (BasicBlock block in solver._graph.Blocks)
                {
                    GoOn(block, block.FallThroughSuccessor);
                    GoOn(block, block.ConditionalSuccessor);
                }
            }

            Run();

            void GoOn(BasicBlock block, ControlFlowBranch? branch)
            {
                if (branch?.FinallyRegions.IndexOf(@finally) is { } index and >= 0)
                {
                    Follow(block, branch, index + 1, end!);
                }
            }
        }

        private void Run()
        {
            while (true)
            {
                while (_work.Take() is var number and >= 0)
                {
                    solver._cancellationToken.ThrowIfCancellationRequested();
                    Execute(solver._graph.Blocks[number + _offset], 0, states[number]!);
                }

                if (_impossible is { Count: > 0 })
                {
                    FollowImpossible();
                }
                else if (!_flow.EntersDeadCode || !EntersUnreachedHandler(within ?? solver._graph.Root))
                {
                    return;
                }
            }
        }

        private void FollowImpossible()
        {
            (BasicBlock from, ControlFlowBranch branch) = _impossible!.Dequeue();
            if (branch.Destination is { } unreached && IsIn(unreached) && !IsReached(states[unreached.Ordinal - _offset])
                && Evaluate(from, 0, states[from.Ordinal - _offset]!) is var before && IsReached(before))
            {
                Follow(from, branch, 0, before!);
            }
        }

        /// <summary>Enters a handler of a <c>try</c> that is reached, and throws nothing known; false where there is none.</summary>
        private bool EntersUnreachedHandler(ControlFlowRegion region)
        {
            foreach (ControlFlowRegion nested in region.NestedRegions)
            {
                if (nested.Kind == ControlFlowRegionKind.Finally)
                {
                    continue;
                }

                if (region.Kind == ControlFlowRegionKind.TryAndCatch && nested.Kind != ControlFlowRegionKind.Try
                    && states[region.FirstBlockOrdinal - _offset] is var tried && IsReached(tried)
                    && !IsReached(states[nested.FirstBlockOrdinal - _offset]))
                {
                    Reach(nested.FirstBlockOrdinal, _flow.EnterHandler(nested, tried!));
                    return true;
                }

                if (EntersUnreachedHandler(nested))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>False for a jump out of a <c>finally</c>, in code that does not compile.</summary>
        private bool IsIn(BasicBlock block) => block.Ordinal >= _offset && block.Ordinal < _offset + states.Length;

        private void Reach(int block, T state)
        {
            ref T? known = ref states[block - _offset];
            T joined = IsReached(known) ? _flow.Join(known!, state) : state;
            if (!IsReached(known) || !joined.Equals(known!))
            {
                known = joined;
                _work.Add(block - _offset);
            }
        }

        private void Execute(BasicBlock block, int operation, T entry)
        {
            T? state = Evaluate(block, operation, entry);
            if (IsReached(state))
            {
                Leave(block, block.FallThroughSuccessor, state!);
                Leave(block, block.ConditionalSuccessor, state!);
            }
        }

        private T? Evaluate(BasicBlock block, int operation, T entry)
        {
            _collects = _flow.FollowsExceptions && (_flow.FollowsExceptionsOut || ExceptionRegions.IsTried(block.EnclosingRegion));
            _thrown = default;
            T? state = entry;
            for (; operation < block.Operations.Length; operation++)
            {
                state = Evaluate(block.Operations[operation], state);
            }

            if (block.BranchValue is { } value)
            {
                state = Evaluate(value, state);
            }

            // One region for the whole block: its exceptions go the same ways.
            Throw(block.EnclosingRegion, _thrown);
            return state;
        }

        private T? Evaluate(IOperation operation, T? state)
        {
            foreach (IOperation child in operation.ChildOperations)
            {
                state = Evaluate(child, state);
            }

            if (!IsReached(state))
            {
                return state;
            }

            T? after = _flow.Visit(operation, state!);
            if (_collects && solver.MayThrow(operation))
            {
                _thrown = _flow.JoinReached(_thrown, _flow.OnThrow(operation, state!, after));
            }

            return after;
        }

        private void Leave(BasicBlock block, ControlFlowBranch? branch, T state)
        {
            if (branch is null)
            {
                return;
            }

            if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is not { } condition)
            {
                Follow(block, branch, 0, state);
                return;
            }

            bool holds = (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == branch.IsConditionalSuccessor;
            T? assumed = condition.ConstantValue is { HasValue: true, Value: bool constant }
                ? constant == holds ? state : default
                : _flow.Assume(condition, holds, state);
            if (IsReached(assumed))
            {
                Follow(block, branch, 0, assumed!);
            }
            else if (_flow.EntersDeadCode)
            {
                _impossible ??= new Queue<(BasicBlock, ControlFlowBranch)>();
                _impossible.Enqueue((block, branch));
            }
        }

        /// <summary>Takes a branch, through its <c>finally</c> regions from the given one on.</summary>
        private void Follow(BasicBlock block, ControlFlowBranch branch, int firstFinally, T state)
        {
            switch (branch.Semantics)
            {
                case ControlFlowBranchSemantics.ProgramTermination:
                    return;
                case ControlFlowBranchSemantics.StructuredExceptionHandling when !ExceptionRegions.IsFilter(block.EnclosingRegion):
                    End = _flow.JoinReached(End, state);
                    return;
                case ControlFlowBranchSemantics.StructuredExceptionHandling or ControlFlowBranchSemantics.Throw
                    or ControlFlowBranchSemantics.Rethrow:
                    Throw(block.EnclosingRegion, state);
                    return;
            }

            for (int i = firstFinally; i < branch.FinallyRegions.Length; i++)
            {
                ControlFlowRegion @finally = branch.FinallyRegions[i];
                Pass pass = solver.Through(@finally, state);
                Throw(@finally.EnclosingRegion, pass.Thrown);
                if (!IsReached(pass.End))
                {
                    return;
                }

                state = pass.End!;
            }

            if (branch.Destination is { } destination && IsIn(destination))
            {
                Reach(destination.Ordinal, state);
            }
        }

        /// <summary>Follows an exception that leaves a region.</summary>
        private void Throw(ControlFlowRegion? region, T? state)
        {
            if (!_flow.FollowsExceptions)
            {
                return;
            }

            // The graph of a lambda ends at its root: regions around that are of the graph that the lambda stands in.
            for (; region is { Kind: not ControlFlowRegionKind.Root } && region != within && IsReached(state);
                region = region.EnclosingRegion)
            {
                switch (region)
                {
                    case { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { Kind: ControlFlowRegionKind.TryAndFinally } tried }:
                        // Its end goes on as the exception; one of its own takes the exception's place.
                        Pass pass = solver.Through(tried.NestedRegions[1], state!);
                        state = _flow.JoinReached(pass.End, pass.Thrown);
                        break;
                    case { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } tried } when EnterHandlers(tried, first: 1, state!):
                        return;
                    // An exception in a filter is lost: the filter has refused.
                    case { Kind: ControlFlowRegionKind.Filter, EnclosingRegion: { EnclosingRegion: { } tried } filtered }
                        when EnterHandlers(tried, tried.NestedRegions.IndexOf(filtered) + 1, state!):
                        return;
                }
            }

            Thrown = _flow.JoinReached(Thrown, state);
        }

        /// <summary>True where one of the handlers catches everything, or is asked whether it does.</summary>
        private bool EnterHandlers(ControlFlowRegion tried, int first, T state)
        {
            for (int i = first; i < tried.NestedRegions.Length; i++)
            {
                ControlFlowRegion handler = tried.NestedRegions[i];
                Reach(handler.FirstBlockOrdinal, _flow.EnterHandler(handler, state));
                if (ExceptionRegions.CatchesAll(handler))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
