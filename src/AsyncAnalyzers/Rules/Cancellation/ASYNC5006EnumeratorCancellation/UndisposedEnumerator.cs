namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>An asynchronous enumerator that the code moves by hand and never disposes.</summary>
/// <param name="Local">The local that holds it; null where it is used on the spot.</param>
/// <param name="IsRunToItsEnd">A loop moves it until there is nothing more, so that only an exception leaves it open.</param>
internal sealed record UndisposedEnumerator(VariableDeclaratorSyntax? Local, bool IsRunToItsEnd)
{
    public static UndisposedEnumerator? Find(InvocationExpressionSyntax call, CodeModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access || call.ArgumentList.Arguments.Count > 1)
        {
            return null;
        }

        ExpressionSyntax made = CallSyntax.WithCasts(call);
        if (made.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MoveNextAsync" })
        {
            return !IsAsserted(call, model) && HoldsSomething(access, call, model)
                ? new UndisposedEnumerator(null, false)
                : null;
        }

        if (made.Parent is not EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax
                {
                    Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } }
                } local
            }
            || FunctionSyntax.Enclosing(local) is not { } function)
        {
            return null;
        }

        bool isMoved = false;
        SyntaxNode? ending = null;
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            if (mention.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MoveNextAsync" or "Current" } use
                || use.Expression != mention
                || FunctionSyntax.Enclosing(mention) != function)
            {
                return null;
            }

            if (use.Name.Identifier.ValueText == "MoveNextAsync")
            {
                isMoved = true;
                ending ??= EndedLoop(use);
            }
        }

        return isMoved && HoldsSomething(access, call, model)
            ? new UndisposedEnumerator(local, ending is not null)
            : null;
    }

    /// <summary>An assertion expects that the first step throws: nothing is open then.</summary>
    private static bool IsAsserted(InvocationExpressionSyntax call, CodeModel model)
        => FunctionSyntax.Enclosing(call) is AnonymousFunctionExpressionSyntax lambda && TestAssertions.IsAsserted(lambda, model);

    /// <summary>
    /// It is of the kind that has to be disposed, and may hold something: an iterator of this compilation without <c>finally</c> and
    /// <c>using</c> does not, nor a type whose DisposeAsync does nothing.
    /// </summary>
    private static bool HoldsSomething(MemberAccessExpressionSyntax access, InvocationExpressionSyntax call, CodeModel model)
    {
        ITypeSymbol? type = model.TypeOf(call);
        bool isConfigured = type is { Name: "Enumerator", ContainingType.Name: "ConfiguredCancelableAsyncEnumerable" };
        if (!isConfigured && !type.Is(model.Types.AsyncEnumeratorOfT))
        {
            return false;
        }

        ExpressionSyntax sequence = access.Expression;
        while (CallSyntax.WithoutCasts(sequence) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax inner }
            && inner.Name.Identifier.ValueText is "ConfigureAwait" or "WithCancellation")
        {
            sequence = inner.Expression;
        }

        return EnumeratedIterator.Find(sequence, model)?.HasCleanup() != false;
    }

    /// <summary>
    /// <c>while (await e.MoveNextAsync())</c> that nothing else leaves: an enumerator that has come to its end has run its finally blocks.
    /// </summary>
    private static SyntaxNode? EndedLoop(MemberAccessExpressionSyntax move)
        => move.FirstAncestorOrSelf<StatementSyntax>() is WhileStatementSyntax loop
            && loop.Condition.Span.Contains(move.Span)
            && CallSyntax.WithoutConfiguration(
                (CallSyntax.WalkDownParentheses(loop.Condition) as AwaitExpressionSyntax)?.Expression ?? loop.Condition) == move.Parent
            && !FunctionSyntax.OwnNodes(loop.Statement).Any(static node
                => node is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                    or GotoStatementSyntax or YieldStatementSyntax)
                ? loop
                : null;
}
