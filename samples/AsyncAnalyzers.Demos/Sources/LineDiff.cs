namespace AsyncAnalyzers.Demos.Sources;

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

        return lines;
    }

    public static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
