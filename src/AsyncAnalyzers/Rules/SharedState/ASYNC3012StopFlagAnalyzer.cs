namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3012: a loop reads a plain flag that another thread sets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3012StopFlagAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3012";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use volatile for a flag that ends a loop",
        "This loop may read '{0}' once and never see that other code ({1}) sets it; {2}",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "The compiler may read a plain variable once, before the loop, where nothing in the loop changes it: what another thread writes is "
        + "then never seen.");

    private static readonly DiagnosticDescriptor InPractice = RuleDescriptor.Variant(
        Rule, "This loop sees that other code ({1}) sets '{0}' only because of the calls in it; {2}");

    public ASYNC3012StopFlagAnalyzer()
        : base(
            new[] { Rule, InPractice },
            Trigger.OnKind(SyntaxKind.WhileStatement, IsFlagLoop),
            Trigger.OnKind(SyntaxKind.DoStatement, IsFlagLoop),
            Trigger.OnKind(SyntaxKind.ForStatement, IsFlagLoop))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Thread is not null || types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (FlagLoop.At((StatementSyntax)node) is not { } loop
            || StopFlag.Find(loop, context.Model) is not { } flag)
        {
            return;
        }

        Phrase remedy = flag.Symbol is ILocalSymbol ? "use 'Volatile.Read'"
            : flag.Symbol is IPropertySymbol ? "use a volatile field"
            : "make it 'volatile'";
        context.Saying(flag.Reads == ReadsInLoop.Once ? Rule : InPractice).ReportAs(
            flag.IsSure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, loop.Flag.GetLocation(),
            new[] { flag.Write.GetLocation() }, loop.Name, SourceLine.Of(flag.Write), remedy);
    }

    private static bool IsFlagLoop(SyntaxNode node) => FlagLoop.At((StatementSyntax)node) is not null;
}
