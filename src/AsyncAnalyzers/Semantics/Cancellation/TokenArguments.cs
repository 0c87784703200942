namespace AsyncAnalyzers.Semantics;

/// <summary>What a call does with the cancellation token that its method takes.</summary>
internal static class TokenArguments
{
    /// <summary>The parameter for the token: the last one of that type, by value. Null where the method takes none.</summary>
    public static IParameterSymbol? ParameterOf(IMethodSymbol method, KnownTypes types)
    {
        for (int index = method.Parameters.Length - 1; index >= 0; index--)
        {
            if (method.Parameters[index] is { RefKind: RefKind.None or RefKind.In } parameter && parameter.Type.Is(types.CancellationToken))
            {
                return parameter;
            }
        }

        return null;
    }

    /// <summary>
    /// The token that a call or creation gives to its method; null where it gives none, or one that is never cancelled as it stands
    /// there (<see cref="IsNone"/>).
    /// </summary>
    public static ExpressionSyntax? Passed(SyntaxNode call, IMethodSymbol method, KnownTypes types)
        => ParameterOf(method, types) is { } parameter && GivenArgument.For(parameter, call) is { } given && !IsNone(given) ? given : null;

    /// <summary>
    /// <c>default</c>, <c>CancellationToken.None</c>, <c>new CancellationToken()</c>, <c>new(false)</c>: what, given for a token, is never
    /// cancelled.
    /// </summary>
    public static bool IsNone(ExpressionSyntax token) => CallSyntax.WithoutSuppression(token) switch
    {
        DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None", Expression: var type }
            => (type is MemberAccessExpressionSyntax qualified ? qualified.Name : type as SimpleNameSyntax)?.Identifier.ValueText
                == "CancellationToken",
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var arguments }
            => arguments.Count == 0 || arguments[0].Expression.IsKind(SyntaxKind.FalseLiteralExpression),
        _ => false,
    };

    /// <summary>
    /// The parameter that would take a token which a call or creation does not give: one of its own method that is left to its default,
    /// or that of the overload with a token (<see cref="TokenOverloads"/>). Null where there is none, or where it is given, be it as
    /// <c>CancellationToken.None</c>.
    /// </summary>
    public static IParameterSymbol? Free(SyntaxNode call, IMethodSymbol method, CodeModel model)
        => ParameterOf(method, model.Types) is { } own
            ? GivenArgument.For(own, call) is null ? own : null
            : TokenOverloads.Of(method, call, model) is { } overload ? ParameterOf(overload, model.Types) : null;
}
