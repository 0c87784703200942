namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A <c>yield return</c> at which the iterator holds a lock of its thread.</summary>
/// <param name="Lock">The lock as the message names it.</param>
/// <param name="Place">Where it is taken: the <c>lock</c> statement's object, or the call.</param>
internal sealed record LockedYield(string Lock, SyntaxNode Place)
{
    /// <summary>What runs an iterator to its end, or leaves it, before anything else happens.</summary>
    private static readonly HashSet<string> RunsAtOnce = new(StringComparer.Ordinal)
    {
        "ToList", "ToArray", "ToHashSet", "ToDictionary", "ToImmutableArray", "ToImmutableList", "Count", "Any", "First", "FirstOrDefault",
        "Last", "LastOrDefault", "Single", "SingleOrDefault", "Sum", "Min", "Max", "Contains",
    };

    /// <summary>By syntax: a <c>lock</c> or a <c>using</c> is around it, or a call before it may take a lock.</summary>
    public static bool MayHoldLock(YieldStatementSyntax yield)
    {
        for (SyntaxNode? node = yield.Parent; node is not (null or MemberDeclarationSyntax or LocalFunctionStatementSyntax);
            node = node.Parent)
        {
            switch (node)
            {
                case LockStatementSyntax or UsingStatementSyntax:
                case BlockSyntax block when block.Statements.Any(statement => statement.SpanStart < yield.SpanStart && MayTake(statement)):
                    return true;
            }
        }

        return false;
    }

    public static LockedYield? Find(YieldStatementSyntax yield, SyntaxNode function, CodeModel model)
    {
        if (LockSets.LockStatementAround(yield) is { } @lock)
        {
            return new LockedYield(TextOf(@lock.Expression), @lock.Expression);
        }

        return ThreadAffineScopes.LockAtYield(yield, function, model) is { } scope
            ? new LockedYield(scope.Key ?? scope.Display, scope.Opening)
            : null;
    }

    /// <summary>The iterator is private, and what calls it runs it to its end on the spot: <c>Items().ToList()</c>.</summary>
    public static bool IsRunAtOnce(SyntaxNode function, CodeModel model)
        => function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            && FunctionSyntax.SymbolOf(function, model) is { } symbol
            && CallersOf.Find(symbol, function, model) is { Count: > 0 } callers
            && callers.All(static caller => caller is SimpleNameSyntax name && CallSyntax.InvocationOf(name) is { } call
                && call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access
                && access.Expression == call && RunsAtOnce.Contains(access.Name.Identifier.ValueText));

    /// <summary>A loop of the same file over what the iterator makes, which awaits in its body; null where none is known.</summary>
    public static SyntaxNode? LoopThatAwaits(SyntaxNode function, CodeModel model)
    {
        if (FunctionSyntax.SymbolOf(function, model) is not { } iterator)
        {
            return null;
        }

        foreach (SyntaxNode node in model.SyntaxTree.GetRoot(model.CancellationToken).Descendants())
        {
            if (node is CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop
                && FunctionSyntax.OwnNodes(loop.Statement).Any(FunctionSyntax.IsAwait)
                && IsOver(loop, iterator, model))
            {
                return loop.Expression;
            }
        }

        return null;
    }

    private static bool IsOver(CommonForEachStatementSyntax loop, IMethodSymbol iterator, CodeModel model)
    {
        ExpressionSyntax source = CallSyntax.WithoutCasts(loop.Expression);
        ISymbol? called = source is InvocationExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax
            ? model.SymbolOf(source)
            : null;
        return IsSame(called, (ISymbol?)iterator.AssociatedSymbol ?? iterator)
            || (iterator.Name.EndsWith("GetEnumerator", StringComparison.Ordinal)
                && IsSame(model.Semantic.GetForEachStatementInfo(loop).GetEnumeratorMethod, iterator));

        static bool IsSame(ISymbol? one, ISymbol other)
            => SymbolEqualityComparer.Default.Equals(one?.OriginalDefinition, other.OriginalDefinition);
    }

    private static bool MayTake(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
            => CallSyntax.CalledName(call) is { } name && LockCalls.Takes(name),
        LocalDeclarationStatementSyntax local => local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword),
        IfStatementSyntax { Condition: var condition } => condition.DescendantsAndSelf().Any(static node
            => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && LockCalls.Takes(name)),
        _ => false,
    };

    private static string TextOf(ExpressionSyntax @object)
        => ThreadAffineLocks.NameOf(@object) is { Length: <= 40 } name && !name.Contains('\n') ? name : "lock";
}
