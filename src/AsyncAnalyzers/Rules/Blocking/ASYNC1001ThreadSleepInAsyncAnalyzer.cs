namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1001: Thread.Sleep on the event loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1001ThreadSleepInAsyncAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not sleep on the event loop",
        "'Thread.Sleep' blocks the event loop in '{0}'; use 'await Task.Delay' instead",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "A thread that sleeps runs no other continuation: everything that waits for this event loop or pool thread stands still until the sleep is over.");

    public ASYNC1001ThreadSleepInAsyncAnalyzer()
        : base(Rule, Trigger.OnNames("Sleep"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Thread is not null && types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (FunctionSyntax.Enclosing(node) is { } function
            && FunctionSyntax.IsAsync(function)
            && context.Model.GetSymbolInfo(node, context.CancellationToken).Symbol is IMethodSymbol method
            && method.IsDeclaredIn(context.Types.Thread))
        {
            context.Report(node.GetLocation(), "?");
        }
    }
}
