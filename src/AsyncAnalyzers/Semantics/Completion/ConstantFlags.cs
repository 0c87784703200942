namespace AsyncAnalyzers.Semantics;

/// <summary>Parameters of type <c>bool</c> that a call gives a constant value, and the code that does not run with it.</summary>
internal static class ConstantFlags
{
    /// <summary>
    /// <c>Load(async: false)</c>: the function is over when it returns, since a flag that says so by its name is off. The value of an
    /// argument is found in a way that the caller knows.
    /// </summary>
    public static bool RunsToItsEnd(InvocationExpressionSyntax call, Func<ExpressionSyntax, bool?> valueOf, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { DeclaringSyntaxReferences.IsEmpty: false } method
            && method.Parameters.Any(parameter => parameter.Type.SpecialType == SpecialType.System_Boolean
                && AsyncFlag.SideOfName(parameter.Name) is var side and not FlagSide.Unknown
                && ValueOf(parameter, call, valueOf) is { } value && side == FlagSide.Asynchronous != value);

    /// <summary>The code does not run with these values.</summary>
    public static bool RuleOut(SyntaxNode node, Dictionary<string, bool> flags)
    {
        foreach (ControllingCondition condition in ControllingCondition.Of(node))
        {
            if (condition.Pattern is null && Exclude(condition.Tested, condition.Holds, flags))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The values by the names of the parameters; those that the body writes are left out.</summary>
    public static Dictionary<string, bool> ValuesOf(
        InvocationExpressionSyntax call, IMethodSymbol method, SyntaxNode body, Func<ExpressionSyntax, bool?> valueOf)
    {
        var values = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType == SpecialType.System_Boolean && parameter.RefKind == RefKind.None
                && ValueOf(parameter, call, valueOf) is { } value
                && !body.DescendantsAndSelf().Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax written }
                    && written.Identifier.ValueText == parameter.Name))
            {
                values[parameter.Name] = value;
            }
        }

        return values;
    }

    /// <summary>With these values the condition never has that outcome.</summary>
    private static bool Exclude(ExpressionSyntax condition, bool outcome, Dictionary<string, bool> flags)
        => CallSyntax.WalkDownParentheses(condition) switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Exclude(not.Operand, !outcome, flags),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when outcome
                => Exclude(both.Left, true, flags) || Exclude(both.Right, true, flags),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when !outcome
                => Exclude(either.Left, false, flags) || Exclude(either.Right, false, flags),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } other
                => Exclude(other.Left, outcome, flags) && Exclude(other.Right, outcome, flags),
            IdentifierNameSyntax name => flags.TryGetValue(name.Identifier.ValueText, out bool value) && value != outcome,
            _ => false,
        };

    private static bool? ValueOf(IParameterSymbol parameter, InvocationExpressionSyntax call, Func<ExpressionSyntax, bool?> valueOf)
        => GivenArgument.For(parameter, call) is { } given ? valueOf(given)
            : parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: bool initial } ? initial
            : null;
}
