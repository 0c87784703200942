namespace AsyncAnalyzers.Semantics;

/// <summary>Code that cannot throw, as far as a short look tells: what is not listed here may.</summary>
internal static class SafeCode
{
    private static readonly HashSet<string> SafeMethods = new(StringComparer.Ordinal)
    {
        "Array.Empty", "Enumerable.Empty", "Interlocked.Increment",
        "Interlocked.Decrement", "Interlocked.Exchange", "Volatile.Read", "Volatile.Write",
        "String.IsNullOrEmpty", "String.IsNullOrWhiteSpace", "Object.ReferenceEquals",
        "Guid.NewGuid", "Task.FromResult", "ValueTask.FromResult",
    };

    /// <summary>The body of a function, or a statement of it.</summary>
    public static bool NeverThrows(SyntaxNode node, CodeModel model) => node switch
    {
        BlockSyntax block => block.Statements.All(statement => NeverThrows(statement, model)),
        EmptyStatementSyntax or LocalFunctionStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax => true,
        ReturnStatementSyntax { Expression: var returned } => returned is null || NeverThrows(returned, model),
        ExpressionStatementSyntax statement => NeverThrows(statement.Expression, model),
        IfStatementSyntax @if => NeverThrows(@if.Condition, model)
            && NeverThrows(@if.Statement, model)
            && (@if.Else is null || NeverThrows(@if.Else.Statement, model)),
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration
            => declaration.Declaration.Variables.All(variable
                => variable.Initializer is null || NeverThrows(variable.Initializer.Value, model)),
        TryStatementSyntax @try => CatchesAll(@try, model),
        ExpressionSyntax expression => NeverThrowsCore(expression, model),
        _ => false,
    };

    /// <summary><c>try { … } catch { … }</c> whose handlers and end cannot throw.</summary>
    private static bool CatchesAll(TryStatementSyntax @try, CodeModel model)
        => @try.Catches.Any(clause => ExceptionGuard.IsGeneral(clause, model))
            && @try.Catches.All(clause => NeverThrows(clause.Block, model))
            && (@try.Finally is null || NeverThrows(@try.Finally.Block, model));

    private static bool NeverThrowsCore(ExpressionSyntax expression, CodeModel model)
    {
        if (expression is LiteralExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax or ThisExpressionSyntax
            or AnonymousFunctionExpressionSyntax or PredefinedTypeSyntax
            || model.GetConstantValue(expression).HasValue)
        {
            return true;
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Is(parenthesized.Expression);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                return IsPlainVariable(expression, model);
            case MemberAccessExpressionSyntax access:
                return IsFrameworkConstant(access, model)
                    || (IsSize(access, model) && Is(access.Expression));
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Is(not.Operand) && IsBuiltIn(expression);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                return Is(suppressed.Operand);
            case BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                or SyntaxKind.LessThanExpression
                or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
                or SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression:
                return Is(binary.Left) && Is(binary.Right) && (binary.IsKind(SyntaxKind.CoalesceExpression) || IsBuiltIn(expression));
            case IsPatternExpressionSyntax
            {
                Pattern: ConstantPatternSyntax
                or UnaryPatternSyntax { Pattern: ConstantPatternSyntax }
            } pattern:
                return Is(pattern.Expression);
            case ConditionalExpressionSyntax conditional:
                return Is(conditional.Condition) && Is(conditional.WhenTrue) && Is(conditional.WhenFalse);
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment:
                return (assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "_" }
                    || IsPlainVariable(assignment.Left, model))
                    && Is(assignment.Right) && IsWithoutConversion(assignment.Right);
            case TupleExpressionSyntax tuple:
                return tuple.Arguments.All(argument => Is(argument.Expression));
            case InvocationExpressionSyntax call:
                return IsSafeCall(call, model) && call.ArgumentList.Arguments.All(argument
                    => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || Is(argument.Expression));
            case BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: null or { Arguments.Count: 0 } }:
                return IsFrameworkCollection(model.TypeOf(expression));
            default:
                return false;
        }

        bool Is(ExpressionSyntax part) => NeverThrows(part, model);

        bool IsBuiltIn(ExpressionSyntax operation)
            => model.SymbolOf(operation) is null or IMethodSymbol { MethodKind: MethodKind.BuiltinOperator };

        bool IsWithoutConversion(ExpressionSyntax value)
            => model.Semantic.GetConversion(value, model.CancellationToken) is { IsUserDefined: false };
    }

    /// <summary>A local, a parameter, a field of the object itself or of its own type, an automatic property of it.</summary>
    private static bool IsPlainVariable(ExpressionSyntax expression, CodeModel model)
        => model.SymbolOf(expression) switch
        {
            ILocalSymbol or IParameterSymbol or IFieldSymbol => true,
            IPropertySymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } property
                => IsAutomatic(property, model.CancellationToken),
            _ => false,
        };

    /// <summary>An automatic property: no code stands behind it.</summary>
    public static bool IsAutomatic(IPropertySymbol property, CancellationToken cancellationToken)
        => property.FirstSyntax(cancellationToken) is PropertyDeclarationSyntax
        {
            ExpressionBody: null,
            AccessorList.Accessors: var accessors
        }
            && accessors.All(accessor => accessor is { Body: null, ExpressionBody: null });

    /// <summary><c>string.Empty</c>, <c>Guid.Empty</c>, <c>DateTime.UtcNow</c>, a member of an enum.</summary>
    private static bool IsFrameworkConstant(MemberAccessExpressionSyntax access, CodeModel model)
        => model.SymbolOf(access) switch
        {
            IFieldSymbol { IsStatic: true, IsReadOnly: true } field => field.IsOfFramework(),
            IPropertySymbol
            {
                IsStatic: true, ContainingType.Name: "DateTime" or "DateTimeOffset" or "CancellationToken" or "Task"
                or "ValueTask"
            } property
                => property.IsOfFramework(),
            _ => false,
        };

    /// <summary>The <c>Count</c> or <c>Length</c> of a collection or string of the framework that is not null.</summary>
    private static bool IsSize(MemberAccessExpressionSyntax access, CodeModel model)
        => access.Name.Identifier.ValueText is "Count" or "Length"
            && model.SymbolOf(access) is IPropertySymbol { ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct } } property
            && property.IsOfFramework()
            && model.GetTypeInfo(access.Expression).Nullability.FlowState == NullableFlowState.NotNull;

    private static bool IsSafeCall(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { IsStatic: true } method
            && method.IsOfFramework()
            && SafeMethods.Contains(method.ContainingType.Name + "." + method.Name);

    private static bool IsFrameworkCollection(ITypeSymbol? type)
        => type is { ContainingNamespace: var space } && type.IsOfFramework()
            && (type.SpecialType == SpecialType.System_Object
                || space.ToDisplayString() is "System.Collections.Generic"
                || type.Name == "StringBuilder");
}
