namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// A helper that is given the work, and is there to wait for it so that nobody else has to: <c>async void Forget(this Task task) => await
/// task;</c> Who calls it has a task, and could not do anything with another one.
/// </summary>
internal static class GivenWork
{
    /// <summary>
    /// All that is awaited outside of a <c>try</c> that catches everything is a task or delegate that the method was given, or runs one.
    /// </summary>
    public static bool IsAllThatIsAwaited(SyntaxNode body, CodeModel model)
        => FunctionSyntax.Enclosing(body) is MethodDeclarationSyntax { ParameterList.Parameters.Count: > 0 } or LocalFunctionStatementSyntax
            && FunctionSyntax.OwnNodes(body).All(node => !FunctionSyntax.IsAwait(node) || ExceptionGuard.IsCaught(node, body)
                || (node is AwaitExpressionSyntax { Expression: var awaited }
                    && IsGiven(CallSyntax.WithoutConfiguration(awaited), model)));

    private static bool IsGiven(ExpressionSyntax work, CodeModel model) => work switch
    {
        IdentifierNameSyntax name => model.SymbolOf(name) is IParameterSymbol { Type: var type }
            && (type.TypeKind == TypeKind.Delegate || type.IsTaskOrValueTask(model.Types)),
        InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } call => CallSyntax.CalledName(call) switch
        {
            "Run" or "StartNew" when arguments.Count > 0 => IsGiven(arguments[0].Expression, model),
            "Invoke" when CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver => IsGiven(receiver, model),
            _ => IsGiven(call.Expression, model),
        },
        _ => false,
    };
}
