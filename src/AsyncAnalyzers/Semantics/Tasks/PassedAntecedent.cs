namespace AsyncAnalyzers.Semantics;

/// <summary>
/// <c>await task.ContinueWith(t => t)</c>, which awaits without throwing: the inner task is the one that has completed, and who wants
/// its exception awaits it.
/// </summary>
internal static class PassedAntecedent
{
    /// <summary>The call is given a function that returns its own first parameter.</summary>
    public static bool IsAnsweredBy(InvocationExpressionSyntax call, CodeModel model)
    {
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            ExpressionSyntax function = CallSyntax.WalkDownParentheses(argument.Expression);
            while (function is CastExpressionSyntax cast)
            {
                function = CallSyntax.WalkDownParentheses(cast.Expression);
            }

            if (function is AnonymousFunctionExpressionSyntax lambda
                ? lambda.AsyncKeyword.IsKind(SyntaxKind.None)
                    && ParameterName(lambda) is { } parameter
                    && AnswersOnly(lambda.Body, parameter)
                : function is IdentifierNameSyntax or MemberAccessExpressionSyntax or GenericNameSyntax
                    && model.SymbolOf(function) is IMethodSymbol
                    {
                        IsAsync: false,
                        Parameters: { Length: > 0 } parameters
                    } method
                    && CalledSource.DeclarationOf(method, model.CancellationToken) is { } declaration
                    && FunctionSyntax.Body(declaration) is { } body
                    && AnswersOnly(body, (method.PartialImplementationPart?.Parameters ?? parameters)[0].Name))
            {
                return true;
            }
        }

        return false;
    }

    private static string? ParameterName(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: > 0 } parameters } => parameters[0].Identifier.ValueText,
        AnonymousMethodExpressionSyntax { ParameterList.Parameters: { Count: > 0 } parameters } => parameters[0].Identifier.ValueText,
        _ => null,
    };

    /// <summary>Every return of the function is its parameter, which is never written.</summary>
    private static bool AnswersOnly(SyntaxNode body, string parameter)
    {
        if (body is ExpressionSyntax expression)
        {
            return IsParameter(expression);
        }

        bool any = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            switch (node)
            {
                case ReturnStatementSyntax { Expression: { } returned } when IsParameter(returned):
                    any = true;
                    break;
                case ReturnStatementSyntax:
                case IdentifierNameSyntax name when name.Identifier.ValueText == parameter && Writes.IsWritten(name):
                    return false;
            }
        }

        return any;

        bool IsParameter(ExpressionSyntax value) => CallSyntax.WalkDownParentheses(value) switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText == parameter,
            CastExpressionSyntax cast => IsParameter(cast.Expression),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } conversion => IsParameter(conversion.Left),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
                => IsParameter(suppressed.Operand),
            _ => false,
        };
    }
}
