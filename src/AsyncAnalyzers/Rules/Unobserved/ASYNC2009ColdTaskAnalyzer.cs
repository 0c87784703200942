using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// ASYNC2009: a task made by <c>new Task(…)</c> that is never started, or awaited before; and the start of one that is not made so.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2009ColdTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2009";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Start tasks created with a constructor",
        "This task is never started, so its work never runs; use 'Task.Run'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A task made by its constructor does nothing before it is started: its work never runs, and code that awaits it waits forever.");

    private static readonly DiagnosticDescriptor AwaitedCold = RuleDescriptor.Variant(
        Rule, "This task is awaited but never started, so the wait never ends; use 'Task.Run'");

    private static readonly DiagnosticDescriptor AwaitedTooEarly = RuleDescriptor.Variant(
        Rule, "This task is awaited before it is started, so the wait never ends; use 'Task.Run'");

    private static readonly DiagnosticDescriptor ReturnedCold = RuleDescriptor.Variant(
        Rule, "This task is returned but never started, so an await of it never ends; use 'Task.Run'");

    private static readonly DiagnosticDescriptor Hot = RuleDescriptor.Variant(
        Rule, "'{0}' throws, because the task of '{1}' has no constructor's work to start and runs already; use 'await'");

    public ASYNC2009ColdTaskAnalyzer()
        : base(
            new[] { Rule, AwaitedCold, AwaitedTooEarly, ReturnedCold, Hot },
            Trigger.OnNames(HotTaskStart.Names)
                .Append(Trigger.OnKind(SyntaxKind.ObjectCreationExpression, ColdTask.MayBeAt))
                .Append(Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, ColdTask.MayBeAt))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is SimpleNameSyntax name)
        {
            if (HotTaskStart.At(name, context.Model) is { } hot)
            {
                context.Saying(Hot).Report(name.GetLocation(), name.Identifier.ValueText, CallSyntax.CalledName(hot.Made)!);
            }

            return;
        }

        if (ColdTask.Find((BaseObjectCreationExpressionSyntax)node, context.Model) is not { } task)
        {
            return;
        }

        // The function that it is given may be long: what is flagged is 'new Task'.
        int end = (node as ObjectCreationExpressionSyntax)?.Type.Span.End ?? ((BaseObjectCreationExpressionSyntax)node).NewKeyword.Span.End;
        context.Saying(VariantOf(task.Harm)).Report(Location.Create(node.SyntaxTree, TextSpan.FromBounds(node.SpanStart, end)));
    }

    private static DiagnosticDescriptor VariantOf(ColdTaskHarm harm) => harm switch
    {
        ColdTaskHarm.NeverRuns => Rule,
        ColdTaskHarm.WaitNeverEnds => AwaitedCold,
        ColdTaskHarm.StartedTooLate => AwaitedTooEarly,
        _ => ReturnedCold,
    };
}
