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
        "{0}; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "By default the code that awaits the task runs inside of SetResult, on the thread and under the locks of whoever calls it.");

    public ASYNC2012CompletionSourceOptionsAnalyzer()
        : base(
            Rule,
            CompletionSourceSyntax.Creations
                .Append(Trigger.OnKind(SyntaxKind.BaseConstructorInitializer, CompletionSourceSyntax.MayCreate))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => (types.TaskCompletionSource ?? types.TaskCompletionSourceOfT) is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CompletionSourceCreation.Find(node, context.Model, context.Types, context.CancellationToken) is not { } creation)
        {
            return;
        }

        switch (creation.Flaw)
        {
            case CompletionSourceFlaw.IgnoresOptions:
                context.ReportAs(
                    DiagnosticSeverity.Warning,
                    creation.Place.GetLocation(),
                    "TaskContinuationOptions are not the options of a TaskCompletionSource: they are kept as its state, and ignored",
                    "use 'TaskCreationOptions." + CompletionSourceCreation.Flag + "'");
                break;
            case CompletionSourceFlaw.RefusesOptions:
                context.ReportAs(
                    DiagnosticSeverity.Warning,
                    creation.Place.GetLocation(),
                    "a TaskCompletionSource starts nothing, and throws an ArgumentOutOfRangeException for these options",
                    "use 'TaskCreationOptions." + CompletionSourceCreation.Flag + "'");
                break;
            default:
                context.Report(
                    creation.Place.GetLocation(),
                    "what awaits the task of this TaskCompletionSource runs inside of the call that completes it, on its thread and under its locks",
                    "create it with 'TaskCreationOptions." + CompletionSourceCreation.Flag + "'");
                break;
        }
    }
}
