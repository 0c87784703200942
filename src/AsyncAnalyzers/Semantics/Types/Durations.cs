namespace AsyncAnalyzers.Semantics;

/// <summary>Timeouts as code writes them: milliseconds, or a TimeSpan.</summary>
internal static class Durations
{
    /// <summary>
    /// A constant 0, <c>TimeSpan.Zero</c>, <c>default(TimeSpan)</c>, <c>new TimeSpan()</c> or <c>TimeSpan.FromSeconds(0)</c> and the like,
    /// or a local
    /// with this one value, or a readonly field or property of the same file that is made so.
    /// </summary>
    public static bool IsZero(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetConstantValue(duration, cancellationToken) is { HasValue: true, Value: { } constant })
        {
            return constant is 0 or 0L or 0.0;
        }

        return duration switch
        {
            ParenthesizedExpressionSyntax parenthesized => IsZero(parenthesized.Expression, model, cancellationToken),
            InvocationExpressionSyntax invocation when CallSyntax.CalledName(invocation)?.StartsWith("From",
                StringComparison.Ordinal) == true
                => AreZero(invocation.ArgumentList) && invocation.ArgumentList.Arguments.Count > 0 && IsTimeSpanMember(invocation),
            BaseObjectCreationExpressionSyntax { Initializer: null } creation
                => AreZero(creation.ArgumentList)
                    && model.GetTypeInfo(creation, cancellationToken).Type is { Name: "TimeSpan", IsValueType: true },
            DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }
                => model.GetTypeInfo(duration, cancellationToken).ConvertedType is { Name: "TimeSpan" },
            MemberAccessExpressionSyntax or IdentifierNameSyntax => model.GetSymbolInfo(duration, cancellationToken).Symbol switch
            {
                IFieldSymbol { IsReadOnly: true } field => (field.Name == "Zero" && IsOfTimeSpan(field)) || IsMadeZero(field),
                IPropertySymbol { SetMethod: null } property => IsMadeZero(property),
                ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model, cancellationToken) is { } value
                    && IsZero(value, model, cancellationToken),
                _ => false,
            },
            _ => false,
        };

        bool AreZero(ArgumentListSyntax? arguments)
            => arguments is null || arguments.Arguments.All(argument => IsZero(argument.Expression, model, cancellationToken));

        bool IsMadeZero(ISymbol member)
            => member.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == model.SyntaxTree
                && ValueOf(reference.GetSyntax(cancellationToken)) is { } value && IsZero(value, model, cancellationToken);

        static ExpressionSyntax? ValueOf(SyntaxNode declaration) => declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
            _ => null,
        };

        bool IsTimeSpanMember(ExpressionSyntax member)
            => IsOfTimeSpan(model.GetSymbolInfo(member, cancellationToken).Symbol);

        static bool IsOfTimeSpan(ISymbol? symbol)
            => symbol?.ContainingType is
            {
                Name: "TimeSpan",
                ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            };
    }

    /// <summary>
    /// How many milliseconds it is where it is a constant, or a TimeSpan that is made of one by <c>TimeSpan.FromSeconds</c> and the like: as
    /// it stands, or as the one value of a local or of a readonly field of the same file. Null for all else.
    /// </summary>
    public static double? Milliseconds(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetConstantValue(duration, cancellationToken) is { HasValue: true, Value: { } constant })
        {
            return constant switch { int value => value, long value => value, double value => value, _ => null };
        }

        switch (duration)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Milliseconds(parenthesized.Expression, model, cancellationToken);
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call:
                double? unit = CallSyntax.CalledName(call) switch
                {
                    "FromMilliseconds" => 1,
                    "FromSeconds" => 1000,
                    "FromMinutes" => 60 * 1000,
                    "FromHours" => 60 * 60 * 1000,
                    "FromDays" => 24 * 60 * 60 * 1000,
                    _ => null,
                };
                return unit is null ? null : unit * Milliseconds(arguments[0].Expression, model, cancellationToken);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                ExpressionSyntax? value = model.GetSymbolInfo(duration, cancellationToken).Symbol switch
                {
                    ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model, cancellationToken),
                    IFieldSymbol { IsReadOnly: true } field => field.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
                        && reference.SyntaxTree == model.SyntaxTree
                        ? (reference.GetSyntax(cancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value
                        : null,
                    _ => null,
                };
                return value is null or IdentifierNameSyntax ? null : Milliseconds(value, model, cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>The constant -1, which means to wait without limit.</summary>
    public static bool IsInfinite(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
        => model.GetConstantValue(duration, cancellationToken) is { HasValue: true, Value: -1 };
}
