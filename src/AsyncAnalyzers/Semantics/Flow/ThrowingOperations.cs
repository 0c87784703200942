namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which operations may throw, apart from their operands. Over-approximates: whatever is not known to go well may fail. Exceptions that
/// may come from anywhere (no memory, an aborted thread, a type initializer) do not count.
/// </summary>
internal static class ThrowingOperations
{
    public static bool Contains(IOperation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.LocalReference or OperationKind.ParameterReference or OperationKind.InstanceReference
                or OperationKind.Literal or OperationKind.DefaultValue or OperationKind.FlowCapture or OperationKind.FlowCaptureReference
                or OperationKind.ExpressionStatement or OperationKind.Argument or OperationKind.Parenthesized or OperationKind.Discard
                or OperationKind.NameOf or OperationKind.TypeOf or OperationKind.SizeOf or OperationKind.IsType or OperationKind.IsNull
                or OperationKind.IsPattern or OperationKind.Tuple or OperationKind.DelegateCreation or OperationKind.MethodReference
                or OperationKind.FlowAnonymousFunction or OperationKind.DeclarationExpression or OperationKind.DeclarationPattern
                or OperationKind.ConstantPattern or OperationKind.TypePattern or OperationKind.NegatedPattern
                or OperationKind.BinaryPattern or OperationKind.RelationalPattern or OperationKind.DiscardPattern
                or OperationKind.RecursivePattern or OperationKind.PropertySubpattern or OperationKind.AnonymousObjectCreation
                or OperationKind.ArrayInitializer or OperationKind.ObjectOrCollectionInitializer or OperationKind.MemberInitializer
                or OperationKind.CaughtException or OperationKind.Return or OperationKind.YieldReturn or OperationKind.YieldBreak
                or OperationKind.Throw or OperationKind.Empty or OperationKind.InterpolatedStringText or OperationKind.Interpolation
                or OperationKind.StaticLocalInitializationSemaphore:
                return false;
        }

        return operation switch
        {
            IFieldReferenceOperation field => field.Instance is { Type.IsValueType: false } and not IInstanceReferenceOperation,
            IConversionOperation conversion => conversion.OperatorMethod is not null || !conversion.IsImplicit,
            IUnaryOperation unary => unary.OperatorMethod is not null || unary.IsChecked,
            IBinaryOperation binary => IsFallible(binary.OperatorKind, binary.OperatorMethod, binary.IsChecked),
            ISimpleAssignmentOperation assignment => !IsVariable(assignment.Target),
            ICompoundAssignmentOperation compound => !IsVariable(compound.Target)
                || IsFallible(compound.OperatorKind, compound.OperatorMethod, compound.IsChecked),
            IIncrementOrDecrementOperation increment => !IsVariable(increment.Target) || increment.OperatorMethod is not null
                || increment.IsChecked,
            _ => true,
        };
    }

    /// <summary>A place that nothing but a store is done to: no setter runs, and no check of an index or a type.</summary>
    public static bool IsVariable(IOperation target)
        => target is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IDiscardOperation
            or IDeclarationExpressionOperation;

    private static bool IsFallible(BinaryOperatorKind kind, IMethodSymbol? method, bool isChecked)
        => method is not null || isChecked || kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder;
}
