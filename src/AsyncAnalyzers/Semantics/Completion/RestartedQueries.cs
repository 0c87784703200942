namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Lazy queries whose elements are started when they are enumerated: <c>ids.Select(id => LoadAsync(id))</c>. Each pass over such a query
/// has tasks of its own.
/// </summary>
internal sealed class RestartedQueries(CompletionContext context)
{
    private const int MaximumDepth = 3;

    /// <summary>The expression is known to be such a query.</summary>
    public bool Contains(IOperation query, CompletionState state) => Contains(query, state, depth: 0);

    /// <summary>The expression is such a query, or keeps what one pass over it has started.</summary>
    public bool IsSource(IOperation query, CompletionState state)
    {
        IOperation value = context.Paths.Resolve(CompletionFacts.Strip(query, context.Types));
        return value is IInvocationOperation call && QueryOperators.KindOf(call.TargetMethod, context.Types) == QueryOperatorKind.Same
            && QueryOperators.IsKept(call.TargetMethod) && AccessPaths.SourceOf(call) is { } source
                ? IsSource(source, state)
                : Contains(value, state);
    }

    /// <summary>
    /// A query in a local that a wait has gone through before, or what leaves out or orders its elements: null where it is none.
    /// </summary>
    public ISymbol? EnumeratedBefore(IOperation query, CompletionState state)
    {
        IOperation value = context.Paths.Resolve(CompletionFacts.Strip(query, context.Types));
        if (value is IInvocationOperation call)
        {
            return QueryOperators.KindOf(call.TargetMethod, context.Types) is QueryOperatorKind.Same or QueryOperatorKind.Fewer
                && AccessPaths.SourceOf(call) is { } source
                ? EnumeratedBefore(source, state)
                : null;
        }

        return context.Paths.Of(value) is { IsRoot: true, Variable: ILocalSymbol local } path
            && state.Has(path, CompletionFactKind.Enumerated) ? local : null;
    }

    /// <summary>The query in a local that the expression goes through.</summary>
    public CompletionState AfterEnumeration(IOperation query, CompletionState state)
    {
        IOperation value = context.Paths.Resolve(CompletionFacts.Strip(query, context.Types));
        return value is IInvocationOperation call
            ? AccessPaths.SourceOf(call) is { } source
                && !call.TargetMethod.ReturnType.IsTaskOrValueTask(context.Types) ? AfterEnumeration(source, state) : state
            : context.Paths.Of(value) is { IsRoot: true, Variable: ILocalSymbol } path
                && state.Has(path, CompletionFactKind.Restarts) ? state.With(path, CompletionFactKind.Enumerated)
            : state;
    }

    private bool Contains(IOperation query, CompletionState state, int depth)
    {
        IOperation value = context.Paths.Resolve(CompletionFacts.Strip(query, context.Types));
        if (value is not IInvocationOperation call)
        {
            return context.Paths.Of(value) is { } path && state.Has(path, CompletionFactKind.Restarts);
        }

        QueryOperatorKind kind = QueryOperators.KindOf(call.TargetMethod, context.Types);
        switch (kind)
        {
            case QueryOperatorKind.Same when QueryOperators.IsKept(call.TargetMethod):
                return false;
            case QueryOperatorKind.Select:
                return Starts(call.Arguments[call.Arguments.Length - 1].Value);
            case QueryOperatorKind.Same or QueryOperatorKind.Fewer or QueryOperatorKind.Both:
                return AccessPaths.SourceOf(call) is { } source
                    && (Contains(source, state, depth) || (kind == QueryOperatorKind.Both
                        && call.Arguments.Length == 2
                        && Contains(call.Arguments[1].Value, state, depth)));
            default:
                return depth < MaximumDepth && IsSequence(call.TargetMethod.ReturnType) && IsRestartedMethod(call.TargetMethod, depth);
        }
    }

    /// <summary>The function that makes an element starts a task.</summary>
    private bool Starts(IOperation selector)
    {
        if (context.Bodies.LambdaIn(selector) is { } lambda)
        {
            return lambda.Symbol.IsAsync
                || lambda.Body.DescendantsAndSelf().Any(part
                    => part is IReturnOperation { ReturnedValue: { } value } && FunctionOf(part) == lambda && IsStart(value));
        }

        return SingleExpressions.MethodIn(selector) is { } method && IsStart(method);
    }

    private static IOperation? FunctionOf(IOperation operation)
    {
        IOperation? current = operation.Parent;
        while (current is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation)
        {
            current = current.Parent;
        }

        return current;
    }

    private bool IsStart(IOperation element)
    {
        IOperation task = CompletionFacts.Strip(element, context.Types);
        return task switch
        {
            _ when !task.Type.IsTaskOrValueTask(context.Types) || CompletionFacts.IsCompleteByItself(task, context.Types) => false,
            IConditionalOperation { WhenFalse: { } other } conditional => IsStart(conditional.WhenTrue) || IsStart(other),
            IInvocationOperation call when CompletionFacts.IsWhenAll(call, context.Types) || CompletionFacts.IsWhenAny(call, context.Types)
                => false,
            IInvocationOperation call => context.Paths.Of(call) is null && IsStart(call.TargetMethod),
            IObjectCreationOperation => true,
            _ => false,
        };
    }

    /// <summary>Calling the method starts a task, as far as is known: it does not only look one up.</summary>
    private bool IsStart(IMethodSymbol method)
        => method.ReturnType.IsTaskOrValueTask(context.Types)
            // GetOrAdd, Find: the task is an element of something.
            && method.OriginalDefinition.ReturnType is not ITypeParameterSymbol
            && !(context.Bodies.Of(method) is { } body && IsLookUp(body));

    private bool IsLookUp(IOperation body)
    {
        IOperation task = CompletionFacts.Strip(body, context.Types);
        return task is IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation
            or ICoalesceAssignmentOperation or IParameterReferenceOperation
            || task is IInvocationOperation { TargetMethod.OriginalDefinition.ReturnType: ITypeParameterSymbol }
            || CompletionFacts.IsCompleteByItself(task, context.Types);
    }

    /// <summary>An iterator of this compilation that starts what it yields, or a method that answers such a query.</summary>
    private bool IsRestartedMethod(IMethodSymbol method, int depth)
    {
        if (context.Bodies.Of(method) is { } body)
        {
            return Contains(body, CompletionState.Empty, depth + 1);
        }

        if (method.IsAbstract || method.OriginalDefinition.DeclaringSyntaxReferences is not { Length: 1 } references
            || references[0].GetSyntax(context.CancellationToken) is not { } declaration
            || FunctionSyntax.Body(declaration) is not BlockSyntax block
            || !context.Bodies.IsOfCompilation(declaration.SyntaxTree))
        {
            return false;
        }

        SemanticModel model = context.Bodies.ModelOf(declaration.SyntaxTree);
        return FunctionSyntax.OwnNodes(block).Any(node => node is YieldStatementSyntax { Expression: { } yielded }
            && model.GetOperation(yielded, context.CancellationToken) is { } element && IsStart(element));
    }

    private bool IsSequence(ITypeSymbol type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence
            && sequence.TypeArguments[0].IsTaskOrValueTask(context.Types);
}
