using System.Text.RegularExpressions;
using AsyncAnalyzers.Showcase.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Reports;
using EventLoopLab.Lab;
using EventLoopLab.Output;
using EventLoopLab.Running;
using Microsoft.CodeAnalysis;
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
        => Assert.All(
            Korean.Where(pair => pair.Key is not ("Task.Run" or "awaited") && Placeholder().Replace(pair.Key, "").Any(char.IsLetter)),
            pair => Assert.Matches("[가-힣]", pair.Value));

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
            foreach (string phrase in program.Phrases)
            {
                yield return phrase;
            }

            foreach (Variant variant in program.Variants)
            {
                string?[] texts = [variant.Name, variant.Pitfall, variant.NoRule, variant.NoFix];
                foreach (string text in texts.OfType<string>())
                {
                    yield return text;
                }
            }
        }

        string[] around =
        [
            .. LabTexts.All, .. FigureTable.All, .. ResultTable.All, .. InspectionTexts.All, .. Bound.Words,
            .. ReportOutput.All, .. ReportTexts.All, .. TimelineTexts.All,
        ];
        foreach (string text in around.Concat(WrittenInPrograms()))
        {
            if (text.Length > 0)
            {
                yield return text;
            }
        }
    }

    /// <summary>The first argument of each <c>Measure</c> and <c>Say</c> in the programs, as it is looked up.</summary>
    private static IEnumerable<string> WrittenInPrograms()
    {
        var assembly = typeof(LabCatalog).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Programs/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            SyntaxNode root = CSharpSyntaxTree.ParseText(reader.ReadToEnd()).GetRoot();
            Dictionary<string, string> constants = root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Where(variable => variable is { Initializer.Value: LiteralExpressionSyntax, Parent.Parent: FieldDeclarationSyntax })
                .ToDictionary(
                    variable => variable.Identifier.ValueText,
                    variable => ((LiteralExpressionSyntax)variable.Initializer!.Value).Token.ValueText);
            foreach (InvocationExpressionSyntax call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                string callee = (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? "";
                if (callee is nameof(Trial.Measure) or nameof(Trial.Say))
                {
                    string? text = TextOf(call.ArgumentList.Arguments[0].Expression, constants);
                    Assert.True(text is not null || callee == nameof(Trial.Say), $"{name}: '{call}' cannot be translated.");
                    if (text is not null)
                    {
                        yield return text;
                    }
                }
            }

            IEnumerable<InterpolatedStringExpressionSyntax> lines = root.DescendantNodes().OfType<MethodDeclarationSyntax>()
                .Where(method => method.ReturnType.ToString() == nameof(Line))
                .SelectMany(method => method.DescendantNodes().OfType<InterpolatedStringExpressionSyntax>());
            foreach (InterpolatedStringExpressionSyntax line in lines)
            {
                yield return TextOf(line, constants)!;
            }
        }
    }

    /// <summary>
    /// A literal, a constant, or the words of an interpolated string; null for what is put together: see <see cref="LabProgram.Phrases"/>.
    /// </summary>
    private static string? TextOf(ExpressionSyntax expression, Dictionary<string, string> constants)
    {
        int count = 0;
        return expression switch
        {
            LiteralExpressionSyntax literal => literal.Token.ValueText,
            IdentifierNameSyntax constant => constants.GetValueOrDefault(constant.Identifier.ValueText),
            InterpolatedStringExpressionSyntax line => string.Concat(line.Contents.Select(content => content switch
            {
                InterpolatedStringTextSyntax text => text.TextToken.ValueText,
                InterpolationSyntax value => $"{{{count++}{value.FormatClause}}}",
                _ => "",
            })),
            _ => null,
        };
    }

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();
}
