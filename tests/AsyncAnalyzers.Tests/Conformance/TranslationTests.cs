using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>What is translated exists, and what users read can be translated.</summary>
public partial class TranslationTests
{
    public static TheoryData<string> Translations => [.. Repository.Files("src/AsyncAnalyzers", "Texts.*.resx")];

    /// <summary>The list for translators: <c>translation-keys.txt</c> beside the tests' assembly, one text a line.</summary>
    [Fact]
    public void The_texts_are_listed()
    {
        File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, "translation-keys.txt"), TranslationKeys.All);
        Assert.Contains("use 'await Task.Delay'", TranslationKeys.All);
        Assert.Contains("move it out of the lock, then {0}", TranslationKeys.All);
        Assert.Contains("Await '{0}'", TranslationKeys.All);
        Assert.Contains(Rule.Of("ASYNC1001").Descriptor.Title.ToString(), TranslationKeys.All);
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_translated_text_is_one_of_the_code(string file)
    {
        string[] stale = [.. NamesIn(file).Except(TranslationKeys.All).Except(TranslationKeys.AreExact ? [] : TranslationKeys.Strings)];
        Assert.True(stale.Length == 0, $"{file} translates what the code does not say:\n{string.Join('\n', stale)}");
        Assert.Equal(NamesIn(file).Distinct(), NamesIn(file));
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_text_of_the_code_is_translated(string file)
    {
        string[] missing = [.. TranslationKeys.All.Except(NamesIn(file))];
        Assert.True(missing.Length == 0, $"{file} has no translation of:\n{string.Join('\n', missing)}");
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_keeps_what_is_filled_in_and_the_names_in_quotes(string file)
        => Assert.All(TextsIn(file), text =>
        {
            Assert.Equal(Kept(Hole(), text.English), Kept(Hole(), text.Translated));
            Assert.Equal(Kept(MessageForm.Quoted(), text.English), Kept(MessageForm.Quoted(), text.Translated));
            if (!text.English.EndsWith('.'))
            {
                // What; what to do. A description may be cut into sentences.
                Assert.Equal(text.English.Count(static c => c == ';'), text.Translated.Count(static c => c == ';'));
            }
        });

    /// <summary>Of names that differ in case alone, the build drops one.</summary>
    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_text_is_found_in_the_language(string file)
    {
        var language = CultureInfo.GetCultureInfo(Path.GetFileName(file).Split('.')[1]);
        Assert.All(TextsIn(file), text => Assert.Equal(text.Translated, AsyncAnalyzers.Translations.Of(text.English, language)));
    }

    [Fact]
    public void Korean_is_written_in_Hangul_wherever_the_English_has_words()
        => Assert.All(TextsIn("src/AsyncAnalyzers/Texts.ko.resx"), text => Assert.True(
            HasWords(text.English) == Hangul().IsMatch(text.Translated) && HasWords(text.English) == (text.Translated != text.English),
            $"{text.English}: {text.Translated}"));

    /// <summary>A string that is put together before it becomes a phrase is a text that no translation has.</summary>
    [Fact]
    public void Phrases_are_made_of_texts_that_are_known_beforehand()
        => Assert.True(TranslationKeys.Untranslatable.Count == 0, string.Join('\n', TranslationKeys.Untranslatable));

    private static IEnumerable<string> NamesIn(string file) => TextsIn(file).Select(text => text.English);

    private static IEnumerable<(string English, string Translated)> TextsIn(string file)
        => XDocument.Parse(Repository.Read(file)).Root!.Elements("data")
            .Select(data => (Name: data.Attribute("name")!.Value, data.Element("value")!.Value))
            .Select(data => (data.Name.StartsWith("… ", StringComparison.Ordinal) ? data.Name[2..] : data.Name, data.Value));

    private static IEnumerable<string> Kept(Regex part, string text)
        => part.Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    /// <summary>More than names, what is filled in, and the signs between them.</summary>
    private static bool HasWords(string english) => Hole().Replace(MessageForm.Quoted().Replace(english, ""), "").Any(char.IsLetter);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\p{IsHangulSyllables}")]
    private static partial Regex Hangul();
}
