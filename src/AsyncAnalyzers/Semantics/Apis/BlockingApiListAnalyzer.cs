using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>A rule on the lines of <c>AsyncAnalyzers.BlockingApis.txt</c>.</summary>
public abstract class BlockingApiListAnalyzer : AsyncRuleAnalyzer
{
    private protected BlockingApiListAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
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
                FaultsIn(BlockingApiList.Of(text), text, context.Compilation)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    SupportedDiagnostics[0], BlockingApiList.LocationOf(place, context.AdditionalFile, text), line, explanation));
            }
        });

    /// <summary>The lines that are at fault, or the part of one, each with what is wrong with it.</summary>
    private protected abstract IEnumerable<(TextSpan Place, string Line, Phrase Explanation)> FaultsIn(
        BlockingApiList list, SourceText text, Compilation compilation);
}
