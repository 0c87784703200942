namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Who can cancel the token that a call is given.</summary>
internal enum TokenOwner
{
    /// <summary>Nobody: none is given, or <c>CancellationToken.None</c>.</summary>
    None,

    /// <summary>The caller: a parameter.</summary>
    OfCaller,

    /// <summary>Code elsewhere: a field or property, such as that of a source which lives as long as its object.</summary>
    OfMember,

    /// <summary>This function, or it is not known.</summary>
    OfFunction,
}

/// <summary>Finds out where a token comes from.</summary>
internal static class TokenOwners
{
    public static TokenOwner Of(ExpressionSyntax? token, CodeModel model)
    {
        if (token is null || TokenArguments.IsNone(token))
        {
            return TokenOwner.None;
        }

        switch (model.SymbolOf(token))
        {
            case IParameterSymbol parameter:
                return FunctionSyntax.Enclosing(token) is { } function
                    && !LocalAssignments.IsWritten(parameter.Name, FunctionSyntax.OutermostEnclosing(function), model)
                    ? TokenOwner.OfCaller
                    : TokenOwner.OfFunction;
            case ILocalSymbol local:
                return LocalAssignments.OnlyValueOf(local, model) is { } value && TokenArguments.IsNone(value)
                    ? TokenOwner.None
                    : TokenOwner.OfFunction;
            case (IFieldSymbol or IPropertySymbol) and var member:
                ExpressionSyntax root = CallSyntax.LeftmostOf(token);
                bool isOfVariable = model.SymbolOf(root) switch
                {
                    ILocalSymbol => true,
                    IParameterSymbol { IsThis: false } => member.ContainingType.Name == "CancellationTokenSource",
                    _ => root is not (SimpleNameSyntax or ThisExpressionSyntax or BaseExpressionSyntax),
                };
                return isOfVariable ? TokenOwner.OfFunction : TokenOwner.OfMember;
            default:
                return TokenOwner.OfFunction;
        }
    }
}
