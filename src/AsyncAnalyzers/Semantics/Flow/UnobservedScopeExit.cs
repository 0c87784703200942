using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Whether the scope of a resource can be left, without an exception, before a task that uses the resource was looked at: by a path of the
/// control-flow graph on which nothing mentions the local that keeps the task.
/// </summary>
internal sealed class UnobservedScopeExit
{
    private static readonly string[] EndingWords = { "Throw", "Fail", "Exit", "Cancel", "Abort", "Close", "Dispose", "Stop", "Kill" };

    private readonly ControlFlowGraph _graph;
    private readonly ILocalSymbol _local;
    private readonly HashSet<string> _correlated;

    private UnobservedScopeExit(ControlFlowGraph graph, ILocalSymbol local, HashSet<string> correlated)
    {
        _graph = graph;
        _local = local;
        _correlated = correlated;
    }

    /// <summary>Looks for such a path; false also where the paths cannot be told apart.</summary>
    /// <param name="write">The declarator or assignment that gives the task to the local.</param>
    /// <param name="local">The local; no other function touches it.</param>
    /// <param name="resource">The local that the scope disposes.</param>
    /// <param name="model">The model of the tree.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static bool Exists(
        SyntaxNode write, ILocalSymbol local, ILocalSymbol resource, SemanticModel model, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(write) is not { } function || FunctionGraph.Of(function, model, cancellationToken) is not { } graph)
        {
            return false;
        }

        foreach (BasicBlock block in graph.Blocks)
        {
            for (int i = 0; i < block.Operations.Length; i++)
            {
                if (block.Operations[i].Syntax.Span.IntersectsWith(write.Span)
                    && block.Operations[i].DescendantsAndSelf().Any(operation
                        => operation is ISimpleAssignmentOperation && operation.Syntax == write))
                {
                    var search = new UnobservedScopeExit(graph, local, BranchConditions.CorrelatedIn(function));
                    return search.DisposalAround(block, resource) is { } disposal && search.Leaves(disposal, block, i + 1);
                }
            }
        }

        return false;
    }

    /// <summary>The try region, with its finally, that disposes the resource.</summary>
    private ControlFlowRegion? DisposalAround(BasicBlock block, ILocalSymbol resource)
    {
        for (ControlFlowRegion? region =
            block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { Kind: ControlFlowRegionKind.TryAndFinally } around }
                && around.NestedRegions.FirstOrDefault(nested => nested.Kind == ControlFlowRegionKind.Finally) is { } @finally)
            {
                List<IOperation> operations = OperationsIn(@finally).ToList();
                if (operations.Any(operation => IsReferenceTo(operation, resource))
                    && operations.Any(operation => operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" }))
                {
                    return around;
                }
            }
        }

        return null;
    }

    private bool Leaves(ControlFlowRegion scope, BasicBlock start, int startIndex)
    {
        var seen = new HashSet<int>();
        var work = new Stack<(BasicBlock Block, int Index)>();
        work.Push((start, startIndex));
        while (work.Count > 0)
        {
            (BasicBlock block, int index) = work.Pop();
            if (block.Operations.Skip(index).Any(EndsPath) || (block.BranchValue is { } value && EndsPath(value)))
            {
                continue;
            }

            foreach (ControlFlowBranch branch in SuccessorsOf(block))
            {
                if (branch.FinallyRegions.Any(@finally => OperationsIn(@finally).Any(operation => IsReferenceTo(operation, _local))))
                {
                    continue;
                }

                if (branch.LeavingRegions.Contains(scope))
                {
                    return true;
                }

                if (branch.Destination is { } destination && seen.Add(destination.Ordinal))
                {
                    work.Push((destination, 0));
                }
            }
        }

        return false;
    }

    /// <summary>
    /// The branches that are no exceptions; none from a condition that may say the same as another, or that asks for cancellation.
    /// </summary>
    private IEnumerable<ControlFlowBranch> SuccessorsOf(BasicBlock block)
    {
        bool? taken = null;
        if (block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } condition)
        {
            if (condition.ConstantValue is { HasValue: true, Value: bool constant })
            {
                taken = constant == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
            }
            else if (BranchConditions.NamesIn(BranchConditions.Of(condition.Syntax)).Any(name
                => name == "IsCancellationRequested" || _correlated.Contains(name)))
            {
                yield break;
            }
        }

        if (block.ConditionalSuccessor is { Semantics: ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return } conditional
            && taken != false)
        {
            yield return conditional;
        }

        if (block.FallThroughSuccessor is { Semantics: ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return } next
            && taken != true)
        {
            yield return next;
        }
    }

    /// <summary>Looks at the task, replaces it, ends the work on purpose, or throws by another's hand.</summary>
    private bool EndsPath(IOperation operation)
        => operation.DescendantsAndSelf().Any(inner
            => IsReferenceTo(inner, _local) || (inner is IInvocationOperation { TargetMethod: { } method } && EndsWork(method)));

    private static bool EndsWork(IMethodSymbol method)
        => (EndingWords.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal))
            && !method.Name.StartsWith("ThrowIf", StringComparison.Ordinal))
            || NeverReturning.IsMarked(method);

    private static bool IsReferenceTo(IOperation operation, ILocalSymbol local)
        => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    private IEnumerable<IOperation> OperationsIn(ControlFlowRegion region)
        => _graph.Blocks.Where(block => block.Ordinal >= region.FirstBlockOrdinal && block.Ordinal <= region.LastBlockOrdinal)
            .SelectMany(block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            .SelectMany(operation => operation.DescendantsAndSelf());
}
