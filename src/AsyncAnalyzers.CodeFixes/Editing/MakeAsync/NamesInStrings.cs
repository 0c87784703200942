namespace AsyncAnalyzers.Editing;

/// <summary>Methods that are found by their name at run time: no search for references sees those uses.</summary>
internal static class NamesInStrings
{
    private static readonly HashSet<string> Lookups = new(StringComparer.Ordinal)
    {
        "GetMethod", "GetRuntimeMethod", "GetDeclaredMethod", "GetMember", "InvokeMember",
        "CreateDelegate", "Invoke", "InvokeStatic", "Method", "DeclaredMethod",
    };

    /// <summary>True where no code of the solution looks one of the methods up by its name.</summary>
    public static async Task<bool> AreFreeAsync(Solution solution, IEnumerable<IMethodSymbol> methods, CancellationToken cancellationToken)
    {
        string[] names = methods.Where(method
            => method.MethodKind == MethodKind.Ordinary).Select(method => method.Name).Distinct().ToArray();
        string[] literals = Array.ConvertAll(names, name => '"' + name + '"');
        if (names.Length == 0)
        {
            return true;
        }

        foreach (Document document in solution.Projects.Where(project
            => project.Language == LanguageNames.CSharp).SelectMany(project => project.Documents))
        {
            string text = (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();
            if (literals.Any(literal => text.IndexOf(literal, StringComparison.Ordinal) >= 0)
                && (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!.DescendantNodes()
                    .Any(node => node is LiteralExpressionSyntax literal
                        && literal.Token.Value is string value
                        && names.Contains(value)
                        && IsReadByName(literal)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// True where a string of the solution is the name, for whatever purpose (a route, a binding), or a file that is no code has it as a
    /// word
    /// (markup that the code stands behind).
    /// </summary>
    public static async Task<bool> AreMentionedAsync(Solution solution, string name, CancellationToken cancellationToken)
    {
        string literal = '"' + name + '"';
        foreach (Project project in solution.Projects.Where(project => project.Language == LanguageNames.CSharp))
        {
            foreach (TextDocument document in project.Documents.Concat(project.AdditionalDocuments))
            {
                string text = (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();
                if (document is Document code
                    ? text.IndexOf(literal, StringComparison.Ordinal) >= 0
                        && HasLiteral((await code.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!, name)
                    : HasWord(text, name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasLiteral(SyntaxNode root, string value)
        => root.DescendantNodes().Any(node
            => node is LiteralExpressionSyntax literal && literal.Token.Value is string text && text == value);

    private static bool HasWord(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[at - 1]))
                && (at + word.Length == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[at + word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The string, or operand of <c>nameof</c>, is an argument of an attribute or of a call that looks members up.</summary>
    public static bool IsReadByName(SyntaxNode node)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case AttributeSyntax:
                case InvocationExpressionSyntax call when CallSyntax.CalledName(call) is { } name && Lookups.Contains(name):
                    return true;
                case StatementSyntax or MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}
