using System.Globalization;

namespace AsyncAnalyzers.Semantics;

/// <summary>Timeouts as code writes them: milliseconds, or a TimeSpan.</summary>
internal static class Durations
{
    /// <summary>Variables that lead to one another are followed no further than this.</summary>
    private const int LongestChain = 5;

    /// <summary>
    /// A constant 0, <c>TimeSpan.Zero</c>, <c>default(TimeSpan)</c>, <c>new TimeSpan()</c> or <c>TimeSpan.FromSeconds(0)</c> and the like,
    /// or a local
    /// with this one value, or a readonly field or property of the same file that is made so.
    /// </summary>
    public static bool IsZero(ExpressionSyntax duration, CodeModel model)
    {
        if (model.GetConstantValue(duration) is { HasValue: true, Value: { } constant })
        {
            return constant is 0 or 0L or 0.0;
        }

        return duration switch
        {
            ParenthesizedExpressionSyntax parenthesized => IsZero(parenthesized.Expression, model),
            InvocationExpressionSyntax invocation when CallSyntax.CalledName(invocation)?.StartsWith("From",
                StringComparison.Ordinal) == true
                => AreZero(invocation.ArgumentList) && invocation.ArgumentList.Arguments.Count > 0 && IsTimeSpanMember(invocation),
            BaseObjectCreationExpressionSyntax { Initializer: null } creation
                => AreZero(creation.ArgumentList)
                    && model.TypeOf(creation) is { Name: "TimeSpan", IsValueType: true },
            DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }
                => model.GetTypeInfo(duration).ConvertedType is { Name: "TimeSpan" },
            MemberAccessExpressionSyntax or IdentifierNameSyntax => model.SymbolOf(duration) switch
            {
                IFieldSymbol { IsReadOnly: true } field => (field.Name == "Zero" && IsOfTimeSpan(field)) || IsMadeZero(field),
                IPropertySymbol { SetMethod: null } property => IsMadeZero(property),
                ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model) is { } value
                    && IsZero(value, model),
                _ => false,
            },
            _ => false,
        };

        bool AreZero(ArgumentListSyntax? arguments)
            => arguments is null || arguments.Arguments.All(argument => IsZero(argument.Expression, model));

        bool IsMadeZero(ISymbol member)
            => member.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == model.SyntaxTree
                && ValueOf(reference.GetSyntax(model.CancellationToken)) is { } value && IsZero(value, model);

        static ExpressionSyntax? ValueOf(SyntaxNode declaration) => declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
            _ => null,
        };

        bool IsTimeSpanMember(ExpressionSyntax member)
            => IsOfTimeSpan(model.SymbolOf(member));

        static bool IsOfTimeSpan(ISymbol? symbol)
            => symbol?.ContainingType is
            {
                Name: "TimeSpan",
                ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            };
    }

    /// <summary>
    /// How many milliseconds it is: a constant, <c>TimeSpan.FromSeconds(30)</c> and the like, <c>new TimeSpan(0, 5, 0)</c>,
    /// <c>TimeSpan.Zero</c>; or a local, readonly field or property of the same file that has such a value and no other. Infinity where
    /// there is no limit: below zero, <c>Timeout.InfiniteTimeSpan</c>. Null for all else.
    /// </summary>
    public static double? Milliseconds(ExpressionSyntax duration, CodeModel model)
        => ValueOf(duration, model, LongestChain) is { } value ? value < 0 ? double.PositiveInfinity : value : null;

    /// <summary>
    /// No more milliseconds than so many, as far as the code says it: those of the value, or of what bounds it, such as
    /// <c>Math.Min(x, 200)</c>, <c>random.Next(200)</c>, <c>200 - x</c>, <c>x % 200</c> and <c>b ? 100 : 200</c>. Null for all else.
    /// </summary>
    public static double? AtMost(ExpressionSyntax duration, CodeModel model)
        => Milliseconds(duration, model) ?? CallSyntax.WithoutCasts(duration) switch
        {
            ConditionalExpressionSyntax { WhenTrue: var one, WhenFalse: var other }
                => AtMost(one, model) is { } first && AtMost(other, model) is { } second ? Math.Max(first, second) : null,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: var left } => Milliseconds(left, model),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.ModuloExpression, Right: var right } => Milliseconds(right, model),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call => CallSyntax.CalledName(call) switch
            {
                "Min" when arguments.Count == 2 => LeastOf(AtMost(arguments[0].Expression, model), AtMost(arguments[1].Expression, model)),
                "Clamp" when arguments.Count == 3 => Milliseconds(arguments[2].Expression, model),
                "Next" when arguments.Count <= 2 => Milliseconds(arguments[arguments.Count - 1].Expression, model),
                _ => UnitOf(call) is { } unit && arguments.Count == 1 ? unit * AtMost(arguments[0].Expression, model) : null,
            },
            _ => null,
        };

    private static double? LeastOf(double? one, double? other)
        => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);

    /// <summary>It means to wait without limit: -1, <c>Timeout.InfiniteTimeSpan</c>, <c>TimeSpan.FromMilliseconds(-1)</c>.</summary>
    public static bool IsInfinite(ExpressionSyntax duration, CodeModel model)
        => double.IsPositiveInfinity(Milliseconds(duration, model) ?? 0);

    private static double? ValueOf(ExpressionSyntax duration, CodeModel model, int chain)
    {
        if (chain == 0)
        {
            return null;
        }

        if (model.GetConstantValue(duration) is
            {
                HasValue: true, Value: int or long or uint or short or byte or ushort
            or double or float
            } constant)
        {
            return Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture);
        }

        switch (CallSyntax.WithoutSuppression(duration))
        {
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call when UnitOf(call) is { } unit:
                return unit * ValueOf(arguments[0].Expression, model, chain - 1);
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } parts } creation
                when creation is not ObjectCreationExpressionSyntax { Type: var type } || TypeNames.Of(type) == "TimeSpan":
                return OfParts(parts, model);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "InfiniteTimeSpan" }:
                return double.PositiveInfinity;
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero" }:
                return 0;
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return OnlyValueOf(model.SymbolOf(duration), model) is { } value
                    ? ValueOf(value, model, chain - 1)
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
    private static double? OfParts(SeparatedSyntaxList<ArgumentSyntax> parts, CodeModel model)
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
            length += ValueOf(parts[i].Expression, model, 1) * units[i];
        }

        return length;
    }

    private static ExpressionSyntax? OnlyValueOf(ISymbol? variable, CodeModel model)
        => variable switch
        {
            ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model),
            IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
                when variable.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == model.SyntaxTree
                => reference.GetSyntax(model.CancellationToken) switch
                {
                    VariableDeclaratorSyntax field => field.Initializer?.Value,
                    PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
                    _ => null,
                },
            _ => null,
        };
}
