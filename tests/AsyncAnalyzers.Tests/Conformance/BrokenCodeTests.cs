using System.Collections.Immutable;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>All rules and fixes over code as it is while somebody types: none throws.</summary>
public class BrokenCodeTests
{
    private const int Stride = 7;

    public static TheoryData<string> Snippets => [.. RichCode.All.Keys];

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Code_that_is_cut_off(string name)
    {
        List<SyntaxToken> tokens = TokensOf(RichCode.All[name]);
        for (int count = 1; count < tokens.Count; count += Stride)
        {
            await AnalyzeAndOfferAsync(string.Concat(tokens.Take(count).Select(token => token.ToFullString())), mostOffers: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Code_with_holes(string name)
    {
        List<SyntaxToken> tokens = TokensOf(RichCode.All[name]);
        var random = new Random(20260101);
        for (int round = 0; round < 20; round++)
        {
            int holes = 1 + round % 5;
            var left = tokens.ToList();
            for (int hole = 0; hole < holes; hole++)
            {
                left.RemoveAt(random.Next(left.Count));
            }

            await AnalyzeAndOfferAsync(string.Concat(left.Select(token => token.ToFullString())), mostOffers: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Code_whose_tokens_are_doubled_or_swapped(string name)
    {
        List<SyntaxToken> tokens = TokensOf(RichCode.All[name]);
        var random = new Random(20260102);
        for (int round = 0; round < 15; round++)
        {
            var changed = tokens.ToList();
            int at = random.Next(changed.Count - 1);
            changed.Insert(at, changed[random.Next(changed.Count)]);
            at = random.Next(changed.Count - 1);
            (changed[at], changed[at + 1]) = (changed[at + 1], changed[at]);
            await AnalyzeAndOfferAsync(string.Join(" ", changed.Select(token => token.ToFullString())), mostOffers: 1);
        }
    }

    private static async Task AnalyzeAndOfferAsync(string source, int mostOffers)
    {
        TestedCode code = TestedCode.Create(source);
        ImmutableArray<Diagnostic> reports = await code.ReportsAsync();
        AllRulesTests.AssertNoTwoOnOneExpression(reports);
        await AllRulesTests.OfferAllAsync(code, reports.Reverse().Take(mostOffers));
    }

    private static List<SyntaxToken> TokensOf(string source)
        => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantTokens().ToList();
}
