namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// The callback of a periodic timer changes a collection that another member uses. A member that handles the timer may have stopped it, one
/// that the callback calls runs on its thread.
/// </summary>
internal static class TimerChanges
{
    /// <param name="use">The change in the callback.</param>
    /// <param name="held">The locks that are held there.</param>
    /// <param name="start">The timer.</param>
    /// <param name="context">What the rule has at hand.</param>
    public static SharedChange? ConflictOf(CollectionUse use, LockSet held, ConcurrentStart start, RuleContext context)
    {
        if (use.State is not { IsOfVariable: false, IsDirect: true, Root: IFieldSymbol } || !held.IsEmpty
            || use.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        var called = new HashSet<string>(
            start.Functions.Concat(start.Functions.SelectMany(ConcurrentBody.Of).Select(static body => body.Body))
                .SelectMany(static code => code.DescendantsAndSelf()).OfType<IdentifierNameSyntax>()
                .Select(static name => name.Identifier.ValueText),
            StringComparer.Ordinal);
        ISymbol? holder = TimerTypes.HolderOf(start.Call, context.Model);
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (NameOfOpen(member) is not { } name || called.Contains(name) || name.StartsWith("Dispose", StringComparison.Ordinal)
                || member.Span.Contains(use.Node.Span) || member.Span.Contains(start.Call.Span))
            {
                continue;
            }

            foreach (ExpressionSyntax mention in use.State.MentionsAmong(member.Descendants(), context.Model))
            {
                AccessUse other = use.UseAt(mention, context.Model);
                if (use.IsHarmful(other)
                    && LockSets.At(mention, context.Model).IsEmpty
                    && !TimerTypes.AreHandledBy(member, holder, context.Model))
                {
                    return new SharedChange(use, mention.GetLocation(), $"'{name}' ({SourceLine.Of(mention)}) can use it at any time");
                }
            }
        }

        return null;
    }

    /// <summary>The name of a method or property that other types can use.</summary>
    private static string? NameOfOpen(MemberDeclarationSyntax member)
        => !member.Modifiers.Any(static modifier
            => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword) ? null
            : member switch
            {
                MethodDeclarationSyntax method => method.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                _ => null,
            };
}
