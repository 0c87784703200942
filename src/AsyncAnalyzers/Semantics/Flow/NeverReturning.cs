namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Calls after which nothing runs: <c>ThrowHelper.NotSupported(); return default!;</c> returns nothing, it satisfies the compiler.
/// </summary>
internal static class NeverReturning
{
    /// <summary>
    /// The statement before this one calls a method that is marked <c>[DoesNotReturn]</c>, or whose body is a <c>throw</c> and nothing
    /// else.
    /// </summary>
    public static bool IsBefore(StatementSyntax statement, CodeModel model)
    {
        SyntaxList<StatementSyntax> siblings = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        return siblings.IndexOf(statement) is > 0 and var index
            && siblings[index - 1] is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
            && CallSyntax.MethodOf(call, model) is { } method
            && (IsMarked(method)
                || method.DeclaringSyntaxReferences.Any(reference
                    => OnlyThrows(FunctionSyntax.Body(reference.GetSyntax(model.CancellationToken)))));
    }

    /// <summary>The method says so itself: <c>[DoesNotReturn]</c>.</summary>
    public static bool IsMarked(IMethodSymbol method)
        => method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute");

    private static bool OnlyThrows(SyntaxNode? body)
        => body is ThrowExpressionSyntax || (body is BlockSyntax { Statements: { Count: 1 } only } && only[0] is ThrowStatementSyntax);
}
