using System.Globalization;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>The words of a language. A text is looked up by what it is in English; what has no translation stays English.</summary>
internal sealed class Texts
{
    private readonly IReadOnlyDictionary<string, string> _translations;

    /// <param name="language">The language, as in <c>ko</c>.</param>
    /// <param name="translations">What each English text is in it. Placeholders are those of <see cref="string.Format(string, object[])"/>.</param>
    public Texts(string language, IReadOnlyDictionary<string, string> translations)
    {
        Language = language;
        _translations = translations;
    }

    /// <summary>The language that everything is written in.</summary>
    public static Texts English { get; } = new("en", new Dictionary<string, string>());

    /// <summary>The language, as in <c>ko</c>.</summary>
    public string Language { get; }

    /// <summary>What each English text is in it.</summary>
    public IReadOnlyDictionary<string, string> Translations => _translations;

    /// <summary>A text in this language.</summary>
    public string this[string english] => _translations.TryGetValue(english, out string? text) ? text : english;

    /// <summary>A text in this language, with values for its placeholders.</summary>
    public string Format(string english, params object?[] values) => string.Format(CultureInfo.InvariantCulture, this[english], values);
}
