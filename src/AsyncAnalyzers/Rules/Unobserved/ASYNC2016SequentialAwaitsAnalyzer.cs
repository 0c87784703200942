namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2016: awaits one after another of calls that need not wait for each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2016SequentialAwaitsAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2016";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Start independent calls together",
        "{0}, though none needs the result of another: their times add up; start them together and await 'Task.WhenAll'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "Two calls of one and two seconds that are awaited one after the other take three seconds; started together they take two.",
        isEnabledByDefault: false);

    public ASYNC2016SequentialAwaitsAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.LocalDeclarationStatement, SequentialAwaits.BeginsAt),
            Trigger.OnKind(SyntaxKind.ForEachStatement, static node => AwaitingLoop.CandidateAt(node) is not null))
    {
    }

    /// <summary>Tests do one thing after the other on purpose.</summary>
    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (AwaitingLoop.CandidateAt(node) is { } loop)
        {
            if (loop.IsIndependent(context.Model, context.Types, context.CancellationToken))
            {
                context.Report(loop.Await.GetLocation(), $"'{CallSyntax.CalledName(loop.Call)}' is awaited for one item after the other");
            }

            return;
        }

        foreach (
            IReadOnlyList<AwaitedCall> group in SequentialAwaits.GroupsFrom(node, context.Model, context.Types, context.CancellationToken))
        {
            context.ReportWithEvidence(
                group[0].Await.GetLocation(),
                group.Skip(1).Select(call => call.Await.GetLocation()),
                $"{string.Join(", ", group.Take(group.Count - 1).Select(call => $"'{call.Called}'"))} and '{group[group.Count - 1].Called}' are awaited one after the other");
        }
    }
}
