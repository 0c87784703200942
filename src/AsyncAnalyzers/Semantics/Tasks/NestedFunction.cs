namespace AsyncAnalyzers.Semantics;

/// <summary>The function of a <c>Task.Run</c> whose value is a <c>ValueTask</c>, and what of it can be awaited inside.</summary>
internal static class NestedFunction
{
    /// <summary>
    /// The expression to await in an async lambda: the body of a lambda, the operand of its only statement, a return, or a method group
    /// that is called. Null where there are several, or where the type argument of the call is written out.
    /// </summary>
    public static ExpressionSyntax? Of(InvocationExpressionSyntax run, CodeModel model)
    {
        if (CallSyntax.CalledNameSyntax(run) is GenericNameSyntax || run.ArgumentList.Arguments is not { Count: > 0 } arguments
            || arguments[0].NameColon is not null)
        {
            return null;
        }

        return arguments[0].Expression switch
        {
            ParenthesizedLambdaExpressionSyntax { ReturnType: null, ExpressionBody: { } body } => body,
            ParenthesizedLambdaExpressionSyntax { ReturnType: null, Block.Statements: { Count: 1 } statements }
                => (statements[0] as ReturnStatementSyntax)?.Expression,
            SimpleNameSyntax group => group,
            // What stands before the dot is read later in a lambda than in a method group.
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } group => group,
            MemberAccessExpressionSyntax { Expression: var receiver } group
                when model.SymbolOf(receiver) is ITypeSymbol or IFieldSymbol { IsReadOnly: true } => group,
            _ => null,
        };
    }
}
