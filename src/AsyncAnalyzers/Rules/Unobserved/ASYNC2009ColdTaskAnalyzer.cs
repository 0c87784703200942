using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2009: a task made by <c>new Task(…)</c> that is never started, or awaited before.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2009ColdTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2009";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not leave a task unstarted",
        "This task {0}; use 'Task.Run', which starts it",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A task made by its constructor does nothing before it is started: its work never runs, and whoever awaits it waits for ever.");

    public ASYNC2009ColdTaskAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.ObjectCreationExpression, ColdTask.MayBeAt),
            Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, ColdTask.MayBeAt))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (ColdTask.Find(
            (BaseObjectCreationExpressionSyntax)node, context.Model, context.Types, context.CancellationToken) is not { } task)
        {
            return;
        }

        // The function that it is given may be long: what is flagged is 'new Task'.
        int end = (node as ObjectCreationExpressionSyntax)?.Type.Span.End ?? ((BaseObjectCreationExpressionSyntax)node).NewKeyword.Span.End;
        context.Report(Location.Create(node.SyntaxTree, TextSpan.FromBounds(node.SpanStart, end)), HarmOf(task.Harm));
    }

    private static string HarmOf(ColdTaskHarm harm) => harm switch
    {
        ColdTaskHarm.NeverRuns => "is never started: its work never runs",
        ColdTaskHarm.WaitNeverEnds => "is waited for and never started: the wait never ends",
        ColdTaskHarm.StartedTooLate => "is waited for before it is started: the wait never ends",
        _ => "is returned and never started: whoever awaits it waits for ever",
    };
}
