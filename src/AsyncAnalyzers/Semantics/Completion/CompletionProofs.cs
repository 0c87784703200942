namespace AsyncAnalyzers.Semantics;

/// <summary>What is complete after a wait for tasks, or after something has completed them.</summary>
internal sealed class CompletionProofs(CompletionContext context)
{
    /// <summary>The task that the expression names has been found complete.</summary>
    public CompletionState Of(IOperation task)
        => context.Paths.Of(task) is { HasAnyElement: false } path ? WithParts(task, path, CompletionState.Empty) : CompletionState.Empty;

    /// <summary>A wait (or await) has ended normally. Awaiting a ValueTask proves nothing: it may be used once only.</summary>
    public CompletionState AfterWait(IOperation waited, CompletionState state)
    {
        IOperation task = CompletionFacts.Strip(waited, context.Types);
        switch (task)
        {
            case IInvocationOperation whenAll when CompletionFacts.IsLikeWhenAll(whenAll, context.Types):
                return Arguments(whenAll).Aggregate(state, (known, argument) => AfterWaitForAll(argument, known));
            // await Task.WhenAny(task): awaited without its exception.
            case IInvocationOperation whenAny when CompletionFacts.IsWhenAny(whenAny, context.Types):
                return Arguments(whenAny).ToList() switch
                {
                    { Count: 1 } only when only[0].Type.IsTask(context.Types) => AfterWait(only[0], state),
                    { Count: 2 } raced => WithRace(raced[0], raced[1], WithRace(raced[1], raced[0], state)),
                    _ => state,
                };
            // await task.ContinueWith(…): the continuation runs when the task is complete.
            case IInvocationOperation
            {
                TargetMethod.Name: "ContinueWith",
                Instance: { } antecedent
            } when antecedent.Type.IsTask(context.Types):
                return AfterWait(antecedent, state);
            case IInvocationOperation { TargetMethod.Name: "Unwrap", Arguments: { Length: 1 } nested }:
                return AfterWait(nested[0].Value, state);
            case IInvocationOperation { TargetMethod: var helper } call
                when AwaitedParameters.Of(helper, CodeModel.Of(context.Model, context.CancellationToken)) is { IsEmpty: false } names:
                foreach (IArgumentOperation argument in call.Arguments)
                {
                    state = argument.Parameter is { } parameter && names.Contains(parameter.Name) && parameter.Type.IsTask(context.Types)
                        ? AfterWait(argument.Value, state)
                        : state;
                }

                return state;
        }

        return (task.Type.IsTask(context.Types)
            || task.Type is { Name: "TaskAwaiter" or "ConfiguredTaskAwaiter" }
            && task.Type.IsTaskAwaiter())
            && context.Paths.Of(task) is { HasAnyElement: false, IsSharedVariable: false } path ? WithParts(task, path, state) : state;
    }

    /// <summary>Where the other one, held by a local or parameter, turns out not to be complete, the task is.</summary>
    private CompletionState WithRace(IOperation task, IOperation other, CompletionState state)
        => context.Paths.Of(task) is { HasAnyElement: false, IsSharedVariable: false } path
            && context.Paths.Of(other) is { IsRoot: true, Variable: ILocalSymbol or IParameterSymbol } raced
                ? state.With(new CompletionFact(path, CompletionFactKind.WhereOtherIsNot, raced.Variable))
                : state;

    /// <summary>An argument of <c>WhenAll</c>: a task, or a collection of tasks.</summary>
    public CompletionState AfterWaitForAll(IOperation argument, CompletionState state)
    {
        IOperation value = context.Paths.Resolve(CompletionFacts.Strip(argument, context.Types));
        if (value.Type.IsTaskOrValueTask(context.Types))
        {
            return value.Type.IsTask(context.Types) ? AfterWait(argument, state) : state;
        }

        if (value is IInvocationOperation { Arguments.Length: 2 } both
            && QueryOperators.KindOf(both.TargetMethod, context.Types) == QueryOperatorKind.Both)
        {
            return AfterWaitForAll(both.Arguments[1].Value, AfterWaitForAll(both.Arguments[0].Value, state));
        }

        // await Task.WhenAll(others.Append(t).ToArray());
        if (value is IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } copy
            && AccessPaths.SourceOf(copy) is { } copied
            && CompletionFacts.Strip(copied, context.Types) is IInvocationOperation
            {
                TargetMethod.Name: "Append" or "Prepend" or "Concat"
            })
        {
            return AfterWaitForAll(copied, state);
        }

        if (value is IInvocationOperation { TargetMethod.Name: "Append" or "Prepend", Arguments.Length: 2 } one
            && one.TargetMethod.IsDeclaredIn(context.Types.Enumerable))
        {
            return AfterWait(one.Arguments[1].Value, AfterWaitForAll(one.Arguments[0].Value, state));
        }

        // await Task.WhenAll(new[] { a, b }.Concat(others));
        if (CompletionFacts.ElementsOf(value) is { } written)
        {
            return written.Aggregate(state, (known, element) => AfterWaitForAll(element, known));
        }

        // Each pass over such a query starts other tasks than the ones that were waited for.
        if (context.Restarts.IsSource(value, state))
        {
            return context.Restarts.AfterEnumeration(value, state);
        }

        if (context.Paths.ElementOf(value, all: true) is { IsSharedVariable: false } element)
        {
            state = state.With(element, CompletionFactKind.Complete);
        }

        foreach (IOperation added in AddedTo(value))
        {
            state = added.Type.IsTask(context.Types) ? WithLasting(context.Paths.Of(added), state)
                : context.Restarts.IsSource(added, state) ? state
                : WithLasting(context.Paths.ElementOf(added, all: true), state);
        }

        if (value is ILocalReferenceOperation { Local: { } local } && context.Writes.OnlyValue(local) is { } initial)
        {
            // var tasks = new[] { a, b }; await Task.WhenAll(tasks);
            foreach (IOperation part in CompletionFacts.ElementsOf(initial) ?? Array.Empty<IOperation>())
            {
                state = part.Type.IsTask(context.Types) ? WithLasting(context.Paths.Of(part), state) : state;
            }

            // var tasks = jobs.Select(job => job.Task); await Task.WhenAll(tasks);
            state = context.Restarts.IsSource(initial, state) ? state : WithLasting(context.Paths.ElementOf(initial, all: true), state);
        }

        return state;
    }

    /// <summary>
    /// <c>all.Add(t); all.AddRange(ts); await Task.WhenAll(all.ToArray());</c>: what stands before is added to a list of its own.
    /// </summary>
    private IEnumerable<IOperation> AddedTo(IOperation collection)
    {
        while (collection is IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } copy
            && (copy.Instance ?? copy.Arguments.FirstOrDefault()?.Value) is { } copied)
        {
            collection = CompletionFacts.Strip(copied, context.Types);
        }

        if (collection is not ILocalReferenceOperation { Local: { } local, Syntax: var place }
            || context.Writes.OnlyValue(local) is not { } made || CompletionFacts.Strip(made, context.Types) is not IObjectCreationOperation
            || local.FirstSyntax(context.CancellationToken) is not VariableDeclaratorSyntax list
            || VariableMentions.ScopeOf(list) is null)
        {
            yield break;
        }

        foreach (IdentifierNameSyntax mention in VariableMentions.Of(list, context.Model))
        {
            if (mention.SpanStart < place.SpanStart && FunctionSyntax.Enclosing(mention) == FunctionSyntax.Enclosing(place)
                && mention.Parent is MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Add" or "AddRange",
                    Parent: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
                }
                && context.Model.GetOperation(arguments[0].Expression, context.CancellationToken) is { } added)
            {
                yield return added;
            }
        }
    }

    /// <summary>The expressions handed to <c>WhenAll</c> and the like; of a collection that is written out, its elements.</summary>
    public IEnumerable<IOperation> Arguments(IInvocationOperation invocation)
    {
        foreach (IOperation argument in CompletionFacts.Arguments(invocation))
        {
            // The graph adds the elements of an initializer one by one: the tree still has them together.
            IOperation? written = context.Paths.Resolve(
                CompletionFacts.Strip(argument, context.Types)) is IObjectCreationOperation { Initializer: null } creation
                && creation.Syntax is BaseObjectCreationExpressionSyntax { Initializer: not null }
                    ? context.Model.GetOperation(creation.Syntax, context.CancellationToken)
                    : null;
            foreach (IOperation element in written is null ? new[] { argument } : CompletionFacts.ElementsOf(written) ?? new[] { argument })
            {
                yield return element;
            }
        }
    }

    /// <summary>The path of the task that a <c>TaskCompletionSource</c> has been given its end for.</summary>
    public CompletionState AfterCompletionOf(IInvocationOperation call)
        => call is
        {
            Instance: { Type: INamedTypeSymbol type } source, TargetMethod.Name: "SetResult" or "TrySetResult" or "SetException"
            or "TrySetException" or "SetCanceled" or "TrySetCanceled" or "SetFromTask" or "TrySetFromTask"
        }
            && (type.IsOrDerivesFrom(context.Types.TaskCompletionSource) || type.IsOrDerivesFrom(context.Types.TaskCompletionSourceOfT))
            && context.Paths.Of(source) is { HasAnyElement: false } path
            && TaskOf(type) is { } task
                ? CompletionState.Empty.With(path.Member(task.OriginalDefinition, AccessPath.Mutability.Fixed), CompletionFactKind.Complete)
                : CompletionState.Empty;

    private static IPropertySymbol? TaskOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers("Task").OfType<IPropertySymbol>().FirstOrDefault() is { } task)
            {
                return task;
            }
        }

        return null;
    }

    private CompletionState WithParts(IOperation task, AccessPath path, CompletionState state)
    {
        state = state.With(path, CompletionFactKind.Complete);
        // var all = Task.WhenAll(a, b); await all;
        if (CompletionFacts.Strip(task, context.Types) is ILocalReferenceOperation { Local: { } local }
            && context.Writes.OnlyValue(local) is { } value
            && CompletionFacts.Strip(value, context.Types) is IInvocationOperation whenAll
            && CompletionFacts.IsLikeWhenAll(whenAll, context.Types))
        {
            foreach (IOperation argument in Arguments(whenAll))
            {
                IOperation part = CompletionFacts.Strip(argument, context.Types);
                state = part.Type.IsTask(context.Types) ? WithLasting(context.Paths.Of(part), state)
                    : context.Restarts.IsSource(part, state) ? context.Restarts.AfterEnumeration(part, state)
                    : WithLasting(context.Paths.ElementOf(part, all: true), state);
            }
        }

        return state;
    }

    /// <summary>A part that was given a while ago: it is complete where the path cannot have become another since.</summary>
    private CompletionState WithLasting(AccessPath? path, CompletionState state)
        => path is { MayChange: false }
            && path.DependsOnlyOn(context.Writes.IsFixed) ? state.With(path, CompletionFactKind.Complete) : state;
}
