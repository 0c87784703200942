namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What runs between a statement that takes a lock and one that releases it.</summary>
/// <param name="Block">The block that both stand in, perhaps in one <c>if</c> each.</param>
/// <param name="Statements">The statements between the two.</param>
/// <param name="Condition">
/// Both stand in an <c>if</c> of this condition, <c>if (ordered) { gate.Wait(); } … if (ordered) { gate.Release(); }</c>, so that
/// between them the lock is held in some runs only. Else null.
/// </param>
internal sealed record LockSection(BlockSyntax Block, IEnumerable<StatementSyntax> Statements, ExpressionSyntax? Condition)
{
    /// <summary>The lock is held in some runs only.</summary>
    public bool IsConditional => Condition is not null;

    /// <summary>The nodes of the statements; without those that run by a test of what decides whether the lock is held.</summary>
    public IEnumerable<SyntaxNode> Nodes()
        => Statements.SelectMany(FunctionSyntax.OwnNodes).Where(node => Condition is null || !DependsOn(Condition, node));

    private bool DependsOn(ExpressionSyntax condition, SyntaxNode node)
        => node.Ancestors().TakeWhile(around => around != Block).OfType<IfStatementSyntax>().Any(@if
            => !SyntaxFactory.AreEquivalent(@if.Condition, condition) && NamesIn(@if.Condition).Intersect(NamesIn(condition)).Any());

    private static IEnumerable<string> NamesIn(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText);

    /// <summary>The section; null where the two stand elsewhere, or the release comes first.</summary>
    public static LockSection? Of(StatementSyntax first, InvocationExpressionSyntax release, CodeModel model)
    {
        if (CallSyntax.StatementIgnoring(release) is not { } last || last.SpanStart < first.SpanStart)
        {
            return null;
        }

        if (first.Parent is BlockSyntax block && last.Parent == block)
        {
            return new(block, Behind(first).TakeWhile(one => one != last), null);
        }

        if (ConditionOf(first) is not { Parent: BlockSyntax outer } opening || ConditionOf(last) is not { } closing
            || closing.Parent != outer || closing == opening
            || !SyntaxFactory.AreEquivalent(opening.Condition, closing.Condition)
            || !IsSettled(opening.Condition, outer, model))
        {
            return null;
        }

        IEnumerable<StatementSyntax> inside = Behind(first).Concat(Behind(opening).TakeWhile(one => one != closing));
        return new(
            outer,
            last.Parent is BlockSyntax end ? inside.Concat(end.Statements.TakeWhile(one => one != last)) : inside,
            opening.Condition);
    }

    private static IEnumerable<StatementSyntax> Behind(StatementSyntax statement)
        => statement.Parent is BlockSyntax block
            ? block.Statements.SkipWhile(one => one != statement).Skip(1)
            : Enumerable.Empty<StatementSyntax>();

    /// <summary>The <c>if</c> without <c>else</c> whose whole body the statement stands in.</summary>
    private static IfStatementSyntax? ConditionOf(StatementSyntax statement)
        => (statement.Parent is BlockSyntax block ? block.Parent : statement.Parent) is IfStatementSyntax { Else: null } @if ? @if : null;

    /// <summary>Only locals, parameters and readonly fields are asked, and none of them changes in the block.</summary>
    private static bool IsSettled(ExpressionSyntax condition, BlockSyntax block, CodeModel model)
        => condition.DescendantsAndSelf().All(node => node is not (InvocationExpressionSyntax or AwaitExpressionSyntax)
            && (node is not IdentifierNameSyntax name || model.GetSymbolInfo(name).Symbol switch
            {
                ILocalSymbol or IParameterSymbol => !LocalAssignments.IsWritten(name.Identifier.ValueText, block, model),
                IFieldSymbol field => field.IsReadOnly || field.IsConst,
                ITypeSymbol or INamespaceSymbol => true,
                _ => false,
            }));
}
