using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>What operations do to the facts: waits and completions make some, writes and code that is not seen end some.</summary>
internal sealed class CompletionTransfer(CompletionContext context) : ForwardFlow<CompletionState>
{
    /// <summary>Is told of each task that is waited for, and of what is known there; null while facts still change.</summary>
    public Action<IOperation, CompletionState>? Waited { get; set; }

    /// <summary>Is told of each lambda, and of what is known where it is made.</summary>
    public Action<IFlowAnonymousFunctionOperation, CompletionState>? Lambda { get; set; }

    /// <summary>Is told of each call of a local function, and of what is known there.</summary>
    public Action<IInvocationOperation, CompletionState>? LocalCall { get; set; }

    /// <summary>A wait is reported in code that no way leads to, too: there it may still be known to be for a complete task.</summary>
    public override bool EntersDeadCode => true;

    public override bool FollowsExceptionsOut => false;

    public override CompletionState Join(CompletionState left, CompletionState right) => left.Intersect(right);

    public override CompletionState? Assume(IOperation condition, bool holds, CompletionState state)
        => CompletionAssumptions.IsImpossible(condition, holds, state)
            ? null
            : state.Union(context.Assumptions.Where(condition, holds, state));

    /// <summary>What names an awaited task does not count: where that fails, the next expression that names it fails too.</summary>
    public override bool MayThrow(IOperation operation) => base.MayThrow(operation) && !IsInNameOfAwaited(operation);

    /// <summary>
    /// An operation that fails has not written its variable, but may have run code that is not seen. A wait that fails is over.
    /// </summary>
    public override CompletionState? OnThrow(IOperation operation, CompletionState before, CompletionState? after)
        => after is null ? before
            : FailsOnlyWhenComplete(operation) ? after
            : before.MayChange ? before.Where(fact => !fact.Path.MayChange || after.Contains(fact))
            : before;

    public override CompletionState Visit(IOperation operation, CompletionState state)
    {
        switch (operation)
        {
            case IFlowAnonymousFunctionOperation lambda:
                Lambda?.Invoke(lambda, state);
                return state;
            case IAwaitOperation awaited:
                return context.Proofs.AfterWait(awaited.Operation, state.AfterUnknownCode());
            case IReturnOperation { Kind: OperationKind.YieldReturn } or IDynamicInvocationOperation:
                return state.AfterUnknownCode();
            case IPropertyReferenceOperation
            {
                Property.Name: "Result",
                Instance: { } instance
            } when instance.Type.IsTaskOrValueTask(context.Types):
                Waited?.Invoke(instance, state);
                return context.Proofs.AfterWait(instance, state);
            case IInvocationOperation invocation:
                return VisitInvocation(invocation, state);
            case IObjectCreationOperation { Constructor: { IsImplicitlyDeclared: false } constructor } creation when state.MayChange:
                return UnseenCode.Of(constructor, null, creation.Arguments, context) == UnseenCodeKind.Any
                    ? state.AfterUnknownCode()
                    : state;
            case ISimpleAssignmentOperation assignment:
                return Assign(assignment.Target, assignment.Value, state);
            case IFlowCaptureOperation capture:
                return Capture(capture, state);
            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstruct(deconstruction, state);
            case ICompoundAssignmentOperation compound:
                return Write(compound.Target, state);
            case IIncrementOrDecrementOperation increment:
                return Write(increment.Target, state);
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                return Write(argument.Value is IDeclarationExpressionOperation declaration
                    ? declaration.Expression
                    : argument.Value, state);
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                return state.Forget(declared);
            case IRecursivePatternOperation { DeclaredSymbol: { } declared }:
                return state.Forget(declared);
            default:
                return state;
        }
    }

    private bool IsInNameOfAwaited(IOperation operation)
    {
        for (IOperation? around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IAwaitOperation)
            {
                return FailsOnlyWhenComplete(around);
            }
        }

        return false;
    }

    /// <summary><c>await t</c>: when it throws, t is complete just the same.</summary>
    private bool FailsOnlyWhenComplete(IOperation operation)
    {
        if (operation is not IAwaitOperation awaited
            || awaited.Operation.DescendantsAndSelf().Any(inner => inner is IInvocationOperation { TargetMethod: var called }
                && (called.Name == "WaitAsync" || CompletionFacts.IsLimited(called, context.Types))))
        {
            return false;
        }

        IOperation task = CompletionFacts.Strip(awaited.Operation, context.Types);
        return context.Paths.Of(task) is not null
            || (task is IInvocationOperation whenAll && CompletionFacts.IsWhenAll(whenAll, context.Types)
                && context.Proofs.Arguments(whenAll).All(argument
                    => context.Paths.Of(argument) is not null || context.Paths.ElementOf(argument, all: true) is not null));
    }

    private CompletionState VisitInvocation(IInvocationOperation invocation, CompletionState state)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            LocalCall?.Invoke(invocation, state);
        }

        if (invocation.Instance is { } instance && instance.Type.IsTaskOrValueTask(context.Types))
        {
            Waited?.Invoke(instance, state);
            return method is { Name: "Wait" or "RunSynchronously", ReturnsVoid: true } ? context.Proofs.AfterWait(instance, state) : state;
        }

        if (method is { Name: "GetResult", Parameters.IsEmpty: true } && invocation.Instance is { } awaiter)
        {
            Waited?.Invoke(awaiter, state);
            return context.Proofs.AfterWait(awaiter, state);
        }

        if (method.Name is "WaitAll" or "WaitAny" && method.IsDeclaredIn(context.Types.Task))
        {
            foreach (IOperation argument in context.Proofs.Arguments(invocation))
            {
                Waited?.Invoke(argument, state);
                state = method.Name == "WaitAll" && method.ReturnsVoid ? context.Proofs.AfterWaitForAll(argument, state) : state;
            }

            return state;
        }

        if (AssertedCompletion.ConditionOf(invocation) is { } asserted)
        {
            return state.Union(context.Assumptions.Where(asserted.Condition, asserted.Holds, state));
        }

        if (AssertedCompletion.EndOf(invocation, context.Types) is { } ended)
        {
            return state.Union(context.Proofs.Of(ended));
        }

        if (state.MayChange)
        {
            state = UnseenCode.Of(method, invocation.Instance, invocation.Arguments, context) switch
            {
                UnseenCodeKind.Any => state.AfterUnknownCode(),
                UnseenCodeKind.Foreign => state.AfterForeignCode(),
                _ => state,
            };
        }

        return VisitCollection(invocation, state).Union(context.Proofs.AfterCompletionOf(invocation));
    }

    private CompletionState VisitCollection(IInvocationOperation invocation, CompletionState state)
    {
        if (invocation.Instance is not { } instance || context.Paths.Of(instance) is not { } collection)
        {
            return state;
        }

        switch (invocation.TargetMethod.Name)
        {
            case "Add" or "AddRange" or "Insert" or "InsertRange" or "TryAdd" or "Enqueue" or "Push" or "set_Item" or "SetValue" or "Fill"
                or "UnionWith" or "GetOrAdd" or "AddOrUpdate" or "TryUpdate":
                return state.ForgetElements(collection, written: null);
            case "TryGetValue" when AccessPaths.IsDictionary(instance.Type):
                return Found(collection.AnyElement().PairValue());
            case "TryDequeue" or "TryPop" or "TryPeek" or "TryTake":
                return Found(collection.AnyElement());
            default:
                return state;
        }

        CompletionState Found(AccessPath element)
            => invocation.Arguments.FirstOrDefault(static argument => argument.Parameter?.RefKind == RefKind.Out)?.Value is { } target
                && context.Paths.Of(target is IDeclarationExpressionOperation declaration ? declaration.Expression : target) is { } found
                    ? state.Union(state.About(element, found))
                    : state;
    }

    private CompletionState Capture(IFlowCaptureOperation capture, CompletionState state)
    {
        AccessPath path = AccessPath.Of(capture.Id);
        bool isComplete = capture.Value.Type.IsTaskOrValueTask(context.Types)
            && (IsNull(capture.Value) || context.Knowledge.IsComplete(capture.Value, state));
        state = state.Where(fact => fact.Path.Rebased(path, path) is null);
        return isComplete ? state.With(path, CompletionFactKind.Complete) : state;
    }

    private CompletionState Write(IOperation target, CompletionState state)
    {
        if (context.Paths.Resolve(target) is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true })
        {
            return CollectionOf(target) is { } collection ? state.ForgetElements(collection, context.Paths.Of(target)) : state;
        }

        return context.Paths.Written(target) is { } written ? state.Forget(written) : state;
    }

    private AccessPath? CollectionOf(IOperation element) => context.Paths.Resolve(element) switch
    {
        IArrayElementReferenceOperation array => context.Paths.Of(array.ArrayReference),
        IPropertyReferenceOperation { Property.IsIndexer: true } indexer => context.Paths.Of(indexer.Instance),
        _ => null,
    };

    private CompletionState Assign(IOperation target, IOperation value, CompletionState state)
    {
        if (CollectionOf(target) is { } collection)
        {
            return context.Knowledge.IsComplete(value, state) ? state : state.ForgetElements(collection, context.Paths.Of(target));
        }

        if (context.Paths.Written(target) is not { } written)
        {
            return state;
        }

        CompletionState before = state;
        state = state.Forget(written);
        if (target is IPropertyReferenceOperation { Property.SetMethod: { } setter } property && state.MayChange
            && !IsAutomatic(property.Property)
            && UnseenCode.Of(setter, property.Instance, ImmutableArray<IArgumentOperation>.Empty, context) == UnseenCodeKind.Any)
        {
            state = state.AfterUnknownCode();
        }

        if (context.Paths.Of(target) is not { } path)
        {
            return state;
        }

        IOperation? loop = LoopOver(target);
        if (loop is not null)
        {
            return state.Union(context.Knowledge.AboutElement(loop, path, before));
        }

        return state.Union(AboutValue(value, written as ILocalSymbol, path, before));
    }

    /// <summary>What is known of a value, said of the variable that it is given to.</summary>
    private CompletionState AboutValue(IOperation value, ILocalSymbol? local, AccessPath target, CompletionState state)
    {
        CompletionState known = CompletionState.Empty;
        ITypeSymbol? type = value.Type;
        AccessPath? source = context.Paths.Of(value) is { } path && !path.Equals(target) ? path : null;
        if (type.IsTaskOrValueTask(context.Types) || type.IsTaskAwaiter())
        {
            // Of null nothing is ever waited for: after t = c ? done : null, t is complete where it is not null.
            known = IsNull(value) || context.Knowledge.IsComplete(value, state) ? known.With(target, CompletionFactKind.Complete) : known;
        }

        switch (type?.SpecialType)
        {
            case SpecialType.System_Boolean when local is not null && value.ConstantValue is { HasValue: true, Value: bool constant }:
                return known.With(CompletionState.Constant(local, constant));
            case SpecialType.System_Boolean when local is not null:
                return Implied(value, true, local, state).Union(Implied(value, false, local, state));
            case SpecialType.System_String:
                return known;
        }

        if (local is not null && type is { TypeKind: TypeKind.Enum, Name: "TaskStatus" })
        {
            return CompletionFacts.Strip(value, context.Types) is IPropertyReferenceOperation
            {
                Property.Name: "Status",
                Instance: { } task
            }
                && context.Paths.Of(task) is { HasAnyElement: false } of
                ? known.With(new CompletionFact(of, CompletionFactKind.StatusOf, local))
                : known;
        }

        if (source is not null)
        {
            known = known.Union(state.About(source, target));
            return local is not null
                && !source.HasAnyElement
                && target.IsRoot ? known.With(new CompletionFact(source, CompletionFactKind.Alias, local)) : known;
        }

        if (value is IConversionOperation or IInvocationOperation or ITranslatedQueryOperation or IFlowCaptureReferenceOperation)
        {
            known = context.Restarts.Contains(value, state) ? known.With(target, CompletionFactKind.Restarts)
                : known.Union(context.Knowledge.AboutElement(value, target.AnyElement(), state));
        }

        return known;
    }

    private bool IsNull(IOperation value)
        => CompletionFacts.Strip(value, context.Types) is { ConstantValue: { HasValue: true, Value: null } };

    private CompletionState Implied(IOperation condition, bool holds, ILocalSymbol local, CompletionState state)
    {
        CompletionState result = CompletionState.Empty;
        foreach (CompletionFact fact in context.Assumptions.Where(condition, holds, state).Facts)
        {
            if (fact.Kind <= CompletionFactKind.NotCanceled)
            {
                result = result.With(new CompletionFact(fact.Path, holds
                    ? CompletionFactKind.WhenTrue
                    : CompletionFactKind.WhenFalse, local, fact.Kind));
            }
        }

        return result;
    }

    private CompletionState Deconstruct(IDeconstructionAssignmentOperation deconstruction, CompletionState state)
    {
        CompletionState before = state;
        foreach (IOperation target in deconstruction.Target.DescendantsAndSelf())
        {
            state = Write(target, state);
        }

        IOperation targets = deconstruction.Target is IDeclarationExpressionOperation declaration
            ? declaration.Expression
            : deconstruction.Target;
        if (targets is not ITupleOperation tuple)
        {
            return state;
        }

        IOperation value = CompletionFacts.Strip(deconstruction.Value, context.Types);
        if (value is ITupleOperation values && values.Elements.Length == tuple.Elements.Length)
        {
            for (int index = 0; index < values.Elements.Length; index++)
            {
                IOperation part = tuple.Elements[index];
                state = context.Paths.Of(part) is { } path
                    && context.Knowledge.IsComplete(values.Elements[index], before) ? state.With(path, CompletionFactKind.Complete) : state;
            }

            return state;
        }

        // foreach (var (name, task) in jobs)
        AccessPath whole = AccessPath.Of(deconstruction);
        CompletionState known = deconstruction.Syntax.FirstAncestorOrSelf<ForEachVariableStatementSyntax>() is { } loop
            && (loop == deconstruction.Syntax || loop.Variable.Span.Contains(deconstruction.Syntax.Span))
            && context.Model.GetOperation(loop.Expression, context.CancellationToken) is { } collection
                ? context.Knowledge.AboutElement(collection, whole, before)
                : context.Paths.Of(value) is { } source ? before.About(source, whole) : CompletionState.Empty;
        if (known.Count == 0 || value.Type is not INamedTypeSymbol type)
        {
            return state;
        }

        for (int index = 0; index < tuple.Elements.Length; index++)
        {
            if (PartOf(whole, type, index) is { } from && context.Paths.Of(tuple.Elements[index]) is { } to)
            {
                state = state.Union(known.About(from, to));
            }
        }

        return state;
    }

    /// <summary>
    /// What a deconstruction gives to the variable of that place: an item of a tuple, the value of a pair, a property of a record.
    /// </summary>
    private static AccessPath? PartOf(AccessPath whole, INamedTypeSymbol type, int index)
    {
        if (type.IsTupleType)
        {
            return index < type.TupleElements.Length
                ? whole.Member(AccessPaths.SymbolOf(type.TupleElements[index]), AccessPath.Mutability.Fixed)
                : null;
        }

        if (type is { Name: "KeyValuePair", Arity: 2 })
        {
            return index == 1 ? whole.PairValue() : null;
        }

        return type.GetMembers("Deconstruct").OfType<IMethodSymbol>().FirstOrDefault(method
            => index < method.Parameters.Length) is { } deconstruct
            && type.GetMembers(deconstruct.Parameters[index].Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property
                ? whole.Member(property.OriginalDefinition, AccessPath.Mutability.Fixed)
                : null;
    }

    /// <summary>The collection, where the target is the variable of a <c>foreach</c>.</summary>
    private IOperation? LoopOver(IOperation target)
        => target is ILocalReferenceOperation { Local: { } local }
            && local.FirstSyntax(context.CancellationToken) is ForEachStatementSyntax loop
            ? context.Model.GetOperation(loop.Expression, context.CancellationToken)
            : null;

    private bool IsAutomatic(IPropertySymbol property) => SafeCode.IsAutomatic(property.OriginalDefinition, context.CancellationToken);
}
