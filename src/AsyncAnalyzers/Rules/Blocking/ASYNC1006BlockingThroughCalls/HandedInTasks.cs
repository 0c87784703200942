namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Tasks that objects hold which a function hands on after it has awaited all of them: <c>await Task.WhenAll(parts.Select(p => p.Value));
/// return Combine(parts);</c>.
/// </summary>
internal static class HandedInTasks
{
    /// <summary>
    /// The wait at the end of the chain is for a task of a parameter, or of an element of it, and the function that begins the chain has
    /// awaited a <c>WhenAll</c> over what it gives for it.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="call">What begins it.</param>
    /// <param name="model">The model of the call.</param>
    public static bool AreAwaitedBefore(BlockingChain chain, SyntaxNode call, CodeModel model)
    {
        if (chain.Leaf.Task is not { } task || RootOf(task, model.In(task.SyntaxTree)) is not { } given)
        {
            return false;
        }

        for (int index = chain.Steps.Length - 1; index >= 0; index--)
        {
            SyntaxNode site = index == 0 ? call : chain.Steps[index - 1].Site;
            CodeModel caller = model.In(site.SyntaxTree);
            if (site is not SimpleNameSyntax name || CallSyntax.InvocationOf(name) is not { } invocation
                || !SymbolEqualityComparer.Default.Equals(
                    given.ContainingSymbol.OriginalDefinition, CallSyntax.MethodOf(invocation, caller)?.OriginalDefinition)
                || GivenArgument.For(given.Name, given.Ordinal, invocation.ArgumentList.Arguments) is not { } argument
                || caller.SymbolOf(argument) is not { } handed)
            {
                return false;
            }

            if (index == 0)
            {
                return IsAwaitedBefore(handed, invocation, caller);
            }

            if (handed is not IParameterSymbol passedOn)
            {
                return false;
            }

            given = passedOn;
        }

        return false;
    }

    /// <summary>The parameter that the task is read from: <c>order.Task</c>, <c>parts[0].Value</c>, or by the variable of a loop.</summary>
    private static IParameterSymbol? RootOf(ExpressionSyntax task, CodeModel model)
    {
        ISymbol? root = model.SymbolOf(CallSyntax.LeftmostOf(task));
        if (root is ILocalSymbol local && model.SyntaxOf(local) is ForEachStatementSyntax { Expression: var all })
        {
            root = model.SymbolOf(CallSyntax.LeftmostOf(all));
        }

        return root as IParameterSymbol;
    }

    private static bool IsAwaitedBefore(ISymbol handed, SyntaxNode call, CodeModel model)
        => FunctionSyntax.Enclosing(call) is { } function && FunctionSyntax.Body(function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is AwaitExpressionSyntax { Expression: var awaited }
                && node.Span.End < call.SpanStart
                && awaited.DescendantsAndSelf().Any(static inner => inner is InvocationExpressionSyntax all
                    && CallSyntax.CalledName(all) == "WhenAll")
                && Mentions(awaited, handed, model)
                && IsOnWayTo(call, node, handed, model));

    /// <summary>No condition stands between the two, but one that asks whether there is anything to wait for.</summary>
    private static bool IsOnWayTo(SyntaxNode call, SyntaxNode await, ISymbol handed, CodeModel model)
    {
        SyntaxNode child = await;
        for (SyntaxNode? around = await.Parent;
            around is not null && !around.Span.Contains(call.Span);
            child = around, around = around.Parent)
        {
            if (around is not (ExpressionSyntax or ExpressionStatementSyntax or BlockSyntax or ArgumentSyntax or ArgumentListSyntax)
                && !(around is IfStatementSyntax { Else: null } @if && child == @if.Statement
                    && Mentions(@if.Condition, handed, model)
                    && @if.Condition.Descendants().Any(static node
                        => node is SimpleNameSyntax { Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" })))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Mentions(ExpressionSyntax code, ISymbol symbol, CodeModel model)
        => code.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == symbol.Name
            && SymbolEqualityComparer.Default.Equals(model.SymbolOf(name), symbol));
}
