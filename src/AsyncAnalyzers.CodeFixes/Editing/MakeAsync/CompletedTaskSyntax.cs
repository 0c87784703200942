namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Writes a task that is complete and holds nothing: <c>Task.CompletedTask</c>, or <c>Task.FromResult</c> of a default value.
/// </summary>
internal static class CompletedTaskSyntax
{
    /// <param name="request">The place.</param>
    /// <param name="task">Task, or Task of something.</param>
    public static ExpressionSyntax Of(RepairRequest request, INamedTypeSymbol task)
    {
        ExpressionSyntax name = TypeNaming.ExpressionOf(request, request.Types.Task!);
        if (!task.IsGenericType)
        {
            return MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, name, IdentifierName("CompletedTask"));
        }

        ITypeSymbol result = task.TypeArguments[0];
        (SimpleNameSyntax method, ExpressionSyntax value) = result.SpecialType switch
        {
            SpecialType.System_Boolean => (IdentifierName("FromResult"), LiteralExpression(SyntaxKind.FalseLiteralExpression)),
            SpecialType.System_Int32 => (IdentifierName("FromResult"), LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(0))),
            _ => ((SimpleNameSyntax)GenericName(
                Identifier("FromResult"), TypeArgumentList(SingletonSeparatedList(TypeOf(request, result)))), ValueOf(request, result)),
        };
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, name, method),
            ArgumentList(SingletonSeparatedList(Argument(value))));
    }

    /// <summary><c>expression ?? completed</c>, with the trivia of what it takes the place of.</summary>
    public static ExpressionSyntax InsteadOfNull(ExpressionSyntax expression, ExpressionSyntax completed, ExpressionSyntax replaced)
        => BinaryExpression(
                SyntaxKind.CoalesceExpression,
                expression.WithoutTrivia(),
                Token(TriviaList(Space), SyntaxKind.QuestionQuestionToken, TriviaList(Space)),
                completed)
            .WithTriviaFrom(replaced);

    private static TypeSyntax TypeOf(RepairRequest request, ITypeSymbol type)
    {
        TypeSyntax written = AsyncEdit.TypeName(request, type);
        return type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }
            && written is not NullableTypeSyntax ? NullableType(written) : written;
    }

    private static ExpressionSyntax ValueOf(RepairRequest request, ITypeSymbol type)
    {
        bool mayBeNull = type.NullableAnnotation == NullableAnnotation.Annotated
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        ExpressionSyntax value = LiteralExpression(type.IsReferenceType
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
                ? SyntaxKind.NullLiteralExpression
                : SyntaxKind.DefaultLiteralExpression);
        return !mayBeNull && !type.IsValueType && NullState.AreAnnotationsOn(request.Node.SpanStart, request.Model)
            ? PostfixUnaryExpression(SyntaxKind.SuppressNullableWarningExpression, value)
            : value;
    }
}
