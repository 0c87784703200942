namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>A private field that is set to tasks and never read becomes what it is: tasks that are discarded on purpose.</summary>
internal static class FieldDiscarding
{
    /// <summary>The root without the field; null where something else than statements sets it, or a discard is not possible.</summary>
    /// <param name="declarator">The declarator of the field.</param>
    /// <param name="root">The root of its file.</param>
    /// <param name="model">The model of the tree.</param>
    public static SyntaxNode? TryApply(VariableDeclaratorSyntax declarator, SyntaxNode root, CodeModel model)
    {
        if (declarator.Initializer is not null
            || model.GetDeclaredSymbol(declarator) is not IFieldSymbol field || !field.Type.IsTaskOrValueTask(model.Types)
            || PrivateFieldUses.Find(field, model) is not { Uses.Count: > 0 } uses
            || uses.Declaration.ContainsDirectives || uses.Declaration.Parent is not TypeDeclarationSyntax type
            || !uses.Uses.All(use => IsSetAlone(use) && DiscardSyntax.IsFree(use, model)))
        {
            return null;
        }

        int index = type.Members.IndexOf(uses.Declaration);
        SyntaxNode[] changed = uses.Uses.Select(use => use.Parent!).Append(uses.Declaration).ToArray();
        SyntaxNode tracked = root.TrackNodes(changed.Append(type));
        foreach (ExpressionSyntax use in uses.Uses)
        {
            var assignment = (AssignmentExpressionSyntax)tracked.GetCurrentNode(use.Parent!)!;
            ExpressionSyntax discarded = DiscardSyntax.Of(assignment.Right.WithLeadingTrivia(assignment.GetLeadingTrivia()));
            tracked = tracked.ReplaceNode(assignment, discarded.WithTrailingTrivia(assignment.GetTrailingTrivia()));
        }

        tracked = tracked.RemoveNode(tracked.GetCurrentNode(uses.Declaration)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        var around = (TypeDeclarationSyntax)tracked.GetCurrentNode(type)!;
        if (index > 0 || around.Members.Count == 0)
        {
            return tracked;
        }

        // An empty line that came after the field would be the first one of the type.
        MemberDeclarationSyntax first = around.Members[0];
        return tracked.ReplaceNode(first,
            first.WithLeadingTrivia(first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
    }

    private static bool IsSetAlone(ExpressionSyntax use)
        => use.Parent is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
            Parent: ExpressionStatementSyntax
        } assignment && assignment.Left == use
            && assignment.Right is not (LiteralExpressionSyntax or DefaultExpressionSyntax);
}
