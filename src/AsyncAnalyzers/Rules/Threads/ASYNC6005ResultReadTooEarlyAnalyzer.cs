namespace AsyncAnalyzers.Rules.Threads;

/// <summary>ASYNC6005: a variable that started work sets is read before anybody has waited for the work.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC6005ResultReadTooEarlyAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC6005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Wait for started work before reading what it sets",
        "'{0}' is set by '{1}' ({2}), which may not have ended here; {3}",
        RuleCategory.Threads,
        DiagnosticSeverity.Warning,
        "A thread or task that was started runs beside the code that goes on. Who reads its result at once mostly gets the value from "
            + "before.");

    public ASYNC6005ResultReadTooEarlyAnalyzer()
        : base(Rule, Trigger.OnNames("Run", "StartNew", "Thread", "QueueUserWorkItem", "UnsafeQueueUserWorkItem"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (EarlyRead.Of((SimpleNameSyntax)node, context.Model) is not { } early)
        {
            return;
        }

        Phrase remedy = early.Start.Name switch
        {
            "new Thread" => "call 'Join' first",
            "Task.Run" or "StartNew" => "await its task first",
            _ => "use 'Task.Run' and await its task first",
        };
        context.ReportWithEvidence(
            early.Read.GetLocation(), new[] { early.Start.Location },
            early.Read.Identifier.ValueText, early.Start.Name, SourceLine.Of(early.Start.Call), remedy);
    }
}
