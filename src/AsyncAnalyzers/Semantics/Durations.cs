namespace AsyncAnalyzers.Semantics;

/// <summary>Timeouts as code writes them: milliseconds, or a TimeSpan.</summary>
internal static class Durations
{
    /// <summary>
    /// A constant 0, <c>TimeSpan.Zero</c>, <c>default(TimeSpan)</c> or <c>TimeSpan.FromSeconds(0)</c> and its like, or a readonly
    /// field of the same file that is made so.
    /// </summary>
    public static bool IsZero(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetConstantValue(duration, cancellationToken) is { HasValue: true, Value: { } constant })
        {
            return constant is 0 or 0L or 0.0;
        }

        return duration switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } invocation when CallSyntax.CalledName(invocation)?.StartsWith("From", StringComparison.Ordinal) == true
                => IsTimeSpanMember(invocation) && IsZero(arguments[0].Expression, model, cancellationToken),
            DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } => model.GetTypeInfo(duration, cancellationToken).ConvertedType is { Name: "TimeSpan" },
            MemberAccessExpressionSyntax or IdentifierNameSyntax => model.GetSymbolInfo(duration, cancellationToken).Symbol is IFieldSymbol { IsReadOnly: true } field
                && (field.Name == "Zero" && IsOfTimeSpan(field) || IsMadeZero(field)),
            _ => false,
        };

        bool IsMadeZero(IFieldSymbol field)
            => field.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == model.SyntaxTree
                && reference.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } && IsZero(value, model, cancellationToken);

        bool IsTimeSpanMember(ExpressionSyntax member)
            => IsOfTimeSpan(model.GetSymbolInfo(member, cancellationToken).Symbol);

        static bool IsOfTimeSpan(ISymbol? symbol)
            => symbol?.ContainingType is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }

    /// <summary>The constant -1, which means to wait without limit.</summary>
    public static bool IsInfinite(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
        => model.GetConstantValue(duration, cancellationToken) is { HasValue: true, Value: -1 };
}
