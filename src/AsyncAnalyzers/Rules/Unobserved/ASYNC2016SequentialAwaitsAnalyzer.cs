namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2016: awaits one after another of calls that need not wait for each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2016SequentialAwaitsAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2016";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Run independent awaits concurrently",
        "{0} are awaited in sequence although independent; start them together and await 'Task.WhenAll'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "Two calls of one and two seconds that are awaited one after the other take three seconds; started together they take two.",
        isEnabledByDefault: false);

    private static readonly DiagnosticDescriptor Loop = RuleDescriptor.Variant(
        Rule, "'{0}' is awaited for one item at a time although items are independent; start all calls and await 'Task.WhenAll'");

    public ASYNC2016SequentialAwaitsAnalyzer()
        : base(
            new[] { Rule, Loop },
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
            if (loop.IsIndependent(context.Model))
            {
                context.Saying(Loop).Report(loop.Await.GetLocation(), CallSyntax.CalledName(loop.Call)!);
            }

            return;
        }

        foreach (IReadOnlyList<AwaitedCall> group in SequentialAwaits.GroupsFrom(node, context.Model))
        {
            AwaitedCall last = group[group.Count - 1];
            string others = string.Join(", ", group.Take(group.Count - 1).Select(call => $"'{call.Called}'"));
            context.ReportWithEvidence(
                group[0].Await.GetLocation(),
                group.Skip(1).Select(call => call.Await.GetLocation()),
                Phrase.Of($"{others} and '{last.Called}' ({SourceLine.Of(last.Await)})"));
        }
    }
}
