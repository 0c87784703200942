namespace AsyncAnalyzers.Semantics;

/// <summary>Streams that are set back to their beginning before they are read: no connection can be, so that most are in memory.</summary>
internal static class RewoundStreams
{
    /// <summary>
    /// <c>body.Position = 0; … new StreamReader(body).ReadToEnd()</c>: the function moves, cuts or copies out the stream that the call
    /// reads or writes, of which nothing is known but that it is a stream.
    /// </summary>
    public static bool IsUsedBy(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledNameSyntax(call) is { } name
            && CallSyntax.Receiver(name) is { } receiver
            && StreamOf(receiver, model) is { } stream
            && FunctionSyntax.Enclosing(call) is { } function
            && function.Descendants().Any(node => IsMovedBy(node, stream))
            && model.TypeOf(stream) is { Name: "Stream" };

    /// <summary>The stream under a reader or writer that is made here.</summary>
    private static ExpressionSyntax? StreamOf(ExpressionSyntax receiver, CodeModel model)
    {
        ExpressionSyntax made = CallSyntax.WalkDownParentheses(receiver);
        if (made is IdentifierNameSyntax && model.SymbolOf(made) is ILocalSymbol local
            && model.SyntaxOf(local) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax value })
        {
            made = value;
        }

        return made is BaseObjectCreationExpressionSyntax creation
            ? creation.ArgumentList is { Arguments: { Count: > 0 } arguments } ? arguments[0].Expression : null
            : made;
    }

    private static bool IsMovedBy(SyntaxNode node, ExpressionSyntax stream)
        => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access
            && (member switch
            {
                "Position" => access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access,
                "Seek" or "SetLength" or "ToArray" or "GetBuffer" => access.Parent is InvocationExpressionSyntax,
                _ => false,
            })
            && SyntaxFactory.AreEquivalent(access.Expression, stream);
}
