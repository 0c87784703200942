namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Adds using directives for extension methods, which no simplifier can add: their call does not name their class.</summary>
internal static class ImportEditing
{
    /// <summary>The root with a directive for the namespace, among the others in order; unchanged where it is there.</summary>
    public static SyntaxNode AddUsing(SyntaxNode root, string @namespace)
    {
        var unit = (CompilationUnitSyntax)root;
        if (unit.Usings.Count == 0 && unit.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault() is { Usings.Count: > 0 } inner)
        {
            return inner.Usings.Any(IsIt) ? root : unit.ReplaceNode(inner, inner.WithUsings(Inserted(inner.Usings, @namespace)));
        }

        if (unit.Usings.Any(IsIt))
        {
            return root;
        }

        if (unit.Usings.Count > 0)
        {
            return unit.WithUsings(Inserted(unit.Usings, @namespace));
        }

        SyntaxTrivia newLine = NewLineIn(root);
        return unit.WithUsings(SingletonList(Directive(@namespace, newLine).WithTrailingTrivia(newLine, newLine)));

        bool IsIt(UsingDirectiveSyntax directive)
            => directive is { Alias: null } && directive.StaticKeyword.IsKind(SyntaxKind.None) && directive.Name?.ToString() == @namespace;
    }

    private static SyntaxList<UsingDirectiveSyntax> Inserted(SyntaxList<UsingDirectiveSyntax> usings, string @namespace)
    {
        int index = 0;
        while (index < usings.Count && usings[index] is { Alias: null } directive && directive.StaticKeyword.IsKind(SyntaxKind.None)
            && Rank(directive.Name?.ToString() ?? string.Empty).CompareTo(Rank(@namespace)) < 0)
        {
            index++;
        }

        UsingDirectiveSyntax neighbor = usings[Math.Min(index, usings.Count - 1)];
        UsingDirectiveSyntax added = Directive(@namespace, NewLineIn(neighbor.SyntaxTree.GetRoot()));
        if (index == 0)
        {
            // What stands before the first directive (a header, say) stays before all.
            return usings.Replace(neighbor, neighbor.WithoutLeadingTrivia())
                .Insert(0, added.WithLeadingTrivia(neighbor.GetLeadingTrivia()));
        }

        return usings.Insert(index, added.WithLeadingTrivia(Indentation(usings[index - 1])));
    }

    /// <summary>System comes first.</summary>
    private static (int, string) Rank(string name)
        => (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1, name.ToUpperInvariant());

    private static SyntaxTriviaList Indentation(SyntaxNode node)
        => TriviaList(node.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());

    private static UsingDirectiveSyntax Directive(string @namespace, SyntaxTrivia newLine)
        => UsingDirective(ParseName(@namespace)).WithUsingKeyword(Token(default, SyntaxKind.UsingKeyword, TriviaList(Space)))
            .WithTrailingTrivia(newLine);

    private static SyntaxTrivia NewLineIn(SyntaxNode root)
        => root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found
            ? found
            : EndOfLine("\n");
}
