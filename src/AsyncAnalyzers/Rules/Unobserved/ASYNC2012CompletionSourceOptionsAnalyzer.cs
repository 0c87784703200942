namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// ASYNC2012: a TaskCompletionSource that runs its continuations inside of SetResult, or that is given options of the wrong kind.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2012CompletionSourceOptionsAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2012";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Create TaskCompletionSource with RunContinuationsAsynchronously",
        "Continuations of this TaskCompletionSource run inside the call that completes it; pass 'RunContinuationsAsynchronously'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "By default the code that awaits the task runs inside of SetResult, on the thread and under the locks of the caller.");

    private static readonly DiagnosticDescriptor Ignored = RuleDescriptor.Variant(
        Rule, "TaskContinuationOptions are stored as state and ignored here; pass 'TaskCreationOptions.RunContinuationsAsynchronously'");

    private static readonly DiagnosticDescriptor Refused = RuleDescriptor.Variant(
        Rule, "A TaskCompletionSource throws for these options; pass 'TaskCreationOptions.RunContinuationsAsynchronously'");

    public ASYNC2012CompletionSourceOptionsAnalyzer()
        : base(
            new[] { Rule, Ignored, Refused },
            CompletionSourceSyntax.Creations
                .Append(Trigger.OnKind(SyntaxKind.BaseConstructorInitializer, CompletionSourceSyntax.MayCreate))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => (types.TaskCompletionSource ?? types.TaskCompletionSourceOfT) is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CompletionSourceCreation.Find(node, context.Model) is not { } creation)
        {
            return;
        }

        switch (creation.Flaw)
        {
            case CompletionSourceFlaw.IgnoresOptions:
                context.Saying(Ignored).ReportAs(DiagnosticSeverity.Warning, creation.Place.GetLocation());
                break;
            case CompletionSourceFlaw.RefusesOptions:
                context.Saying(Refused).ReportAs(DiagnosticSeverity.Warning, creation.Place.GetLocation());
                break;
            // The code of a test runs where it likes.
            case CompletionSourceFlaw.RunsContinuations when !context.Types.HasTestFramework:
                context.Report(creation.Place.GetLocation());
                break;
        }
    }
}
