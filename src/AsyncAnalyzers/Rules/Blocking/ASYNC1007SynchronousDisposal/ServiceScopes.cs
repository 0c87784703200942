namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// <c>using var scope = provider.CreateScope();</c>: its end disposes the services of the scope, and fails for those that can only be
/// disposed of asynchronously. <c>CreateAsyncScope</c> makes a scope that does both.
/// </summary>
internal static class ServiceScopes
{
    /// <summary>
    /// The call that makes the scope, written in the <c>using</c> itself; null where there is none, or no asynchronous form of it.
    /// </summary>
    public static InvocationExpressionSyntax? CreatedIn(StatementSyntax @using, CodeModel model)
    {
        ExpressionSyntax? value = @using switch
        {
            UsingStatementSyntax { Expression: { } expression } => expression,
            UsingStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
            _ => null,
        };
        return model.Types.AsyncServiceScope is not null
            && CallIn(value) is { ArgumentList.Arguments.Count: 0 } call && CallSyntax.CalledName(call) == "CreateScope"
            && CallSyntax.MethodOf(call, model) is { } method && method.ReturnType.Is(model.Types.ServiceScope)
                ? call
                : null;
    }

    private static InvocationExpressionSyntax? CallIn(ExpressionSyntax? value) => value switch
    {
        ParenthesizedExpressionSyntax parenthesized => CallIn(parenthesized.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
            => CallIn(suppressed.Operand),
        ConditionalAccessExpressionSyntax access => CallIn(access.WhenNotNull),
        InvocationExpressionSyntax call => call,
        _ => null,
    };
}
