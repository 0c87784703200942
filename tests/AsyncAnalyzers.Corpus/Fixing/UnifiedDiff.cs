using System.Globalization;
using System.Text;

namespace AsyncAnalyzers.Corpus.Fixing;

/// <summary>The difference of two texts in the unified format.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;
    private const int LongestEditScript = 2000;

    /// <summary>The difference with its head; empty if the texts are the same.</summary>
    public static string Of(string path, string before, string after)
    {
        if (before == after)
        {
            return "";
        }

        string[] old = LinesOf(before);
        string[] changed = LinesOf(after);
        List<(char Kind, string Line)> script = Script(old, changed);
        var text = new StringBuilder($"--- a/{path}\n+++ b/{path}\n");
        int oldLine = 1;
        int newLine = 1;
        int position = 0;
        while (position < script.Count)
        {
            int first = script.FindIndex(position, edit => edit.Kind != ' ');
            if (first < 0)
            {
                break;
            }

            int start = Math.Max(first - Context, position);
            oldLine += start - position;
            newLine += start - position;
            int end = first;
            for (int next = first; next >= 0 && next - end <= 2 * Context;)
            {
                end = next + 1;
                next = end < script.Count ? script.FindIndex(end, edit => edit.Kind != ' ') : -1;
            }

            end = Math.Min(end + Context, script.Count);
            List<(char Kind, string Line)> hunk = script[start..end];
            int removed = hunk.Count(edit => edit.Kind != '+');
            int added = hunk.Count(edit => edit.Kind != '-');
            text.Append(CultureInfo.InvariantCulture, $"@@ -{oldLine},{removed} +{newLine},{added} @@\n");
            foreach ((char kind, string line) in hunk)
            {
                text.Append(kind).Append(line).Append('\n');
            }

            oldLine += removed;
            newLine += added;
            position = end;
        }

        return text.ToString();
    }

    private static string[] LinesOf(string text)
    {
        string[] lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : [.. lines[..^1], lines[^1] + "\n\\ No newline at end of file"];
    }

    private static List<(char Kind, string Line)> Script(string[] old, string[] changed)
    {
        int head = 0;
        while (head < old.Length && head < changed.Length && old[head] == changed[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < old.Length - head && tail < changed.Length - head && old[^(tail + 1)] == changed[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. old[..head].Select(line => (' ', line)),
            .. Middle(old[head..^tail], changed[head..^tail]),
            .. old[^tail..].Select(line => (' ', line)),
        ];
    }

    // The shortest edit script (Myers 1986): furthest[k] is how far into `old` a path on diagonal k reaches with the edits so far.
    private static IEnumerable<(char Kind, string Line)> Middle(string[] old, string[] changed)
    {
        int bound = Math.Min(old.Length + changed.Length, LongestEditScript);
        var furthest = new int[(2 * bound) + 3];
        var trace = new List<int[]>();
        for (int edits = 0; edits <= bound; edits++)
        {
            trace.Add(furthest[(bound + 1 - edits)..(bound + 2 + edits)]);
            for (int k = -edits; k <= edits; k += 2)
            {
                bool isAdded = k == -edits || (k != edits && furthest[bound + k] < furthest[bound + k + 2]);
                int x = isAdded ? furthest[bound + k + 2] : furthest[bound + k] + 1;
                while (x < old.Length && x - k < changed.Length && old[x] == changed[x - k])
                {
                    x++;
                }

                furthest[bound + 1 + k] = x;
                if (x >= old.Length && x - k >= changed.Length)
                {
                    return Backtrack(old, changed, trace);
                }
            }
        }

        return old.Select(line => ('-', line)).Concat(changed.Select(line => ('+', line)));
    }

    private static List<(char Kind, string Line)> Backtrack(string[] old, string[] changed, List<int[]> trace)
    {
        var script = new List<(char Kind, string Line)>();
        int x = old.Length;
        int y = changed.Length;
        for (int edits = trace.Count - 1; edits >= 0; edits--)
        {
            int[] furthest = trace[edits];
            int k = x - y;
            int At(int diagonal) => diagonal + edits >= 0 && diagonal + edits < furthest.Length ? furthest[diagonal + edits] : 0;
            int previous = k == -edits || (k != edits && At(k - 1) < At(k + 1)) ? k + 1 : k - 1;
            int previousX = edits == 0 ? 0 : At(previous);
            int previousY = edits == 0 ? 0 : previousX - previous;
            while (x > previousX && y > previousY)
            {
                script.Add((' ', old[--x]));
                y--;
            }

            if (edits > 0)
            {
                script.Add(x == previousX ? ('+', changed[--y]) : ('-', old[--x]));
            }
        }

        script.Reverse();
        return script;
    }
}
