namespace AsyncAnalyzers.Semantics;

/// <summary>What nullable annotations and the compiler's flow analysis tell about null.</summary>
internal static class NullState
{
    /// <summary>
    /// The compiler knows that the expression is not null there; where annotations are off it knows nothing. A read-only field that
    /// every constructor fills with a new object is not null in any case.
    /// </summary>
    public static bool IsKnownNotNull(ExpressionSyntax expression, CodeModel model)
    {
        ISymbol? symbol = model.SymbolOf(expression);
        return (symbol is IFieldSymbol { IsReadOnly: true } field && IsAlwaysMade(field, model.CancellationToken))
            || (AreAnnotationsOn(expression.SpanStart, model) && !IsOblivious(symbol)
                && model.GetTypeInfo(expression).Nullability.FlowState == NullableFlowState.NotNull);
    }

    /// <summary>Types without a question mark say "never null" at the position.</summary>
    public static bool AreAnnotationsOn(int position, SemanticModel model)
        => (model.GetNullableContext(position) & NullableContext.AnnotationsEnabled) != 0;

    private static bool IsAlwaysMade(IFieldSymbol field, CancellationToken cancellationToken)
    {
        if (field.FirstSyntax(cancellationToken) is not VariableDeclaratorSyntax declarator)
        {
            return false;
        }

        if (declarator.Initializer is { } initializer)
        {
            return initializer.Value is BaseObjectCreationExpressionSyntax;
        }

        IMethodSymbol[] constructors = field.ContainingType.InstanceConstructors.Where(constructor
            => !constructor.IsImplicitlyDeclared).ToArray();
        return constructors.Length > 0 && constructors.All(constructor
            => constructor.FirstSyntax(cancellationToken) is ConstructorDeclarationSyntax written
            && (written.Initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer }
                || (written.Body is { } body && body.Statements.Any(statement => statement is ExpressionStatementSyntax
                {
                    Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: BaseObjectCreationExpressionSyntax },
                } && left.Identifier.ValueText == field.Name))));
    }

    /// <summary>Code without annotations declares it: whether it may be null, nobody has said.</summary>
    private static bool IsOblivious(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol field => field.Type.IsReferenceType && field.NullableAnnotation == NullableAnnotation.None,
        IPropertySymbol property => property.Type.IsReferenceType && property.NullableAnnotation == NullableAnnotation.None,
        IParameterSymbol parameter => parameter.Type.IsReferenceType && parameter.NullableAnnotation == NullableAnnotation.None,
        IMethodSymbol method => method.ReturnType.IsReferenceType && method.ReturnNullableAnnotation == NullableAnnotation.None,
        _ => false,
    };
}
