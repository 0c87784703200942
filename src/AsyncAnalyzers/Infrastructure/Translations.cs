using System.Globalization;
using System.Resources;

namespace AsyncAnalyzers;

/// <summary>
/// The texts of the rules in other languages: <c>Texts.&lt;language&gt;.resx</c>, which becomes a satellite assembly. The English text is
/// the key, and what is shown where a language or a text is missing.
/// </summary>
internal static class Translations
{
    private static readonly ResourceManager Texts = new("AsyncAnalyzers.Texts", typeof(Translations).Assembly);

    /// <summary>The text in the language of <paramref name="formatProvider"/>, or of the user interface where that is no culture.</summary>
    public static string Of(string english, IFormatProvider? formatProvider)
    {
#pragma warning disable RS1035 // LocalizableResourceString, which the rule asks for, does the same.
        CultureInfo culture = formatProvider as CultureInfo ?? CultureInfo.CurrentUICulture;
#pragma warning restore RS1035
        return In(culture, english) ?? In(LanguageOf(culture), english) ?? english;
    }

    /// <summary>Not GetString, which ends at a neutral resource: that is the English text itself.</summary>
    private static string? In(CultureInfo culture, string english)
        => culture.Name.Length == 0 || culture.Name.StartsWith("en", StringComparison.Ordinal)
            ? null
            : Texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)?.GetString(NameOf(english));

    /// <summary>
    /// The name of the text in the file: the text itself, with "… " in front where it begins in lower case. Names of resources must not
    /// differ in case alone, as "use 'await'" in a message and "Use 'await'" in a menu do.
    /// </summary>
    internal static string NameOf(string english) => english.Length > 0 && char.IsLower(english[0]) ? "… " + english : english;

    /// <summary>
    /// The culture of the language alone. Not <see cref="CultureInfo.Parent"/>, which knows nothing where globalization is invariant.
    /// </summary>
    private static CultureInfo LanguageOf(CultureInfo culture)
        => culture.Name.IndexOf('-') is > 0 and var end ? CultureInfo.GetCultureInfo(culture.Name.Substring(0, end)) : culture;
}

/// <summary>A title, message or description of a rule: English, or what <see cref="Translations"/> has for the reader's language.</summary>
internal sealed class TranslatedText(string english) : LocalizableString
{
    private readonly string _english = english;

    /// <inheritdoc/>
    protected override string GetText(IFormatProvider? formatProvider) => Translations.Of(_english, formatProvider);

    /// <inheritdoc/>
    protected override int GetHash() => _english.GetHashCode();

    /// <inheritdoc/>
    protected override bool AreEqual(object? other) => other is TranslatedText text && text._english == _english;
}
