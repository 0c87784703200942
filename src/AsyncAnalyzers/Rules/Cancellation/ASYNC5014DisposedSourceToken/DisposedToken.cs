namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>_stop.Token.IsCancellationRequested</c> by which a worker ends, where another member cancels the source and disposes it right then,
/// without a wait for the worker. Under-approximates: the token elsewhere than in the condition of a loop, in a loop, or in a filter;
/// sources of other objects.
/// </summary>
internal static class DisposedToken
{
    /// <summary>The mention of the field in the question, and the one by which it is disposed; null where nothing is wrong.</summary>
    public static (SimpleNameSyntax Source, SimpleNameSyntax Disposal)? Of(SimpleNameSyntax question, CodeModel model)
        => SourceAskedBy(question) is { } source && IsOfWorker(question) && !CallSyntax.IsInNameOf(question)
            && model.SymbolOf(source) is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
            && field.Type.Is(model.Types.CancellationTokenSource)
            && DisposalOf(field, source, model) is { } disposal
                ? (source, disposal)
                : null;

    /// <summary>The field in <c>_stop.Token.IsCancellationRequested</c>, by syntax alone.</summary>
    public static SimpleNameSyntax? SourceAskedBy(SimpleNameSyntax question)
        => question.Parent is MemberAccessExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: var source }
        } asked && asked.Name == question
            ? OwnMember.WithoutThis(source) as IdentifierNameSyntax
            : null;

    /// <summary>In an async function or a lambda, it ends a loop, is in one, or tells a cancellation from a failure.</summary>
    private static bool IsOfWorker(SyntaxNode question)
        => FunctionSyntax.Enclosing(question) is { } function
            && (FunctionSyntax.IsAsync(function) || function is AnonymousFunctionExpressionSyntax)
            && question.Ancestors().TakeWhile(around => around != function).Any(static around
                => around is CatchFilterClauseSyntax || ControlFlowSyntax.LoopBody(around) is not null);

    /// <summary>
    /// A function that cancels the source and then disposes it, and waits for nothing: its callers are told that all is over while the
    /// worker still has to ask.
    /// </summary>
    private static SimpleNameSyntax? DisposalOf(IFieldSymbol field, SimpleNameSyntax asked, CodeModel model)
    {
        SyntaxNode? worker = OutermostFunction(asked);
        ILookup<SyntaxNode?, SimpleNameSyntax> mentions = NameMentions.InType(field.ContainingType, field.Name, model)
            .ToLookup(static mention => FunctionSyntax.Enclosing(mention));
        foreach (IGrouping<SyntaxNode?, SimpleNameSyntax> inFunction in mentions)
        {
            if (inFunction.Key is { } function && function != worker && !function.Contains(asked)
                && inFunction.FirstOrDefault(static mention => TokenSourceUses.Of(mention) == TokenSourceUse.Cancel) is { } cancel
                && inFunction.FirstOrDefault(mention => TokenSourceUses.Of(mention) == TokenSourceUse.Disposed
                    && mention.SpanStart > cancel.SpanStart) is { } disposal
                && !inFunction.Any(static mention => TokenSourceUses.Of(mention) == TokenSourceUse.Set)
                && FunctionSyntax.Body(function) is { } body && !FunctionSyntax.OwnNodes(body).Any(node => MayWait(node, disposal)))
            {
                return disposal;
            }
        }

        return null;
    }

    private static SyntaxNode? OutermostFunction(SyntaxNode place)
    {
        SyntaxNode? outermost = null;
        for (SyntaxNode? function = FunctionSyntax.Enclosing(place); function is not null; function = FunctionSyntax.Enclosing(function))
        {
            outermost = function;
        }

        return outermost;
    }

    /// <summary>Before the disposal, something waits, or is called that may stop the worker and wait for it.</summary>
    private static bool MayWait(SyntaxNode node, SimpleNameSyntax disposal)
        => node.SpanStart < disposal.SpanStart
            && (FunctionSyntax.IsAwait(node)
                || (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" })
                || (node is InvocationExpressionSyntax call && !IsHarmless(CallSyntax.CalledName(call))));

    private static bool IsHarmless(string? name)
        => name is "Cancel" or "Dispose" or "SuppressFinalize" or "Exchange" or "CompareExchange" or "ThrowIf" or "Complete"
            or "TryComplete" or "TrySetCanceled" or "TrySetResult" or "Clear" or "Change" or "Release" or "Set"
            || name?.StartsWith("Log", StringComparison.Ordinal) == true || name?.StartsWith("Write", StringComparison.Ordinal) == true;
}
