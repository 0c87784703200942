namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1001: Thread.Sleep on the event loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1001ThreadSleepInAsyncAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use Task.Delay instead of Thread.Sleep in async code",
        "'Thread.Sleep' blocks the thread of {0}; {1}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "A thread that sleeps runs no other continuation: everything that waits for this event loop or pool thread stands still until the "
            + "sleep is over.");

    public ASYNC1001ThreadSleepInAsyncAnalyzer()
        : base(Rule, Trigger.OnNames("Sleep"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Thread is not null && types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CallSyntax.InvocationOf((SimpleNameSyntax)node) is not { } invocation
            || !EventLoopContext.MayBeOnLoop(node)
            || CallSyntax.MethodOf(invocation, context.Model) is not { } method
            || !method.IsDeclaredIn(context.Types.Thread)
            || EventLoopContext.Of(
                node, context.Model) is not { IsOnLoop: true, Function: { } function }
            || SynchronousBranch.Contains(invocation, context.Model)
            || context.IsTakenOut(method))
        {
            return;
        }

        AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(invocation, context.Model);
        context.ReportAs(
            EntryPoint.SeverityIn(
                // A test that sleeps keeps nobody waiting but itself.
                function,
                context.IsInTests || ExplainedCode.Is(invocation)
                    || AcceptedFindings.Include(AcceptedFindings.SynchronousCalls, invocation)
                    ? DiagnosticSeverity.Info
                    : DiagnosticSeverity.Warning,
                context),
            invocation.GetLocation(),
            EventLoopContext.DisplayOf(function),
            obstacle.Remedy("use 'await Task.Delay'"));
    }
}
