using System.Globalization;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>How long a time-out is, where the code says so.</summary>
internal static class TimeoutLength
{
    /// <summary>
    /// Milliseconds: a constant, <c>TimeSpan.FromSeconds(30)</c> and the like, <c>new TimeSpan(0, 5, 0)</c>, or a variable of this file
    /// that has such a value and no other. Infinity where there is no limit, null where the length is not known.
    /// </summary>
    public static double? Of(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (NumberOf(duration, model, cancellationToken) is { } milliseconds)
        {
            return milliseconds < 0 ? double.PositiveInfinity : milliseconds;
        }

        switch (CallSyntax.WithoutSuppression(duration))
        {
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call when UnitOf(call) is { } unit:
                return NumberOf(arguments[0].Expression, model, cancellationToken) * unit is { } length
                    ? length < 0 ? double.PositiveInfinity : length
                    : null;
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } parts }:
                return OfParts(parts, model, cancellationToken);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "InfiniteTimeSpan" }:
                return double.PositiveInfinity;
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero" }:
                return 0;
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return ValueOf(model.GetSymbolInfo(duration, cancellationToken).Symbol, model, cancellationToken) is { } value
                    && value != duration
                    ? Of(value, model, cancellationToken)
                    : null;
            default:
                return null;
        }
    }

    private static double? UnitOf(InvocationExpressionSyntax call) => CallSyntax.CalledName(call) switch
    {
        "FromMilliseconds" => 1,
        "FromSeconds" => 1_000,
        "FromMinutes" => 60_000,
        "FromHours" => 3_600_000,
        "FromDays" => 86_400_000,
        _ => null,
    };

    /// <summary>
    /// <c>new TimeSpan(ticks)</c>, <c>(hours, minutes, seconds)</c>, <c>(days, hours, minutes, seconds, milliseconds)</c>.
    /// </summary>
    private static double? OfParts(
        SeparatedSyntaxList<ArgumentSyntax> parts, SemanticModel model, CancellationToken cancellationToken)
    {
        double[] units = parts.Count switch
        {
            1 => new[] { 0.0001 },
            3 => new double[] { 3_600_000, 60_000, 1_000 },
            _ => new double[] { 86_400_000, 3_600_000, 60_000, 1_000, 1 },
        };
        if (parts.Count > units.Length)
        {
            return null;
        }

        double? length = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            length += NumberOf(parts[i].Expression, model, cancellationToken) * units[i];
        }

        return length;
    }

    private static double? NumberOf(ExpressionSyntax number, SemanticModel model, CancellationToken cancellationToken)
        => model.GetConstantValue(number, cancellationToken) is
    { HasValue: true, Value: int or long or uint or short or byte or double or float }
            and var constant
            ? Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture)
            : null;

    private static ExpressionSyntax? ValueOf(ISymbol? variable, SemanticModel model, CancellationToken cancellationToken)
        => variable switch
        {
            ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model, cancellationToken),
            IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
                when variable.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == model.SyntaxTree
                => reference.GetSyntax(cancellationToken) switch
                {
                    VariableDeclaratorSyntax field => field.Initializer?.Value,
                    PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
                    _ => null,
                },
            _ => null,
        };
}
