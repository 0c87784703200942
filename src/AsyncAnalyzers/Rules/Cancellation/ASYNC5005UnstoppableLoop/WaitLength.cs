namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>How long the waits of a loop last, as far as the code says so.</summary>
internal static class WaitLength
{
    /// <summary>The milliseconds that the wait lasts at most: infinitely many where that is not known.</summary>
    public static double Of(InvocationExpressionSyntax wait, CodeModel model)
    {
        ExpressionSyntax? duration = CallSyntax.CalledName(wait) switch
        {
            "Delay" or "Sleep" or "Wait" or "WaitAsync" or "WaitOne" => wait.ArgumentList.Arguments.FirstOrDefault()?.Expression,
            "WaitForNextTickAsync" => PeriodOf(wait, model),
            _ => null,
        };
        return duration is not null && Durations.AtMost(duration, model) is { } length
            ? length
            : double.PositiveInfinity;
    }

    /// <summary>
    /// Less than a second, where the caller does not say another length: <c>int pause = 400</c>. False where the parameter is required.
    /// </summary>
    public static bool IsUsuallyShort(InvocationExpressionSyntax wait, CodeModel model)
        => wait.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } length
            && (length is InvocationExpressionSyntax
            {
                ArgumentList.Arguments: { Count: 1 } parts
            } made && CallSyntax.CalledName(made) == "FromMilliseconds"
                ? parts[0].Expression : length) is IdentifierNameSyntax name
            && model.SymbolOf(name) is IParameterSymbol
            {
                HasExplicitDefaultValue: true, ExplicitDefaultValue: (>= 0 and < 1000) or (>= 0L and < 1000L) or (>= 0.0 and < 1000.0)
            };

    /// <summary>What the timer in a local or readonly field is made with.</summary>
    private static ExpressionSyntax? PeriodOf(InvocationExpressionSyntax tick, CodeModel model)
    {
        ExpressionSyntax? timer = tick.Expression is not MemberAccessExpressionSyntax { Expression: var receiver } ? null
            : model.SymbolOf(receiver) switch
            {
                ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model),
                IFieldSymbol { IsReadOnly: true } field => field.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
                    && reference.SyntaxTree == tick.SyntaxTree
                        ? (reference.GetSyntax(model.CancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value
                        : null,
                _ => null,
            };
        return (timer as BaseObjectCreationExpressionSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
    }
}
