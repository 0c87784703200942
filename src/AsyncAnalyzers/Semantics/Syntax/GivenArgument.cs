namespace AsyncAnalyzers.Semantics;

/// <summary>What a call or creation gives for a parameter, by name or by place.</summary>
internal static class GivenArgument
{
    /// <summary>
    /// Null where the parameter is left to its default. It is one of the method as it is bound: an extension method that is called on its
    /// receiver is in its reduced form.
    /// </summary>
    public static ExpressionSyntax? For(IParameterSymbol parameter, SyntaxNode call)
        => For(parameter.Name, parameter.Ordinal, ArgumentsOf(call));

    /// <summary>The parameter that an argument is given for; null for those behind the last, as more values of <c>params</c> are.</summary>
    public static IParameterSymbol? ParameterOf(ExpressionSyntax argument, SyntaxNode call, IMethodSymbol method)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (For(parameter, call) == argument)
            {
                return parameter;
            }
        }

        return null;
    }

    /// <summary>The same by the name of the parameter and its place.</summary>
    public static ExpressionSyntax? For(string parameter, int ordinal, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        for (int index = 0; index < arguments.Count; index++)
        {
            if (arguments[index].NameColon is { } name ? name.Name.Identifier.ValueText == parameter : index == ordinal)
            {
                return arguments[index].Expression;
            }
        }

        return null;
    }

    private static SeparatedSyntaxList<ArgumentSyntax> ArgumentsOf(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList.Arguments,
        BaseObjectCreationExpressionSyntax { ArgumentList: { } list } => list.Arguments,
        ConstructorInitializerSyntax { ArgumentList: { } list } => list.Arguments,
        _ => default,
    };
}
