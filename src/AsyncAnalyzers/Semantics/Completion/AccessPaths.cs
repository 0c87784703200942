using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>The access paths of expressions, in the graph of a function and in the one-expression members that it reads.</summary>
internal sealed class AccessPaths(
    VariableWrites writes, SingleExpressions bodies, KnownTypes types, IAssemblySymbol assembly, CancellationToken cancellationToken)
{
    private const int MaximumDepth = 4;

    private readonly FlowCaptures _captures = new();
    private ImmutableDictionary<ISymbol, AccessPath?> _bound =
        ImmutableDictionary.Create<ISymbol, AccessPath?>(SymbolEqualityComparer.Default);
    private AccessPath? _this = AccessPath.This;
    private AccessPath? _patternInput;
    private int _depth;

    /// <summary>The lambda or local function that is followed; null for the member itself.</summary>
    public IMethodSymbol? Nested { get; set; }

    /// <summary>Notes the values of a graph's temporaries.</summary>
    public void AddCaptures(ControlFlowGraph graph) => _captures.Add(graph);

    /// <summary>The path of an expression; null where it may name another value each time it is evaluated.</summary>
    public AccessPath? Of(IOperation? operation)
    {
        switch (operation is null ? null : CompletionFacts.Strip(operation, types))
        {
            case ILocalReferenceOperation { Local: { IsRef: false } local }:
                return _bound.TryGetValue(local, out AccessPath? value) ? value : OfVariable(local);
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None or RefKind.In } parameter }:
                return _bound.TryGetValue(parameter, out AccessPath? argument) ? argument
                    : CapturedParameters.Is(parameter) ? _this?.Member(parameter, MutabilityOf(parameter))
                    : OfVariable(parameter);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return _this;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput }:
                return _patternInput;
            case IFieldReferenceOperation { Field: { } field } reference:
                return field.IsStatic
                    ? AccessPath.Of(SymbolOf(field), MutabilityOf(field))
                    : Of(reference.Instance)?.Member(SymbolOf(field), MutabilityOf(field));
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection } reference:
                return reference.Arguments.Length == 1
                    ? AtIndex(Of(collection), reference.Arguments[0].Value, IsDictionary(collection.Type))
                    : null;
            case IPropertyReferenceOperation property:
                return OfProperty(property);
            case IArrayElementReferenceOperation element:
                return element.Indices.Length == 1
                    ? AtIndex(Of(element.ArrayReference), element.Indices[0], isOfDictionary: false)
                    : Of(element.ArrayReference)?.AnyElement();
            case IFlowCaptureReferenceOperation capture:
                return OnlyValue(capture) is { } only && Deeper(() => Of(only)) is { } path ? path : AccessPath.Of(capture.Id);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull);
            case IConditionalAccessInstanceOperation instance:
                return Of(ReceiverOf(instance));
            case ICoalesceAssignmentOperation memo:
                return Of(memo.Target);
            case IInvocationOperation { TargetMethod: { Name: "Read", ContainingType.Name: "Volatile" }, Arguments: { Length: 1 } read }:
                return Of(read[0].Value);
            case IInvocationOperation
            {
                TargetMethod: { Name: "GetValueOrDefault" },
                Arguments.Length: > 0
            } lookup when SourceOf(lookup) is { } dictionary
                && IsDictionary(dictionary.Type):
                return Of(dictionary)?.AnyElement().PairValue();
            case IInvocationOperation pick when IsPick(pick) && SourceOf(pick) is { } source:
                return ElementOf(source, all: false);
            default:
                return null;
        }
    }

    /// <summary>
    /// The path of what a collection or query holds. Asked for <paramref name="all"/>, a query that leaves elements out has none.
    /// </summary>
    public AccessPath? ElementOf(IOperation collection, bool all)
    {
        IOperation value = Resolve(CompletionFacts.Strip(collection, types));
        if (value is IPropertyReferenceOperation { Property.Name: "Values" or "Keys", Instance: { } dictionary } part
            && IsDictionary(dictionary.Type))
        {
            return part.Property.Name == "Values" ? Of(dictionary)?.AnyElement().PairValue() : null;
        }

        if (value is IInvocationOperation chain && !IsPick(chain) && SourceOf(chain) is { } source)
        {
            switch (QueryOperators.KindOf(chain.TargetMethod, types))
            {
                case QueryOperatorKind.Same:
                    return ElementOf(source, all);
                case QueryOperatorKind.Fewer:
                    return all ? null : ElementOf(source, all);
                case QueryOperatorKind.Select:
                    return Selected(chain, ElementOf(source, all));
                case QueryOperatorKind.SelectMany when chain.Arguments.Length == 2:
                    return Selected(chain, ElementOf(source, all))?.AnyElement();
                default:
                    return null;
            }
        }

        return Of(value)?.AnyElement();
    }

    /// <summary>The path of what the function given to <c>Select</c> answers for an element of that path.</summary>
    public AccessPath? Selected(IInvocationOperation select, AccessPath? element)
    {
        IOperation selector = select.Arguments[select.Arguments.Length - 1].Value;
        if (bodies.LambdaIn(selector) is { } lambda)
        {
            return lambda.Symbol.Parameters is { Length: > 0 } parameters && bodies.Of(lambda) is { } body
                ? With(parameters[0], element, () => Of(body))
                : null;
        }

        return SingleExpressions.MethodIn(selector) is { Parameters.Length: > 0 } method && bodies.Of(method) is { } result
            ? With(method.OriginalDefinition.Parameters[0], element, () => Of(result))
            : null;
    }

    /// <summary>
    /// Evaluates something with the paths of a function's arguments, where it is called; null where calls are nested too deep.
    /// </summary>
    public T? InCall<T>(IMethodSymbol method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, Func<T?> evaluate)
        where T : class
    {
        AccessPath? receiver = method.IsStatic || method.MethodKind == MethodKind.LocalFunction ? _this : Of(instance);
        ImmutableDictionary<ISymbol, AccessPath?> bound = _bound;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                AccessPath? path = Of(argument.Value);
                bound = bound.SetItem(parameter.OriginalDefinition, path is { HasAnyElement: true } ? null : path);
            }
        }

        return Within(bound, receiver, evaluate);
    }

    /// <summary>Evaluates something with a path for a variable.</summary>
    public T? With<T>(ISymbol variable, AccessPath? path, Func<T?> evaluate)
        where T : class
        => Within(_bound.SetItem(variable, path), _this, evaluate);

    /// <summary>Evaluates something in the properties of a pattern, with the path of what is matched.</summary>
    public T InPattern<T>(AccessPath? input, Func<T> evaluate)
    {
        AccessPath? outer = _patternInput;
        _patternInput = input;
        T result = evaluate();
        _patternInput = outer;
        return result;
    }

    /// <summary>What a temporary of the graph stands for, where it has but one value.</summary>
    public IOperation Resolve(IOperation operation)
        => operation is IFlowCaptureReferenceOperation reference
            && OnlyValue(reference) is { } value ? CompletionFacts.Strip(value, types) : operation;

    /// <summary>The variable or member that is written, of the target of an assignment.</summary>
    public ISymbol? Written(IOperation target) => Resolve(target) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => SymbolOf(field.Field),
        IPropertyReferenceOperation { Property.IsIndexer: false } property => property.Property.OriginalDefinition,
        _ => null,
    };

    /// <summary>What a query or extension method is called on.</summary>
    public static IOperation? SourceOf(IInvocationOperation call)
        => call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    /// <summary>The call picks one element.</summary>
    public static bool IsPick(IInvocationOperation call)
        => call.TargetMethod.Name is "First" or "Last" or "Single" or "ElementAt" or "FirstOrDefault" or "LastOrDefault"
            or "SingleOrDefault" or "ElementAtOrDefault" or "Find" or "FindLast";

    public static bool IsDictionary(ITypeSymbol? type)
        => type is INamedTypeSymbol named && (IsDictionaryItself(named) || named.AllInterfaces.Any(IsDictionaryItself));

    /// <summary>The member as it is compared: <c>Item2</c> for the named part of a tuple.</summary>
    public static ISymbol SymbolOf(IFieldSymbol field) => (field.CorrespondingTupleField ?? field).OriginalDefinition;

    private static bool IsDictionaryItself(INamedTypeSymbol type) => type is { Arity: 2, Name: "IDictionary" or "IReadOnlyDictionary" };

    private AccessPath? OfVariable(ISymbol variable)
    {
        if (writes.IsWrittenInClosure(variable)
            || (Nested is not null
                && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, Nested)
                && !writes.IsNeverReassigned(variable)))
        {
            return null; // another function writes it while this one runs
        }

        // var task = source.Task;
        return writes.OnlyValue(variable) is { } value
            && Deeper(() => Of(value)) is { MayChange: false, HasAnyElement: false, IsRoot: false } path
            && path.DependsOnlyOn(writes.IsFixed)
            ? path
            : AccessPath.Of(variable);
    }

    private AccessPath? OfProperty(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property.OriginalDefinition;
        if (property is { Name: "Value", ContainingType.Name: "KeyValuePair" })
        {
            return Of(reference.Instance)?.PairValue();
        }

        if (IsOfThisCompilation(property) && property.GetMethod is { } getter && bodies.Of(getter) is { } body)
        {
            AccessPath? inner = InCall(getter, reference.Instance, reference.Arguments, () => Of(body));
            // Task<int> Current => LoadAsync(); names another task each time.
            if (inner is not null || body.DescendantsAndSelf().Any(static part => part is IInvocationOperation or IObjectCreationOperation))
            {
                return inner;
            }
        }

        return property.IsStatic
            ? AccessPath.Of(property, MutabilityOf(property))
            : Of(reference.Instance)?.Member(property, MutabilityOf(property));
    }

    private AccessPath? AtIndex(AccessPath? collection, IOperation index, bool isOfDictionary)
    {
        if (collection is null)
        {
            return null;
        }

        IOperation key = CompletionFacts.Strip(index, types);
        return key.ConstantValue is { HasValue: true, Value: { } constant } ? collection.At(constant, isOfDictionary)
            : Of(key) is { HasAnyElement: false } path ? collection.At(path, isOfDictionary)
            : isOfDictionary ? collection.AnyElement().PairValue()
            : collection.AnyElement();
    }

    private AccessPath.Mutability MutabilityOf(ISymbol member)
    {
        bool isFixed = member switch
        {
            IFieldSymbol field => field.IsReadOnly || field.IsConst || (!field.IsStatic && field.ContainingType.IsValueType),
            IParameterSymbol => CapturedParameters.IsNeverWritten(member),
            IPropertySymbol { ContainingType: { IsAnonymousType: true } } => true,
            IPropertySymbol { IsAbstract: true } => false,
            IPropertySymbol { SetMethod: null or { IsInitOnly: true } } property => IsOfThisCompilation(property)
                ? IsPositional(property) || SafeCode.IsAutomatic(property, cancellationToken)
                : property.Type.IsTaskOrValueTask(types) || (property is { Name: "Value", ContainingType: { } owner }
                    && (owner.Is(types.LazyOfT) || owner.SpecialType == SpecialType.System_Nullable_T))
                    || property.ContainingType is { Name: "Tuple" },
            IPropertySymbol property => !property.IsStatic && property.ContainingType.IsValueType && IsOfThisCompilation(property),
            _ => false,
        };
        return isFixed
            ? AccessPath.Mutability.Fixed
            : IsOfThisCompilation(member)
            ? AccessPath.Mutability.Own
            : AccessPath.Mutability.Foreign;
    }

    /// <summary>A property of a record that is declared by a parameter.</summary>
    private bool IsPositional(IPropertySymbol property)
        => property.FirstSyntax(cancellationToken) is ParameterSyntax;

    private bool IsOfThisCompilation(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, assembly);

    private IOperation? OnlyValue(IFlowCaptureReferenceOperation capture)
    {
        IOperation? only = null;
        foreach (IOperation value in _captures.ValuesOf(capture.Id))
        {
            // The null that ?. answers instead of a value is no task.
            if (value is IDefaultValueOperation
                || (value.Type is { IsReferenceType: true } && value.ConstantValue is { HasValue: true, Value: null }))
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = value;
        }

        return only;
    }

    private T? Within<T>(ImmutableDictionary<ISymbol, AccessPath?> bound, AccessPath? receiver, Func<T?> evaluate)
        where T : class
    {
        (ImmutableDictionary<ISymbol, AccessPath?> outer, AccessPath? outerThis) = (_bound, _this);
        (_bound, _this) = (bound, receiver);
        T? result = Deeper(evaluate);
        (_bound, _this) = (outer, outerThis);
        return result;
    }

    private T? Deeper<T>(Func<T?> evaluate)
        where T : class
    {
        if (_depth >= MaximumDepth)
        {
            return null;
        }

        _depth++;
        T? result = evaluate();
        _depth--;
        return result;
    }

    /// <summary>What stands before the <c>?.</c>, in a tree that is not a graph.</summary>
    private static IOperation? ReceiverOf(IConditionalAccessInstanceOperation instance)
    {
        IOperation child = instance;
        for (IOperation? current = instance.Parent; current is not null; child = current, current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && access.WhenNotNull == child)
            {
                return access.Operation;
            }
        }

        return null;
    }
}
