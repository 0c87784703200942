namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Writers that a function fills synchronously and empties asynchronously: <c>writer.Write(head); … await writer.FlushAsync();</c>. What
/// is written stays in the buffer of the writer, unless it is large.
/// </summary>
internal static class FlushedWriters
{
    /// <summary>
    /// The call writes to a StreamWriter that the function flushes asynchronously behind it; in each round of a loop that the call is in.
    /// </summary>
    public static bool IsFilledBy(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => method.Name is "Write" or "WriteLine"
            && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } writer
            && writer is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && FunctionSyntax.Enclosing(call) is { } function && FunctionSyntax.Body(function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => IsFlush(node, writer) && node.SpanStart > call.SpanStart
                && LoopAround(call, function) is var loop && (loop is null || loop.Span.Contains(node.Span)))
            && IsStreamWriter(writer, model)
            && !body.Descendants().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "AutoFlush" });

    /// <summary>
    /// Another line of the same text: an earlier statement of the block writes to the writer as well, and its report says it.
    /// </summary>
    public static bool IsSaidBefore(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => method.Name is "Write" or "WriteLine"
            && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is IdentifierNameSyntax writer
            && call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } statement
            && block.Statements.TakeWhile(before => before != statement).Any(before => before is ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Write" or "WriteLine",
                        Expression: IdentifierNameSyntax other
                    }
                }
            }
                && other.Identifier.ValueText == writer.Identifier.ValueText)
            && IsStreamWriter(writer, model);

    private static bool IsStreamWriter(ExpressionSyntax writer, CodeModel model)
        => model.TypeOf(writer)?.SelfAndBases().Any(static type
            => type is { Name: "StreamWriter", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } }) == true;

    private static bool IsFlush(SyntaxNode node, ExpressionSyntax writer)
        => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FlushAsync", Expression: var flushed }
            && SyntaxFactory.AreEquivalent(OwnMember.WithoutThis(flushed), OwnMember.WithoutThis(writer))
            && node.Ancestors().TakeWhile(static around => around is not StatementSyntax).Any(FunctionSyntax.IsAwait);

    private static SyntaxNode? LoopAround(SyntaxNode node, SyntaxNode function)
        => node.Ancestors().TakeWhile(around => around != function).FirstOrDefault(LoopBounds.IsLoop);
}
