using System.Globalization;

namespace AsyncAnalyzers.Tests.Infrastructure;

public class PhraseTests
{
    private static readonly CultureInfo Korean = CultureInfo.GetCultureInfo("ko-KR");

    [Fact]
    public void An_interpolated_string_keeps_its_format()
    {
        Phrase phrase = Use("SaveAsync");
        Assert.Equal("use 'await {0}'", phrase.Format);
        Assert.Equal("use 'await SaveAsync'", phrase.ToString());
    }

    [Fact]
    public void The_sides_of_a_condition_keep_their_format()
    {
        string name = nameof(Use);
        Phrase conditional = name.Length > 2 ? Phrase.Of($"call '{name}'") : "call something";
        Phrase beside = name.Length < 2 ? conditional : $"call '{name}'";
        Phrase arm = name switch { "" => Phrase.Of($"do {name}"), _ => $"call '{name}'" };
        Assert.Equal("call '{0}'", conditional.Format);
        Assert.Equal("call '{0}'", beside.Format);
        Assert.Equal("call '{0}'", arm.Format);
    }

    [Fact]
    public void It_is_put_into_the_language_of_the_reader()
    {
        Assert.Equal("'await SaveAsync'을(를) 사용하세요", Use("SaveAsync").ToString(null, Korean));
        Assert.Equal("use 'await SaveAsync'", Use("SaveAsync").ToString(null, CultureInfo.GetCultureInfo("en-GB")));
        Assert.Equal("use 'await SaveAsync'", Use("SaveAsync").ToString(null, CultureInfo.GetCultureInfo("fr")));
    }

    [Fact]
    public void What_is_filled_in_is_translated_where_it_is_a_phrase()
    {
        Phrase lambda = "the lambda";
        Phrase whole = $"use 'await {lambda}'";
        Assert.Equal("'await 람다'을(를) 사용하세요", whole.ToString(null, Korean));
        Assert.Equal("'await the lambda'을(를) 사용하세요", Use("the lambda").ToString(null, Korean));
    }

    [Fact]
    public void Braces_stay()
    {
        Phrase phrase = "a {0} b";
        Phrase filled = $"{{{phrase}}}";
        Assert.Equal("a {0} b", phrase.ToString());
        Assert.Equal("{a {0} b}", filled.ToString(null, Korean));
    }

    [Fact]
    public void Equal_phrases_are_equal()
    {
        Assert.Equal(Use("A"), Use("A"));
        Assert.Equal(Use("A").GetHashCode(), Use("A").GetHashCode());
        Assert.NotEqual(Use("A"), Use("B"));
        Assert.NotEqual<Phrase>("use 'await A'", Use("A"));
    }

    [Fact]
    public void A_message_is_put_into_the_language_with_its_phrases()
    {
        DiagnosticDescriptor rule = RuleDescriptor.Create("ASYNC9999", "the lambda", "use 'await {0}'", "Test", DiagnosticSeverity.Info, "None.");
        Phrase lambda = "the lambda";
        Diagnostic report = Diagnostic.Create(rule, Location.None, lambda);
        Assert.Equal("'await 람다'을(를) 사용하세요", report.GetMessage(Korean));
        Assert.Equal("use 'await the lambda'", report.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal("람다", rule.Title.ToString(Korean));
        Assert.Equal(report, Diagnostic.Create(rule, Location.None, lambda));
    }

    private static Phrase Use(string name) => $"use 'await {name}'";
}
