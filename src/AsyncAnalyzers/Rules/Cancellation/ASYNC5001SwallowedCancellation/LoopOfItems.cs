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
    /// <c>foreach (…) { … } token.ThrowIfCancellationRequested();</c> The cancellation comes to light behind the loop, or, where that is
    /// the last thing that its function does, in all those that call it.
    /// </summary>
    public static bool IsAskedBehind(SyntaxNode loop, CancelledCall call, CodeModel model)
        => loop is ForStatementSyntax { Condition: not null } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 }
            && (TestBehind((StatementSyntax)loop) is not null || IsAskedByCallers((StatementSyntax)loop, call, model));

    /// <summary>The token that the first test in the block behind a statement asks; null where there is none.</summary>
    private static ExpressionSyntax? TestBehind(StatementSyntax statement)
        => statement.Parent is BlockSyntax { Statements: var around }
            ? around.Skip(around.IndexOf(statement) + 1)
                .TakeWhile(static behind => behind is not (ReturnStatementSyntax or ThrowStatementSyntax))
                .Select(static behind => behind is ExpressionStatementSyntax
                {
                    Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                } && access.Name.Identifier.ValueText == "ThrowIfCancellationRequested" ? access.Expression : null)
                .FirstOrDefault(static asked => asked is not null)
            : null;

    /// <summary>
    /// The loop ends a function with the token as a parameter, and each of the calls, all in sight, is a statement of its own behind which
    /// the caller asks the token that it has given.
    /// </summary>
    private static bool IsAskedByCallers(StatementSyntax loop, CancelledCall call, CodeModel model)
        => loop.Parent is BlockSyntax { Parent: (MethodDeclarationSyntax or LocalFunctionStatementSyntax) and var owner } body
            && body.Statements.Last() == loop
            && model.SymbolOf(call.Token.Expression) is IParameterSymbol token
            && FunctionSyntax.SymbolOf(owner, model) is { } function
            && SymbolEqualityComparer.Default.Equals(token.ContainingSymbol, function)
            && CallsInProject.Of(function, model) is { Count: > 0 } calls
            && calls.All(made => made is InvocationExpressionSyntax invocation
                && GivenArgument.For(token, made) is { } given
                && TaskUse.OfWhole(invocation) is { } use
                && (use.Kind == TaskUseKind.Awaited || function.ReturnsVoid)
                && made.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax statement
                && TestBehind(statement) is { } asked
                && SyntaxFactory.AreEquivalent(OwnMember.WithoutThis(asked), OwnMember.WithoutThis(given)));

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
