using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>Whether an expression is a complete task, given what is known where it is evaluated.</summary>
internal sealed class CompletionKnowledge(CompletionContext context)
{
    public bool IsComplete(IOperation operation, CompletionState state)
    {
        IOperation task = CompletionFacts.Strip(operation, context.Types);
        if (CompletionFacts.IsCompleteByItself(task, context.Types) || (context.Paths.Of(task) is { } path && state.IsComplete(path))
            || (task is IFlowCaptureReferenceOperation capture && state.IsComplete(AccessPath.Of(capture.Id))))
        {
            return true;
        }

        return task switch
        {
            IPropertyReferenceOperation { Property.Name: "Result", Instance: { } any } => IsWinner(any),
            IAwaitOperation awaited => IsWinner(awaited.Operation),
            IArrayElementReferenceOperation element => ElementsAreComplete(element.ArrayReference, state) || IsFirstToComplete(element),
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } owner } => ElementsAreComplete(owner, state),
            IInvocationOperation pick when AccessPaths.IsPick(pick) && AccessPaths.SourceOf(pick) is { } source
                => ElementsAreComplete(source, state) || FiltersByCompletion(pick),
            _ => false,
        };
    }

    /// <summary>The local with a lazy query that has started the task once more, after a wait for what it started before.</summary>
    public ISymbol? QueryStartedAgain(IOperation task, CompletionState state)
        => context.Paths.Resolve(CompletionFacts.Strip(task, context.Types)) is IInvocationOperation pick
            && AccessPaths.IsPick(pick)
            && AccessPaths.SourceOf(pick) is { } source
            ? context.Restarts.EnumeratedBefore(source, state)
            : context.Paths.Of(task) is { } path ? state.QueryOf(path) : null;

    /// <summary>Every element of the collection is a complete task.</summary>
    public bool ElementsAreComplete(IOperation collection, CompletionState state)
    {
        AccessPath element = AccessPath.Of(collection);
        return AboutElement(collection, element, state).IsComplete(element);
    }

    /// <summary>What is known of each element of a collection or query, said of <paramref name="element"/>.</summary>
    public CompletionState AboutElement(IOperation collection, AccessPath element, CompletionState state)
    {
        CompletionState known = context.Paths.ElementOf(collection, all: false) is { } path
            ? state.About(path, element)
            : CompletionState.Empty;
        if (context.Restarts.EnumeratedBefore(collection, state) is { } query)
        {
            known = known.With(new CompletionFact(element, CompletionFactKind.StartedAgain, query));
        }

        if (context.Paths.Resolve(CompletionFacts.Strip(collection, context.Types)) is not IInvocationOperation chain
            || AccessPaths.SourceOf(chain) is not { } source)
        {
            return known;
        }

        // await foreach (Task<int> t in Task.WhenEach(tasks)): each comes when it is complete.
        if (chain.TargetMethod.Name == "WhenEach" && chain.TargetMethod.IsDeclaredIn(context.Types.Task))
        {
            return known.With(element, CompletionFactKind.Complete);
        }

        switch (QueryOperators.KindOf(chain.TargetMethod, context.Types))
        {
            case QueryOperatorKind.Same:
                return known.Union(AboutElement(source, element, state));
            case QueryOperatorKind.Fewer:
                known = known.Union(AboutElement(source, element, state));
                return chain.TargetMethod.Name is "Where" or "TakeWhile" ? known.Union(WhereHolds(chain, element)) : known;
            case QueryOperatorKind.Both when chain.Arguments.Length == 2:
                return known.Union(AboutElement(source, element, state).Intersect(AboutElement(chain.Arguments[1].Value, element, state)));
            case QueryOperatorKind.Select:
                AccessPath each = AccessPath.Of(chain);
                if (context.Paths.Selected(chain, each) is { } selected)
                {
                    return known.Union(AboutElement(source, each, state).About(selected, element));
                }

                return context.Bodies.LambdaIn(chain.Arguments[chain.Arguments.Length - 1].Value) is { } lambda
                    && context.Bodies.Of(lambda) is { } body
                    && CompletionFacts.IsCompleteByItself(CompletionFacts.Strip(body, context.Types), context.Types)
                        ? known.With(element, CompletionFactKind.Complete)
                        : known;
            default:
                return known;
        }
    }

    /// <summary><c>First(t => t.IsCompletedSuccessfully)</c>.</summary>
    private bool FiltersByCompletion(IInvocationOperation pick)
    {
        AccessPath element = AccessPath.Of(pick);
        return pick.Arguments.Length > 0 && WhereHolds(pick, element).IsComplete(element);
    }

    private CompletionState WhereHolds(IInvocationOperation filter, AccessPath element)
        => context.Bodies.LambdaIn(
            filter.Arguments[filter.Arguments.Length - 1].Value) is { Symbol.Parameters: { Length: > 0 } parameters } lambda
            && context.Bodies.Of(lambda) is { } test
            ? context.Paths.With(parameters[0], element, () => context.Assumptions.Where(test, holds: true, CompletionState.Empty))
                ?? CompletionState.Empty
            : CompletionState.Empty;

    /// <summary>The awaited task is one of <c>WhenAny</c>, kept in a local.</summary>
    private bool IsWinner(IOperation awaited)
        => CompletionFacts.Strip(awaited, context.Types) is ILocalReferenceOperation { Local: { } local }
            && context.Writes.OnlyValue(local) is { } value
            && CompletionFacts.IsWhenAny(CompletionFacts.Strip(value, context.Types), context.Types);

    /// <summary><c>int first = Task.WaitAny(tasks); tasks[first]</c></summary>
    private bool IsFirstToComplete(IArrayElementReferenceOperation element)
    {
        IOperation index = context.Paths.Resolve(CompletionFacts.Strip(element.Indices[0], context.Types));
        IOperation value = index is ILocalReferenceOperation { Local: { } local }
            && context.Writes.OnlyValue(local) is { } only ? only : index;
        return CompletionFacts.Strip(value, context.Types) is IInvocationOperation
        {
            TargetMethod.Name: "WaitAny",
            Arguments: { Length: 1 } arguments
        } wait
            && wait.TargetMethod.IsDeclaredIn(context.Types.Task)
            && context.Paths.Of(arguments[0].Value) is { } waited
            && waited.DependsOnlyOn(context.Writes.IsFixed)
            && waited.Equals(context.Paths.Of(element.ArrayReference));
    }
}
