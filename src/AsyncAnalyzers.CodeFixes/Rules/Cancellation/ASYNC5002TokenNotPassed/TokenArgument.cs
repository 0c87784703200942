using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Writes the token among the arguments of a call, in the place of one that is never cancelled or of none.</summary>
internal static class TokenArgument
{
    /// <summary>The call with the token; null where it would bind to something else.</summary>
    public static InvocationExpressionSyntax? Add(
        InvocationExpressionSyntax call, OmittedToken omitted, RepairRequest request, CancellationToken cancellationToken)
    {
        string token = omitted.Token.Expression;
        IParameterSymbol parameter = omitted.Parameter;
        InvocationExpressionSyntax collected = Collected(call, omitted.Method, parameter, request, cancellationToken);
        InvocationExpressionSyntax? passed = omitted.GivesNone
            ? GivenArgument.For(parameter, call) is { } none ? call.ReplaceNode(none, ParseExpression(token).WithTriviaFrom(none)) : null
            : TokenPassing.To(collected, parameter).Apply(collected, token);
        return passed is not null
            && TokenPassing.MethodOf(passed, call, request.ModelFor(cancellationToken)) is { } method
            && TokenArguments.Passed(passed, method, request.Types) is not null
                ? passed
                : null;
    }

    /// <summary>What stands for a <c>params</c> array is put into one, where the overload with the token takes an array.</summary>
    private static InvocationExpressionSyntax Collected(
        InvocationExpressionSyntax call, IMethodSymbol method, IParameterSymbol parameter, RepairRequest request,
        CancellationToken cancellationToken)
    {
        if (method.Parameters.LastOrDefault() is not { IsParams: true, Type: IArrayTypeSymbol array }
            || ((IMethodSymbol)parameter.ContainingSymbol).Parameters.Any(static one => one.IsParams)
            || request.Model.GetOperation(call, cancellationToken) is not IInvocationOperation operation
            || !operation.Arguments.Any(static argument => argument.ArgumentKind == ArgumentKind.ParamArray))
        {
            return call;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        int start = method.Parameters.Length - 1;
        ExpressionSyntax collected = ParseExpression(
            "new " + array.ElementType.WithNullableAnnotation(NullableAnnotation.NotAnnotated)
                .ToMinimalDisplayString(request.Model, call.SpanStart) + "[] { "
            + string.Join(", ", arguments.Skip(start).Select(static argument => argument.ToString())) + " }");
        return call.WithArgumentList(call.ArgumentList.WithArguments(
            AsyncEdit.Separated(arguments.Take(start).Append(Argument(collected)).ToArray())));
    }
}
