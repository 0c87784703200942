using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Configuration;

/// <summary>ASYNC0002: a line of AsyncAnalyzers.BlockingApis.txt that cannot be read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC0002UnreadableListEntryAnalyzer : BlockingApiListAnalyzer
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

    private protected override IEnumerable<(TextSpan Place, string Line, Phrase Explanation)> FaultsIn(
        BlockingApiList list, SourceText text, Compilation compilation)
        => list.Faults.Select(fault => (fault.Place, text.ToString(fault.Place), fault.Remedy));
}
