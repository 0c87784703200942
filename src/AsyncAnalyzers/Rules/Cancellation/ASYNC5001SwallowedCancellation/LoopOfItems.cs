namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Loops over items that are there already, in which a swallowed cancellation costs little.</summary>
internal static class LoopOfItems
{
    private const int Few = 4;

    /// <summary>The array or list has a few items, and the code says so: a few turns fail, no more.</summary>
    public static bool IsOfFew(SyntaxNode loop, CodeModel model)
        => loop is CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0, Expression: var items }
            && KnownSize.Of(items, model) is <= Few;

    /// <summary>
    /// The loop goes from item to item, and the next turn throws: <c>foreach</c> with <c>token.ThrowIfCancellationRequested()</c>,
    /// <c>while (await reader.MoveToNextAsync(token))</c>. The cancellation costs one line in the log. A loop that serves until it is
    /// stopped writes that line at each stop.
    /// </summary>
    public static bool EndsByThrow(SyntaxNode loop)
        => loop switch
        {
            ForStatementSyntax { Condition: not null } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } => true,
            WhileStatementSyntax { Condition: AwaitExpressionSyntax { Expression: var awaited } }
                => CallSyntax.WithoutConfiguration(awaited) is InvocationExpressionSyntax call
                    && CallSyntax.CalledName(call) is { } name
                    && WorkNames.FirstWord(name) is "Move" or "Read" or "Next" or "Fetch" or "Advance",
            _ => false,
        }
            && !loop.Descendants().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" });

    /// <summary>
    /// <c>foreach (…) { … } token.ThrowIfCancellationRequested();</c> The cancellation comes to light behind the loop.
    /// </summary>
    public static bool IsAskedBehind(SyntaxNode loop)
        => loop is ForStatementSyntax { Condition: not null } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 }
            && loop.Parent is BlockSyntax { Statements: var around }
            && around.SkipWhile(statement => statement != loop).Skip(1)
                .TakeWhile(static statement => statement is not (ReturnStatementSyntax or ThrowStatementSyntax))
                .Any(static statement => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
                    && CallSyntax.CalledName(call) == "ThrowIfCancellationRequested");

    /// <summary>What is left in a queue is taken out and tried, and nobody reads of what fails but who debugs.</summary>
    public static bool IsQuietDrain(CatchClauseSyntax clause, SyntaxNode loop)
        => loop is WhileStatementSyntax { Condition: InvocationExpressionSyntax taken }
            && CallSyntax.CalledName(taken) is "TryDequeue" or "TryPop" or "TryTake"
            && clause.Block.Statements.Count > 0
            && clause.Block.Statements.All(static statement => statement is ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax log
            }
                && CallSyntax.CalledName(log) is "LogDebug" or "LogTrace" or "Debug" or "Trace" or "Verbose");
}
