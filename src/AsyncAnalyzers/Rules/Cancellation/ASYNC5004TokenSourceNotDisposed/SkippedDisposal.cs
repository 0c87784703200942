namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A source of a local that is disposed at the end of its block, with no <c>using</c> or <c>finally</c>.</summary>
/// <param name="Disposals">All statements that dispose it.</param>
/// <param name="Thrower">The first thing that may throw before the last of them: what is given the token and awaited.</param>
internal sealed record SkippedDisposal(IReadOnlyList<ExpressionStatementSyntax> Disposals, SyntaxNode Thrower)
{
    /// <summary>
    /// Null where a <c>catch</c> or <c>finally</c> disposes it too, where it is disposed on some paths only, for a reason, and where
    /// nothing before the last disposal is known to throw.
    /// </summary>
    public static SkippedDisposal? Of(VariableDeclaratorSyntax local, CodeModel model)
    {
        if (local.Parent?.Parent is not LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration)
        {
            return null;
        }

        var disposals = new List<ExpressionStatementSyntax>();
        SyntaxNode? thrower = null;
        int last = -1;
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            switch (TokenSourceUses.Of(mention))
            {
                case TokenSourceUse.Set or TokenSourceUse.Escapes:
                    return null;
                case TokenSourceUse.Disposed:
                    if (StatementOf(mention) is not { } disposal || FunctionSyntax.Enclosing(disposal) != FunctionSyntax.Enclosing(local)
                        || disposal.Ancestors().TakeWhile(ancestor => ancestor != block)
                            .Any(static ancestor => ancestor is CatchClauseSyntax or FinallyClauseSyntax))
                    {
                        return null;
                    }

                    disposals.Add(disposal);
                    last = disposal.Parent == block ? Math.Max(last, disposal.SpanStart) : last;
                    break;
                case TokenSourceUse.Token when TokenSourceUses.TokenOf(mention) is { } token:
                    thrower ??= AwaitAround(token, block);
                    break;
            }
        }

        return thrower is not null && thrower.SpanStart < last && disposals.TrueForAll(each => each.Parent == block || LeavesBehind(each))
            ? new SkippedDisposal(disposals, thrower)
            : null;
    }

    /// <summary><c>source.Dispose();</c> or <c>source?.Dispose();</c></summary>
    public static ExpressionStatementSyntax? StatementOf(IdentifierNameSyntax mention) => mention.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement } } => statement,
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax, Parent: ExpressionStatementSyntax statement }
            => statement,
        _ => null,
    };

    /// <summary>The <c>await</c> of what is given the token, where an exception of it leaves the block.</summary>
    private static SyntaxNode? AwaitAround(ExpressionSyntax token, BlockSyntax block)
    {
        if (token.Ancestors().TakeWhile(static node => node is not StatementSyntax && !FunctionSyntax.IsFunction(node))
            .FirstOrDefault(static node => node is AwaitExpressionSyntax) is not { } await)
        {
            return null;
        }

        return await.Ancestors().TakeWhile(ancestor => ancestor != block).OfType<TryStatementSyntax>()
            .Any(@try => @try.Block.Span.Contains(await.Span) && ExceptionGuard.CatchesAll(@try)) ? null : await;
    }

    /// <summary>The branch that disposes it ends by leaving the function.</summary>
    private static bool LeavesBehind(ExpressionStatementSyntax disposal)
        => disposal.Parent is BlockSyntax branch && branch.Statements.Last() is ReturnStatementSyntax or ThrowStatementSyntax;
}
