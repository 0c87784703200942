namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Whether code comes to a member of its type through other members of it, by their names: over-approximates.</summary>
internal static class Reaches
{
    /// <summary>A member of the type that the statements name, itself or through others, names the state.</summary>
    public static bool Any(IEnumerable<StatementSyntax> statements, string state, CodeModel model)
    {
        StatementSyntax[] code = statements.ToArray();
        if (code.Length == 0 || code[0].FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || model.GetDeclaredSymbol(declaration) is not { } type)
        {
            return false;
        }

        ILookup<string, SyntaxNode> members = type.DeclaringSyntaxReferences
            .SelectMany(part => ((TypeDeclarationSyntax)part.GetSyntax(model.CancellationToken)).Members)
            .Where(static member => member is MethodDeclarationSyntax or PropertyDeclarationSyntax)
            .ToLookup(
                static member => member is MethodDeclarationSyntax method ? method.Identifier.ValueText
                    : ((PropertyDeclarationSyntax)member).Identifier.ValueText,
                static SyntaxNode (member) => member,
                StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<SyntaxNode>(code);
        while (pending.Count > 0)
        {
            SyntaxNode current = pending.Pop();
            foreach (SimpleNameSyntax name in current.DescendantNodes().OfType<SimpleNameSyntax>())
            {
                string text = name.Identifier.ValueText;
                if (text == state && !Array.Exists(code, statement => statement == current))
                {
                    return true;
                }

                if (text != state && visited.Add(text))
                {
                    foreach (SyntaxNode member in members[text])
                    {
                        pending.Push(member);
                    }
                }
            }
        }

        return false;
    }
}
