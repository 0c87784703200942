namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>All places that name a shared collection: a local, or a private field of one declaration.</summary>
/// <param name="Change">The change that is reported.</param>
/// <param name="Declarator">Its declaration.</param>
/// <param name="Uses">The places but the declaration, with <c>this.</c> where that is.</param>
internal sealed record CollectionUses(CollectionUse Change, VariableDeclaratorSyntax Declarator, IReadOnlyList<ExpressionSyntax> Uses)
{
    /// <summary>Null where some are out of sight.</summary>
    public static CollectionUses? Find(RepairRequest request, CollectionUse change, CancellationToken cancellationToken)
    {
        if (!change.State.IsDirect)
        {
            return null;
        }

        switch (change.State.Root)
        {
            case IFieldSymbol field:
                return PrivateFieldUses.Find(field, request.ModelFor(cancellationToken)) is { } uses
                    ? new CollectionUses(change, uses.Declarator, uses.Uses)
                    : null;
            case ILocalSymbol local:
                if (local.FirstSyntax(cancellationToken) is not VariableDeclaratorSyntax
                    {
                        Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax },
                    } declarator || FunctionSyntax.Enclosing(declarator) is not { } owner)
                {
                    return null;
                }

                return new CollectionUses(
                    change, declarator,
                    owner.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name
                        => name.Identifier.ValueText == local.Name
                            && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(name, cancellationToken).Symbol, local))
                        .ToArray());
            default:
                return null;
        }
    }

    /// <summary>
    /// A lock around each use does what is meant: the collection is not handed out, and nothing is read in one statement to be changed in
    /// another.
    /// </summary>
    public bool MayBeLocked(RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode? owner = FunctionSyntax.Enclosing(Declarator);
        foreach (IGrouping<SyntaxNode?, ExpressionSyntax> group in Uses.GroupBy(FunctionSyntax.Enclosing))
        {
            if (group.Key is null or ConstructorDeclarationSyntax || (group.Key == owner && Change.State.IsOfVariable))
            {
                continue;
            }

            ILookup<bool, ExpressionSyntax> byChange = group
                .Where(use => Change.UseAt(use, request.ModelFor(cancellationToken)) != AccessUse.Escape)
                .ToLookup(use => Change.UseAt(use, request.ModelFor(cancellationToken)) is AccessUse.Change);
            if (byChange[true].Count() + byChange[false].Count() < group.Count()
                || byChange[true].Any(change => byChange[false].Any(read => AreApart(read, change))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The read comes first, or may in another turn of a loop, and no statement holds both.</summary>
    public static bool AreApart(ExpressionSyntax read, ExpressionSyntax change)
        => StatementOf(read) is var first && StatementOf(change) is var second
            && !first.Span.Contains(second.Span) && !second.Span.Contains(first.Span)
            && (read.SpanStart < change.SpanStart || change.Ancestors().Any(static ancestor
                => ControlFlowSyntax.LoopBody(ancestor) is not null));

    private static SyntaxNode StatementOf(SyntaxNode node)
        => node.FirstAncestorOrSelf<StatementSyntax>() is { } statement
            && FunctionSyntax.Enclosing(statement) == FunctionSyntax.Enclosing(node) ? statement : FunctionSyntax.Enclosing(node)!;
}
