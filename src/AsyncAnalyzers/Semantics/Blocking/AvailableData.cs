namespace AsyncAnalyzers.Semantics;

/// <summary>Reads of a connection that was asked before whether it has something to read: they return at once.</summary>
internal static class AvailableData
{
    private static readonly ModelCache<int?> FirstQuestions = new();

    /// <summary>
    /// <c>if (socket.Available > 0) socket.Receive(buffer)</c>, <c>if (listener.Pending()) listener.AcceptSocket()</c>: the function has
    /// asked before. By names, and not by the path: under-approximates what blocks.
    /// </summary>
    public static bool IsKnown(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => method.Name is "Receive" or "Read" or "ReadByte" or "AcceptSocket" or "AcceptTcpClient" or "Accept"
            && method.ContainingType?.ContainingNamespace is { Name: "Sockets" or "IO" or "Ports" }
            && FunctionSyntax.Enclosing(call) is { } function
            && FirstQuestions.GetOrAdd(model, function, FirstQuestionIn) < call.SpanStart;

    private static int? FirstQuestionIn(SyntaxNode function) => function.Descendants().FirstOrDefault(IsQuestion)?.SpanStart;

    private static bool IsQuestion(SyntaxNode node)
        => node is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText switch
        {
            "Available" or "DataAvailable" or "BytesToRead" => true,
            "Pending" or "Poll" => access.Parent is InvocationExpressionSyntax,
            _ => false,
        };
}
