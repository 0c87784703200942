namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// The lock of one operation, under which its end and the wish to be told of it meet: <c>lock (_gate) { _done = true; if (_isWatched)
/// OnCompleted(); }</c> and <c>lock (_gate) { _isWatched = true; return !_done; }</c>. Nobody else waits for it.
/// </summary>
internal static class CompletionHandshake
{
    /// <summary>
    /// The place stands behind a test of a flag, and all other sections of the lock set that flag and call nothing; the type does nothing
    /// else with the lock, a private field.
    /// </summary>
    /// <param name="place">What is done under the lock.</param>
    public static bool IsAt(SyntaxNode place)
    {
        if (LockSets.LockStatementAround(place) is not { } own || OwnMember.NameOf(own.Expression) is not { } name
            || own.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || !type.Members.Any(member => IsPrivateField(member, name)))
        {
            return false;
        }

        var others = new List<LockStatementSyntax>();
        foreach (SyntaxNode node in type.Descendants())
        {
            if (node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name)
            {
                if (Writes.ExpressionOf(mention).Parent is not LockStatementSyntax section)
                {
                    return false;
                }

                if (section != own)
                {
                    others.Add(section);
                }
            }
        }

        return others.Count > 0 && place.Ancestors().TakeWhile(around => around != own).OfType<IfStatementSyntax>().Any(test
            => test.Statement.Span.Contains(place.Span) && test.Condition.DescendantsAndSelf().Any(part
                => part is IdentifierNameSyntax flag && others.TrueForAll(other => OnlySets(other, flag.Identifier.ValueText))));
    }

    private static bool OnlySets(LockStatementSyntax section, string flag)
    {
        bool sets = false;
        foreach (SyntaxNode node in section.Statement.DescendantsAndSelf())
        {
            switch (node)
            {
                case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ConditionalAccessExpressionSyntax:
                    return false;
                case AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } set:
                    sets |= OwnMember.NameOf(set.Left) == flag;
                    break;
            }
        }

        return sets;
    }

    private static bool IsPrivateField(MemberDeclarationSyntax member, string name)
        => member is FieldDeclarationSyntax field
            && !field.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword
                or SyntaxKind.ProtectedKeyword or SyntaxKind.StaticKeyword)
            && field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == name);
}
