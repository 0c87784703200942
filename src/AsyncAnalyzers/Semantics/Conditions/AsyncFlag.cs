namespace AsyncAnalyzers.Semantics;

/// <summary>How code runs as far as a flag tells.</summary>
internal enum FlagSide
{
    Unknown,
    Synchronous,
    Asynchronous,
}

/// <summary>
/// Flags by which one method serves synchronous and asynchronous callers: parameters, fields, properties and locals of type
/// <c>bool</c> that are named <c>async</c>, <c>useAsync</c>, <c>sync</c>, <c>IsSynchronous</c> and the like, and enums with a
/// member <c>Sync</c> and a member <c>Async</c>.
/// </summary>
internal static class AsyncFlag
{
    /// <summary>Words around <c>Sync</c>. Others mean to synchronize: <c>needsSync</c>, <c>autoSync</c>, <c>syncFolders</c>.</summary>
    private static readonly HashSet<string> AroundSync = new(StringComparer.Ordinal)
    {
        "is", "use", "run", "execute", "invoke", "call", "mode", "flag", "io", "only",
    };

    private static readonly HashSet<string> BeforeAsync = new(StringComparer.Ordinal)
    {
        "is", "use", "run", "execute", "invoke", "call", "do", "be", "force", "prefer", "should",
        "allow", "allows", "can", "want", "wants", "support", "supports", "perform", "in", "as",
    };

    private static readonly HashSet<string> AfterAsync = new(StringComparer.Ordinal)
    {
        "mode", "flag", "io", "only", "enabled", "allowed", "requested", "supported", "operation",
        "operations", "execution", "call", "calls",
    };

    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal)
    {
        "not", "no", "non", "disable", "disabled", "without", "never", "suppress", "skip", "avoid",
    };

    /// <summary>The side on which code is that runs when a flag of this name is true.</summary>
    public static FlagSide SideOfName(string name)
    {
        // Most names have no such part.
        if (name.IndexOf("sync", StringComparison.OrdinalIgnoreCase) < 0)
        {
            return FlagSide.Unknown;
        }

        List<string> words = WordsOf(name);
        int index = words.FindIndex(static word => word is "sync" or "synchronous" or "synchronously"
            or "async" or "asynchronous" or "asynchronously");
        if (index < 0)
        {
            return FlagSide.Unknown;
        }

        string keyword = words[index];
        words.RemoveAt(index);
        bool isNegated = words.RemoveAll(Negations.Contains) > 0;
        bool isFlag = keyword switch
        {
            "sync" => words.All(AroundSync.Contains),
            "async" => index >= words.Count || (words.Take(index).All(BeforeAsync.Contains) && words.Skip(index).All(AfterAsync.Contains)),
            _ => true,
        };
        return !isFlag ? FlagSide.Unknown : keyword[0] == 'a' != isNegated ? FlagSide.Asynchronous : FlagSide.Synchronous;
    }

    /// <summary>The function is told by a parameter of its own whether it is to wait: it serves both kinds of callers.</summary>
    public static bool IsAmongParametersOf(SyntaxNode function, CodeModel model)
        => FunctionSyntax.SymbolOf(function, model) is { } method
            && method.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Enum
                ? HasBothSides(parameter.Type)
                : parameter.Type.SpecialType == SpecialType.System_Boolean && SideOfName(parameter.Name) != FlagSide.Unknown);

    /// <summary><c>IOBehavior.Synchronous</c>, of an enum that has an asynchronous member too.</summary>
    public static bool IsSynchronousMode(IFieldSymbol field)
        => field is { IsConst: true, ContainingType: { TypeKind: TypeKind.Enum } type }
            && SideOfName(field.Name) == FlagSide.Synchronous && HasBothSides(type);

    private static bool HasBothSides(ITypeSymbol type)
    {
        List<FlagSide> sides = type.GetMembers().OfType<IFieldSymbol>().Select(static field => SideOfName(field.Name)).ToList();
        return sides.Contains(FlagSide.Synchronous) && sides.Contains(FlagSide.Asynchronous);
    }

    /// <summary>The side on which code is that depends on the condition.</summary>
    public static FlagSide SideOf(in ControllingCondition condition, CodeModel model)
        => condition.Pattern is null
            ? SideWhen(condition.Tested, condition.Holds, model)
            : SideOfPattern(condition.Tested, condition.Pattern, condition.Holds, model);

    /// <summary>The side on which code is that runs when the condition has the value.</summary>
    public static FlagSide SideWhen(ExpressionSyntax condition, bool value, CodeModel model)
    {
        switch (CallSyntax.WalkDownParentheses(condition))
        {
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                return SideWhen(negation.Operand, !value, model);
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.BitwiseAndExpression
            } conjunction:
                return Combine(conjunction, isEither: value);
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.BitwiseOrExpression
            } disjunction:
                return Combine(disjunction, isEither: !value);
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression
            } comparison:
                bool isEqual = comparison.IsKind(SyntaxKind.EqualsExpression) == value;
                FlagSide side = SideOfPattern(comparison.Left, comparison.Right, isEqual, model);
                return side != FlagSide.Unknown
                    ? side
                    : SideOfPattern(comparison.Right, comparison.Left, isEqual, model);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return SideWhen(coalesce.Left, value, model);
            case IsPatternExpressionSyntax pattern:
                return SideOfPattern(pattern.Expression, pattern.Pattern, value, model);
            case ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax } access:
                return SideOfFlag(access.WhenNotNull, value, model);
            case var flag:
                return SideOfFlag(flag, value, model);
        }

        FlagSide Combine(BinaryExpressionSyntax operands, bool isEither)
        {
            FlagSide left = SideWhen(operands.Left, value, model);
            if (left == FlagSide.Unknown ? !isEither : isEither)
            {
                return left;
            }

            FlagSide right = SideWhen(operands.Right, value, model);
            return isEither || left == right ? right : FlagSide.Unknown;
        }
    }

    private static FlagSide SideOfPattern(ExpressionSyntax tested, SyntaxNode pattern, bool holds, CodeModel model)
    {
        switch (pattern)
        {
            case ParenthesizedPatternSyntax parenthesized:
                return SideOfPattern(tested, parenthesized.Pattern, holds, model);
            case UnaryPatternSyntax negation:
                return SideOfPattern(tested, negation.Pattern, !holds, model);
            case ConstantPatternSyntax constant:
                return SideOfPattern(tested, constant.Expression, holds, model);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }:
                return SideWhen(tested, holds, model);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                return SideWhen(tested, !holds, model);
            case RecursivePatternSyntax { PropertyPatternClause.Subpatterns: var subpatterns } when holds:
                foreach (SubpatternSyntax subpattern in subpatterns)
                {
                    if (subpattern is { NameColon.Name: { } name }
                        && SideOfPattern(name, subpattern.Pattern, true, model) is var side and not FlagSide.Unknown)
                    {
                        return side;
                    }
                }

                return FlagSide.Unknown;
            case MemberAccessExpressionSyntax or IdentifierNameSyntax:
                return SideOfMember((ExpressionSyntax)pattern, holds, model);
            default:
                return FlagSide.Unknown;
        }
    }

    /// <summary><c>Mode.Sync</c>, where the other member is <c>Mode.Async</c>.</summary>
    private static FlagSide SideOfMember(ExpressionSyntax constant, bool holds, CodeModel model)
    {
        FlagSide side = NameOf(constant) is { } name ? SideOfName(name) : FlagSide.Unknown;
        return side != FlagSide.Unknown
            && model.SymbolOf(constant) is IFieldSymbol { IsConst: true, ContainingType: var type }
            && type.TypeKind == TypeKind.Enum
            && type.GetMembers().OfType<IFieldSymbol>().Select(field => SideOfName(field.Name)) is var sides
            && sides.Any(other => other != FlagSide.Unknown && other != side) && (holds || sides.Count(other => other != side) == 1)
                ? holds ? side : Opposite(side)
                : FlagSide.Unknown;
    }

    private static FlagSide SideOfFlag(ExpressionSyntax flag, bool value, CodeModel model)
    {
        if (NameOf(flag) is not { } name)
        {
            return FlagSide.Unknown;
        }

        FlagSide side = SideOfName(name);
        if (side != FlagSide.Unknown)
        {
            return !IsBool(model.SymbolOf(flag)) ? FlagSide.Unknown : value ? side : Opposite(side);
        }

        // A copy under another name.
        return flag is IdentifierNameSyntax
            && model.SymbolOf(flag) is ILocalSymbol { Type.SpecialType: SpecialType.System_Boolean } local
            && LocalAssignments.OnlyValueOf(local, model) is { } copied
                ? SideWhen(copied, value, model)
                : FlagSide.Unknown;
    }

    private static bool IsBool(ISymbol? flag)
        => (flag switch
        {
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            ILocalSymbol local => local.Type,
            _ => null,
        }) is { } type
            && (type.SpecialType == SpecialType.System_Boolean
                || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                    && nullable.TypeArguments[0].SpecialType == SpecialType.System_Boolean));

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };

    private static FlagSide Opposite(FlagSide side) => side == FlagSide.Synchronous ? FlagSide.Asynchronous : FlagSide.Synchronous;

    /// <summary><c>is</c>, <c>async</c> of <c>_isAsync</c>; a prefix of one letter as in <c>m_async</c> is left out.</summary>
    private static List<string> WordsOf(string name)
        => name.Split('_').Where(static part
            => part.Length > 1).SelectMany(NameWords.Of).Select(static word => word.ToLowerInvariant()).ToList();
}
