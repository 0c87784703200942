using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Two texts side by side, for people.</summary>
internal static class TextDifference
{
    public static string Describe(string? expected, string? actual)
    {
        if (expected is null || actual is null)
        {
            return expected is null ? "The file should not exist; it holds:\n" + actual : "The file is missing; expected:\n" + expected;
        }

        string[] expectedLines = expected.Split('\n');
        string[] actualLines = actual.Split('\n');
        int first = 0;
        while (first < expectedLines.Length && first < actualLines.Length && expectedLines[first] == actualLines[first])
        {
            first++;
        }

        int last = 0;
        while (last < expectedLines.Length - first && last < actualLines.Length - first && expectedLines[^(last + 1)] == actualLines[^(last + 1)])
        {
            last++;
        }

        var text = new StringBuilder();
        Append("  ", expectedLines[..first]);
        Append("- ", expectedLines[first..^last]);
        Append("+ ", actualLines[first..^last]);
        Append("  ", expectedLines[^last..]);
        return text.Append("(- expected, + actual; ␍ stands for a carriage return)").ToString();

        void Append(string sign, string[] lines)
        {
            foreach (string line in lines)
            {
                text.Append(sign).Append(line.Replace('\r', '␍')).Append('\n');
            }
        }
    }
}
