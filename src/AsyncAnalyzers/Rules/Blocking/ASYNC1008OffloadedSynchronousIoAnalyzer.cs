namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1008: a pool thread that is given nothing to do but wait for a synchronous call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1008OffloadedSynchronousIoAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await the asynchronous call instead of a pool thread that waits",
        "'{0}' keeps a pool thread waiting for '{1}'; {2}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Info,
        "A pool thread that waits for I/O does nothing for as long; many of them at once starve the pool, and everything that is queued on it comes late.");

    public ASYNC1008OffloadedSynchronousIoAnalyzer()
        : base(Rule, Trigger.OnNames("Run", "StartNew"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var name = (SimpleNameSyntax)node;
        if (CallSyntax.InvocationOf(name) is not { } run
            || OffloadedCall.CallIn(run) is not { } call
            || CallSyntax.CalledName(call) is not { } called
            || !AwaitableNames.Of(context.Model.Compilation).HasAsyncForm(called)
            || !EventLoopContext.MayBeOnLoop(run, context.Model)
            || OffloadedCall.Find(run, context.Model, context.Types, context.CancellationToken) is not { } offloaded
            || !EventLoopContext.Of(run, context.Model, context.Types, context.CancellationToken).IsOnLoop
            || BlockingApis.Of(context.Model.Compilation, context.AnalyzerOptions, context.CancellationToken).IsExcluded(offloaded.Method))
        {
            return;
        }

        string replacement = offloaded.Counterpart.Method.Name;
        context.Report(
            run.GetLocation(),
            name.Identifier.ValueText == "Run" ? "Task.Run" : "StartNew",
            offloaded.Method.Name,
            offloaded.IsAwaited ? $"use 'await {replacement}'" : $"use '{replacement}'");
    }
}
