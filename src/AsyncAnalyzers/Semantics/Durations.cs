namespace AsyncAnalyzers.Semantics;

/// <summary>Timeouts as code writes them: milliseconds, or a TimeSpan.</summary>
internal static class Durations
{
    /// <summary>A constant 0, <c>TimeSpan.Zero</c>, <c>default(TimeSpan)</c> or <c>TimeSpan.FromSeconds(0)</c> and its like.</summary>
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
            ExpressionSyntax and (MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero" } or IdentifierNameSyntax { Identifier.ValueText: "Zero" }) => IsTimeSpanMember(duration),
            DefaultExpressionSyntax => model.GetTypeInfo(duration, cancellationToken).Type is { Name: "TimeSpan" },
            _ => false,
        };

        bool IsTimeSpanMember(ExpressionSyntax member)
            => model.GetSymbolInfo(member, cancellationToken).Symbol?.ContainingType is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }

    /// <summary>The constant -1, which means to wait without limit.</summary>
    public static bool IsInfinite(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
        => model.GetConstantValue(duration, cancellationToken) is { HasValue: true, Value: -1 };
}
