using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Configuration;

/// <summary>ASYNC0002: a line of AsyncAnalyzers.BlockingApis.txt that cannot be read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC0002UnreadableListEntryAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC0002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Fix an unreadable line in AsyncAnalyzers.BlockingApis.txt",
        "Line '{0}' is ignored; {1}",
        RuleCategory.Configuration,
        DiagnosticSeverity.Warning,
        "A line that cannot be read lists nothing: the API that it was meant to name is not reported, and no warning shows it.");

    public ASYNC0002UnreadableListEntryAnalyzer()
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

            foreach ((TextSpan place, string line, Phrase explanation) in BlockingApiList.Limited(
                BlockingApiList.Of(text).Faults.Select(fault => (fault.Place, text.ToString(fault.Place), fault.Remedy))))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, BlockingApiList.LocationOf(place, context.AdditionalFile, text), line, explanation));
            }
        });
}
