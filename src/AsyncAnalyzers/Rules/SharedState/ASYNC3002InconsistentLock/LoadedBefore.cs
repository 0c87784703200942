namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>State that a function loads once, under the lock, before it is read without it.</summary>
internal static class LoadedBefore
{
    /// <summary>
    /// The access reads so: <c>EnsureLoaded(); return _table;</c> where <c>EnsureLoaded</c> alone writes it, once, under the lock: that is
    /// over before it is read.
    /// </summary>
    public static bool IsRead(StateAccess access, StateAccess writer, StateAccess[] guarded)
        => access.Use is AccessUse.Read or AccessUse.LookUp or AccessUse.Enumerate
            && writer.Function is MethodDeclarationSyntax { Identifier.ValueText: var name } && writer.Function != access.Function
            && Array.TrueForAll(guarded, other => other.Use is AccessUse.Read or AccessUse.LookUp or AccessUse.Enumerate or AccessUse.Peek
                || other.Function == writer.Function)
            && writer.Function.Descendants().Any(node => node is IfStatementSyntax test
                && (test.Span.Contains(writer.Place.Span) || ControlFlowSyntax.IsReturn(test.Statement)))
            && access.Place.Ancestors().TakeWhile(around => around != access.Function).Any(around => around.Parent is BlockSyntax block
                && block.Statements.TakeWhile(before => before != around).Any(before => CallIn(before) == name));

    /// <summary>The method of <c>this</c> that a statement calls, and waits for.</summary>
    private static string? CallIn(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: var expression }
            && (expression is AwaitExpressionSyntax awaited ? CallSyntax.WithoutConfiguration(awaited.Expression) : expression)
                is InvocationExpressionSyntax
            {
                Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
            } call
            ? CallSyntax.CalledName(call)
            : null;

    /// <summary>
    /// <c>_table != null &amp;&amp; _table.TryGetValue(…)</c> What is there may have been filled for good before it was put there.
    /// </summary>
    public static bool IsReadIfMade(StateAccess access)
        => !access.IsWriting && access.Function.Descendants().Any(node => node switch
        {
            IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax } test => IsOf(access.Member, test.Expression),
            ConditionalAccessExpressionSyntax conditional => IsOf(access.Member, conditional.Expression),
            _ => NullTest.Of(node) is { } test && IsOf(access.Member, test.Tested),
        });

    private static bool IsOf(ISymbol member, ExpressionSyntax expression)
        => CallSyntax.WithoutCasts(expression) switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText == member.Name,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == member.Name,
            _ => false,
        };
}
