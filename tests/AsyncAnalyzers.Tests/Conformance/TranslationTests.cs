using System.Xml.Linq;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>What is translated exists, and what users read can be translated.</summary>
public class TranslationTests
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
        string[] stale = [.. NamesIn(file).Except(TranslationKeys.Strings)];
        Assert.True(stale.Length == 0, $"{file} translates what the code does not say:\n{string.Join('\n', stale)}");
    }

    /// <summary>A string that is put together before it becomes a phrase is a text that no translation has.</summary>
    [Fact]
    public void Phrases_are_made_of_texts_that_are_known_beforehand()
        => Assert.True(TranslationKeys.Untranslatable.Count == 0, string.Join('\n', TranslationKeys.Untranslatable));

    private static IEnumerable<string> NamesIn(string file)
        => XDocument.Parse(Repository.Read(file)).Root!.Elements("data").Select(data => data.Attribute("name")!.Value);
}
