namespace AsyncAnalyzers.Semantics;

/// <summary>The words of an identifier: <c>TryGetHTMLFile</c> is Try, Get, HTML, File.</summary>
internal static class NameWords
{
    public static List<string> Of(string identifier)
    {
        var words = new List<string>();
        int start = 0;
        for (int index = 1; index <= identifier.Length; index++)
        {
            if (index == identifier.Length || IsStart(identifier, index))
            {
                string word = identifier.Substring(start, index - start).Trim('_');
                if (word.Length > 0)
                {
                    words.Add(word);
                }

                start = index;
            }
        }

        return words;
    }

    private static bool IsStart(string identifier, int index)
        => identifier[index] == '_'
            || (char.IsUpper(identifier[index])
                && (!char.IsUpper(identifier[index - 1]) || (index + 1 < identifier.Length && char.IsLower(identifier[index + 1]))));
}
