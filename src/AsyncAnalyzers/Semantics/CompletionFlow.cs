using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The forward must-analysis behind <see cref="CompletedTasks"/>: which variables hold a complete task, or a collection of
/// complete tasks, on every path. Facts are made by awaits, waits and tests, and end where the variable is written.
/// </summary>
internal sealed class CompletionFlow(VariableWrites writes, SemanticModel model, KnownTypes types, HashSet<SyntaxNode> complete, CancellationToken cancellationToken)
{
    private readonly Dictionary<CaptureId, List<IOperation>> _captures = new();
    private bool _recording;
    private ControlFlowGraph? _graph;
    private IMethodSymbol? _nested;

    private enum What
    {
        Task,
        Elements,
    }

    /// <summary>Analyses a graph and the lambdas and local functions in it; what is read while complete is added to the set.</summary>
    public void Analyze(ControlFlowGraph graph) => Analyze(graph, nested: null, ImmutableHashSet<Fact>.Empty);

    private void Analyze(ControlFlowGraph graph, IMethodSymbol? nested, ImmutableHashSet<Fact> entry)
    {
        (ControlFlowGraph? outerGraph, IMethodSymbol? outerNested, bool outerRecording) = (_graph, _nested, _recording);
        (_graph, _nested, _recording) = (graph, nested, false);
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                if (operation is IFlowCaptureOperation capture)
                {
                    if (!_captures.TryGetValue(capture.Id, out List<IOperation> values))
                    {
                        _captures.Add(capture.Id, values = new List<IOperation>());
                    }

                    values.Add(capture.Value);
                }
            }
        }

        var states = new ImmutableHashSet<Fact>?[graph.Blocks.Length];
        states[0] = entry;
        var work = new SortedSet<int> { 0 };
        while (work.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int number = work.Min;
            work.Remove(number);
            BasicBlock block = graph.Blocks[number];
            ImmutableHashSet<Fact> state = Run(block, states[number]!, thrown => FlowToHandlers(block, thrown, states, work));
            Flow(block.FallThroughSuccessor, block, state, states, work);
            Flow(block.ConditionalSuccessor, block, state, states, work);
        }

        _recording = true;
        foreach (BasicBlock block in graph.Blocks)
        {
            if (states[block.Ordinal] is { } state)
            {
                Run(block, state, _ => { });
            }
        }

        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            Analyze(graph.GetLocalFunctionControlFlowGraph(local, cancellationToken), local, ImmutableHashSet<Fact>.Empty);
        }

        (_graph, _nested, _recording) = (outerGraph, outerNested, outerRecording);
    }

    private void Flow(ControlFlowBranch? branch, BasicBlock block, ImmutableHashSet<Fact> state, ImmutableHashSet<Fact>?[] states, SortedSet<int> work)
    {
        if (branch is null)
        {
            return;
        }

        if (block.BranchValue is { } condition && block.ConditionKind != ControlFlowConditionKind.None)
        {
            bool holds = (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == branch.IsConditionalSuccessor;
            state = state.Union(FactsWhen(condition, holds, state));
        }

        foreach (ControlFlowRegion @finally in branch.FinallyRegions)
        {
            Merge(@finally.FirstBlockOrdinal, state, states, work);
            state = WithoutWritten(@finally, state);
        }

        if (branch.Destination is { } destination)
        {
            Merge(destination.Ordinal, state, states, work);
        }
    }

    private static void Merge(int target, ImmutableHashSet<Fact> state, ImmutableHashSet<Fact>?[] states, SortedSet<int> work)
    {
        ImmutableHashSet<Fact>? old = states[target];
        ImmutableHashSet<Fact> merged = old is null ? state : old.Intersect(state);
        if (old is null || merged.Count != old.Count)
        {
            states[target] = merged;
            work.Add(target);
        }
    }

    /// <summary>What is known when an exception leaves the block: that, and no more, is known in the handlers around it.</summary>
    private static void FlowToHandlers(BasicBlock block, ImmutableHashSet<Fact> state, ImmutableHashSet<Fact>?[] states, SortedSet<int> work)
    {
        // The graph of a lambda ends at its root: regions around that are of the graph that the lambda stands in.
        for (ControlFlowRegion? region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
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

    private ImmutableHashSet<Fact> WithoutWritten(ControlFlowRegion region, ImmutableHashSet<Fact> state)
    {
        for (int number = region.FirstBlockOrdinal; number <= region.LastBlockOrdinal; number++)
        {
            foreach (IOperation operation in _graph!.Blocks[number].Operations)
            {
                foreach (IOperation inner in operation.DescendantsAndSelf())
                {
                    IOperation? target = inner switch
                    {
                        IAssignmentOperation assignment => assignment.Target,
                        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
                        _ => null,
                    };
                    foreach (IOperation written in target?.DescendantsAndSelf() ?? Array.Empty<IOperation>())
                    {
                        state = KeyOf(written) is { } key ? Forget(key, state) : state;
                    }
                }
            }
        }

        return state;
    }

    private ImmutableHashSet<Fact> Run(BasicBlock block, ImmutableHashSet<Fact> state, Action<ImmutableHashSet<Fact>> thrown)
    {
        foreach (IOperation operation in block.Operations)
        {
            ImmutableHashSet<Fact> before = state;
            state = Visit(operation, state);
            thrown(FailsOnlyWhenComplete(operation) ? state : before);
        }

        if (block.BranchValue is { } value)
        {
            thrown(state);
            state = Visit(value, state);
        }

        return state;
    }

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
        if (value is not IAwaitOperation awaited || awaited.Operation.DescendantsAndSelf().Any(inner => inner is IInvocationOperation { TargetMethod.Name: "WaitAsync" }))
        {
            return false;
        }

        IOperation task = CompletionFacts.Strip(awaited.Operation, types);
        return KeyOf(task) is not null
            || (CompletionFacts.IsWhenAll(task, types) && Arguments(task).All(argument => KeyOf(Unwrap(argument)) is not null));
    }

    /// <summary>Evaluates an operation: children first, then what it does itself.</summary>
    private ImmutableHashSet<Fact> Visit(IOperation operation, ImmutableHashSet<Fact> state)
    {
        if (operation is IFlowAnonymousFunctionOperation lambda)
        {
            if (_recording)
            {
                Analyze(_graph!.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken), lambda.Symbol, EntryOf(lambda, state));
            }

            return state;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            state = Visit(child, state);
        }

        switch (operation)
        {
            case IAwaitOperation awaited:
                return MarkComplete(awaited.Operation, state);
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } instance } when instance.Type.IsTaskOrValueTask(types):
                Record(instance, state);
                return MarkComplete(instance, state);
            case IInvocationOperation invocation:
                return VisitInvocation(invocation, state);
            case ISimpleAssignmentOperation assignment:
                return Assign(assignment.Target, assignment.Value, state);
            case IFlowCaptureOperation capture when capture.Value.Type.IsTaskOrValueTask(types):
                return IsComplete(capture.Value, state) ? state.Add(new Fact(capture.Id, What.Task)) : state.Remove(new Fact(capture.Id, What.Task));
            case IDeconstructionAssignmentOperation deconstruction:
                foreach (IOperation target in deconstruction.Target.DescendantsAndSelf())
                {
                    state = KeyOf(target) is { } written ? Forget(written, state) : state;
                }

                return state;
            case ICompoundAssignmentOperation compound when KeyOf(compound.Target) is { } key:
                return Forget(key, state);
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when KeyOf(argument.Value) is { } key:
                return Forget(key, state);
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                return Forget(declared, state);
            case IRecursivePatternOperation { DeclaredSymbol: { } declared }:
                return Forget(declared, state);
            default:
                return state;
        }
    }

    private ImmutableHashSet<Fact> VisitInvocation(IInvocationOperation invocation, ImmutableHashSet<Fact> state)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (invocation.Instance is { } instance)
        {
            if (instance.Type.IsTaskOrValueTask(types))
            {
                Record(instance, state);
                return method is { Name: "Wait", ReturnsVoid: true } ? MarkComplete(instance, state) : state;
            }

            if (method is { Name: "GetResult", Parameters.IsEmpty: true })
            {
                return MarkComplete(instance, state);
            }

            if (KeyOf(instance) is { } collection && method.Name is "Add" or "AddRange" or "Insert" or "InsertRange" or "TryAdd" or "Enqueue" or "Push" or "set_Item" or "SetValue" or "Fill" or "UnionWith")
            {
                return state.Remove(new Fact(collection, What.Elements));
            }
        }
        else if (method.Name is "WaitAll" or "WaitAny" && method.IsDeclaredIn(types.Task))
        {
            foreach (IOperation argument in Arguments(invocation))
            {
                Record(argument, state);
                state = method.Name == "WaitAll" && method.ReturnsVoid ? MarkAll(argument, state) : state;
            }

            return state;
        }
        else if (method is { Name: "Assert", ContainingType.Name: "Debug" or "Trace" or "Contract" } && invocation.Arguments.Length > 0)
        {
            return state.Union(FactsWhen(invocation.Arguments[0].Value, holds: true, state));
        }

        return state;
    }

    private ImmutableHashSet<Fact> Assign(IOperation target, IOperation value, ImmutableHashSet<Fact> state)
    {
        if (target is IArrayElementReferenceOperation { ArrayReference: { } array } && KeyOf(array) is { } arrayKey)
        {
            return IsComplete(value, state) ? state : state.Remove(new Fact(arrayKey, What.Elements));
        }

        if (target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } owner } && KeyOf(owner) is { } ownerKey)
        {
            return IsComplete(value, state) ? state : state.Remove(new Fact(ownerKey, What.Elements));
        }

        if (KeyOf(target) is not { } key)
        {
            return state;
        }

        bool isComplete = IsComplete(value, state) || IsElementOfCompleteLoop(target, state, out bool _);
        bool elements = ElementsAreComplete(value, state) || (IsElementOfCompleteLoop(target, state, out bool isPair) && isPair);
        state = Forget(key, state);
        state = isComplete ? state.Add(new Fact(key, What.Task)) : state;
        return elements ? state.Add(new Fact(key, What.Elements)) : state;
    }

    /// <summary>The variable of a <c>foreach</c> over complete tasks, or over a dictionary of them.</summary>
    private bool IsElementOfCompleteLoop(IOperation target, ImmutableHashSet<Fact> state, out bool isPair)
    {
        isPair = false;
        if (target is not ILocalReferenceOperation { Local: { } local } || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not ForEachStatementSyntax loop)
        {
            return false;
        }

        isPair = local.Type is { Name: "KeyValuePair" };
        return model.GetOperation(loop.Expression, cancellationToken) is { } collection && ElementsAreComplete(collection, state);
    }

    private ImmutableHashSet<Fact> Forget(object key, ImmutableHashSet<Fact> state)
        => state.Remove(new Fact(key, What.Task)).Remove(new Fact(key, What.Elements));

    /// <summary>What an await (or a wait) of the expression proves. Awaiting a ValueTask proves nothing: it may be used once only.</summary>
    private ImmutableHashSet<Fact> MarkComplete(IOperation awaited, ImmutableHashSet<Fact> state)
    {
        IOperation task = CompletionFacts.Strip(awaited, types);
        if (CompletionFacts.IsWhenAll(task, types))
        {
            return Arguments(task).Aggregate(state, (known, argument) => MarkAll(argument, known));
        }

        return task.Type.IsTask(types) && KeyOf(task) is { } key ? MarkComplete(key, state) : state;
    }

    private ImmutableHashSet<Fact> MarkComplete(object key, ImmutableHashSet<Fact> state)
    {
        state = state.Add(new Fact(key, What.Task));
        // var all = Task.WhenAll(a, b); await all;
        if (key is ISymbol variable && writes.OnlyValue(variable) is { } value && CompletionFacts.IsWhenAll(CompletionFacts.Strip(value, types), types))
        {
            foreach (IOperation argument in Arguments(CompletionFacts.Strip(value, types)))
            {
                if (KeyOf(Unwrap(argument)) is ISymbol part && writes.IsNeverReassigned(part))
                {
                    state = MarkAll(argument, state);
                }
            }
        }

        return state;
    }

    /// <summary>An argument of <c>WhenAll</c>: a task, or a collection of tasks.</summary>
    private ImmutableHashSet<Fact> MarkAll(IOperation argument, ImmutableHashSet<Fact> state)
    {
        IOperation value = Unwrap(argument);
        if (KeyOf(value) is not { } key)
        {
            return state;
        }

        if (CompletionFacts.Strip(argument, types).Type.IsTaskOrValueTask(types))
        {
            return CompletionFacts.Strip(argument, types).Type.IsTask(types) ? MarkComplete(key, state) : state;
        }

        state = state.Add(new Fact(key, What.Elements));
        // var tasks = new[] { a, b }; await Task.WhenAll(tasks);
        if (key is ISymbol variable && writes.OnlyValue(variable) is { } initial && CompletionFacts.ElementsOf(initial) is { } elements)
        {
            foreach (IOperation element in elements)
            {
                if (KeyOf(element) is ISymbol part && writes.IsNeverReassigned(part) && CompletionFacts.Strip(element, types).Type.IsTask(types))
                {
                    state = state.Add(new Fact(part, What.Task));
                }
            }
        }

        return state;
    }

    /// <summary>The expressions handed to <c>WhenAll</c> and its like; of a collection that is written out, its elements.</summary>
    private IEnumerable<IOperation> Arguments(IOperation invocation)
    {
        foreach (IOperation argument in CompletionFacts.Arguments((IInvocationOperation)invocation))
        {
            // The graph adds the elements of an initializer one by one: the tree still has them together.
            IOperation? written = Resolve(CompletionFacts.Strip(argument, types)) is IObjectCreationOperation { Initializer: null } creation
                && creation.Syntax is BaseObjectCreationExpressionSyntax { Initializer: not null }
                    ? model.GetOperation(creation.Syntax, cancellationToken)
                    : null;
            foreach (IOperation element in written is null ? new[] { argument } : CompletionFacts.ElementsOf(written) ?? new[] { argument })
            {
                yield return element;
            }
        }
    }

    /// <summary>The collection behind <c>dictionary.Values</c>.</summary>
    private IOperation Unwrap(IOperation argument)
    {
        IOperation value = CompletionFacts.Strip(argument, types);
        return value is IPropertyReferenceOperation { Property.Name: "Values", Instance: { } dictionary } ? dictionary : value;
    }

    private bool IsComplete(IOperation operation, ImmutableHashSet<Fact> state)
    {
        IOperation task = CompletionFacts.Strip(operation, types);
        if (CompletionFacts.IsCompleteByItself(task, types) || (KeyOf(task) is { } key && state.Contains(new Fact(key, What.Task))))
        {
            return true;
        }

        return task switch
        {
            IFlowCaptureReferenceOperation capture => state.Contains(new Fact(capture.Id, What.Task)),
            IArrayElementReferenceOperation element => ElementsAreComplete(element.ArrayReference, state),
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } owner } => ElementsAreComplete(owner, state),
            IPropertyReferenceOperation { Property.Name: "Value", Instance: { } pair } => KeyOf(pair) is { } pairKey && state.Contains(new Fact(pairKey, What.Elements)),
            IInvocationOperation { TargetMethod: { Name: "First" or "Last" or "Single" or "ElementAt" or "FirstOrDefault" or "LastOrDefault" or "SingleOrDefault" } } pick
                => pick.Arguments.Length > 0 && ElementsAreComplete(pick.Arguments[0].Value, state),
            _ => false,
        };
    }

    private bool ElementsAreComplete(IOperation operation, ImmutableHashSet<Fact> state)
    {
        IOperation collection = Unwrap(operation);
        if (KeyOf(collection) is { } key && state.Contains(new Fact(key, What.Elements)))
        {
            return true;
        }

        if (collection is not IInvocationOperation { Arguments.Length: > 0 } chain)
        {
            return false;
        }

        // await foreach (Task<int> t in Task.WhenEach(tasks)): each comes when it is complete.
        if (chain.TargetMethod.Name is "WithCancellation" or "ConfigureAwait")
        {
            return ElementsAreComplete(chain.Instance ?? chain.Arguments[0].Value, state);
        }

        if (!chain.TargetMethod.IsDeclaredIn(types.Enumerable))
        {
            return chain.TargetMethod.Name == "WhenEach" && chain.TargetMethod.IsDeclaredIn(types.Task);
        }

        return chain.TargetMethod.Name switch
        {
            "Where" => FiltersByCompletion(chain) || ElementsAreComplete(chain.Arguments[0].Value, state),
            "OrderBy" or "OrderByDescending" or "ToArray" or "ToList" or "AsEnumerable" or "Cast" or "OfType" or "Take" or "Skip"
                or "TakeWhile" or "SkipWhile" or "Reverse" or "Distinct" => ElementsAreComplete(chain.Arguments[0].Value, state),
            _ => false,
        };
    }

    /// <summary><c>Where(t => t.IsCompletedSuccessfully)</c>.</summary>
    private static bool FiltersByCompletion(IInvocationOperation where)
        => where.Arguments[where.Arguments.Length - 1].Syntax is ArgumentSyntax { Expression: SimpleLambdaExpressionSyntax { ExpressionBody: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver } access } lambda }
            && receiver.Identifier.ValueText == lambda.Parameter.Identifier.ValueText
            && IsCompletionTest(access.Name.Identifier.ValueText);

    private static bool IsCompletionTest(string name) => name is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled";

    /// <summary>What is known where the condition has been found true (or false).</summary>
    private ImmutableHashSet<Fact> FactsWhen(IOperation condition, bool holds, ImmutableHashSet<Fact> state, int depth = 0)
    {
        ImmutableHashSet<Fact> nothing = ImmutableHashSet<Fact>.Empty;
        if (depth > 8)
        {
            return nothing;
        }

        switch (condition)
        {
            case IConversionOperation conversion:
                return FactsWhen(conversion.Operand, holds, state, depth + 1);
            case IParenthesizedOperation parenthesized:
                return FactsWhen(parenthesized.Operand, holds, state, depth + 1);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return FactsWhen(not.Operand, !holds, state, depth + 1);
            case IPropertyReferenceOperation { Instance: { } task } property when holds && IsCompletionTest(property.Property.Name) && task.Type.IsTaskOrValueTask(types):
                return Proved(task);
            case IInvocationOperation invocation when holds:
                return FactsOfCall(invocation, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return FactsOfComparison(comparison, holds == (comparison.OperatorKind == BinaryOperatorKind.Equals), state, depth);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both when holds:
                return FactsWhen(both.LeftOperand, true, state, depth + 1).Union(FactsWhen(both.RightOperand, true, state, depth + 1));
            case IIsPatternOperation pattern:
                return FactsOfPattern(pattern.Value, pattern.Pattern, holds, state, depth);
            case IFlowCaptureReferenceOperation capture when _captures.TryGetValue(capture.Id, out List<IOperation> values):
                return values.Where(value => !IsConstant(value, !holds)).Select(value => FactsWhen(value, holds, state, depth + 1))
                    .Aggregate((ImmutableHashSet<Fact>?)null, (all, facts) => all is null ? facts : all.Intersect(facts)) ?? nothing;
            case ILocalReferenceOperation { Local: { } local } when writes.OnlyValue(local) is { } value:
                // bool done = t.IsCompleted; what it proved holds as long as t is never assigned again.
                return FactsWhen(value, holds, nothing, depth + 1).Where(fact => fact.Key is ISymbol variable && writes.IsNeverReassigned(variable)).ToImmutableHashSet();
            default:
                return nothing;
        }
    }

    /// <summary>A constant of that truth value, or the default that <c>?.</c> answers for null.</summary>
    private static bool IsConstant(IOperation value, bool truth)
        => value.ConstantValue is { HasValue: true, Value: bool constant } ? constant == truth : !truth && value is IDefaultValueOperation or IConversionOperation { Operand: IDefaultValueOperation };

    private ImmutableHashSet<Fact> FactsOfCall(IInvocationOperation invocation, ImmutableHashSet<Fact> state)
    {
        IMethodSymbol method = invocation.TargetMethod;
        IOperation? subject = invocation.Instance ?? invocation.Arguments.FirstOrDefault()?.Value;
        if (subject is null)
        {
            return ImmutableHashSet<Fact>.Empty;
        }

        IOperation task = CompletionFacts.Strip(subject, types);
        // An extension method of the code base itself: IsCompletedSuccessfully() on an older framework.
        if (task.Type.IsTaskOrValueTask(types) && (method.Name == "Wait" || method.Name.StartsWith("IsCompleted", StringComparison.Ordinal)))
        {
            return Proved(subject);
        }

        if (method.Name == "WaitAll" && method.IsDeclaredIn(types.Task))
        {
            return CompletionFacts.ElementsOf(subject) is { } elements
                ? elements.Aggregate(ImmutableHashSet<Fact>.Empty, (known, element) => MarkAll(element, known))
                : MarkAll(subject, ImmutableHashSet<Fact>.Empty);
        }

        if (method.Name is "Equals" or "ReferenceEquals" && (invocation.Instance is null ? invocation.Arguments.Length == 2 : invocation.Arguments.Length == 1))
        {
            return FactsOfIdentity(subject, invocation.Arguments[invocation.Arguments.Length - 1].Value, state);
        }

        return ImmutableHashSet<Fact>.Empty;
    }

    private ImmutableHashSet<Fact> FactsOfComparison(IBinaryOperation comparison, bool equal, ImmutableHashSet<Fact> state, int depth)
    {
        IOperation left = Resolve(CompletionFacts.Strip(comparison.LeftOperand, types));
        IOperation right = CompletionFacts.Strip(comparison.RightOperand, types);
        if (right.ConstantValue is { HasValue: true, Value: bool constant })
        {
            return FactsWhen(left, constant == equal, state, depth + 1);
        }

        if (equal && (TaskOfStatus(left, right) ?? TaskOfStatus(Resolve(right), left)) is { } task)
        {
            return Proved(task);
        }

        return equal ? FactsOfIdentity(left, right, state) : FactsOfOtherWinner(left, right);
    }

    /// <summary>The t of <c>t.Status</c>, compared with one of the states that a task ends in.</summary>
    private static IOperation? TaskOfStatus(IOperation status, IOperation value)
        => status is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } task }
            && value.ConstantValue is { HasValue: true, Value: (int)TaskStatus.RanToCompletion or (int)TaskStatus.Canceled or (int)TaskStatus.Faulted }
                ? task
                : null;

    /// <summary>What a temporary of the graph stands for, where it has but one value.</summary>
    private IOperation Resolve(IOperation operation)
        => operation is IFlowCaptureReferenceOperation reference && _captures.TryGetValue(reference.Id, out List<IOperation> values) && values.Count == 1
            ? CompletionFacts.Strip(values[0], types)
            : operation;

    /// <summary>The same task as a complete one, such as the winner of <c>WhenAny</c>.</summary>
    private ImmutableHashSet<Fact> FactsOfIdentity(IOperation left, IOperation right, ImmutableHashSet<Fact> state)
    {
        if (IsComplete(left, state))
        {
            return Proved(right);
        }

        return IsComplete(right, state) ? Proved(left) : ImmutableHashSet<Fact>.Empty;
    }

    /// <summary>Of two tasks given to <c>WhenAny</c> the one that is not the loser.</summary>
    private ImmutableHashSet<Fact> FactsOfOtherWinner(IOperation left, IOperation right)
    {
        foreach ((IOperation winner, IOperation loser) in new[] { (left, right), (right, left) })
        {
            IOperation value = winner is ILocalReferenceOperation { Local: { } local } && writes.OnlyValue(local) is { } only ? CompletionFacts.Strip(only, types) : winner;
            if (value is IAwaitOperation awaited && CompletionFacts.Strip(awaited.Operation, types) is IInvocationOperation whenAny && CompletionFacts.IsWhenAny(whenAny, types)
                && Arguments(whenAny).ToList() is { Count: 2 } raced && KeyOf(loser) is { } key)
            {
                IOperation? other = Equals(KeyOf(raced[0]), key) ? raced[1] : Equals(KeyOf(raced[1]), key) ? raced[0] : null;
                if (other is not null && KeyOf(other) is ISymbol variable && writes.IsNeverReassigned(variable))
                {
                    return Proved(other);
                }
            }
        }

        return ImmutableHashSet<Fact>.Empty;
    }

    private ImmutableHashSet<Fact> FactsOfPattern(IOperation value, IPatternOperation pattern, bool holds, ImmutableHashSet<Fact> state, int depth)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return FactsOfPattern(value, negated.Pattern, !holds, state, depth + 1);
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool constant } }:
                return FactsWhen(value, constant == holds, state, depth + 1);
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both when holds:
                return FactsOfPattern(value, both.LeftPattern, true, state, depth + 1).Union(FactsOfPattern(value, both.RightPattern, true, state, depth + 1));
            case IConstantPatternOperation constantPattern when holds && TaskOfStatus(Resolve(CompletionFacts.Strip(value, types)), constantPattern.Value) is { } task:
                return Proved(task);
            case IRecursivePatternOperation recursive when holds:
                return FactsOfProperties(value, recursive, state, depth);
            default:
                return ImmutableHashSet<Fact>.Empty;
        }
    }

    /// <summary><c>t is { IsCompleted: true } done</c></summary>
    private ImmutableHashSet<Fact> FactsOfProperties(IOperation value, IRecursivePatternOperation recursive, ImmutableHashSet<Fact> state, int depth)
    {
        ImmutableHashSet<Fact> facts = ImmutableHashSet<Fact>.Empty;
        foreach (IPropertySubpatternOperation property in recursive.PropertySubpatterns)
        {
            if (!recursive.NarrowedType.IsTaskOrValueTask(types))
            {
                facts = facts.Union(FactsOfPattern(property.Member, property.Pattern, true, state, depth + 1));
            }
            else if (property.Member is IPropertyReferenceOperation { Property: { } member }
                && (IsCompletionTest(member.Name) ? property.Pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } }
                    : property.Pattern is IConstantPatternOperation { Value: { } status } && TaskOfStatus(property.Member, status) is not null))
            {
                facts = facts.Union(Proved(value));
                facts = recursive.DeclaredSymbol is { } declared ? facts.Add(new Fact(declared, What.Task)) : facts;
            }
        }

        return facts;
    }

    private ImmutableHashSet<Fact> Proved(IOperation task)
        => KeyOf(CompletionFacts.Strip(task, types)) is { } key ? MarkComplete(key, ImmutableHashSet<Fact>.Empty) : ImmutableHashSet<Fact>.Empty;

    /// <summary>What a lambda may rely on: captured variables that nothing writes again, and what its caller promises of its parameters.</summary>
    private ImmutableHashSet<Fact> EntryOf(IFlowAnonymousFunctionOperation lambda, ImmutableHashSet<Fact> state)
    {
        ImmutableHashSet<Fact> entry = state.Where(fact => fact.Key is ISymbol variable && writes.IsNeverReassigned(variable)).ToImmutableHashSet();
        IOperation? argument = lambda.Parent;
        while (argument is IDelegateCreationOperation or IConversionOperation)
        {
            argument = argument.Parent;
        }

        if (lambda.Symbol.Parameters.FirstOrDefault() is not { } parameter || argument is not IArgumentOperation { Parent: IInvocationOperation call })
        {
            return entry;
        }

        IMethodSymbol method = call.TargetMethod;
        if ((method.Name == "ContinueWith" && method.ContainingType.IsTask(types)) || (method.Name == "ContinueWhenAny" && method.ContainingType.Name == "TaskFactory"))
        {
            return entry.Add(new Fact(parameter, What.Task));
        }

        if (method.Name == "ContinueWhenAll" && method.ContainingType.Name == "TaskFactory")
        {
            return entry.Add(new Fact(parameter, What.Elements));
        }

        IOperation? source = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        bool enumerates = method.IsDeclaredIn(types.Enumerable) || method.Name is "ForEach" or "ConvertAll" or "Find" or "FindAll" or "Exists";
        return enumerates && source is not null && ElementsAreComplete(source, state)
            ? entry.Add(new Fact(parameter, parameter.Type.Name == "KeyValuePair" ? What.Elements : What.Task))
            : entry;
    }

    private void Record(IOperation receiver, ImmutableHashSet<Fact> state)
    {
        if (_recording && (IsComplete(receiver, state) || ElementsAreComplete(receiver, state)))
        {
            complete.Add(receiver.Syntax is ExpressionSyntax expression ? CallSyntax.WalkDownParentheses(expression) : receiver.Syntax);
        }
    }

    /// <summary>The local, parameter or captured value that the expression names; null where nothing lasting is known of it.</summary>
    private object? KeyOf(IOperation operation)
    {
        switch (CompletionFacts.Strip(operation, types))
        {
            case ILocalReferenceOperation { Local: { IsRef: false } local }:
                return IsStable(local) ? local : null;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                return IsStable(parameter) ? parameter : null;
            case IFieldReferenceOperation { Field: { IsReadOnly: true } field, Instance: null or IInstanceReferenceOperation }:
                return field;
            case IFlowCaptureReferenceOperation capture:
                return _captures.TryGetValue(capture.Id, out List<IOperation> values) && values.Count == 1 && values[0] is not IFlowCaptureReferenceOperation ? KeyOf(values[0]) : null;
            default:
                return null;
        }
    }

    /// <summary>No other function writes the variable while this one runs.</summary>
    private bool IsStable(ISymbol variable)
        => !writes.IsWrittenInClosure(variable)
            && (_nested is null || SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _nested) || writes.IsNeverReassigned(variable));

    private readonly struct Fact(object key, What what) : IEquatable<Fact>
    {
        public object Key { get; } = key;

        private What About { get; } = what;

        public bool Equals(Fact other)
            => About == other.About && (Key is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, other.Key as ISymbol) : Key.Equals(other.Key));

        public override bool Equals(object? obj) => obj is Fact other && Equals(other);

        public override int GetHashCode() => (Key is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : Key.GetHashCode()) ^ (int)About;
    }
}
