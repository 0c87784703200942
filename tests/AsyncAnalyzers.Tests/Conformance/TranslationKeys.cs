using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The English texts that a translation has to know: of the descriptors, and of the phrases in the sources of rules and fixes.</summary>
internal sealed class TranslationKeys
{
    private static readonly Lazy<TranslationKeys> OfSources = new(() => new TranslationKeys());

    /// <summary>An old Roslyn does not know all of the C# that the sources are written in: there, types may be unknown.</summary>
    private static readonly bool KnowsSources = typeof(CSharpSyntaxTree).Assembly.GetName().Version!.Major >= 5;

    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private readonly List<string> _untranslatable = new();

    private TranslationKeys()
    {
        foreach (DiagnosticDescriptor descriptor in Rule.All.SelectMany(rule => rule.Analyzer.SupportedDiagnostics))
        {
            _keys.Add(descriptor.Title.ToString(CultureInfo.InvariantCulture));
            _keys.Add(descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture));
            _keys.Add(descriptor.Description.ToString(CultureInfo.InvariantCulture));
        }

        CSharpCompilation compilation = OwnSourcesTests.CompilationOf();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (ExpressionSyntax expression in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
            {
                if (expression is InterpolatedStringExpressionSyntax interpolated)
                {
                    _strings.Add(FormatOf(interpolated));
                }
                else if (expression.IsKind(SyntaxKind.StringLiteralExpression))
                {
                    _strings.Add(((LiteralExpressionSyntax)expression).Token.ValueText);
                }

                if (IsPhrase(model.GetTypeInfo(expression).ConvertedType) && !IsPhrase(model.GetTypeInfo(expression).Type))
                {
                    Add(expression, model);
                }
                else if (expression is CastExpressionSyntax cast && IsPhrase(model.GetTypeInfo(cast).Type))
                {
                    Add(cast.Expression, model);
                }
            }
        }
    }

    /// <summary>All texts, in order; without some of them on a Roslyn that does not know all of the sources' C#.</summary>
    public static IReadOnlyCollection<string> All => OfSources.Value._keys;

    /// <summary>Nothing is missing in <see cref="All"/>.</summary>
    public static bool AreExact => KnowsSources;

    /// <summary>All strings of the sources, whether they are translated or not: what any Roslyn finds.</summary>
    public static IReadOnlyCollection<string> Strings => OfSources.Value._strings;

    /// <summary>Conversions to a phrase whose text is known only when they run.</summary>
    public static IReadOnlyCollection<string> Untranslatable => OfSources.Value._untranslatable;

    private static bool IsPhrase(ITypeSymbol? type) => type is { Name: nameof(Phrase), ContainingNamespace.Name: "AsyncAnalyzers" };

    /// <summary>The text, or the texts between which a condition decides.</summary>
    private void Add(ExpressionSyntax expression, SemanticModel model)
    {
        if (model.GetConstantValue(expression) is { HasValue: true, Value: string text })
        {
            _keys.Add(text.Replace("{", "{{").Replace("}", "}}"));
            return;
        }

        switch (expression)
        {
            case InterpolatedStringExpressionSyntax interpolated
                when !KnowsSources || model.GetConversion(interpolated).IsInterpolatedStringHandler:
                _keys.Add(FormatOf(interpolated));
                break;
            case ParenthesizedExpressionSyntax parenthesized:
                Add(parenthesized.Expression, model);
                break;
            case ConditionalExpressionSyntax conditional when !conditional.DescendantNodes().OfType<InterpolationSyntax>().Any():
                Add(conditional.WhenTrue, model);
                Add(conditional.WhenFalse, model);
                break;
            case SwitchExpressionSyntax @switch:
                foreach (SwitchExpressionArmSyntax arm in @switch.Arms)
                {
                    Add(arm.Expression, model);
                }

                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }
                or ThrowExpressionSyntax:
                break;
            default:
                if (KnowsSources && !IsPhrase(model.GetTypeInfo(expression).Type))
                {
                    _untranslatable.Add($"{expression.SyntaxTree.FilePath}: {expression}");
                }

                break;
        }
    }

    /// <summary>As the compiler hands it over: the text with <c>{0}</c>, <c>{1}</c>, … for what is filled in.</summary>
    private static string FormatOf(InterpolatedStringExpressionSyntax interpolated)
    {
        var format = new StringBuilder();
        int holes = 0;
        foreach (InterpolatedStringContentSyntax content in interpolated.Contents)
        {
            _ = content is InterpolatedStringTextSyntax text
                ? format.Append(text.TextToken.ValueText.Replace("{", "{{").Replace("}", "}}"))
                : format.Append(CultureInfo.InvariantCulture, $"{{{holes++}}}");
        }

        return format.ToString();
    }
}
