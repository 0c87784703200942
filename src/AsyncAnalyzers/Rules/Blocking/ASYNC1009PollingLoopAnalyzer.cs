namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1009: a loop that asks again and again for what it could be told.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1009PollingLoopAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1009";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await a signal instead of polling for it",
        "This loop {0}; {1}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Info,
        "A loop that polls costs CPU time while nothing happens, and notices late what did; spinning, it takes a core away from everything else.");

    public ASYNC1009PollingLoopAnalyzer()
        : base(Rule, Trigger.OnKind(SyntaxKind.WhileStatement, MayBe), Trigger
            .OnKind(SyntaxKind.DoStatement, MayBe), Trigger
            .OnKind(SyntaxKind.ForStatement, MayBe))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && types.Thread is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (PollingLoop.Find((StatementSyntax)node, context.Model, context.Types, context.CancellationToken) is { } polling)
        {
            if (SynchronousBranch.Contains(node, context.Model, context.Types, context.CancellationToken))
            {
                return;
            }

            context.ReportAs(
                polling.IsBusy ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                Location.Create(node.SyntaxTree, WaitingLoop.HeadOf(polling.Loop)),
                polling.State.Setter is { } setter ? new[] { setter.GetLocation() } : Array.Empty<Location>(),
                Doing(polling),
                PollingRemedy.Of(polling, context.Model, context.Types, context.CancellationToken));
        }
        else if (context.Types.PeriodicTimer is not null
            && PeriodicLoop.Find((StatementSyntax)node, context.Model, context.Types, context.CancellationToken) is { } periodic
            && !SynchronousBranch.Contains(node, context.Model, context.Types, context.CancellationToken)
            && !ProgressDisplay.IsAllOf(periodic, context.Model, context.Types, context.CancellationToken))
        {
            context.Report(
                Location.Create(node.SyntaxTree, WaitingLoop.HeadOf(periodic.Loop)),
                "adds the time of its work to each period",
                "use a 'PeriodicTimer'");
        }
    }

    private static bool MayBe(SyntaxNode node) => WaitingLoop.Of(node) is not null || PeriodicLoop.MayBe(node);

    private static string Doing(PollingLoop polling)
        => (polling.IsBusy ? "keeps a core busy until " : "wakes up again and again until ") + polling.State.Kind switch
        {
            PolledKind.Task => $"'{polling.State.Expression}' is complete",
            PolledKind.Thread => $"'{polling.State.Expression}' has ended",
            PolledKind.Process => $"'{polling.State.Expression}' has exited",
            PolledKind.Variable when FunctionSyntax.Enclosing(polling.State.Setter!) is { } function
                => $"{EventLoopContext.DisplayOf(function)} sets '{polling.State.Expression}'",
            PolledKind.Variable => $"'{polling.State.Expression}' is set",
            _ => $"there is an item in '{polling.State.Expression}'",
        };
}
