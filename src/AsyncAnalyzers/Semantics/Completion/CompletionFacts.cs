namespace AsyncAnalyzers.Semantics;

/// <summary>What single expressions say about the completion of tasks.</summary>
internal static class CompletionFacts
{
    /// <summary>
    /// OperationKind.CollectionExpression, which the oldest supported compiler does not know: <c>[a, b]</c>, and
    /// what is given to a <c>params</c> span.
    /// </summary>
    private const OperationKind CollectionExpression = (OperationKind)127;

    /// <summary>
    /// The task in conversions, <c>ConfigureAwait</c>, <c>AsTask</c>, <c>WaitAsync</c>, <c>GetAwaiter</c> and <c>new ValueTask(task)</c>:
    /// when what is given completes, so has what is returned. Of a query in query syntax, its calls.
    /// </summary>
    public static IOperation Strip(IOperation operation, KnownTypes types)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case ITranslatedQueryOperation query:
                    operation = query.Operation;
                    break;
                case IObjectCreationOperation { Arguments: { Length: 1 } arguments } creation when creation.Type.IsValueTask(types)
                    && arguments[0].Value.Type.IsTask(types):
                    operation = arguments[0].Value;
                    break;
                case IInvocationOperation
                {
                    Instance: { } instance,
                    TargetMethod: { Name: "ConfigureAwait" or "AsTask" or "WaitAsync" or "GetAwaiter" or "Preserve" }
                }
                    when instance.Type.IsTaskOrValueTask(types) || instance is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }:
                    operation = instance;
                    break;
                // task.WithTimeout(time): the task itself, or an exception.
                case IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method, Arguments: { Length: > 0 } arguments }
                    when IsLimited(method, types):
                    operation = arguments[0].Value;
                    break;
                // task.ForAwait(): what a project calls its own ConfigureAwait(false).
                case IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method, Arguments: { Length: > 0 } arguments }
                    when IsConfigured(method.ReturnType) && arguments[0].Value.Type.IsTaskOrValueTask(types):
                    operation = arguments[0].Value;
                    break;
                case IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } } unknown
                    when unknown.ChildOperations.FirstOrDefault() is { } receiver && receiver.Type.IsTaskOrValueTask(types):
                    operation = receiver;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>
    /// An extension method that answers the task that it is given, but fails sooner: <c>WithTimeout</c>, <c>TimeoutAfter</c>,
    /// <c>WithCancellation</c>.
    /// </summary>
    public static bool IsLimited(IMethodSymbol method, KnownTypes types)
        => method.Name is "WithTimeout" or "TimeoutAfter" or "OrTimeout" or "DefaultTimeout" or "WithCancellation"
            && (method.ReducedFrom ?? method).OriginalDefinition is { Parameters: { Length: > 0 } parameters } definition
            && parameters[0].Type.IsTask(types)
            && SymbolEqualityComparer.Default.Equals(parameters[0].Type, definition.ReturnType);

    private static bool IsConfigured(ITypeSymbol type)
        => type is INamedTypeSymbol
        {
            Name: "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable", ContainingNamespace.Name: "CompilerServices"
        };

    /// <summary>Complete whatever happened before: made complete, or the answer of an awaited <c>WhenAny</c>.</summary>
    public static bool IsCompleteByItself(IOperation operation, KnownTypes types)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } property }:
                return property.ContainingType.IsTaskOrValueTask(types);
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } instance }:
                return IsWhenAny(Strip(instance, types), types);
            case IAwaitOperation awaited:
                return IsWhenAny(Strip(awaited.Operation, types), types);
            case IInvocationOperation { TargetMethod: { Name: "FromResult" or "FromException" or "FromCanceled", IsStatic: true } method }:
                return method.ContainingType.IsTaskOrValueTask(types);
            case IInvocationOperation invocation:
                return RunsSynchronouslyByFlag(invocation);
            case IFieldReferenceOperation { Field: var field } when field.Type.IsTaskOrValueTask(types):
                return CompletedFields.Contain(field.OriginalDefinition);
            case IObjectCreationOperation { Constructor.Parameters: { Length: 1 } parameters } creation:
                return creation.Type.IsValueTask(types)
                    && parameters[0].Type is { } type
                    && !type.IsTask(types)
                    && type.TypeKind != TypeKind.Interface;
            case IDefaultValueOperation or ILiteralOperation { ConstantValue: { HasValue: true, Value: null } }:
                // The wait for null throws at once.
                return true;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return IsCompleteByItself(Strip(conditional.WhenTrue, types), types) && IsCompleteByItself(Strip(whenFalse, types), types);
            default:
                return false;
        }
    }

    public static bool IsWhenAny(IOperation operation, KnownTypes types)
        => operation is IInvocationOperation { TargetMethod: { Name: "WhenAny", IsStatic: true } method }
            && method.IsDeclaredIn(types.Task);

    public static bool IsWhenAll(IOperation operation, KnownTypes types)
        => operation is IInvocationOperation { TargetMethod: { Name: "WhenAll", IsStatic: true } method }
            && method.IsDeclaredIn(types.Task);

    /// <summary><c>WhenAll</c>, or a method of a project that is called after it: <c>tasks.WhenAllFailFast()</c>.</summary>
    public static bool IsLikeWhenAll(IOperation operation, KnownTypes types)
        => IsWhenAll(operation, types)
            || (operation is IInvocationOperation { TargetMethod: { IsStatic: true } method, Arguments.Length: > 0 } call
                && method.Name.StartsWith("WhenAll", StringComparison.Ordinal)
                && !method.Name.StartsWith("WhenAllOr", StringComparison.Ordinal)
                && method.ReturnType.IsTask(types)
                && TypesOf(call.Arguments[0].Parameter?.Type).Any(type => type.IsTask(types)));

    private static IEnumerable<ITypeSymbol> TypesOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => new[] { array.ElementType },
        INamedTypeSymbol { Name: not "Task", TypeArguments: { Length: 1 } arguments } => arguments,
        { } other => new[] { other },
        _ => Array.Empty<ITypeSymbol>(),
    };

    /// <summary>
    /// The expressions handed to <c>WhenAll</c>, <c>WhenAny</c> or <c>WaitAll</c>: single tasks where they are listed, collections
    /// otherwise.
    /// </summary>
    public static IEnumerable<IOperation> Arguments(IInvocationOperation invocation)
    {
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            foreach (IOperation element in ElementsOf(argument.Value) ?? new[] { argument.Value })
            {
                yield return element;
            }
        }
    }

    /// <summary>What is converted, through all conversions.</summary>
    public static IOperation WithoutConversions(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>The elements of an array or collection that is written out; null for any other expression.</summary>
    public static IEnumerable<IOperation>? ElementsOf(IOperation operation)
    {
        operation = WithoutConversions(operation);
        return operation switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers
                .OfType<IInvocationOperation>().Where(add => add.Arguments.Length == 1).Select(add => add.Arguments[0].Value),
            { Kind: CollectionExpression } => operation.ChildOperations,
            _ => null,
        };
    }

    /// <summary>
    /// <c>ReadAsync(async: false)</c>, <c>ReadAsync(IOBehavior.Synchronous)</c>: one code path for both worlds. With the flag off the
    /// callee, which is of this compilation, runs to its end before it returns.
    /// </summary>
    private static bool RunsSynchronouslyByFlag(IInvocationOperation invocation)
    {
        if (invocation.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument is
                {
                    Parameter: { Name: var name, Type.SpecialType: SpecialType.System_Boolean },
                    Value.ConstantValue: { HasValue: true, Value: bool value }
                }
                && AsyncFlag.SideOfName(name) is var side and not FlagSide.Unknown
                && side == FlagSide.Asynchronous != value)
            {
                return true;
            }

            if (argument.Value is IFieldReferenceOperation { Field: var mode } && AsyncFlag.IsSynchronousMode(mode))
            {
                return true;
            }
        }

        return false;
    }
}
