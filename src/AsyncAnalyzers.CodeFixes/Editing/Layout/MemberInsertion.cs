namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Puts a new member behind another one of its type.</summary>
internal static class MemberInsertion
{
    /// <summary>On lines of its own behind an empty one, where the member before ends a line; else on the same line.</summary>
    /// <param name="type">The type.</param>
    /// <param name="index">The index of the member before.</param>
    /// <param name="member">What is added; its outer trivia are replaced.</param>
    /// <param name="documentation">The line of documentation that it gets where the member before has some.</param>
    /// <param name="newLine">The line end of the file.</param>
    public static TypeDeclarationSyntax After(
        TypeDeclarationSyntax type, int index, MemberDeclarationSyntax member, string documentation, string newLine)
    {
        MemberDeclarationSyntax before = type.Members[index];
        SyntaxTriviaList leading = before.GetLeadingTrivia();
        if (before.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            SyntaxTriviaList indentation = TriviaList(leading.LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space
                ? new[] { space }
                : Array.Empty<SyntaxTrivia>());
            SyntaxTriviaList lines = TriviaList(EndOfLine(newLine));
            if (leading.Any(trivia => trivia.HasStructure && !trivia.IsDirective))
            {
                lines = lines.AddRange(indentation).Add(Comment(documentation)).Add(EndOfLine(newLine));
            }

            member = member.WithLeadingTrivia(lines.AddRange(indentation)).WithTrailingTrivia(EndOfLine(newLine));
        }
        else
        {
            member = member.WithLeadingTrivia().WithTrailingTrivia(Space);
        }

        return type.WithMembers(type.Members.Insert(index + 1, member));
    }

    /// <summary>The line end of the file that a node is in.</summary>
    public static string NewLineOf(SyntaxNode node) => NewLineOf(node.SyntaxTree.GetText());

    /// <summary>The line end of a text.</summary>
    public static string NewLineOf(Microsoft.CodeAnalysis.Text.SourceText text)
        => text.Lines is { Count: > 1 } lines && lines[0].EndIncludingLineBreak - lines[0].End == 2 ? "\r\n" : "\n";
}
