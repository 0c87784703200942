using System.Text.RegularExpressions;
using AsyncAnalyzers.Showcase.Measuring;
using AsyncAnalyzers.Showcase.Output;
using EventLoopLab.Lab;
using EventLoopLab.Output;
using EventLoopLab.Running;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.ShowcaseTests;

/// <summary>The lab says everything in both languages.</summary>
public partial class KoreanTests
{
    private static IReadOnlyDictionary<string, string> Korean => LabTexts.Languages.Single(texts => texts.Language == "ko").Translations;

    [Fact]
    public void Every_text_has_a_translation_and_every_translation_a_text()
    {
        string[] texts = [.. Texts().Distinct()];
        Assert.Empty(texts.Except(Korean.Keys));
        Assert.Empty(Korean.Keys.Except(texts));
    }

    [Fact]
    public void Translations_have_the_placeholders_of_their_texts()
        => Assert.All(Korean, pair => Assert.Equal(Placeholders(pair.Key), Placeholders(pair.Value)));

    [Fact]
    public void Translations_are_Korean()
        => Assert.All(Korean.Where(pair => pair.Key != "Task.Run" && !pair.Key.StartsWith('{') && pair.Key != "awaited"), pair => Assert.Matches("[가-힣]", pair.Value));

    [Fact]
    public void Stories_that_end_a_sentence_end_one_in_Korean()
        => Assert.All(Korean.Where(pair => pair.Key.EndsWith('.')), pair => Assert.EndsWith(".", pair.Value));

    /// <summary>All that the lab says in either language.</summary>
    private static IEnumerable<string> Texts()
    {
        foreach (LabProgram program in LabCatalog.Programs)
        {
            yield return program.Story;
            yield return program.Claim;
            foreach (Variant variant in program.Variants)
            {
                foreach (string? text in new[] { variant.Name, variant.Pitfall, variant.NoRule, variant.NoFix }.Where(text => text is not null))
                {
                    yield return text!;
                }
            }
        }

        foreach (string text in LabTexts.All.Concat(FigureTable.All).Concat(ResultTable.All).Concat(InspectionTexts.All).Concat(Bound.Words).Concat(Quantities()))
        {
            if (text.Length > 0)
            {
                yield return text;
            }
        }
    }

    /// <summary>The first argument of each <c>Measure</c> in the programs: a literal or a constant.</summary>
    private static IEnumerable<string> Quantities()
    {
        var assembly = typeof(LabCatalog).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Programs/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var root = CSharpSyntaxTree.ParseText(reader.ReadToEnd()).GetRoot();
            Dictionary<string, string> constants = root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Where(variable => variable is { Initializer.Value: LiteralExpressionSyntax, Parent.Parent: FieldDeclarationSyntax })
                .ToDictionary(variable => variable.Identifier.ValueText, variable => ((LiteralExpressionSyntax)variable.Initializer!.Value).Token.ValueText);
            foreach (InvocationExpressionSyntax call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(Trial.Measure) })
                {
                    yield return call.ArgumentList.Arguments[0].Expression switch
                    {
                        LiteralExpressionSyntax literal => literal.Token.ValueText,
                        IdentifierNameSyntax constant when constants.TryGetValue(constant.Identifier.ValueText, out string? value) => value,
                        var other => throw new InvalidOperationException($"{name}: '{other}' cannot be translated."),
                    };
                }
            }
        }
    }

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();
}
