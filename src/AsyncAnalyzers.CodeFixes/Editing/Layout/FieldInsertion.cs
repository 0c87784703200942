using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Declares a new private field among the first members of a type.</summary>
internal static class FieldInsertion
{
    /// <summary><c>_gate</c> for a stem <c>gate</c>, in the style of the private fields that the type has.</summary>
    public static string NameIn(TypeDeclarationSyntax type, string stem, bool isStatic)
    {
        string[] names = type.Members.OfType<FieldDeclarationSyntax>()
            .Where(static field => !field.Modifiers.Any(SyntaxKind.PublicKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .SelectMany(static field => field.Declaration.Variables, static (_, variable) => variable.Identifier.ValueText)
            .ToArray();
        return isStatic && Array.Exists(names, static name => name.StartsWith("s_", StringComparison.Ordinal)) ? "s_" + stem
            : Array.Exists(names, static name => name.StartsWith("m_", StringComparison.Ordinal)) ? "m_" + stem
            : Array.Exists(names, static name => name.Length > 0 && char.IsLower(name[0]))
                && !Array.Exists(names, static name => name.StartsWith("_", StringComparison.Ordinal)) ? stem
            : "_" + stem;
    }

    /// <summary>A private field with its spaces, and its value where it has one.</summary>
    public static FieldDeclarationSyntax Declaration(
        TypeSyntax type, string name, bool isStatic, bool isReadOnly = false, ExpressionSyntax? value = null)
    {
        var modifiers = new List<SyntaxKind> { SyntaxKind.PrivateKeyword };
        if (isStatic)
        {
            modifiers.Add(SyntaxKind.StaticKeyword);
        }

        if (isReadOnly)
        {
            modifiers.Add(SyntaxKind.ReadOnlyKeyword);
        }

        return ElasticTrivia.RemovedFrom(FieldDeclaration(
            default,
            TokenList(modifiers.Select(static one => Token(default, one, TriviaList(Space)))),
            VariableDeclaration(type.WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(
                Identifier(name), null, value is null
                    ? null
                    : EqualsValueClause(Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)), value))))));
    }

    /// <summary>
    /// The member before which the field is declared: the first field that is no constant, else the first member. Null where directives
    /// are in the way.
    /// </summary>
    public static MemberDeclarationSyntax? PlaceFor(TypeDeclarationSyntax type)
    {
        MemberDeclarationSyntax? place = type.Members.FirstOrDefault(static member
            => member is FieldDeclarationSyntax field && !field.Modifiers.Any(SyntaxKind.ConstKeyword)) ?? type.Members.FirstOrDefault();
        return place is null || place.GetLeadingTrivia().Any(static trivia => trivia.IsDirective) ? null : place;
    }

    /// <summary>The type with the field before one of its members.</summary>
    public static TypeDeclarationSyntax Before(
        TypeDeclarationSyntax type, int index, FieldDeclarationSyntax field, TypeDeclarationSyntax original)
    {
        SourceText text = original.SyntaxTree.GetText();
        MemberDeclarationSyntax before = type.Members[index], place = original.Members[index];
        int start = text.Lines.GetLineFromPosition(place.SpanStart).Start;
        if (!string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(start, place.SpanStart))))
        {
            // A type on one line.
            field = field.WithLeadingTrivia(before.GetLeadingTrivia()).WithTrailingTrivia(Space);
            return type.WithMembers(type.Members.Replace(before, before.WithLeadingTrivia()).Insert(index, field));
        }

        string newLine = MemberInsertion.NewLineOf(text);
        SyntaxTriviaList leading = before.GetLeadingTrivia();
        int blank = leading.TakeWhile(static one => one.IsKind(SyntaxKind.EndOfLineTrivia)).Count();
        string indentation = text.ToString(TextSpan.FromBounds(start, place.SpanStart));
        field = field
            .WithLeadingTrivia(leading.Take(blank).Append(Whitespace(indentation)))
            .WithTrailingTrivia(EndOfLine(newLine));
        bool isApart = place is not FieldDeclarationSyntax || leading.Any(static one => one.HasStructure);
        IEnumerable<SyntaxTrivia> rest = leading.Skip(blank);
        before = before.WithLeadingTrivia(isApart ? rest.Prepend(EndOfLine(newLine)) : rest);
        return type.WithMembers(type.Members.Replace(type.Members[index], before).Insert(index, field));
    }
}
