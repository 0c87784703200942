using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>What a condition says about tasks where it has been found true, or false.</summary>
internal sealed class CompletionAssumptions(CompletionContext context)
{
    private const int MaximumDepth = 12;

    private int _depth;

    /// <summary>What is known in addition where the condition holds, or does not.</summary>
    public CompletionState Where(IOperation condition, bool holds, CompletionState state)
    {
        if (_depth >= MaximumDepth)
        {
            return CompletionState.Empty;
        }

        _depth++;
        CompletionState result = Find(condition, holds, state);
        _depth--;
        return result;
    }

    /// <summary>The condition is the opposite constant, or a local that holds it there.</summary>
    public static bool IsImpossible(IOperation condition, bool holds, CompletionState state) => condition switch
    {
        { ConstantValue: { HasValue: true, Value: bool constant } } => constant != holds,
        IConversionOperation conversion => IsImpossible(conversion.Operand, holds, state),
        IParenthesizedOperation parenthesized => IsImpossible(parenthesized.Operand, holds, state),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsImpossible(not.Operand, !holds, state),
        ILocalReferenceOperation { Local: { } local } => state.Contains(CompletionState.Constant(local, !holds)),
        _ => false,
    };

    private CompletionState Find(IOperation condition, bool holds, CompletionState state)
    {
        switch (condition)
        {
            case IConversionOperation conversion:
                return Where(conversion.Operand, holds, state);
            case IParenthesizedOperation parenthesized:
                return Where(parenthesized.Operand, holds, state);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Where(not.Operand, !holds, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                return Logical(and.LeftOperand, and.RightOperand, holds, both: holds, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                return Logical(or.LeftOperand, or.RightOperand, holds, both: !holds, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return OfComparison(comparison, holds == (comparison.OperatorKind == BinaryOperatorKind.Equals), state);
            case IBinaryOperation order when TaskOfStatus(order.LeftOperand, state) is { } task
                && order.RightOperand.ConstantValue is { HasValue: true, Value: int status }:
                return EndedWhere(order.OperatorKind, status, holds) ? Complete(task) : CompletionState.Empty;
            case IIsPatternOperation pattern:
                return OfPattern(pattern.Value, PathOf(pattern.Value), pattern.Pattern, holds, state);
            case IIsNullOperation isNull:
                return OfNullTest(isNull.Operand, holds);
            case IPropertyReferenceOperation property:
                return OfProperty(property, holds, state);
            case IInvocationOperation call:
                return OfCall(call, holds, state);
            case IConditionalAccessOperation access:
                return Where(access.WhenNotNull, holds, state);
            case ICoalesceOperation coalesce:
                CompletionState value = Where(coalesce.Value, holds, state);
                return IsConstant(coalesce.WhenNull, !holds) ? value : value.Intersect(Where(coalesce.WhenNull, holds, state));
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return OfConditional(conditional, whenFalse, holds, state);
            case IFlowCaptureReferenceOperation capture:
                return OfTemporary(capture, holds, state);
            case ILocalReferenceOperation { Local: { } local }:
                return state.When(local, holds);
            default:
                return CompletionState.Empty;
        }
    }

    private CompletionState Logical(IOperation left, IOperation right, bool holds, bool both, CompletionState state)
    {
        CompletionState ofLeft = Where(left, holds, state);
        CompletionState ofRight = Where(right, holds, state);
        return both ? ofLeft.Union(ofRight) : ofLeft.Intersect(ofRight);
    }

    private CompletionState OfConditional(IConditionalOperation conditional, IOperation whenFalse, bool holds, CompletionState state)
    {
        CompletionState? first = IsConstant(conditional.WhenTrue, !holds) ? null
            : Where(conditional.Condition, true, state).Union(Where(conditional.WhenTrue, holds, state));
        CompletionState? second = IsConstant(whenFalse, !holds) ? null
            : Where(conditional.Condition, false, state).Union(Where(whenFalse, holds, state));
        return first is null ? second ?? CompletionState.Empty : second is null ? first : first.Intersect(second);
    }

    /// <summary>A temporary of the graph: it has one value, or stands for an expression with branches in it.</summary>
    private CompletionState OfTemporary(IFlowCaptureReferenceOperation capture, bool holds, CompletionState state)
    {
        if (context.Paths.Resolve(capture) is var value && value != capture)
        {
            return Where(value, holds, state);
        }

        return context.Model.GetOperation(capture.Syntax, context.CancellationToken) is { } written
            && IsBool(written.Type) ? Where(written, holds, state) : CompletionState.Empty;
    }

    private static bool IsBool(ITypeSymbol? type)
        => type?.SpecialType == SpecialType.System_Boolean
            || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                && IsBool(nullable.TypeArguments[0]));

    private CompletionState OfProperty(IPropertyReferenceOperation property, bool holds, CompletionState state)
    {
        if (property.Instance is { } task && (task.Type.IsTaskOrValueTask(context.Types) || task.Type.IsTaskAwaiter()))
        {
            return property.Property.Name switch
            {
                "IsCompleted" when !holds
                    => PathOf(task) is { IsRoot: true, Variable: { } raced } ? state.WhereIncomplete(raced) : CompletionState.Empty,
                "IsCompleted" or "IsCompletedSuccessfully" => holds ? Complete(task) : CompletionState.Empty,
                "IsFaulted" => holds ? Complete(task) : Known(task, CompletionFactKind.NotFaulted),
                "IsCanceled" => holds ? Complete(task) : Known(task, CompletionFactKind.NotCanceled),
                _ => CompletionState.Empty,
            };
        }

        return property.Type?.SpecialType == SpecialType.System_Boolean && IsOfThisCompilation(property.Property)
            ? OfBody(property.Property.GetMethod, property.Instance, property.Arguments, holds, state)
            : CompletionState.Empty;
    }

    private CompletionState OfCall(IInvocationOperation call, bool holds, CompletionState state)
    {
        IMethodSymbol method = call.TargetMethod;
        if (IsOfThisCompilation(method) && context.Bodies.Of(method) is not null)
        {
            return OfBody(method, call.Instance, call.Arguments, holds, state);
        }

        if (!holds || AccessPaths.SourceOf(call) is not { } subject)
        {
            return CompletionState.Empty;
        }

        IOperation task = CompletionFacts.Strip(subject, context.Types);
        // An extension method of the code base itself: IsCompletedSuccessfully() on an older framework.
        if (task.Type.IsTaskOrValueTask(context.Types)
            && (method.Name == "Wait" || method.Name.StartsWith("IsCompleted", StringComparison.Ordinal)))
        {
            return Complete(subject);
        }

        if (method.Name == "WaitAll" && method.IsDeclaredIn(context.Types.Task))
        {
            return context.Proofs.Arguments(call).Aggregate(CompletionState.Empty, (known, element)
                => context.Proofs.AfterWaitForAll(element, known));
        }

        return method.Name is "Equals" or "ReferenceEquals" && call.Arguments.Length == (call.Instance is null ? 2 : 1)
            ? OfIdentity(subject, call.Arguments[call.Arguments.Length - 1].Value, state)
            : CompletionState.Empty;
    }

    /// <summary>A test that is written as a member of its own: <c>bool IsReady => _task.IsCompleted;</c></summary>
    private CompletionState OfBody(
        IMethodSymbol? method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, bool holds, CompletionState state)
        => context.Bodies.Of(method) is { } body
            ? context.Paths.InCall(method!, instance, arguments, () => Where(body, holds, state)) ?? CompletionState.Empty
            : CompletionState.Empty;

    private CompletionState OfComparison(IBinaryOperation comparison, bool equal, CompletionState state)
    {
        IOperation left = context.Paths.Resolve(CompletionFacts.Strip(comparison.LeftOperand, context.Types));
        IOperation right = context.Paths.Resolve(CompletionFacts.Strip(comparison.RightOperand, context.Types));
        if (left.ConstantValue.HasValue)
        {
            (left, right) = (right, left);
        }

        switch (right.ConstantValue)
        {
            case { HasValue: true, Value: bool constant }:
                return Where(left, constant == equal, state);
            case { HasValue: true, Value: null }:
                return OfNullTest(left, equal);
            case { HasValue: true, Value: int status } when TaskOfStatus(left, state) is { } task:
                return OfStatus(task, status, equal);
            case { HasValue: true, Value: int index } when FirstOf(left, index, equal) is { } first:
                return Complete(first);
        }

        return equal ? OfIdentity(left, right, state) : OfOtherWinner(left, right);
    }

    private static CompletionState OfStatus(AccessPath task, int status, bool equal) => (TaskStatus)status switch
    {
        TaskStatus.RanToCompletion or TaskStatus.Canceled or TaskStatus.Faulted when equal => Complete(task),
        TaskStatus.Faulted => Known(task, CompletionFactKind.NotFaulted, !equal),
        TaskStatus.Canceled => Known(task, CompletionFactKind.NotCanceled, !equal),
        _ => CompletionState.Empty,
    };

    /// <summary>The states from RanToCompletion on are the ones that a task ends in.</summary>
    private static bool EndedWhere(BinaryOperatorKind comparison, int status, bool holds) => comparison switch
    {
        BinaryOperatorKind.GreaterThanOrEqual => holds && status >= (int)TaskStatus.RanToCompletion,
        BinaryOperatorKind.GreaterThan => holds && status >= (int)TaskStatus.RanToCompletion - 1,
        BinaryOperatorKind.LessThan => !holds && status >= (int)TaskStatus.RanToCompletion,
        BinaryOperatorKind.LessThanOrEqual => !holds && status >= (int)TaskStatus.RanToCompletion - 1,
        _ => false,
    };

    /// <summary><c>t.Exception is null</c>: it has not failed.</summary>
    private CompletionState OfNullTest(IOperation operand, bool isNull)
        => context.Paths.Resolve(
            CompletionFacts.Strip(operand, context.Types)) is IPropertyReferenceOperation { Property.Name: "Exception", Instance: { } task }
            && task.Type.IsTask(context.Types)
            ? isNull ? Known(task, CompletionFactKind.NotFaulted) : Complete(task)
            : CompletionState.Empty;

    /// <summary>The t of <c>t.Status</c>, or of the local that holds it.</summary>
    private AccessPath? TaskOfStatus(IOperation status, CompletionState state)
    {
        switch (context.Paths.Resolve(CompletionFacts.Strip(status, context.Types)))
        {
            case IPropertyReferenceOperation { Property.Name: "Status", Instance: { } task } when task.Type.IsTask(context.Types):
                return PathOf(task);
            case ILocalReferenceOperation { Local: { } local }:
                foreach (CompletionFact fact in state.Facts)
                {
                    if (fact.Kind == CompletionFactKind.StatusOf && SymbolEqualityComparer.Default.Equals(fact.Local, local))
                    {
                        return fact.Path;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>The same task as a complete one, such as the winner of <c>WhenAny</c>.</summary>
    private CompletionState OfIdentity(IOperation left, IOperation right, CompletionState state)
        => context.Knowledge.IsComplete(left, state) ? Complete(right)
            : context.Knowledge.IsComplete(right, state) ? Complete(left)
            : CompletionState.Empty;

    /// <summary>
    /// <c>int index = Task.WaitAny(a, b); if (index == 1)</c>: the task that has completed first. Of two without a timeout it is the other
    /// one where it is not the one.
    /// </summary>
    private IOperation? FirstOf(IOperation index, int constant, bool equal)
    {
        IOperation value = context.Paths.Resolve(CompletionFacts.Strip(index, context.Types));
        value = value is ILocalReferenceOperation { Local: { } local } && context.Writes.OnlyValue(local) is { } only ? only : value;
        if (CompletionFacts.Strip(value, context.Types) is not IInvocationOperation
            {
                TargetMethod: { Name: "WaitAny", IsStatic: true } method,
                Arguments: { Length: > 0 } arguments,
            }
            || !method.IsDeclaredIn(context.Types.Task)
            || CompletionFacts.ElementsOf(arguments[0].Value)?.ToList() is not { } raced)
        {
            return null;
        }

        constant = equal ? constant : arguments.Length == 1 && raced.Count == 2 ? 1 - constant : -1;
        return constant >= 0 && constant < raced.Count && PathOf(raced[constant]) is { MayChange: false } path
            && path.DependsOnlyOn(context.Writes.IsFixed) ? raced[constant] : null;
    }

    /// <summary>Of two tasks given to <c>WhenAny</c> the one that is not the loser.</summary>
    private CompletionState OfOtherWinner(IOperation left, IOperation right)
    {
        foreach ((IOperation winner, IOperation loser) in new[] { (left, right), (right, left) })
        {
            IOperation value = winner is ILocalReferenceOperation { Local: { } local }
                && context.Writes.OnlyValue(local) is { } only ? CompletionFacts.Strip(only, context.Types) : winner;
            if (value is IAwaitOperation awaited
                && CompletionFacts.Strip(awaited.Operation, context.Types) is IInvocationOperation whenAny
                && CompletionFacts.IsWhenAny(whenAny, context.Types)
                && context.Proofs.Arguments(whenAny).ToList() is { Count: 2 } raced && PathOf(loser) is { } lost)
            {
                IOperation? other = lost.Equals(PathOf(raced[0])) ? raced[1] : lost.Equals(PathOf(raced[1])) ? raced[0] : null;
                if (other is not null && PathOf(other) is { MayChange: false } path && path.DependsOnlyOn(context.Writes.IsFixed))
                {
                    return Complete(other);
                }
            }
        }

        return CompletionState.Empty;
    }

    private CompletionState OfPattern(IOperation value, AccessPath? subject, IPatternOperation pattern, bool holds, CompletionState state)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return OfPattern(value, subject, negated.Pattern, !holds, state);
            case IBinaryPatternOperation binary:
                CompletionState left = OfPattern(value, subject, binary.LeftPattern, holds, state);
                CompletionState right = OfPattern(value, subject, binary.RightPattern, holds, state);
                return holds == (binary.OperatorKind == BinaryOperatorKind.And) ? left.Union(right) : left.Intersect(right);
            case IConstantPatternOperation constant:
                return OfConstant(value, constant.Value, holds, state);
            case IRelationalPatternOperation relational when TaskOfStatus(value, state) is { } task
                && relational.Value.ConstantValue is { HasValue: true, Value: int status }:
                return EndedWhere(relational.OperatorKind, status, holds) ? Complete(task) : CompletionState.Empty;
            case IDeclarationPatternOperation declaration:
                return OfNullTest(value, !holds).Union(holds
                    && declaration.DeclaredSymbol is { } declared ? OfDeclared(subject, declared, state) : CompletionState.Empty);
            case IRecursivePatternOperation recursive:
                return OfRecursive(value, subject, recursive, holds, state);
            default:
                return CompletionState.Empty;
        }
    }

    private CompletionState OfConstant(IOperation value, IOperation constant, bool holds, CompletionState state)
        => constant.ConstantValue switch
        {
            { HasValue: true, Value: bool truth } => Where(value, truth == holds, state),
            { HasValue: true, Value: null } => OfNullTest(value, holds),
            { HasValue: true, Value: int status } when TaskOfStatus(value, state) is { } task => OfStatus(task, status, holds),
            { HasValue: true, Value: int index } when FirstOf(value, index, holds) is { } first => Complete(first),
            _ => CompletionState.Empty,
        };

    /// <summary><c>t is { IsCompleted: true } done</c>, <c>(t.IsFaulted, t.IsCanceled) is (false, false)</c></summary>
    private CompletionState OfRecursive(
        IOperation value, AccessPath? subject, IRecursivePatternOperation recursive, bool holds, CompletionState state)
    {
        bool isNullTest = recursive.PropertySubpatterns.IsEmpty && recursive.DeconstructionSubpatterns.IsEmpty;
        CompletionState facts = isNullTest ? OfNullTest(value, !holds) : CompletionState.Empty;
        if (!holds)
        {
            // One property: it is that one which does not match.
            return recursive.PropertySubpatterns is { Length: 1 } only
                && recursive.DeconstructionSubpatterns.IsEmpty ? facts.Union(OfMember(only[0])) : facts;
        }

        subject ??= AccessPath.Of(recursive);
        facts = recursive.PropertySubpatterns.Aggregate(facts, (known, property) => known.Union(OfMember(property)));
        if (context.Paths.Resolve(CompletionFacts.Strip(value, context.Types)) is ITupleOperation tuple
            && tuple.Elements.Length == recursive.DeconstructionSubpatterns.Length)
        {
            for (int index = 0; index < tuple.Elements.Length; index++)
            {
                IOperation element = tuple.Elements[index];
                facts = facts.Union(OfPattern(element, PathOf(element), recursive.DeconstructionSubpatterns[index], true, state));
            }
        }

        return recursive.DeclaredSymbol is { } declared ? facts.Union(OfDeclared(subject, declared, state.Union(facts))) : facts;

        CompletionState OfMember(IPropertySubpatternOperation property)
            => context.Paths.InPattern(subject, () => OfPattern(property.Member, PathOf(property.Member), property.Pattern, holds, state));
    }

    /// <summary>A variable that a pattern declares is another name for what it matches.</summary>
    private static CompletionState OfDeclared(AccessPath? subject, ISymbol declared, CompletionState state)
        => subject is null ? CompletionState.Empty
            : state.About(subject, AccessPath.Of(declared)).With(new CompletionFact(subject, CompletionFactKind.Alias, declared));

    /// <summary>A constant of that truth value, or the default that <c>?.</c> answers for null.</summary>
    private static bool IsConstant(IOperation value, bool truth)
        => value.ConstantValue is { HasValue: true, Value: bool constant } ? constant == truth : !truth
            && value is IDefaultValueOperation or IConversionOperation { Operand: IDefaultValueOperation };

    private CompletionState Complete(IOperation task) => context.Proofs.Of(task);

    private static CompletionState Complete(AccessPath task) => CompletionState.Empty.With(task, CompletionFactKind.Complete);

    private CompletionState Known(IOperation task, CompletionFactKind kind)
        => PathOf(task) is { } path ? CompletionState.Empty.With(path, kind) : CompletionState.Empty;

    private static CompletionState Known(AccessPath task, CompletionFactKind kind, bool isKnown)
        => isKnown ? CompletionState.Empty.With(task, kind) : CompletionState.Empty;

    /// <summary>The path of an expression of which something can be found out: not of any element of a collection.</summary>
    private AccessPath? PathOf(IOperation operation) => context.Paths.Of(operation) is { HasAnyElement: false } path ? path : null;

    private bool IsOfThisCompilation(ISymbol symbol)
        => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, context.Model.Compilation.Assembly);
}
