namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>A call that is given a token.</summary>
internal static class PassedToken
{
    /// <summary>By place where the arguments before it are all given by place, else by name.</summary>
    public static InvocationExpressionSyntax To(InvocationExpressionSyntax call, IParameterSymbol parameter, string token)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        ArgumentSyntax added = Argument(IdentifierName(token));
        int place = arguments.Count;
        if (arguments.Count < parameter.Ordinal || arguments.Any(static argument => argument.NameColon is not null))
        {
            added = added.WithNameColon(NameColon(IdentifierName(parameter.Name))
                .WithColonToken(Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space)));
        }
        else
        {
            place = parameter.Ordinal;
        }

        List<SyntaxNodeOrToken> list = arguments.GetWithSeparators().ToList();
        SyntaxToken comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
        if (place < arguments.Count)
        {
            list.InsertRange(2 * place, new SyntaxNodeOrToken[] { added.WithLeadingTrivia(arguments[place].GetLeadingTrivia()), comma });
            list[(2 * place) + 2] = arguments[place].WithLeadingTrivia();
        }
        else if (arguments.Count > 0)
        {
            ArgumentSyntax last = arguments.Last();
            list[list.Count - 1] = last.WithTrailingTrivia();
            list.Add(comma);
            list.Add(added.WithTrailingTrivia(last.GetTrailingTrivia()));
        }
        else
        {
            list.Add(added);
        }

        return call.WithArgumentList(call.ArgumentList.WithArguments(SeparatedList<ArgumentSyntax>(list)));
    }
}
