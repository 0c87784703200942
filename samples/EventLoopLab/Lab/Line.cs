using System.Globalization;
using System.Runtime.CompilerServices;

namespace EventLoopLab.Lab;

/// <summary>
/// A line that a variant says. Its words are kept apart from what is put into them, so that another language has words of its own:
/// <c>$"{n:0.0} s"</c> is kept as <c>"{0:0.0} s"</c> and <c>n</c>.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Line
{
    private readonly System.Text.StringBuilder _words;
    private readonly List<object?> _values = new();

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public Line(int literalLength, int formattedCount)
    {
        _words = new System.Text.StringBuilder(literalLength + (4 * formattedCount));
    }

    private Line(string words)
        : this(words.Length, 0)
    {
        _words.Append(words);
    }

    /// <summary>The words, with a placeholder for each value.</summary>
    public string Words => _words.ToString();

    /// <summary>What stands in the places.</summary>
    public IReadOnlyList<object?> Values => _values;

    /// <summary>A line that is said as it stands.</summary>
    public static implicit operator Line(string words) => new(words.Replace("{", "{{").Replace("}", "}}"));

    /// <summary>Called by the compiler for the text between the values.</summary>
    public void AppendLiteral(string text) => _words.Append(text.Replace("{", "{{").Replace("}", "}}"));

    /// <summary>Called by the compiler for a value.</summary>
    public void AppendFormatted(object? value, string? format = null)
    {
        _words.Append('{').Append(_values.Count);
        if (format is not null)
        {
            _words.Append(':').Append(format);
        }

        _words.Append('}');
        _values.Add(value);
    }

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Words, _values.ToArray());
}
