using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A forward may-analysis on a control-flow graph, of what has up to 64 states: a bit is set where the state is possible on some path.
/// Exceptions lead into the handlers around them; a <c>finally</c> is followed for each state that enters it. No bit at all: not reached.
/// </summary>
internal abstract class BitFlow(ControlFlowGraph graph, CancellationToken cancellationToken)
{
    private readonly Dictionary<(int FirstBlock, ulong Entry), ulong> _finallies = new();

    /// <summary>Follows the whole graph.</summary>
    /// <returns>What is possible where the function ends without an exception.</returns>
    public ulong Run(ulong entry) => Solve(within: null, first: 0, entry);

    /// <summary>What is possible behind an operation, all that is in it included.</summary>
    protected abstract ulong Visit(IOperation operation, ulong state);

    /// <summary>True where the operation, when it fails, has done its work just the same.</summary>
    protected virtual bool FailsOnlyAfterwards(IOperation operation) => false;

    /// <summary>What is possible where a handler begins, given what was possible where the exception came from.</summary>
    protected virtual ulong EnterHandler(ControlFlowRegion handler, ulong state) => state;

    private ulong Solve(ControlFlowRegion? within, int first, ulong entry)
    {
        var states = new ulong[graph.Blocks.Length];
        var work = new BlockQueue(states.Length);
        work.Add(first);
        states[first] = entry;
        ulong end = 0;
        while (work.Take() is var number and >= 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            BasicBlock block = graph.Blocks[number];
            ulong state = states[number];
            foreach (IOperation operation in block.Operations)
            {
                ulong after = Visit(operation, state);
                Throw(block, FailsOnlyAfterwards(operation) ? after : state | after);
                state = after;
            }

            if (block.BranchValue is { } value)
            {
                Throw(block, state);
                state = Visit(value, state);
            }

            Leave(block, block.FallThroughSuccessor, state);
            Leave(block, block.ConditionalSuccessor, state);
        }

        return within is null ? states[states.Length - 1] : end;

        void Leave(BasicBlock block, ControlFlowBranch? branch, ulong state)
        {
            switch (branch?.Semantics)
            {
                case null or ControlFlowBranchSemantics.ProgramTermination:
                    return;
                case ControlFlowBranchSemantics.StructuredExceptionHandling:
                    end |= state;
                    return;
                case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                    Throw(block, state);
                    return;
            }

            foreach (ControlFlowRegion @finally in branch!.FinallyRegions)
            {
                state = Through(@finally, state);
            }

            if (branch.Destination is { } destination)
            {
                Reach(destination.Ordinal, state);
            }
        }

        void Reach(int block, ulong state)
        {
            if ((states[block] | state) != states[block])
            {
                states[block] |= state;
                work.Add(block);
            }
        }

        void Throw(BasicBlock block, ulong state)
        {
            // The graph of a lambda ends at its root: regions around that are of the graph that the lambda stands in.
            for (ControlFlowRegion? region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }
                && region != within; region = region.EnclosingRegion)
            {
                if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } @try })
                {
                    continue;
                }

                foreach (ControlFlowRegion handler in @try.NestedRegions)
                {
                    if (handler == region)
                    {
                        continue;
                    }

                    if (handler.Kind == ControlFlowRegionKind.Finally)
                    {
                        state = Through(handler, state);
                        continue;
                    }

                    Reach(handler.FirstBlockOrdinal, EnterHandler(handler, state));
                    if (handler.Kind == ControlFlowRegionKind.Catch
                        && handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
                            or { Name: "Exception", ContainingNamespace.Name: "System" })
                    {
                        return;
                    }
                }
            }
        }
    }

    /// <summary>What is possible behind a <c>finally</c>; nothing where it does not end.</summary>
    private ulong Through(ControlFlowRegion @finally, ulong entry)
    {
        if (entry == 0)
        {
            return 0;
        }

        (int, ulong) key = (@finally.FirstBlockOrdinal, entry);
        if (!_finallies.TryGetValue(key, out ulong end))
        {
            _finallies.Add(key, end = Solve(@finally, @finally.FirstBlockOrdinal, entry));
        }

        return end;
    }
}
