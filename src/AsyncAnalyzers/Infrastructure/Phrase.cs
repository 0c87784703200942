using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AsyncAnalyzers;

/// <summary>
/// A part of a message in words, such as a remedy: written in English where it is used, as an interpolated string, and put into the
/// language of whoever reads the message when that is known. The English format (<c>use 'await {0}'</c>) is the key of the translation.
/// </summary>
/// <remarks>Names of the code are passed as strings, which stay as they are; what is a phrase itself is translated too.</remarks>
[InterpolatedStringHandler]
internal sealed class Phrase : IFormattable, IEquatable<Phrase>
{
    private readonly StringBuilder _format;
    private readonly List<object> _arguments;

    /// <summary>Called by the compiler for <c>$"…"</c>.</summary>
    public Phrase(int literalLength, int formattedCount)
    {
        _format = new StringBuilder(literalLength + (3 * formattedCount));
        _arguments = new List<object>(formattedCount);
    }

    /// <summary>What is filled in: names of the code, numbers, and other phrases.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>The English format, with <c>{0}</c>, <c>{1}</c>, … for what is filled in.</summary>
    public string Format => _format.ToString();

    /// <summary>
    /// For an interpolated string where the compiler would make a string first: on a side of a condition, in an arm of a switch, behind a
    /// cast. One such side is enough, the others follow its type.
    /// </summary>
    public static Phrase Of(Phrase phrase) => phrase;

    public static implicit operator Phrase(string words)
    {
        var phrase = new Phrase(words.Length, 0);
        phrase.AppendLiteral(words);
        return phrase;
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string words) => _format.Append(words.Replace("{", "{{").Replace("}", "}}"));

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(string name) => Append(name);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(Phrase phrase) => Append(phrase);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(int number) => Append(number);

    /// <summary>The English text.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider)
        => string.Format(formatProvider, Translations.Of(Format, formatProvider), _arguments.ToArray());

    /// <inheritdoc/>
    public bool Equals(Phrase? other)
        => other is not null && Format == other.Format && Enumerable.SequenceEqual(_arguments, other._arguments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Phrase);

    /// <inheritdoc/>
    public override int GetHashCode() => Format.GetHashCode();

    private void Append(object argument)
    {
        _format.Append('{').Append(_arguments.Count.ToString(CultureInfo.InvariantCulture)).Append('}');
        _arguments.Add(argument);
    }
}
