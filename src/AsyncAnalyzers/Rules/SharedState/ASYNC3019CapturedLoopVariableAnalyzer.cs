namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3019: work that is started in a loop, and not awaited there, reads a variable that the next iteration changes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3019CapturedLoopVariableAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3019";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Copy a loop variable before capturing it",
        "All iterations share '{0}', and {1} can read it after a change ({2}); copy it to a local in the loop",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "A lambda captures the variable and not its value: work that starts later, or goes on later, sees the value of a later iteration, "
            + "and some values are never seen.");

    public ASYNC3019CapturedLoopVariableAnalyzer()
        : base(
            Rule,
            Trigger.OnNames(CapturedLoopVariable.TriggerNames)
                .Append(Trigger.OnKind(SyntaxKind.LocalFunctionStatement, static node
                    => CapturedLoopVariable.MayBeStarted((LocalFunctionStatementSyntax)node)))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        foreach (CapturedLoopVariable captured in CapturedLoopVariable.FindAll(node, context.Model))
        {
            context.ReportWithEvidence(captured.Mention.GetLocation(), new[] { captured.Change.GetLocation() },
                captured.Mention.Identifier.ValueText, captured.Reader, SourceLine.Of(captured.Change.GetLocation()));
        }
    }
}
