using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Takes <c>[|…|]</c>, <c>{|ID:…|}</c> and <c>{|#0:…|}</c> out of a source.</summary>
public static class TestFileMarkupParser
{
    /// <summary>The plain source, and the spans of its <c>[|…|]</c>.</summary>
    public static void GetSpans(string input, out string output, out ImmutableArray<TextSpan> spans)
    {
        (output, List<(string? Key, TextSpan Span)> marks) = Parse(input);
        spans = [.. marks.Where(mark => mark.Key is null).Select(mark => mark.Span)];
    }

    /// <returns>The plain source, and each marked span with its key: null for <c>[|…|]</c>.</returns>
    /// <exception cref="FormatException">A mark is not closed, or closed by the wrong bracket.</exception>
    internal static (string Source, List<(string? Key, TextSpan Span)> Marks) Parse(string marked)
    {
        var source = new StringBuilder(marked.Length);
        var open = new Stack<(string? Key, int Start)>();
        var marks = new List<(string? Key, TextSpan Span)>();
        for (int i = 0; i < marked.Length; i++)
        {
            char next = i + 1 < marked.Length ? marked[i + 1] : '\0';
            if (marked[i] == '[' && next == '|')
            {
                open.Push((null, source.Length));
                i++;
            }
            else if (marked[i] == '{' && next == '|' && marked.IndexOf(':', i) is var colon and > 0
                && IsKey(marked.AsSpan(i + 2, colon - i - 2)))
            {
                open.Push((marked[(i + 2)..colon], source.Length));
                i = colon;
            }
            else if (marked[i] == '|' && ((next == ']' && open.Count > 0) || (next == '}' && open.Count > 0)))
            {
                (string? key, int start) = open.Pop();
                if (key is null != (next == ']'))
                {
                    throw new FormatException($"The mark at {start} is closed by |{next} at {source.Length}.");
                }

                marks.Add((key, TextSpan.FromBounds(start, source.Length)));
                i++;
            }
            else
            {
                source.Append(marked[i]);
            }
        }

        if (open.Count > 0)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"The mark at {open.Peek().Start} is not closed."));
        }

        return (source.ToString(), marks);
    }

    private static bool IsKey(ReadOnlySpan<char> text)
    {
        foreach (char c in text.StartsWith("#") ? text[1..] : text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
