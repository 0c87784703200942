using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>The source text of a specimen, as it was compiled into its program, and its marked halves.</summary>
internal sealed class MarkedSource
{
    private const string BadMark = "bad";
    private const string GoodMark = "good";

    private readonly string _mark;

    private MarkedSource(string text, string mark)
    {
        Text = text;
        _mark = mark.Length == 0 ? "" : " " + mark;
        Bad = Half(text, BadMark + _mark) ?? throw Missing(BadMark + _mark);
        Good = Half(text, GoodMark + _mark);
    }

    /// <summary>The whole file, with line feeds only.</summary>
    public string Text { get; }

    /// <summary>The lines between the comment lines <c>&lt;bad&gt;</c> and <c>&lt;/bad&gt;</c>.</summary>
    public TextSpan Bad { get; }

    /// <summary>The lines between the comment lines <c>&lt;good&gt;</c> and <c>&lt;/good&gt;</c>; null where there are none.</summary>
    public TextSpan? Good { get; }

    public static MarkedSource Of(Specimen specimen) => new(specimen.Sources.Read(specimen.File), specimen.Mark);

    /// <summary>Where the flawed half stands in another version of the same file.</summary>
    public TextSpan BadIn(string text) => Half(text, BadMark + _mark) ?? throw Missing(BadMark + _mark);

    /// <summary>The span of the whole lines between two markers; null without them.</summary>
    private static TextSpan? Half(string text, string marker)
    {
        int start = LineOf(text, $"// <{marker}>");
        int end = LineOf(text, $"// </{marker}>");
        int first = start < 0 ? -1 : text.IndexOf('\n', start) + 1;
        return first > 0 && end >= first ? TextSpan.FromBounds(first, end) : null;
    }

    private static InvalidDataException Missing(string marker)
        => new($"There are no comment lines '// <{marker}>' and '// </{marker}>', alone on their lines.");

    /// <summary>Where the line begins that holds <paramref name="content"/> and nothing else; -1 without one.</summary>
    private static int LineOf(string text, string content)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (text.AsSpan(start, end - start).Trim().SequenceEqual(content))
            {
                return start;
            }

            start = end + 1;
        }

        return -1;
    }
}
