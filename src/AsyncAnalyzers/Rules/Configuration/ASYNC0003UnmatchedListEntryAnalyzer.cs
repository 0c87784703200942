using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Configuration;

/// <summary>ASYNC0003: an entry of AsyncAnalyzers.BlockingApis.txt that names nothing in the compilation.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC0003UnmatchedListEntryAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC0003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Remove or fix an entry that matches no API",
        "'{0}' matches no API of this project, because {1}; fix or remove the entry",
        RuleCategory.Configuration,
        DiagnosticSeverity.Info,
        "An entry with a misspelt name matches nothing: the API that it was meant to name is treated as if the list did not speak of it.");

    public ASYNC0003UnmatchedListEntryAnalyzer()
        : base(Rule)
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => true;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types)
        => start.RegisterAdditionalFileAction(context =>
        {
            if (!BlockingApiList.Is(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            {
                return;
            }

            foreach (BlockingApiList.Entry entry in BlockingApiList.Of(text).Entries)
            {
                if (!entry.Pattern.SymbolsIn(context.Compilation).Any())
                {
                    Report(entry.Pattern, entry.Place);
                }
                else if (entry.Replacement is not null
                    && DocumentationIdPattern.TryParse(entry.Replacement, out DocumentationIdPattern? replacement, out _)
                    && !replacement.SymbolsIn(context.Compilation).Any())
                {
                    Report(replacement, entry.Place);
                }
            }

            void Report(DocumentationIdPattern pattern, TextSpan place)
                => context.ReportDiagnostic(Diagnostic.Create(
                    Rule, BlockingApiList.LocationOf(place, context.AdditionalFile, text), pattern.Id,
                        Explain(pattern, context.Compilation)));
        });

    private static Phrase Explain(DocumentationIdPattern pattern, Compilation compilation)
    {
        if (pattern.TypeId is null)
        {
            return "there is no such namespace";
        }

        ISymbol? type = DocumentationCommentId.GetFirstSymbolForDeclarationId(pattern.TypeId, compilation);
        return type is null ? Phrase.Of($"there is no type '{pattern.TypeId.Substring(2)}'")
            : !((INamedTypeSymbol)type).GetMembers(pattern.MemberName!).IsEmpty
                ? Phrase.Of($"no '{pattern.MemberName!}' of the type fits the prefix and parameters")
            : $"the type has no member '{pattern.MemberName!}' of its own";
    }
}
