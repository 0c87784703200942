namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>A line of a diff.</summary>
/// <param name="Kind"><c>'-'</c> removed, <c>'+'</c> added, <c>' '</c> in both.</param>
/// <param name="Text">The line, without its end.</param>
internal readonly record struct DiffLine(char Kind, string Text);

/// <summary>The shortest line-by-line difference of two short texts.</summary>
internal static class LineDiff
{
    public static IReadOnlyList<DiffLine> Between(string before, string after)
    {
        string[] old = Lines(before);
        string[] @new = Lines(after);

        // common[i, j]: the length of the longest common subsequence of old[i..] and new[j..].
        int[,] common = new int[old.Length + 1, @new.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = @new.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == @new[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<DiffLine>();
        int o = 0;
        int n = 0;
        while (o < old.Length || n < @new.Length)
        {
            if (o < old.Length && n < @new.Length && old[o] == @new[n])
            {
                lines.Add(new DiffLine(' ', old[o++]));
                n++;
            }
            else if (n == @new.Length || (o < old.Length && common[o + 1, n] >= common[o, n + 1]))
            {
                lines.Add(new DiffLine('-', old[o++]));
            }
            else
            {
                lines.Add(new DiffLine('+', @new[n++]));
            }
        }

        return Grouped(lines);
    }

    public static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    /// <summary>
    /// The same difference, easier to read: of each change what is removed stands before what is added, and where code
    /// moved, the braces that happen to match do not interrupt it.
    /// </summary>
    private static List<DiffLine> Grouped(List<DiffLine> lines)
    {
        var grouped = new List<DiffLine>();
        for (int start = 0; start < lines.Count;)
        {
            int end = EndOfChange(lines, start);
            if (end == start)
            {
                grouped.Add(lines[start++]);
                continue;
            }

            List<DiffLine> change = lines.GetRange(start, end - start);
            grouped.AddRange(change.Where(line => line.Kind != '+').Select(line => line with { Kind = '-' }));
            grouped.AddRange(change.Where(line => line.Kind != '-').Select(line => line with { Kind = '+' }));
            start = end;
        }

        return grouped;
    }

    /// <summary>Where the change ends that begins at <paramref name="start"/>; <paramref name="start"/> itself where none begins.</summary>
    private static int EndOfChange(List<DiffLine> lines, int start)
    {
        int end = start;
        while (end < lines.Count && lines[end].Kind != ' ')
        {
            end++;
        }

        // As many lines removed as added: lines were changed where they stand.
        bool hasMoved = lines.GetRange(start, end - start).Sum(line => line.Kind == '-' ? 1 : -1) != 0;
        for (int i = end; hasMoved && i < lines.Count && (lines[i].Kind != ' ' || IsBraceOrEmpty(lines[i].Text)); i++)
        {
            end = lines[i].Kind == ' ' ? end : i + 1;
        }

        return end;
    }

    private static bool IsBraceOrEmpty(string line) => line.Trim() is "" or "{" or "}";
}
