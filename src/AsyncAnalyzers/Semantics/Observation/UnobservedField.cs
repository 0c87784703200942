namespace AsyncAnalyzers.Semantics;

/// <summary>Tasks in private fields that nothing in the type reads.</summary>
internal static class UnobservedField
{
    /// <summary>A private field of a task, or of a collection of them, by syntax alone.</summary>
    public static bool MayHoldTasks(FieldDeclarationSyntax field)
        => field.AttributeLists.Count == 0
            && !field.Modifiers.Any(modifier
                => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword
                    or SyntaxKind.ConstKeyword)
            && field.Declaration.Variables.Count == 1
            && UnobservedCollection.NamesTask(field.Declaration.Type);

    public static UnobservedTask? Find(FieldDeclarationSyntax field, CodeModel model)
    {
        VariableDeclaratorSyntax declarator = field.Declaration.Variables[0];
        if (model.GetDeclaredSymbol(declarator) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } symbol
            || !(symbol.Type.IsTaskOrValueTask(model.Types) || UnobservedCollection.HoldsTasks(symbol.Type, model.Types)))
        {
            return null;
        }

        bool isTask = symbol.Type.IsTaskOrValueTask(model.Types);
        var kept = new List<ExpressionSyntax>(UnobservedCollection.WrittenOut(declarator.Initializer?.Value));
        foreach (SyntaxReference part in symbol.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (IdentifierNameSyntax mention in VariableMentions.In(part.GetSyntax(model.CancellationToken), symbol.Name, model))
            {
                if (isTask ? !IsSetting(mention, kept) : !UnobservedCollection.IsFilling(mention, kept))
                {
                    return null;
                }
            }
        }

        // What another file sets it to is not looked at: that would take another model.
        return UnobservedCollection.FirstStarted(kept.Where(value
            => value.SyntaxTree == field.SyntaxTree), model) is { } call
            ? new UnobservedTask(UnobservedTaskKind.Field, declarator.Identifier, call, symbol.Name)
            : null;
    }

    private static bool IsSetting(IdentifierNameSyntax mention, List<ExpressionSyntax> kept)
    {
        TaskUse use = TaskUse.Of(mention);
        if (use is { Kind: TaskUseKind.NotRead, Place: AssignmentExpressionSyntax { Right: var value } assignment }
            && TaskUse.Of(assignment).Kind == TaskUseKind.Dropped)
        {
            kept.Add(value);
            return true;
        }

        return use.Kind == TaskUseKind.NotRead && use.Place is InvocationExpressionSyntax;
    }
}
