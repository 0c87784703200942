namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>try { _lock.Release(); await callback(); } finally { await _lock.WaitAsync(token); }</c>: a lock is given back for a while, and taken
/// again with a token that may be cancelled by then. What releases it in the end counts on it.
/// </summary>
/// <param name="Call">The call that takes it again.</param>
/// <param name="Method">What is called.</param>
/// <param name="Argument">The token, as it is given.</param>
/// <param name="Token">The same.</param>
/// <param name="LastRelease">Where it is released in the end, also after an exception.</param>
/// <param name="IsCertain">That is around the call, or around a call of its function.</param>
internal readonly record struct RetakenLock(
    InvocationExpressionSyntax Call, IMethodSymbol Method, ExpressionSyntax Argument, TokenPath Token,
    InvocationExpressionSyntax LastRelease, bool IsCertain)
{
    /// <summary>The clause may take a lock that its <c>try</c>, or what stands before it, has given back.</summary>
    public static bool MayBeIn(BlockSyntax clause) => FunctionSyntax.OwnNodes(clause).Any(MayRetake);

    /// <summary>The locks that the clause of the <c>try</c> takes again with a token.</summary>
    public static IEnumerable<RetakenLock> In(BlockSyntax clause, TryStatementSyntax @try, CodeModel model)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(clause))
        {
            if (MayRetake(node) && Of((InvocationExpressionSyntax)node, clause, @try, model) is { } found)
            {
                yield return found;
            }
        }
    }

    private static bool MayRetake(SyntaxNode node)
        => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && Takes(name)
            && CleanupName.MayTakeToken(call);

    private static RetakenLock? Of(InvocationExpressionSyntax call, BlockSyntax clause, TryStatementSyntax @try, CodeModel model)
        => IsStatement(call)
            && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver
            && FunctionSyntax.Enclosing(@try) is { } function
            && TokenPath.Of(receiver, model) is { } @lock
            && IsGivenBackBefore(@lock, clause, @try)
            && !IsReleasedIn(clause, @lock)
            && !IsTakenOtherwise(call, clause)
            && LastReleaseOf(@lock, @try, function, model) is { } last
            && CallSyntax.MethodOf(call, model) is { } method
            && TokenArguments.ParameterOf(method, model.Types) is { } parameter
            && GivenArgument.For(parameter, call) is { } given && !TokenArguments.IsNone(given)
            && TokenPath.Of(given, model) is { } token
            && ObservedToken.IsHeeded(method, parameter.Ordinal, model)
            && StoppableToken.Is(token, clause, model)
                ? new RetakenLock(call, method, given, token, last, IsAround(last, function))
                : null;

    private static bool Takes(string name) => name is "Wait" or "WaitAsync";

    /// <summary>Nothing looks at the answer, as that of a wait with a time limit.</summary>
    private static bool IsStatement(InvocationExpressionSyntax call)
    {
        ExpressionSyntax current = call;
        while (current.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or InvocationExpressionSyntax
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" })
        {
            current = (ExpressionSyntax)current.Parent;
        }

        return current.Parent is ExpressionStatementSyntax;
    }

    /// <summary>The block first and last releases the lock; where it does nothing with it, what stands before the block does.</summary>
    private static bool IsGivenBackBefore(TokenPath @lock, BlockSyntax clause, TryStatementSyntax @try)
    {
        string[] done = CallsOn(@lock, @try.Block).Select(static call => CallSyntax.CalledName(call)!).ToArray();
        return done.Length > 0
            ? done[0] == "Release" && done[done.Length - 1] == "Release"
            : @try.Parent is BlockSyntax { Statements: var around }
                && around.TakeWhile(statement => statement != @try)
                    .SelectMany(statement => CallsOn(@lock, statement)).LastOrDefault() is { } before
                && before.Parent?.Parent == @try.Parent
                && CallSyntax.CalledName(before) == "Release";
    }

    /// <summary>The cancellation is caught in the clause itself, where it can be taken without a token.</summary>
    private static bool IsTakenOtherwise(SyntaxNode call, BlockSyntax clause)
        => call.Ancestors().TakeWhile(around => around != clause).OfType<TryStatementSyntax>()
            .Any(inner => inner.Block.Span.Contains(call.Span) && inner.Catches.Count > 0);

    /// <summary>
    /// The release in a <c>finally</c> or <c>catch</c> around the statement, which runs whether or not the lock was taken again. Where the
    /// function has taken the lock before it was called, that of its callers; over-approximates: any of the type counts.
    /// </summary>
    private static InvocationExpressionSyntax? LastReleaseOf(TokenPath @lock, TryStatementSyntax @try, SyntaxNode function, CodeModel model)
    {
        SyntaxNode child = @try;
        for (SyntaxNode? current = @try.Parent; current is not null && child != function; child = current, current = current.Parent)
        {
            if (current is TryStatementSyntax outer && child == outer.Block
                && ClausesOf(outer).SelectMany(clause => CallsOn(@lock, clause)).FirstOrDefault(IsRelease) is { } release)
            {
                return IsAsked(release, outer, @try) ? null : release;
            }
        }

        if (@lock.Root is not (IFieldSymbol or IPropertySymbol)
            || CallsOn(@lock, function).Any(call => !IsRelease(call) && call.SpanStart < @try.SpanStart && !IsInClause(call))
            || function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        InvocationExpressionSyntax? any = null;
        foreach (SimpleNameSyntax release in NameMentions.In(type, model)["Release"])
        {
            if (CallSyntax.InvocationOf(release) is { } call && IsInClause(call) && !function.Span.Contains(call.Span)
                && CallSyntax.Receiver(release) is { } receiver && @lock.IsAt(receiver)
                && !call.Ancestors().TakeWhile(static around => around is not TryStatementSyntax)
                    .Any(static around => around is IfStatementSyntax))
            {
                if (IsAround(call, function))
                {
                    return call;
                }

                any ??= call;
            }
        }

        return any;
    }

    /// <summary>The release stands in the function itself, or behind a <c>try</c> that names it.</summary>
    private static bool IsAround(SyntaxNode release, SyntaxNode function)
        => function.Span.Contains(release.Span)
            || (function is MethodDeclarationSyntax { Identifier.ValueText: var name }
                && release.FirstAncestorOrSelf<TryStatementSyntax>()?.Block.Descendants().Any(node
                    => node is SimpleNameSyntax mention && mention.Identifier.ValueText == name) == true);

    /// <summary>A flag that the code around the statement sets tells whether the lock is held.</summary>
    private static bool IsAsked(SyntaxNode release, TryStatementSyntax outer, TryStatementSyntax inner)
        => release.Ancestors().TakeWhile(around => around != outer).OfType<IfStatementSyntax>()
            .SelectMany(static @if => @if.Condition.DescendantsAndSelf().OfType<IdentifierNameSyntax>())
            .Any(flag => inner.Parent!.Descendants().Any(node => node is AssignmentExpressionSyntax assignment
                && CallSyntax.WithoutSuppression(assignment.Left) is IdentifierNameSyntax set
                && set.Identifier.ValueText == flag.Identifier.ValueText));

    private static bool IsReleasedIn(BlockSyntax clause, TokenPath @lock) => CallsOn(@lock, clause).Any(IsRelease);

    private static bool IsRelease(InvocationExpressionSyntax call) => CallSyntax.CalledName(call) == "Release";

    private static bool IsInClause(SyntaxNode node)
        => node.Ancestors().TakeWhile(static around => !FunctionSyntax.IsFunction(around))
            .Any(static around => around is FinallyClauseSyntax or CatchClauseSyntax);

    private static IEnumerable<BlockSyntax> ClausesOf(TryStatementSyntax @try)
        => @try.Catches.Select(static clause => clause.Block)
            .Concat(@try.Finally is { } @finally ? new[] { @finally.Block } : Enumerable.Empty<BlockSyntax>());

    /// <summary>The calls that take or release the lock, in source order, without those in inner functions.</summary>
    private static IEnumerable<InvocationExpressionSyntax> CallsOn(TokenPath @lock, SyntaxNode code)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(code))
        {
            if (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && (Takes(name) || name == "Release")
                && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver && @lock.IsAt(receiver))
            {
                yield return call;
            }
        }
    }
}
