namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>One more argument or parameter: on a line of its own where the others are.</summary>
internal static class ListItem
{
    /// <summary>
    /// The list with the item at an index. What stands behind the last item stays before the parenthesis, what stands before the item that
    /// makes room stands before the new one; what is said of the last item stays beside it.
    /// </summary>
    public static SeparatedSyntaxList<T> Insert<T>(SeparatedSyntaxList<T> list, int index, T item)
        where T : SyntaxNode
    {
        if (list.Count == 0)
        {
            return SingletonSeparatedList(item);
        }

        if (index < list.Count)
        {
            T next = list[index];
            bool startsLine = IsOnLineOfItsOwn(list, index);
            SyntaxToken separator = Token(default, SyntaxKind.CommaToken, startsLine
                ? TriviaList(list.GetSeparator(index - 1).TrailingTrivia.Last())
                : TriviaList(Space));
            item = item.WithLeadingTrivia(next.GetLeadingTrivia());
            return SeparatedList<T>(
                list.Replace(next, startsLine ? next : next.WithoutLeadingTrivia()).GetWithSeparators()
                    .InsertRange(2 * index, new SyntaxNodeOrToken[] { item, separator }));
        }

        T last = list[list.Count - 1];
        bool onLinesOfTheirOwn = IsOnLineOfItsOwn(list, list.Count - 1);
        SyntaxToken comma = Token(default, SyntaxKind.CommaToken, onLinesOfTheirOwn
            ? TriviaList(list.GetSeparators().Last().TrailingTrivia.Last())
            : TriviaList(Space));
        SyntaxTriviaList trailing = last.GetTrailingTrivia();
        bool isMoved = trailing.Any(SyntaxKind.EndOfLineTrivia)
            || trailing.All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        item = onLinesOfTheirOwn ? item.WithLeadingTrivia(last.GetLeadingTrivia()) : item;
        return SeparatedList(
            list.Take(list.Count - 1).Append(isMoved ? last.WithoutTrailingTrivia() : last)
                .Append(isMoved ? item.WithTrailingTrivia(trailing) : item),
            list.GetSeparators().Append(comma));
    }

    private static bool IsOnLineOfItsOwn<T>(SeparatedSyntaxList<T> list, int index)
        where T : SyntaxNode
        => index > 0
            && list[index].GetLeadingTrivia().Any(SyntaxKind.WhitespaceTrivia)
            && list.GetSeparator(index - 1).TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
}
