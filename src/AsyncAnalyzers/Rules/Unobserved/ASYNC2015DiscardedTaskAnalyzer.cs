namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2015 (opt-in): a task that is assigned to the discard, so that nobody sees it fail.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2015DiscardedTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2015";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Observe the failure of a discarded task",
        "Exceptions of '{0}' are lost because its task is discarded; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "The exception of a task that no code awaits stays in the task: the work has stopped, and neither the caller nor a log shows it.",
        isEnabledByDefault: false);

    public ASYNC2015DiscardedTaskAnalyzer()
        : base(Rule, Trigger.OnKind(SyntaxKind.SimpleAssignmentExpression, DiscardedTask.MayBe))
    {
    }

    /// <summary>A test discards what it only needs to have running.</summary>
    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        // A resource that goes before the task ends is the worse half of the matter: ASYNC2013's.
        var assignment = (AssignmentExpressionSyntax)node;
        if (DiscardedTask.Find(assignment, context.Model) is not { } discarded
            || DropIntent.IsCommented(node)
            || DisposedWhileInUse.FindIn(assignment.Right, context.Model).Any(use
                => use.Place == ResourceTaskPlace.Discard))
        {
            return;
        }

        AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(node, context.Model);
        context.Report(
            node.GetLocation(),
            discarded.Name,
            obstacle == AwaitObstacle.None
                ? (Phrase)"await it, or call it in an async function that logs exceptions"
                : (Phrase)"call it in an async function that logs exceptions");
    }
}
