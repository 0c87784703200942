namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Loops over many files, as far as their code says: over a directory, what the caller hands in, or without an end.</summary>
internal static class FileLoops
{
    /// <summary>A user's file and the one for all, three tries: nobody notices more of them than of one.</summary>
    private const int Few = 8;

    /// <summary>The place stands in such a loop of its function.</summary>
    public static bool AreAround(SyntaxNode place, CodeModel model)
    {
        for (SyntaxNode? around = place.Parent;
            around is not (null or MemberDeclarationSyntax) && !FunctionSyntax.IsFunction(around);
            around = around.Parent)
        {
            if (LoopBounds.IsLoop(around) && !IsOverFew((StatementSyntax)around, place, model))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOverFew(StatementSyntax loop, SyntaxNode place, CodeModel model)
        => (loop is CommonForEachStatementSyntax each
                && (each.Expression.Span.Contains(place.Span) || IsFilledOneByOne(each.Expression, model)))
            || LoopBounds.Of(loop, model) is { DataPower: 0, Known: <= Few };

    /// <summary>
    /// <c>var paths = new List&lt;string&gt;(); if (user != null) paths.Add(user); paths.Add(common);</c>: a local list that gets its
    /// elements outside of loops, and is handed to nobody.
    /// </summary>
    private static bool IsFilledOneByOne(ExpressionSyntax list, CodeModel model)
        => list is IdentifierNameSyntax { Identifier.ValueText: var text }
            && model.SymbolOf(list) is ILocalSymbol local
            && LocalAssignments.OnlyValueOf(local, model) is BaseObjectCreationExpressionSyntax
            {
                ArgumentList: null or { Arguments.Count: 0 }
            } creation
            && FunctionSyntax.Enclosing(list) is { } function
            && NameMentions.In(function, model)[text].All(mention => IsOne(mention, list, local, model));

    private static bool IsOne(SimpleNameSyntax mention, ExpressionSyntax list, ILocalSymbol local, CodeModel model)
        => mention == list
            || mention.Parent is CommonForEachStatementSyntax
            || (mention.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access
                && access.Expression == mention
                && (member is "Count" or "Contains" or "Clear" or "Remove" || (member == "Add" && !LoopBounds.IsInLoop(mention))))
            || !SymbolEqualityComparer.Default.Equals(model.SymbolOf(mention), local);
}
