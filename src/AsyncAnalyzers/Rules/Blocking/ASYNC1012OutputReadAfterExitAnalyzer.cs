namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// ASYNC1012: a process is waited for while nobody reads its redirected output: a full pipe stops the process, and the wait with it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1012OutputReadAfterExitAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1012";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Read redirected output before waiting for the exit",
        "'{0}' waits before '{1}' is read ({2}), and a full pipe stops the process; read before the wait",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "A process that fills the pipe of its redirected output waits for a reader, and the reader waits for the process: a deadlock.");

    private static readonly DiagnosticDescriptor OneByOne = RuleDescriptor.Variant(
        Rule, "'{0}' waits before '{1}' is read ({2}), and a full pipe stops the process; read both at once");

    private static readonly DiagnosticDescriptor OtherPath = RuleDescriptor.Variant(
        Rule, "'{0}' waits where '{1}' is read on another path only ({2}), and a full pipe stops the process; read it on every path");

    private static readonly DiagnosticDescriptor Unread = RuleDescriptor.Variant(
        Rule, "'{0}' waits while '{1}' ({2}) is never read, and a full pipe stops the process; read it or do not redirect it");

    public ASYNC1012OutputReadAfterExitAnalyzer()
        : base(new[] { Rule, OneByOne, OtherPath, Unread }, Trigger.OnNames(ProcessWait.Names))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Process is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (UnreadOutput.Find((SimpleNameSyntax)node, context.Model) is not { } found)
        {
            return;
        }

        SyntaxNode evidence = found.Read ?? found.Redirection;
        RuleContext variant = found.Read is null ? context.Saying(Unread)
            : !found.IsReadLater ? context.Saying(OtherPath)
            : found.Wait.Read != ProcessStream.None ? context.Saying(OneByOne)
            : context;
        variant.ReportAs(
            found.IsLikely ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            found.Wait.Name.GetLocation(),
            new[] { evidence.GetLocation() },
            found.Wait.Name.Identifier.ValueText,
            ProcessStreams.NameOf(found.Stream),
            SourceLine.Of(evidence));
    }
}
