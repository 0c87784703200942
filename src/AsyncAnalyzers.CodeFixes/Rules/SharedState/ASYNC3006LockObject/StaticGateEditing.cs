namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Makes the field static that is the lock of static state, so that all instances lock one object.</summary>
internal static class StaticGateEditing
{
    /// <summary>
    /// Null where the field is more than a lock, or is used on another instance, or in a part of the type that is out of sight.
    /// </summary>
    public static async Task<Solution?> ApplyAsync(
        RepairRequest request, FaultyLock faulty, IFieldSymbol field, CancellationToken cancellationToken)
    {
        if (field is not { DeclaredAccessibility: Accessibility.Private, IsStatic: false }
            || field.FirstSyntax(cancellationToken) is not VariableDeclaratorSyntax
            {
                Initializer.Value: BaseObjectCreationExpressionSyntax,
                Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration },
            })
        {
            return null;
        }

        Solution solution = request.Document.Project.Solution;
        var edits = new Dictionary<DocumentId, Dictionary<SyntaxNode, SyntaxNode>>();
        foreach (SyntaxReference reference in faulty.Type.DeclaringSyntaxReferences)
        {
            SyntaxNode part = await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            if (solution.GetDocument(reference.SyntaxTree) is not { } document
                || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            {
                return null;
            }

            if (!edits.TryGetValue(document.Id, out Dictionary<SyntaxNode, SyntaxNode> own))
            {
                edits.Add(document.Id, own = new Dictionary<SyntaxNode, SyntaxNode>());
            }

            foreach (SyntaxNode node in part.DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != field.Name
                    || !SymbolEqualityComparer.Default.Equals(
                        model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition))
                {
                    continue;
                }

                if (!IsLock(Writes.ExpressionOf(name)))
                {
                    return null;
                }

                if (Writes.ExpressionOf(name) is MemberAccessExpressionSyntax access)
                {
                    own.Add(access, name.WithTriviaFrom(access));
                }
            }

            if (part.Contains(declaration))
            {
                own.Add(declaration, WithStatic(declaration));
            }
        }

        foreach (KeyValuePair<DocumentId, Dictionary<SyntaxNode, SyntaxNode>> edited in edits)
        {
            SyntaxNode root = (await solution.GetDocument(edited.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            solution = edited.Value.Count == 0 ? solution : solution.WithDocumentSyntaxRoot(
                edited.Key, root.ReplaceNodes(edited.Value.Keys, (original, _) => edited.Value[original]));
        }

        return solution;
    }

    /// <summary>The field of this instance is locked; threads that wait for a signal of their instance stay with it.</summary>
    private static bool IsLock(ExpressionSyntax field)
        => field is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            && CallSyntax.WithCasts(field) is var whole
            && (whole.Parent is ArgumentSyntax { Parent.Parent: { } call } ? LockUse.Of(call) : LockUse.Of(whole.Parent!))
                is { IsSignal: false } use
            && use.Object == whole;

    private static FieldDeclarationSyntax WithStatic(FieldDeclarationSyntax declaration)
    {
        SyntaxToken added = Token(default, SyntaxKind.StaticKeyword, TriviaList(Space));
        int index = declaration.Modifiers.IndexOf(SyntaxKind.ReadOnlyKeyword);
        if (declaration.Modifiers.Count == 0)
        {
            return declaration.WithoutLeadingTrivia().WithModifiers(TokenList(added)).WithLeadingTrivia(declaration.GetLeadingTrivia());
        }

        index = index < 0 ? declaration.Modifiers.Count : index;
        return declaration
            .WithoutLeadingTrivia()
            .WithModifiers(declaration.WithoutLeadingTrivia().Modifiers.Insert(index, added))
            .WithLeadingTrivia(declaration.GetLeadingTrivia());
    }
}
