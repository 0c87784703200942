namespace AsyncAnalyzers.Rules.Threads;

/// <summary>ASYNC6001: somebody waits for a loop that ends when its queue is complete, and nobody completes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC6001UncompletedQueueAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC6001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Complete a queue before waiting for its consumer",
        "Nobody completes '{0}', so this loop never ends, and '{1}' ({2}) never returns; call '{0}.{3}' before it",
        RuleCategory.Threads,
        DiagnosticSeverity.Warning,
        "GetConsumingEnumerable and ReadAllAsync wait for the next item until the queue is told that there will be none. Whoever waits for "
            + "the consumer of a queue that nobody completes waits forever.");

    private static readonly DiagnosticDescriptor Behind = RuleDescriptor.Variant(
        Rule, "Nobody completes '{0}', so this loop never ends, and what follows never runs; call '{0}.{1}' after the last item");

    public ASYNC6001UncompletedQueueAnalyzer()
        : base(new[] { Rule, Behind }, Trigger.OnNames("GetConsumingEnumerable", "ReadAllAsync", "WaitToReadAsync"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (UncompletedQueue.Of((SimpleNameSyntax)node, context.Model) is not { } found)
        {
            return;
        }

        Location read = CallSyntax.InvocationOf((SimpleNameSyntax)node)!.GetLocation();
        string queue = found.Queue.Identifier.ValueText;
        if (found.Wait is { } wait)
        {
            context.ReportWithEvidence(
                read, new[] { wait.Place.GetLocation() }, queue, wait.Name, SourceLine.Of(wait.Place), found.Completion);
        }
        else
        {
            context.Saying(Behind).Report(read, queue, found.Completion);
        }
    }
}
