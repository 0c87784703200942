namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1008: a pool thread that is given nothing to do but wait for a synchronous call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1008OffloadedSynchronousIoAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not wrap I/O in Task.Run",
        "'{0}' blocks a thread-pool thread while '{1}' waits for I/O; {2}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Info,
        "A thread-pool thread that waits for I/O does nothing else; many of them at once starve the thread pool, and all work that is "
            + "queued on it is delayed.");

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
            || OffloadedCall.Find(run, context.Model) is not { } offloaded
            || !EventLoopContext.Of(run, context.Model).IsOnLoop
            || BlockingApis.Of(context.Model.Compilation, context.AnalyzerOptions, context.CancellationToken).IsExcluded(offloaded.Method))
        {
            return;
        }

        string replacement = offloaded.Counterpart.Method.Name;
        context.Report(
            run.GetLocation(),
            name.Identifier.ValueText == "Run" ? "Task.Run" : "StartNew",
            offloaded.Method.Name,
            offloaded.IsAwaited ? Phrase.Of($"use 'await {replacement}'") : Phrase.Of($"use '{replacement}'"));
    }
}
