namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5013: work that is kept for all callers is given the token of the first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5013SharedWorkTokenAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5013";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not give shared work the token of one caller",
        "'{0}' keeps this work for all callers, and '{1}' of the first cancels it; pass no token and await with 'WaitAsync'",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "A task that is kept for the next callers ends cancelled when the caller that began it goes away, and stays so.");

    public ASYNC5013SharedWorkTokenAnalyzer()
        : base(
            Rule,
            Trigger.OnNames("GetOrAdd")
                .Append(Trigger.OnKind(SyntaxKind.CoalesceAssignmentExpression, SharedWork.MayBe))
                .Append(Trigger.OnKind(SyntaxKind.SimpleAssignmentExpression, SharedWork.MayBe))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && types.CancellationToken is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (SharedWork.At(node, context.Model) is { } work)
        {
            context.ReportAs(
                work.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                work.Token.GetLocation(),
                work.Holder,
                work.Token.Identifier.ValueText);
        }
    }
}
