using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Writes the token among the arguments of a call.</summary>
internal static class TokenArgument
{
    /// <summary>The call with the token; null where it would bind to something else.</summary>
    public static InvocationExpressionSyntax? Add(
        InvocationExpressionSyntax call, OmittedToken omitted, RepairRequest request, CancellationToken cancellationToken)
    {
        ExpressionSyntax token = ParseExpression(omitted.Token.Expression);
        IParameterSymbol parameter = omitted.Parameter;
        InvocationExpressionSyntax? passed = omitted.GivesNone
            ? TokenArguments.Given(call, parameter) is { } none ? call.ReplaceNode(none, token.WithTriviaFrom(none)) : null
            : call.WithArgumentList(WithToken(call, omitted.Method, parameter, token, request, cancellationToken));
        return passed is not null
            && TokenPassing.MethodOf(passed, call, request.Model) is { } method
            && TokenArguments.Passed(passed, method, request.Types) is not null
                ? passed
                : null;
    }

    private static ArgumentListSyntax WithToken(
        InvocationExpressionSyntax call, IMethodSymbol method, IParameterSymbol parameter, ExpressionSyntax token, RepairRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentListSyntax list = call.ArgumentList;
        SeparatedSyntaxList<ArgumentSyntax> arguments = list.Arguments;
        var target = (IMethodSymbol)parameter.ContainingSymbol;
        if (method.Parameters.LastOrDefault() is { IsParams: true, Type: IArrayTypeSymbol array } && !target.Parameters.Any(static one => one.IsParams))
        {
            arguments = Collected(call, array, method.Parameters.Length - 1, request, cancellationToken);
        }

        if (arguments.Any(static argument => argument.NameColon is not null) || arguments.Count < parameter.Ordinal)
        {
            return Inserted(list.WithArguments(arguments), arguments.Count,
                Argument(NameColon(IdentifierName(parameter.Name)).WithTrailingTrivia(Space), default, token));
        }

        return Inserted(list.WithArguments(arguments), Math.Min(parameter.Ordinal, arguments.Count), Argument(token));
    }

    /// <summary>What stood for a <c>params</c> array is put into one.</summary>
    private static SeparatedSyntaxList<ArgumentSyntax> Collected(
        InvocationExpressionSyntax call, IArrayTypeSymbol array, int start, RepairRequest request, CancellationToken cancellationToken)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (request.Model.GetOperation(call, cancellationToken) is not IInvocationOperation operation
            || !operation.Arguments.Any(static argument => argument.ArgumentKind == ArgumentKind.ParamArray))
        {
            return arguments;
        }

        ExpressionSyntax collected = ParseExpression(
            "new " + array.ElementType.WithNullableAnnotation(NullableAnnotation.NotAnnotated)
                .ToMinimalDisplayString(request.Model, call.SpanStart) + "[] { "
            + string.Join(", ", arguments.Skip(start).Select(static argument => argument.ToString())) + " }");
        return AsyncEdit.Separated(arguments.Take(start).Append(Argument(collected)).ToArray());
    }

    /// <summary>Arguments on lines of their own go on so; what stands behind the last one stays before the parenthesis.</summary>
    private static ArgumentListSyntax Inserted(ArgumentListSyntax list, int index, ArgumentSyntax token)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = list.Arguments;
        if (arguments.Count == 0)
        {
            return list.WithArguments(SingletonSeparatedList(token));
        }

        if (index < arguments.Count)
        {
            return list.WithArguments(SeparatedList(
                arguments.Insert(index, token.WithLeadingTrivia(arguments[index].GetLeadingTrivia())).ToArray(),
                arguments.GetSeparators().Append(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space))));
        }

        ArgumentSyntax last = arguments[arguments.Count - 1];
        bool onLinesOfTheirOwn = last.GetLeadingTrivia().Any(SyntaxKind.WhitespaceTrivia)
            && arguments.GetSeparators().LastOrDefault().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        SyntaxToken comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(onLinesOfTheirOwn
            ? TriviaList(arguments.GetSeparators().Last().TrailingTrivia.Last())
            : TriviaList(Space));
        // What is said of the last argument stays beside it; the end of its line does not.
        SyntaxTriviaList trailing = last.GetTrailingTrivia();
        bool endsLine = trailing.Any(SyntaxKind.EndOfLineTrivia);
        token = onLinesOfTheirOwn ? token.WithLeadingTrivia(last.GetLeadingTrivia()) : token;
        IEnumerable<ArgumentSyntax> all = arguments.Take(arguments.Count - 1)
            .Append(endsLine ? last.WithTrailingTrivia() : last)
            .Append(endsLine ? token.WithTrailingTrivia(trailing) : token);
        return list.WithArguments(SeparatedList(all, arguments.GetSeparators().Append(comma)));
    }
}
